"""What each channel may still spend: the day's messages and the wave's đồng, kept over restarts.

Rules. What has left is counted in the database, when the collector starts and every minute, for another
process may send too; in between by what leaves here. A channel without money for one more message sends
nothing at all, like one whose messages of the day are used up. Money does not come back by itself, so
fieldwork then treats the channel as shut: letters go another way where the plan has one, and wait where it
has none, without growing old, until the office raises `[cost] budgets_vnd` and starts the collector again.
An Official Account answers free of charge for two days: it only stops what would cost.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta, timezone
from functools import partial
from typing import Protocol

from bot.channels.budget import Budget, DayBudget, MoneyBudget
from bot.config import Config
from bot.ports import ChannelName, RunningWave
from storage.sent import SpentInWave
from storage.unit_of_work import Database

_log = logging.getLogger("sipas.spending")

COUNTED_EVERY = timedelta(minutes=1)


class Limited(Protocol):
    """What is asked of a provider here."""

    @property
    def messages_per_day(self) -> int:
        """Its quota, 0 for none."""
        ...

    @property
    def heed_money(self) -> Callable[[Callable[[], bool]], None] | None:
        """How it is told to ask whether it may pay, where some of its messages cost nothing."""
        ...


class Spending:
    """The budgets of all channels that have one."""

    def __init__(self, config: Config, wave: RunningWave, providers: Mapping[ChannelName, Limited]) -> None:
        zone = timezone(timedelta(hours=wave.hours.utc_offset_hours))
        self._wave = wave.wave
        self._counted_at: datetime | None = None
        self._told: set[ChannelName] = set()
        self.budgets = {
            name: Budget(
                DayBudget(provider.messages_per_day, zone),
                money_of(config, name.value, wave.pace.sms_parts),
                is_partly_free=provider.heed_money is not None,
            )
            for name, provider in providers.items()
            if provider.messages_per_day or name.value in config.cost.budgets_vnd
        }
        for name, provider in providers.items():
            if provider.heed_money is not None and name in self.budgets:
                provider.heed_money(partial(self._may_pay, name))

    async def begin(self, database: Database, now: datetime) -> None:
        """Count what left before this start."""
        async with database.reading() as unit:
            for name, budget in self.budgets.items():
                midnight = now.astimezone(budget.day.zone).replace(hour=0, minute=0, second=0, microsecond=0)
                budget.day.spend(now, await unit.queries.sent_since(name.value, midnight))
        await self.look(database, now)

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
            if name in self._told or not money.is_spent:
                continue
            self._told.add(name)
            _log.warning(
                "the budget of %s is used up (%d of %d đồng): nothing%s leaves by it until "
                "[cost] budgets_vnd is raised and the collector started again",
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
