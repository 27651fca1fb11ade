"""What the native door cannot take: a problem that names the field, and nothing changed."""

import json
from typing import Any

import httpx
import pytest

from tests.home import Home, Workplace
from tests.native.wire import WITH_BODY, Route, problem
from tests.traces import traces

NO_OBJECTS = {
    "cut off": b'{"note": "a',
    "no JSON": b"note=a&at=now",
    "two values": b"{}{}",
    "NaN": b'{"latitude": NaN, "longitude": NaN}',
    "Infinity": b'{"planned_seconds": Infinity}',
    "a number too large": b'{"planned_seconds": 1e999}',
    "no UTF-8": b'{"note": "\xff\xfe"}',
    "UTF-16": '{"note": "a"}'.encode("utf-16"),
    "a raw nul byte": b'{"note": "a\x00b"}',
    "half a surrogate pair": b'{"note": "\\ud800"}',
    "nested lists": b"[" * 100_000 + b"]" * 100_000,
    "nested objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "a list": b"[]",
    "a text": b'"start"',
    "a number": b"1",
    "null": b"null",
}


@pytest.mark.parametrize("route", WITH_BODY, ids=str)
def test_a_body_that_is_no_json_object_is_refused(home: Home, office: Workplace, route: Route) -> None:
    before = traces(home, office)
    for body in NO_OBJECTS.values():
        problem(route.send(home, office, office.admin.bearer, json=None, content=body), 400, "malformed")
    assert traces(home, office) == before


@pytest.mark.parametrize("route", WITH_BODY, ids=str)
def test_unknown_members_are_refused(home: Home, office: Workplace, route: Route) -> None:
    before = traces(home, office)
    body = (route.body or {}) | {"colour": "red", "Note": "wrong case"}
    problem(route.send(home, office, office.admin.bearer, json=body), 400, "invalid", "colour", "Note")
    assert traces(home, office) == before


@pytest.mark.parametrize("path", ["/v1/timers/start", "/v1/clients", "/v1/attendance/clock-in"])
def test_a_body_of_five_megabytes_is_refused(home: Home, office: Workplace, path: str) -> None:
    before = traces(home, office)
    body = json.dumps({"name": "n", "note": "a" * 5_000_000})
    problem(home.http.post(path, headers=office.admin.bearer, content=body), 413, "request-too-large")
    assert traces(home, office) == before


@pytest.mark.parametrize("route", [each for each in WITH_BODY if each.body], ids=str)
def test_a_body_that_is_needed_is_asked_for(home: Home, office: Workplace, route: Route) -> None:
    before = traces(home, office)
    problem(route.send(home, office, office.admin.bearer, json=None), 400, "invalid", "body")
    assert traces(home, office) == before


SPAN = {"started_at": "2026-03-10T06:00:00Z", "ended_at": "2026-03-10T07:00:00Z"}
PERSON = {"username": "new", "email": "new@example.org", "first_name": "New"}
NUL, LONG = "a\x00b", "é" * 10_001

WRONG: list[tuple[str, str, dict[str, Any], list[str]]] = [
    ("POST", "/v1/timers/start", {"note": 5}, ["note"]),
    ("POST", "/v1/timers/start", {"note": NUL}, ["note"]),
    ("POST", "/v1/timers/start", {"note": LONG}, ["note"]),
    ("POST", "/v1/timers/start", {"note": "a" * 1_000_000}, ["note"]),
    ("POST", "/v1/timers/start", {"project_id": "website"}, ["project_id"]),
    ("POST", "/v1/timers/start", {"task_id": 1}, ["task_id"]),
    ("POST", "/v1/timers/start", {"type_of_work_id": ""}, ["type_of_work_id"]),
    ("POST", "/v1/timers/start", {"billable": 1}, ["billable"]),
    ("POST", "/v1/timers/start", {"billable": "true"}, ["billable"]),
    ("POST", "/v1/timers/start", {"zone": "Europe/Atlantis"}, ["zone"]),
    ("POST", "/v1/timers/start", {"zone": "../../etc/passwd"}, ["zone"]),
    ("POST", "/v1/timers/start", {"zone": NUL}, ["zone"]),
    ("POST", "/v1/timers/start", {"person_id": "me"}, ["person_id"]),
    ("POST", "/v1/timers/start", {"at": "now", "note": 5, "zone": 1}, ["at", "note", "zone"]),
    ("POST", "/v1/timers/start", {"at": "2026-03-10T08:00:00"}, ["at"]),
    ("POST", "/v1/timers/start", {"at": "2026-02-30T08:00:00Z"}, ["at"]),
    ("POST", "/v1/timers/start", {"at": "2026-03-10T24:00:01Z"}, ["at"]),
    ("POST", "/v1/timers/start", {"at": 1773129600}, ["at"]),
    ("POST", "/v1/timers/start", {"at": "1969-12-31T23:59:59Z"}, ["at"]),
    ("POST", "/v1/timers/start", {"at": "0001-01-01T00:00:00+14:00"}, ["at"]),
    ("POST", "/v1/timers/pause", {"at": "yesterday"}, ["at"]),
    ("POST", "/v1/timers/switch", {"type_of_work_id": None}, ["type_of_work_id"]),
    ("POST", "/v1/timers/switch", {"billable": None}, ["billable"]),
    ("POST", "/v1/time-entries", {"note": "n"}, ["started_at", "ended_at"]),
    ("POST", "/v1/time-entries", {"started_at": None, "ended_at": None}, ["started_at", "ended_at"]),
    ("POST", "/v1/time-entries", SPAN | {"ended_at": "2026-03-10T05:59:59Z"}, ["ended_at"]),
    ("POST", "/v1/time-entries", SPAN | {"ended_at": "9999-12-31T23:59:59-14:00"}, ["ended_at"]),
    ("POST", "/v1/time-entries", SPAN | {"started_at": "2025-01-01T00:00:00Z"}, ["ended_at"]),
    ("POST", "/v1/time-entries", SPAN | {"started_at": "1969-12-31T00:00:00Z"}, ["started_at"]),
    ("POST", "/v1/time-entries", SPAN | {"breaks": 5}, ["breaks"]),
    ("POST", "/v1/time-entries", SPAN | {"breaks": [{"started_at": "x"}]}, ["breaks"]),
    ("POST", "/v1/time-entries", SPAN | {"breaks": [{"started_at": "2026-03-10T06:30:00Z"}]}, ["breaks"]),
    (
        "POST",
        "/v1/time-entries",
        SPAN | {"breaks": [{"started_at": "2026-03-10T05:30:00Z", "ended_at": "2026-03-10T06:30:00Z"}]},
        ["breaks"],
    ),
    (
        "POST",
        "/v1/time-entries",
        SPAN | {"breaks": [{"started_at": "2026-03-10T06:30:00Z", "ended_at": "2026-03-10T06:29:00Z"}]},
        ["breaks"],
    ),
    (
        "POST",
        "/v1/time-entries",
        SPAN | {"breaks": [{"started_at": "2026-03-10T06:30:00Z", "ended_at": "2026-03-10T06:30:00Z"}] * 201},
        ["breaks"],
    ),
    ("POST", "/v1/time-entries", SPAN | {"zone": "Mars/Olympus"}, ["zone"]),
    ("POST", "/v1/time-entries", SPAN | {"hour_rate": 85}, ["hour_rate"]),
    ("POST", "/v1/time-entries", SPAN | {"hour_rate": "-85"}, ["hour_rate"]),
    ("POST", "/v1/time-entries", SPAN | {"latitude_start": -90.5}, ["latitude_start"]),
    ("POST", "/v1/time-entries", SPAN | {"longitude_end": 181}, ["longitude_end"]),
    ("POST", "/v1/time-entries", SPAN | {"length_only": None, "flat_rate": 1}, ["length_only", "flat_rate"]),
    ("POST", "/v1/time-entries", SPAN | {"tags": ["Harbour"]}, ["tags"]),
    ("POST", "/v1/attendance/clock-in", {"latitude": 91, "longitude": 0}, ["latitude"]),
    ("POST", "/v1/attendance/clock-in", {"latitude": 0, "longitude": -180.1}, ["longitude"]),
    ("POST", "/v1/attendance/clock-in", {"latitude": 53.5}, ["longitude"]),
    ("POST", "/v1/attendance/clock-in", {"longitude": 53.5}, ["latitude"]),
    ("POST", "/v1/attendance/clock-in", {"latitude": "53.5", "longitude": "10"}, ["latitude", "longitude"]),
    ("POST", "/v1/attendance/clock-in", {"note": NUL}, ["note"]),
    ("POST", "/v1/attendance/clock-out", {"latitude": 53.5}, ["longitude"]),
    ("POST", "/v1/people", {}, ["username", "email", "first_name"]),
    ("POST", "/v1/people", PERSON | {"username": ""}, ["username"]),
    ("POST", "/v1/people", PERSON | {"username": "u" * 101}, ["username"]),
    ("POST", "/v1/people", PERSON | {"username": "a\nb"}, ["username"]),
    ("POST", "/v1/people", PERSON | {"email": "nobody"}, ["email"]),
    ("POST", "/v1/people", PERSON | {"email": "a b@example.org"}, ["email"]),
    ("POST", "/v1/people", PERSON | {"role": "king"}, ["role"]),
    ("POST", "/v1/people", PERSON | {"zone": "Atlantis"}, ["zone"]),
    ("POST", "/v1/people", PERSON | {"first_name": NUL}, ["first_name"]),
    ("POST", "/v1/people", PERSON | {"last_name": "n" * 201}, ["last_name"]),
    ("POST", "/v1/people", PERSON | {"language": "x" * 21}, ["language"]),
    ("POST", "/v1/people", PERSON | {"password": "short"}, ["password"]),
    ("POST", "/v1/people", PERSON | {"password": "p" * 201}, ["password"]),
    ("PATCH", "/v1/people/{person}", {"zone": "Atlantis"}, ["zone"]),
    ("PATCH", "/v1/people/{person}", {"active": "no"}, ["active"]),
    ("PATCH", "/v1/people/{person}", {"email": "nobody"}, ["email"]),
    ("PATCH", "/v1/people/{person}", {"role": ""}, ["role"]),
    ("PATCH", "/v1/people/{person}", {"birth_date": "2026-03-11"}, ["birth_date"]),
    ("PATCH", "/v1/people/{person}", {"birth_date": "1.4.1990"}, ["birth_date"]),
    ("PATCH", "/v1/people/{person}", {"weekly_seconds": [28800] * 5}, ["weekly_seconds"]),
    ("PATCH", "/v1/people/{person}", {"weekly_seconds": [86401] + [0] * 6}, ["weekly_seconds"]),
    ("PATCH", "/v1/people/{person}", {"personnel_number": ""}, ["personnel_number"]),
    ("PATCH", "/v1/people/{person}", {"archived": None}, ["archived"]),
    ("PATCH", "/v1/people/{person}", {"contacts": None}, ["contacts"]),
    ("POST", "/v1/clients", {"name": "n", "color": "c" * 21, "custom": []}, ["custom"]),
    ("POST", "/v1/clients", {"name": "n", "color": "c" * 21}, ["color"]),
    ("POST", "/v1/clients", {"name": "n", "industry": "i" * 201}, ["industry"]),
    ("POST", "/v1/clients", {"name": "n", "custom": {"": "empty"}}, ["custom"]),
    ("POST", "/v1/clients", {"name": "n", "custom": {"n": 1}}, ["custom"]),
    ("POST", "/v1/projects", {"name": "n", "budget": 1.5}, ["budget"]),
    ("POST", "/v1/projects", {"name": "n", "hour_rate": "-1"}, ["hour_rate"]),
    ("POST", "/v1/projects", {"name": "n", "starts_on": "2026-03-02", "due_on": "2026-03-01"}, ["due_on"]),
    ("POST", "/v1/projects", {"name": "n", "members": [{"person_id": "x"}]}, ["members"]),
    ("POST", "/v1/projects", {"name": "n", "members": [{"responsible": True}]}, ["members"]),
    ("POST", "/v1/tasks", {"name": "n", "lists": [{"task_list_id": 1}]}, ["lists"]),
    ("POST", "/v1/tasks", {"name": "n", "due_at": "2026-03-10"}, ["due_at"]),
    ("POST", "/v1/tasks", {"name": "n", "hour_rate": "1.00001"}, ["hour_rate"]),
    ("PATCH", "/v1/tasks/{task}", {"task_status_id": None}, ["task_status_id"]),
    ("POST", "/v1/tasks", {"name": "n", "planned_seconds": -1}, ["planned_seconds"]),
    ("POST", "/v1/tasks", {"name": "n", "planned_seconds": 2**31}, ["planned_seconds"]),
    ("POST", "/v1/tasks", {"name": "n", "planned_seconds": 1.5}, ["planned_seconds"]),
    ("POST", "/v1/tasks", {"name": "n", "assignees": ["nobody"]}, ["assignees"]),
    ("POST", "/v1/tasks", {"name": "n", "assignees": "nobody"}, ["assignees"]),
    ("PATCH", "/v1/tasks/{task}", {"project_id": None}, ["project_id"]),
    ("POST", "/v1/projects", {"name": "n", "key": ""}, ["key"]),
    ("POST", "/v1/projects", {"name": "n", "key": "K" * 21}, ["key"]),
    ("POST", "/v1/projects", {"name": "n", "client_id": "museum"}, ["client_id"]),
    ("PATCH", "/v1/projects/{project}", {"billable": None}, ["billable"]),
    ("POST", "/v1/types-of-work", {"name": "n", "icon": "i" * 51}, ["icon"]),
    *(
        (method, path, body, ["name"])
        for kind, name in (("clients", "client"), ("projects", "project"), ("tasks", "task"), ("types-of-work", "type"))
        for method, path in (("POST", f"/v1/{kind}"), ("PATCH", f"/v1/{kind}/{{{name}}}"))
        for body in ({"name": ""}, {"name": "  "}, {"name": NUL}, {"name": "n" * 201}, {"name": None}, {"name": 1})
    ),
]


def send(home: Home, office: Workplace, method: str, path: str, body: dict[str, Any]) -> httpx.Response:
    return Route(method, path, None, body).send(home, office, office.admin.bearer)


def test_a_wrong_member_is_named(home: Home, office: Workplace) -> None:
    before = traces(home, office)
    for method, path, body, fields in WRONG:
        answer = send(home, office, method, path, body)
        assert (answer.status_code, answer.json().get("type")) == (400, "/docs/problems#invalid"), (path, body)
        problem(answer, 400, "invalid", *fields)
    assert traces(home, office) == before


def test_an_instant_of_the_future_is_refused_by_name(home: Home, office: Workplace) -> None:
    before = traces(home, office)
    soon, late = "2026-03-10T08:05:01Z", {"started_at": "2026-03-10T07:00:00Z"}
    for path, body, field in (
        ("/v1/timers/start", {"at": soon}, "at"),
        ("/v1/attendance/clock-in", {"at": soon}, "at"),
        ("/v1/time-entries", late | {"ended_at": soon}, "ended_at"),
        ("/v1/time-entries", {"started_at": soon, "ended_at": soon}, "started_at"),
    ):
        problem(send(home, office, "POST", path, body), 400, "instant-in-future", field)
    assert traces(home, office) == before


LISTS = (
    "/v1/time-entries",
    "/v1/attendance",
    "/v1/people",
    "/v1/clients",
    "/v1/projects",
    "/v1/tasks",
    "/v1/types-of-work",
    "/v1/project-types",
    "/v1/project-statuses",
    "/v1/task-statuses",
    "/v1/task-lists",
    "/v1/tags",
    "/v1/teams",
    "/v1/absence-types",
    "/v1/company-holidays",
    "/v1/journal",
)
BAD_CURSORS = (
    "",
    "x",
    "0",
    "-1",
    "null",
    "%C3%A4",
    "=",
    "9" * 600,
    "W10",  # []
    "WyJhIiwiYiJd",  # ["a","b"]
    "WyIyMDI2LTAzLTEwVDA4OjAwOjAwWiIsIngiXQ",  # ["2026-03-10T08:00:00Z","x"]
    # ["2026-03-10T08:00:00Z","xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"]
    "WyIyMDI2LTAzLTEwVDA4OjAwOjAwWiIsInh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eCJd",
    # ["2026-03-10T08:00:00","00000000-0000-7000-8000-00000000dead"]
    "WyIyMDI2LTAzLTEwVDA4OjAwOjAwIiwiMDAwMDAwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDBkZWFkIl0",
)


@pytest.mark.parametrize("path", LISTS)
def test_a_list_names_what_is_wrong_with_its_query(home: Home, office: Workplace, path: str) -> None:
    mine = office.admin.bearer
    for limit in ("0", "501", "-1", "ten", "1.5", "", "99999999999999999999"):
        problem(home.http.get(f"{path}?limit={limit}", headers=mine), 400, "invalid", "limit")
    for cursor in BAD_CURSORS:
        problem(home.http.get(f"{path}?cursor={cursor}", headers=mine), 400, "invalid", "cursor")
    for good in (1, 500):
        assert home.http.get(f"{path}?limit={good}", headers=mine).status_code == 200


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("/v1/time-entries?from=yesterday", ["from"]),
        ("/v1/time-entries?to=2026-03-10T08:00:00", ["to"]),
        ("/v1/time-entries?from=0001-01-01T00:00:00%2B14:00", ["from"]),
        ("/v1/time-entries?active=perhaps&project_id=x&task_id=y", ["active", "project_id", "task_id"]),
        ("/v1/time-entries?person_id=me", ["person_id"]),
        ("/v1/time-entries?everyone=all", ["everyone"]),
        ("/v1/attendance?from=x&to=y", ["from", "to"]),
        ("/v1/attendance?person_id=me", ["person_id"]),
        ("/v1/attendance/current?person_id=me", ["person_id"]),
        ("/v1/timers/current?person_id=me", ["person_id"]),
        ("/v1/journal?person_id=me", ["person_id"]),
        ("/v1/journal?workspace=mine", ["workspace"]),
        ("/v1/tasks?project_id=website", ["project_id"]),
        ("/v1/projects?client_id=museum", ["client_id"]),
        ("/v1/clients?archived=old", ["archived"]),
        ("/v1/task-lists?archived=old&project_id=website", ["archived", "project_id"]),
        ("/v1/task-statuses?project_id=website", ["project_id"]),
    ],
)
def test_a_query_that_cannot_be_read_is_named(home: Home, office: Workplace, query: str, fields: list[str]) -> None:
    problem(home.http.get(query, headers=office.admin.bearer), 400, "invalid", *fields)


def test_a_body_of_nothing_but_faults_makes_no_larger_answer(home: Home, office: Workplace) -> None:
    body = {f"member {number}": 1 for number in range(100_000)}
    answer = home.http.post("/v1/timers/start", headers=office.owner.bearer, json=body)
    assert answer.status_code == 400
    assert len(answer.json()["errors"]) == 20
    assert len(answer.content) < 10_000


@pytest.mark.parametrize("zone", ["localtime", "Factory", "posixrules", "europe/berlin", "../Europe/Berlin", ""])
def test_what_is_no_zone_everywhere_is_no_zone(home: Home, office: Workplace, zone: str) -> None:
    answer = home.http.post("/v1/timers/start", headers=office.owner.bearer, json={"zone": zone})
    problem(answer, 400, "invalid", "zone")


def test_a_path_that_no_file_can_have_leads_nowhere(home: Home) -> None:
    assert home.http.get("/docs/assets/%00").status_code == 404
