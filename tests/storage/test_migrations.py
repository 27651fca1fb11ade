"""Migrations make exactly the tables that the statements are written for."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect
from sqlalchemy.ext.asyncio import create_async_engine

from tests.postgres import PostgresServer
from uhrwerk.storage.migrate import migrate_postgresql, migrate_sqlite
from uhrwerk.storage.tables import metadata


class Sqlite:
    def __init__(self, path: Path) -> None:
        self.path = path

    def migrate(self) -> None:
        migrate_sqlite(self.path)

    def ask(self, question: Any) -> Any:
        engine = create_engine(f"sqlite:///{self.path}")
        try:
            with engine.begin() as connection:
                return question(connection)
        finally:
            engine.dispose()


class Postgresql:
    def __init__(self, url: str) -> None:
        self.url = url

    def migrate(self) -> None:
        migrate_postgresql(self.url)

    def ask(self, question: Any) -> Any:
        async def run() -> Any:
            engine = create_async_engine(self.url.replace("postgresql://", "postgresql+asyncpg://"))
            try:
                async with engine.begin() as connection:
                    return await connection.run_sync(question)
            finally:
                await engine.dispose()

        return asyncio.run(run())


Database = Sqlite | Postgresql


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    if request.param == "sqlite":
        return Sqlite(tmp_path / "clock.sqlite3")
    server: PostgresServer = request.getfixturevalue("postgres")
    return Postgresql(server.create_database(f"migrations-{uuid4()}"))


def differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    found: list[Any] = compare_metadata(context, metadata)
    return found


def partial_indexes(connection: Connection) -> dict[str, str]:
    """Indexes with a condition, which the comparison does not look at."""
    found: dict[str, str] = {}
    for table in metadata.tables:
        for index in inspect(connection).get_indexes(table):
            for name, condition in index.get("dialect_options", {}).items():
                if name.endswith("_where"):
                    found[str(index["name"])] = str(condition).replace("(", "").replace(")", "")
    return found


def test_the_tables_are_made_as_they_are_written(database: Database) -> None:
    database.migrate()
    assert database.ask(differences) == []
    active = "ended_at IS NULL AND deleted_at IS NULL"
    assert database.ask(partial_indexes) == {
        "uq_time_entry_active": active,
        "uq_attendance_active": active,
        "uq_timesheet_period": "deleted_at IS NULL",
    }


def test_migrating_again_changes_nothing(database: Database) -> None:
    database.migrate()
    database.ask(lambda connection: connection.exec_driver_sql("INSERT INTO journal_head VALUES (" + HEAD + ")"))
    database.migrate()
    assert database.ask(differences) == []
    assert database.ask(lambda connection: connection.exec_driver_sql("SELECT count FROM journal_head").scalar()) == 7


HEAD = "'11111111-1111-7111-8111-111111111111', '11111111-1111-7111-8111-111111111111', 7, 'a', 'b'"


def test_several_may_migrate_at_once(database: Database) -> None:
    with ThreadPoolExecutor(3) as threads:
        for done in [threads.submit(database.migrate) for _ in range(3)]:
            done.result()
    assert database.ask(differences) == []
