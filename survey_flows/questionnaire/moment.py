"""What an expression may know beside the answers: the time, and the language it is read in.

Rules (ODK XForms, "XPath functions": `today`, `now`, `jr:choice-name`):
- `today()` and `now()` are those of the respondent's clock at the moment of asking, so the caller
  hands the time in; an interview that crosses midnight sees another day, as it does in ODK;
- the respondent's clock is that of Viet Nam (UTC+7 without summer time), whatever the server's;
- dates and times count as days since 1970-01-01, a time of day as a part of a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Final

LOCAL: Final = timezone(timedelta(hours=7), "ICT")
_EPOCH: Final = date(1970, 1, 1).toordinal()
_DAY_S: Final = 86_400.0


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
        """Today's day number, or ""."""
        return "" if self.now is None else str(_local(self.now).toordinal() - _EPOCH)

    @property
    def now_text(self) -> str:
        """Days since 1970-01-01 with the part of the present day, or ""."""
        return "" if self.now is None else _days(_local(self.now))


TIMELESS: Final = Moment()


def days_of(text: str) -> str:
    """The day number of an ISO date, date-time or time, as text; the text itself when it is none.

    >>> days_of("1970-01-03"), days_of("1970-01-03T06:00"), days_of("06:00"), days_of("hôm qua")
    ('2', '2.25', '0.25', 'hôm qua')
    """
    written = text.strip()
    try:
        if written[2:3] == ":":
            return _number(_part_of_day(time.fromisoformat(written)))
        if len(written) <= len("2024-01-01"):
            return str(date.fromisoformat(written).toordinal() - _EPOCH)
        return _days(_local(datetime.fromisoformat(written)))
    except ValueError:
        return text


def date_of(days: str) -> str:
    """The ISO date of a day number, or the text itself when it is none.

    >>> date_of("2"), date_of("x")
    ('1970-01-03', 'x')
    """
    try:
        return date.fromordinal(int(float(days)) + _EPOCH).isoformat()
    except (ValueError, OverflowError):
        return days


def _local(moment: datetime) -> datetime:
    return moment if moment.tzinfo is None else moment.astimezone(LOCAL)


def _days(moment: datetime) -> str:
    return _number(moment.toordinal() - _EPOCH + _part_of_day(moment.time()))


def _part_of_day(clock: time) -> float:
    seconds = clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1e6
    return seconds / _DAY_S


def _number(days: float) -> str:
    """As XPath writes numbers: no exponent, no needless zeros; a millionth of a day is 86 ms."""
    return f"{days:.7f}".rstrip("0").rstrip(".")
