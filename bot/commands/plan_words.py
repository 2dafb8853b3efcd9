"""A plan in plain sentences: who is asked, how many, by what rule, how contacted, verified, scored.

Everything is said from the plan's values, so that what an officer reads is what the program will
do. Sentences are Vietnamese, or English for who asked for it (`either`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from bot.commands.plan_area_words import count, shortage_of
from bot.commands.plan_kinds import kind_name
from bot.language import either
from survey_flows.fieldwork.protocol import MAXIMUM_IN_A_DAY
from survey_flows.plans.plan import Plan
from survey_flows.plans.totals import expected
from survey_flows.plans.values import ContinuousRules, Design, HouseholdRules, Level, Unit
from survey_flows.sampling.frame import SubmissionMode
from survey_flows.sampling.rules import AllocationMethod, IntervalMethod, ListReserve
from survey_flows.sampling.rules import Shortage as ShortLists


@dataclass(frozen=True, slots=True)
class KindLine:
    """One kind of unit as a line of the table: how many units, forms for each, forms in all, the rule.

    `kind` is its code in the plan, `name` what officers call it.
    """

    kind: str
    name: str
    units: int
    each: str
    forms: int
    rule: str


def day(written: date) -> str:
    """A date as officers write it."""
    return f"{written:%d/%m/%Y}"


def respondents(plan: Plan) -> Iterator[str]:
    """Who is asked."""
    for design in plan.designs:
        match design:
            case Design.TRANSACTION:
                yield either(
                    "Người dân, tổ chức đã giao dịch với các đơn vị dưới đây"
                    f" từ {day(plan.window_from)} đến {day(plan.window_to)}.",
                    f"People who dealt with the units below between {day(plan.window_from)}"
                    f" and {day(plan.window_to)}.",
                )
            case Design.HOUSEHOLD if plan.households is not None:
                yield from _households(plan, plan.households)
            case Design.CONTINUOUS if plan.continuous is not None:
                yield from _continuous(plan.continuous)
            case _:
                pass
    yield either(f"Phiếu: {', '.join(plan.forms)}.", f"Questionnaires: {', '.join(plan.forms)}.")


def _households(plan: Plan, rules: HouseholdRules) -> Iterator[str]:
    found = expected(plan.units, rules, plan.verification)
    yield either(
        f"Một người từ {rules.minimum_age} tuổi đại diện mỗi hộ được chọn, dù hộ có dùng dịch vụ hay không.",
        f"One adult (from {rules.minimum_age}) of each chosen household, whether or not it used a service.",
    )
    communes = sum(one.level is Level.COMMUNE for one in plan.units)
    yield either(
        f"{count(communes)} xã x {rules.villages_per_commune} thôn = {count(found.villages)} thôn;"
        f" mỗi thôn {rules.per_village} hộ = {count(found.forms)} hộ.",
        f"{count(communes)} communes x {rules.villages_per_commune} villages = {count(found.villages)};"
        f" {rules.per_village} households each = {count(found.forms)}.",
    )


def _continuous(rules: ContinuousRules) -> Iterator[str]:
    ways = {"slip_code": either("nhập mã", "its code"), "qr": either("quét mã QR", "its QR code")}
    entry = either(" hoặc ", " or ").join(ways[one] for one in rules.entry)
    yield either(
        f"Hỏi liên tục bằng phiếu {rules.form} in ở {rules.printed_on}: {entry};"
        f" {rules.answers_per_slip} lần trả lời mỗi phiếu hẹn, trong {rules.open_days} ngày;"
        f" nhận từ {day(rules.first_day)} đến {day(rules.last_day)}.",
        f"Continuously, the form {rules.form} on the appointment slip: {entry};"
        f" {rules.answers_per_slip} answer a slip within {rules.open_days} days;"
        f" from {day(rules.first_day)} to {day(rules.last_day)}.",
    )
    if rules.hotline_interviews:
        yield either(
            "Tổng đài cũng hỏi phiếu này qua điện thoại.", "The hotline asks the same form by telephone."
        )
    yield either(
        "Người trả lời tự chọn nên kết quả luôn nêu riêng, không cộng vào chỉ số theo mẫu.",
        "These people chose themselves: reported apart, never part of an index of the sample.",
    )


def kind_lines(plan: Plan) -> Iterator[KindLine]:
    """One line a kind of unit, in the order the plan first uses them."""
    for kind in dict.fromkeys(unit.kind for unit in plan.units):
        units = plan.units_of(kind)
        quotas = sorted({unit.quota for unit in units}, reverse=True)
        yield KindLine(
            kind=kind.value,
            name=kind_name(kind, plan),
            units=len(units),
            each=either(" hoặc ", " or ").join(map(count, quotas)),
            forms=sum(unit.quota for unit in units),
            rule=_rules_of(units, plan),
        )


def _rules_of(units: Sequence[Unit], plan: Plan) -> str:
    """The rule of a kind; where units of one kind differ, each rule after its number of forms."""
    rules = dict.fromkeys((unit.quota, " ".join(unit_rule(unit, plan))) for unit in units)
    if len({rule for _, rule in rules}) == 1:
        return next(rule for _, rule in rules)
    return "; ".join(f"{count(quota)} = {rule}" for quota, rule in sorted(rules, reverse=True))


def unit_rule(unit: Unit, plan: Plan) -> Iterator[str]:
    """How a unit's forms are found."""
    if not unit.services:
        yield (
            either("phiếu nằm ở các xã được chọn", "the forms are in its chosen communes")
            if plan.children(unit.code)
            else either("chỉ tham gia phiếu rút gọn", "takes part in the short form only")
        )
        return
    if unit.census_below:
        yield either(
            f"dưới {unit.census_below} người: hỏi tất cả;",
            f"fewer than {unit.census_below} people: everyone;",
        )
    low, high = unit.busiest
    fixed = ", ".join(f"{one.name} {one.n}" for one in unit.services if one.n is not None)
    match unit.allocation:
        case AllocationMethod.BUSIEST_TWO:
            yield either(
                f"2 lĩnh vực đông nhất: {low}-{high} và phần còn lại",
                f"the 2 busiest services: {low}-{high} and the rest",
            )
        case AllocationMethod.PROPORTIONAL:
            yield either("chia theo số người của từng lĩnh vực", "in proportion to each service's users")
        case AllocationMethod.FIXED:
            yield fixed or either(
                f"chia đều {len(unit.services)} lĩnh vực, lẻ thì lĩnh vực đông hơn lấy thêm",
                f"evenly over {len(unit.services)} services, an odd one to the busier",
            )
        case AllocationMethod.LIST:
            yield either("mời theo danh sách đại diện do Sở Nội vụ lập", "invited from the department's list")
        case AllocationMethod.CENSUS_AND_LIST:
            yield either(
                f"tất cả người làm thủ tục, cộng {unit.quota} đại diện theo danh sách",
                f"everyone who used a procedure, and {unit.quota} representatives from a list",
            )
    if unit.shortage is ShortLists.OTHER_SERVICES and len(unit.services) > 1:
        yield either("(thiếu thì lấy ở lĩnh vực khác)", "(other services make up for a short one)")


def eligibility(plan: Plan) -> Iterator[str]:
    """Who belongs to the list N, said once for all units that agree."""
    seen: dict[str, list[Unit]] = {}
    for unit in plan.units:
        if unit.services:
            rules = plan.eligibility(unit.code, unit.services[0].code)
            parts = [
                either("đã nhận kết quả", "has received the result") if rules.require_result else "",
                _modes(rules.modes),
                either("ở trong tỉnh", "lives in the province") if rules.exclude_out_of_province else "",
                either("có số điện thoại", "has a phone number") if rules.require_phone else "",
                either("có địa chỉ", "has an address") if rules.require_address else "",
            ]
            seen.setdefault("; ".join(filter(None, parts)), []).append(unit)
    for said, units in seen.items():
        kinds = "; ".join(dict.fromkeys(kind_name(unit.kind, plan) for unit in units))
        yield f"{kinds}: {said}."


def _modes(modes: frozenset[SubmissionMode]) -> str:
    if len(modes) == len(SubmissionMode):
        return ""
    names = {
        SubmissionMode.DIRECT: either("trực tiếp", "in person"),
        SubmissionMode.ONLINE: either("trực tuyến", "online"),
        SubmissionMode.POSTAL: either("qua bưu chính", "by post"),
    }
    chosen = [names[mode] for mode in SubmissionMode if mode in modes]
    return either("nộp ", "handed in ") + either(" hoặc ", " or ").join(chosen)


def draw_rule(plan: Plan) -> Iterator[str]:
    """How people are chosen from a list, and the reserve."""
    draw = plan.draw
    yield either(
        "Xếp danh sách theo tên (vần abc), rồi chọn hệ thống: khoảng cách k = N/n,",
        "Lists are ordered by given name, then drawn systematically: interval k = N/n,",
    ) + (
        either(
            f" bắt đầu từ số {draw.start:02d}.",
            f" starting at number {draw.start:02d}.",
        )
        if draw.seed is None
        else either(f" điểm bắt đầu ngẫu nhiên (seed {draw.seed}).", f" random start (seed {draw.seed}).")
    )
    if draw.interval is IntervalMethod.FRACTIONAL:
        yield either(
            "k không tròn: giữ phần lẻ, không sót cuối danh sách, không vượt quá danh sách.",
            "A k that is not whole keeps its fraction: the tail is reached, the list never overrun.",
        )
    else:
        yield either(
            "k không tròn: bỏ phần lẻ như văn bản cũ; cuối danh sách không bao giờ được chọn.",
            "A k that is not whole is cut, as the old text reads: the tail is never reached.",
        )
    if draw.reserve_share:
        percent = float(draw.reserve_share * 100)
        yield either(
            f"Mẫu dự phòng {percent:g} % cỡ mẫu, làm tròn lên, chọn cùng cách từ những người còn lại"
            + ("; thiếu thì mượn lĩnh vực khác." if draw.borrows_reserve else "."),
            f"Reserve: {percent:g} % of the sample, rounded up, by the same rule from the rest"
            + ("; a short one borrows from another service." if draw.borrows_reserve else "."),
        )
    else:
        yield either("Không có mẫu dự phòng.", "There is no reserve sample.")
    if any(one.is_list for unit in plan.units for one in unit.services):
        is_rest = draw.list_reserve is ListReserve.REST
        yield either(
            "Đại diện ngoài chỉ tiêu là dự phòng." if is_rest else "Đại diện ngoài chỉ tiêu không được mời.",
            "Representatives beyond the quota are the reserve."
            if is_rest
            else "Representatives beyond the quota are not invited.",
        )


def contact(plan: Plan) -> Iterator[str]:
    """How people are contacted."""
    protocol, hours, invite = plan.contact_protocol(), plan.contact_hours(), plan.invite
    yield either(
        f"{invite.department} mời theo {invite.decision}; hỏi lại qua số {invite.hotline};"
        f" nhắn {invite.keyword} kèm mã để trả lời.",
        f"{invite.department} invites on {invite.decision}; hotline {invite.hotline};"
        f" people text {invite.keyword} and their code.",
    )
    gaps = ", ".join(_hours(gap) for gap in protocol.reminder_gaps_hours)
    silence, channels = _hours(protocol.noncontact_after_hours), ", ".join(protocol.channel_order)
    has_reserve = plan.draw.reserve_share > 0
    yield either(
        f"Kênh: {channels}. Nhắc sau {gaps}; {silence} không trả lời thì đóng"
        + (" và dùng dự phòng." if has_reserve else "."),
        f"Channels: {channels}. Reminders after {gaps}; closed after {silence} of silence"
        + (", then the reserve." if has_reserve else "."),
    )
    yield from _pace(plan)
    yield either(
        f"Chỉ nhắn từ {hours.opens:%H:%M} đến {hours.closes:%H:%M}, từ {day(hours.first_day)} đến"
        f" {day(hours.last_day)}.",
        f"Only between {hours.opens:%H:%M} and {hours.closes:%H:%M}, from {day(hours.first_day)} to"
        f" {day(hours.last_day)}.",
    )


def _pace(plan: Plan) -> Iterator[str]:
    pace = plan.pace
    rests = (
        either(
            f"; hỏi chừng {pace.sms_sitting} câu thì nghỉ ở mục kế tiếp, hôm sau mời trả lời tiếp.",
            f"; after some {pace.sms_sitting} answers it rests at the next section and goes on the next day.",
        )
        if pace.sms_sitting
        else either("; hỏi hết trong một lần.", "; everything is asked at one sitting.")
    )
    yield (
        either(
            f"Qua SMS, một tin hỏi dài nhiều nhất {pace.sms_parts} đoạn",
            f"By SMS, a message of questions takes at most {pace.sms_parts} parts",
        )
        + rests
    )


def counting(plan: Plan) -> Iterator[str]:
    """Which forms count (A-19)."""
    rules = plan.validity
    valid, partial = (float(share * 100) for share in (rules.minimum_answered, rules.partial_from))
    yield either(
        f"Phiếu hợp lệ: trả lời từ {valid:g} % câu hài lòng áp dụng trở lên (A-19).",
        f"A form is valid from {valid:g} % of the applicable satisfaction items on (A-19).",
    )
    yield either(
        f"Bỏ dở giữa chừng: từ {partial:g} % câu hài lòng áp dụng trở lên là trả lời một phần, vẫn tính"
        " và không gọi dự phòng; ít hơn là bỏ ngang (A-19, A-13).",
        f"Left half-way: from {partial:g} % of the applicable items on it is a partial, counts and calls no"
        " reserve; below, a break-off (A-19, A-13).",
    )


def verification(plan: Plan) -> Iterator[str]:
    """The back-check."""
    rules = plan.verification
    percent = float(rules.share * 100)
    most = ceil(rules.share * plan.ceiling)
    base = (
        either("số phiếu thu về", "the forms collected")
        if rules.base == "collected"
        else either("số người trong danh sách", "the people in the list")
    )
    yield either(
        f"Gọi lại ngẫu nhiên {percent:g} % {base}, trải đều các đơn vị (nhiều nhất {count(most)} phiếu).",
        f"A random {percent:g} % of {base} is called again, spread over the units (at most {count(most)}).",
    )
    contents = "; ".join(either(one.name, one.name_en) for one in rules.contents)
    yield either(f"Hỏi: {contents}.", f"Asked: {contents}.")


def before_real_use(plan: Plan) -> Iterator[str]:
    """What an officer must still settle before inviting real people."""
    if not plan.invite.has_real_hotline:
        yield either(
            f"[contact] hotline còn là “{plan.invite.hotline}”: điền số máy bàn thật.",
            f"[contact] hotline is still “{plan.invite.hotline}”: put the real landline.",
        )
    most = plan.contact_protocol().most_in_a_day(has_sittings=plan.pace.sms_sitting > 0)
    if most > MAXIMUM_IN_A_DAY:
        yield either(
            f"[contact] nhắc quá dày: một người có thể có {most} tin trong 24 giờ; từ tin thứ"
            f" {MAXIMUM_IN_A_DAY + 1} phải chờ. Đặt reminder_gaps_hours, pause_reminder_hours từ 24 trở lên.",
            f"[contact] reminders follow too closely: a person might get {most} letters in 24 hours; letter"
            f" {MAXIMUM_IN_A_DAY + 1} waits. Put reminder_gaps_hours and pause_reminder_hours at 24 or more.",
        )
    assumed = [unit for unit in plan.units if unit.class_source == "assumed"]
    if assumed:
        yield either(
            f"Loại của {count(len(assumed))} xã là giả định: đối chiếu quyết định phân loại.",
            f"The class of {count(len(assumed))} communes is assumed: check the province's decision.",
        )
    without = [unit for unit in plan.units if unit.quota_source == "assumed" and unit.services]
    if without:
        yield either(
            f"Văn bản không nêu số phiếu của {count(len(without))} đơn vị: số trong kế hoạch là giả định.",
            f"The decision gives no number for {count(len(without))} units: the plan's is an assumption.",
        )
    for choice in plan.choices:
        for shortage in choice.outcome.shortages:
            yield f"{plan.unit(choice.district).name}: {shortage_of(shortage)}."


def _hours(number: int) -> str:
    days, rest = divmod(number, 24)
    if rest:
        return either(f"{number} giờ", f"{number} h")
    return either(f"{days} ngày", f"{days} day{'s' if days > 1 else ''}")
