"""What became of a record: the person sees every change, whoever made it."""

import pytest

from tests.home import Home, Workplace
from tests.native.wire import UNKNOWN, done, page, problem, walk

STRETCH = {"started_at": "2026-03-09T08:00:00Z", "ended_at": "2026-03-09T09:00:00Z"}
LATER = {"started_at": "2026-03-09T11:00:00Z", "ended_at": "2026-03-09T12:00:00Z"}
PATHS = {"attendance": "/v1/attendance", "time_entry": "/v1/time-entries"}


@pytest.mark.parametrize("kind", PATHS)
def test_every_change_of_a_record_is_told_to_its_person(home: Home, place: Workplace, kind: str) -> None:
    path = PATHS[kind]
    mine, admin = place.owner.bearer, place.admin.bearer
    id = done(home.http.post(path, headers=mine, json=STRETCH | {"reason": "forgot"}), 201)["id"]
    done(home.http.post(path, headers=mine, json=LATER), 201)
    home.clock.forward(minutes=1)
    change = {"ended_at": "2026-03-09T10:00:00Z", "reason": "seen at the gate"}
    done(home.http.patch(f"{path}/{id}", headers=admin, json=change))
    home.clock.forward(minutes=1)
    home.http.delete(f"{path}/{id}", headers=admin, params={"reason": "a double"}).raise_for_status()
    (deleted, changed, created), rest = page(home.http.get(f"{path}/{id}/history", headers=mine))
    assert rest is None
    told = {
        "act": f"{kind}.created",
        "recorded_at": "2026-03-10T08:00:00Z",
        "effective_at": STRETCH["started_at"],
        "actor_id": place.owner.id,
        "actor_name": "Owner Example",
        "face": "native",
        "reason": "forgot",
        "request_id": None,
    }
    assert {name: created[name] for name in told} == told
    assert {name: created["after"][name] for name in STRETCH} == STRETCH
    assert (changed["actor_name"], changed["reason"]) == ("Admin Example", "seen at the gate")
    assert (changed["before"]["ended_at"], changed["after"]["ended_at"]) == (STRETCH["ended_at"], change["ended_at"])
    assert "started_at" not in changed["after"]
    assert (deleted["act"], deleted["reason"]) == (f"{kind}.deleted", "a double")
    assert deleted["after"]["deleted_at"] == "2026-03-10T08:02:00Z"
    assert walk(home, place.owner, f"{path}/{id}/history", 1) == [deleted, changed, created]
    assert page(home.http.get(f"{path}/{id}/history", headers=admin))[0] == [deleted, changed, created]
    problem(home.http.get(f"{path}/{id}/history", headers=place.colleague.bearer), 404, "not-found")
    problem(home.http.get(f"{path}/{UNKNOWN}/history", headers=mine), 404, "not-found")
    wrong = {"cursor": "x"}
    problem(home.http.get(f"{path}/{id}/history", headers=mine, params=wrong), 400, "invalid", "cursor")
    # An id of the other kind leads nowhere.
    (other,) = set(PATHS.values()) - {path}
    problem(home.http.get(f"{other}/{id}/history", headers=mine), 404, "not-found")


def test_what_vendors_faces_do_says_through_which(home: Home, place: Workplace) -> None:
    id = done(home.http.post("/v1/time-entries", headers=place.owner.bearer, json=STRETCH), 201)["id"]
    billable = {"ids": [id]}
    home.http.post(
        "/api/v1/timeentries/setbillable", headers=place.admin.awork_bearer, json=billable
    ).raise_for_status()
    entry = home.http.get(f"/v1/time-entries/{id}", headers=place.owner.bearer).json()["number"]
    path = f"/api/v2/ext/project_time_entries/{entry}"
    home.http.put(path, headers=place.timetrack, json={"details": "n"}).raise_for_status()
    (of_timetrack, of_awork, _), _ = page(home.http.get(f"/v1/time-entries/{id}/history", headers=place.owner.bearer))
    assert (of_timetrack["face"], of_timetrack["actor_name"], of_timetrack["reason"]) == (
        "timetrack",
        None,
        "through timetrack",
    )
    assert (of_awork["face"], of_awork["actor_id"], of_awork["reason"]) == ("awork", place.admin.id, "through awork")


def test_of_an_entry_that_was_handed_over_each_sees_their_own(home: Home, place: Workplace) -> None:
    id = done(home.http.post("/v1/time-entries", headers=place.owner.bearer, json=STRETCH), 201)["id"]
    home.http.post(
        "/api/v1/timeentries/batch/setUser",
        headers=place.admin.awork_bearer,
        json={"timeEntryIds": [id], "newUserId": place.colleague.id},
    ).raise_for_status()
    path = f"/v1/time-entries/{id}/history"

    def acts(headers: dict[str, str]) -> list[str]:
        return [each["act"].partition(".")[2] for each in page(home.http.get(path, headers=headers))[0]]

    assert acts(place.owner.bearer) == ["handed_over", "created"]
    assert acts(place.colleague.bearer) == ["taken_over"]
    assert acts(place.admin.bearer) == ["taken_over", "handed_over", "created"]
