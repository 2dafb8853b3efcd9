"""The raw bytes of the database, its log and every error hold nothing of a person (I16, I20)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from storage import Database
from storage.contacts import NewBinding
from storage.errors import StorageError
from storage.interviews import AnswerRow, ParadataRow, ResponseRow, StoredInterview
from storage.messages import DeliveryRow, InboundRow, MessageKind, OutboxState, Settlement
from survey_flows.ids import CaseId, WaveId
from survey_flows.interview.state import Status
from survey_flows.sampling.frame import FrameProblem
from tests.storage.field import (
    LATER,
    NOW,
    SERVICE,
    UNIT,
    VERSION,
    frame_row,
    message,
    open_field,
    person,
    phone,
)

SIZE = 200
FILES = ("survey.sqlite", "survey.sqlite-wal", "survey.sqlite-shm")


async def live(database: Database) -> list[str]:
    """Go through every module with 200 people; returns all that must not be found."""
    field = await open_field(database, selected=SIZE, reserve=0, target=SIZE)
    canaries = [f"DRAWN-{serial:05d}-NAME" for serial in range(3)]
    for serial in range(SIZE):
        who = person(serial)
        canaries += [who.name, who.phone, who.phone[1:], who.address, frame_row(serial).dossier]
        canaries += [
            f"chat{700_000_000 + serial}",
            f"MO-{serial:05d}-{phone(serial)}",
            f"lời nhắn riêng {serial:05d}",
        ]
        canaries += [f"CODE{serial:05d}", f"trả lời tự do {serial:05d}", f"nội dung gửi {serial:05d}"]
    async with database.begin() as unit:
        problems = [FrameProblem("x.csv", 9, "phone", "BAD", f"số {phone(1)} của {person(1).name} sai")]
        await unit.samples.add_frame_file(
            field.wave, "x.csv", "2" * 64, rows=9, accepted=1, problems=problems, now=NOW
        )
        await unit.samples.save_draw(field.wave, UNIT, " ".join(canaries[:3]).encode(), "3" * 64, NOW)
        cases = field.selected
        ends = await unit.contacts.bind_many(
            [NewBinding("sms", phone(serial), case, is_verified=True) for serial, case in enumerate(cases)]
            + [
                NewBinding("telegram", f"chat{700_000_000 + serial}", case)
                for serial, case in enumerate(cases)
            ],
            NOW,
        )
        codes = [(case, f"CODE{serial:05d}") for serial, case in enumerate(cases)]
        await unit.contacts.issue_invitations(codes, NOW, LATER)
        await unit.cases.release(cases, NOW, NOW)
        texts = [f"lời nhắn riêng {serial:05d}" for serial in range(SIZE)]
        ids = await unit.messages.note_inbound(
            [
                InboundRow("sms", "8088", f"MO-{serial:05d}-{phone(serial)}", text.encode(), NOW)
                for serial, text in enumerate(texts)
            ]
        )
        await unit.messages.quarantine("sms", texts[0], texts[1].encode(), texts[2], NOW)
        for serial in range(5):
            await unit.contacts.note_wrong_code("telegram", f"chat{700_000_000 + serial}", NOW)
        await unit.interviews.save(
            [
                StoredInterview(
                    case, VERSION, f'{{"a":"trả lời tự do {n:05d}"}}'.encode(), Status.COMPLETE, 1
                )
                for n, case in enumerate(cases)
            ],
            NOW,
        )
        await unit.interviews.append_answers(
            [
                AnswerRow(case, 1, "why", f"trả lời tự do {n:05d}", None, NOW, "sms")
                for n, case in enumerate(cases)
            ]
        )
        await unit.interviews.note(
            [ParadataRow(case, NOW, "misread", "why", texts[n], "sms") for n, case in enumerate(cases)]
        )
        records = [f'["trả lời tự do {n:05d}"]'.encode() for n in range(SIZE)]
        await unit.interviews.complete(
            [
                ResponseRow(case, field.wave, UNIT, SERVICE, VERSION, "sms", NOW, NOW, records[n])
                for n, case in enumerate(cases)
            ]
        )
        await unit.messages.queue(
            [
                message(case, ends[n].id, f"invite:{case}", payload=f"nội dung gửi {n:05d}".encode())
                for n, case in enumerate(cases)
            ]
        )
        await unit.messages.mark_handled([row_id for row_id in ids if row_id], list(cases), NOW)
        await unit.contacts.opt_out(cases[0], NOW, "sms")
        await unit.reviews.add_backchecks(field.wave, [(cases[0], UNIT)], 7, NOW)
        await unit.reviews.record(cases[0], "content_failed", {"note": texts[3]}, "supervisor 1", NOW)
    async with database.begin() as unit:
        claimed = await unit.messages.claim(NOW, "sms", SIZE, LATER)
        await unit.messages.settle([Settlement(one.id, OutboxState.SENT) for one in claimed], NOW)
        await unit.messages.record_delivery(
            [DeliveryRow(one.id, "delivered", one.address) for one in claimed], NOW
        )
    return canaries


def found(path: Path, canaries: list[str]) -> list[str]:
    files = [path.with_name(name) for name in FILES]
    raw = b"".join(file.read_bytes() for file in files if file.exists())
    assert len(raw) > 500_000
    forms = [(canary, canary.encode(encoding)) for canary in canaries for encoding in ("utf-8", "utf-16-le")]
    stems = {form[:8] for _, form in forms}  # the canaries share few beginnings: look for these first
    present = {stem for stem in stems if stem in raw}
    return [canary for canary, form in forms if form[:8] in present and form in raw]


async def test_file_and_log_hold_no_name_phone_address_chat_or_message(
    sqlite_database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "survey.sqlite"
    canaries = await live(sqlite_database)
    assert len(canaries) > 2_000
    assert (tmp_path / "survey.sqlite-wal").stat().st_size > 0
    assert found(path, canaries) == []
    assert {name: (tmp_path / name).stat().st_mode & 0o777 for name in FILES} == dict.fromkeys(FILES, 0o600)
    await sqlite_database.close()
    assert found(path, canaries) == []


async def test_the_scan_would_find_what_is_not_sealed(sqlite_database: Database, tmp_path: Path) -> None:
    async with sqlite_database.begin() as unit:
        await unit.audit.write("x", "y", "z", {"pad": "p" * 600_000, "leak": "Lò Thị Thử 00001Q"}, NOW)
    assert found(tmp_path / "survey.sqlite", ["Lò Thị Thử 00001Q"]) == ["Lò Thị Thử 00001Q"]


async def test_errors_do_not_quote_what_was_being_stored(database: Database) -> None:
    field = await open_field(database)
    who = person(0)
    case = field.selected[0]

    async def twice() -> None:
        async with database.begin() as unit:
            row = AnswerRow(case, 1, "why", "trả lời tự do", None, NOW, "sms")
            await unit.interviews.append_answers([row, row])

    async def unknown_case() -> None:
        async with database.begin() as unit:
            await unit.contacts.bind("sms", who.phone, case, NOW)
            end = (await unit.contacts.endpoints("sms", [who.phone]))[who.phone]
            await unit.messages.queue(
                [message(case, end.id, "x", kind="advertisement", payload=who.name.encode())],
            )

    async def naive_time() -> None:
        async with database.begin() as unit:
            await unit.contacts.bind("sms", who.phone, case, datetime(2024, 1, 1))  # noqa: DTZ001

    for act in (twice, unknown_case, naive_time):
        with pytest.raises((StorageError, ValueError)) as problem:
            await act()
        shown: list[str] = []
        error: BaseException | None = problem.value
        while error is not None:
            shown.append(repr(error) + str(error))
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        for canary in (who.name, who.phone, "trả lời tự do"):
            assert canary not in " ".join(shown)


def test_values_with_secrets_hide_them() -> None:
    shown = repr(
        [
            InboundRow("sms", "8088", phone(1), b"secret", NOW),
            message(None, 1, "e", payload=b"secret", kind=MessageKind.REPLY),
            AnswerRow(CaseId(1), 1, "why", "secret", None, NOW, "sms"),
            ParadataRow(CaseId(1), NOW, "misread", "", "secret"),
            ResponseRow(CaseId(1), WaveId(1), UNIT, SERVICE, VERSION, "sms", NOW, NOW, b"secret"),
            StoredInterview(CaseId(1), VERSION, b"secret", Status.ASKING, 1),
            DeliveryRow(1, "failed", "secret"),
        ]
    )
    assert "secret" not in shown and phone(1) not in shown
