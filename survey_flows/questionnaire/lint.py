"""Every defect of a form that can be seen in its sheets, each with its place.

pyxform stops at the first defect and looks hardly at all inside expressions; an author wants all
of them at once. What is checked:
- expressions: unknown items and functions, parentheses, quotation marks, paths we cannot ask;
- columns: duplicate and misspelt headings;
- names: duplicates, choice lists that do not exist, codes too long for a button (Telegram allows
  64 bytes of `callback_data`, our token also carries the revision);
- wordings (module `wording`);
- features no channel of ours can ask: repeats, files, places, filtered choices;
- the factors file: items and satisfied codes that the form does not have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Final

from survey_flows.errors import Issue
from survey_flows.questionnaire.expressions import is_name, read
from survey_flows.questionnaire.factors import FormTable
from survey_flows.questionnaire.model import ItemRole
from survey_flows.questionnaire.sheets import KNOWN_COLUMNS, Row, Sheet, Sheets
from survey_flows.questionnaire.wording import find_wording_issues, languages_of

YES: Final = frozenset({"yes", "true", "true()", "1"})
_NO: Final = frozenset({"", "no", "false", "false()", "0"})
_METADATA: Final = frozenset(
    {"start", "end", "today", "deviceid", "username", "phonenumber", "email", "audit", "start-geopoint"}
)  # a phone fills them in by itself; our paradata holds the like
_ASKED: Final = frozenset(
    {
        "acknowledge", "date", "decimal", "int", "integer", "note", "select_multiple", "select_one", "string",
        "text", "trigger",
    }
)  # fmt: skip
_GROUPS: Final = frozenset({"begin group", "end group"})
_EXPRESSIONS: Final = ("relevant", "constraint", "calculation")
_LONGEST_TOKEN: Final = 50  # bytes, of Telegram's 64; the rest is for revision and separators


def find_issues(sheets: Sheets) -> Iterator[Issue]:
    """All defects of the sheets, row by row, survey before choices."""
    survey, choices = sheets["survey"], sheets.get("choices", Sheet("choices"))
    answered = _ASKED | {"calculate"}
    names = {row.cells["name"] for row in survey.rows if "name" in row.cells and _kind(row) in answered}
    languages = languages_of([survey, choices])
    codes = _codes(choices)
    first: dict[str, int] = {}
    yield from _column_issues(survey)
    for row in survey.rows:
        name, kind = row.cells.get("name", ""), _kind(row)
        if row.cells:
            yield from _name_issues(survey, row, first.setdefault(name, row.number))
            yield from _type_issues(survey, row, codes)
            yield from _expression_issues(survey, row, names)
            yield from find_wording_issues(survey, row, languages, is_asked=kind in _ASKED)
    yield from _column_issues(choices)
    for row in choices.rows:
        if row.cells:
            yield from find_wording_issues(choices, row, languages, is_asked=True)


def find_factor_issues(sheets: Sheets, table: FormTable) -> Iterator[Issue]:
    """Contradictions between the factors file and the form it stands beside."""
    items = {row.cells["name"]: row for row in sheets["survey"].rows if "name" in row.cells}
    codes = _codes(sheets.get("choices", Sheet("choices")))
    for name, place in table.named_items().items():
        if name not in items:
            message = f"there is no item named “{name}”"
            yield Issue("unknown-item", f"factors file: {place}", message, "compare with the name column")
    listed = Counter(name for factor in table.factors for name in factor.criteria)
    for name, times in listed.items():
        if times > 1:
            yield Issue("criterion-twice", "factors file: factors", f"“{name}” is listed {times} times")
    for index, factor in enumerate(table.factors):
        for name in factor.criteria:
            if name in items and not set(table.satisfied_codes) <= codes.get(_list_of(items[name]), set()):
                message = f"“{name}” lacks a choice of {', '.join(table.satisfied_codes)} (satisfied_codes)"
                yield Issue("no-satisfied-code", f"factors file: factors[{index}].criteria", message)


def _codes(choices: Sheet) -> Mapping[str, set[str]]:
    """The codes of each choice list."""
    lists: dict[str, set[str]] = {}
    for row in choices.rows:
        name = row.cells.get("list_name", "")
        lists.setdefault(name, set()).add(row.cells.get("name", ""))
    return lists


def _kind(row: Row) -> str:
    """The type without its choice list: `select_one yn` is "select_one", `begin_group` "begin group"."""
    words = row.cells.get("type", "").replace("begin_", "begin ").replace("end_", "end ").split()
    return " ".join(words[:2]) if words[:1] in (["begin"], ["end"]) else "".join(words[:1])


def _list_of(row: Row) -> str:
    """The choice list a question refers to, or ""."""
    return "".join(row.cells.get("type", "").split()[1:2])


def _column_issues(sheet: Sheet) -> Iterator[Issue]:
    """Headings that occur twice or are nearly those we know: a lost `relevant` asks everybody."""
    for column, times in Counter(filter(None, sheet.columns)).items():
        place, what = f"{sheet.name}, column heads", column.partition("::")[0]
        if times > 1:
            yield Issue("duplicate-column", place, f"there are {times} columns named “{column}”")
        if what not in KNOWN_COLUMNS and (close := get_close_matches(what, KNOWN_COLUMNS, 1, 0.8)):
            yield Issue("misspelt-column", place, f"“{column}” means nothing", f"did you mean {close[0]}?")


def _name_issues(survey: Sheet, row: Row, first: int) -> Iterator[Issue]:
    name, place = row.cells.get("name", ""), survey.place(row.number, "name")
    if name and first != row.number:
        message = f"“{name}” is already the name of row {first}"
        yield Issue("duplicate-name", place, message, "names must be unique")
    if name and not is_name(name):
        yield Issue("invalid-name", place, f"“{name}” cannot be a name", "start with a letter, no blanks")
    role = row.cells.get("role", ItemRole.OTHER)
    if role not in {known.value for known in ItemRole}:
        message, hint = f"there is no role “{role}”", "known: " + ", ".join(ItemRole)
        yield Issue("unknown-role", survey.place(row.number, "role"), message, hint)
    required = row.cells.get("required", "")
    if required.lower() not in YES | _NO:
        message = "whether an answer is required cannot depend on other answers"
        yield Issue("unsupported-required", survey.place(row.number, "required"), message, "write yes or no")


def _type_issues(survey: Sheet, row: Row, codes: Mapping[str, Collection[str]]) -> Iterator[Issue]:
    kind, choice_list, place = _kind(row), _list_of(row), survey.place(row.number, "type")
    if not kind:
        yield Issue("no-type", place, "a row without a type", "give it a type, or empty the row")
    elif kind not in _ASKED | _GROUPS | _METADATA | {"calculate"}:
        message = f"a row of type “{kind}” cannot be asked in a conversation"
        yield Issue("unsupported-type", place, message, "use select, number, text, date, note or group")
    if kind.startswith("select_"):
        if len(row.cells["type"].split()) > 2:
            message = f"“{row.cells['type']}” adds an unworded question"
            yield Issue(
                "unsupported-type", place, message, "write the choice “other” and its question yourself"
            )
        if choice_list not in codes:
            message = f"there is no choice list named “{choice_list}”"
            yield Issue("unknown-list", place, message, "compare with list_name on the sheet choices")
        longest = max((len(code.encode()) for code in codes.get(choice_list, ())), default=0)
        length = len(row.cells.get("name", "").encode()) + longest
        if length > _LONGEST_TOKEN:
            message = f"name and code take {length} bytes; a button carries {_LONGEST_TOKEN}"
            yield Issue("too-long-code", survey.place(row.number, "name"), message, "shorten either")
    if "choice_filter" in row.cells:
        message = "filtered choices cannot be asked"
        yield Issue("unsupported-filter", survey.place(row.number, "choice_filter"), message, "use relevant")


def _expression_issues(survey: Sheet, row: Row, names: Collection[str]) -> Iterator[Issue]:
    for column in filter(row.cells.get, _EXPRESSIONS):
        own = row.cells.get("name", "")
        for defect in read(row.cells[column], own=own, items=names).defects:
            place = f"{survey.place(row.number, column)}, character {defect.offset + 1}"
            yield Issue(defect.code, place, defect.message, defect.hint)
