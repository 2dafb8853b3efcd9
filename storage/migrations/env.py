"""Alembic's entry: runs inside the connection and transaction that `storage.migrations.migrate` opened."""

from __future__ import annotations

from alembic import context

from storage.tables_slips import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=False
)
context.run_migrations()
