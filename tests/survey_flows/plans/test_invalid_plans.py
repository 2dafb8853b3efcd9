"""A plan file that contradicts itself is refused whole, with key, line and reason."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_flows.errors import InvalidPlan, Issue
from survey_flows.plans.plan import parse_plan

TEXT = files("survey_flows.plans").joinpath("son_la_2024.toml").read_text(encoding="utf-8")


def refused(*changes: tuple[str, str]) -> tuple[Issue, ...]:
    text = TEXT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    with pytest.raises(InvalidPlan) as error:
        parse_plan(text, source="plan.toml")
    assert error.value.source == "plan.toml"
    return error.value.issues


def line_of(part: str, text: str = TEXT) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


def test_text_that_is_no_toml_is_refused_with_its_line() -> None:
    (issue,) = refused(("[province]", "[province"))
    assert "line" in issue.message


def test_all_wrong_shapes_are_reported_at_once() -> None:
    issues = refused(
        ("year = 2024", 'year = "2024"'),
        ('interval = "fractional"', 'interval = "rounded"'),
        ("share_percent = 20 ", "share = 20 "),
        ("quota = 60", "quota = 0"),
    )
    places = {issue.where.split(",")[0] for issue in issues}
    assert places == {
        "wave.year",
        "draw.interval",
        "verification.share",
        "verification.share_percent",
        "kinds.SO.quota",
    }


def test_a_defect_names_its_line() -> None:
    issues = refused(('interval = "fractional"', 'interval = "rounded"'))
    assert issues[0].where == f"draw.interval, line {line_of('interval =')}"


def test_an_entry_of_a_list_has_its_own_line() -> None:
    issues = refused(('name = "UBND xã Cò Nòi"', "name = 5"))
    assert issues[0].where.endswith(f"line {line_of('UBND xã Cò Nòi')}")
    assert ".communes.2.name" in issues[0].where


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("to = 2024-09-30", "to = 2023-08-30", "window"),
        ("to = 2024-09-30", "to = 2024-12-30", "window"),
        ('name = "Sơn La"', 'name = "Sơn Lơ"', "province"),
        ('block = "so"', 'block = "cities"', "block"),
        ("busiest = [40, 50]", "busiest = [50, 40]", "band"),
        ("busiest = [40, 50]", "busiest = [40, 70]", "band"),
        ("census_below = 60", "census_below = 90", "census"),
        ('code = "SO_TC"', 'code = "SO_NV"', "code"),
        ("n_by_class = { 1 = 40, 2 = 30 }", "n_by_class = { 1 = 45, 2 = 30 }", "n"),
        ("n_by_class = { 1 = 40, 2 = 30 }", "n_by_class = { 1 = 40 }", "n"),
        ("quota = 50\n", "", "quota"),
        (", list = true", "", "list"),
        ('code = "TON_GIAO"', 'code = "TD_KT"', "code"),
        ('class = 1, chosen_as = "class_1"', 'class = 2, chosen_as = "class_1"', "class"),
        ('chosen_as = "seat"', 'chosen_as = "class_1"', "communes"),
        ('aliases = ["SNV"]', 'aliases = ["Sở Tài chính"]', "name"),
        ("reminder_gaps_hours = [72, 120]", "reminder_gaps_hours = [72, 120, 24]", "contact"),
        ("noncontact_after_hours = 336", "noncontact_after_hours = 200", "contact"),
        ("opens = 08:00:00", "opens = 21:00:00", "contact"),
    ],
)
def test_contradictions_are_named(old: str, new: str, code: str) -> None:
    issues = refused((old, new))
    assert code in {issue.code for issue in issues}
    assert all("line" in issue.where for issue in issues)


def test_only_districts_have_communes() -> None:
    commune = '{ code = "X", name = "X", class = 1, chosen_as = "seat", class_source = "assumed" }'
    codes = {issue.code for issue in refused(('kind = "SO"', f'kind = "SO"\ncommunes = [{commune}]'))}
    assert codes == {"communes"}


def test_a_unit_needs_services() -> None:
    issues = refused(
        ('code = "VP_UBND"', 'code = "VP"\nkind = "SO"\nname = "VP"\n\n[[units]]\ncode = "VP_UBND"')
    )
    assert [issue.code for issue in issues] == ["services"]


def test_a_kind_that_is_missing_is_named() -> None:
    start = TEXT.index("[kinds.KCN_MIXED]")
    end = TEXT.index("[kinds.HUYEN]")
    with pytest.raises(InvalidPlan) as error:
        parse_plan(TEXT[:start] + TEXT[end:], source="plan.toml")
    assert [issue.code for issue in error.value.issues] == ["kind"]


@given(st.text(max_size=200))
def test_any_other_text_is_refused_and_nothing_else_happens(text: str) -> None:
    with pytest.raises(InvalidPlan):
        parse_plan(text, source="plan.toml")
