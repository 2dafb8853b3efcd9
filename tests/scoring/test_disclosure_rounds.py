"""Two publications together give away no more than one: an attacker holds both."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.disclosure import DisclosureRules, Figure, Hiding, Pattern, protect
from scoring.disclosure_rounds import Issued, NotAligned, protect_after, protect_next
from scoring.withheld import Reason
from tests.scoring.test_disclosure import Attacker, needed

RULES = DisclosureRules()


def figures_of(people: list[int]) -> list[Figure]:
    """Units of two services each, in a province."""
    units = range(len(people) // 2)
    figures = [Figure("whole", range(len(people)), sum(people))]
    figures += [
        Figure(("unit", unit), [2 * unit, 2 * unit + 1], sum(people[2 * unit : 2 * unit + 2]))
        for unit in units
    ]
    return figures + [Figure(atom, [atom], people[atom]) for atom in range(len(people))]


@st.composite
def rounds(draw: st.DrawFn) -> tuple[list[int], list[int], list[int], list[int]]:
    """People and satisfied answers (five each) of before, and those added."""
    count = draw(st.sampled_from([4, 6]))
    numbers: list[list[int]] = [[], [], [], []]
    for _ in range(count):
        was, more = draw(st.sampled_from([3, 12, 30])), draw(st.sampled_from([0, 2, 11, 25]))
        for place, people in ((0, was), (2, more)):
            numbers[place].append(people)
            numbers[place + 1].append(max(0, 5 * people - draw(st.sampled_from([0, 2, 7]))))
    return numbers[0], numbers[1], numbers[2], numbers[3]


@settings(max_examples=5, deadline=None)
@given(rounds())
def test_both_rounds_together_leave_newcomers_and_hidden_figures_open(
    numbers: tuple[list[int], list[int], list[int], list[int]],
) -> None:
    people, satisfied, more, more_satisfied = numbers
    count = len(people)
    answers, more_answers = ([5 * each for each in some] for some in (people, more))
    first = figures_of(people)
    pattern = protect(satisfied, answers, first, RULES)
    second = figures_of([a + b for a, b in zip(people, more, strict=True)])
    now = [a + b for a, b in zip(satisfied, more_satisfied, strict=True)]
    now_answers = [a + b for a, b in zip(answers, more_answers, strict=True)]
    later = protect_next(Issued(satisfied, answers, tuple(first), pattern), now, now_answers, second, RULES)

    doubled = [replace(each, atoms=[*each.atoms, *(atom + count for atom in each.atoms)]) for each in second]
    known = [replace(each, name=("first", each.name)) for each in first] + doubled
    told = {("first", name): each for name, each in pattern.hidden.items()} | dict(later.hidden)
    both, both_answers = satisfied + more_satisfied, answers + more_answers
    attacker = Attacker(both, both_answers, known, Pattern(told))
    for earlier, figure in zip(first, second, strict=True):
        newcomers = replace(
            figure,
            name=("since", figure.name),
            atoms=[atom + count for atom in figure.atoms],
            base=figure.base - earlier.base,
        )
        secret = [earlier, newcomers, *(each for each in doubled if each.name == figure.name)]
        for one in secret:
            wanted = needed(both, both_answers, one)
            names = {one.name, ("before", one.name)}
            if wanted and not names & set(later.exposed) and one.name not in pattern.exposed:
                low, high = attacker.bounds(one)
                assert high - low >= wanted - 1e-4, (one, low, high)


def test_what_was_hidden_is_not_told_by_a_round_without_newcomers() -> None:
    parts = [Figure("a", [0], 4), Figure("b", [1], 30), Figure("c", [2], 60)]
    figures = (*parts, Figure("unit", [0, 1, 2], 94, may_hide=False))
    numbers = [18, 140, 280], [20, 150, 300]
    pattern = protect(*numbers, figures, RULES)
    again = protect_next(Issued(*numbers, figures, pattern), *numbers, figures, RULES)
    assert set(pattern.hidden) <= set(again.hidden)


def test_a_person_whose_form_was_taken_out_is_not_told_by_the_correction() -> None:
    """One of the dissatisfied of a service left; the unit is told anew, the service not."""
    parts = [Figure("a", [0], 20), Figure("b", [1], 30)]
    unit = Figure("unit", [0, 1], 50, may_hide=False)
    first = Issued([80, 140], [100, 150], (*parts, unit), Pattern())
    now = [replace(parts[0], base=19), parts[1], replace(unit, base=49)]
    held = protect_next(first, [79, 140], [95, 150], now, RULES)
    assert set(held.hidden) == {"a", "unit"}
    told = protect_next(first, [79, 140], [95, 150], now, RULES, may_wait=False)
    assert ("left", "unit") in told.exposed, "the unit must be told, and tells of the one who left"


def test_atoms_are_told_apart_by_their_keys() -> None:
    """A unit nobody of had answered yet stands between those of before."""
    first = Issued([80, 50], [100, 60], (Figure("a", [0], 20), Figure("c", [1], 12)), Pattern(), ("a", "c"))
    parts = [Figure("a", [0], 20), Figure("b", [1], 30), Figure("c", [2], 14)]
    found = protect_next(first, [80, 140, 55], [100, 150, 70], parts, RULES, keys=("a", "b", "c"))
    assert set(found.hidden) == {"c"}
    with pytest.raises(NotAligned):
        protect_next(first, [80], [100], parts[:1])


def test_every_earlier_publication_is_held_against_the_next() -> None:
    """Six more than the first and three more than the second: hidden; the second over again: as it was."""
    unit = Figure("unit", [0], 40)
    first = Issued([180], [200], (unit,), Pattern())
    second = Issued([192], [215], (replace(unit, base=43),), Pattern({"unit": Hiding(Reason.COMPLEMENTARY)}))
    third = Issued([207], [230], (replace(unit, base=46),), Pattern())
    assert set(protect_after([first, second], third, RULES).hidden) == {"unit"}
    assert protect_after([first, second], second, RULES) == second.pattern
    assert not protect_after([], third, RULES).hidden
