"""Read published figures from a file's text: CSV or JSON, one figure in one role a line.

Columns (JSON: keys of the objects in `figures`):

    relation   a label; lines with one label belong together
    kind       total, change, shares, mean, spread, same, base, ratio, ranking, listing
    role       what the figure is in it (`ROLES`)
    name       what it counts or measures
    value      the number as printed, with its `%`
    table, row, column, at      where it stands; `at` is a page or a line
    names      of a list: its names, separated by semicolons
    option     of shares: one, people or ticks; partial where values are left out; nearest is not one of
               them: `rounding` is the whole file's, and JSON's alone

docs/published_figures.md has an example. Every line that cannot be read is reported, not the first.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from scoring.consistency_figures import (
    Change,
    Choosing,
    Figure,
    Listing,
    Mean,
    NameList,
    Place,
    Published,
    Ranking,
    Ratio,
    Relation,
    Rounding,
    Same,
    Shares,
    Standing,
    Total,
)
from scoring.responses import ScoringError

COLUMNS = ("relation", "kind", "role", "name", "value", "table", "row", "column", "at", "names", "option")

ROLES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "total": (("whole", "part"), ("whole", "part")),
    "change": (("now", "before", "change"), ("now", "before", "change")),
    "shares": (("part",), ("part", "base", "base_at_most")),
    "mean": (("whole", "part"), ("whole", "part", "weight")),
    "spread": (
        (),
        ("mean", "highest", "lowest", "median", "value", "reaching", "count", "target"),
    ),
    "same": (("figure",), ("figure",)),
    "base": (("figure",), ("figure",)),
    "ratio": (("numerator", "denominator", "percent"), ("numerator", "denominator", "percent")),
    "ranking": (("value", "rank"), ("value", "rank")),
    "listing": (("list",), ("list", "whole")),
}
"""For each kind the roles that must be there, and all it knows."""

MANY = frozenset({"part", "weight", "value", "figure", "rank", "list"})
"""Roles that may be taken several times; the others once."""

PARTIAL = "partial"


class InvalidPublication(ScoringError):
    """A description of published figures cannot be read; `problems` say every line and what is wrong."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problems))


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the file, by column, with what it is called in a message."""

    where: str
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "").strip()


def read_csv(text: str, *, title: str = "") -> Published:
    """Read a CSV text with a heading line; commas or semicolons between the cells."""
    heading = text.lstrip("\ufeff").partition("\n")[0]
    separator = ";" if heading.count(";") > heading.count(",") else ","
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=separator, restval=""))
    unknown = [column for column in (rows[0] if rows else ()) if column not in {*COLUMNS, None}]
    if unknown:
        raise InvalidPublication([f"line 1: unknown column {column!r}" for column in unknown])
    wide = [number for number, row in enumerate(rows, 2) if None in row]
    if wide:
        hint = "more cells than columns; put a value with a comma in quotes, or separate cells by semicolons"
        raise InvalidPublication([f"line {number}: {hint}" for number in wide])
    return _published(title, [_Line(f"line {n}", row) for n, row in enumerate(rows, 2)], Rounding.ANY)


def read_json(text: str) -> Published:
    """Read a JSON text: {"title", "rounding", "figures": [{column: text}]}."""
    try:
        # numbers keep the digits they were written with
        source = json.loads(text, parse_float=lambda digits: digits.replace(".", ","), parse_int=str)
    except json.JSONDecodeError as error:
        raise InvalidPublication([f"line {error.lineno}: {error.msg}"]) from error
    figures = source.get("figures") if isinstance(source, dict) else None
    if not isinstance(figures, list):
        raise InvalidPublication(["the file needs a list called 'figures'"])
    problems: list[str] = []
    lines: list[_Line] = []
    for number, each in enumerate(figures, 1):
        if not isinstance(each, dict) or not set(each) <= set(COLUMNS):
            problems.append(f"figure {number}: its keys may be {', '.join(COLUMNS)}")
            continue
        lines.append(_Line(f"figure {number}", {key: str(cell) for key, cell in each.items()}))
    if str(source.get("rounding", Rounding.ANY)) not in set(Rounding):
        problems.append(f"rounding may be {' or '.join(Rounding)}")
    if problems:
        raise InvalidPublication(problems)
    return _published(str(source.get("title", "")), lines, Rounding(source.get("rounding", Rounding.ANY)))


def _published(title: str, lines: Sequence[_Line], rounding: Rounding) -> Published:
    groups: dict[str, list[_Line]] = {}
    for line in lines:
        groups.setdefault(line["relation"], []).append(line)
    problems: list[str] = []
    relations: list[Relation] = []
    for label, members in groups.items():
        found = _problems(label, members)
        problems += found
        if not found:
            relations.append(_BUILDERS[members[0]["kind"]](label, _Members(members)))
    if problems:
        raise InvalidPublication(problems)
    return Published(title, tuple(relations), rounding)


def _problems(label: str, members: Sequence[_Line]) -> list[str]:
    """Everything that keeps these lines from being one relation."""
    first = members[0]
    kind = first["kind"]
    if not label:
        return [f"{each.where}: no relation is named" for each in members]
    if kind not in ROLES:
        return [f"{first.where}: unknown kind {kind!r} (known: {', '.join(ROLES)})"]
    needed, known = ROLES[kind]
    problems: list[str] = []
    roles: list[str] = []
    for each in members:
        role = each["role"]
        if each["kind"] not in {"", kind}:
            problems.append(f"{each.where}: relation {label!r} is {kind}, not {each['kind']}")
        if role not in known:
            problems.append(f"{each.where}: {kind} has no role {role!r} (known: {', '.join(known)})")
        elif role in roles and role not in MANY:
            problems.append(f"{each.where}: relation {label!r} has a second {role}")
        roles.append(role)
        problems += _unreadable(each, role)
    problems += [f"{first.where}: relation {label!r} has no {role}" for role in needed if role not in roles]
    for one, other in (("weight", "part"), ("rank", "value")):
        if one in roles and other in roles and roles.count(one) != roles.count(other):
            problems.append(f"{first.where}: relation {label!r} needs one {one} for each {other}")
    return problems


def _unreadable(line: _Line, role: str) -> list[str]:
    problems = []
    known = {*Choosing, PARTIAL}
    problems += [
        f"{line.where}: unknown option {option!r} (known: {', '.join(sorted(known))})"
        for option in line["option"].split()
        if option not in known
    ]
    if role == "list" and not line["names"]:
        problems.append(f"{line.where}: a list needs names")
    if line["value"] or role != "list":
        try:
            _figure(line)
        except ValueError as error:
            problems.append(f"{line.where}: {error}")
    return problems


@dataclass(frozen=True, slots=True)
class _Members:
    """The lines of one relation, by role."""

    lines: Sequence[_Line]

    def many(self, role: str) -> tuple[Figure, ...]:
        return tuple(_figure(each) for each in self.lines if each["role"] == role)

    def one(self, role: str) -> Figure:
        return self.many(role)[0]

    def perhaps(self, role: str) -> Figure | None:
        return next(iter(self.many(role)), None)

    @property
    def options(self) -> set[str]:
        return {option for each in self.lines for option in each["option"].split()}

    def lists(self) -> tuple[NameList, ...]:
        return tuple(
            NameList(
                each["name"],
                tuple(name.strip() for name in each["names"].split(";") if name.strip()),
                _figure(each) if each["value"] else None,
                _place(each),
            )
            for each in self.lines
            if each["role"] == "list"
        )


def _figure(line: _Line) -> Figure:
    return Figure(line["name"], line["value"], _place(line))


def _place(line: _Line) -> Place:
    return Place(line["table"], line["row"], line["column"], line["at"])


def _shares(label: str, members: _Members) -> Shares:
    options = members.options
    choosing = next((each for each in Choosing if each in options), Choosing.ONE)
    base, most = members.perhaps("base"), members.perhaps("base_at_most")
    return Shares(label, members.many("part"), choosing, PARTIAL in options, base, most)


def _spread(label: str, members: _Members) -> Standing:
    return Standing(
        label,
        mean=members.perhaps("mean"),
        highest=members.perhaps("highest"),
        lowest=members.perhaps("lowest"),
        median=members.perhaps("median"),
        values=members.many("value"),
        is_partial=PARTIAL in members.options,
        reaching=members.perhaps("reaching"),
        count=members.perhaps("count"),
        target=members.perhaps("target"),
    )


_BUILDERS: Mapping[str, Callable[[str, _Members], Relation]] = {
    "total": lambda label, of: Total(label, of.one("whole"), of.many("part")),
    "change": lambda label, of: Change(label, of.one("now"), of.one("before"), of.one("change")),
    "shares": _shares,
    "mean": lambda label, of: Mean(label, of.one("whole"), of.many("part"), of.many("weight")),
    "spread": _spread,
    "same": lambda label, of: Same(label, of.many("figure")),
    "base": lambda label, of: Same(label, of.many("figure"), is_base=True),
    "ratio": lambda label, of: Ratio(label, of.one("numerator"), of.one("denominator"), of.one("percent")),
    "ranking": lambda label, of: Ranking(label, of.many("value"), of.many("rank"), PARTIAL in of.options),
    "listing": lambda label, of: Listing(label, of.lists(), of.perhaps("whole")),
}
