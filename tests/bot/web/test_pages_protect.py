"""What guards the pages: where a request came from, tokens that end, marks nobody else can make."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import make_mocked_request

from bot.web.pages import as_code
from bot.web.protect import Guard, address_of, new_mark, new_token, nonce_in, origin_of

GUARD = Guard("https://khaosat.example.gov.vn", frozenset({"127.0.0.1", "10.0.0.2"}))


@pytest.mark.parametrize(
    ("address", "device", "network"),
    [
        ("203.0.113.7", "203.0.113.7", "203.0.113.0/24"),
        ("::ffff:203.0.113.7", "203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2:3::9", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("<script>", "unknown", "unknown"),
    ],
)
def test_an_address_is_counted_with_its_network(address: str, device: str, network: str) -> None:
    found = origin_of(address)
    assert (found.address, found.network) == (device, network)


@pytest.mark.parametrize(
    ("forwarded", "device"),
    [
        (None, "unknown"),
        ("203.0.113.7", "203.0.113.7"),
        ("1.2.3.4, 203.0.113.7", "203.0.113.7"),  # what the visitor wrote in front is not believed
        ("203.0.113.7, 10.0.0.2", "203.0.113.7"),  # a second proxy of ours
        ("203.0.113.7:52011", "203.0.113.7"),  # some proxies write the port too
        ("203.0.113.7:52011, 10.0.0.2:443", "203.0.113.7"),
        ("[2001:db8::7]:52011", "2001:db8::/64"),
        ("[2001:db8::7]", "2001:db8::/64"),
        ("2001:db8::7", "2001:db8::/64"),
        ('"203.0.113.7:52011"', "203.0.113.7"),
        ("203.0.113.7:port", "unknown"),
        ("[2001:db8::7", "unknown"),
    ],
)
def test_only_our_own_proxy_says_where_a_request_came_from(forwarded: str | None, device: str) -> None:
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    request = make_mocked_request("GET", "/", headers=headers)
    behind = request.clone(remote="127.0.0.1")
    if forwarded is not None:
        assert GUARD.origin(behind).address == device
    assert GUARD.origin(request.clone(remote="198.51.100.1")).address == "198.51.100.1"


def test_a_token_ends_and_its_end_cannot_be_moved() -> None:
    token = new_token(60)
    ended = new_token(-1)
    for value, known in ((token, token), (ended, ""), ("9" * 11 + ".x", ""), ("", ""), ("a.b", "")):
        request = make_mocked_request("GET", "/", headers={"Cookie": f"__Host-sipas={value}"})
        assert GUARD.token(request, "sipas") == known
    moved = f"{int(token.partition('.')[0]) + 1}.{token.partition('.')[2]}"
    assert address_of(moved) != address_of(token)
    assert new_token(60) != new_token(60)


def test_a_mark_is_good_for_the_browser_it_was_made_for_alone() -> None:
    token, other = new_token(60), new_token(60)
    mark = new_mark(token)
    assert nonce_in(mark, token)
    assert nonce_in(mark, other) == ""
    assert nonce_in(mark[:-1], token) == ""
    assert nonce_in(f"x{mark}", token) == ""
    assert nonce_in(".", token) == ""
    assert nonce_in("ộ.ộ", token) == ""


@pytest.mark.parametrize(
    ("headers", "is_ours"),
    [
        ({}, True),
        ({"Origin": "https://khaosat.example.gov.vn"}, True),
        ({"Origin": "null"}, True),
        ({"Origin": "https://khaosat.example.gov.vn.evil.example"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
    ],
)
def test_a_form_of_another_site_is_told_by_what_the_browser_says(
    headers: dict[str, str], is_ours: bool
) -> None:
    assert GUARD.comes_from_here(make_mocked_request("POST", "/", headers=headers)) is is_ours


def test_over_tls_cookies_belong_to_this_host_and_the_browser_stays_on_tls() -> None:
    assert GUARD.cookie_name("sipas") == "__Host-sipas"
    assert "Strict-Transport-Security" in GUARD.headers()
    plain = Guard("http://127.0.0.1:8080")
    assert plain.cookie_name("sipas") == "sipas"
    assert "Strict-Transport-Security" not in plain.headers()


def test_a_code_is_read_as_people_write_it() -> None:
    assert as_code(" k7m2-p9qx ") == "K7M2P9QX"
    assert as_code("ộ🙂") == ""
    assert len(as_code("A" * 500)) == 12
