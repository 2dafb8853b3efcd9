"""Pictures, recordings and films beside a question: sent above its card, uploaded once.

Rules:
1. A question never waits for a file: what is missing, too big, of no known kind or refused is left
   out, noted in the log by its name, and the card leaves all the same.
2. A file goes up once; afterwards Telegram is given the `file_id` it answered with.
3. The same question shown again (a tick, a misunderstanding) shows its files only once.
4. Names come from a form and lie in one folder: a name with a path in it is none.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.ports import ChannelError
from survey_flows.interview.prompts import Prompt, PromptKind, PromptMedium

_log = logging.getLogger("sipas.telegram")

_METHODS: Mapping[str, Mapping[str, str]] = {
    "image": dict.fromkeys((".jpg", ".jpeg", ".png", ".webp"), "sendPhoto"),
    "audio": {".ogg": "sendVoice", ".oga": "sendVoice", ".mp3": "sendAudio", ".m4a": "sendAudio"},
    "video": {".mp4": "sendVideo"},
}
_FIELDS = {"sendPhoto": "photo", "sendVoice": "voice", "sendAudio": "audio", "sendVideo": "video"}
MEDIA_METHODS = tuple(_FIELDS)
_LARGEST = {"sendPhoto": 10 << 20}
_LARGEST_OTHER = 50 << 20
_REMEMBERED_CHATS = 20_000


@dataclass(frozen=True, slots=True)
class Upload:
    """The body of a call that carries a file, in multipart/form-data."""

    content_type: str
    body: bytes


Call = Callable[[str, Mapping[str, object] | Upload], Awaitable[object]]
"""Calls a method of the Bot API and returns its result; raises ChannelError."""


class Media:
    """The files of one folder as this bot has shown them."""

    def __init__(self, folder: Path | None, call: Call) -> None:
        self._folder = folder
        self._call = call
        self._file_ids: dict[str, str] = {}
        self._shown: dict[str, tuple[str, tuple[PromptMedium, ...]]] = {}

    async def show(self, address: str, prompt: Prompt) -> bool:
        """Send what belongs to a question its reader does not see yet; say whether anything was sent."""
        wanted = tuple(medium for medium in prompt.media if not medium.choice)
        if self._folder is None or not wanted or prompt.kind is not PromptKind.QUESTION:
            return False
        if self._shown.get(address) == (prompt.item, wanted):
            return False
        sent = [await self._show(address, medium) for medium in wanted]
        if len(self._shown) >= _REMEMBERED_CHATS:
            self._shown.clear()
        self._shown[address] = (prompt.item, wanted)
        return any(sent)

    async def _show(self, address: str, medium: PromptMedium) -> bool:
        method = _METHODS.get(medium.kind, {}).get(Path(medium.name).suffix.lower(), "")
        if not method:
            _log.warning("%s: no %s that Telegram shows; the question goes without", medium.name, medium.kind)
            return False
        known = self._file_ids.get(medium.name)
        try:
            if known is not None:
                await self._call(method, {"chat_id": address, _FIELDS[method]: known})
                return True
            content = await asyncio.to_thread(self._read, medium.name, _LARGEST.get(method, _LARGEST_OTHER))
            if content is None:
                _log.warning("%s: not in the media folder, empty or too big; left out", medium.name)
                return False
            sent = await self._call(method, upload(_FIELDS[method], address, medium.name, content))
        except ChannelError as error:
            self._file_ids.pop(medium.name, None)  # one of a bot before this one, or forgotten there
            _log.warning("%s could not be shown (%s)", medium.name, type(error).__name__)
            return False
        file_id = file_id_of(sent, _FIELDS[method])
        if file_id:
            self._file_ids[medium.name] = file_id
        return True

    def _read(self, name: str, largest: int) -> bytes | None:
        if self._folder is None or Path(name).name != name:
            return None
        path = self._folder / name
        try:
            if not 0 < path.stat().st_size <= largest:
                return None
            return path.read_bytes()
        except OSError:
            return None


def upload(field: str, address: str, name: str, content: bytes) -> Upload:
    """The body that sends a file for the first time."""
    boundary = secrets.token_hex(16)
    safe = "".join(sign for sign in name if sign.isprintable() and sign not in '"\\')
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n{address}\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; filename="{safe}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    return Upload(f"multipart/form-data; boundary={boundary}", body)


def file_id_of(sent: object, field: str) -> str:
    """The id under which Telegram keeps the file of a message it took; of a picture the largest."""
    found = sent.get(field) if isinstance(sent, dict) else None
    if isinstance(found, list):
        found = found[-1] if found else None
    return str(found.get("file_id", "")) if isinstance(found, dict) else ""
