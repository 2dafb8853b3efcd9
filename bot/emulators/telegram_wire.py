"""Requests and answers of the Bot API's wire, as the emulator reads and writes them."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from aiohttp import web
from pydantic_core import from_json

from bot.emulators.telegram_chats import encoded
from bot.emulators.telegram_rules import Refusal

JSON = "application/json"


async def read_params(request: web.BaseRequest) -> Mapping[str, object]:
    """Parameters as the Bot API takes them: query, form or JSON."""
    params: dict[str, object] = dict(request.query) if request.query_string else {}
    if request.content_type == "multipart/form-data":
        return {**params, **dict((await request.post()).items())}
    body = await request.read()
    if not body:
        return params
    if request.content_type == JSON:
        try:
            loaded = from_json(body)
        except ValueError:
            return params
        return {**params, **loaded} if isinstance(loaded, dict) else params
    return {**params, **dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))}


def refused(refusal: Refusal) -> web.Response:
    """The answer that says no."""
    answer: dict[str, object] = {"ok": False, "error_code": refusal.code, "description": str(refusal)}
    if refusal.retry_after is not None:
        answer["parameters"] = {"retry_after": refusal.retry_after}
    return web.Response(status=refusal.code, body=encoded(answer), content_type=JSON)
