"""The directives that hold where a country has no pack of its own, both sides of every border to the minute."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.rules.law.cases import Row, case, found, rows, wall
from uhrwerk.rules.law.european_union import EUROPEAN_UNION
from uhrwerk.rules.law.laws import LAWS, law_for
from uhrwerk.rules.law.pack import findings_of

LISBON = "Europe/Lisbon"
MON, TUE, WED, THU, FRI, SAT, SUN = (f"2026-03-{day:02}" for day in range(2, 9))
"""A week without a holiday or a change of clocks."""

MINOR = "2008-03-09"
"""17 in that week."""


@pytest.mark.parametrize(
    ("line", "rule", "expected", "of_minors"),
    [
        # 2003/88/EC art. 4, 94/33/EC art. 12.
        (f"{MON} 08:00-14:00", "breaks", [], [(MON, "breach", 30)]),
        (f"{MON} 08:00-14:01", "breaks", [(MON, "breach", 1)], [(MON, "breach", 30)]),
        (f"{MON} 08:00-10:00/10:01-14:02", "breaks", [], [(MON, "breach", 29)]),
        (f"{MON} 08:00-10:00/10:10-12:00/12:20-14:30", "breaks", [], []),
        (f"{MON} 08:00-10:00/10:30-14:30", "breaks", [], []),
        (f"{MON} 08:00-10:00/10:29-14:30", "breaks", [], [(MON, "breach", 1)]),
        (f"{MON} 08:00-12:30", "breaks", [], []),
        (f"{MON} 08:00-12:31", "breaks", [], [(MON, "breach", 30)]),
        # 94/33/EC arts. 8 and 9: 8 h a day, none of them at night.
        (f"{MON} 08:00-12:00 13:00-17:00", "daily-hours", [], []),
        (f"{MON} 08:00-12:00 13:00-17:01", "daily-hours", [], [(MON, "breach", 1)]),
        (f"{MON} 20:00-23:00", "night", [], []),
        (f"{MON} 20:00-23:01", "night", [], [(MON, "breach", 1)]),
        (f"{MON} 05:59-07:00", "night", [], [(MON, "breach", 1)]),
        ("2026-03-28 23:00-30:00", "night", [], [("2026-03-28", "breach", 6 * 60)]),
    ],
)
def test_a_day(line: str, rule: str, expected: list[Row], of_minors: list[Row]) -> None:
    looked_at = case(LISBON, line)
    assert rows(EUROPEAN_UNION, looked_at, f"eu-{rule}") == expected
    minor = replace(looked_at, born=date(2010, 1, 1))
    assert rows(EUROPEAN_UNION, minor, f"eu-minor-{rule}") == of_minors
    assert rows(EUROPEAN_UNION, minor, f"eu-{rule}") == []


@pytest.mark.parametrize(
    ("back", "expected", "of_minors"),
    [
        ("08:00", [], []),
        ("07:59", [], [(TUE, "breach", 1)]),
        ("07:00", [], [(TUE, "breach", 60)]),
        ("06:59", [(TUE, "breach", 1)], [(TUE, "breach", 61)]),
    ],
)
def test_daily_rest(back: str, expected: list[Row], of_minors: list[Row]) -> None:
    looked_at = case(LISBON, f"{MON} 12:00-20:00", f"{TUE} {back}-09:00")
    assert rows(EUROPEAN_UNION, looked_at, "eu-rest") == expected
    minor = replace(looked_at, born=date(2010, 1, 1))
    assert rows(EUROPEAN_UNION, minor, "eu-minor-rest") == of_minors
    assert rows(EUROPEAN_UNION, minor, "eu-rest") == []


DAILY = [f"2026-03-{day:02} 08:00-16:00" for day in range(2, 17)]
"""Two weeks and a Monday without a day off."""


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, [(SUN, "breach", 19 * 60), ("2026-03-15", "breach", 19 * 60)]),
        # One day off in the middle of each week: from 16 h until 8 h of the day after the next are 40 h.
        ({WED: None, "2026-03-11": None}, []),
        # 35 h: from Tuesday 20 h until Thursday 7 h.
        ({WED: None, TUE: "08:00-20:00", THU: "07:00-16:00", "2026-03-11": None}, []),
        ({WED: None, TUE: "08:00-20:01", THU: "07:00-16:00", "2026-03-11": None}, [(SUN, "warning", 1)]),
        # 24 h are a warning, fewer a breach.
        ({WED: "20:00-22:00", TUE: "08:00-20:00", "2026-03-11": None}, [(SUN, "warning", 660)]),
        ({WED: "19:59-22:00", TUE: "08:00-20:00", "2026-03-11": None}, [(SUN, "breach", 661)]),
        # A rest that begins in a week counts for it to the end, for the next one from Monday on.
        ({SUN: None, "2026-03-11": None}, []),
        ({"2026-03-09": None}, [("2026-03-15", "warning", 180)]),
        ({"2026-03-09": None, "2026-03-10": "11:00-16:00"}, []),
        ({WED: None, "2026-03-16": None}, []),
    ],
)
def test_weekly_rest(changed: dict[str, str | None], expected: list[Row]) -> None:
    hours = {line.split()[0]: line.split()[1] for line in DAILY} | changed
    looked_at = case(LISBON, *(f"{day} {each}" for day, each in hours.items() if each), last="2026-03-15")
    assert rows(EUROPEAN_UNION, looked_at, "eu-weekly-rest") == expected
    # Only when the week is over.
    on_saturday = replace(looked_at, last=date(2026, 3, 7))
    assert rows(EUROPEAN_UNION, on_saturday, "eu-weekly-rest") == []
    on_sunday = replace(looked_at, at=wall(LISBON, SUN, "23:59"))
    assert rows(EUROPEAN_UNION, on_sunday, "eu-weekly-rest") == []
    on_monday = replace(looked_at, at=wall(LISBON, SUN, "24:00"))
    assert rows(EUROPEAN_UNION, on_monday, "eu-weekly-rest") == [row for row in expected if row[0] == SUN]


def daily(first: str, last: str, hours: str, days_a_week: int) -> list[str]:
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    days = (begin + timedelta(days=each) for each in range((end - begin).days + 1))
    return [f"{day} {hours}" for day in days if day.weekday() < days_a_week]


EIGHT, LONG = "08:00-12:00 12:30-16:30", "08:00-12:00 12:30-16:40"


@pytest.mark.parametrize(
    ("roster", "expected"),
    [
        (daily("2025-10-01", "2026-02-28", EIGHT, 6), []),
        (daily("2025-10-01", "2026-02-28", LONG, 6), [("2026-02-28", "breach", 60)]),
        (daily("2025-10-01", "2026-02-28", LONG, 5), []),
        (daily("2025-11-10", "2026-02-28", LONG, 6), [("2026-02-28", "warning", 60)]),
    ],
)
def test_48_hours_on_average_of_four_months(roster: list[str], expected: list[Row]) -> None:
    looked_at = case(LISBON, *roster, first="2026-02-01", last="2026-02-28")
    assert rows(EUROPEAN_UNION, looked_at, "eu-average-hours") == expected
    for finding in found(EUROPEAN_UNION, looked_at, "eu-average-hours"):
        assert finding.sentence == "49 h a week on average of four months; at most 48 h are allowed"
        assert finding.limit_minutes == 48 * 60
        assert finding.punches[0] == "2026-02-02/1"


def test_public_holidays_do_not_raise_the_average_and_absence_does() -> None:
    roster = [line for line in daily("2025-10-01", "2026-02-28", EIGHT, 6) if not line.startswith("2026-02-1")]
    off = [f"2026-02-{day}" for day in range(10, 20)]
    extra = [f"2026-02-{day} 17:00-17:10" for day in ("02", "03", "04")]

    def average(holidays: list[str], away: list[str]) -> list[Row]:
        named = dict.fromkeys(holidays, "Holiday")
        looked_at = case(LISBON, *roster, *extra, first="2026-02-01", last="2026-02-28", holidays=named, away=away)
        return rows(EUROPEAN_UNION, looked_at, "eu-average-hours")

    assert average([], []) == average(off, []) == []
    assert [row[1] for row in average([], off)] == ["breach"]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("20:00-25:59", []),
        ("17:00-25:59", []),
        ("17:00-26:00", [("2026-02-28", "warning", 60)]),
        ("01:00-09:00", []),
        ("01:00-09:01", [("2026-02-28", "warning", 1)]),
    ],
)
def test_night_workers_have_8_hours_on_average(hours: str, expected: list[Row]) -> None:
    """Three hours of the night make a night worker."""
    roster = daily("2026-01-26", "2026-02-28", hours, 6)
    looked_at = case(LISBON, *roster, first="2026-02-01", last="2026-02-28")
    assert rows(EUROPEAN_UNION, looked_at, "eu-night-average") == expected


def test_minors_have_40_hours_a_week() -> None:
    week = [f"{day} 08:00-12:00 13:00-17:00" for day in (MON, TUE, WED, THU)]
    looked_at = case(LISBON, *week, f"{FRI} 08:00-12:00 13:00-17:00", born=MINOR)
    assert rows(EUROPEAN_UNION, looked_at, "eu-minor-weekly-hours") == []
    longer = case(LISBON, *week, f"{FRI} 08:00-12:00 13:00-17:01", born=MINOR)
    assert rows(EUROPEAN_UNION, longer, "eu-minor-weekly-hours") == [(FRI, "breach", 1)]
    assert findings_of(EUROPEAN_UNION, replace(longer, born=None)) == []


def test_a_country_without_a_pack_has_the_directive() -> None:
    assert law_for("PT") is law_for("") is law_for("EU") is EUROPEAN_UNION
    assert set(LAWS) == {"AT", "CH", "DE", "EU"}
    for code, law in LAWS.items():
        assert law_for(code) is law
        assert law.code == code
