"""Days that are closed stay as they are through every face, each of which says so in its own words."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.access.auditor import everything
from tests.faces.closing import handed_in, lock
from tests.faces.drivers import ATTENDANCE, PROJECT_TIME, AttendanceFace, ProjectTime
from tests.home import Home, Workplace
from tests.native.wire import problem
from tests.onoffice.client import OnOffice, assert_action_failed
from tests.timetrack.client import TimeTrack, assert_error

FRIDAY = {"started_at": "2026-03-06T08:00:00Z", "ended_at": "2026-03-06T09:00:00Z"}
MONDAY = {"started_at": "2026-03-09T08:00:00Z", "ended_at": "2026-03-09T09:00:00Z"}
THROUGH = "2026-03-08"
"""The Sunday before."""


@pytest.fixture
def records(home: Home, place: Workplace) -> dict[str, Any]:
    """The owner's time and attendance of a Friday that is locked, and of a Monday that is not."""

    def made(path: str, stretch: dict[str, str]) -> dict[str, Any]:
        answer = home.http.post(f"/v1/{path}", headers=place.owner.bearer, json=stretch)
        assert answer.status_code == 201, answer.text
        record: dict[str, Any] = answer.json()
        return record

    names = {"entry": "time-entries", "attendance": "attendance"}
    found = {name: made(path, FRIDAY) for name, path in names.items()}
    found |= {f"{name} of Monday": made(path, MONDAY) for name, path in names.items()}
    lock(home, place, THROUGH)
    return found


def refused_everywhere(
    home: Home, place: Workplace, calls: dict[str, Callable[[], httpx.Response]], check: Callable[[Any], object]
) -> None:
    before = everything(home, place)
    for name, call in calls.items():
        answer = call()
        assert answer.status_code >= 400, (name, answer.text)
        check(answer)
        assert everything(home, place) == before, name


def test_natively(home: Home, place: Workplace, records: dict[str, Any]) -> None:
    mine, admin = place.owner.bearer, place.admin.bearer
    entry, attendance = f"/v1/time-entries/{records['entry']['id']}", f"/v1/attendance/{records['attendance']['id']}"
    of_monday = f"/v1/attendance/{records['attendance of Monday']['id']}"
    into = {"started_at": "2026-03-08T22:59:59Z"}
    at = {"at": "2026-03-08T20:00:00Z"}

    def send(method: str, path: str, body: Any = None, headers: dict[str, str] = mine) -> Callable[[], httpx.Response]:
        return lambda: home.http.request(method, path, headers=headers, json=body)

    refused_everywhere(
        home,
        place,
        {
            "entry": send("POST", "/v1/time-entries", FRIDAY),
            "changed entry": send("PATCH", entry, {"note": "n"}),
            "deleted entry": send("DELETE", entry),
            "an admin's change": send("PATCH", entry, {"note": "n", "reason": "r"}, admin),
            "an admin's entry": send("POST", "/v1/time-entries", FRIDAY | {"person_id": place.owner.id}, admin),
            "start in the past": send("POST", "/v1/timers/start", at),
            "attendance": send("POST", "/v1/attendance", FRIDAY),
            "attendance without an end": send("POST", "/v1/attendance", {"started_at": FRIDAY["started_at"]}),
            "changed attendance": send("PATCH", attendance, {"note": "n"}),
            "deleted attendance": send("DELETE", attendance),
            "one that would reach in": send("PATCH", of_monday, into),
            "clock-in in the past": send("POST", "/v1/attendance/clock-in", at),
            "what is asked for": send(
                "POST",
                "/v1/corrections",
                {"record_kind": "attendance", "action": "create", "members": FRIDAY, "reason": "r"},
            ),
            "overtime": send("POST", "/v1/overtime", {"day": "2026-03-06", "seconds": 60}),
        },
        lambda answer: problem(answer, 409, "period-locked"),
    )
    # The first second of the day after is open, and so is billing what is closed.
    assert home.http.patch(of_monday, headers=mine, json={"started_at": "2026-03-08T23:00:00Z"}).status_code == 200
    assert home.http.patch(entry, headers=mine, json={"billed": True}).json()["billed"] is True


def test_through_awork(home: Home, place: Workplace, records: dict[str, Any]) -> None:
    headers, id = place.owner.awork_bearer, records["entry"]["id"]
    form = {
        "userId": place.owner.id,
        "typeOfWorkId": place.type_of_work,
        "timezone": "Europe/Berlin",
        "startDateLocal": "2026-03-06",
        "startTimeLocal": "09:00",
        "duration": 1800,
    }
    into = form | {"startDateLocal": "2026-03-08"}
    both = {"ids": [id, records["entry of Monday"]["id"]]}

    def send(method: str, path: str, body: Any = None, headers: Any = headers) -> Callable[[], httpx.Response]:
        return lambda: home.http.request(method, f"/api/v1/{path}", headers=headers, json=body)

    refused_everywhere(
        home,
        place,
        {
            "created": send("POST", "timeentries", form),
            "changed": send("PUT", f"timeentries/{id}", form),
            "moved in": send("PUT", f"timeentries/{records['entry of Monday']['id']}", into),
            "deleted": send("DELETE", f"timeentries/{id}"),
            "many billable": send("POST", "timeentries/setbillable", both),
            "many of another type": send(
                "POST", "timeentries/settypeofwork", both | {"typeOfWorkId": place.type_of_work}
            ),
            "many deleted": send("POST", "timeentries/delete", both),
        },
        _refused_by_awork,
    )
    before = everything(home, place)
    answer = send(
        "POST",
        "timeentries/batch/setUser",
        {"timeEntryIds": [id], "newUserId": place.colleague.id},
        place.admin.awork_bearer,
    )()
    assert (answer.status_code, "ok" in answer.json()) == (207, False), answer.text
    assert everything(home, place) == before
    assert send("POST", "timeentries/setbilled", {"ids": [id]})().status_code == 204


def _refused_by_awork(answer: httpx.Response) -> None:
    assert answer.status_code == 400, answer.text
    assert answer.json()["code"] == "invalid-operation"
    assert "locked" in answer.json()["description"]


def test_company_holidays_leave_closed_days_alone(home: Home, place: Workplace) -> None:
    """Neither one that lies on such a day, nor one that is to; through both faces that keep them."""
    admin, of_awork = place.admin.bearer, place.admin.awork_bearer

    def send(method: str, path: str, **days: str) -> httpx.Response:
        return home.http.request(method, f"/v1/company-holidays{path}", headers=admin, json=days or None)

    kept, to_come = (
        send("POST", "", name="Party", starts_on=day, ends_on=day).json()["id"] for day in (THROUGH, "2026-03-09")
    )
    lock(home, place, THROUGH)
    awork = "/api/v1/workspaceabsences"
    into = {"name": "Party", "description": "Party", "startOn": "2026-03-07T00:00:00Z", "endOn": "2026-03-09T00:00:00Z"}
    refused_everywhere(
        home,
        place,
        {
            "added": lambda: send("POST", "", name="Party", starts_on="2026-03-01", ends_on="2026-03-31"),
            "moved out": lambda: send("PATCH", f"/{kept}", starts_on="2026-03-10", ends_on="2026-03-10"),
            "moved in": lambda: send("PATCH", f"/{to_come}", starts_on=THROUGH),
            "deleted": lambda: send("DELETE", f"/{kept}"),
        },
        lambda answer: problem(answer, 409, "period-locked"),
    )
    refused_everywhere(
        home,
        place,
        {
            "added": lambda: home.http.post(awork, headers=of_awork, json=into),
            "moved in": lambda: home.http.put(f"{awork}/{to_come}", headers=of_awork, json=into),
            "deleted": lambda: home.http.delete(f"{awork}/{kept}", headers=of_awork),
        },
        _refused_by_awork,
    )
    assert send("PATCH", f"/{to_come}", ends_on="2026-03-10").status_code == 200
    assert send("DELETE", f"/{to_come}").status_code == 204


def test_a_company_holiday_concerns_who_works_in_its_region(home: Home, place: Workplace) -> None:
    """The owner's days in Berlin are closed by a lock, and from the ninth on, in Vienna, the colleague's by a sheet."""

    def add(path: str, **members: Any) -> httpx.Response:
        return home.http.post(f"/v1/{path}", headers=place.admin.bearer, json=members)

    for whose, where, since in (
        (place.owner, "DE-BE", "2026-01-01"),
        (place.colleague, "DE-HH", "2026-01-01"),
        (place.colleague, "AT-9", "2026-03-09"),
    ):
        terms = {"kind": "trust", "starts_on": since, "region": where}
        assert add("contracts", person_id=whose.id, **terms).status_code == 201
    lock(home, place, THROUGH, person_id=place.owner.id)
    handed_in(home, place.colleague, "2026-03-09")
    for region, day, status in (
        ("DE-BE", THROUGH, 409),
        ("DE", THROUGH, 409),
        (None, THROUGH, 409),
        ("DE-HH", THROUGH, 201),
        ("FR", THROUGH, 201),
        ("DE", "2026-03-09", 201),
        ("AT", "2026-03-09", 409),
        (None, "2026-03-09", 409),
        (None, "2026-03-16", 201),
    ):
        answer = add("company-holidays", name="Party", starts_on=day, ends_on=day, region=region)
        assert answer.status_code == status, (region, day, answer.text)
    opened = {"person_id": place.owner.id, "starts_on": THROUGH, "ends_on": THROUGH, "reason": "Late"}
    assert add("lock-exceptions", **opened).status_code == 201
    answer = add("company-holidays", name="Party", starts_on=THROUGH, ends_on=THROUGH, region="DE-BE")
    assert answer.status_code == 201, answer.text


def test_through_timetrack(home: Home, place: Workplace, records: dict[str, Any]) -> None:
    what = {"clientName": place.client_name, "projectName": place.project_name}
    times = {"username": "owner", "from": "2026-03-06T09:00:00Z", "to": "2026-03-06T10:00:00Z"}
    at = {"username": "owner", "date": "2026-03-06T09:00:00Z"}
    entry = f"project_time_entries/{records['entry']['number']}"
    attendance = f"attendances/{records['attendance']['number']}"

    def send(method: str, path: str, body: Any = None) -> Callable[[], httpx.Response]:
        return lambda: home.http.request(method, f"/api/v2/ext/{path}", headers=place.timetrack, json=body)

    refused_everywhere(
        home,
        place,
        {
            "entry": send("POST", "project_time_entries", times | what),
            "changed entry": send("PUT", entry, {"details": "n", "to": "2026-03-06T10:30:00Z"}),
            "deleted entry": send("DELETE", entry),
            "attendance": send("POST", "attendances", times),
            "changed attendance": send("PUT", attendance, {"to": "2026-03-06T10:30:00Z"}),
            "deleted attendance": send("DELETE", attendance),
            "started timer": send("POST", "project_timer/start", at | what),
            "started attendance": send("POST", "attendance_timer/start", at),
        },
        lambda answer: assert_error(answer, 409, 15030),
    )


def test_today_is_closed_by_a_timesheet_that_was_handed_in(home: Home, place: Workplace) -> None:
    handed_in(home, place.owner, "2026-03-09")
    timetrack, onoffice = TimeTrack(home, place), OnOffice(home, place.owner)
    start = {"typeOfWorkId": place.type_of_work, "timezone": "Europe/Berlin"}
    before = everything(home, place)
    for verb in ("timers/start", "attendance/clock-in"):
        problem(home.http.post(f"/v1/{verb}", headers=place.owner.bearer), 409, "period-locked")
    answer = home.http.post("/api/v1/me/timetracking/start", headers=place.owner.awork_bearer, json=start)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-operation")
    assert "submitted" in answer.json()["description"]
    assert_error(timetrack.start(), 409, 15030)
    assert_error(timetrack.act("/attendance_timer/start"), 409, 15030)
    assert_action_failed(onoffice.send(onoffice.action({"track": 1})), 174, "submitted")
    assert everything(home, place) == before
    # Nobody else's days are closed by it, and it is still read.
    assert home.http.post("/v1/timers/start", headers=place.colleague.bearer).status_code == 200
    assert onoffice.track()["currentlytracking"] is False


@pytest.mark.parametrize("face", PROJECT_TIME, ids=lambda face: face.name)
def test_a_timer_that_runs_since_before_the_lock_is_stopped_today(
    home: Home, place: Workplace, face: type[ProjectTime]
) -> None:
    driver = face(home, place)
    driver.act("start")
    home.clock.forward(days=1)
    lock(home, place, "2026-03-10")
    driver.act("pause")
    home.clock.forward(minutes=5)
    driver.act("stop")
    assert driver.see().worked == 86_400


@pytest.mark.parametrize("face", ATTENDANCE, ids=lambda face: face.name)
def test_who_came_before_the_lock_goes_today(home: Home, place: Workplace, face: type[AttendanceFace]) -> None:
    driver = face(home, place)
    driver.come()
    home.clock.forward(days=1)
    lock(home, place, "2026-03-10")
    driver.go()
    (record,) = home.http.get("/v1/attendance", headers=place.owner.bearer).json()["items"]
    assert (record["state"], record["net_seconds"]) == ("stopped", 86_400)
