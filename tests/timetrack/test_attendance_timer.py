"""The attendance timer: coming, going, breaks clocked elsewhere, coordinates, notes, minutes."""

import json
from typing import Any

import pytest

from tests.faces.unchanged import unchanged
from tests.home import Home, Workplace
from tests.timetrack.client import BASE, TimeTrack, assert_error

TIMER = "/attendance_timer"


@pytest.fixture
def timetrack(home: Home, place: Workplace) -> TimeTrack:
    return TimeTrack(home, place)


def test_coming_and_going_with_all_members(home: Home, place: Workplace, timetrack: TimeTrack) -> None:
    came = timetrack.act(TIMER + "/start", latitude=52.52, longitude=-13.405, notes="Früh")
    current = home.http.get("/v1/attendance/current", headers=place.owner.bearer).json()
    assert came.text == (
        f'{{"id":{current["number"]},"user":"owner","latitudeStart":52.52,"longitudeStart":-13.405,'
        '"latitudeEnd":null,"longitudeEnd":null,"from":"2026-03-10T09:00:00Z","to":null,'
        '"workedMinutes":0,"breakMinutes":0,"manual":false,"notes":"Früh"}'
    )
    home.clock.forward(minutes=30, seconds=59)
    went = timetrack.act(TIMER + "/stop", latitude="48.1", longitude="11.5")
    assert went.json() == came.json() | {
        "latitudeEnd": 48.1,
        "longitudeEnd": 11.5,
        "to": "2026-03-10T09:30:59Z",
        "workedMinutes": 30,
    }
    assert timetrack.read(TIMER).json() == went.json()


def test_never_clocked_in_is_a_timer_of_nulls_and_zeros(timetrack: TimeTrack) -> None:
    timer = timetrack.read(TIMER).json()
    assert {name: value for name, value in timer.items() if value is not None} == {
        "user": "owner",
        "workedMinutes": 0,
        "breakMinutes": 0,
        "manual": False,
    }
    assert len(timer) == 12


def test_a_start_while_in_changes_nothing(home: Home, place: Workplace, timetrack: TimeTrack) -> None:
    came = timetrack.act(TIMER + "/start", notes="Early", latitude=1, longitude=2).json()
    home.clock.forward(minutes=20)
    with unchanged(home, place):
        assert timetrack.act(TIMER + "/start", notes="Again", latitude=3, longitude=4).json() == came


def test_on_a_break_clocked_elsewhere_to_stays_null_and_a_start_ends_it(
    home: Home, place: Workplace, timetrack: TimeTrack
) -> None:
    came = timetrack.act(TIMER + "/start").json()
    home.clock.forward(minutes=90)
    home.http.post("/v1/attendance/start-break", headers=place.owner.bearer)
    assert timetrack.read(TIMER).json() == came | {"workedMinutes": 90}
    home.clock.forward(minutes=30)
    assert timetrack.read(TIMER).json() == came | {"workedMinutes": 90}
    back = timetrack.act(TIMER + "/start").json()
    assert back == came | {"workedMinutes": 90, "breakMinutes": 30}
    current = home.http.get("/v1/attendance/current", headers=place.owner.bearer).json()
    assert (current["state"], current["break_seconds"]) == ("running", 1800)


def test_a_stop_on_a_break_goes_home(home: Home, place: Workplace, timetrack: TimeTrack) -> None:
    came = timetrack.act(TIMER + "/start").json()
    home.clock.forward(minutes=60)
    home.http.post("/v1/attendance/start-break", headers=place.owner.bearer)
    home.clock.forward(minutes=15)
    went = timetrack.act(TIMER + "/stop").json()
    assert went == came | {"to": "2026-03-10T10:15:00Z", "workedMinutes": 60, "breakMinutes": 15}


@pytest.mark.parametrize("been_in", [False, True])
def test_a_stop_while_out_finds_no_timer(home: Home, place: Workplace, timetrack: TimeTrack, been_in: bool) -> None:
    if been_in:
        timetrack.act(TIMER + "/start")
        timetrack.act(TIMER + "/stop")
    with unchanged(home, place):
        assert_error(timetrack.act(TIMER + "/stop"), 404, 15002)


def test_coming_again_is_another_record(home: Home, timetrack: TimeTrack) -> None:
    first = timetrack.act(TIMER + "/start").json()
    timetrack.act(TIMER + "/stop")
    home.clock.forward(minutes=5)
    second = timetrack.act(TIMER + "/start").json()
    assert second["id"] > first["id"]
    assert (second["from"], second["to"], second["workedMinutes"]) == ("2026-03-10T09:05:00Z", None, 0)


@pytest.mark.parametrize("date", ["2026-03-10T08:59:59Z", "2020-10-23T16:00:00.000Z"])
def test_read_for_a_time_before_the_start_the_minutes_are_0(home: Home, timetrack: TimeTrack, date: str) -> None:
    timetrack.act(TIMER + "/start")
    home.clock.forward(minutes=10)
    went = timetrack.act(TIMER + "/stop").json()
    assert timetrack.read(TIMER, date=date).json() == went | {"workedMinutes": 0}


def test_the_notes_of_a_stop_replace_those_of_the_start(timetrack: TimeTrack) -> None:
    assert timetrack.act(TIMER + "/start", note="Came").json()["notes"] == "Came"
    assert timetrack.act(TIMER + "/stop", notes="Went", note="Not this").json()["notes"] == "Went"


BAD_INPUT: list[tuple[dict[str, Any], str]] = [
    ({"latitude": 90.001, "longitude": 0}, "latitude"),
    ({"latitude": -90.001, "longitude": 0}, "latitude"),
    ({"latitude": 0, "longitude": 180.001}, "longitude"),
    ({"latitude": 0, "longitude": -180.001}, "longitude"),
    ({"latitude": "nan", "longitude": 0}, "latitude"),
    ({"latitude": "inf", "longitude": 0}, "latitude"),
    ({"latitude": 0, "longitude": "-Infinity"}, "longitude"),
    ({"latitude": "north", "longitude": 0}, "latitude"),
    ({"latitude": [1], "longitude": 0}, "latitude"),
    ({"latitude": 1}, "longitude"),
    ({"longitude": 1}, "latitude"),
    ({"notes": "x" * 1_000_000}, "notes"),
    ({"notes": "a\0b"}, "notes"),
    ({"notes": 5}, "notes"),
    ({"note": "x" * 1_000_000}, "note"),
    ({"note": "a\0b"}, "note"),
]


@pytest.mark.parametrize("is_in", [False, True])
def test_what_cannot_be_taken_is_named_and_nothing_is_kept(
    home: Home, place: Workplace, timetrack: TimeTrack, is_in: bool, subtests: pytest.Subtests
) -> None:
    if is_in:
        timetrack.act(TIMER + "/start")
    with unchanged(home, place):
        for verb in ("start", "stop"):
            for members, field in BAD_INPUT:
                with subtests.test(verb=verb, members=str(members)[:60]):
                    assert_error(timetrack.act(f"{TIMER}/{verb}", **members), 400, 10005, field)


@pytest.mark.parametrize(("latitude", "longitude"), [(90, 180), (-90, -180), (0, 0)])
def test_the_ends_of_the_earth_are_on_it(timetrack: TimeTrack, latitude: int, longitude: int) -> None:
    came = timetrack.act(TIMER + "/start", latitude=latitude, longitude=longitude).json()
    assert (came["latitudeStart"], came["longitudeStart"]) == (latitude, longitude)


def test_several_faults_are_named_at_once(home: Home, place: Workplace) -> None:
    body = json.dumps({"username": 7, "date": [], "latitude": {}, "notes": False})
    answer = home.http.post(BASE + TIMER + "/start", headers=place.timetrack, content=body)
    assert_error(answer, 400, 10005, "username", "date", "latitude", "notes")
