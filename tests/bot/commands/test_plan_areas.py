"""`sipas plan areas`: the districts' files in, three annexes out, everything that is missing said."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bot.cli import main
from bot.plans import read_plan_text
from survey_flows.ids import UnitCode
from survey_flows.plans.plan import parse_plan
from survey_flows.plans.values import Level
from survey_flows.sampling.reading import read_frame

PLAN = parse_plan(read_plan_text("lai_chau_2024"), source="lai_chau_2024")
COMMUNES = [unit for unit in PLAN.units if unit.level is Level.COMMUNE]


@pytest.fixture(autouse=True)
def vietnamese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIPAS_LANGUAGE", "vi")
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def lists(tmp_path: Path) -> tuple[Path, Path]:
    """Four numbered groups a commune, the first the seat, 32 households each; as Excel saves them."""
    villages, households = tmp_path / "thon.csv", tmp_path / "ho.csv"
    with villages.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["XÃ", "Tổ dân phố", "Trụ sở"])
        for unit in COMMUNES:
            writer.writerows([[unit.name, f"Tổ {at}", "x" if at == 1 else ""] for at in range(1, 5)])
    with households.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Xã", "Thôn", "Xóm", "Chủ hộ", "SĐT"])
        for unit in COMMUNES:
            for at in range(1, 5):
                for place in range(32):
                    writer.writerow([unit.name, f"Tổ {at}", "Đội 1", f"Lò Thị {place}", f"09120{place:05d}"])
    return villages, households


def run(lists: tuple[Path, Path], folder: Path, *more: str) -> int:
    villages, households = map(str, lists)
    command = ["plan", "areas", "lai_chau_2024", "--villages", villages, "--households", households]
    return main([*command, "--to", str(folder), *more])


def test_three_annexes_are_written_and_the_third_is_a_frame(
    lists: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(lists, tmp_path / "out") == 0
    assert "28 xã, 84 thôn, 2.520 hộ" in capsys.readouterr().out
    sizes = {
        path.name: len(path.read_text(encoding="utf-8-sig").splitlines())
        for path in sorted((tmp_path / "out").iterdir())
    }
    assert sizes == {"phu_luc_01.csv": 29, "phu_luc_02.csv": 85, "phu_luc_03.csv": 2521}
    annex = tmp_path / "out" / "phu_luc_03.csv"
    reading = read_frame(annex.read_bytes(), file=annex.name, rules=PLAN.frame_rules())
    assert len(reading.rows) == 2520
    assert reading.rejected == ()
    assert {row.service for row in reading.rows} == {"THON_TRU_SO", "THON_SO_2", "THON_CUOI"}
    assert {row.unit for row in reading.rows} == {unit.code for unit in COMMUNES}


def test_every_line_says_which_rule_chose_it(lists: tuple[Path, Path], tmp_path: Path) -> None:
    run(lists, tmp_path)
    communes = (tmp_path / "phu_luc_01.csv").read_text(encoding="utf-8-sig")
    assert "UBND huyện Sìn Hồ,UBND xã Làng Mô,I,số 2 trên 10 loại I" in communes
    villages = (tmp_path / "phu_luc_02.csv").read_text(encoding="utf-8-sig")
    assert f"{PLAN.unit(UnitCode('SIN_HO_LANG_MO')).name},Tổ 1,nơi đặt trụ sở" in villages
    households = (tmp_path / "phu_luc_03.csv").read_text(encoding="utf-8-sig")
    assert "chọn hệ thống, số 1 của xóm" in households


def test_a_dry_run_writes_nothing(lists: tuple[Path, Path], tmp_path: Path) -> None:
    assert run(lists, tmp_path / "out", "--dry-run") == 0
    assert not (tmp_path / "out").exists()


def test_what_is_missing_is_said_and_the_rest_written(
    lists: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    villages, households = lists
    lines = households.read_text(encoding="utf-8-sig").splitlines()
    households.write_text("\n".join([*lines[:20], "Xã Lạ Hoắc,Tổ 1,,Lò A,"]), encoding="utf-8")
    assert run((villages, households), tmp_path / "out") == 1
    text = capsys.readouterr().out
    assert "dòng 21: Xã Lạ Hoắc: không phải xã được chọn" in text
    assert "không đủ hộ" in text
    assert (tmp_path / "out" / "phu_luc_03.csv").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Xa,Thon\nA,B\n", "thiếu cột"),
        ("Xã,Thôn\n".encode("utf-16"), "không phải UTF-8"),
        (None, "không đọc được"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_what_to_do(
    content: bytes | None, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.csv"
    if content is not None:
        path.write_bytes(content)
    assert run((path, path), tmp_path / "out") == 1
    assert said in capsys.readouterr().err


def test_other_designs_are_told_so(lists: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    villages, households = map(str, lists)
    arguments = ["plan", "areas", "son_la_2024", "--villages", villages, "--households", households]
    assert main(arguments) == 1
    assert "không khảo sát hộ gia đình" in capsys.readouterr().err
