"""The shape of one message: how much it matters, what is wrong, what to write instead.

Vietnamese first, English beside. `{words}` are filled from the finding. A hint of the form
`a || b` says `a` when the linter has a guess (`{known}`) and `b` when it has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Severity(StrEnum):
    """How much a finding matters.

    ERROR: the form is wrong wherever it is used; it is not compiled. LIMIT: the form is right, but a
    conversation cannot ask it so; it is not compiled either. WARNING: it works, and probably not as
    meant. NOTE: worth knowing.
    """

    ERROR = "error"
    LIMIT = "limit"
    WARNING = "warning"
    NOTE = "note"


ERROR: Final = Severity.ERROR
LIMIT: Final = Severity.LIMIT
WARNING: Final = Severity.WARNING
NOTE: Final = Severity.NOTE


@dataclass(frozen=True, slots=True)
class Wording:
    """One kind of finding in two languages."""

    severity: Severity
    vi: str
    vi_hint: str
    en: str
    en_hint: str
