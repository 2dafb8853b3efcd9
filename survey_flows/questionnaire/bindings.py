"""The expressions of a questionnaire, compiled, and what depends on what among them.

Rules:
- every defect is found before anybody answers, each named as `item.column`;
- whether an item applies, and what it calculates, may not depend on itself; a calculation may look at
  its own value so far, as `once()` does;
- the items of a group share the group's condition: it is compiled and remembered once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from survey_flows.errors import InvalidQuestionnaire, Issue
from survey_flows.questionnaire.dependencies import around_circles, in_order, reachable
from survey_flows.questionnaire.evaluation import CompiledExpression, Scratch, Value
from survey_flows.questionnaire.expressions import LANGUAGE, compiled, is_name, read, tokens
from survey_flows.questionnaire.functions import PREFIX, Lookups
from survey_flows.questionnaire.hidden import CHOICE, NOW, TODAY, with_hidden_references
from survey_flows.questionnaire.model import Item, ItemKind, Questionnaire

CLOCK: Final = frozenset({TODAY, NOW, LANGUAGE})
"""Hidden values that come from the moment of asking."""
_NODE_FUNCTIONS: Final = frozenset({"count", "count-non-empty", "join", "max", "min", "position", "sum"})
_AS_TEXT: Final = f"{PREFIX}:string"
_COMPUTED: Final = frozenset({ItemKind.CALCULATE, ItemKind.HIDDEN, ItemKind.NOTE})


class Bindings:
    """The compiled expressions of a questionnaire by column and item.

    `is_never_asked` are the items whose value nobody gives, `given` those among them with a default,
    `gates` the items and hidden values that decide which items apply.
    """

    def __init__(self, questionnaire: Questionnaire, lookups: Lookups) -> None:
        """Compile every expression; raise `InvalidQuestionnaire` naming each one that is defective."""
        self._questionnaire = questionnaire
        self._lookups = lookups
        self._issues: list[Issue] = []
        items = questionnaire.items
        columns = dict.fromkeys(column for item in items if item.choice_filter for column in _columns(item))
        names = [item.name for item in items]
        self._scratch = Scratch([*names, *CLOCK, *(CHOICE + column for column in columns)])
        self.relevances = self._compile("relevant", "boolean", otherwise=True)
        self.constraints = self._compile("constraint", "boolean", otherwise=True)
        self.calculations = self._compile("calculation", _AS_TEXT, otherwise="")
        self.requirements = self._compile("required", "boolean", otherwise=True)
        self.filters = self._compile("choice_filter", "boolean", otherwise=True)
        self.defaults = self._compile("default", _AS_TEXT, otherwise="")
        self.is_never_asked = frozenset(
            item.name for item in items if item.kind in _COMPUTED or item.is_read_only
        )
        self.given = frozenset(self.defaults) & self.is_never_asked
        self._derived = frozenset(self.relevances) | frozenset(self.calculations) | self.given | CLOCK
        self._needs = self._find_needs()
        self._needed_by = self._find_needed_by()
        self._dependents: dict[str, tuple[str, ...]] = {}
        self.gates = self._find_gates()
        if self._issues:
            raise InvalidQuestionnaire(questionnaire.code, self._issues)

    def needs_of(self, expression: CompiledExpression) -> tuple[str, ...]:
        """What has to be derived before an expression; its own item is what it is about, not a need."""
        wanted = [name for name in expression.references if name in self._derived and name != expression.own]
        expression.needs = in_order(wanted, self._needs)
        return expression.needs

    def dependents_of(self, item: str) -> tuple[str, ...]:
        """Items with an expression, except a default, that depends on `item`, in form order."""
        known = self._dependents.get(item)
        if known is None:
            found = reachable(item, self._needed_by) - {item}
            known = self._dependents[item] = tuple(sorted(found, key=self._questionnaire.order.__getitem__))
        return known

    def _compile(self, what: str, as_type: str, *, otherwise: Value) -> dict[str, CompiledExpression]:
        """The expressions of one column by item."""
        found: dict[str, CompiledExpression] = {}
        shared: dict[tuple[str, str], CompiledExpression] = {}
        for item in self._questionnaire.items:
            source = str(getattr(item, what))
            if not source.strip():
                continue
            source = with_hidden_references(source, _columns(item) if what == "choice_filter" else ())
            expression = read(source, own=item.name, items=self._scratch.nodes)
            self._issues += [
                Issue(defect.code, f"{item.name}.{what}", defect.message, defect.hint)
                for defect in expression.defects
            ]
            if not expression.defects:
                xpath = f"{as_type}({expression.xpath})"
                # Everything in a group has the group's condition; of the rest each is its own item's.
                owner = "" if what == "relevant" else item.name
                found[item.name] = shared.setdefault(
                    (owner, xpath),
                    CompiledExpression(
                        xpath,
                        expression.references,
                        self._scratch,
                        otherwise,
                        own=owner,
                        run=compiled(xpath, self._lookups),
                        takes_nodes=any(token.text in _NODE_FUNCTIONS for token in tokens(source)),
                    ),
                )
        return found

    def _find_needs(self) -> dict[str, tuple[str, ...]]:
        """What each derived item needs at once; finds circles."""
        needs: dict[str, set[str]] = {}
        given = {name: self.defaults[name] for name in self.given - set(self.calculations)}
        for name, reference in (
            *_references(self.relevances), *_references(self.calculations), *_references(given)
        ):  # fmt: skip
            # A calculation may look at its own value so far, as once() does.
            if name != reference or name not in self.calculations or reference in _of(self.relevances, name):
                needs.setdefault(name, set()).add(reference)
        circles = set(around_circles(needs))
        for name in self._questionnaire.by_name:
            if name in circles:
                message = "whether it applies depends on itself"
                self._issues.append(Issue("circular", f"{name}.relevant", message, "break the circle"))
        return {
            name: tuple(need for need in sorted(needs.get(name, ())) if need in self._derived)
            for name in self._derived
        }

    def _all_expressions(self) -> tuple[dict[str, CompiledExpression], ...]:
        return (
            self.relevances, self.calculations, self.constraints, self.requirements, self.filters,
            self.defaults,
        )  # fmt: skip

    def _find_needed_by(self) -> dict[str, set[str]]:
        """For each item the items that refer to it."""
        needed_by: dict[str, set[str]] = {}
        for expressions in self._all_expressions()[:-1]:
            for name, reference in _references(expressions):
                needed_by.setdefault(reference, set()).add(name)
        return needed_by

    def _find_gates(self) -> frozenset[str]:
        """The items, and the clock, whose values decide which items apply."""
        found: set[str] = set()
        ahead = [name for relevance in self.relevances.values() for name in relevance.references]
        while ahead:
            name = ahead.pop()
            if name not in found:
                found.add(name)
                for expressions in (self.calculations, self.defaults):
                    if name in expressions:
                        ahead += expressions[name].references
        return frozenset(found)


def _columns(item: Item) -> tuple[str, ...]:
    """What a choice filter may name without a reference."""
    columns = dict.fromkeys(column for choice in item.choices for column in choice.attributes)
    return tuple(column for column in ("name", *columns) if is_name(column))


def _references(expressions: Mapping[str, CompiledExpression]) -> Iterator[tuple[str, str]]:
    """Pairs of an item and an item or hidden value its expression refers to."""
    for name, expression in expressions.items():
        for reference in expression.references:
            yield name, reference


def _of(expressions: Mapping[str, CompiledExpression], name: str) -> tuple[str, ...]:
    """What the expression of `name` refers to."""
    return expressions[name].references if name in expressions else ()
