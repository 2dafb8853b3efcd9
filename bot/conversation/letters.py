"""The letters that start from us, worded with the facts of a wave: what fieldwork sends and what is checked.

Rules. An invitation says how to answer: the keyword and the code to the number people can reply to (a
brandname cannot be replied to), or the code to the Official Account where there is no such number, or both.
Facts go along for channels that take an approved template instead of a text. Pure.
"""

from __future__ import annotations

from typing import Final

from bot.catalogue import say
from bot.ports import Letter, RunningWave, Sender
from survey_flows.ids import QuestionnaireVersion, ServiceCode, UnitCode

INVITATION, REMINDER = "letter.invite", "letter.reminder"
RESUME, SITTING = "letter.resume", "letter.sitting"

NEVER_CUT: Final = frozenset({"check", "code", "hotline", "keyword", "reply_number"})
"""Facts that are of no use in part, where a template's field is too short for them."""

_HOUSEHOLD: Final = {INVITATION: "letter.invite.household", REMINDER: "letter.reminder.household"}


def fitted(value: str, longest: int | None) -> str:
    """A fact cut to a template's field, with a sign that it was."""
    return value if longest is None or len(value) <= longest else value[: longest - 1].rstrip() + "…"


def answer_words(sender: Sender, code: str, language: str = "vi") -> tuple[str, str]:
    """How to answer, as the texts hold it and as it is said instead; both alike where there is a number."""
    by_number = say("letter.invite.answer", language)
    if sender.reply_number or not sender.oa_name:
        return by_number, by_number
    return by_number + "{telegram}", say(
        "letter.invite.answer.zalo", language, code=code, oa_name=sender.oa_name
    )


def worded(
    wave: RunningWave,
    key: str,
    *,
    unit: UnitCode,
    service: ServiceCode,
    questionnaire: QuestionnaireVersion,
    code: str,
    check: str = "",
    language: str = "vi",
) -> Letter:
    """The invitation or reminder `key` to one person, with the facts it was made of.

    `code` opens the interview; `check` only proves the invitation, and is not spoken of where there is none.
    """
    sender = wave.sender
    chat = ""
    if sender.oa_name:
        chat = say("letter.invite.zalo", language, code=code, oa_name=sender.oa_name)
    elif sender.bot_name:
        chat = say("letter.invite.telegram", language, code=code, bot_name=sender.bot_name)
    facts = {**_facts(wave, unit, service, questionnaire), "code": code, "check": check}
    text = say(_HOUSEHOLD[key] if wave.asks_households else key, language)
    usual, instead = answer_words(sender, code, language)
    text = text.replace(usual, instead).replace("{telegram}", chat)
    if not check:
        text = text.replace(", mã {check}", "").replace(", code {check}", "")
    for name, value in facts.items():
        text = text.replace("{" + name + "}", value)
    return Letter(text, language=language, template=key, facts=tuple(facts.items()))


def going_on(
    wave: RunningWave,
    key: str,
    *,
    unit: UnitCode,
    service: ServiceCode,
    questionnaire: QuestionnaireVersion,
) -> Letter:
    """The letter `key` (`RESUME`, `SITTING`) to somebody who answers already: there is no code to send."""
    facts = _facts(wave, unit, service, questionnaire)
    return Letter(say(key), template=key, facts=tuple(facts.items()))


def _facts(
    wave: RunningWave, unit: UnitCode, service: ServiceCode, questionnaire: QuestionnaireVersion
) -> dict[str, str]:
    sender = wave.sender
    return {
        "department": sender.department,
        "decision": sender.decision,
        "service": wave.service_names[unit, service],
        "unit": wave.unit_names[unit],
        "minutes": str(wave.questionnaires[questionnaire].minutes),
        "keyword": sender.keyword,
        "reply_number": sender.reply_number,
        "hotline": sender.hotline,
        "oa_name": sender.oa_name,
    }
