"""What `pulldata` may find, taken out of the attached tables once.

Its table, column and key column must be literal: so a questionnaire carries only the cells its
expressions can ask for, and a missing file or column is reported before anybody answers. A choice list
of the form counts as a table too (`instance('list')/root/item[name = …]/label` in ODK), its labels in
the default language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from survey_flows.errors import Issue
from survey_flows.questionnaire.attachments import Attachments, lookup_key, table_name
from survey_flows.questionnaire.layout import Layout
from survey_flows.questionnaire.model import Item
from survey_flows.questionnaire.paths import arguments_of
from survey_flows.questionnaire.sheets import Sheet, Sheets
from survey_flows.questionnaire.tokens import Token, tokens

_COLUMNS = ("relevant", "constraint", "calculation", "required", "choice_filter", "default")
Lookups = Mapping[str, Mapping[str, Mapping[str, str]]]


def find_lookups(items: Iterable[Item], attachments: Attachments, sheets: Sheets, layout: Layout) -> Lookups:
    """The cells that the expressions of `items` may ask for; what is missing goes to the layout's issues."""
    found: dict[str, dict[str, Mapping[str, str]]] = {}
    for item in items:
        for column in _COLUMNS:
            source = str(getattr(item, column))
            if "pulldata" not in source:
                continue
            where = layout.place_of(f"{item.name}.{column}")
            for arguments in _calls(list(tokens(source))):
                asked = _asked(arguments)
                if asked is None:
                    message = "pulldata() names its table and columns in quotation marks, and takes a key"
                    hint = "write pulldata('table', 'column', 'key column', ${item})"
                    layout.issues.append(Issue("invalid-pulldata", where, message, hint))
                    continue
                table, wanted, key = asked
                try:
                    cells = _cells(table, wanted, key, attachments, sheets)
                except KeyError as problem:
                    layout.issues.append(Issue("missing-attachment", where, str(problem.args[0])))
                else:
                    found.setdefault(table_name(table), {})[lookup_key(wanted, key)] = cells
    return found


def _calls(pieces: list[Token]) -> Iterator[list[list[Token]]]:
    for index, token in enumerate(pieces):
        if token.kind == "function" and token.text == "pulldata":
            yield arguments_of(pieces, index)[0]


def _asked(arguments: list[list[Token]]) -> tuple[str, str, str] | None:
    named = [
        argument[0].text[1:-1]
        for argument in arguments[:3]
        if [part.kind for part in argument] == ["literal"]
    ]
    return (named[0], named[1], named[2]) if len(named) == 3 and len(arguments) == 4 else None


def _cells(
    table: str, column: str, key_column: str, attachments: Attachments, sheets: Sheets
) -> Mapping[str, str]:
    """The cells of a column by key; raise KeyError saying what is not there."""
    if table in attachments:
        known = attachments.table(table).columns
        missing = [name for name in (column, key_column) if name not in known]
        if missing:
            raise KeyError(f"the table “{table}” has no column “{missing[0]}” (it has {', '.join(known)})")
        return attachments.lookup(table, column, key_column)
    choices = sheets.get("choices", Sheet("choices"))
    rows = [row for row in choices.rows if row.cells.get("list_name") == table]
    if not rows:
        raise KeyError(f"the table “{table}.csv” is not attached; lay it beside the form")
    cells: dict[str, str] = {}
    for row in rows:
        by_column = {heading.partition("::")[0]: text for heading, text in reversed(list(row.cells.items()))}
        cells.setdefault(by_column.get(key_column, ""), by_column.get(column, ""))
    return cells
