"""What a report says, part by part in the order of the published one, before anybody lays it out.

The order of headings is that of the Sơn La 2024 report (domain.md SR-9): how the survey went, results,
general assessment, directions; the tables and the method follow as annexes. Every figure stands in a
sentence made from the tables (`sentences`). What only people can know (causes, difficulties, directions)
is a `Blank` that says who writes what; nothing is put there in their place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.reports import sentences as say
from bot.reports import sentences_answers as told
from bot.reports.model import Report
from bot.reports.responses import FormKind
from bot.reports.titles import topic_of
from bot.reports.years import estimate_of
from scoring.compare import change, change_statement, difference, ranking_statement
from scoring.estimates import Estimate
from scoring.tables import RowKind, Table
from scoring.wording import HEADINGS

LETTERS = "abcdđeghiklmnopqrstuvxy"
"""The order of points in official papers."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is a part (I, II), 2 a section (1, 2), 3 a point (a, b)."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One or more sentences; `is_item` when it stands in a list."""

    text: str
    is_item: bool = False


@dataclass(frozen=True, slots=True)
class Blank:
    """A place where somebody must write: `who`, and what."""

    who: str
    what: str

    @property
    def text(self) -> str:
        """As it is printed, marked."""
        return f"[… cần {self.who} viết: {self.what} …]"


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, by its name and for which block where it is of one."""

    chart: str
    caption: str
    of: str = ""


Part: TypeAlias = Heading | Paragraph | Blank | Picture


def body(report: Report) -> list[Part]:
    """The report's text from part I to part IV."""
    return [*_fieldwork(report), *_results(report), *_assessment(report), *_directions(report)]


def table_of(report: Report, code: str) -> Table | None:
    """The table with a code."""
    return next((table for table in report.tables if table.code == code), None)


def _fieldwork(report: Report) -> Iterator[Part]:
    head, year = report.head, report.head.year
    yield Heading(1, f"I. TÌNH HÌNH TRIỂN KHAI ĐO LƯỜNG SỰ HÀI LÒNG NĂM {year}")
    yield Heading(2, "1. Cơ sở")
    basis = [one.strip() for one in head.legal_basis.split(";") if one.strip()]
    for one in basis:
        yield Paragraph(f"- {one}.", is_item=True)
    if not basis:
        yield Blank(head.department, "các văn bản làm căn cứ")
    yield Heading(2, "2. Đối tượng đánh giá và đối tượng điều tra xã hội học")
    yield Heading(3, "a) Đối tượng đánh giá")
    for block in report.blocks:
        members = sum(unit.block == block.code for unit in report.units)
        yield Paragraph(f"- Khối {say.lower_first(block.name)}: {say.number(members)} đơn vị.", is_item=True)
    yield Heading(3, "b) Đối tượng điều tra xã hội học")
    yield Paragraph(_respondents(report))
    yield Heading(2, "3. Nội dung đo lường")
    yield from _contents(report)
    yield Heading(2, "4. Tiêu chí đo lường")
    for form in report.forms:
        yield Paragraph(
            f"- {form.name.vi}: {form.factors} nội dung, {form.criteria} tiêu chí; "
            f"{say.number(form.people)} phiếu hợp lệ.",
            is_item=True,
        )
    yield Heading(2, "5. Phương pháp xác định Chỉ số SIPAS")
    yield Paragraph(
        "Áp dụng phương pháp điều tra xã hội học bằng phiếu hỏi. Mẫu được chọn trước từ danh sách do các cơ "
        "quan lập, gồm mẫu chính thức và mẫu dự phòng; người được chọn tự trả lời qua tin nhắn điện thoại. "
        "Mọi lựa chọn về cách chọn mẫu, cách tính và cách làm tròn được nêu ở Phụ lục II."
    )
    yield Paragraph(_formula(report))
    yield Heading(2, "6. Triển khai khảo sát")
    yield Paragraph(f"Thời gian khảo sát: {head.fieldwork}.")
    yield from (Paragraph(one) for one in _flow(report))
    if report.flow is not None:
        yield Picture("flow", "Từ mẫu đến phiếu hợp lệ (Biểu số 1c)")
    yield Blank(head.department, "lực lượng, phân công, tập huấn điều tra viên và cộng tác viên")
    yield Heading(2, "7. Kiểm tra, giám sát và phúc tra")
    yield from (Paragraph(one) for one in _backcheck(report))
    yield Blank(head.department, "thành phần Đoàn Giám sát và thời gian phúc tra")
    yield Heading(2, "8. Tổng hợp, xử lý số liệu")
    yield Paragraph(
        "Câu trả lời được ghi nhận và tổng hợp bằng phần mềm; chỉ số được tính từ từng câu trả lời, chỉ làm "
        "tròn khi in. Mã băm của dữ liệu ở cuối Phụ lục III."
    )
    yield Heading(2, f"9. Kết quả thu phiếu{_see(report, '1', '1a', '1b', '1c', '1d')}")
    for one in told.collected(report.issued, report.wanted, report.collected, report.valid, report.printing):
        yield Paragraph(one)
    yield from (Paragraph(one) for one in _deviations(report))
    yield Heading(2, f"10. Thành phần trả lời phiếu{_see(report, '2', '2a')}")
    yield from _composition(report)


def _respondents(report: Report) -> str:
    window = f" trong thời gian {report.head.window}" if report.head.window else ""
    if any(form.kind == FormKind.HOUSEHOLD for form in report.forms):
        return "Là người từ đủ 18 tuổi đại diện hộ gia đình được chọn, dù hộ có sử dụng dịch vụ hay không."
    said = f"Là người dân, người đại diện tổ chức đã giao dịch với các cơ quan, đơn vị được đánh giá{window}"
    if any(form.kind == FormKind.INTER_AGENCY for form in report.forms):
        said += (
            "; với cơ quan không có hồ sơ thủ tục hành chính là người đại diện tổ chức có liên hệ công tác"
        )
    return f"{said}."


def _contents(report: Report) -> Iterator[Part]:
    for form in report.forms:
        names = [say.lower_first(each.name.vi) for each in report.factors if each.form == form.kind]
        names = list(dict.fromkeys(names))
        if names:
            yield Paragraph(f"- {form.name.vi}: {say.listed(names)}.", is_item=True)


def _formula(report: Report) -> str:
    """How the index is made, in the words of the first table of indices."""
    table = table_of(report, "4") or table_of(report, "4b")
    note = table.notes[0].vi if table is not None and table.notes else ""
    rule = say.lower_first(HEADINGS[report.province.rule].vi)
    return f"{note} Chỉ số chung: {rule}."


def _flow(report: Report) -> Iterator[str]:
    flow = report.flow
    if flow is None:
        return
    issued = flow.official + flow.reserve
    yield (
        f"Đã mời {say.number(issued)} người: {say.number(flow.official)} người thuộc mẫu chính thức và "
        f"{say.number(flow.reserve)} người dự phòng vào thay."
    )
    ends = [
        (flow.complete, "trả lời trọn phiếu"),
        (flow.partial, "trả lời dở dang nhưng đủ để tính"),
        (flow.refused, "từ chối hoặc ngừng giữa chừng"),
        (flow.noncontact, "không liên lạc được"),
        (flow.other, "không trả lời vì lý do khác"),
    ]
    said = [
        f"{say.number(count)} người {what} ({told.rate(count, issued, report.printing)})"
        for count, what in ends
        if count and issued
    ]
    if said:
        yield f"Trong đó {say.listed(said).replace(', ', '; ').replace(' và ', '; ')}."


def _backcheck(report: Report) -> Iterator[str]:
    checks, printing = report.backcheck, report.printing
    if checks is None or not checks.drawn:
        yield "Chưa phúc tra phiếu nào."
        return
    yield (
        f"Đã chọn {say.of_all(checks.drawn, checks.collected)} phiếu để phúc tra qua điện thoại "
        f"({told.rate(checks.drawn, checks.collected, printing)} số phiếu thu về"
        f"{_see(report, 'PT', bare=True)})."
    )
    outcomes = [
        (checks.confirmed, "xác nhận đủ các nội dung"),
        (checks.content_failed, "có nội dung không đạt"),
        (checks.unreachable, "sai số điện thoại hoặc không liên lạc được"),
        (checks.uncooperative, "không hợp tác"),
        (checks.pending, "chưa gọi xong"),
    ]
    said = [
        f"{say.of_all(count, checks.drawn)} phiếu {what} ({told.rate(count, checks.drawn, printing)})"
        for count, what in outcomes
        if count
    ]
    yield f"Kết quả: {'; '.join(said)}."


def _deviations(report: Report) -> Iterator[str]:
    table = table_of(report, "1b")
    if table is None:
        return
    lines = say.Lines(table)
    total = lines.rows(RowKind.TOTAL)[-1]
    words = {
        "short": "{} người thiếu so với số phiếu kế hoạch giao do danh sách không đủ người",
        "borrowed": "{} người dự phòng lấy từ lĩnh vực khác của cùng đơn vị",
        "replaced": "{} người được thay bằng dự phòng",
        "missing": "{} phiếu không thu được",
        "over_quota": "{} phiếu đến sau khi đủ chỉ tiêu, không tính",
        "failed": "{} phiếu không đạt phúc tra, không tính",
    }
    said = [
        text.format(say.number(count)) for code, text in words.items() if (count := lines.count(total, code))
    ]
    if said:
        yield f"Những chỗ thực hiện khác kế hoạch{_see(report, '1b')}: {'; '.join(said)}."
    else:
        yield "Thực hiện đúng kế hoạch: không thiếu mẫu, không thay mẫu, không có phiếu bị loại."
    for one in report.corrections:
        yield f"Phiếu hỏi được sửa trong khi khảo sát: {one}."


def _composition(report: Report) -> Iterator[Part]:
    for table in report.tables:
        if table.code[0] == "2":
            yield Paragraph(f"{table.title.vi} (Biểu số {table.code}):")
            for asked in told.questions_of(table):
                if said := told.composition_of(table, asked):
                    yield Paragraph(f"- {said}", is_item=True)


def _results(report: Report) -> Iterator[Part]:
    yield Heading(1, f"II. KẾT QUẢ ĐO LƯỜNG SỰ HÀI LÒNG NĂM {report.head.year}")
    codes = [table.code for table in report.tables if table.code[0] == "3"]
    yield Heading(2, f"1. Nhận định, đánh giá về việc cung ứng dịch vụ{_see(report, *codes)}")
    yield from _process(report)
    yield Heading(2, "2. Sự hài lòng đối với sự phục vụ của cơ quan hành chính nhà nước")
    yield Heading(2, "2.1. Chỉ số SIPAS chung")
    yield from province_sentences(report)
    if report.history:
        yield Picture("years", "Chỉ số SIPAS qua các năm")
    for letter, block in zip(LETTERS, report.blocks, strict=False):
        yield Heading(3, f"{letter}) Khối {say.lower_first(block.name)}")
        yield from _block(report, block.code)
    yield Heading(2, "2.2. Các chỉ số nội dung")
    yield from _factors(report)
    codes = [table.code for table in report.tables if table.code[0] == "6"]
    yield Heading(2, f"3. Sự mong đợi của người dân, tổ chức{_see(report, *codes)}")
    wishes = [(one, said) for one in report.tables if one.code[0] == "6" for said in told.wishes(one)]
    for table, said in wishes:
        yield Paragraph(f"{table.title.vi} (Biểu số {table.code}): {say.lower_first(said)}")
    if not wishes:
        yield Paragraph("Phiếu không có câu hỏi về sự mong đợi.")


def _process(report: Report) -> Iterator[Part]:
    whole = table_of(report, "3")
    if whole is None:
        yield Paragraph("Phiếu không có câu hỏi về quá trình giải quyết.")
        return
    parts = [table for table in report.tables if table.code.startswith(("3a", "3b"))]
    blocks = list(zip([block.name for block in report.blocks], parts, strict=False))
    seen: set[str] = set()
    for place, asked in enumerate(told.questions_of(whole)):
        topic = topic_of(asked.question, seen)
        seen.add(topic)
        letter = LETTERS[place % len(LETTERS)] * (1 + place // len(LETTERS))
        yield Heading(3, f"{letter}) {topic}")
        if topic != asked.question:
            yield Paragraph(f"Câu hỏi: “{asked.question}”")
        if said := told.answers_of(whole, asked):
            yield Paragraph(said)
        if said := told.answers_by_block(blocks, asked):
            yield Paragraph(said)


def province_sentences(report: Report) -> Iterator[Part]:
    """What there is to say of the province as a whole."""
    yield from (Paragraph(one) for one in _province(report))


def _province(report: Report) -> Iterator[str]:
    printing, year = report.printing, report.head.year
    published = report.province.published
    yield say.index_of(
        "Chỉ số hài lòng (SIPAS) chung của tỉnh", published, report.province.previous, year, printing
    )
    if report.province.previous is not None and published.value is not None:
        last = next(
            (one for one in report.history if one.year == year - 1 and not one.of),
            None,
        )
        if last is not None and last.base:
            said = change_statement(change(published, estimate_of(last)), printing=printing).vi
            yield f"So với năm {year - 1}: {said}"
        else:
            yield (
                f"Chưa biết sai số của số liệu năm {year - 1} nên chưa thể nói mức thay đổi này có phải do "
                "chọn mẫu hay không."
            )
    known = [(block.name, block.published) for block in report.blocks]
    yield from say.blocks_compared(known, _is_real, printing)
    if any(unit.rank is not None for unit in report.units):
        units = [(unit.name, unit.sipas) for unit in report.units]
        if said := say.beside_province(units, published, printing):
            yield said
    series = [(one.year, one.value) for one in report.history if not one.of and one.year < year]
    if published.value is not None:
        series.append((year, published.value))
    if said := say.over_years(sorted(series), printing):
        yield said


def _is_real(one: Estimate, other: Estimate) -> bool:
    found = difference(one, other)
    return found.low is not None and found.high is not None and (found.low > 0 or found.high < 0)


def _block(report: Report, code: str) -> Iterator[Part]:
    block = next(each for each in report.blocks if each.code == code)
    place = list(report.blocks).index(block)
    table = _block_table(report, place)
    if table is None:
        return
    printing, year = report.printing, report.head.year
    yield Paragraph(say.units_range(table, block.name, year))
    name = f"Chỉ số SIPAS của khối {say.lower_first(block.name)}"
    yield Paragraph(
        say.index_of(name, block.published, block.previous, year, printing)[:-1] + f" (Biểu số {table.code})."
    )
    median = None if block.spread is None else block.spread.median
    said = [
        say.units_ends(table),
        say.units_median(median, printing, among=" được nêu" if say.Lines(table).hides else ""),
        say.units_at_target(table, report.target),
    ]
    yield Paragraph(" ".join(one for one in said if one))
    for one in say.units_moved(table, year):
        yield Paragraph(f"- {one}", is_item=True)
    members = {unit.name: unit.sipas for unit in report.units if unit.block == code}
    if len(members) > 2 and any(unit.rank_in_block for unit in report.units if unit.block == code):
        yield Paragraph(ranking_statement(members).vi)
    yield Picture("units", f"Chỉ số SIPAS các đơn vị khối {say.lower_first(block.name)}", code)


def _block_table(report: Report, place: int) -> Table | None:
    """The table of a block's units: 4 for the first, 4a, 4a-2 … for those after it."""
    code = ["4", "4a"][place] if place < 2 else f"4a-{place}"
    return table_of(report, code)


def _factors(report: Report) -> Iterator[Part]:
    found = [table for table in report.tables if table.code.split("-")[0] in {"5", "5c", "5d"}]
    for letter, table in zip(LETTERS, found, strict=False):
        title = table.title.vi.removeprefix("Chỉ số theo yếu tố và tiêu chí: ")
        title = title.removeprefix("Chỉ số theo nội dung và tiêu chí: ")
        yield Heading(3, f"{letter}) {say.upper_first(title)} (Biểu số {table.code})")
        for one in told.factors_of(table):
            yield Paragraph(f"- {one}", is_item=True)
        said = [told.weakest_factor(table), told.weakest_criteria(table)]
        levels = _levels_beside(report, table)
        if levels is not None:
            said.append(told.levels_of_form(levels))
        if any(said):
            yield Paragraph(" ".join(one for one in said if one))
    for table in report.tables:
        if table.code.split("-")[0] in {"5e", "5g", "5h"} and len(table.rows) > 1:
            yield Picture("heat", f"{table.title.vi} (Biểu số {table.code})", table.code)
    for code in dict.fromkeys(each.form for each in report.levels):
        name = next(each.form_name.vi for each in report.levels if each.form == code)
        yield Picture("levels", f"Mức độ hài lòng từng tiêu chí: {say.lower_first(name)}", code)


def _levels_beside(report: Report, table: Table) -> Table | None:
    """The table of levels about the same criteria."""
    names = {str(row.cells[0]) for row in table.rows if row.kind is RowKind.DETAIL}
    for other in report.tables:
        if other.code.startswith("5i") and names == {
            str(row.cells[0]) for row in other.rows if row.kind is RowKind.BODY
        }:
            return other
    return None


def _assessment(report: Report) -> Iterator[Part]:
    department = report.head.department
    yield Heading(1, "III. ĐÁNH GIÁ CHUNG")
    yield Heading(2, "1. Thuận lợi, khó khăn")
    yield Heading(3, "a) Thuận lợi")
    yield Blank(department, "những thuận lợi trong chỉ đạo, phối hợp và trong khảo sát")
    yield Heading(3, "b) Khó khăn")
    for one in _difficulties(report):
        yield Paragraph(f"- {one}", is_item=True)
    yield Blank(department, "nguyên nhân của những khó khăn nêu trên và khó khăn khác")
    yield Heading(2, f"2. Kết quả đạt được của SIPAS {report.head.year}")
    for one in _summary(report):
        yield Paragraph(one)
    yield Blank(department, "đánh giá kết quả, nguyên nhân của chỉ số cao, chỉ số thấp, chỉ số giảm")


def _difficulties(report: Report) -> Iterator[str]:
    flow, printing = report.flow, report.printing
    if flow is not None and (issued := flow.official + flow.reserve):
        for count, what in (
            (flow.refused, "từ chối hoặc ngừng giữa chừng"),
            (flow.noncontact, "không liên lạc được theo số điện thoại trong danh sách"),
        ):
            if count:
                share = told.rate(count, issued, printing)
                yield f"{say.number(count)} người {what} ({share} số người được mời)."
    table = table_of(report, "1b")
    if table is not None:
        lines = say.Lines(table)
        short = [
            f"{lines.text(row, 'unit')} (thiếu {say.number(lines.count(row, 'short'))} người)"
            for row in lines.rows(RowKind.BODY)
            if lines.count(row, "short")
        ]
        if short and len(short) <= 12:
            yield f"Danh sách của một số đơn vị không đủ người: {say.listed(short)}."
        elif short:
            yield f"Danh sách của {say.number(len(short))} đơn vị không đủ người{_see(report, '1b')}."


def _summary(report: Report) -> Iterator[str]:
    printing = report.printing
    published = report.province.published
    yield say.index_of(
        f"SIPAS {report.head.year} của tỉnh", published, report.province.previous, report.head.year, printing
    )
    reaching = sum(block.spread.reaching_target for block in report.blocks if block.spread)
    known = sum(unit.sipas.value is not None for unit in report.units)
    goal = f"{report.target:g}{say.NBSP}%".replace(".", ",")
    if known:
        among = " được nêu" if known < len(report.units) else ""
        yield f"Có {say.of_all(reaching, known)} đơn vị{among} đạt từ {goal} trở lên."
    for table in report.tables:
        if table.code.split("-")[0] in {"5", "5c", "5d"} and (said := told.weakest_factor(table)):
            yield f"{say.upper_first(table.title.vi.rpartition(': ')[2])}: {say.lower_first(said)}"


def _directions(report: Report) -> Iterator[Part]:
    department = report.head.department
    yield Heading(1, "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ THỜI GIAN TỚI")
    yield Heading(2, "1. Các cơ quan, đơn vị được đánh giá")
    lowest = _lowest(report)
    if lowest:
        yield Paragraph(f"Các đơn vị được nêu có Chỉ số SIPAS thấp nhất mỗi khối: {lowest}.")
    yield Blank(department, "giải pháp đối với đơn vị, yếu tố và tiêu chí có chỉ số thấp")
    for place, who in enumerate(
        (
            "Cơ quan thông tin, truyền thông",
            "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh, Hội Cựu chiến binh tỉnh, Bưu điện tỉnh",
            department,
        ),
        2,
    ):
        yield Heading(2, f"{place}. {who}")
        yield Blank(department, "nhiệm vụ, giải pháp")


def _lowest(report: Report) -> str:
    said = []
    for place, _ in enumerate(report.blocks):
        table = _block_table(report, place)
        if table is None:
            continue
        values = say.Lines(table).all_named("sipas", by="unit")
        if len(values) > 1 and not say.all_same(values):
            said += [f"{one.name} ({one.percent})" for one in say.ends(values)[1]]
    return say.listed(said)


def _see(report: Report, *codes: str, bare: bool = False) -> str:
    """Where to look: " (Biểu số 3, 3a)", of the tables there are."""
    found = [code for code in codes if table_of(report, code) is not None]
    if not found:
        return ""
    said = f"Biểu số {', '.join(found)}"
    return f"; {said}" if bare else f" ({said})"


def blanks(parts: Sequence[Part]) -> list[Blank]:
    """What is left to write."""
    return [part for part in parts if isinstance(part, Blank)]
