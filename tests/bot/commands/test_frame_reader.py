"""A large list is read in a process of its own: what arrives is the same, and it never outlives us."""

from __future__ import annotations

import csv
import os
import shutil
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import fields
from pathlib import Path

import pytest
import xlsxwriter

from bot.bootstrap import open_database
from bot.commands import frame_reader
from bot.commands.context import Office, opened
from bot.commands.failures import CommandError
from bot.commands.frame_intake import import_files
from bot.commands.frame_reader import arriving_lists
from bot.config import load_config
from bot.plans import read_form_source
from bot.usecases.create_wave import create_wave
from bot.usecases.import_frame import ArrivedList, remove_frame
from survey_flows.errors import InvalidFrame
from survey_flows.plans.plan import parse_plan
from survey_flows.sampling.screened import AT_ONCE, ScreenedLines
from tests.builders import (
    BEFORE,
    Settings,
    Shape,
    Templates,
    compiled,
    frame_csv,
    tiny_plan,
    write_config,
)

TEXT = tiny_plan(Shape())
PLAN = parse_plan(TEXT, source="tiny.toml")


def in_a_process(monkeypatch: pytest.MonkeyPatch, *, is_apart: bool = True) -> None:
    """Have any list read apart, or none, whatever this machine has."""
    monkeypatch.setattr(frame_reader, "APART_FROM", 0 if is_apart else 10**12)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0, 1})


def children() -> list[int]:
    """The processes this one started and that still run."""
    tasks = Path("/proc/self/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


async def all_of(path: Path) -> list[tuple[list[object], list[ScreenedLines]]]:
    """Every list of a file: what it is, and all parts of it."""
    found = []
    async with arriving_lists(path, PLAN, TEXT, "tiny.toml") as lists:
        async for listed in lists:
            known = [getattr(listed, field.name) for field in fields(ArrivedList) if field.name != "parts"]
            found.append((known, [part async for part in listed.parts]))
    return found


def messy_csv(path: Path) -> Path:
    """A list of two parts, with lines that cannot be used, doubts, and newer lines of the same people."""
    header, *lines = frame_csv(AT_ONCE + 40).splitlines()
    again = [line.replace("/2024", "/2024 ").replace("HS-", "HT-") for line in lines[:30]]
    wrong = ["một dòng hỏng", '"chưa đóng ngoặc,' + lines[0], lines[1].replace("Sở", "Sơ", 1)]
    path.write_text("\n".join([header, *wrong, *lines, *again]), encoding="utf-8")
    return path


def two_sheets(path: Path) -> Path:
    """A workbook with a list in each of two sheets."""
    book = xlsxwriter.Workbook(path)
    for name, people in (("Quý 1", 12), ("Quý 2", 7)):
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(csv.reader(frame_csv(people).splitlines())):
            sheet.write_row(row, 0, cells)
    book.close()
    return path


async def test_a_list_read_apart_is_the_list_read_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in (messy_csv(tmp_path / "so.csv"), two_sheets(tmp_path / "so.xlsx")):
        in_a_process(monkeypatch, is_apart=False)
        here = await all_of(path)
        in_a_process(monkeypatch)
        apart = await all_of(path)
        assert apart == here
        assert any(part.problems for _, parts in here for part in parts) is (path.suffix == ".csv")
    assert children() == []


async def test_a_file_without_a_list_is_refused_in_the_same_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "thư.csv"
    path.write_text("Kính gửi Sở Nội vụ,\nxin gửi danh sách sau.\n", encoding="utf-8")
    said = []
    for is_apart in (False, True):
        in_a_process(monkeypatch, is_apart=is_apart)
        with pytest.raises(InvalidFrame) as refused:
            await all_of(path)
        said.append((refused.value.source, refused.value.issues))
    assert said[0] == said[1]


async def test_lines_nobody_asked_for_are_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_process(monkeypatch)
    async with arriving_lists(two_sheets(tmp_path / "so.xlsx"), PLAN, TEXT, "tiny.toml") as lists:
        assert [listed.file async for listed in lists] == ["so.xlsx", "so.xlsx [Quý 2]"]


async def test_a_reader_that_is_killed_is_told_and_leaves_nothing_running(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_process(monkeypatch)

    async def killed() -> None:
        async with arriving_lists(messy_csv(tmp_path / "so.csv"), PLAN, TEXT, "tiny.toml") as lists:
            [reader] = children()
            os.kill(reader, signal.SIGKILL)
            async for _ in lists:
                pass

    with pytest.raises(CommandError, match=r"so\.csv: việc đọc tệp bị dừng"):
        await killed()
    assert children() == []


async def test_whoever_stops_half_way_ends_the_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_process(monkeypatch)

    async def stopped() -> None:
        async with arriving_lists(messy_csv(tmp_path / "so.csv"), PLAN, TEXT, "tiny.toml"):
            assert len(children()) == 1
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await stopped()
    assert children() == []


@pytest.fixture
async def office(templates: Templates, tmp_path: Path) -> AsyncIterator[Office]:
    """An office with a wave and no list yet."""
    shutil.copy(templates.empty(), tmp_path / "sipas.db")
    config = load_config(write_config(tmp_path, Settings()), {})
    database = open_database(config)
    await database.open()
    forms = [(compiled(code), read_form_source(code)[0].encode()) for code in PLAN.forms]
    async with database.begin() as unit:
        await create_wave(unit, PLAN, TEXT, forms, name="thử", actor="test", now=BEFORE)
    await database.close()
    async with opened(config, now=BEFORE) as office:
        yield office


async def test_a_list_read_apart_is_stored_the_same(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = messy_csv(tmp_path / "so.csv")
    outcomes, stored = [], []
    for is_apart in (False, True):
        in_a_process(monkeypatch, is_apart=is_apart)
        outcomes += await import_files(office, [path], on_file=lambda _path: None)
        with closing(sqlite3.connect(tmp_path / "sipas.db")) as database:
            stored.append(
                database.execute(
                    "SELECT u.row, u.unit, u.service, u.mode, u.result_on, u.exclusion, p.phone_index"
                    " FROM frame_units u JOIN people p ON p.id = u.person_id ORDER BY u.id"
                ).fetchall()
            )
        async with office.database.begin() as unit:
            [file] = await unit.samples.files(office.wave.id)
            await remove_frame(unit, office.wave.id, file, actor="test", now=office.now)
    assert outcomes[0] == outcomes[1]
    assert stored[0] == stored[1]
    assert len(stored[0]) == outcomes[0].accepted > AT_ONCE
