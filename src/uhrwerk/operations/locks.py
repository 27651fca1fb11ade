"""Whether days are open to changes: asked by whatever changes time, attendance or absences, on every face."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from uhrwerk.rules.absence import days_between
from uhrwerk.rules.day import DAY, local_date
from uhrwerk.rules.instants import EARLIEST, MICROSECOND, Act
from uhrwerk.rules.lock import Closure, PeriodLocked, check_all_open, check_open, closed_by
from uhrwerk.rules.timer import Timer
from uhrwerk.rules.workdays import lies_in
from uhrwerk.storage import contracts, locks, people
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Lookup, Tx


async def check_days(tx: Tx, workspace_id: str, person_id: str, first: date, last: date, now: datetime) -> None:
    """Raise PeriodLocked unless every day of the person from `first` to `last` is open."""
    check_open(await locks.closures(tx, workspace_id, person_id, first), first, last, now)


async def check_each(tx: Tx, workspace_id: str, person_id: str, days: Sequence[date], now: datetime) -> None:
    """Raise PeriodLocked unless each of these days of the person, given in order, is open."""
    closures = await locks.closures(tx, workspace_id, person_id, days[0]) if days else []
    for day in days:
        check_open(closures, day, day, now)


async def closed_days(tx: Tx, person: Person, first: date, last: date, now: datetime) -> frozenset[date]:
    """Those of the person's days from `first` to `last` that are not open to changes."""
    closures = await locks.closures(tx, person.workspace_id, person.id, first)

    def closed(day: date) -> bool:
        try:
            check_open(closures, day, day, now)
        except PeriodLocked:
            return True
        return False

    return frozenset(day for day in days_between(first, last) if closed(day))


async def closures_of(tx: Tx, person: Person, first: date, last: date, now: datetime) -> dict[date, Closure]:
    """What closes those of the person's days from `first` to `last` that are not open to changes, by day."""
    closures = await locks.closures(tx, person.workspace_id, person.id, first)
    found = ((day, closed_by(closures, day, now)) for day in days_between(first, last))
    return {day: closure for day, closure in found if closure is not None}


async def check_region(tx: Tx, workspace_id: str, region: str | None, first: date, last: date, now: datetime) -> None:
    """Raise PeriodLocked unless these days are open to all who work in the region then; None: to everybody."""
    closed = await locks.closures_of_all(tx, workspace_id, first, last)
    if not closed:
        return
    if region is None:
        concerned = {each.id for each in await people.every(tx, workspace_id)} | {each.person_id for each in closed}
        days = [(id, first, last) for id in concerned if id is not None]
    else:
        days = [
            (each.person_id, max(first, each.starts_on), min(last, each.ends_on or last))
            for each in await contracts.in_force(tx, workspace_id, first, last)
            if lies_in(each.region, region)
        ]
    check_all_open(closed, days, now)


async def check_instant(tx: Tx, person: Person, instant: datetime, now: datetime) -> None:
    """Raise PeriodLocked unless the person's local day of the instant (UTC) is open."""
    day = local_date(instant, person.zones)
    await check_days(tx, person.workspace_id, person.id, day, day, now)


async def check_act(tx: Tx, person: Person, act: Act, instant: datetime) -> None:
    """Raise PeriodLocked unless the person's local day is open on which the instant (UTC) lies that the act has."""
    closures = await locks.closures(tx, person.workspace_id, person.id, _first_of(act))
    day = local_date(instant, person.zones)
    check_open(closures, day, day, act.recorded_at)


def lookup(workspace_id: str, person_id: str, act: Act) -> Lookup:
    """What `check_act` asks, which can be said before anything is known of the person."""
    return locks.lookup(workspace_id, person_id, _first_of(act))


def _first_of(act: Act) -> date:
    """A day that lies before the act's, whatever zone the person is in. An act never has an earlier instant."""
    return _days_before(act.claimed_at or act.recorded_at)


async def check_timers(tx: Tx, person: Person, now: datetime, timers: Iterable[Timer]) -> None:
    """Raise PeriodLocked unless every local day is open on which one of the timers lies, as it was or as it becomes."""
    timers = list(timers)
    closures = await around(tx, person, (timer.started_at for timer in timers))
    for timer in timers:
        check_timer(closures, person, now, timer)


async def around(tx: Tx, person: Person, starts: Iterable[datetime]) -> Sequence[Closure]:
    """What closes or opens any of the person's days from the earliest of these instants (UTC) on."""
    earliest = min(starts, default=None)
    if earliest is None:
        return []
    return await locks.closures(tx, person.workspace_id, person.id, _days_before(earliest))


def _days_before(instant: datetime) -> date:
    # Local days are at most two off; who has moved westwards may have begun later on an earlier day.
    return max(instant, EARLIEST).date() - 2 * DAY


def check_timer(closures: Sequence[Closure], person: Person, now: datetime, timer: Timer) -> None:
    """Raise PeriodLocked unless each of the timer's local days is open; `closures` are those `around` its start."""
    if closures:
        check_open(closures, *days_of(timer, person), now)


def days_of(timer: Timer, person: Person) -> tuple[date, date]:
    """The first and the last local day that the timer touches; who stops at midnight stopped the day before."""
    last = timer.ended_at or timer.last_act_at
    end = max(timer.started_at, last - MICROSECOND)
    return local_date(timer.started_at, person.zones), local_date(end, person.zones)
