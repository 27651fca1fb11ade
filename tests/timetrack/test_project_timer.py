"""The project timer's states, its seconds as last saved, and the acts that the vendor does not document."""

from collections.abc import Callable

import httpx
import pytest

from tests.faces.unchanged import unchanged
from tests.home import Home, Workplace
from tests.timetrack.client import TimeTrack, assert_error
from uhrwerk.operations.catalog import CLIENTS, PROJECTS, TASKS
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.store import Tx

TIMER = "/timers/project_timer"
NEVER_RAN: dict[str, object] = {
    "username": "owner",
    "startedAt": None,
    "workedSeconds": 0,
    "breakSeconds": 0,
    "playing": False,
    "stopped": True,
    "paused": False,
    "clientName": None,
    "projectName": None,
    "taskName": None,
    "note": None,
}


@pytest.fixture
def timetrack(home: Home, place: Workplace) -> TimeTrack:
    return TimeTrack(home, place)


def shown(answer: httpx.Response) -> tuple[str, int, int]:
    """State and seconds; exactly one of the three flags is up."""
    assert answer.status_code == 200, answer.text
    timer = answer.json()
    states = [state for state in ("playing", "paused", "stopped") if timer[state] is True]
    assert len(states) == 1
    assert [timer[state] for state in ("playing", "paused", "stopped")].count(False) == 2
    return states[0], timer["workedSeconds"], timer["breakSeconds"]


def test_seconds_are_those_of_the_last_verb(home: Home, timetrack: TimeTrack) -> None:
    """While it plays or pauses the reader adds the time since; nothing here moves by reading later."""
    acts: list[tuple[int, Callable[[], httpx.Response], tuple[str, int, int]]] = [
        (0, timetrack.start, ("playing", 0, 0)),
        (600, lambda: timetrack.act(TIMER + "/pause"), ("paused", 600, 0)),
        (60, lambda: timetrack.act(TIMER + "/resume"), ("playing", 600, 60)),
        (900, lambda: timetrack.act(TIMER + "/pause"), ("paused", 1500, 60)),
        (300, lambda: timetrack.act(TIMER + "/resume"), ("playing", 1500, 360)),
        (240, lambda: timetrack.act(TIMER + "/pause"), ("paused", 1740, 360)),
        (40, lambda: timetrack.act(TIMER + "/stop"), ("stopped", 1740, 400)),
    ]
    for seconds, act, expected in acts:
        home.clock.forward(seconds=seconds)
        assert shown(act()) == expected
        assert shown(timetrack.read(TIMER)) == expected
        home.clock.forward(seconds=7)
        assert shown(timetrack.read(TIMER)) == expected
        home.clock.forward(seconds=-7)
    assert timetrack.read(TIMER).json()["startedAt"] == "2026-03-10T09:00:00Z"


def test_the_documented_sums_of_a_reader_come_out(home: Home, timetrack: TimeTrack) -> None:
    """worked = now − startedAt − breakSeconds while it plays; break = now − startedAt − workedSeconds on a pause."""
    timetrack.start()
    for verb, seconds in (("pause", 500), ("resume", 100), ("pause", 400)):
        home.clock.forward(seconds=seconds)
        timetrack.act(f"{TIMER}/{verb}")
    home.clock.forward(seconds=50)
    assert 1050 - timetrack.read(TIMER).json()["workedSeconds"] == 100 + 50
    timetrack.act(TIMER + "/resume")
    home.clock.forward(seconds=25)
    assert 1075 - timetrack.read(TIMER).json()["breakSeconds"] == 500 + 400 + 25


@pytest.mark.parametrize(
    ("date", "seconds"),
    [
        ("2026-03-10T08:59:59Z", (0, 0)),
        ("2020-10-23T16:00:00.000Z", (0, 0)),
        ("2026-03-10T09:00:00Z", (600, 60)),
        ("2026-03-10T09:30:00Z", (600, 60)),
    ],
)
def test_read_for_a_time_before_the_start_the_seconds_are_0(
    home: Home, timetrack: TimeTrack, date: str, seconds: tuple[int, int]
) -> None:
    timetrack.start()
    home.clock.forward(seconds=600)
    timetrack.act(TIMER + "/pause")
    home.clock.forward(seconds=60)
    timetrack.act(TIMER + "/resume")
    assert shown(timetrack.read(TIMER, date=date)) == ("playing", *seconds)
    timetrack.act(TIMER + "/stop")
    assert shown(timetrack.read(TIMER, date=date)) == ("stopped", *seconds)


def test_a_start_while_one_runs_stops_it(home: Home, place: Workplace, timetrack: TimeTrack) -> None:
    timetrack.start(note="first")
    home.clock.forward(minutes=10)
    timetrack.act(TIMER + "/pause")
    home.clock.forward(minutes=5)
    second = timetrack.start(note="second").json()
    assert (second["playing"], second["workedSeconds"], second["note"]) == (True, 0, "second")
    entries = home.http.get("/v1/time-entries", headers=place.owner.bearer).json()["items"]
    assert [(each["note"], each["state"], each["net_seconds"], each["break_seconds"]) for each in entries] == [
        ("second", "running", 0, 0),
        ("first", "stopped", 600, 300),
    ]
    assert entries[1]["ended_at"] == entries[0]["started_at"] == "2026-03-10T08:15:00Z"


@pytest.mark.parametrize(("reached_by", "verb"), [("pause", "pause"), ("resume", "resume"), ("", "resume")])
def test_an_act_that_is_done_already_changes_nothing(
    home: Home, place: Workplace, timetrack: TimeTrack, reached_by: str, verb: str
) -> None:
    timetrack.start()
    home.clock.forward(seconds=100)
    if reached_by == "resume":
        timetrack.act(TIMER + "/pause")
    if reached_by:
        timetrack.act(f"{TIMER}/{reached_by}")
    before = timetrack.read(TIMER).json()
    home.clock.forward(seconds=100)
    with unchanged(home, place):
        assert timetrack.act(f"{TIMER}/{verb}").json() == before


@pytest.mark.parametrize("verb", ["pause", "resume", "stop"])
@pytest.mark.parametrize("ran_before", [False, True])
def test_with_nothing_running_there_is_no_timer(
    home: Home, place: Workplace, timetrack: TimeTrack, verb: str, ran_before: bool
) -> None:
    if ran_before:
        timetrack.start()
        home.clock.forward(minutes=1)
        timetrack.act(TIMER + "/stop")
    with unchanged(home, place):
        assert_error(timetrack.act(f"{TIMER}/{verb}"), 404, 15002)


def test_a_timer_that_never_ran_is_stopped_and_empty(timetrack: TimeTrack) -> None:
    assert timetrack.read(TIMER).json() == NEVER_RAN


def test_the_key_moves_anybodys_clock_and_only_theirs(home: Home, place: Workplace, timetrack: TimeTrack) -> None:
    timetrack.start()
    colleague = TimeTrack(home, place, username="Colleague")
    assert colleague.read(TIMER).json() == NEVER_RAN | {"username": "colleague"}
    assert colleague.start().json()["username"] == "colleague"
    assert timetrack.act(TIMER + "/stop").json()["username"] == "owner"
    assert shown(colleague.read(TIMER)) == ("playing", 0, 0)


def test_the_read_may_name_the_person_as_user(timetrack: TimeTrack) -> None:
    timetrack.start()
    assert shown(timetrack.read(TIMER, username=None, user="owner")) == ("playing", 0, 0)


def test_a_task_is_looked_up_in_the_project_and_then_in_the_workspace(
    home: Home, place: Workplace, timetrack: TimeTrack
) -> None:
    async def add(tx: Tx) -> dict[str, str]:
        actor, now = command_line_actor(place.id), home.clock.now
        other = {"name": "Other", "client_id": place.client, "billable": True, "archived": False}
        project = await PROJECTS.add(tx, actor, now, other)
        found = {}
        for key, name, where in (
            ("common", "Common", None),
            ("both", "Sitemap", None),
            ("elsewhere", "Only there", project.id),
        ):
            members: dict[str, object] = {"name": name, "project_id": where, "assignees": [], "archived": False}
            found[key] = (await TASKS.add(tx, actor, now, members)).id
        return found

    added = home.run(add)
    for name, task_id in (("Sitemap", place.task), ("Common", added["common"])):
        assert timetrack.start(taskName=name).json()["taskName"] == name
        current = home.http.get("/v1/timers/current", headers=place.owner.bearer).json()
        assert (current["task_id"], current["project_id"]) == (task_id, place.project)
    with unchanged(home, place):
        assert_error(timetrack.start(taskName="Only there"), 404, 15001, "taskName")


def test_what_is_archived_is_refused_under_the_vendors_name(home: Home, place: Workplace, timetrack: TimeTrack) -> None:
    async def archive(tx: Tx) -> None:
        actor, now = command_line_actor(place.id), home.clock.now
        await TASKS.change(tx, actor, now, place.task, {"archived": True})

    async def archive_project(tx: Tx) -> None:
        await PROJECTS.change(tx, command_line_actor(place.id), home.clock.now, place.project, {"archived": True})

    home.run(archive)
    assert_error(timetrack.start(taskName="Sitemap"), 400, 10005, "taskName")
    home.run(archive_project)
    with unchanged(home, place):
        assert_error(timetrack.start(), 400, 10005, "projectName")


def test_an_empty_task_name_is_none(timetrack: TimeTrack) -> None:
    assert timetrack.start(taskName="").json()["taskName"] is None


def test_a_client_of_the_same_name_that_is_archived_does_not_stand_in_the_way(
    home: Home, place: Workplace, timetrack: TimeTrack
) -> None:
    async def archive_and_add_again(tx: Tx) -> None:
        actor, now = command_line_actor(place.id), home.clock.now
        await CLIENTS.change(tx, actor, now, place.client, {"archived": True})
        again = await CLIENTS.add(tx, actor, now, {"name": place.client_name, "archived": False})
        members = {"name": place.project_name, "client_id": again.id, "billable": False, "archived": False}
        await PROJECTS.add(tx, actor, now, members)

    home.run(archive_and_add_again)
    timetrack.start()
    assert home.http.get("/v1/timers/current", headers=place.owner.bearer).json()["billable"] is False
