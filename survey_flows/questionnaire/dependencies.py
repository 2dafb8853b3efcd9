"""What depends on what in a form, as a graph of names: what follows, in which order, and circles.

Nothing here recurses: a form may chain a thousand calculations, each on the one before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

Graph = Mapping[str, Collection[str]]


def reachable(start: str, edges: Graph) -> set[str]:
    """Everything the edges lead to from `start`, `start` itself only around a circle."""
    found: set[str] = set()
    ahead = list(edges.get(start, ()))
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += edges.get(name, ())
    return found


def in_order(wanted: Iterable[str], needs: Graph) -> tuple[str, ...]:
    """The names `wanted` and all they need, whatever is needed first; the graph has no circles.

    >>> in_order(["c"], {"c": ["b", "a"], "b": ["a"]})
    ('a', 'b', 'c')
    """
    ordered: dict[str, None] = {}
    opened: set[str] = set()
    ahead = list(reversed(list(wanted)))
    while ahead:
        name = ahead[-1]
        if name in opened:
            ahead.pop()
            ordered.setdefault(name)
        else:
            opened.add(name)
            ahead += [need for need in needs.get(name, ()) if need not in opened]
    return tuple(ordered)


def around_circles(needs: Graph) -> list[str]:
    """The names that need themselves, directly or through others; none in most forms, found in one pass."""
    needed_by: dict[str, list[str]] = {}
    waiting: dict[str, int] = {}
    for name, wanted in needs.items():
        waiting[name] = len(wanted)
        for need in wanted:
            needed_by.setdefault(need, []).append(name)
            waiting.setdefault(need, 0)
    free = [name for name, left in waiting.items() if not left]
    while free:
        for name in needed_by.get(free.pop(), ()):
            waiting[name] -= 1
            if not waiting[name]:
                free.append(name)
    # What is left goes round in a circle, or hangs on one.
    return [name for name, left in waiting.items() if left and name in reachable(name, needs)]
