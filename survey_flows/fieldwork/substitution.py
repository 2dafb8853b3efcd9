"""Substitution: which reserve unit replaces a case that closed without an interview.

Rules (domain.md A-13, Sơn La report I.6): in the fixed order of the reserve list; the same
service of the same unit; only after a closing disposition that allows it; never for a complete or
a partial; one replacement for one case (reliability.md I5). Whether the quota still has room is
checked where the release is written, in the same transaction (I6).
"""

from __future__ import annotations

from collections.abc import Sequence

from survey_flows.fieldwork.case import Case, SampleRole
from survey_flows.fieldwork.dispositions import Disposition, meaning


def choose_reserve(reserves: Sequence[Case], closed: Case) -> Case | None:
    """The reserve to release for `closed`, or None when there is none or none is due.

    `reserves` may hold any cases of any strata in any order, released ones included: a case that
    already replaces `closed` means there is nothing left to do.
    """
    if not meaning(closed.disposition).allows_substitution:
        return None
    if any(case.replaces == closed.id for case in reserves):
        return None
    waiting = (
        case
        for case in reserves
        if case.role is SampleRole.RESERVE
        and case.disposition is Disposition.RESERVED
        and (case.unit, case.service) == (closed.unit, closed.service)
    )
    return min(waiting, key=lambda case: (case.position, case.id), default=None)
