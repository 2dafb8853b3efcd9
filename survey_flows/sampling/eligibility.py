"""Who belongs to the list N, and why the others do not (Sơn La plan III.1.b, step 1).

Rules: the result has been received, inside the window; the address lies in the province; the way
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
    if rules.exclude_out_of_province and row.province and row.province != rules.province:
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


def screen(
    rows: Iterable[FrameRow], rules_of: Callable[[UnitCode, ServiceCode], EligibilityRules]
) -> Screening:
    """Sort lines into the list N and the excluded, one line a person a service."""
    cache: dict[tuple[UnitCode, ServiceCode], EligibilityRules] = {}
    kept: dict[tuple[UnitCode, ServiceCode, str], FrameRow] = {}
    excluded: list[tuple[FrameRow, Exclusion]] = []
    for row in rows:
        stratum = (row.unit, row.service)
        rules = cache.get(stratum)
        if rules is None:
            rules = cache[stratum] = rules_of(*stratum)
        reason = exclusion_of(row, rules)
        if reason is not None:
            excluded.append((row, reason))
            continue
        key = (*stratum, person_key(row))
        other = kept.get(key)
        if other is None:
            kept[key] = row
            continue
        newer, older = (row, other) if _when(row) >= _when(other) else (other, row)
        kept[key] = newer
        excluded.append((older, Exclusion.DUPLICATE))
    return Screening(tuple(kept.values()), tuple(excluded))


def _when(row: FrameRow) -> date:
    return row.result_on or row.submitted_on or date.min
