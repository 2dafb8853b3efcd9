"""How fast messages may leave."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.pacing import Limit, Pacing, limits_of

INFINITE = float("inf")


def test_a_person_gets_three_at_once_and_then_one_a_second() -> None:
    pacing = Pacing()
    assert [pacing.wait_for_person("a", 100.0) for _ in range(5)] == pytest.approx([0, 0, 0, 1, 2])


def test_quiet_time_earns_the_burst_again() -> None:
    pacing = Pacing()
    for _ in range(4):
        pacing.wait_for_person("a", 0.0)
    assert [pacing.wait_for_person("a", 100.0) for _ in range(4)] == pytest.approx([0, 0, 0, 1])


def test_one_talkative_chat_pushes_nobody_back() -> None:
    pacing = Pacing(limits_of(25))
    for _ in range(20):
        pacing.wait_for_person("talkative", 0.0)
    assert pacing.wait_for_person("another", 0.0) == pacing.wait_for_place(0.0) == 0


def test_without_limits_nothing_waits_and_nothing_is_remembered() -> None:
    pacing = Pacing(limits_of(INFINITE), per_address_per_s=INFINITE)
    waits = {(pacing.wait_for_person("a", 0.0), pacing.wait_for_place(0.0)) for _ in range(1000)}
    assert waits == {(0.0, 0.0)} and len(pacing) == 0


def test_a_slow_channel_takes_one_message_in_two_seconds() -> None:
    pacing = Pacing(limits_of(0.5))
    assert [pacing.wait_for_place(0.0) for _ in range(3)] == pytest.approx([0, 2.03, 4.06])


@given(
    st.lists(st.floats(0, 0.3), max_size=300),
    st.floats(0.5, 60),
    st.sampled_from([0, 40, 900]),
)
def test_no_second_and_no_minute_ever_holds_more_than_its_limit(
    gaps: list[float], per_second: float, per_minute: int
) -> None:
    limits = limits_of(per_second, per_minute)
    pacing = Pacing(limits)
    now, leaving = 0.0, []
    for gap in gaps:
        now += gap
        leaving.append(now + pacing.wait_for_place(now))
    assert leaving == sorted(leaving)
    for limit in limits:
        for first, last in zip(leaving, leaving[limit.messages :], strict=False):
            assert last - first > limit.seconds, "so many and one more are never within the window"


@given(st.integers(1, 60), st.sampled_from([0, 40, 900]))
def test_a_full_queue_leaves_at_98_percent_of_what_is_allowed(per_second: int, per_minute: int) -> None:
    pacing = Pacing(limits_of(per_second, per_minute))
    seconds = 600.0
    allowed = min(per_second * seconds, per_minute * seconds / 60 if per_minute else INFINITE)
    sent = 0
    while pacing.wait_for_place(0.0) < seconds:
        sent += 1
    assert (
        0.98 * allowed <= sent <= allowed + max(limit.messages for limit in limits_of(per_second, per_minute))
    )


@given(st.lists(st.floats(0, 2), max_size=100))
def test_a_person_never_gets_more_than_burst_and_rate(gaps: list[float]) -> None:
    pacing = Pacing(per_address_per_s=1, address_burst=3)
    now, leaving = 0.0, []
    for gap in gaps:
        now += gap
        leaving.append(now + pacing.wait_for_person("a", now))
    assert leaving == sorted(leaving)
    for start in leaving:
        assert sum(1 for at in leaving if start <= at < start + 10 - 1e-6) <= 13


def test_memory_stays_flat_over_a_wave() -> None:
    pacing = Pacing()
    for number in range(20_000):
        pacing.wait_for_person(str(number), number * 0.04)
    assert len(pacing) < 5_000


def test_impossible_limits_are_refused() -> None:
    for wrong in (0.0, -1.0, float("nan")):
        with pytest.raises(ValueError, match="above 0"):
            limits_of(wrong)
        with pytest.raises(ValueError, match="above 0"):
            Pacing(per_address_per_s=wrong)
    with pytest.raises(ValueError, match="at least 1"):
        Limit(0, 1.0)
    with pytest.raises(ValueError, match="at least 1"):
        Pacing(address_burst=0)
