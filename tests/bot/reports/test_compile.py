"""From stored records to a report: nothing counted twice, nothing left out."""

from __future__ import annotations

import random
from dataclasses import replace

import polars as pl
import pytest

from bot.reports.compile import ReportUnit, compile_report
from bot.reports.fieldwork import deviations_table
from bot.reports.model import Report, UnitDeviation
from bot.reports.responses import (
    FormKind,
    FormResponses,
    Record,
    criterion_names,
    digest_of,
    form_responses,
    instrument_of,
)
from bot.reports.settings import ReportSettings
from scoring import PRINTING, Estimate, InvalidResponses, Responses, RowKind, Settings, scores
from tests.bot.reports import examples


def table(report: Report, code: str) -> list[tuple[object, ...]]:
    return [row.cells for row in next(each for each in report.tables if each.code == code).rows]


def test_a_form_keeps_its_criteria_as_numbers_and_its_answers_as_codes() -> None:
    form = examples.questionnaire(FormKind.IN_PERSON)
    record = Record("MAI_SON", "TNMT", {"ip_a1": "5", "q1": "commune district", "q4": "2"}, "MAI_SON_CO_NOI")
    frame = form_responses(FormKind.IN_PERSON, form, [record], {"MAI_SON": "huyen"}).frame
    row = frame.row(0, named=True)
    assert (row["unit"], row["block"], row["place"], row["service"]) == (
        "MAI_SON",
        "huyen",
        "MAI_SON_CO_NOI",
        "TNMT",
    )
    assert (row["ip_a1"], row["ip_a2"], row["q1"], row["q4"]) == (5, None, "commune district", "2")
    assert frame.schema["ip_a1"] == pl.Int8
    assert "consent" not in frame.columns


def test_instruments_have_the_published_numbers_of_criteria() -> None:
    sizes = {
        kind: [len(f.criteria) for f in instrument_of(examples.questionnaire(kind)).factors]
        for kind in examples.FORMS
    }
    assert sizes == {
        FormKind.IN_PERSON: [4, 5, 6, 4, 5],
        FormKind.ONLINE: [3, 5, 6, 4, 5],
        FormKind.INTER_AGENCY: [5, 3, 4],
    }
    assert instrument_of(examples.questionnaire(FormKind.ONLINE)).factors[-1].is_routed


def test_criteria_are_named_by_what_their_questions_do_not_share() -> None:
    names = criterion_names(examples.questionnaire(FormKind.IN_PERSON))
    assert names["ip_a1"] == "Biển báo, chỉ dẫn để tìm ra nơi làm thủ tục"
    assert all(name and name[0].isupper() and not name.endswith("?") for name in names.values())


def test_the_digest_depends_on_answers_and_not_on_their_order() -> None:
    form = examples.questionnaire(FormKind.ONLINE)
    records = [Record("SO_NV", "X", {"ol_a1": str(code)}) for code in (1, 4, 5)]
    blocks = {"SO_NV": "so"}

    def digest(chosen: list[Record]) -> str:
        return digest_of([form_responses(FormKind.ONLINE, form, chosen, blocks)])

    assert digest(records) == digest(records[::-1])
    assert digest(records) != digest(records[:2])


def test_every_unit_has_a_score_and_both_ranks(report: Report) -> None:
    assert len(report.units) == 32
    for block, size in (("so", 20), ("huyen", 12)):
        places = sorted(unit.rank_in_block or 0 for unit in report.units if unit.block == block)
        assert places[0] == 1
        assert len(places) == size
    assert min(unit.rank or 99 for unit in report.units) == 1


def test_the_parks_board_pools_its_two_forms(report: Report) -> None:
    board = next(unit for unit in report.units if unit.code == "BQL_KCN")
    forms = {
        form.kind: form.frame.filter(pl.col("unit") == "BQL_KCN").height
        for form in examples.responses(scale=0.15)
    }
    assert forms[FormKind.ONLINE] > 0
    assert forms[FormKind.INTER_AGENCY] > 0
    assert board.sipas.base == sum(forms.values())


def test_blocks_pool_answers_and_the_province_is_their_mean(report: Report) -> None:
    first, second = report.blocks
    assert first.pooled.value is not None
    assert second.pooled.value is not None
    published = report.province.published
    assert published.value == pytest.approx((first.pooled.value + second.pooled.value) / 2)
    assert published.base == report.valid
    assert report.province.pooled.numerator == first.pooled.numerator + second.pooled.numerator


@pytest.mark.parametrize("rule", ["pooled", "mean_of_units", "mean_of_blocks"])
def test_the_wave_chooses_the_rule_of_the_province(report: Report, rule: str) -> None:
    assert replace(report.province, rule=rule).published == getattr(report.province, rule)


def test_errors_count_services_as_strata(report: Report) -> None:
    answers = [Responses(form.frame, form.instrument) for form in examples.responses(scale=0.15)]
    by_unit = scores(answers, by=("unit",), settings=Settings(strata=("unit", "place", "service")))
    expected = {each.group[0]: each.estimate for each in by_unit if each.measure == "SIPAS"}
    assert {unit.code: unit.sipas for unit in report.units} == expected


def test_all_tables_of_the_report_are_there(report: Report) -> None:
    codes = [each.code for each in report.tables]
    assert codes == [
        "1", "1b", "1c", "1d", "2", "2a", "3", "3a", "3b", "3c", "4", "4a", "4b", "4c", "4d", "4e",
        "5", "5a", "5b", "5e", "5c", "5g", "5d", "5h", "5i", "5i-2", "5i-3", "6", "6a", "6b", "PT",
    ]  # fmt: skip


def test_common_process_questions_are_pooled_over_forms(report: Report) -> None:
    """Harassment is asked in both procedure forms: one block of rows, everybody in its base."""
    rows = table(report, "3")
    people = sum(
        form.frame.height for form in examples.responses(scale=0.15) if form.kind is not FormKind.INTER_AGENCY
    )
    start = next(place for place, cells in enumerate(rows) if "gây khó dễ" in str(cells[0]))
    assert rows[start + 1][-1] == people
    assert sum("gây khó dễ" in str(cells[0]) for cells in rows) == 1


def test_questions_that_share_a_name_and_not_their_answers_stay_apart(report: Report) -> None:
    """q2 lists other channels online than in person."""
    in_person = [cells[0] for cells in table(report, "3")]
    assert "Nhờ đâu ông/bà biết phải đến nơi đó làm thủ tục?" in in_person
    assert "Nhờ đâu ông/bà biết có thể làm thủ tục này trên mạng?" in in_person


def test_units_by_factor_come_in_the_order_given(report: Report) -> None:
    names = [cells[0] for cells in table(report, "5e")]
    given = [unit.name for unit in examples.units()]
    assert names == [name for name in given if name in names]


def test_communes_stand_under_their_district(report: Report) -> None:
    communes = next(each for each in report.tables if each.code == "4c")
    headings = [row.cells[0] for row in communes.rows if row.kind is RowKind.HEADING]
    assert headings == list(examples.DISTRICTS.values())


def empty() -> list[FormResponses]:
    blocks = {"A": "so"}
    return [form_responses(kind, examples.questionnaire(kind), [], blocks) for kind in examples.FORMS]


def test_a_unit_nobody_answered_for_is_shown_without_a_value(report: Report) -> None:
    units = (*examples.units(), ReportUnit("NEW", "Sở mới", "so"))
    again = compile_report(
        report.head,
        units,
        examples.BLOCKS,
        examples.responses(scale=0.15),
        report.counts,
        settings=examples.OPEN,
    )
    unit = again.units[-1]
    assert (unit.name, unit.sipas.value, unit.rank, unit.rank_in_block) == ("Sở mới", None, None, None)
    assert "Sở mới" in [cells[1] for cells in table(again, "4")]


def test_a_wave_without_answers_still_gives_a_report(report: Report) -> None:
    nothing = compile_report(
        report.head, [ReportUnit("A", "Sở A", "so")], examples.BLOCKS, empty(), (), settings=ReportSettings()
    )
    assert nothing.province.published.value is None
    assert [each.code for each in nothing.tables] == ["1", "4", "4a", "4b"]


def test_an_answer_outside_the_form_is_refused() -> None:
    form = examples.questionnaire(FormKind.ONLINE)
    odd = form_responses(FormKind.ONLINE, form, [Record("A", "X", {"ol_a1": "7"})], {"A": "so"})
    head = examples.report(scale=0.15).head
    with pytest.raises(InvalidResponses, match="ol_a1"):
        compile_report(head, [ReportUnit("A", "Sở A", "so")], {"so": "Sở"}, [odd], ())


def test_every_block_of_a_scheme_with_three_has_its_tables() -> None:
    blocks = {"tinh": "Cơ quan tỉnh", "xa": "Xã, phường", "vung": "Đơn vị vùng"}
    units = [ReportUnit(code.upper(), f"Đơn vị {code}", code) for code in blocks]
    form = examples.questionnaire(FormKind.IN_PERSON)
    choose = random.Random(3)
    records = [
        Record(unit.code, "TNMT", examples.answers(form, choose, 0.9)) for unit in units for _ in range(12)
    ]
    forms = [form_responses(FormKind.IN_PERSON, form, records, {unit.code: unit.block for unit in units})]
    head = examples.report(scale=0.15).head
    found = compile_report(head, units, blocks, forms, [], settings=examples.OPEN)
    titles = {each.code: each.title.vi for each in found.tables}
    for code, name in (("2", "cơ quan tỉnh"), ("2a", "xã, phường"), ("2a-2", "đơn vị vùng")):
        assert titles[code].endswith(f"khối {name}")
    assert [code for code in titles if code[0] == "4" and code != "4b"] == ["4", "4a", "4a-2"]
    for code in ("3a", "3b", "3b-2", "5a", "5b", "5b-2", "6a", "6a-2"):
        assert "khối" in titles[code]
    assert table(found, "4a-2")[0][1] == "Đơn vị vung"


def test_levels_of_a_criterion_add_up_to_the_answers_its_index_counts(report: Report) -> None:
    in_person = [each for each in report.levels if each.form_name.vi == "Phiếu trực tiếp"]
    names = criterion_names(examples.questionnaire(FormKind.IN_PERSON))
    assert [each.criterion for each in in_person] == list(names.values())
    index = {str(cells[0]).strip(): cells[2] for cells in table(report, "5")}
    for each in in_person:
        ratio = index[each.criterion]
        assert isinstance(ratio, Estimate)
        satisfied = sum(each.counts[-each.satisfied :])
        assert (satisfied, sum(each.counts)) == (ratio.numerator, ratio.denominator)
    assert report.level_names[0].vi == "Rất không hài lòng"


def test_only_units_that_left_the_plan_are_listed_with_a_total_of_all(report: Report) -> None:
    rows = table(report, "1b")
    assert rows[-1][0] == "Tổng cộng"
    assert rows[-1][1:] == (6, 0, 2 * 32, 32, 0, 0)
    kept = deviations_table(
        [UnitDeviation("A", "so"), UnitDeviation("B", "so", short=2)], {"so": "Sở"}, printing=PRINTING
    )
    assert [row.cells[0] for row in kept.rows] == ["Sở", "B", "Tổng cộng"]


def test_the_way_from_the_sample_to_the_forms_that_count_loses_nobody(report: Report) -> None:
    steps = {str(cells[0]): cells[1] for cells in table(report, "1c")}
    ends = ("Trả lời trọn phiếu", "Trả lời dở dang, đủ để tính", "Từ chối hoặc ngừng giữa chừng",
            "Không liên lạc được", "Lý do khác")  # fmt: skip
    assert sum(int(str(steps[name])) for name in ends) == steps["Tổng số người được mời"]


def test_outcome_rates_stand_by_unit_block_and_in_all(report: Report) -> None:
    table = next(each for each in report.tables if each.code == "1d")
    assert [column.code for column in table.columns] == ["unit", "issued", "RR2", "COOP2", "REF1", "CON1"]
    lines = {str(row.cells[0]): row.cells for row in table.rows}
    assert len(lines) == len(report.units) + len(report.blocks) + 1
    interviews = sum(each.collected for each in report.counts)
    _, issued, response, cooperation, refusal, contact = table.rows[-1].cells
    others = len(report.units)
    assert issued == interviews + 6 * others
    expected = [
        (response, interviews, issued),
        (cooperation, interviews, interviews + 3 * others),
        (refusal, 3 * others, issued),
        (contact, interviews + 3 * others, issued),
    ]
    for rate, above, below in expected:
        assert isinstance(rate, Estimate)
        assert rate.value == pytest.approx(100 * above / below)
    assert "liên lạc được" in table.notes[0].vi
