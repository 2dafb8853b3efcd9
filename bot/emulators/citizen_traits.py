"""What kind of people simulated citizens are: who answers, when, how, and who never does.

The shares are invented but anchored: losses for the reasons Sơn La's report names (away, moved,
refused, died, wrong phone), silence and refusals as high as a survey by message must expect, so
that reminders and reserves are worked hard. Clearly a simulation, not a finding about anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from random import Random

WILLING_WITH_RESERVE = 0.74
"""Share who complete where a reserve half as large stands behind the sample."""

WILLING_WITHOUT_RESERVE = 0.94
"""Share who complete where everybody is asked and nobody can be replaced."""


class Ending(StrEnum):
    """How a person's part in the survey will end, if the collector behaves."""

    COMPLETES = "completes"
    NEVER_ANSWERS = "never_answers"
    REFUSES = "refuses"
    STOPS = "stops"
    BREAKS_OFF = "breaks_off"
    WRONG_NUMBER = "wrong_number"
    WRONG_PERSON = "wrong_person"
    MOVED = "moved"
    AWAY = "away"
    DECEASED = "deceased"
    INELIGIBLE = "ineligible"


LOST = frozenset({Ending.WRONG_PERSON, Ending.MOVED, Ending.AWAY, Ending.DECEASED, Ending.INELIGIBLE})
"""Somebody answers, to say that the sampled person does not."""

LOSSES: tuple[tuple[Ending, float], ...] = (
    (Ending.NEVER_ANSWERS, 0.36),
    (Ending.REFUSES, 0.15),
    (Ending.WRONG_NUMBER, 0.14),
    (Ending.BREAKS_OFF, 0.10),
    (Ending.STOPS, 0.08),
    (Ending.WRONG_PERSON, 0.06),
    (Ending.MOVED, 0.05),
    (Ending.AWAY, 0.02),
    (Ending.DECEASED, 0.02),
    (Ending.INELIGIBLE, 0.02),
)
"""How those who give no interview share out; sums to 1."""


class Spelling(StrEnum):
    """How a person writes on a phone."""

    DIGITS = "digits"
    FULL = "full"  # words with diacritics
    PLAIN = "plain"  # words without diacritics
    SHORT = "short"  # shortenings


@dataclass(frozen=True, slots=True)
class Temperament:
    """One person's habits. `…_at` are numbers of questions seen, None for never.

    `letters_needed` is how many letters move this person: 1 the invitation, 2 the first reminder,
    3 the second. `pace_s` is the median time for one answer, in seconds. `lapses_at`: falls silent
    there and goes on when reminded.
    """

    ending: Ending
    prefers_telegram: bool
    letters_needed: int
    start_after_s: float
    pace_s: float
    types_words: bool
    spelling: Spelling
    slip_share: float
    asks_who_at: int | None
    goes_back_at: int | None
    pauses_at: int | None
    lapses_at: int | None
    leaves_at: int


def draw_temperament(random: Random, willing: float) -> Temperament:
    """Draw one person; `willing` is the share of people like this one who complete."""
    ending = Ending.COMPLETES
    if random.random() >= willing:
        ending = random.choices([name for name, _ in LOSSES], [share for _, share in LOSSES])[0]
    prefers_telegram = random.random() < 0.55
    letters_needed = random.choices([1, 2, 3], [0.6, 0.26, 0.14])[0]
    pace = (8.0 if prefers_telegram else 40.0) * random.lognormvariate(0, 0.5)
    return Temperament(
        ending=ending,
        prefers_telegram=prefers_telegram,
        letters_needed=letters_needed,
        start_after_s=_start_after_s(random),
        pace_s=pace,
        types_words=random.random() < (0.12 if prefers_telegram else 0.3),
        spelling=random.choices(list(Spelling), [0.3, 0.25, 0.3, 0.15])[0],
        slip_share=random.choices([0.0, 0.02, 0.08], [0.7, 0.22, 0.08])[0],
        asks_who_at=_sometimes(random, 0.08, 1, 3),
        goes_back_at=_sometimes(random, 0.07, 4, 20),
        pauses_at=_sometimes(random, 0.05, 5, 20),
        # Who needed every reminder to begin has none left to be called back by.
        lapses_at=_sometimes(random, 0.05, 4, 20) if letters_needed < 3 else None,
        leaves_at=random.randint(2, 18),
    )


def _sometimes(random: Random, share: float, earliest: int, latest: int) -> int | None:
    place = random.randint(earliest, latest)
    return place if random.random() < share else None


def _start_after_s(random: Random) -> float:
    """From the letter to the first answer: most within hours, one in six sleeps on it a day or two."""
    if random.random() < 1 / 6:
        return random.uniform(18, 44) * 3600
    return min(random.lognormvariate(7.6, 1.2), 15 * 3600.0)
