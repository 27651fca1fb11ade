"""A large office with half a year behind it, to reckon with: what nobody could punch in while a bench waits.

People, contracts and daily sums are made by the operations; the attendances are put straight into their table,
without a journal.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Final

from uhrwerk.entrypoints.house import House
from uhrwerk.operations import attendance_days, contracts, people, workspaces
from uhrwerk.operations.clock import fixed_seconds, started
from uhrwerk.operations.people import NewPerson
from uhrwerk.operations.records import new_record
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.rules.access import Actor
from uhrwerk.rules.day import DAY
from uhrwerk.rules.instants import Act
from uhrwerk.rules.timer import Break, Timer
from uhrwerk.storage import attendances
from uhrwerk.storage.attendances import Attendance
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

FIRST: Final = date(2026, 5, 1)
MONTH: Final = (date(2026, 10, 1), date(2026, 10, 31))
NOW: Final = datetime(2026, 11, 2, 8, tzinfo=UTC)
SATURDAY: Final = 5
REGIONS: Final = ("DE-BE", "DE-HH", "AT-9", "CH-ZH", "PT")


@dataclass(frozen=True, slots=True)
class Office:
    """Its people; they live in Berlin, Hamburg, Vienna, Zürich and Lisbon."""

    actor: Actor
    people: list[Person]


async def furnish(house: House, size: int) -> Office:
    """A workspace of its own with so many people."""
    home = await house.store.write(lambda tx: workspaces.make(tx, NOW, "Office", "Europe/Berlin"))
    actor = command_line_actor(home.id)
    made = []
    for number in range(size):
        made.append(await house.store.write(partial(_person, actor=actor, number=number)))
    return Office(actor, made)


async def _person(tx: Tx, actor: Actor, number: int) -> Person:
    new = NewPerson(f"clerk{number}", f"clerk{number}@example.org", "Clerk", str(number))
    person = await people.add(tx, actor, NOW, new)
    terms = {"starts_on": date(2026, 1, 1), "kind": "week", "weekly_seconds": 40 * 3600, "workdays": [1, 2, 3, 4, 5]}
    await contracts.add(tx, actor, NOW, person.id, terms | {"region": REGIONS[number % len(REGIONS)]})
    timers = _half_a_year(number)
    await attendances.shelf.add_all(tx, [await _attendance(tx, actor, person, timer) for timer in timers])
    await attendance_days.rebuild(tx, person)
    return person


async def _attendance(tx: Tx, actor: Actor, person: Person, timer: Timer) -> Attendance:
    """As it would be had it been clocked. `timer` has ended."""
    assert timer.ended_at is not None
    act = Act(timer.started_at)
    return Attendance(
        **await new_record(tx, actor, timer.ended_at),
        **started(timer, act, person.zones.at(timer.started_at).key, person.id)
        | {"ended_at": timer.ended_at, "end_recorded_at": timer.ended_at, **fixed_seconds(timer)},
        note=None,
        latitude_start=None,
        longitude_start=None,
        latitude_end=None,
        longitude_end=None,
    )


def _half_a_year(number: int) -> Iterator[Timer]:
    """Workdays of 8 to 10 h, now and then one too long, with a break that is now and then too short."""
    day = FIRST
    while day <= MONTH[1]:
        if day.weekday() < SATURDAY:
            odd = number * 7 + day.toordinal() * 13
            begin = datetime.combine(day, time(5, odd % 60), UTC)
            noon = begin + timedelta(hours=4, minutes=odd % 50)
            lunch = Break(noon, noon + timedelta(minutes=25 + odd % 40))
            yield Timer(begin, (lunch,), begin + timedelta(hours=8, minutes=45 + odd % 150))
        day += DAY
