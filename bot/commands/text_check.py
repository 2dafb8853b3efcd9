"""Every text a wave sends, as it leaves on each channel, with its parts of SMS and what is wrong with it.

Letters are filled for every service of every unit, since the longest name decides; the longest stands for
all. The interview's own texts and the questionnaires' wordings are held against the same rules
(bot/channels/trust.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bot.catalogue import keys, say
from bot.channels.render import render_card, render_sms, render_zalo, signed
from bot.channels.segments import segments, unaccent
from bot.channels.trust import Doubt, Role, doubts_of, doubts_of_sender
from bot.conversation.letters import INVITATION, REMINDER, RESUME, SITTING, worded
from bot.ports import BY_PHONE, ChannelName, Letter, RunningWave
from survey_flows.interview.texts import TEXTS
from survey_flows.questionnaire.model import Questionnaire

EXAMPLE_CODE = "K7M2P9QX"
_STARTED = frozenset({RESUME, SITTING})
_REPLIES = tuple(
    key
    for key in keys()
    if key.startswith("letter.")
    and not key.startswith((INVITATION, REMINDER))
    and not key.endswith(".zns")
    and key not in _STARTED
)
_SHOWS_LETTERS = (ChannelName.SMS, ChannelName.ZALO, ChannelName.ZALO_BOT, ChannelName.TELEGRAM)


@dataclass(frozen=True, slots=True)
class Checked:
    """One text on one channel: `parts` of SMS (0 elsewhere), and `doubts`, each with where it arises."""

    key: str
    channel: ChannelName
    text: str
    parts: int
    doubts: tuple[tuple[str, Doubt], ...] = ()

    @property
    def errors(self) -> int:
        """How many doubts forbid sending."""
        return sum(doubt.is_error for _, doubt in self.doubts)


def check_texts(wave: RunningWave, enabled: frozenset[ChannelName]) -> list[Checked]:
    """All texts of a wave on the enabled channels; questionnaires only where something is wrong.

    Before any channel is set up, texts are shown as they would leave by SMS, the channel nobody goes
    without, and nobody asks yet where people reply to.
    """
    channels = enabled or frozenset({ChannelName.SMS})
    facts = [
        ("", doubt) for doubt in doubts_of_sender(wave.sender) if enabled & BY_PHONE or doubt.code != "reply"
    ]
    found = [Checked("sender", ChannelName.SMS, wave.sender.department, 0, tuple(facts))] if facts else []
    shown = [channel for channel in _SHOWS_LETTERS if channel in channels]
    for channel in shown:
        found += [_first_letters(wave, key, channel) for key in (INVITATION, REMINDER)]
        for key in (RESUME, SITTING):
            text = _shown(Letter(say(key)), channel, wave)
            found.append(_checked(key, wave, channel, [("", text)], Role.STARTED))
        for key in _REPLIES:
            text = _filled(_shown(Letter(say(key)), channel, wave))
            found.append(_checked(key, wave, channel, [("", text)], Role.REPLY))
        found += _interview(wave, channel)
        for form in wave.questionnaires.values():
            found += _form(form, wave, channel)
    return found


def _first_letters(wave: RunningWave, key: str, channel: ChannelName) -> Checked:
    """The letter to the users of every service, in one line: the longest, with the doubts about any."""
    form = max(wave.questionnaires.values(), key=lambda one: one.minutes)
    letters = [
        (
            f"{wave.unit_names[unit]}, {name}",
            _shown(
                worded(
                    wave,
                    key,
                    unit=unit,
                    service=service,
                    questionnaire=form.version,
                    code=EXAMPLE_CODE,
                    check=EXAMPLE_CODE[:6],
                ),
                channel,
                wave,
            ),
        )
        for (unit, service), name in wave.service_names.items()
    ]
    return _checked(key, wave, channel, letters, Role.FIRST)


def _interview(wave: RunningWave, channel: ChannelName) -> Iterator[Checked]:
    """What the engine says, in the wording this channel uses; figures stand for what is filled later."""
    for key, wordings in TEXTS.items():
        text = wordings[2] if channel is ChannelName.SMS else wordings[0]
        filled = _filled(signed(text, wave.sender))
        checked = _checked(f"interview.{key}", wave, channel, [("", filled)], Role.REPLY)
        if key == "introduction" or checked.doubts:
            yield checked


def _form(form: Questionnaire, wave: RunningWave, channel: ChannelName) -> Iterator[Checked]:
    """The items of a questionnaire about whose wording there is a doubt."""
    language = "sms" if channel is ChannelName.SMS and "sms" in form.languages else "vi"
    for item in form.items:
        labels: list[Mapping[str, str]] = [item.labels, item.hints]
        labels += [choice.labels for choice in item.choices]
        text = "\n".join(one.get(language, one.get("vi", "")) for one in labels)
        filled = _filled(signed(text, wave.sender))
        checked = _checked(f"{form.code}.{item.name}", wave, channel, [("", filled)], Role.QUESTION)
        doubts = tuple(one for one in checked.doubts if one[1].code in {"link", "forbidden"})
        if doubts:
            yield replace(checked, doubts=doubts)


def _filled(text: str) -> str:
    """What is known only when it is said stands as a figure."""
    return re.sub(r"\{[a-z_]+\}", "5", text)


def _shown(letter: Letter, channel: ChannelName, wave: RunningWave) -> str:
    match channel:
        case ChannelName.SMS:
            return signed(letter.text, wave.sender)  # with diacritics: what is lost without can be seen
        case ChannelName.ZALO | ChannelName.ZALO_BOT:
            return render_zalo(letter, wave.sender).text
        case _:
            return render_card(letter, wave.sender).text


def _checked(
    key: str, wave: RunningWave, channel: ChannelName, texts: list[tuple[str, str]], role: Role
) -> Checked:
    doubts: dict[str, tuple[str, Doubt]] = {}
    for where, text in texts:
        for doubt in doubts_of(
            text, channel=channel, role=role, sender=wave.sender, parts_at_most=wave.pace.sms_parts
        ):
            doubts.setdefault(f"{doubt.code} {doubt.vietnamese}", (where, doubt))
    _, longest = max(texts, key=lambda one: len(one[1]))
    if channel is not ChannelName.SMS:
        return Checked(key, channel, longest, 0, tuple(doubts.values()))
    plain = unaccent(longest) if key.startswith("interview.") else render_sms(Letter(longest), wave.sender)
    most = max(segments(unaccent(text)).parts for _, text in texts)
    return Checked(key, channel, plain, most, tuple(doubts.values()))
