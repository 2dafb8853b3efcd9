"""How full the sender keeps a channel's allowance, and how it comes through ten minutes of flood limits.

The real sender (bot/collector/delivery.py) against a strict provider in one process, on a clock that jumps
from one event to the next: an hour passes in seconds, and no second is too long or too short. The provider
counts what arrives in every sliding second, minute and in each chat, answers 429 as told, and keeps a
ledger. Prints three lines: an hour of a full queue; a storm of 429s for ten minutes, each with another
`retry_after`; and how long the queue took to drain after it beside the shortest possible time.

    python benchmarks/pacing.py
"""

from __future__ import annotations

import asyncio
import logging
import random
import selectors
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.channels.pacing import Pacing, limits_of
from bot.collector.delivery import Delivery
from bot.conversation.payload import pack
from bot.plans import read_plan_text
from bot.ports import ChannelName, Letter, Outgoing, Parsed, Receipt, RunningWave, Sender, SendFailed
from storage.outbox import ClaimedMessage, MessageKind, OutboxState, Settlement
from survey_flows.ids import WaveId
from survey_flows.plans.plan import parse_plan

START = datetime(2024, 10, 1, 8, 0, tzinfo=UTC)
PER_SECOND, PER_MINUTE = 25, 1200
IN_FLIGHT = 64
PAYLOAD = pack(Letter("Mời ông/bà trả lời phiếu khảo sát."))


class Jumping(selectors.DefaultSelector):
    """A selector that does not wait: it moves the clock to the next timer."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready and timeout is not None:
            self.now += timeout
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop on the selector's clock."""

    def __init__(self, selector: Jumping) -> None:
        super().__init__(selector)
        self._jumping = selector

    def time(self) -> float:
        return self._jumping.now


@dataclass
class VirtualClock:
    """The survey's clock, in step with the loop."""

    selector: Jumping

    def now(self) -> datetime:
        return START + timedelta(seconds=self.selector.now)

    def is_trustworthy(self) -> bool:
        return True


@dataclass
class Provider:
    """Takes messages after a random journey; refuses in a storm, and counts who came while told to wait."""

    selector: Jumping
    chance: random.Random
    name: ChannelName = ChannelName.TELEGRAM
    storm: tuple[float, float] = (-1.0, -1.0)
    taken: list[float] = field(default_factory=list)
    refused: int = 0
    too_early: int = 0
    told_until: float = 0.0
    told_at: float = 0.0

    async def send(self, outgoing: Outgoing) -> Receipt:
        left = self.selector.now
        await asyncio.sleep(self.chance.uniform(0.002, 0.012))
        now = self.selector.now
        begins, ends = self.storm
        if begins <= now < ends:
            # Whoever left before the answer to an earlier one was back cannot have known.
            self.too_early += self.told_at < left < self.told_until
            self.refused += 1
            wait = self.chance.choice((3, 7, 19, 31))
            await asyncio.sleep(0.005)
            if now + wait > self.told_until:
                self.told_until, self.told_at = now + wait, self.selector.now
            raise SendFailed("429", is_retryable=True, retry_after_s=wait, stops_channel=True)
        self.too_early += self.told_at < left < self.told_until
        self.taken.append(now)
        await asyncio.sleep(0.005)
        return Receipt(outgoing.outbox_id, "1")

    def parse_webhook(self, headers: Mapping[str, str], query: Mapping[str, str], body: bytes) -> Parsed:
        del headers, query, body
        return Parsed()

    async def close(self) -> None:
        return None


def messages(count: int) -> Iterator[ClaimedMessage]:
    for number in range(count):
        yield ClaimedMessage(
            id=number + 1,
            case_id=None,
            channel="telegram",
            kind=MessageKind.REPLY,
            payload=PAYLOAD,
            address=str(number % (count // 2 or 1)),
            endpoint_id=number,
            attempts=1,
            is_suppressed=False,
        )


async def deliver(provider: Provider, count: int, until: float, per_minute: int) -> float:
    """Feed the sender as the writer does until everything left or the time is over; returns when it was."""
    selector, wave = provider.selector, wave_in_force()
    queue: deque[ClaimedMessage] = deque(messages(count))
    waiting: list[tuple[datetime, ClaimedMessage]] = []
    known = {message.id: message for message in queue}
    clock = VirtualClock(selector)
    woken = asyncio.Event()

    def settled(outcome: Settlement) -> None:
        if outcome.state is OutboxState.QUEUED:
            waiting.append((outcome.not_before or clock.now(), known[outcome.id]))
        woken.set()

    delivery = Delivery(
        {provider.name: provider},
        {provider.name: Pacing(limits_of(PER_SECOND, per_minute))},
        {provider.name: IN_FLIGHT},
        clock,
        settled,
        monotonic=lambda: selector.now,
    )
    while selector.now < until and len(provider.taken) < count:
        due = [message for at, message in waiting if at <= clock.now()]
        if due:
            waiting[:] = [(at, message) for at, message in waiting if at > clock.now()]
            queue.extendleft(reversed(due))
        room = delivery.capacity(provider.name)
        if room > 0 and queue:
            delivery.take(provider.name, [queue.popleft() for _ in range(min(room, len(queue)))], wave)
        woken.clear()
        try:
            await asyncio.wait_for(woken.wait(), 1.0)  # the outbox tick
        except TimeoutError:
            continue
    ended = selector.now
    await delivery.drain()
    return ended


def busiest(moments: Sequence[float], seconds: float) -> int:
    """The most arrivals in any window of so many seconds."""
    window: deque[float] = deque()
    most = 0
    for moment in sorted(moments):
        window.append(moment)
        while moment - window[0] >= seconds:
            window.popleft()
        most = max(most, len(window))
    return most


def wave_in_force() -> RunningWave:
    """A wave in the field of which nothing but its status matters here."""
    plan = parse_plan(read_plan_text("son_la_2024"), source="son_la_2024")
    return RunningWave(
        wave=WaveId(1),
        status="field",
        protocol=plan.contact_protocol(),
        hours=plan.contact_hours(),
        sender=Sender("", "", "", "", "", ""),
        questionnaires={},
        unit_names={},
        service_names={},
    )


def run(count: int, until: float, storm: tuple[float, float], per_minute: int) -> tuple[Provider, float]:
    selector = Jumping()
    provider = Provider(selector, random.Random(2024), storm=storm)
    loop = VirtualLoop(selector)
    try:
        ended = loop.run_until_complete(deliver(provider, count, until, per_minute))
    finally:
        loop.close()
    return provider, ended


def main() -> None:
    """Print the lines."""
    logging.disable(logging.WARNING)
    for per_minute in (0, PER_MINUTE):
        provider, _ = run(200_000, 3600.0, (-1.0, -1.0), per_minute)
        taken = [moment for moment in provider.taken if moment < 3600.0]
        allowed = 3600 * min(PER_SECOND, per_minute / 60 if per_minute else PER_SECOND)
        limits = f"{PER_SECOND}/s" + (f" and {per_minute}/min" if per_minute else "")
        print(
            f"pacing: an hour of a full queue at {limits}: {len(taken) / allowed:.1%} of what is allowed, "
            f"busiest second {busiest(taken, 1.0)} of {PER_SECOND}, "
            f"busiest minute {busiest(taken, 60.0)} of {per_minute or PER_SECOND * 60}"
        )
    provider, ended = run(10_000, 7200.0, (60.0, 660.0), 0)
    left = sum(moment >= 60.0 for moment in provider.taken)
    shortest, taken_s = left / PER_SECOND, ended - max(660.0, provider.told_until)
    print(
        f"pacing: 429 for ten minutes: {provider.refused} refusals, {provider.too_early} sends while told to "
        f"wait; then {left:,} messages in {taken_s:.0f} s, {taken_s / shortest:.1%} of the shortest possible"
    )


if __name__ == "__main__":
    main()
