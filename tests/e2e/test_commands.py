"""The steps of a wave as commands: each may be repeated, and `--dry-run` changes nothing."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console

from bot.bootstrap import open_database
from bot.cli import main
from bot.config import load_config
from storage.interviews import ResponseRow
from survey_flows.fieldwork.dispositions import Disposition
from survey_flows.questionnaire.stored import from_bytes
from tests.builders import Shape, frame_csv, tiny_plan

Run = Callable[..., tuple[int, str]]
ALLOW = ["wave", "allow", "sở giao thông vận tải", "GPLX", "--places", "2"]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation after `sipas init` and `sipas wave new` (compiling the forms takes its time)."""
    folder = tmp_path_factory.mktemp("office")
    today = datetime.now(UTC).date()
    plan = re.sub(r'hotline = "[^"]*"', 'hotline = "0212 3855 000"', tiny_plan(Shape(quota=4, people=12)))
    plan = plan.replace("first_day = 2024-10-01", f"first_day = {today}")
    plan = plan.replace("last_day = 2024-11-11", f"last_day = {today + timedelta(days=41)}")
    (folder / "plan.toml").write_text(plan, encoding="utf-8")
    (folder / "lists").mkdir()
    (folder / "lists" / "so_gtvt.csv").write_text(frame_csv(12), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main(["init", "--plan", "plan.toml"]) == 0
        assert main(["wave", "new"]) == 0
    return folder


@pytest.fixture
def office(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, as the present folder."""
    folder = tmp_path / "office"
    shutil.copytree(made, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SIPAS_LANGUAGE", "en")
    return folder


@pytest.fixture
def run(office: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*arguments: str) -> tuple[int, str]:
        code = main(list(arguments))
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return code, said.out + said.err

    return command


def dump(office: Path) -> list[str]:
    """Everything in the database."""
    with closing(sqlite3.connect(office / "var" / "sipas.db")) as database:
        return list(database.iterdump())


def status(run: Run) -> str:
    code, said = run("status", "--json")
    assert code == 0
    return str(json.loads(said)["status"])


def test_init_twice_keeps_key_configuration_and_data(office: Path, run: Run) -> None:
    files = [office / "config.toml", office / "var" / "sipas.key"]
    before = [file.read_bytes() for file in files], dump(office)
    code, said = run("init", "--plan", "plan.toml")
    assert code == 0
    assert "kept" in said
    assert ([file.read_bytes() for file in files], dump(office)) == before
    assert all(file.stat().st_mode & 0o077 == 0 for file in [*files, office / "var" / "sipas.db"])


def test_a_wave_of_the_same_name_is_refused(office: Path, run: Run) -> None:
    before = dump(office)
    code, said = run("wave", "new")
    assert code == 1
    assert "Not possible" in said
    assert dump(office) == before


def test_the_same_list_twice_changes_nothing_and_says_so(office: Path, run: Run) -> None:
    assert run("frame", "import", "lists")[0] == 0
    before = dump(office)
    code, said = run("frame", "import", "lists")
    assert code == 0
    assert "Files imported before" in said
    assert dump(office) == before
    assert status(run) == "frames"


def test_a_second_list_of_an_agency_adds_only_itself(office: Path, run: Run) -> None:
    run("frame", "import", "lists")
    (office / "lists" / "more.csv").write_text(frame_csv(13).replace("HS-", "HT-"), encoding="utf-8")
    code, _ = run("frame", "import", "lists")
    assert code in {0, 1}
    assert run("verify")[0] == 0


def eligible(office: Path) -> int:
    with closing(sqlite3.connect(office / "var" / "sipas.db")) as database:
        [[lines]] = database.execute("SELECT count(*) FROM frame_units WHERE exclusion IS NULL").fetchall()
    return int(lines)


def correct(office: Path, people: int = 14) -> None:
    """The agency sends its list again: two more people, and a later day for everybody."""
    text = frame_csv(people).replace("08/03/2024", "09/03/2024")
    (office / "lists" / "so_gtvt.csv").write_text(text, encoding="utf-8")


def test_a_corrected_list_is_added_and_nobody_counts_twice(office: Path, run: Run) -> None:
    run("frame", "import", "lists")
    correct(office)
    said = " ".join(run("frame", "import", "lists")[1].split())
    assert "file 1 of this name" in said
    assert "--replace" in said
    assert "12 lines of other files give way" in said
    assert eligible(office) == 14
    assert run("frame", "remove", "2")[0] == 0
    assert eligible(office) == 12, "who gave way counts again"
    assert run("verify")[0] == 0


def test_a_corrected_list_takes_the_place_of_the_earlier_one_when_asked(office: Path, run: Run) -> None:
    run("frame", "import", "lists")
    correct(office)
    before = dump(office)
    said = run("frame", "import", "lists", "--replace", "--dry-run")[1]
    assert "would be replaced" in " ".join(said.split())
    assert dump(office) == before
    assert "was replaced" in " ".join(run("frame", "import", "lists", "--replace")[1].split())
    said = run("frame", "list")[1]
    assert "12" not in [cell.strip() for cell in said.split("│")]
    with closing(sqlite3.connect(office / "var" / "sipas.db")) as database:
        assert database.execute("SELECT count(*) FROM people").fetchone() == (14,), "nobody is left behind"
        acts = [act for (act,) in database.execute("SELECT act FROM audit ORDER BY seq")]
    assert acts[-3:] == ["frame.import", "frame.remove", "frame.import"]
    assert run("verify")[0] == 0


def test_lists_of_one_name_from_two_agencies_do_not_replace_each_other(office: Path, run: Run) -> None:
    for quarter in ("q1", "q2"):
        (office / "lists" / quarter).mkdir()
        text = frame_csv(12).replace("HS-", f"{quarter}-")
        (office / "lists" / quarter / "list.csv").write_text(text, encoding="utf-8")
    said = run("frame", "import", "lists", "--replace")[1]
    assert "was replaced" not in said, "files of one import stand beside each other"
    assert eligible(office) == 12
    assert run("frame", "remove", "list.csv")[0] == 1, "two of that name: which one?"


def test_a_list_is_taken_out_before_the_draw_only(office: Path, run: Run) -> None:
    fresh = status(run)
    run("frame", "import", "lists")
    before = dump(office)
    assert run("frame", "remove", "so_gtvt.csv", "--dry-run")[0] == 0
    assert dump(office) == before
    assert run("frame", "remove", "nothing.csv")[0] == 1
    assert run("frame", "remove", "so_gtvt.csv")[0] == 0
    assert (eligible(office), status(run)) == (0, fresh)
    assert run("frame", "import", "lists")[0] == 0
    assert run("draw")[0] == 0
    code, said = run("frame", "remove", "so_gtvt.csv")
    assert (code, "sealed" in said) == (1, True)
    assert run("verify")[0] == 0


@pytest.mark.parametrize(
    ("earlier", "command"),
    [
        ([], ["frame", "import", "lists"]),
        ([["frame", "import", "lists"]], ["frame", "remove", "1"]),
        ([["frame", "import", "lists"]], ["draw"]),
        ([["frame", "import", "lists"], ["draw"]], ["wave", "open"]),
        ([["frame", "import", "lists"], ["draw"], ["wave", "open"]], ["wave", "pause"]),
        ([["frame", "import", "lists"], ["draw"], ["wave", "open"]], ["wave", "close"]),
        ([["frame", "import", "lists"], ["draw"], ["wave", "open"]], ["backcheck", "draw", "--seed", "1"]),
        ([["frame", "import", "lists"], ["draw"], ["wave", "open"]], [*ALLOW, "--reason", "decided"]),
        ([], ["wave", "new", "--name", "another"]),
        ([], ["init", "--plan", "plan.toml"]),
    ],
    ids=lambda part: " ".join(part[:2]) if part and isinstance(part[0], str) else "",
)
def test_a_dry_run_changes_nothing(
    office: Path, run: Run, earlier: list[list[str]], command: list[str]
) -> None:
    for step in earlier:
        assert run(*step)[0] == 0
    before = dump(office)
    assert run(*command, "--dry-run")[0] == 0
    assert dump(office) == before


@pytest.fixture
def collected(office: Path, run: Run) -> list[int]:
    """The cases of four people who have answered everything with "satisfied"."""
    for step in (["frame", "import", "lists"], ["draw"], ["wave", "open"]):
        assert run(*step)[0] == 0
    return asyncio.run(answered(office))


async def answered(office: Path) -> list[int]:
    database = open_database(load_config(office / "config.toml"))
    await database.open()
    now = datetime.now(UTC)
    try:
        async with database.begin() as unit:
            wave = await unit.waves.current()
            assert wave is not None
            forms = {key: from_bytes(raw) for key, raw in (await unit.waves.questionnaires()).items()}
            cases = await unit.cases.all(wave.id, dispositions=[Disposition.ISSUED])
            await unit.cases.close([(one.case.id, Disposition.COMPLETE, "interview") for one in cases], now)
            criteria = {
                one.questionnaire: [name for f in forms[one.questionnaire].factors for name in f.criteria]
                for one in cases
            }
            await unit.interviews.complete(
                [
                    ResponseRow(
                        one.case.id,
                        wave.id,
                        one.case.unit,
                        one.case.service,
                        one.questionnaire,
                        "sms",
                        now - timedelta(minutes=8),
                        now,
                        json.dumps({"a": dict.fromkeys(criteria[one.questionnaire], "4")}).encode(),
                    )
                    for one in cases
                ]
            )
    finally:
        await database.close()
    return [one.case.id for one in cases]


def test_a_dry_run_of_init_names_what_is_missing_and_makes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIPAS_LANGUAGE", "en")
    assert main(["init", "--dry-run"]) == 0
    said = capsys.readouterr().out
    for part in ("config.toml: would be written", "new encryption key would be made", "Database: would be"):
        assert part in said
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_of_wave_new_names_the_wave_and_its_questionnaires(run: Run) -> None:
    code, said = run("wave", "new", "--name", "Đợt 2", "--dry-run")
    assert code == 0
    assert "Đợt 2" in said
    assert "1 units, at most 4 forms" in said
    assert re.search(r"son_la_inter_agency@\w+: \d+ questions", said)
    code, said = run("wave", "new", "--dry-run")
    assert (code, "already a wave" in said) == (1, True), "what making it would refuse is refused"


def test_the_plan_says_how_many_wishes_may_be_named(office: Path, run: Run) -> None:
    version = re.compile(r"son_la_inter_agency@\w+")
    [usual] = version.findall(run("wave", "new", "--name", "another", "--dry-run")[1])
    plan = office / "plan.toml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("expectation_choices = 3", "expectation_choices = 2"), encoding="utf-8")
    assert run("wave", "new", "--name", "another")[0] == 0
    with closing(sqlite3.connect(office / "var" / "sipas.db")) as database:
        stored = dict(database.execute("SELECT version, compiled FROM questionnaires").fetchall())
    [other] = {one for one in stored if version.fullmatch(one)} - {usual}
    assert b'"maximum_choices":3' in stored[usual]
    assert b'"maximum_choices":2' in stored[other]


def test_a_plan_that_screens_for_reading_needs_a_form_that_asks(office: Path, run: Run) -> None:
    plan = office / "plan.toml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("literacy_screener = false", "literacy_screener = true"), encoding="utf-8")
    before = dump(office)
    for dry in ([], ["--dry-run"]):
        code, said = run("wave", "new", "--name", "another", *dry)
        assert (code, "no item “reads”" in said) == (1, True)
    assert dump(office) == before


def test_a_dry_run_of_backcheck_record_says_what_noting_the_call_would_do(
    office: Path, run: Run, collected: list[int]
) -> None:
    assert run("backcheck", "draw", "--seed", "1")[0] == 0
    with closing(sqlite3.connect(office / "var" / "sipas.db")) as database:
        [[case]] = database.execute("SELECT case_id FROM backchecks").fetchall()
    before = dump(office)
    failed = ["backcheck", "record", str(case), "content_failed", "--failed", "OWN_ANSWERS", "--by", "A"]
    code, said = run(*failed, "--dry-run")
    assert (code, "a reserve takes its place" in said) == (0, True)
    stranger = next(str(other) for other in collected if other != case)
    assert run("backcheck", "record", stranger, "confirmed", "--by", "A", "--dry-run")[0] == 1
    assert dump(office) == before
    assert run(*failed)[0] == 0
    before = dump(office)
    confirmed = ["backcheck", "record", str(case), "confirmed", "--by", "A"]
    code, said = run(*confirmed, "--dry-run")
    assert (code, "counts again" in said) == (0, True)
    assert dump(office) == before
    assert "counts again" in run(*confirmed)[1]
    assert "nothing changed" in run(*confirmed)[1]
    assert run("verify")[0] == 0


@pytest.mark.usefixtures("collected")
def test_a_dry_run_of_the_report_prints_the_results_and_writes_no_file(office: Path, run: Run) -> None:
    before, files = dump(office), sorted(office.rglob("*"))
    code, said = run("report", "--to", "out", "--dry-run")
    assert code == 0
    assert "SIPAS" in said
    assert "would write out/sipas.xlsx" in said
    assert (dump(office), sorted(office.rglob("*"))) == (before, files)
    assert run("report", "--to", "out", "--no-pdf")[0] == 0
    written = {file.name for file in (office / "out").iterdir()}
    assert written == {"sipas.docx", "sipas.xlsx", "sipas.html"}
    assert "would overwrite out/sipas.html" in run("report", "--to", "out", "--dry-run")[1]


def test_the_status_fits_a_terminal_of_eighty_columns(
    run: Run, monkeypatch: pytest.MonkeyPatch, collected: list[int]
) -> None:
    monkeypatch.setenv("SIPAS_LANGUAGE", "vi")
    monkeypatch.setattr("bot.commands.status.console", lambda: Console(highlight=False, width=80))
    _, said = run("status")
    assert "Sở Giao thông vận" in said
    [total] = [line.split() for line in said.splitlines() if line.startswith("Tổng")]
    assert total[1:] == ["4", "4", "0", "0", str(len(collected)), "0", "0", "0", "0", "2"]
    assert max(map(len, said.splitlines())) <= 80


def test_a_paused_wave_says_that_who_writes_is_still_answered(run: Run) -> None:
    for step in (["frame", "import", "lists"], ["draw"], ["wave", "open"]):
        run(*step)
    said = run("wave", "pause")[1]
    assert "no invitations, no reminders" in said
    assert "still answered" in said


def test_a_sample_is_drawn_once(office: Path, run: Run) -> None:
    run("frame", "import", "lists")
    assert run("draw")[0] == 0
    before = dump(office)
    code, said = run("draw")
    assert code == 1
    assert "drawn once" in said
    assert dump(office) == before
    code, said = run("frame", "import", "lists")
    assert code == 1, "the frame is sealed"
    assert "sealed" in said
    assert run("verify")[0] == 0


def test_nothing_is_drawn_or_opened_out_of_order(office: Path, run: Run) -> None:
    before = dump(office)
    for command in (["draw"], ["wave", "open"], ["wave", "pause"], ["wave", "close"]):
        code, said = run(*command)
        assert code == 1, command
        assert "Not possible" in said
    assert dump(office) == before


def test_opening_pausing_and_closing_may_be_repeated(office: Path, run: Run) -> None:
    run("frame", "import", "lists")
    run("draw")
    assert "4" in run("wave", "open")[1]
    assert "0" in run("wave", "open")[1]
    assert status(run) == "field"
    assert run("wave", "pause")[0] == run("wave", "pause")[0] == 0
    assert status(run) == "paused"
    assert run("wave", "open")[0] == 0
    assert status(run) == "field"
    assert run("wave", "close")[0] == 0
    closed = dump(office)
    code, said = run("wave", "close")
    assert code == 0, said
    assert dump(office) == closed
    assert status(run) == "closed"
    assert run("wave", "open")[0] == 1
    assert run("verify")[0] == 0


def test_every_step_says_what_comes_next(office: Path, run: Run) -> None:
    steps = (["frame", "import", "lists"], ["draw"], ["wave", "open"], ["status"], ["wave", "close"])
    for step in steps:
        assert "→ Next: sipas" in run(*step)[1], step


def test_bad_input_gets_a_sentence_and_an_exit_code(office: Path, run: Run) -> None:
    assert run("frame", "import", "nowhere.csv")[0] == 1
    (office / "empty").mkdir()
    assert run("frame", "import", "empty")[0] == 1
    (office / "lists" / "so_gtvt.csv").write_bytes(b"\x00\x01\x02 no list at all")
    code, said = run("frame", "import", "lists")
    assert code == 1
    assert "so_gtvt.csv" in said
    (office / "lists" / "so_gtvt.csv").write_bytes(b"")
    (office / "lists" / "more.csv").write_text(frame_csv(12), encoding="utf-8")
    code, said = run("frame", "import", "lists")
    assert (code, eligible(office)) == (1, 12), "what can be read is kept"
    assert "so_gtvt.csv: Tệp rỗng. Xin lại tệp từ cơ quan. / The file is empty." in " ".join(said.split())
    (office / "lists" / "~$more.xlsx").write_bytes(b"")
    assert "close Excel" in run("frame", "import", "lists/~$more.xlsx")[1]
    nothing = run("frame", "import", "lists/so_gtvt.csv")[1]
    assert "sipas frame template" in nothing, "no sample can be drawn from nothing"
    assert run("backcheck", "record", "999", "confirmed", "--by", "A")[0] == 1
    code, said = run("--config", "nowhere.toml", "status")
    assert code == 2
    assert "nowhere.toml" in said


def test_an_unknown_plan_is_refused_by_init(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init", "--plan", "atlantis_2024"]) == 2
    assert "son_la_2024" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [], "nothing is made for a plan that is none"


def test_an_invalid_plan_is_refused_by_init_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.toml").write_text(tiny_plan(Shape()).replace("n = 2 }", "n = 3 }"), encoding="utf-8")
    code = main(["init", "--plan", "plan.toml"])
    said = capsys.readouterr().err
    assert (code, "plan.toml" in said) == (1, True), said


def test_a_bad_questionnaire_is_refused_in_vietnamese_first_with_each_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.md").write_text(
        "| survey |\n| | type | name | label |\n| | select_one nowhere | q1 | Question |\n", encoding="utf-8"
    )
    Path("bad.toml").write_text('[title]\nvi = "Thử"\n', encoding="utf-8")
    assert main(["chat", "bad.md"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("Phiếu hỏi bad chưa dùng được, ")
    assert "survey!" in said


def test_a_wave_without_a_real_landline_is_not_opened(office: Path, run: Run) -> None:
    plan = office / "plan.toml"
    plan.write_text(
        plan.read_text(encoding="utf-8").replace("0212 3855 000", "0212 3xxx xxx"), encoding="utf-8"
    )
    assert run("wave", "new", "--name", "another")[0] == 0
    for step in (["frame", "import", "lists"], ["draw"]):
        run(*step)
    before = dump(office)
    code, said = run("wave", "open")
    assert (code, "landline" in said) == (1, True)
    assert dump(office) == before


@pytest.mark.parametrize(
    ("words", "vietnamese", "english"),
    [
        (("draw",), "chưa có danh sách nào", "no list yet"),
        (("wave", "open"), "chưa chọn mẫu", "not drawn yet"),
        (("wave", "pause"), "không có gì để tạm dừng", "only a wave in the field"),
        (("wave", "close"), "không có gì để kết thúc", "never in the field"),
        (("wave", "new"), "đã có đợt tên", "already a wave named"),
        (("backcheck", "record", "7", "confirmed", "--by", "test"), "không nằm trong các phiếu", "not among"),
    ],
)
def test_what_comes_too_early_is_refused_in_the_officers_language(
    office: Path, run: Run, words: tuple[str, ...], vietnamese: str, english: str
) -> None:
    code, said = run(*words)
    assert (code, english in said, vietnamese in said) == (1, True, False)
    os.environ["SIPAS_LANGUAGE"] = "vi"
    code, said = run(*words)
    assert (code, vietnamese in said, english in said) == (1, True, False)
