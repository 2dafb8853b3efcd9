"""The reserve sample: half as many again, from what the official sample left (Sơn La plan step 3).

Rules: its size is a share of the allocated n, rounded up (A-11); it is drawn from the rest of the
list, renumbered, in the same systematic way; where a service has too few left, the rest is
borrowed from the unit's other service with the larger remainder and marked (plan L150, A-12).
Representatives beyond a list's quota wait in the list's order (A-29). A census has no reserve
(A-14) and does not come here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from survey_flows.sampling.frame import FrameUnit
from survey_flows.sampling.picks import Pick, Stretch
from survey_flows.sampling.rules import ListReserve, ServiceRules, UnitRules
from survey_flows.sampling.systematic import rest_serial, start_shift, systematic


@dataclass(frozen=True, slots=True)
class Reserve:
    """The reserve of one service in order, and the passes over lists that gave it."""

    picks: tuple[Pick, ...] = ()
    stretches: tuple[Stretch, ...] = ()


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
) -> list[Reserve]:
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
    return [Reserve(tuple(pool.reserve), tuple(pool.stretches)) for pool in pools]


class _Pool:
    """One service while reserves are drawn: who is taken, and the reserve so far."""

    def __init__(
        self,
        rules: UnitRules,
        service: ServiceRules,
        people: Sequence[FrameUnit],
        wanted: int,
        selected: Sequence[Pick],
    ) -> None:
        self.service = service
        self.people = people
        self.taken = sorted(pick.serial for pick in selected)
        self.reserve: list[Pick] = []
        self.stretches: list[Stretch] = []
        self.is_used = wanted > 0
        self._rules = rules
        self._size = reserve_size(wanted, rules.draw.reserve_share)

    @property
    def left(self) -> int:
        """How many are in no sample yet."""
        return len(self.people) - len(self.taken)

    @property
    def missing(self) -> int:
        """How many the reserve still lacks; a list is never topped up."""
        return 0 if self.service.is_list else max(0, self._size - len(self.reserve))

    @property
    def asked(self) -> list[FrameUnit]:
        """Who is in a sample of this list."""
        return [self.people[serial - 1] for serial in self.taken]

    def take_own(self) -> None:
        if not self.service.is_list:
            places = self.places(self.left, self._size, purpose="reserve", lender=self.service)
        elif self._rules.draw.list_reserve is ListReserve.REST:
            places = tuple(range(1, self.left + 1))
            self.stretches.append(Stretch("reserve", self.service.code, self.left, self.left))
        else:
            places = ()
        self.add([rest_serial(self.taken, place) for place in places], self)

    def places(self, size: int, n: int, *, purpose: str, lender: ServiceRules) -> tuple[int, ...]:
        """Places, from 1, among `size` people who are left."""
        rules = self._rules
        of = purpose if lender is self.service else f"{purpose}/{lender.code}"
        shift = start_shift(size, n, rules.draw, stratum=f"{rules.unit}/{self.service.code}/{of}")
        self.stretches.append(Stretch(purpose, lender.code, size, min(n, size), shift))
        return systematic(size, n, method=rules.draw.interval, shift=shift)

    def add(self, serials: Sequence[int], lender: _Pool) -> None:
        """Take these serials of `lender` into the reserve."""
        borrowed_from = None if lender is self else lender.service.code
        self.reserve += [
            Pick(serial, lender.people[serial - 1].id, len(self.reserve) + later, borrowed_from)
            for later, serial in enumerate(serials)
        ]
        lender.taken = sorted({*lender.taken, *serials})


def _borrow(short: _Pool, place: int, pools: Sequence[_Pool], asked: set[str]) -> None:
    """Fill `short` from the unit's other services; `asked` holds who is in one of its samples."""
    left = {at: pool.left for at, pool in enumerate(pools) if pool.is_used and not pool.service.is_list}
    for at in lenders(left, short=place):
        if not short.missing:
            return
        lender, taken = pools[at], set(pools[at].taken)
        # Somebody already in one of the unit's samples is no substitute for it.
        free = [
            serial
            for serial, one in enumerate(lender.people, start=1)
            if serial not in taken and one.person not in asked
        ]
        places = short.places(len(free), short.missing, purpose="borrowed", lender=lender.service)
        lent = [free[place - 1] for place in places]
        short.add(lent, lender)
        asked |= {lender.people[serial - 1].person for serial in lent}
