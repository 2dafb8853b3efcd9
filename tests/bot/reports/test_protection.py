"""What a report prints gives no small group away: table by table, and all tables together."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from rich.console import Console
from scipy.optimize import linprog

from bot.commands.hidden import say_hidden
from bot.reports.compile import ReportUnit, compile_report
from bot.reports.consistency import checked
from bot.reports.html import page
from bot.reports.model import Report, ReportHead
from bot.reports.responses import FormKind, FormResponses, Record, form_responses
from bot.reports.settings import ReportSettings
from scoring.estimates import Estimate
from scoring.tables import ColumnKind, Table, Text, printed
from scoring.withheld import Reason, Withheld
from tests.bot.reports import examples

SIZES = {("A", "TU_PHAP"): 4, ("A", "TNMT"): 16, ("B", "TU_PHAP"): 12, ("B", "TNMT"): 14, ("C", "TNMT"): 18}
UNITS = [ReportUnit(code, f"Đơn vị {code}", "huyen", services=examples.SERVICES) for code in "ABC"]
FORM = examples.questionnaire(FormKind.IN_PERSON)
CRITERIA = [name for factor in FORM.factors for name in factor.criteria]


@cache
def forms() -> tuple[FormResponses, ...]:
    """Three units; four people used one service, and all of C are content with the first factor."""
    choose = random.Random(7)
    records = []
    for (unit, service), count in SIZES.items():
        for _ in range(count):
            answers = examples.answers(FORM, choose, 0.9)
            if unit == "C":
                answers |= {name: "5" for name in FORM.factors[0].criteria if name in answers}
            records.append(Record(unit, service, answers))
    return (form_responses(FormKind.IN_PERSON, FORM, records, {unit.code: unit.block for unit in UNITS}),)


@cache
def report(*, is_open: bool = False) -> Report:
    head = ReportHead(Text("SIPAS"), "Tỉnh Sơn La", "Sở Nội vụ", 2024, "10/2024", "15/12/2024")
    settings = examples.OPEN if is_open else ReportSettings()
    return compile_report(head, UNITS, {"huyen": "Huyện"}, forms(), [], settings=settings)


def table(code: str, *, is_open: bool = False) -> Table:
    return next(each for each in report(is_open=is_open).tables if each.code == code)


def hidden(found: Report) -> dict[tuple[str, str, str], Withheld]:
    """Every hidden percentage by table, row and column."""
    return {
        (one.code, str(next(cell for cell in row.cells if isinstance(cell, str))), column.code): cell
        for one in found.tables
        for row in one.rows
        for cell, column in zip(row.cells, one.columns, strict=False)
        if isinstance(cell, Withheld) and column.kind is ColumnKind.PERCENT
    }


def test_a_service_of_four_people_takes_a_second_one_with_it() -> None:
    rows = {str(row.cells[0]): row.cells for row in table("4d").rows[:3]}
    assert rows["Tư pháp/Hộ tịch"][2] is None
    other = rows["Tài nguyên và Môi trường"][3]
    assert isinstance(other, Withheld)
    assert other.reason is Reason.COMPLEMENTARY
    assert printed(other, ColumnKind.PERCENT) == "ẩn"
    assert any("suy ra" in note.vi for note in table("4d").notes)


def test_a_unanimous_factor_is_told_as_a_bound() -> None:
    factor = table("5e").columns[1].code
    found = hidden(report())["5e", "Đơn vị C", factor]
    assert found.reason is Reason.UNANIMOUS
    assert printed(found, ColumnKind.PERCENT) == "≥ 90"
    assert found.value is None


def test_units_the_block_and_the_province_are_told() -> None:
    assert all(unit.sipas.value is not None and unit.rank for unit in report().units)
    assert report().blocks[0].published.value == report(is_open=True).blocks[0].published.value
    assert report().province == report(is_open=True).province


def test_what_is_shown_is_what_it_was() -> None:
    """Extremes apart: where the highest unit is hidden, no other is called the highest."""
    for code in ("2", "3", "4", "4b", "4d", "5e", "6"):
        for row, before in zip(table(code).rows, table(code, is_open=True).rows, strict=True):
            for cell, was in zip(row.cells, before.cells, strict=True):
                if isinstance(cell, Estimate) and not isinstance(cell, Withheld):
                    assert cell == was, (code, row)


def test_a_hidden_figure_is_nowhere_in_the_page_and_the_checks_find_nothing() -> None:
    unit = next(row for row in table("4d", is_open=True).rows if row.cells[0] == "Tài nguyên và Môi trường")
    assert isinstance(unit.cells[3], Estimate)
    text = page(report())
    assert printed(unit.cells[3], ColumnKind.PERCENT) not in text
    assert printed(unit.cells[3], ColumnKind.RATIO) not in text
    assert checked(report()).findings == ()


def test_a_report_of_one_unit_of_four_people_still_tells_the_province() -> None:
    small = replace(forms()[0], frame=forms()[0].frame.head(4))
    head = report().head
    found = compile_report(head, UNITS[:1], {"huyen": "Huyện"}, [small], [], settings=ReportSettings())
    assert isinstance(found.units[0].sipas, Withheld)
    assert found.province.published.value is not None


def test_an_officer_is_told_what_is_hidden_and_why(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIPAS_LANGUAGE", "en")
    monkeypatch.setattr("bot.commands.hidden.console", lambda: Console(highlight=False, width=400))
    say_hidden(report())
    said = capsys.readouterr().out
    assert "figures are hidden" in said
    assert "so that another cannot be worked out" in said
    assert "Biểu 4d · Tài nguyên và Môi trường · " in said


class Reader:
    """Reads every printed ratio and percentage and asks what it leaves open of the answers behind.

    Atoms are (unit, service, criterion); how many answered is known.
    """

    def __init__(self) -> None:
        frame = forms()[0].frame
        self.keys = [(unit, service, name) for unit, service in SIZES for name in CRITERIA]
        self.answers, self.satisfied = [], []
        for unit, service, name in self.keys:
            found = [
                value
                for whose, what, value in frame.select("unit", "service", name).iter_rows()
                if (whose, what) == (unit, service) and value is not None
            ]
            self.answers.append(len(found))
            self.satisfied.append(sum(value >= 4 for value in found))
        self.rows: list[np.ndarray] = []
        self.bounds: list[tuple[float, float]] = []
        for key, cell in self.printed():
            row = self.row(*key)
            most = float(row @ self.answers)
            if isinstance(cell, Withheld):
                low, high = cell.at_least, cell.at_most
                if low is not None or high is not None:
                    self.rows.append(row)
                    self.bounds.append(
                        (most * (low or 0) / 100, most * (100 if high is None else high) / 100)
                    )
            elif cell.value is not None:
                assert np.isclose(row @ self.satisfied, cell.value * most / 100), (key, cell)
                self.rows.append(row)
                self.bounds.append((row @ self.satisfied - 1e-7, row @ self.satisfied + 1e-7))

    def row(self, unit: str, service: str, measure: str) -> np.ndarray:
        """Which atoms a figure is made of; "" for all."""
        criteria = {factor.code: set(factor.criteria) for factor in FORM.factors}
        wanted = criteria.get(measure, {measure} if measure else set(CRITERIA))
        return np.array(
            [
                float(unit in {"", key[0]} and service in {"", key[1]} and key[2] in wanted)
                for key in self.keys
            ]
        )

    def printed(self) -> Iterator[tuple[tuple[str, str, str], Estimate]]:
        codes = {unit.name: unit.code for unit in UNITS}
        services = {name: code for code, name in examples.SERVICES.items()}
        for unit in report().units:
            yield (unit.code, "", ""), unit.sipas
        yield ("", "", ""), report().province.pooled
        unit_name = ""
        for row in table("4d").rows:
            if len(row.cells) == 1:
                unit_name = str(row.cells[0])
            elif isinstance(row.cells[3], Estimate):
                yield (codes[unit_name], services[str(row.cells[0])], ""), row.cells[3]
        for row in table("5e").rows:
            for column, cell in zip(table("5e").columns[1:], row.cells[1:], strict=True):
                if isinstance(cell, Estimate):
                    yield (codes[str(row.cells[0])], "", column.code), cell
        measures = [code for factor in FORM.factors for code in (factor.code, *factor.criteria)]
        places = {column.code: at for at, column in enumerate(table("5").columns)}
        for code, row in zip(measures, table("5").rows, strict=True):
            index = row.cells[places["index"]]
            assert isinstance(index, Estimate)
            yield ("", "", code), index
            for end in ("highest", "lowest"):
                cell, name = row.cells[places[end]], row.cells[places[f"{end}_unit"]]
                for one in str(name).split(", ") if isinstance(cell, Estimate) else ():
                    if one in codes and isinstance(cell, Estimate):
                        yield (codes[one], "", code), cell

    def width(self, unit: str, service: str, measure: str) -> float:
        """How many points the printed figures leave open."""
        row = self.row(unit, service, measure)
        matrix, bounds = np.array(self.rows), np.array(self.bounds)
        ends = []
        for sign in (1, -1):
            found = linprog(
                sign * row,
                A_ub=np.vstack([matrix, -matrix]),
                b_ub=np.concatenate([bounds[:, 1], -bounds[:, 0]]),
                bounds=[(0, most) for most in self.answers],
                method="highs",
            )
            ends.append(sign * float(found.fun or 0))
        return 100 * (ends[1] - ends[0]) / float(row @ self.answers)


def test_all_tables_together_leave_the_small_service_and_the_unanimous_factor_open() -> None:
    reader = Reader()
    assert reader.width("A", "TU_PHAP", "") >= 100 / 4 - 0.01
    assert reader.width("C", "", FORM.factors[0].code) >= 10 - 0.01
