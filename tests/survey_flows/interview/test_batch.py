"""One message for a whole screen is taken only when every answer in it is plain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_flows.interview.batch import Batch, read_batch
from survey_flows.interview.reading import Certain, Doubt, NoValue, Unclear
from survey_flows.interview.state import MissingKind
from survey_flows.questionnaire.model import ItemKind
from tests.survey_flows.interview.conversation import plain, satisfaction, yes_no

FIVE = tuple(satisfaction(f"q{number}") for number in range(1, 6))
THREE = FIVE[:3]
LEFT_OUT = NoValue(MissingKind.REFUSED)


def marks(text: str) -> Batch:
    return tuple(Certain(digit) for digit in text)


@pytest.mark.parametrize(
    "text",
    [
        "5 4 5 5 3",
        "54553",
        "5,4,5,5,3",
        "5-4-5-5-3",
        "5 - 4 - 5 - 5 - 3",
        "５ ４ ５ ５ ３",
        "5\n4\n5\n5\n3",
        "1:5 2:4 3:5 4:5 5:3",
        "1: 5, 2: 4, 3: 5, 4: 5, 5: 3",
        "câu 1: 5, câu 2: 4, câu 4: 5, câu 3: 5, câu 5: 3",
        "1=5 2=4 3=5 5=3 4=5",
        "rất hài lòng, hài lòng, rhl, 5, bình thường",
    ],
)
def test_a_screen_is_answered_in_one_message(text: str) -> None:
    assert read_batch(text, FIVE) == marks("54553")


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("5 4 5", Doubt.COUNT),
        ("5 4 5 5 3 4", Doubt.COUNT),
        ("545", Doubt.COUNT),
        ("1:5 2:4", Doubt.COUNT),
        ("1:5 1:4 3:5 4:5 5:3", Doubt.COUNT),
        ("1:5 2:4 3:5 4:5 6:3", Doubt.COUNT),
        ("5 4 6 5 3", Doubt.RANGE),
        ("1:5 2:9 3:5 4:5 5:3", Doubt.RANGE),
        ("5 hết", Doubt.BATCH),
        ("tất cả 5", Doubt.BATCH),
        ("5 4 ok 5 3", Doubt.UNCLEAR),
        ("", Doubt.UNCLEAR),
        ("1:5 2:4 và hết", Doubt.BATCH),
        ("1:5 2:4 vậy đó", Doubt.UNCLEAR),
    ],
)
def test_a_message_that_does_not_fit_the_screen_records_nothing(text: str, doubt: Doubt) -> None:
    assert read_batch(text, FIVE) == Unclear(doubt)


def test_a_question_may_be_left_out_in_its_place() -> None:
    assert read_batch("5 x 4", THREE) == (Certain("5"), LEFT_OUT, Certain("4"))
    assert read_batch("5 4 -", THREE) == (Certain("5"), Certain("4"), LEFT_OUT)
    assert read_batch("5 - 4", THREE) == Unclear(Doubt.COUNT)
    assert read_batch("5, không biết, 4", THREE) == (
        Certain("5"),
        NoValue(MissingKind.DONT_KNOW),
        Certain("4"),
    )


def test_items_of_several_kinds_share_a_screen() -> None:
    screen = (plain("age", ItemKind.INTEGER), yes_no("own"), satisfaction("rate"))
    assert read_batch("35, có, 4", screen) == (Certain("35"), Certain("yes"), Certain("4"))
    assert read_batch("35 1 4", screen) == (Certain("35"), Certain("yes"), Certain("4"))


@given(st.text(max_size=40))
def test_no_text_is_too_odd(text: str) -> None:
    assert isinstance(read_batch(text, FIVE), tuple | Unclear)
