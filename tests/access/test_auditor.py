"""An auditor reads everything and changes nothing, through every face; keys and webhooks are not theirs to see."""

from typing import Any, Final

import httpx
import pytest

from tests.access.auditor import auditor, everything
from tests.access.estate import estate
from tests.access.native import ROWS, Row
from tests.access.test_awork import CALLS, prepared
from tests.access.test_native import request_of
from tests.awork.operations.stage import Line, Stage
from tests.faces.unchanged import unchanged
from tests.home import Home, Workplace
from tests.native.wire import problem
from tests.onoffice.client import ACTIONS, OnOffice, assert_action_failed
from tests.timetrack.client import assert_error

KEYS: Final = ("/v1/webhooks", "/v1/oauth-clients")
OWN: Final = ("/v1/me/", "/v1/calendar-feeds")
"""What is one's own alone: the rows name what is not, or cannot be made."""
AWORK_KEYS: Final = ("/webhooks", "/clientapplications", "/apiusers")
OWN_KEYS: Final = {"DELETE /accounts/me/authorizedclients", "DELETE /accounts/me/authorizedclients/{clientId}"}
"""What an application may do in one's name is taken back by oneself, auditor or not."""


def test_the_native_api(home: Home, place: Workplace, subtests: pytest.Subtests) -> None:
    ids, someone = estate(home, place), auditor(home, place)
    before = everything(home, place)
    for row in ROWS:
        for each in (row, _ones_own(row)):
            request = request_of(each, ids | {"authorization": ids["person"]})
            with subtests.test(row=f"{each.method} {each.path}"):
                answer = request.send(home, someone.bearer)
                if row.method != "GET" and row.path.startswith(OWN):
                    assert answer.status_code == row.member, answer.text
                elif row.method != "GET" or row.path.startswith(KEYS):
                    problem(answer, 403, "not-allowed")
                else:
                    assert answer.status_code == 200, answer.text
    assert everything(home, place) == before


def _ones_own(row: Row) -> Row:
    """The same about oneself, where the row can leave out whose it is about."""
    if not (isinstance(row.body, dict) and "person_id" in row.body) or row.path == "/v1/lock-exceptions":
        return row
    return Row(row.method, row.path, row.member, {key: row.body[key] for key in row.body if key != "person_id"})


def test_an_auditor_reads_what_belongs_to_others(home: Home, place: Workplace) -> None:
    ids, someone = estate(home, place), auditor(home, place)
    who = {"person_id": place.colleague.id}
    for path, kind in (
        ("time-entries", "time_entry"),
        ("attendance", "attendance"),
        ("absences", "absence"),
        ("expenses", "expense"),
        ("reports", "saved_report"),
    ):
        # Nobody lists everybody's saved reports: they are their person's, or shared with all.
        for query in (who, {"everyone": True}) if kind != "saved_report" else (who,):
            answer = home.http.get(f"/v1/{path}", headers=someone.bearer, params=query)
            assert [each["id"] for each in answer.json()["items"]] == [ids[kind]], path
    for query in (who, {"workspace": True}):
        shown = home.http.get("/v1/journal", headers=someone.bearer, params=query).json()
        assert shown == home.http.get("/v1/journal", headers=place.admin.bearer, params=query).json()
        assert len(shown["items"]) > 2
    feed = home.http.get("/v1/changes?limit=500", headers=someone.bearer).json()
    assert feed == home.http.get("/v1/changes?limit=500", headers=place.admin.bearer).json()
    assert {"time_entry", "attendance", "absence", "person"} <= {each["kind"] for each in feed["items"]}
    home.http.patch(
        f"/v1/people/{place.owner.id}", headers=place.admin.bearer, json={"personnel_number": "4711"}
    ).raise_for_status()
    shown = home.http.get(f"/v1/people/{place.owner.id}", headers=someone.bearer).json()
    assert shown["personnel_number"] == "4711"


def test_awork(home: Home, place: Workplace, subtests: pytest.Subtests) -> None:
    stage, someone = Stage(home, place), auditor(home, place)
    requests = [(line, prepared(line, stage)) for line in CALLS]
    before = everything(home, place)
    for line, request in requests:
        with subtests.test(line=line.operation.name):
            answer = request.send(home, someone.awork_bearer)
            if request.method != "GET":
                if line.operation.name not in OWN_KEYS:
                    _refused_by_awork(line, answer)
            elif line.operation.path.startswith(AWORK_KEYS):
                assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")
            elif not line.operation.path.startswith("/me/"):
                assert answer.status_code == line.status, answer.text
    assert everything(home, place) == before
    levels = home.http.get("/api/v1/me/permissions", headers=someone.awork_bearer).json()["userPermission"]
    assert levels["isAdmin"] is False
    assert {level for each in levels["permissions"] for level in each["accessLevels"]} == {"read"}


def _refused_by_awork(line: Line, answer: httpx.Response) -> None:
    """Its batches refuse each record; who may not pause is told by the vendor that it is an invalid operation."""
    pauses = line.operation.path.endswith("/pause")
    assert answer.status_code in ({400} if pauses else {401, 207}), answer.text
    if answer.status_code == 207:
        assert "ok" not in answer.json()
    else:
        assert answer.json()["code"] == ("invalid-operation" if pauses else "unauthorized")


def test_onoffice(home: Home, place: Workplace) -> None:
    someone = auditor(home, place)
    onoffice = OnOffice(home, someone)
    with unchanged(home, place):
        before = everything(home, place)
        for track in (0, 1):
            assert_action_failed(onoffice.send(onoffice.action({"track": track})), 174)
        assert onoffice.track()
        listed = onoffice.send(onoffice.action({}, actionid=ACTIONS + "get", resourcetype="users"))
        assert listed["response"]["results"][0]["data"]["meta"]["cntabsolute"] == 5
        assert everything(home, place) == before


def test_timetrack_shows_an_auditor_as_a_plain_user_and_leaves_them_one(home: Home, place: Workplace) -> None:
    someone, base = auditor(home, place), "/api/v2/ext/users"
    users = home.http.get(base, headers=place.timetrack).json()
    (shown,) = [each for each in users if each["username"] == "auditor"]
    assert (shown["admin"], shown["teamLead"]) == (False, False)
    answer = home.http.put(f"{base}/{shown['id']}", headers=place.timetrack, json={"lastName": "Prüfer"})
    assert answer.json()["lastName"] == "Prüfer"
    kept = home.http.get(f"/v1/people/{someone.id}", headers=place.admin.bearer).json()
    assert (kept["role"], kept["last_name"]) == ("auditor", "Prüfer")
    home.http.put(f"{base}/{shown['id']}", headers=place.timetrack, json={"teamLead": True})
    assert home.http.get(f"/v1/people/{someone.id}", headers=place.admin.bearer).json()["role"] == "lead"


def test_nobody_keeps_time_or_absences_for_an_auditor(home: Home, place: Workplace) -> None:
    someone, http = auditor(home, place), home.http
    made = http.post("/v1/absence-types", headers=place.admin.bearer, json={"name": "Vacation", "kind": "vacation"})
    assert made.status_code == 201, made.text
    times = {"username": "auditor", "from": "2026-03-09T09:00:00Z", "to": "2026-03-09T10:00:00Z"}
    what = {"clientName": place.client_name, "projectName": place.project_name}
    at = {"username": "auditor", "date": "2026-03-10T09:00:00Z"}
    days = {"username": "auditor", "from": "2026-04-07", "to": "2026-04-08", "absenceType": made.json()["number"]}
    by_timetrack: dict[str, dict[str, Any]] = {
        "timers/attendance_timer/start": at,
        "timers/project_timer/start": at | what,
        "attendances": times,
        "project_time_entries": times | what,
        "absences": days,
    }
    stretch = {"reason": "r", "started_at": "2026-03-09T08:00:00Z", "ended_at": "2026-03-09T09:00:00Z"}
    natively: dict[str, dict[str, Any]] = {
        "attendance": stretch,
        "time-entries": stretch,
        "attendance/clock-in": {},
        "timers/start": {},
        "absences": {"starts_on": "2026-04-07", "ends_on": "2026-04-08"},
    }
    entry = {
        "userId": someone.id,
        "typeOfWorkId": place.type_of_work,
        "timezone": "Europe/Berlin",
        "startDateLocal": "2026-03-09",
        "startTimeLocal": "09:00",
        "duration": 1800,
    }
    before = everything(home, place)
    for path, body in by_timetrack.items():
        assert_error(http.post(f"/api/v2/ext/{path}", headers=place.timetrack, json=body), 403, 10003)
    for path, body in natively.items():
        theirs = body | {"person_id": someone.id}
        problem(http.post(f"/v1/{path}", headers=place.admin.bearer, json=theirs), 403, "not-allowed")
    assert http.post("/api/v1/timeentries", headers=place.admin.awork_bearer, json=entry).status_code == 401
    assert everything(home, place) == before


def test_what_ran_when_somebody_became_an_auditor_is_stopped(home: Home, place: Workplace) -> None:
    for path in ("attendance/clock-in", "timers/start"):
        assert home.http.post(f"/v1/{path}", headers=place.owner.bearer).status_code == 200
    person = f"/v1/people/{place.owner.id}"
    changed = home.http.patch(person, headers=place.admin.bearer, json={"role": "auditor"})
    assert changed.status_code == 200, changed.text
    home.clock.forward(hours=1)
    for path in ("attendance/clock-out", "timers/stop"):
        who = {"person_id": place.owner.id}
        answer = home.http.post(f"/v1/{path}", headers=place.admin.bearer, json=who)
        assert (answer.status_code, answer.json()["net_seconds"]) == (200, 3600), answer.text
