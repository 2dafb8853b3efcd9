"""Pictures, recordings and films beside a question on Telegram; a question never waits for one."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels.render import render_sms, render_zalo
from bot.channels.telegram import TelegramChannel
from bot.collector.uploaded_files import UploadedFiles
from bot.emulators import faults
from bot.emulators.ledger import Entry, Event
from bot.emulators.telegram import TelegramEmulator
from bot.ports import Outgoing, SendFailed
from storage import Database, Keyring, migrate
from survey_flows.interview.prompts import Prompt, PromptChoice, PromptMedium
from tests.bot.channels.conftest import CHAT, NOON, SENDER, Line, question

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


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A database of the present schema."""
    url = f"sqlite:///{tmp_path / 'sipas.sqlite'}"
    migrate(url)
    found = Database(url, Keyring.generate())
    await found.open()
    yield found
    await found.close()


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


async def test_after_a_restart_a_file_goes_by_the_id_it_had(
    shown: Line, database: Database, tmp_path: Path
) -> None:
    assert isinstance(shown.channel, TelegramChannel)
    for number in range(2):
        channel = TelegramChannel(shown.channel.settings, SENDER, UploadedFiles(database, lambda: NOON))
        await channel.send(Outgoing(number, shown.address, with_files("the.png", item=f"b{number}")))
        await channel.close()
    assert [entry.detail for entry in sent(shown) if "photo" in entry.text] == ["uploaded", "by id"]
    (tmp_path / "the.png").write_bytes(PICTURE + b"redrawn")
    channel = TelegramChannel(shown.channel.settings, SENDER, UploadedFiles(database, lambda: NOON))
    await channel.send(Outgoing(3, shown.address, with_files("the.png", item="b3")))
    (tmp_path / "the.png").write_bytes(PICTURE)
    await channel.send(Outgoing(4, shown.address, with_files("the.png", item="b4")))
    await channel.close()
    details = [entry.detail for entry in sent(shown) if "photo" in entry.text]
    assert details[2:] == ["uploaded", "by id"], "the content counts, not the name"


async def test_an_id_that_telegram_does_not_know_any_more_is_forgotten_and_the_file_goes_up_again(
    shown: Line, database: Database
) -> None:
    files = UploadedFiles(database, lambda: NOON)
    digest = hashlib.sha256(PICTURE).hexdigest()
    await files.keep("telegram:700100200", "photo", digest, "of-another-day")
    assert isinstance(shown.channel, TelegramChannel)
    channel = TelegramChannel(shown.channel.settings, SENDER, files)
    await channel.send(Outgoing(1, shown.address, with_files("the.png")))
    await channel.close()
    assert [entry.detail for entry in sent(shown) if "photo" in entry.text] == ["uploaded"]
    assert await files.find("telegram:700100200", "photo", digest) not in {"", "of-another-day"}


def with_pictures(*names: str, item: str = "b1", kind: str = "image") -> Prompt:
    """A question whose choices are shown as pictures."""
    choices = tuple(PromptChoice(f"c{number}", f"Xe {number}") for number in range(1, len(names) + 1))
    media = tuple(
        PromptMedium(kind, name, choice.code) for choice, name in zip(choices, names, strict=True) if name
    )
    return replace(question(), item=item, choices=choices, media=media)


async def test_pictures_of_choices_are_an_album_captioned_as_the_buttons_below(
    shown: Line, tmp_path: Path
) -> None:
    (tmp_path / "bike.png").write_bytes(PICTURE + b"2")
    prompt = with_pictures("the.png", "", "bike.png")
    await shown.channel.send(Outgoing(1, shown.address, prompt))
    assert isinstance(shown.emulator, TelegramEmulator)
    first, second, card = shown.emulator.messages(CHAT)
    assert (first.text, second.text) == ("[photo the.png] 1. Xe 1", "[photo bike.png] 3. Xe 3")
    assert [row[0].label for row in card.buttons[:3]] == ["1. Xe 1", "2. Xe 2", "3. Xe 3"]
    await shown.channel.send(Outgoing(2, shown.address, replace(prompt, item="b2")))
    assert [entry.detail for entry in sent(shown) if "photo" in entry.text] == ["uploaded"] * 2 + [
        "by id"
    ] * 2


async def test_a_picture_that_is_no_picture_does_not_take_the_album_with_it(shown: Line) -> None:
    await shown.channel.send(
        Outgoing(1, shown.address, with_pictures("the.png", "no_picture.png", "the.png"))
    )
    assert [entry.text for entry in sent(shown)][:2] == ["[photo the.png] 1. Xe 1", "[photo the.png] 3. Xe 3"]
    assert "hài lòng" in sent(shown)[2].text


async def test_eleven_pictures_are_an_album_of_ten_and_one_more(shown: Line) -> None:
    await shown.channel.send(Outgoing(1, shown.address, with_pictures(*["the.png"] * 11)))
    pictures = [entry for entry in sent(shown) if "photo" in entry.text]
    assert [entry.text.rpartition(" ")[2] for entry in pictures] == [str(number) for number in range(1, 12)]


async def test_recordings_of_choices_follow_each_other_with_their_captions(shown: Line) -> None:
    await shown.channel.send(Outgoing(1, shown.address, with_pictures("a1.mp3", "a1_thai.ogg", kind="audio")))
    assert [entry.text for entry in sent(shown)][:2] == [
        "[audio a1.mp3] 1. Xe 1",
        "[voice a1_thai.ogg] 2. Xe 2",
    ]


async def test_the_picture_of_a_choice_that_is_not_offered_stays_away(shown: Line) -> None:
    prompt = with_pictures("the.png", "the.png")
    await shown.channel.send(Outgoing(1, shown.address, replace(prompt, choices=prompt.choices[:1])))
    assert [entry.text.partition("\n")[0] for entry in sent(shown)] == [
        "[photo the.png] 1. Xe 1",
        "▰▰▰▱▱▱▱▱▱▱ 12/31",
    ]


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
