"""Attendance, over HTTP."""

from typing import Any

import pytest

from tests.home import Home, Someone, Workplace
from tests.native.wire import UNKNOWN, done, page, problem, walk
from tests.traces import traces

PATH = "/v1/attendance"
VERBS = ("clock-in", "start-break", "end-break", "clock-out")


def act(home: Home, someone: Someone, verb: str, **members: Any) -> dict[str, Any]:
    return done(home.http.post(f"{PATH}/{verb}", headers=someone.bearer, json=members or None))


def current(home: Home, someone: Someone, **query: str) -> Any:
    answer = home.http.get(f"{PATH}/current", headers=someone.bearer, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_day_from_coming_to_going(home: Home, place: Workplace) -> None:
    me = place.owner
    came = act(home, me, "clock-in", note="early", latitude=53.55, longitude=10)
    assert (came["state"], came["zone"], came["note"]) == ("running", "Europe/Berlin", "early")
    home.clock.forward(hours=4)
    assert act(home, me, "start-break")["state"] == "paused"
    home.clock.forward(minutes=45)
    assert act(home, me, "end-break")["break_seconds"] == 2700
    home.clock.forward(hours=4, milliseconds=500)
    went = act(home, me, "clock-out")
    assert (went["state"], went["net_seconds"], went["break_seconds"]) == ("stopped", 28801, 2700)
    assert went["id"] == came["id"]
    assert (went["started_at"], went["ended_at"]) == ("2026-03-10T08:00:00Z", "2026-03-10T16:45:00.500000Z")
    assert current(home, me) is None


def test_clocking_in_twice_and_out_twice_changes_nothing(home: Home, place: Workplace) -> None:
    came = act(home, place.owner, "clock-in")
    before = traces(home, place)
    home.clock.forward(minutes=5)
    assert act(home, place.owner, "clock-in")["id"] == came["id"]
    assert traces(home, place) == before
    act(home, place.owner, "clock-out")
    before = traces(home, place)
    answer = home.http.post(f"{PATH}/clock-out", headers=place.owner.bearer)
    assert (answer.status_code, answer.json()) == (200, None)
    assert "etag" not in answer.headers
    assert traces(home, place) == before


def test_clocking_in_ends_a_break_and_clocking_out_too(home: Home, place: Workplace) -> None:
    came = act(home, place.owner, "clock-in")
    for verb, state in (("clock-in", "running"), ("clock-out", "stopped")):
        act(home, place.owner, "start-break")
        home.clock.forward(minutes=10)
        back = act(home, place.owner, verb)
        assert (back["id"], back["state"]) == (came["id"], state)
        assert back["breaks"][-1]["ended_at"]


@pytest.mark.parametrize(("state", "verb"), [("running", "end-break"), ("paused", "start-break")])
def test_a_break_begun_or_ended_twice_changes_nothing(home: Home, place: Workplace, state: str, verb: str) -> None:
    act(home, place.owner, "clock-in")
    if state == "paused":
        act(home, place.owner, "start-break")
    before = traces(home, place)
    home.clock.forward(minutes=5)
    assert act(home, place.owner, verb)["state"] == state
    assert traces(home, place) == before


@pytest.mark.parametrize("verb", ["start-break", "end-break"])
def test_somebody_who_is_out_has_no_breaks(home: Home, office: Workplace, verb: str) -> None:
    before = traces(home, office)
    answer = home.http.post(f"{PATH}/{verb}", headers=office.owner.bearer)
    problem(answer, 409, "nothing-running")
    assert traces(home, office) == before


def test_attendance_and_the_timer_do_not_touch(home: Home, place: Workplace) -> None:
    act(home, place.owner, "clock-in")
    assert home.http.get("/v1/timers/current", headers=place.owner.bearer).json() is None
    done(home.http.post("/v1/timers/start", headers=place.owner.bearer))
    act(home, place.owner, "clock-out")
    assert home.http.get("/v1/timers/current", headers=place.owner.bearer).json()["state"] == "running"


def test_the_clients_own_instant_is_kept_beside_the_recorded_one(home: Home, place: Workplace) -> None:
    act(home, place.owner, "clock-in", at="2026-03-10T07:00:00+01:00")
    went = act(home, place.owner, "clock-out", at="2026-03-10T07:30:00Z", note="left")
    assert (went["started_at"], went["start_recorded_at"]) == ("2026-03-10T06:00:00Z", "2026-03-10T08:00:00Z")
    assert (went["ended_at"], went["end_recorded_at"]) == ("2026-03-10T07:30:00Z", "2026-03-10T08:00:00Z")
    assert (went["net_seconds"], went["note"]) == (5400, "left")


def test_a_list_is_walked_newest_first_and_narrowed(home: Home, place: Workplace) -> None:
    seen = []
    for _ in range(7):
        seen.append(act(home, place.owner, "clock-in")["id"])
        home.clock.forward(minutes=10)
        act(home, place.owner, "clock-out")
    found = walk(home, place.owner, PATH, 3)
    assert [each["id"] for each in found] == seen[::-1]
    query = {"from": "2026-03-10T08:10:00Z", "to": "2026-03-10T08:30:00Z"}
    items, _ = page(home.http.get(PATH, headers=place.owner.bearer, params=query))
    assert [each["id"] for each in items] == [seen[2], seen[1]]


def test_an_admin_keeps_and_reads_the_attendance_of_others(home: Home, place: Workplace) -> None:
    who = {"person_id": place.owner.id}
    came = act(home, place.admin, "clock-in", **who)
    assert (came["person_id"], came["created_by"]) == (place.owner.id, place.admin.id)
    assert current(home, place.admin, **who)["id"] == came["id"]
    for verb in ("start-break", "end-break", "clock-out"):
        assert act(home, place.admin, verb, **who)["id"] == came["id"]
    mine = act(home, place.colleague, "clock-in")
    items, _ = page(home.http.get(PATH, headers=place.admin.bearer, params={"everyone": "true"}))
    assert {each["id"] for each in items} == {came["id"], mine["id"]}
    items, _ = page(home.http.get(PATH, headers=place.admin.bearer, params=who))
    assert [each["id"] for each in items] == [came["id"]]
    assert page(home.http.get(PATH, headers=place.admin.bearer)) == ([], None)


@pytest.mark.parametrize("role", ["lead", "colleague"])
def test_nobody_else_does(home: Home, office: Workplace, role: str) -> None:
    before = traces(home, office)
    bearer, who = getattr(office, role).bearer, {"person_id": office.owner.id}
    for verb in VERBS:
        problem(home.http.post(f"{PATH}/{verb}", headers=bearer, json=who), 403, "not-allowed")
    for path in (PATH, f"{PATH}/current"):
        problem(home.http.get(path, headers=bearer, params=who), 404, "not-found")
    problem(home.http.get(PATH, headers=bearer, params={"everyone": "true"}), 403, "not-allowed")
    assert traces(home, office) == before


def test_a_stranger_is_as_unknown_as_somebody_who_never_was(
    home: Home, office: Workplace, strangers: Workplace
) -> None:
    before = traces(home, strangers)
    bodies = []
    for id in (strangers.owner.id, UNKNOWN):
        answers = [
            *(home.http.post(f"{PATH}/{verb}", headers=office.admin.bearer, json={"person_id": id}) for verb in VERBS),
            *(
                home.http.get(path, headers=office.admin.bearer, params={"person_id": id})
                for path in (PATH, f"{PATH}/current")
            ),
        ]
        bodies.append([problem(answer, 404, "not-found") for answer in answers])
    assert bodies[0] == bodies[1]
    assert traces(home, strangers) == before


PLACE = {"latitude_start": 53.5503, "longitude_start": 9.992}
WRITTEN = {
    "started_at": "2026-03-09T07:00:00+01:00",
    "ended_at": "2026-03-09T15:00:00Z",
    "breaks": [{"started_at": "2026-03-09T11:00:00Z", "ended_at": "2026-03-09T11:30:00Z"}],
    "note": "forgot to clock",
    **PLACE,
}


def written(home: Home, someone: Someone, **members: Any) -> dict[str, Any]:
    return done(home.http.post(PATH, headers=someone.bearer, json=WRITTEN | members), 201)


def test_an_attendance_is_written_down_corrected_and_deleted(home: Home, place: Workplace) -> None:
    mine = place.owner.bearer
    new = written(home, place.owner)
    assert (new["state"], new["manual"], new["net_seconds"], new["break_seconds"]) == ("stopped", True, 30600, 1800)
    assert new.items() >= (PLACE | {"note": "forgot to clock", "started_at": "2026-03-09T06:00:00Z"}).items()
    url = f"{PATH}/{new['id']}"
    assert done(home.http.get(url, headers=mine)) == new
    assert page(home.http.get(PATH, headers=mine)) == ([new], None)
    changes: dict[str, Any] = {
        "breaks": [],
        "ended_at": "2026-03-09T14:00:00Z",
        "note": None,
        "latitude_end": -90,
        "longitude_end": 180,
    }
    after = done(home.http.patch(url, headers=mine | {"If-Match": '"1"'}, json=changes))
    assert (after["net_seconds"], after["break_seconds"], after["note"]) == (28800, 0, None)
    assert (after["latitude_end"], after["longitude_end"], after["version"]) == (-90, 180, 2)
    problem(home.http.patch(url, headers=mine | {"If-Match": '"1"'}, json=changes), 412, "version-mismatch")
    problem(home.http.delete(url, headers=mine | {"If-Match": '"1"'}), 412, "version-mismatch")
    assert home.http.delete(url, headers=mine).status_code == 204
    problem(home.http.get(url, headers=mine), 404, "deleted")
    assert page(home.http.get(PATH, headers=mine)) == ([], None)


def test_one_written_down_without_an_end_is_as_if_clocked_in(home: Home, place: Workplace) -> None:
    body = {"started_at": "2026-03-10T07:00:00Z"}
    keyed = place.owner.bearer | {"Idempotency-Key": "once"}
    new = done(home.http.post(PATH, headers=keyed, json=body), 201)
    assert done(home.http.post(PATH, headers=keyed, json=body), 201) == new
    assert current(home, place.owner) == new
    assert (new["state"], new["net_seconds"]) == ("running", 3600)
    problem(home.http.post(PATH, headers=place.owner.bearer, json=body), 409, "still-active")
    ended = {"ended_at": "2026-03-10T07:45:00Z"}
    after = done(home.http.patch(f"{PATH}/{new['id']}", headers=place.owner.bearer, json=ended))
    assert (after["state"], after["net_seconds"]) == ("stopped", 2700)
    assert current(home, place.owner) is None


def test_one_of_somebody_else_is_written_down_and_corrected_with_a_reason_by_admins_alone(
    home: Home, place: Workplace, strangers: Workplace
) -> None:
    unsaid = home.http.post(PATH, headers=place.admin.bearer, json=WRITTEN | {"person_id": place.owner.id})
    problem(unsaid, 400, "reason-required", "reason")
    new = written(home, place.admin, person_id=place.owner.id, reason=" forgot to clock in\n")
    assert home.http.get("/v1/journal", headers=place.owner.bearer).json()["items"][0]["payload"]["reason"] == (
        "forgot to clock in"
    )
    url = f"{PATH}/{new['id']}"
    before = traces(home, place)
    for stranger in (place.lead, place.colleague, strangers.admin):
        for method, body in (("GET", None), ("PATCH", {"note": "n"}), ("DELETE", None)):
            problem(home.http.request(method, url, headers=stranger.bearer, json=body), 404, "not-found")
    answer = home.http.post(PATH, headers=place.colleague.bearer, json=WRITTEN | {"person_id": place.owner.id})
    problem(answer, 403, "not-allowed")
    for unsaid in (
        home.http.patch(url, headers=place.admin.bearer, json={"note": "n"}),
        home.http.delete(url, headers=place.admin.bearer),
    ):
        problem(unsaid, 400, "reason-required", "reason")
    assert traces(home, place) == before
    after = done(home.http.patch(url, headers=place.admin.bearer, json={"note": "n", "reason": "r"}))
    assert (after["note"], after["version"]) == ("n", 2)
    assert home.http.delete(url, headers=place.admin.bearer, params={"reason": "twice"}).status_code == 204
    deletion = home.http.get("/v1/journal", headers=place.owner.bearer).json()["items"][0]
    assert (deletion["act"], deletion["payload"]["reason"]) == ("attendance.deleted", "twice")


def test_a_lead_keeps_the_time_of_their_team_and_of_nobody_else(home: Home, place: Workplace) -> None:
    team = done(home.http.post("/v1/teams", headers=place.admin.bearer, json={"name": "Studio"}), 201)["id"]
    for someone in (place.lead, place.owner):
        home.http.put(f"/v1/teams/{team}/members/{someone.id}", headers=place.admin.bearer)
    lead, why = place.lead.bearer, {"reason": "as told on the phone"}
    url = f"{PATH}/{written(home, place.lead, person_id=place.owner.id, **why)['id']}"
    problem(home.http.patch(url, headers=lead, json={"note": "n"}), 400, "reason-required", "reason")
    assert done(home.http.patch(url, headers=lead, json={"note": "n"} | why))["updated_by"] == place.lead.id
    problem(home.http.delete(url, headers=lead), 400, "reason-required", "reason")
    assert home.http.delete(url, headers=lead, params=why).status_code == 204
    assert done(home.http.post(f"{PATH}/clock-in", headers=lead, json={"person_id": place.owner.id}))["person_id"] == (
        place.owner.id
    )
    before = traces(home, place)
    for other in (place.colleague, place.admin):
        answer = home.http.post(PATH, headers=lead, json=WRITTEN | why | {"person_id": other.id})
        problem(answer, 403, "not-allowed")
    assert traces(home, place) == before


@pytest.mark.parametrize("reason", ["", " \n", "a\x00b", "x" * 1001])
def test_a_reason_that_says_nothing_or_too_much_is_refused(home: Home, place: Workplace, reason: str) -> None:
    url = f"{PATH}/{written(home, place.owner, reason='x' * 1000)['id']}"
    before = traces(home, place)
    for answer in (
        home.http.post(PATH, headers=place.owner.bearer, json=WRITTEN | {"reason": reason}),
        home.http.patch(url, headers=place.owner.bearer, json={"note": "n", "reason": reason}),
        home.http.delete(url, headers=place.owner.bearer, params={"reason": reason}),
    ):
        problem(answer, 400, "invalid", "reason")
    assert traces(home, place) == before


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"started_at": None}, ["started_at"]),
        ({"started_at": "1969-12-31T00:00:00Z"}, ["started_at"]),
        ({"ended_at": "2026-03-09T05:00:00Z"}, ["ended_at"]),
        ({"ended_at": 5, "note": 5}, ["ended_at", "note"]),
        ({"breaks": [{"started_at": "2026-03-09T11:00:00Z"}]}, ["breaks"]),
        ({"latitude_start": 90.1}, ["latitude_start"]),
        ({"longitude_end": "10"}, ["longitude_end"]),
        ({"note": "a\x00b"}, ["note"]),
        ({"zone": "UTC"}, ["zone"]),
    ],
)
def test_what_cannot_be_written_down_is_named(
    home: Home, place: Workplace, wrong: dict[str, Any], fields: list[str]
) -> None:
    url = f"{PATH}/{written(home, place.owner)['id']}"
    before = traces(home, place)
    problem(home.http.post(PATH, headers=place.owner.bearer, json=WRITTEN | wrong), 400, "invalid", *fields)
    problem(home.http.patch(url, headers=place.owner.bearer, json=wrong), 400, "invalid", *fields)
    assert traces(home, place) == before
