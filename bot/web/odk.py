"""The addresses ODK Collect calls: the list of forms, a form, its files, and a form that was filled in.

Rules (OpenRosa 1.0: HTTP Requests and Responses, Authentication API, Form List API, Form Manifest, Form
Submission API):
1. Every answer names `X-OpenRosa-Version`. A request without a name and a password is asked for them (401).
2. Passwords are kept as slow hashes, so Digest cannot be offered: Basic, only over TLS or on this machine.
3. A form that was stored is answered 201, also when it comes again. One that is kept but does not count is
   answered 202, "saved, do not send again", with the reason. Whatever is neither is left to the device: 400
   is no form, 413 is too large, 503 is to be tried again.
4. The manifest names the pictures, recordings, films and tables of a form with their MD5, as the form list
   does the form; a file is given to whoever gives the same name and password. A device takes no form of
   which a file is missing: what is not in the media folder is left out and noted in the log.
5. A submission must carry `X-OpenRosa-Version`: no page of another site can make a browser send that.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from aiohttp import BodyPartReader, web

from bot.doors import Entrance, OfflineDoor, OfflineForm, Submitted
from bot.ports import NotStored
from bot.web.files import content_type_of, path_of
from bot.web.hooks import Handler, guarded
from bot.web.odk_texts import text
from bot.web.protect import Guard

HOME: Final = "/odk"
MOST_BYTES: Final = 10 * 1024 * 1024
MOST_FILES: Final = 40
XML_PART: Final = "xml_submission_file"
_VERSION: Final = "X-OpenRosa-Version"
_HEADERS: Final = {_VERSION: "1.0", "X-OpenRosa-Accept-Content-Length": str(MOST_BYTES)}
_LIST: Final = "http://openrosa.org/xforms/xformsList"
_MANIFEST: Final = "http://openrosa.org/xforms/xformsManifest"
_RESPONSE: Final = "http://openrosa.org/http/response"
_AT_HOME: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_Page = Callable[[web.Request, str], Awaitable[web.StreamResponse]]
_log = logging.getLogger("sipas.odk")


class OdkPages:
    """The handlers of ODK Collect's addresses."""

    def __init__(self, door: OfflineDoor, guard: Guard, media: Path | None = None) -> None:
        self._door = door
        self._media = media
        self._guard = guard
        self._base = guard.public_url.rstrip("/") + HOME
        self._may_ask = guard.is_secure or urlsplit(guard.public_url).hostname in _AT_HOME

    def add_to(self, application: web.Application) -> None:
        """Give every address its handler."""
        router = application.router
        router.add_get(f"{HOME}/formList", self._admitted(self.form_list))
        router.add_get(f"{HOME}/forms/{{version}}", self._admitted(self.form))
        router.add_get(f"{HOME}/manifest/{{version}}", self._admitted(self.manifest))
        router.add_get(f"{HOME}/files/{{version}}/{{name}}", self._admitted(self.file))
        router.add_head(f"{HOME}/submission", self._admitted(self.before_submission))
        router.add_post(f"{HOME}/submission", self._admitted(self.submission))

    def _admitted(self, page: _Page) -> Handler:
        async def guard(request: web.Request) -> web.StreamResponse:
            if not self._may_ask:
                return self._told(request, "insecure", 403)
            name, password = _credentials(request)
            if not name:
                return self._unknown(request)
            try:
                match await self._door.admit(name, password, self._guard.origin(request)):
                    case Entrance.OPEN:
                        return await page(request, name)
                    case Entrance.WRONG:
                        return self._unknown(request)
                    case Entrance.TOO_MANY:
                        return self._told(request, "too_many", 429, {"Retry-After": "3600"})
            except NotStored:
                return self._told(request, "busy", 503, {"Retry-After": "60"})

        return guarded(guard)

    async def form_list(self, request: web.Request, name: str) -> web.Response:
        """The forms of the interviewer's open cases."""
        wanted = request.query.get("formID", "")
        forms = [one for one in await self._door.forms(name) if wanted in {"", one.form}]
        entries = "".join(self._entry(one) for one in forms)
        return self._xml(request, f'<xforms xmlns="{_LIST}">{entries}</xforms>')

    async def form(self, request: web.Request, name: str) -> web.Response:
        """One form, as it is filled in."""
        found = await self._find(request, name)
        if found is None:
            return self._told(request, "unknown", 404)
        return web.Response(
            body=found.xml, headers=self._headers(request), content_type="text/xml", charset="utf-8"
        )

    async def manifest(self, request: web.Request, name: str) -> web.Response:
        """The files of a form."""
        found = await self._find(request, name)
        if found is None:
            return self._told(request, "unknown", 404)
        digests = {file: _md5(content) for file, content in found.tables.items()}
        digests |= await asyncio.to_thread(self._digests, found.media)
        files = "".join(self._medium(found, file, digest) for file, digest in digests.items())
        return self._xml(request, f'<manifest xmlns="{_MANIFEST}">{files}</manifest>')

    async def file(self, request: web.Request, name: str) -> web.StreamResponse:
        """One file of a form."""
        found, wanted = await self._find(request, name), request.match_info["name"]
        if found is not None and wanted in found.tables:
            return web.Response(
                body=found.tables[wanted],
                headers=self._headers(request),
                content_type="text/csv",
                charset="utf-8",
            )
        path = path_of(self._media, wanted) if found is not None and wanted in found.media else None
        if path is None:
            return self._told(request, "unknown", 404)
        return web.FileResponse(
            path, headers=self._headers(request) | {"Content-Type": content_type_of(wanted)}
        )

    async def before_submission(self, request: web.Request, _name: str) -> web.Response:
        """Where to send to, and how much at once."""
        return web.Response(
            status=204, headers=self._headers(request) | {"Location": f"{self._base}/submission"}
        )

    async def submission(self, request: web.Request, name: str) -> web.Response:
        """A form that was filled in, with its files."""
        if _VERSION not in request.headers or request.content_type != "multipart/form-data":
            return self._told(request, "unreadable", 400)
        try:
            document, files = await _parts(request)
        except _TooLarge:
            return self._told(request, "too_large", 413)
        except (_NoForm, ValueError):
            return self._told(request, "unreadable", 400)
        outcome, reason = await self._door.submit(name, document, files)
        match outcome:
            case Submitted.TAKEN | Submitted.REPEATED:
                return self._told(request, outcome.value, 201)
            case Submitted.SET_ASIDE:
                return self._told(request, reason, 202)
            case Submitted.NO_FORM:
                return self._told(request, reason, 400)

    async def _find(self, request: web.Request, name: str) -> OfflineForm | None:
        version = request.match_info["version"]
        return next((one for one in await self._door.forms(name) if one.version == version), None)

    def _digests(self, names: Iterable[str]) -> dict[str, str]:
        """The MD5 of each file of the media folder that is there."""
        found: dict[str, str] = {}
        for name in names:
            path = path_of(self._media, name)
            try:
                found[name] = _md5(path.read_bytes()) if path is not None else ""
            except OSError:
                found[name] = ""
            if not found[name]:
                _log.warning("%s: not in the media folder; ODK Collect goes without", name[:100])
        return {name: digest for name, digest in found.items() if digest}

    def _medium(self, one: OfflineForm, name: str, digest: str) -> str:
        fields = {
            "filename": name,
            "hash": f"md5:{digest}",
            "downloadUrl": f"{self._base}/files/{quote(one.version, safe='')}/{quote(name, safe='')}",
        }
        return f"<mediaFile>{_elements(fields)}</mediaFile>"

    def _entry(self, one: OfflineForm) -> str:
        place = quote(one.version, safe="")
        fields = {
            "formID": one.form,
            "name": one.title,
            "version": one.version,
            "hash": f"md5:{_md5(one.xml)}",
            "downloadUrl": f"{self._base}/forms/{place}",
            "manifestUrl": f"{self._base}/manifest/{place}",
        }
        return f"<xform>{_elements(fields)}</xform>"

    def _unknown(self, request: web.Request) -> web.Response:
        asks = {"WWW-Authenticate": 'Basic realm="SIPAS", charset="UTF-8"'}
        return self._told(request, "wrong", 401, asks)

    def _told(
        self, request: web.Request, key: str, status: int, headers: Mapping[str, str] | None = None
    ) -> web.Response:
        nature = "submit_success" if status < 300 else "submit_error"
        told = escape(text(key, _language(request)))
        message = f'<message nature="{nature}">{told}</message>'
        body = f'<OpenRosaResponse xmlns="{_RESPONSE}">{message}</OpenRosaResponse>'
        return self._xml(request, body, status, headers)

    def _xml(
        self, request: web.Request, body: str, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> web.Response:
        return web.Response(
            text=f'<?xml version="1.0" encoding="UTF-8"?>\n{body}',
            status=status,
            headers=self._headers(request) | dict(headers or {}),
            content_type="text/xml",
            charset="utf-8",
        )

    def _headers(self, request: web.Request) -> dict[str, str]:
        return self._guard.headers() | _HEADERS | {"Content-Language": _language(request)}


def _elements(fields: Mapping[str, str]) -> str:
    return "".join(f"<{key}>{escape(value)}</{key}>" for key, value in fields.items())


def _md5(content: bytes) -> str:
    """What OpenRosa names a content by; it protects nothing."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


class _NoForm(Exception):
    """There is no form in the submission."""


class _TooLarge(Exception):
    """More bytes or files than are taken at once."""


async def _parts(request: web.Request) -> tuple[bytes, dict[str, bytes]]:
    """The form and the files of a submission, by file name; ValueError when it is no multipart."""
    document: bytes | None = None
    files: dict[str, bytes] = {}
    taken = 0
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise _NoForm
        content = bytearray()
        while chunk := await part.read_chunk():
            taken += len(chunk)
            if taken > MOST_BYTES:
                raise _TooLarge
            content += chunk
        if part.name == XML_PART:
            document = bytes(content)
        elif part.filename:
            files[part.filename[:200]] = bytes(content)
        if len(files) > MOST_FILES:
            raise _TooLarge
    if document is None:
        raise _NoForm
    return document, files


def _credentials(request: web.Request) -> tuple[str, str]:
    """Name and password of Basic authentication (RFC 7617); empty when there are none."""
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return "", ""
    try:
        name, _, password = base64.b64decode(given.strip(), validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return name[:200], password[:200]


def _language(request: web.Request) -> str:
    return "en" if request.headers.get("Accept-Language", "").lower().startswith("en") else "vi"
