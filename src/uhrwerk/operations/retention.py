"""Erasing what has been kept for long enough: punches, their notes and places, and what the journal says of them.

Sums of days stay, without the stretches of work, so that no balance changes. Of absences their days and types stay;
project time stays, which invoices rest on (HGB § 257, AO § 147).
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from uhrwerk.operations import work_time
from uhrwerk.operations.settings import Option
from uhrwerk.rules.day import DAY, local_date, start_of_day
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


async def erase(tx: Tx, workspace_id: str, person_id: str, now: datetime) -> int:
    """Erase a part of what is over of the person, the earliest first; how many attendances that were, 0 at the end.

    Of somebody who has been erased, with the last one goes all that was kept beside them.
    """
    await tx.lock(workspace_id, workspace_id, person_id)
    person = await people.shelf.get(tx, workspace_id, person_id)
    if person is None:
        return 0
    years = await years_of(tx, workspace_id) if person.erased_at is None else YEARS
    if years is None:
        return 0
    count = await erase_before(tx, person, border(local_date(now, person.zones), years), now)
    if person.erased_at is not None and not await erasure.has_attendances(tx, workspace_id, person_id):
        await erasure.take_out_the_rest(tx, workspace_id, person_id)
    return count


async def erase_before(tx: Tx, person: Person, day: date, now: datetime) -> int:
    """The same up to the person's local day, which stays."""
    key = (person.workspace_id, person.id)
    first = await retention.first_over(tx, *key, _start(day, person))
    if first is not None:
        day = min(day, local_date(first + AT_ONCE, person.zones))
    day = await _whole_days(tx, person, day)
    found = await retention.attendances_over(tx, *key, _start(day, person))
    if found and first is not None:
        since = local_date(first, person.zones)
        await retention.fix_deductions(tx, *key, await work_time.deductions(tx, person, now, since, day - DAY))
        await retention.erase_attendances(tx, *key, found)
    await retention.empty_days(tx, *key, day)
    await retention.erase_words_of_absences(tx, *key, await retention.absences_over(tx, *key, day))
    return len(found)


async def _whole_days(tx: Tx, person: Person, day: date) -> date:
    """That day, or an earlier one, before which no attendance reaches over: a day goes whole, or its sum would not be
    what is left of it.
    """
    while True:
        reaching = await retention.first_reaching_over(tx, person.workspace_id, person.id, _start(day, person))
        if reaching is None:
            return day
        day = local_date(reaching, person.zones)


def _start(day: date, person: Person) -> datetime:
    """The first instant (UTC) of the person's local day."""
    return start_of_day(day, person.zones.at(datetime.combine(day, time(12), UTC)))
