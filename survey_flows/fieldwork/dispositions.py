"""Disposition codes: the outcome of a case, temporary or final (AAPOR families 1 to 4).

Numbers are those of the American Association for Public Opinion Research's Standard Definitions
for surveys of specifically named persons invited by message (the internet table), mapped as
reliability.md §6.6 says. A temporary disposition carries the code the case would get if fieldwork
ended now, so that interim rates can be computed the way final ones are.

Rules: a reserve may replace a case only after a closing disposition that says the sampled person
gives no interview, never after a complete or a partial (domain.md A-13); a form that failed
verification leaves the data and its case goes to the reserve (A-34); a person drawn twice is
asked once, the other case is replaced (A-10).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Disposition(StrEnum):
    """What became of a case so far. The value is what is stored."""

    # temporary
    RESERVED = "reserved"  # in the reserve sample, not released
    ISSUED = "issued"  # released, nothing sent yet
    CONTACTED = "contacted"  # an invitation left
    ANSWERING = "answering"  # consented, not finished
    # final
    COMPLETE = "complete"
    PARTIAL = "partial"
    REFUSAL = "refusal"
    OPTED_OUT = "opted_out"
    BREAK_OFF = "break_off"
    NONCONTACT = "noncontact"
    WRONG_NUMBER = "wrong_number"
    WRONG_PERSON = "wrong_person"
    MOVED = "moved"
    AWAY = "away"
    DECEASED = "deceased"
    INCAPABLE = "incapable"
    INELIGIBLE = "ineligible"
    DUPLICATE = "duplicate"
    FAILED_VERIFICATION = "failed_verification"
    UNUSED_RESERVE = "unused_reserve"


class OutcomeGroup(StrEnum):
    """The letters response rates are computed from; NONE for a unit that was never issued."""

    INTERVIEW = "I"
    PARTIAL = "P"
    REFUSAL = "R"
    NONCONTACT = "NC"
    OTHER = "O"
    UNKNOWN_CONTACT = "UH"
    UNKNOWN_OTHER = "UO"
    NOT_ELIGIBLE = "NE"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a disposition says about its case.

    `code` is the AAPOR number, "" for a unit never issued; `family` its first figure.
    `is_final`: nothing more is sent. `allows_substitution`: a reserve may be released for it.
    `is_refusal`: a person said no, in any form.
    """

    code: str
    group: OutcomeGroup
    is_final: bool
    allows_substitution: bool = False
    is_refusal: bool = False

    @property
    def family(self) -> str:
        """1 interview, 2 eligible without interview, 3 eligibility unknown, 4 not eligible, or ""."""
        return self.code[:1]

    @property
    def closes_case(self) -> bool:
        """Whether a case that was issued ends with it."""
        return self.is_final and self.code != ""


def _open(code: str, group: OutcomeGroup) -> Meaning:
    return Meaning(code, group, is_final=False)


def _lost(code: str, group: OutcomeGroup, *, is_refusal: bool = False) -> Meaning:
    return Meaning(code, group, is_final=True, allows_substitution=True, is_refusal=is_refusal)


MEANINGS: Mapping[Disposition, Meaning] = MappingProxyType(
    {
        Disposition.RESERVED: _open("", OutcomeGroup.NONE),
        Disposition.ISSUED: _open("3.11", OutcomeGroup.UNKNOWN_CONTACT),
        Disposition.CONTACTED: _open("2.20", OutcomeGroup.NONCONTACT),
        Disposition.ANSWERING: _open("2.12", OutcomeGroup.REFUSAL),
        Disposition.COMPLETE: Meaning("1.1", OutcomeGroup.INTERVIEW, is_final=True),
        Disposition.PARTIAL: Meaning("1.2", OutcomeGroup.PARTIAL, is_final=True),
        Disposition.REFUSAL: _lost("2.111", OutcomeGroup.REFUSAL, is_refusal=True),
        Disposition.OPTED_OUT: _lost("2.111", OutcomeGroup.REFUSAL, is_refusal=True),
        Disposition.BREAK_OFF: _lost("2.12", OutcomeGroup.REFUSAL),
        Disposition.NONCONTACT: _lost("2.20", OutcomeGroup.NONCONTACT),
        Disposition.WRONG_NUMBER: _lost("3.30", OutcomeGroup.UNKNOWN_OTHER),
        Disposition.WRONG_PERSON: _lost("4.90", OutcomeGroup.NOT_ELIGIBLE),
        Disposition.MOVED: _lost("2.26", OutcomeGroup.NONCONTACT),
        Disposition.AWAY: _lost("2.26", OutcomeGroup.NONCONTACT),
        Disposition.DECEASED: _lost("2.31", OutcomeGroup.OTHER),
        Disposition.INCAPABLE: _lost("2.32", OutcomeGroup.OTHER),
        Disposition.INELIGIBLE: _lost("4.10", OutcomeGroup.NOT_ELIGIBLE),
        Disposition.DUPLICATE: _lost("4.81", OutcomeGroup.NOT_ELIGIBLE),
        Disposition.FAILED_VERIFICATION: _lost("2.36", OutcomeGroup.OTHER),
        Disposition.UNUSED_RESERVE: Meaning("", OutcomeGroup.NONE, is_final=True),
    }
)

NAMES: Mapping[Disposition, Mapping[str, str]] = MappingProxyType(
    {
        Disposition.RESERVED: {"vi": "Dự phòng, chưa dùng", "en": "Reserve, not released"},
        Disposition.ISSUED: {"vi": "Đã giao, chưa mời", "en": "Issued, not invited yet"},
        Disposition.CONTACTED: {"vi": "Đã mời, chưa trả lời", "en": "Invited, no answer yet"},
        Disposition.ANSWERING: {"vi": "Đang trả lời", "en": "Answering"},
        Disposition.COMPLETE: {"vi": "Hoàn thành", "en": "Complete"},
        Disposition.PARTIAL: {"vi": "Trả lời một phần", "en": "Partial"},
        Disposition.REFUSAL: {"vi": "Từ chối", "en": "Refused"},
        Disposition.OPTED_OUT: {"vi": "Yêu cầu dừng nhắn tin", "en": "Opted out of messages"},
        Disposition.BREAK_OFF: {"vi": "Bỏ dở", "en": "Broke off"},
        Disposition.NONCONTACT: {"vi": "Không có hồi âm", "en": "No contact"},
        Disposition.WRONG_NUMBER: {"vi": "Số điện thoại sai", "en": "Wrong number"},
        Disposition.WRONG_PERSON: {"vi": "Không đúng người", "en": "Wrong person"},
        Disposition.MOVED: {"vi": "Đã chuyển đi nơi khác", "en": "Moved away"},
        Disposition.AWAY: {"vi": "Đi vắng dài ngày", "en": "Away for long"},
        Disposition.DECEASED: {"vi": "Đã mất", "en": "Deceased"},
        Disposition.INCAPABLE: {"vi": "Không đủ sức khỏe trả lời", "en": "Unable to answer"},
        Disposition.INELIGIBLE: {"vi": "Không thuộc đối tượng", "en": "Not eligible"},
        Disposition.DUPLICATE: {"vi": "Trùng người", "en": "Duplicate person"},
        Disposition.FAILED_VERIFICATION: {"vi": "Không đạt phúc tra", "en": "Failed verification"},
        Disposition.UNUSED_RESERVE: {"vi": "Dự phòng không dùng đến", "en": "Reserve never used"},
    }
)

# How an interview ended, in the interview's own words (its status, or the reason somebody gave why
# the sampled person cannot answer). The two packages do not know each other; a test keeps this whole.
INTERVIEW_ENDINGS: Mapping[str, Disposition] = MappingProxyType(
    {
        "complete": Disposition.COMPLETE,
        "refused": Disposition.REFUSAL,
        "stopped": Disposition.OPTED_OUT,
        "wrong_person": Disposition.WRONG_PERSON,
        "ineligible": Disposition.INELIGIBLE,
        "moved": Disposition.MOVED,
        "away": Disposition.AWAY,
        "deceased": Disposition.DECEASED,
        "incapable": Disposition.INCAPABLE,
    }
)


def meaning(disposition: Disposition) -> Meaning:
    """What `disposition` says about its case."""
    return MEANINGS[disposition]


def name_of(disposition: Disposition, language: str = "vi") -> str:
    """The disposition as officers read it, in Vietnamese unless English is asked for."""
    return NAMES[disposition][language]
