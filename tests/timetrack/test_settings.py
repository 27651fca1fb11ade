"""What a workspace may set: what a Z means, and what becomes of a client or project that is not known."""

from typing import Any

import pytest

from tests.faces.unchanged import unchanged
from tests.home import Home, Workplace
from tests.timetrack.client import TimeTrack, assert_error
from tests.timetrack.kinds import ATTENDANCE, ENTRY, EXPENSE, PROJECT
from tests.timetrack.resources import Resources
from uhrwerk.operations import workspaces
from uhrwerk.operations.workspaces import command_line_actor

TIMER = "/timers/project_timer"
BOTH = pytest.mark.parametrize("path", [ENTRY.path, ATTENDANCE.path])


def put(home: Home, place: Workplace, name: str, value: object) -> None:
    actor = command_line_actor(place.id)
    home.run(lambda tx: workspaces.change_setting(tx, actor, home.clock.now, name, value))


@pytest.fixture
def utc(home: Home, place: Workplace) -> Resources:
    """A workspace in Berlin whose clients mean what they say with a Z."""
    put(home, place, "timetrack.z_means", "utc")
    return Resources(home, place)


@pytest.fixture
def creating(home: Home, place: Workplace) -> Resources:
    put(home, place, "timetrack.unknown_names", "create")
    return Resources(home, place)


def stretch(path: str, begin: str, end: str) -> dict[str, Any]:
    names = {"clientName": "Nordlicht", "projectName": "Website"} if path == ENTRY.path else {}
    return {"username": "owner", "from": begin, "to": end} | names


@BOTH
def test_a_z_that_means_utc_is_read_and_shown_as_utc(home: Home, place: Workplace, utc: Resources, path: str) -> None:
    made = utc.made(path, **stretch(path, "2026-03-09T08:00:00.000Z", "2026-03-09T09:00:00Z"))
    assert (made["from"], made["to"]) == ("2026-03-09T08:00:00.000Z", "2026-03-09T09:00:00.000Z")
    native = {ENTRY.path: "/v1/time-entries", ATTENDANCE.path: "/v1/attendance"}[path]
    [kept] = home.http.get(native, headers=place.owner.bearer).json()["items"]
    assert (kept["started_at"], kept["ended_at"]) == ("2026-03-09T08:00:00Z", "2026-03-09T09:00:00Z")
    with unchanged(home, place):
        assert utc.put(path, made["id"], **made).json() == made
        # Without a Z it is the wall clock's time, an offset is believed.
        for same in ("2026-03-09T09:00:00", "2026-03-09T10:00:00+02:00"):
            assert utc.put(path, made["id"], **{"from": same}).json() == made


@BOTH
def test_ranges_too_and_dates_are_the_persons_days(utc: Resources, path: str) -> None:
    """Half past eleven in the evening in UTC is the next day in Berlin."""
    late = utc.made(path, **stretch(path, "2026-03-08T23:30:00Z", "2026-03-08T23:40:00Z"))["id"]
    early = utc.made(path, **stretch(path, "2026-03-08T22:30:00Z", "2026-03-08T22:40:00Z"))["id"]
    assert utc.ids(path, **{"from": "2026-03-09", "to": "2026-03-09"}) == [late]
    assert utc.ids(path, **{"from": "2026-03-08", "to": "2026-03-08"}) == [early]
    assert utc.ids(path, **{"from": "2026-03-08T23:00:00Z"}) == [late]
    assert utc.ids(path, **{"from": "2026-03-08T23:00:00"}) == [early, late]


def test_the_hour_that_comes_twice_is_no_riddle_in_utc(utc: Resources) -> None:
    utc.home.clock.forward(days=300)
    for begin, end in (("00:50", "01:10"), ("01:10", "01:50"), ("00:10", "00:50")):
        made = utc.made("/attendances", **stretch("", f"2026-10-25T{begin}:00.000Z", f"2026-10-25T{end}:00.000Z"))
        assert (made["from"][11:16], made["to"][11:16]) == (begin, end)
    assert_error(utc.post("/attendances", **stretch("", "2026-10-25T02:10", "2026-03-29T02:30:00")), 400, 10005, "to")


def test_the_timers_too(home: Home, place: Workplace, utc: Resources) -> None:
    timetrack = TimeTrack(home, place, zone="UTC")
    started = timetrack.start().json()
    assert started["startedAt"] == "2026-03-10T08:00:00Z"
    home.clock.forward(minutes=30)
    assert timetrack.act(TIMER + "/stop").json()["workedSeconds"] == 1800
    assert timetrack.act("/attendance_timer/start").json()["from"] == "2026-03-10T08:30:00Z"
    with unchanged(home, place):
        # Its wall clock is an hour ahead of UTC.
        assert_error(TimeTrack(home, place).start(), 400, 10005, "date")


def test_reports_show_utc_of_the_persons_days(utc: Resources) -> None:
    utc.made("/attendances", **stretch("", "2026-03-08T23:30:00Z", "2026-03-09T10:00:00Z"), breakMinutes=30)
    [row] = utc.listed("/work_reports", username="owner", **{"from": "2026-03-09", "to": "2026-03-09"})
    assert (row["workDate"], row["workStart"]) == ("2026-03-09", "2026-03-08T23:30:00.000Z")
    assert row["breakTimes"] == "04:30-05:00"


def test_a_day_stays_a_day_whatever_a_z_means(home: Home) -> None:
    place = home.workplace("America/New_York")
    put(home, place, "timetrack.z_means", "utc")
    resources = Resources(home, place)
    made = EXPENSE.made(resources)
    assert made["date"] == "2026-03-09T00:00:00.000Z"
    assert resources.put("/expenses", made["id"], **made).json() == made


def test_by_default_nothing_unknown_is_made(home: Home, place: Workplace, resources: Resources) -> None:
    for value in (None, "refuse", "nonsense"):
        if value is not None:
            put(home, place, "timetrack.unknown_names", value)
        with unchanged(home, place):
            assert_error(TimeTrack(home, place).start(clientName="New"), 404, 15001, "clientName")
            assert_error(resources.post(ENTRY.path, **ENTRY.new | {"projectName": "New"}), 404, 15001, "projectName")


def test_a_start_makes_what_it_names(home: Home, place: Workplace, creating: Resources) -> None:
    timetrack = TimeTrack(home, place)
    assert timetrack.start(clientName=" New client ", projectName="New project").json()["clientName"] == "New client"
    assert timetrack.start(projectName="Second project").json()["clientName"] == "Nordlicht"
    home.clock.forward(minutes=1)
    assert timetrack.start(clientName="New client", projectName="New project").status_code == 200
    assert [each["name"] for each in creating.listed("/clients")] == ["Nordlicht", "New client"]
    made = [(each["projectName"], each["clientName"]) for each in creating.listed("/projects")]
    assert made == [("Website", "Nordlicht"), ("New project", "New client"), ("Second project", "Nordlicht")]
    running = home.http.get("/v1/timers/current", headers=place.owner.bearer).json()
    assert running["billable"] is True
    with unchanged(home, place):
        assert_error(timetrack.start(projectName="Third", taskName="Nothing"), 404, 15001, "taskName")
        assert_error(timetrack.start(projectName="Fo\nurth"), 400, 10005, "projectName")


def test_entries_and_expenses_and_projects_make_what_they_name(creating: Resources) -> None:
    """A task that is not known is refused as ever; a project is moved to a client that is there."""
    new = {"clientName": "New client", "projectName": "New project"}
    assert ENTRY.made(creating, task=None, **new)["clientName"] == "New client"
    entry = ENTRY.made(creating)
    assert creating.put(ENTRY.path, entry["id"], projectName="Another").json()["projectName"] == "Another"
    assert EXPENSE.made(creating, clientName="Third client")["projectName"] == "Website"
    assert PROJECT.made(creating, clientName="Fourth client")["clientName"] == "Fourth client"
    names = [each["name"] for each in creating.listed("/clients")]
    assert names == ["Nordlicht", "New client", "Third client", "Fourth client"]
    [project] = creating.listed("/projects", projectName="Online shop")
    assert_error(creating.put("/projects", project["id"], clientName="Fifth client"), 404, 15001, "clientName")
    assert_error(creating.post(ENTRY.path, **ENTRY.new | {"task": "Nothing"}), 404, 15001, "task")


def test_reading_makes_nothing(home: Home, place: Workplace, creating: Resources) -> None:
    with unchanged(home, place):
        assert creating.listed(ENTRY.path, clientName="New", projectName="New") == []
        assert creating.call("POST", "/clients", {}, name="New").json() == []
