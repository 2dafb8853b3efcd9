"""ZNS, Zalo's template messages to a phone number: invitations and reminders, out only.

Rules (channels.md §3.3, read and not yet tried against the live service):
* A letter leaves as the id of a template approved in advance and its fields; which template stands for
  which letter, and which fact fills which field, is configuration, for each province has its own.
* A letter without a template (whoever answers already needs none), a fact too long for its field that must
  not be cut, and a template the provider refuses go by another channel: `Blocked`, so that the next channel
  of the protocol is taken.
* A phone without Zalo is `Blocked` for the same reason: the invitation goes by SMS.
* Our id travels along as `tracking_id` and comes back with the delivery report, on the account's webhook.
* A message costs money and the provider knows no request id of ours that it would refuse twice: whatever is
  not clearly refused is `Uncertain`, and never sent again by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.channels.zalo_events import read_event
from bot.channels.zalo_rules import TEMPLATES, Rules, Verdict
from bot.channels.zalo_signature import signed_at
from bot.channels.zalo_wire import Answer, Tokens, Wire
from bot.conversation.letters import NEVER_CUT, fitted
from bot.ports import Allowance, Blocked, ChannelName, Letter, Outgoing, Parsed, Receipt


@dataclass(frozen=True, slots=True)
class TemplateSettings:
    """A template: its id at Zalo, the fact that fills each of its fields, and how long a field may be."""

    id: str
    fields: Mapping[str, str]
    longest: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ZnsSettings:
    """How to reach Zalo. `templates` by the kind of letter; `price_vnd` is what a message costs.

    `failed_events` tell that a message was not delivered (`zalo_events`).
    """

    app_id: str
    oa_id: str
    oa_secret: str = field(repr=False)
    templates: Mapping[str, TemplateSettings]
    base_url: str = "https://business.openapi.zalo.me"
    price_vnd: int = 0
    is_trial: bool = False
    failed_events: frozenset[str] = frozenset()
    rules: Rules = TEMPLATES
    in_flight: int = 32
    connect_s: float = 5.0
    answer_s: float = 20.0


class ZnsChannel:
    """The template messages of one Official Account."""

    name = ChannelName.ZNS

    def __init__(self, settings: ZnsSettings, tokens: Tokens, now: Callable[[], datetime]) -> None:
        self.settings = settings
        self.allowance: Allowance | None = None
        self._tokens = tokens
        self._now = now
        self._url = f"{settings.base_url.rstrip('/')}/message/template"
        self._wire = Wire(
            "ZNS", in_flight=settings.in_flight, connect_s=settings.connect_s, answer_s=settings.answer_s
        )

    def __repr__(self) -> str:
        return f"ZnsChannel(oa_id={self.settings.oa_id!r})"

    def parse_webhook(self, headers: Mapping[str, str], query: Mapping[str, str], body: bytes) -> Parsed:
        """Authenticate and read a delivery report; raises Unauthentic."""
        del query
        settings = self.settings
        signed_at(headers, body, app_id=settings.app_id, secret=settings.oa_secret, now=self._now())
        return read_event(body, settings.oa_id, settings.failed_events)

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Send one letter; raises SendFailed, Uncertain or Blocked."""
        document = self._body(outgoing)
        answer = await self._deliver(document)
        if answer.error:
            if self.settings.rules.verdict(answer.error) is Verdict.MESSAGE:
                raise Blocked(f"zns {answer.error}: the template does not fit; sent another way")
            raise self.settings.rules.failure(answer.error, answer.document.get("message"))
        told = answer.document.get("data")
        told = told if isinstance(told, dict) else {}
        self._count(told.get("quota"))
        return Receipt(outgoing.outbox_id, str(told.get("msg_id", "")), self.settings.price_vnd)

    async def close(self) -> None:
        """Release connections."""
        await self._wire.close()

    def _body(self, outgoing: Outgoing) -> dict[str, object]:
        content = outgoing.content
        template = self.settings.templates.get(content.template) if isinstance(content, Letter) else None
        if template is None or not isinstance(content, Letter):
            raise Blocked("zns: no template for this message; sent another way")
        facts = dict(content.facts)
        values: dict[str, str] = {}
        for name, fact in template.fields.items():
            if fact not in facts:
                raise Blocked(f"zns: the letter has no {fact}; sent another way")
            values[name] = self._fitted(fact, facts[fact], template.longest.get(name))
        body: dict[str, object] = {
            "phone": outgoing.address.removeprefix("+"),
            "template_id": template.id,
            "template_data": values,
            "tracking_id": str(outgoing.outbox_id),
        }
        return body | ({"mode": "development"} if self.settings.is_trial else {})

    def _fitted(self, fact: str, value: str, longest: int | None) -> str:
        if longest is not None and len(value) > longest and fact in NEVER_CUT:
            raise Blocked(f"zns: {fact} does not fit its field; sent another way")
        return fitted(value, longest)

    async def _deliver(self, document: Mapping[str, object]) -> Answer:
        """Post with the present token, and once more with a new one when that is refused."""
        token = await self._tokens.access()
        answer = await self._wire.post(self._url, document, {"access_token": token}, is_costly=True)
        if self.settings.rules.verdict(answer.error) is not Verdict.ACCESS or not answer.error:
            return answer
        token = await self._tokens.renewed(token)
        return await self._wire.post(self._url, document, {"access_token": token}, is_costly=True)

    def _count(self, quota: object) -> None:
        if not isinstance(quota, dict):
            return
        remaining, total = str(quota.get("remainingQuota", "")), str(quota.get("dailyQuota", ""))
        if remaining.isdigit() and total.isdigit():
            self.allowance = Allowance(int(remaining), int(total))
