"""Invented people of the synthetic register: who they are, where they live, how to reach them."""

from __future__ import annotations

import random
from dataclasses import dataclass

from bot.emulators import register_names as names
from bot.emulators.register_phones import new_phone
from survey_flows.ids import UnitCode
from survey_flows.plans.plan import Plan
from survey_flows.plans.values import Level, Unit
from survey_flows.sampling.provinces import province_of

_SHARED_PHONE = 0.003  # a household with one phone


@dataclass(frozen=True, slots=True)
class Person:
    """The truth about one invented person; `phone` is E.164, `organisation` "" for a citizen."""

    name: str
    phone: str
    birth_year: int
    is_woman: bool
    people: str
    address: str
    district: str
    organisation: str = ""


class Population:
    """Everybody made so far. A person may turn up in several lists, as in life."""

    def __init__(self, plan: Plan, rng: random.Random) -> None:
        """Lay out villages for every district and commune of `plan`."""
        self.by_phone: dict[str, Person] = {}
        self._known: dict[str, list[Person]] = {}
        self._words = names.words_of(plan.province)
        self._peoples = [people for people in self._words.peoples for _ in range(people.share)]
        self._province = plan.province
        self._elsewhere = [place for place in names.ELSEWHERE if province_of(place) != plan.province]
        self._villages: dict[str, list[str]] = {}
        self._districts = [unit.code for unit in homes_of(plan)]
        for district in homes_of(plan):
            place = district.name.removeprefix("UBND ")
            ours = {
                unit.code: unit.name.removeprefix("UBND ").removesuffix(f", {place}")
                for unit in plan.children(district.code)
            }
            for code, commune in ours.items():
                self._villages[code] = self._lay_out(commune, place, rng)
            others = self._words.communes.get(district.code, () if ours else ("",))
            self._villages[district.code] = [
                *(village for code in ours for village in self._villages[code]),
                *(village for commune in others for village in self._lay_out(commune, place, rng)),
            ]

    def new(self, district: UnitCode | None, commune: UnitCode | None, rng: random.Random) -> Person:
        """Somebody who was in no list before; of any district when none is given."""
        home = district or self._districts[int(rng.random() * len(self._districts))]
        villages = self._villages[commune or home]
        organisation = ""
        if rng.random() < 0.04:
            kind = names.BUSINESSES[int(rng.random() * len(names.BUSINESSES))]
            word = self._words.business_words[int(rng.random() * len(self._words.business_words))]
            organisation = f"{kind} {word} {int(rng.random() * 90) + 10}"
        person = self._make(villages[int(rng.random() * len(villages))], home, organisation, rng)
        self._known.setdefault(home, []).append(person)
        return person

    def head(self, commune: UnitCode, village: str, rng: random.Random) -> Person:
        """The head of a household in a village of the commune."""
        address = next(one for one in self._villages[commune] if one.startswith(f"{village},"))
        return self._make(address, commune, "", rng)

    def known(self, district: UnitCode | None, rng: random.Random) -> Person:
        """Somebody of the district who is in some list already, if there is anybody."""
        home = district or self._districts[int(rng.random() * len(self._districts))]
        people = self._known.get(home)
        return people[int(rng.random() * len(people))] if people else self.new(district, None, rng)

    def official(self, office: str, rng: random.Random) -> Person:
        """Somebody who represents an office."""
        return self._make(f"{office}, tỉnh {self._province}", "", office, rng)

    def elsewhere(self, rng: random.Random) -> str:
        """An address outside the province."""
        return self._elsewhere[int(rng.random() * len(self._elsewhere))]

    def _make(self, address: str, district: str, organisation: str, rng: random.Random) -> Person:
        people = self._peoples[int(rng.random() * len(self._peoples))]
        is_woman = rng.random() < 0.46
        family = people.families[int(rng.random() * len(people.families))]
        middles = people.women_middle if is_woman else people.men_middle
        givens = people.women if is_woman else people.men
        middle = middles[int(rng.random() * len(middles))]
        given = givens[int(rng.random() * len(givens))]
        phone = new_phone(rng)
        if phone in self.by_phone or rng.random() < _SHARED_PHONE:
            known = self._known.get(district)
            phone = known[-1].phone if known else new_phone(rng)
        person = Person(
            name=f"{family} {middle} {given}",
            phone=phone,
            birth_year=1950 + int(rng.random() * 56),
            is_woman=is_woman,
            people=people.name,
            address=address
            if rng.random() < 0.6 or address.endswith(self._province)
            else f"{address}, tỉnh {self._province}",
            district=district,
            organisation=organisation,
        )
        self.by_phone.setdefault(phone, person)
        return person

    def villages(self, commune: UnitCode) -> list[str]:
        """The villages of a commune or district as addresses: village, commune, district."""
        return self._villages[commune]

    def _lay_out(self, commune: str, district: str, rng: random.Random) -> list[str]:
        """Six to fourteen villages of a commune, numbered groups where it is a town or ward."""
        count = rng.randrange(6, 15)
        if not commune or commune.startswith("xã"):
            firsts = rng.sample(self._words.villages_first, count)
            lasts = rng.sample(self._words.villages_last, count)
            word = self._words.village_word
            local = [f"{word} {first} {last}" for first, last in zip(firsts, lasts, strict=True)]
        else:
            word = "Tổ" if commune.startswith("phường") else "Tiểu khu"
            local = [f"{word} {number}" for number in range(1, count + 1)]
        return [", ".join(filter(None, (village, commune, district))) for village in local]


def homes_of(plan: Plan) -> tuple[Unit, ...]:
    """Where people live: the districts, or the communes of a plan without districts."""
    return tuple(unit for unit in plan.units if unit.level is Level.DISTRICT) or tuple(
        unit for unit in plan.units if unit.level is Level.COMMUNE
    )
