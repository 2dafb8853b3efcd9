"""Whole interviews, told as they happen: from the invitation to the end, or to a stop."""

from __future__ import annotations

import pytest

from survey_flows.interview.engine import present
from survey_flows.interview.events import (
    Answered,
    Asked,
    Completed,
    Consented,
    Refused,
    ReportedUnavailable,
    ReportedWrongPerson,
    Spoke,
    Started,
    TappedLate,
    UnavailableReason,
    Withdrew,
)
from survey_flows.interview.inputs import Chose, Command, Medium, Opened, Pressed, Said
from survey_flows.interview.prompts import PromptKind
from survey_flows.interview.state import Status
from tests.survey_flows.interview.conversation import (
    SMALL,
    Conversation,
    agreed,
    at_polite,
)


def test_an_interview_by_taps() -> None:
    talk = Conversation(SMALL).opens()
    assert talk.events() == (Started(Medium.CHAT),)
    assert "{department}" in talk.prompt().notice
    assert "3 phút" in talk.prompt().notice
    assert "HUY" in talk.prompt().notice
    assert talk.prompt().progress is None

    talk.taps("yes")
    assert talk.events() == (Consented("vi"), Answered("consent", "yes", None, None))
    assert (talk.prompt().item, talk.prompt().notice, talk.prompt().progress) == (
        "punct",
        "Câu hello?",
        (0, 6),
    )

    talk.taps("late")
    assert (talk.prompt().item, talk.prompt().progress) == ("told", (1, 7))
    talk.taps("no", "4", "no").taps("1", "9").presses(Command.DONE)
    assert talk.events() == (Answered("wish", "1 9", None, None),)
    assert talk.prompt().item == "age"
    talk.says("35", "làm nhanh hơn")
    assert talk.events() == (Answered("idea", "làm nhanh hơn", None, None), Completed())
    assert talk.prompt().kind is PromptKind.CLOSING
    assert talk.prompt().notice == "Câu bye?"
    assert talk.state.status is Status.COMPLETE
    assert talk.state.completed_at == talk.state.updated_at
    assert talk.state.answers == {
        "consent": "yes",
        "punct": "late",
        "told": "no",
        "polite": "4",
        "gave": "no",
        "wish": "1 9",
        "age": "35",
        "idea": "làm nhanh hơn",
    }


def test_an_interview_by_text_message() -> None:
    talk = Conversation(SMALL, Medium.SMS).says("SL 4F7K2M9P")
    assert talk.prompt().item == "consent"
    assert talk.prompt().commands == ()
    assert talk.prompt().text == "Cau consent?"
    talk.says("OK", "tre hen", "ko", "hai long", "chua", "1 3 5", "67 tuoi")
    assert talk.prompt().item == "since"
    talk.says("1/9/2023", "khong")
    assert talk.state.status is Status.COMPLETE
    assert talk.state.answers["since"] == "2023-09-01"
    assert talk.state.answers["idea"] == "khong"


def test_a_no_to_the_consent_ends_politely() -> None:
    for reply in ("không", "2", "không tham gia", "từ chối tham gia"):
        talk = Conversation(SMALL).opens().says(reply)
        assert talk.events() == (Refused(),)
        assert talk.state.status is Status.REFUSED
        assert talk.prompt().kind is PromptKind.CLOSING
        assert talk.state.answers == {}


@pytest.mark.parametrize(
    "word", ["HUY", "DUNG", "STOP", "TC", "Huỷ", "từ chối", "không nhắn nữa", "đừng làm phiền"]
)
def test_stop_is_heard_at_any_moment(word: str) -> None:
    talks = [
        Conversation(SMALL),
        Conversation(SMALL).opens(),
        agreed(),
        agreed().says("để sau"),
        at_polite().says("tốt"),
        agreed().says("trễ", "có", "4", "không", "2", "40"),
    ]
    for talk in talks:
        talk.says(word)
        assert talk.events()[-1] == Withdrew()
        assert talk.state.status is Status.STOPPED
        assert talk.prompt().kind is PromptKind.CLOSING


def test_after_a_stop_there_is_silence() -> None:
    talk = agreed().presses(Command.STOP)
    for said in (
        Said("alo"),
        Said("HUY"),
        Said("ai đây"),
        Opened(),
        Chose("punct", "late", 1),
        Pressed(Command.WHO),
    ):
        talk.sends(said)
        assert talk.prompts == ()
        assert Withdrew() not in talk.events()
        assert talk.state.status is Status.STOPPED


def test_a_stop_after_the_end_is_heard_and_the_end_stays() -> None:
    talk = at_polite().says("4", "không", "2", "40", "hết ý")
    assert talk.state.status is Status.COMPLETE
    for said in (Said("HUY"), Pressed(Command.STOP)):
        talk.sends(said)
        assert talk.events() == (Withdrew(),)
        assert talk.prompt().kind is PromptKind.CLOSING
        assert talk.state.status is Status.COMPLETE


def ended() -> Conversation:
    talk = at_polite().says("4", "không", "2", "40", "hết ý")
    assert talk.state.status is Status.COMPLETE
    return talk


def test_after_the_end_what_is_asked_is_answered_and_nothing_changes() -> None:
    talk = ended()
    answers = talk.state.answers
    for said, notice in (
        (Said("quay lại"), "không sửa"),
        (Pressed(Command.BACK), "không sửa"),
        (Pressed(Command.WHO), "{department}"),
        (Said("lừa đảo à"), "OTP"),
        (Opened(), ""),
    ):
        talk.sends(said)
        assert talk.prompt().kind is PromptKind.CLOSING
        assert notice in talk.prompt().notice
        assert (talk.state.status, talk.state.answers) == (Status.COMPLETE, answers)
    assert present(SMALL, talk.state) is None


def test_after_the_end_small_talk_is_answered_once_so_two_machines_fall_silent() -> None:
    for first in (Said("cảm ơn"), Said("5"), Said("alo"), Chose("polite", "5", 3)):
        talk = ended().sends(first)
        assert talk.prompt().text.startswith("Khảo sát này đã xong")
        talk.sends(Said("ok"))
        assert talk.prompts == ()
        talk.says("ai đây")
        assert "{department}" in talk.prompt().notice, "a person asks: answered"
    assert ended().sends(Chose("polite", "5", 3)).events() == (TappedLate("polite"),)


def test_help_after_the_end_tells_nobody_how_to_answer_questions() -> None:
    for said in (Said("trợ giúp"), Pressed(Command.HELP)):
        talk = ended().sends(said)
        assert "bỏ qua" not in talk.prompt().text + talk.prompt().notice
        assert "{hotline}" in talk.prompt().text


def test_language_and_diacritics_may_be_asked_for_even_then() -> None:
    talk = ended().says("english")
    assert talk.prompt().text.startswith("The form is complete")
    talk = ended().sends(Said("CODAU", Medium.SMS))
    assert talk.prompt().text.startswith("Phiếu đã hoàn thành")
    assert talk.state.has_diacritics


def test_what_is_told_of_the_person_after_the_end_is_noted() -> None:
    talk = ended().says("nhầm số rồi")
    assert talk.events() == (ReportedWrongPerson(),)
    assert "không nhắn vào số này" in talk.prompt().text
    talk = ended().says("ông ấy mất rồi")
    assert talk.events() == (ReportedUnavailable(UnavailableReason.DECEASED),)
    assert talk.state.status is Status.COMPLETE


def test_who_refused_is_told_how_to_come_back() -> None:
    talk = Conversation(SMALL).opens().taps("no").says("alo")
    assert "tham gia lại" in talk.prompt().text


def test_nothing_is_asked_before_consent() -> None:
    for first in ("5", "hài lòng", "đồng ý", "alo", "??", "ko", "\u200b"):
        talk = Conversation(SMALL).says(first)
        assert talk.prompt().item == "consent"
        assert talk.state.answers == {}
    talk = Conversation(SMALL).sends(Chose("polite", "5", 9))
    assert talk.prompt().item == "consent"


def test_the_invitation_may_be_answered_with_a_question_or_a_report() -> None:
    talk = Conversation(SMALL).says("ai đây")
    assert talk.events() == (Started(Medium.CHAT), Spoke(Asked.WHO))
    assert talk.prompt().item == "consent"
    talk = Conversation(SMALL).sends(Pressed(Command.WHO))
    assert talk.events() == (Started(Medium.CHAT), Spoke(Asked.WHO))
    talk = Conversation(SMALL).says("nhầm số rồi")
    assert talk.prompt().kind is PromptKind.CONFIRM
    talk = Conversation(SMALL).says("không tham gia")
    assert talk.events() == (Started(Medium.CHAT), Refused())
    talk = Conversation(SMALL).sends(Pressed(Command.STOP))
    assert talk.events() == (Withdrew(),)
    talk = Conversation(SMALL).says("để sau")
    assert talk.state.status is Status.PAUSED


@pytest.mark.parametrize(
    ("words", "about"),
    [
        ("ai đây", Asked.WHO),
        ("hỏi làm gì", Asked.WHY),
        ("không hiểu", Asked.HELP),
        ("?", Asked.HELP),
        ("ai cho số tôi", Asked.PRIVACY),
        ("có mất tiền không", Asked.PAY),
        ("lừa đảo à", Asked.SCAM),
        ("tôi muốn khiếu nại", Asked.COMPLAINT),
        ("anh ở xã bảo chấm 5 hết", Asked.INTEGRITY),
        ("vớ vẩn", Asked.INSULT),
        ("alo", Asked.GREETING),
        ("cảm ơn", Asked.THANKS),
        ("không đọc được", Asked.LANGUAGE),
    ],
)
def test_questions_are_answered_and_the_place_is_kept(words: str, about: Asked) -> None:
    talk = at_polite()
    before = talk.state
    talk.says(words)
    assert talk.events() == (Spoke(about),)
    assert talk.prompt().item == "polite"
    assert talk.prompt().notice
    assert (talk.state.answers, talk.state.revision) == (before.answers, before.revision)


def test_standing_buttons_ask_the_same() -> None:
    talk = at_polite()
    for command, about in (
        (Command.WHO, Asked.WHO),
        (Command.WHY, Asked.WHY),
        (Command.HELP, Asked.HELP),
    ):
        talk.sends(Pressed(command))
        assert talk.events() == (Spoke(about),)
    talk.sends(Pressed(Command.RESUME))
    assert (talk.events(), talk.prompt().item) == ((), "polite")
