"""Many entries written down at once: what comes of them one by one, in statements that do not grow with them."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from tests.home import Home, Workplace
from tests.storage.workshop import NOON, Recorder, make_bench
from uhrwerk.operations import journal, people, time_entries
from uhrwerk.operations.catalog import PROJECTS
from uhrwerk.operations.people import NewPerson
from uhrwerk.operations.purposes import Purpose
from uhrwerk.operations.time_entries import Faulty, New, Written
from uhrwerk.rules.timer import Break
from uhrwerk.storage import journal as chains
from uhrwerk.storage import rollup
from uhrwerk.storage.store import Tx

HOUR = timedelta(hours=1)
OWN = ("id", "number", "person_id", "workspace_id", "record_id")
"""What no two have in common."""


def some(count: int, owners: Sequence[str], project: str | None = None) -> list[New]:
    """Entries of two weeks, two of a person in turn, some on a project, some over midnight, some with a break."""
    found = []
    for number in range(count):
        begin = NOON - 14 * 24 * HOUR + number * 5 * HOUR
        breaks = (Break(begin + HOUR, begin + 2 * HOUR),) if number % 3 == 0 else ()
        purpose = Purpose(project_id=project if number % 2 else None, note=f"Number {number}")
        further = {"hour_rate": Decimal(number)} if number else None
        person_id = owners[number // 2 % len(owners)]
        found.append(New(person_id, Written(begin, begin + 4 * HOUR, breaks), purpose, further))
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
            bob = await people.add(
                tx, bench.admin, NOON, NewPerson("bob", "bob@example.org", "Bob", "Example", zone="Asia/Tokyo")
            )
            everybody = (bench.person_id, bob.id)
            whole = some(12, everybody, project.id)
            for chunk in [whole] if at_once else [[each] for each in whole]:
                await time_entries.create_all(tx, bench.admin, NOON, chunk)
            told = msgspec.json.encode([await kept(tx, bench.workspace_id, id) for id in everybody])
            found.append(msgspec.json.decode(told.replace(project.id.encode(), b"P")))
            for row in [row for rows, _ in found[-1] for row in rows if row[0] == "time_entry.created"]:
                del row[2]["type_of_work_id"], row[2]["created_by"], row[2]["updated_by"]
        return found

    at_once, one_by_one = home.run(act)
    assert at_once == one_by_one
    of_ada, of_bob = ([row[0] for row in rows].count("time_entry.created") for rows, _ in at_once)
    assert (of_ada, of_bob) == (6, 6)
    assert home.run(journal.verify).faults == ()


def test_statements_do_not_grow_with_the_entries(home: Home) -> None:
    async def act(tx: Tx) -> list[list[str]]:
        bench = await make_bench(tx)
        found = []
        for count in (2, 40):
            asked: list[str] = []
            await time_entries.create_all(Recorder(tx, asked), bench.member, NOON, some(count, [bench.person_id]))
            found.append(asked)
        return found

    few, many = home.run(act)
    assert few == many


def test_faults_are_told_by_place_and_nothing_is_kept(home: Home) -> None:
    async def act(tx: Tx) -> Any:
        bench = await make_bench(tx)
        before = await kept(tx, bench.workspace_id, bench.person_id)
        entries = some(4, [bench.person_id])
        entries[1] = New(bench.person_id, Written(NOON, NOON - HOUR), Purpose())
        entries[3] = New(bench.person_id, entries[3].written, Purpose(project_id=bench.person_id))
        with pytest.raises(Faulty) as refused:
            await time_entries.create_all(tx, bench.member, NOON, entries)
        assert await kept(tx, bench.workspace_id, bench.person_id) == before
        return [(each.index, each.refusal.key) for each in refused.value.faults]

    assert home.run(act) == [(1, "invalid"), (3, "not-found")]
