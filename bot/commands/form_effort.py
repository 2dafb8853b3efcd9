"""What a form asks of a respondent and of the office: text messages and minutes.

Measured, not guessed: respondents who choose in different ways go through the whole form, and every
message the engine would send is rendered and counted (3GPP 23.038): once as SMS, without diacritics and
in the SMS wording, once with the full wording and its diacritics. Deterministic: what respondent k
chooses is a checksum of k and the question. Those whom a screener turns away do not count.

Minutes: reading at 180 syllables a minute (silent reading of Vietnamese by adults, the slow half), and
for answering 4 s a choice, 6 s a number or date, 20 s a text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Final
from zlib import crc32

from bot.channels.render import render_sms
from bot.channels.segments import segments
from bot.commands.form_answers import allowed, latest_day, typed
from survey_flows.interview.engine import advance, open_interview
from survey_flows.interview.inputs import Chose, Command, Input, Medium, Opened, Pressed, Said, Sent, SentKind
from survey_flows.interview.prompts import Prompt, PromptKind
from survey_flows.interview.state import InterviewState, Status
from survey_flows.questionnaire.logic import logic_for
from survey_flows.questionnaire.model import ItemKind, ItemRole, Questionnaire

RESPONDENTS: Final = 10
_MOST_RESPONDENTS: Final = 60
_MOST_TURNS: Final = 600
_MOST_TRIES: Final = 12
_SYLLABLES_A_MINUTE: Final = 180
_SECONDS: Final = {
    ItemKind.SELECT_ONE: 4, ItemKind.SELECT_MULTIPLE: 8, ItemKind.RANK: 15, ItemKind.ACKNOWLEDGE: 2,
    ItemKind.INTEGER: 6, ItemKind.DECIMAL: 6, ItemKind.RANGE: 6, ItemKind.DATE: 6, ItemKind.TIME: 6,
    ItemKind.DATETIME: 8, ItemKind.TEXT: 20, ItemKind.IMAGE: 25, ItemKind.AUDIO: 30, ItemKind.VIDEO: 40,
    ItemKind.FILE: 25, ItemKind.GEOPOINT: 10, ItemKind.BARCODE: 10,
}  # fmt: skip
_STARTED: Final = datetime(2024, 10, 1, 2, tzinfo=UTC)
_SENDABLE: Final = {
    ItemKind.IMAGE: SentKind.IMAGE, ItemKind.AUDIO: SentKind.AUDIO, ItemKind.VIDEO: SentKind.VIDEO,
    ItemKind.FILE: SentKind.FILE, ItemKind.GEOPOINT: SentKind.LOCATION,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Effort:
    """Over the respondents tried, fewest first: messages without and with diacritics, seconds.

    Parts and messages are SMS sent by the office, the invitation not counted. `finished` is how many of
    the respondents tried came to the end, `stuck_at` a question none of their answers passed.
    """

    plain_parts: tuple[int, ...]
    accented_parts: tuple[int, ...]
    seconds: tuple[int, ...]
    finished: int
    messages: tuple[int, ...] = ()
    stuck_at: str = ""

    def typical_sms(self) -> tuple[int, int]:
        """Messages and parts of SMS that a typical respondent is sent; (0, 0) when nobody came to the end."""
        return (round(median(self.messages)), round(median(self.plain_parts))) if self.messages else (0, 0)

    def sentences(self) -> tuple[str, str]:
        """What to tell an author, in Vietnamese and English."""
        if not self.seconds:
            where = (f": dừng ở câu “{self.stuck_at}”", f": stuck at “{self.stuck_at}”")
            vietnamese, english = where if self.stuck_at else ("", "")
            return (
                f"Chưa ước lượng được: người trả lời mô phỏng không đi hết được phiếu{vietnamese}.",
                f"No estimate: no simulated respondent reached the end{english}.",
            )
        low, middle, high = _three(self.plain_parts)
        _, accented, _ = _three(self.accented_parts)
        minutes = [max(1, round(value / 60)) for value in _three(self.seconds)]
        return (
            f"SMS: {low} đến {high} tin mỗi người, điển hình {middle} (không dấu; có dấu {accented}). "
            f"Thời gian: {minutes[0]} đến {minutes[2]} phút, điển hình {minutes[1]}.",
            f"SMS: {low} to {high} parts a respondent, typically {middle} (without diacritics; with them "
            f"{accented}). Time: {minutes[0]} to {minutes[2]} minutes, typically {minutes[1]}.",
        )

    def as_json(self) -> dict[str, object]:
        """The figures as [shortest, typical, longest]; null when nobody reached the end."""
        known = bool(self.seconds)
        return {
            "sms_parts": _three(self.plain_parts) if known else None,
            "sms_parts_with_diacritics": _three(self.accented_parts) if known else None,
            "seconds": _three(self.seconds) if known else None,
            "respondents": RESPONDENTS,
            "finished": self.finished,
            "stuck_at": self.stuck_at or None,
        }


def effort_of(questionnaire: Questionnaire) -> Effort:
    """Send the simulated respondents through a form."""
    language = "vi" if "vi" in questionnaire.languages else questionnaire.languages[0]
    stuck: list[str] = []
    walks = list(_walks(questionnaire, language, Medium.SMS, stuck))
    talks = list(_walks(questionnaire, language, Medium.CHAT, stuck))
    return Effort(
        plain_parts=tuple(sorted(parts for parts, _, _ in walks)),
        accented_parts=tuple(sorted(parts for parts, _, _ in talks)),
        seconds=tuple(sorted(seconds for _, seconds, _ in talks)),
        messages=tuple(sorted(messages for _, _, messages in walks)),
        finished=min(len(walks), len(talks)),
        stuck_at="" if talks and walks else next(filter(None, stuck), ""),
    )


def _walks(
    questionnaire: Questionnaire, language: str, medium: Medium, stuck: list[str]
) -> Iterator[tuple[int, int, int]]:
    """Those who came to the end: the first ten of at most sixty. Where others stopped goes into `stuck`."""
    finished = 0
    for number in range(_MOST_RESPONDENTS):
        walk = _walk(questionnaire, language, number, medium)
        if isinstance(walk, str):
            stuck.append(walk)
            continue
        yield walk
        finished += 1
        if finished == RESPONDENTS:
            return


def _three(values: tuple[int, ...]) -> tuple[int, int, int]:
    return values[0], round(median(values)), values[-1]


def _walk(
    questionnaire: Questionnaire, language: str, number: int, medium: Medium
) -> tuple[int, int, int] | str:
    """Message parts, seconds and messages of one respondent; else where one is stuck, "" if turned away."""
    state = open_interview(questionnaire, language)
    said: Input = Opened(medium)
    parts, tried, messages = 0, 0, 0
    seconds = 0.0
    now = _start(questionnaire)
    for _ in range(_MOST_TURNS):
        step = advance(questionnaire, state, said, now=now)
        is_same = step.state.at == state.at and len(step.state.answers) == len(state.answers)
        tried = tried + 1 if is_same else 0
        state, now = step.state, now + timedelta(seconds=20)
        messages += len(step.prompts)
        for prompt in step.prompts:
            parts += segments(render_sms(prompt) if medium is Medium.SMS else _accented(prompt)).parts
            seconds += len(_accented(prompt).split()) * 60 / _SYLLABLES_A_MINUTE
        if state.is_final:
            return (parts, round(seconds), messages) if state.status is Status.COMPLETE else ""
        if not step.prompts or tried > _MOST_TRIES:
            return state.at
        said, effort = _reply(questionnaire, state, step.prompts[-1], number + tried, medium)
        seconds += effort
    return state.at


def _start(questionnaire: Questionnaire) -> datetime:
    """When the walks begin: the same day always, later where the form speaks of later days."""
    latest = latest_day(questionnaire.items)
    if latest is None or latest <= _STARTED.date():
        return _STARTED
    return datetime.combine(latest, _STARTED.timetz()) + timedelta(days=1)


def _accented(prompt: Prompt) -> str:
    """A prompt as one text message with diacritics."""
    lines = [prompt.notice, prompt.text, prompt.hint]
    lines += [f"{number} {choice.label}" for number, choice in enumerate(prompt.choices, 1)]
    return "\n".join(line for line in lines if line)


def _reply(
    questionnaire: Questionnaire,
    state: InterviewState,
    prompt: Prompt,
    number: int,
    medium: Medium,
) -> tuple[Input, float]:
    """What respondent `number` answers, and the seconds it takes."""
    awaited = getattr(prompt, "awaits", 1)
    item = questionnaire.by_name.get(state.at)
    if awaited > 1:
        digits = [str(1 + (number + index) % 5) for index in range(awaited)]
        return Said(" ".join(digits), medium), 4.0 * awaited
    if item is None:
        return Said("1", medium), 2
    logic = logic_for(questionnaire)
    seconds = float(_SECONDS.get(item.kind, 5))
    is_several = item.kind is ItemKind.SELECT_MULTIPLE and bool(state.ticked)
    untouched = [choice.code for choice in prompt.choices if choice.code not in state.ticked]
    if is_several and not (untouched and logic.violates(item.name, " ".join(state.ticked), state.answers)):
        return Pressed(Command.DONE, state.revision, medium), 1
    if item.kind is ItemKind.RANK:
        order = [str(1 + (number + place) % len(prompt.choices)) for place in range(len(prompt.choices))]
        return Said(" ".join(order), medium), seconds
    if prompt.choices:
        is_given = item.role is ItemRole.CONSENT or prompt.kind is PromptKind.CONFIRM
        place = 0 if is_given else crc32(f"{number} {item.name}".encode())
        codes = untouched if is_several else [choice.code for choice in prompt.choices]
        if not is_given and item.kind is ItemKind.SELECT_ONE:
            codes = allowed(logic, state, item, codes)
        return Chose(prompt.item or item.name, codes[place % len(codes)], prompt.revision, medium), seconds
    if item.kind in _SENDABLE and medium is Medium.CHAT:
        reference = "21.3281 103.9144" if item.kind is ItemKind.GEOPOINT else "tep"
        return Sent(_SENDABLE[item.kind], reference, medium), seconds
    return Said(typed(logic, state, item, number), medium), seconds
