"""Erasing what has been kept for long enough: punches, their notes and places, and what the journal says of them.

Sums of days stay, without the stretches of work, so that no balance changes. Of absences their days and types stay;
project time stays, which invoices rest on (HGB § 257, AO § 147).
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple

from uhrwerk.operations import work_time
from uhrwerk.operations.settings import Option
from uhrwerk.rules.day import DAY, day_bounds, local_date
from uhrwerk.rules.retention import MOST_YEARS, YEARS, border
from uhrwerk.storage import erasure, people, retention, settings
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

RETENTION: Final = Option(
    "retention",
    "How many years attendances are kept after they have ended; then punches, notes and places are erased.",
    {str(years): years for years in range(YEARS, MOST_YEARS + 1)} | {"forever": 0},
)

AT_ONCE: Final = timedelta(days=92)
"""How much of a person goes in one transaction: others wait for it."""


class Erased(NamedTuple):
    """What one call has done: how many attendances went, and whether another call has more to do."""

    attendances: int
    more: bool


class _Part(NamedTuple):
    """What goes at once: the attendances of the days before `day`, the first of which began at `first`."""

    day: date
    first: datetime | None
    attendances: list[str]
    more: bool


async def years_of(tx: Tx, workspace_id: str) -> int | None:
    """How long the workspace keeps attendances, None: forever."""
    years: int = RETENTION.of(await settings.all_of(tx, workspace_id))
    return years or None


async def due(tx: Tx, workspace_id: str, now: datetime) -> list[str]:
    """Whose attendances may be over; `erase` looks at each by their own days."""
    erased = await erasure.unfinished(tx, workspace_id)
    years = await years_of(tx, workspace_id)
    if years is None:
        return erased
    # A day begins up to 14 hours before UTC's, and ends up to 12 after.
    latest = datetime.combine(border(now.date(), years), time(), UTC) + timedelta(days=2)
    return sorted({*erased, *await retention.people_over(tx, workspace_id, latest)})


async def erase(tx: Tx, workspace_id: str, person_id: str, now: datetime) -> Erased:
    """Erase a part of what is over of the person, the earliest first.

    Of somebody who has been erased, with the last one goes all that was kept beside them.
    """
    await tx.lock(workspace_id, workspace_id, person_id)
    person = await people.shelf.get(tx, workspace_id, person_id)
    if person is None:
        return Erased(0, more=False)
    years = await years_of(tx, workspace_id) if person.erased_at is None else YEARS
    if years is None:
        return Erased(0, more=False)
    erased = await erase_before(tx, person, border(local_date(now, person.zones), years), now)
    if person.erased_at is not None and not await erasure.has_attendances(tx, workspace_id, person_id):
        await erasure.take_out_the_rest(tx, workspace_id, person_id)
    return erased


async def erase_before(tx: Tx, person: Person, day: date, now: datetime) -> Erased:
    """The same up to the person's local day, which stays. Every call but the last one takes an attendance at least."""
    key = (person.workspace_id, person.id)
    part = await _part(tx, person, day)
    if part.attendances and part.first is not None:
        since = local_date(part.first, person.zones)
        await retention.fix_deductions(tx, *key, await work_time.deductions(tx, person, now, since, part.day - DAY))
    await retention.take_out(tx, *key, part.day, _start(part.day, person), part.attendances)
    return Erased(len(part.attendances), part.more)


async def _part(tx: Tx, person: Person, day: date) -> _Part:
    """The earliest of what is over before the day: AT_ONCE, or longer where attendances reach over that into others."""
    key = (person.workspace_id, person.id)
    first = await retention.first_over(tx, *key, _start(day, person))
    until = day if first is None else local_date(first, person.zones)
    while True:
        until = min(day, until + AT_ONCE)
        whole = await _whole_days(tx, person, until)
        found = await retention.attendances_over(tx, *key, _start(whole, person))
        if found or until == day:
            return _Part(whole, first, found, more=until < day)


async def _whole_days(tx: Tx, person: Person, day: date) -> date:
    """That day, or an earlier one, before which no attendance reaches over: a day goes whole, or its sum would not be
    what is left of it.
    """
    while True:
        reaching = await retention.first_reaching_over(tx, person.workspace_id, person.id, _start(day, person))
        if reaching is None:
            return day
        # Never on: where a zone was left for another, a later day can come before an earlier one.
        day = min(local_date(reaching, person.zones), day - DAY)


def _start(day: date, person: Person) -> datetime:
    """The first instant (UTC) of the person's local day."""
    return day_bounds(day, person.zones)[0]
