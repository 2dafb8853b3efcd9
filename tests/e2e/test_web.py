"""The interview as a web page, over real HTTP: the way in, one page after the other, switching, the end."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from html import unescape
from typing import Self

import aiohttp
import pytest

from bot.emulators.faults import flood
from tests.builders import MORNING, Shape, World, stranger_code
from tests.conftest import Worlds

_INPUT = re.compile(r'<input type="(radio|checkbox|hidden|text)"[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"')
_BUTTON = re.compile(
    r'<button class="([a-z]+)" type="submit"(?: name="([^"]*)" value="([^"]*)")?[^>]*>([^<]+)'
)


@dataclass
class Browser:
    """A browser without script: one page, its cookies, its forms."""

    http: aiohttp.ClientSession
    url: str
    peer: str = "203.0.113.7"
    page: str = ""
    status: int = 0
    path: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    async def get(self, path: str) -> Self:
        async with self.http.get(f"{self.url}{path}", headers={"X-Forwarded-For": self.peer}) as answer:
            return await self._take(answer)

    async def post(self, path: str, values: list[tuple[str, str]], **headers: str) -> Self:
        told = {"X-Forwarded-For": self.peer, **headers}
        async with self.http.post(f"{self.url}{path}", data=values, headers=told) as answer:
            return await self._take(answer)

    async def _take(self, answer: aiohttp.ClientResponse) -> Self:
        self.page, self.status = unescape(await answer.text()), answer.status
        self.path, self.headers = answer.url.path, dict(answer.headers)
        return self

    async def enter(self, code: str) -> Self:
        """Type the code on the front page."""
        await self.get("/")
        return await self.post("/", [("code", code), ("lang", "vi")])

    def marks(self) -> list[tuple[str, str]]:
        """What stands hidden in the form of the interview."""
        form = self.page.rpartition('accept-charset="utf-8"')[2]
        return [(name, value) for kind, name, value in _INPUT.findall(form) if kind == "hidden"]

    def filled(self, pick: int = 0, text: str = "tốt") -> list[tuple[str, str]]:
        """The form with one choice for each question and something in each open field."""
        given: dict[str, list[str]] = {}
        for kind, name, value in _INPUT.findall(self.page):
            if kind in {"radio", "checkbox"} and value != "~":
                given.setdefault(name, []).append(value)
        values = [(name, codes[min(pick, len(codes) - 1)]) for name, codes in given.items()]
        values += [(name, text) for name in re.findall(r'<textarea [^>]*name="([^"]+)"', self.page)]
        return self.marks() + values

    async def answer(self, pick: int = 0) -> Self:
        """Fill the page in and go on."""
        return await self.post("/phieu", self.filled(0 if "q:consent" in self.page else pick))

    async def press(self, label: str) -> Self:
        """Press the button with this label."""
        for _, name, value, text in _BUTTON.findall(self.page):
            if text == label:
                return await self.post("/phieu", [*self.marks(), (name, value)])
        raise AssertionError(f"no button «{label}» in {self.page}")

    async def finish(self, steps: int = 80, pick: int = 0) -> int:
        """Fill in page after page; returns how many there were."""
        for step in range(steps):
            if "<form method" not in self.page or 'name="revision"' not in self.page:
                return step
            await self.answer(pick)
            assert self.status == 200, self.page
        return steps


def session() -> aiohttp.ClientSession:
    """Somebody's browser keeps cookies of 127.0.0.1 too."""
    return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))


@pytest.fixture
async def browser(world: World) -> AsyncIterator[Browser]:
    """A browser at the world's collector."""
    async with session() as http:
        yield Browser(http, world.settings.url)


async def test_a_code_opens_the_interview_and_every_page_is_on_disk_before_the_next(
    world: World, browser: Browser
) -> None:
    number = world.invited()[0]
    await browser.enter(world.code_of(number).lower())
    assert browser.path == "/phieu"
    assert "đồng ý trả lời" in browser.page
    assert "Sở Nội vụ" in browser.page
    assert "HUY" not in browser.page and "bấm «Dừng hẳn, không trả lời nữa»" in browser.page
    await browser.answer()
    assert await world.answers_of(number) == {"consent": "yes"}
    behind = 0
    while 'name="revision"' in browser.page:
        await browser.answer(pick=1)
        answered = len(await world.answers_of(number))
        assert answered >= behind
        behind = answered
    assert "Cảm ơn" in browser.page
    record = await world.case_of(number)
    assert (record.place, record.channel) == ("completed", "web")
    async with world.collector.database.reading() as unit:
        assert [row.mode for row in await unit.interviews.responses(world.wave)] == ["web"]
    assert world.sms.ledger.texts(number)[1:] == [], "a page needs no text message"
    assert await world.findings() == []


async def test_a_page_sent_twice_or_reloaded_has_one_effect(world: World, browser: Browser) -> None:
    number = world.invited()[0]
    await browser.enter(world.code_of(number))
    form = browser.filled()
    await browser.post("/phieu", form)
    second = browser.page
    for _ in range(3):
        await browser.post("/phieu", form)
        assert browser.status == 200
        assert 'name="revision"' in browser.page
    strip = re.compile(r'value="[\w.-]{40,}"')
    assert strip.sub("", browser.page) == strip.sub("", second)
    async with world.collector.database.reading() as unit:
        case = (await world.case_of(number)).case.id
        assert len((await unit.interviews.answers([case]))[case]) == 1


async def test_begun_by_sms_gone_on_by_web_and_ended_by_sms(world: World, browser: Browser) -> None:
    number = world.invited()[0]
    await world.text(number, f"SL {world.code_of(number)}")
    await world.finish_by_sms(number, steps=3)
    by_sms = await world.answers_of(number)
    await browser.enter(world.code_of(number))
    await browser.answer(pick=2)
    on_both = await world.answers_of(number)
    assert by_sms.items() <= on_both.items()
    assert len(on_both) > len(by_sms)
    texts = len(world.texts(number))
    await world.text(number, "1")
    assert await world.answers_of(number) == on_both, "the number answered a question of an hour ago"
    assert len(world.texts(number)) == texts + 1, "the question asked now comes by text message"
    await world.finish_by_sms(number, steps=1)
    assert len(await world.answers_of(number)) == len(on_both) + 1
    assert await world.findings() == []


async def test_a_page_left_open_is_late_when_the_person_went_on_by_sms(
    world: World, browser: Browser
) -> None:
    number = world.invited()[0]
    await browser.enter(world.code_of(number))
    await browser.answer()
    left_open = browser.filled(pick=3)
    await world.text(number, "tiep")
    await world.finish_by_sms(number, steps=2)
    before = await world.answers_of(number)
    await browser.post("/phieu", left_open)
    assert await world.answers_of(number) == before
    assert 'name="revision"' in browser.page, "the present question is shown instead"


async def test_a_question_that_waits_to_be_sent_is_taken_back_when_the_page_asks_it(
    world: World, browser: Browser
) -> None:
    number = world.invited()[0]
    world.sms.faults.next(flood())
    await world.sms.person_sends(number, f"SL {world.code_of(number)}")
    await world.quiet()
    await browser.enter(world.code_of(number))
    await world.after(minutes=5)
    assert (await world.outbox())["sms", "reply", "cancelled"] == 1
    assert len(world.texts(number)) == 1, "the consent was asked on the page and nowhere else"
    assert "đồng ý trả lời" in (await browser.get("/phieu")).page


async def test_a_blank_field_is_named_and_the_page_stays(world: World, browser: Browser) -> None:
    await browser.enter(world.code_of(world.invited()[0]))
    await browser.post("/phieu", browser.marks())
    assert browser.status == 200
    assert "<title>Lỗi:" in browser.page
    assert 'role="alert"' in browser.page
    assert re.search(r'href="#f-consent-1"', browser.page)


async def test_later_shows_a_code_and_that_code_goes_on_in_another_browser(
    world: World, browser: Browser
) -> None:
    number = world.invited()[0]
    await browser.enter(world.code_of(number))
    await browser.answer()
    await browser.press("Làm tiếp sau")
    code = re.search(r"<strong>([0-9A-Z]{8})</strong>", browser.page)
    assert code is not None, browser.page
    await browser.get("/phieu")
    assert "tạm dừng" in browser.page
    async with session() as http:
        other = await Browser(http, world.settings.url).enter(code[1])
        assert 'name="revision"' in other.page
        await other.answer()
    assert len(await world.answers_of(number)) == 2
    await browser.get("/phieu")
    assert browser.path == "/", "the browser before has lost it"


async def test_stop_is_one_button_and_holds_on_every_channel(world: World, browser: Browser) -> None:
    number = world.invited()[0]
    await browser.enter(world.code_of(number))
    await browser.press("Dừng hẳn, không trả lời nữa")
    assert (await world.dispositions())["opted_out"] == 1
    assert "dừng" in browser.page
    await world.after(days=3)
    assert len(world.texts(number)) == 1


async def test_wrong_codes_are_refused_per_address_and_per_network(
    world: World, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = world.code_of(world.invited()[0])
    for _ in range(10):
        assert (await browser.enter(stranger_code())).status == 403
    assert (await browser.enter(good)).status == 429
    browser.peer = "203.0.113.8"
    assert (await browser.enter(good)).path == "/phieu"
    monkeypatch.setattr("bot.usecases.open_page.WRONG_BY_NETWORK", 12)
    for last in (20, 21):
        browser.peer = f"203.0.113.{last}"
        await browser.post("/", [("code", stranger_code())])
    browser.peer = "203.0.113.99"
    assert (await browser.enter(good)).status == 429
    browser.peer = "198.51.100.1"
    assert (await browser.enter(good)).path == "/phieu"


async def test_a_preview_of_the_link_in_a_picture_code_opens_nothing(world: World, browser: Browser) -> None:
    number = world.invited()[0]
    await browser.get(f"/k/{world.code_of(number)}")
    assert f'value="{world.code_of(number)}"' in browser.page
    assert (await world.case_of(number)).case.answered_at is None
    assert browser.headers.get("Set-Cookie") is None


async def test_a_form_of_another_site_does_nothing(world: World, browser: Browser) -> None:
    await browser.enter(world.code_of(world.invited()[0]))
    form = browser.filled()
    assert (await browser.post("/phieu", form, Origin="https://evil.example")).status == 403
    assert (await browser.post("/phieu", form, **{"Sec-Fetch-Site": "cross-site"})).status == 403
    without = [(name, value) for name, value in form if name != "mark"]
    assert (await browser.post("/phieu", without)).status == 403
    assert (await browser.post("/phieu", [*without, ("mark", "a.b")])).status == 403
    assert await world.answers_of(world.invited()[0]) == {}


@pytest.mark.parametrize("path", ["/", "/phieu", "/dong", "/kiem-tra", "/pv", "/pv/ra"])
async def test_a_form_that_is_no_text_is_refused_in_words(world: World, browser: Browser, path: str) -> None:
    for body, charset in ((b"code=\xff\xfe&name=\xe1", ""), (b"code=a", "; charset=chu-nom")):
        headers = {"Content-Type": f"application/x-www-form-urlencoded{charset}"}
        async with browser.http.post(f"{browser.url}{path}", data=body, headers=headers) as answer:
            assert (answer.status, "Trang này" in await answer.text()) == (400, True)


async def test_every_page_forbids_scripts_caches_frames_and_referrers(world: World, browser: Browser) -> None:
    await browser.enter(world.code_of(world.invited()[0]))
    for path in ("/", "/phieu", "/kiem-tra", "/k/ABC", "/page.css"):
        headers = (await browser.get(path)).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "script" not in headers["Content-Security-Policy"]
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Frame-Options"] == "DENY"
        assert path == "/page.css" or headers["Cache-Control"] == "no-store"
        assert "<script" not in browser.page


async def test_the_token_of_the_cookie_is_nowhere_in_the_database(world: World, browser: Browser) -> None:
    await browser.enter(world.code_of(world.invited()[0]))
    [cookie] = [morsel for morsel in browser.http.cookie_jar if morsel.key == "sipas"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    await world.stop()
    stored = b"".join(path.read_bytes() for path in world.folder.glob("sipas.db*"))
    assert cookie.value.encode() not in stored
    assert cookie.value.partition(".")[2].encode() not in stored
    await world.start()
    assert 'name="revision"' in (await browser.get("/phieu")).page, "and it outlives a restart"


async def test_what_could_not_be_stored_is_said_and_nothing_is_lost_unnoticed(
    world: World, browser: Browser
) -> None:
    await browser.enter(world.code_of(world.invited()[0]))
    form = browser.filled()
    await world.collector.writer.stop()
    assert (await browser.post("/phieu", form)).status == 503
    assert "chưa được lưu" in browser.page
    assert browser.headers["Retry-After"] == "5"
    await world.collector.database.close()
    assert (await browser.get("/phieu")).status == 503


async def test_a_shared_device_is_closed_with_one_button(world: World, browser: Browser) -> None:
    await browser.enter(world.code_of(world.invited()[0]))
    await browser.post("/dong", [one for one in browser.marks() if one[0] == "mark"])
    assert browser.path == "/"
    assert (await browser.get("/phieu")).path == "/"


async def test_english_is_a_button_away_and_stays(world: World, browser: Browser) -> None:
    await browser.enter(world.code_of(world.invited()[0]))
    await browser.press("English")
    assert '<html lang="en">' in browser.page
    await browser.answer()
    assert "Question 1 of" in browser.page


@pytest.mark.xdist_group("pages")
async def test_a_screen_of_questions_is_one_page(worlds: Worlds) -> None:
    world = await worlds.open(Shape(form="lai_chau_household"))
    await world.at(MORNING)
    number = world.invited()[0]
    async with session() as http:
        browser = await Browser(http, world.settings.url).enter(world.code_of(number))
        pages = await browser.finish(steps=6)
    answered = len(await world.answers_of(number))
    assert answered > pages, "several questions to a page"
    assert await world.findings() == []
