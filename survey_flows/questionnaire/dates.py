"""Dates and times in expressions: texts in ISO 8601 that count as days where a number is wanted.

Rules (ODK XForms, "Data types" and "XPath functions"):
- a date, a date-time, a time of day counts as days since 1970-01-01, a time as a part of a day;
- the clock is that of Viet Nam (UTC+7, no summer time): a time without a zone is read so, and days
  begin at midnight there, so that a date and a date-time of the same day compare as people expect;
- `decimal-date-time` alone counts from midnight UTC, as the specification says;
- `format-date` names days and months in English: data must not depend on the language read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from typing import Final

LOCAL: Final = timezone(timedelta(hours=7), "ICT")
_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=LOCAL)
_DAY: Final = timedelta(days=1)
_UTC_AHEAD: Final = timedelta(hours=7) / _DAY
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DATE_TIME: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*", re.ASCII)
_TIME: Final = re.compile(r"\d\d:\d\d(:\d\d\S*)?(Z|[+-]\d\d(:?\d\d)?)?", re.ASCII)
_LATEST: Final = (date.max.toordinal() - date(1970, 1, 1).toordinal()) * 1.0
_EARLIEST: Final = (date.min.toordinal() - date(1970, 1, 1).toordinal() + 1) * 1.0


def moment_of(text: str) -> datetime | None:
    """The local date and time that a text names; None when it names none, or a time of day only."""
    written = text.strip()
    if not (_DATE.fullmatch(written) or _DATE_TIME.fullmatch(written)):
        return None
    try:
        moment = datetime.fromisoformat(written)
        return moment.replace(tzinfo=LOCAL) if moment.tzinfo is None else moment.astimezone(LOCAL)
    except (ValueError, OverflowError):
        return None


def moment_after(days: float) -> datetime | None:
    """The local date and time so many days after 1970-01-01; None beyond the calendar."""
    if not _EARLIEST <= days <= _LATEST:
        return None
    milliseconds = round(days * 86_400_000)
    return _BEGINNING + timedelta(milliseconds=milliseconds)


def days_of(text: str) -> float | None:
    """Days since 1970-01-01 of an ISO date, date-time or time of day; None when the text is none.

    >>> days_of("1970-01-03"), days_of("1970-01-03T06:00"), days_of("18:00"), days_of("2024-02-30")
    (2.0, 2.25, 0.75, None)
    """
    written = text.strip()
    if _TIME.fullmatch(written):
        return _part_of_day(written)
    moment = moment_of(written)
    return None if moment is None else (moment - _BEGINNING) / _DAY


def universal_days(moment: datetime) -> float:
    """Days since 1970-01-01 at midnight UTC.

    >>> universal_days(datetime(1970, 1, 1, 7, tzinfo=LOCAL))
    0.0
    """
    return (moment - _BEGINNING) / _DAY - _UTC_AHEAD


def as_date(text: str) -> str:
    """The ISO date of a date, a date-time or a number of days; the text itself when it is none.

    >>> as_date("2"), as_date("1970-01-03T08:00"), as_date("hôm qua")
    ('1970-01-03', '1970-01-03', 'hôm qua')
    """
    moment = moment_of(text)
    if moment is None:
        try:
            moment = moment_after(float(text))
        except ValueError:
            return text
    return text if moment is None else date_text(moment)


def date_text(moment: datetime) -> str:
    """`2024-09-28`."""
    return moment.date().isoformat()


def date_time_text(moment: datetime) -> str:
    """`2024-09-28T08:30:00.000+07:00`."""
    return moment.isoformat(timespec="milliseconds")


def formatted(moment: datetime, pattern: str) -> str:
    """A date as `format-date` and `format-date-time` write it; other characters stand for themselves.

    >>> formatted(datetime(2024, 9, 8, 7, 5), "%e/%n/%Y %h:%M")
    '8/9/2024 7:05'
    """
    return _MARK.sub(lambda found: _WRITTEN[found.group(1)](moment), pattern)


def _part_of_day(written: str) -> float | None:
    try:
        clock = time.fromisoformat(written)
    except ValueError:
        return None
    # A zone on a time of day tells of no day; what the clock showed is what was meant.
    return (datetime.combine(_BEGINNING, clock.replace(tzinfo=LOCAL)) - _BEGINNING) / _DAY


_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WRITTEN: Final[dict[str, Callable[[datetime], str]]] = {
    "Y": lambda moment: f"{moment.year:04}",
    "y": lambda moment: f"{moment.year % 100:02}",
    "m": lambda moment: f"{moment.month:02}",
    "n": lambda moment: str(moment.month),
    "b": lambda moment: _MONTHS[moment.month - 1],
    "d": lambda moment: f"{moment.day:02}",
    "e": lambda moment: str(moment.day),
    "a": lambda moment: _DAYS[moment.weekday()],
    "H": lambda moment: f"{moment.hour:02}",
    "h": lambda moment: str(moment.hour),
    "M": lambda moment: f"{moment.minute:02}",
    "S": lambda moment: f"{moment.second:02}",
    "3": lambda moment: f"{moment.microsecond // 1000:03}",
    "%": lambda _: "%",
}
_MARK: Final = re.compile(f"%([{''.join(_WRITTEN)}])")
