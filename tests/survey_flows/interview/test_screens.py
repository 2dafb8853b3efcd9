"""Several questions on one screen: one card in a chat, one text message answered in one go."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.channels.render import render_card, render_sms, render_zalo
from bot.channels.segments import segments
from survey_flows.interview.engine import advance, present
from survey_flows.interview.events import Answered, Misread, Proposed, Spoke, Withdrew
from survey_flows.interview.inputs import Command, Medium, Said
from survey_flows.interview.pace import Pace
from survey_flows.interview.prompts import PromptKind
from survey_flows.interview.state import MissingKind, Status
from survey_flows.questionnaire.model import Item, ItemKind
from tests.survey_flows.interview.conversation import (
    BEGINNING,
    CONSENT,
    Conversation,
    form,
    plain,
    satisfaction,
    shown_together,
    yes_no,
)

FIVE = shown_together("officials", *(satisfaction(f"c{number}") for number in range(1, 6)))
LAST = plain("idea", ItemKind.TEXT)


def asking(*items: Item, medium: Medium = Medium.SMS) -> Conversation:
    """A conversation that has come to the first of these questions."""
    questionnaire = form(CONSENT, *items, code="-".join(item.name for item in items))
    return Conversation(questionnaire, medium).opens().says("đồng ý")


def recorded(talk: Conversation) -> str:
    """The marks given to the five, a dot for each that has none."""
    return "".join(talk.state.answers.get(f"c{number}", ".") for number in range(1, 6))


def test_a_screen_is_one_text_message_with_its_scale_once() -> None:
    talk = asking(*FIVE, LAST)
    assert render_sms(talk.prompt()) == (
        "1/6 Can bo\n"
        "1) Cau c1?\n2) Cau c2?\n3) Cau c3?\n4) Cau c4?\n5) Cau c5?\n"
        "1=Rat khong hai long, 2=Khong hai long, 3=Binh thuong, 4=Hai long, 5=Rat hai long\n"
        "Tra loi 5 so trong 1 tin, vd 2 4 1 3 5 (0: ko ap dung, KB: ko biet)\n"
        "Soan TRO GIUP hoac HUY (dung han)"
    )
    assert talk.prompt().awaits == 5


@pytest.mark.parametrize(
    "reply",
    [
        *("5 4 5 5 3", "5,4,5,5,3", "1:5 2:4 3:5 4:5 5:3", "54553", "C1:5 C2:4 C3:5 C4:5 C5:3"),
        *("5.4.5.5.3", "5 . 4 . 5 . 5 . 3", "dạ em chọn 5 4 5 5 3 ạ", "5 4 5 5 3 nhe", "54553 a"),
        *("1-5 2-4 3-5 4-5 5-3", "1.5, 2.4, 3.5, 4.5, 5.3", "câu 1 5, câu 2 4, câu 3 5, câu 4 5, câu 5 3"),
    ],
)
def test_one_reply_answers_the_screen(reply: str) -> None:
    talk = asking(*FIVE, LAST).says(reply)
    assert recorded(talk) == "54553"
    assert [type(event) for event in talk.events()] == [Answered] * 5
    assert talk.prompt().item == "idea"


@pytest.mark.parametrize(
    "reply",
    ["5", "5 hết", "4 cho tất cả", "5 4 5", "5 4 5 5 3 2", "5 4 9 5 3", "hài lòng", "1-5 2-4", "5.4.5 ạ"],
)
def test_nothing_is_guessed_from_a_reply_that_does_not_fit(reply: str) -> None:
    talk = asking(*FIVE, LAST).says(reply)
    assert recorded(talk) == "....."
    assert [type(event) for event in talk.events()] == [Misread]
    assert talk.prompt().notice
    assert talk.prompt().awaits == 5


def test_what_is_named_by_number_is_taken_and_the_rest_is_asked_for() -> None:
    talk = asking(*FIVE, LAST).says("2:4 5:1")
    assert recorded(talk) == ".4..1"
    assert talk.prompt().notice == "Con thieu cau 1, 3, 4."
    assert [row.number for row in talk.prompt().rows] == [1, 3, 4]
    talk.says("5 5 5")
    assert recorded(talk) == "54551"


def test_marks_stand_for_what_does_not_apply_or_is_not_known() -> None:
    talk = asking(*FIVE, LAST).says("5 0 kb - 3")
    assert recorded(talk) == "5...3"
    assert talk.state.missing == {
        "c2": MissingKind.NOT_APPLICABLE,
        "c3": MissingKind.DONT_KNOW,
        "c4": MissingKind.REFUSED,
    }


def test_a_mark_is_an_answer_where_it_is_one() -> None:
    screen = shown_together("s", yes_no("told"), plain("visits", ItemKind.INTEGER), satisfaction("polite"))
    talk = asking(*screen, LAST).says("k 0 kb")
    assert talk.state.answers == {"consent": "yes", "told": "no", "visits": "0"}


def test_after_two_failures_the_questions_come_one_by_one() -> None:
    talk = asking(*FIVE, LAST).says("5 4", "asdf")
    assert talk.prompt().notice == "Xin hoi tung cau cho de."
    assert (talk.prompt().awaits, talk.prompt().text) == (1, "Cau c1?")
    talk.says("4", "4", "5", "5", "3")
    assert recorded(talk) == "44553"


def test_a_word_for_the_whole_message_is_confirmed() -> None:
    for words, kind in (("không biết", MissingKind.DONT_KNOW), ("bỏ qua", MissingKind.REFUSED)):
        talk = asking(*FIVE, LAST).says(words)
        assert [type(event) for event in talk.events()] == [Proposed]
        assert talk.prompt().text == "Ong/ba muon bo qua ca 5 cau nay?"
        again = Conversation(talk.questionnaire, Medium.SMS)
        again.state, again.history = talk.state, list(talk.history)
        again.says("không")
        assert (again.prompt().awaits, again.state.missing) == (5, {})
        talk.says("đúng")
        assert set(talk.state.missing.values()) == {kind}
        assert talk.prompt().item == "idea"


def test_a_pending_question_about_the_screen_gives_way_to_an_answer() -> None:
    talk = asking(*FIVE, LAST).says("bỏ qua", "5 4 5 5 3")
    assert recorded(talk) == "54553"


def test_wishes_are_heard_within_a_screen() -> None:
    talk = asking(*FIVE, LAST)
    talk.says("ai đây")
    assert isinstance(talk.events()[0], Spoke)
    assert talk.prompt().awaits == 5
    talk.says("để sau")
    assert talk.state.status is Status.PAUSED
    talk.says("5 4 5 5 3")
    assert recorded(talk) == "54553"
    assert asking(*FIVE, LAST).says("HUY").events() == (Withdrew(),)
    talk = asking(*FIVE, LAST).says("5 4 5 5 3", "quay lại")
    assert (talk.prompt().item, talk.prompt().awaits) == ("c5", 1)


def test_what_an_answer_of_the_message_brings_up_is_asked_next() -> None:
    screen = shown_together(
        "s", yes_no("told"), satisfaction("apology", relevant="/data/told = 'yes'"), satisfaction("polite")
    )
    talk = asking(*screen, LAST)
    assert [row.text for row in talk.prompt().rows] == ["Cau told?", "Cau polite?"]
    talk.says("1 4")
    assert (talk.prompt().item, talk.prompt().awaits) == ("apology", 1)
    talk.says("2")
    assert talk.state.answers == {"consent": "yes", "told": "yes", "polite": "4", "apology": "2"}


def test_a_value_the_form_forbids_is_the_only_one_asked_again() -> None:
    screen = shown_together(
        "s",
        satisfaction("polite"),
        plain("visits", ItemKind.INTEGER, constraint=". < 50"),
        satisfaction("fair"),
    )
    talk = asking(*screen, LAST).says("4 90 5")
    assert talk.events()[-1] == Misread("visits", "CONSTRAINT")
    assert talk.prompt().notice == "Chua hieu cau 2. Xin tra loi lai."
    assert (talk.prompt().item, talk.prompt().awaits) == ("visits", 1)


def test_long_answers_of_a_screen_are_asked_alone() -> None:
    screen = shown_together("s", satisfaction("polite"), satisfaction("fair"), plain("why", ItemKind.TEXT))
    talk = asking(*screen, LAST)
    assert talk.prompt().awaits == 2
    talk.says("4 5")
    assert (talk.prompt().item, talk.prompt().awaits) == ("why", 1)


def test_a_message_beyond_its_budget_is_split_and_keeps_its_numbers() -> None:
    wordy = [replace(item, labels={"vi": f"Câu {item.name}? " * 7}) for item in FIVE]
    talk = asking(*wordy, LAST)
    assert 2 <= talk.prompt().awaits < 5
    assert segments(render_sms(talk.prompt())).parts <= 3
    first = talk.prompt().awaits
    talk.says(" ".join(["4"] * first))
    assert talk.prompt().rows[0].number == first + 1 if talk.prompt().rows else talk.prompt().item == "c5"
    tight = present(talk.questionnaire, talk.state, pace=Pace(sms_parts=1))
    assert tight is not None and tight.awaits == 1


def test_a_screen_is_one_card_in_a_chat_asked_question_by_question() -> None:
    talk = asking(*FIVE, LAST, medium=Medium.CHAT).taps("4").says("không biết")
    assert render_card(talk.prompt()).text == (
        "Cán bộ\n▰▰▰▱▱▱▱▱▱▱ 3/6\n\n"
        "✓ 1. Câu c1? → 4. Hài lòng\n✓ 2. Câu c2? → –\n▶ 3. Câu c3?\n· 4. Câu c4?\n· 5. Câu c5?"
    )
    assert "Câu c3?" in render_zalo(talk.prompt()).text
    talk.presses(Command.BACK)
    assert [row.is_present for row in talk.prompt().rows] == [False, True, False, False, False]
    talk.taps("5", "5", "5", "5")
    assert recorded(talk) == "45555"


def test_a_message_of_five_marks_in_a_chat_is_still_not_five_answers() -> None:
    talk = asking(*FIVE, LAST, medium=Medium.CHAT).says("5 4 5 5 3")
    assert recorded(talk) == "....."


def test_a_screen_moves_to_another_channel_at_the_same_question() -> None:
    talk = asking(*FIVE, LAST).says("1:4 2:5")
    card = present(talk.questionnaire, talk.state, medium=Medium.CHAT)
    assert card is not None and (card.item, card.awaits, len(card.rows)) == ("c3", 1, 5)


def test_a_long_survey_rests_after_a_section_and_goes_on_another_day() -> None:
    parts = (
        *shown_together("a", satisfaction("a1"), satisfaction("a2"), sections="Phần A"),
        *shown_together("b", satisfaction("b1"), satisfaction("b2"), sections="Phần B"),
    )
    questionnaire = form(CONSENT, *parts, LAST, code="resting")
    pace = Pace(sms_sitting=2)
    talk = Conversation(questionnaire, Medium.SMS, pace=pace).opens().says("dong y", "4 5")
    assert (talk.state.status, talk.prompt().kind) == (Status.PAUSED, PromptKind.NOTICE)
    assert talk.prompt().text.startswith("Cam on ong/ba, hom nay den day. Con 3 cau")
    talk.says("4 4")  # the next questions have not been shown yet: nothing to answer
    assert talk.prompt().awaits == 2
    assert "b1" not in talk.state.answers
    talk.says("1 2")
    assert talk.state.answers["b2"] == "2"
    assert talk.state.status is Status.PAUSED


def test_a_chat_never_rests_by_itself() -> None:
    questionnaire = form(CONSENT, satisfaction("a1"), *FIVE, code="not-resting")
    state = Conversation(questionnaire).opens().says("đồng ý").state
    step = advance(questionnaire, state, Said("4"), now=BEGINNING, pace=Pace(sms_sitting=1))
    assert step.state.status is Status.ASKING
