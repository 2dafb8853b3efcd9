"""Published and reconstructed figures of Sơn La 2024 (domain.md §1.5, golden tests 6 to 12)."""

from __future__ import annotations

import math

import polars as pl
import pytest

from scoring import (
    BackcheckCounts,
    Base,
    Denominator,
    Estimate,
    Factor,
    Instrument,
    Level,
    Of,
    Question,
    Responses,
    Score,
    Settings,
    backcheck_table,
    decimal_comma,
    mean_of,
    mean_over,
    printed,
    scores,
    shares,
)

INTER_AGENCY = Instrument(
    "inter_agency",
    (
        Factor("A", "Công chức", ("a1", "a2", "a3", "a4", "a5")),
        Factor("B", "Phối hợp", ("b1", "b2", "b3")),
        Factor("C", "Phản ánh, kiến nghị", ("c1", "c2", "c3", "c4"), is_routed=True),
    ),
)


def agency(
    unit: str, people: int, *, officials: int, coordination: int, feedback: tuple[int, int]
) -> pl.DataFrame:
    """So many satisfied answers (of all asked) to each content; feedback is (satisfied, answered)."""
    columns: dict[str, list[int | None]] = {}
    for prefix, items, satisfied, asked in (
        ("a", 5, officials, people),
        ("b", 3, coordination, people),
        ("c", 4, feedback[0], math.ceil(feedback[1] / 4)),
    ):
        # the dissatisfied and the skipped answers stand at the end
        given = feedback[1] if prefix == "c" else items * asked
        cells = [4] * satisfied + [2] * (given - satisfied) + [None] * (items * people - given)
        for item in range(items):
            columns[f"{prefix}{item + 1}"] = [cells[person * items + item] for person in range(people)]
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Int8))
    return frame.with_columns(unit=pl.lit(unit))


def index(
    frame: pl.DataFrame, measure: str = "SIPAS", denominator: Denominator = Denominator.ANSWERED
) -> str:
    found = scores(Responses(frame, INTER_AGENCY), settings=Settings(denominator=denominator))
    return decimal_comma(next(each.estimate.value for each in found if each.measure == measure))


def ban_dan_toc(officials: int = 149) -> pl.DataFrame:
    return agency("Ban Dân tộc", 30, officials=officials, coordination=88, feedback=(90, 92))


def test_ban_dan_toc_is_the_share_of_answers_given() -> None:
    assert index(ban_dan_toc()) == "98,49"


def test_the_misprint_in_the_report_would_give_another_index() -> None:
    assert index(ban_dan_toc(officials=140)) == "95,78"


def test_a_fixed_denominator_counts_unasked_items_against_the_unit() -> None:
    assert index(ban_dan_toc(), denominator=Denominator.FIXED) == "90,83"


def test_routed_out_people_are_counted_apart_from_skipped_answers() -> None:
    feedback = next(each for each in scores(Responses(ban_dan_toc(), INTER_AGENCY)) if each.measure == "C")
    assert feedback.estimate.base == 23
    assert feedback.routed_out == 7
    assert feedback.skipped == 0


def test_officials_of_four_agencies_pool_to_the_published_figure() -> None:
    agencies = pl.concat(
        [
            agency("Văn phòng UBND", 50, officials=237, coordination=135, feedback=(196, 200)),
            agency("Sở Ngoại vụ", 30, officials=145, coordination=86, feedback=(115, 118)),
            agency("BQL các KCN", 20, officials=96, coordination=57, feedback=(40, 40)),
            ban_dan_toc(),
        ]
    )
    assert index(agencies, "A") == "96,46"


def test_van_phong_ubnd_contents_and_unit() -> None:
    office = agency("Văn phòng UBND", 50, officials=237, coordination=135, feedback=(196, 200))
    assert [index(office, measure) for measure in ("A", "B", "C", "SIPAS")] == [
        "94,80",
        "90,00",
        "98,00",
        "94,67",
    ]


def single(counts: dict[str, int], *, blank: int = 0) -> pl.DataFrame:
    codes: list[str | None] = [code for code, count in counts.items() for _ in range(count)]
    return pl.DataFrame({"answer": pl.Series([*codes, *[None] * blank], dtype=pl.String)})


def printed_shares(frame: pl.DataFrame, choices: tuple[str, ...], base: Base = Base.ANSWERED) -> list[str]:
    found = shares(frame, Question("answer", choices), base=base)
    return [decimal_comma(each.estimate.value) for each in found]


def test_trips_fit_the_published_shares_with_blanks_in_the_base() -> None:
    trips = single({"1": 879, "2": 1073, "3": 101, "4": 28}, blank=10)
    codes = ("1", "2", "3", "4")
    assert printed_shares(trips, codes, Base.EVERYBODY) == ["42,04", "51,32", "4,83", "1,34"]
    assert printed_shares(trips, codes) == ["42,24", "51,56", "4,85", "1,35"]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"slip": 1432, "instant": 560, "oral": 91, "none": 8}, ["68,48", "26,78", "4,35", "0,38"]),
        ({"ontime": 2340, "early": 139, "late": 31}, ["93,23", "5,54", "1,24"]),
        ({"apology": 16, "none": 15}, ["51,61", "48,39"]),
    ],
)
def test_single_answers_fit_the_published_shares(counts: dict[str, int], expected: list[str]) -> None:
    assert printed_shares(single(counts), tuple(counts)) == expected


def test_several_answers_are_reported_of_ticks_and_of_people() -> None:
    ticks = {"time": 91, "competence": 84, "feedback": 47, "discipline": 47, "other": 46}
    people: list[set[str]] = [set() for _ in range(130)]
    place = 0
    for choice, count in ticks.items():
        for _ in range(count):
            people[place % 130].add(choice)
            place += 1
    wishes = pl.DataFrame({"answer": [" ".join(sorted(chosen)) for chosen in people]})
    found = shares(wishes, Question("answer", tuple(ticks), takes_several=True))
    of_ticks = [decimal_comma(each.estimate.value) for each in found if each.of is Of.TICKS]
    of_people = [decimal_comma(each.estimate.value, 1) for each in found if each.of is Of.PEOPLE]
    assert of_ticks[:4] == ["28,89", "26,67", "14,92", "14,92"]
    assert of_people[:4] == ["70,0", "64,6", "36,2", "36,2"]


def test_phuc_tra_shares() -> None:
    table = backcheck_table(BackcheckCounts(2640, 810, 703, 0, 103, 4))
    rates = {str(row.cells[0]): row.cells[2] for row in table.rows}
    drawn, confirmed = rates["Số phiếu phúc tra"], rates["Xác nhận đủ 03 nội dung"]
    assert isinstance(drawn, Estimate)
    assert isinstance(confirmed, Estimate)
    assert decimal_comma(drawn.value, 1) == "30,7"
    assert decimal_comma(confirmed.value, 1) == "86,8"
    assert printed(rates["Chưa gọi xong"], table.columns[2].kind) == "0,00"


def test_the_province_is_the_mean_of_its_blocks() -> None:
    blocks = [
        Estimate(9497, 10000, 1000, 94.97, standard_error=0.30),
        Estimate(9505, 10000, 1600, 95.05, standard_error=0.40),
    ]
    province = mean_of(blocks)
    assert decimal_comma(province.value) == "95,01"
    assert province.standard_error == pytest.approx(math.hypot(0.30, 0.40) / 2)
    as_scores = [
        Score((name,), Level.SIPAS, "", "SIPAS", each) for name, each in zip("ab", blocks, strict=True)
    ]
    assert mean_over(as_scores)[0].estimate == province


def test_rounding_is_half_up_and_only_at_print() -> None:
    assert decimal_comma(98.98762654668) == "98,99"
    assert decimal_comma(0.125) == "0,13"
    assert decimal_comma(100 * 12345 / 100000, 2) == "12,35"
    assert decimal_comma(-0.001) == "0,00"
