"""The short form on the back of an appointment slip: anybody with its code, apart from the sample."""

from __future__ import annotations

import asyncio
import io
import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.bootstrap import new_code
from bot.cli import main
from bot.usecases.print_slips import cancel_slips, print_slips, terms_of
from storage.slips import SlipBatch
from survey_flows.ids import UnitCode
from survey_flows.plans.plan import parse_plan
from tests.builders import MORNING, UNIT, Chooses, Shape, Templates, World, phone, tiny_plan
from tests.conftest import Worlds
from tests.e2e.zalo_province import Province

SECTION = """
[continuous]
form = "soc_trang_short"
kinds = ["SO"]
printed_on = "phiếu hẹn trả kết quả"
entry = ["slip_code", "qr"]
answers_per_slip = 1
open_days = 10
first_day = 2024-09-01
last_day = 2024-12-31
hotline_interviews = true
reported = "apart"

[questionnaire]"""
WITH_SLIPS = Shape(changes=(("\n[questionnaire]", SECTION),))
CITIZEN, OTHER = 6_000_000_001, 6_000_000_002


async def printed(world: World, count: int = 3) -> list[str]:
    """Print slips of the one unit; returns their codes."""
    plan = parse_plan(tiny_plan(WITH_SLIPS), source="tiny.toml")
    async with world.collector.database.begin() as unit:
        terms = await terms_of(unit, world.wave, plan, UnitCode(UNIT), world.now)
        assert terms is not None
        made = await print_slips(unit, terms, count, new_code=new_code, actor="test", now=world.now)
    return [slip.code for slip in made]


@pytest.fixture
async def world(worlds: Worlds) -> World:
    world = await worlds.open(WITH_SLIPS)
    await world.at(MORNING)
    return world


async def batch(world: World) -> SlipBatch:
    async with world.collector.database.reading() as unit:
        [one] = await unit.slips.batches(world.wave)
        return one


async def records(world: World) -> list[dict[str, str]]:
    """The answers of every short form completed."""
    async with world.collector.database.reading() as unit:
        return [json.loads(one.record)["a"] for one in await unit.slips.responses(world.wave)]


async def nothing_of_the_sample(world: World) -> None:
    """No response, no case answered, and nothing wrong."""
    async with world.collector.database.reading() as unit:
        assert await unit.interviews.responses(world.wave) == []
    assert set(await world.dispositions()) == {"contacted", "reserved"}
    assert await world.findings() == []


async def test_a_citizen_answers_a_slip_by_sms(world: World) -> None:
    [code, *_] = await printed(world)
    sender = phone(77)
    await world.text(sender, f"ST {code.lower()}")
    assert "giay hen" in world.texts(sender)[-1]
    await world.finish_by_sms(sender)
    await world.text(sender, "Nen mo cua ca thu Bay")
    [answers] = await records(world)
    assert answers.keys() >= {"s1", "s2", "s3", "s4", "s5"}
    assert answers["s6"] == "Nen mo cua ca thu Bay"
    assert ((await batch(world)).taken, (await batch(world)).complete) == (1, 1)
    await nothing_of_the_sample(world)


async def test_the_record_of_a_slip_tells_how_it_was_answered(world: World) -> None:
    [code, *_] = await printed(world)
    sender, began = phone(77), world.now
    await world.text(sender, f"ST {code}")
    await world.at(began + timedelta(minutes=4))
    await world.finish_by_sms(sender)
    await world.text(sender, "Nen mo cua ca thu Bay")
    async with world.collector.database.reading() as unit:
        [response] = await unit.slips.responses(world.wave)
    process = json.loads(response.record)["p"]
    assert (process["l"], process["c"]) == ("vi", "sms")
    assert datetime.fromisoformat(process["b"]) == began
    assert datetime.fromisoformat(process["e"]) == response.completed_at.replace(microsecond=0)


async def test_a_citizen_scans_a_slip_on_telegram(world: World) -> None:
    [code, *_] = await printed(world)
    await world.telegram.user_starts(CITIZEN, code)
    await world.quiet()
    assert "giấy hẹn" in world.cards[CITIZEN].text
    await world.finish_by_chat(CITIZEN, Chooses(lambda _text, choices: choices - 1))
    await world.press(CITIZEN, "skip")
    assert len(await records(world)) == 1
    await world.chat(CITIZEN, "cảm ơn")
    assert (await batch(world)).complete == 1
    await nothing_of_the_sample(world)


async def test_a_slip_is_answered_once_and_its_owner_may_come_back(world: World) -> None:
    [code, *_] = await printed(world)
    await world.chat(CITIZEN, code)
    await world.finish_by_chat(CITIZEN, steps=2)
    await world.chat(OTHER, code)
    assert "đã có người trả lời" in world.cards[OTHER].text
    await world.chat(CITIZEN, code)
    assert "giấy hẹn" not in world.cards[CITIZEN].text, "the interview goes on where it stood"
    assert (await batch(world)).taken == 1
    for _ in range(8):
        await world.chat(OTHER, code)
    assert len(world.telegram.messages(OTHER)) == 5, "wrong codes are counted as everywhere"


async def test_a_slip_expires_and_who_began_in_time_may_finish(world: World) -> None:
    first, second, _ = await printed(world)
    await world.chat(CITIZEN, first)
    await world.finish_by_chat(CITIZEN, steps=2)
    await world.after(days=11)
    await world.chat(OTHER, second)
    assert "hết hạn" in world.cards[OTHER].text
    await world.finish_by_chat(CITIZEN)
    await world.press(CITIZEN, "skip")
    assert len(await records(world)) == 1
    assert await world.findings() == []


async def test_a_stop_said_to_a_slip_holds(world: World) -> None:
    first, second, _ = await printed(world)
    await world.chat(CITIZEN, first)
    await world.chat(CITIZEN, "HUY")
    shown = len(world.telegram.messages(CITIZEN))
    await world.chat(CITIZEN, second)
    assert len(world.telegram.messages(CITIZEN)) == shown
    assert (await batch(world)).ended == 1
    assert await world.findings() == []


async def test_who_stopped_at_a_slip_may_ask_back_in(world: World) -> None:
    [code, *_] = await printed(world)
    await world.chat(CITIZEN, code)
    await world.finish_by_chat(CITIZEN, steps=2)
    await world.chat(CITIZEN, "HUY")
    shown = len(world.telegram.messages(CITIZEN))
    await world.chat(CITIZEN, "tham gia lại")
    assert len(world.telegram.messages(CITIZEN)) == shown + 1
    await world.finish_by_chat(CITIZEN)
    await world.press(CITIZEN, "skip")
    assert len(await records(world)) == 1
    assert await world.findings() == []


async def test_a_sampled_person_answers_a_slip_beside_the_case(world: World) -> None:
    [code, *_] = await printed(world)
    number = world.invited()[0]
    await world.text(number, f"SL {world.code_of(number)}")
    await world.finish_by_sms(number, steps=3)
    before = await world.answers_of(number)
    await world.text(number, f"SL {code}")
    await world.finish_by_sms(number)
    await world.text(number, "khong co gi")
    assert len(await records(world)) == 1
    assert await world.answers_of(number) == before, "nothing of the slip is the case's"
    await world.text(number, "tiep")
    await world.finish_by_sms(number)
    assert (await world.case_of(number)).place == "completed"
    assert await world.findings() == []


async def test_a_stop_of_a_sampled_person_is_the_cases_too(world: World) -> None:
    [code, *_] = await printed(world)
    number = world.invited()[0]
    await world.text(number, f"SL {code}")
    await world.text(number, "HUY")
    assert (await world.case_of(number)).case.disposition.value == "opted_out"
    assert (await batch(world)).ended == 1
    assert await world.findings() == []


async def test_a_cancelled_batch_opens_nothing(world: World) -> None:
    [code, *_] = await printed(world)
    async with world.collector.database.begin() as unit:
        assert await cancel_slips(unit, world.wave, 1, actor="test", now=world.now) == 3
        assert await cancel_slips(unit, world.wave, 1, actor="test", now=world.now) == 0
    await world.chat(CITIZEN, code)
    assert "hết hạn" in world.cards[CITIZEN].text
    assert (await batch(world)).is_cancelled


async def test_slips_go_on_while_the_sample_rests_and_after_it_is_closed(world: World) -> None:
    [code, *_] = await printed(world)
    await world.at(datetime(2024, 10, 1, 22, 0, tzinfo=MORNING.tzinfo))
    await world.chat(CITIZEN, code)
    assert "giấy hẹn" in world.cards[CITIZEN].text, "an answer leaves at any hour"


class Office:
    """An officer's terminal beside the running collector."""

    def __init__(self, world: World, shown: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self._world, self._shown, self._patch = world, shown, patch

    async def sipas(self, *words: str, said: str = "") -> tuple[int, str]:
        """Run a command with `said` typed in; returns its exit code and what it printed, on one line."""
        self._patch.setattr("sys.stdin", io.StringIO(said))
        arguments = ["--config", str(self._world.folder / "config.toml"), *words]
        code = await asyncio.to_thread(main, arguments)
        shown = self._shown.readouterr()
        return code, " ".join((shown.out + shown.err).split())


@pytest.fixture
def office(world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(world, capsys, monkeypatch)


async def test_a_printed_batch_is_scanned_asked_for_and_reported_apart(world: World, office: Office) -> None:
    prints, reports = world.folder / "phieu", world.folder / "ket_qua"
    code, told = await office.sipas(
        "slips", "print", "Sở Giao thông vận tải", "--count", "3", "--to", str(prints)
    )
    assert (code, "tập 1: 3 phiếu hẹn" in told) == (0, True)
    [path] = prints.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    document = Document(str(path))
    assert len(document.inline_shapes) == 9, "a picture for each channel on each slip"
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    codes = [found[1].replace(" ", "") for text in cells if (found := re.search(r"Mã: (\w{4} \w{4})", text))]
    assert len(set(codes)) == 3
    assert all("0212 3855 000" in text for text in cells if text)
    shown = world.settings.url.partition("://")[2]
    assert f"Mở {shown} và nhập mã {codes[0]}; nhắn " in cells[0]
    for chat, slip in enumerate(codes[:2], CITIZEN):
        await world.chat(chat, slip)
        await world.finish_by_chat(chat)
        await world.chat(chat, "Nên mở cửa cả thứ Bảy")
    code, told = await office.sipas("slips", "ask", codes[2], said="1\n4\n5\n2\n5\n2\n/skip\n")
    assert (code, "Đã ghi một phiếu qua tổng đài" in told) == (0, True)
    code, told = await office.sipas("slips", "ask", codes[2])
    assert (code, "đã có người trả lời" in told) == (1, True)
    code, _ = await office.sipas("slips", "ask", UNIT, said="1\n4\n")
    assert code == 0
    code, told = await office.sipas("slips", "list")
    assert ("tổng đài" in told, code) == (True, 0)
    code, told = await office.sipas("slips", "report", "--to", str(reports))
    assert (code, "3 phiếu tự nguyện" in told) == (0, True)
    book = load_workbook(reports / "tu_nguyen_phieu_hen.xlsx")
    assert book.sheetnames == ["Theo đơn vị", "Từng câu", "Cách trả lời", "Lời nhắn"]
    ways = [[str(cell.value) for cell in row[:4]] for row in book["Cách trả lời"].iter_rows()]
    assert ["Telegram", "2", "Tiếng Việt 2", "–"] in ways
    assert ["Tổng đài", "1", "Tiếng Việt 1", "–"] in ways
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert "Nên mở cửa cả thứ Bảy" in texts
    assert any("không cộng vào chỉ số" in text for text in texts)
    assert "–" in texts, "three people make no percentage"
    assert await world.findings() == []
    async with world.collector.database.reading() as unit:
        assert await unit.interviews.responses(world.wave) == []
    code, told = await office.sipas("status")
    assert "3 người tự nguyện trả lời xong" in told


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("print", "SO_KHONG_CO"), "không phải đơn vị phát phiếu hẹn"),
        (("print", UNIT, "--count", "0"), "Mỗi tập từ 1"),
        (("cancel", "7"), "Không có tập 7"),
        (("ask", "2CDF4GH9"), "không đúng"),
    ],
)
async def test_what_cannot_be_done_with_slips_is_said(
    office: Office, words: tuple[str, ...], reason: str
) -> None:
    code, told = await office.sipas("slips", *words)
    assert (code, reason in told) == (1, True), told


async def test_the_code_of_a_letter_opens_the_case_of_its_reader(world: World, office: Office) -> None:
    """Letters are for who has no phone; here everybody sampled gets one beside the message."""
    code, told = await office.sipas("sample", "letters")
    assert (code, "không cần thư" in told) == (0, True)
    code, told = await office.sipas("sample", "letters", "--for-all", "--dry-run")
    assert (code, "Sẽ ghi 2 thư mời" in told) == (0, True)
    folder = world.folder / "thu"
    assert (await office.sipas("sample", "letters", "--for-all", "--to", str(folder)))[0] == 0
    [path] = folder.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    texts = [paragraph.text for paragraph in Document(str(path)).paragraphs]
    codes = [text.partition(": ")[2].replace(" ", "") for text in texts if text.startswith("Mã trả lời: ")]
    assert len(set(codes)) == 2
    await world.chat(CITIZEN, codes[0])
    await world.finish_by_chat(CITIZEN)
    assert (await world.dispositions())["complete"] == 1
    assert await world.findings() == []


async def test_a_slip_is_answered_on_zalo(templates: Templates, tmp_path: Path) -> None:
    """The picture opens the account; whoever scans it types the code there."""
    province = Province(tmp_path / "province", templates)
    province.shape = replace(province.shape, changes=(*province.shape.changes, *WITH_SLIPS.changes))
    async with province:
        await province.at(MORNING)
        [code, *_] = await printed(province, 1)
        await province.says("246845883529197999", f"Tôi có mã {code}")
        assert "giấy hẹn" in province.shown["246845883529197999"].text
        await province.finish_by_zalo("246845883529197999", in_words=True)
        await province.says("246845883529197999", "Không có ý kiến gì thêm")
        assert len(await records(province)) == 1
        assert await province.findings() == []
