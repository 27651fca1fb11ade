"""`uhrwerk rollup rebuild`: sums that were changed by hand are what the entries say again."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import update

from tests.cli.command import CommandLine
from uhrwerk import bootstrap
from uhrwerk.config import Settings
from uhrwerk.operations import people, time_entries
from uhrwerk.operations.people import NewPerson
from uhrwerk.operations.purposes import Purpose
from uhrwerk.operations.report_filters import Wanted
from uhrwerk.operations.reports import Reporter
from uhrwerk.operations.time_entries import New, Written
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.rules.reporting import Days
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import rollup, rollup_total

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
MARCH, A_DAY = Days(date(2026, 3, 1), date(2026, 3, 31)), Days(date(2026, 3, 9), date(2026, 3, 9))
HOURS = [datetime(2026, 3, day, 9, tzinfo=UTC) for day in (9, 9, 10, 11)]


def of_house(desk: CommandLine, operation: Callable[[Tx], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        settings = Settings.from_environment({"UHRWERK_DATA_DIR": str(desk.data_dir)} | desk.environment)
        async with bootstrap.open_house(settings) as house:
            return await house.store.write(operation)

    return asyncio.run(run())


def test_sums_that_were_changed_by_hand_are_put_right(on_store: CommandLine) -> None:
    home = on_store.result("workspace", "add", "Home").strip()
    actor = command_line_actor(home)

    async def work(tx: Tx) -> None:
        person = await people.add(tx, actor, NOW, NewPerson("ada", "ada@example.org", "Ada", "Example"))
        written = [New(person.id, Written(at, at + timedelta(hours=1)), Purpose()) for at in HOURS]
        await time_entries.create_all(tx, actor, NOW, written)

    async def sums(tx: Tx) -> list[int]:
        reporter = Reporter(tx, actor)
        return [(await reporter.report(Wanted(days))).total.seconds for days in (MARCH, A_DAY)]

    async def spoil(tx: Tx) -> None:
        for table in (rollup, rollup_total):
            await tx.run(Statement(update(table).where(table.c.seconds == 7200).values(seconds=1)))

    of_house(on_store, work)
    assert of_house(on_store, sums) == [4 * 3600, 2 * 3600]
    assert on_store.result("rollup", "rebuild") == "Home\t0 rows were wrong\n"
    of_house(on_store, spoil)
    assert of_house(on_store, sums) == [4 * 3600, 1]
    assert on_store.result("rollup", "rebuild", "-w", "Home") == "Home\t1 rows were wrong\n"
    assert of_house(on_store, sums) == [4 * 3600, 2 * 3600]
