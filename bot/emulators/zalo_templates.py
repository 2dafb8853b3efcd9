"""ZNS as strict as the real one: approved templates, their fields, phones with Zalo, a daily quota.

What is refused and how is channels.md §3.3: -118 no Zalo account, -108 no phone in 84…, -109 unknown
template, -1121 a value too long, -1122 a field missing, -1123 a field the template does not have, -1472 the
day's quota.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from pydantic import BaseModel, ValidationError

DEFAULT_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Template:
    """An approved template: its text with `<field>` for each of its fields, and how long they may be."""

    id: str
    text: str
    fields: frozenset[str]
    longest: Mapping[str, int] = field(default_factory=dict)

    def filled(self, values: Mapping[str, str]) -> str:
        """What the person reads."""
        text = self.text
        for name, value in values.items():
            text = text.replace(f"<{name}>", value)
        return text


class Request(BaseModel):
    """A call of the template address."""

    phone: str
    template_id: str
    template_data: dict[str, str]
    tracking_id: str = ""
    mode: str = ""


class TemplateOffice:
    """The templates and the quota of one account. Phones in `without_zalo` have none."""

    def __init__(self, *, now: Callable[[], datetime], daily_quota: int = 5000) -> None:
        self.templates: dict[str, Template] = {}
        self.without_zalo: set[str] = set()
        self.daily_quota = daily_quota
        self._now = now
        self._used: dict[date, int] = {}

    def approve(self, template: Template) -> None:
        """Take a template in."""
        self.templates[template.id] = template

    def read(self, body: bytes) -> Request | int:
        """The call, or the error it gets."""
        try:
            request = Request.model_validate_json(body)
        except ValidationError:
            return -1122
        template = self.templates.get(request.template_id)
        if not (request.phone.startswith("84") and request.phone.isdigit() and len(request.phone) == 11):
            return -108
        if template is None:
            return -109
        given = set(request.template_data)
        if template.fields != given:
            return -1122 if template.fields - given else -1123
        too_long = any(
            len(value) > template.longest.get(name, DEFAULT_LONGEST)
            for name, value in request.template_data.items()
        )
        if too_long:
            return -1121
        if f"+{request.phone}" in self.without_zalo:
            return -118
        return -1472 if self.remaining() <= 0 else request

    def remaining(self) -> int:
        """How many may still leave today."""
        return self.daily_quota - self._used.get(self._now().date(), 0)

    def count(self) -> dict[str, str]:
        """One has left: what the answer says of the quota."""
        today = self._now().date()
        self._used[today] = self._used.get(today, 0) + 1
        return {"dailyQuota": str(self.daily_quota), "remainingQuota": str(self.remaining())}
