"""What is closed to changes: locks by date, timesheets that are not open, and the exceptions."""

from datetime import date, datetime

import msgspec
from sqlalchemy import Date, Text, bindparam, cast, literal, null, or_, select, union_all

from uhrwerk.storage.columns import Instant
from uhrwerk.storage.records import Kept, Owned
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Lookup, Tx
from uhrwerk.storage.tables import lock_exception, period_lock, timesheet


class PeriodLock(Kept, frozen=True):
    """Days up to and including `locked_through` are closed: the person's, or (None) the whole workspace's."""

    person_id: str | None
    locked_through: date
    note: str | None


class LockException(Owned, frozen=True):
    """The person's days from `starts_on` to `ends_on` are open all the same, until `expires_at` (None: for good)."""

    starts_on: date
    ends_on: date
    expires_at: datetime | None
    reason: str


class Closure(msgspec.Struct, frozen=True):
    """Something that closes days or (`source` is `exception`) opens them. No `starts_on`: since ever."""

    source: str
    starts_on: date | None
    ends_on: date
    expires_at: datetime | None


class OwnClosure(Closure, frozen=True):
    """A closure of the person's days, or (None) of everybody's."""

    person_id: str | None


locks = Shelf(period_lock, PeriodLock)
exceptions = Shelf(lock_exception, LockException)

_OPEN = "open"
# One parameter for all three: each would be converted anew.
_first = bindparam("first", type_=Date)
_lock = select(
    literal("lock", Text),
    cast(null(), Date),
    period_lock.c.locked_through,
    cast(null(), Instant),
).where(
    period_lock.c.workspace_id == bindparam("workspace_id"),
    or_(period_lock.c.person_id.is_(None), period_lock.c.person_id == bindparam("person_id")),
    period_lock.c.deleted_at.is_(None),
    period_lock.c.locked_through >= _first,
)
_timesheet = select(timesheet.c.status, timesheet.c.starts_on, timesheet.c.ends_on, cast(null(), Instant)).where(
    timesheet.c.workspace_id == bindparam("workspace_id"),
    timesheet.c.person_id == bindparam("person_id"),
    timesheet.c.deleted_at.is_(None),
    timesheet.c.status != _OPEN,
    timesheet.c.ends_on >= _first,
)
_exception = select(
    literal("exception", Text), lock_exception.c.starts_on, lock_exception.c.ends_on, lock_exception.c.expires_at
).where(
    lock_exception.c.workspace_id == bindparam("workspace_id"),
    lock_exception.c.person_id == bindparam("person_id"),
    lock_exception.c.deleted_at.is_(None),
    lock_exception.c.ends_on >= _first,
)
_closures = Statement(union_all(_lock, _timesheet, _exception))
_last = bindparam("last", type_=Date)
_of_all = Statement(
    union_all(
        select(
            literal("lock", Text),
            cast(null(), Date),
            period_lock.c.locked_through,
            cast(null(), Instant),
            period_lock.c.person_id,
        ).where(
            period_lock.c.workspace_id == bindparam("workspace_id"),
            period_lock.c.deleted_at.is_(None),
            period_lock.c.locked_through >= _first,
        ),
        select(
            timesheet.c.status, timesheet.c.starts_on, timesheet.c.ends_on, cast(null(), Instant), timesheet.c.person_id
        ).where(
            timesheet.c.workspace_id == bindparam("workspace_id"),
            timesheet.c.deleted_at.is_(None),
            timesheet.c.status != _OPEN,
            timesheet.c.starts_on <= _last,
            timesheet.c.ends_on >= _first,
        ),
        select(
            literal("exception", Text),
            lock_exception.c.starts_on,
            lock_exception.c.ends_on,
            lock_exception.c.expires_at,
            lock_exception.c.person_id,
        ).where(
            lock_exception.c.workspace_id == bindparam("workspace_id"),
            lock_exception.c.deleted_at.is_(None),
            lock_exception.c.starts_on <= _last,
            lock_exception.c.ends_on >= _first,
        ),
    )
)


async def closures(tx: Tx, workspace_id: str, person_id: str, first: date) -> list[Closure]:
    """What closes or opens days of the person from `first` on."""
    rows = await tx.all(_closures, workspace_id=workspace_id, person_id=person_id, first=first)
    return [Closure(*row) for row in rows]


def lookup(workspace_id: str, person_id: str, first: date) -> Lookup:
    """What `closures` asks."""
    return Lookup(_closures, {"workspace_id": workspace_id, "person_id": person_id, "first": first})


async def closures_of_all(tx: Tx, workspace_id: str, first: date, last: date) -> list[OwnClosure]:
    """What closes or opens anybody's days from `first` to `last`."""
    rows = await tx.all(_of_all, workspace_id=workspace_id, first=first, last=last)
    return [OwnClosure(*row) for row in rows]
