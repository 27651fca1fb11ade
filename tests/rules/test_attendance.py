"""Attendances beside each other: what overlaps, and where a clock-in begins."""

from datetime import UTC, datetime, timedelta

import pytest

from uhrwerk.rules.attendance import AttendanceOverlaps, check_apart, check_has_length, clocked_in
from uhrwerk.rules.instants import Act
from uhrwerk.rules.refusals import InstantInFuture, Invalid
from uhrwerk.rules.timer import Break, Timer


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-10T{clock}").replace(tzinfo=UTC)


def was(begin: str, end: str | None, break_since: str | None = None) -> Timer:
    return Timer(at(begin), (Break(at(break_since)),) if break_since else (), at(end) if end else None)


NOW = "12:00"


@pytest.mark.parametrize(
    ("timer", "other", "apart"),
    [
        (was("09:00", "10:00"), was("09:00", "10:00"), False),
        (was("09:00", "10:00"), was("10:00", "11:00"), True),
        (was("09:00", "10:00"), was("09:59:59.999999", "11:00"), False),
        (was("10:00", "11:00"), was("09:00", "10:00"), True),
        (was("10:00", "11:00"), was("09:00", "10:00:00.000001"), False),
        (was("09:00", "11:00"), was("09:30", "10:00"), False),
        (was("09:30", "10:00"), was("09:00", "11:00"), False),
        # One clocked without length lies within more than it takes up.
        (was("09:00", "11:00"), was("10:00", "10:00"), True),
        # An active one takes up what has been until now, or until its last act where that is later, and goes on.
        (was("09:00", "10:00"), was("10:00", None), True),
        (was("09:00", "10:00"), was("09:59", None), False),
        (was("11:00", "12:00"), was("10:00", None), False),
        (was("12:00", "12:04"), was("10:00", None), True),
        (was("12:00", "12:04"), was("10:00", None, "12:01"), False),
        (was("11:59", "12:04"), was("12:03", None), False),
        (was("11:59", "12:03"), was("12:03", None), True),
        (was("12:00", None), was("11:00", "12:00"), True),
        (was("12:00", None), was("11:00", "12:01"), False),
        (was("08:00", None), was("09:00", "10:00"), False),
        (was("10:00", None), was("09:00", "10:00"), True),
    ],
)
def test_what_overlaps(timer: Timer, other: Timer, apart: bool) -> None:
    beside = was("06:00", "07:00")
    for one, two in ((timer, other), (other, timer)):
        if apart:
            check_apart(one, [beside, two], at(NOW))
        else:
            with pytest.raises(AttendanceOverlaps, match=f"{two.started_at:%H:%M:%S}Z to"):
                check_apart(one, [beside, two], at(NOW))
    check_apart(timer, [], at(NOW))


def test_what_is_written_down_has_a_length() -> None:
    for timer in (was("09:00", None), was("09:00", "09:00:00.000001")):
        check_has_length(timer)
    with pytest.raises(Invalid) as refused:
        check_has_length(was("09:00", "09:00"))
    assert [problem.field for problem in refused.value.problems] == ["ended_at"]


@pytest.mark.parametrize(
    ("claimed", "ended", "begins"),
    [
        ("09:00", [], "09:00"),
        ("09:00", [("08:00", "09:00")], "09:00"),
        ("08:00", [("08:00", "09:00")], None),
        ("07:59:59.999999", [("08:00", "09:00")], "07:59:59.999999"),
        ("08:30", [("08:00", "09:00")], None),
        # Clients that send whole seconds may be a little behind the other's end.
        ("08:59:58", [("08:00", "09:00")], "09:00"),
        ("08:59:57.999999", [("08:00", "09:00")], None),
        ("08:59:59", [("09:00", "09:30"), ("08:00", "09:00")], None),
        # What the server times is not refused because another client's clock was ahead.
        (None, [("11:00", "12:00")], "12:00"),
        (None, [("11:00", "12:03")], "12:03"),
        (None, [("12:01", "12:03")], "12:00"),
    ],
)
def test_where_a_clock_in_begins(claimed: str | None, ended: list[tuple[str, str]], begins: str | None) -> None:
    act, around = Act(at(NOW), at(claimed) if claimed else None), [was(*each) for each in ended]
    if begins is None:
        with pytest.raises(AttendanceOverlaps):
            clocked_in(act, around)
    else:
        assert clocked_in(act, around) == Timer(at(begins))


def test_a_clock_in_is_not_in_the_future() -> None:
    with pytest.raises(InstantInFuture):
        clocked_in(Act(at(NOW), at(NOW) + timedelta(minutes=5, microseconds=1)), [])
