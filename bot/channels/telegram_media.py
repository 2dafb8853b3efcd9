"""Pictures, recordings and films beside a question: sent above its card, uploaded once.

Rules:
1. A question never waits for a file: what is missing, too big, of no known kind or refused is left
   out, noted in the log by its name, and the card leaves all the same.
2. A file goes up once; afterwards Telegram is given the `file_id` it answered with, after a restart too.
   An id belongs to one bot. One that is refused is forgotten, and the file goes up again.
3. The same question shown again (a tick, a misunderstanding) shows its files only once.
4. Pictures and films of choices are albums of two to ten, each captioned with its choice; a recording, and
   a picture that is alone, is a message of its own. An album that is refused goes one by one: one bad
   picture does not take the others with it.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic_core import to_json

from bot.channels.media import Content, FileIds, Shown, read_content, stamp_of, to_show
from bot.channels.render import fitted
from bot.ports import ChannelError, SendFailed
from survey_flows.interview.prompts import Prompt

_log = logging.getLogger("sipas.telegram")

_METHODS: Mapping[str, Mapping[str, str]] = {
    "image": dict.fromkeys((".jpg", ".jpeg", ".png", ".webp"), "sendPhoto"),
    "audio": {".ogg": "sendVoice", ".oga": "sendVoice", ".mp3": "sendAudio", ".m4a": "sendAudio"},
    "video": {".mp4": "sendVideo"},
}
_FIELDS = {"sendPhoto": "photo", "sendVoice": "voice", "sendAudio": "audio", "sendVideo": "video"}
_ALBUM = "sendMediaGroup"
_IN_ALBUMS = frozenset({"photo", "video"})
MEDIA_METHODS = (*_FIELDS, _ALBUM)
_MOST_IN_ALBUM = 10
_LONGEST_CAPTION = 1024
_LARGEST = {"photo": 10 << 20}
_LARGEST_OTHER = 50 << 20
_LARGEST_ALBUM = 50 << 20
_REMEMBERED_CHATS = 20_000


@dataclass(frozen=True, slots=True)
class Upload:
    """The body of a call that carries files, in multipart/form-data."""

    content_type: str
    body: bytes


Call = Callable[[str, Mapping[str, object] | Upload], Awaitable[object]]
"""Calls a method of the Bot API and returns its result; raises ChannelError."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file as it is sent: by the id of an earlier upload, or with its content."""

    field: str
    name: str
    caption: str
    digest: str
    file_id: str = ""
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class _Known:
    """A file as it was when it went up."""

    stamp: tuple[int, int]
    digest: str
    file_id: str


class Media:
    """The files of one folder as this bot has shown them. `file_ids` outlives the process, if given."""

    def __init__(
        self, folder: Path | None, call: Call, account: str = "", file_ids: FileIds | None = None
    ) -> None:
        self._folder = folder
        self._call = call
        self._account = f"telegram:{account}"
        self._file_ids = file_ids
        self._known: dict[tuple[str, str], _Known] = {}
        self._shown: dict[str, tuple[str, tuple[Shown, ...]]] = {}

    async def show(self, address: str, prompt: Prompt) -> bool:
        """Send what belongs to a question its reader does not see yet; say whether anything was sent."""
        if self._folder is None or not prompt.media:
            return False
        wanted = to_show(prompt)
        if not wanted or self._shown.get(address) == (prompt.item, wanted):
            return False
        sent = False
        for one in wanted:
            if not one.medium.choice:
                sent = await self._show(self._folder, address, one) or sent
        sent = (
            await self._show_choices(self._folder, address, [one for one in wanted if one.medium.choice])
            or sent
        )
        if len(self._shown) >= _REMEMBERED_CHATS:
            self._shown.clear()
        self._shown[address] = (prompt.item, wanted)
        return sent

    async def _show_choices(self, folder: Path, address: str, wanted: Sequence[Shown]) -> bool:
        """Albums of what may stand in one; the rest after them."""
        in_albums = [one for one in wanted if _field_of(one) in _IN_ALBUMS]
        alone = [one for one in wanted if _field_of(one) not in _IN_ALBUMS]
        sent = False
        for start in range(0, len(in_albums), _MOST_IN_ALBUM):
            together = in_albums[start : start + _MOST_IN_ALBUM]
            if len(together) > 1 and await self._show_album(folder, address, together):
                sent = True
            else:
                alone = [*together, *alone]
        for one in alone:
            sent = await self._show(folder, address, one) or sent
        return sent

    async def _show_album(self, folder: Path, address: str, together: Sequence[Shown]) -> bool:
        """Show pictures as one album; False when it should be tried one by one."""
        files = [file for one in together if (file := await self._file(folder, one)) is not None]
        if len(files) < 2 or sum(len(file.body) for file in files) > _LARGEST_ALBUM:
            return False
        try:
            sent = await self._call(_ALBUM, album(address, files))
        except ChannelError as error:
            _log.warning("an album could not be shown (%s)", type(error).__name__)
            return not _is_refusal(error)
        for file, message in zip(files, sent if isinstance(sent, list) else [], strict=False):
            await self._keep(folder, file, message)
        return True

    async def _show(self, folder: Path, address: str, wanted: Shown) -> bool:
        """Show one file; an id that is refused is followed by the file itself."""
        for _ in range(2):
            file = await self._file(folder, wanted)
            if file is None:
                return False
            method = f"send{file.field.capitalize()}"
            body: Mapping[str, object] | Upload
            if file.file_id:
                body = {"chat_id": address, file.field: file.file_id}
                if file.caption:
                    body["caption"] = file.caption
            else:
                body = upload(file.field, address, file.name, file.body, file.caption)
            try:
                sent = await self._call(method, body)
            except ChannelError as error:
                _log.warning("%s could not be shown (%s)", file.name, type(error).__name__)
                if not file.file_id or not _is_refusal(error):
                    return False
                await self._forget(file)  # Telegram does not know it any more
            else:
                await self._keep(folder, file, sent)
                return True
        return False

    async def _file(self, folder: Path, wanted: Shown) -> _File | None:
        """How to send a file now; None, and a line in the log, when it cannot be."""
        name, field = wanted.medium.name, _field_of(wanted)
        caption = fitted(wanted.caption, _LONGEST_CAPTION)
        if not field:
            _log.warning("%s: no %s that Telegram shows; the question goes without", name, wanted.medium.kind)
            return None
        known = self._known.get((field, name))
        if known is not None and known.stamp == stamp_of(folder, name):
            return _File(field, name, caption, known.digest, known.file_id)
        largest = _LARGEST.get(field, _LARGEST_OTHER)
        content: Content | None = await asyncio.to_thread(read_content, folder, name, largest)
        if content is None:
            _log.warning("%s: not in the media folder, empty or too big; left out", name)
            return None
        file_id = ""
        if self._file_ids is not None:
            file_id = await self._file_ids.find(self._account, field, content.digest)
        body = b"" if file_id else content.body
        return _File(field, name, caption, content.digest, file_id, body)

    async def _keep(self, folder: Path, file: _File, sent: object) -> None:
        file_id = file_id_of(sent, file.field) or file.file_id
        if not file_id:
            return
        known = _Known(stamp_of(folder, file.name), file.digest, file_id)
        if self._known.get((file.field, file.name)) == known:
            return
        self._known[file.field, file.name] = known
        if self._file_ids is not None and file_id != file.file_id:
            await self._file_ids.keep(self._account, file.field, file.digest, file_id)

    async def _forget(self, file: _File) -> None:
        self._known.pop((file.field, file.name), None)
        if self._file_ids is not None and file.file_id:
            await self._file_ids.keep(self._account, file.field, file.digest, "")


def _field_of(shown: Shown) -> str:
    """The Bot API's word for a file of this kind and ending; "" for one it does not show."""
    method = _METHODS.get(shown.medium.kind, {}).get(Path(shown.medium.name).suffix.lower(), "")
    return _FIELDS.get(method, "")


def _is_refusal(error: ChannelError) -> bool:
    """Whether Telegram took the call and would not have the file: then another way may do."""
    return isinstance(error, SendFailed) and not error.is_retryable


def upload(field: str, address: str, name: str, content: bytes, caption: str = "") -> Upload:
    """The body that sends a file for the first time."""
    words = {"chat_id": address} | ({"caption": caption} if caption else {})
    return _multipart(words, {field: (name, content)})


def album(address: str, files: Sequence[_File]) -> Mapping[str, object] | Upload:
    """The body that sends several at once; files without an id travel in it."""
    listed = [
        {"type": file.field, "media": file.file_id or f"attach://file{place}", "caption": file.caption}
        for place, file in enumerate(files)
    ]
    parts = {f"file{place}": (file.name, file.body) for place, file in enumerate(files) if not file.file_id}
    if not parts:
        return {"chat_id": address, "media": listed}
    return _multipart({"chat_id": address, "media": to_json(listed).decode()}, parts)


def _multipart(words: Mapping[str, str], files: Mapping[str, tuple[str, bytes]]) -> Upload:
    boundary = secrets.token_hex(16)
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{word}\r\n'.encode(
            errors="replace"
        )
        for name, word in words.items()
    ]
    for field, (name, content) in files.items():
        safe = "".join(sign for sign in name if sign.isprintable() and sign not in '"\\')
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; filename="{safe}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        parts += [head.encode(), content, b"\r\n"]
    return Upload(
        f"multipart/form-data; boundary={boundary}", b"".join([*parts, f"--{boundary}--\r\n".encode()])
    )


def file_id_of(sent: object, field: str) -> str:
    """The id under which Telegram keeps the file of a message it took; of a picture the largest."""
    found = sent.get(field) if isinstance(sent, dict) else None
    if isinstance(found, list):
        found = found[-1] if found else None
    return str(found.get("file_id", "")) if isinstance(found, dict) else ""
