"""What a report says of its units against the units' own figures: extremes, median, target, ranks."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from statistics import median

from scoring.consistency_figures import Figure, Ranking, Rounding, Span, Standing
from scoring.consistency_wording import FindingCode, Said, figure_text, figures_text, number
from scoring.ranks import TARGET
from scoring.tables import Text


def contradictions_of_units(relation: Standing, rounding: Rounding) -> Iterator[Said]:
    """Yield what a spread says against itself, then against the values listed."""
    yield from _of_order(relation, rounding)
    if relation.values:
        yield from _of_extremes(relation, rounding)
    if relation.values and not relation.is_partial:
        yield from _of_listed(relation, rounding)
    yield from _of_target(relation, rounding)


def _of_order(relation: Standing, rounding: Rounding) -> Iterator[Said]:
    """Lowest ≤ mean, median ≤ highest."""
    lowest, highest = relation.lowest, relation.highest
    pairs = (
        (relation.mean, highest),
        (relation.median, highest),
        (lowest, relation.mean),
        (lowest, relation.median),
        (lowest, highest),
    )
    for lower, upper in pairs:
        if lower and upper and lower.span(rounding).low > upper.span(rounding).high:
            yield Said(FindingCode.ORDER_BROKEN, {"lower": figure_text(lower), "upper": figure_text(upper)})
            return


def _of_extremes(relation: Standing, rounding: Rounding) -> Iterator[Said]:
    spans = [each.span(rounding) for each in relation.values]
    top = Span(max(each.low for each in spans), max(each.high for each in spans))
    bottom = Span(min(each.low for each in spans), min(each.high for each in spans))
    if relation.highest and not relation.highest.span(rounding).meets(top):
        part = max(relation.values, key=lambda each: each.value)
        stated = figure_text(relation.highest)
        yield Said(FindingCode.HIGHEST_DIFFERS, {"stated": stated, "part": figure_text(part)})
    if relation.lowest and not relation.lowest.span(rounding).meets(bottom):
        part = min(relation.values, key=lambda each: each.value)
        stated = figure_text(relation.lowest)
        yield Said(FindingCode.LOWEST_DIFFERS, {"stated": stated, "part": figure_text(part)})


def _of_listed(relation: Standing, rounding: Rounding) -> Iterator[Said]:
    """Median and number of units, when the values of all are there."""
    values = relation.values
    spans = [each.span(rounding) for each in values]
    if relation.median:
        middle = Span(median(each.low for each in spans), median(each.high for each in spans))
        if not relation.median.span(rounding).meets(middle):
            holes: dict[str, Text | str] = {
                "stated": figure_text(relation.median),
                "count": str(len(values)),
                "found": number(median(each.value for each in values), relation.median.precision),
                "parts": figures_text(values),
            }
            yield Said(FindingCode.MEDIAN_DIFFERS, holes)
    if relation.count and relation.count.value != len(values):
        counted: dict[str, Text | str] = {
            "stated": figure_text(relation.count),
            "found": str(len(values)),
            "parts": figures_text(values),
        }
        yield Said(FindingCode.COUNT_DIFFERS, counted)


def _of_target(relation: Standing, rounding: Rounding) -> Iterator[Said]:
    """How many units reach the target, from all values or, without them, from the lowest and the highest."""
    stated = relation.reaching
    if stated is None:
        return
    # a target is a rule, not a measurement: it is exact
    target = relation.target.value if relation.target else Fraction(TARGET)
    lowest, highest = relation.lowest, relation.highest
    evidence: tuple[Figure, ...]
    if relation.values and not relation.is_partial:
        evidence = relation.values
        fewest = sum(each.span(rounding).low >= target for each in evidence)
        most = sum(each.span(rounding).high >= target for each in evidence)
    elif relation.count and lowest and highest:
        evidence = (relation.count, lowest, highest)
        units = int(relation.count.value)
        fewest = units if lowest.span(rounding).low >= target else int(highest.span(rounding).low >= target)
        most = units - int(lowest.span(rounding).high < target)
        most = 0 if highest.span(rounding).high < target else most
    else:
        return
    if not fewest <= stated.value <= most:
        holes: dict[str, Text | str] = {
            "stated": figure_text(stated),
            "found": str(fewest) if fewest == most else f"{fewest}–{most}",
            "target": number(target, 2),
            "parts": figures_text(evidence),
        }
        yield Said(FindingCode.REACHING_DIFFERS, holes)


def contradictions_of_ranks(relation: Ranking, rounding: Rounding) -> Iterator[Said]:
    """Yield the first rank that its value cannot have; with units left out, ranks may only be lower."""
    spans = [each.span(rounding) for each in relation.values]
    for value, rank, mine in zip(relation.values, relation.ranks, spans, strict=True):
        best = 1 + sum(other.low > mine.high for other in spans)
        worst = sum(other.high >= mine.low for other in spans)
        if rank.value >= best and (relation.is_partial or rank.value <= worst):
            continue
        others = [each for each in relation.values if each is not value]
        other = min(others, key=lambda each: abs(each.value - value.value), default=value)
        holes: dict[str, Text | str] = {
            "rank": figure_text(rank),
            "value": figure_text(value),
            "found": str(best) if best == worst or relation.is_partial else f"{best}–{worst}",
            "other": figure_text(other),
        }
        yield Said(FindingCode.RANK_DIFFERS, holes)
        return
    yield from _of_order_of_ranks(relation, spans)


def _of_order_of_ranks(relation: Ranking, spans: list[Span]) -> Iterator[Said]:
    """A better rank with a value that is surely lower."""
    ordered = sorted(zip(relation.ranks, relation.values, spans, strict=True), key=lambda each: each[0].value)
    for (better, _, above), (worse, value, below) in pairwise(ordered):
        if better.value < worse.value and above.high < below.low:
            holes: dict[str, Text | str] = {
                "rank": figure_text(worse),
                "value": figure_text(value),
                "found": f"≤ {better.printed}",
                "other": figure_text(better),
            }
            yield Said(FindingCode.RANK_DIFFERS, holes)
            return
