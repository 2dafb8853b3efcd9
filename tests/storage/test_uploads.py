"""Under which ids providers keep our files, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage import Database

NOON = datetime(2024, 10, 14, 5, 0, tzinfo=UTC)
BOT, OTHER_BOT, DIGEST = "telegram:7", "telegram:8", "a" * 64


async def test_an_id_is_found_by_account_kind_and_content_after_the_process_is_gone(
    database: Database,
) -> None:
    async with database.begin() as unit:
        await unit.uploads.keep(BOT, "photo", DIGEST, "first", NOON)
        await unit.uploads.keep(BOT, "photo", DIGEST, "second", NOON)
    async with database.reading() as unit:
        assert await unit.uploads.find(BOT, "photo", DIGEST) == "second"
        assert await unit.uploads.find(OTHER_BOT, "photo", DIGEST) == ""
        assert await unit.uploads.find(BOT, "video", DIGEST) == ""
        assert await unit.uploads.find(BOT, "photo", "b" * 64) == ""


async def test_an_id_that_went_up_too_long_ago_or_was_forgotten_is_none(database: Database) -> None:
    async with database.begin() as unit:
        await unit.uploads.keep(BOT, "photo", DIGEST, "first", NOON)
    async with database.begin() as unit:
        assert await unit.uploads.find(BOT, "photo", DIGEST, NOON) == "first"
        assert await unit.uploads.find(BOT, "photo", DIGEST, NOON + timedelta(seconds=1)) == ""
        await unit.uploads.forget(BOT, "photo", DIGEST)
        assert await unit.uploads.find(BOT, "photo", DIGEST) == ""
