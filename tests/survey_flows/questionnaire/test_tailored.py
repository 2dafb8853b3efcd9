"""A plan's choices about its questionnaires (A-31) reach what people are asked."""

from __future__ import annotations

import re

import pytest

from survey_flows.questionnaire.logic import logic_for
from survey_flows.questionnaire.model import ItemRole, Questionnaire
from survey_flows.questionnaire.tailored import asks_literacy, tailored
from tests.builders import LONG_FORM, compiled


def limit(questionnaire: Questionnaire) -> int | None:
    [item] = [item for item in questionnaire.items if item.role is ItemRole.EXPECTATION]
    return item.maximum_choices


@pytest.mark.parametrize("most", [1, 2, 5])
def test_as_many_wishes_may_be_named_as_the_plan_says(most: int) -> None:
    form = tailored(compiled(LONG_FORM), expectation_choices=most)
    item = form.by_name["x1"]
    assert limit(form) == most
    for text in (*item.labels.values(), *item.constraint_messages.values()):
        assert re.findall(r"\d+", text) == [str(most)]
    logic = logic_for(form)
    codes = [choice.code for choice in item.choices]
    assert not logic.violates("x1", " ".join(codes[:most]), {})
    assert logic.violates("x1", " ".join(codes[: most + 1]), {})


def test_a_form_that_agrees_with_the_plan_stays_as_it_is() -> None:
    form = compiled(LONG_FORM)
    assert tailored(form, expectation_choices=3) is form


def test_another_number_is_another_version_of_the_form() -> None:
    form = compiled(LONG_FORM)
    other = tailored(form, expectation_choices=2)
    assert other.version != form.version
    assert other.version == tailored(form, expectation_choices=2).version
    assert tailored(other, expectation_choices=3).version == form.version


@pytest.mark.parametrize(("form", "asks"), [("lai_chau_household", True), (LONG_FORM, False)])
def test_a_form_says_whether_it_screens_for_reading(form: str, asks: bool) -> None:
    assert asks_literacy(compiled(form)) is asks
