"""`sipas draw record` and `sipas draw replay`: from the files and the plan, without the database."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli import main
from tests.architecture.tree import ROOT
from tests.builders import Shape, frame_csv, tiny_plan

UNIT = "SO_GTVT"
Run = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation whose sample is drawn from two files, with the records written beside."""
    folder = tmp_path_factory.mktemp("office")
    plan = re.sub(r'hotline = "[^"]*"', 'hotline = "0212 3855 000"', tiny_plan(Shape(quota=4, people=30)))
    (folder / "plan.toml").write_text(plan, encoding="utf-8")
    lists = folder / "lists"
    lists.mkdir()
    lines = frame_csv(30).splitlines(keepends=True)
    (lists / "so_gtvt_1.csv").write_text("".join(lines[:20]), encoding="utf-8")
    # Out of the second list: no result yet, a line that is there twice. Out of the first: an older line of
    # somebody who came again.
    no_result = lines[25].replace("08/03/2024", "")
    again = lines[3].replace("08/03/2024", "09/03/2024")
    second = [lines[0], *lines[20:25], no_result, *lines[26:], lines[27], again]
    (lists / "so_gtvt_2.csv").write_text("".join(second), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for command in (["init", "--plan", "plan.toml"], ["wave", "new"], ["frame", "import", "lists"]):
            assert main(command) in {0, 1}
        assert main(["draw"]) == 0
        assert main(["draw", "record", "--to", "records", "--lists"]) == 0
    return folder


@pytest.fixture
def run(office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(office)
    monkeypatch.setenv("SIPAS_LANGUAGE", "en")

    def command(*arguments: str) -> tuple[int, str]:
        code = main(list(arguments))
        said = capsys.readouterr()
        return code, " ".join((said.out + said.err).split())

    return command


def test_the_draw_is_made_again_from_the_files_alone(office: Path, run: Run, tmp_path: Path) -> None:
    """In another folder, under other names, without key and database."""
    for path in (office / "lists").iterdir():
        (tmp_path / f"renamed {path.name}").write_bytes(path.read_bytes())
    code, said = run("draw", "replay", "records", str(tmp_path))
    assert code == 0
    assert "OK: 1/1 units reproduced byte for byte: 4 people in the official sample, 2 in reserve" in said


def test_a_person_of_two_files_counts_once_where_he_came_last(office: Path) -> None:
    record = json.loads((office / "records" / f"{UNIT}.json").read_bytes())
    assert [(name, lines) for name, _, lines in record["files"]] == [
        ("so_gtvt_1.csv", 18),
        ("so_gtvt_2.csv", 11),
    ]


def test_one_record_may_be_given_with_its_plan(office: Path, run: Run) -> None:
    code, said = run("draw", "replay", f"records/{UNIT}.json", "lists", "--plan", "plan.toml")
    assert (code, "OK" in said) == (0, True)


def test_a_changed_file_is_named(office: Path, run: Run, tmp_path: Path) -> None:
    for path in (office / "lists").iterdir():
        text = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(text.replace("HS-3,", "HS-33,").replace("HS-3\n", "HS-33\n"))
    code, said = run("draw", "replay", "records", str(tmp_path))
    assert code == 1
    assert "missing, or changed since: so_gtvt_1.csv" in said
    assert "so_gtvt_1.csv: no record names it" in said
    assert "OK" not in said


def test_a_tampered_record_is_told_with_its_place(office: Path, run: Run, tmp_path: Path) -> None:
    record = json.loads((office / "records" / f"{UNIT}.json").read_bytes())
    record["services"][0]["reserve"][1] = [9, 9]
    (tmp_path / "record.json").write_text(json.dumps(record), encoding="utf-8")
    code, said = run("draw", "replay", str(tmp_path / "record.json"), "lists", "--plan", "plan.toml")
    assert code == 1
    assert "the reserve [services.GPLX.reserve.2.1]: recorded 9, found" in said


def test_another_plan_is_told(office: Path, run: Run, tmp_path: Path) -> None:
    plan = (office / "plan.toml").read_text(encoding="utf-8")
    (tmp_path / "plan.toml").write_text(plan.replace("quota = 4", "quota = 5").replace("n = 4", "n = 5"))
    code, said = run("draw", "replay", "records", "lists", "--plan", str(tmp_path / "plan.toml"))
    assert code == 1
    assert "the plan's rules [rules." in said


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["nowhere", "lists"], 2), (["records", "nowhere"], 1), (["plan.toml", "lists"], 1)],
)
def test_wrong_use_is_explained(run: Run, arguments: list[str], code: int) -> None:
    assert run("draw", "replay", *arguments, "--plan", "plan.toml")[0] == code


def test_the_exported_list_satisfies_the_auditors_script(office: Path) -> None:
    records = office / "records"
    script = [sys.executable, "-I", str(ROOT / "docs" / "auditor" / "replay.py")]
    ran = subprocess.run(
        [*script, records / f"{UNIT}.json", records / f"{UNIT}.csv"], capture_output=True, check=False
    )
    assert ran.returncode == 0, ran.stdout.decode() + ran.stderr.decode()
    assert "niêm phong đúng" in ran.stdout.decode()
    with (records / f"{UNIT}.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == 1 + 29
    assert (records / f"{UNIT}.csv").stat().st_mode & 0o077 == 0


def test_a_record_names_nobody(office: Path) -> None:
    text = (office / "records" / f"{UNIT}.json").read_text(encoding="utf-8")
    assert "Thử" not in text
    assert "+84" not in text


def test_a_line_taken_out_of_the_sealed_frame_is_named_by_verify(
    office: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind the program's back, in a copy of the database."""
    folder = tmp_path / "office"
    shutil.copytree(office, folder)
    monkeypatch.chdir(folder)
    assert run("verify")[0] == 0
    with closing(sqlite3.connect(folder / "var" / "sipas.db")) as database, database:
        database.execute("UPDATE frame_units SET exclusion = 'no_phone' WHERE id = 17")
    code, said = run("verify")
    assert code == 1
    assert "changed since the draw: services.GPLX.frame.lines was 29, is 28" in said


def test_a_list_cannot_be_imported_once_the_sample_is_drawn(office: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "late.csv").write_text(frame_csv(31), encoding="utf-8")
    code, said = run("frame", "import", str(tmp_path / "late.csv"))
    assert code == 1
    assert "sealed" in said
