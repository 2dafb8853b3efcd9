"""Finding what else to hide: the cheapest shift of answers that no printed figure shows.

A figure is safe by as much as answers can be shifted into or out of it while every printed figure stays
as it is. For each protected figure the cheapest such shift is a linear program: shift v of the atoms,
within 0 ≤ s + v ≤ d, moves a printed figure by p − n, which costs its base for each answer moved; whatever
figure is moved is hidden (the classical linear heuristic of cell suppression, for tables linked in any
way). Afterwards every added figure is shown again for which the protected ones find another way.

Solved by HiGHS, single-threaded and from the same start: the same answers give the same pattern.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import highspy

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_NOTHING = 1e-7
_REWARD = 1e3
"""An answer moved is worth more than all figures that may have to be hidden for it."""
_MUST_SHOW = -1.0


@dataclass(frozen=True, slots=True)
class Need:
    """How far a figure must stay open, in answers; where it lies between 0 and `most`."""

    width: float
    value: float
    most: float


@dataclass(slots=True)
class _Kept:
    """What protects a figure: its need and the figures its shifts move."""

    need: Need
    reached: float
    moved: frozenset[int]


class Flows:
    """The figures of one set as linear equations, and which of them are hidden so far.

    Atoms that the same figures contain with the same weights are one: no figure tells them apart.
    """

    def __init__(
        self, satisfied: Floats, answers: Floats, rows: Sequence[tuple[Integers, Floats, float]]
    ) -> None:
        self._costs = [cost for _, _, cost in rows]
        self._is_open = [cost == 0 for cost in self._costs]
        self._told: dict[int, tuple[float, float]] = {}
        self._kept: dict[int, _Kept] = {}
        self.added: dict[int, None] = {}
        """Figures hidden for the sake of others, in the order they were."""
        owners = np.repeat(np.arange(len(rows)), [len(atoms) for atoms, _, _ in rows])
        merged = _signatures(
            len(satisfied),
            owners,
            np.concatenate([atoms for atoms, _, _ in rows]),
            np.concatenate([weights for _, weights, _ in rows]),
        )
        count = int(merged.max(initial=-1)) + 1
        self._down: Floats = np.bincount(merged, satisfied, count).astype(np.float64)
        self._up: Floats = np.bincount(merged, answers, count).astype(np.float64) - self._down
        self._atoms: list[Integers] = []
        self._weights: list[Floats] = []
        for atoms, weights, _ in rows:
            found, first = np.unique(merged[atoms], return_index=True)
            self._atoms.append(found)
            self._weights.append(weights[first])
        self._sizes = np.array([len(atoms) for atoms in self._atoms])
        self._owners = np.repeat(np.arange(len(rows)), self._sizes)
        self._members, self._factors = np.concatenate(self._atoms), np.concatenate(self._weights)
        self._may_hide = np.array(self._costs) > 0
        self._most = max(self._costs, default=1.0) or 1.0

    def hide(self, place: int, low: float, high: float) -> None:
        """Take a figure out of print; readers know it to lie between these shares of its answers."""
        self._is_open[place] = True
        if (low, high) != (0, 1):
            atoms = self._atoms[place]
            value = float(self._down[atoms].sum())
            most = value + float(self._up[atoms].sum())
            self._told[place] = (low * most - value, high * most - value)

    def protect(self, place: int, need: Need) -> float:
        """Hide what it takes and return how far the figure stays open, in answers."""
        near = self._neighbourhood(place)
        reached, moved = self._reach(place, need, near, may_hide=True)
        is_local = near is not None and reached >= need.width * (1 - 1e-6)
        if near is not None and (not is_local or self._covers_any(place, moved)):
            reached, moved = self._reach(place, need, None, may_hide=True)
        for other in moved:
            if not self._is_open[other]:
                self._is_open[other] = True
                self.added[other] = None
        self._kept[place] = _Kept(need, reached, moved)
        return reached

    def show_what_need_not_hide(self) -> None:
        """Print an added figure again where everything protected stays as open as it was; dearest first."""
        for place in sorted(self.added, key=lambda each: -self._costs[each]):
            self._is_open[place] = False
            again: dict[int, _Kept] = {}
            for other, kept in self._kept.items():
                if place not in kept.moved:
                    continue
                reached, moved = self._reach(other, kept.need, None, may_hide=False)
                if reached < min(kept.reached, kept.need.width) * (1 - 1e-6):
                    self._is_open[place] = True
                    break
                again[other] = _Kept(kept.need, kept.reached, moved)
            else:
                self._kept |= again
                del self.added[place]

    def _neighbourhood(self, place: int) -> Integers | None:
        """The atoms of the smallest printed figure that holds all of this one and more; None for all."""
        own = self._atoms[place]
        wider = [
            other
            for other in np.argsort(self._sizes, kind="stable")
            if self._sizes[other] > len(own)
            and not self._is_open[other]
            and np.isin(own, self._atoms[other], assume_unique=True).all()
        ]
        return self._atoms[wider[0]] if wider else None

    def _covers_any(self, place: int, moved: frozenset[int]) -> bool:
        """Whether a figure would go that contains the protected one: another way may be cheaper."""
        own = self._atoms[place]
        new = (other for other in moved if not self._is_open[other])
        return any(np.isin(own, self._atoms[other], assume_unique=True).all() for other in new)

    def _reach(
        self, place: int, need: Need, near: Integers | None, *, may_hide: bool
    ) -> tuple[float, frozenset[int]]:
        """Shift answers into the figure and out of it; return by how much together, and what is moved."""
        up = min(need.width / 2, need.most - need.value)
        down = min(need.width - up, need.value)
        up = min(need.width - down, need.most - need.value)
        risen, by_rising = self._shift(place, 1.0, up, near, may_hide=may_hide)
        fallen, by_falling = self._shift(
            place, -1.0, min(need.width - risen, need.value), near, may_hide=may_hide
        )
        if risen + fallen < need.width * (1 - 1e-6):
            more = min(need.width - fallen, need.most - need.value)
            if more > up:
                risen, by_rising = self._shift(place, 1.0, more, near, may_hide=may_hide)
        return risen + fallen, by_rising | by_falling

    def _shift(
        self, place: int, sign: float, wanted: float, near: Integers | None, *, may_hide: bool
    ) -> tuple[float, frozenset[int]]:
        """The cheapest shift of `wanted` answers, or of as many as can be, and the figures it moves."""
        if wanted <= _NOTHING:
            return 0.0, frozenset()
        atoms = np.arange(len(self._down)) if near is None else near
        values = self._program(place, sign, wanted, atoms, may_hide=may_hide).solve()
        shift = np.zeros(len(self._down))
        shift[atoms] = values[: len(atoms)]
        moves = np.bincount(self._owners, self._factors * shift[self._members], len(self._costs))
        moved = np.flatnonzero((np.abs(moves) > _NOTHING) & self._may_hide).tolist()
        return float(values[-1]), frozenset(moved) - {place}

    def _program(
        self, place: int, sign: float, wanted: float, atoms: Integers, *, may_hide: bool
    ) -> _Program:
        column = np.full(len(self._down), -1, dtype=np.int64)
        column[atoms] = np.arange(len(atoms))
        program = _Program(len(atoms), -self._down[atoms], self._up[atoms])
        for figure, (members, weights) in enumerate(zip(self._atoms, self._weights, strict=True)):
            columns = column[members]
            is_in = columns >= 0
            if figure == place or not is_in.any():
                continue
            low, high, cost = 0.0, 0.0, 0.0
            if self._is_open[figure]:
                if figure not in self._told:
                    continue
                low, high = self._told[figure]
            elif may_hide and self._costs[figure] != _MUST_SHOW:
                cost = 1 + self._costs[figure]
            program.add(columns[is_in], weights[is_in], (low, high), cost / (1 + self._most))
        own = column[self._atoms[place]]
        bounds = self._told.get(place, (-np.inf, np.inf))
        program.aim(own, sign, wanted, bounds)
        return program


class _Program:
    """One linear program, row by row: shifts of atoms, what each figure may move, how much is reached."""

    def __init__(self, count: int, low: Floats, high: Floats) -> None:
        self._rows: list[tuple[Integers, Floats]] = []
        self._bounds: list[tuple[float, float]] = []
        self._costs: list[float] = []
        self._slack: list[int] = []
        self._count, self._low, self._high = count, low, high

    def add(self, columns: Integers, weights: Floats, bounds: tuple[float, float], cost: float) -> None:
        """A figure that stays between bounds, or may be moved at a cost for each answer."""
        self._rows.append((columns, weights))
        self._bounds.append(bounds)
        self._slack.append(-1 if cost == 0 else self._count + 2 * len(self._costs))
        if cost:
            self._costs.append(cost)

    def aim(self, columns: Integers, sign: float, wanted: float, bounds: tuple[float, float]) -> None:
        """The protected figure: what its atoms move together is reached, up to `wanted`."""
        self._aim, self._sign, self._wanted, self._told = columns, sign, wanted, bounds

    def solve(self) -> Floats:
        """The cheapest shift, how much it reaches as the last value."""
        import highspy

        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        solver.passModel(self._model())
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:  # 0 is always feasible
            raise AssertionError(f"no solution: {solver.getModelStatus()}")
        return np.asarray(solver.getSolution().col_value, dtype=np.float64)

    def _model(self) -> highspy.HighsLp:
        import highspy

        slacks = np.repeat(np.array(self._costs, dtype=np.float64), 2)
        aim = self._count + len(slacks)
        lengths, indices, values = [], [], []
        for (columns, weights), slack in zip(self._rows, self._slack, strict=True):
            more = [] if slack < 0 else [slack, slack + 1]
            indices.append(np.append(columns, more).astype(np.int32))
            values.append(np.append(weights, [-1.0, 1.0][: len(more)]))
            lengths.append(len(columns) + len(more))
        ones = np.ones(len(self._aim))
        indices += [np.append(self._aim, aim).astype(np.int32), self._aim.astype(np.int32)]
        values += [np.append(ones, -self._sign), ones]
        lengths += [len(self._aim) + 1, len(self._aim)]
        bounds = np.array([*self._bounds, (0.0, 0.0), self._told])
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = aim + 1, len(lengths)
        model.col_cost_ = np.concatenate([np.zeros(self._count), slacks, [-_REWARD]])
        model.col_lower_ = np.concatenate([self._low, np.zeros(len(slacks) + 1)])
        model.col_upper_ = np.concatenate([self._high, np.full(len(slacks), np.inf), [self._wanted]])
        model.row_lower_, model.row_upper_ = bounds[:, 0].copy(), bounds[:, 1].copy()
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        model.a_matrix_.index_ = np.concatenate(indices)
        model.a_matrix_.value_ = np.concatenate(values)
        return model


def _signatures(count: int, figures: Integers, atoms: Integers, weights: Floats) -> Integers:
    """The number of each atom's class: atoms with the same weight in every figure share one."""
    signatures: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    for figure, atom, weight in zip(figures.tolist(), atoms.tolist(), weights.tolist(), strict=True):
        signatures[atom].append((figure, weight))
    numbers: dict[tuple[tuple[int, float], ...], int] = {}
    return np.array([numbers.setdefault(tuple(each), len(numbers)) for each in signatures], dtype=np.int64)
