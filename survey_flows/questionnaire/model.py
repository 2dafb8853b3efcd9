"""A compiled questionnaire: what an XLSForm becomes. Values only; no parsing, no evaluation.

Labels are mappings from language to text. Beside real languages ("vi", "en") a form may carry
the language "sms": the same wording without diacritics, short enough for text messages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from survey_flows.ids import QuestionnaireVersion

SMS_WORDING = "sms"


class ItemKind(StrEnum):
    """What kind of answer an item takes (XLSForm question type)."""

    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    INTEGER = "integer"
    DECIMAL = "decimal"
    TEXT = "text"
    DATE = "date"
    NOTE = "note"
    ACKNOWLEDGE = "acknowledge"
    CALCULATE = "calculate"
    RANK = "rank"
    RANGE = "range"
    TIME = "time"
    DATETIME = "datetime"
    BARCODE = "barcode"
    GEOPOINT = "geopoint"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"
    HIDDEN = "hidden"


class ItemRole(StrEnum):
    """What an item is for (domain.md §3, entity item: kind).

    A screener asks whether this person may answer at all: an interview whose path ends at one is over,
    not eligible (a household's respondent under 18).
    """

    CONSENT = "consent"
    SCREENER = "screener"
    FILTER = "filter"
    PROCESS = "process"
    SATISFACTION = "satisfaction"
    EXPECTATION = "expectation"
    DEMOGRAPHIC = "demographic"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer choice.

    `attributes` are the extra columns of its list, which a `choice_filter` refers to; `media` holds
    file names by kind ("image", "audio", "video") and language.
    """

    code: str
    labels: Mapping[str, str]
    attributes: Mapping[str, str] = field(default_factory=dict)
    media: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """One question.

    `relevant`, `constraint`, `calculation` are XPath 1.0 over absolute item references, "" when
    absent. `reading` names the vocabulary of replies the item takes (`sat5`, `yesno`,
    `yn_harass`, `yn_fee`, `yn_feedback`, `trips`, `slip`, `punct`, `place`, `multi`, `consent`,
    `choice`; see `survey_flows.interview.replies`). `maximum_choices` is set for "up to N".

    `required` is an expression that decides instead of `is_required` when it is not empty;
    `choice_filter` is evaluated for each choice with its attributes as children; `default` is an
    expression too (a literal stands quoted). Consecutive items with the same `screen` (a `field-list`
    group) are shown together. An item inside a repeat stands here once for each possible instance:
    `repeat` names the repeat and `instance` counts from 1 (0 outside repeats). `parameters` are those
    of the type (`start`, `end`, `step` of a range). `media` holds file names by kind ("image",
    "audio", "video") and language. `guidance` is for whoever asks on paper or by telephone; a respondent
    is not shown it. A read-only item shows its default or calculation and takes no answer.
    """

    name: str
    kind: ItemKind
    labels: Mapping[str, str]
    role: ItemRole = ItemRole.OTHER
    reading: str = "choice"
    hints: Mapping[str, str] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    is_required: bool = True
    relevant: str = ""
    constraint: str = ""
    constraint_messages: Mapping[str, str] = field(default_factory=dict)
    calculation: str = ""
    maximum_choices: int | None = None
    required: str = ""
    required_messages: Mapping[str, str] = field(default_factory=dict)
    choice_filter: str = ""
    default: str = ""
    is_read_only: bool = False
    appearance: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    media: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    guidance: Mapping[str, str] = field(default_factory=dict)
    screen: str = ""
    repeat: str = ""
    instance: int = 0


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor (yếu tố) and its criteria; `is_routed` when only some respondents are asked."""

    code: str
    names: Mapping[str, str]
    criteria: tuple[str, ...]
    is_routed: bool = False


@dataclass(frozen=True)
class Questionnaire:
    """One immutable version of a form. `digest` is SHA-256 over the canonical source.

    `lookups` hold what `pulldata` finds: by table, then by "key column|column", then by key. `quality`
    groups items into an index reported beside satisfaction, never inside it (domain.md 4(e)).
    """

    code: str
    digest: str
    titles: Mapping[str, str]
    languages: tuple[str, ...]
    items: tuple[Item, ...]
    factors: tuple[Factor, ...]
    satisfied_codes: tuple[str, ...] = ("4", "5")
    minutes: int = 7
    lookups: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    quality: tuple[Factor, ...] = ()

    @property
    def version(self) -> QuestionnaireVersion:
        """Name and content in one: a session is pinned to this."""
        return QuestionnaireVersion(f"{self.code}@{self.digest[:12]}")

    @cached_property
    def by_name(self) -> Mapping[str, Item]:
        """Items by name."""
        return {item.name: item for item in self.items}

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Position of each item in asking order."""
        return {item.name: index for index, item in enumerate(self.items)}
