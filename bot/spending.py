"""What each channel may still spend: the day's messages and the wave's đồng, kept over restarts.

Rules. What has left is counted in the database, when the collector starts and every minute, for another
process may send too; in between by what leaves here. A channel without money for one more message sends
nothing at all, like one whose messages of the day are used up. Money does not come back by itself, so
fieldwork then treats the channel as shut: letters go another way where the plan has one, and wait where it
has none, without growing old, until the office raises `[cost] budgets_vnd` and starts the collector again.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta, timezone
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


class Spending:
    """The budgets of all channels that have one."""

    def __init__(self, config: Config, wave: RunningWave, providers: Mapping[ChannelName, Limited]) -> None:
        zone = timezone(timedelta(hours=wave.hours.utc_offset_hours))
        self._wave = wave.wave
        self._counted_at: datetime | None = None
        self._told: set[ChannelName] = set()
        self.budgets = {
            name: Budget(DayBudget(provider.messages_per_day, zone), money_of(config, name, wave))
            for name, provider in providers.items()
            if provider.messages_per_day or name.value in config.cost.budgets_vnd
        }

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
        for name in self.spent_out() - self._told:
            self._told.add(name)
            money = limited[name]
            _log.warning(
                "the budget of %s is used up (%d of %d đồng): nothing leaves by it until "
                "[cost] budgets_vnd is raised and the collector started again",
                name.value,
                money.spent_vnd,
                money.most_vnd,
            )

    def spent_out(self) -> frozenset[ChannelName]:
        """The channels without money for one more message."""
        return frozenset(name for name, budget in self.budgets.items() if budget.money.is_spent)


def money_of(config: Config, name: ChannelName, wave: RunningWave) -> MoneyBudget:
    """The wave's budget of a channel, of which nothing is spent yet."""
    most_vnd = next((vnd for channel, vnd in config.cost.budgets_vnd.items() if channel == name.value), 0)
    return MoneyBudget(most_vnd, dearest_vnd(config, name.value, wave.pace.sms_parts))


def dearest_vnd(config: Config, channel: str, sms_parts: int) -> int:
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
