"""`sipas cost`: the estimate beside what was sent, and the warning when a budget runs out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import main
from bot.commands.cost import budget_notes
from bot.config import CostSection, load_config
from bot.emulators.ledger import Event
from storage.sent import SpentInWave
from tests.builders import MORNING
from tests.conftest import Worlds


def test_the_estimate_stands_beside_what_left(
    opened_office: tuple[Path, int], capsys: pytest.CaptureFixture[str]
) -> None:
    config, letters = opened_office
    assert main(["--config", str(config), "cost", "--json"]) == 0
    lines = {(one["purpose"], one["channel"]): one for one in json.loads(capsys.readouterr().out)["lines"]}
    invitation = lines["invitation", "sms"]
    assert invitation["sent"]["messages"] == letters == 2
    assert 2 * letters <= invitation["sent"]["parts"] <= 3 * letters
    assert invitation["sent"]["vnd"] == 350 * invitation["sent"]["parts"]
    assert invitation["estimate"]["vnd"] == 350 * invitation["estimate"]["parts"] > 0
    assert lines["interview", "sms"]["sent"] is None


def test_the_table_and_the_status_speak_of_money(
    opened_office: tuple[Path, int], capsys: pytest.CaptureFixture[str]
) -> None:
    config, _ = opened_office
    assert main(["--config", str(config), "cost"]) == 0
    assert "Lời mời (sms)" in capsys.readouterr().out
    config.write_text(config.read_text(encoding="utf-8") + "[cost]\nbudgets_vnd = {sms = 2000}\n", "utf-8")
    assert main(["--config", str(config), "status"]) == 0
    assert "Kinh phí SMS: đã dùng" in capsys.readouterr().out


@pytest.mark.parametrize(("used", "said"), [(7_999, ""), (8_000, "nearly used up"), (10_000, "USED UP")])
def test_a_budget_is_spoken_of_from_its_share_on(used: int, said: str) -> None:
    config = load_config(None, {}).model_copy(update={"cost": CostSection(budgets_vnd={"sms": 10_000})})
    notes = budget_notes(config, [SpentInWave("sms", "invitation", 9, 0, used, 0)])
    assert bool(notes) == bool(said) and all(said in english for _, english in notes)


@pytest.fixture
async def opened_office(worlds: Worlds) -> tuple[Path, int]:
    """An office with an opened wave whose invitations left at a price, and how many did."""
    world = await worlds.open()
    path = world.folder / "config.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("[sms]\n", "[sms]\npart_vnd = 350\n"), "utf-8")
    world.config = load_config(path, {})
    await world.stop()
    await world.start()
    await world.at(MORNING)
    return path, world.sms.ledger.count(Event.SENT)
