"""Core statements in SQLite's own form, compiled once, for the statements of the hot path.

SQLAlchemy stays the language the statements are written in; what is saved is its handling of every
execution (150 µs a statement, 4 µs a row of parameters: more than SQLite needs to do the work).
Types convert as SQLAlchemy would convert them, column by column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Boolean, LargeBinary, Select
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

_Convert = Callable[[Any], Any] | None


class Prepared:
    """One statement: its text, and how values go in and out."""

    __slots__ = ("_out", "_parameters", "sql")

    def __init__(self, compiled: SQLCompiler, keys: Sequence[str], result: Sequence[TypeEngine[Any]]) -> None:
        dialect = compiled.dialect
        self.sql = compiled.string
        binds = {name: bind for bind, name in compiled.bind_names.items()}
        self._parameters: list[tuple[str | None, Any, bool]] = []  # (name, convert or constant, expanding)
        for name in compiled.positiontup or ():
            convert = _to_driver(binds[name].type, dialect)
            if name in keys:
                self._parameters.append((name, convert, binds[name].expanding))
            else:
                constant = compiled.params[name]
                self._parameters.append((None, convert(constant) if convert else constant, False))
        self._out = [
            (at, convert)
            for at, kind in enumerate(result)
            if (convert := _from_driver(kind, dialect)) is not None
        ]

    def once(self, values: Mapping[str, Any]) -> tuple[str, list[object]]:
        """Text and arguments of one execution; each list becomes as many arguments as it has values."""
        sql, arguments = self.sql, []
        for name, convert, is_list in self._parameters:
            if name is None:
                arguments.append(convert)
                continue
            value = values[name]
            if is_list:
                marks = ", ".join("?" * len(value))
                sql = sql.replace(f"__[POSTCOMPILE_{name}]", marks)
                arguments.extend(map(convert, value) if convert else value)
            else:
                arguments.append(convert(value) if convert else value)
        return sql, arguments

    def many(self, values: Sequence[Mapping[str, Any]]) -> list[tuple[object, ...]]:
        """The arguments of many executions."""
        columns: list[Sequence[object]] = []
        for name, convert, _ in self._parameters:
            if name is None:
                columns.append([convert] * len(values))
                continue
            column = list(map(itemgetter(name), values))
            if convert is not None:
                first = column[0]
                if all(value is first for value in column):  # most often one moment for the whole batch
                    column = [convert(first)] * len(column)
                else:
                    column = list(map(convert, column))
            columns.append(column)
        return list(zip(*columns, strict=True))

    def results(self, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Rows as the driver gave them, with every column in the type of the query."""
        if not self._out or not rows:
            return rows
        columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
        for at, convert in self._out:
            columns[at] = list(map(convert, columns[at]))
        return list(zip(*columns, strict=True))


@lru_cache(maxsize=256)
def prepare(statement: Any, keys: tuple[str, ...], dialect: Dialect) -> Prepared:
    """Compile a statement for these parameters, or take it from memory."""
    if isinstance(statement, Select):
        compiled = statement.compile(dialect=dialect)
        return Prepared(compiled, keys, [column.type for column in statement.selected_columns])
    return Prepared(
        statement.compile(dialect=dialect, column_keys=list(keys), for_executemany=True), keys, []
    )


def _to_driver(kind: TypeEngine[Any], dialect: Dialect) -> _Convert:
    if isinstance(kind, (LargeBinary, Boolean)):  # bytes and bool go in as they are
        return None
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _from_driver(kind: TypeEngine[Any], dialect: Dialect) -> _Convert:
    if isinstance(kind, LargeBinary):
        return None
    return kind.dialect_impl(dialect).result_processor(dialect, None)
