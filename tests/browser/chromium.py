"""A real Chromium, where there is one: found, started headless, and asked for what people would see."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Any

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium")


@asynccontextmanager
async def chromium() -> AsyncIterator[Any]:
    """The browser, headless."""
    playwright = pytest.importorskip("playwright.async_api")
    async with playwright.async_playwright() as driver:
        browser = await driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        try:
            yield browser
        finally:
            await browser.close()


async def axe(page: Any) -> list[str]:
    """What axe-core finds wrong on a page, one line each; the page's own policy is bypassed for it."""
    source = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    await page.evaluate(source)
    result = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['help']} ({'; '.join(str(node['html'])[:120] for node in one['nodes'])})"
        for one in result["violations"]
    ]


async def overflow(page: Any) -> int:
    """By how many pixels a page is wider than its window."""
    wide: int = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wide


async def follow(page: Any, act: Awaitable[Any]) -> None:
    """Do something that leads to another page, and wait until that page is there."""
    async with page.expect_navigation():
        await act
