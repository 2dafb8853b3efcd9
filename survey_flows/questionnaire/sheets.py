"""The sheets of an XLSForm with the place of every cell, whatever file they came in.

pyxform's own readers of Markdown and CSV drop blank lines and with them the places; an author must
be told where to look. So these two are read here; Excel goes through pyxform, which keeps rows.
A place reads "survey!F12 (relevant)": sheet, column letter and row as a spreadsheet shows them,
the row being the line of the file in Markdown and CSV (whose column A holds the sheet's name).
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import xlsx_to_dict

from survey_flows.errors import InvalidQuestionnaire, Issue

FileType = Literal["md", "xlsx", "csv"]

_SHEETS = ("survey", "choices", "settings")
_PREFIXES = frozenset({"bind", "body", "control", "media"})
_ALIASES = {
    "caption": "label",
    "calculate": "calculation",
    "command": "type",
    "constraining_message": "constraint_message",
    "count": "repeat_count",
    "jr:constraintmsg": "constraint_message",
    "jr:count": "repeat_count",
    "jr:requiredmsg": "required_message",
    "list": "list_name",
    "readonly": "read_only",
    "relevance": "relevant",
    "requiredmsg": "required_message",
    "set_form_id": "form_id",
    "set_form_title": "form_title",
    "tag": "name",
    "value": "name",
}
_CHOICE_ALIASES = {"caption": "label", "list": "list_name", "value": "name"}
MEDIA_COLUMNS = frozenset({"audio", "image", "video"})
WORDED_COLUMNS = frozenset({"constraint_message", "guidance_hint", "hint", "label", "required_message"})
_CHOICE_COLUMNS = MEDIA_COLUMNS | {"label", "list_name", "name"}
OWN_COLUMNS = frozenset({"repeat_maximum"})
"""Columns of ours that no other XLSForm tool knows; pyxform is not given them."""
KNOWN_COLUMNS = (
    frozenset(
        {
            "allow_choice_duplicates", "appearance", "calculation", "choice_filter", "constraint", "default",
            "default_language", "disabled", "form_id", "form_title", "list_name", "name", "parameters",
            "read_only", "reading", "relevant", "repeat_count", "required", "role", "trigger", "type",
        }
    )
    | MEDIA_COLUMNS
    | WORDED_COLUMNS
    | OWN_COLUMNS
)  # fmt: skip
_INVISIBLE = dict.fromkeys(map(ord, "\u2060\ufeff\u00ad"))
_NO_WIDTH = "\u200b"
_NAME = re.compile(r"[^\W\d][\w.\-]*")
_CELL_BORDER = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[\s|:\-]*-[\s|:\-]*")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the author sees it, and its filled cells by column heading."""

    number: int
    cells: Mapping[str, str]


@dataclass(slots=True)
class Sheet:
    """One sheet: column headings in order ("" for a column without one), and rows."""

    name: str
    columns: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def place(self, row: int, column: str) -> str:
        """Where a cell is, for an author."""
        letter = _letter(self.columns.index(column)) if column in self.columns else ""
        return f"{self.name}!{letter}{row} ({column})"


Sheets = Mapping[str, Sheet]


def read_sheets(source: bytes, file_type: FileType) -> Sheets:
    """The sheets of an XLSForm by lower-case name; raise `InvalidQuestionnaire` if it is none."""
    match file_type:
        case "md":
            sheets = _gather(_markdown_lines(_decoded(source)))
        case "csv":
            text = _decoded(source)
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
            sheets = _gather((reader.line_num, cells) for cells in reader)
        case "xlsx":
            sheets = _from_excel(source)
    if "survey" not in sheets:
        message = "there is no sheet named “survey”"
        hint = "an XLSForm has the sheets survey, choices and settings"
        raise InvalidQuestionnaire("form", [Issue("no-survey-sheet", "form", message, hint)])
    return sheets


def as_workbook(sheets: Sheets, *, for_collect: bool = False) -> dict[str, object]:
    """The sheets as pyxform takes them, without the columns we make no use of.

    An officer's own column may bear a name that means something to pyxform's inside. `for_collect` also
    gives the columns of the choices that an expression names: there pyxform's own filter reads them.
    """
    expressions = " ".join(
        text
        for row in sheets["survey"].rows
        for column, text in row.cells.items()
        if for_collect and column.partition("::")[0] not in WORDED_COLUMNS
    )
    named = frozenset(_NAME.findall(expressions))
    workbook: dict[str, object] = {"sheet_names": list(_SHEETS)}
    for name in set(_SHEETS) & set(sheets):
        sheet = sheets[name]
        taken = KNOWN_COLUMNS - OWN_COLUMNS
        if name == "choices":
            taken = _CHOICE_COLUMNS | named
        columns = [column for column in sheet.columns if column.partition("::")[0] in taken]
        workbook[name] = [
            {
                column: text if for_collect else _without_table(column, text)
                for column, text in row.cells.items()
                if column in columns
            }
            for row in sheet.rows
        ]
        workbook[f"{name}_header"] = [dict.fromkeys(columns)]
    return workbook


def _without_table(column: str, text: str) -> str:
    """A table as a plain screen: pyxform would add a question for its headings, which nobody can be asked."""
    return text.replace("table-list", "field-list") if column == "appearance" else text


def _heading(sheet: str, text: str) -> str:
    """A column heading in one spelling: `Constraint Message::vi` is "constraint_message::vi".

    An office's own column of the choices keeps its spelling, since a `choice_filter` names it.

    >>> _heading("survey", "bind::relevant"), _heading("survey", "media::Image::English (en)")
    ('relevant', 'image::English (en)')
    >>> _heading("choices", "label:vi"), _heading("choices", "District")
    ('label::vi', 'District')
    """
    what, separator, language = text.strip().partition("::")
    if separator and what.strip().lower() in _PREFIXES:
        what, separator, language = language.partition("::")
    what = "_".join(what.lower().split())
    first, colon, _ = what.partition(":")
    if colon and not separator and first in WORDED_COLUMNS | MEDIA_COLUMNS:
        # The old way to name a language; its spelling is that of the cell.
        what, separator, language = first, "::", text.strip().partition(":")[2]
    if sheet == "choices":
        what = _CHOICE_ALIASES.get(what, what)
        return what + separator + language.strip() if what in _CHOICE_COLUMNS else text.strip()
    return _ALIASES.get(what, what) + separator + language.strip()


def _delimiter(text: str) -> str:
    """What stands between the cells: Excel writes “;” on a Vietnamese computer, a tab as Unicode text."""
    starts = (line[0] for line in text.splitlines() if line)  # the first cell of a row is left empty
    return next((start for start in starts if start in ",;\t"), ",")


def _decoded(source: bytes) -> str:
    if source.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return source.decode("utf-16", "replace")
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        message = f"the file is not UTF-8 text (byte {problem.start})"
        issue = Issue("encoding", f"byte {problem.start}", message, "save it as UTF-8")
        raise InvalidQuestionnaire("form", [issue]) from problem


def _markdown_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.splitlines(), 1):
        table = line.strip()
        if table.startswith("|") and not _RULE.fullmatch(table):
            inner = table[1:-1] if table.endswith("|") and not table.endswith("\\|") else table[1:]
            yield number, [cell.strip().replace("\\|", "|") for cell in _CELL_BORDER.split(inner)]


def _gather(lines: Iterator[tuple[int, list[str]]]) -> dict[str, Sheet]:
    """Sheets from rows whose first cell names a new sheet; the row after it holds the headings."""
    sheets: dict[str, Sheet] = {}
    sheet = Sheet("")
    for number, cells in lines:
        title, contents = (cells[0].strip(), [cell.strip() for cell in cells[1:]]) if cells else ("", [])
        if title:
            sheet = sheets.setdefault(title.lower(), Sheet(title.lower()))
        if not any(contents) or not sheet.name:
            continue
        if not sheet.columns:
            sheet.columns = ["", *(_heading(sheet.name, heading) for heading in contents)]
        else:
            named = zip(sheet.columns[1:], contents, strict=False)
            sheet.rows.append(
                Row(number, {column: _seen(column, cell) for column, cell in named if column and cell})
            )
    return sheets


def _from_excel(source: bytes) -> dict[str, Sheet]:
    try:
        workbook = xlsx_to_dict(source)
    except PyXFormError as problem:
        issue = Issue("unreadable", "file", str(problem), "save it again as .xlsx")
        raise InvalidQuestionnaire("form", [issue]) from problem
    sheets = {}
    for name in _SHEETS:
        if name in workbook:
            columns = [_heading(name, str(column)) for line in workbook[f"{name}_header"] for column in line]
            # pyxform leaves out rows of nothing only at the end, so counting gives the row number.
            rows = [
                Row(number, {_heading(name, column): _seen(column, text) for column, text in cells.items()})
                for number, cells in enumerate(workbook[name], 2)
            ]
            sheets[name] = Sheet(name, columns, rows)
    return sheets


def _seen(column: str, text: str) -> str:
    """A cell without the characters nobody sees, which come along when a text is copied from a web page.

    Inside a wording a blank without width stays: some scripts part their words with it.
    """
    if text.isascii():
        return text
    visible = text.translate(_INVISIBLE)
    is_worded = column.strip().lower().partition(":")[0] in WORDED_COLUMNS
    return visible.strip(_NO_WIDTH) if is_worded else visible.replace(_NO_WIDTH, "")


def _letter(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
