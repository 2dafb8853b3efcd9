"""A small wave in a database: what most storage tests start from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from storage import Database
from storage.cases import NewCase
from storage.contacts import NewPerson
from storage.messages import MessageKind, NewMessage
from storage.waves import ServiceRow, UnitRow
from survey_flows.fieldwork.case import SampleRole
from survey_flows.ids import (
    CaseId,
    FrameUnitId,
    PersonId,
    QuestionnaireVersion,
    ServiceCode,
    UnitCode,
    WaveId,
)
from survey_flows.sampling.frame import FrameRow, RespondentType, SubmissionMode

NOW = datetime(2024, 10, 7, 1, 0, tzinfo=UTC)
SOON = NOW + timedelta(hours=1)
LATER = NOW + timedelta(days=60)
UNIT = UnitCode("so_noi_vu")
SERVICE = ServiceCode("cap_giay_phep")
VERSION = QuestionnaireVersion("sonla-direct-2024.1")


def phone(serial: int) -> str:
    """A made-up number that no other serial has."""
    return f"+84900{serial:06d}"


def person(serial: int) -> NewPerson:
    """A made-up citizen with texts that occur nowhere else."""
    return NewPerson(
        f"Lò Thị Thử {serial:05d}Q", phone(serial), f"Bản Giả {serial:05d}Z, Mường La", "", 1950 + serial % 50
    )


def frame_row(serial: int) -> FrameRow:
    """The frame line of `person(serial)`."""
    who = person(serial)
    return FrameRow(
        file="so-noi-vu.csv",
        row=serial + 2,
        unit=UNIT,
        service=SERVICE,
        name=who.name,
        phone=who.phone,
        address=who.address,
        province="Sơn La",
        respondent_type=RespondentType.CITIZEN,
        mode=SubmissionMode.DIRECT,
        submitted_on=date(2024, 3, 1),
        result_on=date(2024, 3, 9),
        dossier=f"HS-{serial:06d}-X",
    )


@dataclass(frozen=True)
class Field:
    """The ids of the wave built by `open_field`."""

    wave: WaveId
    people: list[PersonId]
    lines: list[FrameUnitId]
    selected: list[CaseId]
    reserve: list[CaseId]


async def open_field(database: Database, *, selected: int = 4, reserve: int = 4, target: int = 4) -> Field:
    """A wave with one unit, one service, one cell, and drawn but unreleased cases."""
    async with database.begin() as unit:
        wave = await unit.waves.create(
            "Sơn La 2024",
            "sonla-2024",
            "[plan]",
            "0" * 64,
            starts_on=date(2024, 10, 7),
            ends_on=date(2024, 11, 18),
            settings={"seed": 1},
            now=NOW,
        )
        await unit.waves.add_units(wave, [UnitRow(UNIT, "Sở Nội vụ", "department", "so", "", "", 1)])
        await unit.waves.add_services(wave, [ServiceRow(UNIT, SERVICE, "Cấp giấy phép", target)])
        await unit.waves.add_questionnaire(VERSION, "direct", b"| name |", b"compiled", NOW)
        size = selected + reserve
        rows = [frame_row(serial) for serial in range(size)]
        people = await unit.contacts.add_people([person(serial) for serial in range(size)])
        file_id, _ = await unit.samples.add_frame_file(
            wave, "so-noi-vu.csv", "1" * 64, rows=size, accepted=size, problems=[], now=NOW
        )
        lines = await unit.samples.add_frame_units(wave, file_id, rows, people, [None] * size)
        await unit.cases.add_cells(wave, [(UNIT, SERVICE, target)])
        new = [
            NewCase(
                frame_unit=lines[serial],
                person=people[serial],
                unit=UNIT,
                service=SERVICE,
                role=SampleRole.SELECTED if serial < selected else SampleRole.RESERVE,
                position=serial if serial < selected else serial - selected,
                serial=serial + 1,
                borrowed_from=None,
                questionnaire_version=VERSION,
                check_code=f"K{serial:05d}",
            )
            for serial in range(size)
        ]
        ids = await unit.cases.add(wave, new)
    return Field(wave, people, lines, ids[:selected], ids[selected:])


def message(case_id: CaseId | None, endpoint_id: int, effect: str, **changes: object) -> NewMessage:
    """An SMS invitation that may go at once."""
    values: dict[str, object] = {
        "case_id": case_id,
        "channel": "sms",
        "endpoint_id": endpoint_id,
        "kind": MessageKind.INVITATION,
        "payload": b"Moi ong ba tra loi khao sat, ma 7Q2K9",
        "effect": effect,
        "not_before": NOW,
    }
    return NewMessage(**(values | changes))  # type: ignore[arg-type]  # a test's shorthand
