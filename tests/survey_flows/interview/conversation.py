"""Play an interview in a test as it would be told: who says what, and what the survey shows.

Every step goes through storage's bytes, and checks what must hold at any step: the stored state is
the live one, the answers are the fold of the events, the prompt survives the outbox.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from survey_flows.interview.codec import decode, decode_prompt, encode, encode_prompt, read_token
from survey_flows.interview.engine import Step, advance, open_interview
from survey_flows.interview.events import Event
from survey_flows.interview.fold import answers_of
from survey_flows.interview.inputs import Chose, Command, Input, Medium, Opened, Pressed, Said
from survey_flows.interview.pace import USUAL, Pace
from survey_flows.interview.prompts import Prompt, choice_token, command_token
from survey_flows.interview.state import InterviewState
from survey_flows.questionnaire.model import Choice, Item, ItemKind, ItemRole, Questionnaire

BEGINNING = datetime(2024, 10, 1, 8, 0, tzinfo=UTC)

FIVE_DEGREES = ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng")


class Conversation:
    """One respondent and the survey."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        medium: Medium = Medium.CHAT,
        language: str = "vi",
        pace: Pace = USUAL,
    ) -> None:
        self.questionnaire = questionnaire
        self.medium = medium
        self.pace = pace
        self.state: InterviewState = open_interview(questionnaire, language)
        self.history: list[Event] = []
        self._events: tuple[Event, ...] = ()
        self.prompts: tuple[Prompt, ...] = ()
        self._clock = _ticking()

    def prompt(self) -> Prompt:
        """What is shown now."""
        (shown,) = self.prompts
        return shown

    def events(self) -> tuple[Event, ...]:
        """What the last step led to."""
        return self._events

    def opens(self) -> Conversation:
        """The respondent turns up."""
        return self.sends(Opened(self.medium))

    def says(self, *texts: str) -> Conversation:
        """The respondent types one message after another."""
        for text in texts:
            self.sends(Said(text, self.medium))
        return self

    def taps(self, *codes: str) -> Conversation:
        """The respondent taps choices of the prompt shown, each through the button's own text."""
        for code in codes:
            choice = next(choice for choice in self.prompt().choices if choice.code == code)
            said = read_token(choice_token(self.prompt(), choice), self.medium)
            assert isinstance(said, Chose)
            self.sends(said)
        return self

    def presses(self, *commands: Command) -> Conversation:
        """The respondent taps standing buttons."""
        for command in commands:
            said = read_token(command_token(self.prompt(), command), self.medium)
            assert isinstance(said, Pressed)
            self.sends(said)
        return self

    def sends(self, said: Input) -> Conversation:
        """Any input at all."""
        now = next(self._clock)
        step: Step = advance(self.questionnaire, self.state, said, now=now, pace=self.pace)
        assert advance(self.questionnaire, self.state, said, now=now, pace=self.pace) == step
        self.history += step.events
        assert (dict(step.state.answers), dict(step.state.missing)) == answers_of(self.history)
        self.state = decode(encode(step.state))
        assert self.state == step.state
        assert [decode_prompt(encode_prompt(prompt)) for prompt in step.prompts] == list(step.prompts)
        self._events, self.prompts = step.events, step.prompts
        return self


def _ticking() -> Iterator[datetime]:
    now = BEGINNING
    while True:
        now += timedelta(seconds=7, microseconds=1)
        yield now


def select(
    name: str,
    *labels: str,
    reading: str = "choice",
    role: ItemRole = ItemRole.PROCESS,
    relevant: str = "",
    maximum: int | None = None,
    is_multiple: bool = False,
    codes: tuple[str, ...] = (),
    constraint: str = "",
) -> Item:
    """A question with choices, coded 1, 2, 3 … unless `codes` are given."""
    return Item(
        name,
        ItemKind.SELECT_MULTIPLE if is_multiple else ItemKind.SELECT_ONE,
        {"vi": f"Câu {name}?", "en": f"Question {name}?", "sms": f"Cau {name}?"},
        role=role,
        reading="multi" if is_multiple and reading == "choice" else reading,
        choices=tuple(
            Choice(code, {"vi": label})
            for code, label in zip(codes or map(str, range(1, 100)), labels, strict=False)
        ),
        relevant=relevant,
        constraint=constraint,
        constraint_messages={"vi": "Xin xem lại câu này."} if constraint else {},
        maximum_choices=maximum,
    )


def satisfaction(name: str, relevant: str = "") -> Item:
    """A question on the five degrees."""
    return select(name, *FIVE_DEGREES, reading="sat5", role=ItemRole.SATISFACTION, relevant=relevant)


def yes_no(
    name: str, *, reading: str = "yesno", role: ItemRole = ItemRole.PROCESS, relevant: str = ""
) -> Item:
    """A yes/no question."""
    return select(name, "Có", "Không", reading=reading, role=role, relevant=relevant, codes=("yes", "no"))


def plain(
    name: str, kind: ItemKind, *, relevant: str = "", constraint: str = "", calculation: str = ""
) -> Item:
    """A question without choices, a note or a calculation."""
    return Item(
        name,
        kind,
        {"vi": f"Câu {name}?"},
        relevant=relevant,
        constraint=constraint,
        constraint_messages={"vi": f"Xin xem lại {name}."} if constraint else {},
        calculation=calculation,
    )


CONSENT = select("consent", "Đồng ý", "Không", reading="consent", role=ItemRole.CONSENT, codes=("yes", "no"))


def form(
    *items: Item, languages: tuple[str, ...] = ("vi", "en", "sms"), code: str = "small"
) -> Questionnaire:
    """A questionnaire of these items."""
    return Questionnaire(code, "d" * 64, {"vi": "Thử"}, languages, items, (), minutes=3)


SMALL = form(
    CONSENT,
    plain("hello", ItemKind.NOTE),
    select("punct", "Sớm hẹn", "Đúng hẹn", "Trễ hẹn", reading="punct", codes=("early", "ontime", "late")),
    yes_no("told", relevant="/data/punct = 'late'"),
    satisfaction("polite"),
    yes_no("gave", reading="yn_feedback", role=ItemRole.FILTER),
    satisfaction("heard", relevant="/data/gave = 'yes'"),
    select("wish", *(f"Điều {letter}" for letter in "abcdefghi"), is_multiple=True, maximum=3),
    plain("age", ItemKind.INTEGER, constraint=". >= 18 and . <= 120"),
    plain("older", ItemKind.CALCULATE, calculation="if(/data/age >= 60, 1, 0)"),
    plain("since", ItemKind.DATE, relevant="/data/older = 1"),
    plain("idea", ItemKind.TEXT),
    plain("bye", ItemKind.NOTE),
)
"""One question of each kind, with routing by an answer and by a calculation."""


def shown_together(screen: str, *items: Item, sections: str = "Cán bộ") -> tuple[Item, ...]:
    """The items as one screen (a `field-list` group) under a heading."""
    return tuple(replace(item, screen=screen, sections={"vi": sections, "sms": "Can bo"}) for item in items)


RANKING = Item(
    "order",
    ItemKind.RANK,
    {"vi": "Xếp thứ tự?", "sms": "Xep thu tu?"},
    choices=tuple(Choice(code, {"vi": f"Điều {code}", "sms": f"Dieu {code}"}) for code in "abc"),
)
PROVINCE = select("province", "Sơn La", "Lai Châu", codes=("sl", "lc"))
DISTRICT = Item(
    "district",
    ItemKind.SELECT_ONE,
    {"vi": "Huyện nào của ${province}?", "en": "Which district of ${province}?", "sms": "Huyen nao?"},
    choices=tuple(
        Choice(code, {"vi": label}, {"of": province})
        for code, label, province in (
            ("mc", "Mộc Châu", "sl"), ("yc", "Yên Châu", "sl"), ("pt", "Phong Thổ", "lc"),
        )
    ),
    choice_filter="of = /data/province",
)  # fmt: skip

ALL_KINDS = form(
    CONSENT,
    *shown_together(
        "officials",
        satisfaction("polite"),
        satisfaction("clear"),
        yes_no("told"),
        satisfaction("apology", relevant="/data/told = 'yes'"),
        plain("visits", ItemKind.INTEGER, constraint=". < 50"),
        plain("why", ItemKind.TEXT),
    ),
    RANKING,
    Item("mark", ItemKind.RANGE, {"vi": "Chấm điểm?"}, parameters={"start": "0", "end": "10", "step": "1"}),
    Item("metres", ItemKind.RANGE, {"vi": "Bao xa?"}, parameters={"start": "0", "end": "500", "step": "10"}),
    PROVINCE,
    DISTRICT,
    plain("hour", ItemKind.TIME),
    plain("when", ItemKind.DATETIME),
    plain("slip_code", ItemKind.BARCODE),
    replace(plain("slip", ItemKind.IMAGE), is_required=False),
    replace(plain("voice", ItemKind.AUDIO), is_required=False),
    replace(plain("clip", ItemKind.VIDEO), is_required=False),
    replace(plain("paper", ItemKind.FILE), is_required=False),
    replace(plain("spot", ItemKind.GEOPOINT), is_required=False),
    plain("secret", ItemKind.HIDDEN),
    replace(plain("fixed", ItemKind.TEXT), default="'Sở Nội vụ'", is_read_only=True),
    replace(plain("people", ItemKind.INTEGER), default="4"),
    replace(select("wishes", "A", "B", "C", is_multiple=True), default="'1 3'"),
    code="all-kinds",
)
"""A question of every kind, a screen, a cascade, defaults, and what is never asked."""


def agreed(medium: Medium = Medium.CHAT) -> Conversation:
    """A conversation whose respondent has consented."""
    return Conversation(SMALL, medium).opens().says("đồng ý")


def at_polite() -> Conversation:
    """The same after a first answer, at the second question."""
    return agreed().says("đúng hẹn")
