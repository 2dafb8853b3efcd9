"""Kinds of unit as officers call them, and what a plan says of each, in words instead of codes.

Kinds are data (A-41): those the built-in plans share have names here; any other is named by the level of its
units, with its code behind, so that nobody meets a bare code such as `SO_INTERAGENCY`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from bot.language import either
from survey_flows.plans.ambiguities import Ambiguity
from survey_flows.plans.plan import Plan
from survey_flows.plans.values import Level
from survey_flows.sampling.rules import UnitKind

Words = tuple[str, str]
"""Vietnamese, English."""

_NAMES: Mapping[str, Words] = MappingProxyType(
    {
        "SO": ("Sở, ban, ngành", "Departments"),
        "SO_ONLINE": ("Sở, ban, ngành (hồ sơ trực tuyến)", "Departments (online)"),
        "SO_INTERAGENCY": ("Cơ quan phối hợp", "Inter-agency offices"),
        "SO_PHOI_HOP": ("Cơ quan phối hợp", "Inter-agency offices"),
        "KCN_MIXED": ("Ban Quản lý khu công nghiệp", "Industrial zones board"),
        "TRUNG_UONG": ("Cơ quan trung ương tại tỉnh", "Central agencies in the province"),
        "THANH_PHO": ("UBND thành phố", "City"),
        "HUYEN": ("UBND cấp huyện", "Districts"),
        "XA": ("UBND cấp xã", "Communes"),
    }
)
_LEVELS: Mapping[Level, Words] = MappingProxyType(
    {
        Level.PROVINCE: ("Cấp tỉnh", "Province level"),
        Level.DISTRICT: ("Cấp huyện", "District level"),
        Level.COMMUNE: ("Cấp xã", "Commune level"),
    }
)
_ALLOCATIONS: Mapping[str, Words] = MappingProxyType(
    {
        "fixed": ("số cố định", "fixed numbers"),
        "busiest_two": ("2 lĩnh vực đông nhất", "the 2 busiest services"),
        "proportional": ("theo số người từng lĩnh vực", "in proportion to people"),
        "list": ("theo danh sách đại diện", "by the list of representatives"),
        "census_and_list": ("tất cả, cộng đại diện", "everyone, and representatives"),
        "none": ("không hỏi riêng", "nobody of its own"),
    }
)
_COUNTERS: Mapping[str, Words] = MappingProxyType(
    {
        "target": ("chỉ tiêu", "target"),
        "issued": ("đã mời", "issued"),
        "replaced": ("đã thay", "replaced"),
        "failed": ("không thu được", "failed"),
    }
)
_AREAS = (
    (r"\bseat\b", "nơi đặt trụ sở"),
    (r"\bfirst (\d+)", r"\1 đầu danh sách"),
    (r"\bno\. (\d+)", r"số \1"),
    (r"\blast\b", "cuối danh sách"),
    (r"\bof class ([\d+]+)", r"của loại \1"),
    (r" \+ ", ", "),
)


def names_of(kind: UnitKind, plan: Plan) -> Words:
    """A kind's name in both languages; districts that only group communes say how many were chosen."""
    if (known := _NAMES.get(kind.value)) is not None:
        return known
    units = plan.units_of(kind)
    if not units:
        return kind.value, kind.value
    chosen = sorted({len(plan.children(unit.code)) for unit in units})
    if units[0].level is Level.DISTRICT and chosen[0] > 0:
        communes = "-".join(str(number) for number in dict.fromkeys((chosen[0], chosen[-1])))
        return f"Huyện có {communes} xã được chọn", f"Districts with {communes} communes"
    vietnamese, english = _LEVELS[units[0].level]
    return f"{vietnamese} ({kind.value})", f"{english} ({kind.value})"


def kind_name(kind: UnitKind, plan: Plan) -> str:
    """A kind's name in the officer's language."""
    return either(*names_of(kind, plan))


def meaning_by_kind(one: Ambiguity, plan: Plan) -> Words | None:
    """An answer that lists kinds, contents or counters by their codes, in words; None for any other."""
    if one.value == "—":
        return None
    match one.setting:
        case "verification.contents":
            contents = plan.verification.contents
            return "; ".join(each.name for each in contents), "; ".join(each.name_en for each in contents)
        case "scoring.counters":
            found = [_COUNTERS.get(code, (code, code)) for code in one.value.split(", ")]
            return ", ".join(each for each, _ in found), ", ".join(each for _, each in found)
        case setting if setting.startswith("kinds.*."):
            said = [_of_kind(setting.removeprefix("kinds.*."), each, plan) for each in one.value.split("; ")]
            return "; ".join(each for each, _ in said), "; ".join(each for _, each in said)
        case _:
            return None


def _of_kind(setting: str, told: str, plan: Plan) -> Words:
    """ "SO busiest_two" as "Sở, ban, ngành: 2 lĩnh vực đông nhất"."""
    code, _, value = told.partition(" ")
    vietnamese, english = names_of(UnitKind(code), plan)
    what = _value(setting, value)
    return f"{vietnamese}: {what[0]}", f"{english}: {what[1]}"


def _value(setting: str, value: str) -> Words:
    match setting:
        case "allocation":
            return _ALLOCATIONS.get(value, (value, value))
        case "require_result":
            return ("có", "yes") if value == "true" else ("không", "no")
        case "census_below":
            return f"dưới {value} người", f"fewer than {value} people"
        case "busiest":
            return value.replace(", ", "-"), value.replace(", ", "-")
        case "choice":
            said = value
            for pattern, words in _AREAS:
                said = re.sub(pattern, words, said)
            return said, value
        case _:
            return value, value
