"""Which forms of a scheme are one instrument, and which tables each goes to: read from the plan.

A form for organisations asks what its form for citizens asks, under the same codes (A-44): both are read
as one. So are a form and the corrected versions of it that a wave published, as long as they ask the same
criteria on the same scale; answers a correction added stand beside the old ones. A version with other
criteria is an instrument of its own: who was never asked a criterion did not skip it. What sort of form
it is follows from who is asked it: a list of representatives, households, users of the counter, of the
portal, or of either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.reports.responses import FormKind
from survey_flows.ids import QuestionnaireVersion
from survey_flows.plans.plan import Plan
from survey_flows.questionnaire.model import Item, Questionnaire
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


@dataclass(frozen=True, slots=True)
class ReadAsOne:
    """Versions that make one instrument: `form` holds all their items, `code` is that of the plan's form."""

    code: str
    form: Questionnaire
    versions: frozenset[QuestionnaireVersion]


def instruments(
    plan: Plan, questionnaires: Mapping[QuestionnaireVersion, Questionnaire]
) -> tuple[ReadAsOne, ...]:
    """The instruments in the plan's order, each with every version answers to it may come from.

    The questions only organisations are asked stand behind those of the citizens' form.
    """
    same = plan.same_form
    found: list[ReadAsOne] = []
    for code in form_kinds(plan):
        versions = [form for form in questionnaires.values() if same.get(form.code, form.code) == code]
        versions.sort(key=lambda form: form.code != code)
        for number, alike in enumerate(_alike(versions)):
            known = frozenset(version for version, form in questionnaires.items() if form in alike)
            name = code if number == 0 else f"{code}-{number + 1}"
            found.append(ReadAsOne(code, _one(name, alike), known))
    return tuple(found)


def _alike(versions: Sequence[Questionnaire]) -> list[list[Questionnaire]]:
    """Versions that can be read as one together."""
    groups: dict[tuple[object, ...], list[Questionnaire]] = {}
    for form in versions:
        groups.setdefault(_measured(form), []).append(form)
    return list(groups.values())


def _measured(form: Questionnaire) -> tuple[object, ...]:
    """What the indices of a form are made of: factors, criteria and scale, without any wording."""
    factors = tuple((each.code, each.criteria, each.is_routed) for each in form.factors)
    scales = {
        tuple(choice.code for choice in form.by_name[name].choices)
        for each in form.factors
        for name in each.criteria
    }
    return factors, frozenset(scales), form.satisfied_codes


def _one(code: str, forms: Sequence[Questionnaire]) -> Questionnaire:
    first, *others = forms
    items = {item.name: item for item in first.items}
    for form in others:
        for item in form.items:
            items[item.name] = _with_choices(items[item.name], item) if item.name in items else item
    return replace(first, code=code, items=tuple(items.values()))


def _with_choices(item: Item, other: Item) -> Item:
    """An item with the answers another version of it offers too."""
    known = {choice.code for choice in item.choices}
    added = tuple(choice for choice in other.choices if choice.code not in known)
    return replace(item, choices=(*item.choices, *added)) if added else item
