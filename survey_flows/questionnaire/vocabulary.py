"""Which functions an expression may call, what each takes, and which we refuse with a reason.

The functions are those of XPath 1.0 and of the ODK XForms specification, section "XPath functions",
with the few beside them that ODK Collect knows (`is-selected`, `exp10`, `base64-decode`). libxml2 lets
nobody override its own functions and knows no date; so a function it has is left to it only where
the meaning is the same, and every other one runs under a prefix of ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What an argument is taken as, or what a result is.

    `VALUE` is a text, number or truth as it comes; `EACH` also takes nodes, and then all of them;
    `NODES` takes nothing else. `UNKNOWN` is a result whose kind shows only when run.
    """

    TEXT = "text"
    NUMBER = "number"
    TRUTH = "truth"
    NODES = "nodes"
    EACH = "each"
    VALUE = "value"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Signature:
    """How many arguments of which kinds (the last repeats), and what comes of them.

    `most` is None without a limit. `is_native` leaves the function to libxml2. With `may_omit` a
    call without arguments is about the item's own value.
    """

    least: int
    most: int | None
    takes: tuple[Kind, ...]
    gives: Kind
    is_native: bool = False
    may_omit: bool = False

    def kind_of(self, index: int) -> Kind:
        """What the argument at `index` is taken as."""
        return self.takes[min(index, len(self.takes) - 1)]


_T, _N, _B, _V, _E, _S = Kind.TEXT, Kind.NUMBER, Kind.TRUTH, Kind.VALUE, Kind.EACH, Kind.NODES


def _native(takes: tuple[Kind, ...], gives: Kind, *, may_omit: bool = False) -> Signature:
    return Signature(
        0 if may_omit else len(takes), len(takes), takes, gives, is_native=True, may_omit=may_omit
    )


def _ours(*takes: Kind, gives: Kind, optional: int = 0) -> Signature:
    return Signature(len(takes) - optional, len(takes), takes, gives)


def _any_number_of(least: int, *takes: Kind, gives: Kind) -> Signature:
    return Signature(least, None, takes, gives)


SIGNATURES: Final[dict[str, Signature]] = {
    # texts
    "string": Signature(0, 1, (_V,), _T, may_omit=True),
    "concat": _any_number_of(1, _E, gives=_T),
    "join": _any_number_of(1, _T, _E, gives=_T),
    "substr": _ours(_T, _N, _N, gives=_T, optional=1),
    "substring": Signature(2, 3, (_T, _N), _T, is_native=True),
    "substring-before": _native((_T, _T), _T),
    "substring-after": _native((_T, _T), _T),
    "translate": _native((_T, _T, _T), _T),
    "string-length": _native((_T,), _N, may_omit=True),
    "normalize-space": _native((_T,), _T, may_omit=True),
    "contains": _native((_T, _T), _B),
    "starts-with": _native((_T, _T), _B),
    "ends-with": _ours(_T, _T, gives=_B),
    "digest": _ours(_T, _T, _T, gives=_T, optional=1),
    "base64-decode": _ours(_T, gives=_T),
    "pulldata": _ours(_T, _T, _T, _T, gives=_T),
    # truths
    "if": _ours(_B, _V, _V, gives=Kind.UNKNOWN),
    "coalesce": _any_number_of(1, _V, gives=_T),
    "once": _ours(_V, gives=Kind.UNKNOWN),
    "true": _native((), _B),
    "false": _native((), _B),
    "boolean": _native((_B,), _B),
    "boolean-from-string": _ours(_T, gives=_B),
    "not": _native((_B,), _B),
    "regex": _ours(_T, _T, gives=_B),
    "checklist": _any_number_of(2, _N, _N, _E, gives=_B),
    "weighted-checklist": _any_number_of(2, _N, _N, _E, gives=_B),
    # numbers
    "number": Signature(0, 1, (_V,), _N, may_omit=True),
    "int": _ours(_N, gives=_N),
    "round": _ours(_N, _N, gives=_N, optional=1),
    "floor": _native((_N,), _N),
    "ceiling": _native((_N,), _N),
    "abs": _ours(_N, gives=_N),
    "pow": _ours(_N, _N, gives=_N),
    "atan2": _ours(_N, _N, gives=_N),
    "pi": Signature(0, 0, (), _N),
    **{
        name: _ours(_N, gives=_N)
        for name in ("acos", "asin", "atan", "cos", "exp", "exp10", "log", "log10", "sin", "sqrt", "tan")
    },
    # nodes
    "count": _native((_S,), _N),
    "count-non-empty": _ours(_E, gives=_N),
    "sum": _ours(_S, gives=_N),
    "min": _any_number_of(1, _E, gives=_N),
    "max": _any_number_of(1, _E, gives=_N),
    "indexed-repeat": Signature(2, 11, (_S, _V), _T),
    # dates and times
    "today": Signature(0, 0, (), _T),
    "now": Signature(0, 0, (), _T),
    "date": _ours(_V, gives=_T),
    "date-time": _ours(_V, gives=_T),
    "decimal-date-time": _ours(_V, gives=_N),
    "decimal-time": _ours(_V, gives=_N),
    "format-date": _ours(_V, _T, gives=_T),
    "format-date-time": _ours(_V, _T, gives=_T),
    # choices
    "selected": _ours(_T, _T, gives=_B),
    "is-selected": _ours(_T, _T, gives=_B),
    "selected-at": _ours(_T, _N, gives=_T),
    "count-selected": _ours(_T, gives=_N),
    "jr:choice-name": _ours(_T, _T, _T, gives=_T, optional=1),
    # places
    "area": _any_number_of(1, _E, gives=_N),
    "enclosed-area": _any_number_of(1, _E, gives=_N),
    "distance": _any_number_of(1, _E, gives=_N),
}

_CHANCE: Final = (
    "an interview must come out the same when it is replayed; let the sample or the office decide"
)
_WALKS: Final = "an expression may only name items; for a look-up in a table write pulldata()"
REFUSED: Final[dict[str, str]] = {
    "random": _CHANCE,
    "uuid": _CHANCE,
    "randomize": _CHANCE,
    "instance": _WALKS,
    "current": _WALKS,
    "id": _WALKS,
    "lang": _WALKS,
    "last": _WALKS,
    "local-name": _WALKS,
    "name": _WALKS,
    "namespace-uri": _WALKS,
    "position": "write position(..) inside a repeat; it means nothing elsewhere",
    "jr:itext": "write the text into a label, or a column for each language",
    "property": "a conversation has no device to ask",
    "version": "the version of the form is kept with every interview",
}
