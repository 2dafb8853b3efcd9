"""Taps, words and reports in an interview: what is recorded, changed, guessed and made sure of."""

from __future__ import annotations

import pytest

from survey_flows.interview.engine import present
from survey_flows.interview.events import (
    Answered,
    Misread,
    Proposed,
    Refused,
    ReportedIneligible,
    ReportedUnavailable,
    ReportedWrongPerson,
    Retracted,
    TappedLate,
    UnavailableReason,
    WentBack,
    Withdrew,
)
from survey_flows.interview.inputs import Chose, Command, Pressed
from survey_flows.interview.prompts import PromptKind
from survey_flows.interview.state import MissingKind, Status
from tests.survey_flows.interview.conversation import (
    SMALL,
    Conversation,
    agreed,
    at_polite,
)


def test_twenty_taps_in_a_row_record_one_answer() -> None:
    talk = at_polite()
    tap = Chose("polite", "4", talk.state.revision)
    for _ in range(20):
        talk.sends(tap)
    assert [event for event in talk.history if isinstance(event, Answered) and event.item == "polite"] == [
        Answered("polite", "4", None, None)
    ]
    assert talk.events() == (TappedLate("polite"),)
    assert "đã được ghi nhận" in talk.prompt().notice
    talk.taps("no")
    assert talk.state.answers["gave"] == "no"


def test_a_tap_on_an_unknown_card_changes_nothing() -> None:
    talk = at_polite()
    revision = talk.state.revision
    talk.sends(Chose("wish", "1", revision))
    assert (talk.events(), talk.prompt().item) == ((TappedLate("wish"),), "polite")
    assert "thẻ cũ" in talk.prompt().notice
    talk.sends(Chose("polite", "17", revision))
    assert talk.events() == (Misread("polite", "UNCLEAR"),)
    talk.sends(Pressed(Command.BACK, revision - 1))
    assert talk.events() == (TappedLate("polite"),)


def test_going_back_and_changing_an_answer_asks_what_follows_again() -> None:
    talk = agreed().says("trễ hẹn", "có", "hài lòng", "không", "1 2")
    assert talk.prompt().item == "age"
    for earlier in ("wish", "gave", "polite", "told", "punct"):
        talk.presses(Command.BACK)
        assert talk.events() == (WentBack(earlier),)
        assert talk.prompt().item == earlier
    assert [choice.code for choice in talk.prompt().choices if choice.is_selected] == ["late"]
    assert Command.BACK not in talk.prompt().commands
    talk.sends(Pressed(Command.BACK))
    assert "câu đầu tiên" in talk.prompt().notice

    talk.taps("ontime")
    assert talk.events() == (Answered("punct", "ontime", None, "late"), Retracted("told", "yes"))
    assert talk.prompt().item == "age"
    talk.says("quay lại", "quay lại").says("có")
    assert talk.events() == (Answered("gave", "yes", None, "no"),)
    assert talk.prompt().item == "heard"
    talk.says("5")
    assert talk.prompt().item == "age"
    assert talk.state.answers["wish"] == "1 2"


def test_an_answer_withdrawn_by_a_calculation() -> None:
    talk = at_polite().says("4", "không", "1", "70", "2/3/2024", "quay lại")
    assert talk.prompt().item == "since"
    talk.says("quay lại", "30")
    assert talk.events() == (Answered("age", "30", None, "70"), Retracted("since", "2024-03-02"))
    assert talk.prompt().item == "idea"


def test_an_item_without_value_may_stop_applying_too() -> None:
    talk = agreed().says("trễ", "không biết")
    assert talk.state.missing == {"told": MissingKind.DONT_KNOW}
    talk.says("quay lại", "quay lại", "đúng hẹn")
    assert talk.events()[-1] == Retracted("told", "")
    assert talk.state.missing == {}


def test_a_kind_of_nonresponse_gives_way_to_a_value_and_back() -> None:
    talk = at_polite().says("không biết")
    assert talk.events() == (Answered("polite", None, MissingKind.DONT_KNOW, None),)
    talk.says("quay lại", "4")
    assert talk.events() == (Answered("polite", "4", None, None),)
    talk.presses(Command.BACK, Command.SKIP)
    assert talk.events() == (Answered("polite", None, MissingKind.REFUSED, "4"),)
    talk.says("quay lại", "tôi không góp ý bao giờ")
    assert talk.events() == (Answered("polite", None, MissingKind.NOT_APPLICABLE, None),)


def test_consent_and_filters_must_be_answered() -> None:
    talk = at_polite().says("4")
    assert talk.prompt().item == "gave"
    assert Command.SKIP not in talk.prompt().commands
    for words in ("không biết", "bỏ qua"):
        talk.says(words)
        assert talk.events() == (Misread("gave", "REQUIRED"),)
    talk = Conversation(SMALL).opens().says("không biết")
    assert talk.events() == (Misread("consent", "REQUIRED"),)


def test_several_choices_by_taps() -> None:
    talk = at_polite().says("4", "không")
    revisions = [talk.state.revision]
    for code in ("3", "1", "7"):
        talk.taps(code)
        revisions.append(talk.state.revision)
    assert talk.state.ticked == ("1", "3", "7")
    assert revisions == sorted(set(revisions))
    talk.taps("5")
    assert talk.events() == (Misread("wish", "OVERLIMIT"),)
    assert "tối đa 3" in talk.prompt().notice
    talk.taps("3", "7", "1").presses(Command.DONE)
    assert talk.events() == ()
    assert "ít nhất một" in talk.prompt().notice
    talk.taps("2").says("xong")
    assert talk.events() == (Answered("wish", "2", None, None),)
    talk.presses(Command.BACK)
    assert list(talk.state.ticked) == ["2"]
    assert [choice.code for choice in talk.prompt().choices if choice.is_selected] == ["2"]


def test_done_means_nothing_where_one_choice_is_asked() -> None:
    talk = at_polite().sends(Pressed(Command.DONE))
    assert (talk.events(), talk.prompt().item) == ((), "polite")


def test_too_many_typed_choices_are_not_recorded() -> None:
    talk = at_polite().says("4", "không", "1,2,3,4")
    assert talk.events() == (Misread("wish", "OVERLIMIT"),)
    talk.says("135")
    assert talk.prompt().text == "Ý ông/bà là: 1. Điều a; 3. Điều c; 5. Điều e?"
    talk.says("đúng rồi")
    assert talk.events() == (Answered("wish", "1 3 5", None, None),)


def test_a_probable_answer_is_confirmed_first() -> None:
    talk = at_polite().says("ok")
    assert talk.events() == (Proposed("polite", "4"),)
    assert talk.prompt().kind is PromptKind.CONFIRM
    assert talk.prompt().text == "Ý ông/bà là: 4. Hài lòng?"
    assert talk.state.answers.get("polite") is None
    assert present(SMALL, talk.state) == talk.prompt()
    talk.taps("yes")
    assert talk.events() == (Answered("polite", "4", None, None),)


@pytest.mark.parametrize("words", ["2", "không phải", "ko"])
def test_a_wrong_guess_is_asked_again(words: str) -> None:
    talk = at_polite().says("ok", words)
    assert (talk.events(), talk.prompt().kind, talk.prompt().item) == ((), PromptKind.QUESTION, "polite")
    talk = at_polite().says("ok").taps("no")
    assert talk.prompt().kind is PromptKind.QUESTION


def test_a_guess_may_be_overtaken() -> None:
    talk = at_polite().says("ok", "5")
    assert talk.events() == (Answered("polite", "5", None, None),)
    talk = at_polite().says("ok", "tệ quá")
    assert talk.events() == (Proposed("polite", "1"),)
    talk = at_polite().says("ok", "asdf")
    assert talk.events() == (Misread("polite", "UNCLEAR"),)
    assert talk.prompt().kind is PromptKind.QUESTION
    talk = at_polite().says("ok", "quay lại")
    assert (talk.events(), talk.prompt().item) == ((), "polite")
    talk = at_polite().says("ok", "ai đây")
    assert talk.prompt().kind is PromptKind.CONFIRM
    talk.sends(Chose("polite", "5", talk.state.revision))
    assert talk.events() == (TappedLate("polite"),)
    talk.sends(Pressed(Command.DONE, talk.state.revision))
    assert talk.prompt().kind is PromptKind.CONFIRM
    talk.sends(Pressed(Command.SKIP, talk.state.revision))
    assert talk.events() == (Answered("polite", None, MissingKind.REFUSED, None),)


@pytest.mark.parametrize(
    ("words", "event", "status"),
    [
        ("không phải tôi", ReportedWrongPerson(), Status.WRONG_PERSON),
        ("nhầm số rồi", ReportedWrongPerson(), Status.WRONG_PERSON),
        ("chưa có kết quả", ReportedIneligible(), Status.INELIGIBLE),
        ("chuyển đi rồi", ReportedUnavailable(UnavailableReason.MOVED), Status.UNAVAILABLE),
        ("đi nước ngoài rồi", ReportedUnavailable(UnavailableReason.AWAY), Status.UNAVAILABLE),
        ("bố tôi mất rồi", ReportedUnavailable(UnavailableReason.DECEASED), Status.UNAVAILABLE),
        ("bị tai biến", ReportedUnavailable(UnavailableReason.INCAPABLE), Status.UNAVAILABLE),
        ("không trả lời nữa", Refused(), Status.REFUSED),
        ("dung", Withdrew(), Status.STOPPED),
    ],
)
def test_a_report_that_ends_the_interview_is_confirmed_first(
    words: str, event: object, status: Status
) -> None:
    talk = at_polite().says(words)
    assert [type(event) for event in talk.events()] == [Proposed]
    assert talk.prompt().kind is PromptKind.CONFIRM
    assert talk.state.status is Status.ASKING
    doubted = Conversation(SMALL)
    doubted.state, doubted.history = talk.state, list(talk.history)
    doubted.says("không")
    assert (doubted.state.status, doubted.prompt().item) == (Status.ASKING, "polite")
    talk.says("đúng")
    assert talk.events() == (event,)
    assert talk.state.status is status
    assert talk.prompt().kind is PromptKind.CLOSING
