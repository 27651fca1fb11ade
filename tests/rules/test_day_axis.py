"""The axis of a calendar's day, on both sides of both changes of the clocks."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uhrwerk.rules.day import Zones, day_bounds
from uhrwerk.rules.day_axis import Lane, Place, day_length, hour_marks, place_on, side_by_side

BERLIN = Zones.always("Europe/Berlin")
HOUR = 3600
DAY = 24 * HOUR


def at(hour: int, minute: int = 0, day: int = 10) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "length", "hours"),
    [
        ("Europe/Berlin", date(2026, 3, 28), DAY, list(range(24))),
        ("Europe/Berlin", date(2026, 3, 29), DAY - HOUR, [0, 1, *range(3, 24)]),
        ("Europe/Berlin", date(2026, 3, 30), DAY, list(range(24))),
        ("Europe/Berlin", date(2026, 10, 24), DAY, list(range(24))),
        ("Europe/Berlin", date(2026, 10, 25), DAY + HOUR, [0, 1, 2, *range(2, 24)]),
        ("Europe/Berlin", date(2026, 10, 26), DAY, list(range(24))),
        # The clocks change by half an hour: the day has no full hour the less, and none the more.
        ("Australia/Lord_Howe", date(2026, 10, 4), DAY - HOUR // 2, [0, 1, *range(3, 24)]),
        ("Australia/Lord_Howe", date(2026, 4, 5), DAY + HOUR // 2, list(range(24))),
        # Midnight itself is left out: the day begins at one.
        ("Africa/Cairo", date(2026, 4, 24), DAY - HOUR, list(range(1, 24))),
        ("Asia/Kathmandu", date(2026, 3, 10), DAY, list(range(24))),
    ],
)
def test_a_day_has_as_many_hours_as_it_is_long(zone: str, day: date, length: int, hours: list[int]) -> None:
    zones = Zones.always(zone)
    assert day_length(day, zones) == length
    marks = hour_marks(day, zones)
    assert [mark.local.hour for mark in marks] == hours
    assert all(mark.local.date() == day and mark.local.minute == 0 for mark in marks)


def test_the_hour_that_comes_twice_is_told_by_its_offset() -> None:
    marks = hour_marks(date(2026, 10, 25), BERLIN)
    assert [(mark.local.hour, mark.local.utcoffset()) for mark in marks if mark.again] == [
        (2, timedelta(hours=2)),
        (2, timedelta(hours=1)),
    ]
    assert [mark.place for mark in marks] == [hour * HOUR for hour in range(25)]
    assert not any(mark.again for mark in hour_marks(date(2026, 3, 29), BERLIN))


def test_on_the_day_that_is_too_short_three_follows_one_at_once() -> None:
    one, three = hour_marks(date(2026, 3, 29), BERLIN)[1:3]
    assert (one.local.hour, one.place, three.local.hour, three.place) == (1, HOUR, 3, 2 * HOUR)


def test_a_day_on_which_the_person_moves_is_as_long_as_it_was_to_them() -> None:
    moved = BERLIN.changed(datetime(2026, 3, 10, 12, tzinfo=UTC), "America/New_York")
    day = date(2026, 3, 10)
    assert day_length(day, moved) == DAY + 5 * HOUR
    hours = [mark.local.hour for mark in hour_marks(day, moved)]
    assert hours == [*range(13), *range(8, 24)]
    assert [mark.local.hour for mark in hour_marks(day, moved) if mark.again] == [*range(8, 13), *range(8, 13)]


@given(
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]),
    st.dates(date(1975, 1, 1), date(2037, 12, 30)),
)
def test_marks_lie_within_the_day_and_an_hour_apart_but_for_changes(zone: str, day: date) -> None:
    zones = Zones.always(zone)
    places = [mark.place for mark in hour_marks(day, zones)]
    assert all(0 <= place < day_length(day, zones) for place in places)
    steps = {later - earlier for earlier, later in pairwise(places)}
    assert steps <= {HOUR // 2, HOUR, 3 * HOUR // 2}
    assert len([step for step in pairwise(places) if step[1] - step[0] != HOUR]) <= 1


TUESDAY = day_bounds(date(2026, 3, 10), Zones.always("UTC"))


@pytest.mark.parametrize(
    ("begin", "end", "place"),
    [
        (at(9), at(10), Place(9 * HOUR, 10 * HOUR)),
        (at(23, day=9), at(1), Place(0, HOUR, from_before=True)),
        (at(23), at(1, day=11), Place(23 * HOUR, DAY, goes_on=True)),
        (at(22, day=9), at(2, day=11), Place(0, DAY, from_before=True, goes_on=True)),
        (at(0), at(0, day=11), Place(0, DAY)),
        (at(22, day=9), at(0), None),
        (at(0, day=11), at(1, day=11), None),
        (at(9), at(9), Place(9 * HOUR, 9 * HOUR)),
        (at(0), at(0), Place(0, 0)),
        (at(0, day=11), at(0, day=11), None),
    ],
)
def test_what_goes_over_midnight_lies_on_both_days(begin: datetime, end: datetime, place: Place | None) -> None:
    assert place_on((begin, end), TUESDAY) == place


def test_on_the_long_day_the_second_two_oclock_lies_an_hour_below_the_first() -> None:
    bounds = day_bounds(date(2026, 10, 25), BERLIN)
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = first + timedelta(hours=1)
    assert place_on((first, second), bounds) == Place(2 * HOUR + HOUR // 2, 3 * HOUR + HOUR // 2)


@pytest.mark.parametrize(
    ("spans", "lanes"),
    [
        ([], []),
        ([(at(9), at(10))], [Lane(0, 1)]),
        ([(at(9), at(10)), (at(10), at(11))], [Lane(0, 1), Lane(0, 1)]),
        ([(at(9), at(10)), (at(9, 59), at(11))], [Lane(0, 2), Lane(1, 2)]),
        # The third goes where the first has ended; the whole group shares two lanes.
        ([(at(9), at(10)), (at(9, 30), at(12)), (at(10), at(11))], [Lane(0, 2), Lane(1, 2), Lane(0, 2)]),
        ([(at(11), at(12)), (at(9), at(10)), (at(9), at(10))], [Lane(0, 1), Lane(0, 2), Lane(1, 2)]),
    ],
)
def test_what_overlaps_stands_side_by_side(spans: list[tuple[datetime, datetime]], lanes: list[Lane]) -> None:
    assert side_by_side(spans) == lanes


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=15))
def test_no_two_in_one_lane_overlap(lengths: list[tuple[int, int]]) -> None:
    spans = [(at(0) + timedelta(minutes=a), at(0) + timedelta(minutes=a + b)) for a, b in lengths]
    placed = list(zip(spans, side_by_side(spans), strict=True))
    for index, (one, lane) in enumerate(placed):
        assert 0 <= lane.number < lane.of
        for other, its in placed[index + 1 :]:
            overlap = one[0] < other[1] and other[0] < one[1]
            assert not overlap or (lane.number != its.number and lane.of == its.of)
