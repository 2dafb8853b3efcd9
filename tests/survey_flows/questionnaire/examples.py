"""Forms the tests compile: the built-in ones from their files, and small ones written in place."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import survey_flows.forms
from survey_flows.errors import InvalidQuestionnaire, Issue
from survey_flows.forms import form_files
from survey_flows.questionnaire.logic import Logic
from survey_flows.questionnaire.model import Item, ItemKind, Questionnaire
from survey_flows.questionnaire.xlsform import compile_form

FOLDER = Path(survey_flows.forms.__file__).parent
TITLE_ONLY = '[title]\nvi = "Thử"\n'


@cache
def built_in(code: str) -> Questionnaire:
    """A built-in form, compiled."""
    form, factors = form_files[code]
    return compile_form(
        (FOLDER / form).read_bytes(),
        file_type="md",
        factors=(FOLDER / factors).read_text(encoding="utf-8"),
        name=code,
    )


def compile_markdown(table: str, factors: str = TITLE_ONLY) -> Questionnaire:
    """Compile a form written in a test."""
    return compile_form(table.encode(), file_type="md", factors=factors, name="test")


def item(
    name: str,
    kind: ItemKind = ItemKind.SELECT_ONE,
    *,
    relevant: str = "",
    constraint: str = "",
    calculation: str = "",
) -> Item:
    """An item with nothing but expressions."""
    return Item(name, kind, {"vi": name}, relevant=relevant, constraint=constraint, calculation=calculation)


def logic_of(*items: Item) -> Logic:
    """The logic of a questionnaire with these items."""
    return Logic(Questionnaire("test", "", {}, ("vi",), items, ()))


def compile_alone(table: str, **attachments: str) -> Questionnaire:
    """Compile a form that lies alone, with attached tables by name (without `.csv`)."""
    files = {f"{name}.csv": text for name, text in attachments.items()}
    return compile_form(table.encode(), file_type="md", name="test", attachments=files)


def problems_of(table: str, **attachments: str) -> list[Issue]:
    """Every issue a form is refused for."""
    with pytest.raises(InvalidQuestionnaire) as refused:
        compile_alone(table, **attachments)
    return list(refused.value.issues)
