"""Is this webhook call Zalo's, and is it fresh?

Rules (channels.md §3.2; reliability.md §2.2). `X-ZEvent-Signature` is a plain SHA-256, not an HMAC, over
app id, the body's bytes exactly as received, timestamp, and the secret key of the Official Account's page
(not the app's secret); written with `mac=` before it or without. The timestamp stands in the body, and in
some deployments in the header `X-ZEvent-Timestamp`: either may have been signed. Compared in constant time;
without a key nothing is authentic. Zalo tries a call again for an hour and 51 minutes in all, with the same
body and signature, so what is older than `STALE_AFTER` is refused; a repeat inside that time is stopped by
the inbox's key.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from bot.ports import Unauthentic

SIGNATURE_HEADER = "X-ZEvent-Signature"
TIMESTAMP_HEADER = "X-ZEvent-Timestamp"
STALE_AFTER = timedelta(hours=2)
AHEAD_AT_MOST = timedelta(minutes=5)
_CANDIDATES = 4
# Inside a text the quotes are escaped, so only names of keys are found.
_TIMESTAMP = re.compile(rb'(?<!\\)"timestamp"\s*:\s*"?(\d{9,16})(?!\d)')
_IN_HEADER = re.compile(r"\d{9,16}", re.ASCII)


def signature(app_id: str, body: bytes, timestamp: str, secret: str) -> str:
    """What Zalo writes into the header, without `mac=`."""
    digest = hashlib.sha256(app_id.encode())
    digest.update(body)
    digest.update(timestamp.encode())
    digest.update(secret.encode())
    return digest.hexdigest()


def signed_at(
    headers: Mapping[str, str], body: bytes, *, app_id: str, secret: str, now: datetime
) -> datetime:
    """When an authentic call was made; raises Unauthentic for a forged or a stale one."""
    shown = _header(headers, SIGNATURE_HEADER).strip()
    shown = (shown[4:] if shown[:4].lower() == "mac=" else shown).strip().lower()
    if not secret or not app_id or not shown:
        raise Unauthentic("no signature")
    found = None
    for timestamp in _timestamps(headers, body):
        expected = signature(app_id, body, timestamp, secret)
        if hmac.compare_digest(shown.encode("utf-8", "replace"), expected.encode()):
            found = moment_of(timestamp)
    if found is None:
        raise Unauthentic("wrong signature")
    if not now - STALE_AFTER <= found <= now + AHEAD_AT_MOST:
        raise Unauthentic("signed at another time")
    return found


def moment_of(timestamp: str) -> datetime | None:
    """A provider's timestamp in milliseconds, or in seconds as some write it; None for none."""
    if not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 16:
        return None
    number = int(timestamp)
    seconds = number / 1000 if number >= 100_000_000_000 else float(number)
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _timestamps(headers: Mapping[str, str], body: bytes) -> Iterator[str]:
    """What may have been signed: the header's, and the body's (the last one is the outermost as a rule)."""
    stamped = _header(headers, TIMESTAMP_HEADER).strip()
    if _IN_HEADER.fullmatch(stamped):
        yield stamped
    in_body = [one.decode() for one in _TIMESTAMP.findall(body)]
    yield from dict.fromkeys(reversed(in_body[-_CANDIDATES:]))


def _header(headers: Mapping[str, str], name: str) -> str:
    return headers.get(name) or headers.get(name.lower()) or ""
