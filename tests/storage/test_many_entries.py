"""Many entries written down at once: what comes of them one by one, in statements that do not grow with them."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from tests.home import Home, Workplace
from tests.storage.workshop import NOON, Recorder, make_bench
from uhrwerk.operations import journal, time_entries
from uhrwerk.operations.catalog import PROJECTS
from uhrwerk.operations.purposes import Purpose
from uhrwerk.operations.time_entries import Faulty, New, Written
from uhrwerk.rules.timer import Break
from uhrwerk.storage import journal as chains
from uhrwerk.storage import rollup
from uhrwerk.storage.store import Tx

HOUR = timedelta(hours=1)
OWN = ("id", "number", "person_id", "workspace_id", "record_id")
"""What no two have in common."""


def some(count: int, project: str | None = None) -> list[New]:
    """Entries of two weeks, some on a project, some over midnight, some with a break."""
    found = []
    for number in range(count):
        begin = NOON - 14 * 24 * HOUR + number * 5 * HOUR
        breaks = (Break(begin + HOUR, begin + 2 * HOUR),) if number % 3 == 0 else ()
        purpose = Purpose(project_id=project if number % 2 else None, note=f"Number {number}")
        found.append(
            New(Written(begin, begin + 4 * HOUR, breaks), purpose, {"hour_rate": Decimal(number)} if number else None)
        )
    return found


async def kept(tx: Tx, workspace_id: str, person_id: str) -> list[Any]:
    """The person's chain and sums, but for what is every record's own."""
    rows = await chains.chain(tx, workspace_id, person_id, 0, 100)
    told = []
    for row in rows:
        payload = msgspec.json.decode(row.payload or "{}")
        told.append((row.act, row.effective_at, {k: v for k, v in payload["after"].items() if k not in OWN}))
    sums = await rollup.sums(tx, workspace_id, person_id, NOON.date() - timedelta(30), NOON.date())
    return [told, [(each.day, each.project_id, each.seconds, each.entries) for each in sums]]


def test_at_once_or_one_by_one_the_same_is_kept(home: Home, place: Workplace) -> None:
    async def act(tx: Tx) -> list[Any]:
        found = []
        for at_once in (True, False):
            bench = await make_bench(tx)
            members = {"name": "P", "billable": True, "archived": False}
            project = await PROJECTS.add(tx, bench.admin, NOON, members)
            whole = some(12, project.id)
            for chunk in [whole] if at_once else [[each] for each in whole]:
                await time_entries.create_all(tx, bench.member, NOON, bench.person_id, chunk)
            told = await kept(tx, bench.workspace_id, bench.person_id)
            found.append(msgspec.json.decode(msgspec.json.encode(told).replace(project.id.encode(), b"P")))
            found[-1] = msgspec.json.encode(found[-1]).replace(bench.person_id.encode(), b"ada")
            found[-1] = msgspec.json.decode(found[-1])
            for row in found[-1][0]:
                row[2].pop("type_of_work_id")
        return found

    at_once, one_by_one = home.run(act)
    assert at_once == one_by_one
    assert len([row for row in at_once[0] if row[0] == "time_entry.created"]) == 12
    assert home.run(journal.verify).faults == ()


def test_statements_do_not_grow_with_the_entries(home: Home) -> None:
    async def act(tx: Tx) -> list[list[str]]:
        bench = await make_bench(tx)
        found = []
        for count in (2, 40):
            asked: list[str] = []
            await time_entries.create_all(Recorder(tx, asked), bench.member, NOON, bench.person_id, some(count))
            found.append(asked)
        return found

    few, many = home.run(act)
    assert few == many


def test_faults_are_told_by_place_and_nothing_is_kept(home: Home) -> None:
    async def act(tx: Tx) -> Any:
        bench = await make_bench(tx)
        before = await kept(tx, bench.workspace_id, bench.person_id)
        entries = some(4)
        entries[1] = New(Written(NOON, NOON - HOUR), Purpose())
        entries[3] = New(entries[3].written, Purpose(project_id=bench.person_id))
        with pytest.raises(Faulty) as refused:
            await time_entries.create_all(tx, bench.member, NOON, bench.person_id, entries)
        assert await kept(tx, bench.workspace_id, bench.person_id) == before
        return [(each.index, each.refusal.key) for each in refused.value.faults]

    assert home.run(act) == [(1, "invalid"), (3, "not-found")]
