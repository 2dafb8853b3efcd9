"""What guards every page: headers, the cookie, one-time marks in forms, and where a request came from.

Rules (reliability.md §5.1). No script runs anywhere, no page is kept in a cache or framed, and no address
is told to another site. A cookie holds a random token with its end inside; only its hash is known to the
program, so a changed end is an unknown token. A form carries a mark made of the token, once used: a page of
another site cannot make one, and a form sent twice has one effect. `X-Forwarded-For` counts only when a
named proxy of ours sent it.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import time
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiohttp import web

from bot.doors import Origin

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}


@dataclass(frozen=True, slots=True)
class Guard:
    """How the pages are reached: `public_url` as people see it, `proxies` whose word is taken."""

    public_url: str
    proxies: frozenset[str] = frozenset()

    @property
    def is_secure(self) -> bool:
        """Whether pages are reached over TLS."""
        return self.public_url.startswith("https://")

    def headers(self) -> dict[str, str]:
        """The headers of every page."""
        if self.is_secure:
            return HEADERS | {"Strict-Transport-Security": "max-age=31536000"}
        return HEADERS

    def cookie_name(self, name: str) -> str:
        """The name of a cookie; over TLS one that no other host can set."""
        return f"__Host-{name}" if self.is_secure else name

    def set_cookie(self, response: web.StreamResponse, name: str, token: str, *, same_site: str) -> None:
        """Give the browser a token, until it is closed or the token ends."""
        response.set_cookie(
            self.cookie_name(name), token, httponly=True, secure=self.is_secure, samesite=same_site, path="/"
        )

    def drop_cookie(self, response: web.StreamResponse, name: str) -> None:
        """Take the token from the browser."""
        response.del_cookie(
            self.cookie_name(name), path="/", secure=self.is_secure, httponly=True, samesite="Lax"
        )

    def token(self, request: web.Request, name: str) -> str:
        """The token of this browser; "" for none, and for one that has ended."""
        token = request.cookies.get(self.cookie_name(name), "")
        end, _, rest = token.partition(".")
        is_whole = end.isascii() and end.isdigit() and len(end) <= 12 and 20 <= len(rest) <= 64
        return token if is_whole and int(end) > time.time() else ""

    def comes_from_here(self, request: web.Request) -> bool:
        """Whether a form was sent by a page of ours, as far as the browser tells."""
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
            return False
        origin = request.headers.get("Origin")
        if origin is None or origin == "null":  # no-referrer makes some browsers say null
            return True
        return urlsplit(origin).netloc in {request.host, urlsplit(self.public_url).netloc}

    async def refuses(self, request: web.Request) -> int:
        """The status with which a form is not looked at, 0 when it may be: another site's, or no text."""
        if request.method != "POST":
            return 0
        if not self.comes_from_here(request):
            return 403
        if request.content_type != "application/x-www-form-urlencoded":
            return 415
        try:
            await request.post()  # kept by the request for the page that reads it
        except (UnicodeDecodeError, LookupError):  # not in its encoding, or in one nobody knows
            return 400
        return 0

    def origin(self, request: web.Request) -> Origin:
        """Where a request came from: the last address that is not a proxy of ours."""
        told = request.remote or ""
        if told in self.proxies:
            forwarded = ",".join(request.headers.getall("X-Forwarded-For", []))
            for hop in reversed([part for part in forwarded.split(",") if part.strip()]):
                told = _without_port(hop)
                if told not in self.proxies:
                    break
        return origin_of(told)


def _without_port(hop: str) -> str:
    """The address in an entry of `X-Forwarded-For`; some proxies write a port, brackets or quotes too."""
    address = hop.strip().strip('"')
    if address.startswith("["):
        inside, closing, _ = address[1:].partition("]")
        return inside if closing else address
    host, colon, port = address.partition(":")
    return host if colon and port.isascii() and port.isdigit() else address


def origin_of(address: str) -> Origin:
    """An address and its network: 256 neighbours of IPv4, a subscriber's /64 and a /48 of IPv6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return Origin("unknown", "unknown")
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return origin_of(str(found.ipv4_mapped))
        nearer = ipaddress.ip_network((found, 64), strict=False)
        return Origin(str(nearer), str(ipaddress.ip_network((found, 48), strict=False)))
    return Origin(str(found), str(ipaddress.ip_network((found, 24), strict=False)))


def new_token(life_s: float) -> str:
    """A random token (128 bits) that ends after `life_s` seconds."""
    return f"{int(time.time() + life_s)}.{secrets.token_urlsafe(16)}"


def address_of(token: str) -> str:
    """What the program knows a token by."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_mark(token: str) -> str:
    """A one-time mark for a form of the browser that holds `token`."""
    nonce = secrets.token_urlsafe(12)
    return f"{nonce}.{_seal(token, nonce)}"


def nonce_in(mark: str, token: str) -> str:
    """The nonce of a mark made for this token; "" for any other."""
    nonce, _, seal = mark.partition(".")
    is_ours = bool(nonce) and hmac.compare_digest(seal.encode(), _seal(token, nonce).encode())
    return nonce if is_ours else ""


def _seal(token: str, nonce: str) -> str:
    return hmac.new(token.encode(), nonce.encode(), hashlib.sha256).hexdigest()[:32]


def proxies_of(addresses: Collection[str]) -> frozenset[str]:
    """The proxies whose word is taken."""
    return frozenset(addresses)
