"""`uhrwerk demo`: two workspaces that look lived in, with everything that the vendors' own examples name."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from types import NoneType
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from tests.cli.command import CommandLine
from tests.conftest import STORES
from tests.home import Clock, Home, Someone, settings_for
from tests.postgres import PostgresServer
from tests.web.kiosks import Tablet

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
    "kiosk_pin": str,
}
AUDITOR = PERSON | {"kiosk_pin": NoneType}
WORKSPACE = {"name": str, "people": list, "awork": dict, "timetrack": dict, "kiosk": dict}
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

    @property
    def staff(self) -> list[dict[str, Any]]:
        """Everybody who keeps time: an auditor changes nothing."""
        return [person for person in self.people if person["role"] != "auditor"]

    def person(self, username: str) -> dict[str, Any]:
        return next(person for person in self.people if person["username"] == username)

    def first_people(self) -> list[dict[str, Any]]:
        people: list[dict[str, Any]] = self.printed["workspaces"][0]["people"]
        return people

    def get(self, person: dict[str, Any], path: str, **query: Any) -> Any:
        answer = self.home.http.get(path, headers=native(person), params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def of_everybody(self, path: str, **query: Any) -> list[dict[str, Any]]:
        """The whole list in the first workspace, as its admin sees it."""
        items: list[dict[str, Any]] = self.get(self.person("carla"), path, limit=500, everyone=True, **query)["items"]
        return items

    def username(self, record: dict[str, Any]) -> str:
        """Whose record it is."""
        return next(str(each["username"]) for each in self.people if each["id"] == record["person_id"])

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
            for person in workspace["people"]:
                assert shape(person) == (AUDITOR if person["role"] == "auditor" else PERSON)
            assert shape(workspace["kiosk"]) == {"id": str, "name": str, "setup_path": str}
            assert shape(workspace["awork"]) == AWORK
            assert shape(workspace["timetrack"]) == TIMETRACK


def test_nothing_but_the_object_is_printed(demo: Demo) -> None:
    outcome = demo.uhrwerk("demo", "--json")
    assert (outcome.code, outcome.out.count("\n")) == (0, 1)
    demo.printed = json.loads(outcome.out)


def test_the_kiosk_knows_everybody_who_keeps_time(demo: Demo) -> None:
    for workspace in demo.printed["workspaces"]:
        answer = demo.home.http.post(
            workspace["kiosk"]["setup_path"], headers={"Accept": "text/html"}, follow_redirects=False
        )
        tablet = Tablet(demo.home, workspace["kiosk"]["id"], answer.headers["set-cookie"].split("=")[1].split(";")[0])
        demo.home.http.cookies.clear()
        staff = [person for person in workspace["people"] if person["kiosk_pin"]]
        assert len(tablet.people()) == len(staff) == len(workspace["people"]) - ("auditor" in str(workspace["people"]))
        assert tablet.pin(staff[-1]["id"], staff[-1]["kiosk_pin"]).status_code == 200


def test_each_workspace_has_an_admin_a_lead_and_members_in_different_zones(demo: Demo) -> None:
    for workspace in demo.printed["workspaces"]:
        roles = [person["role"] for person in workspace["people"]]
        assert {"admin", "lead"} <= set(roles)
        members = [person for person in workspace["people"] if person["role"] == "member"]
        assert len({person["timezone"] for person in members}) >= 4
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
    for person in demo.staff:
        entries = demo.get(person, "/v1/time-entries", limit=500)["items"]
        stopped = [entry for entry in entries if entry["state"] == "stopped"]
        days = {_day(entry["started_at"], person) for entry in stopped}
        assert len(days) >= 8
        assert max(days) - min(days) >= timedelta(days=14)
        assert all(_at(entry["ended_at"]) <= now for entry in stopped)
        assert all(30 * 60 < entry["net_seconds"] < 4 * 3600 for entry in stopped)
        assert len({entry["net_seconds"] for entry in stopped}) > len(stopped) // 2
        assert any(entry["note"] for entry in stopped)
        assert all(entry["task_id"] for entry in stopped)
        for after, before in pairwise(entries):
            assert _at(before["ended_at"]) <= _at(after["started_at"])

        attendances = [each for each in demo.get(person, "/v1/attendance", limit=500)["items"] if each["ended_at"]]
        there = [(_at(each["started_at"]), _at(each["ended_at"])) for each in attendances]
        for entry in stopped:
            assert any(came <= _at(entry["started_at"]) <= _at(entry["ended_at"]) <= left for came, left in there)
        assert sum(each["break_seconds"] >= 30 * 60 for each in attendances) > len(attendances) * 3 // 4
    assert any(entry["break_seconds"] for entry in demo.of_everybody("/v1/time-entries"))


def test_people_in_five_places_have_different_contracts(demo: Demo) -> None:
    contracts = demo.of_everybody("/v1/contracts")
    regions = {demo.username(each): each["region"] for each in contracts}
    assert set(regions.values()) >= {"DE-BE", "DE-HH", "AT-9", "CH-ZH", "PT-11"}
    assert regions.keys() == {person["username"] for person in demo.staff if person in demo.first_people()}
    assert {each["kind"] for each in contracts} == {"weekdays", "week", "trust"}
    assert {each["break_policy"] for each in contracts} == {"as-taken", "deduct-minimum"}
    assert {each["balance_period"] for each in contracts} == {"month", "year", None}
    assert {each["balance_excess"] for each in contracts if each["balance_period"]} == {"forfeit", "pay-out"}
    assert min(each["start_balance_seconds"] for each in contracts) < 0
    assert max(each["start_balance_seconds"] for each in contracts) > 0
    assert any(each["kind"] == "week" and each["workdays"] == [1, 2, 3, 4] for each in contracts)
    before, after = sorted(
        (each for each in contracts if demo.username(each) == "jule"), key=lambda each: str(each["starts_on"])
    )
    assert date.fromisoformat(before["ends_on"]) == date.fromisoformat(after["starts_on"]) - timedelta(days=1)
    assert after["starts_on"] == "2026-03-01"
    assert before["starts_on"] == "2026-02-01"


def test_the_apprentice_is_seventeen_all_the_time(demo: Demo) -> None:
    emil = demo.person("emil")
    born = date.fromisoformat(demo.get(emil, "/v1/me")["person"]["birth_date"])
    begun = demo.get(emil, "/v1/contracts")["items"][0]["starts_on"]
    assert born.replace(year=born.year + 17) <= date.fromisoformat(begun)
    assert born.replace(year=born.year + 18) > demo.home.clock.now.date() + timedelta(days=180)


FOUND = {
    "Carla Kreativ": {"ArbZG § 3", "ArbZG § 4", "MiLoG § 17"},
    "Lukas Brandt": {"ArbZG § 4", "ArbZG § 5", "ArbZG § 9"},
    "Jule Petersen": {"ArbZG § 4", "MiLoG § 17"},
    "Emil Krause": {"JArbSchG § 8"},
    "Anna Leitner": {"AZG § 11 (1)", "AZG § 12a (2)"},
    "Beat Keller": {"ArG art. 15 (1)", "ArG art. 18 (1)"},
    "Inês Carvalho": {"2003/88/EC art. 3"},
    "Rui Matos": {"2003/88/EC art. 4"},
}
"""What is planned to go wrong within five weeks, and to be written down nine days late: whose, and the paragraphs."""


def law_check(demo: Demo, workspace: dict[str, Any]) -> list[list[str]]:
    """The lines of the last weeks up to yesterday, by column."""
    last = demo.home.clock.now.date() - timedelta(days=1)
    days = ("--from", str(last - timedelta(days=44)), "--to", str(last))
    lines = demo.uhrwerk.result("law", "check", *days, "--workspace", workspace["name"]).splitlines()
    return [line.split("\t") for line in lines]


def test_the_law_check_finds_the_planned_breaches_and_nothing_else(demo: Demo) -> None:
    first, second = demo.printed["workspaces"]
    found: dict[str, set[str]] = {}
    for _, name, _, paragraph, *_ in law_check(demo, first):
        found.setdefault(name, set()).add(paragraph)
    assert found == FOUND
    assert law_check(demo, second) == []


def test_closed_days_have_their_findings_recorded(demo: Demo) -> None:
    found = {(day, paragraph) for day, _, _, paragraph, *_ in law_check(demo, demo.printed["workspaces"][0])}
    since = str(demo.home.clock.now.date() - timedelta(days=34))
    recorded = {(each["day"], each["paragraph"]) for each in demo.of_everybody("/v1/law/findings/recorded")}
    assert recorded >= {(day, paragraph) for day, paragraph in found if day >= since}


def test_people_are_away_in_all_ways(demo: Demo) -> None:
    absences = demo.of_everybody("/v1/absences")
    assert {each["status"] for each in absences} == {"requested", "approved", "rejected"}
    assert all(each["decision_reason"] for each in absences if each["status"] == "rejected")
    assert any(each["seconds"] for each in absences)
    assert any(each["half_day_start"] and each["starts_on"] == each["ends_on"] for each in absences)
    kinds = {each["id"]: each["kind"] for each in demo.get(demo.person("carla"), "/v1/absence-types")["items"]}
    assert {"vacation", "sick"} <= {kinds[each["absence_type_id"]] for each in absences}


def test_nobody_works_on_days_off(demo: Demo) -> None:
    off = {
        (each["person_id"], each["starts_on"])
        for each in demo.of_everybody("/v1/absences")
        if each["starts_on"] == each["ends_on"] and each["seconds"] is None and not each["half_day_start"]
    }
    for person in demo.first_people():
        for contract in demo.get(person, "/v1/contracts")["items"]:
            holidays = demo.get(person, "/v1/public-holidays", region=contract["region"], year=2026)["items"]
            off |= {(person["id"], each["day"]) for each in holidays}
    zones = {person["id"]: person for person in demo.people}
    worked = {
        (each["person_id"], str(_day(each["started_at"], zones[each["person_id"]])))
        for each in demo.of_everybody("/v1/attendance")
    }
    assert len(off) > 5
    assert off.isdisjoint(worked)


def test_time_has_been_corrected_handed_in_approved_and_locked(demo: Demo) -> None:
    assert {each["status"] for each in demo.of_everybody("/v1/corrections")} == {"approved", "requested"}
    assert {each["status"] for each in demo.of_everybody("/v1/overtime")} == {"approved", "requested"}
    sheets = demo.of_everybody("/v1/timesheets")
    assert {each["starts_on"] for each in sheets} == {"2026-02-01"}
    assert {each["status"] for each in sheets} == {"locked", "approved", "submitted", "open"}
    assert [each["decision_reason"] is not None for each in sheets if each["status"] == "open"] == [True]
    assert all(each["worked_seconds"] > 50 * 3600 for each in sheets if each["status"] != "open")
    assert {each["locked_through"] for each in demo.of_everybody("/v1/locks")} == {"2026-01-31"}
    assert len(demo.of_everybody("/v1/lock-exceptions")) == 1


def test_somebody_is_at_work_somebody_on_a_break_and_a_forgotten_clock_waits(demo: Demo) -> None:
    attendances = demo.of_everybody("/v1/attendance")
    there = {demo.username(each): each["state"] for each in attendances if each["ended_at"] is None}
    assert there == {"noor": "running", "ines": "running", "rui": "paused"}
    forgotten = [each for each in attendances if each["to_confirm"]]
    assert {demo.username(each) for each in forgotten} == {"ines"}
    assert all(_at(each["ended_at"]) - _at(each["started_at"]) == timedelta(hours=24) for each in forgotten)


def test_balances_are_those_of_people_who_work_about_what_is_agreed(demo: Demo) -> None:
    hours = {each["username"]: _balance(demo, each) / 3600 for each in demo.staff}
    # Forgotten clocks count until somebody corrects them.
    assert 15 < hours.pop("ines") < 40
    assert {username: balance for username, balance in hours.items() if abs(balance) > 20} == {}


def _balance(demo: Demo, person: dict[str, Any]) -> int:
    seconds: int = demo.get(person, "/v1/work-time/balance")["balance_seconds"]
    return seconds


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
        kept = ("contracts", "attendance", "absences", "law/findings/recorded", "timesheets", "corrections", "overtime")
        first = {f"first {path}": [len(demo.of_everybody(f"/v1/{path}"))] for path in (*kept, "locks")}
        return of_all | first | {"own": own}

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
        assert assigned >= {person["id"] for person in workspace["people"] if person["role"] != "auditor"}
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
    before = {person["id"]: _last_day(demo, person) for person in demo.staff}
    demo.home.clock.forward(days=10)
    demo.again()
    for person in demo.staff:
        assert _last_day(demo, person) >= before[person["id"]] + timedelta(days=4)
    current = demo.get(demo.person("noor"), "/v1/timers/current")
    assert demo.home.clock.now - _at(current["started_at"]) < timedelta(hours=2)


def _last_day(demo: Demo, person: dict[str, Any]) -> Any:
    entries = demo.get(person, "/v1/time-entries", limit=50)["items"]
    return max(_day(entry["started_at"], person) for entry in entries if entry["ended_at"])


def test_days_that_somebody_has_closed_stay_as_they_are(demo: Demo) -> None:
    """Clocks of the demo's own still run on them, and they are those of a contract that is gone."""

    def days_of(username: str) -> set[date]:
        person = demo.person(username)
        return {_day(each["started_at"], person) for each in demo.get(person, "/v1/attendance", limit=500)["items"]}

    admin, mei = native(demo.person("carla")), demo.person("mei")
    [contract] = demo.get(mei, "/v1/contracts")["items"]
    demo.home.clock.forward(days=7)
    closed = demo.home.clock.now.date() - timedelta(days=2)
    calls = (
        ("DELETE", f"/v1/contracts/{contract['id']}?reason=Wrong", None),
        ("POST", "/v1/locks", {"locked_through": str(closed)}),
    )
    for method, path, body in calls:
        answer = demo.home.http.request(method, path, headers=admin, json=body)
        assert answer.status_code < 300, answer.text
    before = days_of("lukas")
    demo.again()
    assert {day for day in days_of("lukas") - before if day <= closed} == set()
    assert demo.get(demo.person("mei"), "/v1/contracts")["items"] == []
    demo.home.clock.forward(days=3)
    demo.again()
    assert {day for day in days_of("lukas") if day > closed}
    assert demo.get(demo.person("noor"), "/v1/timers/current")["state"] == "running"


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
