"""The engine's invariants (design.md): whatever is sent, in whatever order.

Scripts mix sensible replies, wild text, taps on present and old cards, forged tokens and every
standing button, over chat and SMS; forms are the hand-made one of every kind, the in-person form,
and forms with random routing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.render import render_card, render_sms
from bot.channels.segments import segments
from survey_flows.forms import SON_LA_IN_PERSON
from survey_flows.interview.agreement import agrees
from survey_flows.interview.codec import decode, decode_prompt, encode, encode_prompt, read_token
from survey_flows.interview.engine import Step, advance, open_interview, present
from survey_flows.interview.events import Answered, Event, Retracted, WentBack, Withdrew
from survey_flows.interview.fold import answers_of
from survey_flows.interview.inputs import Chose, Command, Input, Medium, Opened, Pressed, Said, Sent, SentKind
from survey_flows.interview.intents import intent_of
from survey_flows.interview.prompts import Prompt, PromptKind, choice_token
from survey_flows.interview.replies import read
from survey_flows.interview.route import takes_answer
from survey_flows.interview.spelling import listen
from survey_flows.interview.state import FINAL, InterviewState, Status
from survey_flows.interview.transitions import TABLE
from survey_flows.questionnaire.logic import logic_for
from survey_flows.questionnaire.model import Item, ItemKind, Questionnaire
from tests.survey_flows.interview.conversation import (
    ALL_KINDS,
    CONSENT,
    SMALL,
    form,
    plain,
    satisfaction,
    select,
    yes_no,
)
from tests.survey_flows.questionnaire.examples import built_in

RELAXED = settings(
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
BEGINNING = datetime(2024, 10, 1, 8, 0, tzinfo=UTC)

REPLIES = (
    "đồng ý", "không", "có", "1", "2", "3", "4", "5", "9", "1 3", "1,2,3,4", "hài lòng", "rất không hài lòng",
    "ok", "tốt", "đúng hẹn", "tre hen", "không biết", "bỏ qua", "quay lại", "để sau", "tiếp", "ai đây",
    "không phải tôi", "chưa có kết quả", "bố tôi mất rồi", "không trả lời nữa", "dung", "dừng", "HUY",
    "35", "70", "7", "2/3/2024", "xong", "asdf", "45545", "?", "...", "", "đúng", "không phải", "một ý kiến",
    "lừa đảo", "english", "5 4 1 4 3", "5 4 1", "1:5 2:4", "545", "4 4 kb 0", "xem lại", "sửa câu 2",
    "có dấu", "KHONGDAU", "giữ nguyên", "3 1 2", "8h30", "31/12/2024 8h30", "SL-2024/7", "sơn la", "kb",
)  # fmt: skip

_LETTERS = "aàảãáạăâbcdđeêghiklmnoôơpqrstuưvxy 0123456789.,?!-/😀\u0301\u0309\u200b\ufe0f\u20e3\ud800\x00"
TEXTS = st.one_of(
    st.sampled_from(REPLIES),
    st.sampled_from(REPLIES),
    st.text(max_size=40),
    st.text(alphabet=_LETTERS, max_size=60),
    st.text(alphabet="a ộ", min_size=1990, max_size=2010),
)
ANSWERS = {
    ItemKind.INTEGER: ("35", "70"),
    ItemKind.DATE: ("2/3/2024", "2024-03-02"),
    ItemKind.TEXT: ("tốt", "5"),
    ItemKind.TIME: ("8h30", "20:15"),
    ItemKind.DATETIME: ("31/12/2024 8h30", "31/12/2024 20h"),
    ItemKind.BARCODE: ("SL-2024/7", "8931"),
    ItemKind.RANK: ("3 1 2", "1 2 3"),
}
SENDINGS = {
    ItemKind.IMAGE: (SentKind.IMAGE, "file-1"),
    ItemKind.AUDIO: (SentKind.AUDIO, "file-2"),
    ItemKind.VIDEO: (SentKind.VIDEO, "file-3"),
    ItemKind.FILE: (SentKind.FILE, "file-4"),
    ItemKind.GEOPOINT: (SentKind.LOCATION, "21.3281 103.9144"),
}


@dataclass(frozen=True)
class Move:
    """What to do next, in terms of the prompt that will be shown by then.

    `answer` gives a sensible answer; `age` makes a tap one on an older card.
    """

    kind: str
    medium: Medium = Medium.CHAT
    text: str = ""
    index: int = 0
    command: Command = Command.WHO
    age: int = 0

    def input_for(self, shown: Prompt | None, revision: int) -> Input:
        """The input this move comes to."""
        match self.kind:
            case "open":
                return Opened(self.medium)
            case "press":
                return Pressed(self.command, -1 if self.age == 3 else revision - self.age, self.medium)
            case "forge":
                token = read_token(f"{revision}|{self.text[:20]}|{self.index}", self.medium)
                return token if token is not None else Said(self.text, self.medium)
            case "answer" | "tap" if shown is not None and shown.choices and shown.awaits == 1:
                return self._choice(shown)
            case "answer" if shown is not None and shown.expects is not None:
                return self._value(shown, shown.expects)
            case "send":
                return Sent(list(SentKind)[self.index % 5], self.text, self.medium)
            case _:
                return Said(self.text, self.medium)

    def _value(self, shown: Prompt, kind: ItemKind) -> Input:
        if shown.awaits > 1:
            return Said(" ".join(["1"] * shown.awaits), self.medium)
        if kind in SENDINGS:
            return Sent(*SENDINGS[kind], self.medium)
        return Said(ANSWERS.get(kind, ("5", "10"))[self.index % 2], self.medium)

    def _choice(self, shown: Prompt) -> Input:
        at = self.index % len(shown.choices)
        if self.kind == "answer":
            at = at if shown.item != "consent" else 0
            if shown.is_multiple:
                is_ranked = shown.expects is ItemKind.RANK
                return Said("2 3 1" if is_ranked else str(at + 1), self.medium)
        token = read_token(choice_token(shown, shown.choices[at]), self.medium)
        assert isinstance(token, Chose)
        return replace(token, revision=token.revision - (self.age if self.kind == "tap" else 0))


_KINDS = ["answer"] * 14 + ["tap", "tap", "say", "say", "say", "press", "open", "forge", "send"]
_WILD = [
    "\u0000",
    "a" * 3000,
    "ộ" * 2500,
    "\ud800",
    "️⃣",
    "4️⃣",
    "h?i l?ng",
    "😡",
    "﷽",
    "{hotline}",
    "1|!|stop",
    "\n\n",
    "-1",
]


def scripted(seed: int, size: int) -> list[Move]:
    """A script from a seed: drawing each move from hypothesis costs a hundred times the interview."""
    dice = Random(seed)
    return [
        Move(
            dice.choice(_KINDS),
            dice.choice(list(Medium)),
            dice.choice(REPLIES if dice.random() < 0.8 else _WILD),
            dice.randrange(10),
            dice.choice(list(Command)),
            dice.choice([0, 0, 0, 0, 1, 2, 3]),
        )
        for _ in range(size)
    ]


SCRIPTS = st.builds(scripted, st.integers(0, 2**32), st.integers(1, 70))


@st.composite
def routed_forms(draw: st.DrawFn) -> Questionnaire:
    """A form of random questions, each perhaps relevant only after an earlier answer."""
    items: list[Item] = [CONSENT]
    for index in range(draw(st.integers(1, 7))):
        name = f"q{index}"
        relevant = ""
        gates = [item for item in items[1:] if item.choices]
        is_routed: bool = draw(st.booleans())
        if gates and is_routed:
            gate = draw(st.sampled_from(gates))
            code = draw(st.sampled_from([choice.code for choice in gate.choices]))
            relevant = draw(
                st.sampled_from(
                    [
                        f"/data/{gate.name} = '{code}'",
                        f"/data/{gate.name} != '{code}'",
                        f"selected(/data/{gate.name}, '{code}')",
                    ]
                )
            )
        kind = draw(st.sampled_from(["sat5", "yesno", "multi", "note", "text", "integer"]))
        items.append(_an_item(kind, name, relevant))
    return form(*items, code="routed")


def _an_item(kind: str, name: str, relevant: str) -> Item:
    match kind:
        case "sat5":
            return satisfaction(name, relevant)
        case "yesno":
            return yes_no(name, relevant=relevant)
        case "multi":
            return select(name, "A", "B", "C", is_multiple=True, maximum=2, relevant=relevant)
        case "note":
            return plain(name, ItemKind.NOTE, relevant=relevant)
        case "text":
            return plain(name, ItemKind.TEXT, relevant=relevant)
        case _:
            return plain(name, ItemKind.INTEGER, relevant=relevant, constraint=". < 100")


FORMS = st.one_of(
    st.just(SMALL),
    st.just(ALL_KINDS),
    st.just(built_in(SON_LA_IN_PERSON)),
    routed_forms(),
    st.just(ALL_KINDS),
)


def play(
    questionnaire: Questionnaire, script: Sequence[Move], *, stored: bool = False
) -> list[tuple[Input, Step]]:
    """Play a script; with `stored`, every state and prompt goes through bytes between the steps."""
    state: InterviewState = open_interview(questionnaire)
    shown: Prompt | None = None
    steps: list[tuple[Input, Step]] = []
    for index, move in enumerate([Move("open"), *script]):
        said = move.input_for(shown, state.revision)
        step = advance(questionnaire, state, said, now=BEGINNING + timedelta(minutes=index))
        steps.append((said, step))
        state = decode(encode(step.state)) if stored else step.state
        for prompt in step.prompts:
            shown = decode_prompt(encode_prompt(prompt)) if stored else prompt
    return steps


def all_events(steps: list[tuple[Input, Step]]) -> list[Event]:
    return [event for _, step in steps for event in step.events]


@RELAXED
@given(FORMS, SCRIPTS)
def test_nothing_a_respondent_sends_raises_and_the_same_script_has_the_same_result(
    questionnaire: Questionnaire, script: list[Move]
) -> None:
    assert play(questionnaire, script) == play(questionnaire, script)


@RELAXED
@given(FORMS, SCRIPTS)
def test_a_stored_interview_continues_like_a_live_one(
    questionnaire: Questionnaire, script: list[Move]
) -> None:
    assert play(questionnaire, script, stored=True) == play(questionnaire, script)


@RELAXED
@given(FORMS, SCRIPTS)
def test_the_answers_are_the_fold_of_the_events(questionnaire: Questionnaire, script: list[Move]) -> None:
    history: list[Event] = []
    for _, step in play(questionnaire, script):
        history += step.events
        values, missing = answers_of(history)
        assert (dict(step.state.answers), dict(step.state.missing)) == (values, missing)
        assert not set(values) & set(missing)


@RELAXED
@given(FORMS, SCRIPTS)
def test_only_relevant_items_are_asked_and_only_their_answers_are_kept(
    questionnaire: Questionnaire, script: list[Move]
) -> None:
    logic = logic_for(questionnaire)
    for _, step in play(questionnaire, script):
        state = step.state
        relevant = set(logic.relevant_items(state.answers))
        assert {*state.answers, *state.missing} <= relevant
        for prompt in step.prompts:
            if prompt.kind in {PromptKind.QUESTION, PromptKind.CONFIRM}:
                assert prompt.item == state.at
                assert prompt.item in relevant
        for name, value in state.answers.items():
            assert not logic.violates(name, value, state.answers)


@RELAXED
@given(FORMS, SCRIPTS)
def test_a_final_status_is_never_left_and_statuses_follow_the_table(
    questionnaire: Questionnaire, script: list[Move]
) -> None:
    allowed = {(before, after) for (before, _), after in TABLE.items()}
    allowed |= {(Status.NEW, after) for (before, _), after in TABLE.items() if before is Status.ASKING}
    allowed |= {(Status.PAUSED, after) for (before, _), after in TABLE.items() if before is Status.ASKING}
    before = open_interview(questionnaire)
    for _, step in play(questionnaire, script):
        now = step.state
        assert now.status is before.status or (before.status, now.status) in allowed
        if before.status in FINAL:
            told = {name: getattr(now, name) for name in ("unclear", "language", "has_diacritics")}
            assert now == replace(before, **told)
            assert all(prompt.kind is PromptKind.CLOSING for prompt in step.prompts)
        if before.status is Status.STOPPED:
            assert step.prompts == ()
        assert now.revision in {before.revision, before.revision + 1}
        assert (now.completed_at is not None) == (now.status is Status.COMPLETE)
        before = now


@RELAXED
@given(FORMS, SCRIPTS)
def test_no_answer_is_recorded_twice_for_one_card(questionnaire: Questionnaire, script: list[Move]) -> None:
    """I2: one answer an item and revision; a late tap records nothing (F13, F24)."""
    seen: set[tuple[str, int]] = set()
    revision = 0
    for said, step in play(questionnaire, script):
        for event in step.events:
            if isinstance(event, Answered | Retracted):
                assert (event.item, revision) not in seen
                seen.add((event.item, revision))
                assert not (isinstance(said, Chose) and said.revision != revision)
        revision = step.state.revision


@RELAXED
@given(FORMS, SCRIPTS)
def test_going_back_keeps_the_history_and_every_open_question_is_asked_before_the_end(
    questionnaire: Questionnaire, script: list[Move]
) -> None:
    steps = play(questionnaire, script)
    known: dict[str, str] = {}
    for event in all_events(steps):
        if isinstance(event, Answered):
            assert event.previous == known.pop(event.item, None)
            if event.value is not None:
                known[event.item] = event.value
        elif isinstance(event, Retracted):
            assert event.previous == known.pop(event.item, "")
        elif isinstance(event, WentBack):
            assert event.item in questionnaire.by_name
    state = steps[-1][1].state
    if state.status is Status.COMPLETE:
        for name in logic_for(questionnaire).relevant_items(state.answers):
            item = questionnaire.by_name[name]
            if takes_answer(item):
                assert name in state.answers or name in state.missing


@RELAXED
@given(FORMS, SCRIPTS)
def test_every_prompt_fits_every_channel(questionnaire: Questionnaire, script: list[Move]) -> None:
    for _, step in play(questionnaire, script):
        (state, prompts) = (step.state, step.prompts)
        assert len(prompts) <= 1
        again = present(questionnaire, state)
        assert (again is None) == (state.status in FINAL)
        for prompt in (*prompts, *([again] if again is not None else [])):
            assert prompt.revision == state.revision
            card = render_card(prompt)
            assert len(card.text) <= 4096
            assert all(len(button.token.encode()) <= 64 for row in card.rows for button in row)
            assert len(prompt.commands) == len(prompt.command_labels)
            if state.medium is Medium.SMS and state.language == "vi" and state.unclear < 3:
                assert segments(render_sms(prompt)).parts <= (9 if prompt.is_accented else 4)


@RELAXED
@given(
    FORMS,
    SCRIPTS,
    st.sampled_from(["HUY", "STOP", "dừng", "từ chối", "không nhắn nữa", "đừng nhắn tin cho tôi nữa"]),
)
def test_a_stop_is_heard_after_any_script(
    questionnaire: Questionnaire, script: list[Move], word: str
) -> None:
    state = play(questionnaire, script)[-1][1].state
    for said in (Said(word), Pressed(Command.STOP, 0)):
        step = advance(questionnaire, state, said, now=BEGINNING)
        if state.status is Status.STOPPED:
            assert (step.events, step.prompts) == ((), ())
        else:
            assert step.events[-1] == Withdrew()
            assert step.state.status is (state.status if state.status in FINAL else Status.STOPPED)


@settings(RELAXED)
@given(TEXTS, st.sampled_from((*SMALL.items, *built_in(SON_LA_IN_PERSON).items)))
def test_reading_never_raises_and_never_makes_a_code_up(text: str, item: Item) -> None:
    reading = read(text, item)
    agrees(text)
    intent_of(listen(text), item.reading)
    value = getattr(reading, "value", None)
    if item.choices and isinstance(value, str):
        codes = {choice.code for choice in item.choices}
        assert set(value.split()) <= codes
        assert value


@pytest.mark.parametrize("medium", list(Medium))
def test_an_answer_given_twice_ends_in_the_same_place(medium: Medium) -> None:
    """Going back and giving the same answer again changes nothing but the history."""
    questionnaire = SMALL
    now = BEGINNING
    state = open_interview(questionnaire)
    for text in ("alo", "đồng ý", "trễ", "có", "4"):
        state = advance(questionnaire, state, Said(text, medium), now=now).state
    again = state
    for text in ("quay lại", "4"):
        again = advance(questionnaire, again, Said(text, medium), now=now).state
    assert (again.at, again.answers) == (state.at, state.answers)
