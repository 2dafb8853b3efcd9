"""Forms nobody thought of: each compiles and answers, or is refused with a place; none breaks anything."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_flows.errors import InvalidQuestionnaire
from survey_flows.questionnaire.logic import Logic
from survey_flows.questionnaire.model import Questionnaire
from survey_flows.questionnaire.moment import Moment
from survey_flows.questionnaire.stored import from_bytes, to_bytes
from tests.survey_flows.questionnaire.examples import compile_alone

HEADINGS = (
    "type", "name", "label", "relevant", "constraint", "calculation", "required", "choice_filter", "default",
    "repeat_count", "repeat_maximum", "parameters", "appearance", "read_only", "hint", "trigger",
    "media::image",
)  # fmt: skip
TYPES = (
    "select_one yn", "select_multiple yn", "select_one yn or_other", "rank yn", "select_one_from_file t.csv",
    "integer", "decimal", "range", "text", "date", "time", "dateTime", "note", "acknowledge", "calculate",
    "hidden", "barcode", "geopoint", "image", "audio", "video", "file", "today", "start", "deviceid", "audit",
    "geotrace", "add date prompt", "percentage", "gps", "select_one yn", "integer",
)  # fmt: skip
EXPRESSIONS = (
    "${a} = 'yes'", "${b} > 1", ". < 5", ". <= today()", "selected(${a}, 'yes')", "sum(${c})", "count(${r})",
    "count(${c})", "position(..)", "${c} + 1", "indexed-repeat(${b}, ${r}, 1)", "once(${a})", "../b = 1",
    "pulldata('t', 'label', 'name', ${a})", "instance('yn')/root/item[name = ${a}]/label",
    "if(${a}, ${b}, 3)",
    "jr:choice-name(${a}, '${a}')", "coalesce(${d}, ${c})", "concat(${a}, ${b}, ${c})", "join(' ', ${b})",
    "format-date(${d}, '%Y')", "count-selected(.) <= 2", "current()/../c = 1", "max(${b}) > min(${c})", "(",
    "now() > ${d}", "int(${b} div 0)", "string-length(.) = 3", "regex(., '[0-9]+')", "${r.more}",
)  # fmt: skip
CELLS: dict[str, st.SearchStrategy[str]] = {
    "label": st.sampled_from(["Câu?", "Câu ${a}?", "${b} và ${c}"]),
    "required": st.sampled_from(["", "yes", "no", "${a} = 'yes'"]),
    "choice_filter": st.sampled_from(["", "", "k = ${a}", "name != ${b}", "k = '1' or false()", "no = 1"]),
    "default": st.sampled_from(["", "", "yes", "3", "today()", "${a}", 'it\'s "so"']),
    "repeat_maximum": st.sampled_from(["2", "2", "3", "x"]),
    "parameters": st.sampled_from(["", "", "start=0 end=3", "randomize=true", "start=1 end=0 step=0"]),
    "appearance": st.sampled_from(["", "field-list", "minimal", "w2"]),
    "read_only": st.sampled_from(["", "", "yes"]),
    "hint": st.sampled_from(["", "${a}"]),
    "trigger": st.sampled_from(["", "", "${a}"]),
    "media::image": st.sampled_from(["", "a.png"]),
}
SUFFIX = """| choices |
| | list_name | name | label | k |
| | yn | yes | Có | 1 |
| | yn | no | Không | |
| | yn | 3 | Ba | yes |
"""
EVENING = Moment(datetime(2024, 10, 1, 18, tzinfo=UTC), "vi")


@st.composite
def rows(draw: st.DrawFn, kind: str, name: str, *, is_group: bool = False) -> str:
    """One row of the survey sheet, with a few of its cells filled."""
    filled = draw(st.sets(st.sampled_from(HEADINGS[3:]), max_size=3))
    cells = {"type": kind, "name": name, "label": draw(CELLS["label"])}
    if kind in ("calculate", "begin_repeat"):
        filled |= {"calculation" if kind == "calculate" else "repeat_maximum"}
    for heading in filled:
        if is_group and heading not in ("relevant", "appearance", "repeat_count", "repeat_maximum"):
            continue
        cells[heading] = draw(CELLS.get(heading, st.sampled_from(EXPRESSIONS)))
    return "| | " + " | ".join(cells.get(heading, "") for heading in HEADINGS) + " |\n"


@st.composite
def forms(draw: st.DrawFn) -> str:
    """A form with a repeat, a group, and questions of any type around and inside them."""
    lines = [f"| survey |\n| | {' | '.join(HEADINGS)} |\n"]
    names = iter("abcdefghij")
    for opening in ("", "begin_repeat", "begin_group", ""):
        begun = bool(opening) and draw(st.booleans())
        if begun:
            lines.append(
                draw(rows(opening, {"begin_repeat": "r", "begin_group": "grp"}[opening], is_group=True))
            )
        lines += [draw(rows(draw(st.sampled_from(TYPES)), next(names))) for _ in range(2)]
        if begun:
            lines.append(f"| | {opening.replace('begin', 'end')} |\n")
    return "".join(lines) + SUFFIX


def look_at(form: Questionnaire, said: dict[str, str]) -> None:
    """Ask everything that an interview may ask of the logic."""
    logic = Logic(form)
    applying = logic.relevant_items(said, EVENING)
    assert list(applying) == [item.name for item in form.items if logic.is_relevant(item.name, said, EVENING)]
    for item in form.items:
        name = item.name
        assert all(choice in item.choices for choice in logic.choices_of(name, said, EVENING))
        for label in (*item.labels.values(), *item.hints.values()):
            assert "${" not in logic.fill(label, said, EVENING)
        for value in ("", "yes", "3", "2024-10-01", "\x00\ud800"):
            assert isinstance(logic.violates(name, value, said, EVENING), bool)
            assert isinstance(logic.is_offered(name, value, said, EVENING), bool)
        assert isinstance(logic.is_required(name, said, EVENING), bool)
        assert "NaN" not in logic.calculate(name, said, EVENING)
        assert isinstance(logic.default_of(name, said, EVENING), str)


@settings(max_examples=40, deadline=None)
@given(form=forms(), said=st.dictionaries(st.sampled_from([*"abcdefghij", "c.1", "d.2", "r.more.1"]),
       st.sampled_from(["yes", "no", "3", "-1", "yes no", "2024-09-30", "năm"])))  # fmt: skip
def test_any_form_compiles_and_answers_or_is_refused_with_a_place(form: str, said: dict[str, str]) -> None:
    try:
        questionnaire = compile_alone(form, t="name,label,k\nyes,Có,1\n3,Ba,yes\n")
    except InvalidQuestionnaire as problem:
        refused = problem
    else:
        assert from_bytes(to_bytes(questionnaire)) == questionnaire
        look_at(questionnaire, said)
        return
    assert all(issue.where and issue.message for issue in refused.issues)


def test_a_repeat_that_is_relevant_by_its_own_rounds_is_refused_at_its_cell() -> None:
    form = (
        "| survey |\n| | type | name | label | relevant | repeat_maximum |\n"
        "| | begin_repeat | visit | Lần đến | count(${visit}) > 0 | 2 |\n"
        "| | text | what | Việc gì? | | |\n| | end_repeat |\n"
    )
    with pytest.raises(InvalidQuestionnaire) as refused:
        compile_alone(form)
    [issue] = [issue for issue in refused.value.issues if issue.code == "circular-relevance"]
    assert "visit → visit" in issue.message and "relevant" in issue.where
