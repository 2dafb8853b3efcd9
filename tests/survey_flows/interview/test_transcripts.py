"""Whole interviews, told as they happen."""

from __future__ import annotations

import pytest

from survey_flows.interview.engine import advance, open_interview, present
from survey_flows.interview.events import (
    Answered,
    Asked,
    Completed,
    Consented,
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
    Started,
    TappedLate,
    UnavailableReason,
    WentBack,
    Withdrew,
)
from survey_flows.interview.inputs import Chose, Command, Medium, Opened, Pressed, Said
from survey_flows.interview.prompts import PromptKind
from survey_flows.interview.state import MissingKind, Status
from survey_flows.questionnaire.model import Item, ItemKind, ItemRole
from tests.survey_flows.interview.conversation import (
    BEGINNING,
    CONSENT,
    SMALL,
    Conversation,
    form,
    plain,
    satisfaction,
    select,
    yes_no,
)


def agreed(medium: Medium = Medium.CHAT) -> Conversation:
    """A conversation whose respondent has consented."""
    return Conversation(SMALL, medium).opens().says("đồng ý")


def at_polite() -> Conversation:
    return agreed().says("đúng hẹn")


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


def test_after_the_end_it_only_says_that_it_is_over() -> None:
    talk = at_polite().says("4", "không", "2", "40", "hết ý")
    ended = talk.state
    for said, notice in (
        (Said("alo"), "Chào"),
        (Said("quay lại"), "không sửa"),
        (Pressed(Command.BACK), "không sửa"),
        (Pressed(Command.WHO), "{department}"),
        (Said("5"), ""),
        (Opened(), ""),
        (Chose("polite", "5", 3), ""),
    ):
        talk.sends(said)
        assert talk.prompt().kind is PromptKind.CLOSING
        assert notice in talk.prompt().notice
        assert talk.state == ended
    assert talk.events() == (TappedLate("polite"),)
    assert present(SMALL, ended) is None


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


def test_a_pause_keeps_the_place() -> None:
    talk = at_polite().says("để sau")
    assert talk.events() == (Spoke(Asked.LATER), Paused())
    assert talk.prompt().kind is PromptKind.NOTICE
    assert talk.prompt().commands == (Command.RESUME,)
    talk.says("mai nhé")
    assert talk.events() == (Spoke(Asked.LATER),)
    talk.presses(Command.RESUME)
    assert talk.events() == (Resumed(),)
    assert (talk.prompt().item, talk.state.status) == ("polite", Status.ASKING)


def test_anything_ends_a_pause() -> None:
    for said in (Opened(), Said("asdf"), Said("tiếp"), Pressed(Command.WHO), Chose("punct", "late", 0)):
        talk = at_polite().presses(Command.PAUSE)
        assert talk.events() == (Paused(),)
        talk.sends(said)
        assert talk.events()[0] == Resumed()
        assert talk.prompt().item == "polite"
        assert "polite" not in talk.state.answers


def test_a_reminder_shows_the_question_and_its_answer_counts() -> None:
    talk = at_polite().presses(Command.PAUSE)
    reminder = present(SMALL, talk.state)
    assert reminder is not None
    assert reminder.item == "polite"
    talk.sends(Chose("polite", "2", reminder.revision))
    assert talk.events() == (Resumed(), Answered("polite", "2", None, None))
    talk = at_polite().presses(Command.PAUSE).says("2")
    assert talk.events() == (Resumed(), Answered("polite", "2", None, None))


def test_a_change_of_channel_keeps_the_place_and_changes_the_wording() -> None:
    talk = at_polite()
    prompt = present(SMALL, talk.state, medium=Medium.SMS)
    assert prompt is not None
    assert (prompt.text, prompt.commands) == ("Cau polite?", ())
    assert present(SMALL, talk.state, medium=Medium.CHAT) == talk.prompt()
    assert present(SMALL, open_interview(SMALL)) is None
    talk.sends(Said("asdf", Medium.SMS))
    assert talk.state.medium is Medium.SMS
    assert talk.prompt().notice.isascii()


def test_help_comes_unasked_after_three_unread_texts() -> None:
    talk = at_polite().says("asdf", "qwer")
    assert "quay lại" not in talk.prompt().notice
    talk.says("zxcv")
    assert talk.state.unclear == 3
    assert "quay lại" in talk.prompt().notice
    talk.says("4")
    assert talk.state.unclear == 0


def test_one_message_never_answers_several_questions() -> None:
    talk = at_polite().says("45545")
    assert talk.events() == (Misread("polite", "BATCH"),)


def test_a_value_the_form_forbids_is_explained_in_its_own_words() -> None:
    talk = at_polite().says("4", "không", "1", "7")
    assert talk.events() == (Misread("age", "CONSTRAINT"),)
    assert talk.prompt().notice == "Xin xem lại age."
    talk.says("rất già")
    assert talk.events() == (Misread("age", "UNCLEAR"),)


def test_the_language_changes_on_request() -> None:
    talk = at_polite().says("english")
    assert talk.events() == (Spoke(Asked.LANGUAGE),)
    assert (talk.prompt().text, talk.prompt().language) == ("Question polite?", "en")
    talk.sends(Pressed(Command.LANGUAGE))
    assert talk.prompt().text == "Câu polite?"
    alone = form(CONSENT, satisfaction("polite"), languages=("vi", "sms"), code="alone")
    talk = Conversation(alone).opens()
    assert Command.LANGUAGE not in talk.prompt().commands
    talk.says("english")
    assert "{hotline}" in talk.prompt().notice
    stranger = Conversation(SMALL, language="th").opens()
    assert stranger.prompt().text == "Câu consent?"
    stranger.sends(Pressed(Command.LANGUAGE))
    assert stranger.state.language == "vi"


def test_a_form_without_consent_begins_with_its_first_question() -> None:
    talk = Conversation(form(satisfaction("only"), code="bare")).says("5")
    assert (talk.prompt().item, talk.prompt().progress) == ("only", (0, 1))
    talk.sends(Pressed(Command.BACK))
    assert "câu đầu tiên" in talk.prompt().notice
    talk.says("5")
    assert talk.state.status is Status.COMPLETE
    talk = Conversation(form(satisfaction("only"), code="bare")).sends(Pressed(Command.SKIP))
    assert talk.state.missing == {"only": MissingKind.REFUSED}


def test_a_form_with_nothing_to_ask_is_complete_at_once() -> None:
    talk = Conversation(form(plain("word", ItemKind.NOTE), code="empty")).opens()
    assert talk.events() == (Started(Medium.CHAT), Completed())
    assert talk.prompt().notice == "Câu word?"
    talk = Conversation(form(plain("word", ItemKind.NOTE), code="empty")).sends(Pressed(Command.WHO))
    assert talk.state.status is Status.COMPLETE


def test_consent_may_be_an_acknowledgement() -> None:
    consent = Item("consent", ItemKind.ACKNOWLEDGE, {"vi": "Đã rõ?"}, role=ItemRole.CONSENT)
    read_this = Item("read", ItemKind.ACKNOWLEDGE, {"vi": "Xin đọc."})
    acknowledging = form(consent, read_this, code="acknowledging")
    talk = Conversation(acknowledging).opens()
    assert [choice.code for choice in talk.prompt().choices] == ["OK", "no"]
    for refusal in ("2", "không đồng ý"):
        assert Conversation(acknowledging).opens().says(refusal).events() == (Refused(),)
    assert Conversation(acknowledging).opens().taps("no").events() == (Refused(),)
    for agreement in ("1", "đồng ý"):
        talk = Conversation(acknowledging).opens().says("3", "thôi", agreement)
        assert talk.prompt().item == "read"
    talk.says("không", "2")
    assert talk.events() == (Misread("read", "UNCLEAR"),)
    talk.taps("OK")
    assert talk.state.answers == {"consent": "OK", "read": "OK"}


def test_a_consent_that_introduces_itself_gets_the_assurances() -> None:
    long = Item(
        "consent",
        ItemKind.SELECT_ONE,
        {"vi": "Sở Nội vụ hỏi ý kiến ông/bà trong {minutes} phút. " * 3},
        role=ItemRole.CONSENT,
        reading="consent",
        choices=CONSENT.choices,
    )
    prompt = Conversation(form(long, code="long")).opens().prompt()
    assert prompt.notice == ""
    assert "HUY" in prompt.hint
    assert "3 phút" in prompt.text


def test_other_kinds_of_answers() -> None:
    weight = plain("weight", ItemKind.DECIMAL)
    lone = yes_no("lone")
    many = select("many", "Điều a", "Điều b", is_multiple=True)
    talk = Conversation(form(CONSENT, weight, lone, many, code="kinds")).opens().says("ok", "nặng", "1,5")
    assert talk.state.answers["weight"] == "1.5"
    talk.says("có", "tất cả")
    assert talk.events() == (Proposed("many", "1 2"),)


def test_a_state_of_another_form_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="cannot continue"):
        advance(SMALL, open_interview(form(CONSENT, code="other")), Said("1"), now=BEGINNING)
