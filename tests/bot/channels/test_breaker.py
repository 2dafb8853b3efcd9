"""A channel that fails is left alone, tried now and then, and given up for as long as it is down."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.channels.breaker import FIRST_WAIT, FORGOTTEN_AFTER, GONE_AFTER, LONGEST_WAIT, OPENS_AFTER, Breaker
from tests.builders import MORNING


def broken(at: datetime = MORNING) -> Breaker:
    breaker = Breaker()
    for _ in range(OPENS_AFTER):
        breaker.failed(at)
    return breaker


def test_a_few_failures_stop_nothing() -> None:
    breaker = Breaker()
    for _ in range(OPENS_AFTER - 1):
        breaker.failed(MORNING)
    assert breaker.may_try(MORNING) and not breaker.is_open


def test_failures_in_a_row_shut_the_channel_for_a_while_and_then_one_may_try() -> None:
    breaker = broken()
    assert breaker.is_open and not breaker.may_try(MORNING)
    assert breaker.wait(MORNING) == FIRST_WAIT
    assert breaker.may_try(MORNING + FIRST_WAIT)


def test_the_first_that_leaves_opens_it_again() -> None:
    breaker = broken()
    breaker.succeeded()
    assert breaker.may_try(MORNING) and not breaker.is_open and not breaker.is_gone(MORNING)


def test_messages_that_were_on_their_way_do_not_lengthen_the_wait_failed_trials_do() -> None:
    breaker = broken()
    for _ in range(60):
        breaker.failed(MORNING)
    assert breaker.wait(MORNING) == FIRST_WAIT
    now, waits = MORNING, []
    for _ in range(9):
        now += breaker.wait(now)
        breaker.failed(now)
        waits.append(breaker.wait(now))
    assert waits[:2] == [FIRST_WAIT * 2, FIRST_WAIT * 4]
    assert waits[-1] == LONGEST_WAIT


def test_a_channel_is_gone_after_half_an_hour_without_a_single_message_and_tried_again_later() -> None:
    breaker = broken()
    later = MORNING + GONE_AFTER
    assert not breaker.is_gone(later - timedelta(seconds=1))
    assert breaker.is_gone(later)
    assert not breaker.is_gone(MORNING + FORGOTTEN_AFTER), "left alone for so long, letters try it again"


def test_being_told_to_wait_is_no_breakage_but_half_an_hour_of_it_is_a_channel_gone() -> None:
    breaker = Breaker()
    for minute in range(40):
        breaker.failed(MORNING + timedelta(minutes=minute), is_told_to_wait=True)
    assert breaker.may_try(MORNING) and not breaker.is_open
    assert breaker.is_gone(MORNING + timedelta(minutes=40))
