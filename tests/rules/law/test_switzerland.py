"""Switzerland's working time law, both sides of every border to the minute."""

from datetime import date, timedelta

import pytest

from tests.rules.law.cases import Row, case, found, rows, wall
from uhrwerk.rules.law.pack import findings_of
from uhrwerk.rules.law.switzerland import SWITZERLAND

ZURICH = "Europe/Zurich"
MON, TUE, WED, THU, FRI, SAT, SUN = (f"2026-03-{day:02}" for day in range(2, 9))
"""A week without a holiday or a change of clocks."""

WEEK = (MON, TUE, WED, THU, FRI)
ADULT, SEVENTEEN, SIXTEEN, FIFTEEN = "2008-03-02", "2008-03-10", "2010-03-02", "2010-03-10"
"""Birthdays: the first turned 18 on that Monday, the third 16."""


@pytest.mark.parametrize(
    ("line", "rule", "expected"),
    [
        # Art. 10 (3): within 14 h, breaks among them.
        (f"{MON} 06:00-12:00 14:00-20:00", "ch-span", []),
        (f"{MON} 06:00-12:00 14:00-20:01", "ch-span", [(MON, "breach", 1)]),
        (f"{MON} 06:00-08:00 18:00-20:01", "ch-span", [(MON, "breach", 1)]),
        ("2026-10-24 14:00-27:00", "ch-span", []),
        ("2026-10-24 14:00-27:01", "ch-span", [("2026-10-24", "breach", 1)]),
        ("2026-03-28 14:00-29:00", "ch-span", []),
        ("2026-03-28 14:00-29:01", "ch-span", [("2026-03-28", "breach", 1)]),
        # Art. 15 (1): 15 min over 5 h 30, 30 over 7 h in one piece, 60 over 9 h in pieces of 15.
        (f"{MON} 08:00-13:30", "ch-breaks", []),
        (f"{MON} 08:00-13:31", "ch-breaks", [(MON, "breach", 15)]),
        (f"{MON} 08:00-10:00/10:15-13:46", "ch-breaks", []),
        (f"{MON} 08:00-10:00/10:14-13:46", "ch-breaks", [(MON, "breach", 15)]),
        (f"{MON} 08:00-12:00 12:15-15:15", "ch-breaks", []),
        (f"{MON} 08:00-12:00 12:15-15:16", "ch-breaks", [(MON, "breach", 30)]),
        (f"{MON} 08:00-12:00 12:30-15:31", "ch-breaks", []),
        (f"{MON} 08:00-12:00 12:29-15:31", "ch-breaks", [(MON, "breach", 30)]),
        (f"{MON} 08:00-10:00/10:15-12:00/12:15-16:00", "ch-breaks", [(MON, "breach", 30)]),
        (f"{MON} 08:00-12:00 12:30-17:30", "ch-breaks", []),
        (f"{MON} 08:00-12:00 12:30-17:31", "ch-breaks", [(MON, "breach", 30)]),
        (f"{MON} 08:00-10:00/10:15-12:00/12:30-15:00/15:15-19:00", "ch-breaks", []),
        (f"{MON} 08:00-10:00/10:15-12:00/12:30-15:00/15:14-19:00", "ch-breaks", [(MON, "breach", 15)]),
        # ArGV 1 art. 18 (2): over 5 h 30 before or after a break there is a further one.
        (f"{MON} 07:00-12:30 13:00-15:00", "ch-stretch", []),
        (f"{MON} 07:00-12:31 13:01-15:00", "ch-stretch", [(MON, "breach", 1)]),
        (f"{MON} 08:00-09:00 09:30-15:01", "ch-stretch", [(MON, "breach", 1)]),
        (f"{MON} 07:00-10:00/10:14-12:45 13:15-15:00", "ch-stretch", [(MON, "breach", 1)]),
        (f"{MON} 07:00-10:00/10:15-12:46 13:16-15:00", "ch-stretch", []),
        (f"{MON} 07:00-10:00/10:10-12:45 13:15-15:00", "ch-stretch", [(MON, "breach", 5)]),
        (f"{MON} 07:00-10:00/10:15-15:00/15:30-16:00", "ch-stretch", []),
        # Whoever had too little break at all is found by art. 15.
        (f"{MON} 07:00-13:31", "ch-stretch", []),
        # Art. 16: none between 23:00 and 6:00; the evening needs no permit.
        (f"{MON} 19:00-23:00", "ch-night", []),
        (f"{MON} 19:00-23:01", "ch-night", [(MON, "warning", 1)]),
        (f"{MON} 06:00-10:00", "ch-night", []),
        (f"{MON} 05:59-10:00", "ch-night", [(MON, "warning", 1)]),
        ("2026-03-28 23:00-30:00", "ch-night", [("2026-03-28", "warning", 360)]),
        ("2026-10-24 23:00-30:00", "ch-night", [("2026-10-24", "warning", 480)]),
        # Art. 17a: with night work 9 h within 10, in some nights 10 within 12.
        (f"{MON} 20:00-24:00 25:00-30:00", "ch-night-hours", []),
        (f"{MON} 20:00-24:00 25:00-30:00", "ch-night-span", []),
        (f"{MON} 20:00-24:00 24:59-30:00", "ch-night-hours", [(MON, "warning", 1)]),
        (f"{MON} 20:00-24:00 25:01-30:01", "ch-night-span", [(MON, "warning", 1)]),
        (f"{MON} 20:00-29:00", "ch-night-hours", []),
        (f"{MON} 20:00-29:01", "ch-night-hours", [(MON, "warning", 1)]),
        (f"{MON} 19:00-24:00 26:00-31:00", "ch-night-hours", [(MON, "warning", 60)]),
        (f"{MON} 19:00-24:00 26:00-31:00", "ch-night-span", [(MON, "warning", 120)]),
        (f"{MON} 19:00-24:00 25:59-31:00", "ch-night-hours", [(MON, "breach", 61)]),
        (f"{MON} 19:00-24:00 26:30-31:01", "ch-night-span", [(MON, "breach", 121)]),
        (f"{MON} 06:00-12:00 13:00-17:01", "ch-night-hours", []),
        (f"{MON} 12:01-17:00 18:00-23:01", "ch-night-hours", [(MON, "warning", 60)]),
        ("2026-10-24 21:00-25:00 26:00-29:00", "ch-night-hours", []),
        ("2026-10-24 21:00-25:00 26:00-30:01", "ch-night-hours", [("2026-10-24", "warning", 1)]),
        ("2026-03-28 20:00-24:00 25:00-31:00", "ch-night-hours", []),
        ("2026-03-28 20:00-24:00 25:00-31:01", "ch-night-hours", [("2026-03-28", "warning", 1)]),
    ],
)
def test_a_day(line: str, rule: str, expected: list[Row]) -> None:
    assert rows(SWITZERLAND, case(ZURICH, line), rule) == expected
    assert rows(SWITZERLAND, case(ZURICH, line, born=ADULT), rule) == expected


def test_nothing_is_judged_before_the_law_reads_as_it_does() -> None:
    for day, expected in (("2000-07-31", []), ("2000-08-01", [("2000-08-01", "breach", 60)])):
        assert rows(SWITZERLAND, case(ZURICH, f"{day} 08:00-20:00"), "ch-breaks") == expected


LONG_DAYS = [f"{day} 06:00-22:00" for day in WEEK]


def nine_hours(*days: str, friday: str = "17:00") -> list[str]:
    return [f"{day} 07:00-12:00 13:00-{friday if day == FRI else '17:00'}" for day in days]


@pytest.mark.parametrize(
    ("roster", "expected"),
    [
        (nine_hours(*WEEK), []),
        (nine_hours(*WEEK, friday="17:01"), [(FRI, "warning", 1)]),
        ([*nine_hours(*WEEK), f"{SUN} 08:00-09:00"], [(SUN, "warning", 60)]),
        # A night shift's hours are those of the days on which they were worked: the week ends on Sunday at midnight.
        ([*nine_hours(*WEEK), f"{SUN} 23:59-30:00"], [(SUN, "warning", 1)]),
        ([*nine_hours(TUE, WED, THU, FRI, SAT), "2026-03-09 00:00-06:00"], []),
    ],
)
def test_a_week(roster: list[str], expected: list[Row]) -> None:
    assert rows(SWITZERLAND, case(ZURICH, *roster), "ch-weekly-hours") == expected
    assert rows(SWITZERLAND, case(ZURICH, *roster, born=SEVENTEEN), "ch-weekly-hours") == expected


@pytest.mark.parametrize(
    ("roster", "expected"),
    [
        ([f"{MON} 14:00-22:00", f"{TUE} 09:00-17:00"], []),
        # Once a week it may be 8 h: the rest before was long, two weeks come to 11 h on average.
        (["2026-02-27 08:00-12:00", f"{MON} 14:00-22:00", f"{TUE} 08:59-17:00"], [(TUE, "notice", 1)]),
        (["2026-02-27 08:00-12:00", f"{MON} 14:00-22:00", f"{TUE} 06:00-14:00"], [(TUE, "notice", 180)]),
        (["2026-02-27 08:00-12:00", f"{MON} 14:00-22:00", f"{TUE} 05:59-14:00"], [(TUE, "breach", 181)]),
        # Not so if there is no other rest to make up for it.
        ([f"{MON} 14:00-22:00", f"{TUE} 08:59-17:00"], [(TUE, "breach", 1)]),
        # The second of the week is a breach, the first of the next week is not.
        (
            [
                f"{MON} 14:00-22:00",
                f"{WED} 14:00-22:00",
                f"{THU} 08:00-12:00 14:00-22:00",
                f"{FRI} 08:00-16:00",
                f"{SUN} 14:00-22:00",
                "2026-03-09 08:00-16:00",
            ],
            [(THU, "notice", 60), (FRI, "breach", 60), ("2026-03-09", "notice", 60)],
        ),
        (
            ["2026-02-27 08:00-12:00", f"{MON} 14:00-22:00", f"{TUE} 08:59-22:00", f"{WED} 08:59-17:00"],
            [(TUE, "notice", 1), (WED, "breach", 1)],
        ),
        # Four rests of 8 h, the weekend for 24, and one of 10 come to 11 on average; one of 9:59 does not.
        (
            [*LONG_DAYS, "2026-03-09 08:00-22:00", "2026-03-10 08:00-12:00"],
            [*[(day, "breach", 180) for day in (TUE, WED, THU, FRI)], ("2026-03-10", "notice", 60)],
        ),
        (
            [*LONG_DAYS, "2026-03-09 08:00-22:00", "2026-03-10 07:59-12:00"],
            [*[(day, "breach", 180) for day in (TUE, WED, THU, FRI)], ("2026-03-10", "breach", 61)],
        ),
        # Rests of 11 h on all other days: the average is a minute short of it, or not.
        (
            [f"{MON} 08:00-21:00", f"{TUE} 08:01-21:00", f"{WED} 08:00-21:00", f"{THU} 07:59-12:00"],
            [(THU, "notice", 1)],
        ),
        (
            [f"{MON} 08:00-21:00", f"{TUE} 08:00-21:00", f"{WED} 08:00-21:00", f"{THU} 07:59-12:00"],
            [(THU, "breach", 1)],
        ),
        # An hour is missing on the night to 29 March, and one is more on the night to 25 October.
        (["2026-03-28 14:00-22:00", "2026-03-29 10:00-12:00"], []),
        (["2026-03-28 14:00-22:00", "2026-03-29 09:59-12:00"], [("2026-03-29", "breach", 1)]),
        (["2026-10-24 14:00-22:00", "2026-10-25 08:00-12:00"], []),
        (["2026-10-24 14:00-22:00", "2026-10-25 07:59-12:00"], [("2026-10-25", "breach", 1)]),
    ],
)
def test_the_daily_rest(roster: list[str], expected: list[Row]) -> None:
    assert rows(SWITZERLAND, case(ZURICH, *roster), "ch-daily-rest") == expected


@pytest.mark.parametrize(("days_before", "severity"), [(13, "notice"), (14, "breach")])
def test_rest_is_made_up_for_within_fourteen_days(days_before: int, severity: str) -> None:
    """Rests of 11 h each, a minute more so many days before, and a minute less now."""
    now = date(2026, 3, 20)
    roster = [
        f"{now - timedelta(days=each)} {'08:01' if each == days_before else '07:59' if each == 0 else '08:00'}-21:00"
        for each in range(15, -1, -1)
    ]
    looked_at = case(ZURICH, *roster, first=str(now))
    assert rows(SWITZERLAND, looked_at, "ch-daily-rest") == [(str(now), severity, 1)]


@pytest.mark.parametrize(
    ("roster", "sunday", "second"),
    [
        # From Saturday 23:00 to Sunday 23:00.
        ([f"{SAT} 15:00-23:00"], [], []),
        ([f"{SAT} 15:00-23:01"], [(SUN, "warning", 1)], []),
        ([f"{SUN} 23:00-30:00"], [], []),
        ([f"{SUN} 22:59-30:00"], [(SUN, "warning", 1)], []),
        ([f"{SUN} 08:00-12:00 13:00-14:00"], [(SUN, "warning", 300)], []),
        # Of a shift over both ends what lies between.
        (["2026-03-28 22:00-30:00"], [("2026-03-29", "warning", 360)], []),
        (["2026-10-24 22:00-30:00"], [("2026-10-25", "warning", 480)], []),
        # Two Sundays in a row, and a free one between.
        (
            ["2026-03-01 08:00-12:00", f"{SUN} 08:00-12:00"],
            [("2026-03-01", "warning", 240), (SUN, "warning", 240)],
            [(SUN, "warning", 240)],
        ),
        (
            ["2026-02-28 23:00-24:01", f"{SUN} 08:00-12:00"],
            [("2026-03-01", "warning", 61), (SUN, "warning", 240)],
            [(SUN, "warning", 240)],
        ),
        (
            ["2026-02-22 08:00-12:00", f"{SUN} 08:00-12:00"],
            [("2026-02-22", "warning", 240), (SUN, "warning", 240)],
            [],
        ),
    ],
)
def test_sundays(roster: list[str], sunday: list[Row], second: list[Row]) -> None:
    looked_at = case(ZURICH, *roster, last=str(date.fromisoformat(roster[-1].split()[0]) + timedelta(days=1)))
    assert rows(SWITZERLAND, looked_at, "ch-sunday") == sunday
    assert rows(SWITZERLAND, looked_at, "ch-second-sunday") == second


def half_days(first: str, *free: int, days: int = 14) -> list[str]:
    """Work from 8:00 to 12:00 on so many days from the first on, but not on those that are free (0 is the first)."""
    begin = date.fromisoformat(first)
    return [f"{begin + timedelta(days=each)} 08:00-12:00" for each in range(days) if each not in free]


def with_sunday(roster: list[str], line: str) -> list[str]:
    return sorted([each for each in roster if not each.startswith(SUN)] + [line])


LONG_SUNDAY, SHORT_SUNDAY = f"{SUN} 08:00-13:01", f"{SUN} 08:00-13:00"


@pytest.mark.parametrize(
    ("roster", "expected"),
    [
        # No working day free in the week before or after.
        (with_sunday(half_days(MON), LONG_SUNDAY), [(SUN, "breach", 2100)]),
        (with_sunday(half_days(MON), SHORT_SUNDAY), []),
        # The Monday before, or the Saturday after; those beyond are too far.
        (with_sunday(half_days("2026-02-23", 7, days=21), LONG_SUNDAY), []),
        (with_sunday(half_days("2026-02-23", 5, days=21), LONG_SUNDAY), [(SUN, "breach", 2100)]),
        (with_sunday(half_days("2026-02-23", 19, days=21), LONG_SUNDAY), []),
        (with_sunday(half_days("2026-02-23", 21, days=28), LONG_SUNDAY), [(SUN, "breach", 2100)]),
        # Another Sunday is not a working day.
        (with_sunday(half_days("2026-02-23", 6, days=21), LONG_SUNDAY), [(SUN, "breach", 2100)]),
        # Thursday 20:00 to Saturday 7:00 are 35 h.
        (
            with_sunday([*half_days(MON, 3, 4, 5), f"{THU} 12:00-20:00", f"{SAT} 07:00-11:00"], LONG_SUNDAY),
            [],
        ),
        (
            with_sunday([*half_days(MON, 3, 4, 5), f"{THU} 12:00-20:01", f"{SAT} 07:00-11:00"], LONG_SUNDAY),
            [(SUN, "breach", 1)],
        ),
        # 36 h without 6 to 20 h of one day: Thursday 6:30 to Friday 18:30.
        (
            with_sunday([*half_days(MON, 3, 4), f"{THU} 02:30-06:30", f"{FRI} 18:30-22:30"], LONG_SUNDAY),
            [(SUN, "breach", 2100)],
        ),
    ],
)
def test_the_rest_in_place_of_a_sunday(roster: list[str], expected: list[Row]) -> None:
    looked_at = case(ZURICH, *roster, first=SUN, last=SUN, at=wall(ZURICH, "2026-04-01", "08:00"))
    assert rows(SWITZERLAND, looked_at, "ch-replacement-rest") == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        # As long as the week after is not over it may still come; it counts as far as it has lasted.
        (f"{SUN} 20:00", [(SUN, "warning", 2100)]),
        ("2026-03-11 20:00", [(SUN, "warning", 2100)]),
        ("2026-03-12 20:00", [(SUN, "warning", 180)]),
        ("2026-03-12 22:59", [(SUN, "warning", 1)]),
        ("2026-03-12 23:00", []),
    ],
)
def test_the_rest_in_place_of_a_sunday_may_still_come(at: str, expected: list[Row]) -> None:
    roster = [*with_sunday(half_days(MON, days=9), LONG_SUNDAY), "2026-03-11 08:00-12:00"]
    looked_at = case(ZURICH, *roster, first=SUN, last=SUN, at=wall(ZURICH, *at.split(" ")))
    assert rows(SWITZERLAND, looked_at, "ch-replacement-rest") == expected


def test_the_week_after_a_sunday_ends_with_the_next_one() -> None:
    for clock, severity in (("23:59", "warning"), ("24:00", "breach")):
        roster = with_sunday(half_days(MON, days=13), LONG_SUNDAY)
        looked_at = case(ZURICH, *roster, first=SUN, last=SUN, at=wall(ZURICH, "2026-03-14", clock))
        [finding] = found(SWITZERLAND, looked_at, "ch-replacement-rest")
        assert finding.severity == severity
        assert finding.sentence == (
            "0 min in the longest rest beside a Sunday with 5 h 01 of work; 35 h are due in the week before or after"
        )


@pytest.mark.parametrize(
    ("roster", "expected"),
    [
        (half_days(MON, days=7), [(SUN, "breach", 2100)]),
        (half_days(MON, 6, days=7), []),
        (half_days(MON, 2, days=7), []),
        # 6 to 20 h of a working day lie in it: of Thursday, of none, of Friday.
        ([*half_days(MON, 3, 4, days=7), f"{THU} 02:00-06:00", f"{FRI} 17:00-19:00"], []),
        ([*half_days(MON, 3, 4, days=7), f"{THU} 02:01-06:01", f"{FRI} 19:59-21:59"], [(SUN, "breach", 2100)]),
        ([*half_days(MON, 3, 4, days=7), f"{THU} 02:01-06:01", f"{FRI} 20:00-22:00"], []),
        # Saturday 21:00 to Monday 8:00 are 35 h around the whole Sunday.
        ([*half_days(MON, days=5), f"{SAT} 13:00-21:00", "2026-03-09 08:00-12:00"], []),
        ([*half_days(MON, days=5), f"{SAT} 13:00-21:01", "2026-03-09 08:00-12:00"], [(SUN, "breach", 1)]),
        # Until 23:00 it is not yet Sunday; from 23:00 on it is no longer.
        ([*half_days(MON, days=5), f"{SAT} 15:00-23:00", f"{SUN} 23:00-28:00"], [(SUN, "breach", 660)]),
        ([*half_days(MON, days=5), f"{SAT} 15:00-23:01", f"{SUN} 23:00-28:00"], [(SUN, "breach", 2100)]),
        # The spring Sunday takes an hour of the rest, the autumn one gives it.
        (
            [*half_days("2026-03-23", days=5), "2026-03-28 12:00-20:00", "2026-03-30 07:59-12:00"],
            [("2026-03-29", "breach", 1)],
        ),
        ([*half_days("2026-03-23", days=5), "2026-03-28 12:00-20:00", "2026-03-30 08:00-12:00"], []),
        ([*half_days("2026-10-19", days=5), "2026-10-24 12:00-20:00", "2026-10-26 06:00-12:00"], []),
        (
            [*half_days("2026-10-19", days=5), "2026-10-24 12:00-20:00", "2026-10-26 05:59-12:00"],
            [("2026-10-25", "breach", 1)],
        ),
    ],
)
def test_the_weekly_rest(roster: list[str], expected: list[Row]) -> None:
    assert rows(SWITZERLAND, case(ZURICH, *roster, first=roster[0].split()[0]), "ch-weekly-rest") == expected


def test_a_forgotten_clock_is_the_proof_of_all_its_sundays() -> None:
    looked_at = case(ZURICH, f"{FRI} 08:00-", last="2026-03-15", at=wall(ZURICH, "2026-03-16", "08:00"))
    expected = [(SUN, 1440, (f"{FRI}/1",)), ("2026-03-15", 1440, (f"{FRI}/1",))]
    sundays = found(SWITZERLAND, looked_at, "ch-sunday")
    assert [(str(each.day), each.minutes, each.punches) for each in sundays] == expected
    rest = found(SWITZERLAND, looked_at, "ch-weekly-rest")
    assert [(str(each.day), each.minutes, each.punches) for each in rest] == [
        ("2026-03-15", 2100, (f"{FRI}/1",)),
    ]


def test_a_week_s_rest_is_judged_once_the_sunday_is_over() -> None:
    for clock, expected in (("22:59", []), ("23:00", [(SUN, "breach", 2100)])):
        looked_at = case(ZURICH, *half_days(MON, days=7), at=wall(ZURICH, SUN, clock))
        assert rows(SWITZERLAND, looked_at, "ch-weekly-rest") == expected


FIRST_OF_AUGUST = {"2025-08-01": "Bundesfeier"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2025-07-31 15:00-23:00", []),
        ("2025-07-31 15:00-23:01", [("2025-08-01", "warning", 1)]),
        ("2025-08-01 08:00-12:00", [("2025-08-01", "warning", 240)]),
        ("2025-08-01 22:59-30:00", [("2025-08-01", "warning", 1)]),
        ("2025-08-01 23:00-30:00", []),
    ],
)
def test_a_public_holiday(line: str, expected: list[Row]) -> None:
    looked_at = case(ZURICH, line, last="2025-08-02", holidays=FIRST_OF_AUGUST)
    assert rows(SWITZERLAND, looked_at, "ch-holiday") == expected
    minor = case(ZURICH, line, last="2025-08-02", holidays=FIRST_OF_AUGUST, born="2009-01-01")
    assert rows(SWITZERLAND, minor, "ch-minors-sunday") == expected
    assert rows(SWITZERLAND, minor, "ch-holiday") == []


def test_a_holiday_on_a_sunday_is_a_sunday() -> None:
    looked_at = case(ZURICH, "2027-08-01 08:00-12:00", holidays={"2027-08-01": "Bundesfeier"})
    assert rows(SWITZERLAND, looked_at, "ch-holiday") == []
    [finding] = found(SWITZERLAND, looked_at, "ch-sunday")
    assert finding.sentence == "4 h of work on a Sunday, which needs a permit (art. 19)"


@pytest.mark.parametrize(
    ("at", "rule", "expected"),
    [
        ("13:30", "ch-breaks", []),
        # Who is still in may yet take the break.
        ("13:31", "ch-breaks", [(MON, "warning", 15)]),
        ("22:00", "ch-span", []),
        ("22:01", "ch-span", [(MON, "breach", 1)]),
        ("32:00", "ch-record", []),
        ("32:01", "ch-record", [(MON, "warning", 1)]),
    ],
)
def test_somebody_is_still_in(at: str, rule: str, expected: list[Row]) -> None:
    assert rows(SWITZERLAND, case(ZURICH, f"{MON} 08:00-", at=wall(ZURICH, MON, at)), rule) == expected


@pytest.mark.parametrize(
    ("line", "born", "rule", "expected"),
    [
        # Art. 31 (1), (2): 9 h within 12.
        (f"{MON} 07:00-12:00 13:00-17:00", SEVENTEEN, "ch-minors-daily", []),
        (f"{MON} 07:00-12:00 13:00-17:01", SEVENTEEN, "ch-minors-daily", [(MON, "breach", 1)]),
        (f"{MON} 07:00-12:00 13:00-17:01", ADULT, "ch-minors-daily", []),
        (f"{MON} 07:00-10:00 16:00-19:00", SEVENTEEN, "ch-minors-span", []),
        (f"{MON} 07:00-10:00 16:00-19:01", SEVENTEEN, "ch-minors-span", [(MON, "breach", 1)]),
        (f"{MON} 07:00-10:00 16:00-19:01", ADULT, "ch-minors-span", []),
        (f"{MON} 06:00-12:00 14:00-20:01", SEVENTEEN, "ch-span", []),
        # Until 20:00 under 16, until 22:00 from then on, and from 6:00.
        (f"{MON} 16:00-20:00", FIFTEEN, "ch-minors-night", []),
        (f"{MON} 16:00-20:01", FIFTEEN, "ch-minors-night", [(MON, "breach", 1)]),
        (f"{MON} 16:00-22:00", SIXTEEN, "ch-minors-night", []),
        (f"{MON} 16:00-22:01", SIXTEEN, "ch-minors-night", [(MON, "breach", 1)]),
        (f"{MON} 06:00-10:00", SIXTEEN, "ch-minors-night", []),
        (f"{MON} 05:59-10:00", SIXTEEN, "ch-minors-night", [(MON, "breach", 1)]),
        (f"{MON} 16:00-23:01", SIXTEEN, "ch-night", []),
        (f"{MON} 16:00-22:01", ADULT, "ch-minors-night", []),
        # Breaks are those of everybody.
        (f"{MON} 08:00-13:31", SEVENTEEN, "ch-breaks", [(MON, "breach", 15)]),
        # Art. 31 (4).
        (f"{SUN} 08:00-12:00", ADULT, "ch-minors-sunday", []),
        (f"{SUN} 08:00-12:00", SIXTEEN, "ch-minors-sunday", [(SUN, "warning", 240)]),
        (f"{SUN} 08:00-12:00", SIXTEEN, "ch-sunday", []),
    ],
)
def test_a_minor_s_day(line: str, born: str, rule: str, expected: list[Row]) -> None:
    assert rows(SWITZERLAND, case(ZURICH, line, born=born), rule) == expected


@pytest.mark.parametrize(
    ("born", "back", "expected"),
    [(SEVENTEEN, "08:00", []), (SEVENTEEN, "07:59", [(TUE, "breach", 1)]), (ADULT, "07:59", [])],
)
def test_a_minor_s_rest(born: str, back: str, expected: list[Row]) -> None:
    looked_at = case(ZURICH, f"{MON} 14:00-20:00", f"{TUE} {back}-12:00", born=born)
    assert rows(SWITZERLAND, looked_at, "ch-minors-rest") == expected
    assert rows(SWITZERLAND, looked_at, "ch-daily-rest") == []


def test_minors_are_judged_since_2008() -> None:
    for day, expected in (("2007-12-31", []), ("2008-01-01", [("2008-01-01", "breach", 60)])):
        looked_at = case(ZURICH, f"{day} 07:00-12:00 13:00-18:00", born="1992-01-01")
        assert rows(SWITZERLAND, looked_at, "ch-minors-daily") == expected


def test_advice_knows_the_limits_of_the_day() -> None:
    born, eve, birthday = date(2008, 3, 2), date(2026, 3, 1), date(2026, 3, 2)
    assert [SWITZERLAND.daily_most(born, day) for day in (eve, birthday)] == [9 * 3600, 13 * 3600]
    steps = [(step.over_seconds, step.due_seconds) for step in SWITZERLAND.breaks(born, eve)]
    assert steps == [(9 * 3600, 3600), (7 * 3600, 1800), (5.5 * 3600, 900)]


def test_an_ordinary_month_has_no_findings() -> None:
    days = [date(2026, 3, 2) + timedelta(weeks=week, days=day) for week in range(4) for day in range(5)]
    assert findings_of(SWITZERLAND, case(ZURICH, *[f"{day} 08:00-12:00 12:30-17:00" for day in days])) == []
    assert findings_of(SWITZERLAND, case(ZURICH, first=MON, last=SUN)) == []
