"""The report as a Word document in the form of an administrative paper, ready to be finished by people.

Decision that publishes the index, contents, report (`outline`), annexes with all tables (Biểu 1 to 6b), the
method with every setting, and what the checks of the figures found. Layout after Decree 30/2020/NĐ-CP,
appendix I: A4, margins 20 20 30 20 mm, Times New Roman 14, motto at the right, page numbers in the middle of
the top margin and none on the first page. Places where somebody must write are marked in yellow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from unicodedata import normalize

from bot.reports.consistency import checked
from bot.reports.docx_fields import HEADINGS, TABLES, add_entry_mark, fill_contents
from bot.reports.docx_tables import needs_wide, plain_markup, table_markup
from bot.reports.model import Report
from bot.reports.outline import body
from bot.reports.outline_parts import Blank, Heading, Paragraph, Part, Picture
from bot.reports.sample_lists import FONT
from bot.reports.word_paper import add_field, new_document, saved, set_widths, write_line
from bot.reports.wording import WORDS
from scoring.tables import decimal_comma

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph as WordParagraph

UPRIGHT, WIDE = 16.0, 25.7
"""Centimetres between the margins."""

BODY, SMALL = 14, 12
"""Points."""

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
_RECEIVERS = (
    "- Như Điều 3;",
    "- Bộ Nội vụ;",
    "- Thường trực Tỉnh ủy, HĐND tỉnh;",
    "- Chủ tịch, các PCT UBND tỉnh;",
    "- UBMTTQ Việt Nam tỉnh, Hội CCB tỉnh;",
    "- Bưu điện tỉnh;",
    "- Lưu: VT.",
)
Draw = Callable[[Picture], bytes | None]


def document(report: Report, draw: Draw, *, is_for_print: bool = False) -> bytes:
    """The report as a DOCX file; `draw` gives a chart as PNG, or None where there is nothing to draw.

    For print its lists of contents are plain lines with page references, which LibreOffice fills in; else
    they are fields that Word renews.
    """
    word = new_document()
    _styles(word)
    _section(word, report, is_first=True)
    _decision(word, report)
    _new_page(word)
    _centred(word, "MỤC LỤC")
    contents = word.add_paragraph()
    _centred(word, "DANH MỤC BIỂU SỐ", before=12)
    tables = word.add_paragraph()
    _new_page(word)
    _title(word, report)
    for part in body(report):
        _part(word, part, draw)
    _tables(word, report)
    _method(word, report)
    fill_contents(word, contents, HEADINGS, UPRIGHT, is_field=not is_for_print)
    fill_contents(word, tables, TABLES, UPRIGHT, is_field=not is_for_print)
    word.core_properties.title = report.head.title.vi
    word.core_properties.author = report.head.department
    word.core_properties.language = "vi-VN"
    return saved(word)


def _new_page(word: WordDocument) -> None:
    from docx.enum.text import WD_BREAK

    word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _styles(word: WordDocument) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    normal = word.styles["Normal"]
    normal.font.size = Pt(BODY)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.15
    language = normal.element.get_or_add_rPr().makeelement(qn("w:lang"), {qn("w:val"): "vi-VN"})
    normal.element.get_or_add_rPr().append(language)
    for level in (1, 2, 3):
        style = word.styles[f"Heading {level}"]
        style.font.name, style.font.size, style.font.bold = FONT, Pt(BODY), True
        style.font.italic = level == 3
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in [key for key in fonts.attrib if "heme" in key]:
            del fonts.attrib[key]
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), FONT)
        style.paragraph_format.space_before = Pt(10 if level == 1 else 6)
        style.paragraph_format.space_after = Pt(4)
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.alignment = (
            WD_ALIGN_PARAGRAPH.JUSTIFY if level > 1 else WD_ALIGN_PARAGRAPH.LEFT
        )
        style.paragraph_format.first_line_indent = Cm(1) if level > 1 else Cm(0)
    caption = word.styles.add_style("Tên biểu", WD_STYLE_TYPE.PARAGRAPH)
    caption.base_style = normal
    caption.font.bold, caption.font.size = True, Pt(13)
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before = Pt(12)
    caption.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _section(word: WordDocument, report: Report, *, is_first: bool = False, is_wide: bool = False) -> None:
    """Begin pages upright or wide; the number stands in the middle of the top margin."""
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, RGBColor

    section = word.sections[0] if is_first else word.add_section()
    long, short = Cm(29.7), Cm(21)
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if is_wide else (short, long)
    section.left_margin = Cm(2) if is_wide else Cm(3)
    section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    section.header_distance = Cm(1)
    section.different_first_page_header_footer = is_first
    if not is_first:
        return
    numbered = section.header.paragraphs[0]
    numbered.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_field(numbered, "PAGE", 13)
    if report.is_synthetic:
        for place in (section.footer, section.first_page_footer):
            line = place.paragraphs[0]
            write_line(line, WORDS["synthetic"].vi, bold=True, centre=True, size=10)
            line.runs[0].font.color.rgb = RGBColor(0xA8, 0x32, 0x2A)


def _decision(word: WordDocument, report: Report) -> None:
    """The decision that publishes the index, with its number, date and signature left open."""
    head, place = report.head, _province(report)
    _masthead(word, f"ỦY BAN NHÂN DÂN\nTỈNH {place.upper()}", "Số:        /QĐ-UBND", place)
    _centred(word, "QUYẾT ĐỊNH", before=14)
    _centred(
        word,
        "Về việc công bố Chỉ số hài lòng của người dân, tổ chức\nđối với sự phục vụ của cơ quan hành chính "
        f"nhà nước năm {head.year}",
    )
    _rule(word, 4)
    _centred(word, f"CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH {place.upper()}", before=6)
    laws = Blank(head.department, "luật, nghị định làm căn cứ ban hành quyết định")
    _marked(word, f"Căn cứ {laws.text};", italic=True)
    for one in (one.strip() for one in head.legal_basis.split(";") if one.strip()):
        _text(word, f"Căn cứ {one};", italic=True)
    submitted = Blank(head.department, "số, ngày tờ trình")
    _marked(word, f"Theo đề nghị của {head.department} tại Tờ trình số {submitted.text}.", italic=True)
    _centred(word, "QUYẾT ĐỊNH:", before=6)
    value = decimal_comma(report.province.published.value, report.printing.decimals)
    index = "" if report.province.published.value is None else f" Chỉ số chung của tỉnh là {value}\u00a0%."
    _article(
        word,
        "Điều 1.",
        "Công bố Chỉ số hài lòng của người dân, tổ chức đối với sự phục vụ của cơ quan hành chính nhà nước "
        f"năm {head.year} trên địa bàn tỉnh {place} (SIPAS {head.year}), có báo cáo kèm theo.{index}",
    )
    _article(
        word,
        "Điều 2.",
        f"Căn cứ kết quả SIPAS {head.year}, các cơ quan, đơn vị được đánh giá xây dựng giải pháp nâng cao "
        "chất lượng phục vụ và sự hài lòng của người dân, tổ chức trong những năm tiếp theo.",
    )
    _article(
        word,
        "Điều 3.",
        f"Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc {_short(head.department)}, thủ trưởng các cơ quan, "
        "đơn vị được đánh giá chịu trách nhiệm thi hành Quyết định này./.",
    )
    _signed(word)


def _masthead(word: WordDocument, issuer: str, number: str, place: str) -> None:
    from docx.shared import Cm

    table = word.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    lines = issuer.split("\n")
    write_line(left.paragraphs[0], lines[0], bold=True, centre=True, size=12)
    for line in lines[1:]:
        write_line(left.add_paragraph(), line, bold=True, centre=True, size=12)
    _rule(left, 2)
    write_line(left.add_paragraph(), number, centre=True, size=13)
    write_line(right.paragraphs[0], MOTTO[0], bold=True, centre=True, size=12)
    write_line(right.add_paragraph(), MOTTO[1], bold=True, centre=True, size=13)
    _rule(right, 5.2)
    dated = f"{place}, ngày       tháng       năm"
    write_line(right.add_paragraph(), dated, italic=True, centre=True, size=14)
    set_widths(table, [6.4, 9.6])
    for cell in (left, right):
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.space_after = Cm(0)


def _signed(word: WordDocument) -> None:
    from docx.shared import Pt

    table = word.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    write_line(left.paragraphs[0], "Nơi nhận:", bold=True, italic=True, size=12)
    for line in _RECEIVERS:
        paragraph = left.add_paragraph()
        write_line(paragraph, line, size=11)
        paragraph.paragraph_format.space_after = Pt(0)
    write_line(right.paragraphs[0], "CHỦ TỊCH", bold=True, centre=True, size=14)
    write_line(right.add_paragraph(), "(Ký, ghi rõ họ tên, đóng dấu)", italic=True, centre=True, size=12)
    set_widths(table, [8, 8])


def _title(word: WordDocument, report: Report) -> None:
    head, place = report.head, _province(report)
    _centred(word, "BÁO CÁO")
    _centred(
        word,
        "Kết quả Chỉ số hài lòng của người dân, tổ chức đối với sự phục vụ\ncủa cơ quan hành chính nhà nước "
        f"năm {head.year} trên địa bàn tỉnh {place}",
    )
    _text(
        word,
        f"(Kèm theo Quyết định số        /QĐ-UBND ngày      /     /{head.year + 1} "
        f"của Chủ tịch Ủy ban nhân dân tỉnh {place})",
        italic=True,
        is_centred=True,
    )
    _rule(word, 4)


def _part(word: WordDocument, part: Part, draw: Draw) -> None:
    match part:
        case Heading():
            paragraph = word.add_paragraph(style=f"Heading {part.level}")
            paragraph.add_run(part.text)
            add_entry_mark(paragraph)
        case Paragraph():
            _text(word, part.text)
        case Blank():
            _marked(word, part.text)
        case Picture():
            _picture(word, draw(part), part.caption)


def _picture(word: WordDocument, image: bytes | None, caption: str) -> None:
    import io

    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Emu

    if image is None:
        return
    paragraph = word.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = True
    picture = paragraph.add_run().add_picture(io.BytesIO(image), width=Cm(UPRIGHT))
    if picture.height > Cm(21):
        picture.width = Emu(picture.width * Cm(21) // picture.height)
        picture.height = Cm(21)
    # what a screen reader says of it
    picture._inline.docPr.set("descr", caption)
    _text(word, f"Hình. {caption}", italic=True, is_centred=True)


def _tables(word: WordDocument, report: Report) -> None:
    """Annex I: all tables, wide ones on pages of their own."""
    is_wide = False
    _section(word, report)
    _annex(word, "PHỤ LỤC I. CÁC BIỂU SỐ")
    for table in report.tables:
        if needs_wide(table, UPRIGHT) != is_wide:
            is_wide = not is_wide
            _section(word, report, is_wide=is_wide)
        caption = word.add_paragraph(style="Tên biểu")
        caption.add_run(f"{WORDS['table'].vi} {table.code}. {table.title.vi}")
        add_entry_mark(caption, TABLES)
        word.element.body.insert(-1, table_markup(table, WIDE if is_wide else UPRIGHT))
        for note in table.notes:
            _text(word, note.vi, italic=True, size=11)
        if not table.notes:
            _text(word, "", size=6)


def _method(word: WordDocument, report: Report) -> None:
    """Annex II: every setting, what was done differently, what the checks found."""
    _section(word, report)
    _annex(word, "PHỤ LỤC II. PHƯƠNG PHÁP")
    _text(
        word,
        "Văn bản để ngỏ một số cách làm. Bảng dưới đây nêu từng vấn đề, cách làm của đợt này và khóa tương "
        "ứng trong tệp kế hoạch; ai có tệp kế hoạch và dữ liệu đều tính lại được các con số.",
    )
    rows = [
        (
            note.code,
            note.question.vi,
            note.choice.vi,
            f"{note.setting} = {note.value}" if note.setting else "",
        )
        for note in report.method
    ]
    heads = (WORDS["code"].vi, WORDS["setting"].vi, WORDS["choice"].vi, "Khóa trong kế hoạch")
    if rows:
        word.element.body.insert(-1, plain_markup(heads, rows, (1.5, 4.9, 5.2, 4.4)))
    _text(word, "")
    for line in _explained(report):
        _text(word, line)
    _annex(word, "PHỤ LỤC III. KIỂM TRA CÁC CON SỐ")
    found = checked(report)
    _text(word, f"{found.summary.vi}.")
    for finding in found.findings:
        _text(word, f"- {finding.text.vi}")
    _text(word, f"{WORDS['digest'].vi}: {WORDS['recompute'].vi}")
    _text(word, report.data_digest, size=10)


def _explained(report: Report) -> list[str]:
    said = [
        "Sai số và khoảng tin cậy 95 % coi mỗi lĩnh vực của mỗi đơn vị là một tầng chọn mẫu và mỗi người trả "
        "lời là một cụm: các câu trả lời của một người không độc lập với nhau.",
        f"Số có dấu * dựa trên dưới {report.printing.small_base} người trả lời, chỉ để tham khảo. Ô “–” là "
        "không có số liệu hoặc không đủ người để nêu.",
        "Những chỗ thực hiện khác kế hoạch (mẫu thiếu, mượn, thay, đến sau khi đủ chỉ tiêu, không đạt phúc "
        "tra) ở Biểu số 1b; phiếu không hợp lệ theo lý do ở Biểu số 1a.",
    ]
    return said if any(table.code == "1b" for table in report.tables) else said[:2]


def _annex(word: WordDocument, text: str) -> None:
    paragraph = word.add_paragraph(style="Heading 1")
    paragraph.add_run(text)
    add_entry_mark(paragraph)


def _centred(word: WordDocument, text: str, *, before: float = 0) -> None:
    for line in text.split("\n"):
        paragraph = word.add_paragraph()
        write_line(paragraph, line, bold=True, centre=True, size=BODY, before=before)
        paragraph.paragraph_format.space_after = 0
        before = 0


def _rule(place: object, width: float) -> None:
    """A short line under a title, `width` centimetres long: an empty paragraph with a border, indented."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Cm, Pt

    paragraph: WordParagraph = place.add_paragraph()  # type: ignore[attr-defined]
    room = {2: 6.4, 5.2: 9.6}.get(width, UPRIGHT)
    side = Cm((room - width) / 2 - (0.2 if room < UPRIGHT else 0))
    layout = paragraph.paragraph_format
    layout.left_indent = layout.right_indent = side
    layout.space_after = Pt(4)
    layout.line_spacing = Pt(3)
    line = f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(line))


def _text(
    word: WordDocument, text: str, *, italic: bool = False, is_centred: bool = False, size: float = 0
) -> WordParagraph:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    paragraph = word.add_paragraph()
    write_line(paragraph, normalize("NFC", text), italic=italic, size=size)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if is_centred else WD_ALIGN_PARAGRAPH.JUSTIFY
    if not is_centred and not size:
        paragraph.paragraph_format.first_line_indent = Cm(1)
    return paragraph


def _marked(word: WordDocument, text: str, *, italic: bool = False) -> None:
    """A paragraph in which what stands in square brackets is highlighted."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
    from docx.shared import Cm

    paragraph = word.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Cm(1)
    before, _, rest = text.partition("[")
    inside, _, after = rest.partition("]")
    for piece, is_blank in ((before, False), (f"[{inside}]", True), (after, False)):
        if piece:
            run = paragraph.add_run(piece)
            run.italic = italic or None
            if is_blank:
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _article(word: WordDocument, name: str, text: str) -> None:
    paragraph = _text(word, "")
    paragraph.add_run(f"{name} ").bold = True
    paragraph.add_run(text)


def _province(report: Report) -> str:
    """The province's bare name: Sơn La."""
    name = report.head.province
    return next((name[len(start) :] for start in ("Tỉnh ", "tỉnh ") if name.startswith(start)), name)


def _short(department: str) -> str:
    """Sở Nội vụ, without the province."""
    return department.partition(" tỉnh ")[0]


def left_to_write(report: Report) -> Sequence[str]:
    """What people must still write, as the document marks it."""
    return [part.text for part in body(report) if isinstance(part, Blank)]
