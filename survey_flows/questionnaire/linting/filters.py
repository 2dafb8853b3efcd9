"""Filters of choices that leave nothing: whatever was answered, or after one answer of the question before.

A filter is compared with the columns of the choices as far as it is made of `column = value`; all else may
let any choice through (XLSForm reference, "Cascading selects").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from survey_flows.questionnaire.linting.cells import ExpressionCell
from survey_flows.questionnaire.linting.findings import Finding
from survey_flows.questionnaire.linting.grammar import Node, reference_of
from survey_flows.questionnaire.linting.outline import Outline
from survey_flows.questionnaire.linting.references import references_in

_MOST_NAMED: Final = 8


def find(outline: Outline, cell: ExpressionCell, root: Node) -> Iterator[Finding]:
    """What a filter takes away: every choice, or every choice after some answers."""
    rows = outline.lists.get(cell.entry.type.choice_list, ())
    if not rows or outline.codes(cell.entry) is None:
        return
    words = {"list": cell.entry.type.choice_list, "source": cell.source}
    if all(_filtered_out(outline, root, row.cells, {}) for row in rows):
        yield cell.at(outline, "filter-empties", -1, **words)
        return
    for name in dict.fromkeys(found.name for found in references_in(cell.tree)) if cell.tree else ():
        parent = outline.by_name.get(name)
        if parent is None or parent.kind != "select_one" or f"${{{name}}}" in cell.entry.cell("relevant"):
            continue
        codes = [code for code in outline.codes(parent) or () if code != "other"]
        barren = [
            code
            for code in codes
            if all(_filtered_out(outline, root, row.cells, {name: code}) for row in rows)
        ]
        if barren:
            named = ", ".join(barren[:_MOST_NAMED]) + ", …" * (len(barren) > _MOST_NAMED)
            yield cell.at(outline, "filter-leaves-none", -1, name=name, codes=named, list=words["list"])


def _filtered_out(outline: Outline, node: Node, cells: Mapping[str, str], given: Mapping[str, str]) -> bool:
    """Whether a choice fails a filter for every value of every item but those `given`."""
    match node.symbol:
        case "and":
            return any(_filtered_out(outline, part, cells, given) for part in node)
        case "or":
            return all(_filtered_out(outline, part, cells, given) for part in node)
        case "=":
            for column, other in ((node[0], node[1]), (node[1], node[0])):
                if column.symbol == "(name)" and str(column.value) in outline.attributes:
                    return _cannot_equal(outline, cells.get(str(column.value), ""), other, given)
            return False
        case "(":
            return _filtered_out(outline, node[0], cells, given)
        case _:
            return False


def _cannot_equal(outline: Outline, attribute: str, other: Node, given: Mapping[str, str]) -> bool:
    if other.symbol == "(string)":
        return attribute != str(other.value)
    name = reference_of(other)
    if name in given:
        return attribute != given[name]
    entry = outline.by_name.get(name)
    if entry is None or entry.kind != "select_one":
        return False
    codes = outline.codes(entry)
    # A blank attribute passes while the item is unanswered.
    return codes is not None and attribute not in {"", *codes}
