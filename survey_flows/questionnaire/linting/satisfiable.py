"""Conditions that can never hold, constraints nothing satisfies, codes no list offers.

Each is tried on one item at a time (module `truth`). A question is out of reach when its own
condition and those of its groups cannot hold together; a condition that is false on a blank item
also brings in that item's own condition, since it must have been asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from survey_flows.questionnaire.linting import filters
from survey_flows.questionnaire.linting.cells import ExpressionCell
from survey_flows.questionnaire.linting.findings import Finding
from survey_flows.questionnaire.linting.grammar import Node, function_of, offset_of, reference_of
from survey_flows.questionnaire.linting.kinds import DATES
from survey_flows.questionnaire.linting.opposites import contradicts_itself
from survey_flows.questionnaire.linting.outline import Entry, Outline
from survey_flows.questionnaire.linting.ranges import read_range
from survey_flows.questionnaire.linting.references import references_in
from survey_flows.questionnaire.linting.truth import Scope, Subject, Value, samples, truth

_DEEPEST: Final = 6
_COMPARISONS: Final = frozenset({"=", "!="})


@dataclass(frozen=True, slots=True)
class _Form:
    """The outline with what the checks look up again and again."""

    outline: Outline
    relevances: Mapping[str, ExpressionCell]
    constraints: Mapping[str, ExpressionCell]
    dates: frozenset[str]

    def subject(self, name: str) -> Subject:
        """The item of that name, to try values on."""
        entry = self.outline.by_name[name]
        codes = ("OK",) if entry.kind == "acknowledge" else self.outline.codes(entry)
        return Subject(name, entry.kind, codes)


def find(outline: Outline, cells: tuple[ExpressionCell, ...]) -> Iterator[Finding]:
    """Contradictions and codes that do not exist, cell by cell."""
    dates = frozenset(entry.name for entry in outline.entries if entry.kind in DATES)
    relevances, constraints = (
        {cell.entry.name: cell for cell in cells if cell.what == what and cell.tree is not None}
        for what in ("relevant", "constraint")
    )
    form = _Form(outline, relevances, constraints, dates)
    for cell in cells:
        if cell.tree is None:
            continue
        root = cell.tree.root
        unknown = list(_unknown_codes(outline, cell, root))
        yield from unknown
        match cell.what if not unknown else "":  # what follows from a wrong code is not another defect
            case "constraint":
                yield from _constraint(form, cell, root)
            case "relevant":
                yield from _relevance(form, cell)
            case "choice_filter":
                yield from filters.find(outline, cell, root)


def _constraint(form: _Form, cell: ExpressionCell, root: Node) -> Iterator[Finding]:
    own = cell.entry.name
    if own not in form.outline.by_name:
        return
    subject = form.subject(own)
    tried = _within(form.outline.by_name[own], samples(subject, [root]))
    verdicts = [truth(root, Scope(own, {own: sample}, form.dates)) for sample in tried]
    if verdicts and all(verdict is False for verdict in verdicts):
        is_select = subject.codes is not None
        yield cell.at(
            form.outline, "no-choice-satisfies" if is_select else "contradiction", -1, source=cell.source
        )
    elif verdicts and all(verdict is True for verdict in verdicts) and subject.kind != "text":
        yield cell.at(form.outline, "always-true", -1, source=cell.source)
    elif contradicts_itself(root) or (not verdicts and truth(root, Scope(own, {})) is False):
        yield cell.at(form.outline, "contradiction", -1, source=cell.source)


def _relevance(form: _Form, cell: ExpressionCell) -> Iterator[Finding]:
    if _never(form, [cell]) or (cell.tree is not None and contradicts_itself(cell.tree.root)):
        is_switch = cell.source.replace(" ", "").lower() in {"false()", "0", "1=0", "1=2"}
        yield cell.at(form.outline, "switched-off" if is_switch else "never-relevant", -1, source=cell.source)
        return
    together = [*_conditions(form, cell.entry)]
    if len(together) > 1 and (name := _never(form, together)):
        others = [other.entry for other in together if other is not cell and _mentions(other, name)]
    elif name := _never(form, together, only_valid=True):
        others = [form.outline.by_name[name]]
    if name:
        place = ", ".join(f"{form.outline.survey.name}!{other.number}" for other in others[:2])
        yield cell.at(form.outline, "unreachable", -1, name=name if name != "!" else "", place=place)


def _never(form: _Form, cells: list[ExpressionCell], *, only_valid: bool = False) -> str:
    """The item for every value of which the conditions contradict each other; "!" for no item; or "".

    With `only_valid`, for every value that the item's own constraint and range allow.
    """
    roots = [cell.tree.root for cell in cells if cell.tree is not None]
    if any(truth(root, Scope("", {})) is False for root in roots):
        return "!"
    named = dict.fromkeys(
        found.name for cell in cells if cell.tree is not None for found in references_in(cell.tree)
    )
    for name in named:
        entry = form.outline.by_name.get(name)
        if entry is None or entry.kind in {"calculate", "hidden"} or entry.repeats:
            continue
        constraint = form.constraints.get(name) if only_valid else None
        limits = [constraint.tree.root] if constraint is not None and constraint.tree is not None else []
        if only_valid and (entry.cell("read_only") or not (limits or entry.kind == "range")):
            continue
        tried: list[Value] = samples(form.subject(name), [*roots, *limits])
        if only_valid:
            tried = _within(entry, tried)
            tried = [one for one in tried if not _breaks(limits, name, one, form.dates)]
        if tried and all(_fails(roots, name, sample, form.dates) for sample in [*tried, ""]):
            return name
    return ""


def _within(entry: Entry, tried: list[Value]) -> list[Value]:
    """Those of the values that a range goes over, its ends among them; all of them for another type."""
    limits = read_range(entry.cell("parameters")) if entry.kind == "range" else None
    if limits is None:
        return tried
    low, high = sorted(limits[:2])
    return [one for one in [*tried, low, high] if isinstance(one, float) and low <= one <= high]


def _breaks(limits: list[Node], name: str, sample: Value, dates: frozenset[str]) -> bool:
    return any(truth(limit, Scope(name, {name: sample}, dates)) is False for limit in limits)


def _fails(roots: list[Node], name: str, sample: Value, dates: frozenset[str]) -> bool:
    return any(truth(root, Scope("", {name: sample}, dates)) is False for root in roots)


def _conditions(form: _Form, entry: Entry) -> Iterator[ExpressionCell]:
    """The conditions that hold whenever an item is asked: its own, its groups', those they rest on."""
    ahead = [entry.name, *(form.outline.entries[place].name for place in entry.groups)]
    seen: set[str] = set()
    depth = 0
    while ahead and depth < _DEEPEST * 4:
        name = ahead.pop(0)
        depth += 1
        cell = form.relevances.get(name)
        if name in seen or cell is None or cell.tree is None:
            continue
        seen.add(name)
        yield cell
        for found in references_in(cell.tree):
            target = form.outline.by_name.get(found.name)
            if target is None or found.is_gathered or target.repeats:
                continue
            if truth(cell.tree.root, Scope("", {found.name: ""}, form.dates)) is False:
                ahead += [target.name, *(form.outline.entries[place].name for place in target.groups)]


def _mentions(cell: ExpressionCell, name: str) -> bool:
    return cell.tree is not None and any(found.name == name for found in references_in(cell.tree))


def _unknown_codes(outline: Outline, cell: ExpressionCell, node: Node) -> Iterator[Finding]:
    """`${q} = 'x'`, `selected(${q}, 'x')` with a code that the list of `q` lacks."""
    pair: tuple[Node, Node] | None = None
    if node.symbol in _COMPARISONS:
        pair = (node[0], node[1]) if _entry_of(outline, cell, node[0]) else (node[1], node[0])
    elif function_of(node) == "selected" and len(node) == 2:
        pair = (node[0], node[1])
    if pair is not None:
        yield from _unknown_code(outline, cell, node, *pair)
    for part in node:
        if not isinstance(part, str):
            yield from _unknown_codes(outline, cell, part)


def _entry_of(outline: Outline, cell: ExpressionCell, node: Node) -> Entry | None:
    if node.symbol == "." and not len(node):
        return cell.entry
    return outline.by_name.get(reference_of(node))


def _unknown_code(
    outline: Outline, cell: ExpressionCell, node: Node, item: Node, literal: Node
) -> Iterator[Finding]:
    entry = _entry_of(outline, cell, item)
    if entry is None or literal.symbol not in {"(string)", "(integer)"}:
        return
    codes, code = outline.codes(entry), str(literal.value).strip()
    if codes is None or entry.kind not in {"select_one", "select_multiple", "rank"} or code == "":
        return
    compares = node.symbol in _COMPARISONS
    several = code.split() if compares and entry.kind != "select_one" else [code]
    if not set(several) <= set(codes) and not _equals_as_number(literal, codes):
        close = "".join(get_close_matches(code, codes, 1, 0.6))
        words = {
            "found": code,
            "name": entry.name,
            "list": entry.type.choice_list,
            "codes": ", ".join(codes[:8]),
        }
        yield cell.at(outline, "unknown-code", offset_of(literal), known=close, **words)
    elif compares and entry.kind != "select_one":
        yield cell.at(outline, "compares-multiple", offset_of(node), name=entry.name, found=several[0])


def _equals_as_number(literal: Node, codes: tuple[str, ...]) -> bool:
    """`${q} = 1` is also true of the code 01, since numbers are compared."""
    return literal.symbol == "(integer)" and any(
        code.isdecimal() and int(code) == literal.value for code in codes
    )
