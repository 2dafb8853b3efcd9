"""Pictures, recordings and films that a form names: what of them stands beside a prompt, and their bytes.

Rules:
1. Names come from a form and lie in one folder: a name with a path in it is none.
2. What belongs to a choice is labelled with the number and the label of that choice, as its button is: who
   looks at a picture knows what to tap or type.
3. A choice that is not offered now shows nothing.
4. A provider keeps an uploaded file under an id of its own. The id is remembered by what is in the file, not
   by its name, for one account of one provider: another content under the same name goes up again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.channels.render import labelled
from survey_flows.interview.prompts import Prompt, PromptKind, PromptMedium


@dataclass(frozen=True, slots=True)
class Shown:
    """A file to show, and the words below it ("" for a question's own)."""

    medium: PromptMedium
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file, and the digest by which it is remembered."""

    body: bytes
    digest: str


class FileIds(Protocol):
    """Where the ids of uploaded files outlive the process. `kind` is what the file was uploaded as.

    Neither raises: whoever cannot be asked knows nothing, and the file goes up again.
    """

    async def find(self, account: str, kind: str, digest: str) -> str:
        """The id of a file, "" when none is known."""
        ...

    async def keep(self, account: str, kind: str, digest: str, file_id: str) -> None:
        """Remember an id; "" forgets the one that was."""
        ...


def to_show(prompt: Prompt) -> tuple[Shown, ...]:
    """The files beside a question: its own, then those of its choices in their order."""
    if prompt.kind is not PromptKind.QUESTION:
        return ()
    own = tuple(Shown(medium) for medium in prompt.media if not medium.choice)
    return own + tuple(_of_choices(prompt))


def _of_choices(prompt: Prompt) -> Iterator[Shown]:
    for number, choice in enumerate(prompt.choices, 1):
        for medium in prompt.media:
            if medium.choice == choice.code:
                yield Shown(medium, labelled(number, choice.label))


def read_content(folder: Path, name: str, largest: int) -> Content | None:
    """The content of a file of the folder; None when it is missing, empty, too big or elsewhere."""
    if Path(name).name != name:
        return None
    path = folder / name
    try:
        if not 0 < path.stat().st_size <= largest:
            return None
        body = path.read_bytes()
    except OSError:
        return None
    return Content(body, hashlib.sha256(body).hexdigest())


def stamp_of(folder: Path, name: str) -> tuple[int, int]:
    """When a file last changed and how long it is; (0, 0) when it is not there."""
    try:
        found = (folder / name).stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size
