"""A collector whose database is gone ends all the same, and says what it could not note."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from storage.errors import Unavailable
from storage.outbox import OutboxState, Settlement
from tests.builders import MORNING, Settings, Shape, Templates, World


@pytest.fixture
async def orphan(templates: Templates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A collector at work, whose database then loses the table it writes into."""
    monkeypatch.setattr("bot.collector.writer.STOP_WITHIN_S", 0.2)
    world = World(tmp_path, templates, Shape(), Settings(starts_at=MORNING), None)
    await world.__aenter__()
    await world.at(MORNING)
    async with world.collector.database.begin() as unit:
        await unit.messages._session.run(text("DROP TABLE outbox"))
    return world


async def test_what_became_of_a_message_is_logged_and_the_collector_ends_with_an_error(
    orphan: World, caplog: pytest.LogCaptureFixture
) -> None:
    orphan.collector.writer.settled(Settlement(17, OutboxState.SENT))
    with pytest.raises(Unavailable, match="1 tin đã gửi"):
        await orphan.stop()
    assert "message 17 (sent) is not noted" in caplog.text
    assert not orphan.collector.writer.is_running
    await orphan.__aexit__()


async def test_nothing_to_note_is_no_error(orphan: World) -> None:
    await orphan.__aexit__()
    assert not orphan.collector.writer.is_running
