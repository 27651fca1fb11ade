"""Any sequence of the clock's operations leaves records, roll-up and journal that agree with each other."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from sqlalchemy import BigInteger, bindparam, cast, func, or_, select, update

from tests.home import Home, Workplace
from tests.storage.workshop import undone
from uhrwerk.operations import attendance, journal, people, rollups, time_entries, timers
from uhrwerk.operations.people import NewPerson
from uhrwerk.operations.purposes import Purpose
from uhrwerk.operations.records import new_id, snapshot
from uhrwerk.operations.time_entries import Faulty, New, Written
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.rules.access import Actor, Role
from uhrwerk.rules.day import net_by_day
from uhrwerk.rules.instants import Act
from uhrwerk.rules.refusals import Refusal
from uhrwerk.rules.timer import Break
from uhrwerk.storage import attendances as attendance_shelf
from uhrwerk.storage import journal as journal_rows
from uhrwerk.storage import people as people_shelf
from uhrwerk.storage import rollup
from uhrwerk.storage import time_entries as entry_shelf
from uhrwerk.storage.attendances import Attendance
from uhrwerk.storage.journal import JournalRow
from uhrwerk.storage.people import Person
from uhrwerk.storage.records import Timed
from uhrwerk.storage.rollup import Sum, Total
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import rollup as rollup_table
from uhrwerk.storage.tables import rollup_total
from uhrwerk.storage.time_entries import TimeEntry

ZERO = timedelta(0)
MICROSECOND = timedelta(microseconds=1)
EVE = datetime(2026, 3, 28, 20, tzinfo=UTC)
"""The evening before the clocks go forward in Berlin."""

ticks = st.one_of(
    st.sampled_from([ZERO, MICROSECOND, timedelta(seconds=-3), timedelta(milliseconds=499, hours=4)]),
    st.timedeltas(ZERO, timedelta(hours=9)),
)
from_last = st.sampled_from(
    [timedelta(seconds=-2), timedelta(seconds=-2) - MICROSECOND, -MICROSECOND, ZERO, MICROSECOND]
)
from_now = st.sampled_from([timedelta(minutes=5), timedelta(minutes=5) + MICROSECOND, timedelta(days=-3), ZERO])
claims = st.one_of(st.none(), st.tuples(st.just("last"), from_last), st.tuples(st.just("now"), from_now))
Claim = tuple[str, timedelta] | None
Verb = Callable[[Tx, Actor, Act, str], Awaitable[Any]]

zones = st.sampled_from(["Europe/Berlin", "Asia/Tokyo", "America/St_Johns"])
pick = st.integers(0, 20)

PROJECT_VERBS: tuple[Verb, ...] = (timers.pause, timers.resume, timers.stop)
ATTENDANCE_VERBS: tuple[Verb, ...] = (
    attendance.clock_in,
    attendance.start_break,
    attendance.end_break,
    attendance.clock_out,
)

_every_entry = Statement(
    entry_shelf.shelf.select(entry_shelf.shelf.table.c.person_id == bindparam("person_id")).order_by(
        entry_shelf.shelf.table.c.number
    )
)
_every_attendance = Statement(
    attendance_shelf.shelf.select(attendance_shelf.shelf.table.c.person_id == bindparam("person_id")).order_by(
        attendance_shelf.shelf.table.c.number
    )
)


_every_sum = Statement(
    select(*(rollup_table.c[name] for name in Sum.__struct_fields__)).where(
        rollup_table.c.workspace_id == bindparam("workspace_id")
    )
)
_total_key = [rollup_total.c[name] for name in Total.__struct_fields__ if name not in ("seconds", "entries")]
_figures = [cast(func.sum(rollup_total.c[name]), BigInteger) for name in ("seconds", "entries")]
_totals = Statement(
    select(*_total_key, *_figures)
    .where(rollup_total.c.workspace_id == bindparam("workspace_id"))
    .group_by(*_total_key)
    .having(or_(*(each != 0 for each in _figures)))
)


_spoil = Statement(
    update(rollup_total)
    .where(rollup_total.c.workspace_id == bindparam("workspace_id"), rollup_total.c.billable.is_(False))
    .values(seconds=rollup_total.c.seconds + 1)
)


@dataclass(frozen=True)
class Kept:
    """All that is kept of a person, deleted records included."""

    person: Person
    entries: list[TimeEntry]
    attendances: list[Attendance]
    sums: list[Sum]
    sums_of_all: list[Sum]
    totals: dict[tuple[Any, ...], tuple[int, int]]
    journal: list[JournalRow]

    @classmethod
    async def read(cls, tx: Tx, workspace_id: str, person_id: str) -> "Kept":
        person = await people_shelf.shelf.get(tx, workspace_id, person_id)
        assert person is not None
        key = {"workspace_id": workspace_id, "person_id": person_id}
        return cls(
            person,
            await entry_shelf.shelf.every(tx, _every_entry, **key),
            await attendance_shelf.shelf.every(tx, _every_attendance, **key),
            await every_sum(tx, person),
            [Sum(*row) for row in await tx.all(_every_sum, workspace_id=workspace_id)],
            {tuple(row[:-2]): (row[-2], row[-1]) for row in await tx.all(_totals, workspace_id=workspace_id)},
            await journal_rows.chain(tx, workspace_id, person_id, 0, 10_000),
        )


async def every_sum(tx: Tx, person: Person) -> list[Sum]:
    return await rollup.sums(tx, person.workspace_id, person.id, date(1970, 1, 1), date(2100, 1, 1))


class ClockOnDisk(RuleBasedStateMachine):
    """One person of a workspace, moved through every verb. `home` and `place` are the test's."""

    def __init__(self, home: Home, place: Workplace) -> None:
        super().__init__()
        self.home = home
        self.place = place
        self.now = EVE
        admin = command_line_actor(place.id)
        new = NewPerson(f"p{uuid4()}", "p@example.org", "P", "Example")
        self.person_id = home.run(lambda tx: people.add(tx, admin, EVE, new)).id
        self.admin = admin
        self.actor = Actor(place.id, self.person_id, Role.MEMBER, "native", self.person_id)
        self.kept = self.look()

    def look(self) -> Kept:
        kept: Kept = self.home.http.blocking_portal.call(
            self.home.house.store.read, lambda tx: Kept.read(tx, self.place.id, self.person_id)
        )
        return kept

    def attempt(self, operation: Callable[[Tx], Awaitable[Any]]) -> None:
        """Do it; what is refused leaves everything as it was."""
        before = self.kept
        try:
            self.home.run(operation)
        except Refusal:
            self.kept = self.look()
            assert self.kept == before
            return
        self.kept = self.look()
        self.check_records()
        self.check_sums()
        self.check_totals()
        self.check_journal()

    def act(self, tick: timedelta, claim: Claim, records: list[Any]) -> Act:
        self.now += tick
        if claim is None:
            return Act(self.now)
        whose, length = claim
        active = [each for each in records if is_active(each)]
        origin = active[0].timer.last_act_at if active and whose == "last" else self.now
        return Act(self.now, origin + length)

    # ---- the verbs ----

    @rule(tick=ticks, claim=claims, on_project=st.booleans(), billable=st.sampled_from([None, True]))
    def start(self, tick: timedelta, claim: Claim, on_project: bool, billable: bool | None) -> None:
        act = self.act(tick, claim, self.kept.entries)
        purpose = Purpose(project_id=self.place.project if on_project else None, billable=billable)
        self.attempt(lambda tx: timers.start(tx, self.actor, act, self.person_id, purpose))

    @rule(tick=ticks, claim=claims, verb=st.sampled_from(PROJECT_VERBS))
    def project_time(self, tick: timedelta, claim: Claim, verb: Verb) -> None:
        act = self.act(tick, claim, self.kept.entries)
        self.attempt(lambda tx: verb(tx, self.actor, act, self.person_id))

    @rule(tick=ticks, claim=claims, verb=st.sampled_from(ATTENDANCE_VERBS))
    def attend(self, tick: timedelta, claim: Claim, verb: Verb) -> None:
        act = self.act(tick, claim, self.kept.attendances)
        self.attempt(lambda tx: verb(tx, self.actor, act, self.person_id))

    @rule(note=st.sampled_from(["first", "second"]), on_task=st.booleans())
    def switch(self, note: str, on_task: bool) -> None:
        members = {"note": note, "task_id": self.place.task if on_task else None}
        self.attempt(lambda tx: timers.switch(tx, self.actor, self.now, self.person_id, members))

    @rule()
    def discard(self) -> None:
        self.attempt(lambda tx: timers.discard(tx, self.actor, self.now, self.person_id))

    @rule(ago=ticks, length=ticks, rest=ticks)
    def write_down(self, ago: timedelta, length: timedelta, rest: timedelta) -> None:
        begin = self.now - ago
        written = Written(begin, begin + length, (Break(begin + length / 2, begin + length / 2 + rest),))
        self.attempt(
            lambda tx: time_entries.create(tx, self.actor, self.now, self.person_id, written, Purpose(billable=True))
        )

    @rule(
        lengths=st.lists(st.tuples(ticks, ticks, st.booleans()), min_size=1, max_size=4), from_elsewhere=st.booleans()
    )
    def write_down_many(self, lengths: list[tuple[timedelta, timedelta, bool]], from_elsewhere: bool) -> None:
        many = []
        for ago, length, on_project in lengths:
            written = Written(self.now - ago - length, self.now - ago)
            purpose = Purpose(project_id=self.place.project if on_project else None)
            many.append(New(self.person_id, written, purpose, id=new_id() if from_elsewhere else None))

        async def run(tx: Tx) -> None:
            try:
                await time_entries.create_all(tx, self.actor, self.now, many)
            except Faulty as faulty:
                raise faulty.first from None

        self.attempt(run)

    @rule(which=pick)
    def hand_over(self, which: int) -> None:
        """What has been handed over is another's: the books of both have to agree."""
        if self.kept.entries:
            entry = self.kept.entries[which % len(self.kept.entries)]
            other = self.place.colleague.id
            self.attempt(lambda tx: self.there_and_back(tx, entry.id, other))

    async def there_and_back(self, tx: Tx, entry_id: str, other: str) -> None:
        await time_entries.hand_over(tx, self.admin, self.now, entry_id, other)
        await time_entries.hand_over(tx, self.admin, self.now, entry_id, self.person_id)

    @rule()
    def fold(self) -> None:
        self.attempt(rollups.fold)

    @rule(which=pick, by=ticks, on_project=st.booleans())
    def change(self, which: int, by: timedelta, on_project: bool) -> None:
        if self.kept.entries:
            entry = self.kept.entries[which % len(self.kept.entries)]
            members: dict[str, Any] = {"started_at": entry.started_at - by}
            if on_project:
                members["project_id"] = self.place.project
            self.attempt(lambda tx: time_entries.change(tx, self.actor, self.now, entry.id, members))

    @rule(which=pick)
    def delete(self, which: int) -> None:
        if self.kept.entries:
            entry = self.kept.entries[which % len(self.kept.entries)]
            self.attempt(lambda tx: time_entries.delete(tx, self.actor, self.now, entry.id))

    @rule(which=pick, tick=ticks, claim=claims)
    def continue_(self, which: int, tick: timedelta, claim: Claim) -> None:
        if self.kept.entries:
            entry = self.kept.entries[which % len(self.kept.entries)]
            act = self.act(tick, claim, self.kept.entries)
            self.attempt(lambda tx: timers.continue_(tx, self.actor, act, entry.id))

    @rule(zone=zones)
    def move_house(self, zone: str) -> None:
        self.attempt(lambda tx: people.change(tx, self.admin, self.now, self.person_id, {"zone": zone}))

    # ---- what must hold ----

    def check_records(self) -> None:
        kinds: tuple[list[Any], ...] = (self.kept.entries, self.kept.attendances)
        for records in kinds:
            assert sum(is_active(each) for each in records) <= 1
            for each in records:
                check_record(each)

    def check_sums(self) -> None:
        expected: dict[tuple[Any, ...], list[int]] = {}
        for entry in self.kept.entries:
            if entry.ended_at is None or entry.deleted_at is not None:
                continue
            pieces = net_by_day(entry.timer, self.kept.person.zones, entry.ended_at)
            assert sum(pieces.values()) == entry.net_seconds
            for number, (day, seconds) in enumerate(pieces.items()):
                key = (day, entry.project_id or "", entry.type_of_work_id, entry.billable)
                total = expected.setdefault(key, [0, 0])
                total[0] += seconds
                total[1] += number == 0
        kept = {
            (each.day, each.project_id, each.type_of_work_id, each.billable): [each.seconds, each.entries]
            for each in self.kept.sums
        }
        assert kept == {key: total for key, total in expected.items() if any(total)}

    def check_totals(self) -> None:
        """Totals are everybody's sums, by day and by month."""
        expected: dict[tuple[Any, ...], tuple[int, int]] = {}
        for each in self.kept.sums_of_all:
            for span, starts_on in (("day", each.day), ("month", each.day.replace(day=1))):
                key = (each.workspace_id, span, starts_on, each.project_id, each.type_of_work_id, each.billable)
                seconds, entries = expected.get(key, (0, 0))
                expected[key] = seconds + each.seconds, entries + each.entries
        assert self.kept.totals == expected

    def check_journal(self) -> None:
        """Putting the rows on top of each other gives the records, and each row knew what it changed."""
        replayed: dict[str, dict[str, Any]] = {}
        for number, row in enumerate(self.kept.journal, 1):
            assert row.sequence == number
            assert row.payload is not None
            payload = msgspec.json.decode(row.payload)
            record = replayed.setdefault(row.record_id, {})
            assert {name: record.get(name) for name in payload["before"]} == payload["before"]
            record |= payload["after"]
        records: list[Timed] = [*self.kept.entries, *self.kept.attendances]
        assert replayed == {each.id: plain(each) for each in records}

    def teardown(self) -> None:
        async def rebuilt(tx: Tx) -> Kept:
            await wreck(tx, self.kept.sums)
            await rollups.rebuild(tx, self.kept.person)
            for year in await rollups.years(tx, self.place.id):
                await rollups.add_up(tx, self.place.id, year)
            return await Kept.read(tx, self.place.id, self.person_id)

        again = self.home.http.blocking_portal.call(undone, self.home.house.store, rebuilt)
        assert (again.sums, again.totals) == (self.kept.sums, self.kept.totals)


async def wreck(tx: Tx, sums: list[Sum]) -> None:
    """Make some of the sums wrong, and the totals otherwise wrong."""
    await rollup.add(tx, [msgspec.structs.replace(each, seconds=7, entries=1) for each in sums[::2]])
    await tx.run(_spoil, workspace_id=sums[0].workspace_id if sums else None)


def is_active(record: Timed) -> bool:
    return record.ended_at is None and record.deleted_at is None


def check_record(record: Timed) -> None:
    at = record.started_at
    rested = ZERO
    for each in record.breaks:
        assert at <= each.started_at
        at = each.ended_at or each.started_at
        assert each.started_at <= at
        rested += at - each.started_at
    if record.ended_at is None:
        assert record.net_seconds is None
        return
    assert record.ended_at >= at
    assert record.breaks == () or record.breaks[-1].ended_at is not None
    worked = record.ended_at - record.started_at - rested
    assert record.net_seconds == nearest(worked)
    assert record.break_seconds == nearest(rested)


def nearest(length: timedelta) -> int:
    """Half a second goes up."""
    whole = length // timedelta(seconds=1)
    return whole + (length - timedelta(seconds=whole) >= timedelta(milliseconds=500))


def plain(record: Timed) -> dict[str, Any]:
    """The record as the journal's JSON has it."""
    members: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(snapshot(record)))
    return members


def test_whatever_is_done_the_books_agree(home: Home, place: Workplace) -> None:
    class Here(ClockOnDisk):
        def __init__(self) -> None:
            super().__init__(home, place)

    run_state_machine_as_test(Here, settings=settings(max_examples=12, stateful_step_count=30, deadline=None))
    verdict = home.http.blocking_portal.call(home.house.store.read, journal.verify)
    assert verdict.faults == ()
    assert verdict.rows > 0
