"""Looks, every ten minutes, for template messages that were taken and never arrived.

Rules. Only ZNS is asked about: it reports each arrival, and costs money, so nothing is repeated there by
itself. How long it may be silent is `[zns] undelivered_hours`; 0 waits for the reminder.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.collector.writer import Writer
from bot.ports import ChannelName
from bot.usecases.record_delivery import notice_silence

LOOKED_EVERY = timedelta(minutes=10)


@dataclass(slots=True)
class SilenceWatch:
    """`patience` 0: never."""

    patience: timedelta
    _looked_at: datetime | None = None

    async def look(self, writer: Writer, now: datetime) -> None:
        """Give up what is silent, when it is time to look again."""
        is_early = self._looked_at is not None and now - self._looked_at < LOOKED_EVERY
        if is_early or not self.patience:
            return
        self._looked_at = now
        async with writer.database.reading() as unit:  # where much was sent, looking takes long
            if not await unit.messages.unreported(ChannelName.ZNS.value, now - self.patience, 1):
                return
        await writer.run(
            partial(notice_silence, channel=ChannelName.ZNS.value, patience=self.patience, now=now)
        )
