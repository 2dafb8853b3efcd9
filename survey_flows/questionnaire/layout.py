"""The lie of a form before its items are read: rows, names, repeats and how often each may run.

Expressions name items that may stand before or after them, in other repeats; so everything's place is
known first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from survey_flows.errors import Issue
from survey_flows.questionnaire.filling import references_in
from survey_flows.questionnaire.paths import Paths, Rounds, suffix_of
from survey_flows.questionnaire.question_types import fate_of
from survey_flows.questionnaire.repeats import MOST_ROUNDS, most_rounds
from survey_flows.questionnaire.sheets import Row, Sheets

_ADDED_LABEL: Final = "Specify other."

# What pyxform hands over is a tree of dictionaries without a type.
Node = Mapping[str, Any]


class Layout:
    """Where everything of a form is; what has no bound or no place goes to `issues`."""

    def __init__(self, children: Iterable[Node], sheets: Sheets) -> None:
        """Walk pyxform's tree once."""
        self.issues: list[Issue] = []
        self.paths = Paths(condition_of=self._condition, issues=self.issues)
        self.open_repeats: set[str] = set()
        self.added: set[str] = set()
        self._under_way: list[str] = []  # repeats whose condition is being written: one may name another
        self._survey = sheets["survey"]
        self._rows: dict[str, Row] = {}
        for row in self._survey.rows:
            if not row.cells.get("type", "").lower().startswith("end"):
                self._rows.setdefault(row.cells.get("name", ""), row)
        self.referred = frozenset(_references(sheets))
        self._nodes: dict[str, Node] = {}
        self._chains: dict[str, tuple[Node, ...]] = {}
        self._walk(children, ())
        for name in self._chains:
            if self._nodes[name]["type"] == "repeat":
                self._bound(name)

    def place(self, name: str, column: str) -> str:
        """Where a cell of an item is, for an author."""
        row = self._rows.get(name)
        counted = name.removesuffix("_count")
        if row is None and counted in self._rows and counted != name:
            return self.place(counted, "repeat_count")  # pyxform calculates a count under a name of its own
        if row is None:
            return f"{name}.{column}"
        heading = next((head for head in row.cells if head.partition("::")[0] == column), column)
        return self._survey.place(row.number, heading)

    def place_of(self, where: str) -> str:
        """The cell of what a compiled item names: `age.2.relevant` is in the row of `age`."""
        item, _, column = where.rpartition(".")
        base = next((name for name in _shortened(item) if name in self._rows), item)
        return self.place(base, column) if base in self._rows else where

    def trigger_of(self, name: str) -> str:
        """The `trigger` cell of an item's row."""
        row = self._rows.get(name)
        return row.cells.get("trigger", "") if row else ""

    def another_name(self, repeat: str, rounds: Rounds) -> str:
        """The name of the question whether there is another round after these."""
        return f"{repeat}.more{suffix_of(rounds)}"

    def reaches(self, repeat: str, rounds: Rounds) -> str:
        """The condition under which a repeat comes to its last of `rounds`; "" when it always does."""
        before, (_, number) = rounds[:-1], rounds[-1]
        if repeat in self.open_repeats:
            if number == 1:
                return ""
            return f"/data/{self.another_name(repeat, (*before, (repeat, number - 1)))} = 'yes'"
        count = self._count(repeat)
        if count.isdecimal():
            return "" if number <= int(count) else "false()"
        counted = self.paths.stored(count, before, self.place(repeat, "repeat_count"), repeat)
        return f"number({counted}) >= {number}"

    def _count(self, repeat: str) -> str:
        return str(self._nodes[repeat].get("control", {}).get("jr:count", "")).strip()

    def _condition(self, repeat: str, rounds: Rounds) -> str:
        """The whole condition of one round of a repeat, that of everything around it included.

        "false()", and an issue, for a repeat whose relevance depends on its own rounds.
        """
        if repeat in self._under_way:
            circle = " → ".join([*self._under_way[self._under_way.index(repeat) :], repeat])
            message = f"whether this is asked depends on its own rounds ({circle})"
            hint = "name something that is asked before the repeat"
            self.issues.append(Issue("circular-relevance", self.place(repeat, "relevant"), message, hint))
            return "false()"
        self._under_way.append(repeat)
        try:
            return self._whole_condition(repeat, rounds)
        finally:
            self._under_way.pop()

    def _whole_condition(self, repeat: str, rounds: Rounds) -> str:
        known = dict(rounds)
        conditions: list[str] = []
        passed: Rounds = ()
        for node in (*self._chains[repeat], self._nodes[repeat]):
            name = str(node["name"])
            conditions.append(
                self.paths.stored(
                    str(node.get("bind", {}).get("relevant", "")), passed, self.place(name, "relevant"), name
                )
            )
            if node["type"] == "repeat":
                passed = (*passed, (name, known[name]))
                conditions.append(self.reaches(name, passed))
        return " and ".join(f"({condition})" for condition in conditions if condition)

    def _walk(self, nodes: Iterable[Node], chain: tuple[Node, ...]) -> None:
        for node in nodes:
            name = str(node["name"])
            self._nodes[name], self._chains[name] = node, chain
            self.paths.chains[name] = tuple(str(outer["name"]) for outer in chain)
            repeats = tuple(str(outer["name"]) for outer in chain if outer["type"] == "repeat")
            if node["type"] in ("group", "repeat"):
                if node["type"] == "repeat":
                    self.paths.most_rounds[name] = 1
                    self.paths.repeats_around[name] = repeats
                self._walk(node["children"], (*chain, node))
                continue
            fate = fate_of(str(node["type"]))
            if fate is not None and (fate.kind is not None or fate.calculation):
                self.paths.repeats_around[name] = repeats
            if node.get("label") == _ADDED_LABEL and name not in self._rows:
                self.added.add(name)

    def _bound(self, name: str) -> None:
        count, row = self._count(name), self._rows.get(name)
        stated = row.cells.get("repeat_maximum", "") if row else ""
        if not count:
            self.open_repeats.add(name)
        bound = most_rounds(count, stated, self._nodes)
        where = self.place(name, "repeat_count" if count else "repeat_maximum")
        if bound is None:
            message = f"how often “{name}” may be repeated has no bound"
            hint = (
                "write the highest number into the column repeat_maximum, or limit the number it counts: "
                "constraint “. <= 5”"
            )
            self.issues.append(Issue("unbounded-repeat", where, message, hint))
        elif bound > MOST_ROUNDS:
            message = f"“{name}” may be repeated {bound} times; a conversation takes {MOST_ROUNDS}"
            self.issues.append(
                Issue("too-many-rounds", where, message, "lower the limit, or ask in several interviews")
            )
        else:
            self.paths.most_rounds[name] = max(bound, 1)


def _shortened(item: str) -> Iterator[str]:
    """`r.more.1.2`, `r.more.1`, `r.more`, `r`."""
    while item:
        yield item
        item = item.rpartition(".")[0]


def _references(sheets: Sheets) -> Iterator[str]:
    """Every item that any cell refers to."""
    for sheet in sheets.values():
        for row in sheet.rows:
            for text in row.cells.values():
                yield from references_in(text)
