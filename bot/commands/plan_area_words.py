"""How a plan chooses communes, villages and households, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.language import either
from survey_flows.plans.plan import Plan
from survey_flows.plans.values import Unit
from survey_flows.sampling.areas import AreaRule, ChosenArea, ListRule, Reason, Shortage

_NAMES_SHOWN = 3


def count(number: int) -> str:
    """A number with the language's sign between thousands."""
    return f"{number:,}".replace(",", either(".", ","))


def area_rules(plan: Plan) -> Iterator[str]:
    """How communes and villages are chosen."""
    rules = dict.fromkeys(choice.rule for choice in plan.choices)
    for rule in rules:
        districts = [plan.unit(one.district) for one in plan.choices if one.rule == rule]
        yield f"{_some(districts)}: {area_rule(rule, either('xã', 'commune'))}."
    if not rules and any(unit.parent for unit in plan.units):
        communes = [unit for unit in plan.units if unit.parent]
        by_reason = dict.fromkeys(unit.chosen_as for unit in communes)
        reasons = ", ".join(f"{reason_of(one)} {_times(communes, one)}" for one in by_reason)
        yield either(
            f"{count(len(communes))} xã đã chọn sẵn trong kế hoạch: {reasons}.",
            f"{count(len(communes))} communes are chosen in the plan: {reasons}.",
        )
    if plan.households is not None:
        villages = area_rule(plan.households.villages, either("thôn", "village"))
        yield either(f"Mỗi xã: {villages}.", f"Each commune: {villages}.")
        yield either(
            f"Mỗi thôn: {plan.households.per_village} hộ chia cho mọi xóm theo số hộ, ít nhất 1 hộ một xóm,"
            " trong xóm chọn hệ thống; thiếu hộ thì lấy ở thôn bên cạnh.",
            f"Each village: {plan.households.per_village} households over all hamlets in proportion, at least"
            " one each, drawn systematically; a short village is filled up from its neighbour.",
        )


def area_rule(rule: AreaRule, what: str) -> str:
    """A rule of areas in words; `what` is the word for one of them."""
    parts = [either(f"{what} có trụ sở", f"the {what} of the seat")] if rule.takes_seat else []
    parts += [_list_rule(one) for one in rule.lists]
    if rule.skips_seat_class:
        parts.append(either("bỏ danh sách cùng loại với nơi trụ sở", "without the list of the seat's class"))
    return ", ".join(parts)


def _list_rule(rule: ListRule) -> str:
    taken = [
        *([either(f"{rule.first} đầu danh sách", f"the first {rule.first}")] if rule.first else []),
        *(either(f"số {place}", f"number {place}") for place in rule.positions),
        *([either("cuối danh sách", "the last")] if rule.last else []),
    ]
    what = either(" và ", " and ").join(taken)
    classes = either(" hoặc ", " or ").join("I" * one for one in rule.classes)
    return what + (either(f" của loại {classes}", f" of class {classes}") if classes else "")


def reason_of(label: str) -> str:
    """Why a commune was chosen, from its label ("seat", "class_2_3", "position_2", "last")."""
    word, _, rest = label.partition("_")
    match word:
        case "seat":
            return either("nơi đặt trụ sở", "the seat")
        case "class":
            classes = either(" hoặc ", " or ").join("I" * int(one) for one in rest.split("_"))
            return either(f"loại {classes}", f"class {classes}")
        case "position":
            return either(f"số {rest} của danh sách", f"number {rest} of its list")
        case "last":
            return either("cuối danh sách", "last of its list")
        case _:
            return label


def choice_of(chosen: ChosenArea) -> str:
    """Why an area was chosen, with its place in its list."""
    classes = "+".join("I" * one for one in chosen.classes)
    where = either(f" loại {classes}", f" of class {classes}") if classes else ""
    moved = either(" (nơi kề còn trống)", " (nearest free)") if chosen.is_moved else ""
    match chosen.reason:
        case Reason.SEAT:
            return either("nơi đặt trụ sở", "the seat")
        case Reason.FIRST:
            return either(f"lượt {chosen.wanted}{where}", f"turn {chosen.wanted}{where}")
        case Reason.POSITION:
            return (
                either(
                    f"số {chosen.place} trên {chosen.listed}{where}",
                    f"number {chosen.place} of {chosen.listed}{where}",
                )
                + moved
            )
        case Reason.LAST:
            return (
                either(
                    f"cuối danh sách, số {chosen.place} trên {chosen.listed}{where}",
                    f"the last, number {chosen.place} of {chosen.listed}{where}",
                )
                + moved
            )


def shortage_of(shortage: Shortage) -> str:
    """What a list could not give."""
    classes = "+".join("I" * one for one in shortage.classes)
    if shortage.reason is Reason.SEAT:
        return either("chưa ghi nơi đặt trụ sở", "no seat is marked")
    return either(
        f"danh sách loại {classes or '—'} chỉ có {shortage.found} trên {shortage.wanted} xã cần chọn",
        f"the list of class {classes or '—'} gives {shortage.found} of the {shortage.wanted} wanted",
    )


def _some(units: Sequence[Unit]) -> str:
    names = ", ".join(unit.name.removeprefix("UBND ") for unit in units[:_NAMES_SHOWN])
    more = len(units) - _NAMES_SHOWN
    return names + (either(f" và {more} đơn vị nữa", f" and {more} more") if more > 0 else "")


def _times(units: Sequence[Unit], label: str) -> str:
    return f"({count(sum(unit.chosen_as == label for unit in units))})"
