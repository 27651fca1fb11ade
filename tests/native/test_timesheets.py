"""Timesheets: handed in by the person, approved by somebody else, locked by an admin."""

from typing import Any

import pytest

from tests.faces.closing import handed_in, moved, timesheet
from tests.home import Home, Someone, Workplace
from tests.native.teams import with_team
from tests.native.wire import done, page, problem
from tests.traces import traces
from uhrwerk.operations import workspaces
from uhrwerk.operations.approvals import SELF_APPROVAL
from uhrwerk.operations.workspaces import command_line_actor

PATH = "/v1/timesheets"
LAST_WEEK, THIS_WEEK = "2026-03-02", "2026-03-09"
WORKED = {
    "started_at": "2026-03-03T07:00:00Z",
    "ended_at": "2026-03-03T15:30:00Z",
    "breaks": [{"started_at": "2026-03-03T11:00:00Z", "ended_at": "2026-03-03T11:30:00Z"}],
}
NEXT_DAY = {"started_at": "2026-03-04T07:00:00Z", "ended_at": "2026-03-04T08:00:00Z"}


@pytest.fixture
def site(home: Home, place: Workplace) -> Workplace:
    return with_team(home, place)


def act(home: Home, someone: Someone, id: str, verb: str, reason: str | None = None) -> Any:
    body = {} if reason is None else {"reason": reason}
    return home.http.post(f"{PATH}/{id}/{verb}", headers=someone.bearer, json=body)


def test_the_way_of_a_timesheet(home: Home, site: Workplace) -> None:
    done(home.http.post("/v1/attendance", headers=site.owner.bearer, json=WORKED), 201)
    id = timesheet(home, site.owner, LAST_WEEK)
    new = done(home.http.get(f"{PATH}/{id}", headers=site.owner.bearer))
    assert (new["status"], new["period"], new["ends_on"]) == ("open", "week", "2026-03-08")
    assert [new[name] for name in ("submitted_at", "worked_seconds", "decided_by")] == [None] * 3
    sent = moved(home, site.owner, id, "submit")
    assert (sent["status"], sent["submitted_at"]) == ("submitted", "2026-03-10T08:00:00Z")
    assert (sent["worked_seconds"], sent["break_seconds"]) == (28_800, 1800)
    home.clock.forward(hours=1)
    approved = moved(home, site.lead, id, "approve", "all good")
    assert (approved["status"], approved["decided_by"]) == ("approved", site.lead.id)
    assert (approved["decided_at"], approved["decision_reason"]) == ("2026-03-10T09:00:00Z", "all good")
    locked = moved(home, site.admin, id, "lock")
    assert (locked["status"], locked["worked_seconds"]) == ("locked", 28_800)
    problem(home.http.post("/v1/attendance", headers=site.owner.bearer, json=WORKED), 409, "period-locked")
    opened = moved(home, site.admin, id, "reopen", "a day is missing")
    assert (opened["status"], opened["decided_by"], opened["submitted_at"]) == ("open", None, None)
    done(home.http.post("/v1/attendance", headers=site.owner.bearer, json=NEXT_DAY), 201)
    rows = home.http.get("/v1/journal?limit=20", headers=site.owner.bearer).json()["items"]
    told = [(row["act"], row["actor_id"], row["payload"].get("reason")) for row in rows if row["record_id"] == id]
    assert told == [
        ("timesheet.reopened", site.admin.id, "a day is missing"),
        ("timesheet.locked", site.admin.id, None),
        ("timesheet.approved", site.lead.id, "all good"),
        ("timesheet.submitted", site.owner.id, None),
        ("timesheet.added", site.owner.id, None),
    ]


def test_the_figures_are_those_of_the_instant_of_submission(home: Home, site: Workplace) -> None:
    done(home.http.post("/v1/attendance", headers=site.owner.bearer, json=WORKED), 201)
    id = handed_in(home, site.owner, LAST_WEEK)
    taken_back = moved(home, site.owner, id, "withdraw")
    assert (taken_back["status"], taken_back["submitted_at"]) == ("open", None)
    done(home.http.post("/v1/attendance", headers=site.owner.bearer, json=NEXT_DAY), 201)
    assert done(home.http.get(f"{PATH}/{id}", headers=site.owner.bearer))["worked_seconds"] == 28_800
    assert moved(home, site.owner, id, "submit")["worked_seconds"] == 32_400


def test_one_that_is_rejected_is_open_again_and_says_why(home: Home, site: Workplace) -> None:
    id = handed_in(home, site.owner, LAST_WEEK)
    problem(act(home, site.lead, id, "reject"), 400, "reason-required", "reason")
    back = moved(home, site.lead, id, "reject", "Tuesday is missing")
    assert (back["status"], back["decided_by"], back["decision_reason"]) == (
        "open",
        site.lead.id,
        "Tuesday is missing",
    )
    done(home.http.post("/v1/attendance", headers=site.owner.bearer, json=WORKED), 201)
    again = moved(home, site.owner, id, "submit")
    assert (again["status"], again["decided_by"], again["decision_reason"]) == ("submitted", None, None)


def test_every_status_takes_its_own_verbs_alone(home: Home, site: Workplace) -> None:
    """Whoever may act: what does not begin with this status is refused by name, and nothing happens."""
    actors = {"submit": site.owner, "withdraw": site.owner, "approve": site.lead, "reject": site.lead}
    takes = {
        "open": {"submit"},
        "submitted": {"withdraw", "approve", "reject", "reopen"},
        "approved": {"lock", "reopen"},
        "locked": {"reopen"},
    }
    id = timesheet(home, site.owner, LAST_WEEK)
    for status, verb in (("open", "submit"), ("submitted", "approve"), ("approved", "lock"), ("locked", "reopen")):
        before = traces(home, site)
        for other in {"submit", "withdraw", "approve", "reject", "lock", "reopen"} - takes[status]:
            problem(act(home, actors.get(other, site.admin), id, other, "r"), 409, "wrong-status")
        assert traces(home, site) == before
        moved(home, actors.get(verb, site.admin), id, verb, "r")


def test_nobody_approves_themself_unless_the_workspace_says_so(home: Home, site: Workplace) -> None:
    for someone in (site.lead, site.admin):
        id = handed_in(home, someone, LAST_WEEK)
        for verb in ("approve", "reject"):
            problem(act(home, someone, id, verb, "r"), 403, "self-approval")
        moved(home, site.admin, id, "reopen", "r")
    of_lead = page(home.http.get(PATH, headers=site.lead.bearer))[0][0]["id"]
    moved(home, site.lead, of_lead, "submit")
    home.run(
        lambda tx: workspaces.change_setting(tx, command_line_actor(site.id), home.clock.now, SELF_APPROVAL.name, True)
    )
    assert moved(home, site.lead, of_lead, "approve")["status"] == "approved"


def test_who_may_do_what(home: Home, site: Workplace) -> None:
    id = handed_in(home, site.owner, LAST_WEEK)
    before = traces(home, site)
    for verb in ("approve", "reject", "lock", "reopen"):
        problem(act(home, site.owner, id, verb, "r"), 403, "not-allowed")
        problem(act(home, site.colleague, id, verb, "r"), 404, "not-found")
    for verb in ("lock", "reopen", "withdraw"):
        problem(act(home, site.lead, id, verb, "r"), 403, "not-allowed")
    problem(act(home, site.admin, id, "withdraw"), 400, "reason-required", "reason")
    assert traces(home, site) == before
    assert moved(home, site.admin, id, "withdraw", "they are away")["status"] == "open"
    stale = site.owner.bearer | {"If-Match": '"1"'}
    problem(home.http.post(f"{PATH}/{id}/submit", headers=stale), 412, "version-mismatch")


def test_leads_list_what_waits_for_them(home: Home, site: Workplace) -> None:
    waiting = handed_in(home, site.owner, LAST_WEEK)
    timesheet(home, site.owner, THIS_WEEK)
    of_colleague = handed_in(home, site.colleague, LAST_WEEK)
    query: dict[str, Any] = {"status": "submitted", "everyone": True}

    def listed(someone: Someone, **wanted: Any) -> list[str]:
        found, _ = page(home.http.get(PATH, headers=someone.bearer, params=wanted))
        return [each["id"] for each in found]

    assert listed(site.lead, **query) == [waiting]
    assert set(listed(site.admin, **query)) == {waiting, of_colleague}
    problem(home.http.get(PATH, headers=site.owner.bearer, params=query), 403, "not-allowed")
    assert len(listed(site.owner)) == 2
    assert listed(site.owner, ends_on="2026-03-08") == [waiting]
    assert listed(site.owner, starts_on="2026-03-08", period="week", status="submitted") == [waiting]
    assert listed(site.owner, period="month") == []


def test_what_runs_or_is_to_come_cannot_be_handed_in(home: Home, site: Workplace) -> None:
    to_come = timesheet(home, site.owner, "2026-03-16")
    problem(act(home, site.owner, to_come, "submit"), 409, "period-not-begun")
    id = timesheet(home, site.owner, THIS_WEEK)
    for start, stop in (("timers/start", "timers/stop"), ("attendance/clock-in", "attendance/clock-out")):
        home.http.post(f"/v1/{start}", headers=site.owner.bearer).raise_for_status()
        problem(act(home, site.owner, id, "submit"), 409, "still-active")
        home.http.post(f"/v1/{stop}", headers=site.owner.bearer).raise_for_status()
    # What began this week does not keep last week from being handed in.
    home.http.post("/v1/timers/start", headers=site.owner.bearer).raise_for_status()
    handed_in(home, site.owner, LAST_WEEK)
    problem(act(home, site.owner, id, "submit"), 409, "still-active")
    home.http.post("/v1/timers/stop", headers=site.owner.bearer).raise_for_status()
    moved(home, site.owner, id, "submit")


def test_weeks_and_months_both_close_their_days(home: Home, site: Workplace) -> None:
    week = handed_in(home, site.owner, LAST_WEEK)
    month = handed_in(home, site.owner, "2026-03-01", "month")
    moved(home, site.owner, week, "withdraw")
    problem(home.http.post("/v1/attendance", headers=site.owner.bearer, json=WORKED), 409, "period-locked")
    moved(home, site.owner, month, "withdraw")
    done(home.http.post("/v1/attendance", headers=site.owner.bearer, json=WORKED), 201)


@pytest.mark.parametrize(
    ("wrong", "status", "key", "fields"),
    [
        ({"starts_on": "2026-03-03"}, 400, "invalid", ["starts_on"]),
        ({"period": "month"}, 400, "invalid", ["starts_on"]),
        ({"period": "year"}, 400, "invalid", ["period"]),
        ({"starts_on": "1969-12-29"}, 400, "invalid", ["starts_on"]),
        ({}, 409, "already-taken", []),
    ],
)
def test_what_is_no_timesheet_is_named(
    home: Home, site: Workplace, wrong: dict[str, Any], status: int, key: str, fields: list[str]
) -> None:
    timesheet(home, site.owner, LAST_WEEK)
    before = traces(home, site)
    form = {"period": "week", "starts_on": LAST_WEEK} | wrong
    problem(home.http.post(PATH, headers=site.owner.bearer, json=form), status, key, *fields)
    assert traces(home, site) == before
