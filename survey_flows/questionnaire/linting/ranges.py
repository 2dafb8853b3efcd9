"""The parameters of a range, as pyxform takes them: known keys, numbers, a step that fits."""

from __future__ import annotations

import re
from typing import Final

_USUAL: Final = (("start", "1"), ("end", "10"), ("step", "1"))
_KEYS: Final = frozenset({"start", "end", "step", "placeholder", "tick_interval", "tick_labelset"})


def read_range(parameters: str) -> tuple[float, float, float] | None:
    """Start, end and step; None for what cannot be read.

    >>> read_range("start=0, end=1 step=0.25"), read_range("from=1 to=5"), read_range("step=0")
    ((0.0, 1.0, 0.25), None, None)
    """
    given = dict(pair.partition("=")[::2] for pair in re.split(r"[\s,;]+", parameters.strip()) if pair)
    if not set(given) <= _KEYS:
        return None
    try:
        start, end, step = (float(given.get(key, usual)) for key, usual in _USUAL)
    except ValueError:
        return None
    return (start, end, step) if 0 < abs(step) <= abs(end - start) else None
