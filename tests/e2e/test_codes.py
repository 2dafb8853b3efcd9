"""Who may come in: the invitation's code opens its own case to one chat, and guesses go nowhere."""

from __future__ import annotations

from bot.emulators.ledger import Event
from survey_flows.fieldwork.dispositions import Disposition
from tests.builders import World, phone, stranger_code

OWNER, STRANGER = 5_000_000_001, 5_000_000_002


async def test_five_wrong_codes_are_answered_and_then_there_is_silence(world: World) -> None:
    for tried in range(1, 9):
        await world.chat(STRANGER, stranger_code())
        assert len(world.telegram.messages(STRANGER)) == min(tried, 5)
    number = world.invited()[0]
    await world.chat(STRANGER, world.code_of(number))
    assert len(world.telegram.messages(STRANGER)) == 5, "even a good code waits for the hour to pass"
    assert (await world.case_of(number)).case.answered_at is None
    await world.after(hours=1, minutes=1)
    await world.chat(STRANGER, world.code_of(number))
    assert "đồng ý trả lời" in world.cards[STRANGER].text


async def test_wrong_tries_are_remembered_across_a_restart(world: World) -> None:
    for _ in range(6):
        await world.chat(STRANGER, stranger_code())
    await world.stop()
    await world.start()
    await world.after(minutes=10)
    await world.chat(STRANGER, stranger_code())
    assert len(world.telegram.messages(STRANGER)) == 5


async def test_a_forwarded_code_is_refused_in_a_second_chat(world: World) -> None:
    number = world.invited()[0]
    await world.chat(OWNER, world.code_of(number))
    await world.finish_by_chat(OWNER, steps=3)
    await world.chat(STRANGER, world.code_of(number))
    assert "đang dùng ở nơi khác" in world.cards[STRANGER].text or "ở nơi khác" in world.cards[STRANGER].text
    assert world.cards[STRANGER].buttons == ()
    await world.chat(STRANGER, "1")
    assert len(await world.answers_of(number)) == 3
    await world.finish_by_chat(OWNER)
    assert (await world.case_of(number)).place == "completed"
    assert await world.findings() == []


async def test_a_code_from_another_phone_is_refused(world: World) -> None:
    number, other = world.invited()
    await world.text(phone(99), f"SL {world.code_of(number)}")
    assert "khong dung" in world.texts(phone(99))[-1]
    await world.text(other, f"SL {world.code_of(number)}")
    assert "khong dung" in world.texts(other)[-1]
    assert (await world.case_of(number)).case.answered_at is None
    await world.text(number, f"SL {world.code_of(number)}")
    assert "dong y" in world.texts(number)[-1], "the owner is not locked out"


async def test_a_hundred_chats_with_one_forwarded_link_leave_one_owner(world: World) -> None:
    number = world.invited()[0]
    code = world.code_of(number)
    await world.chat(OWNER, code)
    for chat in range(STRANGER, STRANGER + 99):
        await world.telegram.user_starts(chat, code)
    await world.quiet()
    assert sum("đồng ý trả lời" in card.text for card in world.cards.values()) == 1
    await world.finish_by_chat(OWNER)
    assert (await world.case_of(number)).place == "completed"


async def test_a_stranger_is_told_how_to_begin_and_not_for_ever(world: World) -> None:
    for _ in range(9):
        await world.chat(STRANGER, "alo có ai không")
    shown = [message.text for message in world.telegram.messages(STRANGER)]
    assert len(shown) == 5
    assert all("mã khảo sát" in text for text in shown)


async def test_a_stranger_who_says_stop_hears_nothing_more(world: World) -> None:
    await world.chat(STRANGER, "alo")
    await world.chat(STRANGER, "HUY")
    await world.chat(STRANGER, "alo")
    await world.text(phone(99), "HUY")
    await world.text(phone(99), "alo")
    assert len(world.telegram.messages(STRANGER)) == 1
    assert world.sms.ledger.entries(Event.SENT, phone(99)) == []


async def test_a_code_of_a_closed_case_opens_nothing_new(world: World) -> None:
    number = world.invited()[0]
    code = world.code_of(number)
    await world.text(number, "HUY")
    await world.chat(STRANGER, code)
    assert not any("đồng ý trả lời" in message.text for message in world.telegram.messages(STRANGER))


async def test_who_shows_the_sampled_number_needs_no_code(world: World) -> None:
    number = world.invited()[0]
    await world.telegram.user_starts(OWNER)
    await world.quiet()
    assert "8 ký tự" in world.cards[OWNER].text
    await world.telegram.user_shares_contact(OWNER, number)
    await world.quiet()
    assert "đồng ý trả lời" in world.cards[OWNER].text
    await world.finish_by_chat(OWNER)
    assert (await world.case_of(number)).case.disposition is Disposition.COMPLETE
    assert await world.findings() == []


async def test_a_number_that_is_not_the_senders_own_opens_nothing(world: World) -> None:
    number = world.invited()[0]
    await world.telegram.user_shares_contact(OWNER, number, user_id=STRANGER)
    await world.quiet()
    assert "của chính ông/bà" in world.cards[OWNER].text
    await world.telegram.user_shares_contact(OWNER, "+84999999999")
    await world.quiet()
    assert "không có trong danh sách" in world.cards[OWNER].text
    assert (await world.case_of(number)).case.answered_at is None


async def test_the_sampled_person_takes_the_case_back_from_a_forwarded_code(world: World) -> None:
    number, stranger = world.invited()[0], STRANGER
    await world.chat(stranger, world.code_of(number))
    await world.finish_by_chat(stranger, steps=2)
    await world.telegram.user_shares_contact(OWNER, number)
    await world.quiet()
    await world.finish_by_chat(OWNER)
    await world.chat(stranger, "1")
    assert "8 ký tự" in world.cards[stranger].text, "a stranger again"
    assert (await world.case_of(number)).case.disposition is Disposition.COMPLETE


async def test_editing_an_answer_changes_nothing_but_an_edited_stop_is_heard(world: World) -> None:
    number = world.invited()[0]
    await world.chat(OWNER, world.code_of(number))
    await world.finish_by_chat(OWNER, steps=2)
    before = await world.answers_of(number)
    await world.telegram.user_edits(OWNER, "5")
    await world.quiet()
    assert "không làm đổi câu trả lời" in world.cards[OWNER].text
    assert await world.answers_of(number) == before
    await world.telegram.user_edits(OWNER, "đừng nhắn cho tôi nữa")
    await world.quiet()
    assert (await world.case_of(number)).case.disposition is Disposition.OPTED_OUT
