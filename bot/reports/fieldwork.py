"""How the sample became forms that count, and where fieldwork left the plan, as tables.

A report owes its reader both (domain.md A-37: target, issued, replaced and failed stay apart). Counts are
people or forms, complete, without sampling error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.reports.model import Flow, UnitDeviation, UnitOutcomes
from scoring.estimates import Estimate
from scoring.outcome_rates import OutcomeCounts, Rate, rates_of
from scoring.tables import Cell, Column, ColumnKind, Printing, Row, RowKind, Table, Text, printed
from scoring.wording import HEADINGS

DEVIATIONS: Mapping[str, Text] = {
    "short": Text("Mẫu thiếu so với kế hoạch", "Sampled short of the plan"),
    "borrowed": Text("Dự phòng mượn lĩnh vực khác", "Reserves borrowed"),
    "replaced": Text("Thay bằng dự phòng", "Replaced from reserve"),
    "missing": Text("Phiếu không thu được", "Forms not collected"),
    "over_quota": Text("Phiếu đến sau khi đủ chỉ tiêu", "Forms after the last place"),
    "failed": Text("Không đạt phúc tra", "Failed verification"),
}
FLOW: Mapping[str, Text] = {
    "official": Text("Mẫu chính thức đã mời", "Official sample invited"),
    "reserve": Text("Dự phòng vào thay", "Reserves that stepped in"),
    "issued": Text("Tổng số người được mời", "People invited in all"),
    "complete": Text("Trả lời trọn phiếu", "Complete"),
    "partial": Text("Trả lời dở dang, đủ để tính", "Partial, enough to count"),
    "refused": Text("Từ chối hoặc ngừng giữa chừng", "Refused or broke off"),
    "noncontact": Text("Không liên lạc được", "Not reached"),
    "other": Text("Lý do khác", "Other"),
    "collected": Text("Phiếu thu về", "Forms collected"),
    "valid": Text("Phiếu hợp lệ", "Valid forms"),
    "invalid": Text("Phiếu không hợp lệ", "Invalid forms"),
    "over_quota": Text("Đến sau khi đủ chỉ tiêu (không tính)", "After the last place (not counted)"),
}


def deviations_table(
    found: Sequence[UnitDeviation], blocks: Mapping[str, str], *, printing: Printing
) -> Table:
    """Biểu 1b: units where anything differs from the plan, with a total; no line where nothing does."""
    columns = (
        Column("unit", HEADINGS["unit"], ColumnKind.TEXT),
        *(Column(name, text, ColumnKind.COUNT) for name, text in DEVIATIONS.items()),
    )

    def cells(members: Sequence[UnitDeviation]) -> tuple[int, ...]:
        return tuple(sum(getattr(one, name) for one in members) for name in DEVIATIONS)

    rows: list[Row] = []
    for block, name in blocks.items():
        members = [one for one in found if one.block == block]
        if any(cells(members)):
            rows.append(Row((name, *cells(members)), RowKind.TOTAL))
            rows += [Row((one.unit, *cells([one]))) for one in members if any(cells([one]))]
    rows.append(Row((HEADINGS["whole"].vi, *cells(found)), RowKind.TOTAL))
    title = Text("Những chỗ thực hiện khác kế hoạch", "Where fieldwork left the plan")
    note = Text(
        "Chỉ nêu đơn vị có chỗ khác kế hoạch. Mẫu thiếu: danh sách của đơn vị có ít người hơn số phiếu kế "
        "hoạch giao (kể cả nơi điều tra tất cả).",
        "Units without any are left out. Short: the unit's list holds fewer people than the plan asks.",
    )
    return Table("1b", title, columns, tuple(rows), (note,), printing)


def flow_table(flow: Flow, *, printing: Printing) -> Table:
    """Biểu 1c: how many people each step had, with the share of all who were invited."""
    issued = flow.official + flow.reserve
    numbers = {
        "official": flow.official,
        "reserve": flow.reserve,
        "issued": issued,
        "complete": flow.complete,
        "partial": flow.partial,
        "refused": flow.refused,
        "noncontact": flow.noncontact,
        "other": flow.other,
        "collected": flow.collected,
        "valid": flow.valid,
        "invalid": flow.collected - flow.valid,
        "over_quota": flow.over_quota,
    }
    totals = {"issued", "collected"}
    shown = {"complete", "partial", "refused", "noncontact", "other"}
    rows = tuple(
        Row(
            (FLOW[name].vi, number, _of(number, issued) if name in shown else None),
            RowKind.TOTAL if name in totals else RowKind.BODY,
        )
        for name, number in numbers.items()
        if number or name in totals
    )
    columns = (
        Column("step", Text("Bước", "Step"), ColumnKind.TEXT),
        Column("forms", Text("Số người, số phiếu", "People, forms"), ColumnKind.COUNT),
        Column("share", Text("% số người được mời", "% of people invited"), ColumnKind.PERCENT),
    )
    title = Text("Từ mẫu đến phiếu hợp lệ", "From sample to valid forms")
    return Table("1c", title, columns, rows, _uncounted(flow), printing)


def _uncounted(flow: Flow) -> tuple[Text, ...]:
    """Why more forms came in than people answered, where that is so."""
    more = flow.collected - flow.complete - flow.partial
    if more <= 0:
        return ()
    note = Text(
        f"Số phiếu thu về nhiều hơn số người trả lời {more}: phiếu của người có kết quả cuối cùng khác,"
        " như không đạt phúc tra.",
        f"{more} more forms than people who answered: of people whose final outcome is another,"
        " such as failed verification.",
    )
    return (note,)


RATES: Mapping[Rate, Text] = {
    Rate.RR2: Text("Tỷ lệ trả lời (RR2)", "Response rate (RR2)"),
    Rate.COOP2: Text("Tỷ lệ hợp tác (COOP2)", "Cooperation rate (COOP2)"),
    Rate.REF1: Text("Tỷ lệ từ chối (REF1)", "Refusal rate (REF1)"),
    Rate.CON1: Text("Tỷ lệ liên lạc được (CON1)", "Contact rate (CON1)"),
}
"""The rates told: of everybody invited, so no assumption about those nobody knows of is needed."""


def rates_table(found: Sequence[UnitOutcomes], blocks: Mapping[str, str], *, printing: Printing) -> Table:
    """Biểu 1d: response, cooperation, refusal and contact rates of units, blocks and in all (AAPOR)."""
    columns = (
        Column("unit", HEADINGS["unit"], ColumnKind.TEXT),
        Column("issued", FLOW["issued"], ColumnKind.COUNT),
        *(Column(rate.value, text, ColumnKind.PERCENT) for rate, text in RATES.items()),
    )

    def cells(members: Sequence[UnitOutcomes]) -> tuple[Cell, ...]:
        letters: Counter[str] = Counter()
        for one in members:
            letters.update(one.letters)
        told = rates_of(OutcomeCounts.of_letters(letters)).rates
        return (letters.total(), *(told[rate] for rate in RATES))

    rows: list[Row] = []
    for block, name in blocks.items():
        members = [one for one in found if one.block == block]
        if members:
            rows.append(Row((name, *cells(members)), RowKind.TOTAL))
            rows += [Row((one.unit, *cells([one]))) for one in members]
    whole = cells(found)
    rows.append(Row((HEADINGS["whole"].vi, *whole), RowKind.TOTAL))
    response, cooperation, refusal, contact = (
        printed(rate, ColumnKind.PERCENT, printing) for rate in whole[1:]
    )
    note = Text(
        f"Trong số người được mời, {contact}% liên lạc được, {response}% trả lời và {refusal}% từ chối hoặc "
        f"ngừng giữa chừng; trong số người liên lạc được, {cooperation}% trả lời. Cách tính theo chuẩn "
        "AAPOR, kể cả phiếu dở dang đủ để tính; người không còn thuộc đối tượng không tính vào mẫu số.",
        f"Of the people invited {contact} % were contacted, {response} % answered, {refusal} % refused or "
        f"broke off; of those contacted {cooperation} % answered. AAPOR definitions, partials included; "
        "people found not eligible do not count below the line.",
    )
    title = Text(
        "Tỷ lệ trả lời, hợp tác, từ chối và liên lạc được",
        "Response, cooperation, refusal and contact rates",
    )
    return Table("1d", title, columns, tuple(rows), (note,) if response[:1].isdigit() else (), printing)


def _of(numerator: int, denominator: int) -> Estimate:
    value = 100 * numerator / denominator if denominator else None
    return Estimate(numerator, denominator, denominator, value)
