"""The interviewer's screen: sign in, my cases alone, the interview written down, what came of a contact."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from unicodedata import normalize

import pytest

from bot.cli import main
from bot.usecases.interview_in_person import ENDINGS, Outcome, hashed
from bot.web.page_texts import OUTCOMES
from survey_flows.fieldwork.dispositions import Disposition, meaning
from survey_flows.ids import CaseId
from tests.builders import World
from tests.e2e.test_web import Browser, session


@dataclass
class Desk:
    """An interviewer at a browser, and their case."""

    browser: Browser
    name: str
    password: str
    number: str
    case: int


def command(world: World, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Run a command as an officer would."""
    assert main(["--config", str(world.folder / "config.toml"), *words]) == 0, words
    return capsys.readouterr().out


async def officers(world: World, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """The same while the collector runs in this very loop."""
    return await asyncio.to_thread(command, world, capsys, *words)


NAME, PASSWORD = "Lò Thị Hoa", "mot mat khau"


@pytest.fixture
async def desk(world: World) -> AsyncIterator[Desk]:
    """An interviewer who has the case of the first person invited, signed in."""
    number = world.invited()[0]
    case = (await world.case_of(number)).case.id
    async with world.collector.database.begin() as unit:
        who = await unit.interviewers.add(NAME, b"salt" * 4, hashed(PASSWORD, b"salt" * 4), world.now)
        await unit.interviewers.assign(who.id, [case], world.now)
    async with session() as http:
        desk = Desk(Browser(http, world.settings.url), NAME, PASSWORD, number, case)
        await desk.browser.post("/pv", [("name", NAME), ("password", PASSWORD)])
        assert desk.browser.path == "/pv", desk.browser.page
        yield desk


async def begin(desk: Desk, mode: str = "phone") -> Browser:
    """Open the case and begin the interview."""
    browser = desk.browser
    await browser.get(f"/pv/{desk.case}")
    mark = next(value for name, value in browser.marks() if name == "mark")
    return await browser.post(f"/pv/{desk.case}/{mode}/moi", [("mark", mark)])


async def send(browser: Browser, values: list[tuple[str, str]]) -> Browser:
    """Send the page of the interview back to where it came from."""
    return await browser.post(browser.path, values)


async def test_the_list_names_nobody_and_the_case_only_whom_to_call(world: World, desk: Desk) -> None:
    browser = desk.browser
    assert "PV001" in browser.page
    assert f"/pv/{desk.case}" in browser.page
    assert "Lò Thị Thử" not in browser.page
    assert desk.number not in browser.page
    await browser.get(f"/pv/{desk.case}")
    assert "Lò Thị Thử" in browser.page
    assert desk.number in browser.page
    async with world.collector.database.reading() as unit:
        acts = [(entry.actor, entry.act) for entry in await unit.audit.entries()]
    assert ("PV001", "interviewer.read_contact") in acts


async def test_an_interview_by_telephone_is_written_down_under_a_pseudonym(world: World, desk: Desk) -> None:
    browser = await begin(desk)
    assert browser.path == f"/pv/{desk.case}/phone"
    assert "đồng ý trả lời" in browser.page
    for _ in range(80):
        if 'name="revision"' not in browser.page:
            break
        await send(browser, browser.filled())
    record = await world.case_of(desk.number)
    assert (record.place, record.channel) == ("completed", "phone")
    async with world.collector.database.reading() as unit:
        [response] = await unit.interviews.responses(world.wave)
        rows = (await unit.interviews.paradata([record.case.id]))[record.case.id]
    assert response.mode == "phone"
    assert ("Interviewer", "PV001") in [(row.kind, row.detail) for row in rows]
    assert await world.findings() == []


async def test_answers_given_alone_are_never_shown_to_an_interviewer(world: World, desk: Desk) -> None:
    await world.text(desk.number, f"SL {world.code_of(desk.number)}")
    await world.finish_by_sms(desk.number, steps=4)
    await world.text(desk.number, "chac la hai long do")
    browser = await begin(desk, "visit")
    assert "có phải" not in browser.page.lower(), "no reading of what was written alone is quoted"
    alone = await world.answers_of(desk.number)
    for _ in range(6):
        assert " checked" not in browser.page
        if "Câu trước" not in browser.page:
            break
        await send(browser, [*browser.marks(), ("move", "back")])
    review = [*browser.marks(), ("press", "-1|!|review")]
    await send(browser, review)
    assert "→" not in browser.page
    await browser.get(f"/pv/{desk.case}/visit")
    for _ in range(3):
        await send(browser, browser.marks())
    assert await world.answers_of(desk.number) == alone, "an empty field takes no answer of theirs away"


async def test_nobody_sees_the_case_of_another(world: World, desk: Desk) -> None:
    other = (await world.case_of(world.invited()[1])).case.id
    browser = desk.browser
    assert f"/pv/{other}" not in browser.page
    await browser.get(f"/pv/{desk.case}")
    mark = next(value for name, value in browser.marks() if name == "mark")
    assert (await browser.get(f"/pv/{other}")).path == "/pv"
    assert (await browser.get(f"/pv/{other}/phone")).path == "/pv"
    assert (await browser.post(f"/pv/{other}/phone/moi", [("mark", mark)])).status == 403
    await browser.post(f"/pv/{other}", [("mark", mark), ("outcome", "refused")])
    assert (await world.dispositions()).get("refusal") is None
    async with session() as http:
        stranger = await Browser(http, world.settings.url).get(f"/pv/{desk.case}")
        assert stranger.path == "/pv"
        assert "Mật khẩu" in stranger.page


async def test_an_outcome_ends_the_case(world: World, desk: Desk) -> None:
    await desk.browser.get(f"/pv/{desk.case}")
    marks = desk.browser.marks()
    await desk.browser.post(f"/pv/{desk.case}", [*marks, ("outcome", "wrong_number"), ("mode", "phone")])
    record = await world.case_of(desk.number)
    assert record.case.disposition is Disposition.WRONG_NUMBER
    assert (await desk.browser.get(f"/pv/{desk.case}")).path == "/pv", "what is over shows nobody's name"
    assert await world.findings() == []


def test_every_outcome_is_on_the_page_and_has_its_words() -> None:
    assert set(OUTCOMES) == set(Outcome)
    assert set(ENDINGS) == set(Outcome) - {Outcome.NO_ANSWER, Outcome.CALL_BACK}
    assert all(meaning(ending).is_final for ending in ENDINGS.values())


async def test_no_answer_is_an_attempt_and_a_call_back_is_due_at_its_hour(world: World, desk: Desk) -> None:
    browser = desk.browser
    before = (await world.case_of(desk.number)).next_action_at
    await browser.get(f"/pv/{desk.case}")
    await browser.post(f"/pv/{desk.case}", [*browser.marks(), ("outcome", "no_answer"), ("mode", "visit")])
    assert (await world.case_of(desk.number)).next_action_at == before
    await browser.get(f"/pv/{desk.case}")
    assert "<dd>1</dd>" in browser.page, "one attempt so far"
    twice = [*browser.marks(), ("outcome", "no_answer"), ("mode", "phone")]
    for _ in range(2):
        await browser.post(f"/pv/{desk.case}", twice)
    await browser.get(f"/pv/{desk.case}")
    assert "<dd>2</dd>" in browser.page, "a button pressed twice is one attempt"
    assert (await browser.post("/pv/999999", [*browser.marks(), ("outcome", "no_answer")])).path == "/pv"
    await browser.get(f"/pv/{desk.case}")
    wrong = [*browser.marks(), ("outcome", "call_back"), ("again", "mai")]
    assert (await browser.post(f"/pv/{desk.case}", wrong)).status == 400
    right = [*browser.marks(), ("outcome", "call_back"), ("again", "05/10/2024 08:30")]
    await browser.post(f"/pv/{desk.case}", right)
    due = (await world.case_of(desk.number)).next_action_at
    assert due is not None
    assert due.isoformat() == "2024-10-05T01:30:00+00:00"
    assert "2024-10-05 08:30" in browser.page


GUESSED = "bot.usecases.interview_in_person"


async def test_wrong_passwords_from_one_place_lock_the_name_there_and_nowhere_else(
    world: World, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stranger who knows a name, or the pseudonym, must not keep its owner from working."""
    monkeypatch.setattr(f"{GUESSED}.WRONG_PASSWORDS_PER_HOUR", 2)
    right = [("name", desk.name), ("password", desk.password)]
    async with session() as http:
        stranger = Browser(http, world.settings.url, peer="198.51.100.9")
        for _ in range(2):
            assert (await stranger.post("/pv", [("name", "pv001"), ("password", "123456")])).status == 403
        assert (await stranger.post("/pv", right)).status == 429
        owner = Browser(http, world.settings.url, peer="203.0.113.5")
        assert (await owner.post("/pv", right)).path == "/pv"
        assert "PV001" in owner.page


async def test_many_names_tried_from_one_network_lock_the_network(
    world: World, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{GUESSED}.WRONG_FROM_A_NETWORK", 3)
    async with session() as http:
        for number in range(3):
            guesser = Browser(http, world.settings.url, peer=f"198.51.100.{number}")
            wrong = [("name", f"Ai Đó {number}"), ("password", "123456")]
            assert (await guesser.post("/pv", wrong)).status == 403
        assert (await guesser.post("/pv", [("name", desk.name), ("password", desk.password)])).status == 429


async def test_guesses_at_once_from_very_many_places_count_for_the_person_however_the_name_is_spelt(
    world: World, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{GUESSED}.WRONG_FOR_A_NAME", 2)
    spellings = [NAME, NAME.upper(), f" {NAME}", NAME.replace(" ", "  "), normalize("NFD", NAME), "pv001"]
    async with session() as http:
        places = [Browser(http, world.settings.url, peer=f"198.51.100.{n}") for n in range(len(spellings))]
        tried = await asyncio.gather(
            *(
                place.post("/pv", [("name", name), ("password", "123456")])
                for place, name in zip(places, spellings, strict=True)
            )
        )
    assert sorted(one.status for one in tried) == [403, 403, 429, 429, 429, 429]


async def test_officers_add_assign_renew_and_remove_interviewers(
    world: World, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    told = await officers(world, capsys, "interviewers", "add", "Tòng Văn Pánh")
    assert re.search(r": \S{16}\n", told), told
    told = await officers(world, capsys, "interviewers", "assign", "tòng văn pánh", "--count", "9")
    assert "1 phiếu được giao cho PV002" in told, "the other case of the two released is somebody's"
    await officers(world, capsys, "interviewers", "password", desk.name)
    assert "Mật khẩu" in (await desk.browser.get("/pv")).page, "its session has ended"
    await officers(world, capsys, "interviewers", "remove", desk.name)
    assert "đã nghỉ" in await officers(world, capsys, "interviewers", "list")
    async with world.collector.database.reading() as unit:
        assert await unit.interviewers.owners([CaseId(desk.case)]) == {}
    stored = b"".join(path.read_bytes() for path in world.folder.glob("sipas.db*"))
    assert desk.password.encode() not in stored
    assert desk.name.encode() not in stored


async def test_who_reports_a_fraud_is_answered_and_officers_see_whom_to_call_back(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    number = world.invited()[0]
    await world.text(number, "báo lừa đảo")
    assert "khong bao gio hoi OTP" in world.texts(number)[-1]
    assert "0212 3855 000" in world.texts(number)[-1]
    told = await officers(world, capsys, "status", "--json")
    assert json.loads(told)["suspected_fraud"] == 1
    record = await world.case_of(number)
    case, check = record.case.id, record.check_code
    [line] = json.loads(told)["call_back"]
    assert line == {"case": case, "check_code": check, "unit": "Sở Giao thông vận tải"}
    told = await officers(world, capsys, "status")
    assert "1 người nghi hoặc báo lừa đảo" in told
    assert f"phiếu {case}, mã kiểm tra {check}, Sở Giao thông vận tải" in told


async def test_the_hotline_and_the_public_page_confirm_a_check_code_and_nothing_else(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    record = await world.case_of(world.invited()[0])
    assert "lời mời thật" in await officers(world, capsys, "check", record.check_code.lower())
    async with session() as http:
        browser = await Browser(http, world.settings.url).get("/kiem-tra")
        await browser.post("/kiem-tra", [("code", f"{record.check_code[:3]} {record.check_code[3:]}")])
        assert "Lời mời này là thật" in browser.page
        assert "1804" in browser.page
        assert "0212 3855 000" in browser.page
        assert "Lò Thị" not in browser.page
        assert f"mã {record.check_code}" in world.texts(world.invited()[0])[0].replace("ma ", "mã ")
        for _ in range(10):
            await browser.post("/kiem-tra", [("code", "ZZZZZZ")])
            assert "Không có lời mời nào mang mã này" in browser.page
        assert (await browser.post("/kiem-tra", [("code", record.check_code)])).status == 429
