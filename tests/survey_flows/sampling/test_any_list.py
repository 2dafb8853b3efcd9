"""Whatever way an office writes its list down, the people in it are the same."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_flows.ids import ServiceCode, UnitCode
from survey_flows.sampling.frame import FrameRow
from survey_flows.sampling.known import FrameRules, KnownService, KnownUnit
from survey_flows.sampling.matching import fold
from survey_flows.sampling.reading import read_frame
from tests.survey_flows.sampling.writings import tcvn3, vni, windows_1258

SERVICES = (
    KnownService(ServiceCode("TU_PHAP"), ("Hộ tịch",)),
    KnownService(ServiceCode("TNMT"), ("Đất đai",)),
)
RULES = FrameRules(
    units=(
        KnownUnit(UnitCode("MAI_SON"), ("UBND huyện Mai Sơn", "Mai Sơn"), SERVICES),
        KnownUnit(UnitCode("SONG_MA"), ("UBND huyện Sông Mã", "Sông Mã"), SERVICES),
    ),
    province="Sơn La",
)
COLUMNS = (
    "Đơn vị",
    "Lĩnh vực",
    "Họ và tên",
    "Số điện thoại",
    "Địa chỉ",
    "Ngày nộp",
    "Ngày trả kết quả",
    "Mã hồ sơ",
)
TITLES = ("DANH SÁCH TỔNG THỂ", "Kèm theo công văn số 12, ngày 5 tháng 9", "", "Người lập biểu: văn thư")
WRITINGS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "utf-8-sig": lambda text: text.encode("utf-8-sig"),
    "utf-16": lambda text: text.encode("utf-16"),
    "nfd": lambda text: unicodedata.normalize("NFD", text).encode(),
    "windows-1258": windows_1258,
    "tcvn3": tcvn3,
    "vni": vni,
}

MARKED = ("Lò", "Quàng", "Vàng", "Nguyễn", "Đặng", "Thị", "Văn", "Đức", "Phượng", "Ngọc", "Khánh", "Hiếu")
words = st.sampled_from((*MARKED, "Thủy", "Dũng", "Quý", "Tuấn", "Lường"))
days = (
    st.dates()
    .map(lambda day: f"{day.day:02}/{day.month:02}/{2023 + day.year % 2}")
    .filter(lambda day: not day.startswith("29/02"))
)
lines = st.tuples(
    st.sampled_from(["UBND huyện Mai Sơn", "Mai Sơn", "UBND huyện Sông Mã", "SÔNG MÃ"]),
    st.sampled_from(["Hộ tịch", "Đất đai", "đất đai"]),
    st.lists(words, min_size=2, max_size=4).map(" ".join),
    st.integers(0, 9_999_999).map(lambda number: f"091{number:07}"),
    st.sampled_from(
        ["Bản Bó, xã Chiềng Mung", 'Tổ 2, phường "Tô Hiệu"', "Tiểu khu 3;\nthị trấn Hát Lót", ""]
    ),
    days,
    days,
    st.integers(0, 99_999).map(lambda number: f"H52-{number}"),
)


def people(rows: tuple[FrameRow, ...]) -> list[tuple[object, ...]]:
    """What a list says about its people, but for where it stands and for capitals a font has lost."""
    return [
        (
            row.unit,
            row.service,
            fold(row.name),
            row.phone,
            fold(row.address),
            row.submitted_on,
            row.result_on,
            row.dossier.lower(),
        )
        for row in rows
    ]


def as_csv(table: list[list[str]], delimiter: str, ending: str) -> str:
    def cell(text: str) -> str:
        is_plain = not any(sign in text for sign in (delimiter, '"', "\n"))
        return text if is_plain else '"' + text.replace('"', '""') + '"'

    return ending.join(delimiter.join(map(cell, row)) for row in table) + ending


@settings(max_examples=60, deadline=None)
@given(
    said=st.lists(lines, min_size=1, max_size=6),
    order=st.permutations(range(len(COLUMNS))),
    titles=st.lists(st.sampled_from(TITLES), max_size=4),
    writing=st.sampled_from(sorted(WRITINGS)),
    signs=st.tuples(st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"])),
)
def test_neither_columns_nor_titles_nor_encoding_change_who_is_listed(
    said: list[tuple[str, ...]], order: list[int], titles: list[str], writing: str, signs: tuple[str, str]
) -> None:
    plain = read_frame(
        as_csv([list(COLUMNS), *map(list, said)], ",", "\n").encode(), file="x.csv", rules=RULES
    )
    assert len(plain.rows) == len(said)
    table = [[title] for title in titles]
    table += [[row[place] for place in order] for row in (COLUMNS, *said)]
    content = WRITINGS[writing](as_csv(table, *signs))
    assert people(read_frame(content, file="x.csv", rules=RULES).rows) == people(plain.rows)


@settings(max_examples=15, deadline=None)
@given(
    said=st.lists(lines, min_size=1, max_size=6),
    order=st.permutations(range(len(COLUMNS))),
    titles=st.lists(st.sampled_from(TITLES), max_size=4),
    place=st.tuples(st.integers(0, 3), st.integers(0, 3)),
)
def test_nor_does_a_workbook_wherever_the_table_stands_in_it(
    said: list[tuple[str, ...]], order: list[int], titles: list[str], place: tuple[int, int]
) -> None:
    plain = read_frame(
        as_csv([list(COLUMNS), *map(list, said)], ",", "\n").encode(), file="x.csv", rules=RULES
    )
    table = [[title] for title in titles]
    table += [[row[at] for at in order] for row in (COLUMNS, *said)]
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        for down, row in enumerate(table):
            sheet.write_row(place[0] + down, place[1], row)
    reading = read_frame(stream.getvalue(), file="x.xlsx", rules=RULES)
    assert people(reading.rows) == people(plain.rows)
    assert reading.rows[0].row == place[0] + len(titles) + 2, "line numbers are those Excel shows"


@pytest.mark.parametrize("writing", sorted(WRITINGS))
def test_a_long_list_is_read_alike_wherever_its_blocks_end(writing: str) -> None:
    """Lines are decoded in blocks of 256 kB: a cell, a letter or a line may lie across their border."""
    line = [
        "Mai Sơn",
        "Hộ tịch",
        "Nguyễn Thị Đức",
        "0912345678",
        "Bản Bó;\nChiềng Mung",
        "",
        "05/09/2023",
        "",
    ]
    table = [list(COLUMNS), *([*line[:-1], f"H52-{number}"] for number in range(4000))]
    reading = read_frame(WRITINGS[writing](as_csv(table, ",", "\r\n")), file="x.csv", rules=RULES)
    assert [row.dossier.upper() for row in reading.rows] == [f"H52-{number}" for number in range(4000)]
    assert {(row.name.lower(), row.address.lower()) for row in reading.rows} == {
        ("nguyễn thị đức", "bản bó;\nchiềng mung")
    }
    assert reading.rows[-1].row == 2 + 2 * 3999
    assert reading.problems == ()
