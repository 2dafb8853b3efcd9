"""A stored interview continues like a live one; a button's text is read with suspicion."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from survey_flows.ids import QuestionnaireVersion
from survey_flows.interview.codec import decode, decode_prompt, encode, encode_prompt, read_token
from survey_flows.interview.inputs import Chose, Command, Medium, Pressed
from survey_flows.interview.prompts import (
    Prompt,
    PromptChoice,
    PromptKind,
    PromptMedium,
    PromptRow,
    choice_token,
    command_token,
)
from survey_flows.interview.state import InterviewState, MissingKind, Status
from survey_flows.questionnaire.model import ItemKind

FULL = InterviewState(
    QuestionnaireVersion("small@abc"),
    Status.PAUSED,
    "wish",
    {"consent": "yes", "idea": 'nhanh "hơn" | ạ 😊', "many": "1 3"},
    {"polite": MissingKind.DONT_KNOW},
    ("1", "3"),
    "wish=1 3",
    12,
    2,
    "en",
    Medium.SMS,
    datetime(2024, 10, 1, 8, 0, 0, 123456, tzinfo=UTC),
    datetime(2024, 10, 2, 1, 2, 3, tzinfo=timezone(timedelta(hours=7))),
    None,
)


def test_a_state_comes_back_as_it_was() -> None:
    assert decode(encode(FULL)) == FULL
    bare = InterviewState(QuestionnaireVersion("small@abc"))
    assert decode(encode(bare)) == bare
    assert len(encode(bare)) < 80


def test_a_value_with_line_breaks_comes_back_too() -> None:
    state = InterviewState(QuestionnaireVersion("x@1"), answers={"a": "one\ntwo", "b": ""})
    assert decode(encode(state)) == state
    single = InterviewState(QuestionnaireVersion("x@1"), answers={"a": ""})
    assert decode(encode(single)) == single


def test_a_prompt_comes_back_as_it_was() -> None:
    prompt = Prompt(
        PromptKind.QUESTION,
        "Câu hỏi?",
        7,
        "wish",
        "gợi ý",
        "đã ghi",
        "phần",
        (PromptChoice("1", "Một", True), PromptChoice("2", "Hai")),
        True,
        (3, 40),
        (Command.DONE, Command.STOP),
        ("Xong", "Dừng"),
        "en",
    )
    assert decode_prompt(encode_prompt(prompt)) == prompt
    notice = Prompt(PromptKind.NOTICE, "Vâng", 1)
    assert decode_prompt(encode_prompt(notice)) == notice


def test_bytes_of_another_format_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown format"):
        decode(b"[99]")
    with pytest.raises(ValueError, match="unknown format"):
        decode_prompt(b"[99]")


def test_a_button_is_read_back_as_what_it_said() -> None:
    prompt = Prompt(PromptKind.QUESTION, "?", 7, "wish", choices=(PromptChoice("a-1", "Một"),))
    assert read_token(choice_token(prompt, prompt.choices[0]), Medium.CHAT) == Chose("wish", "a-1", 7)
    for command in Command:
        assert read_token(command_token(prompt, command), Medium.CHAT) == Pressed(command, 7)
    assert read_token("-1|!|stop", Medium.SMS) == Pressed(Command.STOP, -1, Medium.SMS)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "1",
        "1|a",
        "1|a|",
        "|a|b",
        "x|a|b",
        "01|a|b",
        "1|!|fly",
        "1|a|b|c",
        "1|a b|c",
        "9" * 10 + "|a|b",
        "1|a|" + "é" * 60,
        "١|a|b",
        "-2|a|b",
        "1|a|b\n",
    ],
)
def test_any_other_text_is_no_button_of_ours(token: str) -> None:
    assert read_token(token, Medium.CHAT) is None


def test_what_was_stored_before_later_fields_were_added_still_reads() -> None:
    state = b'[1,"small@abc","asking","polite","consent","yes",0,[],"",4,1,"vi","sms",0,0,0]'
    assert decode(state) == InterviewState(
        QuestionnaireVersion("small@abc"),
        Status.ASKING,
        "polite",
        {"consent": "yes"},
        revision=4,
        unclear=1,
        medium=Medium.SMS,
    )
    prompt = (
        '[1,"question","Câu?",4,"polite","","","",[["1","Một",false]],false,[0,3],["stop"],["Dừng"],"vi"]'
    )
    assert decode_prompt(prompt.encode()) == Prompt(
        PromptKind.QUESTION,
        "Câu?",
        4,
        "polite",
        choices=(PromptChoice("1", "Một"),),
        progress=(0, 3),
        commands=(Command.STOP,),
        command_labels=("Dừng",),
    )


def test_a_screen_a_ranking_and_media_come_back_too() -> None:
    prompt = Prompt(
        PromptKind.QUESTION,
        "Phần A",
        7,
        "a1",
        choices=(PromptChoice("a", "Một", True, 2),),
        expects=ItemKind.RANK,
        number=3,
        rows=(PromptRow(1, "Câu a1?", "4. Hài lòng", True, (PromptChoice("1", "Có"),)),),
        awaits=2,
        media=(PromptMedium("audio", "a1.mp3"),),
        spells_out=True,
        is_accented=True,
    )
    assert decode_prompt(encode_prompt(prompt)) == prompt
    state = InterviewState(QuestionnaireVersion("x@1"), singly="officials", has_diacritics=True, sitting=-1)
    assert decode(encode(state)) == state
