"""The forms of Sóc Trăng: the full one, and the few questions on the back of the appointment slip."""

from __future__ import annotations

from survey_flows.forms import SOC_TRANG_FULL, SOC_TRANG_SHORT
from survey_flows.interview.events import Answered, Completed
from survey_flows.interview.inputs import Command, Medium
from survey_flows.interview.state import MissingKind, Status
from tests.survey_flows.interview.conversation import Conversation
from tests.survey_flows.questionnaire.examples import built_in


def test_the_slip_is_done_with_six_taps_and_a_skip() -> None:
    talk = Conversation(built_in(SOC_TRANG_SHORT)).opens().taps("yes", "4", "5", "ontime", "0", "no")
    assert talk.prompt().item == "s6"
    talk.presses(Command.SKIP)
    assert talk.events() == (Answered("s6", None, MissingKind.REFUSED, None), Completed())


def test_the_slip_by_text_message_ends_with_a_sentence() -> None:
    talk = Conversation(built_in(SOC_TRANG_SHORT), Medium.SMS).opens()
    talk.says("dong y", "khong hai long", "2", "tre", "3", "co", "Xin bot giay to cho dan")
    assert talk.state.status is Status.COMPLETE
    assert talk.state.answers == {
        "consent": "yes",
        "s1": "2",
        "s2": "2",
        "s3": "late",
        "s4": "3",
        "s5": "yes",
        "s6": "Xin bot giay to cho dan",
    }


def test_quality_is_agreed_to_and_satisfaction_is_felt() -> None:
    talk = Conversation(built_in(SOC_TRANG_FULL)).opens().says("đồng ý")
    talk.says("đồng ý", "rất đồng ý", "không đồng ý", "4")
    assert [talk.state.answers[f"st_q1_{number}"] for number in (1, 2, 3, 4)] == ["4", "5", "2", "4"]
    assert talk.prompt().item == "st_s1"
    talk.says("hài lòng")
    assert talk.state.answers["st_s1"] == "4"


def test_whoever_never_complained_leaves_the_handling_of_complaints_out() -> None:
    talk = Conversation(built_in(SOC_TRANG_FULL), Medium.SMS).opens()
    talk.says("dong y", "4 4 4 4", "4", "4 4 5", "4", "3 4", "4")
    assert talk.prompt().item == "st_q4_1"
    talk.says("4 4 5 0")
    assert talk.prompt().item == "st_s4"
    assert "st_q4_4" in talk.state.missing


def test_a_number_of_supplements_is_that_many_and_never_the_place_of_a_choice() -> None:
    item = built_in(SOC_TRANG_SHORT).by_name["s4"]
    assert [choice.code for choice in item.choices[:4]] == ["1", "2", "3", "4"]
    talk = Conversation(built_in(SOC_TRANG_SHORT), Medium.SMS).opens().says("dong y", "4", "4", "dung hen")
    assert talk.says("hai lan").state.answers["s4"] == "2"
    talk = Conversation(built_in(SOC_TRANG_SHORT), Medium.SMS).opens().says("dong y", "4", "4", "dung hen")
    assert talk.says("khong lan nao", "phai").state.answers["s4"] == "0"
