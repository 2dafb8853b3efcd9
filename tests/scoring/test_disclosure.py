"""No printed set of figures gives a hidden one away: an attacker with a linear program tries every one.

The attacker is built from what is printed alone and solved by another library than the one that chose
what to hide.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from scoring.disclosure import DisclosureRules, Figure, Hiding, Pattern, protect
from scoring.estimates import Estimate
from scoring.withheld import Reason

RULES = DisclosureRules()


class Attacker:
    """Knows every denominator, every printed figure exactly, and the bounds that are told."""

    def __init__(
        self,
        satisfied: Sequence[float],
        answers: Sequence[float],
        figures: Sequence[Figure],
        pattern: Pattern,
    ) -> None:
        self.satisfied, self.answers = np.array(satisfied, float), np.array(answers, float)
        equal, told, room = [], [], []
        for figure in figures:
            row = self.row(figure)
            hiding = pattern.hidden.get(figure.name)
            if hiding is None:
                if figure.is_shown:
                    equal.append(row)
                continue
            most = float(row @ self.answers)
            told += [row, -row]
            high = 100 if hiding.at_most is None else hiding.at_most
            room += [most * high / 100, -most * (hiding.at_least or 0) / 100]
        self.equal, self.told, self.room = equal, told, room

    def row(self, figure: Figure) -> np.ndarray:
        row = np.zeros(len(self.answers))
        row[list(figure.atoms)] = 1 if figure.weights is None else figure.weights
        return row

    def bounds(self, figure: Figure) -> tuple[float, float]:
        """Between what percentages the figure must lie."""
        row = self.row(figure)
        ends = []
        for sign in (1, -1):
            found = linprog(
                sign * row,
                A_eq=np.array(self.equal) if self.equal else None,
                b_eq=np.array(self.equal) @ self.satisfied if self.equal else None,
                A_ub=np.array(self.told) if self.told else None,
                b_ub=np.array(self.room) if self.told else None,
                bounds=list(zip(np.zeros(len(row)), self.answers, strict=True)),
                method="highs",
            )
            assert found.status == 0, found.message
            ends.append(100 * sign * float(found.fun or 0) / float(row @ self.answers))
        return ends[0], ends[1]


def needed(satisfied: Sequence[float], answers: Sequence[float], figure: Figure) -> float:
    """The points a figure must stay open by; 0 when anybody may know it."""
    if figure.weights is not None or not figure.base:
        return 0
    above, below = (sum(each[atom] for atom in figure.atoms) for each in (satisfied, answers))
    if figure.base < RULES.minimum_base:
        return 100 / figure.base
    return RULES.window_of(figure.base) if above in {0, below} else 0


def everything_hidden(figures: Sequence[Figure], pattern: Pattern) -> Pattern:
    """The same set with whatever may be hidden hidden."""
    hiding = {figure.name: pattern.hidden.get(figure.name) for figure in figures if figure.may_hide}
    return Pattern({name: each or Hiding(Reason.COMPLEMENTARY) for name, each in hiding.items()})


def assert_safe(satisfied: Sequence[float], answers: Sequence[float], figures: Sequence[Figure]) -> Pattern:
    """The attacker narrows no protected figure; what stays exposed nothing could have protected."""
    pattern = protect(satisfied, answers, figures, RULES)
    attacker = Attacker(satisfied, answers, figures, pattern)
    for figure in figures:
        wanted = needed(satisfied, answers, figure)
        if not wanted:
            continue
        low, high = attacker.bounds(figure)
        if figure.name in pattern.exposed:
            most = Attacker(satisfied, answers, figures, everything_hidden(figures, pattern)).bounds(figure)
            assert most[1] - most[0] < wanted + 1e-4 or not figure.may_hide
            continue
        assert figure.name in pattern.hidden or not figure.is_shown
        assert high - low >= wanted - 1e-4, (figure, low, high)
    return pattern


Table = tuple[list[int], list[int], list[Figure]]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Units by services in two blocks, five answers a person, mostly satisfied; communes cut across."""
    people, satisfied, cells = [], [], []
    for unit in range(draw(st.integers(2, 4))):
        for service in range(draw(st.integers(1, 3))):
            count = draw(st.sampled_from([1, 3, 6, 12, 25, 40]))
            unhappy = draw(st.sampled_from([0, 0, 1, 3, 9]))
            people.append(count)
            satisfied.append(max(0, 5 * count - unhappy))
            cells.append((unit, service, draw(st.booleans())))
    answers = [5 * count for count in people]

    def figure(name: Hashable, atoms: list[int], *, is_shown: bool = True, may_hide: bool = True) -> Figure:
        base = sum(people[atom] for atom in atoms)
        return Figure(name, atoms, base, is_shown=is_shown, may_hide=may_hide)

    def where(**wanted: object) -> list[int]:
        places = {"unit": 0, "service": 1, "commune": 2}
        return [
            atom
            for atom, cell in enumerate(cells)
            if all(cell[places[key]] == value for key, value in wanted.items())
        ]

    figures = [figure("whole", where(), may_hide=False)]
    for unit in sorted({cell[0] for cell in cells}):
        figures.append(figure(("unit", unit), where(unit=unit)))
        figures += [figure((unit, service), where(unit=unit, service=service)) for service in range(3)]
        figures.append(figure(("commune", unit), where(unit=unit, commune=True)))
        figures.append(figure(("desk", unit), where(unit=unit, commune=False), is_shown=False))
    figures += [figure(("service", service), where(service=service)) for service in range(3)]
    return satisfied, answers, [each for each in figures if each.atoms]


@settings(max_examples=7, deadline=None)
@given(tables())
def test_an_attacker_with_a_linear_program_narrows_no_hidden_figure(table: Table) -> None:
    assert_safe(*table)


def crossed(rows: Sequence[Sequence[tuple[int, int]]], criteria: int = 4) -> Table:
    """Units by factors with all margins: (people, dissatisfied answers) in every cell."""
    people = [cell[0] for row in rows for cell in row]
    answers = [criteria * each for each in people]
    satisfied = [most - cell[1] for most, cell in zip(answers, chain(*rows), strict=True)]
    width = len(rows[0])
    figures = [Figure("whole", range(len(people)), sum(row[0][0] for row in rows), may_hide=False)]
    for column in range(width):
        atoms = range(column, len(people), width)
        figures.append(Figure(("factor", column), atoms, sum(people[atom] for atom in atoms), may_hide=False))
    for unit, row in enumerate(rows):
        atoms = range(unit * width, (unit + 1) * width)
        figures.append(Figure(("unit", unit), atoms, row[0][0], cost=10 * row[0][0]))
        figures += [
            Figure((unit, column), [unit * width + column], row[column][0]) for column in range(width)
        ]
    return satisfied, answers, figures


def test_a_unanimous_figure_is_told_as_a_bound_that_nothing_narrows() -> None:
    table = crossed(
        [[(30, 0), (30, 9), (30, 12)], [(40, 10), (40, 8), (40, 20)], [(60, 15), (60, 9), (60, 30)]]
    )
    pattern = assert_safe(*table)
    first = pattern.hidden[0, 0]
    assert (first.reason, first.at_least, first.at_most) == (Reason.UNANIMOUS, 95, None)
    assert not pattern.exposed
    others = [name for name, each in pattern.hidden.items() if each.reason is Reason.COMPLEMENTARY]
    assert len(others) == 3, "a rectangle: two units, two factors"
    assert all(isinstance(name, tuple) and name[0] != "unit" for name in others)


def test_two_small_services_that_only_each_other_hide_take_a_third_along() -> None:
    """Both wholly satisfied: together nobody is dissatisfied, so each would be known to be."""
    parts = [Figure("a", [0], 4), Figure("b", [1], 5), Figure("c", [2], 30), Figure("d", [3], 60)]
    table = [20, 25, 140, 290], [20, 25, 150, 300], [*parts, Figure("unit", range(4), 99, may_hide=False)]
    pattern = assert_safe(*table)
    assert set(pattern.hidden) == {"a", "b", "c"}


def test_what_must_be_printed_and_gives_somebody_away_is_told_not_passed_over() -> None:
    everybody = [Figure("whole", [0, 1], 60, may_hide=False), Figure("a", [0], 20), Figure("b", [1], 40)]
    pattern = assert_safe([100, 200], [100, 200], everybody)
    assert set(pattern.exposed) == {"whole", "a", "b"}


def test_a_mean_of_units_binds_like_any_printed_figure() -> None:
    units = [Figure("a", [0], 5), Figure("b", [1], 30), Figure("c", [2], 40)]
    mean = Figure("mean", [0, 1, 2], 75, weights=[1 / 25, 1 / 150, 1 / 200], may_hide=False)
    whole = Figure("whole", [0, 1, 2], 75, may_hide=False)
    table = [22, 140, 185], [25, 150, 200]
    assert set(assert_safe(*table, [*units, whole]).hidden) == {"a", "b"}
    assert set(assert_safe(*table, [*units, whole, mean]).hidden) == {"a", "b", "c"}


def test_a_hidden_figure_keeps_its_base_and_loses_its_value() -> None:
    pattern = protect([20, 150], [20, 160], [Figure("a", [0], 4), Figure("b", [1], 32)])
    shown = pattern.shown("a", Estimate(20, 20, 4, 100.0, 0.0, 51.0, 100.0))
    assert (shown.base, shown.value, shown.numerator, shown.low) == (4, None, 0, None)


def cost(figures: Sequence[Figure], hidden: set[Hashable]) -> float:
    return sum(1 + (figure.cost or figure.base) for figure in figures if figure.name in hidden)


def ways(figures: Sequence[Figure], first: set[Hashable]) -> Iterator[set[Hashable]]:
    rest = [each.name for each in figures if each.may_hide and each.name not in first]
    for size in range(len(rest) + 1):
        yield from (first | set(more) for more in combinations(rest, size))


def cheapest(table: Table, pattern: Pattern) -> float:
    """What a complete search over all sets of figures finds: hides least, by base."""
    satisfied, answers, figures = table
    primary = {name for name, each in pattern.hidden.items() if each.reason is not Reason.COMPLEMENTARY}
    wanted = {each.name: needed(satisfied, answers, each) for each in figures}
    for way in sorted(ways(figures, primary), key=lambda way: cost(figures, way)):
        told = {
            name: pattern.hidden[name] if name in primary else Hiding(Reason.COMPLEMENTARY) for name in way
        }
        attacker = Attacker(satisfied, answers, figures, Pattern(told))
        bounds = ((attacker.bounds(each), wanted[each.name]) for each in figures if wanted[each.name])
        if all(high - low >= width - 1e-4 for (low, high), width in bounds):
            return cost(figures, way)
    raise AssertionError("no way at all")


SMALL = [
    crossed([[(30, 0), (30, 5)], [(40, 10), (40, 8)], [(60, 15), (60, 9)]]),
    crossed([[(6, 1), (6, 2)], [(20, 6), (20, 4)], [(30, 5), (30, 9)]]),
    crossed([[(12, 0), (12, 6), (12, 6)], [(20, 8), (20, 8), (20, 8)]]),
]


@pytest.mark.parametrize("table", SMALL, ids=["unanimous", "small", "flat"])
def test_little_more_is_hidden_than_a_complete_search_would_hide(table: Table) -> None:
    pattern = assert_safe(*table)
    assert not pattern.exposed
    assert cost(table[2], set(pattern.hidden)) <= 1.25 * cheapest(table, pattern)
