"""Tables for a device are written again from the questionnaire, or the form is no device's."""

from __future__ import annotations

import pytest

from survey_flows.questionnaire.offline_files import FilesBeside, files_beside
from survey_flows.questionnaire.xform import collect_form_of
from survey_flows.questionnaire.xlsform import compile_form

FILES = {
    "xa.csv": "ma,ten,huyen\n01,Mường La,ML\n01,Chiềng Lao,SL\n",
    "phi.csv": "ma,loai,vnd\n01,A,10\n02,B,20\n",
}
SETTINGS = "| settings |\n| | default_language |\n| | vi |\n"


def beside(*rows: str) -> FilesBeside:
    """What a form of these rows (type, name, calculation, parameters, choice_filter, media) names."""
    head = "| | type | name | label | calculation | parameters | choice_filter | media::audio |\n"
    lines = "".join(f"| | {row} |\n" for row in rows)
    source = ("| survey |\n" + head + lines + SETTINGS).encode()
    form = compile_form(source, file_type="md", name="mau", attachments=FILES)
    return files_beside(collect_form_of(source, form, {"vi": "Mã", "en": "Code"}).encode(), form)


CHOOSES = "select_one_from_file xa.csv | xa | Xã? | | value=ma label=ten | huyen = 'ML' | chao & hỏi.mp3"


def test_choices_keep_their_own_columns_and_codes_that_come_twice() -> None:
    found = beside(CHOOSES)
    assert found == FilesBeside(("chao & hỏi.mp3",), {"xa.csv": FILES["xa.csv"]})


def test_a_table_of_pulldata_has_a_line_for_each_key_of_each_column_looked_up() -> None:
    found = beside(
        "text | x | X? | | | | ",
        "calculate | a | | pulldata('phi', 'vnd', 'ma', ${x}) | | | ",
        "calculate | b | | pulldata('phi', 'vnd', 'loai', ${x}) | | | ",
    )
    assert found.tables["phi.csv"].splitlines() == ["ma,vnd,loai", "01,10,", "02,20,", ",10,A", ",20,B"]


def test_what_is_looked_up_in_the_table_of_choices_stands_beside_them() -> None:
    found = beside(CHOOSES, "calculate | h | | pulldata('xa', 'ten', 'ma', ${xa}) | | | ")
    assert found.tables["xa.csv"] == FILES["xa.csv"]
    assert found.missing == ()


@pytest.mark.parametrize(
    "row", ["calculate | h | | pulldata('xa', 'ten', 'huyen', 'ML') | | | "], ids=["a key not kept"]
)
def test_lines_that_cannot_be_told_apart_by_the_key_are_missing(row: str) -> None:
    """Without a filter the column `huyen` is not kept with the choices."""
    found = beside("select_one_from_file xa.csv | xa | Xã? | | value=ma label=ten | | ", row)
    assert (found.tables, found.missing) == ({}, ("jr://file-csv/xa.csv",))
