"""Finding what else to hide: the cheapest shift of answers that no printed figure shows.

A figure is safe by as much as answers can be shifted into or out of it while every printed figure stays
as it is. For each protected figure the cheapest such shift is a linear program: shift v of the atoms,
within 0 ≤ s + v ≤ d, moves a printed figure by p − n, which costs its base for each answer moved; whatever
figure is moved is hidden (the classical linear heuristic of cell suppression, for tables linked in any
way). Afterwards every added figure is shown again for which the protected ones find another way.

A shift found for one figure often serves the next one too, or a part of it does, forwards or backwards: if it
moves nothing that is still printed it costs nothing, and no program is solved. Solved by HiGHS,
single-threaded and from the same start: the same answers give the same pattern.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_NOTHING = 1e-7
_SLIGHT = 1e-6
_REWARD = 1e3
"""An answer moved is worth more than all figures that may have to be hidden for it."""
_SECOND_LOOK_UP_TO = 200
"""Atoms; in a larger set looking again takes as long as everything before and frees a figure in forty."""


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


@dataclass(frozen=True, slots=True)
class _Known:
    """A shift found before: by how much it changes each atom and figure, and how far it may go backwards."""

    shift: Floats
    moves: Floats
    backwards: float

    def reaches(self, place: int, signed: float) -> bool:
        """Whether some part of it, forwards or backwards, changes a figure by so many answers."""
        most = float(self.moves[place])
        return most / signed >= 1 or -most * self.backwards / signed >= 1


class Flows:
    """The figures of one set as linear equations, and which of them are hidden so far.

    Atoms that the same figures contain with the same weights are one: no figure tells them apart.
    """

    def __init__(
        self, satisfied: Floats, answers: Floats, rows: Sequence[tuple[Integers, Floats, float]]
    ) -> None:
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
        weights_of: list[Floats] = []
        for atoms, weights, _ in rows:
            found, first = np.unique(merged[atoms], return_index=True)
            self._atoms.append(found)
            weights_of.append(weights[first])
        self._sizes = np.array([len(atoms) for atoms in self._atoms])
        self._owners = np.repeat(np.arange(len(rows)), self._sizes)
        self._members, self._factors = np.concatenate(self._atoms), np.concatenate(weights_of)
        self._holds = np.zeros((len(rows), count), dtype=bool)
        self._holds[self._owners, self._members] = True
        self._costs = np.array([cost for _, _, cost in rows])
        self._may_hide = self._costs > 0
        self._is_open = self._costs == 0
        self._is_told = np.zeros(len(rows), dtype=bool)
        self._told = np.zeros((len(rows), 2))
        self._kept: dict[int, _Kept] = {}
        self._same: dict[bytes, int] = {}
        self._known: list[_Known] = []
        self.added: dict[int, None] = {}
        """Figures hidden for the sake of others, in the order they were."""

    def hide(self, place: int, low: float, high: float) -> None:
        """Take a figure out of print; readers know it to lie between these shares of its answers."""
        self._is_open[place] = True
        if (low, high) != (0, 1):
            atoms = self._atoms[place]
            value = float(self._down[atoms].sum())
            most = value + float(self._up[atoms].sum())
            self._is_told[place] = True
            self._told[place] = low * most - value, high * most - value

    def protect(self, place: int, need: Need) -> float:
        """Hide what it takes and return how far the figure stays open, in answers."""
        same = self._same.setdefault(self._atoms[place].tobytes(), place)
        if same in self._kept and self._kept[same].need == need:
            return self._kept[same].reached
        near = self._neighbourhood(place)
        reached, moved = self._reach(place, need, near, may_hide=True)
        if near is not None and not self._is_inside(near, moved):
            elsewhere = self._reach(place, need, None, may_hide=True)
            is_more = elsewhere[0] > reached * (1 + _SLIGHT)
            if is_more or self._price(elsewhere[1]) < self._price(moved):
                reached, moved = elsewhere
        elif near is not None and reached < need.width * (1 - _SLIGHT):
            reached, moved = self._reach(place, need, None, may_hide=True)
        for other in moved:
            if not self._is_open[other]:
                self._is_open[other] = True
                self.added[other] = None
        self._kept[place] = _Kept(need, reached, moved)
        return reached

    def show_what_need_not_hide(self) -> None:
        """Print an added figure again where everything protected stays as open as it was; dearest first."""
        if len(self._down) > _SECOND_LOOK_UP_TO:
            return
        for place in sorted(self.added, key=lambda each: (-self._costs[each], each)):
            leaning = {other: kept for other, kept in self._kept.items() if place in kept.moved}
            self._is_open[place] = False
            again: dict[int, _Kept] = {}
            for other, kept in leaning.items():
                reached, moved = self._again(other, kept)
                if reached < min(kept.reached, kept.need.width) * (1 - _SLIGHT):
                    self._is_open[place] = True
                    break
                again[other] = _Kept(kept.need, kept.reached, moved)
            else:
                self._kept |= again
                del self.added[place]

    def _again(self, place: int, kept: _Kept) -> tuple[float, frozenset[int]]:
        """Another way to keep a figure open with what is hidden now, near by first."""
        near = self._neighbourhood(place)
        if near is not None:
            reached, moved = self._reach(place, kept.need, near, may_hide=False)
            if reached >= min(kept.reached, kept.need.width) * (1 - _SLIGHT):
                return reached, moved
        return self._reach(place, kept.need, None, may_hide=False)

    def _neighbourhood(self, place: int) -> Integers | None:
        """The atoms of the smallest printed figure that holds all of this one and more; None for all."""
        wider = self._containing(place) & ~self._is_open & (self._sizes > self._sizes[place])
        if not wider.any():
            return None
        return self._atoms[min(np.flatnonzero(wider), key=lambda each: (self._sizes[each], each))]

    def _containing(self, place: int) -> npt.NDArray[np.bool_]:
        """Which figures hold all of this one."""
        return np.asarray(self._holds[:, self._atoms[place]].all(axis=1), dtype=bool)

    def _is_inside(self, atoms: Integers, moved: frozenset[int]) -> bool:
        """Whether all figures that would go lie within these atoms and are not the whole of them."""
        new = [other for other in moved if not self._is_open[other]]
        inside = np.zeros(self._holds.shape[1], dtype=bool)
        inside[atoms] = True
        return not self._holds[new][:, ~inside].any() and all(self._sizes[new] < len(atoms))

    def _price(self, moved: frozenset[int]) -> float:
        """What the figures cost that would go."""
        return sum(1 + float(self._costs[other]) for other in moved if not self._is_open[other])

    def _reach(
        self, place: int, need: Need, near: Integers | None, *, may_hide: bool
    ) -> tuple[float, frozenset[int]]:
        """Shift answers into the figure and out of it; return by how much together, and what is moved."""
        up = min(need.width / 2, need.most - need.value)
        down = min(need.width - up, need.value)
        up = min(need.width - down, need.most - need.value)
        risen, by_rising = self._shift(place, 1.0, up, near, may_hide=may_hide)
        down = min(need.width - risen, need.value)
        fallen, by_falling = self._shift(place, -1.0, down, near, may_hide=may_hide)
        more = min(need.width - fallen, need.most - need.value)
        if risen + fallen < need.width * (1 - _SLIGHT) and more > up:
            risen, by_rising = self._shift(place, 1.0, more, near, may_hide=may_hide)
        return risen + fallen, by_rising | by_falling

    def _shift(
        self, place: int, sign: float, wanted: float, near: Integers | None, *, may_hide: bool
    ) -> tuple[float, frozenset[int]]:
        """The cheapest shift of `wanted` answers, or of as many as can be, and the figures it moves."""
        if wanted <= _NOTHING:
            return 0.0, frozenset()
        atoms = np.arange(len(self._down)) if near is None else near
        known = self._free(place, sign * wanted, atoms)
        if known is not None:
            return wanted, self._moved_by(known.moves) - {place}
        values = _solved(self._program(place, sign, wanted, atoms, may_hide=may_hide))
        shift = np.zeros(len(self._down))
        shift[atoms] = values[: len(atoms)]
        moves = np.zeros(len(self._costs))
        np.add.at(moves, self._owners, self._factors * shift[self._members])
        if len(self._down) > _SECOND_LOOK_UP_TO:
            self._known.append(_Known(shift, moves, self._backwards(shift, moves)))
        return float(values[-1]), self._moved_by(moves) - {place}

    def _moved_by(self, moves: Floats) -> frozenset[int]:
        return frozenset(np.flatnonzero((np.abs(moves) > _NOTHING) & self._may_hide).tolist())

    def _free(self, place: int, signed: float, atoms: Integers) -> _Known | None:
        """A shift found before, within these atoms, that moves nothing printed: no program is needed.

        It costs nothing, so the program could find none that is cheaper.
        """
        elsewhere = np.ones(len(self._down), dtype=bool)
        elsewhere[atoms] = False
        for known in self._known:
            if not known.reaches(place, signed) or known.shift[elsewhere].any():
                continue
            if not (np.abs(known.moves[~self._is_open]) > _NOTHING).any():
                return known
        return None

    def _backwards(self, shift: Floats, moves: Floats) -> float:
        """How many times a shift may be taken the other way: within the answers and within what is told."""
        told = np.flatnonzero(self._is_told)
        changes = -np.concatenate([shift, moves[told]])
        room_below = np.concatenate([self._down, -self._told[told, 0]])
        room_above = np.concatenate([self._up, self._told[told, 1]])
        is_up, is_down = changes > _NOTHING, changes < -_NOTHING
        limits = np.concatenate([room_above[is_up] / changes[is_up], room_below[is_down] / -changes[is_down]])
        return max(0.0, float(limits.min(initial=np.inf))) if len(limits) else 0.0

    def _program(
        self, place: int, sign: float, wanted: float, atoms: Integers, *, may_hide: bool
    ) -> _Program:
        """Columns: shifts of the atoms, two for each figure that may be moved, how much is reached."""
        column = np.full(len(self._down), -1, dtype=np.int64)
        column[atoms] = np.arange(len(atoms))
        binds = ~self._is_open | self._is_told
        binds[place] = False
        columns = column[self._members]
        chosen = (columns >= 0) & binds[self._owners]
        figures, row = np.unique(self._owners[chosen], return_inverse=True)
        moves = figures[self._may_hide[figures] & ~self._is_open[figures]] if may_hide else figures[:0]
        moving = np.searchsorted(figures, moves)
        slack = len(atoms) + 2 * np.arange(len(moves))
        aim = len(atoms) + 2 * len(moves)
        own = column[self._atoms[place]]
        ones = np.ones(len(own))
        last = len(figures)
        costs = (1 + self._costs[moves]) / (1 + max(float(self._costs.max()), 0.0))
        return _Program(
            rows=np.concatenate(
                [row, moving, moving, np.full(len(own) + 1, last), np.full(len(own), last + 1)]
            ),
            columns=np.concatenate([columns[chosen], slack, slack + 1, own, [aim], own]),
            values=np.concatenate(
                [self._factors[chosen], -np.ones(len(moves)), np.ones(len(moves)), ones, [-sign], ones]
            ),
            between=np.concatenate([self._told[figures], [[0.0, 0.0]], [self._own_bounds(place)]]),
            low=np.concatenate([-self._down[atoms], np.zeros(2 * len(moves) + 1)]),
            high=np.concatenate([self._up[atoms], np.full(2 * len(moves), np.inf), [wanted]]),
            costs=np.concatenate([np.zeros(len(atoms)), np.repeat(costs, 2), [-_REWARD]]),
        )

    def _own_bounds(self, place: int) -> tuple[float, float]:
        if not self._is_told[place]:
            return -np.inf, np.inf
        low, high = self._told[place]
        return float(low), float(high)


@dataclass(frozen=True, slots=True)
class _Program:
    """A linear program: entries (row, column, value), bounds of rows and columns, costs to make least."""

    rows: Integers
    columns: Integers
    values: Floats
    between: Floats
    low: Floats
    high: Floats
    costs: Floats


def _solved(program: _Program) -> Floats:
    """The values of the columns. No shift at all is always a solution, so there is a best one."""
    import highspy

    order = np.argsort(program.rows, kind="stable")
    count = len(program.between)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(program.costs), count
    model.col_cost_, model.col_lower_, model.col_upper_ = program.costs, program.low, program.high
    model.row_lower_, model.row_upper_ = program.between[:, 0].copy(), program.between[:, 1].copy()
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    starts = np.concatenate([[0], np.cumsum(np.bincount(program.rows, minlength=count))])
    model.a_matrix_.start_ = starts.astype(np.int32)
    model.a_matrix_.index_ = program.columns[order].astype(np.int32)
    model.a_matrix_.value_ = program.values[order]
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("presolve", "off")  # takes longer than the solving it saves
    solver.passModel(model)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise AssertionError(f"no solution: {solver.getModelStatus()}")
    return np.asarray(solver.getSolution().col_value, dtype=np.float64)


def _signatures(count: int, figures: Integers, atoms: Integers, weights: Floats) -> Integers:
    """The number of each atom's class: atoms with the same weight in every figure share one."""
    signatures: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    for figure, atom, weight in zip(figures.tolist(), atoms.tolist(), weights.tolist(), strict=True):
        signatures[atom].append((figure, weight))
    numbers: dict[tuple[tuple[int, float], ...], int] = {}
    return np.array([numbers.setdefault(tuple(each), len(numbers)) for each in signatures], dtype=np.int64)
