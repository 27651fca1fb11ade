"""What a day of attendance comes to: clocked breaks, and the gaps between going and coming back."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.rules.strategies import PROPERTY, dated_zones, instants, lengths, timers, zone_names
from uhrwerk.rules.day import AttendanceDay, Zones, attendance_day, attended_days, day_bounds, local_date
from uhrwerk.rules.timer import Break, Timer, worked_spans

BERLIN = Zones.always("Europe/Berlin")
TENTH = date(2026, 3, 10)


def berlin(text: str) -> datetime:
    """09:30 of the 10th in Berlin, or `11T01:00` of another day."""
    day, _, clock = text.rpartition("T")
    return datetime.fromisoformat(f"2026-03-{day or '10'}T{clock}+01:00").astimezone(UTC)


def came(begin: str, end: str | None, *breaks: tuple[str, str | None]) -> Timer:
    return Timer(
        berlin(begin),
        tuple(Break(berlin(left), berlin(back) if back else None) for left, back in breaks),
        berlin(end) if end else None,
    )


@pytest.mark.parametrize(
    ("timers", "at", "worked", "breaks"),
    [
        ([], "12:00", 0, 0),
        ([came("08:00", "12:00")], "18:00", 240, 0),
        ([came("08:00", None)], "09:30", 90, 0),
        ([came("08:00", None, ("09:00", None))], "09:30", 60, 30),
        ([came("08:00", "12:00", ("10:00", "10:15"))], "18:00", 225, 15),
        # Gone and back the same day is a break, as onOffice's stop and start make it.
        ([came("08:00", "12:00"), came("12:45", "17:00")], "18:00", 495, 45),
        ([came("12:45", "17:00"), came("08:00", "12:00")], "18:00", 495, 45),
        ([came("08:00", "12:00"), came("12:45", None)], "13:00", 255, 45),
        ([came("08:00", "12:00"), came("12:00", "13:00")], "18:00", 300, 0),
        ([came("08:00", "10:00"), came("11:00", "12:00"), came("14:00", "15:00")], "18:00", 240, 180),
        # One within another, as past instants may make them: counted once; no gap, none negative.
        ([came("08:00", "12:00"), came("09:00", "10:00"), came("13:00", "14:00")], "18:00", 300, 60),
        # Over each other: each instant once, a break where nobody was at work; one after the other once more.
        ([came("08:00", "12:00"), came("08:00", "12:00"), came("08:00", "12:00")], "18:00", 240, 0),
        ([came("08:00", "12:00"), came("11:00", "14:00"), came("14:00", "15:00")], "18:00", 420, 0),
        ([came("08:00", "12:00"), came("07:00", None)], "13:00", 360, 0),
        ([came("08:00", "12:00", ("09:00", "10:00")), came("09:30", "11:00")], "18:00", 210, 30),
        ([came("08:00", "12:00", ("09:00", "10:00")), came("08:30", "11:00", ("09:15", "10:15"))], "18:00", 195, 45),
        ([came("08:00", None, ("09:00", None)), came("09:30", "10:00")], "10:30", 90, 60),
        # One of the two began the day before.
        ([came("09T22:00", "06:00"), came("05:00", "07:00")], "18:00", 420, 0),
        # A night shift: only what lies on the day; the gap between two days is no break.
        ([came("09T22:00", "06:00")], "18:00", 360, 0),
        ([came("09T22:00", "06:00"), came("22:00", "11T06:00")], "11T12:00", 480, 960),
        ([came("09T08:00", "09T17:00"), came("08:00", "17:00")], "18:00", 540, 0),
        ([came("08:00", "17:00"), came("11T08:00", None)], "11T09:00", 540, 0),
        # Who left at midnight left the day before; who came back at midnight came the day after.
        ([came("09T20:00", "00:00"), came("09:00", "10:00")], "18:00", 60, 0),
        ([came("08:00", "17:00"), came("11T00:00", "11T01:00")], "11T02:00", 540, 0),
        ([came("09T20:00", "00:00:00.000001"), came("09:00", "10:00")], "18:00", 60, 540),
        # A clocked break over midnight counts on both days.
        ([came("09T20:00", "04:00", ("09T23:30", "00:30"))], "18:00", 210, 30),
    ],
)
def test_a_day_of_attendance(timers: list[Timer], at: str, worked: int, breaks: int) -> None:
    assert attendance_day(timers, TENTH, BERLIN, berlin(at)) == AttendanceDay(worked * 60, breaks * 60)


def test_the_gap_of_a_day_that_a_change_of_zone_made_longer_is_a_break() -> None:
    """At noon in Berlin the person's clock goes to 07:00 in New York, and it is the 10th until 04:00 UTC."""
    zones = BERLIN.changed(berlin("12:00"), "America/New_York")
    timers_ = [came("08:00", "12:00"), came("11T02:00", "11T03:00")]
    assert attendance_day(timers_, TENTH, zones, berlin("11T04:00")) == AttendanceDay(5 * 3600, 14 * 3600)


@st.composite
def one_after_another(draw: DrawFn) -> list[Timer]:
    """Stopped records, none beginning before the one before has ended."""
    at = draw(instants)
    records = []
    for _ in range(draw(st.integers(1, 4))):
        timer = draw(timers(at + draw(lengths), stopped=True))
        assert timer.ended_at is not None
        records.append(timer)
        at = timer.ended_at
    return records


@PROPERTY
@given(st.data())
def test_the_roll_up_has_every_day_as_it_is_by_itself(data: st.DataObject) -> None:
    """Whatever the records and the person's zones: overlapping, over days left out or shown twice."""
    begin = data.draw(instants)
    records = [data.draw(timers(begin + data.draw(lengths), stopped=True)) for _ in range(data.draw(st.integers(1, 4)))]
    zones = data.draw(dated_zones(begin))
    at = max(record.ended_at for record in records if record.ended_at is not None)
    found = {each.day: each for each in attended_days(records, zones, at)}
    first, last = local_date(begin, zones) - timedelta(days=2), local_date(at, zones) + timedelta(days=2)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        total = attendance_day(records, day, zones, at)
        mine = found.pop(day, None)
        assert total == (AttendanceDay(mine.worked_seconds, mine.break_seconds) if mine else AttendanceDay(0, 0))
        worked = mine.worked if mine else ()
        assert all(since < until for since, until in worked)
        assert all(before[1] < after[0] for before, after in pairwise(worked))
        assert {local_date(since, zones) for since, _ in worked} <= {day}
        # Each record that lies by itself is rounded by itself.
        lasted = sum((until - since for since, until in worked), timedelta())
        assert abs(timedelta(seconds=total.worked_seconds) - lasted) <= timedelta(seconds=len(records))
    assert not found
    spans = sorted(span for record in records for span in worked_spans(record, at))
    lasted = sum((until - since for since, until in spans), timedelta())
    assert sum((u - s for each in attended_days(records, zones, at) for s, u in each.worked), timedelta()) <= lasted


@PROPERTY
@given(one_after_another(), zone_names, st.randoms())
def test_a_day_is_never_longer_than_the_day(records: list[Timer], name: str, chance: Random) -> None:
    zones = Zones.always(name)
    at = records[-1].ended_at
    assert at is not None
    shuffled = list(records)
    chance.shuffle(shuffled)
    day = local_date(records[0].started_at, zones)
    total = attendance_day(shuffled, day, zones, at)
    assert total == attendance_day(records, day, zones, at)
    assert min(total.worked_seconds, total.break_seconds) >= 0
    begin, end = day_bounds(day, zones)
    # Every record and every gap is rounded by itself.
    slack = timedelta(seconds=3 * len(records))
    assert timedelta(seconds=total.worked_seconds + total.break_seconds) <= end - begin + slack
