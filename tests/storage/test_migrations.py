"""Migrations make exactly the tables that the statements are written for."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect, select
from sqlalchemy.ext.asyncio import create_async_engine

from tests.postgres import PostgresServer
from uhrwerk.storage.migrate import migrate_postgresql, migrate_sqlite, migrations
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


WORKSPACE, PERSON = "11111111-1111-7111-8111-111111111111", "22222222-2222-7222-8222-222222222222"
KEPT = f"'{WORKSPACE}', '{{id}}', {{number}}, '{PERSON}', {{at}}, '{PERSON}', {{at}}, 1"
KEPT_NAMES = "workspace_id, id, number, created_by, created_at, updated_by, updated_at, version"


def at(text: str) -> int:
    """Microseconds since 1970."""
    return int(datetime.fromisoformat(f"{text}+00:00").timestamp()) * 1_000_000


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
    false = "0" if isinstance(database, Sqlite) else "FALSE"
    assert database.ask(partial_indexes) == {
        "uq_time_entry_active": active,
        "ix_time_entry_clocked": f"manual IS {false} AND deleted_at IS NULL",
        "ix_time_entry_started": "deleted_at IS NULL",
        "ix_time_entry_project_started": "project_id IS NOT NULL AND deleted_at IS NULL",
        "ix_time_entry_task_started": "task_id IS NOT NULL AND deleted_at IS NULL",
        "uq_attendance_active": active,
        "uq_timesheet_period": "deleted_at IS NULL",
        "ix_rollup_total_parts": "part <> 0",
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


def with_attendance(connection: Connection) -> None:
    """A database as it was before working time, with a person of a known week who has worked two nights."""
    command.upgrade(migrations(connection), "0004")
    run = connection.exec_driver_sql
    run(f"INSERT INTO number_source (workspace_id, next) VALUES ('{WORKSPACE}', 100)")
    entered = KEPT.format(id=PERSON, number=1, at=at("2026-03-10T08:00"))
    zones, week = json.dumps([[None, "Europe/Berlin"]]), json.dumps([28_800] * 5 + [0, 0])
    run(
        f"INSERT INTO person ({KEPT_NAMES}, username, email, first_name, last_name, role, zones, language, active,"
        f" weekly_seconds) VALUES ({entered}, 'carla', 'c@example.org', 'Carla', '', 'member', '{zones}', 'en', true,"
        f" '{week}')"
    )
    nights = [("2026-03-08T21:00", "2026-03-09T03:00", None), ("2026-03-11T08:00", "2026-03-11T09:00", 0)]
    for number, (began, ended, deleted) in enumerate(nights):
        kept = KEPT.format(id=f"33333333-3333-7333-8333-33333333333{number}", number=number, at=at(began))
        breaks = json.dumps([[at("2026-03-08T22:30"), at("2026-03-08T23:30")]]) if deleted is None else "[]"
        run(
            f"INSERT INTO attendance ({KEPT_NAMES}, person_id, zone, started_at, start_recorded_at, breaks, ended_at,"
            f" manual, deleted_at) VALUES ({kept}, '{PERSON}', 'Europe/Berlin', {at(began)}, {at(began)}, '{breaks}',"
            f" {at(ended)}, false, {'NULL' if deleted is None else deleted})"
        )


def test_what_was_clocked_before_is_rolled_up_and_a_week_becomes_a_contract(database: Database) -> None:
    database.ask(with_attendance)
    database.migrate()
    assert database.ask(differences) == []
    day = metadata.tables["attendance_day"]
    rows = database.ask(lambda connection: connection.execute(select(day).order_by(day.c.day)).mappings().all())
    assert [(row["person_id"], row["day"], row["worked_seconds"], row["break_seconds"]) for row in rows] == [
        (PERSON, date(2026, 3, 8), 5400, 1800),
        (PERSON, date(2026, 3, 9), 12_600, 1800),
    ]
    assert [[span[0].hour * 60 + span[0].minute for span in row["worked"]] for row in rows] == [
        [21 * 60],
        [23 * 60 + 30],
    ]
    contract = metadata.tables["contract"]
    [terms] = database.ask(lambda connection: connection.execute(select(contract)).mappings().all())
    assert (terms["person_id"], terms["kind"], terms["starts_on"]) == (PERSON, "weekdays", date(2026, 3, 8))
    assert (terms["weekday_seconds"], terms["workdays"]) == ([28_800] * 5 + [0, 0], [1, 2, 3, 4, 5])
