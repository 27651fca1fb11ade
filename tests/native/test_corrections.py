"""Corrections that people ask for: approving one carries it out, as what was asked for and by whom."""

from typing import Any

import pytest

from tests.faces.closing import lock
from tests.home import Home, Someone, Workplace
from tests.native.teams import with_team
from tests.native.wire import UNKNOWN, done, page, problem
from tests.traces import traces
from uhrwerk.operations import workspaces
from uhrwerk.operations.approvals import OWN_CORRECTIONS, SELF_APPROVAL
from uhrwerk.operations.settings import Option
from uhrwerk.operations.workspaces import command_line_actor

PATH = "/v1/corrections"
STRETCH = {"started_at": "2026-03-09T08:00:00Z", "ended_at": "2026-03-09T09:00:00Z"}
LONGER = {
    "ended_at": "2026-03-09T12:00:00Z",
    "breaks": [{"started_at": "2026-03-09T10:00:00Z", "ended_at": "2026-03-09T10:30:00Z"}],
}
RECORDS = {"attendance": "/v1/attendance", "time-entry": "/v1/time-entries"}
EVERY_KIND = pytest.mark.parametrize("kind", RECORDS)


@pytest.fixture
def site(home: Home, place: Workplace) -> Workplace:
    return with_team(home, place)


def choose(home: Home, place: Workplace, option: Option, value: object) -> None:
    actor, now = command_line_actor(place.id), home.clock.now
    home.run(lambda tx: workspaces.change_setting(tx, actor, now, option.name, value))


def record(home: Home, someone: Someone, kind: str, **members: Any) -> dict[str, Any]:
    return done(home.http.post(RECORDS[kind], headers=someone.bearer, json=STRETCH | members), 201)


def ask(home: Home, someone: Someone, kind: str, action: str, **asked: Any) -> Any:
    form = {"record_kind": kind, "action": action, "reason": "Forgot to clock out"} | asked
    return home.http.post(PATH, headers=someone.bearer, json=form)


def decide(home: Home, someone: Someone, id: str, verb: str, **body: Any) -> Any:
    return home.http.post(f"{PATH}/{id}/{verb}", headers=someone.bearer, json=body)


@EVERY_KIND
def test_a_change_is_carried_out_when_it_is_approved(home: Home, site: Workplace, kind: str) -> None:
    before = record(home, site.owner, kind)
    url = f"{RECORDS[kind]}/{before['id']}"
    asked = done(ask(home, site.owner, kind, "change", record_id=before["id"], members=LONGER), 201)
    assert (asked["status"], asked["record_version"], asked["record_kind"]) == ("requested", 1, kind)
    assert asked["members"] == LONGER
    assert done(home.http.get(url, headers=site.owner.bearer)) == before
    home.clock.forward(minutes=5)
    decided = done(decide(home, site.lead, asked["id"], "approve", reason="I saw them"))
    assert (decided["status"], decided["decided_by"], decided["decision_reason"]) == (
        "approved",
        site.lead.id,
        "I saw them",
    )
    after = done(home.http.get(url, headers=site.owner.bearer))
    assert (after["net_seconds"], after["break_seconds"], after["version"]) == (4 * 3600 - 1800, 1800, 2)
    assert after["updated_by"] == site.lead.id
    rows = home.http.get("/v1/journal?limit=2", headers=site.owner.bearer).json()["items"]
    assert [row["act"] for row in rows] == ["correction.approved", f"{kind.replace('-', '_')}.changed"]
    change = rows[1]
    assert (change["actor_id"], change["payload"]["reason"]) == (site.lead.id, "Forgot to clock out")
    assert change["payload"]["request_id"] == asked["id"]
    assert rows[0]["payload"]["reason"] == "I saw them"
    problem(decide(home, site.lead, asked["id"], "approve"), 409, "already-decided")


@EVERY_KIND
def test_what_is_missing_is_made_and_what_is_too_many_deleted(home: Home, site: Workplace, kind: str) -> None:
    members: dict[str, Any] = STRETCH | LONGER | {"note": "n"}
    members |= {"project_id": site.project, "hour_rate": "85.5"} if kind == "time-entry" else {}
    asked = done(ask(home, site.owner, kind, "create", members=members), 201)
    assert (asked["record_id"], page(home.http.get(RECORDS[kind], headers=site.owner.bearer))[0]) == (None, [])
    made_id = done(decide(home, site.lead, asked["id"], "approve"))["record_id"]
    made = done(home.http.get(f"{RECORDS[kind]}/{made_id}", headers=site.owner.bearer))
    assert made.items() >= {"person_id": site.owner.id, "created_by": site.lead.id, "note": "n"}.items()
    assert (made["net_seconds"], made["manual"]) == (4 * 3600 - 1800, True)
    assert made.get("hour_rate") == members.get("hour_rate")
    away = done(ask(home, site.owner, kind, "delete", record_id=made_id), 201)
    done(decide(home, site.admin, away["id"], "approve"))
    problem(home.http.get(f"{RECORDS[kind]}/{made_id}", headers=site.owner.bearer), 404, "deleted")


def test_one_that_is_rejected_changes_nothing(home: Home, site: Workplace) -> None:
    asked = done(ask(home, site.owner, "attendance", "create", members=STRETCH), 201)
    problem(decide(home, site.lead, asked["id"], "reject"), 400, "reason-required", "reason")
    decided = done(decide(home, site.lead, asked["id"], "reject", reason="You were not here"))
    assert (decided["status"], decided["decision_reason"]) == ("rejected", "You were not here")
    assert page(home.http.get("/v1/attendance", headers=site.owner.bearer)) == ([], None)
    for verb in ("approve", "reject"):
        problem(decide(home, site.lead, asked["id"], verb, reason="r"), 409, "already-decided")
    problem(home.http.delete(f"{PATH}/{asked['id']}", headers=site.owner.bearer), 409, "already-decided")


def test_one_that_nobody_decided_is_withdrawn(home: Home, site: Workplace) -> None:
    url = f"{PATH}/{done(ask(home, site.owner, 'attendance', 'create', members=STRETCH), 201)['id']}"
    problem(home.http.delete(url, headers=site.lead.bearer), 403, "not-allowed")
    assert home.http.delete(url, headers=site.owner.bearer).status_code == 204
    problem(home.http.post(f"{url}/approve", headers=site.lead.bearer), 404, "deleted")
    assert page(home.http.get(PATH, headers=site.owner.bearer)) == ([], None)


@EVERY_KIND
def test_a_record_that_has_changed_since_is_left_as_it_is(home: Home, site: Workplace, kind: str) -> None:
    for last_act in ("DELETE", "PATCH"):
        id = record(home, site.owner, kind)["id"]
        asked = done(ask(home, site.owner, kind, "change", record_id=id, members=LONGER), 201)
        body = {"note": "n"} if last_act == "PATCH" else None
        home.http.request(last_act, f"{RECORDS[kind]}/{id}", headers=site.owner.bearer, json=body).raise_for_status()
        before = traces(home, site)
        problem(decide(home, site.lead, asked["id"], "approve"), 409, "record-has-changed")
        assert traces(home, site) == before


def test_days_that_were_closed_meanwhile_are_left_as_they_are(home: Home, site: Workplace) -> None:
    home.clock.forward(days=1)
    asked = done(ask(home, site.owner, "attendance", "create", members=STRETCH), 201)
    lock(home, site, "2026-03-09")
    before = traces(home, site)
    problem(decide(home, site.lead, asked["id"], "approve"), 409, "period-locked")
    assert traces(home, site) == before
    done(decide(home, site.lead, asked["id"], "reject", reason="too late"))


def test_who_asks_and_who_decides(home: Home, site: Workplace) -> None:
    theirs = record(home, site.colleague, "attendance")["id"]
    asked = done(ask(home, site.owner, "attendance", "create", members=STRETCH), 201)
    before = traces(home, site)
    problem(ask(home, site.lead, "attendance", "create", members=STRETCH, person_id=site.owner.id), 403, "not-allowed")
    problem(ask(home, site.owner, "attendance", "delete", record_id=theirs), 404, "not-found")
    problem(ask(home, site.admin, "attendance", "delete", record_id=theirs), 404, "not-found", "record_id")
    problem(ask(home, site.owner, "attendance", "delete", record_id=UNKNOWN), 404, "not-found")
    for verb in ("approve", "reject"):
        problem(decide(home, site.owner, asked["id"], verb, reason="r"), 403, "not-allowed")
        problem(decide(home, site.colleague, asked["id"], verb, reason="r"), 404, "not-found")
    assert traces(home, site) == before
    own = done(ask(home, site.admin, "attendance", "create", members=STRETCH), 201)
    problem(decide(home, site.admin, own["id"], "approve"), 403, "self-approval")
    choose(home, site, SELF_APPROVAL, True)
    done(decide(home, site.admin, own["id"], "approve"))
    found, _ = page(home.http.get(PATH, headers=site.lead.bearer, params={"everyone": True, "status": "requested"}))
    assert [each["id"] for each in found] == [asked["id"]]


WRONG: list[tuple[dict[str, Any], str, list[str]]] = [
    ({"members": {"ended_at": STRETCH["ended_at"]}}, "invalid", ["started_at"]),
    ({"members": STRETCH | {"started_at": "2026-03-09T08:00:00"}}, "invalid", ["started_at"]),
    ({"members": STRETCH | {"ended_at": "2026-03-09T07:00:00Z"}}, "invalid", ["ended_at"]),
    (
        {"members": {"started_at": "2026-03-10T08:06:00Z", "ended_at": "2026-03-10T08:07:00Z"}},
        "instant-in-future",
        ["started_at"],
    ),
    ({"members": {"started_at": STRETCH["started_at"]}}, "invalid", ["ended_at"]),
    ({"members": STRETCH | {"ended_at": None}}, "invalid", ["ended_at"]),
    ({"members": STRETCH | {"colour": "red"}}, "invalid", ["colour"]),
    ({"members": STRETCH | {"person_id": UNKNOWN}}, "invalid", ["person_id"]),
    ({"members": STRETCH | {"reason": "r"}}, "invalid", ["reason"]),
    ({"members": 5}, "invalid", ["members"]),
    ({"record_id": UNKNOWN}, "invalid", ["record_id"]),
    ({"action": "change", "members": {"note": "n"}}, "invalid", ["record_id"]),
    ({"action": "delete"}, "invalid", ["started_at", "ended_at"]),
    ({"action": "forget"}, "invalid", ["action"]),
    ({"record_kind": "absence"}, "invalid", ["record_kind"]),
    ({"reason": " "}, "invalid", ["reason"]),
    ({"reason": None}, "invalid", ["reason"]),
]


@EVERY_KIND
def test_what_could_not_be_carried_out_is_not_taken(home: Home, office: Workplace, kind: str) -> None:
    before = traces(home, office)
    for wrong, key, fields in WRONG:
        answer = ask(home, office.owner, **({"kind": kind, "action": "create", "members": STRETCH} | wrong))
        problem(answer, 400, key, *fields)
    assert traces(home, office) == before


@EVERY_KIND
def test_a_change_that_changes_nothing_is_not_taken(home: Home, site: Workplace, kind: str) -> None:
    id = record(home, site.owner, kind, note="n")["id"]
    before = traces(home, site)
    for members in ({}, {"note": "n"}, STRETCH):
        problem(ask(home, site.owner, kind, "change", record_id=id, members=members), 400, "invalid", "members")
    assert traces(home, site) == before
    done(ask(home, site.owner, kind, "change", record_id=id, members={"note": None}), 201)


def test_own_attendance_is_corrected_on_request_where_the_workspace_wants_that(home: Home, site: Workplace) -> None:
    mine = site.owner.bearer
    url = f"/v1/attendance/{record(home, site.owner, 'attendance')['id']}"
    choose(home, site, OWN_CORRECTIONS, True)
    before = traces(home, site)
    for answer in (
        home.http.post("/v1/attendance", headers=mine, json=STRETCH),
        home.http.patch(url, headers=mine, json={"note": "n"}),
        home.http.delete(url, headers=mine),
    ):
        problem(answer, 403, "corrections-by-request")
    assert traces(home, site) == before
    # The clock stays theirs, and so does project time.
    for verb in ("clock-in", "start-break", "end-break", "clock-out"):
        assert home.http.post(f"/v1/attendance/{verb}", headers=mine).status_code == 200
    record(home, site.owner, "time-entry")
    asked = done(ask(home, site.owner, "attendance", "change", record_id=url[-36:], members=LONGER), 201)
    done(decide(home, site.lead, asked["id"], "approve"))
    assert done(home.http.get(url, headers=mine))["break_seconds"] == 1800
    of_lead = done(ask(home, site.lead, "attendance", "create", members=STRETCH), 201)
    choose(home, site, SELF_APPROVAL, True)
    done(decide(home, site.lead, of_lead["id"], "approve"))
