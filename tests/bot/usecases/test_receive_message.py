"""Reading codes out of what people write, and what a batch of messages does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from bot.bootstrap import new_code
from bot.conversation.entrance import CODE_ALPHABET, find_code
from bot.emulators.faults import refusal
from bot.emulators.ledger import Event
from tests.builders import MORNING, Settings, World, eventually, phone
from tests.conftest import Worlds

CHAT = 5_000_000_001


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("SL WG5CG8GJ", "WG5CG8GJ"),
        ("sl wg5cg8gj", "WG5CG8GJ"),
        ("/start WG5CG8GJ", "WG5CG8GJ"),
        ("mã của tôi là WG5CG8GJ, cảm ơn", "WG5CG8GJ"),
        ("WG5CG8GJ.", "WG5CG8GJ"),
        ("WG5CG8GJX", None),
        ("xWG5CG8GJ", None),
        ("ạWG5CG8GJ", None),
        ("23456789", None),
        ("CDFGHJKM", None),
        ("HÀI LÒNG", None),
        ("0912345678", None),
        ("WG5CG0GJ", None),
        ("", None),
    ],
)
def test_a_code_is_found_where_a_person_puts_it(said: str, code: str | None) -> None:
    assert find_code(said) == code


@given(st.text(max_size=40), st.text(max_size=40))
def test_every_code_we_make_is_found_between_other_words(before: str, after: str) -> None:
    code = new_code()
    assert set(code) <= set(CODE_ALPHABET)
    found = find_code(f"{before} {code} {after}")
    assert found is not None
    if find_code(before) is None:
        assert found == code


async def test_several_messages_of_one_person_in_one_turn_are_taken_in_order(worlds: Worlds) -> None:
    """What is queued at the provider comes in a burst; the last reply stands for all."""
    world = await worlds.open(settings=Settings(receive="polling"))
    await world.at(MORNING)
    number = world.invited()[0]
    await world.telegram.user_starts(CHAT, world.code_of(number))
    await eventually(lambda: CHAT in world.cards)
    turns = world.collector.writer.counters.turns
    async with world.collector.database.begin():  # the turn of the first waits; the others queue up
        await world.telegram.user_sends(CHAT, "1")
        await eventually(lambda: not world.telegram._is_polled.is_set())
        for words in ("5", "4", "quay lại", "1"):
            await world.telegram.user_sends(CHAT, words)
    await eventually(lambda: world.telegram.ledger.count(Event.TAKEN) == 6)
    await world.quiet()
    answers = await world.answers_of(number)
    assert answers == {"consent": "yes", "ia_a1": "5", "ia_a2": "1"}
    assert "3/" in world.cards[CHAT].text
    assert world.collector.writer.counters.turns - turns <= 6
    assert await world.findings() == []


async def test_a_whole_village_at_once_is_one_or_few_transactions(world: World) -> None:
    turns = world.collector.writer.counters.turns
    for serial in range(100, 160):
        await world.sms.person_sends(phone(serial), "alo")
    await world.quiet()
    assert world.collector.writer.counters.turns - turns < 120
    assert len({entry.address for entry in world.sms.ledger.entries(Event.SENT)}) == 62


async def test_a_picture_is_answered_with_how_to_answer(world: World) -> None:
    number = world.invited()[0]
    await world.chat(CHAT, world.code_of(number))
    await world.telegram.user_sends_photo(CHAT)
    await world.quiet()
    assert "chữ, số hoặc nút" in world.cards[CHAT].text
    await world.chat(CHAT, "1")
    assert await world.answers_of(number) == {"consent": "yes"}


async def test_a_tap_on_a_button_nobody_made_changes_nothing(world: World) -> None:
    number = world.invited()[0]
    await world.chat(CHAT, world.code_of(number))
    card = world.cards[CHAT].message_id
    for token in (
        "give me the answers",
        "1|consent",
        "99|consent|yes",
        "-5|!|stop now",
        "|" * 60,
        "1|!|STOP",
    ):
        await world.telegram.user_taps(CHAT, card, token, is_stale=True)
    await world.quiet()
    assert await world.answers_of(number) == {}
    assert (await world.case_of(number)).case.disposition.value == "contacted"
    assert await world.findings() == []


async def test_nothing_that_was_said_is_readable_in_the_file(world: World) -> None:
    number = world.invited()[0]
    await world.chat(CHAT, world.code_of(number))
    await world.chat(CHAT, "Tôi là Quàng Văn Bí Mật ở bản Kín")
    await world.finish_by_chat(CHAT, steps=2)
    await world.stop()
    content = b"".join(path.read_bytes() for path in world.folder.glob("sipas.db*"))
    for secret in ("Quàng Văn Bí Mật", "Lò Thị Thử", number, number[3:], str(CHAT), "Bản Mòng"):
        assert secret.encode() not in content, secret
    await world.start()


async def test_neither_a_provider_s_id_nor_its_words_leave_a_phone_in_readable_columns(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Some gateways number messages by phone and moment, or quote the number they refuse."""
    number = world.invited()[0]
    world.sms.faults.next(refusal(400, f"bad number {number}, {number[1:]}; code 4711"), times=5)
    for serial in range(5):
        sent = {"from": number, "id": f"{number}@{serial}", "text": f"SL {world.code_of(number)}"}
        assert await world.get_sms(**sent) == 200
        await world.quiet()
    async with world.collector.database.reading() as unit:
        rows = await unit.messages._session.rows(text("SELECT effect, error FROM outbox"))
    shown = " ".join(f"{row.effect} {row.error}" for row in rows)
    assert "code 4711" in shown
    assert number.removeprefix("+84") not in shown + caplog.text
