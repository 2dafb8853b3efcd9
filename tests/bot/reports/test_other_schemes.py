"""What reports of the other schemes hold: districts of a household survey, the index of quality."""

from __future__ import annotations

import random
from collections import Counter
from functools import cache

from bot.reports.compile import ReportUnit, compile_report
from bot.reports.model import Report, ReportHead
from bot.reports.responses import FormKind, Record, form_responses
from bot.reports.settings import ReportSettings
from scoring import Text
from scoring.estimates import Estimate
from scoring.tables import RowKind, Table
from survey_flows.forms import LAI_CHAU_HOUSEHOLD, SOC_TRANG_FULL
from tests.bot.reports.examples import answers
from tests.survey_flows.questionnaire.examples import built_in

DISTRICTS = {"THAN_UYEN": "UBND huyện Than Uyên", "SIN_HO": "UBND huyện Sìn Hồ", "LAI_CHAU": "TP Lai Châu"}
HEAD = ReportHead(Text("Khảo sát"), "Lai Châu", "Sở Nội vụ", 2024, "9/2024", "1/11/2024")
PEOPLE = 60


@cache
def surveyed(code: str, kind: FormKind) -> tuple[Report, tuple[Record, ...]]:
    """A report over made-up answers of `PEOPLE` in each district, and the answers."""
    choose = random.Random(7)
    form = built_in(code)
    records = tuple(
        Record(unit, "DICH_VU", answers(form, choose, 0.7)) for unit in DISTRICTS for _ in range(PEOPLE)
    )
    responses = form_responses(kind, form, records, dict.fromkeys(DISTRICTS, "huyen"))
    units = [ReportUnit(unit, name, "huyen") for unit, name in DISTRICTS.items()]
    report = compile_report(
        HEAD, units, {"huyen": "Huyện, thành phố"}, [responses], [], settings=ReportSettings()
    )
    return report, records


def table(report: Report, code: str) -> Table:
    [found] = [one for one in report.tables if one.code == code]
    return found


def test_perception_and_expectation_stand_district_by_district_beside_the_province() -> None:
    report, records = surveyed(LAI_CHAU_HOUSEHOLD, FormKind.HOUSEHOLD)
    form = built_in(LAI_CHAU_HOUSEHOLD)
    for code, item in (("3d", "p1_1"), ("6d", "x_1")):
        found = table(report, code)
        headings = [column.heading.vi for column in found.columns]
        assert headings == ["Câu hỏi, câu trả lời", *DISTRICTS.values(), "Toàn tỉnh"]
        question = form.by_name[item]
        start = next(at for at, row in enumerate(found.rows) if row.cells == (question.labels["vi"],))
        assert found.rows[start].kind is RowKind.HEADING
        for choice, row in zip(question.choices, found.rows[start + 1 :], strict=False):
            label, *figures = row.cells
            assert label == choice.labels["vi"]
            said = Counter(one.unit for one in records if one.answers.get(item) == choice.code)
            for unit, figure in zip(DISTRICTS, figures, strict=False):
                assert isinstance(figure, Estimate)
                asked = sum(one.unit == unit and item in one.answers for one in records)
                assert (figure.numerator, figure.denominator) == (said[unit], asked)


def test_only_a_household_survey_has_tables_by_district_of_what_people_think() -> None:
    report, _ = surveyed(SOC_TRANG_FULL, FormKind.FULL)
    assert {"3d", "6d"}.isdisjoint(one.code for one in report.tables)


def test_soc_trang_has_one_index_of_quality_beside_satisfaction() -> None:
    report, records = surveyed(SOC_TRANG_FULL, FormKind.FULL)
    form = built_in(SOC_TRANG_FULL)
    items = [name for group in form.quality for name in group.criteria]
    given = [value for one in records for name in items if (value := one.answers.get(name))]
    whole = table(report, "5k")
    label, index, *_ = whole.rows[0].cells
    assert label == "Chất lượng chung"
    assert isinstance(index, Estimate)
    assert (index.numerator, index.denominator) == (sum(value in {"4", "5"} for value in given), len(given))
    assert index.value != report.province.pooled.value, "satisfaction is another index"
    labels = [row.cells[0] for row in whole.rows]
    assert [labels.index(group.names["vi"]) for group in form.quality]
    assert len(labels) == 1 + len(form.quality) + len(items)


def test_quality_has_a_line_a_unit() -> None:
    report, records = surveyed(SOC_TRANG_FULL, FormKind.FULL)
    form = built_in(SOC_TRANG_FULL)
    lines = {row.cells[0]: row.cells[1:] for row in table(report, "5m").rows}
    assert list(lines) == list(DISTRICTS.values())
    items = [name for group in form.quality for name in group.criteria]
    for unit, name in DISTRICTS.items():
        its = [
            value for one in records if one.unit == unit for item in items if (value := one.answers.get(item))
        ]
        index = lines[name][0]
        assert isinstance(index, Estimate)
        assert (index.numerator, index.denominator) == (sum(value in {"4", "5"} for value in its), len(its))


def test_a_scheme_without_items_of_quality_has_no_such_table() -> None:
    report, _ = surveyed(LAI_CHAU_HOUSEHOLD, FormKind.HOUSEHOLD)
    assert {"5k", "5m"}.isdisjoint(one.code for one in report.tables)
