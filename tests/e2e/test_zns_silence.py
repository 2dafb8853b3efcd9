"""A template message that was taken and never arrived: the letter goes by SMS, and nobody gets it twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.emulators.faults import refusal
from bot.emulators.ledger import Event
from tests.builders import MORNING, Templates, phone
from tests.e2e.zalo_province import PROVINCE, Province

NEXT_DAY = MORNING + timedelta(days=1)
LAN = "246845883529197922"


@pytest.fixture
async def province(templates: Templates, tmp_path: Path) -> AsyncIterator[Province]:
    """Three people in the sample; no template message is reported until a test says so."""
    three = replace(PROVINCE, quota=3, people=12)
    async with Province(tmp_path / "silent", templates, three) as found:
        found.zalo.unreported = {phone(one) for one in range(1, 13)}
        yield found


async def invited(province: Province) -> list[str]:
    """Everybody is invited by ZNS; returns their phones."""
    await province.at(MORNING)
    return [entry.address for entry in province.zalo.ledger.entries(Event.SENT)]


async def arrives(province: Province, *numbers: str) -> None:
    """Zalo reports the last template message of these phones."""
    for number in numbers:
        province.zalo.message_arrives_late(number)
    await province.quiet()


async def test_who_is_not_reached_by_zns_gets_the_sms_the_next_morning_and_once(province: Province) -> None:
    """And a report that comes after that changes nothing any more."""
    silent, *others = await invited(province)
    await arrives(province, *others)
    await province.at(NEXT_DAY)
    assert province.invited() == [silent]
    assert len(province.texts(silent)) == 1
    await arrives(province, silent)
    await province.after(minutes=11)
    await province.text(silent, f"SL {province.code_in_letters(silent)}")
    assert "dong y tra loi" in province.texts(silent)[-1]
    assert (len(province.zalo.ledger.texts(silent)), len(province.texts(silent))) == (1, 2)
    assert await province.findings() == []


async def test_a_report_that_comes_before_the_sms_could_leave_keeps_it_back(province: Province) -> None:
    """Given up at ten in the evening, reported at eleven: nobody writes in the morning."""
    silent, *others = await invited(province)
    await arrives(province, *others)
    await province.at(MORNING + timedelta(hours=13))
    await arrives(province, silent)
    await province.at(NEXT_DAY)
    await province.after(minutes=11)
    assert province.invited() == []
    assert await province.findings() == []


async def test_where_nothing_is_reported_of_anybody_nothing_is_concluded(province: Province) -> None:
    """The event may not be switched on at Zalo: everybody would be written to twice."""
    await invited(province)
    await province.at(NEXT_DAY)
    await province.after(minutes=11)
    assert province.invited() == []


async def test_what_zalo_says_was_not_delivered_goes_by_sms_at_once(province: Province) -> None:
    failed, *others = await invited(province)
    await arrives(province, *others)
    province.zalo.message_fails(failed, "undelivered")
    province.zalo.message_fails(failed, "undelivered")
    await province.quiet()
    await province.after(minutes=11)
    assert province.invited() == [failed]
    assert len(province.texts(failed)) == 1
    assert await province.findings() == []


async def test_a_reminder_that_does_not_arrive_goes_by_sms_as_it_is(province: Province) -> None:
    """It counts as the one reminder that was due."""
    numbers = await invited(province)
    await arrives(province, *numbers)
    while province.zalo.ledger.count(Event.SENT) < 6:
        await province.after(hours=12)
    silent, *others = numbers
    await arrives(province, *others)
    for _ in range(3):
        await province.after(hours=8)
    assert province.invited() == [silent]
    assert "xin nhac" in province.texts(silent)[0]
    assert (await province.case_of(silent)).case.reminders == 1
    assert await province.findings() == []


async def test_a_letter_nobody_is_sure_of_goes_by_sms_too(province: Province) -> None:
    """Zalo's -114: not reached, or perhaps reached."""
    province.zalo.faults.next(refusal(-114), method="template")
    reached = await invited(province)
    assert len(reached) == 2
    await arrives(province, *reached)
    await province.at(NEXT_DAY)
    [unsure] = province.invited()
    assert unsure not in reached
    assert await province.findings() == []


async def test_who_has_answered_meanwhile_is_left_alone(province: Province) -> None:
    silent, *others = await invited(province)
    await province.says(LAN, province.code_in_letters(silent))
    await arrives(province, *others)
    await province.at(NEXT_DAY)
    await province.after(minutes=11)
    assert province.texts(silent) == []
    assert await province.findings() == []


async def test_an_sms_that_still_waits_is_taken_back_when_the_other_arrives(province: Province) -> None:
    """The gateway refused it for the moment."""
    silent, *others = await invited(province)
    await arrives(province, *others)
    province.sms.faults.next(refusal(500))
    await province.at(NEXT_DAY)
    assert province.invited() == []
    await arrives(province, silent)
    await province.after(minutes=11)
    assert province.invited() == []
    assert (await province.outbox())["sms", "invitation", "cancelled"] == 1
    assert await province.findings() == []
