"""Figures of earlier years, as somebody published them: read from a table, held against this year's.

A file has one line a figure: year, unit, value; beside them, where known, the number of people, the place
in a ranking and who published it. Headings in Vietnamese or English, numbers written either way. Lạng
Sơn's series (Đề án 2022-2025, part I.I; domain.md LS-2) is such a file: `examples/lang_son_2017_2021.csv`.

A line that cannot be read stops the whole file: a change against half of last year's figures would name
the wrong units. A change is this year's unrounded value less the published one (domain.md A-35), and only
against the year just before.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.reports.model import BlockScore, ProvinceScore, UnitScore, YearFigure
from scoring.compare import change
from scoring.estimates import Estimate
from scoring.tables import Cell, Column, ColumnKind, Printing, Row, RowKind, Table, Text
from scoring.wording import HEADINGS
from survey_flows.errors import InvalidFrame, Issue
from survey_flows.sampling.matching import fold
from survey_flows.sampling.workbook_lists import NotAWorkbook, is_workbook, sheets_of

PROVINCE = ""
"""What figures of the whole province are `of`."""

_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "year": ("nam", "year"),
    "unit": ("don vi", "co quan", "unit", "agency"),
    "figure": ("chi so", "noi dung", "figure", "index"),
    "value": ("gia tri", "ket qua", "ty le", "value", "percent"),
    "base": ("so nguoi", "so phieu", "base", "people", "respondents"),
    "rank": ("xep hang", "hang", "thu hang", "rank"),
    "source": ("nguon", "source"),
}
_REQUIRED = ("year", "unit", "value")
_PROVINCE_NAMES = {"toan tinh", "ca tinh", "tinh", "province", "whole province"}
_SIPAS_NAMES = {"", "sipas", "chi so", "chi so sipas", "chi so hai long"}


@dataclass(frozen=True, slots=True)
class Domains:
    """What figures may be about: folded spellings to the code of a unit or block, "" for the province."""

    codes: Mapping[str, str]
    names: Mapping[str, str]

    @classmethod
    def of(cls, names: Iterable[tuple[str, Sequence[str]]], province: str) -> Domains:
        """From (code, spellings), the first spelling being the one to print."""
        listed = [(PROVINCE, [province, f"tỉnh {province}", *_PROVINCE_NAMES]), *names]
        codes = {fold(name): code for code, spellings in listed for name in spellings}
        return cls(codes, {code: spellings[0] for code, spellings in listed})


def read_figures(content: bytes, name: str, domains: Domains) -> tuple[YearFigure, ...]:
    """Read a CSV or Excel file of earlier figures. Raises InvalidFrame with every line that is wrong."""
    lines = list(_lines(content, name))
    place = _columns(lines[0][1]) if lines else {}
    missing = [one for one in _REQUIRED if one not in place]
    if missing:
        said = f"thiếu cột {', '.join(missing)} | columns are missing"
        raise InvalidFrame(name, [Issue("columns", f"{name}:1", said, _HINT)])
    found: dict[tuple[int, str], YearFigure] = {}
    issues: list[Issue] = []
    for number, cells in lines[1:]:
        row = {key: cells[at].strip() if at < len(cells) else "" for key, at in place.items()}
        if not any(row.values()) or fold(row.get("figure", "")) not in _SIPAS_NAMES:
            continue  # figures of factors are welcome in the file and not compared
        where = f"{name}:{number}"
        problems = list(_problems(row, where, domains))
        issues += problems
        if problems:
            continue
        one = _figure(row, domains)
        if (one.year, one.of) in found:
            issues.append(Issue("repeated", where, f"{one.name}, {one.year}: đã có ở trên | given twice"))
        found[one.year, one.of] = one
    if issues:
        raise InvalidFrame(name, issues)
    return tuple(sorted(found.values(), key=lambda one: (one.of != PROVINCE, one.of, one.year)))


_HINT = "cột: Năm; Đơn vị; Giá trị; nếu có: Số người; Xếp hạng; Nguồn | year; unit; value; base; rank; source"


def _lines(content: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """Numbered rows of the first sheet that holds any, or of the text."""
    if is_workbook(content):
        try:
            for sheet in sheets_of(content):
                yield from ((number, cells) for number, cells, _ in sheet.records(0))
                return
        except NotAWorkbook as error:
            raise InvalidFrame(name, [Issue("workbook", name, str(error))]) from error
        return
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidFrame(name, [Issue("encoding", name, "không phải UTF-8 | not UTF-8")]) from error
    separator = max(";,\t", key=text.partition("\n")[0].count)
    yield from enumerate(csv.reader(io.StringIO(text), delimiter=separator), 1)


def _columns(heading: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, written in enumerate(heading):
        for key, spellings in _HEADINGS.items():
            if re.sub(r" percent$", "", fold(written)) in spellings:
                found.setdefault(key, at)
    return found


def _problems(row: Mapping[str, str], where: str, domains: Domains) -> Iterator[Issue]:
    if not re.fullmatch(r"(19|20)\d\d", row["year"]):
        yield Issue("year", where, f"năm “{row['year']}” không đọc được | not a year", "2023")
    if fold(row["unit"]) not in domains.codes:
        hint = "ghi đúng tên trong kế hoạch, tên khối, hoặc “Toàn tỉnh” | a name of the plan"
        yield Issue("unit", where, f"không có đơn vị “{row['unit']}” trong kế hoạch | unknown unit", hint)
    value = _number(row["value"])
    if value is None or not 0 <= value <= 100:
        yield Issue("value", where, f"“{row['value']}” không phải tỷ lệ 0-100 | not a percentage", "94,82%")
    if row.get("base") and not re.fullmatch(r"\d+", row["base"].replace(".", "")):
        yield Issue("base", where, f"“{row['base']}” không phải số người | not a number of people", "2.640")


def _figure(row: Mapping[str, str], domains: Domains) -> YearFigure:
    of = domains.codes[fold(row["unit"])]
    base = row.get("base", "").replace(".", "")
    return YearFigure(
        int(row["year"]),
        of,
        domains.names[of],
        _number(row["value"]) or 0.0,
        int(base) if base else None,
        row.get("rank", ""),
        row.get("source", ""),
    )


def _number(text: str) -> float | None:
    plain = text.replace("%", "").replace("\u00a0", "").strip()
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    return float(plain) if re.fullmatch(r"\d+(\.\d+)?", plain) else None


def before(history: Sequence[YearFigure], year: int) -> Mapping[str, float]:
    """Last year's values: by unit or block code, "" for the province."""
    return {one.of: one.value for one in history if one.year == year - 1}


def figures_before(history: Sequence[YearFigure], year: int) -> Mapping[str, Estimate]:
    """As `before`, with the error where the number of people is known."""
    return {one.of: estimate_of(one) for one in history if one.year == year - 1}


def years_tables(
    history: Sequence[YearFigure],
    year: int,
    province: ProvinceScore,
    blocks: Sequence[BlockScore],
    units: Sequence[UnitScore],
    *,
    printing: Printing,
) -> Iterator[Table]:
    """Biểu 4e of the province, its blocks and units, where there is an earlier figure of any."""
    now = [(PROVINCE, HEADINGS[province.rule].vi, province.published)]
    now += [(each.code, each.name, each.published) for each in blocks]
    now += [(each.code, each.name, each.sipas) for each in units]
    table = years_table(history, year, now, printing=printing)
    if table.rows:
        yield table


def years_table(
    history: Sequence[YearFigure],
    year: int,
    now: Sequence[tuple[str, str, Estimate]],
    *,
    printing: Printing,
) -> Table:
    """Biểu 4e: everything there is an earlier figure of, year by year, this year last.

    `now` are (code, name, this year's estimate) in printing order.
    """
    known = {(one.of, one.year): one for one in history}
    years = sorted({one.year for one in history if one.year < year})
    columns = (
        Column("scope", Text("Phạm vi", "Scope"), ColumnKind.TEXT),
        *(Column(f"y{one}", Text(str(one), str(one)), ColumnKind.PERCENT) for one in years),
        Column("sipas", Text(f"{year}", f"{year}"), ColumnKind.PERCENT),
        Column("base", Text("Số người trả lời", "Respondents"), ColumnKind.COUNT),
        Column("change", Text("So với năm trước", "Change"), ColumnKind.POINTS),
    )
    last = figures_before(history, year)
    has_errors = any(each.standard_error is not None for each in last.values())
    if has_errors:
        columns += (Column("change_interval", HEADINGS["change_interval"], ColumnKind.INTERVAL),)
    rows: list[Row] = []
    for code, name, estimate in now:
        earlier = [known.get((code, one)) for one in years]
        if not any(earlier):
            continue
        found = change(estimate, last.get(code))
        interval = Estimate(0, 0, estimate.base, found.value, found.standard_error, found.low, found.high)
        cells: tuple[Cell, ...] = tuple(None if one is None else one.value for one in earlier)
        kind = RowKind.TOTAL if code == PROVINCE else RowKind.BODY
        bounds = (None if found.low is None else interval,) if has_errors else ()
        rows.append(Row((name, *cells, estimate, estimate, found.value, *bounds), kind))
    sources = dict.fromkeys(one.source for one in history if one.source)
    ranked = [f"{one.year}: {one.rank}" for one in history if one.rank and one.of == PROVINCE]
    notes = [Text(f"Nguồn các năm trước: {'; '.join(sources)}.", "Earlier years as published.")] * bool(
        sources
    )
    if ranked:
        notes.append(Text(f"Xếp hạng đã công bố: {'; '.join(ranked)}.", f"Ranks: {'; '.join(ranked)}."))
    return Table("4e", TITLE, columns, tuple(rows), tuple(notes), printing)


TITLE = Text("Chỉ số hài lòng (SIPAS) qua các năm", "Satisfaction index (SIPAS) over the years")


def estimate_of(figure: YearFigure) -> Estimate:
    """An earlier figure as an estimate; with a known base its error errs on the wide side.

    Each person counts as a single answer: how one person's answers hang together was not published.
    """
    share = figure.value / 100
    error = None if not figure.base else 100 * math.sqrt(share * (1 - share) / figure.base)
    return Estimate(0, 0, figure.base or 0, figure.value, error)
