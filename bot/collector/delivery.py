"""Sends claimed messages, many at once, each channel by itself.

Two messages to one address never overtake each other: a card must not fall back to an older question.
A channel that is in trouble is held: after a flood limit until the provider's time has passed, after
failures in a row by its breaker; the others go on. The writer asks `capacity` before it claims, so
that no message is taken that can't leave soon, and gets every outcome back through `settled`.

Who opted out is told by `forget`, and asked of the database before each letter that starts from us:
another collector may have heard the STOP (I8), or sent the third letter of the day (I9). A reply follows
its own message at once, and is not asked about.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.channels.breaker import Breaker
from bot.channels.budget import Budget
from bot.channels.pacing import Pacing
from bot.clock import Clock
from bot.ports import Channel, ChannelError, ChannelName, RunningWave
from bot.usecases.deliver_outbox import Drops, Keeps, LastLook, Leaves, may_leave, send
from storage.errors import StorageError
from storage.outbox import ClaimedMessage, MessageKind, OutboxState, Settlement
from survey_flows.ids import CaseId

_log = logging.getLogger("sipas.delivery")


class Delivery:
    """The senders of all channels."""

    def __init__(
        self,
        channels: Mapping[ChannelName, Channel],
        pacing: Mapping[ChannelName, Pacing],
        in_flight: Mapping[ChannelName, int],
        clock: Clock,
        settled: Callable[[Settlement], None],
        *,
        last_look: Callable[[int], Awaitable[LastLook]] | None = None,
        budgets: Mapping[ChannelName, Budget] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._channels = channels
        self._pacing = pacing
        self._limit = in_flight
        self._clock = clock
        self._settled = settled
        self._last_look = last_look
        self._budgets = budgets or {}
        self._monotonic = monotonic
        self._sending: dict[ChannelName, set[asyncio.Task[None]]] = {name: set() for name in channels}
        self._held_until: dict[ChannelName, float] = dict.fromkeys(channels, 0.0)
        self._breakers = {name: Breaker() for name in channels}
        self._opted_out: set[CaseId | None] = set()
        self._silent: set[str] = set()
        self._latest: dict[str, asyncio.Task[None]] = {}

    def capacity(self, name: ChannelName) -> int:
        """How many messages this channel could take now."""
        if self._monotonic() < self._held_until[name]:
            return 0
        breaker = self._breakers[name]
        if not breaker.may_try(self._clock.now()):
            return 0
        room = 1 if breaker.is_open else self._limit[name]
        left = self._budgets[name].left(self._clock.now()) if name in self._budgets else None
        return (room if left is None else min(room, left)) - len(self._sending[name])

    @property
    def names(self) -> Iterable[ChannelName]:
        """The channels there are."""
        return self._channels

    @property
    def is_idle(self) -> bool:
        """Whether nothing is on its way."""
        return not any(self._sending.values())

    def held(self) -> dict[ChannelName, float]:
        """Seconds each held channel still has to wait."""
        monotonic, now = self._monotonic(), self._clock.now()
        waits = {
            name: max(until - monotonic, self._breakers[name].wait(now).total_seconds())
            for name, until in self._held_until.items()
        }
        return {name: seconds for name, seconds in waits.items() if seconds > 0}

    def gone(self) -> frozenset[ChannelName]:
        """The channels from which nothing has left for so long that people are reached another way."""
        now = self._clock.now()
        return frozenset(name for name, breaker in self._breakers.items() if breaker.is_gone(now))

    async def try_again(self, probes: Mapping[ChannelName, Callable[[], Awaitable[object]]]) -> None:
        """Ask the provider of each channel that is shut how it is, where it can be asked and it is time."""
        for name, probe in probes.items():
            breaker = self._breakers[name]
            if not breaker.is_open or not breaker.may_try(self._clock.now()) or self._sending[name]:
                continue
            try:
                await probe()
            except ChannelError:
                breaker.failed(self._clock.now())
            else:
                breaker.succeeded()
                _log.warning("channel %s is back", name.value)

    def forget(self, cases: Iterable[CaseId], addresses: Iterable[str] = ()) -> None:
        """These people opted out: what is already claimed for them must not leave."""
        self._opted_out.update(cases)
        self._silent.update(addresses)

    def take(self, name: ChannelName, messages: Sequence[ClaimedMessage], wave: RunningWave) -> None:
        """Start sending `messages`; those to one address leave in the order given.

        What the claim read of opt-outs is newer than what was told before: its person came back.
        """
        for message in messages:
            if not message.is_suppressed:
                self._opted_out.discard(message.case_id)
                self._silent.discard(message.address)
            before = self._latest.get(message.address)
            task = asyncio.get_running_loop().create_task(self._deliver(name, message, wave, before))
            self._sending[name].add(task)
            self._latest[message.address] = task
            task.add_done_callback(self._sending[name].discard)

    async def drain(self) -> None:
        """Wait until everything on its way has an outcome."""
        while pending := [task for tasks in self._sending.values() for task in tasks]:
            await asyncio.wait(pending)

    async def _deliver(
        self,
        name: ChannelName,
        message: ClaimedMessage,
        wave: RunningWave,
        before: asyncio.Task[None] | None,
    ) -> None:
        if before is not None and not before.done():
            await asyncio.wait([before])
        pacing = self._pacing[name]
        delay_s = pacing.wait_for_person(message.address, self._monotonic())
        if delay_s > 0:
            await asyncio.sleep(delay_s)
        delay_s = pacing.wait_for_place(self._monotonic())
        if delay_s > 0:
            await asyncio.sleep(delay_s)
        verdict = await self._look(message, wave)
        match verdict:
            case Leaves():
                outcome = await self._send(name, message)
            case Keeps(until=until, reason=reason):
                outcome = Settlement(
                    id=message.id, state=OutboxState.QUEUED, error=reason, not_before=until, uncounted=True
                )
            case Drops(reason=reason):
                state = OutboxState.EXPIRED if reason == "expired" else OutboxState.CANCELLED
                outcome = Settlement(id=message.id, state=state, error=reason)
        if self._latest.get(message.address) is asyncio.current_task():
            del self._latest[message.address]
        self._settled(outcome)

    async def _look(self, message: ClaimedMessage, wave: RunningWave) -> Leaves | Keeps | Drops:
        """The last look before the wire."""
        seen = LastLook()
        if self._last_look is not None and message.kind is not MessageKind.REPLY:
            try:
                seen = await self._last_look(message.id)
            except (StorageError, OSError):
                return Keeps(self._clock.now() + timedelta(minutes=1), "who opted out cannot be read")
        has_stopped = message.case_id in self._opted_out or message.address in self._silent
        return may_leave(
            message,
            wave,
            now=self._clock.now(),
            is_opted_out=has_stopped or seen.is_opted_out,
            crowded_until=seen.crowded_until,
            is_clock_trusted=self._clock.is_trustworthy(),
        )

    async def _send(self, name: ChannelName, message: ClaimedMessage) -> Settlement:
        if self._monotonic() < self._held_until[name]:
            return self._back(message, timedelta(seconds=self._held_until[name] - self._monotonic()))
        breaker = self._breakers[name]
        if not breaker.may_try(self._clock.now()):
            return self._back(message, breaker.wait(self._clock.now()))
        try:
            outcome = await send(self._channels[name], message, now=self._clock.now(), hold=self._hold)
        except Exception:  # a defect of ours must not lose the message or stop the channel
            _log.exception("sending message %s failed", message.id)
            return Settlement(id=message.id, state=OutboxState.UNCERTAIN, error="defect while sending")
        return self._judged(name, breaker, outcome)

    def _judged(self, name: ChannelName, breaker: Breaker, outcome: Settlement) -> Settlement:
        """What `outcome` says of the channel; a trouble everybody has does not use up one message's tries."""
        now, was_open = self._clock.now(), breaker.is_open
        if name in self._budgets and outcome.state in {OutboxState.SENT, OutboxState.UNCERTAIN}:
            self._budgets[name].spend(now, outcome.price_vnd)
        match outcome.state:
            case OutboxState.SENT:
                breaker.succeeded()
                if was_open:
                    _log.warning("channel %s takes messages again", name.value)
            case OutboxState.QUEUED | OutboxState.UNCERTAIN:
                breaker.failed(now, is_told_to_wait=outcome.uncounted)
                if breaker.is_open and not was_open:
                    _log.warning("channel %s fails again and again (%s)", name.value, outcome.error)
                if breaker.is_open and outcome.state is OutboxState.QUEUED:
                    again = max(outcome.not_before or now, now + breaker.wait(now))
                    return replace(outcome, uncounted=True, not_before=again)
            case _:
                pass  # a refusal of one message
        return outcome

    def _hold(self, name: ChannelName, seconds: float) -> None:
        until = self._monotonic() + seconds
        if until > self._held_until[name]:
            self._held_until[name] = until
            _log.warning("channel %s is held for %.0f s", name.value, seconds)

    def _back(self, message: ClaimedMessage, wait: timedelta) -> Settlement:
        return Settlement(
            id=message.id,
            state=OutboxState.QUEUED,
            error="channel held",
            not_before=self._clock.now() + wait,
            uncounted=True,
        )
