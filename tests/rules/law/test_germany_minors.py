"""Germany's law for the protection of young people at work, both sides of every border to the minute."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.rules.law.cases import Row, case, found, rows, wall
from uhrwerk.rules.law.findings import Finding
from uhrwerk.rules.law.germany import GERMANY
from uhrwerk.rules.law.pack import findings_of

BERLIN = "Europe/Berlin"
MON, TUE, WED, THU, FRI, SAT, SUN = (f"2026-03-{day:02}" for day in range(2, 9))
"""A week without a holiday or a change of clocks."""

SIXTEEN, FIFTEEN = "2010-03-02", "2010-03-03"
"""Birthdays: the first turned 16 on that Monday, the second is 15 on it."""


@pytest.mark.parametrize(
    ("line", "rule", "expected"),
    [
        # § 8: 8 h, and 8 h 30 where another day of the week is shorter.
        (f"{MON} 08:00-12:00 13:00-17:00", "de-minor-daily-hours", []),
        (f"{MON} 08:00-12:00 13:00-17:01", "de-minor-daily-hours", [(MON, "notice", 1)]),
        (f"{MON} 08:00-12:00 13:00-17:30", "de-minor-daily-hours", [(MON, "notice", 30)]),
        (f"{MON} 08:00-12:00 13:00-17:31", "de-minor-daily-hours", [(MON, "breach", 1)]),
        # § 11 (1): 30 min over 4 h 30, 60 min over 6 h, in pieces of at least 15 min.
        (f"{MON} 08:00-12:30", "de-minor-breaks", []),
        (f"{MON} 08:00-12:31", "de-minor-breaks", [(MON, "breach", 30)]),
        (f"{MON} 08:00-11:00 11:30-14:30", "de-minor-breaks", []),
        (f"{MON} 08:00-11:00 11:29-14:29", "de-minor-breaks", [(MON, "breach", 1)]),
        (f"{MON} 08:00-11:00 11:30-14:31", "de-minor-breaks", [(MON, "breach", 30)]),
        (f"{MON} 08:00-11:00 12:00-15:01", "de-minor-breaks", []),
        (f"{MON} 08:00-11:00 11:59-15:01", "de-minor-breaks", [(MON, "breach", 1)]),
        (f"{MON} 08:00-10:00/10:15-11:00 11:45-15:00", "de-minor-breaks", []),
        (f"{MON} 08:00-10:00/10:14-11:00 11:46-15:01", "de-minor-breaks", [(MON, "breach", 14)]),
        # § 11 (2): no more than 4 h 30 in a row.
        (f"{MON} 08:00-12:30 13:00-14:00", "de-minor-work-without-break", []),
        (f"{MON} 08:00-12:31 13:00-14:00", "de-minor-work-without-break", [(MON, "breach", 1)]),
        (f"{MON} 08:00-10:00/10:14-12:45", "de-minor-work-without-break", [(MON, "breach", 1)]),
        # § 12: ten hours from coming to leaving, in some trades eleven.
        (f"{MON} 08:00-12:00 14:00-18:00", "de-minor-shift", []),
        (f"{MON} 08:00-12:00 14:00-18:01", "de-minor-shift", [(MON, "warning", 1)]),
        (f"{MON} 08:00-12:00 15:00-19:00", "de-minor-shift", [(MON, "warning", 60)]),
        (f"{MON} 08:00-12:00 15:00-19:01", "de-minor-shift", [(MON, "breach", 1)]),
        # § 14: from 6 to 20 h; some trades from 5 and until 23 h.
        (f"{MON} 06:00-08:00 19:00-20:00", "de-minor-night", []),
        (f"{MON} 05:59-08:00", "de-minor-night", [(MON, "warning", 1)]),
        (f"{MON} 05:00-08:00", "de-minor-night", [(MON, "warning", 60)]),
        (f"{MON} 04:59-08:00", "de-minor-night", [(MON, "breach", 61)]),
        (f"{MON} 19:00-20:01", "de-minor-night", [(MON, "warning", 1)]),
        (f"{MON} 19:00-23:00", "de-minor-night", [(MON, "warning", 180)]),
        (f"{MON} 19:00-23:01", "de-minor-night", [(MON, "breach", 181)]),
        ("2026-03-28 22:00-30:00", "de-minor-night", [("2026-03-28", "breach", 7 * 60)]),
        ("2026-10-24 22:00-30:00", "de-minor-night", [("2026-10-24", "breach", 9 * 60)]),
        # §§ 16 and 17, from midnight to midnight.
        (f"{FRI} 20:00-24:00", "de-minor-saturday", []),
        (f"{FRI} 20:00-24:01", "de-minor-saturday", [(SAT, "warning", 1)]),
        (f"{SAT} 08:00-12:00", "de-minor-saturday", [(SAT, "warning", 240)]),
        (f"{SAT} 20:00-24:00", "de-minor-sunday", []),
        (f"{SAT} 20:00-24:01", "de-minor-sunday", [(SUN, "warning", 1)]),
        (f"{SUN} 20:00-26:00", "de-minor-sunday", [(SUN, "warning", 240)]),
        # § 18: holidays, and the afternoons of two eves.
        ("2026-12-26 08:00-12:00", "de-minor-holiday", [("2026-12-26", "warning", 240)]),
        ("2026-12-25 08:00-12:00", "de-minor-holiday", [("2026-12-25", "breach", 240)]),
        ("2026-12-25 23:00-25:00", "de-minor-holiday", [("2026-12-25", "breach", 60), ("2026-12-26", "warning", 60)]),
        ("2026-12-24 09:00-14:00", "de-minor-eve", []),
        ("2026-12-24 09:00-14:01", "de-minor-eve", [("2026-12-24", "warning", 1)]),
        ("2026-12-31 13:00-25:00", "de-minor-eve", [("2026-12-31", "warning", 600)]),
        ("2026-12-30 13:00-25:00", "de-minor-eve", []),
    ],
)
def test_a_day(line: str, rule: str, expected: list[Row]) -> None:
    holidays = {"2026-12-25": "1. Weihnachtstag", "2026-12-26": "2. Weihnachtstag"}
    looked_at = case(BERLIN, line, born=SIXTEEN, holidays=holidays, last="2026-12-31")
    assert rows(GERMANY, looked_at, rule) == expected
    grown_up = replace(looked_at, born=date(2008, 3, 2))
    assert not [each for each in findings_of(GERMANY, grown_up) if each.rule.startswith("de-minor")]


@pytest.mark.parametrize(("born", "expected"), [(SIXTEEN, [(MON, "warning", 60)]), (FIFTEEN, [(MON, "breach", 60)])])
def test_no_trade_has_those_under_16_work_at_night(born: str, expected: list[Row]) -> None:
    assert rows(GERMANY, case(BERLIN, f"{MON} 18:00-21:00", born=born), "de-minor-night") == expected


@pytest.mark.parametrize(
    ("monday", "tuesday", "expected"),
    [
        ("08:00-20:00", "08:00-09:00", []),
        ("08:00-20:00", "07:59-09:00", [(TUE, "breach", 1)]),
        ("08:00-20:00", "07:00-09:00", [(TUE, "breach", 60)]),
    ],
)
def test_twelve_hours_of_rest(monday: str, tuesday: str, expected: list[Row]) -> None:
    looked_at = case(BERLIN, f"{MON} {monday}", f"{TUE} {tuesday}", born=SIXTEEN)
    assert rows(GERMANY, looked_at, "de-minor-rest") == expected
    assert rows(GERMANY, looked_at, "de-rest") == []


EIGHT = "08:00-12:00 13:00-17:00"
WEEK = [f"{day} {EIGHT}" for day in (MON, TUE, WED, THU)]


@pytest.mark.parametrize(
    ("roster", "expected"),
    [
        ([*WEEK, f"{FRI} {EIGHT}"], []),
        ([*WEEK, f"{FRI} 08:00-12:00 13:00-17:01"], [(FRI, "breach", 1)]),
        ([*WEEK, f"{FRI} {EIGHT}", f"{SAT} 08:00-12:00"], [(SAT, "breach", 240)]),
        # The hours of the whole week, on the day on which they became too many.
        ([*WEEK, f"{FRI} 08:00-12:00 13:00-17:01", f"{SAT} 08:00-12:00"], [(FRI, "breach", 241)]),
        # Another week begins with Monday.
        ([*WEEK, f"{FRI} {EIGHT}", "2026-03-09 08:00-12:00"], []),
        # Of a night into Monday what lies on Sunday counts.
        ([*WEEK, f"{FRI} {EIGHT}", f"{SUN} 23:59-30:00"], [(SUN, "breach", 1)]),
    ],
)
def test_forty_hours_a_week(roster: list[str], expected: list[Row]) -> None:
    assert rows(GERMANY, case(BERLIN, *roster, born=SIXTEEN, last=SUN), "de-minor-weekly-hours") == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([MON, TUE, WED, THU, FRI], []),
        ([MON, TUE, WED, THU, SAT], []),
        ([MON, TUE, WED, THU, FRI, SAT], [(SAT, "breach", 60)]),
        ([MON, TUE, WED, THU, FRI, SAT, SUN], [(SAT, "breach", 60), (SUN, "breach", 60)]),
        ([TUE, WED, THU, FRI, SAT, SUN], [(SUN, "breach", 60)]),
        ([THU, FRI, SAT, SUN, "2026-03-09", "2026-03-10"], []),
    ],
)
def test_five_days_a_week(days: list[str], expected: list[Row]) -> None:
    looked_at = case(BERLIN, *(f"{day} 08:00-09:00" for day in days), born=SIXTEEN)
    assert rows(GERMANY, looked_at, "de-minor-five-days") == expected
    for finding in found(GERMANY, looked_at, "de-minor-five-days"):
        assert len(finding.punches) == int(finding.sentence.split(" day of")[0][-3])


@pytest.mark.parametrize(("at", "severity"), [("12:31", "warning"), ("12:30", None)])
def test_who_is_still_in_may_take_the_break_yet(at: str, severity: str | None) -> None:
    looked_at = case(BERLIN, f"{MON} 08:00-", at=wall(BERLIN, MON, at), born=SIXTEEN)
    assert [row[1] for row in rows(GERMANY, looked_at, "de-minor-breaks")] == ([severity] if severity else [])


def test_one_is_a_minor_until_the_eve_of_ones_birthday() -> None:
    """Born on 29 February 2008: grown up from 1 March 2026 on."""
    days = [f"2026-02-{day} 08:00-20:00" for day in (27, 28)] + ["2026-03-01 08:00-20:00"]
    looked_at = case(BERLIN, *days, born="2008-02-29")

    def minors(findings: list[Finding]) -> set[date]:
        return {each.day for each in findings if each.rule.startswith("de-minor")}

    found_on = findings_of(GERMANY, looked_at)
    assert minors(found_on) == {date(2026, 2, 27), date(2026, 2, 28)}
    assert {each.day for each in found_on} - minors(found_on) == {date(2026, 3, 1)}
    assert minors(findings_of(GERMANY, replace(looked_at, born=date(2008, 3, 2)))) == minors(found_on) | {
        date(2026, 2, 28) + timedelta(days=1)
    }
