"""The days of a report: periods, the ones before them, and the steps that they are shown in."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.strategies import PROPERTY
from uhrwerk.rules.contract import RangeReversed
from uhrwerk.rules.refusals import Invalid
from uhrwerk.rules.reporting import (
    LONGEST_BY_DAY,
    LONGEST_BY_WEEK,
    MOST_DAYS,
    Days,
    Period,
    Step,
    before,
    begin,
    checked,
    days_of,
    step_for,
    steps,
    whole,
)

DAY = timedelta(days=1)
SUNDAY = 6
TUESDAY = date(2026, 3, 10)


def days(first: str, last: str) -> Days:
    return Days(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("period", "today", "expected"),
    [
        ("today", "2026-03-10", days("2026-03-10", "2026-03-10")),
        ("yesterday", "2026-03-01", days("2026-02-28", "2026-02-28")),
        ("this-week", "2026-03-09", days("2026-03-09", "2026-03-15")),
        ("this-week", "2026-03-15", days("2026-03-09", "2026-03-15")),
        ("this-week", "2026-03-16", days("2026-03-16", "2026-03-22")),
        ("last-week", "2026-01-01", days("2025-12-22", "2025-12-28")),
        ("this-month", "2026-02-28", days("2026-02-01", "2026-02-28")),
        ("this-month", "2028-02-29", days("2028-02-01", "2028-02-29")),
        ("last-month", "2026-03-31", days("2026-02-01", "2026-02-28")),
        ("last-month", "2026-01-15", days("2025-12-01", "2025-12-31")),
        ("this-quarter", "2026-03-31", days("2026-01-01", "2026-03-31")),
        ("this-quarter", "2026-04-01", days("2026-04-01", "2026-06-30")),
        ("last-quarter", "2026-02-10", days("2025-10-01", "2025-12-31")),
        ("this-year", "2026-12-31", days("2026-01-01", "2026-12-31")),
        ("last-year", "2026-01-01", days("2025-01-01", "2025-12-31")),
    ],
)
def test_the_days_of_a_period(period: str, today: str, expected: Days) -> None:
    assert days_of(Period(period), date.fromisoformat(today)) == expected


def test_a_week_begins_where_the_country_has_it() -> None:
    sunday = date(2026, 3, 8)
    assert begin(TUESDAY, Step.WEEK, SUNDAY) == begin(sunday, Step.WEEK, SUNDAY) == sunday
    assert begin(sunday, Step.WEEK) == date(2026, 3, 2)
    assert days_of(Period.LAST_WEEK, TUESDAY, SUNDAY) == days("2026-03-01", "2026-03-07")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (days("2026-03-10", "2026-03-10"), days("2026-03-09", "2026-03-09")),
        (days("2026-03-09", "2026-03-15"), days("2026-03-02", "2026-03-08")),
        (days("2026-03-01", "2026-03-31"), days("2026-02-01", "2026-02-28")),
        (days("2026-04-01", "2026-06-30"), days("2026-01-01", "2026-03-31")),
        (days("2024-01-01", "2024-12-31"), days("2023-01-01", "2023-12-31")),
        # As many days where it is nothing whole.
        (days("2026-03-10", "2026-03-12"), days("2026-03-07", "2026-03-09")),
        (days("2026-03-01", "2026-03-30"), days("2026-01-30", "2026-02-28")),
    ],
)
def test_the_days_before(now: Days, expected: Days) -> None:
    assert before(now) == expected


FEBRUARY_OF_FOUR_WEEKS = days("2027-02-01", "2027-02-28")


def test_four_weeks_that_are_a_month_are_compared_with_a_month() -> None:
    assert before(FEBRUARY_OF_FOUR_WEEKS) == days("2027-01-01", "2027-01-31")


@pytest.mark.parametrize(
    ("count", "step"),
    [
        (1, Step.DAY),
        (LONGEST_BY_DAY, Step.DAY),
        (LONGEST_BY_DAY + 1, Step.WEEK),
        (LONGEST_BY_WEEK, Step.WEEK),
        (LONGEST_BY_WEEK + 1, Step.MONTH),
    ],
)
def test_more_days_are_shown_in_longer_steps(count: int, step: Step) -> None:
    assert step_for(Days(TUESDAY, TUESDAY + (count - 1) * DAY)) == step


@pytest.mark.parametrize(
    ("wanted", "refusal", "field"),
    [
        (days("2026-03-10", "2026-03-09"), RangeReversed, "ends_on"),
        (days("1969-12-31", "2026-03-09"), Invalid, "starts_on"),
        (days("2026-03-10", "9999-12-31"), Invalid, "ends_on"),
        (Days(TUESDAY, TUESDAY + MOST_DAYS * DAY), Invalid, "ends_on"),
    ],
)
def test_days_that_no_report_has(wanted: Days, refusal: type[Invalid], field: str) -> None:
    with pytest.raises(refusal) as refused:
        checked(wanted)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_a_report_of_the_most_days_and_of_one() -> None:
    for wanted in (Days(TUESDAY, TUESDAY), Days(TUESDAY, TUESDAY + (MOST_DAYS - 1) * DAY)):
        assert checked(wanted) == wanted


@PROPERTY
@given(
    first=st.dates(date(1970, 1, 1), date(2200, 1, 1)),
    length=st.integers(0, 800),
    step=st.sampled_from(Step),
    week_start=st.integers(0, 6),
)
def test_steps_follow_one_another_and_have_every_day_once(
    first: date, length: int, step: Step, week_start: int
) -> None:
    wanted = Days(first, first + length * DAY)
    found = [whole(each, step, week_start) for each in steps(wanted, step, week_start)]
    assert found[0].first <= wanted.first <= found[0].last
    assert found[-1].first <= wanted.last <= found[-1].last
    assert all(later.first - earlier.last == DAY for earlier, later in pairwise(found))
    compared = before(wanted, week_start)
    assert wanted.first - compared.last == DAY
