"""Which days are closed: both sides of every border, and what an exception opens."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uhrwerk.rules.lock import (
    EXCEPTION,
    LOCK,
    DayNotOver,
    PeriodLocked,
    check_all_open,
    check_open,
    check_over,
    closed_by,
)

NOW = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
SUNDAY, MONDAY = date(2026, 3, 8), date(2026, 3, 9)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Closing:
    source: str
    starts_on: date | None
    ends_on: date
    expires_at: datetime | None = None


LOCKED = Closing(LOCK, None, SUNDAY)
WEEK = Closing("submitted", MONDAY, MONDAY + 6 * DAY)
OPENED = Closing(EXCEPTION, SUNDAY - DAY, SUNDAY)


@pytest.mark.parametrize(
    ("closings", "first", "last", "closed"),
    [
        ([], SUNDAY, MONDAY, None),
        ([LOCKED], MONDAY, MONDAY + DAY, None),
        ([LOCKED], SUNDAY, SUNDAY, SUNDAY),
        ([LOCKED], SUNDAY, MONDAY, SUNDAY),
        ([LOCKED], date(1990, 1, 1), date(1990, 1, 1), date(1990, 1, 1)),
        ([WEEK], SUNDAY, SUNDAY, None),
        ([WEEK], MONDAY, MONDAY, MONDAY),
        ([WEEK], MONDAY + 6 * DAY, MONDAY + 9 * DAY, MONDAY + 6 * DAY),
        ([WEEK], MONDAY + 7 * DAY, MONDAY + 9 * DAY, None),
        ([WEEK], SUNDAY, MONDAY + 9 * DAY, MONDAY),
        ([LOCKED, OPENED], SUNDAY - DAY, SUNDAY, None),
        ([LOCKED, OPENED], SUNDAY - 2 * DAY, SUNDAY, SUNDAY - 2 * DAY),
        ([LOCKED, OPENED, WEEK], SUNDAY, MONDAY, MONDAY),
        ([WEEK, Closing(EXCEPTION, MONDAY, MONDAY)], MONDAY, MONDAY, MONDAY),
        ([LOCKED, Closing(EXCEPTION, SUNDAY, SUNDAY, NOW)], SUNDAY, SUNDAY, SUNDAY),
        ([LOCKED, Closing(EXCEPTION, SUNDAY, SUNDAY, NOW + timedelta(microseconds=1))], SUNDAY, SUNDAY, None),
    ],
)
def test_the_first_closed_day_is_named(closings: list[Closing], first: date, last: date, closed: date | None) -> None:
    if closed is None:
        check_open(closings, first, last, NOW)
    else:
        with pytest.raises(PeriodLocked, match=f"^{closed} "):
            check_open(closings, first, last, NOW)


@pytest.mark.parametrize(
    ("closings", "day", "by"),
    [
        ([], SUNDAY, None),
        ([LOCKED], SUNDAY, LOCKED),
        ([LOCKED], MONDAY, None),
        ([LOCKED, OPENED], SUNDAY, None),
        ([OPENED, LOCKED], SUNDAY - 2 * DAY, LOCKED),
        ([LOCKED, WEEK], MONDAY, WEEK),
        ([WEEK], SUNDAY, None),
        ([WEEK, Closing(EXCEPTION, MONDAY, MONDAY)], MONDAY, WEEK),
        ([LOCKED, Closing(EXCEPTION, SUNDAY, SUNDAY, NOW)], SUNDAY, LOCKED),
    ],
)
def test_what_closes_a_day(closings: list[Closing], day: date, by: Closing | None) -> None:
    assert closed_by(closings, day, NOW) == by


@dataclass(frozen=True)
class OwnClosing(Closing):
    person_id: str | None = None


def test_of_many_people_each_has_the_closures_of_their_own() -> None:
    of_all = OwnClosing(LOCK, None, SUNDAY)
    anna, opened = (OwnClosing(each.source, each.starts_on, each.ends_on, None, "anna") for each in (WEEK, OPENED))
    before, after = (SUNDAY - DAY, SUNDAY), (MONDAY, MONDAY + DAY)
    for closings, whose, days, closed in (
        ([of_all], [], before, None),
        ([of_all], ["anna"], before, SUNDAY - DAY),
        ([of_all], ["anna"], after, None),
        ([anna], ["bert"], after, None),
        ([anna], ["bert", "anna"], after, MONDAY),
        ([of_all, opened], ["anna"], before, None),
        ([of_all, opened], ["anna", "bert"], before, SUNDAY - DAY),
    ):
        asked = [(each, *days) for each in whose]
        if closed is None:
            check_all_open(closings, asked, NOW)
        else:
            with pytest.raises(PeriodLocked, match=f"^{closed} "):
                check_all_open(closings, asked, NOW)


@given(st.lists(st.tuples(st.integers(-20, 20), st.integers(0, 10)), max_size=4), st.integers(-25, 25))
def test_a_day_is_closed_if_a_lock_or_a_timesheet_covers_it(stretches: list[tuple[int, int]], offset: int) -> None:
    day = MONDAY + offset * DAY
    closings = [
        Closing("approved", MONDAY + first * DAY, MONDAY + (first + length) * DAY) for first, length in stretches
    ]
    covered = any(each.starts_on is not None and each.starts_on <= day <= each.ends_on for each in closings)
    if covered:
        with pytest.raises(PeriodLocked):
            check_open(closings, day, day, NOW)
    else:
        check_open(closings, day, day, NOW)


def test_a_day_is_locked_once_it_is_over_for_everybody() -> None:
    check_over(SUNDAY, [])
    check_over(SUNDAY, [MONDAY, MONDAY + DAY])
    for todays in ([SUNDAY], [MONDAY, SUNDAY], [SUNDAY - DAY]):
        with pytest.raises(DayNotOver):
            check_over(SUNDAY, todays)
