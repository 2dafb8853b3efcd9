"""The choices of a question: from the sheet `choices` or from an attached table.

Rules:
- of the choices' extra columns those are kept that the question's `choice_filter` names;
- `select_one_from_file` takes its codes and labels from the columns its `parameters` name (`value`,
  `label`), else from `name` and `label`; `label::en` is the label in that language; a table without
  a column for a language has its one label there, for SMS without diacritics;
- `or_other` adds one choice to this question, not to every question with the same list.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from survey_flows.errors import Issue
from survey_flows.questionnaire.added import OTHER, other_choice
from survey_flows.questionnaire.attachments import Attachments
from survey_flows.questionnaire.languages import Translations
from survey_flows.questionnaire.model import SMS_WORDING, Choice
from survey_flows.questionnaire.sheets import Row, Sheet, Sheets
from survey_flows.questionnaire.tokens import tokens
from survey_flows.questionnaire.wording import language_code

_EXTERNAL: Final = (".csv",)

# What pyxform hands over is a tree of dictionaries without a type.
Node = Mapping[str, Any]


@dataclass(slots=True)
class ChoiceReader:
    """Reads choice lists; what is wrong with a table goes to `issues`."""

    sheets: Sheets
    attachments: Attachments
    translations: Translations
    languages: tuple[str, ...]
    issues: list[Issue] = field(default_factory=list)

    def choices(self, node: Node, *, is_with_other: bool, where: str) -> tuple[Choice, ...]:
        """The choices of a select question."""
        source = str(node.get("itemset", ""))
        columns = named_columns(str(node.get("choice_filter", "")))
        if "choices" not in node:
            return tuple(self._from_table(node, source, columns, where))
        rows = self._rows_of(source)
        listed = [
            self._choice(choice, row, columns)
            for choice, row in zip(node["choices"], [*rows, *[None] * len(node["choices"])], strict=False)
            if row is not None
        ]
        has_other = any(choice.code == OTHER for choice in listed)
        return (*listed, other_choice(self.languages)) if is_with_other and not has_other else tuple(listed)

    def _choice(self, choice: Node, row: Row, columns: Iterable[str]) -> Choice:
        kept = [column for column in columns if column in self._extra_columns]
        return Choice(
            str(choice["name"]),
            self.translations.wording(choice.get("label")),
            {column: row.cells.get(column, "") for column in kept},
            self.translations.media(choice),
        )

    @property
    def _extra_columns(self) -> frozenset[str]:
        return frozenset(self._sheet.columns)

    @property
    def _sheet(self) -> Sheet:
        return self.sheets.get("choices", Sheet("choices"))

    def _rows_of(self, choice_list: str) -> list[Row]:
        return [row for row in self._sheet.rows if row.cells.get("list_name") == choice_list]

    def _from_table(self, node: Node, file: str, columns: Iterable[str], where: str) -> Iterator[Choice]:
        if "${" in file:  # refused with its own reason
            return
        if not file.endswith(_EXTERNAL) or file not in self.attachments:
            is_wrong_kind = not file.endswith(_EXTERNAL)
            message = f"the choices are in “{file}”, which is " + (
                "no .csv" if is_wrong_kind else "not attached"
            )
            hint = "choices come from the sheet choices or from a .csv file that lies beside the form"
            self.issues.append(Issue("missing-attachment", where, message, hint))
            return
        table = self.attachments.table(file)
        parameters = node.get("parameters") or {}
        value, label = str(parameters.get("value", "name")), str(parameters.get("label", "label"))
        worded = {
            language_code(column.partition("::")[2]): column
            for column in table.columns
            if column.partition("::")[0] == label
        }
        if value not in table.columns or not worded:
            missing = value if value not in table.columns else label
            message = f"“{file}” has no column “{missing}”"
            hint = "its columns: " + ", ".join(table.columns)
            self.issues.append(Issue("unknown-column", where, message, hint))
            return
        kept = [column for column in columns if column in table.columns]
        for line in table.lines:
            labels = {language: line.get(column, "") for language, column in worded.items()}
            attributes = {column: line.get(column, "") for column in kept}
            yield Choice(line.get(value, ""), self._in_every_language(labels), attributes)

    def _in_every_language(self, labels: Mapping[str, str]) -> dict[str, str]:
        one = next(filter(None, [labels.get(""), *labels.values()]), "")
        return {
            language: labels.get(language) or (without_marks(one) if language == SMS_WORDING else one)
            for language in self.languages
        }


def named_columns(choice_filter: str) -> tuple[str, ...]:
    """The columns of a choice that a filter names, the code itself left out.

    >>> named_columns("province = ${province} and name != 'x'")
    ('province',)
    """
    names = (token.text for token in tokens(choice_filter) if token.kind == "name")
    return tuple(dict.fromkeys(name for name in names if name != "name"))


def without_marks(text: str) -> str:
    """Vietnamese without diacritics, as people write it by SMS.

    >>> without_marks("Phường Đồng Tâm")
    'Phuong Dong Tam'
    """
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(character for character in bare if not unicodedata.combining(character))
