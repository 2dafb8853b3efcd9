"""Random expressions that both engines can read, built from a seed.

Everything an expression of a form may hold occurs, except what decision 13 records as different:
the methods below name, where they leave something out, the row of its table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Names:
    """What there is to refer to, by what it holds.

    `reckoned` numbers are never made texts (row “digits”), `dates` never numbers and `days` nothing else
    (row “dates”).
    """

    numbers: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    several: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    reckoned: tuple[str, ...] = ()
    days: tuple[str, ...] = ()


ITEMS = Names(("n1", "n2", "n3"), ("t1", "t2"), ("m1", "m2"), ("d1", "d2"))

WORDS = (
    "",
    "a",
    "b",
    "ab",
    "có",
    "Mường La",
    "a  b ",
    "5",
    " 5",
    "-3",
    "2.50",
    "007",
    "true",
    "0",
    "😀x",
    "1e3",
)
CODES = ("a", "b", "ab", "other", "5")
PATTERNS = ("[0-9]+", "a.*", "[a-z ]{1,3}", "(a|b)+", "", r"\\d+", "có|không")
COMPARISONS = ("<", "<=", ">", ">=", "=", "!=")
LITERALS = ("'1'", "'3'")
DATE_PATTERNS = ("%d/%m/%Y", "%e.%n.%y", "%Y", "x")


def values(dice: Random) -> dict[str, str]:
    """An answer for every item, some of them blank."""
    drawn = {
        name: dice.choice(("", "0", "1", "2", "7", "-4", "2.5", "1.953", "1000000")) for name in ITEMS.numbers
    }
    drawn |= {name: dice.choice(WORDS) for name in ITEMS.texts}
    drawn |= {name: " ".join(dice.sample(CODES, dice.randrange(4))) for name in ITEMS.several}
    drawn |= {name: dice.choice(("", "2024-09-28", "2024-02-29", "1999-12-31")) for name in ITEMS.dates}
    return drawn


@dataclass(frozen=True)
class Grower:
    """Grows expressions of each kind to a depth; `refer` writes an item.

    `counts_items` is off where some may not apply (row “not relevant”).
    """

    dice: Random
    refer: Callable[[str], str]
    items: Names = ITEMS
    counts_items: bool = True

    def pick(self, among: Sequence[str]) -> str:
        return self.dice.choice(among)

    def some(self, names: Sequence[str]) -> str:
        return self.refer(self.pick(names)) if names else "''"

    def number(self, depth: int) -> str:
        if depth <= 0:
            items = (*self.items.numbers, *self.items.reckoned)
            return self.pick(("0", "1", "2", "3.5", ".5", "1.953", self.some(items), self.some(items)))
        one, other = self.number(depth - 1), self.number(depth - 1)
        return self.pick(
            (
                f"({one} {self.pick(('+', '-', '*', 'div', 'mod'))} {other})",
                f"-{self.pick(('1', '2.5', self.some(self.items.numbers)))}",
                f"int({one})",
                f"abs({one})",
                f"floor({one})",
                f"number({self.text(depth - 1, dated=False)})",
                f"round(abs({one}), {self.pick('012')})",
                f"pow({self.pick(('2', '0.5', self.some(self.items.numbers)))}, {self.pick('0123')})",
                f"sqrt(abs({one}))",
                f"string-length({self.text(depth - 1)})",
                f"count-selected({self.some(self.items.several)})",
                f"count({self.some(self.items.numbers)} | {self.some(self.items.texts)})"
                if self.counts_items
                else "4",
                f"if({self.truth(depth - 1)}, {one}, {other})",
                f"number({self.truth(depth - 1)})",
                f"({self.day()} - {self.day()})",
            )
        )

    def day(self) -> str:
        """A date where a number is wanted; the judge is given numbers (`forms.for_the_judge`)."""
        if not self.items.days:
            return "7"
        one = self.some(self.items.days)
        return self.pick((one, f"({one} + {self.pick('17')})", "date(today())", "date('2024-09-28')"))

    def whole(self) -> str:
        """A number whose text all engines write alike (row “digits”)."""
        return self.pick(
            (
                "0",
                "7",
                "12",
                f"string-length({self.some(self.items.texts)})",
                f"count-selected({self.some(self.items.several)})",
            )
        )

    def text(self, depth: int, *, dated: bool = True) -> str:
        """Not `dated` where a number is made of it (row “dates”)."""
        if depth <= 0:
            literal = "'" + self.pick(WORDS) + "'"
            leaves = [
                literal,
                self.some(self.items.texts),
                self.some(self.items.several),
                self.some(self.items.numbers),
            ]
            return self.pick([*leaves, self.some(self.items.dates)] if dated else leaves)
        one, other = self.text(depth - 1, dated=dated), self.text(depth - 1, dated=dated)
        return self.pick(
            (
                f"concat({one}, {other}, {self.whole()})",
                f"substr({one}, {self.pick(('0', '1', '2', '-1', '-2', '9'))})",
                f"substr({one}, {self.pick('01')}, {self.pick(('1', '3', '-1', '0', '9'))})",
                f"substring({one}, {self.pick(('1', '0', '-1', '1.5'))}, {self.pick('123')})",
                f"substring-before({one}, {other})",
                f"substring-after({one}, {other})",
                f"translate({one}, 'abc', 'AB')",
                f"normalize-space({one})",
                f"string({one})",
                f"string({self.truth(depth - 1)})",
                f"selected-at({self.some(self.items.several)}, {self.pick(('0', '1', '2', '-1'))})",
                f"coalesce({one}, {other})",
                f"if({self.truth(depth - 1)}, {one}, {other})",
                f"format-date({self.some(self.items.dates)}, '{self.pick(DATE_PATTERNS)}')"
                if dated
                else "'z'",
            )
        )

    def truth(self, depth: int) -> str:
        """Never an item alone (row “blank”), never a date beside a number (row “dates”)."""
        if depth <= 0:
            return self.pick(
                (
                    "true()",
                    "false()",
                    f"string({self.some(self.items.texts)})",
                    f"({self.some(self.items.texts)} != '')",
                    f"({self.some(self.items.numbers)} > 2)",
                )
            )
        one, other = self.number(depth - 1), self.number(depth - 1)
        text, word = self.text(depth - 1), self.text(depth - 1)
        truth, also = self.truth(depth - 1), self.truth(depth - 1)
        return self.pick(
            (
                f"({truth} {self.pick(('and', 'or'))} {also})",
                f"not({truth})",
                f"boolean({truth})",
                f"({one} {self.pick(COMPARISONS)} {other})",
                f"({text} {self.pick(('=', '!='))} {word})",
                f"({self.some(self.items.dates)} {self.pick(('=', '!='))} {self.some(self.items.dates)})",
                f"({self.some(self.items.numbers)} {self.pick(COMPARISONS)} {self.pick(LITERALS)})",
                f"({truth} {self.pick(('=', '!='))} {also})",
                f"({self.day()} {self.pick(COMPARISONS)} {self.day()})",
                f"selected({self.some(self.items.several)}, '{self.pick(CODES)}')",
                f"selected({self.some(self.items.several)}, {self.some(self.items.texts)})",
                f"contains({text}, {word})",
                f"starts-with({text}, {word})",
                f"ends-with({text}, {word})",
                f"regex({text}, '{self.pick(PATTERNS)}')",
                f"boolean-from-string({text})",
            )
        )

    def any(self, depth: int) -> str:
        return self.dice.choice((self.number, self.text, self.truth))(depth)
