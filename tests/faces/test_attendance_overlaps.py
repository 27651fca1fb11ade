"""A person is at work once at a time: what would lie over another attendance is refused, and nothing counts twice."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import httpx
import pytest

from tests.access.auditor import everything
from tests.faces.test_work_time import through_native, through_onoffice, through_timetrack
from tests.home import Home, Workplace
from tests.native.teams import with_team
from tests.native.wire import done, page, problem
from tests.overtaking import overtaken
from tests.timetrack.client import TimeTrack, assert_error
from uhrwerk.operations import attendance, law
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.rules.instants import Act
from uhrwerk.storage import people as staff
from uhrwerk.storage.store import Tx

PATH = "/v1/attendance"
KEY = "attendance-overlaps"
MORNING = {"started_at": "2026-03-09T08:00:00Z", "ended_at": "2026-03-09T10:00:00Z"}
INTO = {"started_at": "2026-03-09T09:59:59Z", "ended_at": "2026-03-09T11:00:00Z"}
NOON = {"started_at": "2026-03-09T10:00:00Z", "ended_at": "2026-03-09T12:00:00Z"}
WITHIN = {"at": "2026-03-09T09:00:00Z"}
TUESDAY = date(2026, 3, 10)


@pytest.fixture
def office(home: Home, place: Workplace) -> Workplace:
    """The owner has two attendances of Monday, one after the other; the lead leads them."""
    site = with_team(home, place)
    for stretch in (MORNING, NOON):
        done(home.http.post(PATH, headers=site.owner.bearer, json=stretch), 201)
    return site


def attendances(home: Home, place: Workplace) -> list[dict[str, Any]]:
    """The owner's, newest first."""
    items, _ = page(home.http.get(PATH, headers=place.owner.bearer))
    return items


async def known_to_the_law(tx: Tx, home: Home, place: Workplace) -> dict[date, int]:
    """The seconds by day that its averages are made of."""
    person = await staff.shelf.get(tx, place.id, place.owner.id)
    assert person is not None
    [known] = await law.known_of(tx, [person], TUESDAY, TUESDAY, home.clock.now)
    return dict(known.worked_by_day)


def correction(action: str, members: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"record_kind": "attendance", "action": action, "members": members, "reason": "r"} | more


def test_it_is_refused_natively(home: Home, office: Workplace) -> None:
    noon, morning = attendances(home, office)
    url, me = f"{PATH}/{noon['id']}", office.owner.bearer
    theirs = {"person_id": office.owner.id, "reason": "r"}

    def send(method: str, path: str, body: Any, headers: dict[str, str] = me) -> Callable[[], httpx.Response]:
        return lambda: home.http.request(method, path, headers=headers, json=body)

    calls = {
        "the same again": send("POST", PATH, MORNING),
        "into the next": send("POST", PATH, INTO),
        "over both": send("POST", PATH, {"started_at": "2026-03-09T07:00:00Z", "ended_at": "2026-03-09T13:00:00Z"}),
        "without an end": send("POST", PATH, {"started_at": "2026-03-09T07:00:00Z"}),
        "an admin's": send("POST", PATH, INTO | theirs, office.admin.bearer),
        "a lead's": send("POST", PATH, INTO | theirs, office.lead.bearer),
        "an earlier start": send("PATCH", url, {"started_at": "2026-03-09T09:59:59Z"}),
        "a later end": send("PATCH", f"{PATH}/{morning['id']}", {"ended_at": "2026-03-09T10:00:01Z"}),
        "asked for": send("POST", "/v1/corrections", correction("create", INTO)),
        "asked to be longer": send("POST", "/v1/corrections", correction("change", INTO, record_id=noon["id"])),
        "clock-in within": send("POST", f"{PATH}/clock-in", WITHIN),
    }
    before = everything(home, office)
    for name, call in calls.items():
        answer = call()
        assert answer.status_code == 409, (name, answer.text)
        problem(answer, 409, KEY)
        assert everything(home, office) == before, name
    # What is deleted makes room, an instant is shared, and nobody else is at work by it.
    done(home.http.patch(url, headers=me, json={"started_at": "2026-03-09T11:00:00Z", "note": "n"}))
    done(home.http.patch(url, headers=me, json={"started_at": "2026-03-09T10:00:00Z"}))
    assert home.http.delete(url, headers=me).status_code == 204
    done(home.http.post(PATH, headers=me, json=NOON), 201)
    done(home.http.post(PATH, headers=office.colleague.bearer, json=INTO), 201)


def test_it_is_refused_through_timetrack(home: Home, office: Workplace) -> None:
    noon, _ = attendances(home, office)
    times = {"username": "owner", "from": "2026-03-09T10:59:59Z", "to": "2026-03-09T12:00:00Z"}

    def send(method: str, path: str, body: Any) -> httpx.Response:
        return home.http.request(method, f"/api/v2/ext/{path}", headers=office.timetrack, json=body)

    before = everything(home, office)
    for answer in (
        send("POST", "attendances", times),
        send("PUT", f"attendances/{noon['number']}", {"from": "2026-03-09T10:59:59Z"}),
        send("POST", "attendance_timer/start", {"username": "owner", "date": "2026-03-09T10:00:00Z"}),
    ):
        assert_error(answer, 409, 15031)
    assert everything(home, office) == before
    # A start before the others, as the documented calls have it, is taken.
    at = {"username": "owner", "date": "2026-03-09T08:59:59Z"}
    assert send("POST", "attendance_timer/start", at).status_code == 200


def test_beside_a_running_clock(home: Home, place: Workplace) -> None:
    done(home.http.post(f"{PATH}/clock-in", headers=place.owner.bearer, json={"at": "2026-03-10T07:00:00Z"}))
    over = {"started_at": "2026-03-10T06:00:00Z", "ended_at": "2026-03-10T07:30:00Z"}
    problem(home.http.post(PATH, headers=place.owner.bearer, json=over), 409, KEY)
    problem(home.http.post("/v1/corrections", headers=place.owner.bearer, json=correction("create", over)), 409, KEY)
    done(home.http.post(PATH, headers=place.owner.bearer, json=over | {"ended_at": "2026-03-10T07:00:00Z"}), 201)
    running, _ = attendances(home, place)
    earlier = {"started_at": "2026-03-10T06:59:59Z"}
    problem(home.http.patch(f"{PATH}/{running['id']}", headers=place.owner.bearer, json=earlier), 409, KEY)


def test_a_correction_is_looked_at_again_when_it_is_approved(home: Home, office: Workplace) -> None:
    afternoon = {"started_at": "2026-03-09T13:00:00Z", "ended_at": "2026-03-09T15:00:00Z"}
    ask = home.http.post("/v1/corrections", headers=office.owner.bearer, json=correction("create", afternoon))
    url = f"/v1/corrections/{done(ask, 201)['id']}/approve"
    new = done(home.http.post(PATH, headers=office.owner.bearer, json=afternoon), 201)
    before = everything(home, office)
    problem(home.http.post(url, headers=office.lead.bearer, json={}), 409, KEY)
    assert everything(home, office) == before
    assert home.http.delete(f"{PATH}/{new['id']}", headers=office.owner.bearer).status_code == 204
    assert done(home.http.post(url, headers=office.lead.bearer, json={}))["status"] == "approved"


def test_of_two_written_down_at_once_the_first_stands(home: Home, place: Workplace) -> None:
    actor, now = command_line_actor(place.id), home.clock.now
    came = Act(now, now.replace(day=9))
    with overtaken(home, lambda tx: attendance.clock_in(tx, actor, came, place.owner.id)):
        answer = home.http.post(PATH, headers=place.owner.bearer, json=INTO)
    problem(answer, 409, KEY)


def test_what_has_no_length_is_not_written_down(home: Home, office: Workplace) -> None:
    noon, _ = attendances(home, office)
    empty = {"started_at": "2026-03-09T14:00:00Z", "ended_at": "2026-03-09T14:00:00Z"}
    calls = {
        "POST": (PATH, empty),
        "PATCH": (f"{PATH}/{noon['id']}", {"ended_at": noon["started_at"]}),
    }
    before = everything(home, office)
    for method, (path, body) in calls.items():
        answer = home.http.request(method, path, headers=office.owner.bearer, json=body)
        problem(answer, 400, "invalid", "ended_at")
    times = {"username": "owner", "from": "2026-03-09T15:00:00Z", "to": "2026-03-09T15:00:00Z"}
    assert_error(home.http.post("/api/v2/ext/attendances", headers=office.timetrack, json=times), 400, 10005, "to")
    assert everything(home, office) == before


def test_what_the_clock_has_made_overlap_counts_once_everywhere(home: Home, place: Workplace) -> None:
    """Four hours were written down; then somebody clocks in since before them, and out after them."""
    home.clock.forward(hours=8)
    written = {"started_at": "2026-03-10T08:00:00Z", "ended_at": "2026-03-10T12:00:00Z"}
    done(home.http.post(PATH, headers=place.owner.bearer, json=written), 201)
    timetrack = TimeTrack(home, place)
    assert timetrack.act("/attendance_timer/start", date="2026-03-10T07:00:00Z").status_code == 200
    whole = 10 * 3600
    for running in (True, False):
        if not running:
            assert timetrack.act("/attendance_timer/stop").status_code == 200
        for seen in (
            through_native(home, place, TUESDAY),
            through_timetrack(home, place, TUESDAY),
            through_onoffice(home, place),
        ):
            assert (seen["worked"], seen["breaks"]) == (whole, 0), (running, seen)
        assert home.run(lambda tx: known_to_the_law(tx, home, place)) == {TUESDAY: whole}
    query = {"person_id": place.owner.id, "starts_on": "2026-03-10", "ends_on": "2026-03-10", "format": "csv"}
    answer = home.http.get("/v1/records/export", headers=place.owner.bearer, params=query)
    assert answer.status_code == 200, answer.text
    rows = [row for row in csv.reader(io.StringIO(answer.text)) if "10:00:00" in row or "4:00:00" in row]
    # The rows stay the records; the day's sum and that of all days have each instant once.
    assert sorted(row[0] for row in rows) == ["record", "record", "sum", "sum of day"]
