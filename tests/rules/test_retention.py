"""The border of what is kept, and the days that an export may have: both sides."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uhrwerk.rules.contract import RangeReversed
from uhrwerk.rules.inspection import check_range
from uhrwerk.rules.refusals import Invalid
from uhrwerk.rules.retention import MOST_YEARS, YEARS, border


@pytest.mark.parametrize(
    ("today", "years", "expected"),
    [
        (date(2026, 3, 10), 2, date(2024, 3, 10)),
        (date(2026, 1, 1), 10, date(2016, 1, 1)),
        (date(2026, 2, 28), 2, date(2024, 2, 28)),
        (date(2026, 3, 1), 2, date(2024, 3, 1)),
        (date(2028, 2, 29), 2, date(2026, 2, 28)),
        (date(2028, 2, 29), 4, date(2024, 2, 29)),
    ],
)
def test_what_is_kept_begins_so_many_years_ago(today: date, years: int, expected: date) -> None:
    assert border(today, years) == expected


@given(st.dates(date(1990, 1, 1), date(2200, 1, 1)), st.integers(YEARS, MOST_YEARS))
def test_the_border_never_goes_back_and_nothing_goes_before_its_years_are_over(today: date, years: int) -> None:
    assert border(today, years) <= border(today + timedelta(days=1), years)
    assert timedelta(0) <= (today - border(today, years)) - timedelta(days=365 * years) <= timedelta(days=4)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 3, 1), date(2026, 3, 1)),
        (date(2024, 1, 1), date(2024, 12, 31)),
        (date(2025, 1, 1), date(2026, 1, 1)),
        (date(1970, 1, 1), date(1970, 1, 1)),
    ],
)
def test_an_export_has_up_to_a_leap_year(first: date, last: date) -> None:
    check_range(first, last)


@pytest.mark.parametrize(
    ("first", "last", "kind"),
    [
        (date(2026, 3, 2), date(2026, 3, 1), RangeReversed),
        (date(2025, 1, 1), date(2026, 1, 2), Invalid),
        (date(1969, 12, 31), date(1970, 1, 1), Invalid),
        (date(9000, 12, 31), date(9001, 1, 1), Invalid),
    ],
)
def test_and_no_other_days(first: date, last: date, kind: type[Invalid]) -> None:
    with pytest.raises(kind) as refused:
        check_range(first, last)
    assert type(refused.value) is kind
