"""The refusals of the Bot API the emulator enforces, in the real server's words."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping

from aiohttp.web import FileField

_LONGEST_TEXT = 4096
_LONGEST_TOKEN = 64
_LONGEST_CAPTION = 1024
_FEWEST_IN_ALBUM, _MOST_IN_ALBUM = 2, 10
_MOST_BUTTONS = 100
_LARGEST_PHOTO = 10 << 20
_LARGEST_FILE = 50 << 20
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"RIFF")
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


class Refusal(Exception):
    """An `ok: false` answer."""

    def __init__(self, description: str, code: int = 400, retry_after: object = None) -> None:
        super().__init__(description)
        self.code = code
        self.retry_after = retry_after


def not_found() -> Refusal:
    """The answer to an unknown method."""
    return Refusal("Not Found", 404)


def checked_file(
    params: Mapping[str, object], field: str, known: Collection[str]
) -> tuple[str, bytes | None]:
    """The file of a call: the id it had before and None, or its name and content when it is uploaded."""
    given = params.get(field)
    if isinstance(given, FileField):
        given.file.seek(0)
        content = given.file.read()
        if not content:
            raise Refusal("Bad Request: file must be non-empty")
        if field == "photo" and (len(content) > _LARGEST_PHOTO or not content.startswith(_PICTURES)):
            raise Refusal("Bad Request: IMAGE_PROCESS_FAILED")
        if len(content) > _LARGEST_FILE:
            raise Refusal("Request Entity Too Large", 413)
        return given.filename, content
    if not given:
        raise Refusal(f"Bad Request: there is no {field} in the request")
    if given not in known:
        raise Refusal("Bad Request: wrong file identifier/HTTP URL specified")
    return str(given), None


def checked_album(params: Mapping[str, object]) -> list[tuple[str, dict[str, object]]]:
    """The members of an album: what each is, and its file and caption as a call of its own has them."""
    given = params.get("media")
    try:
        listed = json.loads(given) if isinstance(given, str) else given
    except ValueError:
        listed = None
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise Refusal("Bad Request: can't parse media JSON object")
    if not _FEWEST_IN_ALBUM <= len(listed) <= _MOST_IN_ALBUM:
        raise Refusal("Bad Request: media group must include 2-10 items")
    album = []
    for one in listed:
        field, media = one.get("type"), str(one.get("media", ""))
        if field not in {"photo", "video"}:
            raise Refusal("Bad Request: type of the media can't be used in an album here")
        attached = media.partition("attach://")[2]
        album.append(
            (field, {field: params.get(attached) if attached else media, "caption": one.get("caption", "")})
        )
    return album


def checked_caption(params: Mapping[str, object]) -> str:
    """The words below a file, at most 1,024 UTF-16 units."""
    caption = str(params.get("caption") or "")
    if len(caption.encode("utf-16-le", "replace")) // 2 > _LONGEST_CAPTION:
        raise Refusal("Bad Request: message caption is too long")
    return caption


def is_true(params: Mapping[str, object], name: str) -> bool:
    """Read a boolean parameter."""
    return str(params.get(name, "")).lower() in {"true", "1"}


def wanted_int(params: Mapping[str, object], name: str, default: int) -> int:
    """Read an integer parameter; anything else counts as `default`, as on the real server."""
    value = params.get(name, default)
    if isinstance(value, int):
        return value
    try:
        return int(str(value))
    except ValueError:
        return default


def checked_text(params: Mapping[str, object]) -> str:
    """The text, trimmed; 1 to 4,096 UTF-16 units."""
    text = str(params.get("text", "")).strip()
    if params.get("parse_mode") not in {None, "", "HTML", "Markdown", "MarkdownV2"}:
        raise Refusal("Bad Request: unsupported parse_mode")
    if not text:
        raise Refusal("Bad Request: message text is empty")
    if len(text) > _LONGEST_TEXT // 2 and len(text.encode("utf-16-le", "replace")) // 2 > _LONGEST_TEXT:
        raise Refusal("Bad Request: message is too long")
    return text


def checked_secret(secret: str) -> str:
    """A webhook's secret token."""
    if not _SECRET.fullmatch(secret):
        raise Refusal("Bad Request: secret token contains unallowed characters")
    return secret


def checked_markup(markup: object) -> dict[str, object] | None:
    """A reply markup, as JSON text or object; inline keyboards are checked button by button."""
    if markup in (None, "", {}):
        return None
    if isinstance(markup, str):
        try:
            markup = json.loads(markup)
        except ValueError:
            raise Refusal("Bad Request: can't parse reply keyboard markup JSON object") from None
    if not isinstance(markup, dict):
        raise Refusal("Bad Request: object expected as reply markup")
    rows = markup.get("inline_keyboard")
    if rows is None:
        return markup
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise Refusal('Bad Request: field "inline_keyboard" of the InlineKeyboardMarkup must be an Array')
    count = 0
    for row in rows:
        for button in row:
            count += 1
            _check_button(button)
    if count > _MOST_BUTTONS:
        raise Refusal("Bad Request: REPLY_MARKUP_TOO_LONG")
    return markup if count else None


def _check_button(button: object) -> None:
    if not isinstance(button, dict):
        raise Refusal(
            "Bad Request: can't parse inline keyboard button: InlineKeyboardButton must be an Object"
        )
    text, token = button.get("text"), button.get("callback_data")
    if not isinstance(text, str) or not text.strip():
        raise Refusal('Bad Request: can\'t parse inline keyboard button: field "text" must be non-empty')
    if token is None and "url" not in button:
        raise Refusal("Bad Request: can't parse inline keyboard button: text buttons are unallowed")
    if token is not None and not 1 <= len(str(token).encode("utf-8", "replace")) <= _LONGEST_TOKEN:
        raise Refusal("Bad Request: BUTTON_DATA_INVALID")
