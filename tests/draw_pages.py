"""Draw the web pages of docs/web_page.md: `python -m tests.draw_pages`.

The pages are those of a running collector with a small wave; a real Chromium takes the pictures. Needs one
on the path (or in `CHROMIUM`) and playwright.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

from tests.browser.chromium import CHROMIUM, chromium, follow
from tests.builders import MORNING, Settings, Shape, Templates, World
from tests.e2e.test_pictures import with_faces

PICTURES: Final = Path(__file__).parents[1] / "docs" / "pictures"
NARROW, USUAL, LONGEST = 240, 360, 1400


async def consent(page: Any, world: World) -> None:
    """The first page of an interview, on the narrowest screen."""
    await enter(page, world)
    await take(page, "web_consent", NARROW)


async def blank(page: Any, world: World) -> None:
    """A page sent back without an answer."""
    await enter(page, world)
    await page.get_by_role("radio").first.check()
    await go_on(page, "Bắt đầu")
    await go_on(page, "Tiếp tục")
    await take(page, "web_blank", USUAL)


async def screen(page: Any, world: World) -> None:
    """Several questions on one page."""
    await enter(page, world)
    await page.get_by_role("radio").first.check()
    await go_on(page, "Bắt đầu")
    for _ in range(12):
        groups = await page.get_by_role("group").all()
        if len(groups) > 2:
            break
        for group in groups:
            await group.locator("input").first.check()
        for box in await page.get_by_role("textbox").all():
            await box.fill("30")
        await go_on(page, "Tiếp tục")
    await take(page, "web_screen", USUAL)


async def faces(page: Any, world: World) -> None:
    """A scale with a picture for each choice."""
    folder = world.folder / "media"
    folder.mkdir()
    await with_faces(world, folder)
    await enter(page, world)
    await page.get_by_role("radio").first.check()
    await go_on(page, "Bắt đầu")
    await page.get_by_role("radio").nth(3).check()
    await take(page, "web_faces", USUAL)


async def check_unknown(page: Any, world: World) -> None:
    """A check code nobody gave out."""
    await page.goto(f"{world.settings.url}/kiem-tra")
    await page.get_by_label("Mã kiểm tra").fill("ABCDEF")
    await follow(page, page.keyboard.press("Enter"))
    await take(page, "web_check_unknown", USUAL)


DRAWN: Final[tuple[tuple[Callable[[Any, World], Awaitable[None]], Shape], ...]] = (
    (consent, Shape()),
    (blank, Shape()),
    (screen, Shape(form="lai_chau_household")),
    (faces, Shape()),
    (check_unknown, Shape()),
)


async def enter(page: Any, world: World) -> None:
    """Open the interview of the first person invited."""
    await page.goto(f"{world.settings.url}/k/{world.code_of(world.invited()[0])}")
    await follow(page, page.get_by_label("Mã khảo sát").press("Enter"))


async def go_on(page: Any, label: str) -> None:
    """Press the button with this label."""
    await follow(page, page.get_by_role("button", name=label, exact=True).click())


async def take(page: Any, name: str, width: int) -> None:
    """Take the page as it stands on a screen of this width, its first part where it is long."""
    await page.set_viewport_size({"width": width, "height": 320})
    height = await page.evaluate("document.documentElement.scrollHeight")
    whole = {"x": 0, "y": 0, "width": width, "height": min(height, LONGEST)}
    await page.screenshot(path=PICTURES / f"{name}.png", full_page=True, clip=whole)


async def draw_pages(folder: Path) -> None:
    """Write one PNG a page; each is opened in a wave of its own."""
    templates = Templates(folder)
    async with chromium() as browser:
        for number, (draw, shape) in enumerate(DRAWN):
            async with World(folder / str(number), templates, shape, Settings(), None) as world:
                await world.at(MORNING)
                context = await browser.new_context(locale="vi-VN")
                await draw(await context.new_page(), world)
                await context.close()


if __name__ == "__main__":
    if CHROMIUM is None:
        sys.exit("no Chromium on the path")
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(draw_pages(Path(folder)))
