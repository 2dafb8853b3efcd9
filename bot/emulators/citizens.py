"""The people behind the phone numbers of a frame, for the demo, the tests and the benchmarks.

The same seed and phone give the same person, whoever is asked first; a person exists from the
moment somebody writes to them. Clearly a simulation: no figure here is a finding about anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from random import Random

from bot.emulators.citizen import SMS, TELEGRAM, Act, Citizen, Shown
from bot.emulators.citizen_opinions import tendency
from bot.emulators.citizen_traits import (
    WILLING_WITH_RESERVE,
    WILLING_WITHOUT_RESERVE,
    Ending,
    draw_temperament,
)
from survey_flows.verification.backcheck import BackCheckOutcome

__all__ = [
    "SMS",
    "TELEGRAM",
    "WILLING_WITHOUT_RESERVE",
    "WILLING_WITH_RESERVE",
    "Act",
    "Citizen",
    "Population",
    "Shown",
    "answer_backcheck",
    "population",
]


class Population:
    """Everybody behind the phone numbers of a frame; a person is made when first written to."""

    def __init__(
        self,
        phones: Collection[str],
        seed: int,
        unit_of: Callable[[str], str],
        willing: Callable[[str], float],
        unit_tendency: Callable[[str], float],
    ) -> None:
        self._phones = phones
        self._seed = seed
        self._unit_of = unit_of
        self._willing = willing
        self._unit_tendency = unit_tendency
        self._people: dict[str, Citizen] = {}

    def __call__(self, phone: str) -> Citizen:
        """The person with this number; a number nobody holds is a person out of reach."""
        person = self._people.get(phone)
        if person is None:
            person = self._people[phone] = self._make(phone)
        return person

    def _make(self, phone: str) -> Citizen:
        random = Random(f"{self._seed}|temperament|{phone}")
        if phone not in self._phones:
            nobody = replace(draw_temperament(random, 1.0), ending=Ending.WRONG_NUMBER)
            return Citizen(phone, self._seed, nobody, 1.0)
        unit = self._unit_of(phone)
        temperament = draw_temperament(random, self._willing(unit))
        return Citizen(phone, self._seed, temperament, self._unit_tendency(unit))


def population(
    phones: Collection[str],
    seed: int,
    unit_of: Callable[[str], str],
    *,
    willing: Callable[[str], float] | None = None,
    unit_tendency: Callable[[str], float] | None = None,
) -> Population:
    """The people of `phones`; `unit_of` names the unit whose service each used.

    `willing` gives the share of a unit's people who complete (`WILLING_WITH_RESERVE` for all when
    None; where nobody can be replaced, give `WILLING_WITHOUT_RESERVE`), `unit_tendency` the share of
    satisfied answers (drawn between 84 and 99 % by `seed` when None).
    """
    return Population(
        phones,
        seed,
        unit_of,
        willing or (lambda _unit: WILLING_WITH_RESERVE),
        unit_tendency or (lambda unit: tendency(unit, seed)),
    )


def answer_backcheck(random: Random) -> BackCheckOutcome:
    """What a verification call comes to, near Sơn La 2024 (703, 103 and 4 of 810), a few failures added."""
    return random.choices(
        [
            BackCheckOutcome.CONFIRMED,
            BackCheckOutcome.WRONG_OR_UNREACHABLE,
            BackCheckOutcome.NON_COOPERATIVE,
            BackCheckOutcome.CONTENT_FAILED,
        ],
        [0.870, 0.120, 0.005, 0.005],
    )[0]
