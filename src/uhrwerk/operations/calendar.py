"""A person's calendar: what lies on some days, read at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from uhrwerk.operations import absence_calendar, locks, people, work_time
from uhrwerk.operations.absence_calendar import Row
from uhrwerk.operations.details import EntryDetails, Neighbours
from uhrwerk.rules.access import Actor
from uhrwerk.rules.contract import check_range
from uhrwerk.rules.day import day_bounds, net_by_day
from uhrwerk.rules.work_day import WorkDay
from uhrwerk.storage import absences, attendances, time_entries
from uhrwerk.storage.absences import AbsenceType
from uhrwerk.storage.attendances import Attendance
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

MOST_DAYS: Final = 31


@dataclass(frozen=True, slots=True)
class Days:
    """What is known of a person's local days, in order.

    `entries` and `attendances` touch the days, earliest first, active ones among them; `project_seconds` are net, by
    day. `away` has absences and holidays as the team's calendar does, `closed` the days that are locked.
    """

    person: Person
    entries: Sequence[EntryDetails]
    attendances: Sequence[Attendance]
    away: Row
    types: Mapping[str, AbsenceType]
    work: Sequence[WorkDay]
    project_seconds: Mapping[date, int]
    closed: frozenset[date]


async def of_person(tx: Tx, actor: Actor, now: datetime, person_id: str, first: date, last: date) -> Days:
    """The person's days from `first` to `last`, both included. Raises NotFound, Invalid, RangeReversed."""
    check_range(first, last)
    work_time.check_days(first, last, MOST_DAYS, "of")
    await people.check_readable(tx, actor, person_id)
    person = await people.get(tx, actor, person_id)
    key = (person.workspace_id, person.id)
    bounds = day_bounds(first, person.zones)[0], day_bounds(last, person.zones)[1]
    entries = await time_entries.touching(tx, *key, *bounds)
    [away] = await absence_calendar.rows(tx, actor, first, last, [person], person.language)
    seconds: dict[date, int] = {}
    for entry in entries:
        for day, net in net_by_day(entry.timer, person.zones, now).items():
            seconds[day] = seconds.get(day, 0) + net
    return Days(
        person,
        await Neighbours(tx, person.workspace_id).of_entries(entries),
        await attendances.touching(tx, *key, *bounds),
        away,
        {each.id: each for each in await absences.every_type(tx, person.workspace_id)},
        await work_time.figures(tx, person, now, first, last),
        seconds,
        await locks.closed_days(tx, person, first, last, now),
    )
