"""The item bank: the committed forms are what it composes, and what translators filled in stays."""

from __future__ import annotations

import re

import pytest

from survey_flows.errors import InvalidQuestionnaire
from survey_flows.forms import (
    LANG_SON_IN_PERSON,
    SON_LA_IN_PERSON,
    SON_LA_IN_PERSON_ORGANISATION,
    SON_LA_ONLINE,
    SON_LA_ONLINE_ORGANISATION,
    form_files,
)
from survey_flows.forms.bank import compose, read_bank
from survey_flows.questionnaire.model import Item, ItemRole
from survey_flows.questionnaire.sheets import read_sheets
from survey_flows.questionnaire.xlsform import compile_form
from tests.survey_flows.questionnaire.examples import FOLDER, built_in

BANK_TEXT, RECIPES_TEXT = (
    (FOLDER / name).read_text(encoding="utf-8") for name in ("bank.toml", "recipes.toml")
)
BANK = read_bank(BANK_TEXT, RECIPES_TEXT)


def committed(code: str) -> tuple[str, str]:
    form, factors = form_files[code]
    return (FOLDER / form).read_text(encoding="utf-8"), (FOLDER / factors).read_text(encoding="utf-8")


def test_there_is_a_recipe_for_every_form_and_a_form_for_every_recipe() -> None:
    assert set(BANK.codes) == set(form_files)


@pytest.mark.parametrize("code", sorted(form_files))
def test_a_committed_form_is_what_the_bank_composes(code: str) -> None:
    """If this fails, edit bank.toml or recipes.toml and run `python -m tests.write_forms`."""
    markdown, factors = committed(code)
    composed = compose(BANK, code, kept=markdown)
    assert composed.markdown == markdown
    assert composed.factors == factors


def test_no_question_and_no_part_of_the_bank_lies_idle() -> None:
    parts = BANK.recipes["parts"]
    forms = BANK.recipes["forms"].values()
    used = {part for form in forms for part in (*form["parts"], form.get("screener", ""))} - {""}
    assert used == set(parts)
    asked = {asked.partition("*")[0].strip() for part in parts.values() for asked in part["items"].values()}
    assert asked | {form["consent"] for form in forms} == set(BANK.questions["questions"])
    assert {part["heading"] for part in parts.values()} == set(BANK.questions["headings"])
    lists = {question["type"].partition(" ")[2] for question in BANK.questions["questions"].values()} - {""}
    own = {name for form in forms for name in form.get("lists", {}).values()}
    assert lists | own == set(BANK.questions["lists"])


def test_every_question_says_where_its_content_comes_from() -> None:
    assert all(question["source"] for question in BANK.questions["questions"].values())


@pytest.mark.parametrize(
    ("citizens", "organisations"),
    [(SON_LA_IN_PERSON, SON_LA_IN_PERSON_ORGANISATION), (SON_LA_ONLINE, SON_LA_ONLINE_ORGANISATION)],
)
def test_citizens_and_organisations_answer_the_same_items_in_their_own_wording(
    citizens: str, organisations: str
) -> None:
    citizen, organisation = built_in(citizens), built_in(organisations)
    assert citizen.factors == organisation.factors

    def asked(form: str) -> list[Item]:
        personal = {ItemRole.DEMOGRAPHIC, ItemRole.CONSENT}
        return [item for item in built_in(form).items if item.role not in personal]

    for one, other in zip(asked(citizens), asked(organisations), strict=True):
        assert (one.name, one.choices, one.relevant, one.reading) == (
            other.name,
            other.choices,
            other.relevant,
            other.reading,
        )
        assert (
            one.labels["vi"].replace("Ông/bà", "Quý đơn vị").replace("ông/bà", "quý đơn vị")
            == (other.labels["vi"])
        )
    personal = {"sex", "age_band", "ethnicity", "education", "occupation"}
    assert personal <= set(citizen.by_name)
    assert not personal & set(organisation.by_name)
    assert {"organisation_type", "organisation_size", "position_held"} <= set(organisation.by_name)


@pytest.mark.parametrize("code", sorted(form_files))
def test_an_organisation_is_never_addressed_as_a_citizen_nor_a_citizen_as_an_organisation(code: str) -> None:
    audience = BANK.recipes["forms"][code]["audience"]
    strange = {"citizen": "quý đơn vị|quý cơ quan", "organisation": "quý cơ quan", "agency": "quý đơn vị"}
    for item in built_in(code).items:
        for text in item.labels.values():
            assert "{" not in text, item.name
            assert not re.search(strange[audience], text, re.IGNORECASE), item.name


def translated(markdown: str, sheet_row: str, text: str, *, column: str = "label::Tiếng Tày (tyz)") -> str:
    """A translator writes `text` into a column of the row that starts so."""
    heading = next(
        line for line in markdown.splitlines() if line.startswith(("| | type", "| | list_name"))
    ).split(" |")
    place = next(at for at, cell in enumerate(heading) if cell.strip() == column)
    lines = markdown.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(sheet_row))
    cells = lines[at].split(" |")
    cells[place] = f" {text}"
    lines[at] = " |".join(cells)
    return "\n".join(lines) + "\n"


def test_what_a_translator_filled_in_stays_when_the_form_is_composed_again() -> None:
    markdown, _ = committed(LANG_SON_IN_PERSON)
    filled = translated(markdown, "| | select_one trips | q4", "(bản dịch thử)")
    assert filled != markdown
    again = compose(BANK, LANG_SON_IN_PERSON, kept=filled)
    assert again.markdown == filled
    rows = read_sheets(again.markdown.encode(), "md")["survey"].rows
    (trips,) = [row for row in rows if row.cells.get("name") == "q4"]
    assert trips.cells["label::Tiếng Tày (tyz)"] == "(bản dịch thử)"


def test_a_language_nobody_has_begun_is_no_language_and_one_begun_must_be_finished() -> None:
    markdown, factors = committed(LANG_SON_IN_PERSON)
    assert "label::Tiếng Tày (tyz)" in markdown
    assert "media::audio::Tiếng Tày (tyz)" in markdown
    assert built_in(LANG_SON_IN_PERSON).languages == ("vi", "en")
    begun = translated(markdown, "| | select_one trips | q4", "(bản dịch thử)")
    with pytest.raises(InvalidQuestionnaire) as problem:
        compile_form(begun.encode(), file_type="md", factors=factors, name=LANG_SON_IN_PERSON)
    codes = {issue.code for issue in problem.value.issues}
    assert codes == {"missing-translation"}
    assert all("tyz" in issue.where or "tyz" in issue.message for issue in problem.value.issues)


def test_a_recipe_that_names_what_the_bank_does_not_have_is_refused_by_name() -> None:
    broken = read_bank(BANK_TEXT, RECIPES_TEXT.replace('q4 = "trips"', 'q4 = "tripps"'))
    with pytest.raises(InvalidQuestionnaire, match="tripps"):
        compose(broken, SON_LA_IN_PERSON)
    with pytest.raises(InvalidQuestionnaire, match="not TOML"):
        read_bank("[", RECIPES_TEXT)


def test_recorded_sound_is_a_file_name_in_its_column() -> None:
    """For whoever cannot read: the question is heard, the answer is a button."""
    markdown, factors = committed(LANG_SON_IN_PERSON)
    row = "| | select_one trips | q4"
    for language, name in (("Tiếng Việt (vi)", "q4-vi.ogg"), ("Tiếng Nùng (nut)", "q4-nut.ogg")):
        markdown = translated(markdown, row, name, column=f"media::audio::{language}")
    compiled = compile_form(markdown.encode(), file_type="md", factors=factors, name=LANG_SON_IN_PERSON)
    assert compiled.by_name["q4"].media == {"audio": {"vi": "q4-vi.ogg", "nut": "q4-nut.ogg"}}
