"""Germany's working time law for grown-ups, both sides of every border to the minute."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.law.cases import Row, case, found, punches, rosters, rows, wall
from tests.rules.strategies import PROPERTY
from uhrwerk.rules.day import Zones
from uhrwerk.rules.law.case import Case, Exemption, Punch, shifts_of
from uhrwerk.rules.law.findings import Severity
from uhrwerk.rules.law.germany import GERMANY
from uhrwerk.rules.law.pack import findings_of
from uhrwerk.rules.timer import Break, Timer

BERLIN = "Europe/Berlin"
ZONES = Zones.always(BERLIN)
MON, TUE, WED, THU, FRI, SAT, SUN = (f"2026-03-{day:02}" for day in range(2, 9))
"""A week without a holiday or a change of clocks."""

SPRING, AUTUMN = "2026-03-28", "2026-10-24"
"""In the nights that follow the clocks go forward and back."""

ADULT, MINOR = "2008-03-02", "2008-03-03"
"""Birthdays: the first turned 18 on that Monday, the second is 17 on it."""


@pytest.mark.parametrize(
    ("line", "rule", "expected"),
    [
        # § 3: 8 h, up to 10 h if balanced.
        (f"{MON} 08:00-12:00 12:30-16:30", "de-daily-hours", []),
        (f"{MON} 08:00-12:00 12:30-16:31", "de-daily-hours", [(MON, "notice", 1)]),
        (f"{MON} 08:00-12:00 12:45-18:45", "de-daily-hours", [(MON, "notice", 120)]),
        (f"{MON} 08:00-12:00 12:45-18:46", "de-daily-hours", [(MON, "breach", 1)]),
        (f"{MON} 08:00-12:00/12:45-18:46", "de-daily-hours", [(MON, "breach", 1)]),
        # A night is one day's work, found on the day on which it began; so are the parts of a split shift.
        (f"{MON} 20:00-24:30 25:15-30:45", "de-daily-hours", [(MON, "notice", 120)]),
        (f"{MON} 20:00-24:30 25:15-30:46", "de-daily-hours", [(MON, "breach", 1)]),
        (f"{MON} 06:00-12:00 18:00-22:05", "de-daily-hours", [(MON, "breach", 5)]),
        # A night of the change is as long as it was worked: 22 to 8 h are nine hours, and eleven.
        (f"{SPRING} 22:00-27:00/27:45-33:45", "de-daily-hours", [(SPRING, "notice", 120)]),
        (f"{SPRING} 22:00-27:00/27:45-33:46", "de-daily-hours", [(SPRING, "breach", 1)]),
        (f"{AUTUMN} 22:00-27:00/27:45-31:45", "de-daily-hours", [(AUTUMN, "notice", 120)]),
        (f"{AUTUMN} 22:00-27:00/27:45-31:46", "de-daily-hours", [(AUTUMN, "breach", 1)]),
        ("2026-10-25 01:00-02:30b/03:00-08:30", "de-daily-hours", []),
        ("2026-10-25 01:00-02:30b/03:00-08:31", "de-daily-hours", [("2026-10-25", "notice", 1)]),
        # § 4: 30 min over 6 h and 45 min over 9 h …
        (f"{MON} 08:00-14:00", "de-breaks", []),
        (f"{MON} 08:00-14:01", "de-breaks", [(MON, "breach", 30)]),
        (f"{MON} 08:00-12:00 12:30-14:31", "de-breaks", []),
        (f"{MON} 08:00-12:00 12:29-14:30", "de-breaks", [(MON, "breach", 1)]),
        (f"{MON} 08:00-12:00 12:30-17:30", "de-breaks", []),
        (f"{MON} 08:00-12:00 12:30-17:31", "de-breaks", [(MON, "breach", 15)]),
        (f"{MON} 08:00-12:00 12:45-17:46", "de-breaks", []),
        (f"{MON} 08:00-12:00 12:44-17:45", "de-breaks", [(MON, "breach", 1)]),
        # … in pieces of at least 15 min.
        (f"{MON} 08:00-10:00/10:15-12:00 12:15-15:00", "de-breaks", []),
        (f"{MON} 08:00-10:00/10:14-12:00 12:15-15:00", "de-breaks", [(MON, "breach", 15)]),
        (f"{MON} 08:00-10:00/10:14-12:00/12:14-15:00", "de-breaks", [(MON, "breach", 30)]),
        (f"{MON} 08:00-10:00/10:15-12:00/12:15-14:00/14:15-18:00", "de-breaks", []),
        (f"{MON} 08:00-10:00/10:15-12:00/12:15-14:00/14:14-18:00", "de-breaks", [(MON, "breach", 15)]),
        # A break over midnight, and one in an hour that comes twice.
        (f"{MON} 20:00-23:50/24:20-28:00", "de-breaks", []),
        (f"{MON} 20:00-23:50/24:19-28:00", "de-breaks", [(MON, "breach", 1)]),
        ("2026-10-25 00:00-02:30/02:00b-07:00", "de-breaks", []),
        ("2026-10-25 00:00-02:30/02:15b-07:00", "de-breaks", []),
        ("2026-10-25 00:00-02:45/02:00b-07:00", "de-breaks", [("2026-10-25", "breach", 15)]),
        # § 4 sentence 3: no more than 6 h in a row; what is shorter than a piece interrupts nothing.
        (f"{MON} 08:00-14:00 14:30-16:00", "de-work-without-break", []),
        (f"{MON} 08:00-14:01 14:30-16:00", "de-work-without-break", [(MON, "breach", 1)]),
        (f"{MON} 08:00-09:00 09:30-15:30", "de-work-without-break", []),
        (f"{MON} 08:00-09:00 09:30-15:31", "de-work-without-break", [(MON, "breach", 1)]),
        (f"{MON} 08:00-11:00/11:14-14:14/14:45-16:00", "de-work-without-break", []),
        (f"{MON} 08:00-11:00/11:14-14:15/14:45-16:00", "de-work-without-break", [(MON, "breach", 1)]),
        (f"{MON} 08:00-11:00/11:15-17:15", "de-work-without-break", []),
        (f"{SPRING} 22:00-29:00", "de-work-without-break", []),
        (f"{SPRING} 22:00-29:01", "de-work-without-break", [(SPRING, "breach", 1)]),
        (f"{AUTUMN} 22:00-27:00", "de-work-without-break", []),
        (f"{AUTUMN} 22:00-27:01", "de-work-without-break", [(AUTUMN, "breach", 1)]),
    ],
)
def test_a_day(line: str, rule: str, expected: list[Row]) -> None:
    assert rows(GERMANY, case(BERLIN, line), rule) == expected
    assert rows(GERMANY, case(BERLIN, line, born=ADULT), rule) == expected
    assert rows(GERMANY, case(BERLIN, line, born="2010-01-01"), rule) == []


@pytest.mark.parametrize(
    ("monday", "tuesday", "expected"),
    [
        ("08:00-20:00", "07:00-08:00", []),
        ("08:00-20:00", "06:59-08:00", [(TUE, "breach", 1)]),
        ("08:00-22:00", "06:00-08:00", [(TUE, "breach", 180)]),
        ("14:00-24:00", "11:00-12:00", []),
        ("14:00-24:00", "10:59-12:00", [(TUE, "breach", 1)]),
        ("20:00-30:00", "17:00-18:00", []),
        ("20:00-30:00", "16:59-18:00", [(TUE, "breach", 1)]),
        # Less than four hours make no rest but a longer day.
        ("20:00-22:00", "01:59-03:00", []),
        ("20:00-22:00", "02:00-03:00", [(TUE, "breach", 420)]),
    ],
)
def test_the_rest_between_two_days(monday: str, tuesday: str, expected: list[Row]) -> None:
    looked_at = case(BERLIN, f"{MON} {monday}", f"{TUE} {tuesday}")
    assert rows(GERMANY, looked_at, "de-rest") == expected
    assert rows(GERMANY, replace(looked_at, last=looked_at.first), "de-rest") == []
    assert rows(GERMANY, replace(looked_at, first=looked_at.last), "de-rest") == expected
    for finding in found(GERMANY, looked_at, "de-rest"):
        assert finding.punches == (f"{MON}/1", f"{TUE}/1")


@pytest.mark.parametrize(
    ("day", "back", "expected"),
    [
        # From 20 h on the eve until 7 h are ten hours where the clocks go forward, and twelve where they go back.
        (SPRING, "32:00", None),
        (SPRING, "31:59", 1),
        (SPRING, "31:00", 60),
        (AUTUMN, "30:00", None),
        (AUTUMN, "29:59", 1),
    ],
)
def test_the_rest_of_a_night_in_which_the_clocks_change(day: str, back: str, expected: int | None) -> None:
    looked_at = case(BERLIN, f"{day} 08:00-20:00 {back}-33:00", last=str(date.fromisoformat(day) + timedelta(days=1)))
    assert [finding.minutes for finding in found(GERMANY, looked_at, "de-rest")] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("back", "expected"),
    [("07:00", []), ("06:59", [("notice", 1)]), ("06:00", [("notice", 60)]), ("05:59", [("breach", 1)])],
)
def test_some_trades_may_rest_for_ten_hours(back: str, expected: list[tuple[str, int]]) -> None:
    looked_at = replace(
        case(BERLIN, f"{MON} 08:00-20:00", f"{TUE} {back}-08:00"), exemptions=frozenset({Exemption.SHORT_REST})
    )
    assert [row[1:] for row in rows(GERMANY, looked_at, "de-rest")] == expected


def test_a_finding_says_what_proves_it_in_words_and_figures() -> None:
    [short] = found(GERMANY, case(BERLIN, f"{MON} 08:00-22:20", f"{TUE} 08:00-09:00"), "de-rest")
    assert (short.day, short.paragraph, short.severity) == (date(2026, 3, 3), "ArbZG § 5", Severity.BREACH)
    assert (short.minutes, short.limit_minutes, short.over) == (80, 660, False)
    assert short.sentence == "9 h 40 of rest; 11 h are due"
    [long] = found(GERMANY, case(BERLIN, f"{MON} 08:00-12:00 12:45-19:05"), "de-daily-hours")
    assert (long.minutes, long.limit_minutes, long.over) == (20, 600, True)
    assert long.sentence == "10 h 20 of work; at most 10 h are allowed"
    assert long.punches == (f"{MON}/1", f"{MON}/2")


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("14:00", []),
        ("14:01", [("de-breaks", "warning", 30), ("de-work-without-break", "breach", 1)]),
        (
            "18:01",
            [("de-breaks", "warning", 45), ("de-daily-hours", "breach", 1), ("de-work-without-break", "breach", 241)],
        ),
    ],
)
def test_who_is_still_in_may_take_the_break_yet(at: str, expected: list[Row]) -> None:
    looked_at = case(BERLIN, f"{MON} 08:00-", at=wall(BERLIN, MON, at))
    assert [(each.rule, str(each.severity), each.minutes) for each in findings_of(GERMANY, looked_at)] == expected


def daily(first: str, last: str, hours: str, weekdays: Iterable[int] = range(5)) -> list[str]:
    """The same hours on every one of the weekdays between the two days."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    days = (begin + timedelta(days=each) for each in range((end - begin).days + 1))
    return [f"{day} {hours}" for day in days if day.weekday() in weekdays]


SIX_DAYS = range(6)
EIGHT, NINE = "08:00-12:00 12:30-16:30", "08:00-12:00 12:30-17:30"


@pytest.mark.parametrize(
    ("roster", "last", "expected"),
    [
        # Six days of 8 h; a minute more is over the average by a part of a minute, which is a minute begun.
        (daily("2025-07-01", "2026-01-31", EIGHT, SIX_DAYS), "2026-01-31", []),
        (
            [*daily("2025-07-01", "2026-01-30", EIGHT, SIX_DAYS), "2026-01-31 08:00-12:00 12:30-16:31"],
            "2026-01-31",
            [("2026-01-31", "breach", 1)],
        ),
        # Five days of 9 h are 45 h a week, five of 9 h 36 are 48 h.
        (daily("2025-07-01", "2026-01-31", NINE), "2026-01-31", []),
        (daily("2025-07-01", "2026-01-31", NINE, SIX_DAYS), "2026-01-31", [("2026-01-31", "breach", 60)]),
        # Only as a month ends.
        (daily("2025-07-01", "2026-01-31", NINE, SIX_DAYS), "2026-01-30", []),
        # The 24 weeks suffice where the six months do not: August was long, and 24 weeks end with the 17th of it.
        (
            [*daily("2025-08-01", "2025-08-16", NINE, SIX_DAYS), *daily("2025-08-17", "2026-01-31", EIGHT, SIX_DAYS)],
            "2026-01-31",
            [],
        ),
        # The record is as old as the longer period, and a day younger: then there is time left to make up for it.
        (daily("2025-08-01", "2026-01-31", NINE, SIX_DAYS), "2026-01-31", [("2026-01-31", "breach", 60)]),
        (daily("2025-08-02", "2026-01-31", NINE, SIX_DAYS), "2026-01-31", [("2026-01-31", "warning", 60)]),
        (daily("2025-10-01", "2026-01-31", NINE, SIX_DAYS), "2026-01-31", [("2026-01-31", "warning", 60)]),
    ],
)
def test_the_average_as_a_month_ends(roster: list[str], last: str, expected: list[Row]) -> None:
    looked_at = case(BERLIN, *roster, first="2026-01-01", last=last)
    assert rows(GERMANY, looked_at, "de-average-hours") == expected
    assert rows(GERMANY, replace(looked_at, first=looked_at.last), "de-average-hours") == expected
    at_noon = datetime.combine(looked_at.last - timedelta(days=1), time(12), UTC)
    assert rows(GERMANY, replace(looked_at, at=at_noon), "de-average-hours") == []


def test_the_average_is_proved_by_the_longer_days_of_the_month() -> None:
    roster = [*daily("2025-07-01", "2026-01-29", NINE, SIX_DAYS), f"2026-01-30 {EIGHT}", "2026-01-31 08:00-16:01"]
    looked_at = case(BERLIN, *roster, first="2026-01-31")
    [finding] = found(GERMANY, looked_at, "de-average-hours")
    assert finding.punches[:3] == ("2026-01-01/1", "2026-01-01/2", "2026-01-02/1")
    assert finding.punches[-2:] == ("2026-01-29/2", "2026-01-31/1")


def test_absence_and_holidays_are_no_working_days_of_the_average() -> None:
    """144 working days of 8 h, and one of them off: the same work on fewer days is over the average."""
    roster = daily("2025-07-01", "2026-01-31", EIGHT, SIX_DAYS)
    free = "2026-01-14"
    worked = [line for line in roster if not line.startswith(free)]
    long_day = [line if not line.startswith("2026-01-15") else f"2026-01-15 {NINE}" for line in worked]

    def average(*lines: str, **more: list[str] | dict[str, str]) -> list[Row]:
        holidays, away = more.get("holidays", {}), more.get("away", [])
        assert isinstance(holidays, dict)
        looked_at = case(BERLIN, *lines, first="2026-01-01", last="2026-01-31", holidays=holidays, away=[*away])
        return rows(GERMANY, looked_at, "de-average-hours")

    assert average(*long_day) == []
    assert average(*long_day, holidays={"2025-07-03": "Before the period"}) == []
    assert average(*long_day, away=[free]) == [("2026-01-31", "breach", 1)]
    assert average(*long_day, holidays={free: "Holiday"}) == [("2026-01-31", "breach", 1)]
    assert average(*worked, away=[free]) == []
    # Work on a day of absence makes it one like any other; on a holiday it is work beyond the average.
    assert average(*roster, away=[free]) == []
    assert average(*roster, holidays={free: "Holiday"}) == [("2026-01-31", "breach", 4)]


NIGHT = "21:30-25:30 26:00-30:30"
"""8 h 30 in the night."""


@pytest.mark.parametrize(
    ("nights", "hours", "expected"),
    [
        (4, "21:30-25:30 26:00-30:00", []),
        (4, "21:30-25:30 26:00-30:01", ["notice"]),
        (3, "21:30-25:30 26:00-30:01", []),
        # Night work is more than two hours from 23 to 6 h.
        (4, "15:00-20:00 20:30-25:00", []),
        (4, "15:00-20:00 20:30-25:01", ["notice"]),
        (4, "04:00-09:00 09:30-13:30", []),
        (4, "03:59-09:00 09:30-13:30", ["notice"]),
    ],
)
def test_a_night_worker_has_done_night_work_four_times_in_four_weeks(
    nights: int, hours: str, expected: list[str]
) -> None:
    days = [date(2026, 2, 7) + timedelta(days=9 * number) for number in range(4)][-nights:]
    earlier = [f"{day} {hours}" for day in ("2026-01-30", "2026-02-02", "2026-02-06")]
    looked_at = case(BERLIN, *earlier, *(f"{day} {hours}" for day in days), first="2026-03-06", last="2026-03-06")
    assert [row[1] for row in rows(GERMANY, looked_at, "de-night-hours")] == expected
    by_day = case(BERLIN, *(f"{day} {NIGHT}" for day in days), "2026-03-09 08:00-12:00 12:30-17:00", first="2026-03-09")
    assert rows(GERMANY, by_day, "de-night-hours") == []


@pytest.mark.parametrize(
    ("roster", "expected"),
    [
        (daily("2026-01-01", "2026-02-28", "21:30-25:30 26:00-30:00", SIX_DAYS), []),
        (daily("2026-01-01", "2026-02-28", NIGHT, SIX_DAYS), [("2026-02-28", "breach", 30)]),
        (daily("2026-01-01", "2026-02-28", NIGHT), []),
        # By day the average is that of half a year.
        (daily("2026-01-01", "2026-02-28", "08:00-12:00 12:30-17:00", SIX_DAYS), []),
        # The record begins with the second day of the month; of the last night what lies on the 28th counts.
        (daily("2026-02-02", "2026-02-28", NIGHT, SIX_DAYS), [("2026-02-28", "warning", 15)]),
    ],
)
def test_the_average_of_night_workers_is_that_of_a_month(roster: list[str], expected: list[Row]) -> None:
    looked_at = case(BERLIN, *roster, first="2026-02-01", last="2026-02-28")
    assert rows(GERMANY, looked_at, "de-night-average") == expected


@pytest.mark.parametrize(
    ("line", "sunday", "holiday"),
    [
        (f"{SAT} 22:00-24:00", [], []),
        (f"{SAT} 22:00-24:01", [(SUN, "warning", 1)], []),
        (f"{SUN} 20:00-24:00", [(SUN, "warning", 240)], []),
        (f"{SUN} 23:59-30:00", [(SUN, "warning", 1)], [("2026-03-09", "warning", 360)]),
        ("2026-03-09 08:00-12:00 13:00-14:00", [], [("2026-03-09", "warning", 300)]),
        ("2026-03-10 00:00-06:00", [], []),
        # 23 and 25 hours.
        (f"{SPRING} 22:00-48:00", [("2026-03-29", "warning", 23 * 60)], []),
        (f"{AUTUMN} 22:00-48:00", [("2026-10-25", "warning", 25 * 60)], []),
    ],
)
def test_work_on_sundays_and_holidays(line: str, sunday: list[Row], holiday: list[Row]) -> None:
    looked_at = case(BERLIN, line, last="2026-10-31", holidays={"2026-03-09": "Frauentag"})
    assert rows(GERMANY, looked_at, "de-sunday-work") == sunday
    assert rows(GERMANY, looked_at, "de-holiday-work") == holiday
    for rule, expected in (("de-sunday-work", sunday), ("de-holiday-work", holiday)):
        assert rows(GERMANY, replace(looked_at, born=date.fromisoformat(ADULT)), rule) == expected
        assert rows(GERMANY, replace(looked_at, born=date(2010, 1, 1)), rule) == []
    for finding in found(GERMANY, looked_at, "de-holiday-work"):
        assert "Frauentag" in finding.sentence


def test_two_shifts_of_a_sunday_are_one_finding() -> None:
    looked_at = case(BERLIN, f"{SAT} 20:00-25:00", f"{SUN} 18:00-20:00", first=SUN)
    [finding] = found(GERMANY, looked_at, "de-sunday-work")
    assert (finding.minutes, finding.punches) == (180, (f"{SAT}/1", f"{SUN}/1"))
    on_saturday = replace(looked_at, first=date.fromisoformat(SAT), last=date.fromisoformat(SAT))
    assert rows(GERMANY, on_saturday, "de-sunday-work") == []


@pytest.mark.parametrize(("year", "total"), [(2026, 52), (2023, 53)])
def test_fifteen_sundays_of_a_year_stay_free(year: int, total: int) -> None:
    sundays = [line.split()[0] for line in daily(f"{year}-01-01", f"{year}-12-31", EIGHT, [6])]
    assert len(sundays) == total
    allowed = total - 15
    worked = [f"{day} 08:00-12:00" for day in sundays[1 : allowed + 3]]
    looked_at = case(BERLIN, *worked, first=f"{year}-01-01")
    over = [(day, "breach", 240) for day in sundays[allowed + 1 : allowed + 3]]
    assert rows(GERMANY, looked_at, "de-free-sundays") == over
    before = case(BERLIN, f"{year - 1}-12-27 08:00-09:00", *worked[:allowed], first=f"{year}-01-01")
    assert rows(GERMANY, before, "de-free-sundays") == []


FULL = daily("2026-02-23", "2026-05-31", "08:00-12:00", SIX_DAYS)
"""No day off but Sundays, for fourteen weeks."""


def without(roster: Iterable[str], *days: str) -> list[str]:
    return [line for line in roster if line.split()[0] not in days]


@pytest.mark.parametrize(
    ("worked", "off", "away", "expected"),
    [
        # The Sunday of 15 March: its two weeks are 2 to 28 March, reckoned back and on, and itself.
        ("2026-03-15", [], [], [("2026-03-28", "breach", 1440)]),
        ("2026-03-15", ["2026-03-28"], [], []),
        ("2026-03-15", ["2026-03-30"], [], [("2026-03-28", "breach", 1440)]),
        ("2026-03-15", ["2026-03-02"], [], []),
        ("2026-03-15", ["2026-02-28"], [], [("2026-03-28", "breach", 1440)]),
        # A day of absence is no day of rest, nor is a holiday.
        ("2026-03-15", ["2026-03-18"], ["2026-03-18"], [("2026-03-28", "breach", 1440)]),
        ("2026-03-15", ["2026-04-03"], [], [("2026-03-28", "breach", 1440)]),
        # The holiday of Friday, 3 April: eight weeks, until 28 May.
        ("2026-04-03", [], [], [("2026-05-28", "breach", 1440)]),
        ("2026-04-03", ["2026-05-28"], [], []),
        ("2026-04-03", ["2026-05-29"], [], [("2026-05-28", "breach", 1440)]),
    ],
)
def test_a_day_off_makes_up_for_sunday_and_holiday(
    worked: str, off: list[str], away: list[str], expected: list[Row]
) -> None:
    roster = [*without(FULL, worked, "2026-04-03", *off), f"{worked} 08:00-12:00"]
    looked_at = case(
        BERLIN, *roster, first="2026-03-01", last="2026-05-31", holidays={"2026-04-03": "Karfreitag"}, away=away
    )
    assert rows(GERMANY, looked_at, "de-replacement-rest") == expected
    assert rows(GERMANY, replace(looked_at, last=date(2026, 3, 27)), "de-replacement-rest") == []
    assert rows(GERMANY, replace(looked_at, born=date.fromisoformat(ADULT)), "de-replacement-rest") == expected
    assert rows(GERMANY, replace(looked_at, born=date(2010, 1, 1)), "de-replacement-rest") == []
    for finding in found(GERMANY, looked_at, "de-replacement-rest"):
        assert finding.punches == (f"{worked}/1",)
        weeks = 2 if finding.day == date(2026, 3, 28) else 8
        assert finding.sentence == f"no day off for work on {worked} in {weeks} weeks"
        on_the_day = replace(looked_at, first=finding.day, last=finding.day)
        assert rows(GERMANY, on_the_day, "de-replacement-rest") == expected


def test_a_day_off_makes_up_for_one_day_alone_and_for_the_one_that_is_due_first() -> None:
    roster = [*without(FULL, "2026-03-17"), "2026-03-08 08:00-12:00", "2026-03-15 08:00-12:00"]
    looked_at = case(BERLIN, *roster, first="2026-03-01", last="2026-05-31")
    assert rows(GERMANY, looked_at, "de-replacement-rest") == [("2026-03-28", "breach", 1440)]
    another = case(BERLIN, *without(roster, "2026-03-28"), first="2026-03-01", last="2026-05-31")
    assert rows(GERMANY, another, "de-replacement-rest") == []


@pytest.mark.parametrize(
    ("attendance", "recorded", "expected"),
    [
        ("08:00-16:00", f"{MON}T16:00", []),
        ("08:00-16:00", "2026-03-09T23:59", []),
        ("08:00-16:00", "2026-03-10T00:00", []),
        ("08:00-16:00", "2026-03-10T00:01", [(MON, "warning", 1)]),
        ("08:00-16:00", "2026-03-11T00:00", [(MON, "warning", 1440)]),
        # The day of work is the one on which it ended.
        ("20:00-24:00", "2026-03-10T00:01", [(MON, "warning", 1)]),
        ("20:00-24:01", "2026-03-10T23:59", []),
        ("20:00-24:01", "2026-03-11T00:01", [(MON, "warning", 1)]),
    ],
)
def test_work_is_recorded_within_seven_days(attendance: str, recorded: str, expected: list[Row]) -> None:
    day, clock = recorded.split("T")
    [punch] = punches(BERLIN, [f"{MON} {attendance}"])
    looked_at = replace(
        case(BERLIN, f"{MON} {attendance}"),
        shifts=shifts_of([replace(punch, recorded_at=wall(BERLIN, day, clock))], ZONES, wall(BERLIN, day, clock)),
    )
    assert rows(GERMANY, looked_at, "de-late-record") == expected
    assert rows(GERMANY, replace(looked_at, born=date(2010, 1, 1)), "de-late-record") == expected


@pytest.mark.parametrize(
    ("day", "recorded", "late"),
    [
        # Over a change of clocks seven days are an hour shorter, and longer.
        ("2026-03-25", "2026-04-02T00:00", 0),
        ("2026-03-25", "2026-04-02T00:01", 1),
        ("2026-10-21", "2026-10-29T00:00", 0),
        ("2026-10-21", "2026-10-29T00:01", 1),
    ],
)
def test_seven_days_are_days_of_the_calendar(day: str, recorded: str, late: int) -> None:
    on, clock = recorded.split("T")
    [punch] = punches(BERLIN, [f"{day} 16:00-24:00"])
    at = wall(BERLIN, on, clock)
    looked_at = replace(
        case(BERLIN, f"{day} 16:00-24:00"), shifts=shifts_of([replace(punch, recorded_at=at)], ZONES, at), at=at
    )
    assert [row[2] for row in rows(GERMANY, looked_at, "de-late-record")] == [late][:late]


def test_what_was_recorded_nobody_knows_when_is_not_late() -> None:
    [punch] = punches(BERLIN, [f"{MON} 08:00-16:00"])
    shifts = shifts_of([replace(punch, recorded_at=None)], ZONES, wall(BERLIN, MON, "800:00"))
    looked_at = replace(case(BERLIN, f"{MON} 08:00-16:00"), shifts=shifts, at=wall(BERLIN, MON, "800:00"))
    assert rows(GERMANY, looked_at, "de-late-record") == []


@pytest.mark.parametrize(("at", "late"), [("2026-03-09T23:59", 0), ("2026-03-10T00:01", 1)])
def test_an_attendance_without_an_end_is_late_after_seven_days(at: str, late: int) -> None:
    day, clock = at.split("T")
    looked_at = case(BERLIN, f"{MON} 08:00-", at=wall(BERLIN, day, clock))
    assert [row[2] for row in rows(GERMANY, looked_at, "de-late-record")] == [late][:late]


def test_rules_hold_from_their_day_on() -> None:
    """The Arbeitszeitgesetz came on 1 July 1994, that for minors on 1 May 1976, the seven days in 2015."""
    line = "05:00-14:01 14:10-24:00"
    held = {
        "1994-06-30": set[str](),
        "1994-07-01": {"de-daily-hours", "de-breaks", "de-work-without-break", "de-holiday-work"},
        "1994-07-03": {"de-daily-hours", "de-breaks", "de-work-without-break", "de-holiday-work", "de-sunday-work"},
    }
    for day, rules in held.items():
        looked_at = case(BERLIN, f"{day} {line}", holidays={day: "Holiday"})
        assert {each.rule for each in findings_of(GERMANY, looked_at)} == rules
    for day, minor in (("1976-04-30", False), ("1976-05-01", True)):
        assert bool(findings_of(GERMANY, case(BERLIN, f"{day} {line}", born="1960-01-01"))) is minor
    for day, timely in (("2014-12-31", False), ("2015-01-01", True)):
        [punch] = punches(BERLIN, [f"{day} 08:00-16:00"])
        at = wall(BERLIN, day, "480:00")
        shifts = shifts_of([replace(punch, recorded_at=at)], ZONES, at)
        late = replace(case(BERLIN, f"{day} 08:00-16:00"), shifts=shifts, at=at)
        assert bool(rows(GERMANY, late, "de-late-record")) is timely


def test_whose_birthday_comes_within_the_range_is_looked_at_by_both_acts() -> None:
    looked_at = case(BERLIN, f"{MON} 08:00-12:00 12:45-18:50", f"{TUE} 08:00-12:00 12:45-18:50", born=MINOR)
    assert [(str(each.day), each.rule) for each in findings_of(GERMANY, looked_at) if "daily" in each.rule] == [
        (MON, "de-minor-daily-hours"),
        (TUE, "de-daily-hours"),
    ]
    assert [step.due_seconds // 60 for step in GERMANY.breaks(looked_at.born, looked_at.first)] == [60, 30]
    assert [step.due_seconds // 60 for step in GERMANY.breaks(looked_at.born, looked_at.last)] == [45, 30]
    assert GERMANY.daily_most(looked_at.born, looked_at.first) == 8 * 3600
    assert GERMANY.daily_most(looked_at.born, looked_at.last) == 10 * 3600


@PROPERTY
@given(rosters, st.integers(-3, 3))
def test_what_is_found_moves_along_with_the_punches(roster: list[str], weeks: int) -> None:
    """Whole weeks earlier or later in a zone whose clocks never change; without sums of days months play no part."""
    moved = timedelta(weeks=weeks)
    written = punches("UTC", roster)

    def looked_at(by: timedelta) -> Case:
        zones, at = Zones.always("UTC"), datetime(2026, 4, 20, tzinfo=UTC) + by
        shifts = shifts_of([_moved(punch, by) for punch in written], zones, at)
        return Case(date(2026, 3, 16) + by, date(2026, 4, 6) + by, zones, shifts, at)

    def summary(by: timedelta) -> list[tuple[date, str, int]]:
        return [(each.day - by, each.rule, each.minutes) for each in findings_of(GERMANY, looked_at(by))]

    assert summary(moved) == summary(timedelta())


def _moved(punch: Punch, by: timedelta) -> Punch:
    timer = punch.timer
    assert timer.ended_at
    breaks = tuple(Break(each.started_at + by, each.ended_at and each.ended_at + by) for each in timer.breaks)
    return Punch(punch.id, Timer(timer.started_at + by, breaks, timer.ended_at + by), timer.ended_at + by)


@PROPERTY
@given(st.integers(1, 700), st.lists(st.tuples(st.integers(1, 200), st.integers(1, 90)), max_size=4), st.data())
def test_a_longer_break_adds_no_finding_about_breaks(
    last_stretch: int, pauses: list[tuple[int, int]], data: st.DataObject
) -> None:
    """The day is as long as before, the break takes of the work that follows it."""
    work = [*(worked for worked, _ in pauses), last_stretch]
    rests = [pause for _, pause in pauses]
    before = _about_breaks(work, rests)
    if rests:
        which = data.draw(st.integers(0, len(rests) - 1))
        longer = data.draw(st.integers(0, work[which + 1] - 1))
        rests[which] += longer
        work[which + 1] -= longer
        after = _about_breaks(work, rests)
        assert after.keys() <= before.keys()
        assert all(after[rule] <= before[rule] for rule in after)


def _about_breaks(work: list[int], rests: list[int]) -> dict[str, int]:
    at = wall(BERLIN, MON, "00:00")
    breaks, begin = [], at
    for worked, pause in zip(work, rests, strict=False):
        left = begin + timedelta(minutes=worked)
        begin = left + timedelta(minutes=pause)
        breaks.append(Break(left, begin))
    punch = Punch("1", Timer(at, tuple(breaks), begin + timedelta(minutes=work[-1])))
    until = at + timedelta(days=3)
    looked_at = Case(date(2026, 3, 2), date(2026, 3, 2), ZONES, shifts_of([punch], ZONES, until), until)
    about = ("de-breaks", "de-work-without-break")
    return {each.rule: each.minutes for each in findings_of(GERMANY, looked_at) if each.rule in about}
