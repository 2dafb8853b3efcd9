"""A day's budget ends with the day, wherever the server stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from bot.channels.budget import Budget, DayBudget, MoneyBudget

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


def test_money_lasts_for_as_many_of_the_dearest_messages_as_are_paid_for() -> None:
    money = MoneyBudget(10_000, 2_000)
    money.spend(1_000)
    assert money.left() == 4
    money.spend(None)
    assert money.left() == 3, "without a price it counts as the dearest"
    money.spend(4_000)
    assert (money.left(), money.dearest_vnd) == (0, 4_000), "some are dearer than was thought"
    assert money.is_spent


def test_what_the_database_knows_adds_to_what_is_counted_and_takes_nothing_back() -> None:
    money = MoneyBudget(10_000, 1_000)
    money.know(5_000, 2)
    assert money.left() == 3
    money.know(1_000, 0)
    assert money.left() == 3
    assert MoneyBudget(0, 0).left() is None


def test_the_scarcer_of_messages_and_money_counts() -> None:
    now = datetime(2024, 10, 1, tzinfo=UTC)
    budget = Budget(DayBudget(2, HANOI), MoneyBudget(1_000, 100))
    budget.spend(now, 0)
    assert budget.left(now) == 1
    assert budget.left(now + timedelta(days=1)) == 2
    budget.spend(now + timedelta(days=1), 1_000)
    assert budget.left(now + timedelta(days=2)) == 0, "money does not come back with the day"
    assert Budget(DayBudget(0, HANOI)).left(now) is None
