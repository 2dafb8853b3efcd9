"""The composition root: builds the collector from a configuration, runs it, takes it down.

Nothing is built at import. What cannot work (a missing secret, an unknown schema, a wrong key, a
plan or form that does not hold) stops here, before the server listens, with a sentence that says
what to do.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import secrets
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial

from aiohttp import web

from bot.channels.pacing import Pacing, limits_of
from bot.citizen_door import CitizenDoor
from bot.clock import Clock, SimulatedClock, SystemClock
from bot.collector.delivery import Delivery
from bot.collector.polling import Poller
from bot.collector.silence import SilenceWatch
from bot.collector.spending import Spending
from bot.collector.writer import Writer
from bot.config import Config, ConfigError, read_key
from bot.conversation.entrance import CODE_ALPHABET
from bot.interviewer_door import InterviewerDoor
from bot.odk_door import OdkDoor
from bot.ports import TAKES_NO_LETTERS, Allowance, ChannelError, ChannelName, RunningWave
from bot.providers import Provider, enabled_providers, sender_of
from bot.requirements import missing_for_serving
from bot.schedule import Metronome, Tick
from bot.usecases.deliver_outbox import LastLook, last_look
from bot.usecases.move_letters import hold_letters, move_letters, move_refused
from bot.usecases.read_wave import read_running_wave, refresh_running_wave
from bot.usecases.run_fieldwork import BATCH, FieldworkDone, run_fieldwork
from bot.web.odk import OdkPages
from bot.web.pages import Pages
from bot.web.pages_interviewer import InterviewerPages
from bot.web.protect import Guard
from bot.web.server import build_application
from storage.crypto import Keyring
from storage.errors import StorageError
from storage.outbox import Settlement
from storage.unit_of_work import Database, UnitOfWork

_log = logging.getLogger("sipas")

FIELDWORK_EVERY = timedelta(seconds=30)
OUTBOX_EVERY = timedelta(seconds=1)
HOUSEKEEPING_EVERY = timedelta(seconds=10)
BACKLOG_S = 40.0
"""Seconds of work at most that fieldwork queues on a channel: somewhat more than lie between two ticks."""
REHEARSED_LOOK = timedelta(minutes=10)


def open_database(config: Config) -> Database:
    """The database of `config`, not opened yet; raises ConfigError when the key is missing or none."""
    try:
        keyring = Keyring.from_text(read_key(config))
    except ValueError as error:
        where = "SIPAS_KEY" if config.keys.key is not None else config.keys.file
        raise ConfigError(
            [
                f"{where}: không phải khóa mã hóa; đặt lại khóa mà `sipas init` đã tạo"
                f" | {where}: this is no encryption key ({error}); put back the one `sipas init` made"
            ]
        ) from None
    return Database(config.database.url, keyring)


def new_code() -> str:
    """A random invitation code: eight signs, at least two of them digits and two letters."""
    while True:
        code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(8))
        if 2 <= sum(sign.isdigit() for sign in code) <= 6:
            return code


def build_clock(config: Config) -> Clock:
    """The machine's clock, or on a rehearsal one that is set from outside."""
    if config.clock.kind == "system":
        return SystemClock()
    starts_at = (
        datetime.fromisoformat(config.clock.starts_at) if config.clock.starts_at else datetime.now(UTC)
    )
    return SimulatedClock(starts_at)


@dataclass(eq=False)
class Collector:
    """A running collector: database, writer, senders, metronome and HTTP server."""

    config: Config
    clock: Clock
    database: Database
    wave: RunningWave
    providers: dict[ChannelName, Provider]
    delivery: Delivery = field(init=False)
    writer: Writer = field(init=False)
    metronome: Metronome = field(init=False)
    _runner: web.AppRunner | None = None
    _pollers: list[Poller] = field(default_factory=list)
    _polling: list[asyncio.Task[None]] = field(default_factory=list)
    _fieldwork_at: datetime | None = None
    _silence: SilenceWatch = field(init=False)
    _allowances: dict[ChannelName, Allowance | None] = field(default_factory=dict)
    _spending: Spending = field(init=False)

    def __post_init__(self) -> None:
        # On a rehearsal days pass in seconds: one message a second for each person means nothing there.
        each_per_s = float("inf") if self.config.clock.kind == "simulated" else 1.0
        pacing = {
            name: Pacing(
                limits_of(provider.messages_per_second, provider.messages_per_minute),
                per_address_per_s=each_per_s,
            )
            for name, provider in self.providers.items()
        }
        has_zns = ChannelName.ZNS in self.providers
        self._silence = SilenceWatch(timedelta(hours=self.config.zns.undelivered_hours if has_zns else 0))
        self._spending = Spending(self.config, self.wave, self.providers)
        channels = {name: provider.channel for name, provider in self.providers.items()}
        in_flight = {name: provider.in_flight for name, provider in self.providers.items()}
        self.delivery = Delivery(
            channels,
            pacing,
            in_flight,
            self.clock,
            self._settled,
            last_look=self._last_look,
            budgets=self._spending.budgets,
        )
        self.writer = Writer(self.database, self.delivery, self.clock, lambda: self.wave)
        self.metronome = Metronome(
            [
                Tick("fieldwork", FIELDWORK_EVERY.total_seconds(), self.fieldwork),
                Tick("outbox", OUTBOX_EVERY.total_seconds(), self.look_at_outbox),
                Tick("housekeeping", HOUSEKEEPING_EVERY.total_seconds(), self.housekeeping),
            ]
        )

    async def start(self) -> int:
        """Listen and begin working; return the port in use."""
        await self._spending.begin(self.database, self.clock.now())
        self.writer.start()
        await self._prepare()
        application = build_application(
            channels=[provider.channel for provider in self.providers.values()],
            answers={
                name: provider.answer
                for name, provider in self.providers.items()
                if provider.answer is not None
            },
            intake=self.writer,
            checks={
                "database": self._check_database,
                "writer": self._check_writer,
                "channels": self._check_channels,
                "clock": self._check_clock,
            },
            body_limit_kib=self.config.server.body_limit_kib,
            set_clock=self.set_clock if isinstance(self.clock, SimulatedClock) else None,
            pages=self._pages() if self.config.web.enabled else (),
        )
        self._runner = web.AppRunner(application, access_log=None, handle_signals=False)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.config.server.host, self.config.server.port, backlog=1024)
        try:
            await site.start()
        except OSError as error:
            where = f"{self.config.server.host}:{self.config.server.port}"
            reason = os.strerror(error.errno or 0)
            raise ConfigError(
                [
                    f"[server] không mở được {where} ({reason}): đã có bộ thu thập khác đang chạy?"
                    f" | [server] cannot listen on {where} ({reason}): is another one running?"
                ]
            ) from None
        self.metronome.start()
        for name, provider in self.providers.items():
            if provider.polled is not None:
                poller = Poller(provider.polled, self.writer.receive, self.writer.run, name.value)
                self._pollers.append(poller)
                self._polling.append(asyncio.create_task(poller.run(), name=f"{name.value} poller"))
        port: int = self._runner.addresses[0][1]
        _log.info(
            "listening on %s:%s, wave %s (%s)",
            self.config.server.host,
            port,
            self.wave.wave,
            self.wave.status,
        )
        return port

    async def stop(self) -> None:
        """Take nothing new, finish what is under way, close everything."""
        self.metronome.stop()
        for poller, polling in zip(self._pollers, self._polling, strict=True):
            polling.cancel()
            with suppress(asyncio.CancelledError):
                await polling
            await poller.give_back()
        if self._runner is not None:
            for site in list(self._runner.sites):
                await site.stop()
        try:
            await self.writer.stop()
        finally:
            if self._runner is not None:
                await self._runner.cleanup()
            for provider in self.providers.values():
                await provider.channel.close()
            await self.database.close()

    def _pages(self) -> tuple[Pages, InterviewerPages, OdkPages]:
        guard = Guard(self.config.server.public_url, frozenset(self.config.web.trusted_proxies))
        parts = self.database, self.writer, self.clock, lambda: self.wave
        return (
            Pages(CitizenDoor(*parts, new_code), guard, self.config.survey.media),
            InterviewerPages(InterviewerDoor(*parts), guard),
            OdkPages(OdkDoor(*parts), guard, self.config.survey.media),
        )

    async def _last_look(self, outbox_id: int) -> LastLook:
        async with self.database.looking() as unit:
            return await last_look(unit, outbox_id, now=self.clock.now())

    def _settled(self, settlement: Settlement) -> None:
        self.writer.settled(settlement)

    # ------------------------------------------------------------------ ticks

    async def fieldwork(self) -> None:
        """Work on every case that is due, batch after batch."""
        if not self.clock.is_trustworthy():
            _log.warning("the wall clock moved against the monotonic clock: no invitation leaves")
            return
        self._fieldwork_at = self.clock.now()
        if self.wave.starts_contacts:
            await self._silence.look(self.writer, self._fieldwork_at)
        done = FieldworkDone(is_finished=False)
        while not done.is_finished and (room := await self._room_for_letters()) > 0:
            done = await self.writer.run(partial(self._fieldwork_batch, min(room, BATCH)))

    async def _room_for_letters(self) -> int:
        """How many more letters the busiest channel can send until the next tick.

        More of them would only keep answers waiting: a channel sends what was due first, first.
        """
        async with self.database.reading() as unit:
            waiting = await unit.queries.due_messages(self.clock.now())
        rooms = (
            int(self.providers[name].messages_per_second * BACKLOG_S) - waiting.get(name.value, 0)
            for name in self.providers.keys() - self._closed()
        )
        return min(rooms, default=BATCH)

    async def _fieldwork_batch(self, most: int, unit: UnitOfWork) -> FieldworkDone:
        now, gone = self.clock.now(), self._closed()
        writable = self.providers.keys() - gone - TAKES_NO_LETTERS
        shut = [name.value for name in ChannelName if name not in writable]
        if gone and self.wave.starts_contacts:
            await move_letters(unit, self.wave, [name.value for name in gone], shut, now=now)
            await hold_letters(unit, [name.value for name in self._spending.spent_out()], now=now)
        if self.wave.starts_contacts:
            await move_refused(unit, self.wave, shut, now=now)
        return await run_fieldwork(unit, self.wave, now=now, new_code=new_code, shut=shut, most=most)

    def _closed(self) -> frozenset[ChannelName]:
        """The channels by which nobody can be reached at present: gone, or without money."""
        return self.delivery.gone() | self._spending.spent_out()

    async def look_at_outbox(self) -> None:
        """Have the writer claim what is due."""
        self.writer.look_at_outbox()

    async def housekeeping(self) -> None:
        """Notice a wave paused, resumed or closed by another process."""
        async with self.database.reading() as unit:
            self.wave = await refresh_running_wave(unit, self.wave)
        probes = {name: one.probe for name, one in self.providers.items() if one.probe is not None}
        await self.delivery.try_again(probes)
        for provider in self.providers.values():
            if provider.tend is not None:
                await provider.tend()
        await self._note_allowances()
        await self._spending.look(self.database, self.clock.now())
        await self._spending.keep_letters(self.writer.run, self.clock.now())

    async def reread(self, read: Callable[[], Config]) -> None:
        """Take what each channel may spend from the configuration as it is now."""
        await self._spending.reread(read, self.database, self.clock.now())
        self.writer.look_at_outbox()

    async def _note_allowances(self) -> None:
        """Keep what the providers last said may still be sent, for who asks from outside this process."""
        told = {name: provider.allowance() for name, provider in self.providers.items()}
        fresh = {name: one for name, one in told.items() if one not in {None, self._allowances.get(name)}}
        if not fresh:
            return
        async with self.database.begin() as unit:
            for name, one in fresh.items():
                if one is not None:
                    await unit.tokens.note_allowance(name.value, one.remaining, one.total, self.clock.now())
        self._allowances.update(fresh)

    async def set_clock(self, now: datetime, is_hurried: bool = False) -> dict[str, object]:
        """On a rehearsal: finish what the present time asks for, then move to `now` and do the same.

        Fieldwork is looked at every ten minutes of that time; in between, what comes next is that look.
        Hurried, nothing is waited for between two looks.
        """
        assert isinstance(self.clock, SimulatedClock)  # noqa: S101
        if not is_hurried:
            await self.writer.until_quiet()
        self.clock.set(now)
        moment = self.clock.now()
        if self._fieldwork_at is not None and moment - self._fieldwork_at < REHEARSED_LOOK:
            await self.metronome.now("outbox")
            if not is_hurried:
                await self.writer.until_quiet()
            return _step(moment, self._fieldwork_at + REHEARSED_LOOK)
        for name in ("housekeeping", "fieldwork", "outbox"):
            await self.metronome.now(name)
        await self.writer.until_quiet()
        async with self.database.reading() as unit:
            moments = [await unit.cases.next_due_at(self.wave.wave), await unit.messages.next_due(moment)]
        return _step(moment, min((one for one in moments if one is not None), default=None))

    async def _prepare(self) -> None:
        """Tell each provider where to deliver; one out of reach holds up nothing else."""
        for name, provider in self.providers.items():
            if provider.prepare is None:
                continue
            try:
                await provider.prepare()
            except ChannelError as error:
                _log.warning("%s is not ready (%s); the other channels go on", name.value, error)

    # ------------------------------------------------------------------ readiness

    async def _check_database(self) -> str:
        try:
            async with self.database.reading() as unit:
                await unit.waves.current()
        except (StorageError, OSError) as error:
            return type(error).__name__
        return ""

    async def _check_writer(self) -> str:
        return "" if self.writer.is_running else "not running"

    async def _check_clock(self) -> str:
        return "" if self.clock.is_trustworthy() else "the wall clock was moved"

    async def _check_channels(self) -> str:
        held = [f"{name.value} for {seconds:.0f} s" for name, seconds in self.delivery.held().items()]
        held += [poller.trouble for poller in self._pollers if poller.trouble]
        held += [provider.trouble() for provider in self.providers.values() if provider.trouble()]
        return "held: " + ", ".join(held) if held else ""


def settle_memory() -> None:
    """Tell the garbage collector that what stands now stays, and to look for garbage less often.

    Messages leave next to no cycles behind, and walking a program's own modules and tables again
    and again finds none: a tenth of the time of a busy collector.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _step(now: datetime, due: datetime | None) -> dict[str, object]:
    return {"now": now.isoformat(), "next_due": due.isoformat() if due else None}


async def build_collector(config: Config) -> Collector:
    """Open everything a running collector needs; raise ConfigError with all that is missing."""
    problems = missing_for_serving(config)
    if problems:
        raise ConfigError(problems)
    database = open_database(config)
    await database.open()
    wave = None
    try:
        async with database.reading() as unit:
            wave = await read_running_wave(unit)
    finally:
        if wave is None:
            await database.close()
    if wave is None:
        raise ConfigError(
            ["chưa có đợt khảo sát: chạy `sipas wave new` | there is no wave yet: run `sipas wave new`"]
        )
    wave = replace(wave, sender=sender_of(config, wave))
    clock = build_clock(config)
    providers = enabled_providers(config, wave.sender, database, clock.now)
    try:
        wave = replace(wave, protocol=wave.protocol.among(providers))
    except (
        ValueError
    ):  # letters on paper may invite people to a channel on which nobody can be written to first
        order = ", ".join(wave.protocol.channel_order)
        _log.warning("the plan invites by %s and none of these is enabled: no message will invite", order)
    return Collector(config, clock, database, wave, providers)


async def serve(config: Config, read: Callable[[], Config] | None = None) -> None:
    """Run until SIGTERM or SIGINT, then finish what is under way and return.

    At SIGHUP limits and budgets are taken anew from what `read` returns.
    """
    collector = await build_collector(config)
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    rereading: set[asyncio.Task[None]] = set()

    def reread() -> None:
        task = loop.create_task(collector.reread(read or (lambda: config)))
        rereading.add(task)
        task.add_done_callback(rereading.discard)

    loop.add_signal_handler(signal.SIGHUP, reread)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    try:
        await collector.start()
        settle_memory()
        await stopping.wait()
        _log.info("stopping: finishing what is under way")
    finally:
        await collector.stop()
