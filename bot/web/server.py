"""The one HTTP server: webhooks, health, the pages, and on a rehearsal the address that sets the clock."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime

from aiohttp import web

from bot.ports import Channel, ChannelName
from bot.web.health import CHECKS, Check, healthz, readyz
from bot.web.hooks import ANSWERS, CHANNELS, INTAKE, Answer, Intake, guarded, hook
from bot.web.odk import OdkPages
from bot.web.pages import Pages
from bot.web.pages_interviewer import InterviewerPages

SetClock = Callable[[datetime, bool], Awaitable[dict[str, object]]]
_SET_CLOCK: web.AppKey[SetClock] = web.AppKey("set_clock")


def build_application(
    *,
    channels: Iterable[Channel],
    answers: dict[ChannelName, Answer],
    intake: Intake,
    checks: dict[str, Check],
    body_limit_kib: int,
    set_clock: SetClock | None = None,
    pages: Iterable[Pages | InterviewerPages | OdkPages] = (),
) -> web.Application:
    """The aiohttp application. `set_clock` is given on a rehearsal alone, `pages` where they are wanted."""
    application = web.Application(client_max_size=body_limit_kib * 1024)
    application[CHANNELS] = {channel.name.value: channel for channel in channels}
    application[ANSWERS] = answers
    application[INTAKE] = intake
    application[CHECKS] = checks
    application.router.add_get("/healthz", guarded(healthz))
    application.router.add_get("/readyz", guarded(readyz))
    application.router.add_post("/hooks/{channel}", guarded(hook))
    application.router.add_get("/hooks/{channel}", guarded(hook))
    application.router.add_get("/hooks/{channel}/report", guarded(hook))
    for one in pages:
        one.add_to(application)
    if set_clock is not None:
        application[_SET_CLOCK] = set_clock
        application.router.add_post("/rehearsal/clock", guarded(_move_clock))
    return application


async def _move_clock(request: web.Request) -> web.Response:
    document = await request.json()
    now = datetime.fromisoformat(document["now"])
    return web.json_response(await request.app[_SET_CLOCK](now, bool(document.get("is_hurried"))))
