"""What a respondent is shown next, before any channel turns it into buttons or numbered text.

A prompt's texts are final: language and medium are already chosen. `choices` keeps the codes so
that a channel can build buttons (`choice_token`) and an SMS can number them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from survey_flows.interview.inputs import Command


class PromptKind(StrEnum):
    """What kind of answer a prompt expects."""

    QUESTION = "question"
    CONFIRM = "confirm"
    NOTICE = "notice"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class PromptChoice:
    """One choice as shown: its code, its label, and whether it is ticked (multiple answers)."""

    code: str
    label: str
    is_selected: bool = False


@dataclass(frozen=True, slots=True)
class Prompt:
    """One screen or one SMS.

    `notice` stands above the question ("already noted", "please choose one of these");
    `progress` is (questions behind, questions in all on the present path); `revision` is the
    state's revision this prompt belongs to, so that a tap on an old card is recognised;
    `commands` are the standing buttons in order, `command_labels` their labels; `language` is the
    language the texts are in, for the few words a channel adds ("reply with a number").
    """

    kind: PromptKind
    text: str
    revision: int
    item: str = ""
    hint: str = ""
    notice: str = ""
    section: str = ""
    choices: tuple[PromptChoice, ...] = ()
    is_multiple: bool = False
    progress: tuple[int, int] | None = None
    commands: tuple[Command, ...] = ()
    command_labels: tuple[str, ...] = ()
    language: str = "vi"


def choice_token(prompt: Prompt, choice: PromptChoice) -> str:
    """The opaque text a button sends back; at most 64 bytes (Telegram's `callback_data`)."""
    return f"{prompt.revision}|{prompt.item}|{choice.code}"


def command_token(prompt: Prompt, command: Command) -> str:
    """The opaque text a standing button sends back."""
    return f"{prompt.revision}|!|{command.value}"
