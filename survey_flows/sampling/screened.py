"""An agency's lines a few thousand at a time, each told whether it may be drawn.

Rules: a list of a million lines is never in memory as a whole, so it is read, screened and handed on in
parts; what a part says of lines before it (a newer line of the same person) names them by their number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from survey_flows.sampling.eligibility import Screener
from survey_flows.sampling.frame import Exclusion, FrameProblem, FrameRow
from survey_flows.sampling.reading import ReadLine

AT_ONCE: Final = 5_000
"""Lines in one part."""


@dataclass(slots=True)
class ScreenedLines:
    """One part of a list: `read` lines, of which `rows` can be used, each with its reason to be left out.

    `replaced` are the numbers of lines, of this part or one before, whose place a newer line has taken.
    """

    read: int
    rows: list[FrameRow]
    reasons: list[Exclusion | None]
    replaced: list[int]
    problems: list[FrameProblem]


def screened(
    lines: Iterable[ReadLine], screener: Screener, at_once: int = AT_ONCE
) -> Iterator[ScreenedLines]:
    """The lines of one list, in order, `at_once` at a time."""
    lines = iter(lines)
    while batch := list(islice(lines, at_once)):
        part = ScreenedLines(len(batch), [], [], [], [])
        for row, problems in batch:
            if problems:
                part.problems += problems
            if row is None:
                continue
            reason, earlier = screener.screen(row, row.row)
            part.rows.append(row)
            part.reasons.append(reason)
            if earlier is not None:
                part.replaced.append(earlier)
        yield part
