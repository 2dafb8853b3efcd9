"""Which figures of a report stay hidden: one pattern over everything it prints, applied wherever it prints.

The scores (units, communes, services, factors, criteria, blocks, the province and the means over units) are
one set for `scoring.disclosure`, because a factor of a unit is also a part of the unit's index; the answers
to each question are another. `Guarded` stands in for the tally and hands out what may be shown, so tables,
charts, page, document and workbook cannot differ. What a reader could work out without it being printed
(a district's own desk beside its communes, one form's part of a unit) is protected too.

A criterion's figures by unit are printed only as its highest and lowest: a unit whose figure there needs
protection is passed over, and where another must not be told, none is.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from bot.reports.remembered import Counted, Grouping, grouping_of
from bot.reports.responses import FormKind, FormResponses
from bot.reports.settings import ReportSettings
from bot.reports.told import Telling
from scoring.disclosure import DisclosureRules, Figure, Hiding, Pattern
from scoring.estimates import Estimate
from scoring.settings import Denominator
from scoring.tally import Level, Score
from scoring.withheld import Reason, Withheld

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Scope = Mapping[str, object]

_WEIGHTS: Mapping[tuple[tuple[str, ...], bool], int] = {
    ((), True): 1000,
    ((), False): 4,
    (("block",), True): 500,
    (("block",), False): 2,
    (("unit",), True): 100,
    (("unit",), False): 1,
    (("unit", "place"), True): 1,
    (("unit", "service"), True): 1,
}
"""How many times its people a figure is worth, by its columns and whether it is a SIPAS: what is hidden for
the sake of others should be what fewest people look for."""


class Lined(Protocol):
    """A unit with what has a line of its own: its services and the communes inside it, by code."""

    @property
    def code(self) -> str: ...

    @property
    def services(self) -> Mapping[str, str]: ...

    @property
    def places(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class Printed:
    """One group of figures a report prints: the columns it goes by, inside which cells, of which levels.

    `lines` are the groups that have one, from `minimum_base` people; `forms` those whose factors and
    criteria it tells. `is_fixed`: its SIPAS is printed whatever it tells.
    """

    by: tuple[str, ...]
    where: Scope
    levels: frozenset[Level]
    lines: frozenset[tuple[object, ...]]
    minimum_base: int = 0
    forms: frozenset[str] = frozenset()
    is_fixed: bool = False

    def tells(self, score: Score) -> bool:
        """Whether a score of these has a cell of its own."""
        is_of_form = score.level is Level.SIPAS or score.form in self.forms
        has_line = score.group in self.lines and score.estimate.base >= self.minimum_base
        return score.level in self.levels and is_of_form and has_line


@dataclass(frozen=True, slots=True)
class Guarded:
    """A tally that hands out only what may be shown."""

    counted: Counted
    pattern: Pattern
    rules: DisclosureRules | None
    silent: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    """Criteria (form, code) whose highest and lowest unit is not told."""
    _told: dict[Grouping, tuple[Score, ...]] = field(default_factory=dict, compare=False, repr=False)

    def scores(self, by: Sequence[str] = (), *, where: Scope | None = None) -> tuple[Score, ...]:
        """As `Tally.scores`, hidden figures without their value; worked out once."""
        key = grouping_of(by, where)
        if key not in self._told:
            found = self.counted.scores(by, where=where)
            if self.rules is not None:
                found = tuple(replace(each, estimate=self._shown(each, by, where or {})) for each in found)
            self._told[key] = found
        return self._told[key]

    def hides(self, form: str, criterion: str, where: Scope) -> bool:
        """Whether the figure of a criterion over all who answered the form is hidden."""
        return (Level.CRITERION, form, criterion, frozenset(where.items())) in self.pattern.hidden

    def _shown(self, score: Score, by: Sequence[str], where: Scope) -> Estimate:
        estimate = self.pattern.shown(named(score, by, where), score.estimate)
        is_of_unit = score.level is Level.CRITERION and "unit" in by
        if self.rules is None or not is_of_unit or isinstance(estimate, Withheld):
            return estimate
        if (score.form, score.measure) in self.silent:
            return Hiding(Reason.COMPLEMENTARY).of(estimate)
        if not _is_telling(estimate, self.rules):
            return estimate
        if estimate.base < self.rules.minimum_base:
            return Hiding(Reason.SMALL_BASE).of(estimate)
        window = self.rules.window_of(estimate.base)
        is_all = estimate.numerator > 0
        bounds = (100 - window, None) if is_all else (None, window)
        return Hiding(Reason.UNANIMOUS, *bounds).of(estimate)


def named(score: Score, by: Sequence[str], where: Scope) -> Hashable:
    """What the pattern calls a score's figure. A unit is of one block: naming it adds nothing."""
    scope = {**where, **dict(zip(by, score.group, strict=True))}
    if "unit" in scope:
        scope.pop("block", None)
    return (score.level, score.form, score.measure, frozenset(scope.items()))


def guard_report(
    counted: Counted,
    units: Sequence[Lined],
    blocks: Mapping[str, str],
    forms: Sequence[FormResponses],
    settings: ReportSettings,
    *,
    telling: Telling,
) -> Guarded:
    """Choose what to hide of a report's scores; nothing without rules of disclosure."""
    if settings.disclosure is None:
        return Guarded(counted, Pattern(), None)
    where = settings.indexed
    codes = frozenset(form.instrument.code for form in forms)
    apart = {FormKind.ONLINE, FormKind.INTER_AGENCY}
    of_blocks = frozenset(form.instrument.code for form in forms if form.kind not in apart)
    index, everything = frozenset({Level.SIPAS}), frozenset(Level)
    printed = [
        Printed((), where, everything, frozenset({()}), forms=codes, is_fixed=True),
        Printed(
            ("block",),
            where,
            everything,
            frozenset((block,) for block in blocks),
            forms=of_blocks if len(blocks) > 1 else frozenset(),
        ),
        Printed(
            ("unit",),
            where,
            frozenset({Level.SIPAS, Level.FACTOR}),
            frozenset((unit.code,) for unit in units),
            forms=codes,
        ),
        Printed(
            ("unit", "place"),
            {},
            index,
            frozenset((unit.code, place) for unit in units for place in unit.places),
            settings.printing.small_base,
        ),
        Printed(
            ("unit", "service"),
            {},
            index,
            frozenset((unit.code, service) for unit in units for service in unit.services),
            settings.service_minimum_base,
        ),
    ]
    means = [where, *({**where, "block": block} for block in blocks)]
    return guard(counted, printed, means, settings.disclosure, telling)


def guard(
    counted: Counted,
    printed: Sequence[Printed],
    unit_means: Iterable[Scope],
    rules: DisclosureRules,
    telling: Telling,
) -> Guarded:
    """Choose what to hide of the scores a report prints; `unit_means` are where units are averaged."""
    settings = counted.settings
    is_additive = settings.denominator is not Denominator.MEAN_OF_PERSONS
    families = [frozenset(Level)] if is_additive else [frozenset({level}) for level in Level]
    found: list[Pattern] = []
    means = list(unit_means)
    extremes = _extremes(counted, printed, rules)
    for family in families:
        lowest = Level.CRITERION if is_additive else next(iter(family))
        atoms = _Atoms(counted, lowest)
        figures = list(_figures(atoms, counted, printed, family, extremes))
        if Level.SIPAS in family:
            figures += _means(atoms, counted, means)
        name = "scores" if is_additive else f"scores of {lowest}"
        found.append(_chosen(name, atoms, figures, rules, telling))
    whole = Pattern(
        {name: each for pattern in found for name, each in pattern.hidden.items()},
        {name: each for pattern in found for name, each in pattern.exposed.items()},
    )
    silent = frozenset(place for name, place in extremes.items() if name in whole.hidden)
    return Guarded(counted, whole, rules, silent)


def _chosen(
    name: str, atoms: _Atoms, figures: Sequence[Figure], rules: DisclosureRules, telling: Telling
) -> Pattern:
    """Every unit's index is told: it is what the decision orders to be published.

    What a small group cannot be protected from because of it is `exposed`, and the report warns of it.
    """
    may_wait = telling.earlier.may_wait
    held = [
        replace(
            each,
            may_hide=each.may_hide and (may_wait or not _is_index_of_unit(each, rules, atoms)),
        )
        for each in figures
    ]
    return telling.protect(name, atoms.keys, (atoms.numerator, atoms.denominator), held, rules)


def _is_index_of_unit(figure: Figure, rules: DisclosureRules, atoms: _Atoms) -> bool:
    """Whether a figure is a unit's SIPAS that tells nobody's answers by itself."""
    match figure.name:
        case (Level.SIPAS, "", _, frozenset() as scope):
            columns = {column for column, value in scope if value != ""}
        case _:
            return False
    if columns != {"unit"} or not figure.is_shown:
        return False
    above, below = atoms.numerator[figure.atoms].sum(), atoms.denominator[figure.atoms].sum()
    return bool(figure.base >= rules.minimum_base and 0 < above < below)


class _Atoms:
    """The finest cells of the tally for every measure of one level, and which of them make up a figure."""

    def __init__(self, counted: Counted, level: Level) -> None:
        import numpy as np

        self._columns = counted.columns
        found = [each for each in counted.scores(self._columns) if each.level is level]
        self.keys = [(*each.group, each.form, each.measure) for each in found]
        self.numerator = np.array([each.estimate.numerator for each in found])
        self.denominator = np.array([each.estimate.denominator for each in found])
        self._by: dict[tuple[str, object], npt.NDArray[np.bool_]] = {}
        self._found = found
        self._measures = {
            (form.instrument.code, member): measure
            for form in counted.forms
            for factor in form.instrument.factors
            for measure in [factor.code]
            for member in factor.criteria
        }
        self._level = level

    def of(self, score: Score, scope: Scope) -> npt.NDArray[np.int64]:
        """The atoms of a score's figure within a scope."""
        import numpy as np

        chosen = self._where("\x00measure", (score.level, score.form, score.measure))
        for column, value in scope.items():
            chosen = chosen & self._where(column, value)
        return np.flatnonzero(chosen)

    def _where(self, column: str, value: object) -> npt.NDArray[np.bool_]:
        import numpy as np

        key = (column, value)
        if key not in self._by:
            if column == "\x00measure":
                flags = [self._belongs(each, value) for each in self._found]
            else:
                place = self._columns.index(column)
                flags = [each.group[place] == value for each in self._found]
            self._by[key] = np.array(flags, dtype=bool)
        return self._by[key]

    def _belongs(self, atom: Score, measure: object) -> bool:
        match measure:
            case (Level.SIPAS, "", _):
                return True
            case (Level.SIPAS, form, _):
                return atom.form == form
            case (Level.FACTOR, form, code) if self._level is Level.CRITERION:
                return atom.form == form and self._measures[atom.form, atom.measure] == code
            case (_, form, code):
                return atom.form == form and atom.measure == code
            case _:
                return False


def _figures(
    atoms: _Atoms,
    counted: Counted,
    printed: Sequence[Printed],
    family: frozenset[Level],
    extremes: Mapping[Hashable, object],
) -> Iterator[Figure]:
    for group in printed:
        for score in counted.scores(group.by, where=group.where):
            if score.level not in family:
                continue
            name = named(score, group.by, group.where)
            is_shown = group.tells(score) or name in extremes
            if not is_shown and score.level is not Level.SIPAS:
                continue
            scope = {**group.where, **dict(zip(group.by, score.group, strict=True))}
            is_fixed = group.is_fixed and score.level is Level.SIPAS
            base = score.estimate.base
            weight = _WEIGHTS[group.by, score.level is Level.SIPAS]
            yield Figure(
                name,
                atoms.of(score, scope),
                base,
                is_shown=is_shown,
                may_hide=not is_fixed,
                cost=weight * base,
            )
    if family == frozenset(Level):
        yield from _forms_of_units(atoms, counted, printed)


def _forms_of_units(atoms: _Atoms, counted: Counted, printed: Sequence[Printed]) -> Iterator[Figure]:
    """One form's part of a unit's index, which the unit's factors add up to."""
    for group in printed:
        if group.by != ("unit",) or Level.FACTOR not in group.levels:
            continue
        bases: dict[tuple[object, str], int] = {}
        for score in counted.scores(group.by, where=group.where):
            if score.level is Level.FACTOR:
                key = (score.group[0], score.form)
                bases[key] = max(bases.get(key, 0), score.estimate.base)
        for (unit, form), base in bases.items():
            score = Score((unit,), Level.SIPAS, form, "", Estimate(0, 0, base, None))
            scope = {**group.where, "unit": unit}
            yield Figure(named(score, group.by, group.where), atoms.of(score, scope), base, is_shown=False)


def _means(atoms: _Atoms, counted: Counted, scopes: Iterable[Scope]) -> Iterator[Figure]:
    """The plain means of units that are printed, as weighted sums of their answers."""
    import numpy as np

    for where in scopes:
        parts, weights, base = [], [], 0
        for score in counted.scores(("unit",), where=where):
            if score.level is Level.SIPAS and score.estimate.denominator:
                members = atoms.of(score, {**where, "unit": score.group[0]})
                parts.append(members)
                weights.append(np.full(len(members), 1 / score.estimate.denominator))
                base += score.estimate.base
        if parts:
            name = ("mean of units", frozenset(where.items()))
            yield Figure(name, np.concatenate(parts), base, np.concatenate(weights), may_hide=False)


def _extremes(
    counted: Counted, printed: Sequence[Printed], rules: DisclosureRules
) -> dict[Hashable, tuple[str, str]]:
    """Criteria's figures by unit that are told as highest or lowest: figure to (form, criterion)."""
    found: dict[Hashable, tuple[str, str]] = {}
    wholes = [group.where for group in printed if not group.by and Level.CRITERION in group.levels]
    wholes += [
        {**group.where, "block": score.group[0]}
        for group in printed
        if group.by == ("block",)
        for score in counted.scores(group.by, where=group.where)
        if score.level is Level.SIPAS
    ]
    for where in wholes:
        by_measure: dict[tuple[str, str], list[Score]] = {}
        for score in counted.scores(("unit",), where=where):
            is_told = score.estimate.value is not None and not _is_telling(score.estimate, rules)
            if score.level is Level.CRITERION and is_told:
                by_measure.setdefault((score.form, score.measure), []).append(score)
        for place, members in by_measure.items():
            values = [each.estimate.value or 0.0 for each in members]
            for each in members:
                if each.estimate.value in {min(values), max(values)}:
                    found[named(each, ("unit",), where)] = place
    return found


def _is_telling(estimate: Estimate, rules: DisclosureRules) -> bool:
    """Whether a figure needs protection by itself."""
    if estimate.value is None or not estimate.base:
        return False
    return estimate.base < rules.minimum_base or estimate.value <= 0 or estimate.value >= 100
