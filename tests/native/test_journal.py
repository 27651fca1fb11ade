"""The journal, read over HTTP."""

from typing import Any

import pytest

from tests.home import Home, Someone, Workplace
from tests.native.wire import UNKNOWN, done, page, problem, walk
from uhrwerk.entrypoints.credentials import KINDS, issue
from uhrwerk.operations.credentials import Issued
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.store import Tx


def rows(home: Home, someone: Someone, **query: str) -> list[dict[str, Any]]:
    return walk(home, someone, "/v1/journal", 500, **query)


def test_every_act_leaves_a_row_with_before_and_after(home: Home, place: Workplace) -> None:
    mine = place.owner.bearer
    known = len(rows(home, place.owner))
    started = done(home.http.post("/v1/timers/start", headers=mine, json={"at": "2026-03-10T07:00:00Z"}))
    home.clock.forward(minutes=1)
    done(home.http.post("/v1/timers/pause", headers=mine))
    done(home.http.post("/v1/attendance/clock-in", headers=place.admin.bearer, json={"person_id": place.owner.id}))
    came, paused, start = rows(home, place.owner)[: len(rows(home, place.owner)) - known]
    assert [each["act"] for each in (came, paused, start)] == [
        "attendance.started",
        "time_entry.paused",
        "time_entry.started",
    ]
    assert (start["recorded_at"], start["effective_at"]) == ("2026-03-10T08:00:00Z", "2026-03-10T07:00:00Z")
    assert (start["actor_id"], start["face"], start["record_id"]) == (place.owner.id, "native", started["id"])
    assert start["payload"]["after"]["started_at"] == "2026-03-10T07:00:00Z"
    assert paused["payload"]["before"]["breaks"] == []
    assert paused["payload"]["after"]["breaks"][0]["started_at"] == "2026-03-10T08:01:00Z"
    assert came["actor_id"] == place.admin.id
    assert {each["subject_id"] for each in (came, paused, start)} == {place.owner.id}
    assert [each["sequence"] for each in (came, paused, start)] == [known + 3, known + 2, known + 1]


def test_the_face_that_was_used_is_named(home: Home, place: Workplace) -> None:
    form = {"typeOfWorkId": place.type_of_work, "timezone": "Europe/Berlin"}
    home.http.post("/api/v1/me/timetracking/start", headers=place.owner.awork_bearer, json=form)
    assert rows(home, place.owner)[0]["face"] == "awork"


def test_it_is_walked_newest_first_each_row_once(home: Home, place: Workplace) -> None:
    for _ in range(5):
        done(home.http.post("/v1/timers/start", headers=place.owner.bearer))
    whole = rows(home, place.owner)
    assert [each["sequence"] for each in whole] == list(range(len(whole), 0, -1))
    assert walk(home, place.owner, "/v1/journal", 4) == whole
    first, cursor = page(home.http.get("/v1/journal", headers=place.owner.bearer, params={"limit": "1"}))
    assert (first, cursor) == (whole[:1], str(len(whole)))


def test_the_workspaces_own_chain_is_for_admins(home: Home, place: Workplace) -> None:
    done(home.http.post("/v1/clients", headers=place.lead.bearer, json={"name": "Museum"}), 201)
    newest = rows(home, place.admin, workspace="true")[0]
    assert (newest["act"], newest["subject_id"], newest["actor_id"]) == ("client.added", place.id, place.lead.id)
    assert newest["payload"]["after"]["name"] == "Museum"
    for somebody in (place.lead, place.owner):
        problem(home.http.get("/v1/journal?workspace=true", headers=somebody.bearer), 404, "not-found")


def test_an_admin_reads_everybodys_and_others_their_own(home: Home, place: Workplace, strangers: Workplace) -> None:
    done(home.http.post("/v1/timers/start", headers=place.owner.bearer))
    own = rows(home, place.owner)
    assert rows(home, place.admin, person_id=place.owner.id) == own
    assert rows(home, place.owner, person_id=place.owner.id) == own
    unknown = home.http.get("/v1/journal", headers=place.admin.bearer, params={"person_id": UNKNOWN})
    problem(unknown, 404, "not-found")
    for somebody in (place.lead, place.colleague, strangers.admin):
        answer = home.http.get("/v1/journal", headers=somebody.bearer, params={"person_id": place.owner.id})
        problem(answer, 404, "not-found")
        assert answer.json() == unknown.json()


@pytest.mark.parametrize("query", ["workspace=true", "person_id={owner}", ""])
def test_no_row_tells_a_secret(home: Home, place: Workplace, query: str) -> None:
    actor, now, vault = command_line_actor(place.id), home.clock.now, home.house.vault

    async def issue_all(tx: Tx) -> list[Issued]:
        people = (place.owner.id, place.admin.id)
        return [await issue(tx, actor, now, vault, face, id, "new") for face in KINDS for id in people]

    issued = home.run(issue_all)
    url = "/v1/journal?limit=500&" + query.format(owner=place.owner.id)
    text = home.http.get(url, headers=place.admin.bearer).text
    assert "credential.issued" in text
    secrets = [secret for each in issued for secret in (each.token, each.secret) if secret]
    assert len(secrets) == 12
    for secret in (*secrets, "token_hash", "password_hash"):
        assert secret not in text
