"""Tokens of an Official Account from Zalo's OAuth v4, with PKCE.

Rules (channels.md §3.2; reliability.md §2.2). A code from the permission page lives ten minutes and opens
once; a refresh token lives three months and is spent by its first use; `expires_in` is a string. Errors
come as `error`, `error_name`, `error_reason`, sometimes with HTTP 200: only an answer that holds both
tokens, neither of them empty, is a pair. A refusal in Zalo's own words is final for that refresh token;
trouble of the line is not, though the token may be spent.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

from bot.channels.zalo_rules import plain
from bot.channels.zalo_wire import Answer, Wire
from bot.ports import SendFailed, Uncertain

HTTP_TIMEOUT_S = 30.0
REFRESH_LIFE = timedelta(days=90)
_TRANSIENT = frozenset({-32, -1})
_LONGEST_LIFE_S = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class TokenPair:
    """What an exchange gives; `lives_s` is how long the access token lasts from now, in seconds."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    lives_s: int


class TokenRefused(Exception):
    """Zalo says no to this code or refresh token, in its own words: a person must authorise again."""


@dataclass(frozen=True, slots=True)
class OAuthSettings:
    """The app at Zalo; `redirect_url` is the address registered there."""

    app_id: str
    app_secret: str = field(repr=False)
    base_url: str = "https://oauth.zaloapp.com"
    redirect_url: str = ""
    connect_s: float = 5.0
    answer_s: float = HTTP_TIMEOUT_S


@dataclass(frozen=True, slots=True)
class Authorisation:
    """One attempt to authorise: the page to open, and what must be kept until the code comes back."""

    url: str
    verifier: str = field(repr=False)
    state: str = field(repr=False)


class ZaloOAuth:
    """Exchanges codes and refresh tokens for pairs."""

    def __init__(self, settings: OAuthSettings) -> None:
        self.settings = settings
        self._url = f"{settings.base_url.rstrip('/')}/v4/oa/access_token"
        self._wire = Wire("Zalo OAuth", in_flight=2, connect_s=settings.connect_s, answer_s=settings.answer_s)

    def begin(self) -> Authorisation:
        """A new attempt, with its own secret verifier."""
        verifier = secrets.token_urlsafe(32)
        digest = hashlib.sha256(verifier.encode()).digest()
        state = secrets.token_urlsafe(16)
        query = urlencode(
            {
                "app_id": self.settings.app_id,
                "redirect_uri": self.settings.redirect_url,
                "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
                "state": state,
            }
        )
        return Authorisation(
            f"{self.settings.base_url.rstrip('/')}/v4/oa/permission?{query}", verifier, state
        )

    async def exchange(self, code: str, verifier: str) -> TokenPair:
        """The first pair for a code; raises TokenRefused, SendFailed or Uncertain."""
        return await self._post({"grant_type": "authorization_code", "code": code, "code_verifier": verifier})

    async def refresh(self, refresh_token: str) -> TokenPair:
        """The next pair; spends `refresh_token`. Raises TokenRefused, SendFailed or Uncertain."""
        return await self._post({"grant_type": "refresh_token", "refresh_token": refresh_token})

    async def _post(self, form: Mapping[str, str]) -> TokenPair:
        settings = self.settings
        try:
            answer = await self._wire.post_form(
                self._url, {**form, "app_id": settings.app_id}, {"secret_key": settings.app_secret}
            )
        finally:
            await self._wire.close()  # twice a day: no connection is kept
        return read_pair(answer)


def read_pair(answer: Answer) -> TokenPair:
    """The pair in an answer, or why there is none."""
    document = answer.document
    access, refresh = document.get("access_token"), document.get("refresh_token")
    lives = str(document.get("expires_in", ""))
    is_whole = isinstance(access, str) and isinstance(refresh, str) and access.strip() and refresh.strip()
    if is_whole and answer.status == 200 and lives.isascii() and lives.isdigit() and int(lives) > 0:
        return TokenPair(str(access).strip(), str(refresh).strip(), min(int(lives), _LONGEST_LIFE_S))
    if "error" not in document and "error_name" not in document:
        raise Uncertain("Zalo OAuth: neither tokens nor an error")
    said = plain(document.get("error_name")) or plain(document.get("message"))
    reason = f"Zalo OAuth {answer.error} {said}".rstrip()
    if answer.status == 429 or answer.error in _TRANSIENT:
        raise SendFailed(reason, is_retryable=True)
    raise TokenRefused(reason)


def code_in(told: str, state: str) -> str:
    """The code in what a person pasted: the whole address they were sent back to, or the code alone.

    Raises ValueError for an address that belongs to another attempt.
    """
    told = told.strip()
    if "code=" not in told:
        return told
    query = parse_qs(urlsplit(told).query)
    if query.get("state", [state])[0] != state:
        raise ValueError("this address belongs to another attempt")
    return query.get("code", [""])[0]
