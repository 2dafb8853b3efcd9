"""The codebook of a questionnaire: every item with its label, type, codes, relevance, missing codes.

One workbook, three sheets: items (one line each), codes (one line a choice), kinds of nonresponse. A
text never becomes a formula.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping
from typing import Final

from bot.reports.paper_layout import numbered
from survey_flows.interview.state import MissingKind
from survey_flows.questionnaire.expressions import ROOT
from survey_flows.questionnaire.in_words import Reader
from survey_flows.questionnaire.items import range_limits
from survey_flows.questionnaire.model import Item, ItemKind, Questionnaire

_HEADS: Final = (
    ("Số", "Number"), ("Tên", "Name"), ("Lời hỏi", "Label"), ("Kiểu", "Type"), ("Mã và nhãn", "Codes"),
    ("Hỏi khi", "Asked when"), ("Điều kiện đúng", "Valid when"), ("Bắt buộc", "Required"),
    ("Phần", "Section"), ("Vai trò", "Role"), ("Tính toán", "Calculation"),
)  # fmt: skip
_WIDTHS: Final = (6, 16, 60, 16, 44, 36, 30, 9, 26, 14, 30)
_ROUNDS: Final = re.compile(r"(\.\d+)+$")
_REFERENCE: Final = re.compile(rf"/{ROOT}/([^\W\d][\w.\-]*)")
_CODE_HEADS: Final = (("Câu", "Item"), ("Mã", "Code"), ("Nhãn", "Label"))
_MISSING: Final[Mapping[MissingKind, tuple[str, str]]] = {
    MissingKind.DONT_KNOW: ("Người trả lời nói không biết", "The respondent does not know"),
    MissingKind.REFUSED: ("Người trả lời không muốn trả lời câu này", "The respondent refused this question"),
    MissingKind.NOT_APPLICABLE: ("Câu không áp dụng (theo điều kiện hỏi)", "The question does not apply"),
    MissingKind.NOT_REACHED: ("Phỏng vấn dừng trước câu này", "The interview ended before this question"),
}


def write_codebook(questionnaire: Questionnaire, language: str) -> bytes:
    """The workbook, in Vietnamese or English headings and the wording of `language`."""
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    workbook = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # a fixed date: the same form gives the same file
    workbook.set_properties({"created": dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)})
    plain = workbook.add_format(
        {"font_name": "Times New Roman", "font_size": 11, "text_wrap": True, "valign": "top"}
    )
    bold = workbook.add_format({"font_name": "Times New Roman", "font_size": 11, "bold": True, "bottom": 1})
    place = 0 if language == "vi" else 1
    tables: list[tuple[str, tuple[str, ...], list[tuple[str, ...]], tuple[int, ...]]] = [
        (
            ("Câu hỏi", "Items")[place],
            tuple(head[place] for head in _HEADS),
            item_lines(questionnaire, language),
            _WIDTHS,
        ),
        (
            ("Mã trả lời", "Codes")[place],
            tuple(head[place] for head in _CODE_HEADS),
            [
                (item.name, choice.code, _in(choice.labels, language))
                for item in _once(questionnaire)
                for choice in item.choices
            ],
            (16, 16, 60),
        ),
        (
            ("Không có trả lời", "Nonresponse")[place],
            (("Mã", "Code")[place], ("Nghĩa", "Meaning")[place]),
            [(kind.value, texts[place]) for kind, texts in _MISSING.items()],
            (20, 60),
        ),
    ]
    for title, heads, lines, widths in tables:
        sheet = workbook.add_worksheet(title)
        sheet.write_row(0, 0, heads, bold)
        for row, line in enumerate(lines, 1):
            for column, text in enumerate(line):
                sheet.write_string(row, column, text, plain)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    workbook.close()
    return stream.getvalue()


def item_lines(questionnaire: Questionnaire, language: str) -> list[tuple[str, ...]]:
    """One line an item, as in `_HEADS`; an item of a repeat once."""
    numbers = numbered(questionnaire)
    reader = Reader(questionnaire, language, numbers)
    yes = "có" if language == "vi" else "yes"
    return [
        (
            numbers.get(item.name, ""),
            _named(questionnaire, item),
            _in(item.labels, language),
            item.kind.value,
            "\n".join(f"{choice.code} = {_in(choice.labels, language)}" for choice in item.choices),
            reader.condition(item.relevant),
            _valid(reader, item),
            reader.condition(item.required) or (yes if item.is_required else ""),
            _in(item.sections, language),
            item.role.value,
            _REFERENCE.sub(r"${\1}", item.calculation or _given(item)),
        )
        for item in _once(questionnaire)
    ]


def _once(questionnaire: Questionnaire) -> list[Item]:
    return [item for item in questionnaire.items if item.instance <= 1]


def _named(questionnaire: Questionnaire, item: Item) -> str:
    """The name in the data; of a repeat the first and the last: "age.1 … age.4"."""
    if not item.repeat:
        return item.name
    first = _ROUNDS.sub("", item.name)
    rounds = [
        other.name for other in questionnaire.items if other.repeat and _ROUNDS.sub("", other.name) == first
    ]
    return f"{rounds[0]} … {rounds[-1]}" if len(rounds) > 1 else item.name


def _valid(reader: Reader, item: Item) -> str:
    """Which answers are valid; a range by its limits."""
    if item.kind is not ItemKind.RANGE:
        return reader.condition(item.constraint, item.name)
    limits = {"start": "1", "end": "10", "step": "1", **item.parameters}
    said = ("từ {start} đến {end}, bước {step}", "{start} to {end} by {step}")[reader.language != "vi"]
    words = said.format(**limits)
    is_all = item.constraint == range_limits(item.parameters)
    return words if is_all else f"{words}; {reader.condition(item.constraint, item.name)}"


def _given(item: Item) -> str:
    """The value that the form gives to what nobody answers."""
    is_given = item.is_read_only or item.kind is ItemKind.HIDDEN
    return item.default if is_given else ""


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or next(iter(texts.values()), "")
