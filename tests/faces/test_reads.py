"""How much work a read is: the same however many entries lie in the store. Counted, never timed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from tests.home import Home, Workplace
from tests.storage.workshop import Recorder
from uhrwerk.operations.records import new_id
from uhrwerk.storage import time_entries
from uhrwerk.storage.hearing import Hearing
from uhrwerk.storage.store import Tx
from uhrwerk.storage.time_entries import TimeEntry

FEBRUARY = datetime(2026, 2, 1, tzinfo=UTC)
A_MONTHS = 40
FEW, MANY = 100, 1000

MONTH = "startDateUtc ge datetime'2026-02-01T00:00:00Z' and startDateUtc lt datetime'2026-03-01T00:00:00Z'"
READS = {
    "current": "/v1/timers/current",
    "month": "/v1/time-entries?limit=500&from=2026-02-01T00:00:00Z&to=2026-03-01T00:00:00Z",
    "newest": f"/v1/time-entries?limit={A_MONTHS}",
    "awork, month": f"/api/v1/timeentries?filterby={MONTH}&orderby=startDateUtc desc",
    "awork, page": f"/api/v1/timeentries?orderby=startDateUtc desc&pageSize={A_MONTHS}",
    "awork, last": "/api/v1/me/timeentries/last",
    "TimeTrack, month": "/api/v2/ext/project_time_entries?username=owner&from=2026-02-01&to=2026-02-28&limit=1000",
}


@dataclass
class Counted(Recorder):
    """A transaction that also counts the rows that come back."""

    rows: list[int]

    async def one(self, statement: Any, **values: Any) -> Sequence[Any] | None:
        row = await super().one(statement, **values)
        self.rows.append(row is not None)
        return row

    async def all(self, statement: Any, **values: Any) -> list[Sequence[Any]]:
        rows = await super().all(statement, **values)
        self.rows.append(len(rows))
        return rows


@pytest.mark.parametrize("name", READS)
def test_a_read_is_as_much_work_in_a_large_store(home: Home, name: str) -> None:
    place = home.workplace()
    fill(home, place, FEBRUARY, A_MONTHS)
    work = []
    older = 0
    for count in (FEW, MANY):
        fill(home, place, FEBRUARY - timedelta(hours=6 * count), count - older)
        older = count
        _work_of(home, place, READS[name])
        work.append(_work_of(home, place, READS[name]))
    assert work[0] == work[1]
    statements, rows, _ = work[0]
    assert statements
    assert sum(rows) < A_MONTHS + 20, "what is shown, and a few neighbours"


def fill(home: Home, place: Workplace, first: datetime, count: int) -> None:
    """So many entries of the owner's, and of the colleague's, from that instant on, six hours apart."""

    async def add(tx: Tx) -> None:
        made = []
        for index in range(count):
            for person in (place.owner, place.colleague):
                made.append(_entry(place, person.id, await tx.number(place.id), first + timedelta(hours=6 * index)))
        await time_entries.shelf.add_all(tx, made)

    home.run(add)


def _entry(place: Workplace, person_id: str, number: int, begin: datetime) -> TimeEntry:
    end = begin + timedelta(hours=1)
    return TimeEntry(
        workspace_id=place.id,
        id=new_id(),
        number=number,
        created_by=person_id,
        created_at=begin,
        updated_by=person_id,
        updated_at=end,
        version=2,
        deleted_at=None,
        person_id=person_id,
        zone="Europe/Berlin",
        started_at=begin,
        start_recorded_at=begin,
        breaks=(),
        ended_at=end,
        end_recorded_at=end,
        net_seconds=3600,
        break_seconds=0,
        note="Sitemap",
        manual=False,
        warned_at=None,
        to_confirm=False,
        project_id=place.project,
        task_id=place.task,
        type_of_work_id=place.type_of_work,
        billable=True,
        billed=False,
        start_offset=3600,
        end_offset=3600,
    )


def _work_of(home: Home, place: Workplace, path: str) -> tuple[list[str], list[int], int]:
    """What is asked of the store, how many rows come back, and the length of the answer in bytes."""
    asked: list[str] = []
    rows: list[int] = []
    store = home.house.store
    read = store.read

    def counted(operation: Any, long: bool = False) -> Any:
        return read(lambda tx: operation(Counted(tx, asked, rows)), long=long)

    headers = place.owner.bearer | place.timetrack
    if path.startswith("/api/v1"):
        headers = place.owner.awork_bearer
    # Who asks is known for as long as the test takes, however slow the machine is.
    with (
        patch.object(store, "read", counted),
        patch.object(store, "cache_seconds", float("inf")),
        patch.object(Hearing, "is_sure", lambda hearing: True),
    ):
        answer = home.http.get(path, headers=headers)
    assert answer.is_success, answer.text
    return asked, rows, len(answer.content)
