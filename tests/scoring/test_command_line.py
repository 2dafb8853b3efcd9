"""`python -m scoring`: answers in, figures out, and a clear word when something is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from scoring.__main__ import main
from tests.scoring.examples import answers

INSTRUMENT = """
code = "trial"
[[factors]]
code = "A"
criteria = ["a1", "a2", "a3"]
[[factors]]
code = "B"
criteria = ["b1", "b2"]
[[factors]]
code = "E"
name = "Góp ý"
criteria = ["e1", "e2"]
routed = true
"""


@pytest.fixture
def instrument(tmp_path: Path) -> str:
    path = tmp_path / "form.toml"
    path.write_text(INSTRUMENT, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_file_of_answers_becomes_indices(
    tmp_path: Path, instrument: str, suffix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / f"answers.{suffix}"
    if suffix == "csv":
        answers().write_csv(data)
    else:
        answers().write_parquet(data)
    assert main([str(data), "--instrument", instrument, "--by", "unit, service"]) == 0
    printed = pl.read_csv(capsys.readouterr().out.encode())
    assert printed.columns[:3] == ["unit", "service", "level"]
    assert printed.filter(pl.col("level") == "sipas").get_column("base").sum() == 60


def test_data_that_cannot_be_scored_is_named(
    tmp_path: Path, instrument: str, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "answers.csv"
    answers().with_columns(a1=pl.lit(9)).write_csv(data)
    assert main([str(data), "--instrument", instrument]) == 1
    assert "column 'a1'" in capsys.readouterr().err


def test_a_missing_file_and_a_broken_instrument_are_told(
    tmp_path: Path, instrument: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "none.csv"), "--instrument", instrument]) == 1
    broken = tmp_path / "broken.toml"
    broken.write_text("code = 'x'", encoding="utf-8")
    assert main([str(tmp_path / "none.csv"), "--instrument", str(broken)]) == 2
    assert "factors" in capsys.readouterr().err


@pytest.fixture
def data(tmp_path: Path) -> str:
    path = tmp_path / "answers.csv"
    answers().with_columns(outcome=pl.lit("I"), sex=pl.Series(["f", "m"] * 30)).write_csv(path)
    return str(path)


def test_a_word_among_the_columns_says_how_far_down_to_go(
    data: str, instrument: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for word, levels in (
        ("sipas", ["sipas"]),
        ("factor", ["sipas", "factor"]),
        ("criterion", ["sipas", "factor", "criterion"]),
    ):
        assert main([data, "--instrument", instrument, "--by", f"unit,{word}"]) == 0
        printed = pl.read_csv(capsys.readouterr().out.encode())
        assert printed.get_column("level").unique(maintain_order=True).to_list() == levels


def test_figures_are_written_as_their_ending_says(
    tmp_path: Path, data: str, instrument: str, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [tmp_path / f"figures.{ending}" for ending in ("csv", "json", "parquet")]
    call = [data, "--instrument", instrument, "--by", "unit,sipas", "--format", "json"]
    assert main([*call, *(part for file in files for part in ("--output", str(file)))]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert [row["unit"] for row in printed] == ["unit 0", "unit 1", "unit 2"]
    assert json.loads(files[1].read_text(encoding="utf-8")) == printed
    assert pl.read_parquet(files[2]).to_dicts() == printed
    assert pl.read_csv(files[0]).get_column("base").to_list() == [20, 20, 20]


def test_an_ending_nobody_knows_is_refused_before_the_work(
    tmp_path: Path, data: str, instrument: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([data, "--instrument", instrument, "--output", str(tmp_path / "figures.docx")]) == 2
    assert "figures.docx: figures are written as .csv, .json, .parquet" in capsys.readouterr().err


def test_a_table_has_headings_and_numbers_of_the_country(
    data: str, instrument: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    assert main([data, "--instrument", instrument, "--by", "unit,sipas", "--format", "table"]) == 0
    printed = capsys.readouterr().out
    assert "Chỉ số (%)" in printed
    assert "80,56" in printed


def test_weights_domains_and_small_bases_are_asked_for_by_name(
    data: str, instrument: str, capsys: pytest.CaptureFixture[str]
) -> None:
    call = [data, "--instrument", instrument, "--by", "sex,sipas", "--strata", "service", "--domains"]
    more = ["--population", "eligible", "--weights", "proportional", "--interval", "korn_graubard"]
    found = []
    for options in ([], more):
        assert main([*call, *options]) == 0
        found.append(pl.read_csv(capsys.readouterr().out.encode()))
    plain, weighted = found
    assert plain.get_column("base").equals(weighted.get_column("base"))
    assert (plain.get_column("value") != weighted.get_column("value")).all()


def test_a_ranking_says_how_far_it_may_be_believed(
    data: str, instrument: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    assert main(["ranks", data, "--instrument", instrument, "--of", "unit", "--format", "table"]) == 0
    printed = capsys.readouterr().out
    assert "3 units make 3 pairs; in 0 of them the difference is more than chance explains" in printed
    assert main(["ranks", data, "--instrument", instrument, "--of", "unit", "--measure", "B"]) == 0
    ranked = pl.read_csv(capsys.readouterr().out.encode())
    assert ranked.select("rank", "best", "worst").rows() == [(1, 1, 3), (2, 1, 3), (3, 1, 3)]
    assert main(["ranks", data, "--instrument", instrument, "--of", "unit", "--measure", "Z"]) == 2
    assert "no measure 'Z' (there are: SIPAS, A," in capsys.readouterr().err


def test_outcomes_of_cases_become_rates(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outcomes", data, "--by", "unit", "--format", "csv"]) == 0
    printed = pl.read_csv(capsys.readouterr().out.encode())
    assert printed.filter(pl.col("rate") == "RR1").get_column("value").to_list() == [100, 100, 100]
    assert main(["outcomes", data, "--eligibility", "2"]) == 2
    assert main(["outcomes", data, "--outcome", "service"]) == 1
    assert "row 1 (line 2), column 'service': unknown outcome group" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("cell", "says"),
    [("9", "9 is not on the scale"), ("four", "expected whole numbers, found 'four'")],
)
def test_a_value_that_cannot_be_scored_is_told_with_file_row_and_column(
    tmp_path: Path, instrument: str, cell: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = answers().write_csv().splitlines()
    cells = lines[41].split(",")
    cells[4] = cell
    path = tmp_path / "answers.csv"
    path.write_text("\n".join([*lines[:41], ",".join(cells), *lines[42:]]), encoding="utf-8")
    assert main([str(path), "--instrument", instrument]) == 1
    said = capsys.readouterr().err
    assert f"{path}: row 41 (line 42), column 'a2': {says}" in said


def test_a_table_of_a_spreadsheet_with_semicolons_and_a_mark_is_read(
    tmp_path: Path, instrument: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("\ufeff" + answers().write_csv(separator=";"), encoding="utf-8")
    assert main([str(path), "--instrument", instrument, "--by", "unit,sipas"]) == 0
    assert capsys.readouterr().out.count("unit ") == 3


def test_an_instrument_may_be_json_and_settings_may_be_wrong(
    tmp_path: Path, data: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "form.json"
    path.write_text('{"code": "x", "factors": [{"code": "A", "criteria": ["a1"]}]}', encoding="utf-8")
    assert main([data, "--instrument", str(path), "--by", "factor"]) == 0
    assert main([data, "--instrument", str(path), "--weights", "proportional"]) == 2
    assert "need the column with the population" in capsys.readouterr().err


def test_two_years_of_figures_become_changes_with_intervals(
    tmp_path: Path, data: str, instrument: str, capsys: pytest.CaptureFixture[str]
) -> None:
    now, before, published = tmp_path / "now.parquet", tmp_path / "before.csv", tmp_path / "published.json"
    assert main([data, "--instrument", instrument, "--by", "unit,factor", "--output", str(now)]) == 0
    figures = pl.read_parquet(now)
    figures.with_columns(pl.col("value", "low", "high") - 60).write_csv(before)
    published.write_text(figures.select("unit", "level", "form", "measure", "value").write_json())
    capsys.readouterr()
    assert main(["changes", str(now), str(before)]) == 0
    changed = pl.read_csv(capsys.readouterr().out.encode())
    assert changed.get_column("change").to_list() == pytest.approx([60.0] * len(figures))
    assert (changed.get_column("low").drop_nulls() > 0).all()
    assert main(["changes", str(now), str(before), "--format", "table"]) == 0
    assert "changes are more than chance explains" in capsys.readouterr().out
    assert main(["changes", str(now), str(published), "--format", "table"]) == 0
    assert "nobody can say which change is real" in " ".join(capsys.readouterr().out.split())


def test_figures_that_do_not_meet_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {
        "now": "unit,value\na,90\n",
        "other": "unit,value\nb,90\n",
        "twice": "unit,value\na,90\na,91\n",
        "none": "unit,index\na,90\n",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text)
    for name, says in (
        ("other", "no line in common"),
        ("twice", "two lines for a"),
        ("none", "no column 'value'"),
    ):
        assert main(["changes", str(tmp_path / "now.csv"), str(tmp_path / f"{name}.csv")]) == 2
        assert says in capsys.readouterr().err
    assert main(["changes", *[str(tmp_path / "now.csv")] * 2, "--confidence", "0"]) == 2


def test_people_who_told_no_sex_are_refused_or_named(
    tmp_path: Path, instrument: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "answers.csv"
    answers().with_columns(sex=pl.Series(["f", None, "m"] * 20)).write_csv(path)
    call = [str(path), "--instrument", instrument, "--by", "sex,sipas"]
    assert main(call) == 1
    assert "row 2 (line 3), column 'sex': a row has no value here" in capsys.readouterr().err
    assert main([*call, "--missing", "not told"]) == 0
    printed = pl.read_csv(capsys.readouterr().out.encode())
    assert printed.get_column("sex").to_list() == ["f", "m", "not told"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"unit,a1\nS\xf4ng,4\n", "line 2 is not UTF-8 text"),
        (b"unit,a1\nx,4\ny,4,5\n", "line 3 has 3 cells, the header 2"),
        (b"", "empty"),
        (None, "there is no such file"),
    ],
)
def test_a_table_that_cannot_be_read_is_told_with_its_line(
    tmp_path: Path, instrument: str, content: bytes | None, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "answers.csv"
    if content is not None:
        path.write_bytes(content)
    assert main([str(path), "--instrument", instrument]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"{path}: ")
    assert says in said


def test_an_instrument_whose_criteria_are_no_list_is_told(
    tmp_path: Path, data: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "form.toml"
    path.write_text('code = "x"\n[[factors]]\ncode = "A"\ncriteria = "a1"\n', encoding="utf-8")
    assert main([data, "--instrument", str(path)]) == 2
    assert "factor 'A': criteria are a list of columns, not 'a1'" in capsys.readouterr().err


def test_answers_to_a_question_become_shares_of_people_and_ticks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "wishes.csv"
    path.write_text("sex,wish\nf,time cost\nf,time\nm,cost\nm,\n")
    call = ["shares", str(path), "--question", "wish", "--choices", "time,cost", "--several"]
    assert main([*call, "--everybody"]) == 0
    printed = pl.read_csv(capsys.readouterr().out.encode())
    assert printed.select("choice", "of", "value").rows() == [
        ("time", "people", 50.0),
        ("cost", "people", 50.0),
        ("time", "ticks", 50.0),
        ("cost", "ticks", 50.0),
    ]
    assert main([*call, "--by", "sex", "--format", "table"]) == 0
    assert "66,67" in capsys.readouterr().out
    assert main([*call[:5], "time", "--several"]) == 1
    assert "row 1 (line 2), column 'wish': unknown code cost" in capsys.readouterr().err
