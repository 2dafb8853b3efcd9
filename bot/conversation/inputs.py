"""What a channel saw, as the interview hears it; what happened in it, as rows about the process.

Rules: a channel's kind of message becomes one input, or nothing when nobody could read it; paradata never
hold what was said; what a person answered alone is no interviewer's to see (reliability.md §5.1).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.ports import IN_PERSON, ChannelName, Inbound, TextKind
from storage.interviews import AnswerRow, ParadataRow
from survey_flows.ids import CaseId
from survey_flows.interview import codec, events
from survey_flows.interview.inputs import Command, Filled, Input, Medium, Opened, Said, Sent, SentKind
from survey_flows.interview.reading import Aside, Report, Told, Wish
from survey_flows.interview.replies import read
from survey_flows.interview.state import MissingKind
from survey_flows.interview.step import Step

SUSPECTED_FRAUD = "SuspectedFraud"
"""The kind of paradata that says somebody takes the survey for a fraud, or reports one; officers count it."""


def answered_alone(channels: Mapping[CaseId, Mapping[str, str]]) -> dict[CaseId, frozenset[str]]:
    """The items of each case that were last answered on a channel without an interviewer."""
    in_person = {name.value for name in IN_PERSON}
    return {
        case_id: frozenset(item for item, channel in by_item.items() if channel not in in_person)
        for case_id, by_item in channels.items()
    }


def keeping(said: Input, answers: Mapping[str, str], unseen: Collection[str]) -> Input:
    """A page from an interviewer, whose fields were empty for what the person answered alone: it stands."""
    if not isinstance(said, Filled) or not unseen:
        return said
    kept = {item: answers[item] for item in unseen if item in answers and not said.values.get(item)}
    return replace(said, values={**said.values, **kept})


def is_beside(said: Said) -> bool:
    """Whether words want, ask or tell something, whatever question they meet."""
    return isinstance(read(said.text, None), Wish | Aside | Told)


def says_stop(text: str) -> bool:
    """Whether words ask to hear no more."""
    reading = read(text, None)
    return isinstance(reading, Wish) and reading.command is Command.STOP


def may_leave(text: str) -> bool:
    """Whether words say, or may say, that the person wants no more of this."""
    reading = read(text, None)
    wants = isinstance(reading, Wish) and reading.command is Command.STOP
    return wants or (isinstance(reading, Told) and reading.report in {Report.REFUSES, Report.STOPS})


def medium_on(channel: ChannelName) -> Medium:
    """How prompts are read on a channel."""
    return Medium.SMS if channel is ChannelName.SMS else Medium.CHAT


def input_of(message: Inbound, *, is_code: bool) -> Input | None:
    """What the respondent did, from what the channel saw; None when nobody could read it."""
    medium = medium_on(message.channel)
    if is_code or message.text.startswith("/start"):
        return Opened(medium)
    match message.kind:
        case TextKind.TYPED:
            return Said(message.text, medium)
        case TextKind.CHOICE | TextKind.COMMAND:
            return codec.read_token(message.text, medium)
        case TextKind.FILLED:
            return codec.read_filled(message.text, medium)
        case TextKind.SENT:
            kind, _, reference = message.text.partition(" ")
            return Sent(SentKind(kind), reference, medium)
        case TextKind.CONTACT | TextKind.EDITED | TextKind.UNSUPPORTED:
            return None
        case _:
            assert_never(message.kind)


def answer_rows(step: Step, case_id: CaseId, now: datetime, channel: str) -> list[AnswerRow]:
    """The answers given or taken back in a step. History keeps what was said before."""
    revision, rows = step.state.revision, []
    for event in step.events:
        match event:
            case events.Answered(item=item, value=value, missing=missing):
                rows.append(AnswerRow(case_id, revision, item, value, missing, now, channel))
            case events.Retracted(item=item):
                gone = MissingKind.NOT_APPLICABLE
                rows.append(AnswerRow(case_id, revision, item, None, gone, now, channel))
            case _:
                pass
    return rows


def paradatum(event: events.Event, case_id: CaseId, now: datetime, channel: str) -> ParadataRow:
    """An event as a row about the process; it never holds what was said."""
    kind, detail = type(event).__name__, ""
    match event:
        case events.Misread(reason=reason):
            detail = reason
        case events.Spoke(about=events.Asked.SCAM):
            kind = SUSPECTED_FRAUD
        case events.Spoke(about=about):
            detail = about.value
        case events.ReportedUnavailable(reason=reason):
            detail = reason.value
        case events.Retracted(previous=previous):
            detail = previous
        case _:
            pass
    return ParadataRow(
        case_id=case_id,
        at=now,
        kind=kind,
        item=getattr(event, "item", ""),
        detail=detail,
        channel=channel,
    )
