"""Two schemes as waves in a database, by the commands' own code: whom they draw, which form, what letter."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.bootstrap import open_database
from bot.commands.context import Office, opened
from bot.commands.draw import draw_wave
from bot.commands.frame_intake import import_files
from bot.commands.plan_areas import read_annexes, write_annexes
from bot.commands.wave import make_wave
from bot.config import load_config
from bot.conversation.payload import unpack
from bot.emulators.register import write_register
from bot.ports import Letter
from bot.rehearsal.excerpt import excerpt
from bot.usecases.open_wave import Opened, open_wave
from bot.usecases.read_wave import read_running_wave
from bot.usecases.run_fieldwork import run_fieldwork
from survey_flows.fieldwork.dispositions import Disposition
from tests.builders import Settings, Templates, write_config
from tests.survey_flows.plans.schemes import text_of


@asynccontextmanager
async def wave_of(scheme: str, folder: Path, templates: Templates) -> AsyncIterator[tuple[Office, Opened]]:
    """One unit of each kind of a scheme: lists made up and imported, sample drawn, wave opened.

    Of a household survey one district: it alone has some hundred households.
    """
    text = text_of(scheme)
    if "[households]" in text:
        text = "[[units]]".join(text.split("[[units]]")[:2])
    plan_file = folder / "plan.toml"
    plan_file.write_text(excerpt(text, 1), encoding="utf-8")
    shutil.copy(templates.empty(), folder / "sipas.db")
    config = load_config(write_config(folder, Settings(plan=str(plan_file))), {})
    database = open_database(config)
    await database.open()
    _, plan = await make_wave(config, database, name="", now=datetime.now().astimezone())
    await database.close()
    register = write_register(plan, folder / "register", seed=2024, scale=0.02)
    files = [file.path for file in register.files]
    if register.households is not None:
        annexes = read_annexes(plan, register.households.villages, register.households.households)
        files.append(write_annexes(plan, annexes, folder))
    before = plan.contact_hours().opens_first - timedelta(hours=1)
    async with opened(config, now=before) as office:
        await import_files(office, files, on_file=lambda _path: None)
        await draw_wave(office, on_unit=lambda _draw: None)
        async with office.database.begin() as unit:
            yield (
                office,
                await open_wave(unit, office.wave.id, plan.contact_hours(), actor="test", now=before),
            )


@pytest.mark.soak
async def test_organisations_of_a_sample_are_asked_in_their_own_wording(
    tmp_path: Path, templates: Templates
) -> None:
    async with wave_of("lang_son_2023_2025", tmp_path, templates) as (office, opening):
        assert opening.without_phone == 0
    async with opened(office.config) as office, office.database.reading() as unit:
        cases = await unit.cases.all(office.wave.id)
        people = await unit.contacts.people([record.person for record in cases])
    forms = {
        (record.questionnaire.partition("@")[0], bool(people[record.person].organisation)) for record in cases
    }
    assert forms == {
        ("lang_son_in_person", False),
        ("lang_son_in_person_organisation", True),
        ("lang_son_inter_agency", True),
    }


async def test_households_are_invited_as_households_and_those_without_a_phone_wait_for_a_letter(
    tmp_path: Path, templates: Templates
) -> None:
    async with wave_of("lai_chau_2024", tmp_path, templates) as (office, opening):
        assert opening.released == sum(unit.quota for unit in office.plan.units)
        assert 0 < opening.without_phone < opening.released / 5
    morning = office.plan.contact_hours().opens_first
    async with opened(office.config) as office, office.database.begin() as unit:
        wave = await read_running_wave(unit)
        assert wave is not None
        codes = iter(f"K7M2{number:04d}" for number in range(10_000))
        while not (await run_fieldwork(unit, wave, now=morning, new_code=lambda: next(codes))).is_finished:
            pass
        cases = await unit.cases.all(office.wave.id)
        due = await unit.messages.claim(morning, "sms", 3, morning + timedelta(minutes=1))
    counts = Counter(record.case.disposition for record in cases)
    assert counts[Disposition.ISSUED] == opening.without_phone
    assert counts[Disposition.CONTACTED] + counts[Disposition.DUPLICATE] == len(cases) - opening.without_phone
    letters = [unpack(message.payload)[0] for message in due]
    assert letters
    assert all(isinstance(one, Letter) and "thay mặt hộ" in one.text for one in letters)
    assert not any("Thôn" in one.text for one in letters if isinstance(one, Letter))
