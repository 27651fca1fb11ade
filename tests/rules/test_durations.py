"""What people type for a length or a time of day, and what is no such thing."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.strategies import PROPERTY
from uhrwerk.rules.durations import DAY_SECONDS, NO_TIME, TAKEN, TOO_LONG, Stretch, time_of_day, typed
from uhrwerk.rules.refusals import Invalid

MINUTE, HOUR = 60, 3600


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1:30", 90 * MINUTE),
        ("01:30", 90 * MINUTE),
        ("0:01", MINUTE),
        ("0:00:01", 1),
        ("1:30:15", 90 * MINUTE + 15),
        ("7:59", 8 * HOUR - MINUTE),
        ("24:00", 24 * HOUR),
        ("1.5", 90 * MINUTE),
        ("1,5", 90 * MINUTE),
        (".5", 30 * MINUTE),
        (",25", 15 * MINUTE),
        ("2.", 2 * HOUR),
        ("2", 2 * HOUR),
        ("0.3333", 1200),
        ("90m", 90 * MINUTE),
        ("90 min", 90 * MINUTE),
        ("90 Min.", 90 * MINUTE),
        ("1440m", 24 * HOUR),
        ("1h", HOUR),
        ("1.5h", 90 * MINUTE),
        ("1,5 Std.", 90 * MINUTE),
        ("1 hour", HOUR),
        ("2 Stunden", 2 * HOUR),
        ("1h30", 90 * MINUTE),
        ("1h 30", 90 * MINUTE),
        ("1h 30m", 90 * MINUTE),
        ("1 H 5 MIN", 65 * MINUTE),
        ("  1:30 ", 90 * MINUTE),
    ],
)
def test_a_length(text: str, seconds: int) -> None:
    assert typed(text) == seconds


@pytest.mark.parametrize("text", ["", "  ", "0", "0:00", "0m", "0,0", "0h 0"])
def test_nothing(text: str) -> None:
    assert typed(text) is None


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("9-17:30", time(9), time(17, 30)),
        ("9:00–12:15", time(9), time(12, 15)),
        ("9 - 17", time(9), time(17)),
        ("09.30 — 10.15", time(9, 30), time(10, 15)),
        ("930-1015", time(9, 30), time(10, 15)),
        ("9am-5:30pm", time(9), time(17, 30)),
        ("9 a.m. to 12 p.m.", time(9), time(12)),
        ("12am-1am", time(0), time(1)),
        ("9 bis 17 Uhr", time(9), time(17)),
        ("22-6", time(22), time(6)),
        ("20-24", time(20), time(0)),
        ("0-0:01", time(0), time(0, 1)),
    ],
)
def test_a_stretch_of_the_day(text: str, start: time, end: time) -> None:
    assert typed(text) == Stretch(start, end)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("24:01", TOO_LONG),
        ("1441m", TOO_LONG),
        ("25", TOO_LONG),
        ("24.0003", TOO_LONG),
        ("1:60", TAKEN),
        ("1:5", TAKEN),
        ("1h 60", TAKEN),
        ("100:00", TAKEN),
        ("abc", TAKEN),
        (":", TAKEN),
        (".", TAKEN),
        ("-1", TAKEN),
        ("1-", TAKEN),
        ("9-9", TAKEN),
        ("9-9:00", TAKEN),
        ("0-24", TAKEN),
        ("9-25", TAKEN),
        ("9-17-18", TAKEN),
        ("13pm-14", TAKEN),
        ("0am-1", TAKEN),
        ("9:75-10", TAKEN),
        ("1e3", TAKEN),
        ("١:٣٠", TAKEN),
        ("1" * 41, TAKEN),
    ],
)
def test_what_is_neither_names_the_field_and_says_what_is_taken(text: str, message: str) -> None:
    with pytest.raises(Invalid) as refused:
        typed(text, "cell")
    [problem] = refused.value.problems
    assert (problem.field, problem.message) == ("cell", message)


@pytest.mark.parametrize(
    ("text", "at"),
    [("9", time(9)), ("0930", time(9, 30)), ("9:30", time(9, 30)), ("23:59", time(23, 59)), ("24", time(0))],
)
def test_a_time_of_day(text: str, at: time) -> None:
    assert time_of_day(text, "start") == at


@pytest.mark.parametrize("text", ["", "24:01", "25", "9:60", "9:3", "x", "9-10", "12:00:00"])
def test_no_time_of_day(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        time_of_day(text, "start")
    [problem] = refused.value.problems
    assert (problem.field, problem.message) == ("start", NO_TIME)


@PROPERTY
@given(st.integers(1, DAY_SECONDS))
def test_every_length_can_be_typed_to_the_second(seconds: int) -> None:
    hours, minutes = seconds // HOUR, seconds // MINUTE % MINUTE
    assert typed(f"{hours}:{minutes:02d}:{seconds % MINUTE:02d}") == seconds
    assert (typed(f"{hours}:{minutes:02d}") or 0) == (typed(f"{hours}h {minutes}") or 0) == seconds - seconds % MINUTE


@PROPERTY
@given(st.times(), st.times())
def test_every_stretch_can_be_typed_to_the_minute(start: time, end: time) -> None:
    start, end = (each.replace(second=0, microsecond=0, tzinfo=None) for each in (start, end))
    if start != end:
        assert typed(f"{start:%H:%M}–{end:%H:%M}") == typed(f"{start:%H%M}-{end:%H%M}") == Stretch(start, end)


@PROPERTY
@given(st.text(max_size=20))
def test_whatever_is_typed_is_taken_or_refused(text: str) -> None:
    try:
        found = typed(text)
    except Invalid:
        return
    assert found is None or isinstance(found, Stretch) or 0 < found <= DAY_SECONDS
