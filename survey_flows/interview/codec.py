"""Interview states and prompts as compact JSON, and button texts back into inputs.

Rules:
1. A stored state continues exactly like a live one: `decode(encode(state)) == state`.
2. Lists by position, the format's number first: short, fast, and never executable. A field added
   later goes to the end, so that what is stored today stays readable.
3. Answers are two strings, names and values: a tenth of the time of a dictionary of forty. Names hold
   no blank and recorded values no line break; should one ever, they are kept as a list.
4. A button's text comes from outside: anything that is not ours reads as None.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from survey_flows.ids import QuestionnaireVersion
from survey_flows.interview.inputs import Chose, Command, Filled, Medium, Pressed
from survey_flows.interview.prompts import Prompt, PromptChoice, PromptKind, PromptMedium, PromptRow
from survey_flows.interview.state import InterviewState, MissingKind, Status
from survey_flows.questionnaire.model import ItemKind

FORMAT = 1
TOKEN_LIMIT = 64
"""Longest button text in bytes (Telegram's `callback_data`)."""

_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_read = json.JSONDecoder().decode
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STATUSES = {status.value: status for status in Status}
_MEDIA = {medium.value: medium for medium in Medium}
_MISSING = {kind.value: kind for kind in MissingKind}
_KINDS = {kind.value: kind for kind in PromptKind}
_COMMANDS = {command.value: command for command in Command}
_TOKEN = re.compile(r"(-1|0|[1-9][0-9]{0,8})\|([^|\s]+)\|([^|\s]+)")


def encode(state: InterviewState) -> bytes:
    """Return `state` as bytes for storage; its times are aware."""
    answers = state.answers
    return _write(
        [
            FORMAT,
            state.questionnaire,
            state.status,
            state.at,
            " ".join(answers),
            _values(answers),
            dict(state.missing) if state.missing else 0,
            state.ticked,
            state.proposed,
            state.revision,
            state.unclear,
            state.language,
            state.medium,
            _number(state.started_at),
            _number(state.updated_at),
            _number(state.completed_at),
            state.singly,
            state.has_diacritics,
            state.sitting,
        ]
    ).encode()


def decode(stored: bytes) -> InterviewState:
    """Return the state that `encode` was given; raise ValueError on bytes it did not make."""
    fields: list[Any] = _read(stored.decode())
    if fields[0] != FORMAT:
        raise ValueError(f"interview state of unknown format {fields[0]!r}")
    names: str = fields[4]
    values: list[str] = fields[5].split("\n") if isinstance(fields[5], str) else fields[5]
    missing: dict[str, str] = fields[6]
    return InterviewState(
        QuestionnaireVersion(fields[1]),
        _STATUSES[fields[2]],
        fields[3],
        dict(zip(_names(names), values, strict=True)) if names else {},
        {name: _MISSING[kind] for name, kind in missing.items()} if missing else {},
        tuple(fields[7]),
        fields[8],
        fields[9],
        fields[10],
        fields[11],
        _MEDIA[fields[12]],
        _moment(fields[13]),
        _moment(fields[14]),
        _moment(fields[15]),
        *fields[16:19],  # a state stored before these were added has their defaults
    )


def _values(answers: Mapping[str, str]) -> str | list[str]:
    joined = "\n".join(answers.values())
    return joined if joined.count("\n") == max(len(answers) - 1, 0) else list(answers.values())


def _number(moment: datetime | None) -> int:
    """Microseconds since 1970, so that a moment is read the same in every time zone; 0 for none."""
    if moment is None:
        return 0
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def _moment(number: int) -> datetime | None:
    return datetime.fromtimestamp(number / 1_000_000, UTC) if number else None


@lru_cache(maxsize=1024)
def _names(joined: str) -> tuple[str, ...]:
    """The items answered so far recur from one respondent to the next."""
    return tuple(joined.split(" "))


def encode_prompt(prompt: Prompt) -> bytes:
    """Return `prompt` as bytes for the outbox."""
    return _write(
        [
            FORMAT,
            prompt.kind,
            prompt.text,
            prompt.revision,
            prompt.item,
            prompt.hint,
            prompt.notice,
            prompt.section,
            _plain_choices(prompt.choices),
            prompt.is_multiple,
            prompt.progress,
            prompt.commands,
            prompt.command_labels,
            prompt.language,
            prompt.expects,
            prompt.number,
            [
                [row.number, row.text, row.answer, row.is_present, _plain_choices(row.choices)]
                for row in prompt.rows
            ]
            if prompt.rows
            else 0,
            prompt.awaits,
            [[medium.kind, medium.name, medium.choice] for medium in prompt.media] if prompt.media else 0,
            prompt.spells_out,
            prompt.is_accented,
            *([prompt.faults] if prompt.faults else ()),
        ]
    ).encode()


def decode_prompt(stored: bytes) -> Prompt:
    """Return the prompt that `encode_prompt` was given; raise ValueError on bytes it did not make."""
    fields: list[Any] = _read(stored.decode())
    if fields[0] != FORMAT:
        raise ValueError(f"prompt of unknown format {fields[0]!r}")
    progress: list[int] | None = fields[10]
    return Prompt(
        _KINDS[fields[1]],
        fields[2],
        fields[3],
        fields[4],
        fields[5],
        fields[6],
        fields[7],
        _choices(fields[8]),
        fields[9],
        None if progress is None else (progress[0], progress[1]),
        tuple([_COMMANDS[command] for command in fields[11]]),
        tuple(fields[12]),
        fields[13],
        *(_later(fields) if len(fields) > 14 else ()),
    )


def _later(fields: list[Any]) -> tuple[Any, ...]:
    """The fields of a prompt that were added later, in their order."""
    expects, number, rows, awaits, media, spells_out, is_accented = fields[14:21]
    return (
        None if expects is None else ItemKind(expects),
        number,
        tuple([PromptRow(row[0], row[1], row[2], row[3], _choices(row[4])) for row in rows or ()]),
        awaits,
        tuple([PromptMedium(*medium) for medium in media or ()]),
        spells_out,
        is_accented,
        tuple([(item, text) for item, text in fields[21]]) if len(fields) > 21 else (),
    )


def _plain_choices(choices: tuple[PromptChoice, ...]) -> list[list[str | bool | int]]:
    """Each as code, label, tick, and its place where it has one."""
    return [
        [choice.code, choice.label, choice.is_selected, choice.place]
        if choice.place
        else [choice.code, choice.label, choice.is_selected]
        for choice in choices
    ]


def _choices(stored: list[list[Any]]) -> tuple[PromptChoice, ...]:
    return tuple([PromptChoice(*choice) for choice in stored])


def write_filled(page: Filled) -> str:
    """Return a page sent back as one text, for the inbox."""
    return _write([page.revision, page.move or "", dict(page.values)])


def read_filled(text: str, medium: Medium) -> Filled | None:
    """Return the page that `write_filled` was given; None for any other text.

    >>> read_filled('[7,"",{"q4":"3"}]', Medium.CHAT)
    Filled(values={'q4': '3'}, revision=7, move=None, medium=<Medium.CHAT: 'chat'>)
    """
    try:
        revision, move, values = _read(text)
        filled = {str(name): str(value) for name, value in values.items()}
    except (ValueError, TypeError, AttributeError):
        return None
    return Filled(filled, revision, _COMMANDS.get(move), medium) if isinstance(revision, int) else None


def read_token(token: str, medium: Medium) -> Chose | Pressed | None:
    """Return what a tapped button means; None for a text that no button of ours carries.

    >>> read_token("7|q4|3", Medium.CHAT)
    Chose(item='q4', code='3', revision=7, medium=<Medium.CHAT: 'chat'>)
    >>> read_token("give me the answers", Medium.CHAT) is None
    True
    """
    found = _TOKEN.fullmatch(token) if len(token.encode(errors="replace")) <= TOKEN_LIMIT else None
    if found is None:
        return None
    revision, item, code = int(found[1]), found[2], found[3]
    if item == "!":
        command = _COMMANDS.get(code)
        return None if command is None else Pressed(command, revision, medium)
    return Chose(item, code, revision, medium)
