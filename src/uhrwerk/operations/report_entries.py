"""The entries that a report is made of, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from uhrwerk.operations.details import Neighbours
from uhrwerk.operations.report_filters import Sight, Wanted
from uhrwerk.rules.access import Actor
from uhrwerk.rules.day import Zones, net_by_day
from uhrwerk.rules.reporting import Days, checked
from uhrwerk.storage import tags, time_entries
from uhrwerk.storage.search.pages import page
from uhrwerk.storage.search.tree import And, Comparison, Condition, Field, Or, Order, equal
from uhrwerk.storage.store import Tx
from uhrwerk.storage.time_entries import TimeEntry

LATEST_FIRST: Final = (Order(Field("started_at"), True), Order(Field("id"), True))
STOPPED: Final = Comparison(Field("ended_at"), "!=", None)

After = tuple[datetime, str]
"""The start and the id of the last entry seen."""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with as many of its `seconds` as lie on the days that were asked for, and the names beside it.

    `start` and `end` are what its person's wall clock showed. `hidden`: a project or a task that the actor may not know
    of has no name here.
    """

    entry: TimeEntry
    seconds: int
    start: datetime
    end: datetime
    person: str
    client: str | None
    project: str | None
    task: str | None
    type_of_work: str
    tags: list[str]
    hidden: bool

    @property
    def started_on(self) -> date:
        """The person's local day."""
        return self.start.date()


async def lines(
    tx: Tx, actor: Actor, wanted: Wanted, *, limit: int, after: After | None = None
) -> tuple[list[Line], After | None]:
    """Up to `limit` entries, latest start first, and where the next page goes on: None after the last one.

    Raises RangeReversed, Invalid.
    """
    checked(wanted.days)
    sight = Sight(tx, actor)
    condition = And((await sight.on_entries(wanted), STOPPED))
    asked = condition if after is None else And((condition, _behind(after)))
    records = await page(tx, time_entries.shelf, actor.workspace_id, asked, LATEST_FIRST, limit=limit)
    following = (records[-1].started_at, records[-1].id) if len(records) == limit else None
    return await _lines(tx, actor, sight, records, wanted.days), following


async def _lines(tx: Tx, actor: Actor, sight: Sight, records: Sequence[TimeEntry], days: Days) -> list[Line]:
    zones = await sight.zones()
    hidden = await sight.hidden()
    known = {each.id: each.name for each in await tags.every(tx, actor.workspace_id)}
    found = []
    for details in await Neighbours(tx, actor.workspace_id).of_entries(records):
        entry, project, task = details.entry, details.project, details.task
        seconds = _seconds_within(entry, days, zones[entry.person_id])
        if seconds is None:
            continue
        project_hidden = entry.project_id in hidden
        task_hidden = task is not None and await sight.hides(task.task)
        found.append(
            Line(
                entry=entry,
                seconds=seconds,
                start=_shown(entry.started_at, zones[entry.person_id]),
                end=_shown(entry.ended_at, zones[entry.person_id]),
                person=details.person.name,
                client=project.client.name if project and project.client and not project_hidden else None,
                project=project.project.name if project and not project_hidden else None,
                task=task.task.name if task and not task_hidden else None,
                type_of_work=details.type_of_work.name,
                tags=[known[id] for id in entry.tags if id in known],
                hidden=project_hidden or task_hidden,
            )
        )
    return found


def _shown(instant: datetime | None, zones: Zones) -> datetime:
    assert instant is not None
    return instant.astimezone(zones.at(instant))


def _seconds_within(entry: TimeEntry, days: Days, zones: Zones) -> int | None:
    """None where no day of it is among them: their bounds hold other days too where clocks go back over midnight."""
    assert entry.ended_at is not None
    pieces = net_by_day(entry.timer, zones, entry.ended_at)
    within = [seconds for day, seconds in pieces.items() if days.first <= day <= days.last]
    return sum(within) if within else None


def _behind(after: After) -> Condition:
    started_at, id = after
    same = And((equal("started_at", started_at), Comparison(Field("id"), "<", id)))
    return Or((Comparison(Field("started_at"), "<", started_at), same))
