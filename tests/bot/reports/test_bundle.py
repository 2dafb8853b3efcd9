"""The bundle: nobody in it can be picked out, and every figure of the report follows from it again."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import polars as pl
import pyreadstat
import pytest

from bot.commands.report import compiled_by
from bot.plans import read_plan_text
from bot.reports.bundle import MANIFEST, InvalidBundle, Source, bundle_files, open_bundle
from bot.reports.ddi import NAMESPACE, missing_elements
from bot.reports.deidentify import MERGED, deidentified, describing
from bot.reports.figures import PrintedFigure, differences, printed_figures
from bot.reports.model import YearFigure
from bot.reports.responses import FormKind
from bot.usecases.collect_results import Results, ValidForm
from storage.queries import CellProgress
from survey_flows.ids import QuestionnaireVersion, ServiceCode
from survey_flows.plans.plan import parse_plan
from survey_flows.verification.backcheck import BackCheckOutcome
from survey_flows.verification.validity import Flag, Reason
from tests.bot.reports import examples

PLAN_TEXT = read_plan_text("son_la_2024")
PLAN = parse_plan(PLAN_TEXT, source="son_la_2024")
NOW = datetime(2024, 12, 15, 8, tzinfo=UTC)
FORM = examples.questionnaire(FormKind.IN_PERSON)
VERSION = QuestionnaireVersion(FORM.version)
UNITS = [unit for unit in PLAN.units if unit.services and unit.services[0].form == FORM.code][:2]
SECRET = "Nguyễn Văn Bí Mật"


@cache
def results() -> Results:
    """Forty-four people of two units; one of them wrote a text with his name."""
    choose = random.Random(3)
    forms = []
    for unit, count in zip(UNITS, (30, 14), strict=True):
        for number in range(count):
            answers = examples.answers(FORM, choose, 0.9) | ({"x1_text": SECRET} if not number else {})
            service = unit.services[number % len(unit.services)].code
            forms.append(ValidForm(unit.code, service, VERSION, answers, "", "sms", "2024-10"))
    collected = Counter(form.unit for form in forms)
    collected[UNITS[0].code] += 1
    return Results(
        questionnaires={VERSION: FORM},
        forms=forms,
        collected=collected,
        invalid={UNITS[0].code: 1},
        reasons={UNITS[0].code: Counter({Reason.FAILED_VERIFICATION: 1})},
        flags={UNITS[1].code: Counter({Flag.SPEEDING: 2})},
        progress=[
            CellProgress(unit, ServiceCode("X"), count, 0, 0, count, 0, 0, count, 0, 0, 0, 0, 5)
            for unit, count in collected.items()
        ],
        drawn=4,
        outcomes={BackCheckOutcome.CONFIRMED: 4},
        endings={unit: {"I": count, "R": 2, "NE": 1} for unit, count in collected.items()},
        corrections=[{"from": "a", "to": "b", "at": NOW.isoformat(), "note": "c"}],
    )


@cache
def source() -> Source:
    history = (YearFigure(2023, "", "Sơn La", 93.1),)
    report = compiled_by(PLAN, results(), now=NOW, is_synthetic=True, history=history)
    return Source("Đợt 1", PLAN, PLAN_TEXT, results(), report, NOW, "1.0+abc", history, is_synthetic=True)


@cache
def bundle() -> dict[str, bytes]:
    return bundle_files(source())


def test_every_printed_figure_follows_from_the_bundle_alone() -> None:
    opened = open_bundle(bundle())
    again = compiled_by(
        opened.plan, opened.results, now=NOW, is_synthetic=opened.is_synthetic, history=opened.history
    )
    assert len(opened.figures) > 1000
    assert differences(opened.figures, printed_figures(again)) == ()
    assert again.data_digest == opened.digest == source().report.data_digest


def test_another_answer_is_named_with_its_place_and_both_figures() -> None:
    opened = open_bundle(bundle())
    first = opened.results.forms[0]
    name = next(name for name in FORM.factors[0].criteria if first.answers.get(name) in {"4", "5"})
    forms = [replace(first, answers={**first.answers, name: "1"}), *opened.results.forms[1:]]
    changed = compiled_by(
        PLAN, replace(opened.results, forms=forms), now=NOW, is_synthetic=True, history=opened.history
    )
    found = differences(opened.figures, printed_figures(changed))
    assert found
    assert all(each.was != each.now for each in found)
    assert changed.data_digest != opened.digest


def test_a_figure_that_appears_or_goes_is_a_difference_too() -> None:
    one, other = PrintedFigure("4", "a", "sipas", "94,10"), PrintedFigure("4", "b", "sipas", "95,00")
    [gone] = differences([one, other], [one])
    assert (gone.row, gone.was, gone.now) == ("b", "95,00", "")


def test_no_name_no_text_and_no_case_is_in_any_file() -> None:
    for name, content in bundle().items():
        assert SECRET.encode() not in content, name
    header = bundle()[f"responses_{FORM.code}.csv"].decode("utf-8-sig").partition("\n")[0].split(",")
    assert not {"case", "person", "phone", "name", "address"} & set(header)
    assert "x1_text" not in header


def test_everybody_shares_a_description_with_four_others_of_the_unit() -> None:
    rows, found = deidentified(
        results().forms, results().questionnaires, {str(unit.code): str(unit.code) for unit in UNITS}
    )
    names = {item.name for item in describing(FORM)}
    classes = Counter(
        (row.unit, tuple(sorted((name, row.answers[name]) for name in names & set(row.answers))))
        for row in rows
    )
    assert min(classes.values()) >= 5
    assert found.smallest == min(classes.values())
    assert found.blanked > 0


def test_rare_answers_are_put_together_or_left_out() -> None:
    rows, _ = deidentified(
        results().forms, results().questionnaires, {str(unit.code): str(unit.code) for unit in UNITS}
    )
    for item in describing(FORM):
        given = Counter(row.answers[item.name] for row in rows if item.name in row.answers)
        assert all(count >= 5 for answer, count in given.items() if answer != MERGED)


def test_rows_stand_in_an_order_that_tells_nothing_of_theirs() -> None:
    shuffled = list(results().forms)
    random.Random(1).shuffle(shuffled)
    reporting = {str(unit.code): str(unit.code) for unit in UNITS}
    assert deidentified(shuffled, results().questionnaires, reporting) == deidentified(
        results().forms, results().questionnaires, reporting
    )


def test_spss_reads_values_and_labels_back(tmp_path: Path) -> None:
    path = tmp_path / "responses.sav"
    path.write_bytes(bundle()[f"responses_{FORM.code}.sav"])
    frame, meta = pyreadstat.read_sav(str(path), output_format="polars")
    table = pl.read_csv(bundle()[f"responses_{FORM.code}.csv"], infer_schema=False)
    criterion = FORM.factors[0].criteria[0]
    assert frame.height == table.height == 44
    assert frame[criterion].cast(pl.Int64).to_list() == table[criterion].cast(pl.Int64).to_list()
    assert meta.column_names_to_labels[criterion] == FORM.by_name[criterion].labels["vi"][:255]
    assert meta.variable_value_labels[criterion][5.0] == FORM.by_name[criterion].choices[-1].labels["vi"]
    sexes = meta.variable_value_labels["sex"]
    told = [None if code is None else sexes[code] for code in frame["sex"].to_list()]
    wording = {choice.code: choice.labels["vi"] for choice in FORM.by_name["sex"].choices}
    assert told == [None if code is None else wording[code] for code in table["sex"].to_list()]


def test_parquet_holds_what_csv_holds(tmp_path: Path) -> None:
    path = tmp_path / "responses.parquet"
    path.write_bytes(bundle()[f"responses_{FORM.code}.parquet"])
    table = pl.read_csv(bundle()[f"responses_{FORM.code}.csv"], infer_schema=False)
    assert pl.read_parquet(path).equals(table)


def test_the_ddi_has_what_an_archive_asks_for_and_every_variable() -> None:
    content = bundle()["ddi.xml"]
    assert missing_elements(content) == []
    root = ET.fromstring(content)  # noqa: S314  our own output
    assert root.tag == f"{{{NAMESPACE}}}codeBook"
    variables = root.findall(f".//{{{NAMESPACE}}}var")
    header = bundle()[f"responses_{FORM.code}.csv"].decode("utf-8-sig").partition("\n")[0].split(",")
    assert [each.get("name") for each in variables] == header
    assert len({each.get("ID") for each in variables}) == len(variables)
    assert all(each.get("files") == "F1" for each in variables)
    assert missing_elements(content.replace(b"<nation", b"<notion").replace(b"</nation", b"</notion"))


def test_a_changed_or_missing_file_is_named() -> None:
    name = f"responses_{FORM.code}.csv"
    with pytest.raises(InvalidBundle, match=name):
        open_bundle({**bundle(), name: bundle()[name] + b"\n"})
    with pytest.raises(InvalidBundle, match=name):
        open_bundle({key: content for key, content in bundle().items() if key != name})
    with pytest.raises(InvalidBundle, match=MANIFEST):
        open_bundle({})


def test_the_public_bundle_knows_no_unit_and_recomputes_nothing() -> None:
    public = bundle_files(source(), is_public=True)
    header = public[f"responses_{FORM.code}.csv"].decode("utf-8-sig").partition("\n")[0].split(",")
    assert not {"unit", "asked_unit", "service", "month", "helped_by"} & set(header)
    assert not {"composition.csv", "figures.json", "plan.toml", "fieldwork.json"} & set(public)
    assert json.loads(public[MANIFEST])["kind"] == "public"
    with pytest.raises(InvalidBundle, match="public"):
        open_bundle(public)


def test_the_same_data_give_the_same_files() -> None:
    again = bundle_files(source())
    changing = {name for name in again if name.endswith(".sav")}  # it holds the time it was written
    assert {name: again[name] for name in again if name not in {*changing, MANIFEST}} == {
        name: bundle()[name] for name in bundle() if name not in {*changing, MANIFEST}
    }
