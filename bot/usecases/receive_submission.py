"""A form that an interviewer filled in without a connection: is it one of theirs, and does it hold?

Rules (OpenRosa Form Submission API; reliability.md I1, I2, I6, §5.1; docs/decisions/0010):
1. An instance id has one effect, whoever sends it and however often.
2. The person is known by the check code of their invitation, and only among the interviewer's own cases: a
   code nobody has and a code of somebody else's case are one and the same.
3. The answers go the way of every other answer (`transcribe`), all of them or none. What cannot be taken is
   kept raw in quarantine and acknowledged, for a device would send it again for ever.
4. What the person answered alone stands; where the form says otherwise, that is noted and the form kept.
5. An interview that is over is not opened again. A case that was closed may still be answered, as late
   answers are everywhere. A form of an earlier version counts if nothing was asked yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.conversation.inputs import answered_alone
from bot.conversation.versions import with_versions
from bot.ports import ChannelName, Inbound, RunningWave, TextKind
from storage.cases import CaseRecord
from storage.conversations import Conversation
from storage.inbox import InboundRow
from storage.interviewers import Interviewer
from storage.interviews import ParadataRow, StoredInterview
from storage.unit_of_work import UnitOfWork
from survey_flows.fieldwork.dispositions import Disposition
from survey_flows.ids import CaseId, QuestionnaireVersion
from survey_flows.interview import codec
from survey_flows.interview.engine import open_interview
from survey_flows.interview.inputs import Filled, Input, Pressed, Sent
from survey_flows.interview.state import InterviewState
from survey_flows.interview.transcribe import transcribe
from survey_flows.questionnaire.instances import Instance, values_in
from survey_flows.questionnaire.model import Questionnaire

ACCOUNT = "odk"
ASIDE = "odk"
"""How the reason of a form set aside begins: then who sent it, the case or "-", why, and what exactly."""
VISIT = ChannelName.VISIT
CLOCK_MAY_BE_FAST = timedelta(minutes=10)
_OVER = frozenset({Disposition.COMPLETE, Disposition.OPTED_OUT, Disposition.FAILED_VERIFICATION})


@dataclass(frozen=True, slots=True)
class Submission:
    """A form that arrived from `who`: as it was sent, and as it was read.

    `address_of` says what their interview of a case is known by among the endpoints.
    """

    who: Interviewer
    instance: Instance
    raw: bytes = field(repr=False)
    address_of: Callable[[CaseId], str]


@dataclass(frozen=True, slots=True)
class Judged:
    """`messages` are the interview, to be received in this very transaction; `reason` why there are none.

    `reason` is "" for what holds, else repeat, wave, case, form, over or checks; `detail` what exactly.
    """

    reason: str
    detail: str = ""
    messages: tuple[Inbound, ...] = ()


async def judge_submission(unit: UnitOfWork, wave: RunningWave, sent: Submission, *, now: datetime) -> Judged:
    """Note a form that arrived, and make it messages of its case or set it aside."""
    who, instance = sent.who, sent.instance
    [row] = await unit.messages.note_inbound(
        [InboundRow(VISIT.value, ACCOUNT, instance.instance_id, sent.raw, now)]
    )
    if row is None:
        return Judged("repeat")
    case = await _case_of(unit, wave, who, instance)
    case_id = None if case is None else case.case.id
    judged = Judged("case") if case is None else await _judge(unit, wave, sent, case, now)
    await unit.messages.mark_handled([row], [case_id], now)
    if judged.reason:
        where = "-" if case_id is None else str(case_id)
        why = f"{ASIDE} {who.pseudonym} {where} {judged.reason} {judged.detail}".rstrip()
        await unit.messages.quarantine(VISIT.value, f"odk:{instance.instance_id}", sent.raw, why, now)
        if case_id is not None:
            kept = ParadataRow(case_id, now, "SetAside", "", why, VISIT.value)
            await unit.interviews.note([kept])
    subject = "no case" if case_id is None else f"case {case_id}"
    outcome = {"outcome": judged.reason or "taken", "version": instance.version[:100]}
    await unit.audit.write(who.pseudonym, "interviewer.submit", subject, outcome, now)
    return judged


async def set_aside(
    unit: UnitOfWork, who: Interviewer, external_id: str, raw: bytes, reason: str, *, now: datetime
) -> None:
    """Keep what is no filled-in form at all."""
    if await unit.messages.quarantine(
        VISIT.value, f"odk:{external_id}", raw, f"{ASIDE} {who.pseudonym} - unreadable {reason}", now
    ):
        outcome = {"outcome": "unreadable"}
        await unit.audit.write(who.pseudonym, "interviewer.submit", "no case", outcome, now)


@dataclass(frozen=True, slots=True)
class Aside:
    """A form that was kept and does not count. `case` is "-" when nobody knows whose it is."""

    at: datetime
    who: str
    case: str
    reason: str
    detail: str


async def forms_set_aside(unit: UnitOfWork, most: int) -> list[Aside]:
    """The latest forms that were kept and do not count."""
    found = []
    for one in await unit.messages.quarantined(most):
        begins, *rest = one.reason.split(" ", 4)
        if one.channel == VISIT.value and begins == ASIDE and len(rest) >= 3:
            who, case, reason, *detail = rest
            found.append(Aside(one.at, who, case, reason, "".join(detail)))
    return found


async def keep_files(
    unit: UnitOfWork, instance_id: str, files: Mapping[str, bytes], *, now: datetime
) -> None:
    """Keep the files that came with a form, sealed beside it in the inbox; each name once."""
    rows = [
        InboundRow(VISIT.value, ACCOUNT, f"{instance_id}/{name}", content, now)
        for name, content in files.items()
    ]
    noted = [row for row in await unit.messages.note_inbound(rows) if row is not None]
    await unit.messages.mark_handled(noted, [None] * len(noted), now)


async def _case_of(
    unit: UnitOfWork, wave: RunningWave, who: Interviewer, instance: Instance
) -> CaseRecord | None:
    case_id = await unit.cases.by_check_code(wave.wave, instance.check_code)
    if case_id is None or (await unit.interviewers.owners([case_id])).get(case_id) != who.id:
        return None
    record = (await unit.cases.get([case_id]))[case_id]
    return None if record.case.released_at is None else record


async def _judge(
    unit: UnitOfWork, wave: RunningWave, sent: Submission, case: CaseRecord, now: datetime
) -> Judged:
    """Whether the form counts for this case, and the interview it makes."""
    if not wave.takes_answers:
        return Judged("wave")
    case_id, instance = case.case.id, sent.instance
    known = (await unit.conversations.of([case_id]))[case_id]
    begun = None if known.state is None else codec.decode(known.state)
    if case.case.disposition in _OVER or (begun is not None and begun.is_final):
        return Judged("over")
    questionnaire = await _questionnaire(unit, wave, known, begun, instance)
    if questionnaire is None:
        return Judged("form", instance.version[:100])
    state = _beginning(questionnaire, begun)
    began_at, ended_at = _moments(instance, case, now)
    if state.updated_at is not None:
        ended_at = max(ended_at, state.updated_at)
    alone = answered_alone(await unit.interviews.channels([case_id])).get(case_id, frozenset())
    given = values_in(instance, questionnaire)
    found = transcribe(questionnaire, state, given, now=ended_at, pace=wave.pace, keep=alone)
    if found.refused:
        return Judged("checks", " ".join(f"{item}={doubt}" for item, doubt in found.refused))
    if state is not begun:
        begins = StoredInterview(
            case_id, questionnaire.version, codec.encode(state), state.status, state.revision
        )
        await unit.interviews.save([begins], now)
    address = sent.address_of(case_id)
    await unit.contacts.bind(VISIT.value, address, case_id, now)
    held = f"{began_at.isoformat()} {ended_at.isoformat()}"
    await unit.interviews.note(
        [
            ParadataRow(case_id, now, "Interviewer", "", sent.who.pseudonym, VISIT.value),
            ParadataRow(case_id, now, "Offline", "", held, VISIT.value),
            *(ParadataRow(case_id, now, "Differing", item, "", VISIT.value) for item in found.differing),
        ]
    )
    return Judged("", messages=_messages(found.inputs, instance.instance_id, address, began_at, ended_at))


async def _questionnaire(
    unit: UnitOfWork, wave: RunningWave, known: Conversation, begun: InterviewState | None, instance: Instance
) -> Questionnaire | None:
    """The version the form was filled in on, if this case may be answered on it."""
    asked = known.questionnaire if begun is None else begun.questionnaire
    version = QuestionnaireVersion(instance.version)
    is_asked = begun is not None and bool(begun.answers or begun.missing)
    if version != asked and (is_asked or await unit.waves.source_of(version) is None):
        return None
    found = (await with_versions(unit, wave, {version, asked})).questionnaires
    same_form = found[version].code == found[asked].code == instance.form
    return found[version] if same_form else None


def _beginning(questionnaire: Questionnaire, begun: InterviewState | None) -> InterviewState:
    """Where the form goes on; revisions are never given twice (I2)."""
    if begun is None or begun.questionnaire == questionnaire.version:
        return begun or open_interview(questionnaire)
    return replace(open_interview(questionnaire, begun.language), revision=begun.revision)


def _moments(instance: Instance, case: CaseRecord, now: datetime) -> tuple[datetime, datetime]:
    """When the interview was held, by the device's clock where that can be."""
    began, ended = instance.begun_at, instance.ended_at
    released = case.case.released_at
    if began is None or ended is None or released is None:
        return now, now
    if not released <= began <= ended <= now + CLOCK_MAY_BE_FAST:
        return now, now
    return min(began, now), min(ended, now)


def _messages(
    inputs: Sequence[Input], instance_id: str, address: str, began_at: datetime, ended_at: datetime
) -> tuple[Inbound, ...]:
    """The interview as the messages a page would have sent; the form itself is kept raw already."""
    messages = []
    for number, said in enumerate(inputs):
        kind, text = TextKind.COMMAND, "/start"
        match said:
            case Filled():
                kind, text = TextKind.FILLED, codec.write_filled(said)
            case Sent(sent, reference):
                kind, text = TextKind.SENT, f"{sent.value} {reference}"
            case Pressed(command):
                text = f"-1|!|{command.value}"
            case _:
                pass
        messages.append(
            Inbound(
                channel=VISIT,
                account=ACCOUNT,
                external_id=f"{instance_id}#{number}",
                address=address,
                kind=kind,
                text=text,
                raw=b"",
                sent_at=began_at if number == 0 else ended_at,
            )
        )
    return tuple(messages)
