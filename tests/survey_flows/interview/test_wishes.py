"""What people ask of the conversation, in any state, on any channel: what it leads to and what they read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import pytest

from survey_flows.interview.engine import present
from survey_flows.interview.events import (
    Answered,
    Asked,
    Event,
    Misread,
    Paused,
    Proposed,
    Refused,
    ReportedIneligible,
    ReportedUnavailable,
    ReportedWrongPerson,
    Resumed,
    Retracted,
    Spoke,
    TappedLate,
    UnavailableReason,
    WentBack,
    Withdrew,
)
from survey_flows.interview.inputs import Chose, Command, Medium, Opened, Pressed, Said
from survey_flows.interview.normalise import plain_ascii
from survey_flows.interview.prompts import PromptKind
from survey_flows.interview.state import Status
from survey_flows.interview.wishes import Accents, Asking, Jump, wish_in
from survey_flows.questionnaire.model import ItemKind
from tests.survey_flows.interview.conversation import (
    ALL_KINDS,
    CONSENT,
    SMALL,
    Conversation,
    form,
    plain,
    satisfaction,
    shown_together,
    yes_no,
)
from tests.survey_flows.questionnaire.examples import built_in

STAGES: dict[str, Callable[[Medium], Conversation]] = {
    "before the first word": lambda medium: Conversation(SMALL, medium),
    "at the consent": lambda medium: Conversation(SMALL, medium).opens(),
    "at a question": lambda medium: Conversation(SMALL, medium).opens().says("đồng ý"),
    "at a do-you-mean": lambda medium: Conversation(SMALL, medium).opens().says("đồng ý", "đúng hẹn", "ok"),
    "within a screen": lambda medium: Conversation(ALL_KINDS, medium).opens().says("đồng ý"),
    "paused": lambda medium: Conversation(SMALL, medium).opens().says("đồng ý", "để sau"),
    "at the list of answers": lambda medium: (
        Conversation(SMALL, medium).opens().says("đồng ý", "đúng hẹn", "xem lại")
    ),
    "after unread words": lambda medium: (
        Conversation(SMALL, medium).opens().says("đồng ý", "asdf", "qwer", "zxcv")
    ),
}
on_every_medium = pytest.mark.parametrize("medium", list(Medium))


QUESTIONS = (
    ("ai đây", Asked.WHO, "{department}"),
    ("lừa đảo à", Asked.SCAM, "OTP"),
    ("ai cho số tôi", Asked.PRIVACY, "{hotline}"),
    ("trợ giúp", Asked.HELP, "{hotline}"),
    ("hỏi để làm gì", Asked.WHY, ""),
    ("có mất tiền không", Asked.PAY, "{hotline}"),
)
REPORTS = (
    ("không phải tôi", ReportedWrongPerson(), Status.WRONG_PERSON),
    ("chuyển đi rồi", ReportedUnavailable(UnavailableReason.MOVED), Status.UNAVAILABLE),
    ("bố tôi mất rồi", ReportedUnavailable(UnavailableReason.DECEASED), Status.UNAVAILABLE),
    ("chưa có kết quả", ReportedIneligible(), Status.INELIGIBLE),
    ("không trả lời nữa", Refused(), Status.REFUSED),
)


def everywhere(*texts: str) -> Iterator[tuple[str, Medium, str]]:
    """Yield every stage, on every medium, with every one of `texts`."""
    return product(STAGES, Medium, texts)


def test_stop_is_heard_everywhere() -> None:
    missed = []
    for stage, medium, words in everywhere("HUY", "STOP", "dừng lại", "đừng nhắn nữa", "TC"):
        talk = STAGES[stage](medium).says(words)
        told = (talk.events()[-1], talk.state.status, talk.prompt().kind)
        if told != (Withdrew(), Status.STOPPED, PromptKind.CLOSING):
            missed.append((stage, medium, words, told))
    assert missed == []


@pytest.mark.parametrize(("words", "about", "fact"), QUESTIONS)
def test_questions_are_answered_everywhere_and_the_place_is_kept(words: str, about: Asked, fact: str) -> None:
    for stage, medium, _ in everywhere(words):
        talk = STAGES[stage](medium)
        before = talk.state
        talk.says(words)
        where = (stage, medium)
        assert Spoke(about) in talk.events(), where
        assert fact in talk.prompt().notice, where
        assert talk.prompt().kind in {PromptKind.QUESTION, PromptKind.CONFIRM}, where
        assert talk.state.at == (before.at or "consent"), where
        assert talk.state.answers == before.answers, where


def test_later_pauses_everywhere() -> None:
    for stage, medium, words in everywhere("để sau"):
        talk = STAGES[stage](medium).says(words)
        where = (stage, medium)
        assert Spoke(Asked.LATER) in talk.events(), where
        assert talk.state.status is Status.PAUSED, where
        assert talk.prompt().kind is PromptKind.NOTICE, where


@pytest.mark.parametrize(("words", "event", "status"), REPORTS)
def test_a_report_is_made_sure_of_and_believed_everywhere(words: str, event: Event, status: Status) -> None:
    for stage, medium, _ in everywhere(words):
        talk = STAGES[stage](medium).says(words)
        where = (stage, medium)
        if talk.state.status is not Status.REFUSED:  # at the consent, "no" needs no second question
            assert talk.prompt().kind is PromptKind.CONFIRM, where
            assert isinstance(talk.events()[-1], Proposed), where
            talk.says("đúng")
        assert talk.events()[-1] == event, where
        assert talk.state.status is status, where
        assert talk.prompt().kind is PromptKind.CLOSING, where


def test_the_language_changes_everywhere() -> None:
    for stage, medium, words in everywhere("english"):
        talk = STAGES[stage](medium).says(words)
        assert talk.state.language == "en", (stage, medium)
        assert Spoke(Asked.LANGUAGE) in talk.events(), (stage, medium)


def test_diacritics_are_switched_everywhere_by_sms() -> None:
    for stage, at_stage in STAGES.items():
        talk = at_stage(Medium.SMS).says("CODAU")
        assert talk.state.has_diacritics, stage
        assert talk.prompt().is_accented, stage
        assert "Từ nay tin nhắn có dấu." in talk.prompt().notice, stage
        talk.says("KHONGDAU")
        assert not talk.state.has_diacritics, stage
        assert talk.prompt().notice.startswith("Tu nay tin nhan khong dau."), stage


def test_wishes_about_answers_never_record_one() -> None:
    for stage, medium, words in everywhere("sửa câu 1", "xem lại", "giữ nguyên", "quay lại", "tiếp"):
        talk = STAGES[stage](medium)
        before = talk.state.answers
        talk.says(words)
        assert talk.state.answers == before, (stage, medium, words)
        assert len(talk.prompts) == 1, (stage, medium, words)


def test_a_stop_is_heard_where_a_form_asks_no_consent() -> None:
    talk = Conversation(form(satisfaction("only"), code="bare")).says("HUY")
    assert talk.events() == (Withdrew(),)
    talk = Conversation(form(satisfaction("only"), code="bare")).says("ai đây")
    assert Spoke(Asked.WHO) in talk.events()


@on_every_medium
def test_the_consent_says_why_how_long_how_private_and_what_is_never_asked(medium: Medium) -> None:
    notice = Conversation(SMALL, medium).opens().prompt().notice
    facts = [
        "{department}",
        "{decision}",
        "3 phut",
        "OTP",
        "HUY",
        "{hotline}",
        "tien",
        "giu kin",
        "tu nguyen",
    ]
    told = plain_ascii(notice)
    assert [fact for fact in facts if fact not in told] == []
    assert "CCCD" in told or "can cuoc" in told


# --- Changing an earlier answer.


def answered_three(medium: Medium = Medium.CHAT) -> Conversation:
    """Three questions answered, at the fourth."""
    items = (satisfaction("a"), yes_no("b"), satisfaction("c", relevant="/data/b = 'yes'"), satisfaction("d"))
    questionnaire = form(CONSENT, *items, plain("idea", ItemKind.TEXT), code="four")
    return Conversation(questionnaire, medium).opens().says("đồng ý", "4", "có", "5")


@pytest.mark.parametrize(
    "words", ["sửa câu 1", "câu 1 sai rồi", "cho tôi sửa lại câu 1 nhé", "SUA CAU 1", "change question 1"]
)
def test_an_earlier_question_is_reached_by_its_number(words: str) -> None:
    talk = answered_three().says(words)
    assert talk.events() == (WentBack("a"),)
    assert (talk.prompt().item, talk.prompt().number) == ("a", 1)
    talk.says("2")
    assert talk.events() == (Answered("a", "2", None, "4"),)
    assert talk.prompt().item == "d"


def test_what_hangs_on_the_changed_answer_goes_and_the_history_stays() -> None:
    talk = answered_three().says("sửa câu 2", "không")
    assert talk.events() == (Answered("b", "no", None, "yes"), Retracted("c", "5"))
    assert Answered("c", "5", None, None) in talk.history
    assert talk.prompt().item == "d"


def test_a_question_not_reached_yet_cannot_be_changed() -> None:
    talk = answered_three()
    for words in ("sửa câu 9", "sửa câu 5"):
        talk.says(words)
        assert talk.events() == ()
        assert "mới hỏi đến câu 4" in talk.prompt().notice
    talk.says("sửa câu 4")
    assert (talk.prompt().item, talk.prompt().notice) == ("d", "")


def test_an_answer_looked_at_again_may_stay_as_it_is() -> None:
    for wish in (Said("giữ nguyên"), Said("tiếp"), Pressed(Command.KEEP), Pressed(Command.RESUME)):
        talk = answered_three().says("sửa câu 1")
        assert Command.KEEP in talk.prompt().commands
        talk.sends(wish)
        assert talk.events() == ()
        assert talk.prompt().item == "d"


def test_the_answers_are_listed_each_with_a_button() -> None:
    talk = answered_three().presses(Command.BACK).presses(Command.REVIEW)
    assert "1. Câu a?\n   → 4. Hài lòng\n2. Câu b?\n   → 1. Có" in talk.prompt().text
    talk.taps("b")
    assert talk.events() == (WentBack("b"),)
    assert talk.prompt().item == "b"


def test_what_is_typed_beside_the_list_is_no_answer() -> None:
    for words in ("5", "hài lòng", "2 nhé"):
        talk = answered_three().says("xem lại", words)
        assert not any(isinstance(event, Answered) for event in talk.events())
    talk = answered_three().says("xem lại", "2")
    assert talk.prompt().item == "b"


def test_a_tap_on_the_question_above_the_list_still_counts() -> None:
    talk = answered_three()
    revision = talk.state.revision
    talk.says("xem lại").sends(Chose("d", "5", revision))
    assert talk.state.answers["d"] == "5"


def test_a_long_list_is_turned_over_and_a_forged_button_does_nothing() -> None:
    many = form(CONSENT, *(satisfaction(f"q{number}") for number in range(1, 12)), code="many")
    talk = Conversation(many).opens().taps("yes", *["4"] * 10).says("xem lại")
    assert [choice.label for choice in talk.prompt().choices][:2] == ["⋯ các câu trước", "✎ 3"]
    talk.taps("<3")
    assert [choice.label for choice in talk.prompt().choices] == ["✎ 1", "✎ 2"]
    talk.sends(Chose("?", "q11", talk.state.revision))
    assert talk.events() == (TappedLate("q11"),)
    talk.sends(Chose("?", "consent", talk.state.revision))
    assert talk.events() == (TappedLate("consent"),)


def test_the_list_by_sms_is_one_line_of_numbers() -> None:
    talk = answered_three(Medium.SMS).says("xem lai")
    assert talk.prompt().text.startswith("1:4 2:1 3:5\nDa tra loi.")
    talk.says("sua cau 2")
    assert talk.prompt().item == "b"


def test_there_may_be_nothing_to_list() -> None:
    talk = Conversation(SMALL).opens().says("xem lại")
    assert talk.prompt().notice.startswith("Chưa có câu trả lời nào.")
    assert talk.prompt().item == "consent"


def test_after_the_end_nothing_can_be_changed() -> None:
    talk = answered_three().says("4", "hết")
    assert talk.state.status is Status.COMPLETE
    for words in ("sửa câu 1", "xem lại"):
        talk.says(words)
        assert "không sửa được" in talk.prompt().notice


@pytest.mark.parametrize(
    ("words", "asking"),
    [
        ("sửa câu 12", Jump(12)),
        ("quay lại câu 5", Jump(5)),
        ("em muốn đổi câu 3 thành 5", Jump(3)),
        ("sửa 3", Jump(3)),
        ("câu ba nhầm", Jump(3)),
        ("có dấu", Accents(True)),
        ("viet co dau", Accents(True)),
        ("không dấu", Accents(False)),
        ("co dau", None),  # có đâu: no
        ("khong dau", None),  # không đâu: no
        ("câu 3", None),
        ("3", None),
        ("sửa câu 3 trong mẫu đơn", None),
        ("doi 3 ngay", None),  # đợi 3 ngày
        ("quay lại", None),
        ("sửa câu 3 " + "nhé " * 30, None),
    ],
)
def test_wishes_in_words(words: str, asking: Asking | None) -> None:
    assert wish_in(words) == asking


# --- Wrong and unclear replies.


def test_words_not_understood_are_asked_again_simply_then_spelled_out_then_a_person_is_offered() -> None:
    talk = answered_three().says("asdf")
    assert talk.prompt().notice == "Xin lỗi, chúng tôi chưa hiểu. Xin chọn trong các câu trả lời dưới đây."
    assert not talk.prompt().spells_out
    talk.says("qwer")
    assert "đúng một số, từ 1 đến 5" in talk.prompt().notice
    assert talk.prompt().spells_out
    talk.says("zxcv")
    assert "{hotline}" in talk.prompt().notice
    assert "bỏ qua" in talk.prompt().notice
    talk.says("5")
    assert talk.state.answers["d"] == "5"


@on_every_medium
def test_two_machines_do_not_answer_each_other_for_ever(medium: Medium) -> None:
    talk = answered_three(medium)
    said = ["Toi dang vang mat 123 xyz"] * 12
    sent = 0
    for text in said:
        talk.sends(Said(text, medium))
        sent += len(talk.prompts)
    assert sent == 6
    assert talk.state.status is Status.PAUSED
    assert Misread("d", "UNCLEAR") in talk.events()
    talk.says("4")
    assert talk.events() == (Resumed(), Answered("d", "4", None, None))


@pytest.mark.parametrize("words", ["cảm ơn", "xin chào", "đang bận"])
def test_manners_of_a_machine_end_too(words: str) -> None:
    talk = answered_three(Medium.SMS)
    sent = 0
    for _ in range(20):
        talk.sends(Said(words, Medium.SMS))
        sent += len(talk.prompts)
    assert sent <= 7
    assert talk.state.status is Status.PAUSED


def test_an_interview_that_gave_up_asks_again_when_it_is_opened() -> None:
    talk = answered_three().says(*["asdf qwer"] * 6)
    assert talk.events()[-1] == Paused()
    talk.sends(Opened())
    assert (talk.prompt().item, talk.state.unclear) == ("d", 0)


# --- Pausing and coming back.


def test_a_pause_of_days_ends_on_another_channel_at_the_same_question() -> None:
    talk = answered_three().says("để sau")
    reminder = present(talk.questionnaire, talk.state, medium=Medium.SMS)
    assert reminder is not None and reminder.item == "d"
    talk.medium = Medium.SMS
    talk.says("4")
    assert talk.events() == (Resumed(), Answered("d", "4", None, None))
    talk.medium = Medium.CHAT
    talk.sends(Opened())
    assert talk.prompt().item == "idea"


def test_a_screen_left_by_sms_goes_on_as_a_card() -> None:
    screen = shown_together("s", satisfaction("a"), satisfaction("b"), satisfaction("c"))
    talk = (
        Conversation(form(CONSENT, *screen, code="screen"), Medium.SMS)
        .opens()
        .says("dong y", "2:4", "de sau")
    )
    talk.medium = Medium.CHAT
    talk.sends(Opened())
    assert [row.answer for row in talk.prompt().rows] == ["", "4. Hài lòng", ""]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("English", "en"), ("english please", "en"), ("in English", "en"), ("tieng anh", "en"),
        ("cho tôi tiếng Anh nhé", "en"), ("tiếng Việt", "vi"), ("VIETNAMESE", "vi"), ("tieng viet", "vi"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("begun_in", ["vi", "en"])
def test_a_language_named_is_the_one_to_go_on_in(words: str, language: str, begun_in: str) -> None:
    """Who reads English already and types «english» is not sent back to Vietnamese."""
    talk = Conversation(built_in("lang_son_in_person"), Medium.SMS, begun_in).opens().says(words)
    assert talk.state.language == language
    assert talk.prompt().language == language
