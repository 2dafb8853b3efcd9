"""Wordings: languages, SMS characters, what a channel can carry.

An SMS wording may hold GSM-7 characters only (3GPP TS 23.038): one other character makes the whole
message UCS-2, and 70 characters fit where 160 did. Languages count only when a form declares them:
a form in English alone lacks nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from survey_flows.questionnaire.linting import lists
from survey_flows.questionnaire.linting.columns import MEDIA, language_of, what_of
from survey_flows.questionnaire.linting.findings import Finding, at
from survey_flows.questionnaire.linting.kinds import SENT
from survey_flows.questionnaire.linting.outline import Outline, is_structure
from survey_flows.questionnaire.model import SMS_WORDING
from survey_flows.questionnaire.sheets import Row, Sheet
from survey_flows.questionnaire.wording import not_gsm_7

_CONDITIONAL: Final = ("hint", "constraint_message", "required_message", "guidance_hint", *MEDIA)


@dataclass(frozen=True, slots=True)
class Room:
    """What one channel can carry: characters of a text, of a button; whether answers may be files there.

    `shows_files`: whether pictures and recordings of a form are shown there.
    """

    text: int
    button: int
    takes_files: bool
    shows_files: bool


CHANNEL_ROOM: Final = {
    "telegram": Room(4096, 64, takes_files=True, shows_files=True),
    "zalo": Room(2000, 100, takes_files=True, shows_files=True),
    "zalo_bot": Room(2000, 100, takes_files=False, shows_files=False),
    "web": Room(4096, 200, takes_files=False, shows_files=True),
    "sms": Room(459, 60, takes_files=False, shows_files=False),
}
"""Telegram: Bot API; Zalo OA: text of a message; SMS: three parts of 153, our budget for one question.

A channel that is not here (`zns`) carries letters alone: it asks nothing.
"""
_LONGEST: Final = 4096


def find(outline: Outline, channels: Collection[str]) -> Iterator[Finding]:
    """Defects of wordings, survey before choices; `channels` are those a plan uses, if one is known."""
    channels = [channel for channel in channels if channel in CHANNEL_ROOM]
    for entry in outline.entries:
        if entry.kind.startswith("end "):
            continue
        has_media = any(entry.cell(kind) for kind in MEDIA)
        must = entry.is_question and not has_media and not entry.cell("hint")
        may_lack = entry.kind and not entry.is_question
        yield from _languages(
            outline, outline.survey, entry.row, must_have_label=must, is_group=bool(may_lack)
        )
        yield from _characters(outline.survey, entry.row)
        if not is_structure(entry):
            yield from _length(outline.survey, entry.row, channels)
            yield from lists.find(outline, entry, channels)
            yield from _pictures(outline.survey, entry.row, channels)
        for channel in channels:
            if entry.kind == "geopoint" and channel == "web":
                continue  # typed there
            if entry.kind in SENT and not CHANNEL_ROOM[channel].takes_files:
                words = {"type": entry.kind, "channel": channel}
                yield at(outline.survey, entry.number, entry.heading("type"), "not-on-channel", **words)
    told: set[str] = set()
    for row in outline.choices.rows:
        if row.cells.get("name"):
            for finding in _pictures(outline.choices, row, channels):
                if finding.code == "only-a-picture" or row.cells.get("list_name", "") not in told:
                    yield finding
                told |= {row.cells.get("list_name", "")}
            has_media = any(what_of(column) in MEDIA for column in row.cells)
            yield from _languages(
                outline, outline.choices, row, must_have_label=not has_media, is_group=False
            )
            yield from _characters(outline.choices, row)
            yield from _buttons(outline.choices, row, channels)


def _languages(
    outline: Outline, sheet: Sheet, row: Row, *, must_have_label: bool, is_group: bool
) -> Iterator[Finding]:
    labels = _cells(sheet, row, "label")
    if any(labels.values()) or (must_have_label and not is_group):
        column_of = {language_of(column): column for column in labels}
        for language in outline.languages or ("",):
            column = column_of.get(language, "label")
            if not labels.get(column) and not language:
                yield at(sheet, row.number, column, "missing-label")
            elif not labels.get(column):
                words = {
                    "what": "label",
                    "language": language,
                    "known": _to_add(outline, sheet, column, language),
                }
                yield at(sheet, row.number, column, "missing-translation", **words)
    for what in _CONDITIONAL:
        cells = _cells(sheet, row, what)
        if not any(cells.values()):
            continue
        column_of = {language_of(column): column for column in cells}
        # A hint or a picture is never sent by SMS; a column without a language serves every one.
        wanted = [
            language for language in outline.languages if what.endswith("message") or language != SMS_WORDING
        ]
        for language in wanted if "" not in column_of else ():
            column = column_of.get(language, what)
            if not cells.get(column):
                words = {
                    "what": what,
                    "language": language,
                    "known": _to_add(outline, sheet, column, language),
                }
                yield at(sheet, row.number, column, "untranslated", **words)


def _to_add(outline: Outline, sheet: Sheet, column: str, language: str) -> str:
    """The heading a sheet lacks, spelt as the labels spell that language; "" when it has it."""
    if column in sheet.columns:
        return ""
    if not language:
        return column
    headings = [*outline.survey.columns, *outline.choices.columns]
    spelt = next(head for head in headings if what_of(head) == "label" and language_of(head) == language)
    return f"{column}::{spelt.rpartition('::')[2]}"


def _characters(sheet: Sheet, row: Row) -> Iterator[Finding]:
    for column, text in row.cells.items():
        if what_of(column) not in {"label", "hint", "constraint_message", "required_message"}:
            continue
        if language_of(column) == SMS_WORDING and (strange := not_gsm_7(text)):
            yield at(sheet, row.number, column, "not-gsm-7", found=" ".join(strange))


def _length(sheet: Sheet, row: Row, channels: Collection[str]) -> Iterator[Finding]:
    for column, text in row.cells.items():
        if what_of(column) not in {"label", "hint"}:
            continue
        is_sms = language_of(column) == SMS_WORDING
        if len(text) > _LONGEST:
            words = {"length": len(text), "most": _LONGEST, "channel": "telegram"}
            yield at(sheet, row.number, column, "too-long-text", **words)
            continue
        for channel in channels if not is_sms else ():
            if channel != "sms" and len(text) > CHANNEL_ROOM[channel].text:
                words = {"length": len(text), "most": CHANNEL_ROOM[channel].text, "channel": channel}
                yield at(sheet, row.number, column, "too-long-text", **words)
        if is_sms and len(text) > CHANNEL_ROOM["sms"].text:
            yield at(
                sheet, row.number, column, "over-sms-budget", length=len(text), most=CHANNEL_ROOM["sms"].text
            )


def _pictures(sheet: Sheet, row: Row, channels: Collection[str]) -> Iterator[Finding]:
    """What a channel without pictures leaves of a row that has one: nothing at all, or words alone."""
    files = [(column, name) for kind in MEDIA for column, name in _cells(sheet, row, kind).items() if name]
    blind = [channel for channel in channels if not CHANNEL_ROOM[channel].shows_files]
    if not files or not blind:
        return
    column, name = files[0]
    has_words = any(_cells(sheet, row, "label").values())
    code = "picture-left-out" if has_words else "only-a-picture"
    yield at(sheet, row.number, column, code, file=name, channel=", ".join(blind))


def _buttons(sheet: Sheet, row: Row, channels: Collection[str]) -> Iterator[Finding]:
    for column in _cells(sheet, row, "label"):
        text = row.cells.get(column, "")
        for channel in channels:
            room = CHANNEL_ROOM[channel].button
            if (language_of(column) == SMS_WORDING) == (channel == "sms") and len(text) > room:
                words = {"length": len(text), "most": room, "channel": channel}
                yield at(sheet, row.number, column, "long-choice", **words)


def _cells(sheet: Sheet, row: Row, what: str) -> dict[str, str]:
    return {column: row.cells.get(column, "") for column in sheet.columns if what_of(column) == what}
