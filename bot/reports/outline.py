"""What a report says, part by part in the order of the published one, before anybody lays it out.

The order of headings is that of the Sơn La 2024 report (domain.md SR-9): how the survey went
(`outline_fieldwork`), results (`outline_results`), general assessment, directions; the tables and the method
follow as annexes. Every figure stands in a sentence made from the tables (`sentences`). What only people can
know (causes, difficulties, directions) is a `Blank` that says who writes what; nothing is put there in their
place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.reports import sentences as say
from bot.reports import sentences_answers as told
from bot.reports.model import Report
from bot.reports.outline_fieldwork import fieldwork
from bot.reports.outline_parts import Blank, Heading, Paragraph, Part, block_table, see, table_of
from bot.reports.outline_results import results
from scoring.tables import RowKind


def body(report: Report) -> list[Part]:
    """The report's text from part I to part IV."""
    return [*fieldwork(report), *results(report), *_assessment(report), *_directions(report)]


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
            yield f"Danh sách của {say.number(len(short))} đơn vị không đủ người{see(report, '1b')}."


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
        table = block_table(report, place)
        if table is None:
            continue
        values = say.Lines(table).all_named("sipas", by="unit")
        if len(values) > 1 and not say.all_same(values):
            said += [f"{one.name} ({one.percent})" for one in say.ends(values)[1]]
    return say.listed(said)


def blanks(parts: Sequence[Part]) -> list[Blank]:
    """What is left to write."""
    return [part for part in parts if isinstance(part, Blank)]
