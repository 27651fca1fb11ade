"""Locks: which days are closed to changes."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Final, Protocol

from uhrwerk.rules.day import DAY
from uhrwerk.rules.refusals import Conflict, Invalid

EXCEPTION: Final = "exception"
"""The source of what opens days rather than closing them."""

LOCK: Final = "lock"


class PeriodLocked(Conflict):
    """The day lies in a period that is locked, or in a timesheet that is not open."""

    key = "period-locked"


class DayNotOver(Invalid):
    """A day can be locked once it is over for everybody whom it concerns: who is at work has to be able to stop."""

    key = "day-not-over"


class Closure(Protocol):
    """What closes days, or (`source` is EXCEPTION) opens them until `expires_at`. No `starts_on`: since ever."""

    @property
    def source(self) -> str: ...
    @property
    def starts_on(self) -> date | None: ...
    @property
    def ends_on(self) -> date: ...
    @property
    def expires_at(self) -> datetime | None: ...


class OwnClosure(Closure, Protocol):
    """A closure of one person's days, or (`person_id` is None) of everybody's."""

    @property
    def person_id(self) -> str | None: ...


def check_open(closures: Sequence[Closure], first: date, last: date, now: datetime) -> None:
    """Raise PeriodLocked, naming the first closed day, unless every day from `first` to `last` is open at `now`.

    An exception opens what a lock by date closed, never what a timesheet did: that is opened by its own verbs.
    """
    if not closures:
        return
    opened = _opened(closures, now)
    closed = [each for each in closures if each.source != EXCEPTION]
    for closure in closed:
        begin = first if closure.starts_on is None else max(first, closure.starts_on)
        for day in _days(begin, min(last, closure.ends_on)):
            if _closes(closure, day, opened):
                raise PeriodLocked(_sentence(closure, day))


def closed_by(closures: Sequence[Closure], day: date, now: datetime) -> Closure | None:
    """What closes the day at `now`, as `check_open` has it; None for one that is open."""
    opened = _opened(closures, now)
    covering = (each for each in closures if each.source != EXCEPTION and _covers(each, day))
    return next((each for each in covering if _closes(each, day, opened)), None)


def check_all_open(closures: Iterable[OwnClosure], days: Iterable[tuple[str, date, date]], now: datetime) -> None:
    """As `check_open`, of many people's days: whose, the first and the last. Each has the closures of their own."""
    of_all: list[OwnClosure] = []
    own: dict[str, list[OwnClosure]] = {}
    for closure in closures:
        into = of_all if closure.person_id is None else own.setdefault(closure.person_id, [])
        into.append(closure)
    for person_id, first, last in days:
        check_open(of_all + own.get(person_id, []), first, last, now)


def check_over(day: date, todays: Collection[date]) -> None:
    """Raise DayNotOver unless `day` lies before each of these days, which are today to those whom a lock concerns."""
    if any(day >= today for today in todays):
        raise DayNotOver.field("locked_through", "must be a day that is over for everybody whom it concerns")


def _opened(closures: Sequence[Closure], now: datetime) -> list[Closure]:
    return [each for each in closures if each.source == EXCEPTION and not _has_expired(each, now)]


def _closes(closure: Closure, day: date, opened: Sequence[Closure]) -> bool:
    """Of one that covers the day: whether no exception opens it."""
    return closure.source != LOCK or not any(_covers(each, day) for each in opened)


def _has_expired(exception: Closure, now: datetime) -> bool:
    return exception.expires_at is not None and exception.expires_at <= now


def _covers(exception: Closure, day: date) -> bool:
    return (exception.starts_on is None or exception.starts_on <= day) and day <= exception.ends_on


def _days(first: date, last: date) -> Iterable[date]:
    return (first + DAY * number for number in range((last - first).days + 1))


def _sentence(closure: Closure, day: date) -> str:
    if closure.source == LOCK:
        return f"{day} is locked: everything up to {closure.ends_on} is."
    return f"{day} belongs to a timesheet that is {closure.source}; it has to be opened again first."
