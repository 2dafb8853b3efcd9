"""A Zalo Official Account: consultation messages with buttons, and what people write to it.

Rules (channels.md §3.2, read and not yet tried against the live service):
* An account can't write first, and may write only while somebody's last word is at most seven days old;
  within 48 hours it is free, later it costs. A message outside the window the settings allow is not even
  tried: `OutOfWindow`, so that fieldwork goes on by another channel until the person writes again.
* The answer's `error` counts, whatever the HTTP status; what a code means is in `zalo_rules`. An access
  token that is refused is renewed once and the message tried once more.
* At most five buttons (`oa.query.show`) and 2000 characters; `render_zalo` keeps to both.
* Nothing can be edited: every prompt is a new message.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.channels.media import FileIds
from bot.channels.render import ZaloMessage, render_zalo
from bot.channels.zalo_events import payload_of, read_event
from bot.channels.zalo_media import ZaloPictures
from bot.channels.zalo_rules import FREE_WINDOW, LAST_WINDOW, OFFICIAL_ACCOUNT, Rules, Verdict
from bot.channels.zalo_signature import signed_at
from bot.channels.zalo_wire import Answer, Tokens, Wire
from bot.ports import Allowance, ChannelName, Outgoing, OutOfWindow, Parsed, Receipt, Sender
from survey_flows.interview.prompts import Prompt

_TITLE = 100
ATTACHMENT_LIFE = timedelta(days=6)
"""How long an uploaded picture is relied on: Zalo keeps it for a week."""


@dataclass(frozen=True, slots=True)
class ZaloSettings:
    """How to reach Zalo and how to know its calls. Times are seconds.

    `oa_secret` is the secret key of the account's page; `window` how long after a person wrote they may be
    written to (`FREE_WINDOW` to `LAST_WINDOW`), `price_vnd` what a message costs after the free window,
    `failed_events` tell that a template message was not delivered (`zalo_events`).
    """

    app_id: str
    oa_id: str
    oa_secret: str = field(repr=False)
    base_url: str = "https://openapi.zalo.me"
    window: timedelta = LAST_WINDOW
    price_vnd: int = 0
    media: Path | None = None
    failed_events: frozenset[str] = frozenset()
    rules: Rules = OFFICIAL_ACCOUNT
    in_flight: int = 32
    connect_s: float = 5.0
    answer_s: float = 20.0


class ZaloChannel:
    """One Official Account. `sender` fills `{department}` and its like and may change at any time."""

    name = ChannelName.ZALO

    def __init__(
        self,
        settings: ZaloSettings,
        tokens: Tokens,
        now: Callable[[], datetime],
        sender: Sender | None = None,
        file_ids: FileIds | None = None,
    ) -> None:
        self.settings = settings
        self.sender = sender
        self.allowance: Allowance | None = None
        self._tokens = tokens
        self._now = now
        self._may_pay: Callable[[], bool] = lambda: True
        self._url = f"{settings.base_url.rstrip('/')}/v3.0/oa/message/cs"
        self._upload_url = f"{settings.base_url.rstrip('/')}/v2.0/oa/upload/image"
        self._wire = Wire(
            "Zalo",
            in_flight=settings.in_flight,
            connect_s=settings.connect_s,
            answer_s=settings.answer_s,
        )
        self._pictures = ZaloPictures(settings.media, settings.oa_id, self._upload, self._deliver, file_ids)

    def __repr__(self) -> str:
        return f"ZaloChannel(oa_id={self.settings.oa_id!r})"

    def parse_webhook(self, headers: Mapping[str, str], query: Mapping[str, str], body: bytes) -> Parsed:
        """Authenticate and read one call about the account or a template message; raises Unauthentic."""
        del query
        settings = self.settings
        signed_at(headers, body, app_id=settings.app_id, secret=settings.oa_secret, now=self._now())
        return read_event(body, settings.oa_id, settings.failed_events)

    def heed_money(self, may_pay: Callable[[], bool]) -> None:
        """Ask `may_pay` before each message that costs; without money it goes another way."""
        self._may_pay = may_pay

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Send one message; raises SendFailed, Uncertain, Blocked or OutOfWindow."""
        age = timedelta(0) if outgoing.heard_at is None else self._now() - outgoing.heard_at
        if age >= self.settings.window:
            raise OutOfWindow(f"zalo: this person wrote {age.days} days ago")
        if age >= FREE_WINDOW and not self._may_pay():
            raise OutOfWindow("zalo: no money for a message after the free window")
        if age < FREE_WINDOW and isinstance(outgoing.content, Prompt):
            await self._pictures.show(outgoing.address, outgoing.content)
        document = _body(outgoing.address, render_zalo(outgoing.content, self.sender))
        answer = await self._deliver(document)
        if answer.error:
            raise self.settings.rules.failure(answer.error, answer.document.get("message"))
        told = answer.document.get("data")
        told = told if isinstance(told, dict) else {}
        quota = told.get("quota")
        self._count(quota)
        is_free = isinstance(quota, dict) or age < FREE_WINDOW
        return Receipt(
            outgoing.outbox_id, str(told.get("message_id", "")), 0 if is_free else self.settings.price_vnd
        )

    async def close(self) -> None:
        """Release connections."""
        await self._wire.close()

    async def _deliver(self, document: Mapping[str, object]) -> Answer:
        return await self._with_token(lambda headers: self._wire.post(self._url, document, headers))

    async def _upload(self, name: str, content: bytes) -> Answer:
        return await self._with_token(
            lambda headers: self._wire.post_file(self._upload_url, name, content, headers)
        )

    async def _with_token(self, post: Callable[[Mapping[str, str]], Awaitable[Answer]]) -> Answer:
        """Post with the present token, and once more with a new one when that is refused."""
        token = await self._tokens.access()
        answer = await post({"access_token": token})
        if self.settings.rules.verdict(answer.error) is not Verdict.ACCESS or not answer.error:
            return answer
        return await post({"access_token": await self._tokens.renewed(token)})

    def _count(self, quota: object) -> None:
        if not isinstance(quota, dict):
            return
        remaining, total = str(quota.get("remain", "")), str(quota.get("total", ""))
        if remaining.isdigit() and total.isdigit():
            self.allowance = Allowance(int(remaining), int(total))


def _body(address: str, message: ZaloMessage) -> dict[str, object]:
    content: dict[str, object] = {"text": message.text}
    if message.buttons:
        buttons = [
            {
                "title": button.label[:_TITLE],
                "type": "oa.query.show",
                "payload": payload_of(button.label[:_TITLE], button.token),
            }
            for button in message.buttons
        ]
        content["attachment"] = {"type": "template", "payload": {"buttons": buttons}}
    return {"recipient": {"user_id": address}, "message": content}
