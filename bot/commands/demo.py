"""`sipas demo`: any scheme from lists to report, with synthetic people; Sơn La 2024 unless told otherwise.

Every step is the command a province would run: the same use cases, a server of its own, providers
on loopback. All weeks of fieldwork pass on a simulated clock.
"""

from __future__ import annotations

import argparse
import random
import secrets
import shutil
import socket
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.bootstrap import open_database, settle_memory
from bot.commands.console import console, either, next_step, note
from bot.commands.context import Office, opened
from bot.commands.demo_zalo import RehearsedZalo
from bot.commands.draw import draw_wave, print_draw
from bot.commands.failures import CommandError
from bot.commands.frame_intake import import_files
from bot.commands.frame_words import print_outcomes, print_problems, write_problems
from bot.commands.plan_areas import print_annexes, read_annexes, write_annexes
from bot.commands.report import Written, print_report, write_report
from bot.commands.setup import make_key
from bot.commands.wave import make_wave, note_without_phone
from bot.config import Config, load_config
from bot.emulators.citizens import answer_backcheck
from bot.emulators.register import Register, write_register
from bot.emulators.register_households import HouseholdLists
from bot.loops import run
from bot.plans import read_plan_text
from bot.rehearsal.conductor import Collector, conduct
from bot.rehearsal.excerpt import by_zalo, excerpt
from bot.rehearsal.screen import Screen, board_of, facts_of, local_time
from bot.rehearsal.town import Town
from bot.usecases.check_database import check_database
from bot.usecases.draw_sample import DrawOutcome
from bot.usecases.import_frame import FrameOutcome
from bot.usecases.open_wave import Opened, close_wave, open_wave
from bot.usecases.verify_case import draw_backchecks, record_backcheck
from storage import migrate
from storage.verify import Finding
from survey_flows.ids import UnitCode
from survey_flows.plans.annexes import Annexes
from survey_flows.plans.plan import Plan, parse_plan
from survey_flows.verification.backcheck import BackCheckOutcome

TEAM = "team:MTTQ-CCB"
NUMBER = "8062"
BOARD_EVERY_S = 1.0
TELEGRAM, ZALO = "telegram,sms", "zalo,sms"
"""What `--channels` takes: where who likes chats answers; SMS reaches everybody."""


def demo(arguments: argparse.Namespace) -> int:
    """Run everything; exit code 1 when a rule that must hold is broken afterwards."""
    began = time.monotonic()
    settle_memory()
    text = read_plan_text(arguments.scheme)
    if arguments.units:
        text = excerpt(text, arguments.units)
    if arguments.channels == ZALO:
        text = by_zalo(text)
    plan = parse_plan(text, source=arguments.scheme)
    folder: Path = arguments.to
    prepare_folder(folder)
    console().print(
        either(
            f"[bold]Diễn tập: {plan.name}[/] – mọi người và số liệu đều là [bold red]mô phỏng[/]\n",
            f"[bold]Rehearsal: {plan.name_en}[/] – all people and figures are [bold red]synthetic[/]\n",
        )
    )
    rehearsal = run(
        Rehearsal(
            folder, plan, text, seed=arguments.seed, scale=arguments.scale, channels=arguments.channels
        ).run()
    )
    if rehearsal.annexes is not None:
        print_annexes(rehearsal.annexes)
    print_outcomes(rehearsal.outcomes)
    print_problems([problem for outcome in rehearsal.outcomes for problem in outcome.problems], most=4)
    print_draw(rehearsal.drawn, plan)
    note_without_phone(rehearsal.opened.without_phone)
    print_report(rehearsal.written)
    note(f"Mọi lỗi danh sách: {folder / 'problems.csv'}", f"Every frame problem: {folder / 'problems.csv'}")
    note(f"Cơ sở dữ liệu: {folder / 'sipas.db'}", f"Database: {folder / 'sipas.db'}")
    for finding in rehearsal.findings:
        console().print(
            f"  ✗ {finding.invariant} {finding.subject}: {finding.message}", markup=False, style="red"
        )
    seconds = time.monotonic() - began
    messages = sum(rehearsal.traffic.values())
    note(
        f"Xong trong {seconds:.0f} giây: {rehearsal.steps} bước thời gian, {messages} tin nhắn qua lại, "
        f"{'mọi bất biến đều đúng' if not rehearsal.findings else 'CÓ BẤT BIẾN SAI'}",
        f"Done in {seconds:.0f} s: {rehearsal.steps} steps of time, {messages} messages, "
        f"{'every invariant holds' if not rehearsal.findings else 'BROKEN INVARIANTS'}",
    )
    next_step(
        f"sipas --config {folder / 'config.toml'} status", "xem tiến độ từng đơn vị", "progress by unit"
    )
    return 1 if rehearsal.findings else 0


def prepare_folder(folder: Path) -> None:
    """Empty the folder of an earlier rehearsal; refuse anything else that is not empty."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / "register").is_dir():
            raise CommandError(f"{folder}: không phải thư mục diễn tập | not the folder of a rehearsal")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)


class Rehearsal:
    """One run of the whole survey; what it made stays in its attributes."""

    outcomes: list[FrameOutcome]
    drawn: DrawOutcome
    written: Written
    findings: list[Finding]
    annexes: Annexes | None = None
    opened: Opened
    steps: int
    traffic: dict[str, int]

    def __init__(
        self, folder: Path, plan: Plan, text: str, *, seed: int, scale: float, channels: str = TELEGRAM
    ) -> None:
        """`text` is what `plan` was read from: the collector reads it again. `channels` as on the line."""
        self.plan = plan
        self._text = text
        self._folder = folder
        self._seed = seed
        self._scale = scale
        self._channels = channels
        self._screen = Screen(console())
        self._token = f"7000000001:{secrets.token_urlsafe(26)[:35]}"
        self._login = ("sipas", secrets.token_urlsafe(12))
        self._key = secrets.token_urlsafe(24)
        self._secret = secrets.token_urlsafe(36)
        self._board_at = 0.0

    async def run(self) -> Rehearsal:
        """All stages in order."""
        with self._screen.shown():
            plan, config = self.plan, await self._set_up()
            register = self._write_register(plan)
            async with opened(config, now=self._before(plan)) as office:
                await self._import(office, register)
                await self._draw(office)
            await self._field(config, register)
            async with opened(config, now=self._after(plan)) as office:
                await self._verify_and_close(office)
            async with opened(config, now=self._after(plan)) as office:
                stage = self._screen.stage("Chỉ số và báo cáo", "Indices and report", 2)
                self.written = await write_report(office, self._folder / "report", is_synthetic=True)
                self._screen.advance(stage, detail="XLSX, HTML")
                self.findings = await check_database(office.database)
                self._screen.advance(stage, detail=either("kiểm tra bất biến", "invariants checked"))
        return self

    async def _set_up(self) -> Config:
        stage = self._screen.stage("Khóa, cơ sở dữ liệu, đợt", "Keys, database, wave", 3)
        self._port = _free_port()
        self._zalo = RehearsedZalo(self.plan, self._port) if self._channels == ZALO else None
        path = self._folder / "config.toml"
        (self._folder / "plan.toml").write_text(self._text, encoding="utf-8")
        self._write_config(path, telegram_url="http://127.0.0.1:1/bot", sms_url="http://127.0.0.1:1/")
        config = load_config(path, {})
        make_key(config.keys.file)
        self._screen.advance(stage)
        migrate(config.database.url)
        self._screen.advance(stage)
        database = open_database(config)
        await database.open()
        await make_wave(config, database, name="", now=datetime.now(UTC))
        await database.close()
        self._screen.advance(stage, detail=self.plan.name)
        return config

    def _write_register(self, plan: Plan) -> Register:
        senders = sum(bool(unit.services) for unit in plan.units)
        stage = self._screen.stage("Danh sách mô phỏng", "Synthetic register", senders)
        return write_register(
            plan,
            self._folder / "register",
            seed=self._seed,
            scale=self._scale,
            on_unit=lambda unit, lines: self._screen.advance(
                stage, detail=f"{plan.unit(unit).name}: {lines}"
            ),
        )

    async def _import(self, office: Office, register: Register) -> None:
        files = [file.path for file in register.files]
        if register.households is not None:
            files.append(self._draw_areas(register.households))
        stage = self._screen.stage("Nhập danh sách", "Importing the lists", len(files))
        self.outcomes = await import_files(
            office, files, on_file=lambda path: self._screen.advance(stage, detail=path.stem)
        )
        problems = [problem for outcome in self.outcomes for problem in outcome.problems]
        write_problems(self._folder / "problems.csv", problems)

    def _draw_areas(self, lists: HouseholdLists) -> Path:
        """`sipas plan areas`: from the districts' lists to the list of households."""
        stage = self._screen.stage("Chọn xã, thôn, hộ", "Communes, villages, households", 1)
        self.annexes = read_annexes(self.plan, lists.villages, lists.households)
        annex = write_annexes(self.plan, self.annexes, self._folder / "annexes")
        self._screen.advance(
            stage,
            detail=either(f"{len(self.annexes.households)} hộ", f"{len(self.annexes.households)} households"),
        )
        return annex

    async def _draw(self, office: Office) -> None:
        stage = self._screen.stage("Chọn mẫu", "Drawing the samples", len(office.plan.units))
        self.drawn = await draw_wave(
            office, on_unit=lambda draw: self._screen.advance(stage, detail=office.plan.unit(draw.unit).name)
        )
        async with office.database.begin() as unit:
            self.opened = await open_wave(
                unit, office.wave.id, office.plan.contact_hours(), actor=office.actor, now=office.now
            )

    async def _field(self, config: Config, register: Register) -> None:
        hours = self.plan.contact_hours()
        start, end = self._before(self.plan), hours.closes_for_good
        weeks = round((end - start) / timedelta(weeks=1))
        stage = self._screen.stage(
            f"{weeks} tuần thực địa", f"{weeks} weeks of fieldwork", (end - start).total_seconds()
        )
        town = Town(
            register.people_by_phone,
            {unit.name: unit.parent or unit.code for unit in self.plan.units},
            frozenset(draw.unit for draw in self.drawn.draws if draw.reserve_count == 0),
            seed=self._seed,
            token=self._token,
            number=NUMBER,
            sms_login=self._login,
            sms_get_url=(
                f"http://127.0.0.1:{self._port}/hooks/sms?from=%p&to=%P&text=%a&charset=%C&coding=%c"
                f"&time=%T&id=%I&key={self._key}"
            ),
            starts_at=start,
            zalo=self._zalo.account if self._zalo is not None else None,
        )
        await town.start()
        settle_memory()
        self._write_config(
            self._folder / "config.toml",
            telegram_url=town.telegram.base_url,
            sms_url=town.sms.sendsms_url,
            zalo_url=town.zalo.emulator.url if town.zalo is not None else "",
        )
        if self._zalo is not None and town.zalo is not None:
            await self._zalo.authorise(load_config(self._folder / "config.toml", {}), town.zalo, start)
        collector = Collector(self._folder / "config.toml", self._port, self._folder / "server.log")
        checked_at = end - timedelta(days=7)
        try:
            await collector.start()
            async with opened(config, now=start) as office:
                is_checked = False

                async def on_step(moment: datetime) -> None:
                    nonlocal is_checked
                    if moment >= checked_at and not is_checked:
                        is_checked = True
                        await self._call_back(replace(office, now=moment))
                    if time.monotonic() - self._board_at > BOARD_EVERY_S:
                        self._board_at = time.monotonic()
                        await self._show_board(office, moment)
                        local = local_time(moment, hours)
                        self._screen.set(stage, (moment - start).total_seconds(), f"{local:%d/%m/%Y %H:%M}")

                self.steps = await conduct(collector, town, start=start, end=end, on_step=on_step)
                self._screen.set(stage, (end - start).total_seconds(), either("kết thúc", "finished"))
        finally:
            await collector.stop()
            await town.close()
        self.traffic = dict(town.counts)

    async def _show_board(self, office: Office, moment: datetime) -> None:
        async with office.database.reading() as unit:
            cells = await unit.queries.progress(office.wave.id)
        reporting: dict[str, str] = {one.code: one.parent or one.code for one in self.plan.units}
        names: dict[str, str] = {
            one.code: one.name
            for one in self.plan.units
            if one.parent is None and (one.services or self.plan.children(one.code))
        }
        self._screen.show_board(
            board_of(cells, reporting, names), facts_of(cells, moment, self.plan.contact_hours())
        )

    async def _verify_and_close(self, office: Office) -> None:
        async with office.database.begin() as unit:
            await close_wave(unit, office.wave.id, actor=office.actor, now=office.now)
        await self._call_back(office)

    async def _call_back(self, office: Office) -> None:
        """Supervisors call the random share of what has come in, one person after the other."""
        rules = office.plan.verification
        async with office.database.begin() as unit:
            await draw_backchecks(
                unit, office.wave.id, rules, seed=self._seed, is_dry_run=False, actor=TEAM, now=office.now
            )
            pending = await unit.reviews.pending(office.wave.id)
        if not pending:
            return
        stage = self._screen.stage("Phúc tra qua điện thoại", "Verification calls", len(pending))
        codes = [content.code for content in office.plan.verification.contents]
        for row in pending:
            found = answer_backcheck(random.Random(f"{self._seed}/{row.case_id}"))
            contents = {
                BackCheckOutcome.CONFIRMED: dict.fromkeys(codes, True),
                BackCheckOutcome.CONTENT_FAILED: {code: code != codes[1] for code in codes},
            }.get(found, {})
            async with office.database.begin() as unit:
                await record_backcheck(
                    unit, office.wave.id, row.case_id, found, contents, by=TEAM, now=office.now
                )
            self._screen.advance(stage, detail=office.plan.unit(UnitCode(row.stratum)).name)

    def _write_config(self, path: Path, *, telegram_url: str, sms_url: str, zalo_url: str = "") -> None:
        folder = self._folder
        zalo = self._zalo.sections(zalo_url, folder) if self._zalo is not None and zalo_url else ""
        path.write_text(
            f"""\
# A rehearsal's configuration: providers on loopback, a clock that is set from outside.
[survey]
plan = "{folder / "plan.toml"}"
[database]
url = "sqlite+aiosqlite:///{folder / "sipas.db"}"
[keys]
file = "{folder / "sipas.key"}"
[server]
port = {self._port}
public_url = "http://127.0.0.1:{self._port}"
[telegram]
enabled = {"false" if self._zalo is not None else "true"}
receive = "webhook"
token = "{self._token}"
secret = "{self._secret}"
base_url = "{telegram_url}"
bot_name = "SipasDienTapBot"
messages_per_second = 5000
in_flight = 128
[sms]
enabled = true
sendsms_url = "{sms_url}"
username = "{self._login[0]}"
password = "{self._login[1]}"
sender = "{NUMBER}"
webhook_key = "{self._key}"
messages_per_second = 5000
in_flight = 128
{zalo}[clock]
kind = "simulated"
starts_at = "{self._before(self.plan).isoformat()}"
[log]
level = "WARNING"
""",
            encoding="utf-8",
        )
        path.chmod(0o600)

    @staticmethod
    def _before(plan: Plan) -> datetime:
        return plan.contact_hours().opens_first - timedelta(hours=1)

    @staticmethod
    def _after(plan: Plan) -> datetime:
        return plan.contact_hours().closes_for_good + timedelta(hours=12)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
