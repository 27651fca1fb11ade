"""What a day comes to: the target, what a holiday or an absence takes of it, the breaks that are deducted."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest

from uhrwerk.rules.day import Attended, Zones, attended_days
from uhrwerk.rules.law.pack import BreakStep
from uhrwerk.rules.timer import Break, Timer
from uhrwerk.rules.work_day import DaysOff, Holiday, PartOff, WorkDay, stretches, work_days

BERLIN = Zones.always("Europe/Berlin")
WEEK = [28_800, 28_800, 28_800, 28_800, 21_601, 0, 0]
MONDAY, TUESDAY, FRIDAY, SUNDAY = date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 13), date(2026, 3, 15)
HOUR = 3600


def contract(**members: Any) -> Any:
    """Forty hours and a bit since ever, unless said otherwise."""
    defaults = {
        "starts_on": date(1970, 1, 1),
        "ends_on": None,
        "kind": "weekdays",
        "weekday_seconds": WEEK,
        "weekly_seconds": None,
        "workdays": [1, 2, 3, 4, 5],
        "region": None,
        "law": None,
        "break_policy": "as-taken",
        "start_balance_seconds": 0,
        "vacation_days": Decimal(30),
        "balance_period": None,
        "balance_cap_seconds": None,
        "balance_excess": "forfeit",
        "overtime": "counts",
    }
    return SimpleNamespace(**defaults | members)


def off(name: str, first: date, last: date | None = None, **more: Any) -> DaysOff:
    return DaysOff(name, first, last or first, **more)


def one(
    day: date, *, terms: Sequence[Any] | None = None, holiday: Holiday | None = None, absences: Sequence[DaysOff] = ()
) -> WorkDay:
    holidays: Mapping[date, Holiday] = {} if holiday is None else {day: holiday}
    agreed = [contract()] if terms is None else terms
    [found] = work_days(day, day, contracts=agreed, attended=[], holidays=lambda region: holidays, absences=absences)
    return found


@pytest.mark.parametrize(
    ("days", "day", "halves"),
    [
        (off("x", MONDAY, FRIDAY), date(2026, 3, 8), 0),
        (off("x", MONDAY, FRIDAY), MONDAY, 2),
        (off("x", MONDAY, FRIDAY), FRIDAY, 2),
        (off("x", MONDAY, FRIDAY), date(2026, 3, 14), 0),
        (off("x", MONDAY, FRIDAY, half_first=True, half_last=True), MONDAY, 1),
        (off("x", MONDAY, FRIDAY, half_first=True, half_last=True), TUESDAY, 2),
        (off("x", MONDAY, FRIDAY, half_first=True, half_last=True), FRIDAY, 1),
        (off("x", MONDAY, half_first=True), MONDAY, 1),
        (off("x", MONDAY, half_last=True), MONDAY, 1),
    ],
)
def test_half_days_are_the_first_and_the_last(days: DaysOff, day: date, halves: int) -> None:
    assert days.halves(day) == halves


HOLIDAY, HALF_HOLIDAY = Holiday("Holiday"), Holiday("Half", 1)
AWAY, HALF_AWAY = off("V", MONDAY, FRIDAY), off("V", MONDAY, half_first=True)


@pytest.mark.parametrize(
    ("day", "holiday", "absences", "taken", "away"),
    [
        (MONDAY, None, [], None, []),
        (MONDAY, HOLIDAY, [], 28_800, []),
        (MONDAY, HALF_HOLIDAY, [], 14_400, []),
        (MONDAY, None, [AWAY], None, [28_800]),
        (MONDAY, None, [HALF_AWAY], None, [14_400]),
        (MONDAY, None, [HALF_AWAY, HALF_AWAY], None, [14_400, 14_400]),
        # Never more than the target, whatever comes together.
        (MONDAY, None, [AWAY, HALF_AWAY], None, [28_800, 0]),
        (MONDAY, None, [HALF_AWAY, AWAY], None, [14_400, 14_400]),
        (MONDAY, HOLIDAY, [AWAY], 28_800, [0]),
        (MONDAY, HALF_HOLIDAY, [AWAY], 14_400, [14_400]),
        # An odd second is nobody's twice.
        (FRIDAY, None, [off("A", FRIDAY, half_first=True), off("B", FRIDAY, half_last=True)], None, [10_801, 10_800]),
        (SUNDAY, HOLIDAY, [off("V", SUNDAY)], 0, [0]),
        # By the hour, as far as the target goes.
        (MONDAY, None, [off("D", MONDAY, seconds=7200)], None, [7200]),
        (MONDAY, None, [off("D", MONDAY, seconds=28_801)], None, [28_800]),
        (MONDAY, None, [HALF_AWAY, off("D", MONDAY, seconds=14_401)], None, [14_400, 14_400]),
        (SUNDAY, None, [off("D", SUNDAY, seconds=7200)], None, [0]),
    ],
)
def test_what_days_off_take_of_the_target(
    day: date, holiday: Holiday | None, absences: list[DaysOff], taken: int | None, away: list[int]
) -> None:
    found = one(day, holiday=holiday, absences=absences)
    assert found.target_seconds == WEEK[day.weekday()]
    assert (found.holiday and found.holiday.seconds) == taken
    assert [each.seconds for each in found.absences] == away
    assert found.due_seconds == found.target_seconds - (taken or 0) - sum(away)
    assert found.difference_seconds == -found.due_seconds


@pytest.mark.parametrize(("kind", "due"), [("vacation", 0), ("unpaid", 0), ("sick", 0), ("time-off-in-lieu", 28_800)])
def test_time_off_in_lieu_stays_due_and_costs_the_balance(kind: str, due: int) -> None:
    found = one(MONDAY, absences=[off("A", MONDAY, kind=kind)])
    assert found.absences == (PartOff("A", 28_800, kind, credited=due == 0),)
    assert (found.due_seconds, found.absence_seconds, found.difference_seconds) == (due, 28_800 - due, -due)


# Changes on a Wednesday, and ends on the Thursday after.
PART_TIME = contract(ends_on=date(2026, 3, 10), kind="week", weekly_seconds=72_001, workdays=[1, 2, 5])
MORE = contract(starts_on=date(2026, 3, 11), ends_on=date(2026, 3, 19), kind="week", weekly_seconds=100_003)
TRUST = contract(starts_on=date(2026, 3, 23), kind="trust")


def test_contracts_that_change_within_a_week() -> None:
    days = list(
        work_days(
            MONDAY,
            date(2026, 3, 23),
            contracts=[PART_TIME, MORE, TRUST],
            attended=[Attended(MONDAY + timedelta(days=number), HOUR, 0, ()) for number in range(15)],
            holidays=lambda region: {},
        )
    )
    assert [day.day for day in days] == [MONDAY + timedelta(days=number) for number in range(15)]
    first_week = [24_001, 24_000, 20_001, 20_000, 20_000, 0, 0]
    # The odd seconds go to the first of the contract's workdays; nothing is due without a contract, or on trust.
    assert [day.target_seconds for day in days] == [*first_week, 20_001, 20_001, 20_001, 20_000, 0, 0, 0, 0]
    # Work without a contract, or on trust, is no overtime.
    assert [day.counts for day in days] == [True] * 11 + [False] * 4
    assert [day.difference_seconds for day in days[11:]] == [0] * 4


@pytest.mark.parametrize("seconds", [1, 5, 144_000, 144_004, 3 * 86_400])
@pytest.mark.parametrize("workdays", [[1], [1, 2, 3, 4, 5], [7, 3, 5]])
def test_a_weeks_hours_add_up_however_they_are_spread(seconds: int, workdays: list[int]) -> None:
    seconds = min(seconds, len(workdays) * 86_400)
    terms = contract(kind="week", weekly_seconds=seconds, workdays=workdays)
    days = list(work_days(MONDAY, SUNDAY, contracts=[terms], attended=[], holidays=lambda region: {}))
    assert sum(day.target_seconds for day in days) == seconds
    assert [day.day.isoweekday() for day in days if day.target_seconds] == sorted(workdays)[: min(seconds, 7)]


def test_the_range_is_parted_by_what_holds() -> None:
    parts = list(stretches([PART_TIME, MORE, TRUST], MONDAY, date(2026, 3, 24)))
    assert parts == [
        (PART_TIME, MONDAY, date(2026, 3, 10)),
        (MORE, date(2026, 3, 11), date(2026, 3, 19)),
        (None, date(2026, 3, 20), date(2026, 3, 22)),
        (TRUST, date(2026, 3, 23), date(2026, 3, 24)),
    ]
    assert list(stretches([], MONDAY, MONDAY)) == [(None, MONDAY, MONDAY)]
    assert list(stretches([TRUST], MONDAY, MONDAY)) == [(None, MONDAY, MONDAY)]


def test_each_contract_has_the_holidays_of_its_region() -> None:
    regions = {
        "DE-BE": {MONDAY: Holiday("Berlin's"), TUESDAY: Holiday("Berlin's")},
        "AT": {TUESDAY: Holiday("Vienna's")},
    }
    days = work_days(
        MONDAY,
        date(2026, 3, 11),
        contracts=[contract(region="DE-BE", ends_on=MONDAY), contract(region="AT", starts_on=TUESDAY)],
        attended=[],
        holidays=lambda region: regions[region or ""],
    )
    assert [day.holiday and day.holiday.name for day in days] == ["Berlin's", "Vienna's", None]


STEPS = (BreakStep(9 * HOUR, 2700, 900), BreakStep(6 * HOUR, 1800, 900))
DEDUCTS = contract(break_policy="deduct-minimum")


def at(text: str) -> datetime:
    """`10T08:00` in Berlin."""
    return datetime.fromisoformat(f"2026-03-{text}:00+01:00").astimezone(UTC)


def worked(*punches: tuple[str, ...]) -> list[Attended]:
    """Come, break, back, …, gone."""
    timers = []
    for come, *pauses, gone in punches:
        breaks = tuple(Break(at(begin), at(end)) for begin, end in zip(pauses[::2], pauses[1::2], strict=True))
        timers.append(Timer(at(come), breaks, at(gone)))
    return attended_days(timers, BERLIN, at("20T12:00"))


@pytest.mark.parametrize(
    ("attended", "deducted"),
    [
        (worked(("10T08:00", "10T14:00")), {}),
        (worked(("10T08:00", "10T14:10")), {10: 10}),
        (worked(("10T08:00", "10T17:00")), {10: 30}),
        (worked(("10T08:00", "10T12:00", "10T12:30", "10T17:00")), {}),
        (worked(("10T08:00", "10T12:00", "10T12:20", "10T17:00")), {10: 10}),
        # Going and coming again is a break too; one of less than a quarter of an hour is none.
        (worked(("10T08:00", "10T12:00"), ("10T12:30", "10T17:00")), {}),
        (worked(("10T08:00", "10T12:00"), ("10T12:14", "10T17:00")), {10: 30}),
        (worked(("10T08:00", "10T18:00")), {10: 45}),
        # A night is one shift: neither of its days alone would need a break.
        (worked(("10T22:00", "11T05:00")), {11: 30}),
        (worked(("10T22:00", "11T02:00", "11T02:30", "11T05:00")), {}),
        (worked(("10T22:00", "11T00:00", "11T00:30", "11T05:00")), {}),
        # What is more than the last day has is taken off the day before.
        (worked(("10T16:00", "11T00:10")), {10: 20, 11: 10}),
        # Who comes again after the night's shift has another one, that has its own break.
        (worked(("10T22:00", "11T05:00"), ("11T09:00", "11T15:10")), {11: 40}),
        (worked(("10T22:00", "11T05:00"), ("11T08:59", "11T15:10")), {}),
        # Punches that were erased: the day is looked at by its sums.
        ([Attended(TUESDAY, 8 * HOUR, 0, ())], {10: 30}),
        ([Attended(TUESDAY, 8 * HOUR, 1800, ())], {}),
        ([Attended(TUESDAY, 8 * HOUR, 1800, (), 600)], {10: 10}),
        ([Attended(TUESDAY, 8 * HOUR, 0, (), 0)], {}),
    ],
)
def test_what_the_law_asks_for_is_deducted(attended: list[Attended], deducted: dict[int, int]) -> None:
    for terms, expected in ((DEDUCTS, deducted), (contract(), {})):
        days = list(
            work_days(
                MONDAY,
                FRIDAY,
                contracts=[terms],
                attended=attended,
                holidays=lambda region: {},
                breaks=lambda terms, day: STEPS,
            )
        )
        assert {day.day.day: day.deducted_seconds // 60 for day in days if day.deducted_seconds} == expected
        # Shown apart: what was worked and the breaks taken stay as they were.
        assert [(day.worked_seconds, day.break_seconds) for day in days if day.worked_seconds] == [
            (each.worked_seconds, each.break_seconds) for each in attended
        ]
        assert all(day.counted_seconds == day.worked_seconds - day.deducted_seconds for day in days)


def test_days_follow_one_another_and_add_up_to_the_record() -> None:
    timer = Timer(at("09T12:00").replace(microsecond=400_000), (), at("12T08:00").replace(microsecond=600_000))
    found = attended_days([timer], BERLIN, at("20T12:00"))
    assert [each.day.day for each in found] == [9, 10, 11, 12]
    assert sum(each.worked_seconds for each in found) == 3 * 86_400 - 4 * HOUR
    assert found[0].worked[0][0] == timer.started_at
    assert all(before.worked[-1][1] == after.worked[0][0] for before, after in pairwise(found))


@pytest.mark.parametrize(("month", "hours"), [(3, 23), (10, 25)])
def test_a_day_of_23_or_25_hours_is_right(month: int, hours: int) -> None:
    day = date(2026, month, 29 if month == 3 else 25)
    begin, end = (datetime(day.year, month, each, tzinfo=UTC) for each in (day.day - 1, day.day + 2))
    found = {each.day: each for each in attended_days([Timer(begin, (), end)], BERLIN, end)}
    assert found[day].worked_seconds == hours * HOUR
    [(since, until)] = found[day].worked
    assert until - since == timedelta(hours=hours)
