"""Logging set up once, with a filter that lets no personal data and no secret through.

Messages of ours carry identifiers only. The filter is the second line: anything that looks like a
phone number, a bot token or a query string is masked, in arguments and tracebacks alike; what the
filter cannot read is dropped, not passed on.
"""

from __future__ import annotations

import logging
import re
import sys

_MASKS = (
    (re.compile(r"\b\d{6,12}:[A-Za-z0-9_-]{30,}\b"), "<token>"),
    (re.compile(r"(?<![\w.])(?:\+?84|0)(?:[ .-]?\d){8,10}(?![\w.])"), "<phone>"),
    (re.compile(r"([?&](?:key|password|token|to|from|text)=)[^&\s\"']*"), r"\1<hidden>"),
)
_QUIET = ("aiohttp.access", "apscheduler", "httpx", "telegram", "sqlalchemy", "aiosqlite", "matplotlib")


def mask(text: str) -> str:
    """`text` without phone numbers, tokens and values of query strings."""
    for pattern, replacement in _MASKS:
        text = pattern.sub(replacement, text)
    return text


class _Masked(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        try:
            return mask(super().format(record))
        except Exception:  # noqa: BLE001 - a record that cannot be formatted must not leak through stderr
            return f"{record.levelname} {record.name} (record withheld)"


def configure_logging(level: str) -> None:
    """Log to stderr at `level`; libraries that print URLs or texts stay at WARNING."""
    output = logging.StreamHandler(sys.stderr)
    output.setFormatter(_Masked("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[output], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
