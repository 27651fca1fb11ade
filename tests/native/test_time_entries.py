"""Time entries after the fact, over HTTP."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from tests.home import MORNING, Home, Someone, Workplace
from tests.native.wire import UNKNOWN, done, page, problem, walk
from tests.traces import traces
from uhrwerk.operations import time_entries, workspaces
from uhrwerk.operations.purposes import Purpose
from uhrwerk.operations.time_entries import Written
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.store import Tx

PATH = "/v1/time-entries"
SPAN = {"started_at": "2026-03-10T06:00:00Z", "ended_at": "2026-03-10T07:00:00Z"}


def written(home: Home, someone: Someone, **members: Any) -> dict[str, Any]:
    return done(home.http.post(PATH, headers=someone.bearer, json=SPAN | members), 201)


def ids(home: Home, someone: Someone, **query: str) -> list[str]:
    items, cursor = page(home.http.get(PATH, headers=someone.bearer, params=query))
    assert cursor is None
    return [item["id"] for item in items]


def test_an_entry_is_written_down_with_its_breaks(home: Home, place: Workplace) -> None:
    lunch = {"started_at": "2026-03-10T06:20:00Z", "ended_at": "2026-03-10T06:30:00.4Z"}
    entry = written(home, place.owner, breaks=[lunch], task_id=place.task, note="n", zone="Asia/Tokyo")
    assert (entry["net_seconds"], entry["break_seconds"], entry["state"]) == (3000, 600, "stopped")
    assert entry["breaks"] == [{"started_at": "2026-03-10T06:20:00Z", "ended_at": "2026-03-10T06:30:00.400000Z"}]
    assert (entry["manual"], entry["zone"], entry["billable"]) == (True, "Asia/Tokyo", True)
    assert (entry["project_id"], entry["task_id"]) == (place.project, place.task)
    assert entry["start_recorded_at"] == entry["end_recorded_at"] == "2026-03-10T08:00:00Z"
    read = home.http.get(f"{PATH}/{entry['id']}", headers=place.owner.bearer)
    assert done(read) == entry


def test_a_list_is_walked_to_its_end_newest_first_each_entry_once(home: Home, place: Workplace) -> None:
    async def fill(tx: Tx) -> None:
        actor = command_line_actor(place.id)
        for number in range(107):
            # Every third starts together with another: the order needs more than the instant.
            begin = MORNING - timedelta(minutes=number - number % 3)
            span = Written(begin, begin + timedelta(minutes=1))
            await time_entries.create(tx, actor, MORNING, place.owner.id, span, Purpose(note=str(number)))

    home.clock.forward(minutes=5)
    home.run(fill)
    whole, _ = page(home.http.get(PATH, headers=place.owner.bearer, params={"limit": "500"}))
    assert len(whole) == 107
    assert [(e["started_at"], e["id"]) for e in whole] == sorted((e["started_at"], e["id"]) for e in whole)[::-1]
    for limit in (10, 53, 106, 107):
        assert walk(home, place.owner, PATH, limit) == whole
    first, cursor = page(home.http.get(PATH, headers=place.owner.bearer))
    assert (len(first), bool(cursor)) == (50, True)


def test_an_entry_added_meanwhile_moves_no_page(home: Home, place: Workplace) -> None:
    old = [written(home, place.owner, started_at=f"2026-03-10T06:0{number}:00Z")["id"] for number in range(4)]
    first, cursor = page(home.http.get(PATH, headers=place.owner.bearer, params={"limit": "2"}))
    written(home, place.owner, started_at="2026-03-10T06:30:00Z")
    assert cursor is not None
    rest, end = page(home.http.get(PATH, headers=place.owner.bearer, params={"limit": "2", "cursor": cursor}))
    assert ([item["id"] for item in first + rest], end) == (old[::-1], None)


def test_a_list_is_narrowed(home: Home, place: Workplace) -> None:
    me = place.owner
    early = written(home, me, started_at="2026-03-10T05:00:00Z", project_id=place.project)["id"]
    late = written(home, me, task_id=place.task)["id"]
    running = done(home.http.post("/v1/timers/start", headers=me.bearer))["id"]
    assert ids(home, me) == [running, late, early]
    assert ids(home, me, project_id=place.project) == [late, early]
    assert ids(home, me, task_id=place.task) == [late]
    assert ids(home, me, active="true") == [running]
    assert ids(home, me, active="false") == [late, early]
    assert ids(home, me, **{"from": "2026-03-10T06:00:00Z"}) == [running, late]
    assert ids(home, me, to="2026-03-10T07:00:00+01:00") == [early]
    assert ids(home, me, project_id=UNKNOWN) == []


def test_an_admin_lists_one_persons_entries_or_everybodys(home: Home, place: Workplace) -> None:
    mine, theirs = written(home, place.owner)["id"], written(home, place.colleague)["id"]
    assert ids(home, place.owner) == [mine]
    assert ids(home, place.admin) == []
    assert ids(home, place.admin, person_id=place.owner.id) == [mine]
    assert ids(home, place.admin, everyone="true") == [theirs, mine]
    for somebody in (place.lead, place.colleague):
        answer = home.http.get(PATH, headers=somebody.bearer, params={"everyone": "true"})
        problem(answer, 403, "not-allowed")
        answer = home.http.get(PATH, headers=somebody.bearer, params={"person_id": place.owner.id})
        problem(answer, 404, "not-found")


def test_an_entry_is_changed_member_by_member(home: Home, place: Workplace) -> None:
    entry = written(home, place.owner, task_id=place.task, note="first")
    url, mine = f"{PATH}/{entry['id']}", place.owner.bearer
    home.clock.forward(minutes=1)
    later = done(home.http.patch(url, headers=mine, json={"ended_at": "2026-03-10T07:30:00Z"}))
    assert (later["net_seconds"], later["note"], later["version"]) == (5400, "first", 2)
    assert (later["updated_at"], later["end_recorded_at"]) == ("2026-03-10T08:01:00Z", "2026-03-10T08:00:00Z")
    moved = done(home.http.patch(url, headers=mine, json={"project_id": None, "note": None, "billable": False}))
    assert (moved["project_id"], moved["task_id"], moved["note"], moved["billable"]) == (None, None, None, False)
    lunch = [{"started_at": "2026-03-10T06:10:00Z", "ended_at": "2026-03-10T06:20:00Z"}]
    broken = done(home.http.patch(url, headers=mine, json={"breaks": lunch}))
    assert (broken["net_seconds"], broken["break_seconds"]) == (4800, 600)
    answer = home.http.patch(url, headers=mine, json={"started_at": "2026-03-10T06:15:00Z"})
    problem(answer, 400, "invalid", "breaks")


def test_of_an_active_entry_only_the_start_changes(home: Home, place: Workplace) -> None:
    mine = place.owner.bearer
    started = done(home.http.post("/v1/timers/start", headers=mine))
    url = f"{PATH}/{started['id']}"
    clocks: list[dict[str, Any]] = [{"ended_at": "2026-03-10T08:00:00Z"}, {"breaks": []}]
    for body in clocks:
        problem(home.http.patch(url, headers=mine, json=body), 409, "still-active")
    earlier = done(home.http.patch(url, headers=mine, json={"started_at": "2026-03-10T07:30:00Z"}))
    assert (earlier["state"], earlier["net_seconds"]) == ("running", 1800)
    soon = home.http.patch(url, headers=mine, json={"started_at": "2026-03-10T08:01:00Z"})
    problem(soon, 400, "invalid", "started_at")


def test_a_billed_entry_is_unbilled_and_deleted_by_an_admin_only(home: Home, place: Workplace) -> None:
    entry = written(home, place.owner)
    url = f"{PATH}/{entry['id']}"
    assert done(home.http.patch(url, headers=place.owner.bearer, json={"billed": True}))["billed"] is True
    problem(home.http.patch(url, headers=place.owner.bearer, json={"billed": False}), 403, "not-allowed")
    problem(home.http.delete(url, headers=place.owner.bearer), 403, "not-allowed")
    back = {"billed": False, "reason": "the invoice was cancelled"}
    assert done(home.http.patch(url, headers=place.admin.bearer, json=back))["billed"] is False
    assert home.http.delete(url, headers=place.owner.bearer).status_code == 204


def test_a_deleted_entry_is_gone_but_for_the_journal(home: Home, place: Workplace) -> None:
    entry = written(home, place.owner, note="slip")
    url, mine = f"{PATH}/{entry['id']}", place.owner.bearer
    answer = home.http.delete(url, headers=mine)
    assert (answer.status_code, answer.content) == (204, b"")
    assert ids(home, place.owner) == []
    for answer in (
        home.http.get(url, headers=mine),
        home.http.patch(url, headers=mine, json={"note": "n"}),
        home.http.delete(url, headers=mine),
        home.http.post(f"{url}/continue", headers=mine),
    ):
        problem(answer, 404, "deleted")
    problem(home.http.get(url, headers=place.colleague.bearer), 404, "not-found")
    row = home.http.get("/v1/journal", headers=mine).json()["items"][0]
    assert (row["act"], row["record_id"]) == ("time_entry.deleted", entry["id"])


def test_an_old_entry_is_continued_as_a_new_one(home: Home, place: Workplace) -> None:
    old = written(home, place.owner, task_id=place.task, note="again", billable=False, zone="Asia/Tokyo")
    new = done(home.http.post(f"{PATH}/{old['id']}/continue", headers=place.owner.bearer))
    assert new["id"] != old["id"]
    assert (new["state"], new["started_at"], new["manual"]) == ("running", "2026-03-10T08:00:00Z", False)
    for name in ("project_id", "task_id", "type_of_work_id", "note", "billable"):
        assert new[name] == old[name]
    assert new["zone"] == "Europe/Berlin"
    at = {"at": "2026-03-10T08:03:00Z"}
    home.clock.forward(minutes=3)
    newest = done(home.http.post(f"{PATH}/{new['id']}/continue", headers=place.owner.bearer, json=at))
    stopped = done(home.http.get(f"{PATH}/{new['id']}", headers=place.owner.bearer))
    assert (newest["started_at"], stopped["ended_at"]) == ("2026-03-10T08:03:00Z", "2026-03-10T08:03:00Z")


CHANGES: dict[str, tuple[str, str, dict[str, Any] | None]] = {
    "get": ("GET", "", None),
    "change": ("PATCH", "", {"note": "mine now"}),
    "delete": ("DELETE", "", None),
    "continue": ("POST", "/continue", None),
}


@pytest.mark.parametrize(("method", "rest", "body"), CHANGES.values(), ids=CHANGES)
def test_somebody_elses_entry_is_as_unknown_as_one_that_never_was(
    home: Home, place: Workplace, strangers: Workplace, method: str, rest: str, body: dict[str, Any] | None
) -> None:
    entry = written(home, place.owner)
    before = traces(home, place)
    for somebody in (place.lead, place.colleague, strangers.owner, strangers.admin):
        theirs, unknown = (
            home.http.request(method, f"{PATH}/{id}{rest}", headers=somebody.bearer, json=body)
            for id in (entry["id"], UNKNOWN)
        )
        problem(theirs, 404, "not-found")
        assert theirs.json() == unknown.json()
    assert traces(home, place) == before


def test_an_admin_keeps_the_entries_of_others(home: Home, place: Workplace) -> None:
    entry = written(home, place.admin, person_id=place.owner.id)
    assert (entry["person_id"], entry["created_by"]) == (place.owner.id, place.admin.id)
    url = f"{PATH}/{entry['id']}"
    assert done(home.http.get(url, headers=place.admin.bearer)) == entry
    for unsaid in (
        home.http.patch(url, headers=place.admin.bearer, json={"note": "n"}),
        home.http.delete(url, headers=place.admin.bearer),
    ):
        problem(unsaid, 400, "reason-required", "reason")
    assert done(home.http.get(url, headers=place.admin.bearer)) == entry
    change = {"note": "n", "reason": "another customer's"}
    assert done(home.http.patch(url, headers=place.admin.bearer, json=change))["note"] == "n"
    continued = done(home.http.post(f"{url}/continue", headers=place.admin.bearer))
    assert continued["person_id"] == place.owner.id
    assert home.http.delete(url, headers=place.admin.bearer, params={"reason": "entered twice"}).status_code == 204
    rows = home.http.get("/v1/journal?limit=4", headers=place.owner.bearer).json()["items"]
    assert [(row["act"], row["payload"].get("reason")) for row in rows] == [
        ("time_entry.deleted", "entered twice"),
        ("time_entry.started", None),
        ("time_entry.changed", "another customer's"),
        ("time_entry.created", None),
    ]


@pytest.mark.parametrize("role", ["lead", "colleague"])
def test_nobody_else_writes_entries_for_others(home: Home, office: Workplace, role: str) -> None:
    before = traces(home, office)
    body = SPAN | {"person_id": office.owner.id}
    answer = home.http.post(PATH, headers=getattr(office, role).bearer, json=body)
    problem(answer, 403, "not-allowed")
    assert traces(home, office) == before


def test_an_entry_may_be_empty_and_as_long_as_a_month(home: Home, place: Workplace) -> None:
    assert written(home, place.owner, ended_at=SPAN["started_at"])["net_seconds"] == 0
    month = written(home, place.owner, started_at="2026-02-07T07:00:00Z")
    assert month["net_seconds"] == 31 * 86400


def test_a_task_of_the_workspace_leaves_the_project_as_it_is(home: Home, place: Workplace) -> None:
    me = place.owner.bearer
    made = home.http.post("/v1/tasks", headers=place.admin.bearer, json={"name": "Anything"}).json()
    started = home.http.post(
        "/v1/timers/start", headers=me, json={"project_id": place.project, "task_id": made["id"]}
    ).json()
    for members in ({"task_id": made["id"], "note": "again"}, {"task_id": None}, {"task_id": made["id"]}):
        switched = home.http.post("/v1/timers/switch", headers=me, json=members).json()
        assert (switched["project_id"], switched["id"]) == (place.project, started["id"])


def test_a_billed_entry_is_changed_by_an_admin_only(home: Home, place: Workplace) -> None:
    home.http.post("/v1/timers/start", headers=place.owner.bearer)
    url = "/v1/time-entries/" + home.http.post("/v1/timers/stop", headers=place.owner.bearer).json()["id"]
    why = {"reason": "invoice 7"}
    assert home.http.patch(url, headers=place.admin.bearer, json={"billed": True} | why).json()["billed"] is True
    for body in ({"note": "less"}, {"billed": False}):
        assert home.http.patch(url, headers=place.owner.bearer, json=body).status_code == 403
    assert home.http.patch(url, headers=place.admin.bearer, json={"billed": False} | why).json()["billed"] is False


FURTHER: dict[str, Any] = {
    "length_only": True,
    "hour_rate": "85.5",
    "flat_rate": True,
    "latitude_start": 53.5503,
    "longitude_start": 9.992,
    "latitude_end": -90,
    "longitude_end": 180,
}


def test_an_entry_tells_its_rate_its_place_and_its_tags(home: Home, place: Workplace) -> None:
    tag = done(home.http.post("/v1/tags", headers=place.lead.bearer, json={"name": "Harbour"}), 201)["id"]
    bare = written(home, place.owner)
    assert {name: bare[name] for name in FURTHER} == dict.fromkeys(FURTHER) | {"length_only": False, "flat_rate": False}
    assert bare["tags"] == []
    full = FURTHER | {"tags": [tag]}
    assert written(home, place.owner, **full).items() >= full.items()
    url = f"{PATH}/{bare['id']}"
    after = done(home.http.patch(url, headers=place.owner.bearer, json=full | {"zone": "Asia/Tokyo"}))
    assert after.items() >= (full | {"zone": "Asia/Tokyo"}).items()
    assert done(home.http.get(url, headers=place.owner.bearer)) == after
    problem(home.http.patch(url, headers=place.owner.bearer, json={"tags": [UNKNOWN]}), 404, "not-found", "tags")


def test_billing_seconds_are_rounded_as_the_workspace_says_and_the_record_stays_exact(
    home: Home, place: Workplace
) -> None:
    me, actor, now = place.owner, command_line_actor(place.id), home.clock.now
    exact = written(home, me, ended_at="2026-03-10T06:47:30Z", billable=True)
    assert (exact["net_seconds"], exact["billing_seconds"]) == (2850, 2850)
    unbillable = written(home, me, billable=False)
    assert (unbillable["net_seconds"], unbillable["billing_seconds"]) == (3600, 0)
    url = f"{PATH}/{exact['id']}"
    for name, value, billed in (("rounding", 15, 3600), ("rounding-grace", 3, 2700), ("rounding-mode", "down", 2700)):
        home.run(partial(workspaces.change_setting, actor=actor, now=now, name=name, value=value))
        shown = done(home.http.get(url, headers=me.bearer))
        assert shown == exact | {"billing_seconds": billed}
        feed = home.http.get("/v1/changes", headers=me.bearer, params={"limit": 500}).json()["items"]
        assert shown in [each["record"] for each in feed]
    assert home.http.get(f"/api/v1/timeentries/{exact['id']}", headers=me.awork_bearer).json()["duration"] == 2850
    done(home.http.post("/v1/timers/start", headers=me.bearer, json={"billable": True}))
    home.clock.forward(seconds=3599)
    assert done(home.http.get("/v1/timers/current", headers=me.bearer))["billing_seconds"] == 2700
