"""Webhooks: authenticate, read, hand to the writer, and acknowledge only what is committed.

A stranger gets 401 and leaves no trace. An authentic call that nobody can read goes to quarantine
and gets 200, since anything else would make the provider send it again for a day. When nothing
can be stored the answer is 503 with `Retry-After`, so that the provider keeps it.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from aiohttp import web
from pydantic_core import to_json

from bot.ports import Channel, ChannelName, Inbound, NotStored, Parsed, Unauthentic

_log = logging.getLogger("sipas.hooks")


class Intake(Protocol):
    """Where parsed webhooks go; returns when they are on disk."""

    async def receive(self, parsed: Parsed) -> None:
        """Store and handle; raises `NotStored` when the database refuses."""
        ...


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Answer = Callable[[Inbound], Mapping[str, object] | None]
"""What a channel wants said in the webhook's own answer (a callback acknowledged), or None."""

CHANNELS: web.AppKey[dict[str, Channel]] = web.AppKey("channels", dict)
INTAKE: web.AppKey[Intake] = web.AppKey("intake", Intake)
ANSWERS: web.AppKey[dict[ChannelName, Answer]] = web.AppKey("answers", dict)


async def hook(request: web.Request) -> web.Response:
    """Take one call of a provider."""
    channel = request.app[CHANNELS].get(request.match_info["channel"])
    if channel is None:
        return web.Response(status=404)
    body = await request.read()
    try:
        parsed = channel.parse_webhook(request.headers, request.query, body)
    except Unauthentic:
        return web.Response(status=401)
    try:
        await request.app[INTAKE].receive(parsed)
    except NotStored:
        return web.Response(status=503, headers={"Retry-After": "5"})
    answer = request.app[ANSWERS].get(channel.name)
    if answer is not None and len(parsed.messages) == 1:
        reply = answer(parsed.messages[0])
        if reply is not None:
            return web.Response(body=to_json(reply), content_type="application/json")
    return web.Response()


def guarded(handler: Handler) -> Handler:
    """Log a defect of ours and answer 503, so that the provider keeps the message.

    Around each handler rather than a middleware: aiohttp builds the chain of middlewares anew for
    every request.
    """

    async def guard(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPException:
            raise
        except Exception:
            _log.exception("request to %s failed", request.path)
            return web.Response(status=503, headers={"Retry-After": "5"})

    return guard
