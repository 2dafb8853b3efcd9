"""kill -9 at random moments under load loses nothing and doubles nothing (reliability.md F1).

The judges are outside of the process: what the emulated providers saw, the engine folding what
people really sent, an SQLite connection of this test, and at the end `sipas verify`'s checks.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.bootstrap import open_database
from bot.config import load_config
from bot.emulators.ledger import Event
from bot.emulators.sms import SmsEmulator
from bot.emulators.telegram import TelegramEmulator
from bot.usecases.check_database import check_database
from storage import Keyring
from storage.interviews import Validity
from survey_flows.ids import WaveId
from survey_flows.interview import codec, events
from survey_flows.interview.engine import advance, open_interview
from survey_flows.interview.inputs import Input, Medium, Opened, Said
from tests.builders import (
    MORNING,
    NUMBER,
    SHORT_FORM,
    TOKEN,
    Settings,
    Shape,
    Templates,
    compiled,
    key_text,
    phone,
    write_config,
)
from tests.e2e.respondents import Person, Respondents
from tests.e2e.serving import Nursery, tail

LEASE = timedelta(seconds=150)
"""How far the clock stands on at each restart: what the dead process had claimed is free again."""
MESSAGES_EACH = 20
_PROGRESS = (Event.TAKEN, Event.SENT, Event.EDITED)
DRAIN_STEPS = 120


class Campaign:
    """A wave of `people`, the providers, willing respondents, and a server that is killed."""

    def __init__(self, folder: Path, people: int, seed: int) -> None:
        self.folder = folder
        self.people = people
        self.random = random.Random(seed)
        self.settings = Settings(sms_in_flight=8, log="WARNING")
        self.now = MORNING
        self.telegram = TelegramEmulator(TOKEN, now=self._moment, retry_base_s=0.05, retry_cap_s=0.5)
        self.sms = SmsEmulator(
            "sipas",
            "tests-only",
            NUMBER,
            self.settings.get_url,
            now=self._moment,
            retry_base_s=0.05,
            retry_cap_s=0.5,
        )
        self.respondents = Respondents(
            [phone(serial) for serial in range(1, people + 1)], self.telegram, self.sms
        )
        self.kills = 0
        self.polled = 0
        self._nursery: Nursery

    def _moment(self) -> datetime:
        return self.now

    def progress(self) -> int:
        """How much has happened so far, as the providers saw it."""
        ledgers = (self.telegram.ledger, self.sms.ledger)
        return sum(ledger.count(event) for ledger in ledgers for event in _PROGRESS)

    async def _start(self) -> None:
        """Start the server, some time later than the one before."""
        self.settings.telegram_url = self.telegram.base_url
        self.settings.sms_url = self.sms.sendsms_url
        self.settings.receive = "polling" if self.kills % 3 == 2 else "webhook"
        self.settings.starts_at = self.now = MORNING + LEASE * self.kills
        self.polled += self.settings.receive == "polling"
        write_config(self.folder, self.settings)
        await self._nursery.serve()

    async def run(self, kills: int) -> int:
        """Everything: `kills` under load, then peace; returns how many people did not finish."""
        self._nursery = Nursery(self.folder / "config.toml", self.settings.url, self.folder / "server.log")
        try:
            await self._suffer(kills)
            await self._start()
            unfinished = await self._drain()
            assert await self._nursery.terminate() == 0
        finally:
            self._nursery.close()
        return unfinished

    async def _suffer(self, kills: int) -> None:
        """Kill the server `kills` times, each time after some random amount of work."""
        total = self.people * MESSAGES_EACH * 2
        while self.kills < kills:
            await self._start()
            if self.random.random() < 0.1:
                await asyncio.sleep(self.random.uniform(0, 0.3))  # while it starts
            else:
                left = max(0, total - self.progress())
                share = left / (kills - self.kills + 1)
                if self.kills < 2:
                    share = min(share, self.people / 3)  # while it invites
                await self._progressed(self.progress() + 1 + int(self.random.uniform(0.2, 1.5) * share))
                await asyncio.sleep(self.random.uniform(0, 0.02))
            await self._nursery.kill()
            self.kills += 1

    async def _progressed(self, wanted: int) -> None:
        """Wait until so much has happened, or for two seconds of nothing at all."""
        seen, seen_at = self.progress(), time.monotonic()
        while seen < wanted and time.monotonic() - seen_at < 2:
            await asyncio.sleep(0.001)
            if self.progress() > seen:
                seen, seen_at = self.progress(), time.monotonic()

    async def _drain(self) -> int:
        """Let the days pass until everybody has finished; returns the unfinished."""
        await self._nursery.ready()
        unfinished = self.people
        async with aiohttp.ClientSession(self.settings.url) as http:
            for _ in range(DRAIN_STEPS):
                await self._quiet()
                unfinished = self.people - self._completed()
                if not unfinished:
                    await self._quiet(1.0)  # a late question may still make somebody answer
                    break
                self.now += timedelta(hours=2)
                async with http.post("/rehearsal/clock", json={"now": self.now.isoformat()}) as answer:
                    assert answer.status == 200
        return unfinished

    async def _quiet(self, moment_s: float = 0.15) -> None:
        """Wait until the providers have nothing waiting and nothing new happens for a moment."""
        seen, seen_at = -1, time.monotonic()
        while time.monotonic() - seen_at < moment_s:
            await asyncio.sleep(0.01)
            now = self.progress() + self.telegram.waiting() + self.sms.waiting()
            if now != seen or self.sms.waiting() or self.telegram.waiting():
                seen, seen_at = now, time.monotonic()

    def _completed(self) -> int:
        with closing(sqlite3.connect(f"file:{self.folder / 'sipas.db'}?mode=ro", uri=True)) as reader:
            [(count,)] = reader.execute("SELECT count(*) FROM responses").fetchall()
        return int(count)

    # ------------------------------------------------------------------ judging

    def inbox(self) -> Counter[tuple[str, bytes]]:
        """How often each event of a provider is stored, by channel and key."""
        with closing(sqlite3.connect(self.folder / "sipas.db")) as reader:
            rows = reader.execute("SELECT channel, external_index FROM inbox").fetchall()
        return Counter((channel, bytes(index)) for channel, index in rows)

    def made(self) -> dict[tuple[str, bytes], str]:
        """Every event people made, by channel and key."""
        keyring = Keyring.from_text(key_text())
        return {
            (name, keyring.blind_index("event", ref)): ref
            for name, emulator in (("telegram", self.telegram), ("sms", self.sms))
            for ref in emulator.ledger.refs(Event.MADE)
        }

    def unacknowledged(self) -> set[str]:
        """Events nobody took in the end."""
        return {
            ref
            for emulator in (self.telegram, self.sms)
            for ref in set(emulator.ledger.refs(Event.MADE)) - set(emulator.ledger.refs(Event.TAKEN))
        }

    def inputs(self, person: Person) -> Iterator[Input]:
        """What a person sent, in order, as the engine takes it."""
        if person.chat is None:
            for entry in self.sms.ledger.entries(Event.MADE, person.phone):
                yield Opened(Medium.SMS) if entry.text.startswith("SL ") else Said(entry.text, Medium.SMS)
            return
        for entry in self.telegram.ledger.entries(Event.MADE, str(person.chat)):
            if entry.detail == "message":
                is_start = entry.text.startswith("/start")
                yield Opened(Medium.CHAT) if is_start else Said(entry.text, Medium.CHAT)
            else:
                tapped = codec.read_token(entry.text, Medium.CHAT)
                assert tapped is not None
                yield tapped

    def expected(self, person: Person) -> tuple[list[tuple[int, str, str | None]], dict[str, str]]:
        """The answers (revision, item, value) that follow from what the person sent, and the last of each."""
        form = compiled(SHORT_FORM)
        state = open_interview(form)
        answers: list[tuple[int, str, str | None]] = []
        for said in self.inputs(person):
            step = advance(form, state, said, now=datetime.now(UTC))
            state = step.state
            answers += [
                (state.revision, event.item, event.value)
                for event in step.events
                if isinstance(event, events.Answered)
            ]
        return answers, dict(state.answers)

    def letters(self, words: str) -> Counter[str]:
        """How often each phone got a letter with these words."""
        return Counter(entry.address for entry in self.sms.ledger.entries(Event.SENT) if words in entry.text)


async def survives(campaign: Campaign, templates: Templates, kills: int) -> dict[str, object]:
    """Run a campaign with `kills` and judge it; returns the figures."""
    began = time.monotonic()
    shape = Shape(quota=campaign.people, people=campaign.people, reserve_percent=0)
    template = await templates.of(shape)
    (campaign.folder / "sipas.db").write_bytes(template.read_bytes())
    async with campaign.telegram, campaign.sms:
        unfinished = await campaign.run(kills)
    assert unfinished == 0, tail(campaign.folder / "server.log")

    made, stored = campaign.made(), campaign.inbox()
    lost = [ref for key, ref in made.items() if key not in stored]
    doubled = [key for key, times in stored.items() if times > 1]
    assert (lost, doubled) == ([], [])
    assert stored.keys() == made.keys(), "nothing is stored that nobody sent"
    assert campaign.unacknowledged() == set()

    answers = await judge_answers(campaign)
    invitations = campaign.letters("moi ong/ba gop y")
    assert max(invitations.values()) == 1, "nobody is invited twice"
    assert max(campaign.letters("xin nhac").values(), default=0) <= 2
    return {
        "kills": campaign.kills,
        "of them while polling": campaign.polled,
        "people": campaign.people,
        "messages in": len(made),
        "messages out": sum(e.ledger.count(Event.SENT) for e in (campaign.sms, campaign.telegram)),
        "answers": answers,
        "lost": len(lost),
        "duplicated": len(doubled),
        "questions shown twice": campaign.respondents.repeats,
        "invitations given up as uncertain": campaign.people - len(invitations),
        "seconds": round(time.monotonic() - began, 1),
    }


async def judge_answers(campaign: Campaign) -> int:
    """Compare every stored answer with what its person sent; returns how many there are."""
    database = open_database(load_config(campaign.folder / "config.toml", {}))
    await database.open()
    try:
        assert await check_database(database) == []
        async with database.reading() as unit:
            records = await unit.cases.all(WaveId(1))
            people = await unit.contacts.people([record.person for record in records])
            rows = await unit.interviews.answers([record.case.id for record in records])
            responses = {one.case_id: one for one in await unit.interviews.responses(WaveId(1))}
            states = await unit.interviews.load([record.case.id for record in records])
        for record in records:
            person = campaign.respondents.people[people[record.person].phone]
            wanted, last = campaign.expected(person)
            case_id = record.case.id
            assert [(row.revision, row.item, row.value) for row in rows[case_id]] == wanted, person.phone
            assert dict(codec.decode(states[case_id].state).answers) == last
            assert responses[case_id].validity is Validity.VALID
            assert record.place == "completed"
        return sum(map(len, rows.values()))
    finally:
        await database.close()


@pytest.mark.xdist_group("processes")
async def test_fifteen_kills_lose_and_double_nothing(
    tmp_path: Path, templates: Templates, record_property: object
) -> None:
    figures = await survives(Campaign(tmp_path, people=72, seed=20241001), templates, kills=15)
    report(record_property, "kill -9", figures)


@pytest.mark.soak
async def test_three_hundred_kills_lose_and_double_nothing(
    tmp_path: Path, templates: Templates, record_property: object
) -> None:
    figures = await survives(Campaign(tmp_path, people=600, seed=300), templates, kills=300)
    report(record_property, "kill -9, soak", figures)


def report(record_property: object, title: str, figures: dict[str, object]) -> None:
    """Print the figures, and hand them to the closing lines of the test run."""
    line = ", ".join(f"{name} {value}" for name, value in figures.items())
    print(f"\n{title}: {line}")
    assert callable(record_property)
    record_property("figure", f"{title}: {line}")
