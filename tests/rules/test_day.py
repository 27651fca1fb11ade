"""Local days, in zones whose clocks do odd things."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.rules.strategies import PROPERTY, dated_zones, instants, lengths, timers, zone_names
from uhrwerk.rules.day import (
    ALWAYS,
    ZoneChange,
    Zones,
    bound_of,
    day_bounds,
    day_seconds,
    instant_of,
    local_date,
    net_by_day,
    zone,
)
from uhrwerk.rules.refusals import Invalid
from uhrwerk.rules.timer import Break, Timer, net_seconds

MICROSECOND = timedelta(microseconds=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NOW = datetime(2026, 3, 10, 8, tzinfo=UTC)

BERLIN = Zones.always("Europe/Berlin")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize("name", ["", "Berlin", "europe/berlin", "../etc/passwd", "Europe/Berlin\x00", "UTC+1"])
def test_a_zone_that_is_none_is_refused_in_the_name_of_the_field(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        zone(name, "timezone")
    assert [problem.field for problem in refused.value.problems] == ["timezone"]


@pytest.mark.parametrize(
    ("name", "day", "begin", "hours"),
    [
        ("Europe/Berlin", "2026-03-10", "2026-03-09T23:00", 24),
        ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00", 23),
        ("Europe/Berlin", "2026-10-25", "2026-10-24T22:00", 25),
        # Over midnight: the day begins at 01:00, and the day before has its last hour twice.
        ("Africa/Cairo", "2024-04-26", "2024-04-25T22:00", 23),
        ("Africa/Cairo", "2024-10-31", "2024-10-30T21:00", 25),
        ("Africa/Cairo", "2024-11-01", "2024-10-31T22:00", 24),
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00", 23),
        ("America/Sao_Paulo", "2018-02-17", "2018-02-17T02:00", 25),
        ("Asia/Beirut", "2024-03-31", "2024-03-30T22:00", 23),
        ("Asia/Beirut", "2024-10-26", "2024-10-25T21:00", 25),
        # From 01:00 back to 00:00: midnight comes twice, the day begins with the first.
        ("America/Havana", "2024-03-10", "2024-03-10T05:00", 23),
        ("America/Havana", "2024-11-03", "2024-11-03T04:00", 25),
        # From 23:30 to 00:30: both days are half an hour short.
        ("America/Toronto", "1919-03-30", "1919-03-30T05:00", 23.5),
        ("America/Toronto", "1919-03-31", "1919-03-31T04:30", 23.5),
        ("Australia/Lord_Howe", "2024-04-07", "2024-04-06T13:00", 24.5),
        ("Australia/Lord_Howe", "2024-10-06", "2024-10-05T13:30", 23.5),
        ("Asia/Kathmandu", "2024-05-01", "2024-04-30T18:15", 24),
        # Samoa went over the date line and left a day out.
        ("Pacific/Apia", "2011-12-29", "2011-12-29T10:00", 24),
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00", 0),
        ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00", 24),
    ],
)
def test_a_day_begins_and_is_as_long_as_the_clocks_say(name: str, day: str, begin: str, hours: float) -> None:
    bounds = day_bounds(date.fromisoformat(day), Zones.always(name))
    assert bounds == (utc(begin), utc(begin) + timedelta(hours=hours))
    if hours:
        assert day_seconds([bounds], Zones.always(name)) == {date.fromisoformat(day): hours * 3600}


def test_a_day_to_which_the_clocks_go_back_comes_in_two_parts() -> None:
    """Newfoundland, 2010: at 00:01 on the 7th it was 23:01 on the 6th again."""
    zones = Zones.always("America/St_Johns")
    sixth, seventh = date(2010, 11, 6), date(2010, 11, 7)
    midnight = utc("2010-11-07T02:30")
    assert local_date(midnight - MICROSECOND, zones) == sixth
    assert local_date(midnight, zones) == seventh
    assert local_date(midnight + timedelta(minutes=1), zones) == sixth
    assert local_date(midnight + HOUR, zones) == seventh
    assert day_bounds(sixth, zones) == (midnight - DAY, midnight + HOUR)
    assert day_bounds(seventh, zones) == (midnight, midnight + DAY + HOUR)
    timer = Timer(midnight + timedelta(minutes=15), (), midnight + timedelta(minutes=75))
    assert net_by_day(timer, zones, NOW) == {sixth: 45 * 60, seventh: 15 * 60}
    whole = day_seconds([(midnight - DAY, midnight + DAY + HOUR)], zones)
    assert whole == {sixth: (24 * 60 + 59) * 60, seventh: (24 * 60 + 1) * 60}


@pytest.mark.parametrize(
    ("since", "name", "days"),
    [
        # At noon of the 10th in Berlin it becomes 20:00 in Tokyo: the day is eight hours shorter.
        ("2026-03-10T11:00", "Asia/Tokyo", {10: 16, 11: 24}),
        # At noon in Berlin it becomes 07:00 in New York.
        ("2026-03-10T11:00", "America/New_York", {10: 29, 11: 24}),
        # At 02:00 of the 11th in Berlin it is the 10th again: 10th, 11th, 10th, 11th.
        ("2026-03-11T01:00", "America/New_York", {10: 24 + 3, 11: 2 + 24}),
        # At 22:00 of the 10th it is the 11th at once.
        ("2026-03-10T21:00", "Asia/Tokyo", {10: 22, 11: 18}),
    ],
)
def test_a_zone_changes_while_the_timer_runs(since: str, name: str, days: dict[int, int]) -> None:
    zones = BERLIN.changed(utc(since), name)
    begin = utc("2026-03-09T23:00")
    timer = Timer(begin, (), begin + sum(days.values()) * HOUR)
    assert net_by_day(timer, zones, NOW) == {date(2026, 3, day): hours * 3600 for day, hours in days.items()}
    assert day_bounds(date(2026, 3, 10), zones)[0] == begin
    assert day_bounds(date(2026, 3, 11), zones)[1] == timer.ended_at


def test_a_change_of_zone_leaves_the_days_before_as_they_were() -> None:
    zones = BERLIN.changed(utc("2026-03-10T11:00"), "America/New_York")
    for day in (date(2026, 3, 8), date(2026, 3, 9)):
        assert day_bounds(day, zones) == day_bounds(day, BERLIN)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([("2026-01-01T00:00", "Asia/Tokyo")], [(None, "Europe/Berlin"), ("2026-01-01T00:00", "Asia/Tokyo")]),
        ([("2026-01-01T00:00", "Europe/Berlin")], [(None, "Europe/Berlin")]),
        (
            [("2026-01-01T00:00", "Asia/Tokyo"), ("2026-01-01T00:00", "UTC")],
            [(None, "Europe/Berlin"), ("2026-01-01T00:00", "UTC")],
        ),
        # What was to come later is dropped.
        (
            [("2026-02-01T00:00", "Asia/Tokyo"), ("2026-01-01T00:00", "UTC")],
            [(None, "Europe/Berlin"), ("2026-01-01T00:00", "UTC")],
        ),
        ([("2026-02-01T00:00", "Asia/Tokyo"), ("2026-03-01T00:00", "Europe/Berlin")], None),
    ],
)
def test_a_persons_zones_are_dated(
    changes: list[tuple[str, str]], expected: list[tuple[str | None, str]] | None
) -> None:
    zones = BERLIN
    for since, name in changes:
        zones = zones.changed(utc(since), name)
    if expected is None:
        expected = [(None, "Europe/Berlin"), *changes]
    assert zones.changes == tuple(ZoneChange(utc(since) if since else ALWAYS, name) for since, name in expected)
    for since, name in changes[-1:]:
        assert zones.at(utc(since)).key == name
        assert zones.next_change(utc(since)) is None


FEBRUARY, MARCH = utc("2026-02-01T00:00"), utc("2026-03-01T00:00")


@pytest.mark.parametrize(
    ("changes", "dropped", "expected"),
    [
        ([(FEBRUARY, "UTC")], (FEBRUARY, "UTC"), []),
        # One at another instant, or to another zone, is somebody else's.
        ([(FEBRUARY, "UTC")], (FEBRUARY + MICROSECOND, "UTC"), [(FEBRUARY, "UTC")]),
        ([(FEBRUARY, "UTC")], (FEBRUARY, "Asia/Tokyo"), [(FEBRUARY, "UTC")]),
        # What was later stays.
        ([(FEBRUARY, "UTC"), (MARCH, "Asia/Tokyo")], (FEBRUARY, "UTC"), [(MARCH, "Asia/Tokyo")]),
        ([(FEBRUARY, "UTC"), (MARCH, "Asia/Tokyo")], (MARCH, "Asia/Tokyo"), [(FEBRUARY, "UTC")]),
        # A change back is none when nothing is left to come back from.
        ([(FEBRUARY, "UTC"), (MARCH, "Europe/Berlin")], (FEBRUARY, "UTC"), []),
        # The first zone holds from the beginning of time and cannot go.
        ([], (ALWAYS, "Europe/Berlin"), []),
    ],
)
def test_a_change_of_zone_is_taken_back(
    changes: list[tuple[datetime, str]], dropped: tuple[datetime, str], expected: list[tuple[datetime, str]]
) -> None:
    zones = BERLIN
    for since, name in changes:
        zones = zones.changed(since, name)
    left = zones.without(*dropped)
    assert left.changes == (*BERLIN.changes, *(ZoneChange(since, name) for since, name in expected))


def test_the_zone_in_force_changes_to_the_microsecond() -> None:
    since = utc("2026-03-10T11:00")
    zones = BERLIN.changed(since, "Asia/Tokyo")
    assert zones.at(since - MICROSECOND).key == "Europe/Berlin"
    assert zones.at(since).key == "Asia/Tokyo"
    assert zones.next_change(since - MICROSECOND) == since


# ---- seconds per day ----


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], {}),
        ([("22:59:59.5", "23:00:00.5")], {9: 1, 10: 0}),  # half a second each: a second in all, none lost
        ([("22:59:59.6", "23:00:00.4")], {9: 0, 10: 1}),
        ([("22:59:59.9", "23:00:00.1")], {9: 0, 10: 0}),
        ([("22:59:58.6", "22:59:59.0"), ("22:59:59.0", "22:59:59.2"), ("23:00:00.0", "23:00:00.4")], {9: 1, 10: 0}),
        ([("23:00:00.0", "23:00:01.0")], {10: 1}),
    ],
)
def test_no_second_is_lost_or_made_at_midnight(spans: list[tuple[str, str]], expected: dict[int, int]) -> None:
    given_ = [(utc(f"2026-03-09T{begin}"), utc(f"2026-03-09T{end}")) for begin, end in spans]
    assert day_seconds(given_, BERLIN) == {date(2026, 3, day): seconds for day, seconds in expected.items()}


@PROPERTY
@given(st.data())
def test_the_pieces_add_up_to_the_net_seconds(data: st.DataObject) -> None:
    timer = data.draw(timers())
    zones = data.draw(dated_zones(timer.started_at))
    at = timer.last_act_at + data.draw(lengths)
    pieces = net_by_day(timer, zones, at)
    assert sum(pieces.values()) == net_seconds(timer, at)
    assert min(pieces.values()) >= 0
    assert local_date(timer.started_at, zones) in pieces


@settings(PROPERTY, max_examples=40)
@given(st.data())
def test_every_microsecond_falls_on_the_day_that_local_date_says(data: st.DataObject) -> None:
    """Beside a slow count, minute by minute: in these years the clocks change on whole minutes only."""
    timer = data.draw(timers(stopped=True))
    assert timer.ended_at is not None
    assume(timer.ended_at - timer.started_at <= 2 * DAY)
    zones = Zones.always(data.draw(zone_names))
    spans = [(timer.started_at, timer.ended_at)]
    exact: dict[date, timedelta] = {}
    at = timer.started_at
    while at < timer.ended_at:
        minute = at.replace(second=0, microsecond=0)
        until = min(timer.ended_at, minute + timedelta(minutes=1))
        day = local_date(minute, zones)
        exact[day] = exact.get(day, timedelta(0)) + (until - at)
        at = until
    counted = day_seconds(spans, zones)
    assert counted.keys() == exact.keys()
    for day, seconds in counted.items():
        # Each border is rounded by itself, so a day is off by less than a second.
        assert abs(timedelta(seconds=seconds) - exact[day]) <= timedelta(seconds=1)


@PROPERTY
@given(st.data())
def test_the_bounds_hold_the_day_and_nothing_more(data: st.DataObject) -> None:
    at = data.draw(instants)
    zones = data.draw(dated_zones(at))
    day = local_date(at, zones)
    begin, end = day_bounds(day, zones)
    assert begin <= at < end
    assert local_date(begin, zones) == day != local_date(begin - MICROSECOND, zones)
    assert local_date(end - MICROSECOND, zones) == day != local_date(end, zones)


# ---- from the wall clock ----


@pytest.mark.parametrize(
    ("name", "wall", "now", "expected"),
    [
        ("Europe/Berlin", "2026-03-10T09:00", "2026-03-10T08:00", "2026-03-10T08:00"),
        # 02:30 comes twice: at 00:30 and at 01:30 UTC. The nearer to now is meant, the earlier where both are as near.
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:31", "2026-10-25T00:30"),
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T01:29", "2026-10-25T01:30"),
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T01:00", "2026-10-25T00:30"),
        # What is more than five minutes ahead has not been yet: the other reading is meant.
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T01:24:59.999999", "2026-10-25T00:30"),
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T01:25", "2026-10-25T01:30"),
        ("Europe/Berlin", "2026-10-25T02:30", "2030-01-01T00:00", "2026-10-25T01:30"),
        ("Europe/Berlin", "2026-10-25T02:30", "2020-01-01T00:00", "2026-10-25T00:30"),
        ("Europe/Berlin", "2026-10-25T01:59:59.999999", "2030-01-01T00:00", "2026-10-24T23:59:59.999999"),
        ("Europe/Berlin", "2026-10-25T03:00", "2020-01-01T00:00", "2026-10-25T02:00"),
        ("America/Havana", "2024-11-03T00:30", "2024-11-03T05:26", "2024-11-03T05:30"),
        ("America/Sao_Paulo", "2018-02-17T23:30", "2018-02-18T01:40", "2018-02-18T01:30"),
        ("Asia/Beirut", "2024-10-26T23:30", "2024-10-26T21:40", "2024-10-26T21:30"),
        ("America/St_Johns", "2010-11-07T00:00:30", "2010-11-07T02:31", "2010-11-07T02:30:30"),
        ("America/St_Johns", "2010-11-07T00:00:30", "2010-11-07T03:31", "2010-11-07T03:30:30"),
    ],
)
def test_a_wall_clocks_time_is_an_instant(name: str, wall: str, now: str, expected: str) -> None:
    assert instant_of(datetime.fromisoformat(wall), Zones.always(name), utc(now)) == utc(expected)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Europe/Berlin", "2026-03-29T02:00", "2026-03-29T02:59:59.999999"),
        ("Africa/Cairo", "2024-04-26T00:00", "2024-04-26T00:59:59.999999"),
        ("America/Havana", "2024-03-10T00:00", "2024-03-10T00:59:59.999999"),
        ("America/Sao_Paulo", "2018-11-04T00:00", "2018-11-04T00:59:59.999999"),
        ("Asia/Beirut", "2024-03-31T00:00", "2024-03-31T00:59:59.999999"),
        ("Australia/Lord_Howe", "2024-10-06T02:00", "2024-10-06T02:29:59.999999"),
        ("America/Toronto", "1919-03-30T23:30", "1919-03-31T00:29:59.999999"),
        ("Pacific/Apia", "2011-12-30T00:00", "2011-12-30T23:59:59.999999"),
    ],
)
def test_a_time_that_the_clocks_leave_out_is_refused(name: str, first: str, last: str) -> None:
    zones = Zones.always(name)
    begin, end = datetime.fromisoformat(first), datetime.fromisoformat(last)
    for wall in (begin, begin + (end - begin) / 2, end):
        with pytest.raises(Invalid, match="does not exist") as refused:
            instant_of(wall, zones, NOW, "date")
        assert [problem.field for problem in refused.value.problems] == ["date"]
    before, after = (instant_of(wall, zones, NOW) for wall in (begin - MICROSECOND, end + MICROSECOND))
    assert after - before == MICROSECOND


def test_the_wall_clock_of_a_person_who_moved_is_read_where_they_were() -> None:
    """At 11:00 UTC Berlin's 12:00 becomes Tokyo's 20:00."""
    zones = BERLIN.changed(utc("2026-03-10T11:00"), "Asia/Tokyo")
    assert instant_of(datetime(2026, 3, 10, 11, 59), zones, NOW) == utc("2026-03-10T10:59")  # noqa: DTZ001
    assert instant_of(datetime(2026, 3, 10, 20, 0), zones, NOW) == utc("2026-03-10T11:00")  # noqa: DTZ001
    with pytest.raises(Invalid, match="does not exist"):
        instant_of(datetime(2026, 3, 10, 15, 0), zones, NOW)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("wall", "name"),
    [(datetime.min, "Europe/Berlin"), (datetime.max, "Pacific/Pago_Pago")],  # noqa: DTZ901
)
def test_a_wall_clock_outside_of_the_calendar_is_refused(wall: datetime, name: str) -> None:
    with pytest.raises(Invalid, match="calendar"):
        instant_of(wall, Zones.always(name), NOW)


@pytest.mark.parametrize(
    ("wall", "latest", "expected"),
    [
        ("2026-10-25T02:30", "2026-10-25T01:30", "2026-10-25T01:30"),
        ("2026-10-25T02:30", "2026-10-25T01:29:59.999999", "2026-10-25T00:30"),
        # Neither reading is early enough: the nearer to now stays.
        ("2026-10-25T02:30", "2026-10-25T00:29", "2026-10-25T01:30"),
        ("2026-10-25T04:00", "2026-10-25T00:00", "2026-10-25T03:00"),
    ],
)
def test_of_two_readings_the_one_that_is_not_too_late(wall: str, latest: str, expected: str) -> None:
    now = utc("2026-10-26T09:00")
    assert instant_of(datetime.fromisoformat(wall), BERLIN, now, latest=utc(latest)) == utc(expected)


@pytest.mark.parametrize(
    ("name", "wall", "first", "last"),
    [
        ("Europe/Berlin", "2026-03-10T09:00", "2026-03-10T08:00", "2026-03-10T08:00"),
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30", "2026-10-25T01:30"),
        ("Europe/Berlin", "2026-03-29T02:00", "2026-03-29T01:00", "2026-03-29T01:00"),
        ("Europe/Berlin", "2026-03-29T02:59:59.999999", "2026-03-29T01:00", "2026-03-29T01:00"),
        ("Asia/Beirut", "2024-03-31T00:00", "2024-03-30T22:00", "2024-03-30T22:00"),
        ("Australia/Lord_Howe", "2024-10-06T02:15", "2024-10-05T15:30", "2024-10-05T15:30"),
    ],
)
def test_the_bounds_of_a_range_that_a_wall_clock_tells(name: str, wall: str, first: str, last: str) -> None:
    shown, zones = datetime.fromisoformat(wall), Zones.always(name)
    assert (bound_of(shown, zones), bound_of(shown, zones, last=True)) == (utc(first), utc(last))


def test_a_time_between_two_zones_is_the_change() -> None:
    zones = BERLIN.changed(utc("2026-03-10T11:00"), "Asia/Tokyo")
    for wall in (datetime(2026, 3, 10, 12, 0), datetime(2026, 3, 10, 19, 59)):  # noqa: DTZ001
        assert bound_of(wall, zones) == bound_of(wall, zones, last=True) == utc("2026-03-10T11:00")


@PROPERTY
@given(st.data())
def test_what_the_wall_clock_shows_now_is_now(data: st.DataObject) -> None:
    at = data.draw(instants)
    zones = data.draw(dated_zones(at))
    wall = at.astimezone(zones.at(at)).replace(tzinfo=None)
    assert instant_of(wall, zones, at) == at


# ---- timers with breaks over days ----


def test_a_break_over_midnight_is_nobodys_work() -> None:
    begin = utc("2026-03-10T22:30")
    timer = Timer(begin, (Break(begin + HOUR / 4, begin + HOUR),), begin + 2 * HOUR)
    assert net_by_day(timer, BERLIN, NOW) == {date(2026, 3, 10): 900, date(2026, 3, 11): 3600}


def test_the_day_of_the_start_is_always_there() -> None:
    begin = utc("2026-03-10T22:30")
    timer = Timer(begin, (Break(begin, begin + HOUR),), begin + 2 * HOUR)
    assert net_by_day(timer, BERLIN, NOW) == {date(2026, 3, 10): 0, date(2026, 3, 11): 3600}
