"""worktime and breaktime: today's, by the person's own midnight."""

from datetime import UTC, datetime

import pytest

from tests.home import Home, Someone, Workplace
from tests.onoffice.client import OnOffice
from uhrwerk.entrypoints.vendors.onoffice.wire import clock_time


def sums(onoffice: OnOffice) -> tuple[str, str]:
    elements = onoffice.track()
    return elements["worktime"], elements["breaktime"]


def at(home: Home, instant: str) -> None:
    home.clock.now = datetime.fromisoformat(instant).astimezone(UTC)


def take_break(home: Home, someone: Someone, verb: str) -> None:
    assert home.http.post(f"/v1/attendance/{verb}-break", headers=someone.bearer).status_code == 200


def test_stretches_and_gaps_of_a_day_add_up(home: Home, place: Workplace) -> None:
    """In 9:00 to 12:00, 12:30 to 15:00 with a clocked break of 10 minutes, from 15:20:05 on."""
    onoffice = OnOffice(home, place.owner)
    assert sums(onoffice) == ("00:00:00", "00:00:00")
    onoffice.track(1)
    at(home, "2026-03-10T12:00:00+01:00")
    assert onoffice.track(0)["worktime"] == "03:00:00"
    at(home, "2026-03-10T12:30:00+01:00")
    assert sums(onoffice) == ("03:00:00", "00:00:00")
    assert onoffice.track(1)["breaktime"] == "00:30:00"
    at(home, "2026-03-10T13:30:00+01:00")
    take_break(home, place.owner, "start")
    at(home, "2026-03-10T13:40:00+01:00")
    assert sums(onoffice) == ("04:00:00", "00:40:00")
    take_break(home, place.owner, "end")
    at(home, "2026-03-10T15:00:00+01:00")
    onoffice.track(0)
    at(home, "2026-03-10T15:20:05+01:00")
    onoffice.track(1)
    at(home, "2026-03-10T15:20:06+01:00")
    assert sums(onoffice) == ("05:20:01", "01:00:05")
    at(home, "2026-03-10T20:00:00+01:00")
    onoffice.track(0)
    at(home, "2026-03-10T23:59:59+01:00")
    assert sums(onoffice) == ("09:59:55", "01:00:05")
    at(home, "2026-03-11T00:00:00+01:00")
    assert sums(onoffice) == ("00:00:00", "00:00:00")


def test_every_stretch_counts_with_its_own_whole_seconds(home: Home, place: Workplace) -> None:
    """As in every other view: three stretches of 0.6 s are three times a second."""
    onoffice = OnOffice(home, place.owner)
    for _ in range(3):
        onoffice.track(1)
        home.clock.forward(milliseconds=600)
        onoffice.track(0)
        home.clock.forward(milliseconds=1400)
    assert sums(onoffice) == ("00:00:03", "00:00:02")


def test_over_midnight_only_todays_part_counts(home: Home, place: Workplace) -> None:
    onoffice = OnOffice(home, place.owner)
    at(home, "2026-03-10T22:00:00+01:00")
    onoffice.track(1)
    at(home, "2026-03-10T23:59:59+01:00")
    assert sums(onoffice) == ("01:59:59", "00:00:00")
    at(home, "2026-03-11T00:30:00+01:00")
    assert sums(onoffice) == ("00:30:00", "00:00:00")
    assert onoffice.track(0)["worktime"] == "00:30:00"


def test_a_break_over_midnight_is_todays_from_midnight_on(home: Home, place: Workplace) -> None:
    onoffice = OnOffice(home, place.owner)
    at(home, "2026-03-10T22:00:00+01:00")
    onoffice.track(1)
    at(home, "2026-03-10T23:50:00+01:00")
    take_break(home, place.owner, "start")
    at(home, "2026-03-11T00:10:00+01:00")
    assert sums(onoffice) == ("00:00:00", "00:10:00")
    onoffice.track(1)
    at(home, "2026-03-11T00:20:00+01:00")
    assert sums(onoffice) == ("00:10:00", "00:10:00")


def test_the_night_between_two_days_is_no_break(home: Home, place: Workplace) -> None:
    onoffice = OnOffice(home, place.owner)
    onoffice.track(1)
    at(home, "2026-03-10T17:00:00+01:00")
    onoffice.track(0)
    at(home, "2026-03-11T08:00:00+01:00")
    onoffice.track(1)
    at(home, "2026-03-11T09:00:00+01:00")
    assert sums(onoffice) == ("01:00:00", "00:00:00")


@pytest.mark.parametrize(
    ("zone", "started", "read", "worktime"),
    [
        ("Europe/Berlin", "2026-03-08T09:00:00+01:00", "2026-03-10T23:59:59+01:00", "23:59:59"),
        ("Europe/Berlin", "2026-10-24T09:00:00+02:00", "2026-10-25T23:59:59+01:00", "24:59:59"),
        ("Europe/Berlin", "2026-03-28T09:00:00+01:00", "2026-03-29T23:59:59+02:00", "22:59:59"),
        ("Asia/Tokyo", "2026-03-10T09:00:00+09:00", "2026-03-11T08:00:00+09:00", "08:00:00"),
        ("America/New_York", "2026-03-10T09:00:00-04:00", "2026-03-10T23:00:00-04:00", "14:00:00"),
    ],
)
def test_a_day_is_as_long_as_it_is_where_the_person_is(
    home: Home, zone: str, started: str, read: str, worktime: str
) -> None:
    """Also when nobody has clocked out for days."""
    at(home, started)
    onoffice = OnOffice(home, home.workplace(zone).owner)
    onoffice.track(1)
    at(home, read)
    assert sums(onoffice) == (worktime, "00:00:00")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "00:00:00"),
        (59, "00:00:59"),
        (60, "00:01:00"),
        (3599, "00:59:59"),
        (86399, "23:59:59"),
        (86400, "24:00:00"),
        (90061, "25:01:01"),
        (360_000, "100:00:00"),
    ],
)
def test_hours_go_on_counting_after_a_day(seconds: int, text: str) -> None:
    assert clock_time(seconds) == text
