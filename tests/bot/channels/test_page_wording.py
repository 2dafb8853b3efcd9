"""A page names its buttons; nothing on it tells the reader to send a command word."""

from __future__ import annotations

import re

import pytest

from bot.channels.page_wording import ON_PAGE, on_page
from bot.channels.page_words import PAGE_WORDS
from survey_flows.interview.texts import TEXTS

COMMANDS = re.compile(
    r"\b(?:HUY|TIEP|GIUP|CODAU|KHONGDAU|STOP)\b|\b(?:[Nn]hắn|soạn) (?:«|[A-Z]|lại|số|các|đúng|bất)"
    r"|\b(?:[Ss]end|[Tt]ype|[Tt]ap)\b"
)
ELSEWHERE = re.compile(r"format\.|accents\.|page\.reply|page\.count|command\.")
"""Hints a page puts its own in place of, and what only a text message is told."""
COLUMNS = {"vi": 0, "en": 1}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_text_on_a_page_asks_for_a_command_word(language: str) -> None:
    said = {
        key: on_page(wordings[COLUMNS[language]].replace("{example}", "3"), language)
        for key, wordings in TEXTS.items()
        if not ELSEWHERE.match(key)
    }
    assert {key: text for key, text in said.items() if COMMANDS.search(text)} == {}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_passage_stands_in_a_text_and_names_buttons_there_are(language: str) -> None:
    everything = "\n".join(wordings[COLUMNS[language]] for wordings in TEXTS.values())
    for passage, instead in ON_PAGE[language].items():
        assert passage in everything
        assert set(re.findall(r"\{(\w+)\}", instead)) <= PAGE_WORDS[language].keys() | {"hotline"}


def test_the_consent_names_the_button_that_stops() -> None:
    assert on_page(TEXTS["introduction"][0], "vi").endswith(
        "Muốn thôi lúc nào cũng được: bấm «Dừng hẳn, không trả lời nữa»."
    )
    assert on_page(TEXTS["introduction"][1], "en").endswith("To end at any time, press «Stop for good».")
    assert "gọi {hotline}" in on_page(TEXTS["introduction"][0], "vi"), "the renderer fills in the sender"
