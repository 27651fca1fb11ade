"""Night, Sunday and holiday work by local day."""

from collections.abc import Mapping
from dataclasses import astuple
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.law.cases import punches
from tests.rules.strategies import PROPERTY, dated_zones, instants, timers
from uhrwerk.rules.day import Span, Zones, day_seconds
from uhrwerk.rules.law.case import shifts_of
from uhrwerk.rules.surcharge import SURCHARGES, Surcharge, SurchargeRules, surcharges
from uhrwerk.rules.timer import worked_spans

ZURICH = "Europe/Zurich"
"""Its clocks are those of Berlin and Vienna, too."""

ZONES = Zones.always(ZURICH)
AT = datetime(2027, 1, 1, tzinfo=UTC)
HOLIDAYS = {date(2026, 5, 1): "1 May", date(2026, 5, 24): "Whit Sunday"}

Rows = Mapping[str, tuple[int, int, int]]
"""Minutes of night, Sunday and holiday work by day."""


def found(law: str, *roster: str) -> Rows:
    shifts = [shift.worked for shift in shifts_of(punches(ZURICH, roster), ZONES, AT)]
    days = surcharges(shifts, ZONES, HOLIDAYS, SURCHARGES[law])
    return {
        str(day): (each.night_seconds // 60, each.sunday_seconds // 60, each.holiday_seconds // 60)
        for day, each in days.items()
    }


@pytest.mark.parametrize(
    ("law", "line", "expected"),
    [
        # Germany: 23 to 6 h, if it is more than two hours of a shift.
        ("DE", "2026-03-02 17:00-25:00", {}),
        ("DE", "2026-03-02 17:00-25:01", {"2026-03-02": (60, 0, 0), "2026-03-03": (61, 0, 0)}),
        ("DE", "2026-03-02 17:00-22:00 23:30-24:30 25:00-26:01", {"2026-03-02": (30, 0, 0), "2026-03-03": (91, 0, 0)}),
        ("DE", "2026-03-02 03:59-12:00", {"2026-03-02": (121, 0, 0)}),
        ("DE", "2026-03-02 04:00-12:00", {}),
        ("DE", "2026-03-02 22:00-30:00", {"2026-03-02": (60, 0, 0), "2026-03-03": (360, 0, 0)}),
        # A break in the night is no work.
        ("DE", "2026-03-02 22:00-26:00/26:45-30:30", {"2026-03-02": (60, 0, 0), "2026-03-03": (315, 0, 0)}),
        # The night in which the clocks change is an hour shorter, and longer.
        ("DE", "2026-03-28 22:00-30:00", {"2026-03-28": (60, 0, 0), "2026-03-29": (300, 300, 0)}),
        ("DE", "2026-10-24 22:00-30:00", {"2026-10-24": (60, 0, 0), "2026-10-25": (420, 420, 0)}),
        ("DE", "2026-10-25 02:00b-03:00", {"2026-10-25": (0, 60, 0)}),
        # Sundays and holidays from midnight to midnight; a holiday on a Sunday is a holiday.
        ("DE", "2026-03-07 20:00-24:00", {}),
        ("DE", "2026-03-07 20:00-24:01", {"2026-03-08": (0, 1, 0)}),
        ("DE", "2026-03-08 22:00-26:00", {"2026-03-08": (60, 120, 0), "2026-03-09": (120, 0, 0)}),
        ("DE", "2026-04-30 23:00-24:30", {"2026-05-01": (0, 0, 30)}),
        ("DE", "2026-05-24 08:00-12:00", {"2026-05-24": (0, 0, 240)}),
        # Austria: 22 to 5 h, every minute of it.
        ("AT", "2026-03-02 20:00-22:01", {"2026-03-02": (1, 0, 0)}),
        ("AT", "2026-03-02 04:59-12:00", {"2026-03-02": (1, 0, 0)}),
        ("AT", "2026-03-02 05:00-22:00", {}),
        # Switzerland: Sundays and holidays go from 23 to 23 h.
        ("CH", "2026-03-07 20:00-23:00", {}),
        ("CH", "2026-03-07 20:00-23:01", {"2026-03-07": (1, 1, 0)}),
        ("CH", "2026-03-08 20:00-24:00", {"2026-03-08": (60, 180, 0)}),
        ("CH", "2026-04-30 22:00-24:00", {"2026-04-30": (60, 0, 60)}),
        ("CH", "2026-05-01 22:00-24:00", {"2026-05-01": (60, 0, 60)}),
        ("CH", "2026-05-23 22:00-24:00", {"2026-05-23": (60, 0, 60)}),
        # Rules hold from their day on.
        ("DE", "1994-06-30 22:00-30:00", {}),
        ("DE", "1994-07-01 22:00-30:00", {"1994-07-01": (60, 0, 0), "1994-07-02": (360, 0, 0)}),
    ],
)
def test_what_a_shift_has(law: str, line: str, expected: Rows) -> None:
    assert found(law, line) == expected


def test_each_shift_is_looked_at_by_itself_and_days_add_up() -> None:
    """Two hours are no night work, though two shifts have four of them."""
    assert found("DE", "2026-03-02 20:00-25:00", "2026-03-03 20:00-25:00") == {}
    both = found("DE", "2026-03-02 22:00-30:00", "2026-03-03 22:00-30:00")
    assert both == {"2026-03-02": (60, 0, 0), "2026-03-03": (420, 0, 0), "2026-03-04": (360, 0, 0)}


def test_a_change_of_the_law_holds_for_shifts_that_begin_from_then_on() -> None:
    early, late = (
        SurchargeRules(date(2026, 1, 1), (time(20), time(6))),
        SurchargeRules(date(2026, 3, 3), (time(0), time(4))),
    )
    shifts = [
        shift.worked
        for shift in shifts_of(punches(ZURICH, [f"2026-03-{day:02} 19:00-29:00" for day in (2, 3)]), ZONES, AT)
    ]
    hours = {str(day): each.night_seconds // 3600 for day, each in surcharges(shifts, ZONES, {}, (early, late)).items()}
    assert hours == {"2026-03-02": 4, "2026-03-03": 5, "2026-03-04": 4}


@PROPERTY
@given(st.data())
def test_surcharges_are_never_more_than_the_work(data: st.DataObject) -> None:
    begin = data.draw(instants)
    zones = data.draw(dated_zones(begin))
    timer = data.draw(timers(begin, stopped=True))
    assert timer.ended_at
    worked = [span for span in worked_spans(timer, timer.ended_at) if span[0] < span[1]]
    rules = (SurchargeRules(date(1970, 1, 1), (time(23), time(6))),)
    days = day_seconds(worked, zones)
    for day, each in surcharges([worked], zones, {}, rules).items():
        assert each != Surcharge()
        assert all(0 <= seconds <= days[day] + 1 for seconds in astuple(each))
        assert each.holiday_seconds == 0
        # Who travels west over midnight has the evening before once more, in the middle of a Sunday.
        assert not each.sunday_seconds or day.weekday() == 6 or len(zones.changes) > 1
    assert surcharges([worked], zones, {}, ()) == {}


@PROPERTY
@given(instants, st.timedeltas(timedelta(seconds=1), timedelta(hours=40)), st.timedeltas(timedelta(0), timedelta(1)))
def test_where_every_day_is_a_holiday_all_work_is_holiday_work(
    begin: datetime, length: timedelta, part: timedelta
) -> None:
    spans: list[Span] = [(begin, begin + length), (begin + length + part, begin + 2 * length + part)]
    days = day_seconds(spans, ZONES)
    everyday = {day + timedelta(days=each): "" for day in days for each in (-1, 0, 1)}
    rules = (SurchargeRules(date(1970, 1, 1), (time(23), time(6))),)
    result = surcharges([spans], ZONES, everyday, rules)
    assert {day: each.holiday_seconds for day, each in result.items() if each.holiday_seconds} == {
        day: seconds for day, seconds in days.items() if seconds
    }
