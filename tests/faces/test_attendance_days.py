"""The daily roll-up of attendance is what the attendances come to, whatever was done to them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.home import MORNING, Home, Workplace
from uhrwerk.operations import attendance, attendance_days, people
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.rules.day import attended_days
from uhrwerk.rules.instants import Act
from uhrwerk.rules.refusals import Refusal
from uhrwerk.storage import attendance_days as rollup
from uhrwerk.storage import attendances
from uhrwerk.storage import people as staff
from uhrwerk.storage.attendance_days import AttendanceDayRow
from uhrwerk.storage.store import Tx

ALWAYS, FOREVER = date(1970, 1, 1), date(9000, 1, 1)
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Pago_Pago")

lengths = st.one_of(
    st.sampled_from([timedelta(0), timedelta(seconds=0.4), timedelta(hours=1), timedelta(hours=16)]),
    st.timedeltas(timedelta(0), timedelta(days=3)),
)
moves = st.one_of(
    st.tuples(st.sampled_from(["clock_in", "start_break", "end_break", "clock_out", "come_before"]), lengths),
    st.tuples(st.sampled_from(["move", "shorten", "delete", "write"]), lengths),
    st.tuples(st.sampled_from(ZONES), lengths),
)


async def kept(tx: Tx, place: Workplace) -> list[AttendanceDayRow]:
    return await rollup.of_person(tx, place.id, place.owner.id, ALWAYS, FOREVER)


async def reckoned(tx: Tx, place: Workplace) -> list[AttendanceDayRow]:
    """From the attendances, without any of what keeps the roll-up."""
    person = await staff.shelf.get(tx, place.id, place.owner.id)
    assert person is not None
    found = await attendances.ended(tx, place.id, place.owner.id)
    days = attended_days([each.timer for each in found], person.zones, MORNING)
    return [
        AttendanceDayRow(place.id, place.owner.id, each.day, each.worked_seconds, each.break_seconds, each.worked)
        for each in days
    ]


async def act(tx: Tx, place: Workplace, now: datetime, move: str, length: timedelta) -> None:
    actor, owner = command_line_actor(place.id), place.owner.id
    if move in ZONES:
        await people.change(tx, actor, now, owner, {"zone": move})
    elif move == "write":
        begin = now - timedelta(days=5)
        members: dict[str, Any] = {"started_at": begin, "ended_at": begin + length}
        await attendance.create(tx, actor, now, owner, members)
    elif move == "come_before":
        # What is clocked since an instant in the past may come to lie over others.
        await attendance.clock_in(tx, actor, Act(now, now - length), owner)
    elif move in ("move", "shorten", "delete"):
        found = await attendances.ended(tx, place.id, owner)
        if not found:
            return
        record = found[length.seconds % len(found)]
        assert record.ended_at is not None
        if move == "delete":
            await attendance.delete(tx, actor, now, record.id)
        elif move == "move":
            moved = {"started_at": record.started_at - length, "ended_at": record.ended_at - length, "breaks": ()}
            await attendance.change(tx, actor, now, record.id, moved)
        else:
            await attendance.change(tx, actor, now, record.id, {"ended_at": record.ended_at - length})
    else:
        verb: Callable[..., Any] = getattr(attendance, move)
        await verb(tx, actor, Act(now), owner)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(moves, min_size=1, max_size=12))
def test_after_any_acts_it_is_what_the_records_come_to(
    home: Home, place: Workplace, done: list[tuple[str, timedelta]]
) -> None:
    """All examples go on with the same person: what one of them left is there for the next."""
    for move, length in done:
        now = home.clock.forward(seconds=length.total_seconds() / 3)
        try:
            home.run(partial(act, place=place, now=now, move=move, length=length))
        except Refusal:
            continue  # It left nothing behind, which the comparison shows too.
    assert home.run(lambda tx: kept(tx, place)) == home.run(lambda tx: reckoned(tx, place))


@pytest.fixture
def worked(home: Home, place: Workplace) -> Workplace:
    """The owner has worked a night."""
    for move in ("clock_in", "start_break", "end_break", "clock_out"):
        now = home.clock.forward(hours=5.5)
        home.run(partial(act, place=place, now=now, move=move, length=timedelta(0)))
    return place


def test_it_is_built_anew(home: Home, worked: Workplace) -> None:
    rows = home.run(lambda tx: kept(tx, worked))
    assert [(row.day.day, row.worked_seconds, row.break_seconds) for row in rows] == [
        (10, 19_800, 4 * 3600),
        (11, 19_800, 5400),
    ]

    async def lost(tx: Tx) -> None:
        await rollup.replace(tx, worked.id, worked.owner.id, ALWAYS, FOREVER, [])
        owner = await staff.shelf.get(tx, worked.id, worked.owner.id)
        assert owner is not None
        await attendance_days.rebuild(tx, owner)

    home.run(lost)
    assert home.run(lambda tx: kept(tx, worked)) == rows


def test_sums_outlive_punches_that_were_erased(home: Home, worked: Workplace) -> None:
    """Nothing is known any more of when somebody worked on that day, only how long."""
    day = date(2026, 1, 5)
    row = AttendanceDayRow(worked.id, worked.owner.id, day, 28_800, 1800, ())
    home.run(lambda tx: rollup.replace(tx, worked.id, worked.owner.id, day, day, [row]))
    home.run(lambda tx: act(tx, worked, home.clock.now, "Asia/Tokyo", timedelta(0)))
    assert home.run(lambda tx: kept(tx, worked))[0] == row
