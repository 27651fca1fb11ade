"""Work reports: a person's days with the figures of `work_time`, and when somebody came and left."""

from datetime import date, datetime

from uhrwerk.operations import people, work_time
from uhrwerk.rules.access import Actor
from uhrwerk.rules.day import day_bounds
from uhrwerk.rules.presence import Presence, presence
from uhrwerk.rules.work_day import WorkDay
from uhrwerk.storage import attendances
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx


async def report(
    tx: Tx, actor: Actor, now: datetime, person: Person, first: date, last: date
) -> list[tuple[WorkDay, Presence]]:
    """A row a local day of the person, from `first` to `last`, however little there is to say of it.

    Raises NotFound for a stranger, Invalid (`starts_on`, `ends_on`) for a range that is none or longer than a year.
    """
    work_time.check_days(first, last, work_time.MOST_DAYS)
    await people.check_readable(tx, actor, person.id)
    days = await work_time.figures(tx, person, now, first, last)
    begin, end = day_bounds(first, person.zones)[0], day_bounds(last, person.zones)[1]
    timers = await attendances.timers_touching(tx, person.workspace_id, person.id, begin, end)
    return [(day, presence(timers, day.day, person.zones, now)) for day in days]
