"""Plan and form must say the same of who may answer, or no wave is made."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.commands.failures import CommandError
from bot.commands.wave import refuse_unless_agreed
from survey_flows.forms import LAI_CHAU_HOUSEHOLD
from tests.survey_flows.plans.schemes import scheme
from tests.survey_flows.questionnaire.examples import built_in


def test_the_age_of_an_adult_is_the_plans_and_the_forms() -> None:
    plan, form = scheme("lai_chau_2024"), built_in(LAI_CHAU_HOUSEHOLD)
    assert plan.households is not None
    refuse_unless_agreed(plan, form)
    younger = replace(plan, households=replace(plan.households, minimum_age=16))
    with pytest.raises(CommandError, match="minimum_age = 16"):
        refuse_unless_agreed(younger, form)


def test_who_must_be_able_to_read_is_asked_so() -> None:
    plan, form = scheme("lai_chau_2024"), built_in(LAI_CHAU_HOUSEHOLD)
    with pytest.raises(CommandError, match="literacy_screener"):
        refuse_unless_agreed(replace(plan, literacy_screener=False), form)
