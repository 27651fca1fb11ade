"""Bringing a database to the newest schema, at every start.

Where it is there already, that is seen without importing the tools, which takes longer than all the rest of a command.
"""

import asyncio
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

_ONE_AT_A_TIME: Final = 0x75687277  # "uhrw": PostgreSQL's advisory lock while a process migrates


SCRIPTS: Final = Path(__file__).parent / "migrations"
_VERSION: Final = "SELECT version_num FROM alembic_version"


class Unreachable(Exception):
    """There is no database that can be opened at that place; the message says why and holds no password."""


def newest() -> str:
    """The newest revision; a migration's file begins with its number."""
    return max(path.name.partition("_")[0] for path in (SCRIPTS / "versions").glob("[0-9]*.py"))


def migrations(connection: "Connection | None" = None) -> "Config":
    """Alembic's configuration, without a file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    return config


def migrate_sqlite(path: Path) -> None:
    """Migrate the file, which is made where it is missing. Raises Unreachable."""
    if _version_of(path) == newest():
        return
    from sqlalchemy import URL, create_engine, event

    engine = create_engine(URL.create("sqlite", database=str(path)))
    # The driver would commit before every CREATE TABLE: begin by hand, so that a migration is done whole or not at all.
    event.listen(engine, "connect", lambda connection, _: setattr(connection, "isolation_level", None))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    with engine.begin() as connection:
        _upgrade(connection)
    engine.dispose()


def _version_of(path: Path) -> str | None:
    try:
        connection = sqlite3.connect(path)
        try:
            if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone() is None:
                return None
            row = connection.execute(_VERSION).fetchone()
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        raise Unreachable(f"{error}: {path}") from error
    return None if row is None else str(row[0])


def migrate_postgresql(url: str) -> None:
    """Migrate the database; several processes may try at once. Raises Unreachable."""
    asyncio.run(_migrate_postgresql(url))


async def _migrate_postgresql(url: str) -> None:
    import asyncpg

    try:
        connection = await asyncpg.connect(url)
    except ValueError as error:
        # Its message may repeat a part of the address.
        raise Unreachable("it is no address of a PostgreSQL.") from error
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise Unreachable(str(error)) from error
    try:
        current = await connection.fetchval(_VERSION) == newest()
    except asyncpg.UndefinedTableError:
        current = False
    finally:
        await connection.close()
    if not current:
        await _upgrade_postgresql(url)


async def _upgrade_postgresql(url: str) -> None:
    import asyncpg
    from sqlalchemy import text
    from sqlalchemy.ext.asyncio import create_async_engine

    # The driver reads the address itself: the framework does not know all that may stand in it (sslmode).
    engine = create_async_engine("postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(url))
    async with engine.begin() as connection:
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
        await connection.run_sync(_upgrade)
    await engine.dispose()


def _upgrade(connection: "Connection") -> None:
    from alembic import command

    command.upgrade(migrations(connection), "head")
