"""A long survey by SMS is split over days, as the plan says; the next sitting comes to the person."""

from __future__ import annotations

from datetime import timedelta

from survey_flows.fieldwork.dispositions import Disposition
from survey_flows.interview import codec
from survey_flows.interview.pace import Pace
from tests.builders import MORNING, Shape, World
from tests.conftest import Worlds

FOUR_A_DAY = Shape(quota=1, changes=(("sms_sitting = 0", "sms_sitting = 4"),))
OFFER = "xin hoi tiep phieu gop y"


async def begun(worlds: Worlds) -> tuple[World, str]:
    """A person who answered until the interview rested, an hour into the first morning."""
    world = await worlds.open(FOUR_A_DAY)
    await world.at(MORNING)
    [number] = world.invited()
    await world.text(number, f"SL {world.code_of(number)}")
    await world.finish_by_sms(number)
    return world, number


async def test_the_plan_says_how_much_is_asked_a_day(worlds: Worlds) -> None:
    world, number = await begun(worlds)
    assert world.collector.wave.pace == Pace(sms_parts=3, sms_sitting=4)
    assert "hom nay den day" in world.texts(number)[-1]
    assert 4 <= len(await world.answers_of(number)) < 12
    record = await world.case_of(number)
    assert record.case.later_until == record.next_action_at == MORNING + timedelta(days=1)


async def test_the_next_sitting_is_offered_the_next_day_until_all_is_answered(worlds: Worlds) -> None:
    world, number = await begun(worlds)
    days = 0
    while (await world.case_of(number)).case.disposition is not Disposition.COMPLETE:
        days += 1
        assert days < 6
        await world.after(hours=20)
        assert OFFER not in world.texts(number)[-1], "not before the day has passed"
        await world.after(hours=4)
        assert OFFER in world.texts(number)[-1]
        offered = len(world.texts(number))
        await world.text(number, "TIEP")
        assert len(world.texts(number)) == offered + 1, "the question itself"
        await world.finish_by_sms(number)
    assert days >= 2
    assert (await world.case_of(number)).case.reminders == 0, "an offer is no reminder"
    assert await world.findings() == []


async def test_an_offer_nobody_takes_is_made_once_then_the_reminders_follow(worlds: Worlds) -> None:
    world, number = await begun(worlds)
    for _ in range(19):
        await world.after(days=1)
    letters = world.texts(number)
    assert sum(OFFER in text for text in letters) == 1
    assert sum("dang tra loi do" in text for text in letters) == 2
    assert (await world.case_of(number)).case.disposition is Disposition.BREAK_OFF
    assert await world.findings() == []


async def test_who_rests_late_in_the_evening_is_offered_the_next_sitting_in_contact_hours(
    worlds: Worlds,
) -> None:
    world = await worlds.open(FOUR_A_DAY)
    await world.at(MORNING)
    [number] = world.invited()
    await world.at(MORNING.replace(hour=22))
    await world.text(number, f"SL {world.code_of(number)}")
    await world.finish_by_sms(number)
    due = (await world.case_of(number)).next_action_at
    assert due is not None and world.collector.wave.hours.is_open(due)
    assert due.astimezone(MORNING.tzinfo).date() == MORNING.date() + timedelta(days=1)


async def test_who_goes_on_at_once_is_not_written_to_the_next_day(worlds: Worlds) -> None:
    world, number = await begun(worlds)
    await world.text(number, "tiep")
    await world.finish_by_sms(number, steps=1)
    async with world.collector.database.reading() as unit:
        case = (await world.case_of(number)).case.id
        state = codec.decode((await unit.interviews.load([case]))[case].state)
    assert not state.is_resting
    await world.after(hours=20)
    assert not any(OFFER in text for text in world.texts(number))
