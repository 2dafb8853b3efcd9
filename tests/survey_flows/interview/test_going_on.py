"""Pauses, reminders, other channels and languages, and forms that begin or end otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from survey_flows.interview.engine import advance, open_interview, present
from survey_flows.interview.events import (
    Answered,
    Asked,
    Completed,
    Misread,
    Paused,
    Proposed,
    Refused,
    Resumed,
    Spoke,
    Started,
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
    at_polite,
    form,
    plain,
    satisfaction,
    select,
    yes_no,
)


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


def in_hmong(item: Item) -> Item:
    labels = {**item.labels, "hmn": f"Lus {item.name}?"}
    choices = tuple(
        replace(choice, labels={**choice.labels, "hmn": f"Lus {choice.code}"}) for choice in item.choices
    )
    return replace(item, labels=labels, choices=choices)


def test_a_language_of_the_province_is_on_the_button_and_understood_by_its_name() -> None:
    """Whoever reads or hears nothing else must find it: not behind a button that says "English"."""
    items = (in_hmong(CONSENT), in_hmong(satisfaction("polite")))
    questionnaire = form(*items, languages=("vi", "en", "hmn", "sms"), code="hmong")
    talk = Conversation(questionnaire).opens()
    seen = []
    for _ in range(3):
        seen.append(dict(zip(talk.prompt().commands, talk.prompt().command_labels, strict=True)))
        talk.presses(Command.LANGUAGE)
    assert [labels[Command.LANGUAGE] for labels in seen] == ["Tiếng Mông", "English", "Tiếng Việt"]
    talk.says("nói tiếng Mông được không")
    assert (talk.prompt().language, talk.prompt().text) == ("hmn", "Lus consent?")
    talk.says("tiếng việt", "tôi không biết chữ")
    assert "Tiếng Mông" in talk.prompt().notice
    talk.says("tiếng mông", "1").sends(Said("alo", Medium.SMS))
    assert talk.prompt().text == "Cau polite?", "a text message cannot be heard, and its letters cost more"
    talk = Conversation(SMALL).opens().says("tiếng mông")
    assert "{hotline}" in talk.prompt().notice, "a form without it"


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
