"""An officer publishes a corrected form while people are answering."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.commands.context import opened
from bot.commands.wave_correct import corrected
from bot.plans import read_form_source
from bot.usecases.collect_results import collect_results
from bot.usecases.publish_form import Published, publish_form
from storage.errors import NotFound, Stale
from survey_flows.fieldwork.dispositions import Disposition
from survey_flows.verification.validity import ValidityRules
from tests.builders import MORNING, SHORT_FORM, World
from tests.conftest import Worlds

NEW = "Toi dong y, bat dau"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """The inter-agency form with another wording of its consent, as an officer hands it in."""
    form, factors = read_form_source(SHORT_FORM)
    lines = [
        line.replace("Dong y", NEW) if "| consent | yes " in line else line for line in form.splitlines()
    ]
    path = tmp_path / "sua_lan_1.md"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    path.with_suffix(".toml").write_text(factors, encoding="utf-8")
    return path


async def publish(world: World, sheet: Path, note: str = "đổi lời mời") -> Published:
    async with opened(world.config, now=world.now) as office:
        form, source = corrected(SHORT_FORM, str(sheet), office.plan)
        async with office.database.begin() as unit:
            return await publish_form(
                unit, office.wave.id, form, source, note=note, actor="officer:test", now=office.now
            )


async def test_who_has_begun_stays_and_the_others_get_the_corrected_form(world: World, sheet: Path) -> None:
    begun, fresh = world.invited()
    await world.text(begun, f"SL {world.code_of(begun)}")
    done = await publish(world, sheet)
    assert (done.moved, done.kept) == (2, 1), "the other invited person and the reserve; one interview"
    await world.text(fresh, f"SL {world.code_of(fresh)}")
    assert NEW in world.texts(fresh)[-1]
    assert NEW not in world.texts(begun)[-1]
    await world.finish_by_sms(begun)
    await world.finish_by_sms(fresh)
    assert await world.dispositions() == {"complete": 2, "reserved": 1}
    async with world.collector.database.reading() as unit:
        versions = {row.case_id: row.questionnaire for row in await unit.interviews.responses(world.wave)}
        results = await collect_results(unit, world.wave, ValidityRules())
    assert versions[(await world.case_of(begun)).case.id] == done.before
    assert versions[(await world.case_of(fresh)).case.id] == done.now
    assert len(results.forms) == 2, "both versions are in the results"
    assert await world.findings() == []


async def test_a_reserve_released_later_gets_the_version_in_force_then(world: World, sheet: Path) -> None:
    number = world.invited()[0]
    await world.text(number, f"SL {world.code_of(number)}")
    await publish(world, sheet)
    await world.text(number, "2")
    await world.after(hours=1)
    reserve = world.invited()[-1]
    await world.text(reserve, f"SL {world.code_of(reserve)}")
    assert NEW in world.texts(reserve)[-1]
    assert (await world.case_of(number)).case.disposition is Disposition.REFUSAL


async def test_versions_note_and_counts_are_kept_with_the_wave_and_audited(world: World, sheet: Path) -> None:
    done = await publish(world, sheet, "  lời đồng ý dài quá ")
    async with world.collector.database.reading() as unit:
        wave = await unit.waves.get(world.wave)
        entry = [one for one in await unit.audit.entries() if one.act == "form.publish"][-1]
        assert {done.before, done.now} <= (await unit.waves.questionnaires()).keys()
    assert wave.settings["forms"][SHORT_FORM] == done.now
    [kept] = wave.settings["corrections"]
    assert (kept["from"], kept["to"], kept["note"]) == (done.before, done.now, "lời đồng ý dài quá")
    [changed] = kept["changes"]
    assert (changed["kind"], changed["item"], changed["loses_answers"]) == ("wording", "consent", False)
    assert entry.detail["changes"] == kept["changes"]
    assert entry.actor == "officer:test"
    assert (entry.detail["to"], entry.detail["moved"]) == (done.now, done.moved)
    assert await world.findings() == []


async def test_the_same_form_again_another_form_or_no_note_is_refused(world: World, sheet: Path) -> None:
    await publish(world, sheet)
    with pytest.raises(Stale, match="in force already"):
        await publish(world, sheet)
    with pytest.raises(ValueError, match="note"):
        await publish(world, sheet, " ")
    async with opened(world.config, now=world.now) as office, office.database.begin() as unit:
        form, source = corrected("son_la_online", str(sheet), office.plan)
        with pytest.raises(NotFound, match="no form"):
            await publish_form(unit, office.wave.id, form, source, note="nhầm", actor="test", now=office.now)


async def test_a_correction_before_anybody_is_invited_reaches_everybody(worlds: Worlds, sheet: Path) -> None:
    world = await worlds.open()
    assert (await publish(world, sheet)).kept == 0
    await world.at(MORNING)
    for number in world.invited():
        await world.text(number, f"SL {world.code_of(number)}")
        assert NEW in world.texts(number)[-1]
