"""What the judge leaves blank or cannot enter, each shown to be so still; we follow the prose of ODK.

When a test here fails because the judge has learned it, the function joins the generators of `forms.py`.
"""

from __future__ import annotations

import pytest
import rxeval
from pyxform.xls2xform import convert

from survey_flows.questionnaire.logic import Logic
from tests.survey_flows.questionnaire.examples import compile_alone

ROUNDS = """
| survey |
| | type | name | label | repeat_count | calculation |
| | begin_repeat | visit | Lần đến | 2 | |
| | text | what | Việc gì? | | |
| | calculate | place | | | position(..) |
| | end_repeat | | | | |
"""
ONE = """
| survey |
| | type | name | label | calculation |
| | text | n | N? | |
| | calculate | found | | {calculation} |
"""
WITHIN = """
| survey |
| | type | name | label | repeat_count | calculation |
| | begin_repeat | house | Nhà | 2 | |
| | begin_repeat | room | Phòng | 2 | |
| | integer | size | Rộng? | | |
| | end_repeat | | | | |
| | calculate | area | | | sum(${size}) |
| | end_repeat | | | | |
| | calculate | whole | | | sum(${size}) |
"""
COMMUNES = "name,label\nx1,Xã Một\nx2,Xã Hai\n"


def judged(form: str) -> rxeval.Session:
    return rxeval.Session(convert(form, file_type=".md").xform)


def logic(form: str) -> Logic:
    return Logic(compile_alone(form, t=COMMUNES))


def test_the_place_of_a_round_is_its_number() -> None:
    session = judged(ROUNDS)
    session.add_row("/data/visit")
    session.recompute()
    assert [session.get(f"/data/visit[{number}]/place") for number in (1, 2)] == ["", ""]
    here = logic(ROUNDS)
    assert [here.calculate(f"place.{number}", {"what.1": "A"}) for number in (1, 2)] == ["1", "2"]


@pytest.mark.parametrize(
    ("calculation", "here"), [("pulldata('t', 'label', 'name', ${n})", "Xã Một"), ("once(${n})", "x1")]
)
def test_tables_and_what_is_kept_once_are_left_blank_there(calculation: str, here: str) -> None:
    form = ONE.format(calculation=calculation)
    session = judged(form)
    session.set("/data/n", "x1")
    session.recompute()
    assert (logic(form).calculate("found", {"n": "x1"}), session.get("/data/found")) == (here, "")


def test_what_is_kept_once_stays_when_its_source_changes() -> None:
    here = logic(ONE.format(calculation="once(${n})"))
    assert here.calculate("found", {"n": "x2", "found": "x1"}) == "x1"


def test_rounds_within_rounds_cannot_be_opened_there() -> None:
    session = judged(WITHIN)
    session.add_row("/data/house")
    with pytest.raises(ValueError, match="not a repeat"):
        session.add_row("/data/house[2]/room")
    sizes = {f"size.{house}.{room}": str(10 * house + room) for house in (1, 2) for room in (1, 2)}
    here = logic(WITHIN)
    assert [here.calculate(name, sizes) for name in ("area.1", "area.2", "whole")] == ["23", "43", "66"]
