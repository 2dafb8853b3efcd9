"""Disposition codes: the outcome of a case, temporary or final (AAPOR families 1 to 4)."""

from __future__ import annotations

from enum import StrEnum


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
