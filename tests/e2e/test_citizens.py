"""What a citizen lives through, from the invitation to the thanks, over real sockets."""

from __future__ import annotations

from datetime import timedelta

from bot.emulators.faults import drop, refusal
from bot.emulators.ledger import Event
from survey_flows.fieldwork.dispositions import Disposition
from tests.builders import LONG_FORM, MORNING, Chooses, Shape, World, phone
from tests.conftest import Worlds

CHAT = 5_000_000_001


def second_or_first(_text: str, choices: int) -> int:
    return 1 if choices > 2 else 0


async def test_a_citizen_completes_the_real_form_by_sms(worlds: Worlds) -> None:
    world = await worlds.open(Shape(form=LONG_FORM))
    await world.at(MORNING)
    number = world.invited()[0]
    await world.text(number, f"sl {world.code_of(number).lower()}")
    asked = await world.finish_by_sms(number, Chooses(second_or_first))
    answers = await world.answers_of(number)
    assert asked == len(answers) > 40
    assert [answers[item] for item in ("ip_a1", "ip_d4", "ip_e5")] == ["2", "2", "2"]
    assert world.texts(number)[-1].startswith("Phieu da hoan thanh")
    assert (await world.case_of(number)).case.disposition is Disposition.COMPLETE
    assert await world.findings() == []


async def test_a_citizen_completes_by_telegram_with_the_code_from_the_sms(world: World) -> None:
    number = world.invited()[0]
    await world.chat(CHAT, world.code_of(number))
    await world.finish_by_chat(CHAT, Chooses(second_or_first))
    assert (await world.answers_of(number))["ia_b3"] == "2"
    assert (await world.case_of(number)).case.disposition is Disposition.COMPLETE
    assert len(world.telegram.messages(CHAT)) == 1, "one card, edited in place"
    assert await world.findings() == []


async def test_a_deep_link_opens_the_interview_at_once(world: World) -> None:
    number = world.invited()[0]
    await world.telegram.user_starts(CHAT, world.code_of(number))
    await world.quiet()
    assert "đồng ý trả lời" in world.cards[CHAT].text


async def test_moving_from_sms_to_telegram_keeps_the_place(world: World) -> None:
    number = world.invited()[0]
    await world.text(number, f"SL {world.code_of(number)}")
    await world.finish_by_sms(number, steps=6)
    said = await world.answers_of(number)
    assert len(said) == 6
    await world.chat(CHAT, f"SL {world.code_of(number)}")
    asked = await world.finish_by_chat(CHAT)
    answers = await world.answers_of(number)
    assert asked > 0
    assert {item: answers[item] for item in said} == said
    texts = len(world.texts(number))
    assert (await world.case_of(number)).case.disposition is Disposition.COMPLETE
    assert len(world.texts(number)) == texts, "the thanks go where the person answered"
    assert await world.findings() == []


async def test_a_refusal_is_thanked_and_the_next_reserve_is_invited(world: World) -> None:
    number = world.invited()[0]
    await world.text(number, f"SL {world.code_of(number)}")
    await world.text(number, "2")
    assert (await world.case_of(number)).case.disposition is Disposition.REFUSAL
    await world.after(hours=1)
    [reserve] = set(world.invited()[2:])
    record = await world.case_of(reserve)
    assert record.case.replaces == (await world.case_of(number)).case.id
    await world.text(reserve, f"SL {world.code_of(reserve)}")
    await world.finish_by_sms(reserve)
    assert await world.dispositions() == {"refusal": 1, "contacted": 1, "complete": 1}
    assert await world.findings() == []


async def test_after_stop_nothing_is_sent_on_any_channel(world: World) -> None:
    number = world.invited()[0]
    await world.text(number, f"SL {world.code_of(number)}")
    await world.finish_by_sms(number, steps=3)
    await world.chat(CHAT, world.code_of(number))
    await world.chat(CHAT, "không nhắn nữa")
    by_sms, by_chat = len(world.texts(number)), len(world.telegram.ledger.texts(str(CHAT)))
    assert (await world.case_of(number)).case.disposition is Disposition.OPTED_OUT
    await world.text(number, "1")
    await world.text(number, f"SL {world.code_of(number)}")
    await world.chat(CHAT, "1")
    for _ in range(16):
        await world.after(days=1)
    assert len(world.texts(number)) == by_sms
    assert len(world.telegram.ledger.texts(str(CHAT))) == by_chat
    assert len(world.invited()) == 3, "the reserve took the place"
    assert await world.findings() == []


async def test_the_stop_button_ends_everything_too(world: World) -> None:
    number = world.invited()[0]
    await world.chat(CHAT, world.code_of(number))
    shown = len(world.telegram.ledger.texts(str(CHAT)))
    await world.press(CHAT, "stop")
    await world.after(days=4)
    assert len(world.telegram.ledger.texts(str(CHAT))) == shown
    assert len(world.texts(number)) == 1


async def test_somebody_who_said_stop_before_being_invited_is_never_invited(worlds: Worlds) -> None:
    world = await worlds.open()
    await world.text(phone(1), "HUY")
    await world.at(MORNING)
    assert phone(1) not in world.invited()
    assert len(world.invited()) == 2, "somebody of the reserve instead"
    assert (await world.case_of(phone(1))).case.disposition is Disposition.OPTED_OUT
    assert await world.findings() == []


async def test_a_dead_number_is_closed_and_replaced(worlds: Worlds) -> None:
    world = await worlds.open()
    world.sms.unreachable.add(phone(1))
    await world.at(MORNING)
    await world.after(hours=1)
    assert (await world.case_of(phone(1))).case.disposition is Disposition.WRONG_NUMBER
    assert len(world.invited()) == 3
    assert await world.findings() == []


async def test_silence_is_reminded_twice_then_closed_and_replaced(worlds: Worlds) -> None:
    world = await worlds.open(Shape(quota=1))
    await world.at(MORNING)
    [number] = world.invited()
    letters = []
    for _ in range(13):
        await world.after(days=1)
        letters.append(len(world.texts(number)))
    assert letters[1:4] == [1, 2, 2], "the first reminder after three days"
    assert letters[6:9] == [2, 3, 3], "the second after five more"
    assert world.invited() == [number]
    await world.after(days=1)
    assert (await world.case_of(number)).case.disposition is Disposition.NONCONTACT
    assert len(world.texts(number)) == 3
    assert len(world.invited()) == 2
    assert await world.findings() == []


async def test_the_code_of_a_reminder_opens_the_same_interview(world: World) -> None:
    number = world.invited()[0]
    await world.text(number, f"SL {world.code_of(number)}")
    await world.finish_by_sms(number, steps=4)
    other = world.invited()[1]
    first = world.code_of(other)
    await world.after(days=3)
    assert world.code_of(other) != first
    await world.text(other, f"SL {first}")
    await world.chat(CHAT, world.code_of(other))
    await world.finish_by_chat(CHAT)
    assert (await world.case_of(other)).case.disposition is Disposition.COMPLETE
    assert "dang tra loi do" in world.texts(number)[-1], "who has begun is asked to go on"
    await world.text(number, "tiep tuc")
    await world.finish_by_sms(number)
    assert (await world.case_of(number)).case.disposition is Disposition.COMPLETE
    assert await world.findings() == []


async def test_a_chat_that_blocked_the_bot_can_go_on_by_sms(world: World) -> None:
    number = world.invited()[0]
    await world.chat(CHAT, world.code_of(number))
    await world.finish_by_chat(CHAT, steps=2)
    world.telegram.user_blocks(CHAT)
    await world.after(days=3)
    await world.text(number, "tiep tuc")
    await world.finish_by_sms(number)
    assert (await world.case_of(number)).case.disposition is Disposition.COMPLETE


async def test_who_has_finished_is_only_told_that_it_is_over(world: World) -> None:
    number = world.invited()[0]
    await world.text(number, f"SL {world.code_of(number)}")
    await world.finish_by_sms(number)
    before = await world.answers_of(number)
    await world.text(number, "1")
    assert world.texts(number)[-1].startswith("Khao sat nay da xong")
    told = len(world.texts(number))
    await world.text(number, "ok cam on")
    assert len(world.texts(number)) == told, "a machine may be answering"
    assert await world.answers_of(number) == before


async def test_a_reply_that_comes_too_late_for_its_reader_is_not_sent(world: World) -> None:
    """The gateway was out of reach for longer than an answer is fresh."""
    number = world.invited()[0]
    world.sms.faults.always(refusal(503))
    await world.text(number, f"SL {world.code_of(number)}")
    world.sms.faults.clear()
    await world.after(minutes=16)
    assert len(world.texts(number)) == 1
    assert (await world.outbox())["sms", "reply", "expired"] == 1
    await world.text(number, "alo")
    assert "dong y" in world.texts(number)[-1]


async def test_a_gateway_that_recovers_gets_the_reply_once(world: World) -> None:
    number = world.invited()[0]
    world.sms.faults.next(drop())
    await world.text(number, f"SL {world.code_of(number)}")
    assert world.sms.ledger.count(Event.REJECTED) == 1
    await world.after(minutes=1)
    assert len(world.texts(number)) <= 2


async def test_every_clock_shows_contact_hours_when_letters_leave(world: World) -> None:
    for _ in range(12):
        await world.after(hours=17)
    hours = world.collector.wave.hours
    letters = world.sms.ledger.entries(Event.SENT)
    assert len(letters) > 3
    assert all(hours.is_open(entry.simulated) for entry in letters)
    assert all(entry.simulated.utcoffset() == timedelta(hours=7) for entry in letters)
