"""CPU per message of what the writer does for a batch of 100 messages on SQLite, synchronous=FULL.

Prints one line for receiving (inbox, endpoints, load, save, answers, paradata, reply, handled) and one
for sending (claim, settle), each beside the same rows written by bare sqlite3 without encryption.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from storage import Database, Keyring, UnitOfWork, migrate
from storage.contacts import Endpoint, NewBinding
from storage.interviews import AnswerRow, ParadataRow, StoredInterview
from storage.messages import InboundRow, MessageKind, NewMessage, OutboxState, Settlement
from survey_flows.interview.state import Status
from tests.storage.field import NOW, VERSION, Field, open_field

BATCH = 100
ROUNDS = 40
STATE = b'{"at":"q12","answers":{' + b",".join(b'"q%d":"%d"' % (item, item % 5) for item in range(24)) + b"}}"
RAW = b'{"update_id":123456789,"message":{"chat":{"id":700123456},"text":"4","date":1728262800}}' + b" " * 200
PAYLOAD = b'{"kind":"question","text":"' + b"x" * 400 + b'"}'


async def receive(unit: UnitOfWork, addresses: list[str], turn: int) -> None:
    """What receive_message asks of storage for one batch."""
    messages = [InboundRow("telegram", "bot", f"{turn}-{n}", RAW, NOW) for n in range(len(addresses))]
    ids = await unit.messages.note_inbound(messages)
    known = await unit.contacts.endpoints("telegram", addresses)
    ends: list[Endpoint] = [known[address] for address in addresses]
    case_ids = [end.case_id for end in ends if end.case_id is not None]
    await unit.interviews.load(case_ids)
    states = [StoredInterview(case_id, VERSION, STATE, Status.ASKING, turn) for case_id in case_ids]
    await unit.interviews.save(states, NOW)
    await unit.interviews.append_answers(
        [AnswerRow(case_id, turn, f"q{turn % 24}", "4", None, NOW, "telegram") for case_id in case_ids]
    )
    await unit.interviews.note(
        [ParadataRow(case_id, NOW, "answered", "q12", "", "telegram") for case_id in case_ids]
    )
    await unit.messages.queue(
        [
            NewMessage(
                end.case_id,
                "telegram",
                end.id,
                MessageKind.REPLY,
                PAYLOAD,
                f"reply:{row_id}",
                NOW,
                None,
                True,
            )
            for end, row_id in zip(ends, ids, strict=True)
        ]
    )
    await unit.messages.mark_handled([row_id for row_id in ids if row_id is not None], case_ids, NOW)


async def send(database: Database) -> int:
    """Claim in one transaction, settle in another, as the sender does."""
    async with database.begin() as unit:
        claimed = await unit.messages.claim(NOW, "telegram", BATCH, NOW + timedelta(minutes=1))
    async with database.begin() as unit:
        await unit.messages.settle([Settlement(one.id, OutboxState.SENT, "4711") for one in claimed], NOW)
    return len(claimed)


async def measure(folder: Path) -> tuple[float, float]:
    """(CPU µs a message received, CPU µs a message sent)."""
    url = f"sqlite:///{folder / 'bench.sqlite'}"
    migrate(url)
    database = Database(url, Keyring.generate())
    await database.open()
    field: Field = await open_field(database, selected=BATCH, reserve=0, target=BATCH)
    addresses = [str(700_000_000 + n) for n in range(BATCH)]
    async with database.begin() as unit:
        await unit.contacts.bind_many(
            [
                NewBinding("telegram", address, case)
                for address, case in zip(addresses, field.selected, strict=True)
            ],
            NOW,
        )
    receiving = sending = 0.0
    for turn in range(ROUNDS + 3):
        begun = time.process_time()
        async with database.begin() as unit:
            await receive(unit, addresses, turn)
        middle = time.process_time()
        if await send(database) != BATCH:
            raise RuntimeError("a message was lost")
        if turn >= 3:  # the first rounds compile the statements
            receiving += middle - begun
            sending += time.process_time() - middle
    await database.close()
    return receiving / ROUNDS / BATCH * 1e6, sending / ROUNDS / BATCH * 1e6


def bare(folder: Path) -> float:
    """CPU µs a message of bare sqlite3 writing the same seven rows by executemany."""
    connection = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE inbox (id INTEGER PRIMARY KEY, key TEXT UNIQUE, raw BLOB, done INT)")
    connection.execute("CREATE TABLE state (id INTEGER PRIMARY KEY, state BLOB)")
    connection.execute(
        "CREATE TABLE answer (id INT, item TEXT, turn INT, value TEXT, PRIMARY KEY (id, item, turn))"
    )
    connection.execute("CREATE TABLE event (id INTEGER PRIMARY KEY, kind TEXT)")
    connection.execute(
        "CREATE TABLE outbox (id INTEGER PRIMARY KEY, effect TEXT UNIQUE, payload BLOB, state TEXT)"
    )
    begun = 0.0
    for turn in range(ROUNDS + 3):
        if turn == 3:
            begun = time.process_time()
        connection.execute("BEGIN IMMEDIATE")
        keys = [(f"{turn}-{n}", RAW) for n in range(BATCH)]
        connection.executemany("INSERT OR IGNORE INTO inbox (key, raw) VALUES (?, ?)", keys)
        marks = ",".join("?" * BATCH)
        connection.execute(f"SELECT * FROM state WHERE id IN ({marks})", range(BATCH)).fetchall()  # noqa: S608
        connection.executemany("REPLACE INTO state VALUES (?, ?)", [(n, STATE) for n in range(BATCH)])
        connection.executemany(
            "INSERT INTO answer VALUES (?, 'q', ?, '4')", [(n, turn) for n in range(BATCH)]
        )
        connection.executemany("INSERT INTO event (kind) VALUES (?)", [("answered",)] * BATCH)
        effects = [(f"reply:{turn}-{n}", PAYLOAD) for n in range(BATCH)]
        connection.executemany("INSERT INTO outbox (effect, payload, state) VALUES (?, ?, 'queued')", effects)
        connection.executemany("UPDATE inbox SET done = 1 WHERE key = ?", [(key,) for key, _ in keys])
        connection.execute("COMMIT")
    spent = time.process_time() - begun
    connection.close()
    return spent / ROUNDS / BATCH * 1e6


def main() -> None:
    """Measure and print."""
    base = os.environ.get("BENCH_DIR")
    with tempfile.TemporaryDirectory(dir=base) as name:
        limit = bare(Path(name))
        receiving, sending = asyncio.run(measure(Path(name)))
    print(
        f"storage, receive: {receiving:.0f} µs CPU a message in batches of {BATCH} (sealed, FULL); "
        f"bare sqlite3 unsealed {limit:.0f}; goal 60"
    )
    print(f"storage, send: {sending:.0f} µs CPU a message claimed and settled; goal 30")


if __name__ == "__main__":
    main()
