"""Calls and words inside expressions: number of arguments, names that are neither reference nor text."""

from __future__ import annotations

from collections.abc import Iterator

from survey_flows.questionnaire.linting.cells import ExpressionCell
from survey_flows.questionnaire.linting.findings import Finding
from survey_flows.questionnaire.linting.grammar import ARGUMENTS, Node, function_of, offset_of
from survey_flows.questionnaire.linting.outline import Outline
from survey_flows.questionnaire.vocabulary import SIGNATURES


def find(outline: Outline, cells: tuple[ExpressionCell, ...]) -> Iterator[Finding]:
    """Defects of calls, cell by cell, the lexical ones first."""
    for cell in cells:
        yield from cell.findings
        if cell.tree is not None:
            yield from _of_node(outline, cell, cell.tree.root, within_path=False)


def _of_node(outline: Outline, cell: ExpressionCell, node: Node, *, within_path: bool) -> Iterator[Finding]:
    function = function_of(node)
    if function:
        least, most = ARGUMENTS[function]
        if not least <= len(node) <= most:
            takes = str(least) if least == most else f"{least}–{most}" if most < 99 else f"≥ {least}"
            yield cell.at(
                outline, "wrong-arguments", offset_of(node), function=function, takes=takes, given=len(node)
            )
    if function == "position" and len(node) == 1:
        yield from _position(outline, cell, node)
    if node.symbol == "(name)" and not within_path and not _is_column(outline, cell, str(node.value)):
        name = str(node.value)
        is_call = name not in outline.by_name and name in SIGNATURES and SIGNATURES[name].most == 0
        yield cell.at(outline, "bare-name", offset_of(node), name=name, known=f"{name}()" * is_call)
    is_path = node.symbol in {"/", "//", "@", "::", "$", ":"}
    for index, part in enumerate(node):
        if isinstance(part, str):
            continue
        # In a predicate names are columns of the instance it filters.
        is_within = is_path or within_path or (node.symbol == "[" and index == 1)
        yield from _of_node(outline, cell, part, within_path=is_within)


def _position(outline: Outline, cell: ExpressionCell, node: Node) -> Iterator[Finding]:
    """`position(..)` that counts a group, of which there is but one, and not the repeat around it."""
    up = sum(part.symbol == ".." for part in node.iter())
    around = [outline.entries[place] for place in cell.entry.groups]
    if not 0 < up <= len(around) or around[-up].kind != "begin group":
        return
    needed = next(
        (at for at, one in enumerate(reversed(around), 1) if at > up and one.kind == "begin repeat"), 0
    )
    if needed:
        words = {"group": around[-up].name, "instead": "position(" + "/".join([".."] * needed) + ")"}
        yield cell.at(outline, "position-of-group", offset_of(node), **words)


def _is_column(outline: Outline, cell: ExpressionCell, name: str) -> bool:
    """In a filter a bare name is a column of the choices sheet."""
    if cell.what != "choice_filter":
        return False
    is_elsewhere = cell.entry.type.is_from_file or cell.entry.kind == "select_one_external"
    return is_elsewhere or name in outline.attributes
