"""What elsewhere is a wish or a remark may be the answer to the question just asked.

Rule (domain.md §5, trap 1): the question decides. `không cần` leaves the interview where consent is
asked, and is a plain answer where somebody is asked what more they need.
"""

from __future__ import annotations

from survey_flows.interview import facts
from survey_flows.interview.events import Asked
from survey_flows.interview.normalise import Heard
from survey_flows.interview.reading import Aside, NoValue, Reading, Wish
from survey_flows.interview.selections import says_none
from survey_flows.interview.state import MissingKind
from survey_flows.interview.trips import times
from survey_flows.interview.yes_no import yes_or_no
from survey_flows.questionnaire.model import Item, ItemKind

_NOT_APPLICABLE = NoValue(MissingKind.NOT_APPLICABLE)


def is_answer_here(heard: Heard, item: Item, intent: Reading) -> bool:
    """Whether what is elsewhere a wish is an answer to this very item."""
    if item.reading == "yn_feedback" and isinstance(intent, NoValue):
        return intent == _NOT_APPLICABLE or yes_or_no(heard, item.reading) is not None
    if item.reading == "slip":
        return facts.slip(heard) is not None
    if item.reading == "trips":
        return times(heard) is not None
    if item.reading == "punct":
        return isinstance(intent, Wish) and facts.timely(heard) is not None
    if item.reading == "sat5" and intent == Aside(Asked.THANKS):
        return "lòng" in heard.words or "long" in heard.words
    if item.reading == "yn_fee" and intent == Aside(Asked.THANKS):
        return len(heard.bare.words) > len(("cảm", "ơn"))
    return item.kind is ItemKind.SELECT_MULTIPLE and says_none(heard)
