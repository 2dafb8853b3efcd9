"""Wordings of what a form leaves to the program: “other”, “please specify”, “another one?”.

XLSForm's `or_other` adds a choice and a question in English only; a repeat without a count needs a
question that asks for the next round. Vietnamese first, English beside, and the SMS wording.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from survey_flows.questionnaire.model import SMS_WORDING, Choice

_VIETNAMESE: Final = "vi"
OTHER: Final = "other"
_OTHER_LABEL: Final = {"vi": "Khác", "en": "Other", "sms": "Khac"}
_SPECIFY: Final = {"vi": "Xin ghi rõ.", "en": "Please specify.", "sms": "Xin ghi ro."}
_ANOTHER: Final = {
    "vi": "{what}: còn nữa không ạ?",
    "en": "{what}: is there another one?",
    "sms": "{what}: con nua khong a?",
}
_YES: Final = {"vi": "Còn", "en": "Yes", "sms": "Con"}
_NO: Final = {"vi": "Hết rồi", "en": "No", "sms": "Het roi"}


def other_choice(languages: Iterable[str]) -> Choice:
    """The choice that `or_other` adds."""
    return Choice(OTHER, _in(_OTHER_LABEL, languages))


def specify(languages: Iterable[str]) -> dict[str, str]:
    """The question that follows the choice “other”."""
    return _in(_SPECIFY, languages)


def another(what: Mapping[str, str], name: str, languages: Iterable[str]) -> dict[str, str]:
    """The question after a round of a repeat labelled `what`, or else called `name`."""
    worded = _in(_ANOTHER, languages)
    return {language: text.replace("{what}", what.get(language) or name) for language, text in worded.items()}


def another_choices(languages: Iterable[str]) -> tuple[Choice, ...]:
    """Its answers, `yes` and `no`."""
    known = tuple(languages)
    return Choice("yes", _in(_YES, known)), Choice("no", _in(_NO, known))


def _in(texts: Mapping[str, str], languages: Iterable[str]) -> dict[str, str]:
    """The texts in the languages of a form; Vietnamese for one we have no words in."""
    return {language: texts.get(language, texts[_VIETNAMESE]) for language in languages}


def languages_of(languages: Iterable[str], *, has_sms: bool) -> tuple[str, ...]:
    """The languages of a form, with the SMS wording when it has one."""
    return (*languages, SMS_WORDING) if has_sms else tuple(languages)
