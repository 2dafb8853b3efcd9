"""A page of questions sent back whole: what it records, what it asks again, and what it never does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_flows.interview.events import Answered, Misread, TappedLate, Withdrew
from survey_flows.interview.filled import LEFT
from survey_flows.interview.inputs import Command, Filled, Pressed
from survey_flows.interview.sheet import Sheet, lay_sheet
from survey_flows.interview.state import MissingKind, Status
from survey_flows.questionnaire.model import ItemKind
from tests.survey_flows.interview.conversation import ALL_KINDS, Conversation

GOOD = {
    ItemKind.RANGE: "10",
    ItemKind.TIME: "08:30",
    ItemKind.DATETIME: "2024-03-02T08:30",
    ItemKind.DATE: "2024-03-02",
    ItemKind.BARCODE: "SL-2024/7",
    ItemKind.INTEGER: "5",
    ItemKind.TEXT: "quay lại",
    ItemKind.GEOPOINT: "21.3281 103.9144",
}


def begun() -> Conversation:
    """An interview at its first screen."""
    return Conversation(ALL_KINDS).opens().taps("yes")


def sheet(talk: Conversation) -> Sheet:
    """The page shown now."""
    laid = lay_sheet(ALL_KINDS, talk.state)
    assert laid is not None
    return laid


def send(talk: Conversation, **values: str) -> Conversation:
    """Send the present page back."""
    return talk.sends(Filled(values, sheet(talk).revision))


def page_of(talk: Conversation) -> dict[str, str]:
    """Something sensible in every field."""
    filled = {field.item: GOOD.get(field.kind, "") for field in sheet(talk).fields}
    for field in sheet(talk).fields:
        codes = [choice.code for choice in field.choices]
        if codes:
            filled[field.item] = " ".join(reversed(codes)) if field.kind is ItemKind.RANK else codes[0]
    return filled


def test_the_questions_of_a_screen_stand_on_one_page_and_are_recorded_together() -> None:
    talk = begun()
    names = [field.item for field in sheet(talk).fields]
    assert names == ["polite", "clear", "told", "visits", "why"]
    send(talk, polite="4", clear="5", told="no", visits="3", why="dừng lại đi, lừa đảo")
    assert [event.item for event in talk.events() if isinstance(event, Answered)] == names
    assert talk.state.answers["why"] == "dừng lại đi, lừa đảo", "what stands in a field is its value"
    assert talk.state.status is Status.ASKING
    assert [field.item for field in sheet(talk).fields] != names


def test_a_question_that_applies_since_joins_its_page() -> None:
    talk = send(begun(), polite="4", clear="5", told="yes", visits="3", why="x")
    fields = {field.item: field.value for field in sheet(talk).fields}
    assert list(fields) == ["polite", "clear", "told", "apology", "visits", "why"]
    assert (fields["polite"], fields["apology"]) == ("4", "")


def test_what_cannot_be_recorded_is_named_at_its_field_and_the_rest_is_kept() -> None:
    talk = send(begun(), polite="4", clear="9", told="no", visits="60", why="x")
    assert [item for item, _ in talk.prompt().faults] == ["clear", "visits"]
    assert [event.item for event in talk.events() if isinstance(event, Misread)] == ["clear", "visits"]
    assert set(talk.state.answers) == {"consent", "polite", "told", "why"}
    send(talk, polite="5", clear="2", told="no", visits="6", why="x")
    assert talk.state.answers["polite"] == "5"
    assert talk.state.answers["clear"] == "2"
    assert "clear" not in [field.item for field in sheet(talk).fields]


def test_a_blank_is_asked_for_once_and_then_left_out() -> None:
    talk = send(begun(), polite="4", clear="", told="no", visits="3", why=LEFT)
    assert talk.prompt().faults[0][0] == "clear"
    assert "bấm tiếp lần nữa" in talk.prompt().faults[0][1]
    send(talk, polite="4", told="no", visits="3", why=LEFT)
    assert talk.state.missing == {"clear": MissingKind.REFUSED, "why": MissingKind.REFUSED}


def test_consent_cannot_be_left_blank_and_no_ends_it() -> None:
    talk = Conversation(ALL_KINDS).opens()
    assert sheet(talk).is_consent
    send(talk)
    assert talk.state.at == "consent"
    assert [item for item, _ in talk.prompt().faults] == ["consent"]
    send(talk, consent="no")
    assert talk.state.status is Status.REFUSED


def test_a_page_kept_open_changes_nothing() -> None:
    talk = begun()
    old = sheet(talk).revision
    send(talk, polite="4", clear="5", told="no", visits="3", why="x")
    before = talk.state.answers
    talk.sends(Filled({"polite": "1"}, old))
    assert [type(event) for event in talk.events()] == [TappedLate]
    assert talk.state.answers == before


def test_back_goes_to_the_page_before_and_its_answers_stand_there() -> None:
    talk = send(begun(), polite="4", clear="5", told="no", visits="3", why="x")
    talk.sends(Filled({}, sheet(talk).revision, Command.BACK))
    fields = {field.item: field.value for field in sheet(talk).fields}
    assert fields == {"polite": "4", "clear": "5", "told": "no", "visits": "3", "why": "x"}
    talk.sends(Filled({}, sheet(talk).revision, Command.BACK))
    assert [field.item for field in sheet(talk).fields] == list(fields), "the consent is given once"
    send(talk, polite="1", clear="5", told="no", visits="3", why="x")
    assert talk.state.answers["polite"] == "1"
    assert [event.item for event in talk.events() if isinstance(event, Answered)] == ["polite"]


def test_who_asks_in_person_does_not_see_what_was_written_alone() -> None:
    talk = send(begun(), polite="4", clear="5", told="no", visits="3", why="x")
    talk.sends(Filled({}, sheet(talk).revision, Command.BACK))
    laid = lay_sheet(ALL_KINDS, talk.state, hidden={"polite", "why"})
    assert laid is not None
    shown = {field.item: (field.value, any(c.is_selected for c in field.choices)) for field in laid.fields}
    assert shown["polite"] == ("", False)
    assert shown["clear"] == ("5", True)
    assert shown["why"][0] == ""


def test_every_kind_of_question_can_be_filled_in_to_the_end() -> None:
    talk = begun()
    for _ in range(60):
        if talk.state.is_final:
            break
        send(talk, **page_of(talk))
    assert talk.state.status is Status.COMPLETE
    assert talk.state.answers["hour"] == "08:30:00"
    assert talk.state.answers["when"] == "2024-03-02T08:30:00"


def test_stop_is_a_button_of_the_page() -> None:
    talk = begun()
    talk.sends(Pressed(Command.STOP, sheet(talk).revision))
    assert any(isinstance(event, Withdrew) for event in talk.events())
    assert lay_sheet(ALL_KINDS, talk.state) is None


@pytest.mark.parametrize("status", [Status.NEW, Status.PAUSED, Status.COMPLETE])
def test_there_is_no_page_while_nothing_is_asked(status: Status) -> None:
    assert lay_sheet(ALL_KINDS, replace(begun().state, status=status)) is None


NAMES = st.sampled_from([item.name for item in ALL_KINDS.items])
VALUES = st.one_of(
    st.sampled_from(["", LEFT, "1", "yes", "no", "4", "1 2", "3 1 2", "OK"]), st.text(max_size=9)
)


@given(st.lists(st.tuples(st.dictionaries(NAMES, VALUES, max_size=6), st.integers(0, 2)), max_size=12))
@settings(max_examples=40, derandomize=True)
def test_nothing_sent_in_a_page_raises_or_breaks_the_invariants(
    pages: list[tuple[dict[str, str], int]],
) -> None:
    """`Conversation` checks at every step that the state is stored whole and answers are their events."""
    talk = begun()
    for values, age in pages:
        talk.sends(Filled(values, talk.state.revision - age, Command.BACK if age == 2 else None))
