"""Who belongs to the list N, and why the others do not (Sơn La plan III.1.b, step 1).

Rules: the result has been received, inside the window; the address lies in the province (by its name of
the window's time: see provinces.py); the way
of submission is the one this kind of unit is asked about (in person, or online and by public post);
address and phone are there. What decides whether somebody belongs to the population is asked
before what decides whether we can reach them, so the counted reasons read in that order. One line
a person a service; the newest stays (A-09).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from survey_flows.ids import ServiceCode, UnitCode
from survey_flows.sampling.frame import Exclusion, FrameRow, SubmissionMode
from survey_flows.sampling.matching import fold
from survey_flows.sampling.provinces import lies_in

_MARK_BITS = 40
_MARKS = (1 << _MARK_BITS) - 1


@dataclass(frozen=True, slots=True)
class EligibilityRules:
    """Who counts as a user of a service in this wave.

    `window_from` and `window_to` are both inside the window. A list of representatives
    (`require_result` and the dates off) is asked for a phone only.
    """

    window_from: date
    window_to: date
    province: str
    modes: frozenset[SubmissionMode]
    require_result: bool = True
    require_window: bool = True
    exclude_out_of_province: bool = True
    require_phone: bool = True
    require_address: bool = True


@dataclass(frozen=True, slots=True)
class Screening:
    """The list N of each (unit, service) mixed, in file order, and who was left out and why."""

    eligible: tuple[FrameRow, ...]
    excluded: tuple[tuple[FrameRow, Exclusion], ...]

    def counts(self) -> Mapping[Exclusion, int]:
        """How many lines each reason left out, in the order reasons are asked."""
        found = Counter(exclusion for _, exclusion in self.excluded)
        return {exclusion: found[exclusion] for exclusion in Exclusion if found[exclusion]}


def exclusion_of(row: FrameRow, rules: EligibilityRules) -> Exclusion | None:
    """Why `row` is outside the survey population; None when it is inside. Duplicates are not seen here."""
    if rules.require_result and row.result_on is None:
        return Exclusion.NO_RESULT
    if rules.require_window:
        # Receiving the result closes the transaction; a dossier handed in before the window counts.
        when = row.result_on or row.submitted_on
        if when is None or not rules.window_from <= when <= rules.window_to:
            return Exclusion.OUT_OF_WINDOW
    is_named = rules.exclude_out_of_province and row.province
    if is_named and not lies_in(row.province, rules.province, rules.window_to):
        return Exclusion.OUT_OF_PROVINCE
    if row.mode not in rules.modes:
        is_direct = row.mode is SubmissionMode.DIRECT
        return Exclusion.NOT_ONLINE if is_direct else Exclusion.ONLINE_OR_POSTAL
    if rules.require_address and not row.address:
        return Exclusion.NO_ADDRESS
    if rules.require_phone and not row.phone:
        return Exclusion.NO_PHONE
    return None


def person_key(row: FrameRow) -> str:
    """What makes two lines the same person (A-09): phone, name and year of birth."""
    return f"{row.phone}|{fold(row.name)}|{row.birth_year or ''}"


class Screener:
    """Sorts lines one after another into the list N and the excluded, one line a person a service.

    It keeps of each line in N who it is, when, and the `mark` its caller knows it by, not the line.
    """

    def __init__(self, rules_of: Callable[[UnitCode, ServiceCode], EligibilityRules]) -> None:
        """`rules_of` says what is asked for in a stratum."""
        self._rules_of = rules_of
        self._strata: dict[tuple[UnitCode, ServiceCode], tuple[EligibilityRules, dict[str, int]]] = {}

    def screen(self, row: FrameRow, mark: int) -> tuple[Exclusion | None, int | None]:
        """Why this line is left out, if it is; and the mark of the earlier line it takes the place of.

        `mark` is a whole number below 2**40.
        """
        stratum = self._strata.get((row.unit, row.service))
        if stratum is None:
            key = (row.unit, row.service)
            stratum = self._strata[key] = (self._rules_of(*key), {})
        rules, kept = stratum
        reason = exclusion_of(row, rules)
        if reason is not None:
            return reason, None
        person, when = person_key(row), _when(row).toordinal()
        # Day and mark of a person's newest line in one number: of a million lines a pair each is 60 MB more.
        other = kept.get(person)
        if other is not None and when < other >> _MARK_BITS:
            return Exclusion.DUPLICATE, None
        kept[person] = when << _MARK_BITS | mark
        return None, None if other is None else other & _MARKS


def screen(
    rows: Iterable[FrameRow], rules_of: Callable[[UnitCode, ServiceCode], EligibilityRules]
) -> Screening:
    """Sort lines into the list N and the excluded, one line a person a service."""
    screener = Screener(rules_of)
    eligible: dict[int, FrameRow] = {}
    places: dict[int, int] = {}  # a newer line stands where the first of its person stood
    excluded: list[tuple[FrameRow, Exclusion]] = []
    for mark, row in enumerate(rows):
        reason, earlier = screener.screen(row, mark)
        if reason is not None:
            excluded.append((row, reason))
            continue
        place = mark if earlier is None else places.pop(earlier)
        if earlier is not None:
            excluded.append((eligible[place], Exclusion.DUPLICATE))
        eligible[place] = row
        places[mark] = place
    return Screening(tuple(eligible.values()), tuple(excluded))


def _when(row: FrameRow) -> date:
    return row.result_on or row.submitted_on or date.min
