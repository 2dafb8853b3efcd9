"""Which items apply, which values are valid, what is calculated: a form's expressions, evaluated.

Rules (ODK XForms, "bind attributes"; design.md decision 2):
- an item without `relevant` always applies, and costs nothing;
- an answer to an item that does not apply counts as blank wherever it is referred to, so a stale
  answer cannot keep a question alive;
- a calculation is never stored: it is computed where it is referred to;
- a constraint is not asked of a blank value;
- dates count as day numbers.

Expressions are compiled once. One scratch document holds the values an expression refers to, and
results are remembered by these values, since most answers are codes: asking again costs a look-up
(0.4 µs) instead of an evaluation (3 µs). The scratch document makes a `Logic` unfit for use by
several threads at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from lxml import etree

from survey_flows.errors import InvalidQuestionnaire, Issue
from survey_flows.questionnaire.expressions import ROOT, compiled, read
from survey_flows.questionnaire.functions import day_number
from survey_flows.questionnaire.model import Item, ItemKind, Questionnaire

_REMEMBERED: Final = 2048
_LOGICS_KEPT: Final = 64

Value = str | bool


class _Compiled:
    """One expression over the scratch document, remembering its results by the values referred to."""

    __slots__ = ("_nodes", "_otherwise", "_results", "_root", "_run", "references")

    def __init__(
        self,
        xpath: str,
        references: tuple[str, ...],
        root: etree._Element,
        nodes: Mapping[str, etree._Element],
        otherwise: Value,
    ) -> None:
        self.references = references
        self._run = compiled(xpath)
        self._root = root
        self._nodes = tuple(nodes[name] for name in references)
        self._otherwise = otherwise
        self._results: dict[tuple[str, ...], Value] = {}

    def of(self, values: tuple[str, ...]) -> Value:
        """The result for the values of `references`, in their order."""
        result = self._results.get(values)
        if result is None:
            if len(self._results) >= _REMEMBERED:
                self._results.clear()
            result = self._results[values] = self._evaluate(values)
        return result

    def _evaluate(self, values: tuple[str, ...]) -> Value:
        for node, value in zip(self._nodes, values, strict=True):
            try:
                node.text = value
            except ValueError:  # control characters and lone surrogates cannot stand in XML
                node.text = "".join(filter(_stands_in_xml, value))
        try:
            result = self._run(self._root)
        except etree.XPathError:  # a wrong argument behind `and`, `or`, which nothing ran before
            return self._otherwise
        return result if isinstance(result, bool) else str(result)


class Logic:
    """The expressions of one questionnaire. All methods are pure functions of their arguments."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        """Compile every expression; raise `InvalidQuestionnaire` naming each one that is defective."""
        self.questionnaire = questionnaire
        self._items = questionnaire.by_name
        self._names = tuple(item.name for item in questionnaire.items)
        self._dates = frozenset(item.name for item in questionnaire.items if item.kind is ItemKind.DATE)
        self._issues: list[Issue] = []
        self._root = etree.Element(ROOT)
        self._nodes = {name: etree.SubElement(self._root, name) for name in self._names}
        self._relevances = self._compile("relevant", lambda item: item.relevant, "boolean", otherwise=True)
        self._constraints = self._compile(
            "constraint", lambda item: item.constraint, "boolean", otherwise=True
        )
        self._calculations = self._compile(
            "calculation", lambda item: item.calculation, "string", otherwise=""
        )
        self._derived = frozenset(self._relevances) | frozenset(self._calculations) | self._dates
        self._dependents = self._find_dependents()
        self._gates = tuple(name for name in self._names if name in self._find_gates())
        self._paths: dict[tuple[str, ...], tuple[str, ...]] = {}
        if self._issues:
            raise InvalidQuestionnaire(questionnaire.code, self._issues)

    def is_relevant(self, item: str, answers: Mapping[str, str]) -> bool:
        """Whether `item` applies to a respondent who gave `answers`."""
        relevance = self._relevances.get(item)
        return relevance is None or bool(relevance.of(self._values(relevance.references, answers)))

    def relevant_items(self, answers: Mapping[str, str]) -> tuple[str, ...]:
        """All items that apply, calculations included, in form order."""
        key = tuple([answers.get(name, "") for name in self._gates])
        path = self._paths.get(key)
        if path is None:
            if len(self._paths) >= _REMEMBERED:
                self._paths.clear()
            path = tuple(name for name in self._names if self.is_relevant(name, answers))
            self._paths[key] = path
        return path

    def affected_by(self, item: str) -> tuple[str, ...]:
        """Items whose relevance, constraint or calculation depends on `item`, also through others.

        In form order; `item` itself is not among them.
        """
        return self._dependents.get(item, ())

    def violates(self, item: str, value: str, answers: Mapping[str, str]) -> bool:
        """Whether `value` breaks the constraint of `item`, given the other `answers`."""
        constraint = self._constraints.get(item)
        if constraint is None or value == "":
            return False
        own = day_number(value) if item in self._dates else value
        values = [own if name == item else self._value(name, answers) for name in constraint.references]
        return not constraint.of(tuple(values))

    def calculate(self, item: str, answers: Mapping[str, str]) -> str:
        """The value of a calculation; "" when it does not apply or yields no number."""
        calculation = self._calculations.get(item)
        if calculation is None or not self.is_relevant(item, answers):
            return ""
        result = str(calculation.of(self._values(calculation.references, answers)))
        return "" if result == "NaN" else result

    def _values(self, names: Iterable[str], answers: Mapping[str, str]) -> tuple[str, ...]:
        derived = self._derived
        return tuple(
            [self._value(name, answers) if name in derived else answers.get(name, "") for name in names]
        )

    def _value(self, name: str, answers: Mapping[str, str]) -> str:
        if name in self._calculations:
            return self.calculate(name, answers)
        if name in self._relevances and not self.is_relevant(name, answers):
            return ""
        value = answers.get(name, "")
        return day_number(value) if name in self._dates else value

    def _compile(
        self, what: str, source_of: Callable[[Item], str], as_type: str, *, otherwise: Value
    ) -> dict[str, _Compiled]:
        found: dict[str, _Compiled] = {}
        for item in self.questionnaire.items:
            source = source_of(item)
            if not source.strip():
                continue
            expression = read(source, own=item.name, items=self._nodes)
            self._issues += [
                Issue(defect.code, f"{item.name}.{what}", defect.message, defect.hint)
                for defect in expression.defects
            ]
            if not expression.defects:
                xpath = f"{as_type}({expression.xpath})"
                found[item.name] = _Compiled(xpath, expression.references, self._root, self._nodes, otherwise)
        return found

    def _find_dependents(self) -> dict[str, tuple[str, ...]]:
        """For each item the items that refer to it, directly or through others; finds circles."""
        direct: dict[str, set[str]] = {}
        deciding: dict[str, set[str]] = {}
        for expressions in (self._relevances, self._calculations, self._constraints):
            for name, expression in expressions.items():
                for reference in expression.references:
                    direct.setdefault(reference, set()).add(name)
                    if expressions is not self._constraints:
                        deciding.setdefault(reference, set()).add(name)
        for name in self._names:
            if name in _reachable(name, deciding):
                message = "whether it applies depends on itself"
                self._issues.append(Issue("circular", f"{name}.relevant", message, "break the circle"))
        order = self.questionnaire.order
        return {
            name: tuple(sorted(_reachable(name, direct) - {name}, key=order.__getitem__)) for name in direct
        }

    def _find_gates(self) -> frozenset[str]:
        """The items whose answers decide which items apply."""
        found: set[str] = set()
        ahead = [name for relevance in self._relevances.values() for name in relevance.references]
        while ahead:
            name = ahead.pop()
            if name not in found:
                found.add(name)
                if name in self._calculations:
                    ahead += self._calculations[name].references
        return frozenset(found)


_LOGICS: Final[dict[int, Logic]] = {}


def logic_for(questionnaire: Questionnaire) -> Logic:
    """The logic of a questionnaire, compiled on first use and kept.

    Kept by identity: a `Logic` holds its questionnaire, so the identity cannot pass to another.
    """
    known = _LOGICS.get(id(questionnaire))
    if known is None:
        if len(_LOGICS) >= _LOGICS_KEPT:
            _LOGICS.clear()
        known = _LOGICS[id(questionnaire)] = Logic(questionnaire)
    return known


def _reachable(start: str, edges: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    ahead = list(edges.get(start, ()))
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += edges.get(name, ())
    return found


def _stands_in_xml(character: str) -> bool:
    is_plain = " " <= character < "\ud800" or "\udfff" < character < "\ufffe" or character > "\uffff"
    return is_plain or character in "\t\n\r"
