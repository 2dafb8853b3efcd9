"""`sipas texts check` and what `sipas wave open` refuses: no letter that looks like a fraud may leave."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.catalogue import keys, say
from bot.cli import main
from bot.commands.context import opened
from bot.config import load_config
from bot.conversation.letters import INVITATION, worded
from bot.usecases.read_wave import read_running_wave
from survey_flows.ids import ServiceCode, UnitCode
from tests.builders import BEFORE, SERVICE, UNIT, Settings, Shape, Templates, write_config


@pytest.fixture
async def config(templates: Templates, tmp_path: Path) -> Path:
    """An office with an opened wave, and where its configuration stands."""
    shutil.copy(await templates.of(Shape()), tmp_path / "sipas.db")
    return write_config(tmp_path, Settings())


def run(config: Path, *words: str) -> int:
    return main(["--config", str(config), *words])


def rewrite(config: Path, old: str, new: str) -> None:
    text = config.read_text(encoding="utf-8")
    assert old in text
    config.write_text(text.replace(old, new), encoding="utf-8")


def test_every_text_is_shown_with_its_parts(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(config, "texts", "check", "--json") == 0
    texts = json.loads(capsys.readouterr().out)
    invitations = {one["channel"]: one for one in texts if one["key"] == INVITATION}
    assert set(invitations) == {"sms", "telegram"}
    assert invitations["sms"]["text"].isascii() and 1 < invitations["sms"]["parts"] <= 3
    assert "Sở Nội vụ" in invitations["telegram"]["text"]
    assert not any(found["is_error"] for one in texts for found in one["findings"])


def test_the_table_names_what_must_be_mended(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(config, 'sender = "8062"', 'sender = "SNV SON LA"')
    assert run(config, "texts", "check") == 1
    assert "tên thương hiệu" in " ".join(capsys.readouterr().out.split())


def test_a_wave_nobody_can_reply_to_is_not_opened(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(config, "wave", "pause") == 0
    rewrite(config, 'sender = "8062"', 'sender = ""')
    assert run(config, "wave", "open") == 1
    assert "không có chỗ trả lời" in capsys.readouterr().err
    rewrite(config, 'sender = ""', 'sender = "8062"')
    assert run(config, "wave", "open", "--dry-run") == 0


async def test_an_invitation_names_the_account_where_there_is_no_number(config: Path) -> None:
    async with opened(load_config(config, {}), now=BEFORE) as office, office.database.reading() as unit:
        wave = await read_running_wave(unit)
    assert wave is not None
    form = next(iter(wave.questionnaires))

    def invited(**sender: str) -> str:
        changed = replace(wave, sender=replace(wave.sender, **sender))
        return worded(
            changed,
            INVITATION,
            unit=UnitCode(UNIT),
            service=ServiceCode(SERVICE),
            questionnaire=form,
            code="K7M2P9QX",
            check="C3D4F5",
        ).text

    assert "Trả lời: SL K7M2P9QX gửi 8062. " in invited(reply_number="8062")
    assert "gửi 8062 hoặc nhắn mã K7M2P9QX cho Zalo Sở" in invited(reply_number="8062", oa_name="Sở")
    assert "Trả lời: nhắn mã K7M2P9QX cho Zalo Sở. " in invited(oa_name="Sở")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_first_letter_says_how_to_answer_in_the_words_that_can_be_exchanged(language: str) -> None:
    firsts = [key for key in keys() if key.removesuffix(".household") in {INVITATION, "letter.reminder"}]
    assert len(firsts) == 4
    for key in firsts:
        assert say("letter.invite.answer", language) + "{telegram}" in say(key, language)
