"""What the page Now shows: both clocks, a day's entries, the sums of the day and of its week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from litestar import Response

from uhrwerk.entrypoints.web.addresses import day_in
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.own_time.picker import Picker, picker_for
from uhrwerk.entrypoints.web.pages import page
from uhrwerk.entrypoints.web.visit import Visit
from uhrwerk.operations import attendance, calendar, locks, purpose_choices, tags, time_entries, timers, work_time
from uhrwerk.operations.calendar import Days
from uhrwerk.operations.details import EntryDetails
from uhrwerk.operations.details import of_entry as details_of_entry
from uhrwerk.operations.purpose_choices import Chosen
from uhrwerk.rules.access import Actor, Role
from uhrwerk.rules.day import DAY, net_by_day
from uhrwerk.rules.lock import Closure
from uhrwerk.rules.timer import Timer, break_seconds, net_seconds, worked_spans
from uhrwerk.rules.work_day import WorkDay
from uhrwerk.storage.attendances import Attendance
from uhrwerk.storage.records import Timed
from uhrwerk.storage.store import Tx
from uhrwerk.storage.time_entries import EntryFilter, TimeEntry

WEEK: Final = 7
TO_CONFIRM_AT_MOST: Final = 5


@dataclass(frozen=True, slots=True)
class Ticking:
    """Seconds as they are now; `anchor` is the instant (UTC) at which there were none of them, if they grow."""

    seconds: int
    anchor: datetime | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it stands in a day's list; `of_day` is what of it lies on that day."""

    entry: TimeEntry
    chosen: Chosen
    tags: Sequence[str]
    of_day: int
    breaks: int
    can_change: bool


@dataclass(frozen=True, slots=True)
class Clocks:
    """What runs now: `line` of the project timer, the attendance, and how long each has been."""

    line: Line | None
    project: Ticking
    presence: Attendance | None
    present: Ticking


@dataclass(frozen=True, slots=True)
class Sums:
    """Of a day or a week: at work, what of the target is due (None where no contract holds), on projects."""

    worked: Ticking
    due: int | None
    project: Ticking

    @property
    def share(self) -> int:
        """Percent of what is due, at most 100."""
        return min(100, 100 * self.worked.seconds // self.due) if self.due else 0


@dataclass(frozen=True, slots=True)
class Board:
    """`closed` says what closes the shown day; `keeps_time` whether the person has a clock at all."""

    day: date
    first: date
    clocks: Clocks
    lines: Sequence[Line]
    of_day: Sums
    of_week: Sums
    balance: int | None
    closed: Closure | None
    to_confirm: Sequence[Timed]
    picker: Picker
    keeps_time: bool


async def board_of(visit: Visit, day: date) -> Board:
    """What the page shows of that day, read at once. Raises Invalid for a day outside of the calendar."""
    first = visit.reader.formats.week_of(day)
    return await visit.house.store.read(lambda tx: _board(tx, visit, day, first), long=True)


async def _board(tx: Tx, visit: Visit, day: date, first: date) -> Board:
    actor, now, me = visit.actor, visit.now, visit.person.id
    last = first + (WEEK - 1) * DAY
    days = await calendar.of_person(tx, actor, now, me, first, last)
    account = await work_time.balance(tx, actor, now, me, min(day, visit.today))
    clocks = await clocks_of(tx, visit)
    work = {each.day: each for each in days.work}
    return Board(
        day=day,
        first=first,
        clocks=clocks,
        lines=await _lines(tx, visit, days, day),
        of_day=_sums(visit, clocks, days, [work[day]]),
        of_week=_sums(visit, clocks, days, days.work),
        balance=account.balance_seconds if any(each.counts for each in days.work) else None,
        closed=(await locks.closures_of(tx, visit.person, day, day, now)).get(day),
        to_confirm=await _to_confirm(tx, actor, me),
        picker=await picker_for(tx, visit),
        keeps_time=actor.role is not Role.AUDITOR,
    )


async def clocks_of(tx: Tx, visit: Visit) -> Clocks:
    running = await timers.current(tx, visit.actor, visit.person.id)
    present = await attendance.current(tx, visit.actor, visit.person.id)
    line = None
    if running is not None:
        details = await details_of_entry(tx, visit.actor, running)
        line = line_of(visit, details, await _tag_names(tx, visit.actor), visit.today, closed=frozenset())
    return Clocks(
        line,
        _ticking(running.timer, visit.now) if running else Ticking(0),
        present,
        _ticking(present.timer, visit.now) if present else Ticking(0),
    )


def _ticking(timer: Timer, now: datetime) -> Ticking:
    """The net of an active timer."""
    worked = sum((end - begin for begin, end in worked_spans(timer, now)), start=now - now)
    return Ticking(net_seconds(timer, now), None if _paused(timer) else now - worked)


def _paused(timer: Timer) -> bool:
    return bool(timer.breaks) and timer.breaks[-1].ended_at is None


def _sums(visit: Visit, clocks: Clocks, days: Days, work: Sequence[WorkDay]) -> Sums:
    """They tick where today is among them and the clock runs."""
    today = any(each.day == visit.today for each in work)
    project = sum(days.project_seconds.get(each.day, 0) for each in work)
    counts = any(each.counts for each in work)
    return Sums(
        _growing(sum(each.counted_seconds for each in work), visit.now, today and clocks.present.anchor is not None),
        sum(each.due_seconds for each in work) if counts else None,
        _growing(project, visit.now, today and clocks.project.anchor is not None),
    )


def _growing(seconds: int, now: datetime, grows: bool) -> Ticking:
    return Ticking(seconds, now - seconds * SECOND if grows else None)


SECOND: Final = DAY / 86_400


async def _lines(tx: Tx, visit: Visit, days: Days, day: date) -> list[Line]:
    """The entries with a part on that day, the latest first."""
    names = await _tag_names(tx, visit.actor)
    found = [
        line_of(visit, each, names, day, closed=days.closed)
        for each in days.entries
        if day in net_by_day(each.entry.timer, visit.person.zones, visit.now)
    ]
    return sorted(found, key=lambda line: (line.entry.started_at, line.entry.id), reverse=True)


async def _tag_names(tx: Tx, actor: Actor) -> dict[str, str]:
    return {each.id: each.name for each in await tags.every(tx, actor)}


def line_of(visit: Visit, details: EntryDetails, names: dict[str, str], day: date, *, closed: frozenset[date]) -> Line:
    """The line of an entry on that day; `names` are those of the workspace's tags."""
    entry = details.entry
    pieces = net_by_day(entry.timer, visit.person.zones, visit.now)
    return Line(
        entry,
        purpose_choices.of_details(visit.actor, details),
        [names[id] for id in entry.tags if id in names],
        pieces.get(day, 0),
        break_seconds(entry.timer, visit.now),
        can_change(visit, entry, closed & pieces.keys()),
    )


def can_change(visit: Visit, entry: TimeEntry, closed: frozenset[date]) -> bool:
    """Whether it is worth offering; the operation decides in any case."""
    return not closed and visit.actor.role is not Role.AUDITOR and (not entry.billed or visit.is_admin)


async def _to_confirm(tx: Tx, actor: Actor, person_id: str) -> list[Timed]:
    """Clocks that were stopped by themselves."""
    wanted = EntryFilter(person_id, to_confirm=True)
    entries = await time_entries.every(tx, actor, wanted, limit=TO_CONFIRM_AT_MOST, after=None)
    stays = await attendance.every(tx, actor, person_id, to_confirm=True, limit=TO_CONFIRM_AT_MOST, after=None)
    return [*entries, *stays]


def shown_day(visit: Visit, form: Form) -> date:
    """The day that is asked for, else today."""
    return day_in(form, "day", visit.today)


async def board_answer(visit: Visit, day: date, *, status: int = 200, **values: Any) -> Response[bytes]:
    """The page, or for htmx its board alone; `said` is laid over it as a notice, `undo` as one that takes back."""
    board = await board_of(visit, day)
    values = {"said": None, "undo": None, **values}
    template = "now/answer.html" if visit.reader.piece else "now.html"
    return page(
        visit, template, status=status, board=board, form=Form(), is_today=day == visit.today, day_length=DAY, **values
    )
