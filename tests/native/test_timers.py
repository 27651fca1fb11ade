"""The native timer, over HTTP."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.home import Home, Someone, Workplace
from tests.native.wire import UNKNOWN, done, problem
from tests.traces import traces
from uhrwerk.operations.catalog import TYPES_OF_WORK
from uhrwerk.operations.workspaces import command_line_actor

VERBS = ("start", "pause", "resume", "stop", "switch", "discard")


def act(home: Home, someone: Someone, verb: str, **members: Any) -> dict[str, Any]:
    return done(home.http.post(f"/v1/timers/{verb}", headers=someone.bearer, json=members or None))


def current(home: Home, someone: Someone, **query: str) -> Any:
    answer = home.http.get("/v1/timers/current", headers=someone.bearer, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_timer_runs_pauses_resumes_and_stops(home: Home, place: Workplace) -> None:
    me = place.owner
    started = act(home, me, "start", project_id=place.project, note="First draft")
    assert started["state"] == "running"
    home.clock.forward(minutes=30)
    assert act(home, me, "pause")["state"] == "paused"
    home.clock.forward(minutes=10)
    assert act(home, me, "resume")["break_seconds"] == 600
    home.clock.forward(minutes=20, milliseconds=540)
    stopped = act(home, me, "stop")
    assert (stopped["state"], stopped["net_seconds"], stopped["break_seconds"]) == ("stopped", 3001, 600)
    assert stopped["id"] == started["id"]
    assert stopped["billable"] is True
    assert current(home, me) is None


def test_an_entry_tells_everything_of_itself(home: Home, place: Workplace) -> None:
    home.clock.forward(microseconds=1)
    started = act(home, place.owner, "start", task_id=place.task, type_of_work_id=place.type_of_work, note="n")
    assert started == {
        "id": started["id"],
        "number": started["number"],
        "person_id": place.owner.id,
        "state": "running",
        "started_at": "2026-03-10T08:00:00.000001Z",
        "start_recorded_at": "2026-03-10T08:00:00.000001Z",
        "ended_at": None,
        "end_recorded_at": None,
        "net_seconds": 0,
        "break_seconds": 0,
        "breaks": [],
        "zone": "Europe/Berlin",
        "project_id": place.project,
        "task_id": place.task,
        "type_of_work_id": place.type_of_work,
        "note": "n",
        "billable": True,
        "billed": False,
        "length_only": False,
        "hour_rate": None,
        "flat_rate": False,
        "latitude_start": None,
        "longitude_start": None,
        "latitude_end": None,
        "longitude_end": None,
        "tags": [],
        "manual": False,
        "created_by": place.owner.id,
        "created_at": "2026-03-10T08:00:00.000001Z",
        "updated_by": place.owner.id,
        "updated_at": "2026-03-10T08:00:00.000001Z",
        "version": 1,
        "billing_seconds": 0,
        "warned_at": None,
        "to_confirm": False,
    }


def test_the_seconds_of_an_active_entry_are_those_of_now(home: Home, place: Workplace) -> None:
    act(home, place.owner, "start")
    home.clock.forward(seconds=90)
    assert current(home, place.owner)["net_seconds"] == 90
    act(home, place.owner, "pause")
    home.clock.forward(seconds=30)
    paused = current(home, place.owner)
    assert (paused["net_seconds"], paused["break_seconds"]) == (90, 30)
    assert paused["breaks"] == [{"started_at": "2026-03-10T08:01:30Z", "ended_at": None}]


@pytest.mark.parametrize("verb", ["pause", "resume", "stop", "switch", "discard"])
def test_acting_when_nothing_runs_is_refused_by_name(home: Home, office: Workplace, verb: str) -> None:
    before = traces(home, office)
    body = {"note": "n"} if verb == "switch" else None
    answer = home.http.post(f"/v1/timers/{verb}", headers=office.owner.bearer, json=body)
    problem(answer, 409, "nothing-running")
    assert traces(home, office) == before


@pytest.mark.parametrize(("first", "again"), [("pause", "pause"), ("start", "resume")])
def test_a_pause_while_paused_and_a_resume_while_running_change_nothing(
    home: Home, place: Workplace, first: str, again: str
) -> None:
    act(home, place.owner, "start")
    home.clock.forward(minutes=1)
    if first == "pause":
        act(home, place.owner, "pause")
    before = traces(home, place)
    home.clock.forward(minutes=1)
    act(home, place.owner, again)
    assert traces(home, place) == before


def test_a_start_stops_what_runs_at_the_same_instant(home: Home, place: Workplace) -> None:
    first = act(home, place.owner, "start", note="first")
    home.clock.forward(minutes=5, microseconds=7)
    second = act(home, place.owner, "start", note="second")
    stopped = home.http.get(f"/v1/time-entries/{first['id']}", headers=place.owner.bearer).json()
    assert stopped["ended_at"] == second["started_at"] == "2026-03-10T08:05:00.000007Z"
    assert (stopped["state"], stopped["net_seconds"], second["state"]) == ("stopped", 300, "running")


def test_a_stop_ends_a_break_too(home: Home, place: Workplace) -> None:
    act(home, place.owner, "start")
    home.clock.forward(minutes=5)
    act(home, place.owner, "pause")
    home.clock.forward(minutes=5)
    stopped = act(home, place.owner, "stop")
    assert (stopped["net_seconds"], stopped["break_seconds"]) == (300, 300)
    assert stopped["breaks"][0]["ended_at"] == stopped["ended_at"] == "2026-03-10T08:10:00Z"


def test_a_switch_changes_what_the_entry_is_for_and_nothing_of_its_clock(home: Home, place: Workplace) -> None:
    started = act(home, place.owner, "start", note="first")
    home.clock.forward(minutes=5)
    switched = act(home, place.owner, "switch", task_id=place.task, note=None, billable=True)
    assert switched["id"] == started["id"]
    assert (switched["project_id"], switched["task_id"]) == (place.project, place.task)
    assert (switched["note"], switched["billable"], switched["state"]) == (None, True, "running")
    assert switched["started_at"] == started["started_at"]
    assert switched["version"] == 2
    left = act(home, place.owner, "switch", project_id=None)
    assert (left["project_id"], left["task_id"]) == (None, None)


def test_a_discarded_entry_is_gone_but_for_the_journal(home: Home, place: Workplace) -> None:
    act(home, place.owner, "start", note="slip")
    home.clock.forward(minutes=5)
    discarded = act(home, place.owner, "discard")
    assert (discarded["note"], discarded["ended_at"]) == ("slip", None)
    assert current(home, place.owner) is None
    problem(home.http.get(f"/v1/time-entries/{discarded['id']}", headers=place.owner.bearer), 404, "deleted")
    rows = home.http.get("/v1/journal", headers=place.owner.bearer).json()["items"]
    assert rows[0]["act"] == "time_entry.discarded"


def test_the_clients_own_instant_is_kept_beside_the_recorded_one(home: Home, place: Workplace) -> None:
    at = {"start": "2026-03-10T08:30:00+02:00", "pause": "2026-03-10T07:00:00Z", "stop": "2026-03-10T07:30:00.25Z"}
    for verb in ("start", "pause", "stop"):
        home.clock.forward(minutes=1)
        act(home, place.owner, verb, at=at[verb])
    [entry] = home.http.get("/v1/time-entries", headers=place.owner.bearer).json()["items"]
    assert (entry["started_at"], entry["start_recorded_at"]) == ("2026-03-10T06:30:00Z", "2026-03-10T08:01:00Z")
    assert (entry["ended_at"], entry["end_recorded_at"]) == ("2026-03-10T07:30:00.250000Z", "2026-03-10T08:03:00Z")
    assert (entry["net_seconds"], entry["break_seconds"]) == (1800, 1800)


def test_a_client_may_be_two_seconds_behind_the_last_act_and_five_minutes_ahead(home: Home, place: Workplace) -> None:
    act(home, place.owner, "start", at="2026-03-10T08:05:00Z")
    answer = home.http.post("/v1/timers/pause", headers=place.owner.bearer, json={"at": "2026-03-10T08:04:57.9Z"})
    problem(answer, 400, "instant-before-last-act", "at")
    paused = act(home, place.owner, "pause", at="2026-03-10T08:04:58Z")
    assert paused["breaks"][0]["started_at"] == "2026-03-10T08:05:00Z"


def test_a_start_in_the_past_of_what_runs_is_refused(home: Home, place: Workplace) -> None:
    act(home, place.owner, "start")
    before = traces(home, place)
    answer = home.http.post("/v1/timers/start", headers=place.owner.bearer, json={"at": "2026-03-10T07:00:00Z"})
    problem(answer, 400, "instant-before-last-act", "at")
    assert traces(home, place) == before


def test_any_past_instant_may_start_a_first_entry(home: Home, place: Workplace) -> None:
    assert act(home, place.owner, "start", at="2020-01-07T08:51:31Z")["started_at"] == "2020-01-07T08:51:31Z"


def test_an_entry_keeps_the_zone_that_the_client_names(home: Home, place: Workplace) -> None:
    assert act(home, place.owner, "start", zone="Asia/Tokyo")["zone"] == "Asia/Tokyo"
    assert act(home, place.owner, "start")["zone"] == "Europe/Berlin"


def test_time_without_a_purpose_gets_the_workspaces_type_of_work(home: Home, place: Workplace) -> None:
    default = home.http.get("/v1/me", headers=place.owner.bearer).json()["workspace"]["default_type_of_work_id"]
    started = act(home, place.owner, "start")
    assert (started["type_of_work_id"], started["billable"]) == (default, False)


@pytest.mark.parametrize("gone", ["archived", "deleted"])
def test_a_tasks_timer_starts_although_its_type_of_work_is_no_more_in_use(
    home: Home, place: Workplace, gone: str
) -> None:
    default = home.http.get("/v1/me", headers=place.owner.bearer).json()["workspace"]["default_type_of_work_id"]
    admin, path = place.admin.bearer, f"/v1/types-of-work/{place.type_of_work}"
    task = {"type_of_work_id": place.type_of_work}
    done(home.http.patch(f"/v1/tasks/{place.task}", headers=admin, json=task))
    if gone == "archived":
        done(home.http.patch(path, headers=admin, json={"archived": True}))
    else:
        actor, now = command_line_actor(place.id), home.clock.now
        home.run(lambda tx: TYPES_OF_WORK.remove(tx, actor, now, place.type_of_work, even_in_use=True))
    assert act(home, place.owner, "start", task_id=place.task)["type_of_work_id"] == default


def test_an_admin_keeps_the_time_of_somebody_else(home: Home, place: Workplace) -> None:
    who = {"person_id": place.owner.id}
    started = act(home, place.admin, "start", **who)
    assert (started["person_id"], started["created_by"]) == (place.owner.id, place.admin.id)
    assert current(home, place.admin) is None
    assert current(home, place.admin, **who)["id"] == started["id"]
    for verb, state in (("pause", "paused"), ("resume", "running"), ("stop", "stopped")):
        assert act(home, place.admin, verb, **who)["state"] == state
    act(home, place.admin, "start", **who)
    for verb, body in (("switch", {"note": "n"}), ("discard", {})):
        unsaid = home.http.post(f"/v1/timers/{verb}", headers=place.admin.bearer, json=who | body)
        problem(unsaid, 400, "reason-required", "reason")
    why = {"reason": "the wrong clock"}
    assert act(home, place.admin, "switch", note="n", **who, **why)["updated_by"] == place.admin.id
    assert act(home, place.admin, "discard", **who, **why)["person_id"] == place.owner.id
    rows = home.http.get("/v1/journal?limit=2", headers=place.owner.bearer).json()["items"]
    assert [(row["act"], row["payload"]["reason"]) for row in rows] == [
        ("time_entry.discarded", "the wrong clock"),
        ("time_entry.changed", "the wrong clock"),
    ]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", ["lead", "colleague"])
def test_nobody_else_does(home: Home, office: Workplace, verb: str, role: str) -> None:
    before = traces(home, office)
    actor = getattr(office, role)
    body = {"person_id": office.owner.id} | ({"note": "n"} if verb == "switch" else {})
    problem(home.http.post(f"/v1/timers/{verb}", headers=actor.bearer, json=body), 403, "not-allowed")
    answer = home.http.get("/v1/timers/current", headers=actor.bearer, params={"person_id": office.owner.id})
    problem(answer, 404, "not-found")
    assert traces(home, office) == before


@pytest.mark.parametrize("verb", VERBS)
def test_a_stranger_is_as_unknown_as_somebody_who_never_was(
    home: Home, office: Workplace, strangers: Workplace, verb: str
) -> None:
    before = traces(home, strangers)
    bodies = []
    for id in (strangers.owner.id, UNKNOWN):
        body = {"person_id": id} | ({"note": "n"} if verb == "switch" else {})
        answer = home.http.post(f"/v1/timers/{verb}", headers=office.admin.bearer, json=body)
        bodies.append(problem(answer, 404, "not-found"))
        query = {"person_id": id}
        answer = home.http.get("/v1/timers/current", headers=office.admin.bearer, params=query)
        bodies.append(problem(answer, 404, "not-found"))
    assert bodies[:2] == bodies[2:]
    assert traces(home, strangers) == before


@pytest.mark.parametrize("field", ["project_id", "task_id", "type_of_work_id"])
def test_strange_projects_tasks_and_types_of_work_are_unknown(
    home: Home, office: Workplace, strangers: Workplace, field: str
) -> None:
    before = traces(home, office)
    theirs = {
        "project_id": strangers.project,
        "task_id": strangers.task,
        "type_of_work_id": strangers.type_of_work,
    }[field]
    answers = [
        home.http.post("/v1/timers/start", headers=office.owner.bearer, json={field: id}) for id in (theirs, UNKNOWN)
    ]
    problem(answers[0], 404, "not-found", field)
    assert answers[0].json() == answers[1].json()
    assert traces(home, office) == before


def test_a_night_of_23_hours_counts_its_hours(home: Home, place: Workplace) -> None:
    home.clock.now = datetime(2026, 3, 28, 22, 0, tzinfo=UTC)
    act(home, place.owner, "start")
    home.clock.now = datetime(2026, 3, 29, 6, 0, tzinfo=UTC)
    assert act(home, place.owner, "stop")["net_seconds"] == 8 * 3600
