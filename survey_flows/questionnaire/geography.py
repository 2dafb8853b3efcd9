"""Areas and lengths on Earth of places a respondent marked (`area`, `distance`).

A place is "latitude longitude altitude accuracy", of which the first two count; several are parted
by semicolons (ODK XForms, "Data types"). The Earth is a sphere of the equator's radius, as ODK Collect
reckons, so that both give the same figures.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

_RADIUS_M: Final = 6_378_100.0
_DEGREE_M: Final = 2 * math.pi * _RADIUS_M / 360

Place = tuple[float, float]


def places_in(texts: Iterable[str]) -> list[Place]:
    """The places in some texts, in order; what is none is passed over.

    >>> places_in(["21.3 103.9 0 0;21.4 103.9", "đâu đó"])
    [(21.3, 103.9), (21.4, 103.9)]
    """
    found = []
    for text in texts:
        for point in text.split(";"):
            try:
                latitude, longitude = map(float, point.split()[:2])
            except ValueError:
                continue
            if abs(latitude) <= 90 and abs(longitude) <= 180:
                found.append((latitude, longitude))
    return found


def area_m2(places: Sequence[Place]) -> float:
    """Square metres inside the line through the places; 0 for fewer than three."""
    if len(places) < 3:
        return 0.0
    latitude, longitude = places[0]
    flat = [
        (
            (there[1] - longitude) * _DEGREE_M * math.cos(math.radians(there[0])),
            (there[0] - latitude) * _DEGREE_M,
        )
        for there in places[1:]
    ]
    return abs(sum(y1 * x2 - x1 * y2 for (x1, y1), (x2, y2) in pairwise(flat)) / 2)


def length_m(places: Sequence[Place]) -> float:
    """Metres along the line through the places."""
    return sum(_distance_m(here, there) for here, there in pairwise(places))


def _distance_m(here: Place, there: Place) -> float:
    one, other = math.radians(here[0]), math.radians(there[0])
    apart = math.radians(here[1] - there[1])
    cosine = math.sin(one) * math.sin(other) + math.cos(one) * math.cos(other) * math.cos(apart)
    return math.acos(min(1.0, max(-1.0, cosine))) * _RADIUS_M
