"""What each channel may still spend: the day's messages and the wave's đồng, kept over restarts.

Rules. What has left is counted in the database, when the collector starts and every minute, for another
process may send too; in between by what leaves here. A channel without money for one more message sends
nothing at all, like one whose messages of the day are used up. Money does not come back by itself, so
fieldwork then treats the channel as shut: letters go another way where the plan has one, and wait where it
has none, until the office raises `[cost] budgets_vnd`. A day comes back: letters wait for it where they are.
Waiting, they do not grow old, and the office is told. Limits and budgets are read again while the collector
runs (SIGHUP). An Official Account answers free of charge for two days: it only stops what would cost.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import date, datetime, timedelta, timezone
from functools import partial
from typing import Protocol

from bot.channels.budget import Budget, DayBudget, MoneyBudget
from bot.config import Config, ConfigError
from bot.ports import ChannelName, RunningWave
from bot.usecases.move_letters import hold_letters
from storage.sent import SpentInWave
from storage.unit_of_work import Database, UnitOfWork

_log = logging.getLogger("sipas.spending")

COUNTED_EVERY = timedelta(minutes=1)


class Payer(Protocol):
    """What is asked of a provider here."""

    @property
    def heed_money(self) -> Callable[[Callable[[], bool]], None] | None:
        """How it is told to ask whether it may pay, where some of its messages cost nothing."""
        ...


Write = Callable[[Callable[[UnitOfWork], Awaitable[None]]], Awaitable[None]]


class Spending:
    """The budgets of all channels; one without a limit has as much as it wants."""

    def __init__(self, config: Config, wave: RunningWave, providers: Mapping[ChannelName, Payer]) -> None:
        zone = timezone(timedelta(hours=wave.hours.utc_offset_hours))
        self._wave = wave.wave
        self._sms_parts = wave.pace.sms_parts
        self._counted_at: datetime | None = None
        self._told: set[ChannelName] = set()
        self._told_days: dict[ChannelName, date] = {}
        self.budgets = {
            name: Budget(
                DayBudget(day_limit(config, name), zone),
                money_of(config, name.value, self._sms_parts),
                is_partly_free=provider.heed_money is not None,
            )
            for name, provider in providers.items()
        }
        for name, provider in providers.items():
            if provider.heed_money is not None:
                provider.heed_money(partial(self._may_pay, name))

    async def begin(self, database: Database, now: datetime) -> None:
        """Count what left before this start."""
        async with database.reading() as unit:
            for name, budget in self.budgets.items():
                if budget.day.most:
                    midnight = midnight_of(now, budget.day.zone)
                    budget.day.know(now, await unit.queries.sent_since(name.value, midnight))
        await self.look(database, now)

    async def reread(self, read: Callable[[], Config], database: Database, now: datetime) -> None:
        """Take limits and budgets from the configuration as it is now; one that does not hold is told."""
        try:
            config = read()
        except ConfigError as error:
            problems = "; ".join(error.problems)
            _log.error("the configuration read again cannot be used, the old one holds: %s", problems)
            return
        for name, budget in self.budgets.items():
            money = money_of(config, name.value, self._sms_parts)
            budget.day.most = day_limit(config, name)
            budget.money.most_vnd = money.most_vnd
            budget.money.dearest_vnd = max(budget.money.dearest_vnd, money.dearest_vnd)
        self._counted_at = None
        self._told_days.clear()
        await self.begin(database, now)
        _log.info("limits by day and budgets were read again")

    async def keep_letters(self, write: Write, now: datetime) -> None:
        """Have letters wait for tomorrow where the messages of today are used up, and say so once a day."""
        waiting = [name for name, budget in self.budgets.items() if budget.day.left(now) == 0]
        for name in waiting:
            today = now.astimezone(self.budgets[name].day.zone).date()
            if self._told_days.get(name) != today:
                self._told_days[name] = today
                _log.warning(
                    "the %d messages of the day of %s are used up: what waits leaves from tomorrow on",
                    self.budgets[name].day.most,
                    name.value,
                )
        if waiting:
            await write(partial(hold_letters, channels=[name.value for name in waiting], now=now))

    async def look(self, database: Database, now: datetime) -> None:
        """Count what the database knows of, once a minute, and say so where money has run out."""
        limited = {name: one.money for name, one in self.budgets.items() if one.money.most_vnd}
        is_early = self._counted_at is not None and abs(now - self._counted_at) < COUNTED_EVERY
        if limited and not is_early:
            self._counted_at = now
            async with database.reading() as unit:
                since = (await unit.waves.get(self._wave)).created_at
                sums = sums_of(await unit.queries.spent_in(self._wave, strangers_since=since))
            for name, money in limited.items():
                money.know(*sums.get(name.value, (0, 0)))
        for name, money in limited.items():
            if not money.is_spent:
                self._told.discard(name)
            if name in self._told or not money.is_spent:
                continue
            self._told.add(name)
            _log.warning(
                "the budget of %s is used up (%d of %d đồng): nothing%s leaves by it until "
                "[cost] budgets_vnd is raised and read again (SIGHUP)",
                name.value,
                money.spent_vnd,
                money.most_vnd,
                " that costs" if self.budgets[name].is_partly_free else "",
            )

    def spent_out(self) -> frozenset[ChannelName]:
        """The channels by which nothing leaves, for there is no money for one more message."""
        return frozenset(
            name
            for name, budget in self.budgets.items()
            if budget.money.is_spent and not budget.is_partly_free
        )

    def _may_pay(self, name: ChannelName) -> bool:
        """Whether one more may cost."""
        return not self.budgets[name].money.is_spent


def midnight_of(now: datetime, zone: timezone) -> datetime:
    """When the civil day of `now` began."""
    return now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)


def day_limit(config: Config, channel: ChannelName) -> int:
    """How many messages a channel may send a day, 0 for as many as wanted."""
    limits = {
        ChannelName.TELEGRAM: config.telegram.messages_per_day,
        ChannelName.SMS: config.sms.messages_per_day,
        ChannelName.ZALO: config.zalo.messages_per_day,
        ChannelName.ZNS: config.zns.messages_per_day,
        ChannelName.ZALO_BOT: config.zalo_bot.messages_per_day,
    }
    return limits.get(channel, 0)


def money_of(config: Config, channel: str, sms_parts: int) -> MoneyBudget:
    """The wave's budget of a channel, of which nothing is spent yet; an SMS has at most so many parts."""
    most_vnd = next((vnd for name, vnd in config.cost.budgets_vnd.items() if name == channel), 0)
    # The account itself asks before it pays, and does not know what else it is about to pay for.
    spare = config.zalo.in_flight if channel == ChannelName.ZALO.value else 0
    return MoneyBudget(most_vnd, _dearest_vnd(config, channel, sms_parts), spare=spare)


def _dearest_vnd(config: Config, channel: str, sms_parts: int) -> int:
    """What one message costs at most, in đồng; an SMS has at most so many parts by the plan."""
    match channel:
        case ChannelName.SMS.value:
            return max(config.sms.part_vnd, config.sms.brandname_part_vnd) * sms_parts
        case ChannelName.ZNS.value:
            return config.zns.price_vnd
        case ChannelName.ZALO.value:
            return config.zalo.price_vnd
        case _:
            return 0


def sums_of(spent: Collection[SpentInWave]) -> dict[str, tuple[int, int]]:
    """Đồng by channel, and how many messages had no price."""
    found: dict[str, tuple[int, int]] = {}
    for line in spent:
        vnd, unpriced = found.get(line.channel, (0, 0))
        found[line.channel] = vnd + line.vnd, unpriced + line.unpriced
    return found
