"""Timesheets: weeks and months, and the way from one status to the next."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uhrwerk.rules.approval import TimesheetStatus
from uhrwerk.rules.refusals import Invalid
from uhrwerk.rules.timesheet import PeriodNotBegun, TimesheetPeriod, WrongStatus, check_begun, check_status, last_day

WEEK, MONTH = TimesheetPeriod.WEEK, TimesheetPeriod.MONTH
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (WEEK, date(2026, 3, 9), date(2026, 3, 15)),
        (WEEK, date(2025, 12, 29), date(2026, 1, 4)),
        (MONTH, date(2026, 2, 1), date(2026, 2, 28)),
        (MONTH, date(2028, 2, 1), date(2028, 2, 29)),
        (MONTH, date(2026, 4, 1), date(2026, 4, 30)),
        (MONTH, date(2026, 12, 1), date(2026, 12, 31)),
        (WEEK, date(2026, 3, 8), None),
        (WEEK, date(2026, 3, 10), None),
        (MONTH, date(2026, 2, 2), None),
        (MONTH, date(2026, 1, 31), None),
        (WEEK, date(1969, 12, 29), None),
        (MONTH, date(9000, 2, 1), None),
    ],
)
def test_a_period_begins_on_a_monday_or_on_the_first(period: TimesheetPeriod, first: date, last: date | None) -> None:
    if last is not None:
        assert last_day(period, first) == last
    else:
        with pytest.raises(Invalid):
            last_day(period, first)


@given(st.dates(date(1970, 1, 5), date(8999, 12, 1)))
def test_what_begins_after_a_period_is_the_next_one(day: date) -> None:
    monday, first = day - timedelta(days=day.weekday()), day.replace(day=1)
    assert last_day(WEEK, last_day(WEEK, monday) + DAY) == monday + timedelta(days=13)
    after = last_day(MONTH, first) + DAY
    assert after.day == 1
    assert day < after <= day + timedelta(days=31)


def test_what_has_begun_can_be_handed_in() -> None:
    check_begun(date(2026, 3, 9), date(2026, 3, 9))
    with pytest.raises(PeriodNotBegun):
        check_begun(date(2026, 3, 10), date(2026, 3, 9))


@pytest.mark.parametrize("status", list(TimesheetStatus))
def test_an_act_begins_with_one_status(status: TimesheetStatus) -> None:
    check_status(status.value, status)
    for other in set(TimesheetStatus) - {status}:
        with pytest.raises(WrongStatus):
            check_status(status.value, other)
