"""`sipas form lint`: what an officer or a program reads, and the exit code a script acts on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import main
from bot.commands.form_effort import effort_of
from bot.exit_codes import DONE, PROBLEMS, WARNINGS, WRONG_USE
from bot.forms import compile_named_form

CLEAN = """| survey |
| | type | name | label |
| | integer | n | Bao nhiêu? |
"""


@pytest.fixture(autouse=True)
def vietnamese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIPAS_LANGUAGE", "vi")


def written(folder: Path, text: str) -> str:
    path = folder / "phieu.md"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_clean_form_says_what_it_costs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["form", "lint", written(tmp_path, CLEAN)]) == DONE
    told = capsys.readouterr().out
    assert "phieu: không có lỗi" in told
    assert "SMS:" in told
    assert "→ Tiếp theo: sipas chat" in told


def test_a_file_is_named_as_it_is_and_as_a_shell_takes_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "phieu [ban 1].md"
    path.write_text(CLEAN, encoding="utf-8")
    assert main(["form", "lint", str(path)]) == DONE
    told = capsys.readouterr().out
    assert "phieu [ban 1]: không có lỗi" in told
    assert f"sipas chat '{path}'" in told


def test_a_defect_is_told_with_its_cell_in_the_officers_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = written(
        tmp_path, CLEAN.replace("label |", "label | constraint |").replace("nhiêu? |", "nhiêu? | . == 3 |")
    )
    assert main(["form", "lint", form]) == PROBLEMS
    assert "survey!E3 (constraint), ký tự 3: không có phép “==” → viết =" in capsys.readouterr().out
    assert main(["--english", "form", "lint", form]) == PROBLEMS
    assert (
        "survey!E3 (constraint), character 3: there is no operator “==” → write =" in capsys.readouterr().out
    )


def test_only_warnings_have_an_exit_code_of_their_own(tmp_path: Path) -> None:
    form = written(
        tmp_path,
        CLEAN.replace("label |", "label | constraint |").replace("nhiêu? |", "nhiêu? | . > 3 or . < 5 |"),
    )
    assert main(["form", "lint", form]) == WARNINGS


def test_a_plan_holds_the_form_against_its_channels(tmp_path: Path) -> None:
    form = written(tmp_path, CLEAN.replace("integer", "image"))
    assert main(["form", "lint", form]) == DONE
    assert main(["form", "lint", form, "--plan", "son_la_2024"]) == PROBLEMS


def test_a_form_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    assert main(["form", "lint", str(tmp_path / "none.xlsx")]) == WRONG_USE


def test_a_file_of_another_kind_is_told_what_to_save_it_as(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["form", "lint", str(tmp_path / "phieu.xls")]) == WRONG_USE
    assert "lưu thành .xlsx" in capsys.readouterr().err
    (tmp_path / "phieu.xlsx").write_bytes(b"no table")
    assert main(["form", "lint", str(tmp_path / "phieu.xlsx")]) == PROBLEMS
    assert "không mở được tệp → lưu lại thành .xlsx bằng Excel" in capsys.readouterr().out
    (tmp_path / "phieu.csv").write_bytes(b"\xff,\n")
    assert main(["form", "lint", str(tmp_path / "phieu.csv")]) == PROBLEMS
    assert "tệp không phải chữ UTF-8 → lưu lại thành CSV UTF-8" in capsys.readouterr().out
    assert main(["form", "lint", written(tmp_path, "hello")]) == PROBLEMS
    assert "tệp không có trang tên đúng là “survey”" in capsys.readouterr().out


def test_a_program_reads_one_object_with_both_languages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["form", "lint", "--json", written(tmp_path, CLEAN.replace("integer", "integr"))]) == PROBLEMS
    told = json.loads(capsys.readouterr().out)
    assert (told["errors"], told["compiles"], told["effort"]) == (1, False, None)
    [finding] = told["findings"]
    assert finding["code"] == "unknown-type"
    assert (finding["sheet"], finding["row"], finding["letter"], finding["column"]) == (
        "survey",
        3,
        "B",
        "type",
    )
    assert finding["en"]["hint"] == "did you mean integer?"
    assert finding["vi"]["hint"] == "có phải ý là integer?"


def test_what_only_the_compiler_refuses_is_told_as_a_limit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = """| survey |
| | type | name | label | calculation |
| | calculate | n | | random() |
| | integer | m | Bao nhiêu? | |
"""
    assert main(["form", "lint", "--json", written(tmp_path, table)]) == WARNINGS
    [finding] = json.loads(capsys.readouterr().out)["findings"]
    assert (finding["severity"], finding["code"], finding["row"]) == ("limit", "refused-function", 3)


@pytest.mark.parametrize(
    ("expression", "code", "said"),
    [
        ("position(..)", "unavailable-function", "position(..) chỉ viết trong vòng lặp"),
        ("count(instance('xa')/root/item[a = 'b'])", "tree-function", "viết pulldata("),
        ("//m", "unsupported-path", "viết ${tên_câu}"),
        ("random()", "refused-function", "phép ngẫu nhiên"),
    ],
)
def test_what_only_the_compiler_refuses_is_told_once_and_in_vietnamese(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], expression: str, code: str, said: str
) -> None:
    table = f"""| survey |
| | type | name | label | calculation |
| | calculate | n | | {expression} |
| | integer | m | Bao nhiêu? | |
"""
    assert main(["form", "lint", "--json", written(tmp_path, table)]) == WARNINGS
    [finding] = json.loads(capsys.readouterr().out)["findings"]
    assert (finding["severity"], finding["code"]) == ("limit", code)
    assert said in finding["vi"]["message"] + finding["vi"]["hint"]


def test_the_effort_is_the_same_whenever_it_is_measured() -> None:
    form = compile_named_form("soc_trang_short")
    effort = effort_of(form)
    assert effort == effort_of(form)
    assert effort.finished > 0
    assert effort.plain_parts[0] < effort.accented_parts[0]
    assert 30 < effort.seconds[0] < 600


@pytest.mark.parametrize(
    "row",
    [
        "text | phone | Số điện thoại? | regex(., '^0[0-9]{9}$')",
        "text | card | Số thẻ? | regex(., '^(GD\\|HN)[A-Z]?[0-9]{8}$')",
        "text | mail | Thư điện tử? | regex(., '[^@ ]+@[^@ ]+') and string-length(.) <= 60",
        "text | paper | Mã hồ sơ? | string-length(.) = 12 and regex(., '[0-9]+')",
        "integer | plate | Biển số? | string-length(.) = 7",
        "text | reason | Vì sao? | string-length(.) > 60 and string-length(.) < 70",
        "integer | born | Năm sinh? | . >= 1930 and . <= 1950",
        "decimal | height | Cao mấy mét? | . > 1.4 and . < 1.45",
        "date | got | Ngày nhận? | . >= '2026-01-01' and . <= today()",
        "date | next | Ngày hẹn? | . > today()",
        "select_one yn | sure | Chắc không? | . != 'no'",
        "image | slip | Ảnh giấy hẹn? |",
        "geopoint | spot | Ở đâu? |",
        "barcode | code | Mã vạch? |",
        "rank ways | order | Xếp thứ tự? |",
        "select_multiple ways | least | Ít nhất hai? | count-selected(.) >= 2",
        "select_multiple ways | some | Những cách nào? | count-selected(.) <= 2",
    ],
)
def test_a_question_with_a_constraint_can_be_answered_when_the_effort_is_measured(
    tmp_path: Path, row: str
) -> None:
    table = f"""| survey |
| | type | name | label | constraint | required |
| | {row} | yes |
| choices |
| | list_name | name | label |
| | yn | yes | Có |
| | yn | no | Không |
| | ways | web | Trên mạng |
| | ways | desk | Tại quầy |
| | ways | post | Qua bưu điện |
"""
    effort = effort_of(compile_named_form(written(tmp_path, table)))
    assert effort.finished == 10
    assert effort.seconds[-1] < 60  # nobody was asked again


def test_a_question_nobody_can_answer_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = CLEAN.replace("label |", "label | constraint |").replace("nhiêu? |", "nhiêu? | . = 7919 * 7907 |")
    assert main(["form", "lint", written(tmp_path, table)]) == DONE
    assert "dừng ở câu “n”" in capsys.readouterr().out


def test_two_versions_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = tmp_path / "cu.md", tmp_path / "moi.md"
    old.write_text(CLEAN, encoding="utf-8")
    new.write_text(CLEAN.replace("Bao nhiêu?", "Mấy?"), encoding="utf-8")
    assert main(["form", "diff", str(old), str(old)]) == DONE
    assert "như nhau" in capsys.readouterr().out
    assert main(["form", "diff", str(old), str(new)]) == DONE
    assert "· n: đổi lời labels: “Bao nhiêu?” → “Mấy?”" in capsys.readouterr().out
    rule = "| | text | m | Gì? | ${n} > 1 |\n"
    old.write_text(CLEAN.replace("label |", "label | relevant |") + rule, encoding="utf-8")
    new.write_text(old.read_text(encoding="utf-8").replace("> 1", "> 2"), encoding="utf-8")
    assert main(["form", "diff", str(old), str(new)]) == DONE
    assert "· m: đổi quy tắc relevant: “${n} > 1” → “${n} > 2”" in capsys.readouterr().out
    old.write_text(CLEAN, encoding="utf-8")
    new.write_text(CLEAN.replace("integer", "text"), encoding="utf-8")
    assert main(["form", "diff", str(old), str(new), "--json"]) == PROBLEMS
    told = json.loads(capsys.readouterr().out)
    assert told["can_continue"] is False
    assert told["changes"][0]["kind"] == "retyped"
