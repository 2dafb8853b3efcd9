"""A form in a file of the province's own, alone or with what lies beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import ConfigError
from bot.forms import compile_named_form
from survey_flows.errors import InvalidQuestionnaire

FORM = """
| survey |
| | type | name | label |
| | select_one_from_file xa.csv | xa | Xã nào? |
| settings |
| | form_title | form_id |
| | Khảo sát xã | xa |
"""
TABLE = "name,label\n01,Mường La\n"


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """The form alone."""
    path = tmp_path / "khao_sat.md"
    path.write_text(FORM, encoding="utf-8")
    return path


def test_a_form_that_lies_alone_has_the_title_of_its_settings(form: Path) -> None:
    (form.parent / "xa.csv").write_text(TABLE, encoding="utf-8")
    questionnaire = compile_named_form(str(form))
    assert (questionnaire.code, questionnaire.titles) == ("khao_sat", {"vi": "Khảo sát xã"})
    assert questionnaire.factors == ()


def test_the_folder_of_the_form_comes_before_files_beside_it(form: Path) -> None:
    (form.parent / "xa.csv").write_text("name,label\n99,Nhầm\n", encoding="utf-8")
    media = form.parent / "khao_sat-media"
    media.mkdir()
    (media / "xa.csv").write_text(TABLE, encoding="utf-8-sig")
    assert [choice.code for choice in compile_named_form(str(form)).items[0].choices] == ["01"]


def test_a_factors_file_beside_the_form_is_read(form: Path) -> None:
    (form.parent / "xa.csv").write_text(TABLE, encoding="utf-8")
    form.with_suffix(".toml").write_text('minutes = 3\n[title]\nvi = "Tên khác"\n', encoding="utf-8")
    questionnaire = compile_named_form(str(form))
    assert (questionnaire.minutes, questionnaire.titles) == (3, {"vi": "Tên khác"})


def test_a_table_that_is_missing_or_no_text_is_named(form: Path) -> None:
    with pytest.raises(InvalidQuestionnaire, match=r"xa\.csv"):
        compile_named_form(str(form))
    (form.parent / "xa.csv").write_bytes(b"name,label\n01,M\xff\n")
    with pytest.raises(ConfigError, match=r"xa\.csv: not UTF-8"):
        compile_named_form(str(form))


def test_a_form_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        compile_named_form(str(tmp_path / "gone.xlsx"))
