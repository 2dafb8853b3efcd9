"""The same webhook many times at once has one effect (reliability.md I1, F12)."""

from __future__ import annotations

import asyncio
import json

from bot.emulators.ledger import Event
from tests.builders import MORNING, SECRET, SMS_KEY, World, phone
from tests.conftest import Worlds

CHAT = 5_000_000_001
TIMES = 50


async def test_one_answer_by_sms_fifty_times_at_once(world: World) -> None:
    number = world.invited()[0]
    await world.text(number, f"SL {world.code_of(number)}")
    replies, rows = len(world.texts(number)), await world.inbox()
    world.sms.faults.duplicate_next(TIMES)
    await world.text(number, "1")
    assert await world.answers_of(number) == {"consent": "yes"}
    assert (await world.inbox())[0] == rows[0] + 1
    assert len(world.texts(number)) == replies + 1
    assert world.collector.writer.counters.repeats == TIMES - 1
    assert await world.findings() == []


async def test_one_tap_fifty_times_at_once(world: World) -> None:
    number = world.invited()[0]
    await world.chat(CHAT, world.code_of(number))
    sent = sum((await world.outbox()).values())
    world.telegram.faults.duplicate_next(TIMES)
    await world.finish_by_chat(CHAT, steps=1)
    assert await world.answers_of(number) == {"consent": "yes"}
    assert sum((await world.outbox()).values()) == sent + 1
    assert world.telegram.ledger.count(Event.EDITED) == 1
    assert await world.findings() == []


async def test_one_code_fifty_times_at_once_opens_one_interview(world: World) -> None:
    number = world.invited()[0]
    world.telegram.faults.duplicate_next(TIMES)
    await world.chat(CHAT, world.code_of(number))
    assert len(world.telegram.messages(CHAT)) == 1
    assert (await world.inbox())[0] == 1
    assert await world.findings() == []


async def test_one_stop_fifty_times_at_once(world: World) -> None:
    number = world.invited()[0]
    world.sms.faults.duplicate_next(TIMES)
    await world.text(number, "HUY")
    assert len(world.texts(number)) == 1
    assert (await world.dispositions())["opted_out"] == 1
    assert await world.findings() == []


async def test_one_report_of_a_dead_number_fifty_times_at_once(worlds: Worlds) -> None:
    world = await worlds.open()
    world.sms.unreported.add(phone(1))
    await world.at(MORNING)
    number = phone(1)
    [invitation] = list(world.sms.ledger.entries(Event.SENT, number))
    url = invitation.ref.replace("%d", "2").removeprefix(world.settings.url)

    async def report() -> int:
        async with world.http.get(url) as answer:
            return answer.status

    assert set(await asyncio.gather(*(report() for _ in range(TIMES)))) == {200}
    await world.after(minutes=15)
    assert (await world.dispositions())["wrong_number"] == 1
    assert len(world.invited()) == 3
    assert await world.findings() == []


async def test_one_unreadable_call_fifty_times_at_once_is_kept_once(world: World) -> None:
    async def call() -> int:
        return await world.post_update(b'{"update_id": 77, "message": {"x": 1}}')

    assert set(await asyncio.gather(*(call() for _ in range(TIMES)))) == {200}
    assert (await world.inbox())[2] == 1


async def test_twenty_different_taps_in_a_moment_leave_one_answer_a_question(world: World) -> None:
    """A thumb that slips over all the buttons of one card (F24)."""
    number = world.invited()[0]
    await world.chat(CHAT, world.code_of(number))
    await world.finish_by_chat(CHAT, steps=1)
    card = world.cards[CHAT]
    tokens = [button.token for row in card.buttons for button in row if "|!|" not in button.token]
    for token in tokens * 4:
        await world.telegram.user_taps(CHAT, card.message_id, token, is_stale=True)
    await world.quiet()
    async with world.collector.database.reading() as unit:
        case = (await world.case_of(number)).case.id
        rows = (await unit.interviews.answers([case]))[case]
    assert [row.item for row in rows] == ["consent", "ia_a1"]
    assert await world.findings() == []


async def test_two_hundred_people_at_once_each_get_their_own_answer(world: World) -> None:
    """Strangers all: each is told how to begin, nobody twice."""

    async def write(serial: int) -> int:
        message = {
            "message_id": 1,
            "date": 1_727_750_000,
            "chat": {"id": serial, "type": "private"},
            "from": {"id": serial, "is_bot": False, "first_name": "A"},
            "text": "alo",
        }
        body = json.dumps({"update_id": serial, "message": message}).encode()
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        async with world.http.post("/hooks/telegram", data=body, headers=headers) as answer:
            return answer.status

    assert set(await asyncio.gather(*(write(serial) for serial in range(1, 201)))) == {200}
    await world.quiet()
    counts = await world.outbox()
    assert sum(n for (channel, _, _), n in counts.items() if channel == "telegram") == 200
    assert SMS_KEY not in str(counts)


async def test_reports_in_any_order_never_go_back(world: World) -> None:
    """Delivered, then the late "sent" and "queued" of the same message (I14)."""
    number = world.invited()[0]
    [invitation] = list(world.sms.ledger.entries(Event.SENT, number))
    path = invitation.ref.removeprefix(world.settings.url)
    for state in ("1", "8", "4", "2", "16", "8"):
        async with world.http.get(path.replace("%d", state)) as answer:
            assert answer.status == 200
    outbox_id = int(path.partition("outbox=")[2].partition("&")[0])
    async with world.collector.database.reading() as unit:
        assert await unit.messages.delivery_states([outbox_id]) == {outbox_id: "delivered"}
    await world.after(minutes=15)
    assert await world.dispositions() == {"contacted": 2, "reserved": 1}, "who was reached is not given up"
    assert await world.findings() == []
