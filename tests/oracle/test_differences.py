"""Where we differ from the judge on purpose: the rows of decision 13, each shown to be one still.

When a row here fails because the judge has changed its mind, the row goes from the table and its
exclusion from the generators.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.oracle.judge import ours, theirs

RECORD = Path(__file__).parents[2] / "docs/decisions/0013-differences-from-other-engines.md"
ANSWERS = {"n": "2", "blank": "", "d": "2024-09-28", "t": "x"}

EXPRESSIONS = [
    ("dates", "number('2024-09-28')", "19994", "NaN"),
    ("dates", "/data/d < '2024-10-01'", "true", "false"),
    ("dates", "/data/d + 7", "20001", "NaN"),
    ("dates", "/data/d = 19994", "true", "false"),
    ("blank", "boolean(/data/blank)", "false", "true"),
    ("blank", "if(/data/blank, 'there', 'not')", "not", "there"),
    ("blank", "not(/data/blank)", "true", "false"),
    ("blank", "/data/blank = false()", "true", "false"),
    ("passed over", "sum(/data/n | /data/blank)", "2", "NaN"),
    ("passed over", "max(/data/n, /data/blank)", "2", "NaN"),
    ("passed over", "min(/data/n, /data/t)", "2", "NaN"),
    ("halves", "round(-2.5)", "-2", "-3"),
    ("halves", "round(1.005, 2)", "1.01", "1"),
    ("digits", "0.1 + 0.2", "0.3", "0.30000000000000004"),
    ("digits", "10000000 * 1000000000", "1e+16", "10000000000000000"),
    ("several nodes", "concat(/data/n | /data/t, '!')", "2x!", "2!"),
    ("plus sign", "number('+1')", "NaN", "1"),
    ("poles", "pow(0, -1)", "NaN", "Infinity"),
    ("poles", "log(0)", "NaN", "-Infinity"),
]
UNKNOWN_TO_THE_JUDGE = [
    ("date('2024-09-28')", "2024-09-28"),
    ("date-time('2024-09-28')", "2024-09-28T00:00:00.000+07:00"),
    ("decimal-date-time('1970-01-02T07:00:00+07:00')", "1"),
    ("decimal-time('18:00')", "0.75"),
    ("format-date(/data/d, '%a %b')", "Sat Sep"),
    ("checklist(1, 1, 'yes', 'no')", "true"),
    ("weighted-checklist(2, 2, 'yes', 2)", "true"),
    ("count-non-empty(/data/n | /data/blank)", "1"),
    ("coalesce('', '', 'x')", "x"),
    ("join('-', 'a', 'b')", "a-b"),
    ("digest('a', 'MD5', 'hex')", "0cc175b9c0f1b6a831c399e269772661"),
    ("exp10(2)", "100"),
    ("sin(0) + cos(0) + tan(0) + asin(0) + acos(1) + atan(0) + atan2(0, 1)", "1"),
    ("pi() > 3", "true"),
    ("base64-decode('YQ==')", "a"),
    ("indexed-repeat(/data/n | /data/t, /data/n, 2)", "x"),
]


@pytest.mark.parametrize(("row", "expression", "here", "there"), EXPRESSIONS)
def test_a_recorded_difference_is_one(row: str, expression: str, here: str, there: str) -> None:
    assert (ours(expression, ANSWERS), theirs(expression, ANSWERS)) == (here, there)


@pytest.mark.parametrize(("expression", "here"), UNKNOWN_TO_THE_JUDGE)
def test_where_the_judge_knows_no_answer_we_have_one(expression: str, here: str) -> None:
    with pytest.raises(RuntimeError):
        theirs(expression, ANSWERS)
    assert ours(expression, ANSWERS) == here


def test_every_difference_is_in_the_record_and_every_row_of_the_record_is_named_here() -> None:
    rows = re.findall(r"^\| \*\*(.+?)\*\* \|", RECORD.read_text(encoding="utf-8"), re.MULTILINE)
    source = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("*.py"))
    assert {row for row, *_ in EXPRESSIONS} <= set(rows)
    assert [row for row in rows if f"“{row}”" not in source and f'"{row}"' not in source] == []
