"""Pictures beside a question on a Zalo Official Account: messages of their own before the question.

Rules (openapi.zalo.me: `oa/upload/image` and the media template of `oa/message/cs`; read in public clients
and not yet tried against the live service).
1. A question never waits for a picture: what is missing, too big, of no kind Zalo takes or refused is left
   out, noted in the log by its name, and the question leaves all the same.
2. A picture goes up once; afterwards it is named by its attachment id, for as long as Zalo keeps it.
3. The same question shown again shows its pictures only once.
4. Only within the free window: later each picture would cost as much as a question.
5. Recordings and films stay away: an account sends none.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from bot.channels.media import Content, FileIds, Shown, read_content, stamp_of, to_show
from bot.channels.render import ZALO_LIMIT, fitted
from bot.channels.zalo_wire import Answer
from bot.ports import ChannelError
from survey_flows.interview.prompts import Prompt

_log = logging.getLogger("sipas.zalo")

_TAKEN = frozenset({".jpg", ".jpeg", ".png"})
_LARGEST = 1 << 20
_KIND = "image"
_REMEMBERED_PEOPLE = 20_000

Upload = Callable[[str, bytes], Awaitable[Answer]]
"""Puts a picture up under a name; raises ChannelError."""
Deliver = Callable[[Mapping[str, object]], Awaitable[Answer]]
"""Sends a message; raises ChannelError."""


class ZaloPictures:
    """The pictures of one folder as this account has shown them. `file_ids` outlives the process."""

    def __init__(
        self, folder: Path | None, account: str, upload: Upload, deliver: Deliver, file_ids: FileIds | None
    ) -> None:
        self._folder = folder
        self._account = f"zalo:{account}"
        self._upload = upload
        self._deliver = deliver
        self._file_ids = file_ids
        self._known: dict[str, tuple[tuple[int, int], str]] = {}
        self._shown: dict[str, tuple[str, tuple[Shown, ...]]] = {}

    async def show(self, address: str, prompt: Prompt) -> None:
        """Send the pictures of a question that its reader does not see yet."""
        if self._folder is None or not prompt.media:
            return
        wanted = tuple(one for one in to_show(prompt) if one.medium.kind == _KIND)
        if not wanted or self._shown.get(address) == (prompt.item, wanted):
            return
        if len(self._shown) >= _REMEMBERED_PEOPLE:
            self._shown.clear()
        self._shown[address] = (prompt.item, wanted)
        for one in wanted:
            try:
                await self._show(self._folder, address, one)
            except ChannelError as error:
                _log.warning("%s could not be shown (%s)", one.medium.name, type(error).__name__)

    async def _show(self, folder: Path, address: str, wanted: Shown) -> None:
        """Show one picture; an id that is refused is followed by the picture itself."""
        name = wanted.medium.name
        for is_again in (False, True):
            attachment, digest = await self._attachment(folder, name, is_again=is_again)
            if not attachment:
                return
            answer = await self._deliver(media_body(address, attachment, fitted(wanted.caption, ZALO_LIMIT)))
            if not answer.error:
                self._known[name] = (stamp_of(folder, name), attachment)
                return
            _log.warning("%s could not be shown (zalo %d)", name, answer.error)
            self._known.pop(name, None)
            if self._file_ids is not None and digest:
                await self._file_ids.keep(self._account, _KIND, digest, "")

    async def _attachment(self, folder: Path, name: str, *, is_again: bool) -> tuple[str, str]:
        """The attachment id of a picture, put up if need be, and its digest; "" when it cannot be sent."""
        known = self._known.get(name)
        if known is not None and known[0] == stamp_of(folder, name):
            return known[1], ""
        content: Content | None = None
        if Path(name).suffix.lower() in _TAKEN:
            content = await asyncio.to_thread(read_content, folder, name, _LARGEST)
        if content is None:
            _log.warning("%s: no .jpg or .png of at most 1 MB in the media folder; left out", name)
            return "", ""
        if self._file_ids is not None and not is_again:
            found = await self._file_ids.find(self._account, _KIND, content.digest)
            if found:
                return found, content.digest
        answer = await self._upload(name, content.body)
        told = answer.document.get("data")
        attachment = str(told.get("attachment_id", "")) if isinstance(told, dict) else ""
        if answer.error or not attachment:
            _log.warning("%s was not taken (zalo %d)", name, answer.error)
            return "", ""
        if self._file_ids is not None:
            await self._file_ids.keep(self._account, _KIND, content.digest, attachment)
        return attachment, ""


def media_body(address: str, attachment: str, caption: str) -> dict[str, object]:
    """A message that is a picture, with words below it if there are any."""
    picture = {"media_type": "image", "attachment_id": attachment}
    payload = {"template_type": "media", "elements": [picture]}
    content: dict[str, object] = {"attachment": {"type": "template", "payload": payload}}
    if caption:
        content["text"] = caption
    return {"recipient": {"user_id": address}, "message": content}
