"""INSERTs that say what to do when the row exists already, in either database's words.

PostgreSQL's words are loaded only where PostgreSQL is used: they weigh 3 MB.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.dml import Insert

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

Climbs = Callable[[ColumnElement[Any], ColumnElement[Any]], ColumnElement[bool]]


@cache
def insert_or_skip(table: Table, *, is_sqlite: bool, key: str | None = None) -> Insert:
    """INSERT that leaves a row alone when a unique key of it exists.

    With `key`, only where the row is known by this column: any other clash is an error, not a repeat.
    """
    return _insert(table, is_sqlite=is_sqlite).on_conflict_do_nothing(index_elements=key and [key])


@cache
def insert_or_replace(
    table: Table, *, is_sqlite: bool, if_climbs: tuple[str, Climbs] | None = None
) -> Insert:
    """INSERT that overwrites every other column of the row with the same primary key.

    With `if_climbs` (a column, and whether its new value is above the old one), only then: what is stored
    climbs and never falls back.
    """
    statement = _insert(table, is_sqlite=is_sqlite)
    keys = list(table.primary_key.columns)
    others = {
        column.name: statement.excluded[column.name] for column in table.columns if not column.primary_key
    }
    condition = None
    if if_climbs is not None:
        column, climbs = if_climbs
        condition = climbs(table.c[column], statement.excluded[column])
    return statement.on_conflict_do_update(index_elements=keys, set_=others, where=condition)


def _insert(table: Table, *, is_sqlite: bool) -> sqlite.Insert | postgresql.Insert:
    if is_sqlite:
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)
