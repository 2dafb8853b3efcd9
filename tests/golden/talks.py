"""One whole interview of a form as a text: what stood on the screen (▸) and what was answered (◂).

The respondent is the same on every channel: the result came late, feedback was given, the judgement
is mixed. Standing buttons (back, later …) are left out: they are the same on every card.
"""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Final

from bot.channels.render import render_card, render_sms, render_zalo
from bot.ports import Sender
from survey_flows.forms import form_files
from survey_flows.interview.inputs import Command, Medium
from survey_flows.interview.prompts import Prompt
from survey_flows.interview.state import Status
from survey_flows.questionnaire.model import ItemKind, ItemRole
from tests.survey_flows.interview.conversation import Conversation
from tests.survey_flows.questionnaire.examples import built_in

TRANSCRIPTS: Final = Path(__file__).parent / "transcripts"
CHANNELS: Final = {"telegram": Medium.CHAT, "zalo": Medium.CHAT, "sms": Medium.SMS}
TALKS: Final = [(code, channel) for code in sorted(form_files) for channel in CHANNELS]

_SENDER: Final = Sender("Sở Nội vụ", "kế hoạch khảo sát", "0212 3 852 000", "SL", "8088", "khaosat_bot")
_TOLD: Final = {"late", "yes", "health"}
_JUDGEMENTS: Final = (3, 4, 2, 3, 1)
_MOST: Final = 150


def path_of(code: str, channel: str) -> Path:
    """The file that holds the transcript."""
    return TRANSCRIPTS / f"{code}.{channel}.txt"


def transcript(code: str, channel: str) -> str:
    """Play the form to its end and write down both sides."""
    talk = Conversation(built_in(code), CHANNELS[channel]).opens()
    lines = [f"{code} · {channel}", ""]
    judgements = count()
    for _ in range(_MOST):
        prompt = talk.prompt()
        lines += _shown(prompt, channel)
        if talk.state.status is not Status.ASKING:
            return "\n".join(lines) + "\n"
        lines += [f"◂ {_answered(talk, judgements, is_typed=_has_no_buttons(prompt, channel))}", ""]
    raise AssertionError(f"{code} does not end")


def _shown(prompt: Prompt, channel: str) -> list[str]:
    if channel == "sms":
        text, buttons = render_sms(prompt, _SENDER), ""
    elif channel == "zalo":
        message = render_zalo(prompt, _SENDER)
        labels = [button.label for button in message.buttons if "|!|" not in button.token]
        text, buttons = message.text, " ".join(f"[{label}]" for label in labels)
    else:
        card = render_card(prompt, _SENDER)
        labels = [
            button.label for row in card.rows for button in row if "|!|" not in button.token
        ]  # choices, not commands
        text, buttons = card.text, " ".join(f"[{label}]" for label in labels)
    shown = [line for line in (*text.splitlines(), buttons) if line.strip()]
    return [f"▸ {shown[0]}", *(f"  {line}" for line in shown[1:])]


def _has_no_buttons(prompt: Prompt, channel: str) -> bool:
    """Whether the choices of a question, if any, can only be answered by their numbers."""
    if channel == "zalo":
        return all("|!|" in button.token for button in render_zalo(prompt, _SENDER).buttons)
    return channel == "sms"


def _answered(talk: Conversation, judgements: count[int], *, is_typed: bool) -> str:
    """Answer the present question and say how."""
    prompt, item = talk.prompt(), talk.questionnaire.by_name[talk.state.at]
    if prompt.awaits > 1:
        offered = [row.choices or prompt.choices for row in prompt.rows]
        text = " ".join(
            str(_JUDGEMENTS[next(judgements) % len(_JUDGEMENTS)] % len(choices) + 1) for choices in offered
        )
        talk.says(text)
        return text
    if item.kind is ItemKind.TEXT:
        text = "Xin bot giay to cho dan" if talk.medium is Medium.SMS else "Xin bớt giấy tờ cho dân"
        talk.says(text)
        return text
    place = next((at for at, choice in enumerate(prompt.choices) if choice.code in _TOLD), 0)
    if item.role is ItemRole.SCREENER:
        place = 0
    elif len(prompt.choices) == len(_JUDGEMENTS) and item.reading in {"sat5", "choice"} and _is_scale(prompt):
        place = _JUDGEMENTS[next(judgements) % len(_JUDGEMENTS)]
    if is_typed:
        talk.says(str(place + 1))
        return str(place + 1)
    chosen = prompt.choices[place]
    talk.taps(chosen.code)
    if item.kind is ItemKind.SELECT_MULTIPLE:
        talk.presses(Command.DONE)
        return f"[{chosen.label}] [✔ Xong]"
    return f"[{chosen.label}]"


def _is_scale(prompt: Prompt) -> bool:
    return [choice.code for choice in prompt.choices] == ["1", "2", "3", "4", "5"]
