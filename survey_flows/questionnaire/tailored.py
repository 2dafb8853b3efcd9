"""A form as a plan wants it asked: what a plan sets about its questionnaires, applied to a compiled form.

Rules (domain.md §2): how many wishes a respondent may name is the plan's to say, not the form's (A-31).
A form that says so already stays as it is, to the digest. Whether people are screened for reading is
the plan's to say too (A-23), but a question cannot be made up here: form and plan must agree.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from survey_flows.questionnaire.model import Item, ItemRole, Questionnaire
from survey_flows.questionnaire.stored import with_digest

LITERACY_ITEM: Final = "reads"

_AT_MOST: Final = re.compile(r"(count-selected\(\s*\.\s*\)\s*)<=?\s*\d+")


def tailored(questionnaire: Questionnaire, *, expectation_choices: int) -> Questionnaire:
    """The questionnaire with at most so many wishes, in its rule and in its words.

    Only items that name a limit have one; an item that leaves it open stays open. Wording says the
    number in digits, so that it can be changed.
    """
    items = tuple(_with_limit(item, expectation_choices) for item in questionnaire.items)
    if items == questionnaire.items:
        return questionnaire
    return with_digest(replace(questionnaire, items=items))


def asks_literacy(questionnaire: Questionnaire) -> bool:
    """Whether the form screens for who reads by themselves: an item `reads` with the role of a screener."""
    return any(item.name == LITERACY_ITEM and item.role is ItemRole.SCREENER for item in questionnaire.items)


def _with_limit(item: Item, most: int) -> Item:
    old = item.maximum_choices
    if item.role is not ItemRole.EXPECTATION or old is None or old == most:
        return item

    def said(texts: Mapping[str, str]) -> dict[str, str]:
        return {language: re.sub(rf"\b{old}\b", str(most), text) for language, text in texts.items()}

    return replace(
        item,
        labels=said(item.labels),
        hints=said(item.hints),
        constraint=_AT_MOST.sub(rf"\g<1><= {most}", item.constraint),
        constraint_messages=said(item.constraint_messages),
        maximum_choices=most,
    )
