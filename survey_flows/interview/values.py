"""Typed values that are no choice, number or day: a ranking, a step of a range, a time, a code, a place.

Rules:
1. A value is recorded in XForms notation: codes in their order, `HH:MM:SS`, `YYYY-MM-DDTHH:MM:SS`,
   "latitude longitude altitude accuracy" in degrees and metres.
2. A ranking must place every choice once; anything less is asked for again.
3. `8 giờ` is not said to be morning or evening: with "tối", "chiều" it is; without, hours count to 24.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from survey_flows.interview import numbers
from survey_flows.interview.normalise import Heard
from survey_flows.interview.reading import Certain, Doubt, Probable, Reading, Unclear
from survey_flows.interview.spelling import listen
from survey_flows.questionnaire.model import Choice, Item, ItemKind

FEW_STEPS = 11
"""A range of at most so many values is shown as buttons: 0 to 10 still is."""

_UNCLEAR = Unclear()
_CLOCK = re.compile(
    r"(?:lúc |luc )?(?P<hour>[01]?[0-9]|2[0-4])\s*(?:h|:|giờ|gio|g)\s*"
    r"(?P<minute>[0-5][0-9]|rưỡi|ruoi)?\s*(?:phút|phut|p)?\s*"
    r"(?P<part>sáng|sang|trưa|trua|chiều|chieu|tối|toi|đêm|dem|am|pm)?"
)
_LATE = frozenset({"chiều", "chieu", "tối", "toi", "pm"})
_NIGHT = frozenset({"đêm", "dem"})
_DAY_THEN_TIME = re.compile(
    r"(?:ngày |ngay )?(?P<day>[0-9]{1,4}\s*[-/.]\s*[0-9]{1,2}\s*[-/.]\s*[0-9]{1,4})[ ,t]+(?P<time>\S.*)"
)
_TIME_THEN_DAY = re.compile(
    r"(?P<time>\S.*?)[ ,]+(?:ngày |ngay )?(?P<day>[0-9]{1,4}\s*[-/.]\s*[0-9]{1,2}\s*[-/.]\s*[0-9]{1,4})"
)
_CODE = re.compile(r"(?=\S*[0-9])[0-9A-Za-z][0-9A-Za-z./_-]{2,63}")
_PLACE = re.compile(r"(-?[0-9]{1,2}\.[0-9]{1,9})[ ,;]+(-?[0-9]{1,3}\.[0-9]{1,9})")


def value_in(text: str, item: Item) -> Reading:
    """Return the value `text` gives for an item of a kind that `replies.read` leaves to this module."""
    heard = listen(text)
    match item.kind:
        case ItemKind.RANK:
            return _ranking(heard, item.choices)
        case ItemKind.RANGE:
            return _step(heard, item)
        case ItemKind.TIME:
            return _found(_time(heard.line.strip(" .!")))
        case ItemKind.DATETIME:
            return _found(_moment(heard))
        case ItemKind.BARCODE:
            return _found(heard.text if _CODE.fullmatch(heard.text) else None)
        case ItemKind.GEOPOINT:
            return _found(place_in(heard.line))
        case _:
            return _UNCLEAR


def place_in(text: str) -> str | None:
    """Return "latitude longitude 0 0" of two numbers in degrees; None where there is no such place.

    >>> place_in("21.3281 103.9144")
    '21.3281 103.9144 0 0'
    """
    found = _PLACE.fullmatch(text.strip())
    if found is None or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
        return None
    return f"{found[1]} {found[2]} 0 0"


def steps_of(item: Item) -> tuple[str, ...]:
    """Return the values of a range in order, as XForms writes them; () when it is too long to list.

    >>> steps_of(Item("q", ItemKind.RANGE, {}, parameters={"start": "1", "end": "3"}))
    ('1', '2', '3')
    """
    bounds = _bounds(item)
    if bounds is None:
        return ()
    start, end, step = bounds
    count = int((end - start) / step) + 1
    return tuple(_plain(start + step * index) for index in range(count)) if count <= 200 else ()


def limits_of(item: Item) -> tuple[str, str, str] | None:
    """Return start, end and step of a range as written to a respondent."""
    bounds = _bounds(item)
    return None if bounds is None else (_plain(bounds[0]), _plain(bounds[1]), _plain(bounds[2]))


def _bounds(item: Item) -> tuple[Decimal, Decimal, Decimal] | None:
    given = item.parameters
    try:
        start, end, step = (Decimal(given.get(name, otherwise)) for name, otherwise in
                            (("start", "0"), ("end", "10"), ("step", "1")))  # fmt: skip
    except InvalidOperation:
        return None
    step = abs(step) if end >= start else -abs(step)
    return (start, end, step) if step else None


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _step(heard: Heard, item: Item) -> Reading:
    text = numbers.decimal(heard)
    if text is None:
        number = numbers.single_number(heard)
        text = None if number is None else str(number)
    bounds = _bounds(item)
    if text is None or bounds is None:
        return _UNCLEAR
    start, end, step = bounds
    given = Decimal(text)
    is_inside = min(start, end) <= given <= max(start, end) and (given - start) % step == 0
    return Certain(_plain(given)) if is_inside else Unclear(Doubt.CONSTRAINT)


def _ranking(heard: Heard, choices: Sequence[Choice]) -> Reading:
    """`3 1 2`: the third choice first; run together, `312` is only probable."""
    given = numbers.several_numbers(heard)
    line = heard.line.replace(">", " ").strip(" .!")
    is_run_together = False
    if given is None and line.isascii() and line.isdigit() and len(line) == len(choices) <= 9:
        given, is_run_together = [int(digit) for digit in line], True
    if given is None:
        return _UNCLEAR
    if sorted(given) != list(range(1, len(choices) + 1)):
        return Unclear(Doubt.RANKING)
    value = " ".join(choices[number - 1].code for number in given)
    return Probable(value) if is_run_together else Certain(value)


def _time(line: str) -> str | None:
    found = _CLOCK.fullmatch(line)
    if found is None:
        return None
    hour, part = int(found["hour"]), found["part"]
    minute = {"rưỡi": 30, "ruoi": 30}.get(found["minute"] or "", 0) or (
        int(found["minute"]) if (found["minute"] or "").isdigit() else 0
    )
    if hour < 12 and (part in _LATE or (part in _NIGHT and hour >= 7)):
        hour += 12
    elif hour == 12 and part in _NIGHT:
        hour = 0
    return f"{hour % 24:02d}:{minute:02d}:00"


def _moment(heard: Heard) -> str | None:
    line = heard.line.strip(" .!")
    found = _DAY_THEN_TIME.fullmatch(line) or _TIME_THEN_DAY.fullmatch(line)
    if found is None:
        return None
    day, time = numbers.day(listen(found["day"])), _time(found["time"].strip(" ,"))
    return None if day is None or time is None else f"{day}T{time}"


def _found(value: str | None) -> Reading:
    return _UNCLEAR if value is None else Certain(value)
