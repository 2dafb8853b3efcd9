"""A day's budget ends with the day, wherever the server stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from bot.channels.budget import DayBudget

HANOI = timezone(timedelta(hours=7))


def test_what_is_spent_is_gone_until_midnight_in_the_province() -> None:
    budget = DayBudget(10, HANOI)
    evening = datetime(2024, 10, 1, 16, 59, tzinfo=UTC)  # a minute to midnight in Hà Nội
    budget.spend(evening, 9)
    assert budget.left(evening) == 1
    budget.spend(evening, 3)
    assert budget.left(evening) == 0, "more may have left than was allowed before a restart"
    assert budget.left(evening + timedelta(minutes=1)) == 10


def test_without_a_budget_nothing_is_counted_out() -> None:
    budget = DayBudget(0, HANOI)
    budget.spend(datetime(2024, 10, 1, tzinfo=UTC), 1_000_000)
    assert budget.left(datetime(2024, 10, 1, tzinfo=UTC)) is None
