"""Contact hours: nothing leaves outside them, whatever instant it is (I7)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_flows.fieldwork.calendar import ContactHours
from tests.survey_flows.fieldwork.cases import HANOI, HOURS, at

ZONES = st.timezones() | st.just(HANOI) | st.just(UTC)
DURING_FIELDWORK = st.timedeltas(timedelta(days=-5), timedelta(days=50)).map(lambda gap: at(1, 0) + gap)
INSTANTS = st.datetimes(timezones=ZONES) | DURING_FIELDWORK


@st.composite
def hours(draw: st.DrawFn) -> ContactHours:
    """Any legal hours: 0 to 2 breaks, a fieldwork of 1 to 40 days."""
    edges = sorted(draw(st.lists(st.times(), min_size=2, max_size=6, unique=True)))
    edges = edges[: len(edges) // 2 * 2]
    inner = edges[1:-1]
    first = draw(st.dates(date(2024, 1, 1), date(2024, 12, 1)))
    return ContactHours(
        utc_offset_hours=draw(st.integers(-12, 14)),
        opens=edges[0],
        closes=edges[-1],
        breaks=tuple(zip(inner[::2], inner[1::2], strict=True)),
        first_day=first,
        last_day=first + timedelta(days=draw(st.integers(0, 40))),
    )


def is_inside(kept: ContactHours, now: datetime) -> bool:
    """The window said in the plainest way, as an oracle."""
    local = (now.astimezone(UTC) + timedelta(hours=kept.utc_offset_hours)).replace(tzinfo=None)
    in_break = any(start <= local.time() < end for start, end in kept.breaks)
    in_days = kept.first_day <= local.date() <= kept.last_day
    return in_days and kept.opens <= local.time() < kept.closes and not in_break


@given(hours(), st.timedeltas(timedelta(days=-300), timedelta(days=120)), ZONES)
def test_open_means_inside_the_days_and_hours_and_outside_the_breaks(
    kept: ContactHours, gap: timedelta, zone: tzinfo
) -> None:
    now = (at(1, 0) + gap).astimezone(zone)
    assert kept.is_open(now) == is_inside(kept, now)


@given(hours(), INSTANTS)
def test_the_next_opening_is_open_and_nothing_before_it_is(kept: ContactHours, now: datetime) -> None:
    opening = kept.next_opening(now)
    if opening is None:
        assert now >= kept.closes_for_good
        return
    assert opening >= now
    assert kept.is_open(opening)
    if opening > now:
        assert not kept.is_open(now)
        middle = now + (opening - now) / 2
        assert not kept.is_open(middle)


@given(INSTANTS)
def test_no_instant_of_any_clock_is_open_before_the_first_or_after_the_last_day(now: datetime) -> None:
    if now < HOURS.opens_first or now >= HOURS.closes_for_good:
        assert not HOURS.is_open(now)


def test_a_day_in_son_la() -> None:
    assert HOURS.next_opening(at(2, 5)) == at(2, 7, 30)
    assert HOURS.is_open(at(2, 7, 30))
    assert HOURS.is_open(at(2, 11, 29))
    assert HOURS.next_opening(at(2, 11, 30)) == at(2, 13, 30)
    assert HOURS.next_opening(at(2, 20)) == at(3, 7, 30)
    assert HOURS.next_opening(datetime(2024, 10, 2, 1, tzinfo=UTC)) == at(2, 8)


def test_the_first_and_the_last_hour_of_fieldwork() -> None:
    assert HOURS.next_opening(at(1, 9, month=9)) == at(1, 7, 30)
    last_minute = at(11, 19, 59, month=11)
    assert HOURS.next_opening(last_minute) == last_minute
    assert HOURS.next_opening(at(11, 20, month=11)) is None
    assert HOURS.next_opening(datetime.max.replace(tzinfo=UTC)) is None
    assert HOURS.next_opening(datetime.min.replace(tzinfo=UTC)) == at(1, 7, 30)


def test_a_naive_time_is_refused_not_guessed() -> None:
    naive = datetime(2024, 10, 2, 9)  # noqa: DTZ001 - the subject of this test
    with pytest.raises(ValueError, match="aware"):
        HOURS.is_open(naive)
    with pytest.raises(ValueError, match="aware"):
        HOURS.next_opening(naive)


@pytest.mark.parametrize(
    ("opens", "closes", "breaks"),
    [
        (time(20), time(7), ()),
        (time(7), time(20), ((time(13), time(12)),)),
        (time(7), time(20), ((time(12), time(13)), (time(12, 30), time(14)))),
        (time(7), time(20), ((time(6), time(8)),)),
        (time(7), time(20), ((time(19), time(20)),)),
    ],
)
def test_hours_out_of_order_are_refused(
    opens: time, closes: time, breaks: tuple[tuple[time, time], ...]
) -> None:
    with pytest.raises(ValueError, match="ascend"):
        ContactHours(7, opens, closes, breaks, date(2024, 10, 1), date(2024, 10, 2))


def test_days_the_wrong_way_round_and_times_with_a_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="after last_day"):
        ContactHours(7, time(7), time(20), (), date(2024, 10, 2), date(2024, 10, 1))
    with pytest.raises(ValueError, match="no time zone"):
        ContactHours(7, time(7, tzinfo=UTC), time(20), (), date(2024, 10, 1), date(2024, 10, 2))


def test_a_week_opens_twice_a_day_at_the_same_hours() -> None:
    quarter = timedelta(minutes=15)
    instants = [at(1, 0) + quarter * step for step in range(7 * 96)]
    openings = [
        late.astimezone(HANOI).time()
        for early, late in pairwise(instants)
        if HOURS.is_open(late) and not HOURS.is_open(early)
    ]
    assert openings == [time(7, 30), time(13, 30)] * 7


@pytest.mark.parametrize(
    ("now", "tomorrow"),
    [
        (at(2, 9), at(3, 9)),
        (at(2, 12), at(3, 13, 30)),
        (at(2, 22), at(3, 7, 30)),
        (at(2, 5), at(3, 7, 30)),
        (at(11, 9, month=11), None),
    ],
)
def test_tomorrow_is_the_same_hour_of_the_next_day_or_the_nearest_open_one(
    now: datetime, tomorrow: datetime | None
) -> None:
    assert HOURS.opening_tomorrow(now) == tomorrow
