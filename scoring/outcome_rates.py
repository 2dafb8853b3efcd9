"""Outcome rates of a survey: response, cooperation, refusal and contact, from counts per outcome group.

Formulas are those of the American Association for Public Opinion Research's Standard Definitions, with
its letters (reliability.md §6.6):

    I   interviews          R   refusals, break-offs     UH  unknown whether there is somebody to ask
    P   partial interviews  NC  never reached            UO  unknown for another reason
    NE  not eligible        O   other eligible people without an interview

    RR1 = I / (I+P + R+NC+O + UH+UO)             RR2 the same with I+P above the line
    RR3 = I / (I+P + R+NC+O + e·(UH+UO))         RR4 likewise
    RR5 = I / (I+P + R+NC+O)                     RR6 likewise
    COOP1 = I / (I+P + R+O)                      COOP2 with I+P above; COOP3, COOP4 without O below
    REF1 = R / (I+P + R+NC+O + UH+UO)            REF2 with e·(UH+UO), REF3 without UH+UO
    CON1 = (I+P + R+O) / (I+P + R+O+NC + UH+UO)  CON2 with e·(UH+UO), CON3 without UH+UO

e is the share of the unknown cases that are taken to be eligible. Unless it is given it is the share among
cases whose eligibility is known, (I+P+R+NC+O) / (I+P+R+NC+O+NE): the proportional allocation of CASRO.
Whoever publishes RR3 or RR4 must say e; it stands beside the rates here. Cases are every one issued: the
official sample and the reserves that stepped in; a replaced person keeps the own outcome. A rate of all
cases there are has no sampling error, so estimates here carry none. Values are in percent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum

import narwhals as nw
from narwhals.typing import IntoDataFrame, IntoFrame

from scoring.estimates import Estimate
from scoring.responses import InvalidResponses


class Outcome(StrEnum):
    """An outcome group, by the letter the rates are written with."""

    INTERVIEW = "I"
    PARTIAL = "P"
    REFUSAL = "R"
    NONCONTACT = "NC"
    OTHER = "O"
    UNKNOWN_CONTACT = "UH"
    UNKNOWN_OTHER = "UO"
    NOT_ELIGIBLE = "NE"


class Rate(StrEnum):
    """The sixteen rates, by their usual names."""

    RR1 = "RR1"
    RR2 = "RR2"
    RR3 = "RR3"
    RR4 = "RR4"
    RR5 = "RR5"
    RR6 = "RR6"
    COOP1 = "COOP1"
    COOP2 = "COOP2"
    COOP3 = "COOP3"
    COOP4 = "COOP4"
    REF1 = "REF1"
    REF2 = "REF2"
    REF3 = "REF3"
    CON1 = "CON1"
    CON2 = "CON2"
    CON3 = "CON3"


@dataclass(frozen=True, slots=True)
class OutcomeCounts:
    """How many cases ended in each group.

    >>> OutcomeCounts(interviews=60, refusals=20, not_eligible=20).eligibility
    0.8
    """

    interviews: int = 0
    partials: int = 0
    refusals: int = 0
    noncontacts: int = 0
    others: int = 0
    unknown_contact: int = 0
    unknown_other: int = 0
    not_eligible: int = 0

    def __post_init__(self) -> None:
        for field in fields(self):
            if getattr(self, field.name) < 0:
                raise ValueError(f"{field.name} is below zero: {getattr(self, field.name)}")

    @classmethod
    def of_letters(cls, counts: Mapping[str, int]) -> OutcomeCounts:
        """Take counts by letter, I, P, R, NC, O, UH, UO and NE; raises ValueError on any other.

        >>> OutcomeCounts.of_letters({"I": 3, "NC": 1})
        OutcomeCounts(interviews=3, partials=0, refusals=0, noncontacts=1, others=0, unknown_contact=0, \
unknown_other=0, not_eligible=0)
        """
        unknown = set(counts) - set(Outcome)
        if unknown:
            known = ", ".join(Outcome)
            raise ValueError(f"unknown outcome group {', '.join(sorted(unknown))} (known: {known})")
        return cls(*(counts.get(letter, 0) for letter in Outcome))

    @property
    def eligible(self) -> int:
        """Cases known to be eligible."""
        return self.interviews + self.partials + self.refusals + self.noncontacts + self.others

    @property
    def unknown(self) -> int:
        """Cases nobody knows the eligibility of."""
        return self.unknown_contact + self.unknown_other

    @property
    def eligibility(self) -> float | None:
        """The share of eligible cases among those known to be eligible or not; None if there are none."""
        known = self.eligible + self.not_eligible
        return self.eligible / known if known else None


@dataclass(frozen=True, slots=True)
class OutcomeRates:
    """The rates of one group of cases, with the counts behind them and the e that was used.

    Each estimate's `base` is the number of cases issued, those not eligible included; its `value` is None
    when nothing stands below the line, or when e is wanted and cannot be known.
    """

    group: tuple[object, ...]
    counts: OutcomeCounts
    eligibility: float | None
    rates: Mapping[Rate, Estimate]


def rates_of(
    counts: OutcomeCounts, *, eligibility: float | None = None, group: tuple[object, ...] = ()
) -> OutcomeRates:
    """Return all sixteen rates; e is estimated unless `eligibility` (0 to 1) gives it.

    >>> counts = OutcomeCounts(interviews=70, partials=5, refusals=10, noncontacts=15, unknown_other=25)
    >>> found = rates_of(counts)
    >>> found.rates[Rate.RR1].value, found.rates[Rate.RR2].value, found.rates[Rate.RR6].value
    (56.0, 60.0, 75.0)
    """
    if eligibility is not None and not 0 <= eligibility <= 1:
        raise ValueError(f"eligibility is a share between 0 and 1, not {eligibility}")
    share = counts.eligibility if eligibility is None else eligibility
    issued = counts.eligible + counts.unknown + counts.not_eligible
    complete, any_interview = counts.interviews, counts.interviews + counts.partials
    spoken_to = any_interview + counts.refusals
    contacted = spoken_to + counts.others
    known = counts.eligible
    everybody = known + counts.unknown
    estimated: float | None = known
    if counts.unknown:
        estimated = None if share is None else known + share * counts.unknown
    parts: Mapping[Rate, tuple[int, float | None]] = {
        Rate.RR1: (complete, everybody),
        Rate.RR2: (any_interview, everybody),
        Rate.RR3: (complete, estimated),
        Rate.RR4: (any_interview, estimated),
        Rate.RR5: (complete, known),
        Rate.RR6: (any_interview, known),
        Rate.COOP1: (complete, contacted),
        Rate.COOP2: (any_interview, contacted),
        Rate.COOP3: (complete, spoken_to),
        Rate.COOP4: (any_interview, spoken_to),
        Rate.REF1: (counts.refusals, everybody),
        Rate.REF2: (counts.refusals, estimated),
        Rate.REF3: (counts.refusals, known),
        Rate.CON1: (contacted, everybody),
        Rate.CON2: (contacted, estimated),
        Rate.CON3: (contacted, known),
    }
    rates = {
        rate: Estimate(above, below or 0, issued, 100 * above / below if below else None)
        for rate, (above, below) in parts.items()
    }
    return OutcomeRates(group, counts, share, rates)


def outcome_rates(
    frame: IntoFrame,
    *,
    outcome: str = "outcome",
    by: Sequence[str] = (),
    eligibility: float | None = None,
) -> tuple[OutcomeRates, ...]:
    """Return the rates of every group of a frame with one row a case and its letter in column `outcome`.

    A null or empty letter is a unit that was never issued and is left out. e is estimated in each group by
    itself unless it is given: for small units give that of the whole. Raises `InvalidResponses` on a
    missing column, an unknown letter or a row without a group. Collects one small table of counts.

    >>> import polars
    >>> cases = polars.DataFrame({"unit": ["x", "x", "y", "y"], "outcome": ["I", "R", "I", None]})
    >>> [(each.group, each.rates[Rate.RR1].value) for each in outcome_rates(cases, by=["unit"])]
    [(('x',), 50.0), (('y',), 100.0)]
    """
    lazy = nw.from_native(frame).lazy()
    schema = lazy.collect_schema()
    for column in (*by, outcome):
        if column not in schema:
            raise InvalidResponses(column, None, "the frame has no such column")
    issued = lazy.select(*by, outcome).filter(~nw.col(outcome).is_null() & (nw.col(outcome) != ""))
    table = issued.group_by(*by, outcome, drop_null_keys=False).agg(nw.len().alias("\x1fcases")).collect()
    counts: dict[tuple[object, ...], dict[str, int]] = {}
    keys = zip(*(table[column].to_list() for column in by), strict=True) if by else [()] * len(table)
    for key, letter, cases in zip(keys, table[outcome].to_list(), table["\x1fcases"].to_list(), strict=True):
        if any(part is None or part != part for part in key):  # noqa: PLR0124  NaN is the only one
            raise InvalidResponses(", ".join(by), None, "a case has no value here; every case needs one")
        if letter not in set(Outcome):
            raise InvalidResponses(outcome, letter, f"unknown outcome group {letter!r}")
        counts.setdefault(key, {})[letter] = int(cases)
    groups = sorted(counts, key=lambda key: [(type(part).__name__, part) for part in key])
    return tuple(
        rates_of(OutcomeCounts.of_letters(counts[group]), eligibility=eligibility, group=group)
        for group in groups
    )


def outcome_frame(found: Sequence[OutcomeRates], by: Sequence[str], *, like: IntoFrame) -> IntoDataFrame:
    """Return rates as a tidy frame, one row a group and rate, in the library of the frame `like`.

    Columns: the by-columns, `rate`, `numerator`, `denominator`, `cases`, `value` (percent), `eligibility`.

    >>> import polars
    >>> cases = polars.DataFrame({"outcome": ["I", "I", "R", "NC"]})
    >>> outcome_frame(outcome_rates(cases), (), like=cases).filter(polars.col("rate") == "CON1")["value"][0]
    75.0
    """
    rows = [(each, rate, estimate) for each in found for rate, estimate in each.rates.items()]
    columns: dict[str, list[object]] = {
        name: [each.group[place] for each, _, _ in rows] for place, name in enumerate(by)
    }
    columns["rate"] = [rate.value for _, rate, _ in rows]
    columns["numerator"] = [float(estimate.numerator) for _, _, estimate in rows]
    columns["denominator"] = [float(estimate.denominator) for _, _, estimate in rows]
    columns["cases"] = [estimate.base for _, _, estimate in rows]
    columns["value"] = [estimate.value for _, _, estimate in rows]
    columns["eligibility"] = [each.eligibility for each, _, _ in rows]
    backend = nw.from_native(like).lazy().select(nw.len()).collect().implementation
    tidy: IntoDataFrame = nw.from_dict(columns, backend=backend).to_native()
    return tidy
