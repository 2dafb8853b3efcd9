"""Choices that are pictures: each has a name, and only those offered are shown."""

from __future__ import annotations

from survey_flows.interview.inputs import Medium
from survey_flows.interview.prompts import PromptMedium
from survey_flows.questionnaire.xlsform import compile_form
from tests.survey_flows.interview.conversation import Conversation

SHEETS = """
| survey |
| | type | name | label | choice_filter |
| | select_one way | way | How did you come? | |
| | select_one fare | fare | What did it cost? | by = ${way} |
| choices |
| | list_name | name | label | image | by |
| | way | bus | | bus.png | |
| | way | boat | Boat | boat.png | |
| | fare | cheap | Little | coin.png | bus |
| | fare | free | Nothing | hand.png | boat |
"""
FORM = compile_form(SHEETS.encode(), file_type="md", name="pictures")


def test_a_choice_that_is_only_a_picture_goes_by_its_code() -> None:
    talk = Conversation(FORM).opens()
    assert [choice.label for choice in talk.prompt().choices] == ["bus", "Boat"]
    assert talk.prompt().media == (
        PromptMedium("image", "bus.png", "bus"),
        PromptMedium("image", "boat.png", "boat"),
    )
    assert "1. bus" in talk.taps("bus").says("xem lại").prompt().text


def test_a_choice_that_is_filtered_out_shows_no_picture() -> None:
    talk = Conversation(FORM).opens().taps("boat")
    assert talk.prompt().media == (PromptMedium("image", "hand.png", "free"),)


def test_by_sms_its_code_is_written_out() -> None:
    talk = Conversation(FORM, Medium.SMS).opens()
    assert [choice.label for choice in talk.prompt().choices] == ["bus", "Boat"]
    assert talk.says("1").state.answers["way"] == "bus"


NOTES = """
| survey |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | image::Tiếng Việt (vi) | image::English (en) | read_only | default |
| | note | map | Xem bản đồ | Look at the map | map.png | map_en.png | | |
| | text | where | Ở đâu? | Where? | q.png | q.png | | |
| | note | seal | Dấu của sở | Our seal | seal.png | seal.png | | |
"""  # noqa: E501  (one row of a sheet is one line)


def test_the_pictures_of_what_is_read_out_come_with_the_question_below_and_with_the_end() -> None:
    talk = Conversation(compile_form(NOTES.encode(), file_type="md", name="notes")).opens()
    assert talk.prompt().media == (PromptMedium("image", "map.png"), PromptMedium("image", "q.png"))
    assert talk.says("English").prompt().media[0] == PromptMedium("image", "map_en.png")
    assert talk.says("here").prompt().media == (PromptMedium("image", "seal.png"),)
