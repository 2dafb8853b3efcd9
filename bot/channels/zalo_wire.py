"""One call to a Zalo API: JSON out, JSON in, and no second try.

Rules (channels.md §3; reliability.md §0.9). No connection means that nothing left; no answer means that it
may have: `Uncertain`. Only Zalo's own JSON may condemn a message: a page of a proxy or a censor is trouble
of the line. No redirect is followed, nothing is unpacked, and no error shows an address, a token or a body.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import aiohttp
from pydantic_core import from_json, to_json
from yarl import URL

from bot.channels.zalo_rules import FLOOD_PAUSE_S, MENDING_PAUSE_S
from bot.ports import SendFailed, Uncertain

_LONGEST_ANSWER = 1 << 20


class Tokens(Protocol):
    """Where access tokens come from; both raise SendFailed when there is none at present."""

    async def access(self) -> str:
        """The present access token."""
        ...

    async def renewed(self, refused: str) -> str:
        """Another token than `refused`, which the provider no longer takes."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the HTTP status and the JSON object."""

    status: int
    document: Mapping[str, object]

    @property
    def error(self) -> int:
        """Zalo's `error`: 0 when all is well; None of its own is -1."""
        try:
            return int(str(self.document.get("error", -1)))
        except ValueError:
            return -1


class Wire:
    """Connections to one surface. Times are seconds."""

    def __init__(self, surface: str, *, in_flight: int, connect_s: float, answer_s: float) -> None:
        self._surface = surface
        self._in_flight = in_flight
        self._connect_s = connect_s
        self._answer_s = answer_s
        self._session: aiohttp.ClientSession | None = None

    async def post(
        self,
        url: str,
        document: Mapping[str, object],
        headers: Mapping[str, str] | None = None,
        *,
        patience_s: float = 0,
        is_costly: bool = False,
    ) -> Answer:
        """Post JSON and read JSON; raises SendFailed or Uncertain.

        `patience_s` is added to the time the answer may take. `is_costly`: after a 5xx it is not clear
        whether the message left, so it must not leave twice.
        """
        return await self._post(url, to_json(document), headers, patience_s, is_costly)

    async def post_form(
        self, url: str, form: Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Post a form and read JSON; a 5xx is unclear."""
        body = aiohttp.FormData(form)
        return await self._post(url, body, headers, 0, is_costly=True)

    async def post_file(
        self, url: str, name: str, content: bytes, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Post a file in the field `file` and read JSON; it may be posted again without harm."""
        body = aiohttp.FormData()
        body.add_field("file", content, filename=name, content_type="application/octet-stream")
        return await self._post(url, body, headers, 0, is_costly=False)

    async def close(self) -> None:
        """Release connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _post(
        self,
        url: str,
        body: bytes | aiohttp.FormData,
        headers: Mapping[str, str] | None,
        patience_s: float,
        is_costly: bool,
    ) -> Answer:
        limits = aiohttp.ClientTimeout(total=self._answer_s + patience_s, sock_connect=self._connect_s)
        sent = dict(headers or {})
        if isinstance(body, bytes):
            sent["Content-Type"] = "application/json"
        try:
            async with self._open().post(
                URL(url, encoded=True), data=body, headers=sent, timeout=limits, allow_redirects=False
            ) as response:
                status = response.status
                said = await response.content.read(_LONGEST_ANSWER)
                while not response.content.at_eof() and len(said) < _LONGEST_ANSWER:
                    said += await response.content.read(_LONGEST_ANSWER - len(said))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise SendFailed(f"no connection to {self._surface}", is_retryable=True) from None
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise Uncertain(f"no answer from {self._surface} ({type(error).__name__})") from None
        return self._read(status, said, is_costly=is_costly)

    def _read(self, status: int, said: bytes, *, is_costly: bool) -> Answer:
        try:
            document = from_json(said)
        except ValueError:
            document = None
        reason = f"{self._surface}: HTTP {status}"
        is_own = isinstance(document, dict)
        if status == 504 or (status >= 500 and is_costly) or (not is_own and status < 300):
            raise Uncertain(reason)
        if status >= 500:
            raise SendFailed(reason, is_retryable=True)
        if is_own:
            return Answer(status, document)
        if status == 429:
            raise SendFailed(reason, is_retryable=True, retry_after_s=FLOOD_PAUSE_S, stops_channel=True)
        raise SendFailed(reason, is_retryable=True, retry_after_s=MENDING_PAUSE_S, stops_channel=True)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._in_flight + 1),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"Accept-Encoding": "identity"},
                skip_auto_headers=("User-Agent", "Accept"),
                auto_decompress=False,
            )
        return self._session
