"""Rounds of a repeat, unrolled here and a tree there, decide and calculate the same.

One difference is meant: `count()` passes over questions that do not apply, as ODK Collect does; `rxeval`
counts them. So only what always applies is counted here.
"""

from __future__ import annotations

import rxeval
from hypothesis import given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from survey_flows.questionnaire.logic import Logic
from survey_flows.questionnaire.xlsform import compile_form

FORM = """
| survey |
| | type | name | label | relevant | repeat_count | constraint | calculation |
| | integer | members | Mấy người? | | | . <= 3 | |
| | begin_repeat | member | Người | | ${members} | | |
| | text | who | Tên? | | | | |
| | integer | age | Mấy tuổi? | | | | |
| | begin_group | young | Trẻ em | ${age} < 18 | | | |
| | text | school | Trường nào? | | | | |
| | integer | year | Lớp mấy? | ${school} != '' and ${members} > 1 | | | |
| | end_group | | | | | | |
| | calculate | born | | | | | 2024 - ${age} |
| | end_repeat | | | | | | |
| | calculate | total | | | | | sum(${age}) |
| | calculate | oldest | | | | | max(${age}) |
| | calculate | asked | | | | | count(${age}) |
| | calculate | rounds | | | | | count(${member}) |
| | calculate | names | | | | | join('-', ${who}) |
| | note | old | Nhà có người già. | max(${age}) > 60 | | | |
"""
TOTALS = ("total", "oldest", "asked", "rounds", "names")
XFORM = convert(FORM, file_type=".md").xform
LOGIC = Logic(compile_form(FORM.encode(), file_type="md", name="rounds"))
people = st.lists(
    st.tuples(st.sampled_from(["An", "Bình", "Chi"]), st.integers(0, 90), st.sampled_from(["", "A", "B"])),
    min_size=1,
    max_size=3,
)


@settings(max_examples=40, deadline=None)
@given(people)
def test_rounds_decide_and_calculate_as_a_tree_does(household: list[tuple[str, int, str]]) -> None:
    session = rxeval.Session(XFORM)
    session.set("/data/members", str(len(household)))
    session.recompute()
    answers = {"members": str(len(household))}
    for number, (who, age, school) in enumerate(household, 1):
        if number > 1:
            session.add_row("/data/member")
        for name, value in (("who", who), ("age", str(age)), ("young/school", school)):
            path = f"/data/member[{number}]/{name}" if len(household) > 1 else f"/data/member/{name}"
            session.set(path, value)
            answers[f"{name.rpartition('/')[2]}.{number}"] = value
    judged = session.recompute()
    said = {path.rpartition("/")[2]: session.get(path) for path in (f"/data/{name}" for name in TOTALS)}
    assert {name: LOGIC.calculate(name, answers) for name in TOTALS} == said
    applying = set(LOGIC.relevant_items(answers))
    for path, is_relevant in judged["relevant"].items():
        *around, name = path.split("/")
        rounds = [step.partition("[")[2].rstrip("]") or "1" for step in around if step.startswith("member")]
        ours = ".".join([name, *rounds])
        if name not in ("instanceID", "young", "member"):
            assert (ours in applying) == is_relevant, (path, answers)
