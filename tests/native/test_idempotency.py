"""`Idempotency-Key`: a request sent twice acts once."""

from typing import Any

import pytest

from tests.home import Home, Someone, Workplace
from tests.native.wire import done, issued, page, problem
from tests.traces import traces


def keyed(someone: Someone, key: str = "once") -> dict[str, str]:
    return someone.bearer | {"Idempotency-Key": key}


def entries(home: Home, someone: Someone) -> list[dict[str, Any]]:
    return page(home.http.get("/v1/time-entries", headers=someone.bearer))[0]


CASES = {
    "start": ("/v1/timers/start", {"note": "n"}, 200),
    "start without a body": ("/v1/timers/start", None, 200),
    "entry": (
        "/v1/time-entries",
        {"started_at": "2026-03-10T06:00:00Z", "ended_at": "2026-03-10T07:00:00.5Z", "note": "é"},
        201,
    ),
    "clock-in": ("/v1/attendance/clock-in", {"note": "n"}, 200),
    "client": ("/v1/clients", {"name": "New"}, 201),
    "project": ("/v1/projects", {"name": "New"}, 201),
    "task": ("/v1/tasks", {"name": "New"}, 201),
    "type of work": ("/v1/types-of-work", {"name": "New"}, 201),
    "person": ("/v1/people", {"username": "new", "email": "new@example.org", "first_name": "New"}, 201),
}


@pytest.mark.parametrize(("path", "body", "status"), CASES.values(), ids=CASES)
def test_the_same_request_acts_once_and_gets_the_same_answer(
    home: Home, place: Workplace, path: str, body: dict[str, Any] | None, status: int
) -> None:
    first = done(home.http.post(path, headers=keyed(place.admin), json=body), status)
    after = traces(home, place)
    home.clock.forward(hours=23, minutes=59)
    assert done(home.http.post(path, headers=keyed(place.admin), json=body), status) == first
    assert traces(home, place) == after


def test_an_answer_of_nothing_is_remembered_too(home: Home, place: Workplace) -> None:
    path = "/v1/attendance/clock-out"
    assert home.http.post(path, headers=keyed(place.owner)).json() is None
    done(home.http.post("/v1/attendance/clock-in", headers=place.owner.bearer))
    again = home.http.post(path, headers=keyed(place.owner))
    assert (again.status_code, again.json()) == (200, None)
    assert "etag" not in again.headers
    assert home.http.get("/v1/attendance/current", headers=place.owner.bearer).json()["state"] == "running"


def test_the_key_with_another_body_is_refused(home: Home, place: Workplace) -> None:
    done(home.http.post("/v1/timers/start", headers=keyed(place.owner), json={"note": "one"}))
    after = traces(home, place)
    again = home.http.post("/v1/timers/start", headers=keyed(place.owner), json={"note": "two"})
    problem(again, 422, "idempotency-key-reused")
    problem(home.http.post("/v1/timers/start", headers=keyed(place.owner)), 422, "idempotency-key-reused")
    assert traces(home, place) == after


def test_a_key_is_forgotten_after_a_day(home: Home, place: Workplace) -> None:
    first = done(home.http.post("/v1/timers/start", headers=keyed(place.owner)))
    home.clock.forward(hours=24)
    second = done(home.http.post("/v1/timers/start", headers=keyed(place.owner)))
    assert second["id"] != first["id"]
    assert done(home.http.post("/v1/timers/start", headers=keyed(place.owner))) == second
    assert len(entries(home, place.owner)) == 2


def test_a_key_belongs_to_one_token(home: Home, place: Workplace) -> None:
    other = {"Authorization": f"Bearer {issued(home, place, place.owner).token}", "Idempotency-Key": "once"}
    ids = {
        done(home.http.post("/v1/timers/start", headers=headers))["id"]
        for headers in (keyed(place.owner), other, keyed(place.colleague))
    }
    assert len(ids) == 3


def test_a_key_belongs_to_one_route(home: Home, place: Workplace) -> None:
    started = done(home.http.post("/v1/timers/start", headers=keyed(place.owner)))
    home.clock.forward(minutes=5)
    stopped = done(home.http.post("/v1/timers/stop", headers=keyed(place.owner)))
    assert (stopped["id"], stopped["state"]) == (started["id"], "stopped")
    old, new = started["id"], done(home.http.post("/v1/timers/start", headers=place.owner.bearer))["id"]
    again = {
        done(home.http.post(f"/v1/time-entries/{each}/continue", headers=keyed(place.owner)))["id"]
        for each in (old, new)
    }
    assert len(again) == 2


def test_a_refused_request_is_not_remembered(home: Home, place: Workplace) -> None:
    problem(home.http.post("/v1/timers/stop", headers=keyed(place.owner)), 409, "nothing-running")
    done(home.http.post("/v1/timers/start", headers=place.owner.bearer))
    stopped = done(home.http.post("/v1/timers/stop", headers=keyed(place.owner)))
    assert stopped["state"] == "stopped"
    bad, good = {"note": "\x00"}, {"note": "fine"}
    problem(home.http.post("/v1/timers/start", headers=keyed(place.owner, "k"), json=bad), 400, "invalid", "note")
    assert done(home.http.post("/v1/timers/start", headers=keyed(place.owner, "k"), json=good))["note"] == "fine"


@pytest.mark.parametrize("key", ["", "k" * 256, "tab\tin it"])
def test_a_key_has_a_sane_length_and_can_be_printed(home: Home, office: Workplace, key: str) -> None:
    before = traces(home, office)
    answer = home.http.post("/v1/timers/start", headers=keyed(office.owner, key))
    problem(answer, 400, "invalid", "Idempotency-Key")
    assert traces(home, office) == before


def test_a_key_may_have_255_characters(home: Home, place: Workplace) -> None:
    key = "k" * 255
    first = done(home.http.post("/v1/timers/start", headers=keyed(place.owner, key)))
    assert done(home.http.post("/v1/timers/start", headers=keyed(place.owner, key))) == first
