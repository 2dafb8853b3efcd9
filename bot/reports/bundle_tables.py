"""De-identified responses as files: CSV and Parquet with the form's own codes, SPSS with numbers and labels.

One file a form. CSV and Parquet hold the same columns as text: number of the row, form version, the unit
asked about, the unit it counts for, its block, service, channel, who helped, month, then the items; several
answers stand in one cell, joined by a blank. SPSS wants numbers: single answers become their place in the
list (or the number their code is), several answers one 0/1 variable each. Labels are the form's wording.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bot.reports.deidentify import MERGED, told
from bot.reports.responses import text_of
from bot.usecases.collect_results import ValidForm
from scoring.disclosure import MINIMUM_BASE
from survey_flows.ids import QuestionnaireVersion, UnitCode
from survey_flows.questionnaire.model import Item, ItemKind, Questionnaire

if TYPE_CHECKING:
    import polars as pl

HEAD = ("row", "form_version", "asked_unit", "unit", "block", "service", "channel", "helped_by", "month")
_NOT_PUBLIC = frozenset({"asked_unit", "unit", "service", "helped_by", "month", "form_version"})
_LABELS: Mapping[str, str] = {
    "row": "Số dòng (không phải mã phiếu) | row, not a case",
    "form_version": "Phiên bản phiếu | form version",
    "asked_unit": "Đơn vị được hỏi | unit asked about",
    "unit": "Đơn vị tính kết quả | unit it counts for",
    "block": "Khối | block",
    "service": "Lĩnh vực | service",
    "channel": "Kênh trả lời | channel",
    "helped_by": "Người giúp trả lời | who helped",
    "month": "Tháng trả lời | month",
}


@dataclass(frozen=True, slots=True)
class Variable:
    """A column: its name, wording, and codes with theirs."""

    name: str
    label: str
    codes: Mapping[str, str] = field(default_factory=dict)
    item: Item | None = None

    @property
    def takes_several(self) -> bool:
        """Whether a cell may hold several codes."""
        return self.item is not None and self.item.kind is ItemKind.SELECT_MULTIPLE


@dataclass(frozen=True, slots=True)
class Rows:
    """All responses to one form."""

    form: str
    variables: tuple[Variable, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Names:
    """What codes of units, blocks and services are called; `reporting` and `blocks` place each unit."""

    units: Mapping[str, str]
    blocks: Mapping[str, str]
    services: Mapping[str, str]
    reporting: Mapping[str, str]
    block_of: Mapping[str, str]


def rows_of(
    forms: Sequence[ValidForm],
    questionnaires: Mapping[QuestionnaireVersion, Questionnaire],
    names: Names,
    *,
    is_public: bool = False,
) -> list[Rows]:
    """One table a form code, versions together.

    The public one tells blocks and nothing smaller, and leaves out the rows of a block with few of them.
    """
    codes = dict.fromkeys(questionnaires[form.questionnaire].code for form in forms)
    left_out = _NOT_PUBLIC if is_public else frozenset()
    found = []
    for code in codes:
        versions = [each for each in questionnaires.values() if each.code == code]
        items = {item.name: item for each in versions for item in told(each)}
        heads = [name for name in HEAD if name not in left_out]
        variables = [_head(name, names) for name in heads]
        variables += [
            Variable(name, text_of(item.labels).vi, _codes(item), item) for name, item in items.items()
        ]
        mine = [form for form in forms if questionnaires[form.questionnaire].code == code]
        if is_public:
            sizes = Counter(names.block_of[form.unit] for form in mine)
            mine = [form for form in mine if sizes[names.block_of[form.unit]] >= MINIMUM_BASE]
        rows = []
        for number, form in enumerate(mine, 1):
            unit = names.reporting[form.unit]
            head = {
                "row": str(number),
                "form_version": str(form.questionnaire),
                "asked_unit": form.unit,
                "unit": unit,
                "block": names.block_of[form.unit],
                "service": form.service,
                "channel": form.channel,
                "helped_by": form.helped_by,
                "month": form.month,
            }
            cells = [head[name] for name in heads]
            rows.append((*cells, *(form.answers.get(name, "") for name in items)))
        found.append(Rows(code, tuple(variables), tuple(rows)))
    return found


def _head(name: str, names: Names) -> Variable:
    codes = {"asked_unit": names.units, "unit": names.units, "block": names.blocks, "service": names.services}
    return Variable(name, _LABELS[name], codes.get(name, {}))


def _codes(item: Item) -> dict[str, str]:
    return {choice.code: text_of(choice.labels).vi or choice.code for choice in item.choices}


def forms_of(content: bytes) -> list[ValidForm]:
    """The responses in a CSV file of `csv_of`, not public."""
    found = []
    for line in csv.DictReader(io.StringIO(content.decode("utf-8-sig"))):
        head = {name: line.pop(name) for name in HEAD}
        found.append(
            ValidForm(
                unit=UnitCode(head["asked_unit"]),
                service=head["service"],
                questionnaire=QuestionnaireVersion(head["form_version"]),
                answers={name: value for name, value in line.items() if value},
                helped_by=head["helped_by"],
                channel=head["channel"],
                month=head["month"],
            )
        )
    return found


def csv_of(table: Rows) -> bytes:
    """UTF-8 with a byte order mark, so that a spreadsheet reads Vietnamese."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([each.name for each in table.variables])
    writer.writerows(table.rows)
    return stream.getvalue().encode("utf-8-sig")


def parquet_of(table: Rows) -> bytes:
    """The same columns; empty cells are null."""
    stream = io.BytesIO()
    _frame(table).write_parquet(stream)
    return stream.getvalue()


def _frame(table: Rows) -> pl.DataFrame:
    import polars as pl

    columns = {
        each.name: pl.Series([row[place] or None for row in table.rows], dtype=pl.String)
        for place, each in enumerate(table.variables)
    }
    return pl.DataFrame(columns)


def sav_of(table: Rows, title: str) -> bytes:
    """SPSS, read and written by pyreadstat: variable labels, value labels, levels of measurement."""
    import polars as pl
    import pyreadstat

    columns: dict[str, pl.Series] = {}
    labels: dict[str, str | None] = {}
    values: dict[str, dict[int | float, str]] = {}
    measures: dict[str, str] = {}
    for place, each in enumerate(table.variables):
        cells = [row[place] for row in table.rows]
        if each.takes_several:
            for code, wording in each.codes.items():
                name = _spss_name(f"{each.name}_{code}", columns)
                ticks = [None if not cell else float(code in cell.split()) for cell in cells]
                columns[name] = pl.Series(ticks, dtype=pl.Float64)
                labels[name], measures[name] = f"{each.label} › {wording}"[:255], "nominal"
                values[name] = {0: "Không chọn | no", 1: "Chọn | yes"}
            continue
        name = _spss_name(each.name, columns)
        labels[name] = each.label[:255]
        numbers = numbers_of(each, cells)
        if numbers is None:
            columns[name] = pl.Series(cells, dtype=pl.String)
            measures[name] = "nominal"
            continue
        columns[name] = pl.Series([numbers.get(cell) for cell in cells], dtype=pl.Float64)
        if not each.codes:
            measures[name] = "scale"
            continue
        values[name] = {int(number): each.codes.get(code, code)[:120] for code, number in numbers.items()}
        measures[name] = "ordinal" if all(code.isdigit() for code in each.codes) else "nominal"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "responses.sav"
        pyreadstat.write_sav(
            pl.DataFrame(columns),
            str(path),
            file_label=title[:60],
            column_labels=labels,
            variable_value_labels=values,
            variable_measure=measures,
        )
        return path.read_bytes()


def numbers_of(variable: Variable, cells: Sequence[str]) -> dict[str, float] | None:
    """The number each code becomes: the code itself where all are numbers, else its place; None for text."""
    if not variable.codes:
        return {cell: float(cell) for cell in cells if cell} if all(c.isdigit() for c in cells) else None
    codes = list(variable.codes)
    if all(code.lstrip("-").isdigit() for code in codes):
        numbers = {code: float(code) for code in codes}
    else:
        numbers = {code: float(place) for place, code in enumerate(codes, 1)}
    for cell in dict.fromkeys(cells):
        if cell and cell not in numbers:  # put together, or a band
            numbers[cell] = max(numbers.values(), default=0.0) + (900 if cell == MERGED else 1)
    return numbers


def _spss_name(name: str, taken: Mapping[str, object]) -> str:
    """Letters, digits and underscores, a letter first, at most 64, unlike any other whatever the case."""
    plain = re.sub(r"[^A-Za-z0-9_]", "_", name)
    plain = (plain if plain[:1].isalpha() else f"v_{plain}")[:60]
    lower = {each.lower() for each in taken}
    number, found = 2, plain
    while found.lower() in lower:
        found, number = f"{plain}_{number}", number + 1
    return found
