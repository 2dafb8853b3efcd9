"""The one writer: everything that arrived since the last turn, in one transaction, then the acks.

A turn takes whatever has queued up (messages, delivery reports, outcomes of sending), handles it,
claims what may be sent next, and commits once. Only then are webhooks acknowledged and claimed
messages handed to the senders. If a turn fails, its messages are taken one by one, also those that came
in one call, so that one poison message is quarantined and the others are not held up; if the database
itself refuses, the callers are told (`NotStored`) and the providers keep their messages.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from bot.clock import Clock
from bot.collector.delivery import Delivery
from bot.doors import Shown
from bot.ports import ChannelName, Departure, Inbound, NotStored, Parsed, RunningWave, Unreadable
from bot.usecases.deliver_outbox import settle
from bot.usecases.receive_message import Received, quarantine, receive_messages
from bot.usecases.record_delivery import record_delivery
from bot.usecases.record_departures import record_departures
from storage.errors import Conflict, Duplicate, NotFound, Stale, StorageError, Unavailable, WrongKey
from storage.outbox import ClaimedMessage, Settlement
from storage.unit_of_work import Database, UnitOfWork

_log = logging.getLogger("sipas.writer")
Result = TypeVar("Result")

BATCH = 300
LEASE_S = 120.0
FEW, GATHERING_S = 64, 0.006
"""A turn costs as much as some messages: fewer than so many wait so long for others to share it."""
GATHERING = 4
"""Rounds of the event loop before a turn: what the sockets hold already is read and joins the batch."""
STOP_WITHIN_S = 30.0
"""How long the database is waited for when the collector stops; supervisors of processes wait longer."""
SETTLING_S = 0.02
"""How long outcomes of sending wait for a turn they can share: a turn of their own costs a commit."""


@dataclass(slots=True, eq=False)
class _Waiting:
    parsed: Parsed
    done: asyncio.Future[Mapping[str, Shown]]


@dataclass(slots=True)
class Counters:
    """What passed through the writer since the start, for `/readyz` and the benchmarks."""

    turns: int = 0
    messages: int = 0
    repeats: int = 0
    quarantined: int = 0
    completed: int = 0


@dataclass(slots=True, eq=False)
class Writer:
    """Runs turns until stopped. `wave` is asked at every turn: a pause takes effect at once."""

    database: Database
    delivery: Delivery
    clock: Clock
    wave: Callable[[], RunningWave]
    counters: Counters = field(default_factory=Counters)
    _intake: list[_Waiting] = field(default_factory=list)
    _settlements: list[Settlement] = field(default_factory=list)
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _quiet: asyncio.Event = field(default_factory=asyncio.Event)
    _outbox_due: bool = True
    _settling: asyncio.TimerHandle | None = None
    _hurried: int = 0
    _is_stopping: bool = False
    _task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin taking turns."""
        self._task = asyncio.get_running_loop().create_task(self._run(), name="writer")

    async def stop(self) -> None:
        """Finish what has queued up and what is on its way, then end.

        Raises Unavailable when the database takes nothing any more: what became of the messages it should
        have noted is logged. Theirs are the rows whose lease runs out (`storage/sending.py`).
        """
        await self.delivery.drain()
        self._is_stopping = True
        self._woken.set()
        try:
            async with asyncio.timeout(STOP_WITHIN_S):
                if self._task is not None:
                    await self._task
            # What the last turn handed out leaves too, and is noted before the database closes.
            await self.delivery.drain()
            async with asyncio.timeout(STOP_WITHIN_S):
                while self._settlements:
                    await self._turn()
        except TimeoutError:
            self._give_up()

    @property
    def is_running(self) -> bool:
        """Whether turns are being taken."""
        return self._task is not None and not self._task.done()

    async def receive(self, parsed: Parsed) -> None:
        """Return when everything in `parsed` is on disk; raise NotStored when it isn't."""
        await self._taken(parsed)

    async def answer(self, message: Inbound) -> Shown | None:
        """The same for a message that is answered in place: what to show next, None for a repeat."""
        shown = await self._taken(Parsed(messages=(message,)))
        return shown.get(message.external_id)

    async def _taken(self, parsed: Parsed) -> Mapping[str, Shown]:
        if self._is_stopping:
            raise NotStored
        waiting = _Waiting(parsed, asyncio.get_running_loop().create_future())
        self._intake.append(waiting)
        self._wake()
        return await waiting.done

    def settled(self, settlement: Settlement) -> None:
        """Note the outcome of a sending at the next turn, or after `SETTLING_S`."""
        self._settlements.append(settlement)
        self._quiet.clear()
        if self._hurried or self._is_stopping:
            self._woken.set()
        elif self._settling is None:
            self._settling = asyncio.get_running_loop().call_later(SETTLING_S, self._woken.set)

    def look_at_outbox(self) -> None:
        """Something may be due: claim at the next turn (called by a tick, and by who queues)."""
        self._outbox_due = True
        self._wake()

    async def run(self, job: Callable[[UnitOfWork], Awaitable[Result]]) -> Result:
        """Run `job` in a transaction of its own; turns wait for it."""
        async with self.database.begin() as unit:
            result = await job(unit)
        self.look_at_outbox()
        return result

    async def until_quiet(self) -> None:
        """Wait until nothing is queued, on its way, or due."""
        self._hurried += 1
        self._woken.set()
        try:
            while not (self._quiet.is_set() and self.delivery.is_idle):
                await self._quiet.wait()
                await self.delivery.drain()
        finally:
            self._hurried -= 1

    def _wake(self) -> None:
        self._quiet.clear()
        self._woken.set()

    async def _run(self) -> None:
        while True:
            is_woken = self._woken.is_set()
            self._woken.clear()
            if self._intake or self._outbox_due or (self._settlements and is_woken):
                if len(self._intake) < FEW and not self._hurried:
                    await asyncio.sleep(GATHERING_S)
                for _ in range(GATHERING):
                    await asyncio.sleep(0)
                await self._turn()
                continue
            if not self._settlements:
                self._quiet.set()
                if self._is_stopping:
                    return
            await self._woken.wait()

    async def _turn(self) -> None:
        intake, self._intake = self._intake[:BATCH], self._intake[BATCH:]
        settlements = self._take_settlements()
        try:
            claimed, received = await self._write([waiting.parsed for waiting in intake], settlements)
        except asyncio.CancelledError:  # the database was waited for in vain
            self._settlements = settlements + self._settlements
            self._refuse(intake)
            raise
        except Exception as error:
            self._woken.set()
            if _is_refusal(error):
                _log.exception("the database refused a turn of %d messages", len(intake))
                self._settlements = settlements + self._settlements
                self._refuse(intake)
                await asyncio.sleep(1)
            else:
                _log.exception("a turn of %d messages failed; taking them one by one", len(intake))
                await self._settle_one_by_one(settlements)
                await self._one_by_one(intake)
            return
        for waiting in intake:
            _acknowledge(waiting, received.shown)
        self._committed(claimed, received)

    def _give_up(self) -> None:
        lost, self._settlements = self._settlements, []
        self._task = None
        if not lost:
            return
        for one in lost:
            _log.error("the database is gone: what became of message %d (%s) is not noted", one.id, one.state)
        raise Unavailable(
            f"cơ sở dữ liệu không ghi được nữa; chưa ghi kết quả của {len(lost)} tin đã gửi (số từng tin ở"
            f" nhật ký) | the database takes nothing any more: the outcomes of {len(lost)} messages are not"
            " noted (their numbers are in the log)"
        )

    def _take_settlements(self) -> list[Settlement]:
        if self._settling is not None:
            self._settling.cancel()
            self._settling = None
        taken, self._settlements = self._settlements, []
        return taken

    async def _write(
        self, intake: list[Parsed], settlements: list[Settlement]
    ) -> tuple[dict[ChannelName, list[ClaimedMessage]], Received]:
        now = self.clock.now()
        wave = self.wave()
        claimed: dict[ChannelName, list[ClaimedMessage]] = {}
        async with self.database.begin() as unit:
            received = await receive_messages(
                unit, [message for parsed in intake for message in parsed.messages], wave, now=now
            )
            # Before the commit: once a STOP is on disk, nothing claimed earlier may pass its last check.
            self.delivery.forget(received.opted_out, received.silent)
            if reports := [report for parsed in intake for report in parsed.reports]:
                await record_delivery(unit, reports, now=now)
            for parsed in intake:
                if parsed.departures:
                    self.delivery.forget(*await record_departures(unit, parsed.departures, now=now))
                for unreadable in parsed.unreadable:
                    await quarantine(unit, unreadable, now=now)
            if settlements:
                await settle(unit, settlements, now=now)
            if self.is_running and (self._outbox_due or received.queued or settlements):
                self._outbox_due = False
                for name in self.delivery.names:
                    room = self.delivery.capacity(name)
                    if room <= 0:
                        continue
                    claimed[name] = await unit.messages.claim(
                        now, name.value, room, now + timedelta(seconds=LEASE_S)
                    )
        return claimed, received

    def _committed(self, claimed: dict[ChannelName, list[ClaimedMessage]], received: Received) -> None:
        self.counters.turns += 1
        self.counters.messages += received.steps
        self.counters.repeats += received.repeats
        self.counters.completed += received.completed
        wave = self.wave()
        for name, messages in claimed.items():
            self.delivery.take(name, messages, wave)

    async def _one_by_one(self, intake: list[_Waiting]) -> None:
        """Handle each message of each call alone; one that still fails is kept raw and acknowledged."""
        for waiting in intake:
            shown: dict[str, Shown] = {}
            try:
                for parsed in _apart(waiting.parsed):
                    shown |= await self._alone(parsed)
            except NotStored:  # what was taken already is a repeat when it comes again
                self._refuse([waiting])
            else:
                _acknowledge(waiting, shown)

    async def _alone(self, parsed: Parsed) -> Mapping[str, Shown]:
        """Handle or set aside one message; raises NotStored when neither can be done."""
        try:
            claimed, received = await self._write([parsed], [])
        except Exception as error:
            if _is_refusal(error):
                _log.exception("the database refused a message")
                raise NotStored from None
            _log.exception("a message cannot be handled; it goes to quarantine")
            await self._quarantine(parsed, type(error).__name__)
            return {}
        self._committed(claimed, received)
        return received.shown

    async def _settle_one_by_one(self, settlements: list[Settlement]) -> None:
        """Note each outcome alone; one that cannot be noted leaves its message to the end of its lease."""
        for settlement in settlements:
            try:
                claimed, received = await self._write([], [settlement])
            except Exception as error:
                if _is_refusal(error):
                    self._settlements.append(settlement)
                else:
                    _log.exception("what became of message %s cannot be noted", settlement.id)
            else:
                self._committed(claimed, received)

    async def _quarantine(self, parsed: Parsed, reason: str) -> None:
        now = self.clock.now()
        try:
            async with self.database.begin() as unit:
                events: list[Inbound | Departure] = [*parsed.messages, *parsed.departures]
                for message in events:
                    await quarantine(
                        unit,
                        Unreadable(message.channel, message.external_id, message.raw, f"defect: {reason}"),
                        now=now,
                    )
        except Exception:  # the writer must outlive whatever a provider sends
            _log.exception("a message cannot be kept aside either; its provider keeps it")
            raise NotStored from None
        self.counters.quarantined += 1

    @staticmethod
    def _refuse(intake: list[_Waiting]) -> None:
        for waiting in intake:
            if not waiting.done.done():
                waiting.done.set_exception(NotStored())


def _acknowledge(waiting: _Waiting, shown: Mapping[str, Shown]) -> None:
    if not waiting.done.done():  # the caller may have gone
        waiting.done.set_result(shown)


def _apart(parsed: Parsed) -> list[Parsed]:
    """The same with each message and departure by itself, in order."""
    parts = [Parsed(messages=(message,)) for message in parsed.messages]
    parts += [Parsed(reports=parsed.reports)] if parsed.reports else []
    parts += [Parsed(departures=(departure,)) for departure in parsed.departures]
    return parts + ([Parsed(unreadable=parsed.unreadable)] if parsed.unreadable else [])


def _is_refusal(error: Exception) -> bool:
    """Whether the database refuses everything at present, rather than this one message.

    The keys were tried when the database was opened: what they do not open now is one damaged row.
    """
    is_about_rows = isinstance(error, Conflict | Duplicate | NotFound | Stale | WrongKey)
    return isinstance(error, StorageError | OSError) and not is_about_rows
