"""What a punch about to be made would mean, and how long somebody may go on."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.law.cases import case, wall
from tests.rules.strategies import PROPERTY
from uhrwerk.rules.day import Zones, day_seconds
from uhrwerk.rules.law.advice import Advice, before_break_ends, before_clock_in, before_clock_out, while_working
from uhrwerk.rules.law.case import Case, Punch, shifts_of
from uhrwerk.rules.law.germany import GERMANY
from uhrwerk.rules.law.laws import LAWS
from uhrwerk.rules.law.pack import findings_of
from uhrwerk.rules.timer import Break, Timer

BERLIN = "Europe/Berlin"
ZONES = Zones.always(BERLIN)
MON, TUE, SAT, SUN = "2026-03-02", "2026-03-03", "2026-03-07", "2026-03-08"

Row = tuple[str, str, int]
"""The rule, the severity, the minutes."""


def told(advice: list[Advice]) -> list[Row]:
    return [(each.rule, str(each.severity), each.minutes) for each in advice]


def at(day: str, clock: str) -> datetime:
    return wall(BERLIN, day, clock)


def now(day: str, clock: str, *roster: str, born: str = "") -> Case:
    """The case at that moment of the day."""
    return case(BERLIN, *roster, first=day, last=day, born=born, at=at(day, clock))


def on_break(day: str, clock: str, begin: str, left: str, *earlier: tuple[str, str]) -> Case:
    """Somebody who came at `begin` and has been on a break since `left`."""
    breaks = [Break(at(day, since), at(day, until)) for since, until in earlier]
    punch = Punch("now", Timer(at(day, begin), (*breaks, Break(at(day, left)))))
    shifts = shifts_of([punch], ZONES, at(day, clock))
    days = day_seconds((span for shift in shifts for span in shift.worked), ZONES)
    on = date.fromisoformat(day)
    return Case(on, on, ZONES, shifts, at(day, clock), worked_by_day=days)


@pytest.mark.parametrize(
    ("roster", "day", "clock", "expected"),
    [
        ([], TUE, "08:00", []),
        ([f"{MON} 08:00-21:00"], TUE, "08:00", []),
        ([f"{MON} 08:00-12:00 12:45-21:01"], TUE, "08:00", [("de-rest", "breach", 1)]),
        ([f"{MON} 08:00-12:00 12:45-22:20"], TUE, "08:00", [("de-rest", "breach", 80)]),
        # Back on the same day the day becomes longer.
        ([f"{MON} 08:00-12:00 12:45-18:45"], MON, "20:00", [("de-daily-hours", "breach", 1)]),
        ([f"{MON} 08:00-12:00 12:30-16:30"], MON, "20:00", [("de-daily-hours", "notice", 1)]),
        ([f"{MON} 08:00-12:00 12:30-16:29"], MON, "20:00", []),
        # What is found already is told where it becomes worse.
        ([f"{MON} 08:00-12:00 12:30-16:40"], MON, "20:00", [("de-daily-hours", "notice", 11)]),
        # After midnight as well, where the gap is no rest.
        ([f"{MON} 16:00-20:00 20:30-24:30"], TUE, "02:00", [("de-daily-hours", "notice", 1)]),
        # A break that the law asks for, and that was too short.
        ([f"{MON} 08:00-14:00"], MON, "14:10", [("de-breaks", "warning", 30), ("de-work-without-break", "breach", 1)]),
        ([f"{MON} 08:00-14:00"], MON, "14:15", [("de-breaks", "warning", 15)]),
        ([f"{MON} 08:00-14:00"], MON, "14:30", []),
        # Days on which one does not work.
        ([], SUN, "08:00", [("de-sunday-work", "warning", 1)]),
        ([], SAT, "23:58", []),
        ([], SAT, "24:00", [("de-sunday-work", "warning", 1)]),
        # Somebody who is in comes no further.
        ([f"{MON} 08:00-21:59", f"{TUE} 07:00-"], TUE, "08:00", []),
    ],
)
def test_before_clocking_in(roster: list[str], day: str, clock: str, expected: list[Row]) -> None:
    advice = before_clock_in(GERMANY, now(day, clock, *roster), at(day, clock))
    assert told(advice) == expected
    assert not any(each.ahead for each in advice)


def test_advice_says_what_the_law_says() -> None:
    [advice] = before_clock_in(GERMANY, now(TUE, "08:00", f"{MON} 08:00-12:00 12:45-22:20"), at(TUE, "08:00"))
    assert advice.sentence == "clocking in now leaves 9 h 40 of rest; 11 h are due"
    assert advice.paragraph == "ArbZG § 5"


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        # From 20 h on the eve, in the nights of the change.
        ("2026-03-29", "08:00", []),
        ("2026-03-29", "07:59", [("de-rest", "breach", 1)]),
        ("2026-10-25", "06:00", []),
        ("2026-10-25", "05:59", [("de-rest", "breach", 1)]),
    ],
)
def test_the_rest_before_clocking_in_is_as_long_as_it_was(day: str, clock: str, expected: list[Row]) -> None:
    eve = date.fromisoformat(day) - timedelta(days=1)
    advice = before_clock_in(GERMANY, now(day, clock, f"{eve} 16:00-20:00"), at(day, clock))
    assert [row for row in told(advice) if row[0] == "de-rest"] == expected


@pytest.mark.parametrize(
    ("line", "clock", "expected"),
    [
        (f"{MON} 08:00-", "14:00", []),
        # What may be made up for while one is in may not afterwards.
        (f"{MON} 08:00-", "14:01", [("de-breaks", "breach", 30)]),
        (f"{MON} 08:00-12:00 12:20-", "15:00", [("de-breaks", "breach", 10)]),
        (f"{MON} 08:00-12:00 12:30-", "15:00", []),
        # A day that is too long already is no news.
        (f"{MON} 08:00-12:00 12:45-", "19:00", []),
        (f"{MON} 08:00-12:00", "19:00", []),
    ],
)
def test_before_clocking_out(line: str, clock: str, expected: list[Row]) -> None:
    assert told(before_clock_out(GERMANY, now(MON, clock, line), at(MON, clock))) == expected


def test_who_clocks_out_on_a_break_worked_until_it_began() -> None:
    looked_at = on_break(MON, "14:30", "08:00", "14:00")
    assert before_clock_out(GERMANY, looked_at, at(MON, "14:30")) == []
    assert told(before_clock_out(GERMANY, on_break(MON, "14:30", "08:00", "14:01"), at(MON, "14:30"))) == [
        ("de-breaks", "breach", 30)
    ]


@pytest.mark.parametrize(
    ("line", "clock", "expected"),
    [
        (
            f"{MON} 08:00-",
            "12:00",
            [
                ("de-breaks", "warning", 120),
                ("de-work-without-break", "breach", 120),
                ("de-daily-hours", "notice", 240),
                ("de-daily-hours", "breach", 360),
            ],
        ),
        (
            f"{MON} 08:00-12:00 12:20-",
            "13:20",
            [
                ("de-breaks", "warning", 60),
                ("de-daily-hours", "notice", 180),
                ("de-daily-hours", "breach", 300),
                ("de-work-without-break", "breach", 300),
            ],
        ),
        # At the border itself nothing is left, and what is past is no longer ahead.
        (
            f"{MON} 08:00-12:00 12:45-",
            "18:45",
            [("de-daily-hours", "breach", 0), ("de-work-without-break", "breach", 0)],
        ),
        (
            f"{MON} 08:00-12:00 12:45-",
            "18:44",
            [("de-daily-hours", "breach", 1), ("de-work-without-break", "breach", 1)],
        ),
        (f"{MON} 08:00-12:00 12:45-", "18:46", []),
        (f"{MON} 08:00-12:00", "18:46", []),
    ],
)
def test_how_long_one_may_go_on(line: str, clock: str, expected: list[Row]) -> None:
    advice = while_working(GERMANY, now(MON, clock, line), at(MON, clock))
    assert told(advice) == expected
    assert all(each.ahead for each in advice)


def test_midnight_lies_ahead_too() -> None:
    looked_at = now(SAT, "22:00", f"{SAT} 20:00-")
    first, *_ = while_working(GERMANY, looked_at, at(SAT, "22:00"))
    assert (first.rule, first.minutes) == ("de-sunday-work", 120)
    assert first.sentence == "after 2 h more: 1 min of work on a Sunday"


def test_minors_have_less_time() -> None:
    looked_at = now(MON, "10:00", f"{MON} 08:00-", born="2009-06-01")
    first = told(while_working(GERMANY, looked_at, at(MON, "10:00")))
    assert first[:2] == [("de-minor-breaks", "warning", 150), ("de-minor-work-without-break", "breach", 150)]
    assert ("de-minor-daily-hours", "notice", 360) in first


def test_the_hours_of_the_week_lie_ahead_too() -> None:
    week = [f"2026-03-{day:02} 08:00-12:00 13:00-17:00" for day in range(2, 6)]
    looked_at = now("2026-03-06", "14:00", *week, "2026-03-06 08:00-12:00 13:00-", born="2009-06-01")
    advice = told(while_working(GERMANY, looked_at, at("2026-03-06", "14:00")))
    assert ("de-minor-weekly-hours", "breach", 180) in advice


@pytest.mark.parametrize(
    ("clock", "missing"),
    [("12:00", 15), ("12:01", 14), ("12:14", 1), ("12:15", 0), ("12:20", 0)],
)
def test_a_break_that_does_not_count_is_named(clock: str, missing: int) -> None:
    advice = before_break_ends(GERMANY, on_break(MON, clock, "08:00", "12:00"), at(MON, clock))
    short = [each for each in advice if not each.ahead]
    assert told(short) == ([("de-breaks", "notice", missing)] if missing else [])
    ahead = [each for each in advice if each.ahead]
    assert ("de-breaks", "warning", 120) in told(ahead)
    assert ("de-work-without-break", "breach", 120 if missing else 360) in told(ahead)


def test_a_break_that_is_long_enough_leaves_the_day() -> None:
    advice = before_break_ends(GERMANY, on_break(MON, "12:45", "08:00", "12:00"), at(MON, "12:45"))
    assert [row[0] for row in told(advice)] == ["de-daily-hours", "de-daily-hours", "de-work-without-break"]
    assert before_break_ends(GERMANY, now(MON, "12:00", f"{MON} 08:00-"), at(MON, "12:00")) == []
    assert while_working(GERMANY, on_break(MON, "12:45", "08:00", "12:00"), at(MON, "12:45")) == []


@PROPERTY
@given(st.sampled_from(sorted(LAWS)), st.integers(0, 23 * 60), st.integers(0, 500), st.integers(0, 120))
def test_what_is_ahead_comes_when_it_is_said_to(code: str, begin: int, worked: int, paused: int) -> None:
    """A minute before the time is over there is no such finding, and a minute after there is."""
    law, begun = LAWS[code], at(TUE, "00:00") + timedelta(minutes=begin)
    left = begun + timedelta(minutes=worked // 2)
    pause = (Break(left, left + timedelta(minutes=paused)),)
    moment = begun + timedelta(minutes=worked + paused)
    punches = [Punch("now", Timer(begun, pause))]

    def rules(minutes: int) -> set[tuple[str, str]]:
        until = moment + timedelta(minutes=minutes)
        shifts = shifts_of(punches, ZONES, until)
        days = day_seconds((span for shift in shifts for span in shift.worked), ZONES)
        looked_at = Case(date(2026, 3, 3), date(2026, 3, 7), ZONES, shifts, until, worked_by_day=days)
        return {(each.rule, str(each.severity)) for each in findings_of(law, looked_at)}

    shifts = shifts_of(punches, ZONES, moment)
    for each in while_working(law, Case(date(2026, 3, 3), date(2026, 3, 3), ZONES, shifts, moment), moment):
        told_of = each.rule, str(each.severity)
        assert told_of in rules(each.minutes + 1)
        assert told_of not in rules(each.minutes)
