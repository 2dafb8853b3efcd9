"""What the linter found: a code, a cell, and the words that fill the message of that code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from survey_flows.errors import Issue
from survey_flows.questionnaire.linting.catalogue import MESSAGES
from survey_flows.questionnaire.linting.wordings import Severity
from survey_flows.questionnaire.sheets import Sheet

Language = Literal["vi", "en"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect in one cell.

    `row` counts as the author's program does (0 for the headings, -1 when `sheet` is the whole place:
    a file, an entry of the factors file), `letter` is the
    column's, "" when the form lacks the column; `offset` counts characters from 0, -1 when the
    whole cell is meant. `words` fill the placeholders of the message.
    """

    code: str
    sheet: str
    row: int
    column: str = ""
    letter: str = ""
    offset: int = -1
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def said_by(self) -> str:
        """The code to show: the compiler's own where it is the compiler that speaks."""
        return self.words.get("code", self.code) if self.code in {"compiler", "refused"} else self.code

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return MESSAGES[self.code].severity

    def where(self, language: Language = "en") -> str:
        """The place as an author looks for it: "survey!G4 (relevant), character 3"."""
        if self.row < 0:
            return self.sheet
        if not self.row:
            return f"{self.sheet}, " + ("tiêu đề cột" if language == "vi" else "column heads")
        character = "ký tự" if language == "vi" else "character"
        place = f"{self.sheet}!{self.letter}{self.row} ({self.column})"
        return place if self.offset < 0 else f"{place}, {character} {self.offset + 1}"

    def message(self, language: Language = "en") -> str:
        """What is wrong."""
        wording = MESSAGES[self.code]
        return self._filled(wording.vi if language == "vi" else wording.en)

    def hint(self, language: Language = "en") -> str:
        """What to write instead; "" when the message says it all."""
        wording = MESSAGES[self.code]
        guess, _, otherwise = (wording.vi_hint if language == "vi" else wording.en_hint).partition(" || ")
        return self._filled(otherwise if otherwise and not self.words.get("known") else guess)

    def issue(self) -> Issue:
        """The same for those who refuse a form."""
        return Issue(self.code, self.where(), self.message(), self.hint())

    def _filled(self, text: str) -> str:
        for name, word in self.words.items():
            text = text.replace("{" + name + "}", word)
        return text


def at(sheet: Sheet, row: int, column: str, code: str, offset: int = -1, /, **words: object) -> Finding:
    """A finding in the cell of `sheet` at `row` and `column`."""
    told = {name: str(word) for name, word in words.items()}
    return Finding(code, sheet.name, row, column, letter_of(sheet, column), offset, told)


def letter_of(sheet: Sheet, column: str) -> str:
    """The letter a spreadsheet shows over a column; "" when the sheet lacks it."""
    return sheet.place(0, column).partition("!")[2].partition("0")[0]
