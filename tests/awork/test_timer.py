"""awork's verbs on the timer: start, stop, pause, resume, and the entry last started."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from tests.awork.wire import VERBS, act, entry, nothing, start_form
from tests.home import Home, Someone, Workplace

Send = Callable[[str, dict[str, Any] | None], httpx.Response]


def state(model: dict[str, Any]) -> str:
    """What a client makes of an entry, which has no member for it."""
    if "endDateUtc" in model and "endTimeUtc" in model:
        return "stopped"
    assert not [name for name in model if name.startswith("end")]
    assert model["duration"] == 0
    return "paused" if model["breaks"] and "endDate" not in model["breaks"][-1] else "running"


def own(home: Home, place: Workplace) -> Send:
    return lambda verb, body: home.http.post(
        f"/api/v1/me/timetracking/{verb}", headers=place.owner.awork_bearer, json=body
    )


def own_by_id(home: Home, place: Workplace) -> Send:
    return lambda verb, body: home.http.post(
        f"/api/v1/users/{place.owner.id}/timetracking/{verb}", headers=place.owner.awork_bearer, json=body
    )


def own_as_me(home: Home, place: Workplace) -> Send:
    return lambda verb, body: home.http.post(
        f"/api/v1/users/me/timetracking/{verb}", headers=place.owner.awork_bearer, json=body
    )


def admins_by_id(home: Home, place: Workplace) -> Send:
    return lambda verb, body: home.http.post(
        f"/api/v1/users/{place.owner.id}/timetracking/{verb}", headers=place.admin.awork_bearer, json=body
    )


def admins_by_query(home: Home, place: Workplace) -> Send:
    return lambda verb, body: home.http.post(
        f"/api/v1/me/timetracking/{verb}?USERID={place.owner.id}", headers=place.admin.awork_bearer, json=body
    )


@pytest.mark.parametrize("way", [own, own_by_id, own_as_me, admins_by_id, admins_by_query])
def test_a_timer_runs_pauses_resumes_and_stops(
    home: Home, place: Workplace, way: Callable[[Home, Workplace], Send]
) -> None:
    send = way(home, place)
    started = entry(send("start", start_form(place)))
    assert state(started) == "running"
    assert started["userId"] == place.owner.id
    home.clock.forward(minutes=30)
    paused = entry(send("pause", None))
    assert state(paused) == "paused"
    assert (paused["breaks"], paused["breakDuration"]) == ([{"startDate": "2026-03-10T08:30:00Z"}], 0)
    home.clock.forward(minutes=10)
    resumed = entry(send("resume", None))
    assert state(resumed) == "running"
    assert resumed["breakDuration"] == 600
    home.clock.forward(minutes=20)
    stopped = entry(send("stop", {}))
    assert state(stopped) == "stopped"
    assert (stopped["duration"], stopped["breakDuration"]) == (3000, 600)
    assert stopped["breaks"] == [
        {"startDate": "2026-03-10T08:30:00Z", "duration": 600, "endDate": "2026-03-10T08:40:00Z"}
    ]
    assert {each["id"] for each in (started, paused, resumed, stopped)} == {started["id"]}


@pytest.mark.parametrize("verb", ["stop", "pause", "resume"])
@pytest.mark.parametrize("path", ["me/timetracking", "users/{owner}/timetracking"])
def test_there_is_no_content_when_nothing_runs(home: Home, place: Workplace, verb: str, path: str) -> None:
    url = f"/api/v1/{path.format(owner=place.owner.id)}/{verb}"
    nothing(home.http.post(url, headers=place.owner.awork_bearer))


@pytest.mark.parametrize(("before", "verb"), [("pause", "pause"), ("start", "resume")])
def test_a_pause_while_paused_and_a_resume_while_running_change_nothing(
    home: Home, place: Workplace, before: str, verb: str
) -> None:
    first = entry(act(home, place.owner, "start", **start_form(place)))
    if before != "start":
        first = entry(act(home, place.owner, before))
    home.clock.forward(minutes=5)
    assert entry(act(home, place.owner, verb)) == first


def test_a_stop_while_paused_ends_now_and_closes_the_break(home: Home, place: Workplace) -> None:
    act(home, place.owner, "start", **start_form(place))
    home.clock.forward(minutes=30)
    act(home, place.owner, "pause")
    home.clock.forward(minutes=15)
    stopped = entry(act(home, place.owner, "stop"))
    assert stopped["endTimeUtc"] == "08:45:00"
    assert (stopped["duration"], stopped["breakDuration"]) == (1800, 900)
    assert stopped["breaks"][-1]["endDate"] == "2026-03-10T08:45:00Z"


def test_the_duration_is_rounded_to_the_nearest_second(home: Home, place: Workplace) -> None:
    act(home, place.owner, "start", **start_form(place))
    home.clock.forward(seconds=787, milliseconds=540)
    assert entry(act(home, place.owner, "stop"))["duration"] == 788


@pytest.mark.parametrize("before", ["start", "pause"])
def test_a_start_stops_what_runs_or_is_paused_at_the_same_instant(home: Home, place: Workplace, before: str) -> None:
    first = entry(act(home, place.owner, "start", **start_form(place, note="first")))
    home.clock.forward(minutes=10)
    if before == "pause":
        act(home, place.owner, "pause")
    home.clock.forward(minutes=10, microseconds=1)
    second = entry(act(home, place.owner, "start", **start_form(place, note="second")))
    assert state(second) == "running"
    assert second["id"] != first["id"]
    native = home.http.get(f"/v1/time-entries/{first['id']}", headers=place.owner.bearer).json()
    assert native["state"] == "stopped"
    assert native["ended_at"] == "2026-03-10T08:20:00.000001Z"
    assert second["startTimeUtc"] == "08:20:00.0000010"


def test_the_reason_of_a_stop_and_unknown_members_do_not_matter(home: Home, place: Workplace) -> None:
    act(home, place.owner, "start", **start_form(place, mood="good", breaks=[], id=7))
    assert state(entry(act(home, place.owner, "stop", stopReason="lunch", other=[1]))) == "stopped"


def test_members_are_matched_without_regard_to_case(home: Home, place: Workplace) -> None:
    body = {
        "TYPEOFWORKID": place.type_of_work.upper(),
        "TimeZone": "Asia/Tokyo",
        "TaskID": place.task,
        "isbillable": False,
        "ISBILLED": True,
        "Note": "as it comes",
    }
    started = entry(act(home, place.owner, "start", **body))
    assert (started["timezone"], started["taskId"], started["note"]) == ("Asia/Tokyo", place.task, "as it comes")
    assert (started["isBillable"], started["isBilled"]) == (False, True)


def test_members_may_be_null(home: Home, place: Workplace) -> None:
    body = start_form(place, taskId=None, projectId=None, note=None, isBillable=None, isBilled=None)
    started = entry(act(home, place.owner, "start", **body))
    assert not {"taskId", "task", "projectId", "project", "note"} & started.keys()
    assert (started["isBillable"], started["isBilled"]) == (False, False)


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_is_json_whatever_its_label(home: Home, place: Workplace, content_type: str) -> None:
    answer = home.http.post(
        "/api/v1/me/timetracking/start",
        headers=place.owner.awork_bearer | {"content-type": content_type},
        content=f'{{"typeOfWorkId": "{place.type_of_work}", "timezone": "Europe/Berlin"}}',
    )
    assert state(entry(answer)) == "running"


@pytest.mark.parametrize("path", ["/api/v1//me//timetracking/start", "//api/v1/me/timetracking/start/"])
def test_doubled_and_trailing_slashes_do_not_matter(home: Home, place: Workplace, path: str) -> None:
    url = str(home.http.base_url).rstrip("/") + path
    entry(home.http.post(url, headers=place.owner.awork_bearer, json=start_form(place)))


def test_a_task_brings_its_project_along(home: Home, place: Workplace) -> None:
    started = entry(act(home, place.owner, "start", **start_form(place, taskId=place.task)))
    assert (started["taskId"], started["projectId"]) == (place.task, place.project)
    assert started["isBillable"] is True


def test_ticks_of_a_running_entry_grow_with_every_change(home: Home, place: Workplace) -> None:
    seen = []
    for verb in ("start", "pause", "resume", "stop"):
        seen.append(entry(act(home, place.owner, verb, **start_form(place)))["resourceVersion"])
        home.clock.forward(microseconds=1)
    # 739,684 days of 864,000,000,000 ticks lie between the first day of year 1 and 2026-03-10; then eight hours.
    assert seen == [639_087_264_000_000_000 + 10 * number for number in range(4)]


@pytest.mark.parametrize("path", ["me/timeentries/last", "users/{owner}/timeentries/last", "users/me/timeentries/last"])
def test_the_last_entry_is_the_one_last_started(home: Home, place: Workplace, path: str) -> None:
    url, mine = "/api/v1/" + path.format(owner=place.owner.id), place.owner.awork_bearer
    nothing(home.http.get(url, headers=mine))
    for note in ("first", "second"):
        act(home, place.owner, "start", **start_form(place, note=note))
        home.clock.forward(minutes=1)
    assert entry(home.http.get(url, headers=mine))["note"] == "second"
    stopped = entry(act(home, place.owner, "stop"))
    assert entry(home.http.get(url, headers=mine)) == stopped


def test_an_entry_of_the_future_is_not_the_last_one(home: Home, place: Workplace) -> None:
    home.clock.now = datetime(2026, 3, 10, 12, tzinfo=UTC)
    for begin, end, note in (("09:00", "10:00", "morning"), ("12:02", "12:03", "soon")):
        body = {"started_at": f"2026-03-10T{begin}:00Z", "ended_at": f"2026-03-10T{end}:00Z", "note": note}
        assert home.http.post("/v1/time-entries", headers=place.owner.bearer, json=body).status_code == 201
    last = entry(home.http.get("/api/v1/me/timeentries/last", headers=place.owner.awork_bearer))
    assert last["note"] == "morning"


def test_an_admin_reads_the_last_entry_of_everybody_and_others_their_own(
    home: Home, place: Workplace, elsewhere: Workplace
) -> None:
    running = entry(act(home, place.owner, "start", **start_form(place)))
    url = f"/api/v1/users/{place.owner.id}/timeentries/last"
    assert entry(home.http.get(url, headers=place.admin.awork_bearer)) == running
    query = f"/api/v1/me/timeentries/last?UserId={place.owner.id}"
    assert entry(home.http.get(query, headers=place.admin.awork_bearer)) == running
    for somebody in (place.lead, place.colleague, elsewhere.owner, elsewhere.admin):
        nothing(home.http.get(url, headers=somebody.awork_bearer))


def test_clocks_of_two_people_do_not_touch(home: Home, place: Workplace) -> None:
    mine = entry(act(home, place.owner, "start", **start_form(place)))
    theirs = entry(act(home, place.colleague, "start", **start_form(place)))
    act(home, place.colleague, "stop")
    last = home.http.get("/api/v1/me/timeentries/last", headers=place.owner.awork_bearer)
    assert entry(last) == mine
    assert theirs["userId"] == place.colleague.id


@pytest.mark.parametrize("verb", VERBS)
def test_an_admin_acting_for_somebody_is_named_as_the_one_who_changed_the_entry(
    home: Home, place: Workplace, verb: str
) -> None:
    act(home, place.owner, "start", **start_form(place))
    if verb == "resume":
        act(home, place.owner, "pause")
    home.clock.forward(minutes=1)
    changed = entry(acting(home, place.admin, place.owner, verb, start_form(place)))
    assert changed["updatedBy"] == place.admin.id
    assert changed["createdBy"] == (place.admin.id if verb == "start" else place.owner.id)
    assert changed["userId"] == place.owner.id


def acting(home: Home, actor: Someone, person: Someone, verb: str, body: dict[str, Any]) -> httpx.Response:
    path = f"/api/v1/users/{person.id}/timetracking/{verb}"
    return home.http.post(path, headers=actor.awork_bearer, json=body)
