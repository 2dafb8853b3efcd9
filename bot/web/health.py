"""`/healthz` and `/readyz`: is the process alive, and can it do its work?

Healthy means the event loop answers. Ready means that the database answers, the writer and the
metronome are running, and no channel is held; each is named so that an operator sees which is not.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

Check = Callable[[], Awaitable[str]]
"""Returns "" when all is well, else what is wrong in a few words."""

CHECKS: web.AppKey[dict[str, Check]] = web.AppKey("checks", dict)


async def healthz(_request: web.Request) -> web.Response:
    """The process runs and its event loop answers."""
    return web.json_response({"status": "alive"})


async def readyz(request: web.Request) -> web.Response:
    """Whether the collector can take and send messages now; 503 names what can't."""
    findings = {name: await check() for name, check in request.app[CHECKS].items()}
    is_ready = not any(findings.values())
    body = {"ready": is_ready, "checks": {name: text or "ok" for name, text in findings.items()}}
    return web.json_response(body, status=200 if is_ready else 503)
