"""Two publications together give away no more than one: an attacker holds both."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.disclosure import DisclosureRules, Figure, Pattern, protect
from scoring.disclosure_rounds import Issued, NotGrown, protect_next
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


def test_data_that_lost_an_answer_are_refused() -> None:
    unit = Figure("unit", [0], 40)
    with pytest.raises(NotGrown):
        protect_next(Issued([180], [200], (unit,), Pattern()), [179], [200], [unit])
