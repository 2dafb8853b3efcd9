"""The bot platform: words alone, one update a poll, and no error for silence."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest

from bot.channels.zalo_bot import ZaloBotChannel, ZaloBotSettings, as_text, read_update
from bot.emulators import faults
from bot.emulators.zalo_bot import ZaloBotEmulator
from bot.ports import Letter, Outgoing, Parsed, SendFailed, TextKind, Unauthentic
from survey_flows.interview.inputs import Command
from survey_flows.interview.prompts import Prompt, PromptChoice, PromptKind
from tests.bot.channels.conftest import NOON, PERSON, SECRET, SENDER, TOKEN, Line, question


@pytest.fixture
async def polled() -> AsyncIterator[tuple[ZaloBotEmulator, ZaloBotChannel]]:
    """A bot without a webhook."""
    async with ZaloBotEmulator(TOKEN, now=lambda: NOON, longest_poll_s=0.05) as emulator:
        settings = ZaloBotSettings(TOKEN, "", emulator.base_url, connect_s=0.2, answer_s=0.25)
        channel = ZaloBotChannel(settings, SENDER)
        await channel.prepare(None)
        yield emulator, channel
        await channel.close()


async def test_a_poll_brings_one_update_and_silence_is_no_error(
    polled: tuple[ZaloBotEmulator, ZaloBotChannel],
) -> None:
    emulator, channel = polled
    emulator.person_sends(PERSON, "một")
    emulator.person_sends(PERSON, "hai")
    texts = []
    for _ in range(3):
        offset, raws, parsed = await channel.poll(0, 1)
        assert offset == 0
        assert len(raws) == len(parsed.messages)
        texts += [message.text for message in parsed.messages]
    assert texts == ["một", "hai"]


async def test_a_wrong_token_stops_the_channel_and_does_not_show() -> None:
    async with ZaloBotEmulator("1:right", now=lambda: NOON) as emulator:
        channel = ZaloBotChannel(ZaloBotSettings(TOKEN, "", emulator.base_url))
        with pytest.raises(SendFailed) as failed:
            await channel.poll(0, 1)
        await channel.close()
    assert failed.value.stops_channel
    assert TOKEN not in str(failed.value)


async def test_an_ok_that_is_false_with_a_good_status_is_a_refusal(zalo_bot: Line) -> None:
    zalo_bot.faults.next(faults.refusal(200, "nothing doing"))
    with pytest.raises(SendFailed):
        await zalo_bot.channel.send(Outgoing(7, PERSON, question()))


@pytest.mark.parametrize("is_wrapped", [False, True])
async def test_a_webhooks_update_may_be_wrapped(zalo_bot: Line, is_wrapped: bool) -> None:
    assert isinstance(zalo_bot.emulator, ZaloBotEmulator)
    zalo_bot.emulator.wraps = is_wrapped
    await zalo_bot.says("Có")
    await zalo_bot.emulator.settled()
    [message] = zalo_bot.collector.messages
    assert (message.text, message.address) == ("Có", PERSON)
    assert message.sent_at == NOON


@pytest.mark.parametrize("shown", ["", "wrong", "é" * 40])
def test_a_stranger_is_refused(shown: str) -> None:
    channel = ZaloBotChannel(ZaloBotSettings(TOKEN, SECRET))
    with pytest.raises(Unauthentic):
        channel.parse_webhook({"X-Bot-Api-Secret-Token": shown}, {}, b"{}")
    with pytest.raises(Unauthentic):
        ZaloBotChannel(ZaloBotSettings(TOKEN)).parse_webhook({"X-Bot-Api-Secret-Token": ""}, {}, b"{}")


def test_groups_are_told_apart_and_pictures_are_no_words() -> None:
    update = {
        "event_name": "message.image.received",
        "message": {"chat": {"id": "g1", "chat_type": "GROUP"}, "message_id": "m1", "date": 1750316131602},
    }
    [message] = read_update(json.dumps(update).encode(), "1").messages
    assert not message.is_private
    assert message.kind is TextKind.UNSUPPORTED


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"event_name":"x"}', b'{"result":[]}', b'{"ok":true,"result":7}']
)
def test_what_nobody_can_read_is_kept_aside(body: bytes) -> None:
    assert len(read_update(body, "1").unreadable) == 1
    assert read_update(body, "1") != Parsed()


def test_choices_are_written_out_with_their_numbers() -> None:
    text = as_text(question(), SENDER)
    assert "1. Có\n2. Không" in text
    assert "e.g. 1" in text or "ví dụ 1" in text.lower() or "số" in text


def test_what_offers_only_standing_buttons_says_what_may_be_typed() -> None:
    paused = Prompt(kind=PromptKind.NOTICE, text="Đã tạm dừng.", revision=4, commands=(Command.RESUME,))
    assert len(as_text(paused, SENDER)) > len("Đã tạm dừng.")


def test_the_longest_question_fits() -> None:
    many = tuple(PromptChoice(str(number), "ư" * 90) for number in range(40))
    prompt = Prompt(kind=PromptKind.QUESTION, text="ơ" * 900, revision=1, item="b", choices=many)
    assert len(as_text(prompt, SENDER)) <= 2000
    assert as_text(Letter("Gọi {hotline}"), SENDER) == "Gọi 0212 3855 000"
