"""`sipas sample lists`: the drawn samples as papers an officer files, and slips for who has no phone.

A unit gets a workbook and a document with the official and the reserve list of each service, or the
people invited where the plan asks representatives; the wave everybody in one workbook, which Sở Nội
vụ sends on, and an allocation table. A household survey
also gets its annexes 01 to 03, from the files `sipas plan areas` wrote. The papers name people:
they are written for their owner alone (0600), and the reading is in the audit trail.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.console import either, next_step, note, progress
from bot.commands.context import Office, run
from bot.commands.failures import CommandError
from bot.commands.private_files import write_privately
from bot.exit_codes import DONE
from storage.cases import CaseRecord
from storage.contacts import Person
from storage.unit_of_work import UnitOfWork
from survey_flows.fieldwork.case import SampleRole
from survey_flows.ids import PersonId, ServiceCode, UnitCode

if TYPE_CHECKING:
    from bot.reports.letters import Slip
    from bot.reports.sample_lists import Head, Paper, SampleList

_ANNEXES: Mapping[str, tuple[str, str]] = {
    "phu_luc_01": ("PHỤ LỤC 01", "Xã, phường, thị trấn được chọn khảo sát"),
    "phu_luc_02": ("PHỤ LỤC 02", "Thôn, bản, tổ dân phố được chọn khảo sát"),
    "phu_luc_03": ("PHỤ LỤC 03", "Hộ gia đình được chọn khảo sát"),
}


@dataclass(slots=True)
class _Sample:
    """What is written of a unit."""

    lists: list[SampleList] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)


def lists(arguments: argparse.Namespace) -> int:
    """Write the papers, or with `--dry-run` say how many there would be."""
    from bot.reports.sample_lists import Head

    annexes = list(_annexes(arguments.annexes)) if arguments.annexes else []

    async def work(office: Office) -> Mapping[UnitCode, _Sample]:
        database = office.database
        async with database.reading() if arguments.dry_run else database.begin() as unit:
            samples = await _samples(unit, office, slips_for_all=arguments.slips_for_all)
            if not arguments.dry_run:
                people = sum(len(one.people) for sample in samples.values() for one in sample.lists)
                await unit.audit.write(
                    office.actor, "sample.lists", f"wave {office.wave.id}", {"people": people}, office.now
                )
        head = Head(
            department=office.plan.invite.department,
            survey=office.plan.name,
            decision=office.plan.invite.decision,
            place=office.plan.province,
        )
        if not arguments.dry_run:
            _write(arguments.to, head, office, samples, annexes)
        return samples

    samples = run(work, arguments.config)
    people = sum(len(one.people) for sample in samples.values() for one in sample.lists)
    slips = sum(len(sample.slips) for sample in samples.values())
    done = ("Sẽ ghi", "Would write") if arguments.dry_run else ("Đã ghi", "Wrote")
    note(
        f"{done[0]} danh sách của {len(samples)} đơn vị ({people} người), {slips} phiếu mời giấy,"
        f" {len(annexes)} phụ lục vào {arguments.to}",
        f"{done[1]} the lists of {len(samples)} units ({people} people), {slips} slips,"
        f" {len(annexes)} annexes to {arguments.to}",
    )
    if not arguments.dry_run:
        note(
            "Có tên, địa chỉ, số điện thoại: giữ kín, việc xuất đã ghi nhật ký",
            "They name people: keep them closed; the export is in the audit trail",
        )
    next_step("sipas wave open", "phát hành mẫu chính thức", "release the official sample")
    return DONE


async def _samples(unit: UnitOfWork, office: Office, *, slips_for_all: bool) -> Mapping[UnitCode, _Sample]:
    drawn = {code: record for code, record, _ in await unit.samples.draws(office.wave.id)}
    if not drawn:
        raise CommandError("Chưa chọn mẫu: chạy `sipas draw` | No sample yet: run `sipas draw`")
    records = await unit.cases.all(office.wave.id)
    people = await unit.contacts.people({record.person for record in records})
    by_unit: dict[UnitCode, list[CaseRecord]] = {}
    for record in records:
        by_unit.setdefault(record.case.unit, []).append(record)
    samples: dict[UnitCode, _Sample] = {}
    for one in office.plan.units:
        if one.code in by_unit:
            cases = by_unit[one.code]
            samples[one.code] = _Sample(
                list(_lists(office, drawn[one.code], cases, people)),
                list(_slips(office, cases, people, for_all=slips_for_all)),
            )
    return samples


def _lists(
    office: Office, record: bytes, cases: Sequence[CaseRecord], people: Mapping[PersonId, Person]
) -> Iterator[SampleList]:
    from bot.reports.sample_lists import ListedPerson, ListKind, SampleList

    unit = office.plan.unit(cases[0].case.unit)
    services = {service.code: service for service in unit.services}
    for written in json.loads(record)["services"]:
        service = services[ServiceCode(written["service"])]
        kinds = (
            {SampleRole.SELECTED: ListKind.INVITED, SampleRole.RESERVE: ListKind.INVITED_RESERVE}
            if service.is_list
            else {SampleRole.SELECTED: ListKind.OFFICIAL, SampleRole.RESERVE: ListKind.RESERVE}
        )
        for role, kind in kinds.items():
            chosen = [one for one in cases if one.case.service == service.code and one.case.role is role]
            if not chosen:
                continue
            yield SampleList(
                kind=kind,
                unit=unit.name,
                service=service.name,
                size=written["N"],
                n=written["n"],
                interval=written["k"],
                people=tuple(
                    ListedPerson(
                        serial=one.serial,
                        name=people[one.person].name,
                        address=people[one.person].address,
                        phone=people[one.person].phone,
                        organisation=people[one.person].organisation,
                        note=f"Mượn: {services[one.borrowed_from].name}" if one.borrowed_from else "",
                    )
                    for one in chosen
                ),
            )


def _slips(
    office: Office, cases: Sequence[CaseRecord], people: Mapping[PersonId, Person], *, for_all: bool
) -> Iterator[Slip]:
    """Slips for the official sample's people no message can reach, or for all of them."""
    from bot.reports.letters import Slip

    for one in cases:
        person = people[one.person]
        if one.case.role is SampleRole.SELECTED and (for_all or not person.phone):
            unit = office.plan.unit(one.case.unit)
            service = office.plan.service(one.case.unit, one.case.service)
            yield Slip(person.name, person.address, unit.name, service.name, one.check_code)


def _write(
    folder: Path,
    head: Head,
    office: Office,
    samples: Mapping[UnitCode, _Sample],
    annexes: Sequence[tuple[str, Paper]],
) -> None:
    from bot.reports.letters import write_slips
    from bot.reports.sample_lists import allocation_paper, merged_papers, paper_of, write_workbook
    from bot.reports.sample_papers import write_document

    server = office.config.server.public_url.rstrip("/") if office.config.web.enabled else ""
    check_page = f"{server}/kiem-tra" if server else ""
    hotline = office.plan.invite.hotline
    folder.mkdir(parents=True, exist_ok=True)
    listed = [one for sample in samples.values() for one in sample.lists]
    write_privately(folder / "tong_hop.xlsx", write_workbook(head, merged_papers(listed)))
    for name, paper in [("phan_bo", allocation_paper(listed)), *annexes]:
        write_privately(folder / f"{name}.xlsx", write_workbook(head, [paper]))
        write_privately(folder / f"{name}.docx", write_document(head, [paper]))
    with progress() as display:
        task = display.add_task(either("Lập danh sách", "Lists"), total=len(samples), detail="")
        for code, sample in samples.items():
            papers = [paper_of(one, number) for number, one in enumerate(sample.lists, 1)]
            write_privately(folder / f"{code}.xlsx", write_workbook(head, papers))
            write_privately(folder / f"{code}.docx", write_document(head, papers))
            if sample.slips:
                path = folder / f"{code}_phieu_moi.docx"
                write_privately(path, write_slips(head, hotline, sample.slips, check_page=check_page))
            display.update(task, advance=1, detail=code)


def _annexes(folder: Path) -> Iterator[tuple[str, Paper]]:
    """The annexes that `sipas plan areas` wrote to `folder`, as papers."""
    from bot.reports.sample_lists import Column, Paper

    found = [name for name in _ANNEXES if (folder / f"{name}.csv").is_file()]
    if not found:
        raise CommandError(f"{folder}: không có phu_luc_01.csv … | no annexes there, see `sipas plan areas`")
    for name in found:
        with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            header, *rows = csv.reader(file)
        title, subtitle = _ANNEXES[name]
        widest = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
        widths = [min(max(wide, 7), 30) for wide in (6, *widest)]
        yield (
            name,
            Paper(
                name=title.capitalize(),
                title=title,
                lines=(subtitle, f"{len(rows)} dòng"),
                columns=tuple(map(Column, ("STT", *header), widths)),
                rows=tuple((str(at), *row) for at, row in enumerate(rows, 1)),
                is_wide=len(header) > 5,
            ),
        )
