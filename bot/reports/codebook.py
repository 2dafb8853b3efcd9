"""The codebook of a questionnaire: every item with its label, type, codes, relevance, missing codes.

One workbook, three sheets: items (one line each), codes (one line a choice), kinds of nonresponse. A
text never becomes a formula.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from typing import Final

from bot.reports.paper_layout import numbered
from survey_flows.interview.state import MissingKind
from survey_flows.questionnaire.in_words import Reader
from survey_flows.questionnaire.model import Item, Questionnaire

_HEADS: Final = (
    ("Số", "Number"), ("Tên", "Name"), ("Lời hỏi", "Label"), ("Kiểu", "Type"), ("Mã và nhãn", "Codes"),
    ("Hỏi khi", "Asked when"), ("Điều kiện đúng", "Valid when"), ("Bắt buộc", "Required"),
    ("Phần", "Section"), ("Vai trò", "Role"), ("Tính toán", "Calculation"),
)  # fmt: skip
_WIDTHS: Final = (6, 16, 60, 16, 44, 36, 30, 9, 26, 14, 30)
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
            item.name,
            _in(item.labels, language),
            item.kind.value,
            "\n".join(f"{choice.code} = {_in(choice.labels, language)}" for choice in item.choices),
            reader.condition(item.relevant),
            reader.condition(item.constraint, item.name),
            reader.condition(item.required) or (yes if item.is_required else ""),
            _in(item.sections, language),
            item.role.value,
            item.calculation,
        )
        for item in _once(questionnaire)
    ]


def _once(questionnaire: Questionnaire) -> list[Item]:
    return [item for item in questionnaire.items if item.instance <= 1]


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or next(iter(texts.values()), "")
