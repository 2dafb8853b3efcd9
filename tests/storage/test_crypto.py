"""Encryption by field: a value opens in its place only, with a key of the ring only."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import Keyring
from storage.crypto import INDEX_BYTES
from storage.errors import WrongKey

RING = Keyring.generate()
PLACES = [("endpoints", "name", 7), ("people", "phone", 7), ("people", "name", 8), ("people", "name", "7|1")]


@given(st.binary(), st.one_of(st.integers(), st.text(max_size=20)))
def test_what_is_sealed_opens_in_its_place(plaintext: bytes, row: int | str) -> None:
    sealed = RING.encrypt("people", "name", row, plaintext)
    assert RING.decrypt("people", "name", row, sealed) == plaintext
    assert len(sealed) == len(plaintext) + 30


@pytest.mark.parametrize("place", PLACES)
def test_a_value_moved_to_another_place_does_not_open(place: tuple[str, str, int | str]) -> None:
    sealed = RING.encrypt("people", "name", 7, b"secret")
    with pytest.raises(WrongKey):
        RING.decrypt(*place, sealed)


@given(st.integers(min_value=0, max_value=35), st.integers(min_value=1, max_value=255))
def test_a_changed_byte_is_noticed(at: int, change: int) -> None:
    sealed = bytearray(RING.encrypt("people", "name", 7, b"secret"))
    sealed[at] ^= change
    if at == 0:  # the format byte is not authenticated, it only tells later formats apart
        return
    with pytest.raises(WrongKey):
        RING.decrypt("people", "name", 7, bytes(sealed))


def test_equal_texts_have_unequal_ciphertexts() -> None:
    assert len({RING.encrypt("people", "name", 7, b"same") for _ in range(50)}) == 50


def test_another_ring_neither_opens_nor_finds() -> None:
    other = Keyring.generate()
    with pytest.raises(WrongKey, match=r"cannot decrypt people\.name of row 7"):
        other.decrypt("people", "name", 7, RING.encrypt("people", "name", 7, b"secret"))
    assert other.blind_index("phone", "+84900000001") != RING.blind_index("phone", "+84900000001")


def test_a_rotated_ring_writes_with_the_new_key_and_reads_the_old() -> None:
    old = RING.encrypt("people", "name", 7, b"secret")
    rotated = RING.rotated()
    assert rotated.decrypt("people", "name", 7, old) == b"secret"
    new = rotated.encrypt("people", "name", 7, b"secret")
    assert (old[1], new[1]) == (1, 2)
    with pytest.raises(WrongKey):
        RING.decrypt("people", "name", 7, new)
    assert rotated.blind_index("phone", "x") == RING.blind_index("phone", "x")


@given(st.text(max_size=200))
def test_the_blind_index_is_hmac_sha256_cut_to_128_bits(value: str) -> None:
    key = RING.to_bytes()[4:36]
    try:
        message = f"phone|v1|{value}".encode()
    except UnicodeEncodeError:
        return
    expected = hmac.new(key, message, hashlib.sha256).digest()[:INDEX_BYTES]
    assert RING.blind_index("phone", value) == expected


def test_kinds_do_not_share_indexes() -> None:
    assert RING.blind_index("phone", "1") != RING.blind_index("telegram", "1")


def test_a_ring_survives_its_text() -> None:
    ring = RING.rotated()
    copy = Keyring.from_text(f"  {ring.to_text()}\n")
    assert copy.to_bytes() == ring.to_bytes()
    assert copy.decrypt("people", "name", 1, ring.encrypt("people", "name", 1, b"x")) == b"x"


@pytest.mark.parametrize(
    "text",
    ["", "not base64 ả", "AAAA", RING.to_text()[:-8], RING.to_text() + "AAAA"],
    ids=["empty", "not base64", "too short", "cut", "too long"],
)
def test_what_is_no_ring_is_refused_without_being_quoted(text: str) -> None:
    with pytest.raises(ValueError, match="not a key ring") as problem:
        Keyring.from_text(text)
    assert not text or text not in str(problem.value)


def test_a_ring_does_not_show_its_keys() -> None:
    assert repr(RING) == "Keyring(key ids [1])"
