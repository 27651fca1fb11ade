"""Contracts as rules: which one holds, what is due by it, and what no contract can be; both sides of every border."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.rules.test_work_day import contract
from uhrwerk.rules.contract import (
    LAST_DAY,
    ContractsOverlap,
    RangeReversed,
    TooManyHours,
    check_no_overlap,
    check_terms,
    contract_on,
    days_of_change,
    is_workday,
    target_seconds,
    week_of,
)
from uhrwerk.rules.refusals import Invalid

A_DAY = 86_400
MONDAY = date(2026, 3, 9)
WEEK = {"kind": "week", "weekly_seconds": 144_000, "weekday_seconds": None}


def weekdays(*seconds: int, **more: Any) -> Any:
    return contract(
        weekday_seconds=list(seconds), workdays=[day for day, each in enumerate(seconds, 1) if each], **more
    )


@pytest.mark.parametrize(
    ("terms", "week"),
    [
        (None, [0] * 7),
        (contract(kind="trust"), [0] * 7),
        (contract(kind="trust", weekly_seconds=1), [0] * 7),
        (weekdays(1, 2, 0, 4, 5, 6, 7), [1, 2, 0, 4, 5, 6, 7]),
        # A day that is no workday has nothing due, one without seconds neither.
        (contract(weekday_seconds=[1] * 7, workdays=[7]), [0, 0, 0, 0, 0, 0, 1]),
        (contract(**WEEK), [28_800] * 5 + [0, 0]),
        (contract(**WEEK | {"weekly_seconds": 7, "workdays": [6, 2]}), [0, 4, 0, 0, 0, 3, 0]),
        (contract(**WEEK | {"weekly_seconds": 2, "workdays": [5, 3, 1]}), [1, 0, 1, 0, 0, 0, 0]),
        (contract(**WEEK | {"weekly_seconds": 0}), [0] * 7),
    ],
)
def test_what_is_due_on_each_weekday(terms: Any, week: list[int]) -> None:
    assert week_of(terms) == week
    for number, seconds in enumerate(week):
        day = MONDAY + timedelta(days=number)
        assert target_seconds(terms, day) == seconds
        assert not seconds or is_workday(terms, day)


FIRST = contract(starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 31))
SECOND = contract(starts_on=date(2026, 3, 1))


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), FIRST),
        (date(2026, 1, 31), FIRST),
        (date(2026, 2, 1), None),
        (date(2026, 2, 28), None),
        (date(2026, 3, 1), SECOND),
        (date(2099, 1, 1), SECOND),
    ],
)
def test_one_contract_holds_on_a_day(day: date, holds: Any) -> None:
    assert contract_on([FIRST, SECOND], day) is holds


FINE: list[dict[str, Any]] = [
    {},
    {"starts_on": date(1970, 1, 1), "ends_on": date(1970, 1, 1)},
    {"starts_on": date(9000, 1, 1), "ends_on": date(9000, 1, 1)},
    {"weekday_seconds": [A_DAY] * 7, "workdays": [1, 2, 3, 4, 5, 6, 7]},
    {"weekday_seconds": [0] * 7, "workdays": []},
    WEEK | {"weekly_seconds": 5 * A_DAY},
    WEEK | {"weekly_seconds": A_DAY, "workdays": [7]},
    {"kind": "trust", "weekday_seconds": None, "workdays": []},
    {"vacation_days": Decimal(0)},
    {"vacation_days": Decimal(366)},
    {"vacation_days": None},
    {"balance_period": "year", "balance_cap_seconds": 0},
    {"start_balance_seconds": 36_000_000},
    {"start_balance_seconds": -36_000_000},
    {"balance_period": "year", "balance_cap_seconds": 36_000_000},
]
WRONG: list[tuple[dict[str, Any], type[Invalid], str]] = [
    ({"starts_on": date(1969, 12, 31)}, Invalid, "starts_on"),
    ({"ends_on": date(9000, 1, 2)}, Invalid, "ends_on"),
    ({"starts_on": date(2026, 1, 2), "ends_on": date(2026, 1, 1)}, RangeReversed, "ends_on"),
    ({"workdays": [0, 1, 2, 3, 4, 5]}, Invalid, "workdays"),
    ({"workdays": [1, 2, 3, 4, 5, 8]}, Invalid, "workdays"),
    ({"workdays": [1, 2, 3, 4, 5, 5]}, Invalid, "workdays"),
    ({"workdays": [1, 2, 3, 4]}, Invalid, "workdays"),
    ({"weekday_seconds": None}, Invalid, "weekday_seconds"),
    ({"weekday_seconds": [1] * 6}, Invalid, "weekday_seconds"),
    ({"weekday_seconds": [-1, 0, 0, 0, 0, 0, 0]}, Invalid, "weekday_seconds"),
    ({"weekday_seconds": [A_DAY + 1, 0, 0, 0, 0, 0, 0]}, TooManyHours, "weekday_seconds"),
    (WEEK | {"weekly_seconds": None}, Invalid, "weekly_seconds"),
    (WEEK | {"weekly_seconds": -1}, Invalid, "weekly_seconds"),
    (WEEK | {"weekly_seconds": 5 * A_DAY + 1}, TooManyHours, "weekly_seconds"),
    (WEEK | {"weekly_seconds": A_DAY + 1, "workdays": [7]}, TooManyHours, "weekly_seconds"),
    (WEEK | {"workdays": []}, Invalid, "workdays"),
    ({"vacation_days": Decimal("-0.5")}, Invalid, "vacation_days"),
    ({"vacation_days": Decimal("366.5")}, Invalid, "vacation_days"),
    ({"balance_period": "year"}, Invalid, "balance_cap_seconds"),
    ({"balance_cap_seconds": 1}, Invalid, "balance_cap_seconds"),
    ({"balance_period": "year", "balance_cap_seconds": -1}, Invalid, "balance_cap_seconds"),
    ({"balance_period": "year", "balance_cap_seconds": 36_000_001}, Invalid, "balance_cap_seconds"),
    ({"start_balance_seconds": 36_000_001}, Invalid, "start_balance_seconds"),
    ({"start_balance_seconds": -36_000_001}, Invalid, "start_balance_seconds"),
]


@pytest.mark.parametrize("members", FINE)
def test_terms_that_can_be(members: dict[str, Any]) -> None:
    check_terms(contract(**members))


@pytest.mark.parametrize(("members", "kind", "field"), WRONG)
def test_terms_that_no_contract_can_have(members: dict[str, Any], kind: type[Invalid], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_terms(contract(**members))
    assert type(refused.value) is kind
    assert [problem.field for problem in refused.value.problems] == [field]


@pytest.mark.parametrize(
    ("ends_on", "new_end", "members", "days"),
    [
        (date(2026, 3, 31), date(2026, 3, 31), ["note"], []),
        (None, date(2026, 3, 31), ["ends_on", "note"], [(date(2026, 4, 1), LAST_DAY)]),
        (date(2026, 3, 31), None, ["ends_on"], [(date(2026, 4, 1), LAST_DAY)]),
        (date(2026, 3, 31), date(2026, 4, 2), ["ends_on"], [(date(2026, 4, 1), date(2026, 4, 2))]),
        (date(2026, 4, 2), date(2026, 3, 31), ["ends_on"], [(date(2026, 4, 1), date(2026, 4, 2))]),
        (None, None, ["kind", "note"], [(date(2026, 3, 1), LAST_DAY)] * 2),
        (None, MONDAY, ["ends_on", "law"], [(date(2026, 3, 1), LAST_DAY), (date(2026, 3, 1), MONDAY)]),
    ],
)
def test_a_change_concerns_the_days_whose_terms_it_changes(
    ends_on: date | None, new_end: date | None, members: list[str], days: list[tuple[date, date]]
) -> None:
    before, after = (contract(starts_on=date(2026, 3, 1), ends_on=each) for each in (ends_on, new_end))
    assert days_of_change(before, after, members) == days


@pytest.mark.parametrize(
    ("first", "last", "fits"),
    [
        ((2025, 1, 1), (2025, 12, 31), True),
        ((2025, 1, 1), (2026, 1, 1), False),
        ((2025, 1, 1), None, False),
        ((2026, 1, 31), (2026, 2, 1), False),
        ((2026, 2, 1), (2026, 2, 28), True),
        ((2026, 2, 1), (2026, 3, 1), False),
        ((2026, 2, 1), None, False),
        ((2026, 5, 1), (2026, 5, 1), False),
        ((2026, 1, 10), (2026, 1, 11), False),
    ],
)
def test_contracts_do_not_share_a_day(
    first: tuple[int, int, int], last: tuple[int, int, int] | None, fits: bool
) -> None:
    terms = contract(starts_on=date(*first), ends_on=last and date(*last))
    if fits:
        check_no_overlap([FIRST, SECOND], terms)
        return
    with pytest.raises(ContractsOverlap):
        check_no_overlap([FIRST, SECOND], terms)
