"""A response in which somebody read or tapped for the respondent says so."""

from __future__ import annotations

from collections.abc import Callable

from bot.usecases.collect_results import collect_results
from survey_flows.interview.assistance import help_in
from survey_flows.verification.validity import ValidityRules
from tests.builders import MORNING, Chooses, Shape
from tests.conftest import Worlds


def with_help_at(place: int) -> Callable[[str, int], int]:
    """Choose the first of everything, but this answer to who read and tapped."""
    return lambda text, _choices: place if "đọc hoặc bấm giúp" in text else 0


async def test_help_stands_in_the_paradata_and_in_the_response(worlds: Worlds) -> None:
    world = await worlds.open(Shape(form="soc_trang_full"))
    await world.at(MORNING)
    helped, alone = world.invited()
    for chat, (number, place) in enumerate([(helped, 1), (alone, 0)], 5_000_000_001):
        await world.chat(chat, world.code_of(number))
        await world.finish_by_chat(chat, Chooses(with_help_at(place)))
    async with world.collector.database.reading() as unit:
        cases = {number: (await world.case_of(number)).case.id for number in (helped, alone)}
        rows = await unit.interviews.paradata(list(cases.values()))
        forms = (await collect_results(unit, world.wave, ValidityRules())).forms
    told = {
        number: [(row.item, row.detail) for row in rows[case] if row.kind == "Assisted"]
        for number, case in cases.items()
    }
    assert told == {helped: [("assistance", "family")], alone: []}
    assert sorted(form.helped_by for form in forms) == ["", "family"]


def test_reading_by_oneself_is_no_help() -> None:
    assert help_in({"reads": "self"}) == ""
    assert help_in({"reads": "helped"}) == "helped"
    assert help_in({"assistance": "interviewer"}) == "interviewer"
    assert help_in({"q1": "family"}) == ""
