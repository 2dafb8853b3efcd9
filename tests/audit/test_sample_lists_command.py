"""`sipas sample lists`: papers of the drawn sample, for their owner alone, and an audit entry."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.cli import main
from tests.builders import Shape, frame_csv, tiny_plan

UNIT = "SO_GTVT"
Run = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation whose sample is drawn; one of the list has no phone, and the plan allows that."""
    folder = tmp_path_factory.mktemp("office")
    plan = re.sub(r'hotline = "[^"]*"', 'hotline = "0212 3855 000"', tiny_plan(Shape(quota=4, people=12)))
    plan = plan.replace("require_phone = true", "require_phone = false")
    (folder / "plan.toml").write_text(plan, encoding="utf-8")
    text = frame_csv(12).replace("0910000001", "")
    (folder / "so_gtvt.csv").write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for command in (["init", "--plan", "plan.toml"], ["wave", "new"], ["frame", "import", "so_gtvt.csv"]):
            assert main(command) in {0, 1}
        assert main(["draw"]) == 0
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


def test_a_dry_run_writes_nothing(run: Run, tmp_path: Path) -> None:
    code, said = run("sample", "lists", "--to", str(tmp_path / "out"), "--dry-run")
    assert (code, (tmp_path / "out").exists()) == (0, False)
    assert "Would write the lists of 1 units (6 people), 1 slips" in said


def test_lists_and_slips_are_written_for_their_owner_alone(run: Run, tmp_path: Path) -> None:
    code, said = run("sample", "lists", "--to", str(tmp_path))
    assert code == 0
    assert "audit trail" in said
    written = sorted(path.name for path in tmp_path.iterdir())
    assert written == [
        "SO_GTVT.docx", "SO_GTVT.xlsx", "SO_GTVT_phieu_moi.docx",
        "phan_bo.docx", "phan_bo.xlsx", "tong_hop.xlsx",
    ]  # fmt: skip
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.iterdir())
    official, reserve = load_workbook(tmp_path / "SO_GTVT.xlsx").worksheets
    serials = [cell.value for cell in official["B"] if str(cell.value).isdigit()]
    assert serials == ["1", "4", "7", "10"]
    assert "DANH SÁCH MẪU DỰ PHÒNG" in {cell.value for cell in reserve["A"]}
    slips = Document(io.BytesIO((tmp_path / "SO_GTVT_phieu_moi.docx").read_bytes()))
    assert "Lò Thị Thử AAB" in slips.tables[0].rows[0].cells[0].text
    assert len(slips.inline_shapes) == 1


def test_slips_may_be_made_for_everybody(run: Run, tmp_path: Path) -> None:
    assert "4 slips" in run("sample", "lists", "--to", str(tmp_path), "--slips-for-all", "--dry-run")[1]


def test_annexes_become_papers(run: Run, tmp_path: Path) -> None:
    annexes = tmp_path / "annexes"
    annexes.mkdir()
    text = "Huyện,Xã,Loại,Lý do chọn\r\nThan Uyên,Xã Hua Nà,II,số 2 của danh sách loại II\r\n"
    (annexes / "phu_luc_01.csv").write_text(text, encoding="utf-8-sig", newline="")
    assert run("sample", "lists", "--to", str(tmp_path), "--annexes", str(annexes))[0] == 0
    annex = Document(io.BytesIO((tmp_path / "phu_luc_01.docx").read_bytes()))
    assert [cell.text for cell in annex.tables[1].rows[1].cells] == [
        "1", "Than Uyên", "Xã Hua Nà", "II", "số 2 của danh sách loại II",
    ]  # fmt: skip


def test_a_folder_without_annexes_is_refused(run: Run, tmp_path: Path) -> None:
    code, said = run("sample", "lists", "--annexes", str(tmp_path))
    assert code == 1
    assert "no annexes there" in said
