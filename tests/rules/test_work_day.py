"""What a day comes to: the target, the part that a holiday or an absence takes of it, when somebody came and left."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from uhrwerk.rules.day import Zones
from uhrwerk.rules.timer import Break, Timer
from uhrwerk.rules.work_day import DaysOff, PartOff, WorkDay, work_days

BERLIN = Zones.always("Europe/Berlin")
WEEK = [28_800, 28_800, 28_800, 28_800, 21_601, 0, 0]
MONDAY, FRIDAY, SUNDAY = date(2026, 3, 9), date(2026, 3, 13), date(2026, 3, 15)


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-{text}+01:00").astimezone(UTC)


def one(
    day: date,
    *timers: Timer,
    at: str = "20T12:00",
    holidays: Sequence[DaysOff] = (),
    absences: Sequence[DaysOff] = (),
) -> WorkDay:
    [found] = work_days(
        day, day, timers=timers, zones=BERLIN, week=WEEK, holidays=holidays, absences=absences, at=berlin(at)
    )
    return found


def off(name: str, first: date, last: date | None = None, **halves: bool) -> DaysOff:
    return DaysOff(name, first, last or first, **halves)


@pytest.mark.parametrize(
    ("days", "day", "halves"),
    [
        (off("x", MONDAY, FRIDAY), date(2026, 3, 8), 0),
        (off("x", MONDAY, FRIDAY), MONDAY, 2),
        (off("x", MONDAY, FRIDAY), FRIDAY, 2),
        (off("x", MONDAY, FRIDAY), date(2026, 3, 14), 0),
        (off("x", MONDAY, FRIDAY, half_first=True, half_last=True), MONDAY, 1),
        (off("x", MONDAY, FRIDAY, half_first=True, half_last=True), date(2026, 3, 10), 2),
        (off("x", MONDAY, FRIDAY, half_first=True, half_last=True), FRIDAY, 1),
        (off("x", MONDAY, half_first=True), MONDAY, 1),
        (off("x", MONDAY, half_last=True), MONDAY, 1),
    ],
)
def test_half_days_are_the_first_and_the_last(days: DaysOff, day: date, halves: int) -> None:
    assert days.halves(day) == halves


HOLIDAY, HALF_HOLIDAY = off("Holiday", MONDAY), off("Half", MONDAY, half_last=True)
AWAY, HALF_AWAY = off("V", MONDAY, FRIDAY), off("V", MONDAY, half_first=True)


@pytest.mark.parametrize(
    ("day", "holidays", "absences", "holiday", "away"),
    [
        (MONDAY, [], [], None, []),
        (MONDAY, [HOLIDAY], [], 28_800, []),
        (MONDAY, [HALF_HOLIDAY], [], 14_400, []),
        (MONDAY, [HALF_HOLIDAY, HOLIDAY], [], 28_800, []),
        (MONDAY, [], [AWAY], None, [28_800]),
        (MONDAY, [], [HALF_AWAY], None, [14_400]),
        (MONDAY, [], [HALF_AWAY, HALF_AWAY], None, [14_400, 14_400]),
        # Never more than the target, whatever comes together.
        (MONDAY, [], [AWAY, HALF_AWAY], None, [28_800, 0]),
        (MONDAY, [], [HALF_AWAY, AWAY], None, [14_400, 14_400]),
        (MONDAY, [HOLIDAY], [AWAY], 28_800, [0]),
        (MONDAY, [HALF_HOLIDAY], [AWAY], 14_400, [14_400]),
        # An odd second is nobody's twice.
        (FRIDAY, [], [off("A", FRIDAY, half_first=True), off("B", FRIDAY, half_last=True)], None, [10_801, 10_800]),
        (SUNDAY, [off("Holiday", SUNDAY)], [off("V", SUNDAY)], 0, [0]),
    ],
)
def test_what_days_off_take_of_the_target(
    day: date, holidays: list[DaysOff], absences: list[DaysOff], holiday: int | None, away: list[int]
) -> None:
    found = one(day, holidays=holidays, absences=absences)
    assert found.target_seconds == WEEK[day.weekday()]
    assert (found.holiday and found.holiday.seconds) == holiday
    assert [each.seconds for each in found.absences] == away
    assert all(each.name in ("V", "A", "B") for each in found.absences)


def test_a_holiday_has_the_name_of_the_one_that_takes_most() -> None:
    assert one(MONDAY, holidays=[HALF_HOLIDAY, HOLIDAY]).holiday == PartOff("Holiday", 28_800)


def came(begin: str, end: str | None, *breaks: tuple[str, str]) -> Timer:
    pauses = tuple(Break(berlin(left), berlin(back)) for left, back in breaks)
    return Timer(berlin(begin), pauses, berlin(end) if end else None)


DAY_BEGINS, DAY_ENDS = "09T00:00", "10T00:00"


@pytest.mark.parametrize(
    ("timers", "at", "began", "left", "worked", "breaks"),
    [
        ([], "20T12:00", None, None, 0, []),
        ([came("09T08:00", "09T12:00")], "20T12:00", "09T08:00", "09T12:00", 240, []),
        # A clocked break and the gap between two records, in order.
        (
            [came("09T12:30", "09T16:00", ("09T14:00", "09T14:10")), came("09T08:00", "09T12:00")],
            "20T12:00",
            "09T08:00",
            "09T16:00",
            440,
            [("09T12:00", "09T12:30"), ("09T14:00", "09T14:10")],
        ),
        # Nights: of each day what lies on it.
        ([came("08T22:00", "09T06:00")], "20T12:00", DAY_BEGINS, "09T06:00", 360, []),
        ([came("09T22:00", "10T06:00")], "20T12:00", "09T22:00", DAY_ENDS, 120, []),
        ([came("08T22:00", "10T06:00")], "20T12:00", DAY_BEGINS, DAY_ENDS, 1440, []),
        (
            [came("08T20:00", "09T04:00", ("08T23:30", "09T00:30"))],
            "20T12:00",
            DAY_BEGINS,
            "09T04:00",
            210,
            [(DAY_BEGINS, "09T00:30")],
        ),
        ([came("08T08:00", "09T00:00"), came("10T00:00", "10T08:00")], "20T12:00", None, None, 0, []),
        # Still in: no end yet; but yesterday ended at midnight.
        ([came("09T08:00", None)], "09T10:00", "09T08:00", None, 120, []),
        ([came("09T08:00", None)], "10T10:00", "09T08:00", DAY_ENDS, 960, []),
        (
            [came("09T08:00", "09T09:00"), came("09T10:00", None)],
            "09T10:00",
            "09T08:00",
            None,
            60,
            [("09T09:00", "09T10:00")],
        ),
        ([came("08T08:00", None)], "08T10:00", None, None, 0, []),
        # Come and gone within the same second.
        ([came("09T08:00", "09T08:00")], "20T12:00", "09T08:00", "09T08:00", 0, []),
    ],
)
def test_when_somebody_came_and_left(
    timers: list[Timer],
    at: str,
    began: str | None,
    left: str | None,
    worked: int,
    breaks: list[tuple[str, str]],
) -> None:
    found = one(MONDAY, *timers, at=at)
    assert (found.started_at, found.ended_at) == (began and berlin(began), left and berlin(left))
    assert found.worked_seconds == worked * 60
    assert found.breaks == tuple((berlin(begin), berlin(end)) for begin, end in breaks)
    assert found.break_seconds == sum((end - begin).total_seconds() for begin, end in found.breaks)


def test_days_follow_one_another_and_add_up_to_the_record() -> None:
    timer = Timer(berlin("09T12:00:00.4"), (), berlin("12T08:00:00.6"))
    found = work_days(
        date(2026, 3, 8),
        date(2026, 3, 13),
        timers=[timer],
        zones=BERLIN,
        week=None,
        holidays=[],
        absences=[],
        at=berlin("20T12:00"),
    )
    assert [each.day.day for each in found] == [8, 9, 10, 11, 12, 13]
    assert sum(each.worked_seconds for each in found) == 3 * 86_400 - 4 * 3600
    assert {each.target_seconds for each in found} == {0}


@pytest.mark.parametrize(("month", "hours"), [(3, 23), (10, 25)])
def test_a_day_of_23_or_25_hours_is_right(month: int, hours: int) -> None:
    day = date(2026, month, 29 if month == 3 else 25)
    begin, end = (datetime(day.year, month, each, tzinfo=UTC) for each in (day.day - 1, day.day + 2))
    [found] = work_days(
        day, day, timers=[Timer(begin, (), end)], zones=BERLIN, week=WEEK, holidays=[], absences=[], at=end
    )
    assert found.worked_seconds == hours * 3600
