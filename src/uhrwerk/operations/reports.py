"""Reports: sums of project time, told apart by one or two groups.

Stopped entries count, each second on the local day of the person whose it is; an entry counts as one on the day it
started. Sums come from the roll-up where it knows what is asked, else from the entries: both say the same.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from uhrwerk.operations.details import Neighbours
from uhrwerk.operations.report_filters import HIDDEN, NONE, Sight, Wanted
from uhrwerk.operations.rollups import pieces_of
from uhrwerk.rules.access import Actor
from uhrwerk.rules.day import Zones
from uhrwerk.rules.refusals import Invalid
from uhrwerk.rules.reporting import MONDAY, Days, Step, begin, checked, months_within
from uhrwerk.rules.rounding import EXACT, Rounding, billed_seconds
from uhrwerk.storage import clients, people, projects, report_sums, rollup, tags, tasks, types_of_work
from uhrwerk.storage.report_sums import Booking, Portion
from uhrwerk.storage.store import Tx

MOST_ENTRIES: Final = 200_000
"""What one report reads where the roll-up does not do: some seconds' work."""

MOST_GROUPS: Final = 2

Key = str | date | bool
"""What a group has in common: an id, NONE or HIDDEN; a first day; billable or not."""

KeysOf = Callable[[Portion], tuple[Key, ...]]
"""The groups of one kind that a portion is in: one, or any number of tags."""


class Group(StrEnum):
    """What sums are told apart by."""

    PERSON = "person"
    CLIENT = "client"
    PROJECT = "project"
    TASK = "task"
    TYPE_OF_WORK = "type-of-work"
    TAG = "tag"
    BILLABLE = "billable"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


OF_TIME: Final = {Group.DAY: Step.DAY, Group.WEEK: Step.WEEK, Group.MONTH: Step.MONTH}
OF_ENTRIES: Final = frozenset((Group.TASK, Group.TAG))
"""What only entries know."""

ROLLED_UP: Final[Mapping[Group, str]] = {
    Group.PERSON: "person_id",
    Group.CLIENT: "project_id",
    Group.PROJECT: "project_id",
    Group.TYPE_OF_WORK: "type_of_work_id",
    **dict.fromkeys(OF_TIME, "day"),
}
"""The roll-up's column that a group is found by; billable or not is always told apart."""

SHELVES: Final[Mapping[Group, Any]] = {
    Group.PERSON: people.shelf,
    Group.CLIENT: clients.shelf,
    Group.PROJECT: projects.shelf,
    Group.TASK: tasks.shelf,
    Group.TYPE_OF_WORK: types_of_work.shelf,
    Group.TAG: tags.shelf,
}


@dataclass(slots=True)
class Figures:
    """Whole seconds: all of them, the billable ones, and those to bill as the workspace rounds. How many entries."""

    seconds: int = 0
    billable_seconds: int = 0
    billed_seconds: int = 0
    entries: int = 0

    def add(self, portion: Portion) -> None:
        billable = portion.seconds if portion.billable else 0
        self.seconds += portion.seconds
        self.billable_seconds += billable
        self.billed_seconds += billable if portion.billed_seconds is None else portion.billed_seconds
        self.entries += portion.entries


@dataclass(slots=True)
class Row:
    """A group's figures, and those of the groups within it. `name` is a record's; other keys speak for themselves."""

    key: Key
    figures: Figures = field(default_factory=Figures)
    rows: "list[Row]" = field(default_factory=list)
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Rows of time in its order, others by seconds, most first. Of an `overlapping` one the rows exceed the total."""

    wanted: Wanted
    groups: tuple[Group, ...]
    rows: list[Row]
    total: Figures

    @property
    def overlapping(self) -> bool:
        return Group.TAG in self.groups


class Reporter:
    """Answers one actor within one transaction: what several reports rest on is looked up once.

    `rounding` is how the workspace bills, `week_start` the weekday (0: Monday) on which weeks begin.
    """

    def __init__(self, tx: Tx, actor: Actor, rounding: Rounding = EXACT, week_start: int = MONDAY) -> None:
        self._tx = tx
        self._actor = actor
        self._rounding = rounding
        self._week_start = week_start
        self._sight = Sight(tx, actor)
        self._neighbours = Neighbours(tx, actor.workspace_id)

    async def report(self, wanted: Wanted, groups: Sequence[Group] = ()) -> Report:
        """The sums by these groups, the second within the first. Raises RangeReversed, Invalid."""
        checked(wanted.days)
        if len(set(groups)) < len(groups) or len(groups) > MOST_GROUPS:
            raise Invalid.field("group_by", f"must be {MOST_GROUPS} different groups at most")
        portions = await self._portions(wanted, groups)
        top = _grouped(portions, [await self._keys(group, wanted, portions) for group in groups])
        rows = top.rows
        for group in groups:
            await self._name(group, rows)
            rows = [each for row in rows for each in row.rows]
        _sort(top, groups)
        return Report(wanted, tuple(groups), top.rows, top.figures)

    async def _portions(self, wanted: Wanted, groups: Sequence[Group]) -> list[Portion]:
        """What is to be added up. Only entries know of tasks, tags and notes, and what is rounded one by one."""
        if wanted.asks_entries or OF_ENTRIES.intersection(groups) or self._rounding.step_seconds:
            return await self._of_entries(wanted)
        columns = sorted({ROLLED_UP[group] for group in groups if group in ROLLED_UP})
        if Group.PERSON not in groups and await self._sight.asks_everybody(wanted):
            return await self._of_totals(wanted, groups, columns)
        where = await self._sight.on_rollup(wanted)
        return await report_sums.rolled_up(self._tx, self._actor.workspace_id, where, columns)

    async def _of_totals(self, wanted: Wanted, groups: Sequence[Group], columns: Sequence[str]) -> list[Portion]:
        """Whole months are there as such, unless days or weeks are told apart."""
        months, rest = months_within(wanted.days)
        if months is None or {Group.DAY, Group.WEEK}.intersection(groups):
            months, rest = None, [wanted.days]
        spans = [*([(rollup.MONTH, months)] if months else []), *((rollup.DAY, days) for days in rest)]
        portions: list[Portion] = []
        for span, days in spans:
            where = await self._sight.on_totals(wanted, span, days)
            portions += await report_sums.totalled(self._tx, self._actor.workspace_id, where, columns)
        return portions

    async def _of_entries(self, wanted: Wanted) -> list[Portion]:
        where = await self._sight.on_entries(wanted)
        bookings = await report_sums.bookings(self._tx, self._actor.workspace_id, where, MOST_ENTRIES + 1)
        if len(bookings) > MOST_ENTRIES:
            message = f"makes more than {MOST_ENTRIES} entries: ask for fewer days, for a person or for a project"
            raise Invalid.field("ends_on", message)
        zones = await self._sight.zones()
        return [
            portion
            for booking in bookings
            for portion in _portions_of(booking, zones[booking.person_id], wanted.days, self._rounding)
        ]

    async def _keys(self, group: Group, wanted: Wanted, portions: Sequence[Portion]) -> KeysOf:
        if group in OF_TIME:
            step = OF_TIME[group]
            return lambda portion: (begin(_told_apart(portion.day), step, self._week_start),)
        match group:
            case Group.PERSON:
                return lambda portion: (_told_apart(portion.person_id),)
            case Group.TYPE_OF_WORK:
                return lambda portion: (_told_apart(portion.type_of_work_id),)
            case Group.BILLABLE:
                return lambda portion: (portion.billable,)
            case Group.PROJECT | Group.CLIENT:
                of_project = await self._keys_of_projects(group)
                return lambda portion: (of_project[_told_apart(portion.project_id)],)
            case Group.TASK:
                of_task = await self._keys_of_tasks({_told_apart(each.task_id) for each in portions})
                return lambda portion: (of_task[_told_apart(portion.task_id)],)
        shown = {each.id for each in await tags.every(self._tx, self._actor.workspace_id)}
        if wanted.tags:
            # An entry's other tags are not what is asked for.
            shown &= wanted.tags
        return lambda portion: tuple(shown.intersection(portion.tags)) or (NONE,)

    async def _keys_of_projects(self, group: Group) -> dict[str, Key]:
        hidden = await self._sight.hidden()
        keys: dict[str, Key] = {"": NONE}
        for id, project in (await self._sight.projects()).items():
            own = id if group is Group.PROJECT else project.client_id or NONE
            keys[id] = HIDDEN if id in hidden else own
        return keys

    async def _keys_of_tasks(self, ids: set[str]) -> dict[str, Key]:
        found = await tasks.shelf.some(self._tx, self._actor.workspace_id, sorted(ids - {""}))
        keys: dict[str, Key] = {"": NONE}
        return keys | {each.id: HIDDEN if await self._sight.hides(each) else each.id for each in found}

    async def _name(self, group: Group, rows: Sequence[Row]) -> None:
        if group in SHELVES:
            ids = {str(row.key) for row in rows} - {NONE, HIDDEN}
            if group is Group.PROJECT:
                # All of them have been looked up already, for who may know of which.
                projects_by_id = await self._sight.projects()
                for row in rows:
                    row.name = projects_by_id[str(row.key)].name if row.key in ids else None
                return
            await self._neighbours.ahead(SHELVES[group], ids)
            for row in rows:
                record = await self._neighbours.get(SHELVES[group], str(row.key)) if row.key in ids else None
                row.name = record and record.name


def _told_apart(value: Any) -> Any:
    """What the portions were asked for with."""
    assert value is not None
    return value


def _portions_of(booking: Booking, zones: Zones, days: Days, rounding: Rounding) -> Iterable[Portion]:
    """The entry's pieces on those days. What is rounded is so as a whole, on the day it started."""
    for number, (day, seconds) in enumerate(pieces_of(booking, zones)):
        if days.first <= day <= days.last:
            billed = None
            if rounding.step_seconds:
                whole = booking.billable and number == 0
                billed = billed_seconds(booking.net_seconds, rounding) if whole else 0
            yield Portion(
                seconds=seconds,
                entries=1 if number == 0 else 0,
                billable=bool(booking.billable),
                billed_seconds=billed,
                person_id=booking.person_id,
                day=day,
                project_id=booking.project_id or "",
                type_of_work_id=booking.type_of_work_id,
                task_id=booking.task_id or "",
                tags=booking.tag_ids,
            )


def _grouped(portions: Iterable[Portion], keys_of: Sequence[KeysOf]) -> Row:
    """The sum of all, with the groups in it."""
    top = Row("")
    rows: dict[tuple[Key, ...], Row] = {(): top}
    for portion in portions:
        top.figures.add(portion)
        places: list[tuple[Key, ...]] = [()]
        for keys in keys_of:
            places = [(*place, key) for place in places for key in keys(portion)]
            for place in places:
                if place not in rows:
                    rows[place] = Row(place[-1])
                    rows[place[:-1]].rows.append(rows[place])
                rows[place].figures.add(portion)
    return top


def _sort(row: Row, groups: Sequence[Group]) -> None:
    if groups:
        row.rows.sort(key=_in_time if groups[0] in OF_TIME else _most_first)
        for each in row.rows:
            _sort(each, groups[1:])


def _in_time(row: Row) -> Any:
    return row.key


def _most_first(row: Row) -> Any:
    return -row.figures.seconds, row.name or "", str(row.key)
