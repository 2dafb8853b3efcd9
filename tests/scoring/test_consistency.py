"""What the checks find in a published report, what they leave alone, and how they say it.

`published/son_la_2024.csv` holds the figures of the Sơn La 2024 report with the lines they stand on
(seed 004; three numbers of forms and the ceiling of 60 come from the plan, seed 001); its relations are
labelled by the contradictions of domain.md §1.5. Golden test 13 of that document.
"""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from scoring import Figure, FindingCode, Place, Published, Rounding, check, read_csv, read_json
from scoring.__main__ import main
from scoring.consistency_figures import (
    Change,
    Choosing,
    Listing,
    Mean,
    NameList,
    Ranking,
    Ratio,
    Relation,
    Same,
    Shares,
    Standing,
    Total,
)
from scoring.consistency_files import COLUMNS, ROLES, InvalidPublication

SON_LA = Path(__file__).parent / "published" / "son_la_2024.csv"

CONTRADICTIONS = {
    "C12": ("shares-exceed-whole", "114,45 %", "Biểu 3c, dòng 171"),
    "C20": ("total-differs", "21", "dòng 71"),
    "C21": ("lists-overlap", "Sở Giáo dục và Đào tạo", "dòng 213"),
    "C24": ("order-broken", "92,2%", "Biểu 4a, dòng 225"),
    "C25": ("highest-differs", "99,2%", "dòng 309"),
    "C28": ("mean-above-parts", "98,49%", "Biểu 5d, dòng 261"),
    "C29": ("mean-differs", "96,46%", "Biểu 5d, dòng 257"),
    "C30": ("mean-differs", "95,06%", "Biểu 5d, dòng 259"),
    "C31": ("mean-below-parts", "87,5%", "Biểu 5d, dòng 261"),
    "C36": ("list-length-differs", "5 mục", "dòng 269"),
    "C43": ("base-impossible", "419", "Kế hoạch 1804, dòng 66"),
}


def one(*relations: Relation, rounding: Rounding = Rounding.ANY) -> list[FindingCode]:
    return [finding.code for finding in check(Published("", relations, rounding))]


def figures(*printed: str) -> tuple[Figure, ...]:
    return tuple(Figure(f"số {place}", text) for place, text in enumerate(printed, 1))


def figure(printed: str) -> Figure:
    return Figure("số", printed)


def test_the_contradictions_of_the_son_la_report_are_found_and_nothing_else() -> None:
    findings = check(read_csv(SON_LA.read_text(encoding="utf-8")))
    assert {found.label: found.code.value for found in findings} == {
        label: code for label, (code, *_) in CONTRADICTIONS.items()
    }
    assert len(findings) == len(CONTRADICTIONS)


@pytest.mark.parametrize("label", CONTRADICTIONS)
def test_each_is_one_sentence_with_its_figures_and_places(label: str) -> None:
    [found] = [each for each in check(read_csv(SON_LA.read_text(encoding="utf-8"))) if each.label == label]
    for part in CONTRADICTIONS[label][1:]:
        assert part in found.text.vi
    assert found.text.vi.count(". ") == 0
    assert found.text.en and found.text.en != found.text.vi


def test_the_two_missing_digits_would_repair_four_of_them() -> None:
    """Sông Mã at 99,2 and Ban Dân tộc's officials at 99,33 (domain.md, C25 and R4)."""
    text = SON_LA.read_text(encoding="utf-8").replace("92,2%", "99,2%").replace("93,33%", "99,33%")
    left = {found.label for found in check(read_csv(text))}
    assert set(CONTRADICTIONS) - left == {"C24", "C25", "C28", "C29"}


EXAMPLES: list[tuple[str, Relation]] = [
    ("total-differs", Total("", figure("20"), figures("4", "6", "11"))),
    ("change-differs", Change("", figure("95,05%"), figure("94,52%"), figure("+0,63"))),
    ("shares-exceed-whole", Shares("", figures("60,2%", "40,1%"))),
    ("shares-exceed-whole", Shares("", figures("60,2%", "40,1%"), Choosing.TICKS)),
    ("shares-short-of-whole", Shares("", figures("60,2%", "38,1%"))),
    ("shares-short-of-whole", Shares("", figures("60,2%", "38,1%"), Choosing.PEOPLE)),
    ("base-impossible", Shares("", figures("33,3%", "66,7%"), base=figure("10"))),
    ("base-impossible", Shares("", figures("51,61%", "48,39%"), base_at_most=figure("30"))),
    ("base-varies", Same("", figures("419", "418"), is_base=True)),
    ("mean-above-parts", Mean("", figure("95%"), figures("90,1%", "92,7%"))),
    ("mean-below-parts", Mean("", figure("88,0%"), figures("90,1%", "92,7%"))),
    ("mean-differs", Mean("", figure("92,0%"), figures("90,1%", "92,7%"), figures("60", "60"))),
    ("order-broken", Standing("", mean=figure("95,05%"), highest=figure("92,2%"))),
    ("order-broken", Standing("", median=figure("80,1%"), lowest=figure("83,76%"))),
    ("highest-differs", Standing("", highest=figure("99,2%"), values=figures("98,49%", "92,2%"))),
    ("lowest-differs", Standing("", lowest=figure("85,0%"), values=figures("98,49%", "92,2%"))),
    ("median-differs", Standing("", median=figure("94,0%"), values=figures("90,0%", "92,0%", "95,0%"))),
    ("count-differs", Standing("", count=figure("4"), values=figures("90,0%", "92,0%", "95,0%"))),
    ("reaching-differs", Standing("", reaching=figure("3"), values=figures("85,0%", "92,0%", "95,0%"))),
    (
        "reaching-differs",
        Standing(
            "",
            lowest=figure("83,76%"),
            highest=figure("92,2%"),
            reaching=figure("12"),
            count=figure("12"),
        ),
    ),
    ("repeated-differs", Same("", figures("16,31%", "16,13%"))),
    ("rate-impossible", Same("", figures("101,3%"))),
    ("rate-impossible", Same("", figures("-0,3%"))),
    ("ratio-differs", Ratio("", figure("703"), figure("810"), figure("86,5%"))),
    ("rank-differs", Ranking("", figures("95,0%", "96,0%"), figures("1", "2"))),
    ("rank-differs", Ranking("", figures("96,0%", "95,0%"), figures("1", "3"))),
    ("rank-differs", Ranking("", figures("95,0%", "96,0%"), figures("3", "7"), is_partial=True)),
    ("list-length-differs", Listing("", (NameList("mong đợi", ("a", "b"), figure("3")),))),
    ("lists-overlap", Listing("", (NameList("tăng", ("Sở A", "Sở B")), NameList("giảm", ("sở  a",))))),
    ("lists-incomplete", Listing("", (NameList("tăng", ("a",)), NameList("giảm", ("b",))), figure("3"))),
]


@pytest.mark.parametrize(("code", "relation"), EXAMPLES)
def test_every_kind_of_contradiction_is_told(code: str, relation: Relation) -> None:
    assert one(relation)[0] == code


def test_every_code_has_an_example_here_and_a_sentence() -> None:
    assert {code for code, _ in EXAMPLES} == {code.value for code in FindingCode}


@pytest.mark.parametrize(
    "relation",
    [
        Ratio("", figure("2.640"), figure("2.667"), figure("98,9%")),  # cut off, not rounded
        Ratio("", figure("2.640"), figure("2.667"), figure("99,0%")),
        Shares("", figures("68,48%", "26,78%", "4,35%", "0,38%")),  # 99,99
        Shares("", figures("93,23%", "5,54%", "1,24%")),  # 100,01
        Shares("", figures("70%", "65%", "36%"), Choosing.PEOPLE),
        Shares("", figures("49,31%", "25,66%"), is_partial=True),
        Shares("", figures("51,55%", "41,05%", "4,77%", "1,67%"), is_partial=True, base=figure("419")),
        Same("", figures("98,6%", "98,61%")),
        Mean("", figure("95,01%"), figures("94,97%", "95,05%"), figures("1", "1")),
        Standing("", lowest=figure("90%"), highest=figure("90%"), mean=figure("90,0%")),
        Standing("", reaching=figure("2"), values=figures("90,00%", "92,2%", "89,9%")),
        Ranking("", figures("95,0%", "95,0%", "94,0%"), figures("1", "1", "3")),
        Change("", figure("94,97%"), figure("95,39%"), figure("−0,42")),
    ],
)
def test_what_some_rounding_can_reconcile_is_left_alone(relation: Relation) -> None:
    assert one(relation) == []


def test_a_report_that_rounds_to_the_nearest_is_held_to_it() -> None:
    cut_off = Ratio("", figure("2.640"), figure("2.667"), figure("98,9%"))
    assert one(cut_off, rounding=Rounding.NEAREST) == ["ratio-differs"]


@pytest.mark.parametrize(
    ("printed", "value"),
    [("94,97 %", 94.97), ("2.640", 2640), ("1.234,5", 1234.5), ("95.05", 95.05), ("−0,42", -0.42), ("04", 4)],
)
def test_numbers_are_read_the_vietnamese_way(printed: str, value: float) -> None:
    assert float(figure(printed).value) == pytest.approx(value)


def test_a_text_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="khoảng 5"):
        figure("khoảng 5")


def test_zeros_that_a_report_cuts_can_be_given_back() -> None:
    cut = Figure("công chức", "96%", decimals=2)
    assert one(Same("", (cut, figure("96,4%")))) == ["repeated-differs"]
    assert one(Same("", (figure("96%"), figure("96,4%")))) == []


def test_a_csv_and_a_json_file_say_the_same() -> None:
    line = "relation;kind;role;name;value;at\nr;{kind};whole;Số sở;20;dòng 71\nr;;part;phiếu;{part};dòng 87"
    from_csv = read_csv(line.format(kind="total", part="21"))
    from_json = read_json(
        '{"figures": [{"relation": "r", "kind": "total", "role": "whole", "name": "Số sở", "value": 20,'
        ' "at": "dòng 71"}, {"relation": "r", "role": "part", "name": "phiếu", "value": "21",'
        ' "at": "dòng 87"}]}'
    )
    assert from_csv == from_json
    assert check(from_csv)[0].figures[0].place == Place(at="dòng 71")


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("r,totals,whole,a,1", "line 2: unknown kind 'totals'"),
        ("r,total,whole,a,1", "line 2: relation 'r' has no part"),
        ("r,total,hole,a,1", "line 2: total has no role 'hole'"),
        ("r,total,part,a,nhiều", "line 2: 'nhiều' is not a number"),
        ("r,total,whole,a,1\nr,total,whole,a,1\nr,total,part,a,1", "line 3: relation 'r' has a second whole"),
        ("r,total,whole,a,1\nr,mean,part,a,1", "line 3: relation 'r' is total, not mean"),
        (",total,whole,a,1", "line 2: no relation is named"),
        ("r,same,figure,a,95,05", "line 2: more cells than columns"),
        ("r,mean,whole,a,1\nr,mean,part,a,1\nr,mean,part,a,1\nr,mean,weight,a,1", "one weight for each part"),
        ("r,listing,list,a,1", "line 2: a list needs names"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_line_by_line(lines: str, problem: str) -> None:
    with pytest.raises(InvalidPublication) as told:
        read_csv(f"relation,kind,role,name,value\n{lines}\n")
    assert any(problem in each for each in told.value.problems)


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"figures": [{"colour": 1}]}', '{"figures": [], "rounding": 3}']
)
def test_json_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(InvalidPublication):
        read_json(text)


def test_unknown_columns_and_options_are_refused() -> None:
    with pytest.raises(InvalidPublication, match="unknown column 'colour'"):
        read_csv("relation,kind,role,colour\nr,same,figure,red\n")
    with pytest.raises(InvalidPublication, match="unknown option 'all'"):
        read_csv("relation,kind,role,value,option\nr,shares,part,100%,all\n")


def test_the_command_prints_each_finding_and_ends_with_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(SON_LA)]) == 1
    printed = capsys.readouterr().out
    assert "C24 [order-broken] SIPAS chung khối huyện: 95,05% (Biểu 4a, dòng 219)" in printed
    assert "11 mâu thuẫn" in printed


def test_the_command_ends_with_zero_where_all_agrees(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ours.json"
    path.write_text('{"title": "", "figures": []}', encoding="utf-8")
    assert main(["check", str(path)]) == 0
    assert "không có mâu thuẫn" in capsys.readouterr().out


def test_the_command_tells_what_it_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / "none.csv")]) == 2
    path = tmp_path / "broken.csv"
    path.write_text("relation,kind,role\nr,total,whole\n", encoding="utf-8")
    assert main(["check", str(path)]) == 2
    told = capsys.readouterr().err
    assert "line 2: relation 'r' has no part" in told
    assert "line 2: '' is not a number" in told


DOCUMENT = Path(__file__).parents[2] / "docs" / "published_figures.md"


def block(language: str) -> str:
    """The one example of the document in a language."""
    [found] = re.findall(
        rf"^```{language}\n(.*?)^```", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    return str(found)


def test_the_example_of_the_document_prints_what_it_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "example.csv"
    path.write_text(block("csv"), encoding="utf-8")
    assert main(["check", str(path)]) == 1
    assert capsys.readouterr().out == block("text")


def test_the_python_example_of_the_document_runs(tmp_path: Path) -> None:
    path = tmp_path / "example.py"
    path.write_text(block("python"), encoding="utf-8")
    assert runpy.run_path(str(path))["finding"].label == "province"


def test_the_document_names_every_kind_role_and_column() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    roles = {role for _, known in ROLES.values() for role in known}
    assert [word for word in sorted({*ROLES, *COLUMNS, *roles}) if f"`{word}`" not in text] == []
