"""Read what a report is made of: finished forms judged valid or not, and the counts of fieldwork.

A form's verdict is its validity's (domain.md A-19): reasons keep it out, flags only point at it.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from storage.interviews import ResponseRow, Validity
from storage.queries import CellProgress
from storage.unit_of_work import UnitOfWork
from survey_flows.fieldwork.dispositions import Disposition, meaning
from survey_flows.ids import QuestionnaireVersion, UnitCode, WaveId
from survey_flows.questionnaire.dates import LOCAL
from survey_flows.questionnaire.logic import logic_for
from survey_flows.questionnaire.model import ItemRole, Questionnaire
from survey_flows.questionnaire.stored import from_bytes
from survey_flows.verification.backcheck import BackCheckOutcome
from survey_flows.verification.validity import CollectedForm, Flag, Reason, ValidityRules, judge


@dataclass(frozen=True, slots=True)
class ValidForm:
    """One form that counts; `unit` is the unit that was asked about, a commune or its district.

    `helped_by` is the code of who read or tapped for the respondent, "" for nobody. `channel` it ended on;
    `month` (2024-10), by the calendar of Viet Nam, is all that is told of when.
    """

    unit: UnitCode
    service: str
    questionnaire: QuestionnaireVersion
    answers: Mapping[str, str]
    helped_by: str = ""
    channel: str = ""
    month: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """A wave's harvest. `collected` and `invalid` count forms by unit; `outcomes` the back-checks.

    `reasons` and `flags` count, by unit, why forms do not count (the first reason of each) and what
    looks odd about those that do; a flag the plan ignores is not there. `over_quota` forms came after the
    last place and are not collected; `borrowed` reserves were released for another service than their own;
    `corrections` are the forms published while people answered, as the wave keeps them.
    """

    questionnaires: Mapping[QuestionnaireVersion, Questionnaire]
    forms: Sequence[ValidForm]
    collected: Mapping[UnitCode, int]
    invalid: Mapping[UnitCode, int]
    reasons: Mapping[UnitCode, Counter[Reason]]
    flags: Mapping[UnitCode, Counter[Flag]]
    progress: Sequence[CellProgress]
    drawn: int
    outcomes: Mapping[BackCheckOutcome, int]
    over_quota: Mapping[UnitCode, int] = field(default_factory=dict)
    borrowed: Mapping[UnitCode, int] = field(default_factory=dict)
    corrections: Sequence[Mapping[str, str]] = ()
    endings: Mapping[UnitCode, Mapping[str, int]] = field(default_factory=dict)
    """Issued cases of each unit by the letter of their outcome group (AAPOR)."""


async def collect_results(unit: UnitOfWork, wave: WaveId, rules: ValidityRules) -> Results:
    """Read one consistent snapshot of the wave and judge every finished form (domain.md A-19)."""
    questionnaires = {
        version: from_bytes(raw) for version, raw in (await unit.waves.questionnaires()).items()
    }
    forms: list[ValidForm] = []
    collected: Counter[UnitCode] = Counter()
    invalid: Counter[UnitCode] = Counter()
    reasons: defaultdict[UnitCode, Counter[Reason]] = defaultdict(Counter)
    flags: defaultdict[UnitCode, Counter[Flag]] = defaultdict(Counter)
    over_quota: Counter[UnitCode] = Counter()
    for response in await unit.interviews.responses(wave):
        if response.validity is Validity.OVER_QUOTA:
            over_quota[response.unit] += 1  # came after the last place: thanked, never collected
            continue
        collected[response.unit] += 1
        questionnaire = questionnaires[response.questionnaire]
        record = json.loads(response.record)
        answers = record["a"]
        judged = judge(_form(response, answers, questionnaire), rules)
        if not judged.is_valid:
            invalid[response.unit] += 1
            reasons[response.unit][judged.reasons[0]] += 1
            continue
        flags[response.unit].update(judged.flags)
        forms.append(
            ValidForm(
                response.unit,
                response.service,
                response.questionnaire,
                answers,
                record.get("h", ""),
                str(response.mode),
                f"{response.completed_at.astimezone(LOCAL):%Y-%m}",
            )
        )
    backchecks = await unit.reviews.all(wave)
    return Results(
        questionnaires=questionnaires,
        forms=forms,
        collected=collected,
        invalid=invalid,
        reasons=reasons,
        flags=flags,
        progress=await unit.queries.progress(wave),
        drawn=len(backchecks),
        outcomes=Counter(BackCheckOutcome(row.outcome) for row in backchecks if row.outcome is not None),
        over_quota=over_quota,
        borrowed=await unit.queries.borrowed_counts(wave),
        corrections=(await unit.waves.get(wave)).settings.get("corrections", []),
        endings=_letters(await unit.queries.disposition_counts(wave)),
    )


def _letters(
    dispositions: Mapping[UnitCode, Mapping[Disposition, int]],
) -> dict[UnitCode, dict[str, int]]:
    """Cases by outcome group; those never issued have none."""
    found: dict[UnitCode, Counter[str]] = {}
    for code, counts in dispositions.items():
        letters = found.setdefault(code, Counter())
        for disposition, count in counts.items():
            if group := meaning(disposition).group.value:
                letters[group] += count
    return {code: dict(letters) for code, letters in found.items()}


def _form(response: ResponseRow, answers: Mapping[str, str], questionnaire: Questionnaire) -> CollectedForm:
    logic = logic_for(questionnaire)
    applicable = [
        item.name
        for item in questionnaire.items
        if item.role is ItemRole.SATISFACTION and logic.is_relevant(item.name, answers)
    ]
    return CollectedForm(
        applicable=len(applicable),
        satisfaction=[answers[name] for name in applicable if name in answers],
        items_answered=len(answers),
        seconds=int((response.completed_at - response.started_at).total_seconds()),
        has_failed_verification=response.validity is Validity.QUARANTINED,
    )
