"""What becomes of the demo's time afterwards: corrections, overtime, timesheets, locks. Each kind is made once."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from uhrwerk.operations import timesheets
from uhrwerk.operations.corrections import ATTENDANCE, CHANGE, CORRECTIONS
from uhrwerk.operations.demo.agreements import first_day
from uhrwerk.operations.demo.build import Made, Piece
from uhrwerk.operations.overtime import OVERTIME
from uhrwerk.operations.period_locks import EXCEPTIONS, LOCKS
from uhrwerk.rules.access import Actor, Role
from uhrwerk.rules.day import DAY, local_date
from uhrwerk.rules.timesheet import TimesheetPeriod
from uhrwerk.storage import attendances
from uhrwerk.storage.attendances import Attendance
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

TEN_MINUTES: Final = timedelta(minutes=10)


async def corrections(tx: Tx, made: Made, now: datetime) -> None:
    """One that has been approved, and one that waits."""
    if await CORRECTIONS.every(tx, made.actor, None, limit=1, after=None):
        return
    mei, emil = made.person("mei"), made.person("emil")
    asked = await _ask(tx, mei, now, TEN_MINUTES, "A client called as I was leaving")
    if asked is not None:
        await CORRECTIONS.approve(tx, _lead(made), now, asked)
    await _ask(tx, emil, now, -TEN_MINUTES, "Clocked out only after tidying up my bike")


async def _ask(tx: Tx, person: Person, now: datetime, later: timedelta, reason: str) -> str | None:
    """Ask that the last attendance end so much later; the id of the request."""
    last = await attendances.last_clocked(tx, person.workspace_id, person.id)
    if last is None or last.ended_at is None:
        return None
    asked = {
        "record_kind": ATTENDANCE,
        "action": CHANGE,
        "record_id": last.id,
        "members": {"ended_at": last.ended_at + later},
    }
    return (await CORRECTIONS.ask(tx, _own(person), now, person.id, asked, reason)).id


async def overtime(tx: Tx, made: Made, now: datetime) -> None:
    """Some that has been approved, and some that waits."""
    if await OVERTIME.every(tx, made.actor, None, limit=1, after=None):
        return
    for username, seconds, note in (("beat", 7200, "Release"), ("anna", 5400, "Preparing the fair")):
        person = made.person(username)
        last = await attendances.last_clocked(tx, person.workspace_id, person.id)
        members = {"day": _day(last, person, now), "seconds": seconds, "note": note}
        asked = await OVERTIME.add(tx, _own(person), now, person.id, members)
        if username == "beat":
            await OVERTIME.approve(tx, _lead(made), now, asked.id)


async def months(tx: Tx, made: Made, now: datetime) -> None:
    """Timesheets of the month before: one locked, one approved, one that waits, one that was given back."""
    if await timesheets.every(tx, made.actor, None, limit=1, after=None):
        return
    month = now.date().replace(day=1)
    starts_on = (month - DAY).replace(day=1)
    submitted_at, decided_at, locked_at = (_at(month + days * DAY, now) for days in (0, 1, 2))
    for username in ("anna", "ines", "beat", "jule"):
        person = made.person(username)
        members = {"period": TimesheetPeriod.MONTH.value, "starts_on": starts_on}
        sheet = await timesheets.add(tx, _own(person), submitted_at, person.id, members)
        await timesheets.submit(tx, _own(person), submitted_at, sheet.id)
        if username in ("anna", "ines"):
            await timesheets.approve(tx, _lead(made), decided_at, sheet.id)
        if username == "anna":
            await timesheets.lock(tx, made.actor, locked_at, sheet.id)
        if username == "jule":
            reason = "A day was recorded late; please check it"
            await timesheets.reject(tx, _lead(made, reason), decided_at, sheet.id)


async def locks(tx: Tx, made: Made, now: datetime) -> None:
    """Locks by date before the first day of work, and an exception from one of them."""
    if await LOCKS.every(tx, made.actor, limit=1):
        return
    through = first_day(made.plan, now.date()) - DAY
    for username in ("anna", "beat"):
        members = {"person_id": made.person(username).id, "locked_through": through, "note": "Closed with the payroll"}
        await LOCKS.add(tx, made.actor, now, members)
    exception = {
        "person_id": made.person("beat").id,
        "starts_on": through,
        "ends_on": through,
        "expires_at": now + timedelta(weeks=1),
        "reason": "A trip that was not recorded",
    }
    await EXCEPTIONS.add(tx, made.actor, now, exception)


PAPERWORK: Final[tuple[Piece, ...]] = (corrections, overtime, months, locks)
"""In the order in which it is done, a transaction each: somebody may have closed the days that it is about."""


def _at(day: date, now: datetime) -> datetime:
    """In the morning of the day, unless that is still to come."""
    return min(now, datetime.combine(day, time(8), UTC))


def _day(last: Attendance | None, person: Person, now: datetime) -> date:
    return local_date(now if last is None else last.started_at, person.zones)


def _own(person: Person) -> Actor:
    return Actor(person.workspace_id, person.id, Role.MEMBER, "web", person.id)


def _lead(made: Made, reason: str | None = None) -> Actor:
    lead = made.person("lukas")
    return Actor(lead.workspace_id, lead.id, Role.LEAD, "web", lead.id, reason=reason)
