"""The reserve sample: half as many again, from what the official sample left (Sơn La plan step 3).

Rules: its size is a share of the allocated n, rounded up (A-11); it is drawn from the rest of the
list, renumbered, in the same systematic way; where a service has too few left, the rest is
borrowed from the unit's other service with the larger remainder and marked (plan L150, A-12).
Representatives beyond a list's quota wait in the list's order (A-29). A census has no reserve
(A-14) and does not come here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from survey_flows.sampling.frame import FrameUnit
from survey_flows.sampling.picks import Pick
from survey_flows.sampling.rules import ListReserve, ServiceRules, UnitRules
from survey_flows.sampling.systematic import draw_serials

_Left = list[tuple[int, FrameUnit]]  # people in no sample yet, with their serials in N


def reserve_size(allocated: int, share: Fraction) -> int:
    """The reserve wanted beside `allocated` people, rounded up.

    >>> reserve_size(5, Fraction(1, 2))
    3
    """
    return -(-allocated * share.numerator // share.denominator)


def lenders(remainders: Mapping[int, int], *, short: int) -> list[int]:
    """The services to borrow from, the larger remainder first; ties go to the one named first.

    `remainders` maps a service's place in the unit to how many of its people are in no sample.
    """
    others = [place for place, left in remainders.items() if place != short and left > 0]
    return sorted(others, key=lambda place: (-remainders[place], place))


def draw_reserves(
    rules: UnitRules,
    lists: Sequence[Sequence[FrameUnit]],
    wanted: Sequence[int],
    chosen: Sequence[Sequence[Pick]],
) -> list[tuple[Pick, ...]]:
    """The reserves of all services: each one's own first, then what short ones borrow.

    `lists`, `wanted` (allocated n) and `chosen` (official samples) follow the order of
    `rules.services`, as does the answer.
    """
    pools = [
        _Pool(rules, service, people, n, picks)
        for service, people, n, picks in zip(rules.services, lists, wanted, chosen, strict=True)
    ]
    for pool in pools:
        pool.take_own()
    if rules.draw.borrows_reserve:
        asked = {one.person for pool in pools for one in pool.asked}
        for place, pool in enumerate(pools):
            _borrow(pool, place, pools, asked)
    return [tuple(pool.reserve) for pool in pools]


class _Pool:
    """One service while reserves are drawn: who is left, and the reserve so far."""

    def __init__(
        self,
        rules: UnitRules,
        service: ServiceRules,
        people: Sequence[FrameUnit],
        wanted: int,
        selected: Sequence[Pick],
    ) -> None:
        serials = {pick.serial for pick in selected}
        numbered = list(enumerate(people, start=1))
        self.service = service
        self.asked = [one for serial, one in numbered if serial in serials]
        self.left: _Left = [(serial, one) for serial, one in numbered if serial not in serials]
        self.reserve: list[Pick] = []
        self.is_used = wanted > 0
        self._rules = rules
        self._size = reserve_size(wanted, rules.draw.reserve_share)

    @property
    def missing(self) -> int:
        """How many the reserve still lacks; a list is never topped up."""
        return 0 if self.service.is_list else max(0, self._size - len(self.reserve))

    def take_own(self) -> None:
        if not self.service.is_list:
            own = self.draw(self.left, self._size, purpose="reserve")
        elif self._rules.draw.list_reserve is ListReserve.REST:
            own = list(self.left)
        else:
            own = []
        self.reserve += [Pick(serial, one.id, at) for at, (serial, one) in enumerate(own)]
        self.asked += [one for _, one in own]
        self.give(own)

    def draw(self, people: _Left, n: int, *, purpose: str) -> _Left:
        stratum = f"{self._rules.unit}/{self.service.code}/{purpose}"
        return [
            people[serial - 1] for serial in draw_serials(len(people), n, self._rules.draw, stratum=stratum)
        ]

    def give(self, people: _Left) -> None:
        gone = {one.id for _, one in people}
        self.left = [(serial, one) for serial, one in self.left if one.id not in gone]


def _borrow(short: _Pool, place: int, pools: Sequence[_Pool], asked: set[str]) -> None:
    """Fill `short` from the unit's other services; `asked` holds who is in one of its samples."""
    left = {at: len(pool.left) for at, pool in enumerate(pools) if pool.is_used and not pool.service.is_list}
    for at in lenders(left, short=place):
        if not short.missing:
            return
        lender = pools[at]
        # Somebody already in one of the unit's samples is no substitute for it.
        free = [(serial, one) for serial, one in lender.left if one.person not in asked]
        lent = short.draw(free, short.missing, purpose=f"borrowed/{lender.service.code}")
        short.reserve += [
            Pick(serial, one.id, len(short.reserve) + later, borrowed_from=lender.service.code)
            for later, (serial, one) in enumerate(lent)
        ]
        asked |= {one.person for _, one in lent}
        lender.give(lent)
