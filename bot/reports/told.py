"""What reports of one wave told before, so that the next does not tell the difference.

A publication and its correction, or two reports handed out, can be subtracted (reliability.md §5.4 (e)). So
what was told is kept: the sums of answers a report was made of, its figures, and which of them were hidden.
The next is held against all of that (`scoring.disclosure_rounds`). Kept as plain JSON: it says no more than
the answers in the database do, and goes into the restricted bundle, without which nobody could choose again
what to hide.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring.disclosure import DisclosureRules, Figure, Hiding, Pattern
from scoring.disclosure_rounds import Issued, protect_after
from scoring.withheld import Reason

Numbers = Sequence[float] | npt.NDArray[np.float64]

Told = Mapping[str, Issued]
"""What one report told, by the set of figures that was protected together."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was told before, oldest first.

    `may_wait`: units' indices, which are always told otherwise, need not be brought up to date. Only the
    province's figures never wait.
    """

    rounds: tuple[Told, ...] = ()
    may_wait: bool = False


NOTHING = Earlier()


@dataclass(slots=True)
class Telling:
    """One report in the making: chooses patterns after what was told before, and keeps what it tells."""

    earlier: Earlier = NOTHING
    told: dict[str, Issued] = field(default_factory=dict)
    prefix: str = ""

    def apart(self, prefix: str) -> Telling:
        """The same for sets of figures that bear names of their own."""
        return replace(self, prefix=prefix)

    def protect(
        self,
        name: str,
        keys: Sequence[Hashable],
        atoms: tuple[Numbers, Numbers],
        figures: Iterable[Figure],
        rules: DisclosureRules,
    ) -> Pattern:
        """As `scoring.disclosure.protect` for the set called `name`.

        `atoms` are satisfied answers and all answers, `keys` what the atoms are called.
        """
        name = self.prefix + name
        known: dict[Hashable, Figure] = {}
        for figure in figures:
            if len(figure.atoms):
                known.setdefault(figure.name, figure)
        names = {_text(each): each for each in known}
        renamed = tuple(replace(each, name=_text(each.name)) for each in known.values())
        today = Issued(*atoms, renamed, Pattern(), tuple(_text(key) for key in keys))
        rounds = [told[name] for told in self.earlier.rounds if name in told]
        pattern = protect_after(rounds, today, rules)
        self.told[name] = replace(today, pattern=pattern)
        return Pattern(
            {names[each]: hiding for each, hiding in pattern.hidden.items() if each in names},
            pattern.exposed,
        )


def told_json(told: Told) -> str:
    """As the database and the bundle keep it."""
    content = {
        name: {
            "keys": list(issued.keys),
            "satisfied": np.asarray(issued.numerator, dtype=float).tolist(),
            "answers": np.asarray(issued.denominator, dtype=float).tolist(),
            "figures": [_figure(each, issued.pattern) for each in issued.figures],
            "exposed": [[str(each), points] for each, points in issued.pattern.exposed.items()],
        }
        for name, issued in told.items()
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def told_from(content: str) -> Told:
    """What `told_json` made."""
    return {
        name: Issued(
            one["satisfied"],
            one["answers"],
            tuple(_read(each) for each in one["figures"]),
            Pattern(
                {each["name"]: _hiding(each["hidden"]) for each in one["figures"] if each["hidden"]},
                {each: float(points) for each, points in one["exposed"]},
            ),
            tuple(one["keys"]),
        )
        for name, one in json.loads(content).items()
    }


def _figure(figure: Figure, pattern: Pattern) -> dict[str, Any]:
    hiding = pattern.hidden.get(figure.name)
    return {
        "name": figure.name,
        "atoms": np.asarray(figure.atoms, dtype=int).tolist(),
        "base": figure.base,
        "weights": None if figure.weights is None else np.asarray(figure.weights, dtype=float).tolist(),
        "is_shown": figure.is_shown,
        "both_ends": figure.both_ends,
        "hidden": hiding and [hiding.reason.value, hiding.at_least, hiding.at_most],
    }


def _read(found: Mapping[str, Any]) -> Figure:
    return Figure(
        found["name"],
        found["atoms"],
        found["base"],
        found["weights"],
        is_shown=found["is_shown"],
        both_ends=found["both_ends"],
    )


def _hiding(found: Sequence[Any]) -> Hiding:
    return Hiding(Reason(found[0]), found[1], found[2])


def _text(name: object) -> str:
    """A figure's or atom's name as text that is the same in every run."""

    def plain(part: object) -> object:
        match part:
            case tuple():
                return [plain(each) for each in part]
            case frozenset():
                return sorted((plain(each) for each in part), key=str)
            case _:
                return str(part)

    return json.dumps(plain(name), ensure_ascii=False)
