"""Locks by date and the exceptions from them."""

from typing import Any

from tests.faces.closing import lock
from tests.home import Home, Workplace
from tests.native.wire import UNKNOWN, done, page, problem
from tests.traces import traces

PATH, EXCEPTIONS = "/v1/locks", "/v1/lock-exceptions"
SUNDAY = {"started_at": "2026-03-08T08:00:00Z", "ended_at": "2026-03-08T09:00:00Z"}
LATER = {"started_at": "2026-03-08T10:00:00Z", "ended_at": "2026-03-08T11:00:00Z"}
SATURDAY = {"started_at": "2026-03-07T08:00:00Z", "ended_at": "2026-03-07T09:00:00Z"}


def test_a_lock_closes_everybodys_days_until_it_is_taken_away(home: Home, place: Workplace) -> None:
    new = done(home.http.post(PATH, headers=place.admin.bearer, json={"locked_through": "2026-03-07"}), 201)
    assert (new["locked_through"], new["person_id"], new["note"]) == ("2026-03-07", None, None)
    url = f"{PATH}/{new['id']}"
    for someone in (place.owner, place.admin):
        problem(home.http.post("/v1/attendance", headers=someone.bearer, json=SATURDAY), 409, "period-locked")
        done(home.http.post("/v1/attendance", headers=someone.bearer, json=SUNDAY), 201)
        assert done(home.http.get(url, headers=someone.bearer)) == new
    changes = {"locked_through": "2026-03-08", "note": "payroll"}
    assert done(home.http.patch(url, headers=place.admin.bearer, json=changes)).items() >= changes.items()
    problem(home.http.post("/v1/attendance", headers=place.owner.bearer, json=SUNDAY), 409, "period-locked")
    before = traces(home, place)
    problem(home.http.delete(url, headers=place.admin.bearer), 400, "reason-required", "reason")
    earlier = {"locked_through": "2026-03-07"}
    problem(home.http.patch(url, headers=place.admin.bearer, json=earlier), 400, "reason-required", "reason")
    assert traces(home, place) == before
    reasoned = earlier | {"reason": "a day too many"}
    assert done(home.http.patch(url, headers=place.admin.bearer, json=reasoned))["locked_through"] == "2026-03-07"
    assert home.http.delete(f"{url}?reason=wrong+month", headers=place.admin.bearer).status_code == 204
    rows = home.http.get("/v1/journal?workspace=true&limit=4", headers=place.admin.bearer).json()["items"]
    assert [(row["act"], row["payload"].get("reason")) for row in rows] == [
        ("period_lock.deleted", "wrong month"),
        ("period_lock.changed", "a day too many"),
        ("period_lock.changed", None),
        ("period_lock.added", None),
    ]
    done(home.http.post("/v1/attendance", headers=place.owner.bearer, json=SATURDAY), 201)


def test_a_lock_of_one_person_is_theirs_to_know(home: Home, place: Workplace) -> None:
    id = lock(home, place, "2026-03-08", person_id=place.owner.id)
    problem(home.http.post("/v1/time-entries", headers=place.owner.bearer, json=SUNDAY), 409, "period-locked")
    done(home.http.post("/v1/time-entries", headers=place.colleague.bearer, json=SUNDAY), 201)
    (shown,), _ = page(home.http.get(PATH, headers=place.owner.bearer))
    assert (shown["id"], shown["person_id"]) == (id, place.owner.id)
    assert page(home.http.get(PATH, headers=place.colleague.bearer)) == ([], None)
    problem(home.http.get(f"{PATH}/{id}", headers=place.colleague.bearer), 404, "not-found")
    row = home.http.get("/v1/journal?limit=1", headers=place.owner.bearer).json()["items"][0]
    assert (row["act"], row["record_id"], row["actor_id"]) == ("period_lock.added", id, place.admin.id)


def test_an_exception_opens_days_of_one_person_for_a_while(home: Home, place: Workplace) -> None:
    lock(home, place, "2026-03-08")
    form = {
        "person_id": place.owner.id,
        "starts_on": "2026-03-08",
        "ends_on": "2026-03-08",
        "expires_at": "2026-03-10T09:00:00Z",
        "reason": " the terminal was broken ",
    }
    new = done(home.http.post(EXCEPTIONS, headers=place.admin.bearer, json=form), 201)
    assert new.items() >= (form | {"reason": "the terminal was broken"}).items()
    done(home.http.post("/v1/attendance", headers=place.owner.bearer, json=SUNDAY), 201)
    problem(home.http.post("/v1/attendance", headers=place.owner.bearer, json=SATURDAY), 409, "period-locked")
    problem(home.http.post("/v1/attendance", headers=place.colleague.bearer, json=SUNDAY), 409, "period-locked")
    assert page(home.http.get(EXCEPTIONS, headers=place.owner.bearer)) == ([new], None)
    assert page(home.http.get(EXCEPTIONS, headers=place.colleague.bearer)) == ([], None)
    home.clock.forward(hours=1)
    problem(home.http.post("/v1/attendance", headers=place.owner.bearer, json=SUNDAY), 409, "period-locked")
    longer = {"expires_at": None}
    url = f"{EXCEPTIONS}/{new['id']}"
    assert done(home.http.patch(url, headers=place.admin.bearer, json=longer))["expires_at"] is None
    done(home.http.post("/v1/attendance", headers=place.owner.bearer, json=LATER), 201)
    assert home.http.delete(url, headers=place.admin.bearer).status_code == 204
    problem(home.http.post("/v1/attendance", headers=place.owner.bearer, json=SUNDAY), 409, "period-locked")


WRONG: list[tuple[str, dict[str, Any], int, str, list[str]]] = [
    (PATH, {"locked_through": "2026-03-10"}, 400, "day-not-over", ["locked_through"]),
    (PATH, {"locked_through": "2027-01-01"}, 400, "day-not-over", ["locked_through"]),
    (PATH, {"locked_through": "1969-12-31"}, 400, "invalid", ["locked_through"]),
    (PATH, {"locked_through": None}, 400, "invalid", ["locked_through"]),
    (PATH, {"note": "a\x00b"}, 400, "invalid", ["note"]),
    (PATH, {"person_id": UNKNOWN}, 404, "not-found", ["person_id"]),
    (EXCEPTIONS, {"person_id": UNKNOWN}, 404, "not-found", ["person_id"]),
    (EXCEPTIONS, {"ends_on": "2026-03-06"}, 400, "range-reversed", ["ends_on"]),
    (EXCEPTIONS, {"starts_on": "1969-12-31"}, 400, "invalid", ["starts_on"]),
    (EXCEPTIONS, {"expires_at": "2026-03-10T08:00:00Z"}, 400, "invalid", ["expires_at"]),
    (EXCEPTIONS, {"reason": " "}, 400, "invalid", ["reason"]),
    (EXCEPTIONS, {"reason": "x" * 1001}, 400, "invalid", ["reason"]),
]


def test_what_cannot_be_locked_or_opened_is_named(home: Home, place: Workplace) -> None:
    right = {
        PATH: {"locked_through": "2026-03-09"},
        EXCEPTIONS: {"person_id": place.owner.id, "starts_on": "2026-03-07", "ends_on": "2026-03-08", "reason": "r"},
    }
    urls = {
        path: f"{path}/{done(home.http.post(path, headers=place.admin.bearer, json=form), 201)['id']}"
        for path, form in right.items()
    }
    before = traces(home, place)
    for path, wrong, status, key, fields in WRONG:
        problem(home.http.post(path, headers=place.admin.bearer, json=right[path] | wrong), status, key, *fields)
        if "person_id" not in wrong:
            changes = {"reason": "r"} | wrong
            problem(home.http.patch(urls[path], headers=place.admin.bearer, json=changes), status, key, *fields)
    assert traces(home, place) == before


def test_a_day_is_locked_once_it_is_over_for_everybody(home: Home, place: Workplace) -> None:
    """Early on the 10th in Berlin it is still the 9th further west."""
    home.clock.now = home.clock.now.replace(hour=3)
    changed = home.http.patch(
        f"/v1/people/{place.colleague.id}", headers=place.admin.bearer, json={"zone": "America/New_York"}
    )
    assert changed.status_code == 200
    problem(
        home.http.post(PATH, headers=place.admin.bearer, json={"locked_through": "2026-03-09"}),
        400,
        "day-not-over",
        "locked_through",
    )
    done(home.http.post(PATH, headers=place.admin.bearer, json={"locked_through": "2026-03-08"}), 201)
    theirs = {"locked_through": "2026-03-09", "person_id": place.owner.id}
    done(home.http.post(PATH, headers=place.admin.bearer, json=theirs), 201)
