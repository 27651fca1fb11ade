"""Work reports: a person's days, what was due and what was worked."""

from datetime import date, datetime
from typing import Final

from uhrwerk.operations import contracts, people
from uhrwerk.operations.absences import APPROVED
from uhrwerk.operations.details import Neighbours
from uhrwerk.rules.access import Actor
from uhrwerk.rules.contract import contract_on, target_seconds
from uhrwerk.rules.day import day_bounds
from uhrwerk.rules.refusals import Invalid
from uhrwerk.rules.work_day import DaysOff, WorkDay, work_days
from uhrwerk.storage import absences, attendances
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

MOST_DAYS: Final = 366


async def report(tx: Tx, actor: Actor, now: datetime, person: Person, first: date, last: date) -> list[WorkDay]:
    """A row a local day of the person, from `first` to `last`, however little there is to say of it.

    Only approved absences count, and holidays of the whole workspace. An absence is named by its type's short name,
    else its name. Raises NotFound for a stranger, Invalid (`starts_on`, `ends_on`) for a range that is none or longer
    than a year.
    """
    if last < first:
        raise Invalid.field("ends_on", "lies before the first day")
    if (last - first).days >= MOST_DAYS:
        raise Invalid.field("ends_on", f"must be within {MOST_DAYS} days of the first")
    await people.check_readable(tx, actor, person.id)
    begin, end = day_bounds(first, person.zones)[0], day_bounds(last, person.zones)[1]
    agreed = await contracts.of_person(tx, person)
    records = await attendances.touching(tx, actor.workspace_id, person.id, begin, end)
    return work_days(
        first,
        last,
        timers=[record.timer for record in records],
        zones=person.zones,
        target=lambda day: target_seconds(contract_on(agreed, day), day),
        holidays=await _holidays(tx, actor, first, last),
        absences=await _absences(tx, actor, person, first, last),
        at=now,
    )


async def _holidays(tx: Tx, actor: Actor, first: date, last: date) -> list[DaysOff]:
    found = await absences.holidays_touching(tx, actor.workspace_id, first, last)
    return [
        DaysOff(each.name, each.starts_on, each.ends_on, each.half_day_start, each.half_day_end)
        for each in found
        if each.region is None
    ]


async def _absences(tx: Tx, actor: Actor, person: Person, first: date, last: date) -> list[DaysOff]:
    neighbours = Neighbours(tx, actor.workspace_id)
    found = []
    for each in await absences.touching(tx, actor.workspace_id, person.id, first, last):
        kind = await neighbours.get(absences.types, each.absence_type_id)
        if each.status == APPROVED and kind is not None:
            name = kind.short_name or kind.name
            found.append(DaysOff(name, each.starts_on, each.ends_on, each.half_day_start, each.half_day_end))
    return found
