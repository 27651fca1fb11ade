"""The calls as TimeTrack's own page prints them: dates of 2020, names of its examples, curl's habits."""

import pytest

from tests.home import Home, Someone, Workplace
from tests.timetrack.kinds import absence_type
from tests.timetrack.resources import Resources
from uhrwerk.operations import people
from uhrwerk.operations.catalog import CLIENTS, PROJECTS
from uhrwerk.operations.people import NewPerson
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.store import Tx

START = """{
"username": "test",
"clientName": "Client 006",
"projectName": "Project 006_1",
"date": "2020-10-23T15:00:00.000Z"
}"""
LATER = """{
"date": "2020-10-23T15:30:00.000Z",
"username": "test"
}"""
COME_OR_GO = """{
"username": "test",
"date": "2020-10-23T15:00:00.000Z"
}"""
READ_AT = "username=test&date=2020-10-23T16:00:00.000Z"

PATHS = pytest.mark.parametrize("prefix", ["/timers", ""])
SLASHES = pytest.mark.parametrize("slash", ["", "/"])


class Curl:
    """curl as documented: `-d` makes a POST unless `-X` says otherwise."""

    def __init__(self, home: Home, place: Workplace, base: str) -> None:
        self.home, self.base = home, base
        self.headers = {"Content-Type": "application/json", **place.timetrack}

    def __call__(self, path: str, body: str = "{}", method: str = "POST") -> object:
        answer = self.home.http.request(method, self.base + path, headers=self.headers, content=body)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/json"
        return answer.json()


@pytest.fixture
def examples(home: Home, place: Workplace) -> Workplace:
    """A workspace that has the person, the client and the project of the examples."""

    async def add(tx: Tx) -> None:
        actor = command_line_actor(place.id)
        await people.add(tx, actor, home.clock.now, NewPerson("test", "test@example.org", "Toni", "Test"))
        client = await CLIENTS.add(tx, actor, home.clock.now, {"name": "Client 006", "archived": False})
        members = {"name": "Project 006_1", "client_id": client.id, "billable": True, "archived": False}
        await PROJECTS.add(tx, actor, home.clock.now, members)

    home.run(add)
    return place


def project_timer(state: str, worked: int = 0, breaks: int = 0) -> dict[str, object]:
    return {
        "username": "test",
        "startedAt": "2020-10-23T15:00:00Z",
        "workedSeconds": worked,
        "breakSeconds": breaks,
        "playing": state == "playing",
        "stopped": state == "stopped",
        "paused": state == "paused",
        "clientName": "Client 006",
        "projectName": "Project 006_1",
        "taskName": None,
        "note": None,
    }


@PATHS
@SLASHES
def test_the_project_timers_calls(home: Home, examples: Workplace, prefix: str, slash: str) -> None:
    curl = Curl(home, examples, f"/api/v2/ext{prefix}/project_timer")
    nothing = project_timer("stopped") | {"startedAt": None, "clientName": None, "projectName": None}
    reading = f"{slash}?{READ_AT}"
    assert curl(reading) == nothing
    for verb, body, after in (
        ("/start", START, project_timer("playing")),
        ("/pause", LATER, project_timer("paused", 1800)),
        ("/resume", LATER, project_timer("playing", 1800)),
        ("/stop", LATER, project_timer("stopped", 1800)),
    ):
        assert curl(verb + slash, body) == after
        assert curl(reading) == after
        assert curl(reading, method="GET") == after
        assert curl(reading, "", method="GET") == after


@PATHS
@SLASHES
def test_the_attendance_timers_calls(home: Home, examples: Workplace, prefix: str, slash: str) -> None:
    curl = Curl(home, examples, f"/api/v2/ext{prefix}/attendance_timer")
    nothing = {
        "id": None,
        "user": "test",
        "latitudeStart": None,
        "longitudeStart": None,
        "latitudeEnd": None,
        "longitudeEnd": None,
        "from": None,
        "to": None,
        "workedMinutes": 0,
        "breakMinutes": 0,
        "manual": False,
        "notes": None,
    }
    reading = f"{slash}?{READ_AT}"
    assert curl(reading) == nothing
    came = curl("/start" + slash, COME_OR_GO)
    assert isinstance(came, dict)
    assert type(came["id"]) is int
    assert came == nothing | {"id": came["id"], "from": "2020-10-23T15:00:00Z"}
    assert curl(reading) == curl(reading, method="GET") == curl(reading, "", method="GET") == came
    went = curl("/stop" + slash, COME_OR_GO)
    assert went == came | {"to": "2020-10-23T15:00:00Z"}
    assert curl(reading) == curl(reading, method="GET") == went


def test_the_calls_need_no_label_on_the_body(home: Home, examples: Workplace) -> None:
    headers = {**examples.timetrack, "Content-Type": "application/x-www-form-urlencoded"}
    answer = home.http.post("/api/v2/ext/timers/project_timer/start", headers=headers, content=START)
    assert answer.json() == project_timer("playing")


def test_a_verbs_parameters_may_stand_in_the_query(home: Home, examples: Workplace) -> None:
    curl = Curl(home, examples, "/api/v2/ext/timers/project_timer")
    query = "?username=test&clientName=Client%20006&projectName=Project+006_1&date=2020-10-23T15:00:00.000Z"
    assert curl("/start" + query) == project_timer("playing")
    assert curl("/stop?username=test&date=2020-10-23T15:10:00Z", "") == project_timer("stopped", 600)


def test_members_of_a_timer_that_has_all_of_them(home: Home, place: Workplace) -> None:
    """The types too: integers are no floats, flags no numbers."""
    owner: Someone = place.owner
    members = {"clientName": "Nordlicht", "projectName": "Website", "taskName": "Sitemap", "note": "Entwurf für Ü\n✓"}
    body = members | {"username": owner.username, "date": "2026-03-10T09:00:00Z"}
    answer = home.http.post("/api/v2/ext/timers/project_timer/start", headers=place.timetrack, json=body)
    assert answer.text == (
        '{"username":"owner","startedAt":"2026-03-10T09:00:00Z","workedSeconds":0,"breakSeconds":0,'
        '"playing":true,"stopped":false,"paused":false,'
        '"clientName":"Nordlicht","projectName":"Website","taskName":"Sitemap","note":"Entwurf für Ü\\n✓"}'
    )


def test_the_resources_calls(home: Home, examples: Workplace) -> None:
    """The shapes of the lines that the vendor's pages print for each resource: no -X for a read, {} as its body."""
    curl = Curl(home, examples, "/api/v2/ext")

    def one(path: str, body: str, method: str = "POST") -> dict[str, object]:
        answer = curl(path, body, method)
        assert isinstance(answer, dict)
        return answer

    client = one("/clients", '{"name": "Client Test", "field1": "VAT ID: 123455678"}')
    project = one("/projects", '{"projectName": "Test project 001", "clientName": "Client Test"}')
    task = one("/tasks", '{"name": "Development", "hourRate": 30.0}')
    booked = '"username": "test", "clientName": "Client Test", "projectName": "Test project 001"'
    times = '"from": "2020-10-20T09:00:00.000Z", "to": "2020-10-20T10:00:00.000Z"'
    entry = one("/project_time_entries", f'{{{booked}, "task": "Development", {times}}}')
    attendance = one("/attendances", f'{{"username": "test", {times}}}')
    kind = absence_type(Resources(home, examples))
    days = '"from": "2020-10-26", "to": "2020-10-28"'
    absence = one("/absences", f'{{"username": "test", "absenceType": {kind}, {days}}}')
    expense = one("/expenses", f'{{{booked}, "name": "Taxi", "price": 20.5, "date": "2020-10-20T09:00:00.000Z"}}')
    user = one(
        "/users",
        """{"teamLead": false, "password": "123123123", "firstName": "Max", "admin": true, "username": "test6",
        "email": "test4@example.org", "language": "de", "personalNumber": 1234, "lastName": "Smith"}""",
    )
    for path, record, listed, changes in (
        ("clients", client, "?name=test", '{"email": "test@example.org", "field2": "Test"}'),
        ("projects", project, "?projectName=Test", '{"hourRate": "50", "notes": "Test"}'),
        ("tasks", task, "?name=Dev", '{"hourRate": 35.5, "notes": "Test"}'),
        ("project_time_entries", entry, IN_OCTOBER, '{"breakMinutes": "5"}'),
        ("attendances", attendance, IN_OCTOBER, '{"notes": "Test"}'),
        ("absences", absence, "?username=test&from=2020-10-01&to=2020-10-31", '{"status": "1"}'),
        ("expenses", expense, IN_OCTOBER, '{"quantity": "2"}'),
        ("users", user, "?username=test6", '{"password": "122122122", "admin": true, "langauge": "en"}'),
    ):
        here = f"/{path}/{record['id']}"
        assert curl(f"/{path}/{listed}") == curl(f"/{path}{listed}", method="GET") == [curl(here)]
        assert one(here, "{}")["id"] == record["id"]
        changed = one(here, changes, "PUT")
        assert curl(here) == changed
        assert curl(here, method="DELETE") == changed
        assert record["id"] not in [each["id"] for each in every(curl(f"/{path}/"))]
    report = every(curl("/work_reports?username=test&from=2020-10-01T00:00:00Z&to=2020-10-31T00:00:00Z"))
    assert [row["workDate"] for row in report] == [f"2020-10-{day:02}" for day in range(1, 32)]


IN_OCTOBER = "?username=test&from=2020-10-01T00:00:00.000Z&to=2020-10-23T23:59:59.999Z"


def every(answer: object) -> list[dict[str, object]]:
    assert isinstance(answer, list)
    return answer
