"""Random XLSForms, built from a seed: groups, conditions, limits, calculations, filters, repeats.

The judge gets the same form but for these rewritings, each of a row of decision 13:
- a calculation is blank where it does not apply (“not relevant”) and where it yields no number
  (“no number”); the judge's version says so itself, with `if()`;
- dates that are compared or reckoned with are numbers of days (“dates”);
- a repeat's rounds are added one by one, since the judge leaves counting them to whoever fills in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from random import Random

from tests.oracle.trees import Grower, Names

TODAY = "19997"  # `judge.TODAY` in days
CHOICES = """
| choices |
| | list_name | name | label::vi | part |
| | parts | a | A | |
| | parts | b | B | |
| | parts | ab | AB | |
| | places | p1 | P1 | a |
| | places | p2 | P2 | a |
| | places | p3 | P3 | b |
| | places | other | O | ab |
| | codes | a | A | |
| | codes | b | B | |
| | codes | other | O | |
| | codes | 5 | N | |
"""
SETTINGS = """
| settings |
| | form_title | form_id | default_language |
| | Thử | test | vi |
"""
COLUMNS = (
    "type", "name", "relevant", "constraint", "required", "calculation", "choice_filter", "default",
    "repeat_count",
)  # fmt: skip
FILTERS = ("part = {one}", "part = {one} or name = 'other'", "selected({several}, part)", "part != {one}")


@dataclass(frozen=True)
class Row:
    """One row of the survey sheet; `conditions` are all that decide whether it applies.

    `theirs` is the calculation in the judge's words, where they differ.
    """

    type: str
    name: str
    relevant: str = ""
    constraint: str = ""
    required: str = ""
    calculation: str = ""
    choice_filter: str = ""
    default: str = ""
    repeat_count: str = ""
    theirs: str = ""
    conditions: tuple[str, ...] = ()

    def written(self) -> str:
        """The row in Markdown."""
        cells = {name: str(getattr(self, name)).replace("|", "\\|") for name in COLUMNS}
        label = "" if self.type.startswith(("calculate", "end_")) else self.name.upper()
        return f"| | {' | '.join(cells.values())} | {label} |"

    def for_the_judge(self) -> Row:
        """With a calculation that is blank where ours is, and dates as days."""
        rewritten = replace(
            self,
            type="integer" if self.name.startswith("e") else self.type,
            relevant=_in_days(self.relevant),
            constraint=_in_days(self.constraint),
            required=_in_days(self.required),
            calculation=_in_days(self.theirs or self.calculation),
            conditions=tuple(map(_in_days, self.conditions)),
        )
        return rewritten._blank_where_ours_is()

    def _blank_where_ours_is(self) -> Row:
        if not self.calculation:
            return replace(self, repeat_count="")
        text = self.calculation
        if self.name.startswith("cn"):
            text = f"if(({text}) - ({text}) = 0, {text}, '')"
        for condition in self.conditions:
            text = f"if({condition}, {text}, '')"
        return replace(self, calculation=text)


def _in_days(expression: str) -> str:
    return expression.replace("date(today())", TODAY).replace("date('2024-09-28')", "19994")


@dataclass
class Maker:
    """Makes the rows of one form."""

    dice: Random
    names: Names = field(default_factory=Names)
    ones: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)
    rounds: dict[str, int | str] = field(default_factory=dict)
    count: int = 0

    def make(self) -> list[Row]:
        for kind in "nmstd":
            self._row((), kind)
        self._section(self.dice.randint(1, 4), (), depth=0)
        if self.dice.random() < 0.4:
            self._repeat()
        self._section(self.dice.randint(1, 3), (), depth=0)
        return self.rows

    def _repeat(self) -> None:
        """A few questions asked several times over, and afterwards what they come to together."""
        outside, ones, name = self.names, self.ones, f"r{len(self.rows)}"
        count: int | str = self.dice.choice((1, 2, 3, "m2"))
        self.rounds[name] = count
        written = str(count) if isinstance(count, int) else f"count-selected(${{{count}}})"
        relevant = self._truth() if self.dice.random() < 0.3 else ""
        self.rows.append(Row("begin_repeat", name, relevant, repeat_count=written))
        first = len(self.rows)
        for kind in ("n", *self.dice.choices(("n", "t", "s", "d", "e", "m", "cn", "ct", "cb"), k=2)):
            self._row(tuple(filter(None, [relevant])), kind, always=self.dice.random() < 0.6)
        inside = self.rows[first:] = [replace(row, default="") for row in self.rows[first:]]
        self.rows.append(Row("end_repeat", ""))
        self.names, self.ones = outside, ones
        for row in inside:
            if row.type in ("integer", "decimal", "text"):
                self._summary(name, row, relevant)

    def _summary(self, repeat: str, row: Row, conditions: str) -> None:
        """One calculation over all rounds; the judge's is told to pass over blanks (row “passed over”)."""
        self.count += 1
        item, node = f"${{{row.name}}}", f"/data/{repeat}/{row.name}"
        numbers = (
            (f"sum({item})", f"sum({node}[. != ''])"),
            (f"max({item}) - 1", f"max({node}[. != '']) - 1"),
            (f"count(${{{repeat}}}) + 1", f"count(/data/{repeat}) + 1"),
        )[: 2 if conditions else 3]  # the judge counts rounds that do not apply (row “not relevant”)
        texts = (
            (
                f"indexed-repeat({item}, ${{{repeat}}}, 1)",
                f"string(/data/{repeat}[position() = 1]/{row.name})",
            ),
            (f"concat({item})", f"concat({node})"),
        )
        is_number = row.type != "text"
        ours, theirs = self.dice.choice(numbers if is_number else texts)
        name = f"cn{self.count}" if is_number else f"ct{self.count}"
        self.rows.append(Row("calculate", name, calculation=ours, theirs=theirs))
        if is_number:
            self.names = replace(self.names, reckoned=(*self.names.reckoned, name))

    def _section(self, size: int, conditions: tuple[str, ...], depth: int) -> None:
        for _ in range(size):
            if depth < 2 and self.dice.random() < 0.2:
                self.count += 1
                name = f"g{self.count}"
                relevant = self._truth() if self.dice.random() < 0.7 else ""
                self.rows.append(Row("begin_group", name, relevant))
                self._section(self.dice.randint(1, 3), (*conditions, *filter(None, [relevant])), depth + 1)
                self.rows.append(Row("end_group", ""))
            else:
                self._row(conditions)

    def _row(self, around: tuple[str, ...], kind: str = "", *, always: bool = True) -> None:
        self.count += 1
        relevant = self._truth() if self.dice.random() < 0.4 and not (kind and always) else ""
        conditions = (*around, *filter(None, [relevant]))
        kind = kind or self.dice.choice(("n", "n", "x", "t", "m", "d", "e", "e", "s", "f", "cn", "ct", "cb"))
        name = f"{kind}{self.count}"
        row = Row("", name, relevant, conditions=conditions)
        row = replace(row, required=self._required()) if kind[0] != "c" else row
        names, own = self.names, Grower(self.dice, lambda _: ".", counts_items=False)
        match kind:
            case "n" | "x":
                limit = f". {self.dice.choice(('<', '>=', '!='))} {self._grower().number(1)}"
                row = replace(
                    row, type="integer" if kind == "n" else "decimal", constraint=self._maybe(limit)
                )
                row = replace(row, default=self.dice.choice(("", "", "3")))
                self.names = replace(names, numbers=(*names.numbers, name))
            case "t":
                limit = self.dice.choice(
                    ("regex(., '[a-z]+')", "string-length(.) < 4", f". != {self._grower().text(1)}")
                )
                row = replace(row, type="text", constraint=self._maybe(limit))
                self.names = replace(names, texts=(*names.texts, name))
            case "m":
                limit = self.dice.choice(
                    ("count-selected(.) <= 2", "not(selected(., 'other') and count-selected(.) > 1)")
                )
                row = replace(row, type="select_multiple codes", constraint=self._maybe(limit))
                self.names = replace(names, several=(*names.several, name))
            case "d":
                limit = f". != {own.pick(('today()', *map('${{{}}}'.format, names.dates)))}"
                row = replace(row, type="date", constraint=self._maybe(limit))
                self.names = replace(names, dates=(*names.dates, name))
            case "e":
                limit = f". {self.dice.choice(('<=', '>', '>=', '<'))} {self._grower().day()}"
                row = replace(row, type="date", constraint=self._maybe(limit))
                self.names = replace(names, days=(*names.days, name))
            case "s":
                row = replace(row, type="select_one parts")
                self.ones = (*self.ones, name)
                self.names = replace(names, texts=(*names.texts, name))
            case "f":
                row = replace(row, type="select_one places", choice_filter=self._filter())
                self.names = replace(names, texts=(*names.texts, name))
            case "cn":
                row = replace(row, type="calculate", calculation=self._grower().number(2))
                self.names = replace(names, reckoned=(*names.reckoned, name))
            case "ct":
                row = replace(row, type="calculate", calculation=self._grower().text(2))
                self.names = replace(names, texts=(*names.texts, name))
            case _:
                row = replace(row, type="calculate", calculation=self._grower().truth(2))
                self.names = replace(names, texts=(*names.texts, name))
        self.rows.append(row)

    def _grower(self) -> Grower:
        return Grower(self.dice, "${{{}}}".format, self.names, counts_items=False)

    def _truth(self) -> str:
        """A condition that depends on an answer; others the linter finds to be always or never true."""
        tried = (self._grower().truth(self.dice.choice((1, 1, 2))) for _ in range(6))
        return next((truth for truth in tried if "${" in truth), "${n1} > 3")

    def _required(self) -> str:
        return self.dice.choice(("", "yes", "yes", self._truth()))

    def _maybe(self, constraint: str) -> str:
        return constraint if self.dice.random() < 0.6 else ""

    def _filter(self) -> str:
        grower = self._grower()
        one = grower.some(self.ones)
        return self.dice.choice(FILTERS).format(one=one, several=grower.some(self.names.several))


@dataclass(frozen=True)
class RandomForm:
    """One form, as we get it and as the judge does."""

    ours: str
    theirs: str
    rounds: Mapping[str, int | str]


def a_form(dice: Random) -> RandomForm:
    """A random form."""
    maker = Maker(dice)
    rows = maker.make()
    return RandomForm(_markdown(rows), _markdown([row.for_the_judge() for row in rows]), maker.rounds)


def _markdown(rows: list[Row]) -> str:
    head = f"| survey |\n| | {' | '.join(COLUMNS)} | label::vi |\n"
    return head + "\n".join(row.written() for row in rows) + "\n" + CHOICES + SETTINGS
