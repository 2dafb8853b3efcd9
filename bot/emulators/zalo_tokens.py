"""Zalo's OAuth v4 for Official Accounts, as strict as the real one (channels.md §3.2).

A code lives ten minutes, opens once, and only with the verifier whose SHA-256 was shown when it was asked
for. A refresh token is spent by its first use; the new pair ends the old access token at once. Errors come
with HTTP 200. `expires_in` is a string.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

ACCESS_LIFE = timedelta(hours=25)
REFRESH_LIFE = timedelta(days=90)
CODE_LIFE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class _Consent:
    challenge: str
    ends_at: datetime


class TokenOffice:
    """The tokens of one account under one app. Every refresh is counted in `refreshes`."""

    def __init__(self, app_id: str, app_secret: str, *, now: Callable[[], datetime]) -> None:
        self.refreshes = 0
        self.spent_twice = 0
        self._app = (app_id, app_secret)
        self._now = now
        self._access, self._access_until = "", datetime.max.replace(tzinfo=UTC)
        self._refresh: dict[str, datetime] = {}
        self._spent: set[str] = set()
        self._former: set[str] = set()
        self._codes: dict[str, _Consent] = {}

    def consent(self, permission_url: str) -> str:
        """A person opens the permission page and agrees; returns the address they are sent to."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(permission_url).query).items()}
        if query.get("app_id") != self._app[0] or not query.get("code_challenge"):
            raise ValueError("the permission page refuses this address")
        code = secrets.token_urlsafe(24)
        self._codes[code] = _Consent(query["code_challenge"], self._now() + CODE_LIFE)
        sent_to = {"code": code, "oa_id": "1", "state": query.get("state", "")}
        return f"{query.get('redirect_uri', '')}?{urlencode(sent_to)}"

    def grant(self) -> dict[str, str]:
        """A pair without ceremony, for a test that is about something else."""
        return self._pair()

    def expire_access(self) -> None:
        """Let the present access token end now."""
        self._access_until = self._now()

    def revoke(self) -> None:
        """Take back everything, as when the account leaves the app."""
        self._access = ""
        self._spent.update(self._refresh)
        self._refresh.clear()

    def fault_of(self, access: str) -> int:
        """0 for a good access token, else the error: -216 for an unknown one, -220 for an old one."""
        if access and access == self._access:
            return 0 if self._now() < self._access_until else -220
        return -220 if access in self._former else -216

    def exchange(self, secret: str, form: Mapping[str, str]) -> dict[str, object]:
        """Answer one call of the token address."""
        if (form.get("app_id", ""), secret) != self._app:
            return _error(-14002, "Invalid secret key")
        match form.get("grant_type"):
            case "authorization_code":
                return self._open_code(form)
            case "refresh_token":
                return self._spend(form.get("refresh_token", ""))
            case _:
                return _error(-14001, "Invalid grant type")

    def _open_code(self, form: Mapping[str, str]) -> dict[str, object]:
        consent = self._codes.pop(form.get("code", ""), None)
        if consent is None or consent.ends_at <= self._now():
            return _error(-14003, "Invalid authorization code")
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != consent.challenge:
            return _error(-14004, "Invalid code verifier")
        return {**self._pair()}

    def _spend(self, refresh: str) -> dict[str, object]:
        ends_at = self._refresh.pop(refresh, None)
        if ends_at is None or ends_at <= self._now():
            self.spent_twice += refresh in self._spent
            return _error(-14014, "Invalid refresh token")
        self._spent.add(refresh)
        self.refreshes += 1
        return {**self._pair()}

    def _pair(self) -> dict[str, str]:
        if self._access:
            self._former.add(self._access)
        self._access, refresh = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        self._access_until = self._now() + ACCESS_LIFE
        self._refresh[refresh] = self._now() + REFRESH_LIFE
        life = str(int(ACCESS_LIFE.total_seconds()))
        return {"access_token": self._access, "refresh_token": refresh, "expires_in": life}


def _error(code: int, name: str) -> dict[str, object]:
    """An error as Zalo's OAuth writes it, with HTTP 200."""
    return {"error": code, "error_name": name, "error_reason": name, "error_description": ""}
