"""The pages in a real Chromium: without script, on the narrowest screens, for screen readers."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from bot.usecases.interview_in_person import hashed
from tests.browser.chromium import axe, chromium, follow, needs_chromium, overflow
from tests.builders import MORNING, Shape, World
from tests.conftest import Worlds

pytestmark = [needs_chromium, pytest.mark.xdist_group("pages")]

PICTURES = os.environ.get("SIPAS_PICTURES", "")
"""A folder to put screenshots into, for people to look at."""


async def picture(page: Any, name: str) -> None:
    """Keep what stands on the screen, when asked to."""
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"web_{name}.png", full_page=True)


async def test_an_interview_is_answered_with_the_keyboard_alone_and_without_script(worlds: Worlds) -> None:
    """A screen 240 pixels wide, no JavaScript: code by Enter, a choice by its arrow, on by Enter."""
    world = await worlds.open(Shape(form="lai_chau_household"))
    await world.at(MORNING)
    number = world.invited()[0]
    async with chromium() as browser:
        context = await browser.new_context(
            java_script_enabled=False, viewport={"width": 240, "height": 320}, locale="vi-VN"
        )
        page = await context.new_page()
        await page.goto(f"{world.settings.url}/k/{world.code_of(number)}")
        await picture(page, "enter")
        await follow(page, page.get_by_label("Mã khảo sát").press("Enter"))
        assert page.url.endswith("/phieu")
        await picture(page, "consent")
        await page.keyboard.press("Tab")
        assert await page.locator(":focus").inner_text() == "English", "the language comes first"
        await follow(page, page.get_by_role("button", name="Bắt đầu", exact=True).click())
        assert (await page.title()).startswith("Lỗi:")
        await page.get_by_role("alert").get_by_role("link").press("Enter")
        await page.keyboard.press("Tab")
        await page.get_by_role("radio").first.press("Space")
        await follow(page, page.keyboard.press("Enter"))
        seen = 0
        for step in range(9):
            groups = await page.get_by_role("group").all()
            seen = max(seen, len(groups))
            for group in groups:
                await group.locator("input").first.check()
            for box in await page.get_by_role("textbox").all():
                await box.fill("30")
            if len(groups) > 2:
                await picture(page, "screen")
            await follow(page, page.get_by_role("button", name="Tiếp tục").click())
            assert await page.locator("h1").count() == 1, step
            if seen > 2:
                break
        assert seen > 2, "several questions stood on one page"
    assert len(await world.answers_of(number)) > 5


async def test_every_kind_of_page_is_clean_for_axe_and_fits_narrow_screens(world: World) -> None:
    found: dict[str, list[str]] = {}
    number = world.invited()[0]
    await give_to_interviewer(world, number)
    async with chromium() as browser:
        context = await browser.new_context(bypass_csp=True, viewport={"width": 360, "height": 640})
        page = await context.new_page()

        async def look(name: str) -> None:
            wrong = await axe(page)
            for width in (240, 360):
                await page.set_viewport_size({"width": width, "height": 640})
                if too_wide := await overflow(page):
                    wrong.append(f"{too_wide} pixels wider than {width}")
            found[name] = wrong
            await picture(page, name)

        def button(name: str) -> Any:
            return follow(page, page.get_by_role("button", name=name, exact=True).click())

        await page.goto(f"{world.settings.url}/kiem-tra")
        await page.get_by_label("Mã kiểm tra").fill("ABCDEF")
        await follow(page, page.keyboard.press("Enter"))
        await look("check_unknown")
        await page.goto(world.settings.url)
        await page.get_by_label("Mã khảo sát").fill("xxxx")
        await follow(page, page.keyboard.press("Enter"))
        await look("wrong_code")
        await page.get_by_label("Mã khảo sát").fill(world.code_of(number).lower())
        await follow(page, page.keyboard.press("Enter"))
        await button("Ai đang hỏi?")
        await look("consent")
        await page.get_by_role("radio").first.check()
        await button("Bắt đầu")
        await button("Tiếp tục")
        await look("blank")
        await button("English")
        await look("english")
        await button("Finish later")
        await look("paused")
        await page.goto(f"{world.settings.url}/pv")
        await page.get_by_label("Tên đăng nhập").fill("Hoa")
        await page.get_by_label("Mật khẩu").fill("sai")
        await follow(page, page.keyboard.press("Enter"))
        await look("interviewer_sign_in")
        await page.get_by_label("Tên đăng nhập").fill("Hoa")
        await page.get_by_label("Mật khẩu").fill("dung")
        await follow(page, page.keyboard.press("Enter"))
        await look("interviewer_cases")
        await follow(page, page.get_by_role("link").first.click())
        await button("Ghi kết quả")
        await look("interviewer_case")
        await button("Bắt đầu phỏng vấn qua điện thoại")
        await look("interviewer_asks")
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


async def give_to_interviewer(world: World, number: str) -> None:
    """An interviewer "Hoa" with the password "dung", who has this person's case."""
    salt = bytes(16)
    async with world.collector.database.begin() as unit:
        who = await unit.interviewers.add("Hoa", salt, hashed("dung", salt), world.now)
        await unit.interviewers.assign(who.id, [(await world.case_of(number)).case.id], world.now)
