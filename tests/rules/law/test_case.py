"""Which punches belong together, and what a shift of them comes to."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.law.cases import case, punches, rosters, wall
from tests.rules.strategies import PROPERTY, dated_zones, instants, lengths, timers
from uhrwerk.rules.day import Zones, local_date
from uhrwerk.rules.law.case import Punch, shifts_of
from uhrwerk.rules.timer import Break, Timer, net_seconds

BERLIN = "Europe/Berlin"
ZONES = Zones.always(BERLIN)
MON, TUE, WED = "2026-03-02", "2026-03-03", "2026-03-04"
AT = wall(BERLIN, MON, "80:00")

Summary = tuple[str, int, int, str]
"""The day, the minutes worked, those of its breaks, the ids."""


def shifts(*roster: str, at: datetime = AT) -> list[Summary]:
    found = []
    for shift in shifts_of(punches(BERLIN, roster), ZONES, at):
        breaks = sum(int((end - begin).total_seconds()) for begin, end in shift.breaks)
        found.append((str(shift.day), shift.worked_seconds // 60, breaks // 60, " ".join(shift.ids)))
    return found


@pytest.mark.parametrize(
    ("roster", "expected"),
    [
        ([], []),
        ([f"{MON} 08:00-16:00"], [(MON, 480, 0, f"{MON}/1")]),
        ([f"{MON} 08:00-12:00/12:30-16:00"], [(MON, 450, 30, f"{MON}/1")]),
        # Gone and back is a break, as long as it is the same day or shorter than four hours.
        ([f"{MON} 08:00-12:00 12:30-16:00"], [(MON, 450, 30, f"{MON}/1 {MON}/2")]),
        ([f"{MON} 06:00-10:00 20:59-22:00"], [(MON, 301, 659, f"{MON}/1 {MON}/2")]),
        ([f"{MON} 06:00-10:00 21:00-22:00"], [(MON, 240, 0, f"{MON}/1"), (MON, 60, 0, f"{MON}/2")]),
        ([f"{MON} 16:00-22:00 25:59-27:00"], [(MON, 421, 239, f"{MON}/1 {MON}/2")]),
        ([f"{MON} 16:00-22:00 26:00-27:00"], [(MON, 360, 0, f"{MON}/1"), (TUE, 60, 0, f"{MON}/2")]),
        # A shift that goes on past midnight begins on one day only: what follows after more hours is another.
        ([f"{MON} 22:00-26:00", f"{TUE} 07:00-08:00"], [(MON, 240, 0, f"{MON}/1"), (TUE, 60, 0, f"{TUE}/1")]),
        ([f"{MON} 22:00-26:00", f"{TUE} 05:59-08:00"], [(MON, 361, 239, f"{MON}/1 {TUE}/1")]),
        # The order of the lines does not matter, and overlapping ones are worked once.
        ([f"{TUE} 08:00-12:00", f"{MON} 08:00-12:00"], [(MON, 240, 0, f"{MON}/1"), (TUE, 240, 0, f"{TUE}/1")]),
        ([f"{MON} 08:00-12:00 11:00-13:00"], [(MON, 300, 0, f"{MON}/1 {MON}/2")]),
        ([f"{MON} 08:00-12:00 09:00-10:00"], [(MON, 240, 0, f"{MON}/1 {MON}/2")]),
        ([f"{MON} 08:00-12:00 12:00-13:00"], [(MON, 300, 0, f"{MON}/1 {MON}/2")]),
        ([f"{MON} 08:00-10:00/11:00-12:00 10:15-10:30"], [(MON, 195, 45, f"{MON}/1 {MON}/2")]),
        # What is a break within one punch is a rest between two shifts where it is as long as one.
        ([f"{MON} 08:00-19:00/30:00-32:00"], [(MON, 660, 0, f"{MON}/1"), (TUE, 120, 0, f"{MON}/1")]),
        ([f"{MON} 08:00-12:00/22:59-23:30"], [(MON, 271, 659, f"{MON}/1")]),
        ([f"{MON} 16:00-22:00/26:00-27:00"], [(MON, 360, 0, f"{MON}/1"), (TUE, 60, 0, f"{MON}/1")]),
        # The one that ends last counts, not the one that began last.
        (
            [f"{MON} 08:00-21:00 09:00-10:00", f"{TUE} 00:30-01:00"],
            [(MON, 810, 210, f"{MON}/1 {MON}/2 {TUE}/1")],
        ),
        # Without work there is nothing to prove.
        ([f"{MON} 08:00-08:00"], []),
        ([f"{MON} 06:00-06:00 08:00-12:00"], [(MON, 240, 0, f"{MON}/2")]),
        # The clocks go forward in the night to 29 March and back in the one to 25 October.
        (["2026-03-28 22:00-30:00"], [("2026-03-28", 420, 0, "2026-03-28/1")]),
        (["2026-10-24 22:00-30:00"], [("2026-10-24", 540, 0, "2026-10-24/1")]),
        (["2026-03-28 20:00-23:30 28:29-29:00"], [("2026-03-28", 241, 239, "2026-03-28/1 2026-03-28/2")]),
        (
            ["2026-03-28 20:00-23:30 28:30-29:00"],
            [("2026-03-28", 210, 0, "2026-03-28/1"), ("2026-03-29", 30, 0, "2026-03-28/2")],
        ),
    ],
)
def test_which_punches_are_a_shift(roster: list[str], expected: list[Summary]) -> None:
    assert shifts(*roster) == expected


@pytest.mark.parametrize(
    ("timer", "at", "worked", "breaks"),
    [
        (Timer(wall(BERLIN, MON, "08:00")), "08:00", 0, 0),
        (Timer(wall(BERLIN, MON, "08:00")), "12:00", 240, 0),
        # On a break: the shift is as long as the work before it.
        (Timer(wall(BERLIN, MON, "08:00"), (Break(wall(BERLIN, MON, "10:00")),)), "12:00", 120, 0),
        (Timer(wall(BERLIN, MON, "08:00"), (Break(wall(BERLIN, MON, "08:00")),)), "12:00", 0, 0),
        # Looked at before its last act, as clocks may differ.
        (Timer(wall(BERLIN, MON, "08:00")), "07:58", 0, 0),
    ],
)
def test_somebody_who_is_still_in(timer: Timer, at: str, worked: int, breaks: int) -> None:
    [shift] = shifts_of([Punch("1", timer)], ZONES, wall(BERLIN, MON, at))
    assert shift.is_active
    assert (shift.worked_seconds, len(shift.breaks)) == (worked * 60, breaks)
    assert shift.ended_at == timer.started_at + timedelta(minutes=worked)
    assert [str(shift.day), str(shift.last_day)] == [MON, MON]


def test_a_shift_has_the_days_on_which_it_was_worked() -> None:
    late, later = shifts_of(punches(BERLIN, [f"{MON} 16:00-24:00", f"{TUE} 16:00-24:01"]), ZONES, AT)
    assert [str(late.day), str(late.last_day)] == [MON, MON]
    assert [str(later.day), str(later.last_day)] == [TUE, WED]
    assert not late.is_active


def test_the_shifts_of_the_range_are_those_that_begin_in_it() -> None:
    looked_at = case(BERLIN, f"{MON} 20:00-26:00", f"{TUE} 20:00-26:00", f"{WED} 20:00-26:00", first=TUE, last=TUE)
    assert [str(shift.day) for shift in looked_at.in_range()] == [TUE]
    assert [str(shift.day) for shift in replace(looked_at, last=date(2026, 3, 9)).in_range()] == [TUE, WED]
    assert [*replace(looked_at, first=date(2026, 3, 5), last=date(2026, 3, 9)).in_range()] == []


@PROPERTY
@given(rosters, st.randoms())
def test_the_order_of_punches_does_not_matter(roster: list[str], chance: Random) -> None:
    written = punches(BERLIN, roster)
    shuffled = list(written)
    chance.shuffle(shuffled)
    assert shifts_of(shuffled, ZONES, AT) == shifts_of(written, ZONES, AT)


@PROPERTY
@given(st.data())
def test_every_stretch_of_work_is_in_one_shift(data: st.DataObject) -> None:
    begin = data.draw(instants)
    zones = data.draw(dated_zones(begin))
    drawn = [data.draw(timers(begin + data.draw(lengths))) for _ in range(data.draw(st.integers(1, 4)))]
    at = max(timer.last_act_at for timer in drawn)
    found = shifts_of([Punch(str(number), timer) for number, timer in enumerate(drawn)], zones, at)
    spans = [span for shift in found for span in shift.worked]
    assert spans == sorted(spans)
    assert all(left < back for (_, left), (back, _) in pairwise(spans))
    assert sum(shift.worked_seconds for shift in found) <= sum(net_seconds(timer, at) for timer in drawn) + len(found)
    for shift in found:
        assert shift.day == local_date(shift.started_at, zones)
        assert shift.day <= shift.last_day
    ids = {id_ for shift in found for id_ in shift.ids}
    assert ids >= {str(number) for number, timer in enumerate(drawn) if net_seconds(timer, at)}


def test_who_came_back_from_a_rest_is_active_in_the_later_shift_alone() -> None:
    evening, morning, noon = (wall(BERLIN, MON, clock) for clock in ("19:00", "30:00", "36:00"))
    punch = Punch("still in", Timer(wall(BERLIN, MON, "08:00"), (Break(evening, morning),)))
    before, now = shifts_of([punch], ZONES, noon)
    assert (before.is_active, now.is_active) == (False, True)
