"""What a respondent is shown next, before any channel turns it into buttons or numbered text.

A prompt's texts are final: language and medium are already chosen, `${name}` is filled in. `choices`
keeps the codes so that a channel can build buttons (`choice_token`) and an SMS can number them.

A screen (a `field-list` group) is one prompt with `rows`. In a chat its questions are asked one after
the other on the same card, so one row is the present one and `text` is its question. By SMS the rows
are the questions of one message that one reply answers, and `awaits` says how many answers it takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from survey_flows.interview.inputs import Command
from survey_flows.questionnaire.model import ItemKind


class PromptKind(StrEnum):
    """What kind of answer a prompt expects."""

    QUESTION = "question"
    CONFIRM = "confirm"
    NOTICE = "notice"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class PromptChoice:
    """One choice as shown: its code, its label, and whether it is ticked (multiple answers).

    `place` is where a choice stands in a ranking so far, from 1; 0 while it has none.
    """

    code: str
    label: str
    is_selected: bool = False
    place: int = 0


@dataclass(frozen=True, slots=True)
class PromptRow:
    """One question of a screen: its number there (from 1), its text, what was answered.

    `choices` is empty where the whole screen shares those of the prompt, or where it has none.
    """

    number: int
    text: str
    answer: str = ""
    is_present: bool = False
    choices: tuple[PromptChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class PromptMedium:
    """A file to show or play beside a prompt: its kind ("image", "audio", "video") and its name.

    `choice` is the code of the choice it belongs to, "" for the question itself.
    """

    kind: str
    name: str
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One screen or one SMS.

    `notice` stands above the question ("already noted", "please choose one of these");
    `progress` is (questions behind, questions in all on the present path; 0: not known yet, for this
    very answer decides whether there are more); `revision` is the state's revision this prompt belongs
    to, so that a tap on an old card is recognised; `commands` are the standing buttons in order,
    `command_labels` their labels; `language` is the language the texts are in, for the few words a
    channel adds ("reply with a number").

    `expects` is the kind of the item asked, None when none is. `number` is the question's number
    on the present path, from 1 (0 for the consent): what "change question 3" refers to. `rows` and
    `awaits` are those of a screen, see above; a prompt that awaits one answer is about one question.
    `spells_out`: the choices are to be written out even where buttons carry them. `is_accented`: the
    reader of text messages asked for diacritics. `faults` says of questions of a page sent back what is
    wrong with each (item, text).
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
    expects: ItemKind | None = None
    number: int = 0
    rows: tuple[PromptRow, ...] = ()
    awaits: int = 1
    media: tuple[PromptMedium, ...] = ()
    spells_out: bool = False
    is_accented: bool = False
    faults: tuple[tuple[str, str], ...] = ()


def choice_token(prompt: Prompt, choice: PromptChoice) -> str:
    """The opaque text a button sends back; at most 64 bytes (Telegram's `callback_data`)."""
    return f"{prompt.revision}|{prompt.item}|{choice.code}"


def command_token(prompt: Prompt, command: Command) -> str:
    """The opaque text a standing button sends back."""
    return f"{prompt.revision}|!|{command.value}"
