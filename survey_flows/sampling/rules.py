"""What a plan decides about one unit's sample, as values the sampling code can use.

The plan file is the author; these types carry its words here, so that sampling knows no file
format. Source: Sơn La plan II.3 and III.1 (domain.md §1.2), choices of domain.md §2.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from survey_flows.ids import ServiceCode, UnitCode


class UnitKind(StrEnum):
    """What sort of unit is assessed; each sort has its own way to choose respondents.

    Kinds are data (A-41): a plan may call one by any other code, and `UnitKind(code)` is then that
    kind. The members are the ones the first schemes share.
    """

    SO = "SO"
    SO_ONLINE = "SO_ONLINE"
    SO_INTERAGENCY = "SO_INTERAGENCY"
    KCN_MIXED = "KCN_MIXED"
    HUYEN = "HUYEN"
    XA = "XA"

    @classmethod
    def _missing_(cls, value: object) -> UnitKind | None:
        if not isinstance(value, str) or not value:
            return None
        kind = str.__new__(cls, value)
        kind._name_ = kind._value_ = value
        # The same code is the same object, as with the members.
        return cls._value2member_map_.setdefault(value, kind)  # type: ignore[return-value]


class AllocationMethod(StrEnum):
    """How a unit's quota is divided among its services.

    FIXED: each service carries its own n (huyện, xã). BUSIEST_TWO: 40-50 for the busiest service,
    the rest for the second (other sở, A-17). PROPORTIONAL: largest remainder over all services
    (online sở, A-15). LIST: a list of representatives, no draw (A-29). CENSUS_AND_LIST: everyone
    who used a service, plus a list of representatives (Ban Quản lý các khu công nghiệp).
    """

    FIXED = "fixed"
    BUSIEST_TWO = "busiest_two"
    PROPORTIONAL = "proportional"
    LIST = "list"
    CENSUS_AND_LIST = "census_and_list"


class IntervalMethod(StrEnum):
    """How k = N/n is used when it is not whole (A-05)."""

    FRACTIONAL = "fractional"
    FLOOR = "floor"


class Shortage(StrEnum):
    """What happens when a service has fewer eligible people than its n.

    ACCEPT: the sample is everyone there (plan L144). OTHER_SERVICES: the unit's other services
    make up for it (plan L83).
    """

    ACCEPT = "accept"
    OTHER_SERVICES = "other_services"


class ListReserve(StrEnum):
    """What becomes of representatives beyond the quota (A-29)."""

    NONE = "none"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class DrawRules:
    """How serials are chosen from a list.

    `start` is the first serial, counted from 1 (A-06: always 1); a `seed` replaces it by a random
    start that every reader can recompute. `reserve_share` is the reserve as a share of the
    allocated n, rounded up (A-11); `borrows_reserve` lets a short service take from another (A-12).
    """

    interval: IntervalMethod = IntervalMethod.FRACTIONAL
    start: int = 1
    seed: int | None = None
    reserve_share: Fraction = Fraction(1, 2)
    borrows_reserve: bool = True
    list_reserve: ListReserve = ListReserve.REST


@dataclass(frozen=True, slots=True)
class ServiceRules:
    """One service of a unit: its fixed n (or None), and whether its frame is a list to take from the top."""

    code: ServiceCode
    n: int | None = None
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class UnitRules:
    """Everything the draw of one unit depends on, besides the frames themselves.

    `quota` is the number of forms the plan gives the unit. With fewer than `census_below` distinct
    eligible people everyone is taken and there is no reserve (A-14); 0 switches that off.
    `busiest` is the band of the busiest service, `second_minimum` what the second should get (A-17).
    """

    unit: UnitCode
    kind: UnitKind
    quota: int
    allocation: AllocationMethod
    services: tuple[ServiceRules, ...]
    draw: DrawRules = DrawRules()
    census_below: int = 0
    busiest: tuple[int, int] = (40, 50)
    second_minimum: int = 10
    shortage: Shortage = Shortage.ACCEPT
    plan_digest: str = ""
