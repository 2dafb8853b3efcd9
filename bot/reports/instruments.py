"""Which forms of a scheme are one instrument, and which tables each goes to: read from the plan.

A form for organisations asks what its form for citizens asks, under the same codes (A-44): both are read
as one. What sort of form it is follows from who is asked it: a list of representatives, households,
users of the counter, of the portal, or of either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.reports.responses import FormKind
from survey_flows.ids import QuestionnaireVersion
from survey_flows.plans.plan import Plan
from survey_flows.questionnaire.model import Questionnaire
from survey_flows.sampling.frame import SubmissionMode


def form_kinds(plan: Plan) -> dict[str, FormKind]:
    """The kind of every form that somebody sampled is asked, by code; forms for organisations left out."""
    found: dict[str, FormKind] = {}
    for unit in plan.units:
        for service in unit.services:
            kind = FormKind.FULL
            if service.is_list:
                kind = FormKind.INTER_AGENCY
            elif plan.households is not None:
                kind = FormKind.HOUSEHOLD
            elif unit.modes == {SubmissionMode.DIRECT}:
                kind = FormKind.IN_PERSON
            elif SubmissionMode.DIRECT not in unit.modes:
                kind = FormKind.ONLINE
            found.setdefault(service.form, kind)
    return found


def instruments(
    plan: Plan, questionnaires: Mapping[QuestionnaireVersion, Questionnaire]
) -> dict[str, tuple[Questionnaire, frozenset[QuestionnaireVersion]]]:
    """By code, in the plan's order: the form with all its items, and every version answers may come from.

    The questions only organisations are asked stand behind those of the citizens' form.
    """
    found: dict[str, tuple[Questionnaire, frozenset[QuestionnaireVersion]]] = {}
    same = plan.same_form
    for code in form_kinds(plan):
        versions = [
            (version, form)
            for version, form in questionnaires.items()
            if same.get(form.code, form.code) == code
        ]
        if versions:
            ours = [form for _, form in versions if form.code == code]
            others = [form for _, form in versions if form.code != code]
            found[code] = (_one(code, [*ours, *others]), frozenset(version for version, _ in versions))
    return found


def _one(code: str, forms: Sequence[Questionnaire]) -> Questionnaire:
    first, *others = forms
    known = {item.name for item in first.items}
    added = []
    for form in others:
        added += [item for item in form.items if item.name not in known]
        known |= {item.name for item in form.items}
    return replace(first, code=code, items=(*first.items, *added)) if added else first
