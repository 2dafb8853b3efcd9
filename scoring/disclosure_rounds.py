"""Disclosure control from one publication to the next: what two dashboards tell together.

Yesterday's figure and today's give those who answered since, and those whose answers were taken out. So both
are one set (reliability.md §5.4 (e)): the atoms are the answers both rest on, those only the earlier did and
those only the later does; every figure printed before is printed for good, and what needs protection is every
figure of either day and the change of each. A figure of today that would give somebody away is not brought up
to date: it is hidden until enough people have changed. Figures move in steps of the minimum base that way.

    satisfied and dissatisfied answers of an atom: common = min(before, now), left = before − common,
    since = now − common: the least change there can have been, which tells most

Where official figures must be told whatever they tell (`may_wait` False), what they give away of a change is
`exposed`, never passed over. Several earlier publications are held against today's each in its turn, and what
any of them asks for is hidden.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from scoring.disclosure import DisclosureRules, Figure, Hiding, Pattern, protect
from scoring.disclosure_flows import Floats, Integers
from scoring.responses import ScoringError
from scoring.withheld import Reason


class NotAligned(ScoringError):
    """The atoms of two rounds have no keys and are not equally many: nobody knows which is which."""


@dataclass(frozen=True, slots=True)
class Issued:
    """What was or is to be published: atoms, figures, and what is hidden of them.

    `keys` name the atoms; without them those of two rounds stand in the same order.
    """

    numerator: Sequence[float] | Floats
    denominator: Sequence[float] | Floats
    figures: tuple[Figure, ...]
    pattern: Pattern
    keys: tuple[Hashable, ...] = ()


def protect_next(
    before: Issued,
    numerator: Sequence[float] | Floats,
    denominator: Sequence[float] | Floats,
    figures: Iterable[Figure],
    rules: DisclosureRules | None = None,
    *,
    keys: tuple[Hashable, ...] = (),
    may_wait: bool = True,
) -> Pattern:
    """Return which of today's figures are not to be brought up to date, or not to be printed.

    With `may_wait` even a total waits and `may_hide` of today's figures is not heard. Raises `NotAligned`.

    Three more people since yesterday, or three fewer: nothing moves, for the difference would be theirs.

    >>> unit = Figure("unit", [0], 40)
    >>> yesterday = Issued([180], [200], (unit,), Pattern())
    >>> sorted(protect_next(yesterday, [192], [215], [replace(unit, base=43)]).hidden)
    ['unit']
    >>> sorted(protect_next(yesterday, [170], [185], [replace(unit, base=37)]).hidden)
    ['unit']
    >>> sorted(protect_next(yesterday, [230], [260], [replace(unit, base=52)]).hidden)
    []
    """
    parts = _Parts.of(before, Issued(numerator, denominator, (), Pattern(), keys))
    earlier = {figure.name: figure for figure in before.figures}
    found = [
        _printed(parts.moved(figure, parts.old, parts.left), before.pattern) for figure in before.figures
    ]
    for figure in figures:
        now = parts.moved(figure, parts.new, parts.since)
        found.append(replace(now, may_hide=True) if may_wait else now)
        if figure.weights is None and figure.name in earlier:
            found += parts.changes(earlier[figure.name], figure)
    pattern = protect(parts.numerator, parts.denominator, found, rules)
    return Pattern(
        {name: each for name, each in pattern.hidden.items() if not _is_ours(name)}, pattern.exposed
    )


def protect_after(rounds: Sequence[Issued], today: Issued, rules: DisclosureRules | None = None) -> Pattern:
    """Return the pattern of `today` (its own is not read) after all earlier `rounds`; alone without one.

    It hears `may_hide`. What was published already, to the answer, is published as it was.
    """
    if not rounds:
        return protect(today.numerator, today.denominator, today.figures, rules)
    must_be_told = {figure.name for figure in today.figures if not figure.may_hide}
    for earlier in reversed(rounds):
        if _is_same(earlier, today) and not must_be_told & set(earlier.pattern.hidden):
            return earlier.pattern
    hidden: dict[Hashable, Hiding] = {}
    exposed: dict[Hashable, float] = {}
    for earlier in rounds:
        found = protect_next(
            earlier,
            today.numerator,
            today.denominator,
            today.figures,
            rules,
            keys=today.keys,
            may_wait=False,
        )
        for name, hiding in found.hidden.items():
            if name not in hidden or hidden[name].reason is Reason.COMPLEMENTARY:
                hidden[name] = hiding
        for name, points in found.exposed.items():
            exposed[name] = min(points, exposed.get(name, points))
    return Pattern(hidden, exposed)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The atoms of two rounds as one list: common ones, then what left, then what came since.

    `old` and `new` say where an atom of either round stands among the common, `left` and `since` where its
    change stands (-1: there is none).
    """

    numerator: Floats
    denominator: Floats
    old: Integers
    new: Integers
    left: Integers
    since: Integers

    @classmethod
    def of(cls, before: Issued, now: Issued) -> _Parts:
        if bool(before.keys) != bool(now.keys) or (
            not now.keys and len(before.numerator) != len(now.numerator)
        ):
            raise NotAligned("name the atoms of both rounds, or give them in one order")
        places: dict[Hashable, int] = {}
        old, new = (
            np.array(
                [places.setdefault(key, len(places)) for key in each.keys or range(len(each.numerator))],
                dtype=np.int64,
            )
            for each in (before, now)
        )

        def spread(values: Sequence[float] | Floats, at: Integers) -> Floats:
            wide = np.zeros(len(places))
            wide[at] = values
            return wide

        was, answered = spread(before.numerator, old), spread(before.denominator, old)
        content, answers = spread(now.numerator, new), spread(now.denominator, new)
        common, against = np.minimum(was, content), np.minimum(answered - was, answers - content)
        changes = [
            (was - common, answered - common - against),
            (content - common, answers - common - against),
        ]
        numerators, denominators, at = [common], [common + against], []
        size = len(places)
        for satisfied, all_answers in changes:
            moved = np.flatnonzero(all_answers > 0)
            found = np.full(len(places), -1, dtype=np.int64)
            found[moved] = size + np.arange(len(moved))
            size += len(moved)
            numerators.append(satisfied[moved])
            denominators.append(all_answers[moved])
            at.append(found)
        left, since = at
        return cls(np.concatenate(numerators), np.concatenate(denominators), old, new, left, since)

    def moved(self, figure: Figure, own: Integers, change: Integers) -> Figure:
        """A figure of one round over its common atoms and those of its own."""
        common = own[np.asarray(figure.atoms, dtype=np.int64)]
        changed = change[common]
        is_there = changed >= 0
        weights = None
        if figure.weights is not None:
            given = np.asarray(figure.weights, dtype=np.float64)
            weights = np.concatenate([given, given[is_there]])
        return replace(figure, atoms=np.concatenate([common, changed[is_there]]), weights=weights)

    def changes(self, was: Figure, now: Figure) -> list[Figure]:
        """Those who came and those who left, as figures nobody printed; one person where numbers hide it."""
        came = self.since[self.new[np.asarray(now.atoms, dtype=np.int64)]]
        went = self.left[self.old[np.asarray(was.atoms, dtype=np.int64)]]
        found = []
        for name, atoms, people in (
            ("since", came, now.base - was.base),
            ("left", went, was.base - now.base),
        ):
            if (atoms >= 0).any():
                found.append(
                    replace(
                        now,
                        name=(name, now.name),
                        atoms=atoms[atoms >= 0],
                        base=max(1, people),
                        is_shown=False,
                    )
                )
        return found


def _printed(figure: Figure, pattern: Pattern) -> Figure:
    """A figure of before: out for good, or hidden as it was."""
    hiding = pattern.hidden.get(figure.name)
    name = ("before", figure.name)
    if hiding is None:
        return replace(figure, name=name, may_hide=False)
    is_told = hiding.reason is Reason.UNANIMOUS
    return replace(figure, name=name, is_shown=is_told and figure.is_shown, may_hide=True)


def _is_ours(name: Hashable) -> bool:
    return isinstance(name, tuple) and name[:1] in {("before",), ("since",), ("left",)}


def _is_same(before: Issued, now: Issued) -> bool:
    """Whether the same figures of the same answers were published."""

    def content(issued: Issued) -> tuple[Mapping[Hashable, tuple[float, float]], Mapping[Hashable, object]]:
        keys = issued.keys or tuple(range(len(issued.numerator)))
        atoms = zip(issued.numerator, issued.denominator, strict=True)
        told = {each.name: (each.base, each.is_shown) for each in issued.figures}
        return {key: (float(s), float(d)) for key, (s, d) in zip(keys, atoms, strict=True)}, told

    return content(before) == content(now)
