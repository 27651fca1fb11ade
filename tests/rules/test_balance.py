"""The account: what is carried over, cut at a period's end, put on by hand; and what periods come to."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.strategies import PROPERTY
from tests.rules.test_work_day import contract
from uhrwerk.rules.balance import (
    BalanceDay,
    Period,
    balance_days,
    begins_on,
    by_period,
    check_adjustment,
    totals,
)
from uhrwerk.rules.refusals import Invalid
from uhrwerk.rules.work_day import WorkDay

HOUR = 3600
DAY = timedelta(days=1)
NEVER = date(9000, 1, 1)


def days(first: date, *hours: float, counts: bool = True) -> list[WorkDay]:
    """So many hours more or less than were due on each day."""
    return [
        WorkDay(first + DAY * number, 40 * HOUR, worked_seconds=int((40 + each) * HOUR), counts=counts)
        for number, each in enumerate(hours)
    ]


def account(found: list[WorkDay], *contracts: Any, today: date = NEVER, **more: Any) -> list[BalanceDay]:
    return list(balance_days(found, contracts, **{"adjustments": {}, "today": today, **more}))


def hours(found: list[BalanceDay]) -> list[float]:
    return [day.balance_seconds / HOUR for day in found]


JANUARY, DECEMBER = date(2026, 1, 30), date(2026, 12, 30)
MONTHLY = {"balance_period": "month", "balance_cap_seconds": 5 * HOUR}
YEARLY = {"balance_period": "year", "balance_cap_seconds": 5 * HOUR}


@pytest.mark.parametrize(
    ("first", "changes", "terms", "expected", "cut"),
    [
        # Without a cap, all of it goes on.
        (JANUARY, [4, 4, 4], {}, [4, 8, 12], {}),
        (JANUARY, [4, 4, 4], MONTHLY, [4, 5, 9], {1: 3}),
        (JANUARY, [4, 1, 4], MONTHLY, [4, 5, 9], {}),
        (JANUARY, [4, 4, 4], YEARLY, [4, 8, 12], {}),
        (DECEMBER, [4, 4, 4], YEARLY, [4, 5, 9], {1: 3}),
        (DECEMBER, [4, 4, 4], MONTHLY, [4, 5, 9], {1: 3}),
        (date(2024, 2, 28), [4, 4, 4], MONTHLY, [4, 5, 9], {1: 3}),
        (date(2026, 2, 27), [4, 4, 4], MONTHLY, [4, 5, 9], {1: 3}),
        # What is owed is never cut, and a cap of nothing leaves nothing.
        (JANUARY, [-9, 1, 1], MONTHLY, [-9, -8, -7], {}),
        (JANUARY, [4, 4, 4], MONTHLY | {"balance_cap_seconds": 0}, [4, 0, 4], {1: 8}),
    ],
)
def test_a_cap_cuts_at_the_periods_end(
    first: date, changes: list[float], terms: dict[str, Any], expected: list[float], cut: dict[int, float]
) -> None:
    for excess, name, other in (
        ("forfeit", "forfeited_seconds", "paid_out_seconds"),
        ("pay-out", "paid_out_seconds", "forfeited_seconds"),
    ):
        found = account(days(first, *changes), contract(starts_on=first, balance_excess=excess, **terms))
        assert hours(found) == expected
        assert {at: getattr(day, name) / HOUR for at, day in enumerate(found) if getattr(day, name)} == cut
        assert {getattr(day, other) for day in found} == {0}


def test_the_contract_of_a_periods_last_day_cuts() -> None:
    before = contract(starts_on=JANUARY, ends_on=date(2026, 1, 30), **MONTHLY)
    after = contract(starts_on=date(2026, 1, 31), **MONTHLY | {"balance_cap_seconds": 2 * HOUR})
    assert hours(account(days(JANUARY, 4, 4, 4), before, after)) == [4, 2, 6]
    # Who is without a contract that day keeps what there is.
    assert hours(account(days(JANUARY, 4, 0, 0), before)) == [4, 4, 4]


def test_a_period_is_cut_once_it_is_over() -> None:
    terms = contract(starts_on=JANUARY, **MONTHLY)
    assert hours(account(days(JANUARY, 4, 4), terms, today=date(2026, 1, 31))) == [4, 8]
    assert hours(account(days(JANUARY, 4, 4), terms, today=date(2026, 2, 1))) == [4, 5]


def test_what_is_to_come_is_not_owed_yet() -> None:
    found = account(days(JANUARY, -8, -8, -8), contract(), today=date(2026, 1, 31))
    assert hours(found) == [-8, -16, -16]
    assert [day.change_seconds for day in found] == [-8 * HOUR, -8 * HOUR, 0]


def test_start_balances_and_adjustments_are_added_on_their_day() -> None:
    agreed = [
        contract(starts_on=JANUARY, ends_on=JANUARY, start_balance_seconds=10 * HOUR),
        contract(starts_on=date(2026, 1, 31), start_balance_seconds=-2 * HOUR),
    ]
    adjusted = {date(2026, 1, 31): HOUR, date(2026, 2, 1): -3 * HOUR}
    found = account(days(JANUARY, 0, 0, 0), *agreed, adjustments=adjusted)
    assert hours(found) == [10, 9, 6]
    assert [day.adjusted_seconds / HOUR for day in found] == [10, -1, -3]


@pytest.mark.parametrize(
    ("change", "approved", "counted", "unapproved"),
    [(3, 0, 0, 3), (3, 2, 2, 1), (3, 3, 3, 0), (3, 4, 3, 0), (-3, 2, -3, 0), (0, 2, 0, 0), (3, -1, 0, 3)],
)
def test_overtime_counts_as_far_as_it_is_approved(change: int, approved: int, counted: int, unapproved: int) -> None:
    terms = contract(starts_on=JANUARY, ends_on=JANUARY, overtime="approved-only")
    granted = {JANUARY: approved * HOUR} if approved else {}
    [day, next_day] = account(days(JANUARY, change, change), terms, contract(starts_on=JANUARY + DAY), approved=granted)
    # The next day's contract has all of it count.
    assert (next_day.change_seconds, next_day.unapproved_seconds) == (change * HOUR, 0)
    assert (day.change_seconds, day.unapproved_seconds) == (counted * HOUR, unapproved * HOUR)


def test_days_that_do_not_count_change_nothing() -> None:
    """On trust, and without a contract."""
    assert hours(account(days(JANUARY, 5, -5, 5, counts=False))) == [0, 0, 0]


def test_the_account_begins_with_the_first_contract() -> None:
    later = date(2026, 5, 1)
    assert begins_on([]) is None
    assert begins_on([contract(starts_on=later), contract(starts_on=JANUARY)]) == JANUARY


def test_an_adjustment_before_the_account_begins_is_on_no_account() -> None:
    put = {JANUARY: HOUR, JANUARY + DAY: HOUR}
    assert hours(account(days(JANUARY, 0, 0), adjustments=put)) == [0, 0]
    assert hours(account(days(JANUARY, 0, 0), contract(starts_on=JANUARY + DAY), adjustments=put)) == [0, 1]


@pytest.mark.parametrize(
    ("period", "bounds"),
    [
        (Period.WEEK, [(28, 28), (29, 4), (5, 6)]),
        (Period.MONTH, [(28, 31), (1, 6)]),
        (Period.YEAR, [(28, 31), (1, 6)]),
        (Period.RANGE, [(28, 6)]),
    ],
)
def test_periods_have_the_days_of_the_range(period: Period, bounds: list[tuple[int, int]]) -> None:
    """From a Sunday over the turn of a year, whose first week began in the old one."""
    found = by_period(account(days(date(2025, 12, 28), *[1] * 10), contract()), period)
    assert [(each.first.day, each.last.day) for each in found] == bounds
    assert sum(each.change_seconds for each in found) == 10 * HOUR


lengths = st.integers(-20, 20)


@PROPERTY
@given(
    st.lists(lengths, min_size=1, max_size=70),
    st.dictionaries(st.integers(0, 70), lengths, max_size=5),
    st.sampled_from([{}, MONTHLY, YEARLY, MONTHLY | {"balance_excess": "pay-out"}]),
    st.integers(0, 80),
    st.sampled_from(list(Period)),
    st.booleans(),
)
def test_every_second_is_accounted_for(
    changes: list[int], put: dict[int, int], terms: dict[str, Any], over: int, period: Period, approves: bool
) -> None:
    first = date(2025, 11, 20)
    adjusted = {first + DAY * at: each * HOUR for at, each in put.items()}
    found = account(
        days(first, *changes),
        contract(
            starts_on=first, start_balance_seconds=77, overtime="approved-only" if approves else "counts", **terms
        ),
        adjustments=adjusted,
        today=first + DAY * over,
        approved={first: HOUR},
    )
    sums = by_period(found, period)
    for before, after in zip([None, *sums], sums, strict=False):
        assert after.carried_seconds == (before.balance_seconds if before else 0)
    for each in [*sums, totals(found)]:
        cut = each.forfeited_seconds + each.paid_out_seconds
        assert each.balance_seconds == each.carried_seconds + each.change_seconds + each.adjusted_seconds - cut
        assert min(each.forfeited_seconds, each.paid_out_seconds, each.unapproved_seconds) >= 0
    assert totals(found).carried_seconds == 0


@pytest.mark.parametrize(
    ("kind", "seconds", "field"),
    [
        ("pay-out", -1, None),
        ("correction", 1, None),
        ("correction", -1, None),
        ("pay-out", 0, "seconds"),
        ("pay-out", 1, "seconds"),
        ("correction", 0, "seconds"),
        ("gift", 1, "kind"),
    ],
)
def test_what_can_be_put_on_by_hand(kind: str, seconds: int, field: str | None) -> None:
    if field is None:
        check_adjustment(kind, seconds)
        return
    with pytest.raises(Invalid) as refused:
        check_adjustment(kind, seconds)
    assert [problem.field for problem in refused.value.problems] == [field]
