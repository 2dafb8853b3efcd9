"""Tokens of an account: a pair replaces the one it was refreshed from, and trouble never touches it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storage import Database, Keyring
from storage.errors import WrongKey
from storage.tokens import NewTokens, TokenState

NOW = datetime(2024, 10, 1, 2, tzinfo=UTC)


def pair(name: str) -> NewTokens:
    """A pair with telling names."""
    return NewTokens(
        f"access-{name}", f"refresh-{name}", NOW, NOW + timedelta(hours=25), NOW + timedelta(days=90)
    )


async def test_a_pair_follows_only_the_version_it_was_refreshed_from(
    spare_url: str, keyring: Keyring
) -> None:
    database = Database(spare_url, keyring)
    await database.open()
    async with database.begin() as unit:
        assert await unit.tokens.read("zalo:1") is None
        assert await unit.tokens.store("zalo:1", pair("a"), NOW, after=None)
        assert await unit.tokens.store("zalo:1", pair("b"), NOW, after=1)
        assert not await unit.tokens.store("zalo:1", pair("late"), NOW, after=1)
        assert not await unit.tokens.mark("zalo:1", 1, TokenState.NEEDS_HUMAN, NOW, "late")
        assert await unit.tokens.mark("zalo:1", 2, TokenState.DEGRADED, NOW, "HTTP 502")
    async with database.reading() as unit:
        [stored] = await unit.tokens.all()
        assert (stored.access, stored.refresh, stored.version) == ("access-b", "refresh-b", 2)
        assert (stored.state, stored.problem) == (TokenState.DEGRADED, "HTTP 502")
        assert "access-b" not in repr(stored)
    await database.close()


async def test_what_is_kept_until_the_code_comes_ends_with_the_pair(spare_url: str, keyring: Keyring) -> None:
    database = Database(spare_url, keyring)
    await database.open()
    async with database.begin() as unit:
        await unit.tokens.begin("zalo:2", ("verifier", "state"), NOW)
        assert await unit.tokens.begun("zalo:2") == ("verifier", "state")
        stored = await unit.tokens.read("zalo:2")
        assert stored is not None
        assert (stored.state, stored.access) == (TokenState.NEEDS_HUMAN, "")
        assert await unit.tokens.store("zalo:2", pair("new"), NOW, after=None)
        assert await unit.tokens.begun("zalo:2") is None
    await database.close()


async def test_a_pair_beside_the_database_opens_for_its_own_version_alone(
    spare_url: str, keyring: Keyring
) -> None:
    database = Database(spare_url, keyring)
    await database.open()
    async with database.reading() as unit:
        sealed = unit.tokens.sealed("zalo:1", 3, "a pair")
        assert unit.tokens.opened("zalo:1", 3, sealed) == "a pair"
        with pytest.raises(WrongKey):
            unit.tokens.opened("zalo:1", 4, sealed)
    await database.close()


async def test_the_last_word_about_an_allowance_stands(spare_url: str, keyring: Keyring) -> None:
    database = Database(spare_url, keyring)
    await database.open()
    async with database.begin() as unit:
        await unit.tokens.note_allowance("zns", 499, 500, NOW)
        await unit.tokens.note_allowance("zns", 12, 500, NOW + timedelta(hours=1))
        [one] = await unit.tokens.allowances()
        assert (one.channel, one.remaining, one.total) == ("zns", 12, 500)
    await database.close()
