"""What awork's door cannot take: refused in its own shape, the member named, nothing changed."""

import json
from typing import Any

import pytest

from tests.awork.wire import refusal, start_form
from tests.home import Home, Workplace
from tests.traces import traces

WRONG_MEMBERS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "a type of work that is no UUID": ({"typeOfWorkId": "design"}, ["TypeOfWorkId"]),
    "an empty type of work": ({"typeOfWorkId": ""}, ["TypeOfWorkId"]),
    "no type of work": ({"typeOfWorkId": None}, ["TypeOfWorkId"]),
    "a number for a type of work": ({"typeOfWorkId": 17}, ["TypeOfWorkId"]),
    "a list for a type of work": ({"typeOfWorkId": []}, ["TypeOfWorkId"]),
    "an unknown zone": ({"timezone": "Europe/Atlantis"}, ["Timezone"]),
    "an empty zone": ({"timezone": ""}, ["Timezone"]),
    "no zone": ({"timezone": None}, ["Timezone"]),
    "an offset for a zone": ({"timezone": "+01:00"}, ["Timezone"]),
    "a path for a zone": ({"timezone": "../../etc/passwd"}, ["Timezone"]),
    "an absolute path for a zone": ({"timezone": "/usr/share/zoneinfo/Europe/Berlin"}, ["Timezone"]),
    "a zone in the wrong case": ({"timezone": "europe/berlin"}, ["Timezone"]),
    "a zone with a nul byte": ({"timezone": "Europe/Berlin\x00"}, ["Timezone"]),
    "a number for a zone": ({"timezone": 1}, ["Timezone"]),
    "a task that is no UUID": ({"taskId": "sitemap"}, ["TaskId"]),
    "a truth for a task": ({"taskId": True}, ["TaskId"]),
    "a project that is no UUID": ({"projectId": "website"}, ["ProjectId"]),
    "an object for a project": ({"projectId": {"id": 1}}, ["ProjectId"]),
    "a number for a note": ({"note": 5}, ["Note"]),
    "a list for a note": ({"note": ["a"]}, ["Note"]),
    "a note with a nul byte": ({"note": "a\x00b"}, ["Note"]),
    "a note of 10,001 characters": ({"note": "é" * 10_001}, ["Note"]),
    "a note of a megabyte": ({"note": "a" * 1_000_000}, ["Note"]),
    "a text for billable": ({"isBillable": "yes"}, ["IsBillable"]),
    "a number for billable": ({"isBillable": 1}, ["IsBillable"]),
    "a number for billed": ({"isBilled": 0.5}, ["IsBilled"]),
    "several at once": (
        {"typeOfWorkId": 1, "TIMEZONE": 2, "timezone": 2, "taskid": 3, "note": 4},
        ["TypeOfWorkId", "Timezone", "TaskId", "Note"],
    ),
}


@pytest.mark.parametrize(("members", "properties"), WRONG_MEMBERS.values(), ids=WRONG_MEMBERS)
def test_a_wrong_member_is_named(home: Home, office: Workplace, members: dict[str, Any], properties: list[str]) -> None:
    before = traces(home, office)
    for whose in ("me", f"users/{office.owner.id}"):
        url = f"/api/v1/{whose}/timetracking/start"
        answer = home.http.post(url, headers=office.owner.awork_bearer, json=start_form(office, **members))
        refusal(answer, 400, "validation-error", *properties)
    assert traces(home, office) == before


@pytest.mark.parametrize("body", [b"", b"{}", b"  \n", b'{"note": "only"}', b'{"startTime": "08:00"}'])
def test_missing_members_are_named(home: Home, office: Workplace, body: bytes) -> None:
    before = traces(home, office)
    answer = home.http.post("/api/v1/me/timetracking/start", headers=office.owner.awork_bearer, content=body)
    refusal(answer, 400, "validation-error", "TypeOfWorkId", "Timezone")
    assert traces(home, office) == before


NO_OBJECTS = {
    "cut off": b'{"note": "a',
    "no JSON": b"typeOfWorkId=1&timezone=UTC",
    "single quotes": b"{'note': 'a'}",
    "a trailing comma": b'{"note": "a",}',
    "two values": b"{}{}",
    "NaN": b'{"isBillable": NaN}',
    "Infinity": b'{"isBillable": -Infinity}',
    "a number too large": b'{"isBillable": 1e999}',
    "no UTF-8": b'{"note": "\xff\xfe"}',
    "UTF-16": '{"note": "a"}'.encode("utf-16"),
    "a raw nul byte": b'{"note": "a\x00b"}',
    "nothing but nul bytes": b"\x00" * 1000,
    "half a surrogate pair": b'{"note": "\\ud800"}',
    "nested lists": b"[" * 100_000 + b"]" * 100_000,
    "nested objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "a list": b"[]",
    "a list of one form": b'[{"note": "a"}]',
    "a text": b'"start"',
    "a number": b"1",
    "a truth": b"true",
    "null": b"null",
}


@pytest.mark.parametrize("verb", ["start", "stop"])
@pytest.mark.parametrize("body", NO_OBJECTS.values(), ids=NO_OBJECTS)
def test_a_body_that_is_no_json_object_is_refused(home: Home, office: Workplace, body: bytes, verb: str) -> None:
    before = traces(home, office)
    url = f"/api/v1/me/timetracking/{verb}"
    refusal(home.http.post(url, headers=office.owner.awork_bearer, content=body), 400, "invalid-body")
    assert traces(home, office) == before


@pytest.mark.parametrize("verb", ["start", "stop"])
def test_a_body_of_five_megabytes_is_refused(home: Home, office: Workplace, verb: str) -> None:
    before = traces(home, office)
    body = json.dumps(start_form(office, other="a" * 5_000_000))
    answer = home.http.post(f"/api/v1/me/timetracking/{verb}", headers=office.owner.awork_bearer, content=body)
    refusal(answer, 413, "request-too-large")
    assert traces(home, office) == before


def test_a_bad_start_leaves_what_runs_running(home: Home, place: Workplace) -> None:
    mine = place.owner.awork_bearer
    home.http.post("/api/v1/me/timetracking/start", headers=mine, json=start_form(place))
    before = traces(home, place)
    home.clock.forward(minutes=1)
    for members in ({"timezone": "nowhere"}, {"taskId": place.project}, {"note": "\x00"}):
        answer = home.http.post("/api/v1/me/timetracking/start", headers=mine, json=start_form(place, **members))
        assert answer.status_code in (400, 404)
    assert traces(home, place) == before


def test_a_task_of_another_project_is_refused(home: Home, place: Workplace) -> None:
    other = home.http.post("/v1/projects", headers=place.admin.bearer, json={"name": "Other"}).json()["id"]
    before = traces(home, place)
    form = start_form(place, taskId=place.task, projectId=other)
    answer = home.http.post("/api/v1/me/timetracking/start", headers=place.owner.awork_bearer, json=form)
    refusal(answer, 400, "validation-error", "TaskId")
    assert traces(home, place) == before


@pytest.mark.parametrize("length", [0, 1, 10_000])
def test_a_note_may_have_ten_thousand_characters(home: Home, place: Workplace, length: int) -> None:
    note = "🕰" * length
    form = start_form(place, note=note)
    answer = home.http.post("/api/v1/me/timetracking/start", headers=place.owner.awork_bearer, json=form)
    assert answer.json()["note"] == note


@pytest.mark.parametrize("kind", ["projects", "tasks", "types-of-work"])
def test_what_is_archived_cannot_be_started(home: Home, place: Workplace, kind: str) -> None:
    member, id = {
        "projects": ("projectId", place.project),
        "tasks": ("taskId", place.task),
        "types-of-work": ("typeOfWorkId", place.type_of_work),
    }[kind]
    changed = home.http.patch(f"/v1/{kind}/{id}", headers=place.admin.bearer, json={"archived": True})
    assert changed.status_code == 200
    before = traces(home, place)
    form = start_form(place, **{member: id})
    answer = home.http.post("/api/v1/me/timetracking/start", headers=place.owner.awork_bearer, json=form)
    refusal(answer, 400, "validation-error", member[0].upper() + member[1:])
    assert traces(home, place) == before
