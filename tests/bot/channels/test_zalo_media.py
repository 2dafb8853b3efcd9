"""Pictures on a Zalo Official Account: before the question, put up once, never in its way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.zalo import ATTACHMENT_LIFE, ZaloChannel
from bot.clock import SimulatedClock
from bot.collector.uploaded_files import UploadedFiles
from bot.emulators import faults
from bot.emulators.ledger import Entry, Event
from bot.emulators.zalo import ShownZalo, ZaloEmulator
from bot.ports import Outgoing
from storage import Database, Keyring, migrate
from survey_flows.interview.prompts import Prompt, PromptMedium
from tests.bot.channels.conftest import NOON, PERSON, SENDER, Line, OneToken, question
from tests.faces import put_faces


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A database of the present schema."""
    url = f"sqlite:///{tmp_path / 'sipas.sqlite'}"
    migrate(url)
    found = Database(url, Keyring.generate())
    await found.open()
    yield found
    await found.close()


@pytest.fixture
async def shown(zalo: Line, tmp_path: Path) -> AsyncIterator[Line]:
    """An account with a media folder, and nothing kept on disk."""
    put_faces(tmp_path)
    (tmp_path / "no_picture.png").write_bytes(b"words")
    channel = opened(zalo, tmp_path, None)
    yield replace(zalo, channel=channel)
    await channel.close()


def opened(line: Line, folder: Path, files: UploadedFiles | None) -> ZaloChannel:
    """The account as a process opens it."""
    assert isinstance(line.channel, ZaloChannel) and isinstance(line.emulator, ZaloEmulator)
    token = OneToken(line.emulator.tokens.grant()["access_token"])
    settings = replace(line.channel.settings, media=folder, answer_s=5)  # a slow machine is no trouble here
    return ZaloChannel(settings, token, lambda: NOON, SENDER, files)


def with_faces(*names: str, item: str = "b1") -> Prompt:
    """A question with a picture for each of its two choices."""
    plain = replace(question(), item=item)
    media = tuple(
        PromptMedium("image", name, choice.code) for choice, name in zip(plain.choices, names, strict=True)
    )
    return replace(plain, media=media)


def first_line(entry: Entry) -> str:
    return entry.text.partition("\n")[0]


def sent(line: Line) -> list[Entry]:
    return line.ledger.entries(Event.SENT)


async def test_pictures_of_choices_come_first_captioned_as_the_buttons(shown: Line) -> None:
    buttons: list[ShownZalo] = []
    assert isinstance(shown.emulator, ZaloEmulator)
    shown.emulator.on_message = buttons.append
    await shown.channel.send(Outgoing(1, PERSON, with_faces("mat_5.png", "mat_1.png")))
    first, second, asked = sent(shown)
    assert (first.text, second.text) == ("[image mat_5.png] 1. Có", "[image mat_1.png] 2. Không")
    assert "hài lòng" in asked.text
    assert [title for title, _ in buttons[0].buttons[:2]] == ["1. Có", "2. Không"]


async def test_the_same_question_again_shows_them_once_and_another_by_their_ids(shown: Line) -> None:
    prompt = with_faces("mat_5.png", "mat_1.png")
    await shown.channel.send(Outgoing(1, PERSON, prompt))
    await shown.channel.send(Outgoing(2, PERSON, replace(prompt, notice="Xin chọn một nút.", revision=4)))
    assert len(sent(shown)) == 4
    await shown.channel.send(Outgoing(3, PERSON, with_faces("mat_5.png", "mat_1.png", item="b2")))
    ids = [entry.detail for entry in sent(shown) if entry.detail]
    assert ids[:2] == ids[2:]


@pytest.mark.parametrize("name", ["missing.png", "no_picture.png", "../mat_1.png", "mat_1.webp"])
async def test_a_picture_that_cannot_be_shown_does_not_hold_up_the_question(shown: Line, name: str) -> None:
    await shown.channel.send(Outgoing(1, PERSON, with_faces("mat_5.png", name)))
    assert first_line(sent(shown)[0]) == "[image mat_5.png] 1. Có"
    assert len(sent(shown)) == 2


async def test_trouble_over_a_picture_is_no_trouble_for_the_question(shown: Line) -> None:
    shown.faults.next(faults.refusal(500), method="upload")
    await shown.channel.send(Outgoing(1, PERSON, with_faces("mat_5.png", "mat_1.png")))
    assert first_line(sent(shown)[0]) == "[image mat_1.png] 2. Không"


async def test_after_the_free_hours_a_question_comes_without(shown: Line) -> None:
    prompt = with_faces("mat_5.png", "mat_1.png")
    await shown.channel.send(Outgoing(1, PERSON, prompt, heard_at=NOON - timedelta(hours=49)))
    assert len(sent(shown)) == 1


async def test_ids_outlive_the_process_and_not_what_zalo_keeps(
    shown: Line, database: Database, tmp_path: Path
) -> None:
    ids: list[str] = []
    for later in (timedelta(0), timedelta(days=1), ATTACHMENT_LIFE + timedelta(days=1)):
        clock = SimulatedClock(NOON + later)
        files = UploadedFiles(database, clock.now, ATTACHMENT_LIFE)
        channel = opened(shown, tmp_path, files)
        await channel.send(Outgoing(1, PERSON, with_faces("mat_5.png", "mat_1.png")))
        await channel.close()
        ids.append(next(entry.detail for entry in reversed(sent(shown)) if entry.detail))
    assert ids[0] == ids[1] != ids[2]
