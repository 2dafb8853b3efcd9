"""Who answers in English is understood beside answers, too; in any state, as `intents.py` reads it."""

from __future__ import annotations

import pytest

from tests.survey_flows.interview.test_unseen_replies import heard_as

SAID = {
    "WHO": ["who is asking", "Which office is this?", "are you a robot"],
    "SCAM": ["is this a scam", "Is this real?", "fraud?"],
    "PRIVACY": ["what about my data", "how did you get my number", "is this anonymous"],
    "HELP": ["I do not understand", "how many questions", "call me"],
    "LATER": ["not now", "I'm busy", "call me later"],
    "LANG": ["change language", "I don't speak Vietnamese"],
    "BACK": ["I made a mistake", "change my answer"],
    "SKIP": ["I'd rather not say"],
    "WRONG_PERSON": ["you have the wrong number", "this is not my number"],
    "MOVED": ["he moved away"],
    "DECEASED": ["she passed away"],
    "INELIGIBLE": ["no result yet", "not my case yet"],
    "REFUSE": ["not interested"],
    "STOP": ["please stop", "leave me alone", "do not text me again"],
}


@pytest.mark.parametrize("kind", ["any", "sat5", "yesno", "consent"])
def test_english_wishes_are_known_whatever_is_asked(kind: str) -> None:
    heard = {text: (meant, heard_as(text, kind)) for meant, texts in SAID.items() for text in texts}
    assert {text: found for text, found in heard.items() if found[0] != found[1]} == {}
