"""`date` is what the person's own clock on the wall shows; the `Z` behind it means nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.faces.unchanged import unchanged
from tests.home import Home
from tests.timetrack.client import TimeTrack, assert_error

TIMER = "/timers/project_timer"
BERLIN, TOKYO, NEW_YORK = "Europe/Berlin", "Asia/Tokyo", "America/New_York"


def started_at(timetrack: TimeTrack) -> str:
    """The instant that the house keeps."""
    current = timetrack.home.http.get("/v1/timers/current", headers=timetrack.place.owner.bearer).json()
    assert isinstance(current["started_at"], str)
    return current["started_at"]


@pytest.mark.parametrize(
    ("zone", "date", "instant"),
    [
        (BERLIN, "2026-01-15T12:00:00.000Z", "2026-01-15T11:00:00Z"),
        (BERLIN, "2026-07-15T12:00:00.000Z", "2026-07-15T10:00:00Z"),
        (TOKYO, "2026-07-15T08:00:00.000Z", "2026-07-14T23:00:00Z"),
        (NEW_YORK, "2026-01-15T20:00:00.000Z", "2026-01-16T01:00:00Z"),
        (NEW_YORK, "2026-07-15T20:00:00.000Z", "2026-07-16T00:00:00Z"),
    ],
)
def test_a_wall_clocks_time_is_read_and_shown_in_the_persons_zone(
    home: Home, zone: str, date: str, instant: str
) -> None:
    home.clock.now = datetime(2026, 8, 1, tzinfo=UTC)
    timetrack = TimeTrack(home, home.workplace(zone), zone=zone)
    assert timetrack.start(date=date).json()["startedAt"] == date.replace(".000", "")
    assert started_at(timetrack) == instant


@pytest.mark.parametrize(
    ("date", "instant", "shown"),
    [
        ("2026-03-10T08:00:00Z", "2026-03-10T07:00:00Z", "2026-03-10T08:00:00Z"),
        ("2026-03-10T08:00:00", "2026-03-10T07:00:00Z", "2026-03-10T08:00:00Z"),
        ("2026-03-10 08:00:00", "2026-03-10T07:00:00Z", "2026-03-10T08:00:00Z"),
        ("2026-03-10T08:00", "2026-03-10T07:00:00Z", "2026-03-10T08:00:00Z"),
        (" 2026-03-10T08:00:00z ", "2026-03-10T07:00:00Z", "2026-03-10T08:00:00Z"),
        ("2026-03-10T08:00:00.25Z", "2026-03-10T07:00:00.250000Z", "2026-03-10T08:00:00Z"),
        ("2026-03-10T08:00:00.123456789Z", "2026-03-10T07:00:00.123456Z", "2026-03-10T08:00:00Z"),
        ("2026-03-10T07:30:00+00:00", "2026-03-10T07:30:00Z", "2026-03-10T08:30:00Z"),
        ("2026-03-10T07:30:00.000+02:00", "2026-03-10T05:30:00Z", "2026-03-10T06:30:00Z"),
        ("2026-03-10T07:30:00-0030", "2026-03-10T08:00:00Z", "2026-03-10T09:00:00Z"),
    ],
)
def test_the_forms_of_a_timestamp(home: Home, date: str, instant: str, shown: str) -> None:
    """A real offset is believed: whoever sends one means it."""
    timetrack = TimeTrack(home, home.workplace())
    assert timetrack.start(date=date).json()["startedAt"] == shown
    assert started_at(timetrack) == instant


def test_seconds_are_reckoned_with_the_clients_own_times(home: Home) -> None:
    """Acts recorded later, as a client sends them that had no network."""
    timetrack = TimeTrack(home, home.workplace())
    timetrack.start(date="2026-03-10T06:00:00Z")
    timetrack.act(TIMER + "/pause", date="2026-03-10T07:00:00.4Z")
    timetrack.act(TIMER + "/resume", date="2026-03-10T07:10:00Z")
    stopped = timetrack.act(TIMER + "/stop", date="2026-03-10T08:00:00Z").json()
    assert (stopped["workedSeconds"], stopped["breakSeconds"]) == (3600 + 3000, 600)


@pytest.mark.parametrize(
    ("now", "date", "worked"),
    [
        ("2026-10-25T00:29:00Z", "2026-10-25T02:30:00Z", 1800),
        ("2026-10-25T00:59:00Z", "2026-10-25T02:30:00Z", 1800),
        ("2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z", 3600 + 1800),
        ("2026-10-25T09:00:00Z", "2026-10-25T02:30:00Z", 3600 + 1800),
        ("2026-10-25T09:00:00Z", "2026-10-25T03:00:00Z", 7200),
    ],
)
def test_autumns_hour_that_comes_twice_is_the_one_nearest_to_now(home: Home, now: str, date: str, worked: int) -> None:
    """Started at 02:00 in Berlin on the night the clocks go back, the first of the two."""
    home.clock.now = datetime(2026, 10, 25, tzinfo=UTC)
    timetrack = TimeTrack(home, home.workplace())
    timetrack.start(date="2026-10-25T02:00:00.000Z")
    assert started_at(timetrack) == "2026-10-25T00:00:00Z"
    home.clock.now = datetime.fromisoformat(now)
    assert timetrack.act(TIMER + "/stop", date=date).json()["workedSeconds"] == worked


@pytest.mark.parametrize(
    ("zone", "dates"),
    [
        (BERLIN, ["2026-03-29T02:00:00Z", "2026-03-29T02:30:00.000Z", "2026-03-29T02:59:59Z"]),
        (NEW_YORK, ["2026-03-08T02:30:00.000Z"]),
    ],
)
def test_springs_hour_that_never_comes_is_refused(home: Home, zone: str, dates: list[str]) -> None:
    home.clock.now = datetime(2026, 4, 1, tzinfo=UTC)
    place = home.workplace(zone)
    timetrack = TimeTrack(home, place, zone=zone)
    timetrack.start(date="2026-03-01T09:00:00Z")
    with unchanged(home, place):
        for date in dates:
            refused = [timetrack.start(date=date), timetrack.read(TIMER, date=date)]
            refused += [timetrack.act(path, date=date) for path in (TIMER + "/stop", "/attendance_timer/start")]
            for answer in refused:
                assert_error(answer, 400, 10005, "date")
                assert zone in answer.json()["errors"][0]["detail"]


@pytest.mark.parametrize(
    ("zone", "date", "instant"),
    [
        (BERLIN, "2026-03-29T01:59:59Z", "2026-03-29T00:59:59Z"),
        (BERLIN, "2026-03-29T03:00:00Z", "2026-03-29T01:00:00Z"),
        (TOKYO, "2026-03-29T02:30:00Z", "2026-03-28T17:30:00Z"),
        (NEW_YORK, "2026-03-08T03:00:00Z", "2026-03-08T07:00:00Z"),
    ],
)
def test_on_both_sides_of_springs_gap_there_is_time(home: Home, zone: str, date: str, instant: str) -> None:
    home.clock.now = datetime(2026, 4, 1, tzinfo=UTC)
    timetrack = TimeTrack(home, home.workplace(zone), zone=zone)
    assert timetrack.start(date=date).json()["startedAt"] == date
    assert started_at(timetrack) == instant


def test_over_springs_gap_the_seconds_are_those_that_passed(home: Home) -> None:
    home.clock.now = datetime(2026, 4, 1, tzinfo=UTC)
    timetrack = TimeTrack(home, home.workplace())
    timetrack.start(date="2026-03-29T01:30:00Z")
    assert timetrack.act(TIMER + "/stop", date="2026-03-29T03:30:00Z").json()["workedSeconds"] == 3600


NO_DATES = [
    "2021-02-30T10:00:00Z",
    "2021-02-29T10:00:00Z",
    "2021-13-01T10:00:00Z",
    "2021-00-10T10:00:00Z",
    "2021-01-01T24:00:00Z",
    "2021-01-01T10:60:00Z",
    "2021-01-01T10:00:60Z",
    "99999-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "9999-12-31T23:59:59-23:59",
    "0001-01-01T00:00:00+23:59",
    "0001-01-01T00:00:00Z",
    "0000-01-01T00:00:00Z",
    "1969-12-31T23:59:59Z",
    "2021-01-01T10:00:00+24:00",
    "2021-01-01T10:00:00+99:99",
    "2021-01-01",
    "2021-1-1T1:00:00Z",
    "20210101T100000Z",
    "2021-01-01T10:00:00ZZ",
    "2021-01-01T10:00:00.Z",
    "２０２１-01-01T10:00:00Z",
    "1603465200",
    "yesterday",
    "NaN",
    "2021-01-01T10:00:00Z\0",
    "x" * 1_000_000,
]


def test_a_date_that_does_not_exist_is_refused(home: Home, subtests: pytest.Subtests) -> None:
    place = home.workplace()
    timetrack = TimeTrack(home, place)
    with unchanged(home, place):
        for date in NO_DATES:
            with subtests.test(date=date[:40]):
                assert_error(timetrack.start(date=date), 400, 10005, "date")
                assert_error(timetrack.act("/attendance_timer/start", date=date), 400, 10005, "date")


@pytest.mark.parametrize(("ahead", "taken"), [(0, True), (300, True), (301, False), (86400, False)])
def test_a_client_may_be_five_minutes_ahead(home: Home, ahead: int, taken: bool) -> None:
    place = home.workplace()
    timetrack = TimeTrack(home, place)
    date = f"{home.clock.now + timedelta(hours=1, seconds=ahead):%Y-%m-%dT%H:%M:%SZ}"
    if taken:
        assert timetrack.start(date=date).json()["startedAt"] == date
    else:
        with unchanged(home, place):
            assert_error(timetrack.start(date=date), 400, 10005, "date")


@pytest.mark.parametrize("verb", ["start", "pause", "stop"])
def test_an_act_may_be_two_seconds_before_the_one_before_it(home: Home, verb: str) -> None:
    place = home.workplace()
    timetrack = TimeTrack(home, place)
    names = {"clientName": place.client_name, "projectName": place.project_name}
    timetrack.start()
    with unchanged(home, place):
        for date in ("2026-03-10T08:59:57Z", "2026-03-10T07:00:00Z"):
            assert_error(timetrack.act(f"{TIMER}/{verb}", date=date, **names), 400, 10005, "date")
    after = timetrack.act(f"{TIMER}/{verb}", date="2026-03-10T08:59:58Z", **names).json()
    assert (after["startedAt"], after["workedSeconds"]) == ("2026-03-10T09:00:00Z", 0)


def test_a_person_who_moves_is_shown_each_record_in_the_zone_of_its_time(home: Home) -> None:
    """The new zone holds from the change on; what was before keeps its wall-clock time."""
    place = home.workplace()
    timetrack = TimeTrack(home, place)
    timetrack.start()
    timetrack.act(TIMER + "/stop")
    home.clock.forward(hours=1)
    answer = home.http.patch(f"/v1/people/{place.owner.id}", headers=place.admin.bearer, json={"zone": TOKYO})
    assert answer.status_code == 200
    home.clock.forward(hours=1)
    assert timetrack.read(TIMER, date="2026-03-10T19:00:00Z").json()["startedAt"] == "2026-03-10T09:00:00Z"
    timetrack.start(date="2026-03-10T19:00:00Z")
    assert started_at(timetrack) == "2026-03-10T10:00:00Z"
