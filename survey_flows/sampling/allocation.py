"""How many forms each service of a unit gets (Sơn La plan III.1.a, L82-96; domain.md A-15, A-17, A-18).

All in whole numbers; ties go to the service named first, so the same sizes give the same answer
on any machine.
"""

from __future__ import annotations

from collections.abc import Sequence


def largest_remainder(total: int, sizes: Sequence[int]) -> tuple[int, ...]:
    """Divide `total` in proportion to `sizes`, never giving a service more than it has.

    >>> largest_remainder(60, [300, 200, 100])
    (30, 20, 10)
    >>> largest_remainder(60, [100, 2, 1])
    (58, 1, 1)
    """
    whole = sum(sizes)
    if total >= whole:
        return tuple(sizes)
    shares = [total * size // whole for size in sizes]
    order = sorted(range(len(sizes)), key=lambda i: (-(total * sizes[i] % whole), i))
    for i in order[: total - sum(shares)]:
        shares[i] += 1
    return tuple(shares)


def busiest_two(
    total: int, sizes: Sequence[int], *, band: tuple[int, int] = (40, 50), second_minimum: int = 10
) -> tuple[int, ...]:
    """Divide `total` between the two busiest services: `band` for the first, the rest for the second.

    The first gets its proportional share held inside `band` (A-17); the second the rest. What a
    service cannot give is looked for in the first up to the top of its band, then in the third,
    the fourth … service, and only then above the band: the unit's quota comes first (plan L83).

    >>> busiest_two(60, [900, 100, 50])
    (50, 10, 0)
    >>> busiest_two(60, [500, 400])
    (40, 20)
    >>> busiest_two(60, [200, 4, 90, 30])
    (41, 0, 19, 0)
    >>> busiest_two(60, [200, 4, 3])
    (53, 4, 3)
    """
    order = sorted(range(len(sizes)), key=lambda i: (-sizes[i], i))
    shares = [0] * len(sizes)
    if not order:
        return ()
    low, high = band
    first, *others = order
    second_size = sizes[others[0]] if others else 0
    pair = sizes[first] + second_size
    proportional = (2 * total * sizes[first] + pair) // (2 * pair) if pair else 0
    shares[first] = max(0, min(max(proportional, low), high, total - second_minimum, sizes[first]))
    for i in others[:1]:
        shares[i] = min(total - shares[first], sizes[i])
    for i, ceiling in ((first, high), *((i, total) for i in others), (first, total)):
        missing = total - sum(shares)
        shares[i] += max(0, min(missing, min(ceiling, sizes[i]) - shares[i]))
    return tuple(shares)


def fixed(wanted: Sequence[int], sizes: Sequence[int], *, makes_up: bool) -> tuple[int, ...]:
    """The plan's own n for each service; where `makes_up`, other services give what one lacks.

    Without making up, the numbers stay as allocated: a short list is then taken whole.

    >>> fixed([5, 5], [3, 200], makes_up=True)
    (3, 7)
    >>> fixed([30, 40, 30], [12, 900, 800], makes_up=False)
    (30, 40, 30)
    """
    if not makes_up:
        return tuple(wanted)
    shares = [min(n, size) for n, size in zip(wanted, sizes, strict=True)]
    order = sorted(range(len(sizes)), key=lambda i: (-sizes[i], i))
    for i in order:
        missing = sum(wanted) - sum(shares)
        shares[i] += min(missing, sizes[i] - shares[i])
    return tuple(shares)


def halves(total: int, sizes: Sequence[int]) -> tuple[int, ...]:
    """Divide evenly; what cannot be halved goes to the busier service (A-18: 5+5, 3+2).

    >>> halves(5, [40, 90])
    (2, 3)
    """
    if not sizes:
        return ()
    share, rest = divmod(total, len(sizes))
    order = sorted(range(len(sizes)), key=lambda i: (-sizes[i], i))
    favoured = set(order[:rest])
    return tuple(share + (i in favoured) for i in range(len(sizes)))
