"""Who is not understood: asked simpler, with the choices, then offered a person; never the same twice."""

from __future__ import annotations

from itertools import pairwise

import pytest

from survey_flows.interview.draft import STUCK_AFTER
from survey_flows.interview.events import ReportedWrongPerson
from survey_flows.interview.inputs import Medium
from survey_flows.interview.prompts import Prompt, PromptKind
from survey_flows.interview.state import Status
from survey_flows.questionnaire.model import Item, ItemKind
from tests.survey_flows.interview.conversation import (
    CONSENT,
    SMALL,
    Conversation,
    at_polite,
    form,
    plain,
    satisfaction,
    select,
)

NOISE = "xyzzy qwrt"
ASKED = [
    satisfaction("polite"),
    select("wish", "Nhanh", "Rẻ", "Gần", is_multiple=True),
    plain("age", ItemKind.INTEGER),
    plain("since", ItemKind.DATE),
    plain("at", ItemKind.TIME),
]


def shown(prompt: Prompt) -> tuple[str, str, str]:
    return prompt.notice, prompt.text, prompt.hint


def at(item: Item, medium: Medium, language: str = "vi") -> Conversation:
    return Conversation(form(CONSENT, item), medium, language).opens().says("1")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("medium", list(Medium))
@pytest.mark.parametrize("item", ASKED, ids=lambda item: item.kind.value)
def test_nobody_reads_the_same_twice_and_a_person_is_offered(
    item: Item, medium: Medium, language: str
) -> None:
    talk = at(item, medium, language)
    before = shown(talk.prompt())
    for time in range(1, STUCK_AFTER + 1):
        now = shown(talk.says(NOISE).prompt())
        assert now != before
        assert ("{hotline}" in "".join(now)) == (time in {3, 5, STUCK_AFTER})
        before = now
    assert talk.state.status is Status.PAUSED
    assert talk.says(NOISE).prompts == ()


def test_at_the_consent_nobody_is_told_to_skip_it() -> None:
    talk = Conversation(SMALL).opens().says(NOISE, NOISE, NOISE)
    assert "{hotline}" in talk.prompt().notice
    assert "bỏ qua" not in talk.prompt().notice
    talk = Conversation(SMALL).opens().says("bỏ qua")
    assert "tùy ông/bà" in talk.prompt().notice


def test_the_introduction_is_not_paid_for_with_every_question_asked_back_by_sms() -> None:
    talk = Conversation(SMALL, Medium.SMS).says("ai day")
    assert "Khoang" in talk.prompt().notice or "phut" in talk.prompt().notice, "the first words: all of it"
    talk.says("lua dao a")
    assert talk.prompt().notice.startswith("Chung toi khong bao gio")
    assert (talk.prompt().text, talk.prompt().hint) == ("Xin cho biet co dong y tra loi khao sat khong?", "")
    assert [choice.code for choice in talk.prompt().choices] == ["yes", "no"]
    talk.says("english")
    assert "minutes" in talk.prompt().notice, "nobody has read it in this language"
    chat = Conversation(SMALL).opens().says("lừa đảo à")
    assert "3 phút" in chat.prompt().notice, "a card is shown anew, and costs nothing"


def test_a_form_s_own_words_about_a_wrong_answer_are_not_repeated_bare() -> None:
    age = Item(
        "age",
        ItemKind.INTEGER,
        {"vi": "Bao nhiêu tuổi?"},
        constraint=". < 120",
        constraint_messages={"vi": "Tuổi chưa đúng."},
    )
    talk = at(age, Medium.CHAT).says("200")
    assert talk.prompt().notice == "Tuổi chưa đúng."
    assert talk.says("300").prompt().notice == "Chúng tôi vẫn chưa ghi được câu trả lời. Tuổi chưa đúng."


def test_saying_the_same_to_do_you_mean_is_no_answer_but_leads_on() -> None:
    talk = at_polite()
    seen = [shown(talk.says("tot lam").prompt()) for _ in range(12) if talk.state.status is Status.ASKING]
    assert all(one != other for one, other in pairwise(seen))
    assert "polite" not in talk.state.answers


def test_go_on_at_a_question_nobody_has_answered_says_what_it_waits_for() -> None:
    assert "bỏ qua" in at_polite().says("tiếp").prompt().notice
    assert at_polite().says("để sau", "tiếp").prompt().notice == "", "who paused just goes on"
    assert at_polite().says("quay lại", "tiếp").prompt().item == "polite", "and an answer seen again stays"


def test_yes_as_the_question_offers_it_is_no_stop() -> None:
    """By SMS the choices are "1 Dung" and "2 Khong phai": `dung` is `đúng` there."""
    talk = Conversation(SMALL, Medium.SMS).opens().says("1", "1")
    assert talk.state.at == "polite"
    talk.says("tot lam")
    assert talk.prompt().kind is PromptKind.CONFIRM
    talk.says("dung")
    assert "polite" in talk.state.answers
    talk = Conversation(SMALL, Medium.SMS).opens().says("1", "1", "nham so", "dung")
    assert talk.events() == (ReportedWrongPerson(),)
    talk = Conversation(SMALL, Medium.SMS).opens().says("1", "1", "dung", "dung")
    assert talk.state.status is Status.STOPPED, "and asked whether to stop, it is both"


def test_who_repeats_a_report_means_it() -> None:
    talk = at_polite().says("nhầm số rồi")
    assert talk.prompt().kind is PromptKind.CONFIRM
    assert talk.says("nhầm số rồi").events() == (ReportedWrongPerson(),)


def test_leaving_out_a_do_you_mean_leaves_out_no_question() -> None:
    """ "Skip" and "don't know" answer what stands on the screen, and that is not the question."""
    for words in ("bỏ qua", "không biết"):
        talk = at_polite().says("nhầm số rồi", words)
        assert talk.state.missing == {}
        assert talk.prompt().item == "polite"
        assert talk.prompt().kind is PromptKind.QUESTION


def test_a_number_beyond_yes_and_no_is_no_answer_behind_a_report() -> None:
    talk = at_polite().says("nhầm số rồi", "4")
    assert talk.state.answers.get("polite") is None
    assert talk.prompt().kind is PromptKind.QUESTION
