"""Who refers to whom: references to nothing, to oneself, in a circle, ahead, into a repeat.

Rules (ODK XForms specification, "Dependencies" and "Repeats"; JavaRosa refuses the same circles):
- relevance and calculation of an item may not depend, however indirectly, on the item itself; a
  group's relevance counts as that of everything inside. A constraint may: it is about the value;
- a question's relevance should look back, not ahead: what comes later is still blank when it counts;
- from outside a repeat, an item inside has many values: they must be counted, summed or picked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from survey_flows.questionnaire.linting.cells import ExpressionCell
from survey_flows.questionnaire.linting.columns import WORDED, what_of
from survey_flows.questionnaire.linting.findings import Finding, at
from survey_flows.questionnaire.linting.grammar import (
    REFERENCE,
    Node,
    Tree,
    function_of,
    offset_of,
    reference_of,
)
from survey_flows.questionnaire.linting.outline import Entry, Outline

_GATHERING: Final = frozenset(
    {"area", "concat", "count", "count-non-empty", "distance", "indexed-repeat", "join", "max", "min",
    "randomize", "sum"}
)  # fmt: skip
_LOOKING_BACK: Final = frozenset({"relevant", "required", "choice_filter", "default"})
_SAVED: Final = "last-saved#"


@dataclass(frozen=True, slots=True)
class Reference:
    """One `${name}` in an expression; `is_gathered` when it stands for all instances or a picked one."""

    name: str
    offset: int
    is_gathered: bool


def references_in(tree: Tree) -> Iterator[Reference]:
    """Every reference of an expression, in order."""
    yield from _references(tree.root, is_gathered=False)


def find(outline: Outline, cells: tuple[ExpressionCell, ...]) -> Iterator[Finding]:
    """All defects of references: in expressions, in wordings, in circles."""
    for cell in cells:
        yield from _dangling(outline, cell)
        if cell.tree is not None:
            for reference in references_in(cell.tree):
                if reference.name in outline.by_name:
                    yield from _misplaced(outline, cell, reference)
            for node in cell.tree.root.iter() if cell.what == "relevant" else ():
                if node.symbol == "." and not len(node):
                    yield cell.at(outline, "self-reference", offset_of(node), name=cell.entry.name)
    yield from _circles(outline, cells)
    yield from _in_wordings(outline)
    yield from _triggers(outline)


def _references(node: Node, *, is_gathered: bool) -> Iterator[Reference]:
    name = reference_of(node)
    if name:
        yield Reference(name, offset_of(node), is_gathered)
        return
    gathers = is_gathered or function_of(node) in _GATHERING
    for index, part in enumerate(node):
        if not isinstance(part, str):
            # `${item}[…]` picks one instance; inside the predicate others may be named as usual.
            picked = gathers or (node.symbol == "[" and index == 0) or node.symbol in {"/", "//"}
            yield from _references(part, is_gathered=picked)


def _dangling(outline: Outline, cell: ExpressionCell) -> Iterator[Finding]:
    for found in REFERENCE.finditer(cell.source):
        name = found.group(1).removeprefix(_SAVED).strip()
        if found.group(1).startswith(_SAVED) and name in outline.by_name:
            yield cell.at(outline, "earlier-submission", found.start(), name=name)
        if name not in outline.by_name:
            yield cell.at(outline, "unknown-reference", found.start(), **_unknown(outline, name))


def _unknown(outline: Outline, name: str) -> dict[str, str]:
    return {"name": name, "known": "".join(get_close_matches(name, outline.by_name, 1, 0.7))}


def _misplaced(outline: Outline, cell: ExpressionCell, reference: Reference) -> Iterator[Finding]:
    entry, target = cell.entry, outline.by_name[reference.name]
    words = {"name": reference.name}
    is_own = target.position == entry.position
    if (
        is_own
        and cell.what in {"relevant", "calculation"}
        and not reference.is_gathered
        and not entry.cell("trigger")
    ):
        yield cell.at(outline, "self-reference", reference.offset, **words)
    elif cell.what in _LOOKING_BACK and target.kind != "calculate" and _is_ahead(entry, target):
        yield cell.at(outline, "later-reference", reference.offset, row=target.number, **words)
    is_outside = not set(target.repeats) <= {*entry.repeats, entry.position}
    if is_outside and not reference.is_gathered and not target.kind.startswith("begin"):
        repeat = outline.entries[target.repeats[-1]].name
        yield cell.at(outline, "outside-repeat", reference.offset, repeat=repeat, **words)


def _is_ahead(entry: Entry, target: Entry) -> bool:
    """Whether `target` is asked after `entry`; what a group holds is a matter of circles."""
    return target.position > entry.position and entry.position not in target.groups


def _circles(outline: Outline, cells: tuple[ExpressionCell, ...]) -> Iterator[Finding]:
    """Every expression whose item decides, through others, on itself."""
    edges: dict[str, set[str]] = {}
    deciding: list[tuple[ExpressionCell, str, set[str]]] = []
    for cell in cells:
        if cell.tree is None or cell.what not in {"relevant", "calculation"} or cell.entry.cell("trigger"):
            continue
        own = cell.entry.name
        named = {found.name for found in references_in(cell.tree) if not found.is_gathered} - {own}
        deciding.append((cell, own, named))
        inside = [own] if not cell.entry.kind.startswith("begin") else _names_inside(outline, cell.entry)
        for name in inside:
            edges.setdefault(name, set()).update(named)
    for cell, own, named in deciding:
        for start in [own] if not cell.entry.kind.startswith("begin") else _names_inside(outline, cell.entry):
            path = _path(edges, named, start)
            if path:
                yield cell.at(outline, "circular", -1, path=" → ".join([start, *path]))
                break


def _names_inside(outline: Outline, group: Entry) -> list[str]:
    return [entry.name for entry in outline.entries if group.position in entry.groups and entry.name]


def _path(edges: dict[str, set[str]], first: set[str], goal: str) -> list[str]:
    """A way from `first` to `goal` along the references, or none."""
    ahead = [[name] for name in sorted(first)]
    seen: set[str] = set()
    while ahead:
        way = ahead.pop(0)
        if way[-1] == goal:
            return way
        if way[-1] not in seen:
            seen.add(way[-1])
            ahead += [[*way, name] for name in sorted(edges.get(way[-1], ()))]
    return []


def _in_wordings(outline: Outline) -> Iterator[Finding]:
    for sheet, rows in ((outline.survey, outline.survey.rows), (outline.choices, outline.choices.rows)):
        for row in rows:
            for column, text in row.cells.items():
                if what_of(column) not in WORDED:
                    continue
                for found in REFERENCE.finditer(text):
                    name = found.group(1).removeprefix(_SAVED).strip()
                    if name not in outline.by_name:
                        words = _unknown(outline, name)
                        yield at(sheet, row.number, column, "unknown-reference", found.start(), **words)
                unclosed = REFERENCE.sub(lambda found: " " * len(found.group()), text).find("${")
                if unclosed >= 0:
                    yield at(sheet, row.number, column, "open-reference", unclosed)


def _triggers(outline: Outline) -> Iterator[Finding]:
    for entry in outline.entries:
        for column, text in entry.columns("trigger"):
            for name in re.findall(REFERENCE, text):
                if name not in outline.by_name:
                    words = _unknown(outline, name)
                    yield at(outline.survey, entry.number, column, "unknown-reference", **words)
