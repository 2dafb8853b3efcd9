"""A questionnaire on paper, as a Word document: for the post, the counter and the enumerator's folder.

Laid out as Vietnamese administrative documents are (Decree 30/2020/NĐ-CP, appendix I): A4, Times New
Roman, the national motto at the head. Numbered questions, tick boxes, grids for batteries, and routing in
plain words: what decides stands at the deciding question (“→ nếu … thì trả lời câu …”) and again at the
question that depends on it.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Final

from docx import Document
from docx.document import Document as Paper
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from bot.reports.paper_layout import Block, blocks, followers, numbered, quoted
from bot.reports.word_paper import add_field
from bot.reports.word_tables import keep_whole, repeat_heading
from survey_flows.questionnaire.in_words import Reader
from survey_flows.questionnaire.model import Item, ItemKind, ItemRole, Questionnaire

_FONT: Final = "Times New Roman"
_BOX: Final = "☐"
_DOTS: Final = "." * 60
_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "form": ("PHIẾU KHẢO SÁT", "QUESTIONNAIRE"),
    "code": ("Mã phiếu: ", "Code: "),
    "one": ("(đánh dấu một ô)", "(tick one box)"),
    "many": ("(có thể đánh dấu nhiều ô)", "(tick all that apply)"),
    "most": ("(đánh dấu nhiều nhất {n} ô)", "(tick at most {n} boxes)"),
    "rank": ("(ghi số thứ tự, 1 là trước nhất)", "(number them, 1 is first)"),
    "only": ("Chỉ trả lời nếu {condition}.", "Only if {condition}."),
    "then": ("→ nếu {condition} thì trả lời câu {numbers}", "→ if {condition}, answer question {numbers}"),
    "grid": ("Nội dung", "Statement"),
    "day": ("ngày …… tháng …… năm …………", "day …… month …… year …………"),
    "time": ("…… giờ …… phút", "…… : ……"),
    "attach": ("(kèm theo phiếu)", "(attach to this form)"),
    "rounds": ("(ghi cho từng lần, thêm giấy nếu cần)", "(once for each, add paper if needed)"),
    "range": ("(từ {start} đến {end})", "(from {start} to {end})"),
    "quoted": ("…… (câu {n})", "…… (question {n})"),
    "guidance": ("Điều tra viên: ", "Interviewer: "),
    "agree": ("Đồng ý trả lời", "I agree"),
    "thanks": ("Xin trân trọng cảm ơn ông/bà!", "Thank you very much!"),
    "page": ("Trang ", "Page "),
}


def write_paper_form(questionnaire: Questionnaire, language: str, *, agency: str = "") -> bytes:
    """The document in one language of the form; `agency` stands at the head, dots when it is ""."""
    return _Writer(questionnaire, language).write(agency)


class _Writer:
    """Draws one questionnaire; keeps the document and what every block needs."""

    def __init__(self, questionnaire: Questionnaire, language: str) -> None:
        self._questionnaire = questionnaire
        self._language = language
        self._numbers = numbered(questionnaire)
        self._reader = Reader(questionnaire, language, self._numbers)
        self._followers = followers(questionnaire, self._numbers)
        self._paper: Paper = Document()

    def write(self, agency: str) -> bytes:
        self._set_up()
        self._head(agency)
        shown = ""
        for section, members in blocks(self._questionnaire):
            title = self._in(section)
            if title and title != shown:
                self._line(title.upper(), bold=True, before=10, keep=True)
            shown = title
            for block in members:
                self._block(block)
        self._line(self._say("thanks"), bold=True, centre=True, before=14)
        stream = io.BytesIO()
        self._paper.save(stream)
        return stream.getvalue()

    def _say(self, key: str, **words: str) -> str:
        text = _WORDS[key][0 if self._language == "vi" else 1]
        for name, word in words.items():
            text = text.replace("{" + name + "}", word)
        return text

    def _in(self, texts: Mapping[str, str]) -> str:
        text = texts.get(self._language) or next(iter(texts.values()), "")
        return quoted(text, self._numbers, (self._say("quoted"), "……"))

    def _set_up(self) -> None:
        style = self._paper.styles["Normal"]
        style.font.name, style.font.size = _FONT, Pt(12)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), _FONT)
        style.paragraph_format.space_after = Pt(2)
        page = self._paper.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin, page.right_margin = Cm(2.5), Cm(1.5)
        page.top_margin = page.bottom_margin = Cm(1.8)
        foot = page.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        foot.add_run(f"{self._questionnaire.version} · {self._say('page')}").font.size = Pt(9)
        add_field(foot, "PAGE", 9)
        foot.add_run("/").font.size = Pt(9)
        add_field(foot, "NUMPAGES", 9)

    def _head(self, agency: str) -> None:
        table = self._paper.add_table(rows=1, cols=2)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        left, right = table.rows[0].cells
        _set_widths(table, [6.0, 11.0])
        self._line(agency.upper() or "." * 30, paragraph=left.paragraphs[0], bold=True, centre=True)
        self._line(
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", paragraph=right.paragraphs[0], bold=True, centre=True
        )
        motto = right.add_paragraph()
        motto.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = motto.add_run("Độc lập - Tự do - Hạnh phúc")
        run.bold = run.underline = True
        self._line(self._say("form"), bold=True, centre=True, before=14, size=15)
        self._line(self._in(self._questionnaire.titles), bold=True, centre=True, size=13)
        self._line(self._say("code") + "." * 24, centre=True)

    def _block(self, block: Block) -> None:
        first = block.items[0]
        if first.relevant and (condition := self._reader.condition(first.relevant)):
            self._line(self._say("only", condition=condition), italic=True, before=6, keep=True)
        if block.is_grid:
            self._grid(block)
        else:
            self._question(first)
        for item in block.items:
            self._routing(item)

    def _routing(self, item: Item) -> None:
        for condition, asked in self._followers.get(item.name, ()):
            words = self._reader.condition(condition)
            self._line(self._say("then", condition=words, numbers=_ranges(asked)), italic=True, indent=1.0)

    def _question(self, item: Item) -> None:
        number = self._numbers.get(item.name, "")
        label = self._in(item.labels)
        if item.role is ItemRole.CONSENT:
            self._line(label, before=6)
            self._line(f"{_BOX} {self._say('agree')}", indent=1.0)
            return
        if item.kind is ItemKind.NOTE or not number:
            box = f"{_BOX} " if item.kind is ItemKind.ACKNOWLEDGE else ""
            self._line(box + label, italic=item.kind is ItemKind.NOTE, before=4)
            return
        paragraph = self._line(f"{number}. {label}", bold=True, before=6, keep=True)
        if advice := self._advice(item):
            paragraph.add_run(f" {advice}").italic = True
        if hint := self._in(item.hints):
            self._line(hint, italic=True, indent=1.0, keep=True)
        if guidance := self._in(item.guidance):
            self._line(self._say("guidance") + guidance, italic=True, indent=1.0, keep=True)
        self._answer(item)

    def _advice(self, item: Item) -> str:
        rounds = f" {self._say('rounds')}" if item.repeat else ""
        match item.kind:
            case ItemKind.SELECT_ONE:
                return self._say("one") + rounds
            case ItemKind.SELECT_MULTIPLE if item.maximum_choices is not None:
                return self._say("most", n=str(item.maximum_choices)) + rounds
            case ItemKind.SELECT_MULTIPLE if not item.hints:
                return self._say("many") + rounds
            case ItemKind.RANK:
                return self._say("rank") + rounds
            case ItemKind.RANGE:
                limits = {"start": "1", "end": "10", **item.parameters}
                return self._say("range", start=limits["start"], end=limits["end"]) + rounds
            case _:
                return rounds.strip()

    def _answer(self, item: Item) -> None:
        """Boxes, or room to write."""
        match item.kind:
            case ItemKind.SELECT_ONE | ItemKind.SELECT_MULTIPLE | ItemKind.RANK:
                box = "[…]" if item.kind is ItemKind.RANK else _BOX
                for choice in item.choices:
                    self._line(f"{box} {self._in(choice.labels) or choice.code}", indent=1.0, keep=True)
                self._paper.paragraphs[-1].paragraph_format.keep_with_next = False
            case ItemKind.DATE:
                self._line(self._say("day"), indent=1.0)
            case ItemKind.TIME:
                self._line(self._say("time"), indent=1.0)
            case ItemKind.DATETIME:
                self._line(f"{self._say('time')}, {self._say('day')}", indent=1.0)
            case ItemKind.INTEGER | ItemKind.DECIMAL | ItemKind.RANGE:
                self._line("." * 24, indent=1.0)
            case ItemKind.IMAGE | ItemKind.AUDIO | ItemKind.VIDEO | ItemKind.FILE:
                self._line(self._say("attach"), italic=True, indent=1.0)
            case _:
                self._line(_DOTS * 2, indent=1.0)

    def _grid(self, block: Block) -> None:
        """A battery: a line a question, a column a choice."""
        choices = block.items[0].choices
        table = self._paper.add_table(rows=1, cols=1 + len(choices))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        wide = 17.0 - 1.8 * len(choices)
        heads = [self._say("grid"), *(self._in(choice.labels) or choice.code for choice in choices)]
        for cell, head in zip(table.rows[0].cells, heads, strict=True):
            self._line(head, paragraph=cell.paragraphs[0], bold=True, centre=True, size=10)
        repeat_heading(table.rows[0])
        for item in block.items:
            row = table.add_row()
            keep_whole(row)
            text = f"{self._numbers.get(item.name, '')}. {self._in(item.labels)}"
            self._line(text, paragraph=row.cells[0].paragraphs[0], size=11)
            for cell in row.cells[1:]:
                self._line(_BOX, paragraph=cell.paragraphs[0], centre=True, size=14)
        _set_widths(table, [wide, *[1.8] * len(choices)])

    def _line(
        self,
        text: str,
        *,
        paragraph: Paragraph | None = None,
        bold: bool = False,
        italic: bool = False,
        centre: bool = False,
        before: float = 0,
        indent: float = 0,
        size: float = 0,
        keep: bool = False,
    ) -> Paragraph:
        """Write one paragraph; `before` in points, `indent` in centimetres, `keep` with the next."""
        written = paragraph if paragraph is not None else self._paper.add_paragraph()
        run = written.add_run(text)
        run.bold, run.italic = bold, italic
        if size:
            run.font.size = Pt(size)
        if centre:
            written.alignment = WD_ALIGN_PARAGRAPH.CENTER
        shape = written.paragraph_format
        shape.space_before, shape.keep_with_next = Pt(before), keep
        if indent:
            shape.left_indent = Cm(indent)
        return written


def _ranges(numbers: list[str]) -> str:
    """9, 10 and 31–35: three in a row or more are written as a range."""
    runs: list[list[int]] = []
    for number in map(int, numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    written = [f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    return ", ".join(written)


def _set_widths(table: Table, centimetres: list[float]) -> None:
    """Fix the widths; Word heeds the cells, LibreOffice the columns."""
    table.autofit = False
    for column, wide in zip(table.columns, centimetres, strict=True):
        column.width = Cm(wide)
        for cell in column.cells:
            cell.width = Cm(wide)
