"""The forms of Lạng Sơn, as its people and its agencies answer them."""

from __future__ import annotations

from survey_flows.forms import LANG_SON_IN_PERSON, LANG_SON_IN_PERSON_ORGANISATION, LANG_SON_INTER_AGENCY
from survey_flows.interview.events import Completed
from survey_flows.interview.inputs import Command, Medium
from survey_flows.interview.state import Status
from tests.survey_flows.interview.conversation import Conversation
from tests.survey_flows.questionnaire.examples import built_in


def test_a_citizen_whose_result_was_late_and_who_complained() -> None:
    talk = Conversation(built_in(LANG_SON_IN_PERSON)).opens().taps("yes")
    for code in ("district", "media", "board"):
        talk.taps(code).presses(Command.DONE)
    talk.taps("2", "yes", "no", "yes", "late", "no", "no")
    assert talk.prompt().item == "ls_a1"
    talk.taps(*["2"] * 18, "yes")
    assert talk.prompt().item == "ls_e1"
    talk.taps("1", "1", "2", "1", "feedback").presses(Command.DONE)
    talk.taps("citizen", "female", "35to49", "upper_secondary", "farming", "tay", "commune")
    assert talk.prompt().item == "assistance"
    talk.taps("family")
    assert talk.events()[-1] == Completed()
    given = [
        talk.state.answers[name]
        for factor in built_in(LANG_SON_IN_PERSON).factors
        for name in factor.criteria
    ]
    assert len(given) == 22


def test_an_organisation_is_addressed_as_one_and_says_what_it_is() -> None:
    talk = Conversation(built_in(LANG_SON_IN_PERSON_ORGANISATION)).opens()
    assert talk.prompt().text.startswith("Kính chào quý đơn vị. Sở Nội vụ tỉnh Lạng Sơn")
    talk.taps("yes")
    for code in ("centre", "internet", "nation"):
        talk.taps(code).presses(Command.DONE)
    talk.taps("1", "no", "no", "yes", "ontime", *["4"] * 18, "no", "online").presses(Command.DONE)
    assert talk.prompt().item == "organisation_type"
    talk.taps("enterprise", "10to49", "manager")
    assert talk.state.status is Status.COMPLETE


def test_an_agency_answers_twelve_criteria_by_text_message() -> None:
    form = built_in(LANG_SON_INTER_AGENCY)
    talk = Conversation(form, Medium.SMS).opens().says("dong y", "4 5 4 4 3", "444", "co")
    assert talk.prompt().item == "ia_c1"
    talk.says("4 5 3 4", "1 3", "1", "2", "nam", "3", "dai hoc", "nung")
    assert talk.state.status is Status.COMPLETE
    assert sum(name.startswith("ia_") for name in talk.state.answers) == 12
