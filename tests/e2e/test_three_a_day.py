"""Nobody gets more than three letters that we start within 24 hours, whatever the plan says (I9)."""

from __future__ import annotations

from datetime import timedelta

from bot.emulators.ledger import Event
from tests.builders import MORNING, Shape
from tests.conftest import Worlds

HASTY = Shape(
    quota=1,
    changes=(
        ("sms_sitting = 0", "sms_sitting = 4"),
        ("reminder_gaps_hours = [72, 120]", "reminder_gaps_hours = [1, 1]"),
    ),
)
AFTERNOON = MORNING.replace(hour=15)


async def test_a_plan_in_too_great_a_hurry_is_held_to_three_letters_in_a_day(worlds: Worlds) -> None:
    """Invited at three, reminded at four and at five, answering at ten: the next sitting is due at eight."""
    world = await worlds.open(HASTY)
    await world.at(AFTERNOON)
    [number] = world.invited()
    for _ in range(2):
        await world.after(hours=1)
    assert len(world.texts(number)) == 3
    await world.at(MORNING.replace(hour=22))
    await world.text(number, f"SL {world.code_of(number)}")
    await world.finish_by_sms(number)
    heard = len(world.texts(number))
    assert heard > 3, "replies to one's own messages are not counted"
    next_day = AFTERNOON + timedelta(days=1)
    await world.at(next_day.replace(hour=8))
    await world.at(next_day - timedelta(minutes=1))
    assert len(world.texts(number)) == heard
    await world.at(next_day + timedelta(minutes=1))
    [offer] = world.texts(number)[heard:]
    assert "xin hoi tiep phieu gop y" in offer, "it waited and was not lost"
    assert world.sms.ledger.entries(Event.SENT)[-1].simulated >= next_day
    assert await world.findings() == []
