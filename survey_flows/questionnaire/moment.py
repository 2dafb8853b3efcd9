"""What an expression may know beside the answers: the time, and the language it is read in.

Rules (ODK XForms, "XPath functions": `today`, `now`, `jr:choice-name`):
- `today()` and `now()` are those of the respondent's clock at the moment of asking, so the caller
  hands the time in; an interview that crosses midnight sees another day, as it does in ODK;
- the respondent's clock is that of Viet Nam (UTC+7 without summer time), whatever the server's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from survey_flows.questionnaire.dates import LOCAL, date_text, date_time_text


@dataclass(frozen=True, slots=True)
class Moment:
    """When, and in which language, an expression is evaluated.

    `now` is aware, or naive and local; without it `today()` and `now()` are blank. `language` is
    that of `jr:choice-name`, the form's first language when "".
    """

    now: datetime | None = None
    language: str = ""

    @property
    def today_text(self) -> str:
        """Today as an ISO date, or ""."""
        return "" if self.now is None else date_text(_local(self.now))

    @property
    def now_text(self) -> str:
        """The ISO date and time to the millisecond, or ""."""
        return "" if self.now is None else date_time_text(_local(self.now))


TIMELESS: Final = Moment()


def _local(moment: datetime) -> datetime:
    return moment.replace(tzinfo=LOCAL) if moment.tzinfo is None else moment.astimezone(LOCAL)
