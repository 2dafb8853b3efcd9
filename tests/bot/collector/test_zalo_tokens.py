"""Tokens survive trouble: spent once, written before use, never overwritten by an error (I12, F23)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.zalo_oauth import OAuthSettings, TokenPair, TokenRefused, ZaloOAuth, code_in
from bot.collector.zalo_tokens import TokenKeeper
from bot.emulators import faults
from bot.emulators.faults import Fault
from bot.emulators.zalo import ZaloEmulator
from bot.ports import SendFailed
from storage import Database, Keyring
from storage.tokens import NewTokens, StoredTokens, TokenState
from tests.builders import Templates, key_text

ACCOUNT = "zalo:5798"
START = datetime(2024, 10, 1, 2, tzinfo=UTC)


@dataclass
class Place:
    """A database, Zalo's OAuth, and a clock both believe."""

    url: str
    database: Database
    zalo: ZaloEmulator
    folder: Path
    now: datetime = START
    opened: list[Database] = field(default_factory=list)

    def keeper(self, database: Database | None = None) -> TokenKeeper:
        """A collector's keeper."""
        oauth = ZaloOAuth(OAuthSettings("3608", "app-secret", self.zalo.url, connect_s=0.2, answer_s=0.3))
        spare = self.folder / "zalo.spare"
        return TokenKeeper(ACCOUNT, database or self.database, oauth.refresh, lambda: self.now, spare)

    async def another(self) -> Database:
        """The same database, opened by another collector."""
        database = Database(self.url, Keyring.from_text(key_text()))
        await database.open()
        self.opened.append(database)
        return database

    async def stored(self) -> StoredTokens:
        """What is stored."""
        async with self.database.reading() as unit:
            found = await unit.tokens.read(ACCOUNT)
        assert found is not None
        return found


@pytest.fixture
async def place(templates: Templates, tmp_path: Path) -> AsyncIterator[Place]:
    """An account that was authorised just now."""
    path = tmp_path / "tokens.db"
    path.write_bytes(templates.empty().read_bytes())
    url = f"sqlite:///{path}"
    database = Database(url, Keyring.from_text(key_text()))
    await database.open()
    found = Place(url, database, None, tmp_path)  # type: ignore[arg-type]
    async with ZaloEmulator("3608", "app-secret", "5798", "s", "", now=lambda: found.now) as zalo:
        found.zalo = zalo
        pair = zalo.tokens.grant()
        life = timedelta(seconds=int(pair["expires_in"]))
        new = NewTokens(
            pair["access_token"], pair["refresh_token"], START, START + life, START + timedelta(90)
        )
        async with database.begin() as unit:
            await unit.tokens.store(ACCOUNT, new, START, after=None)
        yield found
    for one in (database, *found.opened):
        await one.close()


async def test_a_good_token_is_used_as_it_is_and_refreshed_at_half_its_life(place: Place) -> None:
    keeper = place.keeper()
    first = await keeper.access()
    place.now += timedelta(hours=11)
    await keeper.tend()
    assert (await keeper.access(), place.zalo.tokens.refreshes) == (first, 0)
    place.now += timedelta(hours=1)
    await keeper.tend()
    second = await keeper.access()
    assert second != first
    assert place.zalo.tokens.fault_of(second) == 0
    assert keeper.trouble == ""
    assert not keeper.spare.exists()


async def test_many_at_once_and_two_collectors_spend_a_refresh_token_once(place: Place) -> None:
    """Every sender of two collectors finds the token dead at the same moment."""
    keepers = [place.keeper(), place.keeper(await place.another())]
    dead = await keepers[0].access()
    await keepers[1].access()
    place.zalo.tokens.expire_access()
    place.zalo.faults.next(faults.slow(0.1))
    renewed = await asyncio.gather(*(keepers[one % 2].renewed(dead) for one in range(20)))
    assert len(set(renewed)) == 1
    assert place.zalo.tokens.refreshes == 1
    assert place.zalo.tokens.spent_twice == 0
    assert (await place.stored()).version == 2


@pytest.mark.parametrize(
    "fault",
    [
        faults.drop(),
        faults.page(502),
        faults.page(200),
        faults.refusal(500),
        faults.refusal(429),
        faults.refusal(-32),
    ],
    ids=lambda fault: f"{fault.kind.value} {fault.status}",
)
async def test_trouble_of_the_line_changes_no_token_and_is_tried_again(place: Place, fault: Fault) -> None:
    keeper = place.keeper()
    before = await place.stored()
    dead = await keeper.access()
    place.zalo.tokens.expire_access()
    place.zalo.faults.next(fault)
    with pytest.raises(SendFailed) as failed:
        await keeper.renewed(dead)
    assert failed.value.is_retryable
    assert failed.value.stops_channel
    after = await place.stored()
    assert (after.access, after.refresh, after.version) == (before.access, before.refresh, before.version)
    assert after.state is TokenState.DEGRADED
    assert keeper.trouble
    with pytest.raises(SendFailed):  # not a storm: it waits before it tries again
        await keeper.renewed(dead)
    assert place.zalo.tokens.refreshes == 0
    place.now += timedelta(seconds=31)
    assert await keeper.renewed(dead) != dead
    assert keeper.trouble == ""


@pytest.mark.parametrize("answer", [{}, {"access_token": "", "refresh_token": "r", "expires_in": "90000"}])
async def test_half_a_pair_is_no_pair(place: Place, answer: dict[str, object]) -> None:
    place.zalo.tokens.exchange = lambda _secret, _form: answer  # type: ignore[method-assign, assignment]
    keeper = place.keeper()
    dead = await keeper.access()
    with pytest.raises(SendFailed):
        await keeper.renewed(dead)
    stored = await place.stored()
    assert (stored.access, stored.version) == (dead, 1)


async def test_a_refusal_calls_for_a_person_and_the_living_token_is_still_used(place: Place) -> None:
    keeper = place.keeper()
    access = await keeper.access()
    place.zalo.faults.next(faults.refusal(-14014, "Invalid refresh token"))
    place.now += timedelta(hours=13)
    await keeper.tend()
    stored = await place.stored()
    assert (stored.state, stored.access) == (TokenState.NEEDS_HUMAN, access)
    assert "sipas zalo authorize" in keeper.trouble
    assert await keeper.access() == access
    place.now += timedelta(hours=13)
    with pytest.raises(SendFailed, match="sipas zalo authorize"):
        await keeper.access()
    assert place.zalo.tokens.refreshes == 0


async def test_a_pair_whose_answer_was_lost_calls_for_a_person(place: Place) -> None:
    """Delivered, then timeout: the refresh token is spent and nobody here knows the new one."""
    keeper = place.keeper()
    dead = await keeper.access()
    place.zalo.faults.next(faults.silence())
    with pytest.raises(SendFailed):
        await keeper.renewed(dead)
    assert (await place.stored()).state is TokenState.DEGRADED
    place.now += timedelta(minutes=1)
    with pytest.raises(SendFailed):
        await keeper.renewed(dead)
    assert (await place.stored()).state is TokenState.NEEDS_HUMAN


async def test_a_collector_that_dies_before_its_commit_loses_no_pair(place: Place) -> None:
    dying = place.keeper()
    dead = await dying.access()
    stored = await place.stored()
    async with place.database.begin() as unit:
        assert await dying._take(unit, stored)
    pair: TokenPair = await dying.spend(stored.refresh)
    await dying._put_aside(stored, dying._dated(pair))
    assert dying.spare.stat().st_mode & 0o777 == 0o600
    assert pair.access.encode() not in dying.spare.read_bytes()
    async with place.database.begin() as unit:  # its lease runs out
        await unit.leases.release(dying.lease, dying.owner)
    assert (await place.stored()).state is TokenState.REFRESHING
    heir = place.keeper()
    assert await heir.renewed(dead) == pair.access
    assert place.zalo.tokens.refreshes == 1
    assert not heir.spare.exists()


async def test_whoever_waits_for_another_collector_reads_what_it_stored(place: Place) -> None:
    other = place.keeper(await place.another())
    dead = await other.access()
    place.zalo.faults.next(faults.slow(0.1))
    first = asyncio.create_task(place.keeper().renewed(dead))
    await asyncio.sleep(0.03)
    assert await other.renewed(dead) == await first
    assert place.zalo.tokens.refreshes == 1


async def test_a_refresh_once_begun_is_finished_though_its_sender_goes_away(place: Place) -> None:
    keeper = place.keeper()
    dead = await keeper.access()
    place.zalo.faults.next(faults.slow(0.05))
    asked = asyncio.create_task(keeper.renewed(dead))
    await asyncio.sleep(0.02)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert await keeper.renewed(dead) != dead
    assert (place.zalo.tokens.refreshes, place.zalo.tokens.spent_twice) == (1, 0)


async def test_a_code_opens_once_with_its_verifier(place: Place) -> None:
    oauth = ZaloOAuth(OAuthSettings("3608", "app-secret", place.zalo.url, "https://so.example/zalo"))
    begun = oauth.begin()
    address = place.zalo.tokens.consent(begun.url)
    code = code_in(address, begun.state)
    pair = await oauth.exchange(code, begun.verifier)
    assert place.zalo.tokens.fault_of(pair.access) == 0
    assert pair.lives_s == 90000
    assert pair.access not in repr(pair)
    with pytest.raises(TokenRefused, match="authorization code"):
        await oauth.exchange(code, begun.verifier)
    with pytest.raises(ValueError, match="another attempt"):
        code_in(address, "another")
    assert code_in(" a-code-alone ", begun.state) == "a-code-alone"


async def test_a_code_without_its_verifier_opens_nothing(place: Place) -> None:
    oauth = ZaloOAuth(OAuthSettings("3608", "app-secret", place.zalo.url))
    begun = oauth.begin()
    code = code_in(place.zalo.tokens.consent(begun.url), begun.state)
    with pytest.raises(TokenRefused, match="verifier"):
        await oauth.exchange(code, "not the verifier")
