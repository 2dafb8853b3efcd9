"""The pictures, recordings and films that forms name, as the pages show them.

Rules. A file is one of the media folder with an ending that a browser shows without running anything (no
SVG: it may hold a script); its type is ours to say, not the browser's to guess. They are the same for
everybody and say nothing about anybody, so a browser may keep them for an hour. What is missing is noted in
the log by its name; the page shows the words written for it and goes on.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from aiohttp import web

from bot.doors import FILES
from bot.web.protect import Guard

_log = logging.getLogger("sipas.web")
_TYPES: Final[Mapping[str, str]] = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".mp4": "video/mp4",
}


def content_type_of(name: str) -> str:
    """What a file of the media folder is served as, by its ending; "" for a name that is never served."""
    is_plain = Path(name).name == name and "\x00" not in name
    return _TYPES.get(Path(name).suffix.lower(), "") if is_plain else ""


def path_of(folder: Path | None, name: str) -> Path | None:
    """Where a file of the media folder lies; None for one that is never served, or is not there."""
    if folder is None or not content_type_of(name):
        return None
    path = folder / name
    try:
        return path if path.is_file() else None
    except OSError:  # a name longer than any file's
        return None


class FormFiles:
    """The files of one folder."""

    def __init__(self, folder: Path | None, guard: Guard) -> None:
        self._folder = folder
        self._guard = guard

    def add_to(self, application: web.Application) -> None:
        """Serve them."""
        application.router.add_get(FILES + "/{name}", self.file)

    async def file(self, request: web.Request) -> web.StreamResponse:
        """One file, or part of it where a player asks for a part."""
        name = request.match_info["name"]
        headers = self._guard.headers()
        path = path_of(self._folder, name)
        if path is None:
            if content_type_of(name):
                _log.warning("%s: not in the media folder; the page goes without", name[:100])
            return web.Response(status=404, headers=headers)
        kept = {"Cache-Control": "public, max-age=3600", "Content-Type": content_type_of(name)}
        return web.FileResponse(path, headers=headers | kept)
