"""`uhrwerk demo`: two workspaces that look lived in, with everything that the vendors' own examples name."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from tests.cli.command import CommandLine
from tests.conftest import STORES
from tests.home import Clock, Home, Someone, settings_for
from tests.postgres import PostgresServer

NOON = datetime(2026, 3, 31, 10, 0, tzinfo=UTC)
"""A Tuesday, two days after the clocks went forward in Europe."""

EXAMPLE_TYPE_OF_WORK = "123e4567-e89b-12d3-a456-426614174000"
PERSON = {
    "id": str,
    "username": str,
    "email": str,
    "password": str,
    "role": str,
    "timezone": str,
    "awork_token": str,
    "native_token": str,
    "onoffice_token": str,
    "onoffice_secret": str,
}
WORKSPACE = {"name": str, "people": list, "awork": dict, "timetrack": dict}
AWORK = {"typeOfWorkId": str, "projectId": str, "taskId": str}
TIMETRACK = {"key": str, "secret": str, "clientName": str, "projectName": str}


@dataclass
class Demo:
    """The demo as it was printed first and again, and the application on it."""

    home: Home
    uhrwerk: CommandLine
    first: dict[str, Any]
    printed: dict[str, Any]
    """By the second run, a minute after the first."""

    def again(self) -> dict[str, Any]:
        self.printed = json.loads(self.uhrwerk.result("demo", "--json"))
        return self.printed

    @property
    def people(self) -> list[dict[str, Any]]:
        return [person for workspace in self.printed["workspaces"] for person in workspace["people"]]

    def person(self, username: str) -> dict[str, Any]:
        return next(person for person in self.people if person["username"] == username)

    def get(self, person: dict[str, Any], path: str, **query: Any) -> Any:
        answer = self.home.http.get(path, headers=native(person), params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def awork(self, person: dict[str, Any], path: str) -> Any:
        answer = self.home.http.get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {person['awork_token']}"})
        assert answer.status_code == 200, answer.text
        return answer.json()


def native(person: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {person['native_token']}"}


@pytest.fixture(scope="module", params=STORES)
def lived_in(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    data_dir: Path = tmp_path_factory.mktemp("demo")
    url = f"sqlite:///{data_dir / 'uhrwerk.sqlite3'}"
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        url = server.create_database("demo")
    clock = Clock()
    clock.now = NOON
    uhrwerk = CommandLine(data_dir, {"UHRWERK_DATABASE_URL": url}, clock)
    first = json.loads(uhrwerk.result("demo", "--json"))
    clock.forward(minutes=1)
    home = Home(settings_for(url, data_dir), clock)
    with ExitStack() as stack:
        home.open(stack)
        demo = Demo(home, uhrwerk, first, first)
        demo.again()
        yield demo


@pytest.fixture
def demo(lived_in: Demo) -> Demo:
    return lived_in


def shape(value: dict[str, Any]) -> dict[str, type]:
    return {name: type(member) for name, member in value.items()}


def test_the_object_has_exactly_the_promised_shape(demo: Demo) -> None:
    for printed in (demo.first, demo.printed):
        assert list(printed) == ["workspaces"]
        assert len(printed["workspaces"]) == 2
        for workspace in printed["workspaces"]:
            assert shape(workspace) == WORKSPACE
            assert [shape(person) for person in workspace["people"]] == [PERSON] * len(workspace["people"])
            assert shape(workspace["awork"]) == AWORK
            assert shape(workspace["timetrack"]) == TIMETRACK


def test_nothing_but_the_object_is_printed(demo: Demo) -> None:
    outcome = demo.uhrwerk("demo", "--json")
    assert (outcome.code, outcome.out.count("\n")) == (0, 1)
    demo.printed = json.loads(outcome.out)


def test_each_workspace_has_an_admin_a_lead_and_members_in_different_zones(demo: Demo) -> None:
    for workspace in demo.printed["workspaces"]:
        roles = [person["role"] for person in workspace["people"]]
        assert {"admin", "lead"} <= set(roles)
        members = [person for person in workspace["people"] if person["role"] == "member"]
        assert len(members) >= 3
        assert len({person["timezone"] for person in members}) == len(members)
    ids = [person["id"] for person in demo.people]
    assert len(set(ids)) == len(ids)


def test_a_refresh_keeps_the_people_and_gives_fresh_tokens(demo: Demo) -> None:
    def ids(printed: dict[str, Any]) -> list[tuple[str, ...]]:
        return [tuple(person["id"] for person in each["people"]) for each in printed["workspaces"]]

    def secrets(printed: dict[str, Any]) -> set[str]:
        names = ("awork_token", "native_token", "onoffice_token", "onoffice_secret")
        of_people = {person[name] for each in printed["workspaces"] for person in each["people"] for name in names}
        return of_people | {each["timetrack"][name] for each in printed["workspaces"] for name in ("key", "secret")}

    assert ids(demo.first) == ids(demo.printed)
    assert len(secrets(demo.first)) == len(demo.people) * 4 + 4
    assert secrets(demo.first).isdisjoint(secrets(demo.printed))
    # Somebody may still be working with the tokens of the first run.
    for person in demo.first["workspaces"][0]["people"]:
        demo.get(person, "/v1/timers/current")


def test_tokens_of_earlier_runs_end_after_a_day(demo: Demo) -> None:
    old = demo.person("mei")
    demo.home.clock.forward(hours=25)
    demo.again()
    assert demo.home.http.get("/v1/timers/current", headers=native(old)).status_code == 401
    demo.get(demo.person("mei"), "/v1/timers/current")


def test_every_token_works_on_its_face(demo: Demo) -> None:
    for person in demo.people:
        assert demo.get(person, "/v1/me")["person"]["id"] == person["id"]
        assert demo.awork(person, "me")["id"] == person["id"]
        someone = Someone(
            person["id"],
            person["username"],
            person["native_token"],
            person["awork_token"],
            person["onoffice_token"],
            person["onoffice_secret"],
        )
        status = demo.home.onoffice(someone).json()["status"]
        assert (status["code"], status["errorcode"]) == (200, 0)
    for workspace in demo.printed["workspaces"]:
        for person in workspace["people"]:
            read = timetrack(demo, workspace, "GET", "project_timer", username=person["username"])
            assert read.status_code == 200, read.text


def timetrack(demo: Demo, workspace: dict[str, Any], method: str, path: str, **form: Any) -> httpx.Response:
    keys = {
        "X-TimeTrack-Api-Key": workspace["timetrack"]["key"],
        "X-TimeTrack-Api-Secret": workspace["timetrack"]["secret"],
    }
    # In 2020 as in the vendor's own examples: any past instant may be told.
    body = {"date": "2020-10-23T16:00:00.000Z", **form}
    return demo.home.http.request(method, f"/api/v2/ext/timers/{path}", headers=keys, json=body)


def test_the_history_looks_like_weeks_of_work_and_none_of_it_lies_in_the_future(demo: Demo) -> None:
    now = demo.home.clock.now
    for person in demo.people:
        entries = demo.get(person, "/v1/time-entries", limit=500)["items"]
        stopped = [entry for entry in entries if entry["state"] == "stopped"]
        days = {_day(entry["started_at"], person) for entry in stopped}
        assert len(days) >= 12
        assert max(days) - min(days) >= timedelta(days=14)
        assert all(_at(entry["ended_at"]) <= now for entry in stopped)
        assert all(30 * 60 < entry["net_seconds"] < 4 * 3600 for entry in stopped)
        assert len({entry["net_seconds"] for entry in stopped}) > len(stopped) // 2
        assert any(entry["break_seconds"] for entry in stopped)
        assert any(entry["note"] for entry in stopped)
        assert all(entry["task_id"] for entry in stopped)
        for after, before in pairwise(entries):
            assert _at(before["ended_at"]) <= _at(after["started_at"])

        attendances = demo.get(person, "/v1/attendance", limit=500)["items"]
        worked = {_day(each["started_at"], person): each for each in attendances if each["ended_at"]}
        assert days <= set(worked)
        assert all(worked[day]["break_seconds"] >= 30 * 60 for day in sorted(worked)[:12])


def _at(instant: str) -> datetime:
    return datetime.fromisoformat(instant)


def _day(instant: str, person: dict[str, Any]) -> Any:
    return _at(instant).astimezone(ZoneInfo(person["timezone"])).date()


def test_running_it_again_doubles_nothing(demo: Demo) -> None:
    def count() -> dict[str, list[int]]:
        paths = ("time-entries", "attendance", "projects", "clients", "tasks", "types-of-work", "people")
        admins = [next(p for p in each["people"] if p["role"] == "admin") for each in demo.printed["workspaces"]]
        of_all = {path: [len(demo.get(admin, f"/v1/{path}", limit=500)["items"]) for admin in admins] for path in paths}
        own = [len(demo.get(person, "/v1/time-entries", limit=500)["items"]) for person in demo.people]
        return of_all | {"own": own}

    before = count()
    demo.again()
    assert count() == before


def test_there_is_at_least_one_of_everything(demo: Demo) -> None:
    for workspace in demo.printed["workspaces"]:
        projects = demo.awork(workspace["people"][0], "projects")
        assert len(projects) >= 3
        assert all(project["projectType"] and project["projectStatus"] for project in projects)
        assigned = set()
        for project in projects:
            for task in demo.awork(workspace["people"][0], f"projects/{project['id']}/projecttasks"):
                assigned |= {user["id"] for user in task["assignees"]}
        assert assigned >= {person["id"] for person in workspace["people"]}
        named = workspace["awork"]
        assert named["projectId"] in {project["id"] for project in projects}
        assert named["taskId"] in {
            task["id"] for task in demo.awork(workspace["people"][0], f"projects/{named['projectId']}/projecttasks")
        }
        assert named["typeOfWorkId"] in {each["id"] for each in demo.awork(workspace["people"][0], "typeofwork")}
        clients = {client["name"] for client in demo.get(workspace["people"][0], "/v1/clients")["items"]}
        assert workspace["timetrack"]["clientName"] in clients
        made = {"team.added", "project_type.added", "project_status.added"}
        assert made <= acts(demo, workspace)


def acts(demo: Demo, workspace: dict[str, Any]) -> set[str]:
    """What the journal of the workspace says has been done; for what no face lists yet."""
    rows: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = demo.get(workspace["people"][0], "/v1/journal", workspace=True, limit=500, **cursor)
        rows += page["items"]
        if page["next_cursor"] is None:
            return {row["act"] for row in rows}
        cursor = {"cursor": page["next_cursor"]}


def test_the_first_workspace_has_the_names_of_the_vendors_examples(demo: Demo) -> None:
    first = demo.printed["workspaces"][0]
    assert first["awork"]["typeOfWorkId"] == EXAMPLE_TYPE_OF_WORK
    assert (first["timetrack"]["clientName"], first["timetrack"]["projectName"]) == ("Client 006", "Project 006_1")
    assert demo.person("test")["role"] == "member"


def left_running(demo: Demo) -> None:
    """As somebody leaves it who tried the demo out, an hour ago."""
    test = demo.person("test")
    for path in ("/v1/timers/start", "/v1/attendance/clock-in"):
        assert demo.home.http.post(path, headers=native(test), json={}).status_code == 200
    demo.home.clock.forward(hours=1)


def test_the_person_of_the_examples_is_idle_after_a_refresh_and_the_calls_work_as_printed(demo: Demo) -> None:
    left_running(demo)
    demo.again()
    test, first = demo.person("test"), demo.printed["workspaces"][0]
    for path in ("/v1/timers/current", "/v1/attendance/current"):
        assert demo.get(test, path) is None
    names = {"username": "test", "clientName": "Client 006", "projectName": "Project 006_1"}
    verbs = [f"project_timer/{verb}" for verb in ("start", "pause", "resume", "stop")]
    verbs += ["attendance_timer/start", "attendance_timer/stop"]
    answers = [timetrack(demo, first, "POST", verb, **names) for verb in verbs]
    assert [answer.status_code for answer in answers] == [200] * 6
    assert answers[3].json()["stopped"] is True
    started = demo.home.http.post(
        "/api/v1/me/timetracking/start",
        headers={"Authorization": f"Bearer {test['awork_token']}"},
        json={"typeOfWorkId": EXAMPLE_TYPE_OF_WORK, "timezone": "Europe/Berlin"},
    )
    assert (started.status_code, started.json()["typeOfWorkId"]) == (200, EXAMPLE_TYPE_OF_WORK)
    demo.again()


def test_a_refresh_mends_what_was_switched_off_archived_or_renamed(demo: Demo) -> None:
    admin, first = demo.person("carla"), demo.printed["workspaces"][0]
    for switch in ("onoffice.module", "onoffice.app_switch"):
        demo.uhrwerk.result("setting", "set", switch, "off", "--workspace", first["name"])
    project, kind = f"/v1/projects/{first['awork']['projectId']}", f"/v1/types-of-work/{EXAMPLE_TYPE_OF_WORK}"
    for path, change in ((project, {"archived": True}), (kind, {"archived": True, "name": "Painting"})):
        assert demo.home.http.patch(path, headers=native(admin), json=change).status_code == 200
    test = demo.person("test")
    gone = demo.home.http.patch(f"/v1/people/{test['id']}", headers=native(admin), json={"active": False})
    assert gone.status_code == 200, gone.text

    demo.again()
    admin = demo.person("carla")
    assert demo.get(admin, project)["archived"] is False
    mended = demo.get(admin, kind)
    assert (mended["archived"], mended["name"]) == (False, "Design")
    assert demo.awork(demo.person("test"), "me")["id"] == test["id"]
    listed = demo.uhrwerk.result("setting", "list", "--workspace", first["name"]).splitlines()
    values = dict(line.split("\t")[:2] for line in listed)
    assert (values["onoffice.module"], values["onoffice.app_switch"]) == ("on", "on")
    assert demo.printed["workspaces"][0]["awork"] == first["awork"]


def test_days_later_the_history_goes_on_for_everybody(demo: Demo) -> None:
    runner = demo.person("noor")
    assert demo.get(runner, "/v1/timers/current")["state"] == "running"
    before = {person["id"]: _last_day(demo, person) for person in demo.people}
    demo.home.clock.forward(days=7)
    demo.again()
    for person in demo.people:
        assert _last_day(demo, person) >= before[person["id"]] + timedelta(days=4)
    current = demo.get(demo.person("noor"), "/v1/timers/current")
    assert demo.home.clock.now - _at(current["started_at"]) < timedelta(hours=2)


def _last_day(demo: Demo, person: dict[str, Any]) -> Any:
    entries = demo.get(person, "/v1/time-entries", limit=50)["items"]
    return max(_day(entry["started_at"], person) for entry in entries if entry["ended_at"])


@pytest.mark.parametrize("now", ["2026-03-29T00:20+00:00", "2026-10-26T23:20+00:00", "2027-01-01T12:20+00:00"])
def test_nothing_lies_in_the_future_whenever_it_is_made(tmp_path: Path, now: str) -> None:
    """The change of the clocks, midnight somewhere, a Sunday, a new year."""
    clock = Clock()
    clock.now = datetime.fromisoformat(now)
    uhrwerk = CommandLine(tmp_path, {}, clock)
    printed = json.loads(uhrwerk.result("demo", "--json"))
    home = Home(settings_for(f"sqlite:///{tmp_path / 'uhrwerk.sqlite3'}", tmp_path), clock)
    with ExitStack() as stack:
        home.open(stack)
        for workspace in printed["workspaces"]:
            for person in workspace["people"]:
                for path in ("time-entries", "attendance"):
                    answer = home.http.get(f"/v1/{path}", headers=native(person), params={"limit": 500})
                    for each in answer.json()["items"]:
                        assert _at(each["ended_at"] or each["started_at"]) <= clock.now
                        assert _at(each["end_recorded_at"] or each["start_recorded_at"]) <= clock.now
