"""Which text a respondent reads: the interview's own from the catalogue, the form's from its labels."""

from __future__ import annotations

from collections.abc import Mapping

from survey_flows.interview.events import Asked
from survey_flows.interview.inputs import Command, Medium
from survey_flows.interview.reading import Report
from survey_flows.interview.state import InterviewState
from survey_flows.interview.texts import TEXTS
from survey_flows.questionnaire.model import SMS_WORDING

VIETNAMESE = "vi"

_COLUMNS = {VIETNAMESE: 0, "en": 1, SMS_WORDING: 2}


def wording_for(language: str, medium: Medium, *, has_diacritics: bool = False) -> str:
    """Return which wording a respondent reads.

    SMS readers of Vietnamese get it without diacritics, unless they asked for them. So do those of a
    language that is there to be seen and heard in a chat.
    """
    if medium is Medium.SMS and language != "en":
        return VIETNAMESE if has_diacritics else SMS_WORDING
    return language


def wording_of(state: InterviewState) -> str:
    """Return which wording the respondent of `state` reads."""
    return wording_for(state.language, state.medium, has_diacritics=state.has_diacritics)


def say(key: str, wording: str) -> str:
    """Return the text of `key`; a language the catalogue does not know is answered in Vietnamese.

    >>> say("about.greeting", "en")
    'Hello.'
    """
    return TEXTS[key][_COLUMNS.get(wording, 0)]


def pick(labels: Mapping[str, str], wording: str) -> str:
    """Return a form's text in `wording`, else in Vietnamese, else in any language it has."""
    text = labels.get(wording)
    if text is None:
        text = labels.get(VIETNAMESE)
    return text if text is not None else next(iter(labels.values()), "")


def about_key(about: Asked) -> str:
    """Return the catalogue key of the answer to what a respondent asked."""
    return f"about.{about.value}"


def confirm_key(report: Report) -> str:
    """Return the catalogue key of the question that makes sure of a report."""
    return f"confirm.{report.value}"


def command_key(command: Command) -> str:
    """Return the catalogue key of a standing button."""
    return f"command.{command.value}"
