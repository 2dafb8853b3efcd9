"""`sipas understand` as a program calls it: bytes in, the same lines out with their labels."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.commands.understand import labelled


def answers(*lines: bytes, with_rule: bool = False) -> list[list[str]]:
    return [line.decode().rstrip("\n").split("\t") for line in labelled(lines, with_rule=with_rule)]


def test_the_label_is_the_third_column() -> None:
    assert answers(b"4\tsat5\n", "không\tyesno\n".encode()) == [["4", "sat5", "S4"], ["không", "yesno", "NO"]]


def test_a_header_names_the_new_columns_and_what_follows_is_kept() -> None:
    [header, row] = answers(b"text\tquestion_type\texpected\n", b"stop\tany\tSTOP\n", with_rule=True)
    assert header == ["text", "question_type", "label", "rule", "expected"]
    assert row == ["stop", "any", "STOP", "wish: phrase", "STOP"]


@pytest.mark.parametrize(
    ("line", "label"),
    [
        (b"\tsat5\n", "UNCLEAR"),
        (b"\n", "UNCLEAR"),
        (b"stop", "STOP"),
        (b"\xff\xfe\xc3\tsat5\r\n", "UNCLEAR"),
        (b'"4\tsat5\r\n', "S4?"),
        (b"\xef\xbb\xbf5\tsat5\n", "S5"),
        (b"stop\tno such type\n", "STOP"),
        (b"4\x00\tsat5\n", "S4"),
    ],
)
def test_no_line_is_too_odd(line: bytes, label: str) -> None:
    [row] = answers(line)
    assert row[2] == label


def test_it_is_a_filter_that_keeps_the_order() -> None:
    typed = "\n".join(["rất hài lòng\tsat5", "trễ 2 ngày\tpunct", "1,3\tmulti3"] * 50) + "\n"
    done = subprocess.run(
        [sys.executable, "-m", "bot", "understand", "--why"],
        input=typed.encode(),
        capture_output=True,
        check=True,
    )
    rows = [line.split("\t") for line in done.stdout.decode().splitlines()]
    assert [row[2] for row in rows] == ["S5", "LATE", "1,3"] * 50
    assert {row[3] for row in rows} == {"vocabulary", "several"}
