"""What the web pages and the rest of the program say to each other. Values and protocols; no I/O.

A page never sees storage, a questionnaire or a rule: it hands over what was sent and gets back what to
show. A person is known to a page by `address` alone, the hash of the token in their cookie.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from bot.ports import Letter, Sender
from survey_flows.interview.prompts import Prompt
from survey_flows.interview.sheet import Sheet

Fields = Mapping[str, Sequence[str]]
"""A form as it was posted: every value of every field."""

FILES = "/tep"
"""Where the pages find the pictures and recordings of forms."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a channel that answers in place shows next; `sheet` is the page to fill in, if there is one."""

    content: Prompt | Letter
    sheet: Sheet | None = None


@dataclass(frozen=True, slots=True)
class FileView:
    """A file beside a question or a choice: "image", "audio" or "video", its address, its words."""

    kind: str
    address: str
    words: str


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One choice of a field: what is sent, what is read; `place` is its rank, 0 for none."""

    code: str
    label: str
    is_selected: bool = False
    place: int = 0
    files: tuple[FileView, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldView:
    """One question as a page shows it. `control` names how it is answered:

    radio, checkbox, rank, number, textarea, text, or none (it cannot be answered on a page).
    """

    name: str
    control: str
    text: str
    number: int
    hint: str = ""
    note: str = ""
    error: str = ""
    choices: tuple[ChoiceView, ...] = ()
    value: str = ""
    may_be_left_out: bool = False
    files: tuple[FileView, ...] = ()


@dataclass(frozen=True, slots=True)
class ButtonView:
    """A button of a form: the field it sends, its value, its label."""

    name: str
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class PageView:
    """A page of the interview. `body` are paragraphs; `code` is shown large, to come back with.

    `main` goes on, `buttons` do something else with this page, `asides` ask about the survey.
    `is_over`: nothing more is asked.
    """

    language: str
    heading: str
    body: tuple[str, ...] = ()
    notice: str = ""
    fields: tuple[FieldView, ...] = ()
    progress: tuple[int, int] | None = None
    main: ButtonView | None = None
    buttons: tuple[ButtonView, ...] = ()
    asides: tuple[ButtonView, ...] = ()
    language_button: ButtonView | None = None
    code: str = ""
    code_hint: str = ""
    revision: int = 0
    is_over: bool = False


class Entrance(StrEnum):
    """What a code did."""

    OPEN = "open"
    WRONG = "wrong"
    TOO_MANY = "too_many"


class Check(StrEnum):
    """What is known of a check code."""

    GENUINE = "genuine"
    UNKNOWN = "unknown"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from: the address of the device, and its network."""

    address: str = field(repr=False)
    network: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answered:
    """The page to show now; `moves_on` when asking for the page again would show the same."""

    view: PageView
    moves_on: bool


class CitizenDoor(Protocol):
    """What the citizen's pages may do."""

    @property
    def sender(self) -> Sender:
        """Who speaks."""
        ...

    async def enter(self, code: str, address: str, origin: Origin) -> Entrance:
        """Let a code open its interview to `address`. Raises `NotStored`."""
        ...

    async def holds(self, code: str, address: str) -> bool:
        """Whether `address` is answering the slip of this code already. Raises `NotStored`."""
        ...

    async def show(self, address: str) -> PageView | None:
        """The page of the interview open to `address`; None when none is. Raises `NotStored`."""
        ...

    async def send(self, address: str, nonce: str, fields: Fields) -> Answered | None:
        """Take a page that was sent back; once per `nonce`. Raises `NotStored`."""
        ...

    async def leave(self, address: str) -> None:
        """Close the interview to `address`. Raises `NotStored`."""
        ...

    async def check(self, code: str, origin: Origin) -> Check:
        """Say whether a check code stands in an invitation of this survey."""
        ...


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of an interviewer's list: no name, no number. `again` is when to call back, or ""."""

    case: int
    unit: str
    service: str
    state: str
    again: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as its interviewer needs it to reach the person; `check_code` stands in the invitation."""

    line: CaseLine
    name: str = field(repr=False)
    phone: str = field(repr=False)
    address: str = field(repr=False)
    attempts: int = 0
    check_code: str = ""


class InterviewerDoor(Protocol):
    """What the interviewer's pages may do; `token` is the hash of the one in the cookie.

    Everything but signing in gives None or False to whoever has no session or asks for another's case.
    """

    @property
    def sender(self) -> Sender:
        """Who speaks."""
        ...

    async def sign_in(self, name: str, password: str, token: str, origin: Origin) -> Entrance:
        """Exchange name and password for a session. Raises `NotStored`."""
        ...

    async def sign_out(self, token: str) -> None:
        """End the session. Raises `NotStored`."""
        ...

    async def cases(self, token: str) -> tuple[str, list[CaseLine]] | None:
        """The pseudonym of the interviewer and their cases, open ones first."""
        ...

    async def case(self, token: str, case: int) -> CaseView | None:
        """Whom to ask for; the look is in the audit trail. Raises `NotStored`."""
        ...

    async def begin(self, token: str, case: int, mode: str) -> bool:
        """Begin or go on with the interview, by "phone" or "visit". Raises `NotStored`."""
        ...

    async def show(self, token: str, case: int, mode: str) -> PageView | None:
        """The page of the interview."""
        ...

    async def send(self, token: str, case: int, mode: str, nonce: str, fields: Fields) -> Answered | None:
        """Take a page that was filled in, once per `nonce`. Raises `NotStored`."""
        ...

    async def record(
        self, token: str, case: int, mode: str, nonce: str, outcome: str, *, again: str
    ) -> str | None:
        """Note what came of a contact, once per `nonce`; the key of what was wrong, "" if nothing.

        Raises `NotStored`.
        """
        ...


@dataclass(frozen=True, slots=True)
class OfflineForm:
    """A form a device may carry: its id, version and title, and the XForm itself.

    `media` are the names of the files of the media folder it shows, `tables` the CSV files it reads.
    """

    form: str
    version: str
    title: str
    xml: bytes = field(repr=False)
    media: tuple[str, ...] = ()
    tables: Mapping[str, bytes] = field(default_factory=dict, repr=False)


class Submitted(StrEnum):
    """What became of a form filled in offline."""

    TAKEN = "taken"
    REPEATED = "repeated"
    SET_ASIDE = "set_aside"
    NO_FORM = "no_form"


class OfflineDoor(Protocol):
    """What a device that asks offline may do; `name` is that of an interviewer `admit` let in."""

    async def admit(self, name: str, password: str, origin: Origin) -> Entrance:
        """Whether name and password are right. Raises `NotStored`."""
        ...

    async def forms(self, name: str) -> list[OfflineForm]:
        """The forms of this interviewer's open cases."""
        ...

    async def submit(self, name: str, document: bytes, files: Mapping[str, bytes]) -> tuple[Submitted, str]:
        """Take a form that was filled in, once per instance; with the key of why not. Raises `NotStored`."""
        ...
