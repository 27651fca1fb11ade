"""Bringing a database to the newest schema, at every start."""

import asyncio
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.ext.asyncio import create_async_engine

_ONE_AT_A_TIME: Final = 0x75687277  # "uhrw": PostgreSQL's advisory lock while a process migrates


def migrations(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without a file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def migrate_sqlite(path: Path) -> None:
    """Migrate the file, which is made where it is missing."""
    engine = create_engine(f"sqlite:///{path}")
    # The driver would commit before every CREATE TABLE: begin by hand, so that a migration is done whole or not at all.
    event.listen(engine, "connect", lambda connection, _: setattr(connection, "isolation_level", None))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    with engine.begin() as connection:
        _upgrade(connection)
    engine.dispose()


def migrate_postgresql(url: str) -> None:
    """Migrate the database; several processes may try at once."""
    asyncio.run(_migrate_postgresql("postgresql+asyncpg://" + url.partition("://")[2]))


async def _migrate_postgresql(url: str) -> None:
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
        await connection.run_sync(_upgrade)
    await engine.dispose()


def _upgrade(connection: Connection) -> None:
    command.upgrade(migrations(connection), "head")
