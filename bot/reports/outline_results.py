"""Part II of a report: what people said of the way they were served, the indices, what they expect."""

from __future__ import annotations

from collections.abc import Iterator

from bot.reports import sentences as say
from bot.reports import sentences_answers as told
from bot.reports.model import Report
from bot.reports.outline_parts import (
    LETTERS,
    Heading,
    Paragraph,
    Part,
    Picture,
    block_table,
    see,
    table_of,
)
from bot.reports.titles import topic_of
from bot.reports.years import estimate_of
from scoring.compare import change, change_statement, difference, ranking_statement
from scoring.estimates import Estimate
from scoring.tables import RowKind, Table


def results(report: Report) -> Iterator[Part]:
    """Part II: what people told of the service, how content they are, what they wish."""
    yield Heading(1, f"II. KẾT QUẢ ĐO LƯỜNG SỰ HÀI LÒNG NĂM {report.head.year}")
    codes = [table.code for table in report.tables if table.code[0] == "3"]
    yield Heading(2, f"1. Nhận định, đánh giá về việc cung ứng dịch vụ{see(report, *codes)}")
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
    yield Heading(2, f"3. Sự mong đợi của người dân, tổ chức{see(report, *codes)}")
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
        yield Paragraph(told.answers_of(whole, asked) or told.NOT_TOLD)
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
    table = block_table(report, place)
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
