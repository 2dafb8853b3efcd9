"""`sipas export`: the de-identified data of a wave as a bundle, restricted or public."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.console import console, next_step, note
from bot.commands.context import Office, run
from bot.commands.failures import CommandError
from bot.commands.private_files import write_privately
from bot.commands.report import compile_results, read_previous, validity_rules
from bot.commands.told import told_before
from bot.usecases.collect_results import collect_results
from storage.waves import WaveStatus

if TYPE_CHECKING:
    from bot.reports.bundle import Source
    from bot.reports.model import YearFigure

COUNTING = ("scoring", "survey_flows", "bot.reports")
"""The packages that decide what a figure is."""


def export(arguments: argparse.Namespace) -> int:
    """Write the files, each replaced whole, the manifest last."""

    async def work(office: Office) -> dict[str, bytes]:
        if arguments.public and office.wave.status is not WaveStatus.CLOSED:
            raise CommandError(
                "Gói công khai chỉ xuất khi đợt đã kết thúc: hai gói khác ngày trừ đi thì lộ người trả lời "
                "| the public bundle waits for the end of the wave: two of them tell who answered in between"
            )
        history = tuple(one for path in arguments.previous for one in read_previous(path, office.plan))
        source = await source_of(office, history=history)
        return made(source, is_public=arguments.public, k=arguments.k)

    content = run(work, arguments.config, arguments.wave)
    _say(content)
    if arguments.dry_run:
        note("Chạy thử: chưa ghi tệp nào", "Dry run: no file was written")
        return 0
    arguments.to.mkdir(parents=True, exist_ok=True)
    for name, file in content.items():
        write_privately(arguments.to / name, file)
    note(f"Đã ghi {len(content)} tệp vào {arguments.to}", f"{len(content)} files written to {arguments.to}")
    if not arguments.public:
        next_step(
            f"sipas recompute {arguments.to}", "tính lại mọi số liệu từ gói", "compute every figure again"
        )
    return 0


async def source_of(
    office: Office, *, history: tuple[YearFigure, ...] = (), is_synthetic: bool | None = None
) -> Source:
    """The present data of the wave with the report they give; CommandError when nobody answered."""
    from bot.reports.bundle import Source

    async with office.database.reading() as unit:
        results = await collect_results(unit, office.wave.id, validity_rules(office.plan))
        earlier = await told_before(unit, office.wave)
    if not results.forms:
        raise CommandError("Chưa có phiếu hợp lệ nào để tính | no valid form yet")
    made_up = office.config.clock.kind == "simulated" if is_synthetic is None else is_synthetic
    return Source(
        wave=office.wave.name,
        plan=office.plan,
        plan_text=office.wave.plan_text,
        results=results,
        report=compile_results(office, results, is_synthetic=made_up, history=history, earlier=earlier),
        now=office.now,
        code=code_version(),
        history=history,
        is_synthetic=made_up,
        earlier=earlier,
    )


def made(source: Source, *, is_public: bool, k: int) -> dict[str, bytes]:
    """The bundle's files; CommandError for a k that protects nobody."""
    from bot.reports.bundle import bundle_files

    if k < 2:
        raise CommandError("--k phải từ 2 trở lên | --k must be at least 2")
    return bundle_files(source, is_public=is_public, k=k)


@cache
def code_version() -> str:
    """The program's version, and the SHA-256 of the sources that decide what a figure is."""
    digest = hashlib.sha256()
    for package in COUNTING:
        for name, source in sorted(_sources(files(package), package)):
            digest.update(f"{name}\n".encode())
            digest.update(source)
    try:
        number = version("sipas-collector")
    except PackageNotFoundError:  # run from the sources, not installed
        number = "0"
    return f"{number}+{digest.hexdigest()[:16]}"


def _sources(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _sources(entry, f"{name}/{entry.name}")
        elif entry.name.endswith((".py", ".toml", ".md")):
            yield f"{name}/{entry.name}", entry.read_bytes()


def read_bundle(folder: Path) -> dict[str, bytes]:
    """Every file of a folder. Raises CommandError when there is none."""
    if not folder.is_dir():
        raise CommandError(f"{folder}: không có thư mục này | no such folder")
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def _say(content: Mapping[str, bytes]) -> None:
    """What is in it, and what de-identifying came to."""
    import json

    from bot.reports.bundle import MANIFEST

    manifest = json.loads(content[MANIFEST])
    found = manifest["anonymity"]
    for name, file in content.items():
        console().print(f"  {name:<44} {len(file):>10,} B", markup=False)
    note(
        f"{manifest['responses']} phiếu; k = {found['k']}: nhóm nhỏ nhất cùng đơn vị và đặc điểm có "
        f"{found['smallest']} người; đã bỏ {found['blanked']} và gộp {found['merged']} câu về người trả lời",
        f"{manifest['responses']} forms; k = {found['k']}: the smallest group of one unit and description "
        f"has {found['smallest']} people; {found['blanked']} describing answers blanked, "
        f"{found['merged']} merged",
    )
    if found["small_units"]:
        note(
            f"{found['small_units']} đơn vị có dưới {found['k']} phiếu: đặc điểm người trả lời đã bỏ hết",
            f"{found['small_units']} units with fewer than {found['k']} forms: descriptions blanked wholly",
        )
    if manifest["kind"] == "restricted":
        note(
            f"Gói hạn chế: {found['small_cells']} lĩnh vực có dưới {found['k']} phiếu vẫn thấy được từng "
            "dòng. Chỉ giao cho người đã ký cam kết.",
            f"Restricted: rows of {found['small_cells']} services with fewer than {found['k']} forms are "
            "there. Only for those who signed.",
        )
