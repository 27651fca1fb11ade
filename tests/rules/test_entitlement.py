"""The account of a year's days: what contracts grant, what absences take, what lapses and what goes on."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.strategies import PROPERTY
from uhrwerk.rules.absence import Away
from uhrwerk.rules.entitlement import (
    CarryOver,
    Grant,
    Use,
    account,
    contractual_days,
    day_of_year,
    uses,
)
from uhrwerk.rules.refusals import Invalid
from uhrwerk.rules.workdays import Workdays, lies_in

HOUR = 3600


def contract(starts_on: str, ends_on: str | None = None, days: str | None = "30", **members: Any) -> Any:
    """Forty hours a week from Monday to Friday in Hamburg, unless said otherwise."""
    defaults = {
        "starts_on": date.fromisoformat(starts_on),
        "ends_on": None if ends_on is None else date.fromisoformat(ends_on),
        "vacation_days": None if days is None else Decimal(days),
        "kind": "week",
        "weekly_seconds": 40 * HOUR,
        "weekday_seconds": None,
        "workdays": [1, 2, 3, 4, 5],
        "region": "DE-HH",
    }
    return SimpleNamespace(**defaults | members)


GRANTED: list[tuple[list[tuple[str, str | None, str | None]], str | None]] = [
    # A whole year, whatever was before and comes after; also with days that are no whole number.
    ([("2020-05-17", None, "30")], "30"),
    ([("2026-01-01", "2026-12-31", "27.5")], "27.5"),
    ([("2026-01-01", "2026-12-30", "30")], "28"),
    # 30 / 12 = 2.5 a month: a half or more becomes a whole day, less a half one.
    ([("2026-01-01", "2026-03-31", "30")], "8"),
    ([("2026-01-01", "2026-03-30", "30")], "5"),
    ([("2026-10-01", None, "29")], "7.5"),
    ([("2026-10-01", None, "25")], "6.5"),
    ([("2026-11-01", None, "24")], "4"),
    # Months count from the day somebody came: 15 March to 14 April is one.
    ([("2026-03-15", "2026-04-14", "24")], "2"),
    ([("2026-03-15", "2026-04-13", "24")], "0"),
    ([("2026-03-15", None, "24")], "18"),
    # 31 January to 28 February is a full month, too.
    ([("2026-01-31", "2026-02-28", "24")], "2"),
    ([("2026-01-31", "2026-02-27", "24")], "0"),
    # A change within the year: the contract that holds when a month begins counts for it.
    ([("2020-01-01", "2026-06-30", "30"), ("2026-07-01", None, "18")], "24"),
    ([("2020-01-01", "2026-06-15", "30"), ("2026-06-16", None, "18")], "24"),
    ([("2026-02-10", "2026-05-31", "24"), ("2026-06-01", None, "24")], "20"),
    # Left and came back: two employments, each with its own months.
    ([("2020-01-01", "2026-02-15", "24"), ("2026-09-15", None, "24")], "8"),
    # Nothing agreed is something else than nothing granted.
    ([], None),
    ([("2020-01-01", None, None)], None),
    ([("2025-01-01", "2025-12-31", "30"), ("2027-01-01", None, "30")], None),
    ([("2026-05-04", "2026-05-20", "30")], "0"),
    ([("2020-01-01", None, "0")], "0"),
]


@pytest.mark.parametrize(("agreed", "days"), GRANTED)
def test_what_contracts_grant(agreed: list[tuple[str, str | None, str | None]], days: str | None) -> None:
    found = contractual_days([contract(*each) for each in agreed], 2026)
    assert found == (None if days is None else Decimal(days))


def test_a_leap_years_february_ends_a_month_a_day_later() -> None:
    for end, days in (("2028-02-28", 0), ("2028-02-29", 2)):
        assert contractual_days([contract("2028-01-31", end, "24")], 2028) == days


@pytest.mark.parametrize(
    ("text", "year", "day"),
    [("03-31", 2026, date(2026, 3, 31)), ("02-29", 2026, date(2026, 2, 28)), ("02-29", 2028, date(2028, 2, 29))],
)
def test_a_day_of_every_year(text: str, year: int, day: date) -> None:
    assert day_of_year(text, year) == day


@pytest.mark.parametrize("text", ["", "02-30", "13-01", "3-31", "03-31-", "W01-1", "0331", "31.03."])
def test_no_day_of_any_year(text: str) -> None:
    with pytest.raises(Invalid):
        day_of_year(text, 2026)


def test_a_region_lies_in_itself_in_its_country_and_in_the_world() -> None:
    for region, wider, lies in (
        ("DE-HH", None, True),
        (None, None, True),
        ("DE-HH", "DE", True),
        ("DE-HH", "DE-HH", True),
        ("DE", "DE-HH", False),
        ("DE-HH", "D", False),
        ("DE-HH", "AT", False),
        (None, "DE", False),
    ):
        assert lies_in(region, wider) is lies, (region, wider)


EASTER = {"DE-HH": {date(2026, 4, 3): "Good Friday", date(2026, 4, 6): "Easter Monday"}}
NOON_OFF = SimpleNamespace(
    starts_on=date(2026, 4, 2), ends_on=date(2026, 4, 2), half_day_start=True, half_day_end=False, region="DE"
)
ELSEWHERE = SimpleNamespace(
    starts_on=date(2026, 3, 30), ends_on=date(2026, 4, 10), half_day_start=False, half_day_end=False, region="AT"
)
SINCE_EVER = contract("2020-01-01")


def taken(absence: Away, *sicknesses: Away, agreed: Sequence[Any] = (SINCE_EVER,)) -> list[tuple[int, str]]:
    """Days of the month and what they take."""
    days = Workdays(agreed, EASTER, [NOON_OFF, ELSEWHERE])
    found = uses(absence, sicknesses, days, date(2026, 1, 1), date(2026, 12, 31), approved=True)
    return [(each.day.day, str(each.days)) for each in found]


def days(first: str, last: str | None = None, halves: str = "", seconds: int | None = None) -> Away:
    begin, end = date.fromisoformat(first), date.fromisoformat(last or first)
    return Away(begin, end, "<" in halves, ">" in halves, seconds)


def test_only_days_that_would_be_worked_are_taken() -> None:
    """Wednesday to Tuesday over Easter: Thursday's afternoon is off anyway, Friday and Monday are holidays."""
    easter = days("2026-04-01", "2026-04-07")
    assert taken(easter) == [(1, "1.0"), (2, "0.5"), (7, "1.0")]
    assert taken(days("2026-04-01", "2026-04-07", "<>")) == [(1, "0.5"), (2, "0.5"), (7, "0.5")]
    assert taken(days("2026-04-02", None, "<")) == []
    # In Vienna there is work on Good Friday, but none on the days that the company closes there.
    assert taken(easter, agreed=[contract("2020-01-01", region="AT-9")]) == []
    # Nothing agreed: Monday to Friday, and no region whose holidays would count.
    assert taken(easter, agreed=[]) == [(1, "1.0"), (2, "1.0"), (3, "1.0"), (6, "1.0"), (7, "1.0")]
    four_days = contract("2020-01-01", workdays=[2, 3, 4, 7], weekly_seconds=32 * HOUR)
    assert taken(easter, agreed=[four_days]) == [(1, "1.0"), (2, "0.5"), (5, "1.0"), (7, "1.0")]


def test_hours_are_their_part_of_the_days_target() -> None:
    assert taken(days("2026-04-01", seconds=2 * HOUR)) == [(1, "0.2500")]
    assert taken(days("2026-04-01", seconds=HOUR), agreed=[contract("2020-01-01", weekly_seconds=35 * HOUR)]) == [
        (1, "0.1429")
    ]
    # Never more than what is to be worked: half of the Thursday, nothing of a holiday.
    assert taken(days("2026-04-02", seconds=6 * HOUR)) == [(2, "0.5")]
    assert taken(days("2026-04-03", seconds=HOUR)) == []
    on_trust = contract("2020-01-01", kind="trust", weekly_seconds=None)
    assert taken(days("2026-04-01", seconds=2 * HOUR), agreed=[on_trust]) == [(1, "0.2500")]


def test_days_of_sickness_are_no_vacation() -> None:
    """BUrlG § 9."""
    week = days("2026-03-09", "2026-03-13")
    assert taken(week, days("2026-03-10", "2026-03-11", ">")) == [(9, "1.0"), (11, "0.5"), (12, "1.0"), (13, "1.0")]
    assert taken(week, week) == []
    assert len(taken(week, days("2026-03-10", seconds=8 * HOUR))) == 5


def use(day: str, amount: str = "1", approved: bool = True) -> Use:
    return Use(date.fromisoformat(day), Decimal(amount), approved)


THIRTY = [Grant(Decimal(30))]
TODAY = date(2026, 7, 1)
ALL = CarryOver()


def reckoned(
    used: Sequence[Use] = (),
    carry: CarryOver = ALL,
    today: date = TODAY,
    year: int = 2026,
    grants: dict[int, list[Grant]] | None = None,
) -> Any:
    """The account of the year, of somebody with thirty days in 2025 and 2026, unless said otherwise."""
    granted = {2025: THIRTY, 2026: THIRTY} if grants is None else grants
    found = account(2025, year, lambda each: granted.get(each, []), used, carry, today)
    return SimpleNamespace(
        **{
            name: str(getattr(found, name).normalize() + 0)
            for name in (
                *("granted", "carried_over", "expired", "taken", "planned", "requested", "carried_on", "remaining"),
            )
        },
        limited=found.limited,
        expiring=[(f"{each.days.normalize():f}", str(each.expires_on)) for each in found.expiring],
    )


LAST_YEAR = [use("2025-08-01", "26")]


def test_what_was_taken_is_planned_and_has_been_asked_for() -> None:
    found = reckoned(
        [*LAST_YEAR, use("2026-07-01"), use("2026-07-02", "0.5"), use("2026-06-01", "2", False)],
        CarryOver(Decimal(0)),
    )
    assert (found.granted, found.carried_over) == ("30", "0")
    assert (found.taken, found.planned, found.requested, found.remaining) == ("1", "0.5", "2", "26.5")


@pytest.mark.parametrize(
    ("days_carried", "until", "today", "used", "account_is"),
    [
        # Carried over, expired, remaining.
        (None, None, "2026-07-01", [], ("4", "0", "34")),
        ("3", None, "2026-07-01", [], ("3", "0", "33")),
        ("5", None, "2026-07-01", [], ("4", "0", "34")),
        ("0", None, "2026-07-01", [], ("0", "0", "30")),
        (None, "03-31", "2026-03-31", [], ("4", "0", "34")),
        (None, "03-31", "2026-04-01", [], ("4", "4", "30")),
        # What is carried over is taken first, as long as it is there.
        (None, "03-31", "2026-04-01", [("2026-03-30", "3")], ("4", "1", "30")),
        (None, "03-31", "2026-04-01", [("2026-03-30", "6")], ("4", "0", "28")),
        (None, "03-31", "2026-04-01", [("2026-04-01", "3")], ("4", "4", "27")),
        (None, "03-31", "2026-02-01", [("2026-04-01", "3")], ("4", "0", "31")),
    ],
)
def test_what_is_carried_over_lapses(
    days_carried: str | None, until: str | None, today: str, used: list[tuple[str, str]], account_is: tuple[str, ...]
) -> None:
    carry = CarryOver(None if days_carried is None else Decimal(days_carried), until)
    found = reckoned([*LAST_YEAR, *(use(*each) for each in used)], carry, date.fromisoformat(today))
    assert (found.carried_over, found.expired, found.remaining) == account_is


def test_what_is_going_to_lapse_is_named() -> None:
    carry = CarryOver(Decimal(10), "03-31")
    found = reckoned([*LAST_YEAR, use("2026-03-02")], carry, date(2026, 3, 2))
    assert found.expiring == [("3", "2026-03-31"), ("20", "2026-12-31")]


def test_a_year_that_is_over_has_nothing_left() -> None:
    found = reckoned(LAST_YEAR, CarryOver(Decimal(3)), year=2025)
    assert (found.taken, found.carried_on, found.expired, found.remaining) == ("26", "3", "1", "0")
    last_day = reckoned(LAST_YEAR, CarryOver(Decimal(3)), date(2025, 12, 31), 2025)
    assert (last_day.carried_on, last_day.expired, last_day.remaining) == ("0", "0", "4")


def test_too_much_is_owed_to_the_next_year() -> None:
    found = reckoned([use("2025-08-01", "32.5"), use("2026-05-04")], CarryOver(None, "03-31"))
    assert (found.carried_over, found.expired, found.remaining) == ("-2.5", "0", "26.5")


def test_where_nothing_was_granted_nothing_is_owed() -> None:
    found = reckoned([*LAST_YEAR, use("2026-05-04")], grants={2026: THIRTY})
    assert (found.carried_over, found.remaining, found.limited) == ("0", "29", True)
    without = reckoned([*LAST_YEAR, use("2026-05-04")], grants={})
    assert (without.limited, without.taken, without.granted) == (False, "1", "0")


def test_a_grant_with_an_end_of_its_own_is_taken_up_to_that_day() -> None:
    five, long = Grant(Decimal(5), date(2025, 6, 30)), Grant(Decimal(6), date(2026, 6, 30))
    grants = {2025: [*THIRTY, five, long], 2026: THIRTY}
    over = reckoned([use("2025-07-01", "30")], CarryOver(Decimal(0)), date(2026, 6, 30), 2025, grants)
    assert (over.granted, over.expired, over.carried_on, over.remaining) == ("41", "5", "6", "0")
    for today, expired, remaining in (("2026-06-30", "0", "35"), ("2026-07-01", "5", "30")):
        used = [use("2025-07-01", "30"), use("2026-06-30", "1")]
        found = reckoned(used, CarryOver(Decimal(0)), date.fromisoformat(today), 2026, grants)
        assert (found.carried_over, found.expired, found.remaining) == ("6", expired, remaining)


_halves = st.integers(0, 40).map(lambda number: Decimal(number) / 2)
_days_of = st.dates(date(2024, 1, 1), date(2026, 12, 31))
_uses = st.builds(Use, _days_of, _halves, st.booleans())
_carry = st.builds(CarryOver, st.none() | _halves, st.none() | st.sampled_from(["01-01", "03-31", "12-31"]))
_grants = st.dictionaries(st.integers(2024, 2026), st.lists(st.builds(Grant, _halves), min_size=1, max_size=2))


@PROPERTY
@given(_grants, st.lists(_uses, max_size=12), _carry, _days_of)
def test_every_day_is_accounted_for(
    grants: dict[int, list[Grant]], used: list[Use], carry: CarryOver, today: date
) -> None:
    accounts = [
        account(2024, year, lambda each: grants.get(each, []), used, carry, today) for year in (2024, 2025, 2026)
    ]
    for each in accounts:
        own = [one for one in used if one.day.year == each.year]
        assert each.taken + each.planned + each.requested == sum((one.days for one in own), Decimal(0))
        assert each.expired >= 0
        assert all(one.days > 0 and one.expires_on is not None and one.expires_on >= today for one in each.expiring)
        over = today > date(each.year, 12, 31)
        assert not over or not each.limited or each.remaining == 0
        assert over or each.carried_on == 0
        if carry.days is not None:
            assert each.carried_over <= carry.days
        if not each.limited:
            assert {each.granted, each.carried_over, each.expired, each.carried_on} == {Decimal(0)}
    for before, after in pairwise(accounts):
        if today > date(before.year, 12, 31):
            assert before.carried_on == after.carried_over


@PROPERTY
@given(st.lists(_uses, max_size=8), _carry, st.integers(1, 60))
def test_who_asks_for_a_day_more_has_no_more_left(used: list[Use], carry: CarryOver, later: int) -> None:
    today = date(2026, 6, 1)
    more = [*used, Use(today + timedelta(days=later), Decimal("0.5"), False)]
    one, other = (account(2024, 2026, lambda each: THIRTY, each, carry, today).remaining for each in (used, more))
    assert one - other == Decimal("0.5")
