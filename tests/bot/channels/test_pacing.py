"""How fast messages may leave."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.pacing import Pacing

INFINITE = float("inf")


def test_a_person_gets_three_at_once_and_then_one_a_second() -> None:
    pacing = Pacing()
    assert [pacing.reserve("a", 100.0) for _ in range(5)] == pytest.approx([0, 0, 0, 1, 2])


def test_quiet_time_earns_the_burst_again() -> None:
    pacing = Pacing()
    for _ in range(4):
        pacing.reserve("a", 0.0)
    assert [pacing.reserve("a", 100.0) for _ in range(4)] == pytest.approx([0, 0, 0, 1])


def test_one_talkative_chat_pushes_nobody_back() -> None:
    pacing = Pacing()
    for _ in range(20):
        pacing.reserve("talkative", 0.0)
    assert pacing.reserve("another", 0.0) == 0


def test_a_flood_limit_holds_everybody() -> None:
    pacing = Pacing()
    pacing.stop_until(30.0)
    pacing.stop_until(20.0)
    assert pacing.reserve("a", 10.0) == 20.0
    assert pacing.reserve("b", 31.0) == 0


def test_without_limits_nothing_waits_and_nothing_is_remembered() -> None:
    pacing = Pacing(INFINITE, INFINITE)
    assert {pacing.reserve("a", 0.0) for _ in range(1000)} == {0.0}


@given(st.lists(st.tuples(st.integers(0, 40), st.floats(0, 0.2)), max_size=300))
def test_no_second_ever_holds_more_than_rate_and_burst(steps: list[tuple[int, float]]) -> None:
    pacing = Pacing(per_channel_per_s=25, per_address_per_s=INFINITE, channel_burst=5)
    now, leaving = 0.0, []
    for person, gap in steps:
        now += gap
        leaving.append(now + pacing.reserve(str(person), now))
    leaving.sort()
    for start in leaving:
        assert sum(1 for at in leaving if start <= at < start + 1) <= 25 + 5


@given(st.lists(st.floats(0, 2), max_size=100))
def test_a_person_never_gets_more_than_burst_and_rate(gaps: list[float]) -> None:
    pacing = Pacing(per_channel_per_s=INFINITE, per_address_per_s=1, address_burst=3)
    now, leaving = 0.0, []
    for gap in gaps:
        now += gap
        leaving.append(now + pacing.reserve("a", now))
    assert leaving == sorted(leaving)
    for start in leaving:
        assert sum(1 for at in leaving if start <= at < start + 10 - 1e-6) <= 13


def test_memory_stays_flat_over_a_wave() -> None:
    pacing = Pacing(INFINITE, 1.0)
    for number in range(20_000):
        pacing.reserve(str(number), number * 0.04)
    assert len(pacing) < 5_000


@pytest.mark.parametrize("wrong", [{"per_channel_per_s": 0}, {"per_address_per_s": -1}, {"address_burst": 0}])
def test_impossible_limits_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must be"):
        Pacing(**wrong)  # type: ignore[arg-type]
