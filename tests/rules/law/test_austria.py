"""Austria's working time law, both sides of every border to the minute."""

from datetime import date, timedelta

import pytest

from tests.rules.law.cases import Row, case, found, rows, wall
from uhrwerk.rules.law.austria import AUSTRIA
from uhrwerk.rules.law.pack import findings_of

VIENNA = "Europe/Vienna"
MON, TUE, WED, THU, FRI, SAT, SUN = (f"2026-03-{day:02}" for day in range(2, 9))
"""A week without a holiday or a change of clocks."""

WEEK = (MON, TUE, WED, THU, FRI)
ADULT, SEVENTEEN, SIXTEEN, FIFTEEN, FOURTEEN = "2008-03-02", "2008-03-10", "2009-06-01", "2010-06-01", "2011-06-01"
"""Birthdays: the first turned 18 on that Monday."""


@pytest.mark.parametrize(
    ("line", "rule", "expected"),
    [
        # § 3 (1) and § 9 (1): normal up to 8 h, at most 12 h.
        (f"{MON} 08:00-12:00 12:30-16:30", "at-daily-normal", []),
        (f"{MON} 08:00-12:00 12:30-16:31", "at-daily-normal", [(MON, "notice", 1)]),
        (f"{MON} 07:00-12:00 12:30-19:30", "at-daily-normal", [(MON, "notice", 240)]),
        (f"{MON} 07:00-12:00 12:30-19:30", "at-daily-hours", []),
        (f"{MON} 07:00-12:00 12:30-19:31", "at-daily-hours", [(MON, "breach", 1)]),
        (f"{MON} 07:00-12:00 12:30-19:31", "at-daily-normal", []),
        # A night is one day's work, found on the day on which it began.
        (f"{MON} 18:00-24:00 24:30-30:30", "at-daily-hours", []),
        (f"{MON} 18:00-24:00 24:30-30:31", "at-daily-hours", [(MON, "breach", 1)]),
        # So are the two parts of a split shift.
        (f"{MON} 06:00-12:00 17:00-23:05", "at-daily-hours", [(MON, "breach", 5)]),
        # The clocks go forward on 29 March and back on 25 October: what counts is what was worked.
        ("2026-03-28 20:00-25:00/25:30-33:30", "at-daily-hours", []),
        ("2026-03-28 20:00-25:00/25:30-33:31", "at-daily-hours", [("2026-03-28", "breach", 1)]),
        ("2026-10-24 20:00-25:00/25:30-31:30", "at-daily-hours", []),
        ("2026-10-24 20:00-25:00/25:30-31:31", "at-daily-hours", [("2026-10-24", "breach", 1)]),
        ("2026-10-25 00:30-02:30b/03:00-08:00", "at-daily-normal", []),
        ("2026-10-25 00:30-02:30b/03:00-08:01", "at-daily-normal", [("2026-10-25", "notice", 1)]),
        # § 11 (1): 30 min over 6 h, in one piece, two of 15 or three of 10.
        (f"{MON} 08:00-14:00", "at-breaks", []),
        (f"{MON} 08:00-14:01", "at-breaks", [(MON, "breach", 30)]),
        (f"{MON} 08:00-12:00/12:30-15:00", "at-breaks", []),
        (f"{MON} 08:00-12:00/12:29-15:00", "at-breaks", [(MON, "breach", 1)]),
        (f"{MON} 08:00-10:00/10:15-12:00 12:15-15:00", "at-breaks", []),
        (f"{MON} 08:00-10:00/10:15-12:00 12:15-15:00", "at-break-pieces", []),
        (f"{MON} 08:00-10:00/10:10-12:00/12:10-14:00/14:10-16:00", "at-breaks", []),
        (f"{MON} 08:00-10:00/10:10-12:00/12:10-14:00/14:10-16:00", "at-break-pieces", []),
        (f"{MON} 08:00-10:00/10:09-12:00/12:10-14:00/14:10-16:00", "at-breaks", [(MON, "breach", 10)]),
        (f"{MON} 08:00-10:00/10:20-12:00/12:10-16:00", "at-breaks", []),
        (f"{MON} 08:00-10:00/10:20-12:00/12:10-16:00", "at-break-pieces", [(MON, "warning", 10)]),
        (f"{MON} 08:00-10:00/10:16-12:00/12:14-16:00", "at-break-pieces", [(MON, "warning", 14)]),
        (f"{MON} 08:00-10:00/10:20-12:00/12:10-14:30", "at-break-pieces", []),
        # § 12a: three hours between 22:00 and 5:00.
        (f"{MON} 20:00-24:59", "at-night", []),
        (f"{MON} 20:00-25:00", "at-night", [(MON, "notice", 180)]),
        (f"{MON} 02:00-05:00", "at-night", [(MON, "notice", 180)]),
        (f"{MON} 02:01-10:00", "at-night", []),
        ("2026-03-28 22:00-30:00", "at-night", [("2026-03-28", "notice", 360)]),
        ("2026-10-24 22:00-30:00", "at-night", [("2026-10-24", "notice", 480)]),
    ],
)
def test_a_day(line: str, rule: str, expected: list[Row]) -> None:
    assert rows(AUSTRIA, case(VIENNA, line), rule) == expected
    assert rows(AUSTRIA, case(VIENNA, line, born=ADULT), rule) == expected


@pytest.mark.parametrize(
    ("day", "end", "minutes"),
    [
        ("2018-08-31", "18:30", None),
        ("2018-08-31", "18:31", 1),
        ("2018-08-31", "20:31", 121),
        ("2018-09-01", "18:31", None),
        ("2018-09-01", "20:30", None),
        ("2018-09-01", "20:31", 1),
        # Before the law reads as it does nothing is judged.
        ("1997-04-30", "22:00", None),
        ("1997-05-01", "18:31", 1),
    ],
)
def test_the_longest_day_before_and_since_2018(day: str, end: str, minutes: int | None) -> None:
    expected = [(day, "breach", minutes)] if minutes else []
    assert rows(AUSTRIA, case(VIENNA, f"{day} 08:00-12:00 12:30-{end}"), "at-daily-hours") == expected


def test_the_day_s_shift_of_a_night_into_2018_s_september_is_judged_by_august() -> None:
    found_ = found(AUSTRIA, case(VIENNA, "2018-08-31 20:00-24:00 24:30-31:00"), "at-daily-hours")
    assert [(str(each.day), each.minutes, each.limit_minutes) for each in found_] == [("2018-08-31", 30, 600)]


def hours_a_day(*minutes: int, days: tuple[str, ...] = (*WEEK, SAT, SUN)) -> list[str]:
    """Work from 6:00 on with a break of half an hour after 6 h, so many minutes each day."""
    return [
        f"{day} 06:00-{(6 * 60 + each) // 60:02}:{each % 60:02}"
        if each <= 360
        else f"{day} 06:00-12:00 12:30-{(750 + each - 360) // 60:02}:{(750 + each - 360) % 60:02}"
        for day, each in zip(days, minutes, strict=False)
    ]


@pytest.mark.parametrize(
    ("minutes", "rule", "expected"),
    [
        ((480,) * 5, "at-weekly-normal", []),
        ((480, 480, 480, 480, 481), "at-weekly-normal", [(FRI, "notice", 1)]),
        # Found on the day on which the hours were passed, with all that the week came to.
        ((600, 600, 600, 600, 1, 60), "at-weekly-normal", [(FRI, "notice", 61)]),
        ((720, 720, 720, 720, 720), "at-weekly-hours", []),
        ((720, 720, 720, 720, 720, 1), "at-weekly-hours", [(SAT, "breach", 1)]),
        ((600, 600, 600, 600, 600, 300, 301), "at-weekly-hours", [(SUN, "breach", 1)]),
    ],
)
def test_a_week(minutes: tuple[int, ...], rule: str, expected: list[Row]) -> None:
    assert rows(AUSTRIA, case(VIENNA, *hours_a_day(*minutes)), rule) == expected


def test_a_week_ends_on_sunday() -> None:
    roster = hours_a_day(0, 720, 720, 720, 720, 360, 360)[1:]
    assert rows(AUSTRIA, case(VIENNA, *roster, "2026-03-09 06:00-06:01"), "at-weekly-hours") == []
    assert rows(AUSTRIA, case(VIENNA, *roster, f"{SUN} 13:00-13:01"), "at-weekly-hours") == [(SUN, "breach", 1)]


def test_a_week_is_found_where_its_day_is_in_the_range() -> None:
    """Friday passes the 40 h; the range sees it alone where it holds the Friday, and proves it by the whole week."""
    roster = hours_a_day(480, 480, 480, 480, 540)
    assert rows(AUSTRIA, case(VIENNA, *roster, last=THU), "at-weekly-normal") == []
    [finding] = found(AUSTRIA, case(VIENNA, *roster, first=FRI), "at-weekly-normal")
    assert finding.minutes == 60
    assert (finding.punches[0], finding.punches[-1]) == (f"{MON}/1", f"{FRI}/2")
    assert finding.sentence == "41 h of work in the week; 40 h are the normal week"


@pytest.mark.parametrize(
    ("days", "minutes", "limit", "over"),
    [
        # The amendment of 2018 came on a Saturday: the hours before it fall under 50, those since under 60.
        (("2018-08-27", "2018-08-28", "2018-08-29", "2018-08-30", "2018-08-31"), 600, None, None),
        (("2018-08-27", "2018-08-28", "2018-08-29", "2018-08-30", "2018-08-31"), 601, 3000, 5),
        (("2018-08-28", "2018-08-29", "2018-08-30", "2018-08-31", "2018-09-01"), 601, None, None),
        (("2018-08-28", "2018-08-29", "2018-08-30", "2018-08-31", "2018-09-01"), 721, 3600, 5),
    ],
)
def test_the_longest_week_before_and_since_2018(
    days: tuple[str, ...], minutes: int, limit: int | None, over: int | None
) -> None:
    found_ = found(AUSTRIA, case(VIENNA, *hours_a_day(*(minutes,) * 5, days=days)), "at-weekly-hours")
    assert [(each.limit_minutes, each.minutes) for each in found_] == ([(limit, over)] if limit else [])


LAST_SUNDAY = date(2026, 6, 28)
FIRST_MONDAY = LAST_SUNDAY - timedelta(days=17 * 7 - 1)


def seventeen_weeks(minutes: int, extra: int = 0, weeks: range = range(17)) -> list[str]:
    days = [FIRST_MONDAY + timedelta(weeks=week, days=day) for week in weeks for day in range(5)]
    lines = hours_a_day(*(minutes,) * (len(days) - 1), minutes + extra, days=tuple(map(str, days)))
    return lines


@pytest.mark.parametrize(
    ("roster", "away", "expected"),
    [
        # 5 × 576 min are 48 h.
        (seventeen_weeks(576), [], []),
        # A minute in seventeen weeks is a started minute of the average.
        (seventeen_weeks(576, 1), [], [(str(LAST_SUNDAY), "breach", 1)]),
        (seventeen_weeks(600), [], [(str(LAST_SUNDAY), "breach", 120)]),
        # Sixteen such weeks come to 47 h on average, if the week before them was free.
        (seventeen_weeks(600, weeks=range(1, 17)), [], []),
        # If it was a week of leave, it is neutral: the average is that of the other sixteen.
        (
            seventeen_weeks(600, weeks=range(1, 17)),
            [FIRST_MONDAY + timedelta(days=day) for day in range(5)],
            [(str(LAST_SUNDAY), "breach", 120)],
        ),
        # A weekend of leave takes nothing out of the period.
        (seventeen_weeks(576), [LAST_SUNDAY, LAST_SUNDAY - timedelta(days=1)], []),
        # Of a day of leave with work on it nothing counts.
        (seventeen_weeks(576, 720 - 576), [LAST_SUNDAY - timedelta(days=2)], []),
        # Nobody worked and nobody was there.
        ([f"{FIRST_MONDAY} 08:00-12:00"], [FIRST_MONDAY + timedelta(days=day) for day in range(119)], []),
    ],
)
def test_the_average_of_seventeen_weeks(roster: list[str], away: list[date], expected: list[Row]) -> None:
    looked_at = case(VIENNA, *roster, first="2026-06-22", last="2026-06-30", away=[str(day) for day in away])
    assert rows(AUSTRIA, looked_at, "at-average-hours") == expected


def test_the_average_looks_at_seventeen_weeks_and_no_more() -> None:
    roster = seventeen_weeks(600, weeks=range(-17, 16))
    assert rows(AUSTRIA, case(VIENNA, *roster, first="2026-06-28", last="2026-06-28"), "at-average-hours") == []
    assert rows(AUSTRIA, case(VIENNA, *roster, first="2026-06-22", last="2026-06-27"), "at-average-hours") == []
    [finding] = found(AUSTRIA, case(VIENNA, *roster, first="2026-06-21", last="2026-06-21"), "at-average-hours")
    assert finding.sentence == "50 h of work a week on average over 17 weeks; at most 48 h are allowed"
    assert finding.punches[0] == f"{FIRST_MONDAY - timedelta(weeks=1)}/1"


@pytest.mark.parametrize(
    ("roster", "expected"),
    [
        ([f"{MON} 14:00-22:00", f"{TUE} 09:00-17:00"], []),
        ([f"{MON} 14:00-22:00", f"{TUE} 08:59-17:00"], [(TUE, "breach", 1)]),
        # After a night: rest of the same day.
        ([f"{MON} 22:00-30:00", f"{TUE} 17:00-24:00"], []),
        ([f"{MON} 22:00-30:00", f"{TUE} 16:59-24:00"], [(TUE, "breach", 1)]),
        # An hour is missing on the night to 29 March, and one is more on the night to 25 October.
        (["2026-03-28 14:00-22:00", "2026-03-29 10:00-12:00"], []),
        (["2026-03-28 14:00-22:00", "2026-03-29 09:59-12:00"], [("2026-03-29", "breach", 1)]),
        (["2026-10-24 14:00-22:00", "2026-10-25 08:00-12:00"], []),
        (["2026-10-24 14:00-22:00", "2026-10-25 07:59-12:00"], [("2026-10-25", "breach", 1)]),
    ],
)
def test_the_daily_rest(roster: list[str], expected: list[Row]) -> None:
    assert rows(AUSTRIA, case(VIENNA, *roster), "at-daily-rest") == expected


def test_the_rest_is_proved_by_leaving_and_coming_back() -> None:
    looked_at = case(VIENNA, f"{MON} 08:00-12:00 13:00-22:00", f"{TUE} 07:40-12:00 13:00-15:00")
    [finding] = found(AUSTRIA, looked_at, "at-daily-rest")
    assert (finding.punches, finding.limit_minutes, finding.over) == ((f"{MON}/2", f"{TUE}/1"), 660, False)
    assert finding.sentence == "9 h 40 of rest; 11 h are due after the day's work"


def test_a_rest_from_before_the_range_is_found_on_the_day_of_coming_back() -> None:
    roster = [f"{MON} 14:00-23:00", f"{TUE} 08:00-16:00"]
    assert rows(AUSTRIA, case(VIENNA, *roster, last=MON), "at-daily-rest") == []
    assert rows(AUSTRIA, case(VIENNA, *roster, first=TUE), "at-daily-rest") == [(TUE, "breach", 120)]


EVERY_DAY = [f"{day} 08:00-12:00" for day in (*WEEK, SAT, SUN)]


@pytest.mark.parametrize(
    ("roster", "sunday", "rest"),
    [
        # Saturday 20:00 to Monday 8:00 are 36 h.
        ([*EVERY_DAY[:5], f"{SAT} 12:00-20:00", "2026-03-09 08:00-12:00"], [], []),
        ([*EVERY_DAY[:5], f"{SAT} 12:00-20:01", "2026-03-09 08:00-12:00"], [], [(SUN, "warning", 1)]),
        # Saturday 24:00 to Monday 0:00: the Sunday alone. A minute of it, and there is no rest with a day in it.
        ([*EVERY_DAY[:5], f"{SAT} 18:00-24:00", "2026-03-09 00:00-08:00"], [], [(SUN, "warning", 720)]),
        (
            [*EVERY_DAY[:5], f"{SAT} 18:00-24:01", "2026-03-09 00:00-08:00"],
            [(SUN, "warning", 1)],
            [(SUN, "breach", 2160)],
        ),
        # Work on the Sunday, and Wednesday free instead.
        ([*EVERY_DAY[:2], *EVERY_DAY[3:]], [(SUN, "warning", 240)], []),
        # Tuesday 20:01 to Thursday 8:00.
        (
            [EVERY_DAY[0], f"{TUE} 12:01-20:01", *EVERY_DAY[3:]],
            [(SUN, "warning", 240)],
            [(SUN, "warning", 1)],
        ),
        (EVERY_DAY, [(SUN, "warning", 240)], [(SUN, "breach", 2160)]),
        # A Sunday of 23 h, and one of 25.
        (
            [
                "2026-03-28 20:00-24:00",
                "2026-03-30 00:00-08:00",
                *[f"2026-03-{day} 08:00-12:00" for day in range(23, 28)],
            ],
            [],
            [("2026-03-29", "breach", 780)],
        ),
        (
            [
                "2026-10-24 20:00-24:00",
                "2026-10-26 11:00-15:00",
                *[f"2026-10-{day} 08:00-12:00" for day in range(19, 24)],
            ],
            [],
            [],
        ),
        (
            [
                "2026-10-24 20:00-24:00",
                "2026-10-26 10:59-15:00",
                *[f"2026-10-{day} 08:00-12:00" for day in range(19, 24)],
            ],
            [],
            [("2026-10-25", "warning", 1)],
        ),
    ],
)
def test_sundays_and_the_weekly_rest(roster: list[str], sunday: list[Row], rest: list[Row]) -> None:
    looked_at = case(VIENNA, *sorted(roster))
    assert rows(AUSTRIA, looked_at, "at-sunday") == sunday
    assert rows(AUSTRIA, looked_at, "at-weekly-rest") == rest


def test_a_forgotten_clock_is_the_proof_of_all_its_weeks() -> None:
    """Nobody goes home for nine days: the second week has one attendance, which began in the first."""
    looked_at = case(VIENNA, f"{FRI} 08:00-", last="2026-03-15", at=wall(VIENNA, "2026-03-16", "08:00"))
    [*_, finding] = found(AUSTRIA, looked_at, "at-weekly-rest")
    assert (str(finding.day), finding.minutes, finding.punches) == ("2026-03-15", 2160, (f"{FRI}/1",))
    weeks = found(AUSTRIA, looked_at, "at-weekly-hours")
    # 160 h and 168 h.
    assert [(str(each.day), each.minutes, each.punches) for each in weeks] == [
        (SUN, 240, (f"{FRI}/1",)),
        ("2026-03-11", 6480, (f"{FRI}/1",)),
    ]
    assert rows(AUSTRIA, looked_at, "at-sunday") == [(SUN, "warning", 1440), ("2026-03-15", "warning", 1440)]


def test_a_week_s_rest_is_judged_once_the_week_is_over() -> None:
    for at, expected in ((f"{SUN} 23:59", []), (f"{SUN} 24:00", [(SUN, "breach", 2160)])):
        looked_at = case(VIENNA, *EVERY_DAY, at=wall(VIENNA, *at.split(" ")))
        assert rows(AUSTRIA, looked_at, "at-weekly-rest") == expected
        assert rows(AUSTRIA, looked_at, "at-sunday") == [(SUN, "warning", 240)]


NATIONAL_DAY = {"2026-10-26": "Nationalfeiertag"}


@pytest.mark.parametrize(
    ("roster", "expected"),
    [
        (["2026-10-26 08:00-12:00"], [("2026-10-26", "warning", 240)]),
        (["2026-10-25 18:00-24:00", "2026-10-27 00:00-06:00"], []),
        # The night before may go on until six, if 24 h of rest follow.
        (["2026-10-25 22:00-30:00", "2026-10-27 06:00-14:00"], []),
        (["2026-10-25 22:00-30:01", "2026-10-27 06:01-14:00"], [("2026-10-26", "warning", 361)]),
        (["2026-10-25 22:00-30:00", "2026-10-27 05:59-14:00"], [("2026-10-26", "warning", 360)]),
        (["2026-10-26 23:59-25:00"], [("2026-10-26", "warning", 1)]),
        (["2026-10-27 00:00-08:00"], []),
    ],
)
def test_a_public_holiday(roster: list[str], expected: list[Row]) -> None:
    looked_at = case(VIENNA, *roster, first="2026-10-26", last="2026-10-27", holidays=NATIONAL_DAY)
    assert rows(AUSTRIA, looked_at, "at-holiday") == expected
    assert all("Nationalfeiertag" in each.sentence for each in found(AUSTRIA, looked_at, "at-holiday"))


def test_a_holiday_on_a_sunday_is_a_sunday() -> None:
    looked_at = case(VIENNA, "2026-11-01 08:00-12:00", holidays={"2026-11-01": "Allerheiligen"})
    assert rows(AUSTRIA, looked_at, "at-holiday") == []
    assert rows(AUSTRIA, looked_at, "at-sunday") == [("2026-11-01", "warning", 240)]


@pytest.mark.parametrize(
    ("at", "rule", "expected"),
    [
        ("14:00", "at-breaks", []),
        # Who is still in may yet take the break.
        ("14:01", "at-breaks", [(MON, "warning", 30)]),
        ("20:00", "at-daily-hours", []),
        ("20:01", "at-daily-hours", [(MON, "breach", 1)]),
        ("31:59", "at-record", []),
        ("32:00", "at-record", []),
        ("32:01", "at-record", [(MON, "warning", 1)]),
    ],
)
def test_somebody_is_still_in(at: str, rule: str, expected: list[Row]) -> None:
    assert rows(AUSTRIA, case(VIENNA, f"{MON} 08:00-", at=wall(VIENNA, MON, at)), rule) == expected


@pytest.mark.parametrize(
    ("line", "born", "rule", "expected"),
    [
        # § 11 (1): 8 h; 9 where other days are shorter.
        (f"{MON} 08:00-12:00 12:30-16:30", SEVENTEEN, "at-minors-daily", []),
        (f"{MON} 08:00-12:00 12:30-16:31", SEVENTEEN, "at-minors-daily", [(MON, "warning", 1)]),
        (f"{MON} 08:00-12:00 12:30-17:30", SEVENTEEN, "at-minors-daily", [(MON, "warning", 60)]),
        (f"{MON} 08:00-12:00 12:30-17:31", SEVENTEEN, "at-minors-daily", [(MON, "breach", 61)]),
        (f"{MON} 08:00-12:00 12:30-17:31", ADULT, "at-minors-daily", []),
        (f"{MON} 08:00-12:00 12:30-17:31", SEVENTEEN, "at-daily-normal", []),
        # § 15 (1): 30 min over 4 h 30, in one piece; (2): after 6 h at the latest.
        (f"{MON} 08:00-12:30", SEVENTEEN, "at-minors-breaks", []),
        (f"{MON} 08:00-12:31", SEVENTEEN, "at-minors-breaks", [(MON, "breach", 30)]),
        (f"{MON} 08:00-12:31", ADULT, "at-minors-breaks", []),
        (f"{MON} 08:00-10:00/10:15-12:00/12:15-15:00", SEVENTEEN, "at-minors-breaks", [(MON, "breach", 30)]),
        (f"{MON} 08:00-12:00/12:29-14:00", SEVENTEEN, "at-minors-breaks", [(MON, "breach", 30)]),
        (f"{MON} 08:00-12:00/12:30-14:00", SEVENTEEN, "at-minors-breaks", []),
        (f"{MON} 08:00-14:00/14:30-16:00", SEVENTEEN, "at-minors-stretch", []),
        (f"{MON} 08:00-14:01/14:31-16:00", SEVENTEEN, "at-minors-stretch", [(MON, "breach", 1)]),
        (f"{MON} 08:00-10:00/10:10-14:11/14:41-16:00", SEVENTEEN, "at-minors-stretch", [(MON, "breach", 1)]),
        (f"{MON} 08:00-14:01", SEVENTEEN, "at-minors-stretch", []),
        # § 17: 20:00 to 6:00; from 16 on some trades may until 23:00 and from 4:00.
        (f"{MON} 06:00-10:00 16:00-20:00", FIFTEEN, "at-minors-night", []),
        (f"{MON} 16:00-20:01", FIFTEEN, "at-minors-night", [(MON, "breach", 1)]),
        (f"{MON} 05:59-10:00", FIFTEEN, "at-minors-night", [(MON, "breach", 1)]),
        (f"{MON} 16:00-20:01", SIXTEEN, "at-minors-night", [(MON, "warning", 1)]),
        (f"{MON} 19:00-23:00", SIXTEEN, "at-minors-night", [(MON, "warning", 180)]),
        (f"{MON} 19:00-23:01", SIXTEEN, "at-minors-night", [(MON, "breach", 181)]),
        (f"{MON} 04:00-08:00", SIXTEEN, "at-minors-night", [(MON, "warning", 120)]),
        (f"{MON} 03:59-08:00", SIXTEEN, "at-minors-night", [(MON, "breach", 121)]),
        (f"{MON} 19:00-23:01", ADULT, "at-minors-night", []),
    ],
)
def test_a_minor_s_day(line: str, born: str, rule: str, expected: list[Row]) -> None:
    assert rows(AUSTRIA, case(VIENNA, line, born=born), rule) == expected


@pytest.mark.parametrize(
    ("born", "back", "expected"),
    [
        (SEVENTEEN, "08:00", []),
        (SEVENTEEN, "07:59", [(TUE, "breach", 1)]),
        (FIFTEEN, "08:00", []),
        (FOURTEEN, "10:00", []),
        (FOURTEEN, "09:59", [(TUE, "breach", 1)]),
        (ADULT, "07:59", []),
    ],
)
def test_a_minor_s_rest(born: str, back: str, expected: list[Row]) -> None:
    looked_at = case(VIENNA, f"{MON} 14:00-20:00", f"{TUE} {back}-12:00", born=born)
    assert rows(AUSTRIA, looked_at, "at-minors-rest") == expected
    assert rows(AUSTRIA, looked_at, "at-daily-rest") == []


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        ((480,) * 5, []),
        ((480, 480, 480, 480, 480, 1), [(SAT, "warning", 1)]),
        ((540,) * 5, [(FRI, "warning", 300)]),
        ((540, 540, 540, 540, 541), [(FRI, "breach", 301)]),
    ],
)
def test_a_minor_s_week(minutes: tuple[int, ...], expected: list[Row]) -> None:
    looked_at = case(VIENNA, *hours_a_day(*minutes), born=SEVENTEEN)
    assert rows(AUSTRIA, looked_at, "at-minors-weekly") == expected
    assert rows(AUSTRIA, looked_at, "at-weekly-normal") == []


def test_a_minor_s_sundays() -> None:
    """The first is a warning, the second in a row is a breach, and with a free one between it begins anew."""
    sundays = ["2026-02-15", "2026-02-22", "2026-03-08"]
    looked_at = case(VIENNA, *[f"{day} 08:00-12:00" for day in sundays], born=SEVENTEEN)
    assert rows(AUSTRIA, looked_at, "at-minors-sunday") == [
        ("2026-02-15", "warning", 240),
        ("2026-02-22", "breach", 240),
        ("2026-03-08", "warning", 240),
    ]
    assert rows(AUSTRIA, looked_at, "at-sunday") == []
    _, second, _ = found(AUSTRIA, looked_at, "at-minors-sunday")
    assert second.punches == ("2026-02-15/1", "2026-02-22/1")


def test_a_minor_s_holiday() -> None:
    roster, named = ["2026-10-26 08:00-12:00"], {"2026-10-26": "Nationalfeiertag"}
    minor = case(VIENNA, *roster, holidays=named, born="2010-01-01")
    assert rows(AUSTRIA, minor, "at-minors-holiday") == [("2026-10-26", "warning", 240)]
    assert rows(AUSTRIA, minor, "at-holiday") == []
    grown_up = case(VIENNA, *roster, holidays=named, born="2008-10-26")
    assert rows(AUSTRIA, grown_up, "at-minors-holiday") == []


@pytest.mark.parametrize(("left", "expected"), [("13:00", []), ("13:01", [(SUN, "breach", 1)])])
def test_a_minor_s_weekly_rest(left: str, expected: list[Row]) -> None:
    """Saturday 13:00 to Monday 8:00 are 43 h."""
    roster = [*EVERY_DAY[:5], f"{SAT} 09:00-{left}", "2026-03-09 08:00-12:00"]
    assert rows(AUSTRIA, case(VIENNA, *roster, born=SEVENTEEN), "at-minors-weekly-rest") == expected
    assert rows(AUSTRIA, case(VIENNA, *roster), "at-weekly-rest") == []


def test_advice_knows_the_limits_of_the_day() -> None:
    born, eve, birthday = date(2008, 3, 2), date(2026, 3, 1), date(2026, 3, 2)
    assert [AUSTRIA.daily_most(born, day) for day in (eve, birthday)] == [8 * 3600, 12 * 3600]
    assert AUSTRIA.daily_most(None, date(2018, 8, 31)) == 10 * 3600
    assert [AUSTRIA.breaks(born, day)[0].over_seconds for day in (eve, birthday)] == [4.5 * 3600, 6 * 3600]
    assert AUSTRIA.breaks(None, eve) == AUSTRIA.breaks(born, birthday)


def test_an_ordinary_month_has_no_findings() -> None:
    days = [date(2026, 3, 2) + timedelta(weeks=week, days=day) for week in range(4) for day in range(5)]
    assert findings_of(AUSTRIA, case(VIENNA, *[f"{day} 08:00-12:00 12:30-16:30" for day in days])) == []
    assert findings_of(AUSTRIA, case(VIENNA, first=MON, last=SUN)) == []
