"""Consistency checks over published figures: what no rounding could reconcile, and where it stands.

    from scoring.consistency import check
    for finding in check(published):
        print(finding.code, finding.text.vi)

Rules, each for one kind of relation (`scoring.consistency_figures`; the contradictions C1 to C43 of the
Sơn La report, domain.md §1.5, are what they were made from):

- parts add up to the whole; this year less last year is the change;
- shares of one question stay within 100 % (people with one answer, ticks) and reach it when all are printed;
  whole numbers of people must be able to give them, out of the base stated;
- a mean lies between its parts, and where its weights say;
- lowest ≤ mean ≤ highest, lowest ≤ median ≤ highest; extremes, median, number of units and number of
  units at the target as the listed values have them; ranks as the values have them;
- a figure or a base printed twice is the same; numerator over denominator is the percentage; a rate lies
  within 0 to 100; lists hold as many names as said and share none.

A printed value stands for all values that some rounding turns into it, so a finding is a contradiction and
no rounding error. At most one finding of a kind for each relation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import assert_never

from scoring.consistency_figures import (
    Change,
    Choosing,
    Figure,
    Listing,
    Mean,
    Published,
    Ranking,
    Ratio,
    Relation,
    Rounding,
    Same,
    Shares,
    Span,
    Standing,
    Total,
    figures_of,
    total,
)
from scoring.consistency_lists import contradictions_of_lists
from scoring.consistency_units import contradictions_of_ranks, contradictions_of_units
from scoring.consistency_wording import (
    PHRASES,
    SENTENCES,
    FindingCode,
    Said,
    figure_text,
    figures_text,
    filled,
    number,
    weights_text,
)
from scoring.tables import Text

WHOLE = Fraction(100)

BASES_TRIED = 5_000
"""So many numbers above the limit are tried to find one that fits."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One contradiction: its kind, the label of the relation, a sentence, and the figures it is about."""

    code: FindingCode
    label: str
    text: Text
    figures: tuple[Figure, ...]


def check(published: Published) -> tuple[Finding, ...]:
    """Return every contradiction, in the order of the relations; empty when there is none.

    >>> blocks = (Figure("Sở", "94,97 %"), Figure("Huyện", "95,05 %"))
    >>> check(Published("SIPAS", (Mean("province", Figure("Tỉnh", "95,01 %"), blocks),)))
    ()
    >>> [found] = check(Published("SIPAS", (Mean("province", Figure("Tỉnh", "95,11 %"), blocks),)))
    >>> found.text.en
    'Tỉnh: 95,11 %, above every part it is made of; the highest part is Huyện: 95,05 %.'
    """
    return tuple(
        Finding(said.code, relation.label, filled(SENTENCES[said.code], **said.holes), figures_of(relation))
        for relation in published.relations
        for said in _contradictions(relation, published.rounding)
    )


def _contradictions(relation: Relation, rounding: Rounding) -> Iterator[Said]:
    yield from _impossible_rates(relation)
    match relation:
        case Total():
            yield from _of_total(relation, rounding)
        case Change():
            yield from _of_change(relation, rounding)
        case Shares():
            yield from _of_shares(relation, rounding)
        case Mean():
            yield from _of_mean(relation, rounding)
        case Same():
            yield from _of_same(relation, rounding)
        case Ratio():
            yield from _of_ratio(relation, rounding)
        case Standing():
            yield from contradictions_of_units(relation, rounding)
        case Ranking():
            yield from contradictions_of_ranks(relation, rounding)
        case Listing():
            yield from contradictions_of_lists(relation)
        case _:
            assert_never(relation)


def _impossible_rates(relation: Relation) -> Iterator[Said]:
    """A percentage beyond 0 to 100; a change may be anything from −100 to 100."""
    moving = relation.change if isinstance(relation, Change) else None
    for figure in figures_of(relation):
        if figure.is_percent and not (-WHOLE if figure is moving else 0) <= figure.value <= WHOLE:
            yield Said(FindingCode.RATE_IMPOSSIBLE, {"stated": figure_text(figure)})
            return


def _of_total(relation: Total, rounding: Rounding) -> Iterator[Said]:
    if total(each.span(rounding) for each in relation.parts).meets(relation.whole.span(rounding)):
        return
    added = sum((each.value for each in relation.parts), start=Fraction(0))
    holes: dict[str, Text | str] = {
        "whole": figure_text(relation.whole),
        "found": number(added, _precision(relation.parts)),
        "parts": figures_text(relation.parts),
    }
    yield Said(FindingCode.TOTAL_DIFFERS, holes)


def _of_change(relation: Change, rounding: Rounding) -> Iterator[Said]:
    now, before, change = relation.now, relation.before, relation.change
    if (now.span(rounding) - before.span(rounding)).meets(change.span(rounding)):
        return
    holes: dict[str, Text | str] = {
        "change": figure_text(change),
        "found": number(now.value - before.value, _precision((now, before))),
        "now": figure_text(now),
        "before": figure_text(before),
    }
    yield Said(FindingCode.CHANGE_DIFFERS, holes)


def _of_shares(relation: Shares, rounding: Rounding) -> Iterator[Said]:
    added = total(each.span(rounding) for each in relation.parts)
    found = sum((each.value for each in relation.parts), start=Fraction(0))
    holes: dict[str, Text | str] = {
        "found": number(found, _precision(relation.parts)),
        "parts": figures_text(relation.parts),
    }
    if relation.choosing is not Choosing.PEOPLE and added.low > WHOLE:
        yield Said(FindingCode.SHARES_EXCEED_WHOLE, holes | {"parts": _with_twins(relation.parts)})
    elif not relation.is_partial and added.high < WHOLE:
        yield Said(FindingCode.SHARES_SHORT_OF_WHOLE, holes)
    limit = relation.base or relation.base_at_most
    if limit is None or not relation.parts:
        return
    spans = [each.span(rounding) for each in relation.parts]
    highest, may_overlap = int(limit.value), relation.choosing is Choosing.PEOPLE
    bases = range(highest if relation.base else 1, highest + 1)
    if any(_fits(base, spans, may_overlap=may_overlap) for base in bases):
        return
    said = PHRASES["whole_people"]
    if relation.base is None:
        larger = range(highest + 1, highest + 1 + BASES_TRIED)
        fitting = next((base for base in larger if _fits(base, spans, may_overlap=may_overlap)), None)
        said = PHRASES["nothing_fits"] if fitting is None else filled(PHRASES["fitting"], found=str(fitting))
    yield Said(FindingCode.BASE_IMPOSSIBLE, holes | {"limit": figure_text(limit), "fitting": said})


def _fits(base: int, spans: Sequence[Span], *, may_overlap: bool) -> bool:
    """Whether whole numbers out of `base` give every share, together no more than there are."""
    least = 0
    for span in spans:
        fewest = max(0, ceil(span.low * base / 100))
        if fewest * 100 > span.high * base:
            return False
        least += fewest
    return may_overlap or least <= base


def _of_mean(relation: Mean, rounding: Rounding) -> Iterator[Said]:
    whole, parts = relation.whole, relation.parts
    if not parts:
        return
    spans = [each.span(rounding) for each in parts]
    stated = whole.span(rounding)
    if stated.low > max(each.high for each in spans):
        part = max(parts, key=lambda each: each.value)
        yield Said(FindingCode.MEAN_ABOVE_PARTS, {"whole": figure_text(whole), "part": figure_text(part)})
        return
    if stated.high < min(each.low for each in spans):
        part = min(parts, key=lambda each: each.value)
        yield Said(FindingCode.MEAN_BELOW_PARTS, {"whole": figure_text(whole), "part": figure_text(part)})
        return
    weights = [each.value for each in relation.weights]
    if not any(weights):
        return
    share = 1 / sum(weights, start=Fraction(0))
    mean = total(each.times(weight * share) for each, weight in zip(spans, weights, strict=True))
    if mean.meets(stated):
        return
    holes: dict[str, Text | str] = {
        "whole": figure_text(whole),
        "weighting": filled(PHRASES["weighted"], weights=weights_text(relation.weights)),
        "found": _range(mean, _precision((whole, *parts))),
        "parts": figures_text(parts),
    }
    yield Said(FindingCode.MEAN_DIFFERS, holes)


def _of_same(relation: Same, rounding: Rounding) -> Iterator[Said]:
    code = FindingCode.BASE_VARIES if relation.is_base else FindingCode.REPEATED_DIFFERS
    first, *others = relation.figures
    for other in others:
        if not first.span(rounding).meets(other.span(rounding)):
            yield Said(code, {"one": figure_text(first), "other": figure_text(other)})
            return


def _of_ratio(relation: Ratio, rounding: Rounding) -> Iterator[Said]:
    above, below = relation.numerator.span(rounding), relation.denominator.span(rounding)
    if below.low <= 0 or above.low < 0:
        return
    span = Span(above.low / below.high * WHOLE, above.high / below.low * WHOLE)
    if span.meets(relation.percent.span(rounding)):
        return
    quotient = WHOLE * relation.numerator.value / relation.denominator.value
    holes: dict[str, Text | str] = {
        "percent": figure_text(relation.percent),
        "found": number(quotient, max(2, relation.percent.precision)),
        "numerator": figure_text(relation.numerator),
        "denominator": figure_text(relation.denominator),
    }
    yield Said(FindingCode.RATIO_DIFFERS, holes)


def _precision(figures: tuple[Figure, ...]) -> int:
    return max(each.precision for each in figures)


def _range(span: Span, decimals: int) -> Text:
    low, high = number(span.low, decimals), number(span.high, decimals)
    return Text(low, low) if low == high else filled(PHRASES["range"], low=low, high=high)


def _with_twins(parts: tuple[Figure, ...]) -> Text:
    """The parts, and which value stands there twice: a copying mistake is the likeliest cause."""
    said = figures_text(parts)
    printed = [each.printed.strip() for each in parts]
    twin = next((each for each in printed if printed.count(each) > 1), None)
    if twin is None:
        return said
    hint = filled(PHRASES["twice"], figure=twin)
    return Text(said.vi + hint.vi, said.en + hint.en)
