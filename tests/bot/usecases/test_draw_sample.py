"""Keeping a draw: whoever is drawn gets a check code of their own."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import chain, count
from pathlib import Path

import pytest

from tests.builders import Shape, Templates


async def test_a_check_code_that_comes_up_twice_is_given_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 300 million codes two are alike among 5,000 people once in 25 draws, among 50,000 always."""
    twice = chain.from_iterable((f"K{serial:05d}",) * 2 for serial in count())
    monkeypatch.setattr("bot.commands.draw.new_check_code", lambda: next(twice))
    path = await Templates(tmp_path).of(Shape())
    with closing(sqlite3.connect(path)) as database:
        [[cases, codes]] = database.execute("SELECT count(*), count(DISTINCT check_code) FROM cases")
    assert cases == codes > 1
