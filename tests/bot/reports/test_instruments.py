"""Which forms of a scheme are one instrument, which tables they go to, and what those are called."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.forms import compile_named_form
from bot.reports.instruments import form_kinds, instruments
from bot.reports.responses import FormKind, instrument_of
from bot.reports.titles import titled, unranked
from scoring.tables import Column, ColumnKind, Row, Table, Text
from scoring.wording import TITLES
from survey_flows.questionnaire.model import Choice, ItemRole
from tests.survey_flows.plans.schemes import scheme


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("son_la_2024", {FormKind.IN_PERSON, FormKind.ONLINE, FormKind.INTER_AGENCY}),
        ("lang_son_2022", {FormKind.IN_PERSON, FormKind.INTER_AGENCY}),
        ("lai_chau_2024", {FormKind.HOUSEHOLD}),
        ("soc_trang_2017_2020", {FormKind.FULL}),
    ],
)
def test_the_plan_tells_what_its_forms_are(name: str, kinds: set[FormKind]) -> None:
    assert set(form_kinds(scheme(name)).values()) == kinds


def test_both_wordings_of_a_form_are_one_instrument() -> None:
    plan = scheme("lang_son_2022")
    forms = [compile_named_form(name) for name in plan.forms]
    found = instruments(plan, {form.version: form for form in forms})
    [one] = [each for each in found if each.code == "lang_son_in_person"]
    assert len(one.versions) == 2
    assert instrument_of(one.form) == instrument_of(compile_named_form("lang_son_in_person"))
    assert {"sex", "organisation_size"} <= set(one.form.by_name)
    assert len(found) == 2


def test_a_corrected_form_stays_one_instrument_with_the_answers_it_adds() -> None:
    plan = scheme("lang_son_2022")
    old = compile_named_form("lang_son_inter_agency")
    wish = next(item for item in old.items if item.role is ItemRole.EXPECTATION)
    new_wish = replace(wish, choices=(*wish.choices, Choice("x9", {"vi": "Điều thêm vào"})))
    items = tuple(new_wish if item is wish else item for item in old.items)
    new = replace(old, digest="f" * 64, items=items)
    [one] = instruments(plan, {old.version: old, new.version: new})
    assert one.versions == {old.version, new.version}
    assert one.form.code == old.code
    assert [choice.code for choice in one.form.by_name[wish.name].choices][-1] == "x9"


def test_a_version_that_asks_other_criteria_is_an_instrument_of_its_own() -> None:
    plan = scheme("lang_son_2022")
    old = compile_named_form("lang_son_inter_agency")
    fewer = replace(old.factors[0], criteria=old.factors[0].criteria[:-1])
    new = replace(old, digest="f" * 64, factors=(fewer, *old.factors[1:]))
    first, second = instruments(plan, {old.version: old, new.version: new})
    assert (first.code, second.code) == (old.code, old.code)
    assert (first.form.code, second.form.code) == (old.code, f"{old.code}-2")
    assert first.versions == {old.version}


def table(code: str) -> Table:
    return Table(code, TITLES[code], (Column("unit", Text("Đơn vị"), ColumnKind.TEXT),), ())


def names(kind: FormKind, blocks: dict[str, str]) -> str:
    tables = [table(code) for code in ("2", "3", "4", "4c", "5", "5e", "6")]
    return " ".join(one.title.vi for one in titled(tables, [kind], blocks))


def test_a_household_survey_speaks_of_three_aspects_and_of_no_agency() -> None:
    said = names(FormKind.HOUSEHOLD, {"huyen": "Huyện, thành phố"})
    for aspect in ("Nhận định, đánh giá", "Mức độ hài lòng", "Nhu cầu, mong đợi"):
        assert aspect in said
    assert "sở" not in said
    assert "phiếu trực tiếp" not in said


def test_blocks_are_called_what_the_plan_calls_them() -> None:
    said = names(FormKind.FULL, {"so": "Cơ quan tỉnh", "huyen": "Huyện, thị xã"})
    assert "khối cơ quan tỉnh" in said
    assert "phiếu đầy đủ" in said
    assert "phiếu trực tiếp" not in said


def test_a_code_that_comes_twice_is_numbered() -> None:
    found = [one.code for one in titled([table("5c"), table("5c")], [FormKind.ONLINE], {"so": "Sở"})]
    assert found == ["5c", "5c-2"]


def test_without_ranks_units_keep_their_order_and_totals_stay_below() -> None:
    columns = (Column("rank", Text("Hạng"), ColumnKind.COUNT), *table("4").columns)
    ranked = Table("4", TITLES["4"], columns, (Row((1, "B")), Row((2, "A")), Row((None, "Tổng"))))
    assert [row.cells for row in unranked(ranked, ["A", "B"]).rows] == [("A",), ("B",), ("Tổng",)]
