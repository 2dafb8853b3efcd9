"""Pictures, recordings and films beside a question on Telegram; a question never waits for one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels.render import render_sms, render_zalo
from bot.channels.telegram import TelegramChannel
from bot.emulators import faults
from bot.emulators.ledger import Entry, Event
from bot.emulators.telegram import TelegramEmulator
from bot.ports import Outgoing, SendFailed
from survey_flows.interview.prompts import Prompt, PromptMedium
from tests.bot.channels.conftest import CHAT, SENDER, Line, question

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


@pytest.fixture
async def shown(telegram: Line, tmp_path: Path) -> AsyncIterator[Line]:
    """Telegram with a media folder."""
    assert isinstance(telegram.channel, TelegramChannel)
    (tmp_path / "the.png").write_bytes(PICTURE)
    (tmp_path / "a1_thai.ogg").write_bytes(b"OggS" + bytes(900))
    (tmp_path / "a1.mp3").write_bytes(b"ID3" + bytes(900))
    (tmp_path / "film.mp4").write_bytes(b"\0\0\0 ftypmp42" + bytes(900))
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "no_picture.png").write_bytes(b"words")
    channel = TelegramChannel(replace(telegram.channel.settings, media=tmp_path), SENDER)
    yield replace(telegram, channel=channel)
    await channel.close()


def with_files(*names: str, kind: str = "image", revision: int = 3, item: str = "b1") -> Prompt:
    media = tuple(PromptMedium(kind, name) for name in names)
    return replace(question(revision=revision), item=item, media=media)


def sent(line: Line) -> list[Entry]:
    return [entry for entry in line.ledger.entries(Event.SENT) if entry.address == line.address]


@pytest.mark.parametrize(
    ("kind", "name", "message"),
    [
        ("image", "the.png", "[photo the.png]"),
        ("audio", "a1_thai.ogg", "[voice a1_thai.ogg]"),
        ("audio", "a1.mp3", "[audio a1.mp3]"),
        ("video", "film.mp4", "[video film.mp4]"),
    ],
)
async def test_a_file_stands_above_its_question(shown: Line, kind: str, name: str, message: str) -> None:
    await shown.channel.send(Outgoing(1, shown.address, with_files(name, kind=kind)))
    assert isinstance(shown.emulator, TelegramEmulator)
    above, card = shown.emulator.messages(CHAT)
    assert above.text == message
    assert "hài lòng" in card.text and card.buttons


async def test_a_file_goes_up_once_and_by_its_id_afterwards(shown: Line) -> None:
    for number in range(3):
        await shown.channel.send(Outgoing(number, shown.address, with_files("the.png", item=f"b{number}")))
    assert [entry.detail for entry in sent(shown) if "photo" in entry.text] == ["uploaded", "by id", "by id"]


async def test_the_same_question_shown_again_shows_its_file_once_and_edits_the_card(shown: Line) -> None:
    first = await shown.channel.send(Outgoing(1, shown.address, with_files("the.png")))
    again = replace(with_files("the.png", revision=4), notice="Xin chọn một nút.")
    second = await shown.channel.send(Outgoing(2, shown.address, again, card=first.provider_id))
    assert second.provider_id == first.provider_id
    assert len(sent(shown)) == 2


async def test_a_question_with_a_file_is_a_new_card_below_it(shown: Line) -> None:
    first = await shown.channel.send(Outgoing(1, shown.address, question()))
    second = await shown.channel.send(
        Outgoing(2, shown.address, with_files("the.png", item="b2", revision=4), card=first.provider_id)
    )
    assert second.provider_id != first.provider_id


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("missing.png", "image"),
        ("empty.png", "image"),
        ("no_picture.png", "image"),
        ("../the.png", "image"),
        ("the.png", "audio"),
        ("the.svg", "image"),
    ],
)
async def test_a_file_that_cannot_be_shown_does_not_hold_up_the_question(
    shown: Line, name: str, kind: str
) -> None:
    first = await shown.channel.send(Outgoing(1, shown.address, question()))
    prompt = with_files(name, kind=kind, item="b2", revision=4)
    second = await shown.channel.send(Outgoing(2, shown.address, prompt, card=first.provider_id))
    assert second.provider_id == first.provider_id, "edited in place, as a question without a file"


async def test_a_provider_in_trouble_over_a_file_still_gets_the_question(shown: Line) -> None:
    shown.faults.next(faults.refusal(500, "Internal Server Error"), method="sendphoto")
    receipt = await shown.channel.send(Outgoing(1, shown.address, with_files("the.png")))
    assert receipt.provider_id
    assert len(sent(shown)) == 1


async def test_a_file_shown_is_not_shown_twice_when_the_card_after_it_is_refused(shown: Line) -> None:
    shown.faults.next(faults.refusal(500, "Internal Server Error"), method="sendmessage")
    prompt = with_files("the.png")
    with pytest.raises(SendFailed):
        await shown.channel.send(Outgoing(1, shown.address, prompt))
    await shown.channel.send(Outgoing(1, shown.address, prompt))
    assert [entry.text.partition(" ")[0] for entry in sent(shown)][:1] == ["[photo"]
    assert len(sent(shown)) == 2


async def test_without_a_folder_questions_go_without(telegram: Line) -> None:
    await telegram.channel.send(Outgoing(1, telegram.address, with_files("the.png")))
    assert len(sent(telegram)) == 1


def test_other_channels_leave_files_out() -> None:
    assert render_sms(with_files("the.png"), SENDER) == render_sms(question(), SENDER)
    assert render_zalo(with_files("the.png"), SENDER) == render_zalo(question(), SENDER)
