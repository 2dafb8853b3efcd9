"""References of a form with repeats, as references to single items.

A repeat stands in a questionnaire once for each possible round, its items named `age.1`, `age.2`, …
(`age.2.1` in a repeat within a repeat). So an expression needs no tree:
- inside the repeat a reference means the item of the same round;
- outside it means all rounds in a function that takes several values (`sum`, `count`, `join`, …);
  alone it is ambiguous, and refused;
- `count(${repeat})` is how many rounds apply, `position(..)` the number of the round,
  `indexed-repeat(${item}, ${repeat}, n)` the item of round n;
- `../item`, `current()/../item` and `/form/group/item` name an item by their last step;
- `instance('list')/root/item[key = value]/column` is `pulldata('list', 'column', 'key', value)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Final

from survey_flows.errors import Issue
from survey_flows.questionnaire.expressions import ROOT
from survey_flows.questionnaire.tokens import Token, tokens

_UNITED: Final = frozenset({"count", "count-non-empty", "sum"})
_LISTED: Final = frozenset(
    {"area", "checklist", "concat", "distance", "join", "max", "min", "weighted-checklist"}
)

_OPENING: Final = frozenset({"(", "["})
_CLOSING: Final = frozenset({")", "]"})

Rounds = tuple[tuple[str, int], ...]
"""The repeats around an item, outer first, each with the number of its round."""


def suffix_of(rounds: Rounds) -> str:
    """What the name of an item ends in: `.2.1`; "" outside repeats."""
    return "".join(f".{number}" for _, number in rounds)


@dataclass(slots=True)
class Paths:
    """Where everything of a form is: which repeats are around an item, and how often each may run.

    `chains` are the groups and repeats around everything, outer first. `condition_of` gives the stored
    expression that decides whether a round of a repeat applies.
    """

    repeats_around: dict[str, tuple[str, ...]] = field(default_factory=dict)
    chains: dict[str, tuple[str, ...]] = field(default_factory=dict)
    most_rounds: dict[str, int] = field(default_factory=dict)
    condition_of: Callable[[str, Rounds], str] = lambda _, __: ""
    issues: list[Issue] = field(default_factory=list)

    def stored(self, source: str, rounds: Rounds = (), where: str = "", own: str = "") -> str:
        """The expression of the item `own` in these `rounds`, every reference as `/data/<item>`.

        `where` names the cell for what has to be refused.
        """
        return _Rewriter(self, rounds, where, own).rewritten(list(tokens(source.strip())))

    def rounds_of(self, repeats: tuple[str, ...], known: Rounds) -> Iterator[Rounds]:
        """All rounds of these repeats, those that are `known` held fixed."""
        fixed = dict(known)
        spans = [
            [fixed[name]] if name in fixed else range(1, self.most_rounds.get(name, 1) + 1)
            for name in repeats
        ]
        for numbers in product(*spans):
            yield tuple(zip(repeats, numbers, strict=True))

    def filled_in(self, text: str, rounds: Rounds) -> str:
        """A wording whose `${item}` mean the items of these rounds."""
        written = text
        for name, repeats in self.repeats_around.items():
            if repeats and f"{{{name}}}" in written.replace(" ", ""):
                nearest = next(self.rounds_of(repeats, rounds))
                written = _replaced(written, name, name + suffix_of(nearest))
        return written


def _replaced(text: str, name: str, by: str) -> str:
    pieces = text.split("${")
    for index, piece in enumerate(pieces[1:], 1):
        inside, brace, rest = piece.partition("}")
        if brace and inside.strip() == name:
            pieces[index] = by + brace + rest
    return "${".join(pieces)


@dataclass(slots=True)
class _Rewriter:
    """Rewrites one expression."""

    paths: Paths
    rounds: Rounds
    where: str
    own: str

    def rewritten(self, pieces: list[Token]) -> str:
        """The tokens as text, references replaced."""
        written: list[str] = []
        enclosing: list[str] = []
        function = ""
        index = 0
        while index < len(pieces):
            token = pieces[index]
            call = self._call(pieces, index) if token.kind == "function" else None
            if call is not None:
                written.append(call[0])
                index = call[1]
                continue
            match token.kind:
                case "function":
                    function = token.text
                case "open":
                    enclosing.append(function)
                    function = ""
                case "close" if enclosing:
                    enclosing.pop()
            is_reference = token.kind in ("reference", "path")
            around = enclosing[-1] if enclosing else ""
            text = self._reference(token.referred, around) if is_reference else token.text
            # `jr:choice-name` names its question in quotation marks.
            written.append(self.paths.filled_in(text, self.rounds) if token.kind == "literal" else text)
            index += 1
        return "".join(written)

    def _reference(self, name: str, function: str) -> str:
        repeats = self.paths.repeats_around.get(name, ())
        nodes = [
            f"/{ROOT}/{name}{suffix_of(rounds)}" for rounds in self.paths.rounds_of(repeats, self.rounds)
        ]
        if function in _UNITED:
            return " | ".join(nodes)
        if function in _LISTED:
            return ", ".join(nodes)
        if any(repeat not in dict(self.rounds) for repeat in repeats):
            message = f"${{{name}}} is asked in several rounds, and this expression stands outside them"
            picked = f"indexed-repeat(${{{name}}}, ${{{repeats[-1]}}}, 1)"
            hint = f"write sum(${{{name}}}), join(', ', ${{{name}}}) or {picked}"
            self.paths.issues.append(Issue("outside-repeat", self.where, message, hint))
        return nodes[0]

    def _call(self, pieces: list[Token], index: int) -> tuple[str, int] | None:
        """What a call of a tree function becomes, and where it ends; None for all other calls."""
        name = pieces[index].text
        if name not in ("count", "indexed-repeat", "instance", "position"):
            return None
        arguments, end = arguments_of(pieces, index)
        match name, arguments:
            case "position", [[argument, *steps]] if self.rounds and (
                argument.text.startswith("..") or argument.kind == "reference"
            ):
                named = argument.referred if argument.kind == "reference" else ""
                return str(self._position(named, [argument, *steps])), end
            case "count", [[Token("reference" | "path") as argument]] if (
                argument.referred in self.paths.most_rounds
            ):
                return self._count(argument.referred), end
            case "indexed-repeat", [[Token("reference" | "path") as item], *steps] if len(steps) % 2 == 0:
                return self._indexed(item.referred, steps), end
            case "instance", [[Token("literal") as table]]:
                return self._looked_up(table.text, pieces, end)
        return None

    def _position(self, named: str, steps: list[Token]) -> int:
        """The number of a round: of the repeat named, or so many `..` up; a plain group is the only one."""
        numbers, nearest = dict(self.rounds), self.rounds[-1][1]
        if named:
            return numbers.get(named, nearest)
        chain = self.paths.chains.get(self.own, ())
        up = sum(step.text == ".." for step in steps)
        return numbers.get(chain[-up], 1) if 0 < up <= len(chain) else nearest

    def _count(self, repeat: str) -> str:
        repeats = (*self.paths.repeats_around.get(repeat, ()), repeat)
        conditions = [
            self.paths.condition_of(repeat, rounds) for rounds in self.paths.rounds_of(repeats, self.rounds)
        ]
        return "(" + " + ".join(f"number({condition or 'true()'})" for condition in conditions) + ")"

    def _indexed(self, item: str, steps: list[list[Token]]) -> str:
        """One item of a repeat by the numbers of its rounds, as a choice among all of them."""
        wanted: dict[str, str] = {}
        for repeat, number in zip(steps[::2], steps[1::2], strict=True):
            if len(repeat) == 1 and repeat[0].kind in ("reference", "path"):
                wanted[repeat[0].referred] = self.rewritten(number)
        repeats = self.paths.repeats_around.get(item, ())
        fixed = tuple((name, number) for name, number in self.rounds if name not in wanted)
        chosen = "''"
        for rounds in reversed(list(self.paths.rounds_of(repeats, fixed))):
            conditions = [f"({wanted[name]}) = {number}" for name, number in rounds if name in wanted]
            node = f"/{ROOT}/{item}{suffix_of(rounds)}"
            chosen = f"if({' and '.join(conditions)}, {node}, {chosen})" if conditions else node
        return chosen

    def _looked_up(self, table: str, pieces: list[Token], index: int) -> tuple[str, int] | None:
        """`instance('t')/root/item[key = value]/column` as a look-up."""
        rest = [at for at in range(index, len(pieces)) if pieces[at].kind != "blank"]
        if len(rest) < 5 or pieces[rest[0]].text != "/root/item" or pieces[rest[1]].text != "[":
            return None
        closing = next((at for at in rest if pieces[at].text == "]"), 0)
        after = next((at for at in rest if at > closing), 0)
        if not closing or not after or pieces[after].kind != "path":
            return None
        inside = [pieces[at] for at in range(rest[1] + 1, closing) if pieces[at].kind != "blank"]
        equal = next((at for at, token in enumerate(inside) if token.text == "="), 0)
        left, right = inside[:equal], inside[equal + 1 :]
        if right and len(right) == 1 and right[0].kind == "name":
            left, right = right, left
        if len(left) != 1 or left[0].kind != "name" or not right:
            return None
        column = pieces[after].text.removeprefix("/")
        value = self.rewritten(right)
        return f"pulldata({table}, '{column}', '{left[0].text}', {value})", after + 1


def arguments_of(pieces: list[Token], index: int) -> tuple[list[list[Token]], int]:
    """The arguments of the call that starts at `index`, without blanks, and the index after it."""
    arguments: list[list[Token]] = [[]]
    depth = 0
    for at in range(index + 1, len(pieces)):
        token = pieces[at]
        if token.text in _CLOSING:
            depth -= 1
            if depth == 0:
                return arguments, at + 1
        if depth == 1 and token.text == ",":
            arguments.append([])
        elif depth and token.kind != "blank":
            arguments[-1].append(token)
        depth += token.text in _OPENING
    return arguments, len(pieces)


def literal(text: str) -> str:
    """A text as an XPath literal, whatever quotation marks it holds.

    >>> literal("Bác nói"), literal("it's"), literal("'\\"")
    ("'Bác nói'", '"it\\'s"', 'concat("\\'", \\'"\\')')
    """
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    parts = [f'"{part}"' if part == "'" else f"'{part}'" for part in _split_at(text)]
    return f"concat({', '.join(parts)})"


def _split_at(text: str) -> Iterator[str]:
    for number, part in enumerate(text.split("'")):
        if number:
            yield "'"
        if part:
            yield part
