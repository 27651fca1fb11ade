"""Absences of people and of the workspace."""

from datetime import date
from typing import Any

import httpx
import pytest

from tests.awork.operations.stage import UNKNOWN
from tests.awork.wire import listed, nothing, refusal
from tests.home import Home, Someone, Workplace
from tests.traces import traces
from uhrwerk.operations import absences, teams
from uhrwerk.operations.catalog import ABSENCE_TYPES
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.store import Tx

URL = "/api/v1/absences"
HOLIDAYS = "/api/v1/workspaceabsences"
EASTER = {"startOn": "2026-04-07T00:00:00Z", "endOn": "2026-04-10T00:00:00Z"}
DAYS = ("2026-04-07T00:00:00Z", "2026-04-10T00:00:00Z")


@pytest.fixture
def place(place: Workplace, home: Home) -> Workplace:
    """With a type of absence: awork's clients name none."""
    actor, now = command_line_actor(place.id), home.clock.now
    members = {"name": "Vacation", "kind": "vacation", "plannable": True, "archived": False}
    home.run(lambda tx: ABSENCE_TYPES.add(tx, actor, now, members))
    return place


def call(home: Home, someone: Someone, method: str, url: str, body: Any = None) -> httpx.Response:
    return home.http.request(method, url, headers=someone.awork_bearer, json=body)


def added(home: Home, someone: Someone, person: Someone, **members: Any) -> dict[str, Any]:
    answer = call(home, someone, "POST", URL, EASTER | {"userId": person.id} | members)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


SPANS = {
    "both days": ({}, DAYS),
    "one day": ({"endOn": None}, (DAYS[0], DAYS[0])),
    "said to be one day": ({"isSingleDayAbsence": True}, (DAYS[0], DAYS[0])),
    "not padded": ({"startOn": "2026-4-7", "endOn": "2026-4-10"}, DAYS),
    "a time says nothing": ({"startOn": "2026-04-07T23:30:00+02:00"}, DAYS),
}


@pytest.mark.parametrize(("members", "days"), SPANS.values(), ids=SPANS)
def test_the_days_of_an_absence(home: Home, place: Workplace, members: dict[str, Any], days: tuple[str, str]) -> None:
    found = added(home, place.owner, place.owner, **members)
    assert (found["startOn"], found["endOn"]) == days
    assert (found["isHalfDayOnStart"], found["isHalfDayOnEnd"]) == (False, False)


def test_a_change_leaves_alone_what_it_does_not_name(home: Home, place: Workplace) -> None:
    made = added(home, place.owner, place.owner, description="Easter", isHalfDayOnEnd=True, externalProvider="HR")
    url, who = f"{URL}/{made['id']}", {"userId": place.owner.id}
    assert call(home, place.owner, "PUT", url, who).json() == made
    longer = call(home, place.owner, "PUT", url, who | {"endOn": "2026-04-12", "description": None}).json()
    assert (longer["startOn"], longer["endOn"]) == (DAYS[0], "2026-04-12T00:00:00Z")
    assert "description" not in longer
    assert (longer["isHalfDayOnEnd"], longer["externalProvider"]) == (True, "HR")
    refusal(call(home, place.admin, "PUT", url, {"userId": place.colleague.id}), 400, "validation-error", "UserId")
    nothing(call(home, place.owner, "DELETE", url))
    refusal(call(home, place.owner, "GET", url), 404, "entity-not-found")


REFUSED = {
    "the end before the start": (EASTER | {"endOn": "2026-04-06"}, "EndOn"),
    "no start": ({"endOn": "2026-04-06"}, "StartOn"),
    "no date": (EASTER | {"startOn": "soon"}, "StartOn"),
    "nothing left of a day": (
        {"startOn": "2026-04-07", "isHalfDayOnStart": True, "isHalfDayOnEnd": True},
        "IsHalfDayOnEnd",
    ),
    "too long a note": (EASTER | {"description": "x" * 10_001}, "Description"),
}


@pytest.mark.parametrize(("members", "at_fault"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_taken_is_named(home: Home, place: Workplace, members: dict[str, Any], at_fault: str) -> None:
    before = traces(home, place)
    answer = call(home, place.owner, "POST", URL, {"userId": place.owner.id} | members)
    refusal(answer, 400, "validation-error", at_fault)
    assert traces(home, place) == before


def test_without_a_type_there_is_no_absence(home: Home, elsewhere: Workplace) -> None:
    answer = call(home, elsewhere.owner, "POST", URL, EASTER | {"userId": elsewhere.owner.id})
    assert answer.status_code == 404


def test_who_reads_and_who_writes(home: Home, place: Workplace, elsewhere: Workplace) -> None:
    actor, now = command_line_actor(place.id), home.clock.now

    async def team_up(tx: Tx) -> None:
        team = await teams.TEAMS.add(tx, actor, now, {"name": "Web"})
        await teams.add_members(tx, actor, now, team.id, [place.lead.id, place.owner.id])

    home.run(team_up)
    made = added(home, place.owner, place.owner)
    url = f"{URL}/{made['id']}"
    reads = {place.owner: False, place.lead: True, place.admin: False, place.colleague: None, elsewhere.admin: None}
    for someone, read_only in reads.items():
        in_list = listed(call(home, someone, "GET", URL), "Absence")
        assert [each["isReadOnly"] for each in in_list] == ([] if read_only is None else [read_only])
        assert call(home, someone, "GET", url).status_code == (404 if read_only is None else 200)
    for someone, status in ((place.colleague, 404), (place.lead, 401), (elsewhere.admin, 404)):
        code = "unauthorized" if status == 401 else "entity-not-found"
        refusal(call(home, someone, "PUT", url, EASTER | {"userId": place.owner.id}), status, code)
        refusal(call(home, someone, "DELETE", url), status, code)
    refusal(call(home, place.lead, "POST", URL, EASTER | {"userId": place.owner.id}), 401, "unauthorized")


def test_what_has_been_decided_is_read_only(home: Home, place: Workplace) -> None:
    made = added(home, place.owner, place.owner)
    actor, now = command_line_actor(place.id), home.clock.now
    home.run(lambda tx: absences.decide(tx, actor, now, made["id"], absences.APPROVED))
    url = f"{URL}/{made['id']}"
    assert call(home, place.owner, "GET", url).json()["isReadOnly"] is True
    refusal(call(home, place.owner, "DELETE", url), 400, "invalid-operation")
    nothing(call(home, place.admin, "DELETE", url))


def test_what_awork_has_no_word_for_is_not_there(home: Home, place: Workplace) -> None:
    """A rejected absence, and one of some hours only."""
    approved, asked, rejected = (
        added(home, place.owner, place.owner, startOn=f"2026-05-0{day}", endOn=f"2026-05-0{day}") for day in (4, 5, 6)
    )
    actor, now = command_line_actor(place.id), home.clock.now
    home.run(lambda tx: absences.decide(tx, actor, now, approved["id"], absences.APPROVED))
    home.run(lambda tx: absences.decide(tx, actor, now, rejected["id"], absences.REJECTED))
    hours = {"starts_on": date(2026, 5, 7), "ends_on": date(2026, 5, 7), "seconds": 3600}
    by_hour = home.run(lambda tx: absences.add(tx, actor, now, place.owner.id, hours)).id
    for someone in (place.owner, place.admin):
        found = listed(call(home, someone, "GET", URL), "Absence")
        assert [each["id"] for each in found] == [approved["id"], asked["id"]]
        before = traces(home, place)
        for id in (rejected["id"], by_hour):
            form = EASTER | {"userId": place.owner.id}
            for method, body in (("GET", None), ("PUT", form), ("DELETE", None)):
                refusal(call(home, someone, method, f"{URL}/{id}", body), 404, "entity-not-found")
        assert traces(home, place) == before


def test_days_on_which_somebody_is_away_already_are_refused(home: Home, place: Workplace) -> None:
    added(home, place.owner, place.owner)
    before = traces(home, place)
    refusal(call(home, place.owner, "POST", URL, EASTER | {"userId": place.owner.id}), 400, "invalid-operation")
    assert traces(home, place) == before
    assert added(home, place.owner, place.owner, startOn="2026-04-11", endOn="2026-04-11")["startOn"] > DAYS[1]


def test_absences_of_the_workspace_are_the_admins(home: Home, place: Workplace, elsewhere: Workplace) -> None:
    form = {"startOn": "2026-12-24", "endOn": "2026-12-31", "description": "Between the years"}
    made = call(home, place.admin, "POST", HOLIDAYS, form).json()
    url = f"{HOLIDAYS}/{made['id']}"
    assert (made["startOn"], made["endOn"]) == ("2026-12-24T00:00:00Z", "2026-12-31T00:00:00Z")
    [seen] = listed(call(home, place.owner, "GET", HOLIDAYS), "WorkspaceAbsenceModel")
    assert (seen["description"], seen["isReadOnly"]) == ("Between the years", True)
    for someone, status in ((place.owner, 401), (place.lead, 401), (elsewhere.admin, 404)):
        for method, body in (("PUT", form), ("DELETE", None)):
            assert call(home, someone, method, url, body).status_code == status
    refusal(call(home, place.owner, "POST", HOLIDAYS, form), 401, "unauthorized")
    changed = call(home, place.admin, "PUT", url, form | {"endOn": "2027-01-02", "description": "Longer"}).json()
    assert (changed["endOn"], changed["description"]) == ("2027-01-02T00:00:00Z", "Longer")
    refused = call(home, place.admin, "PUT", url, form | {"description": "", "endOn": "2026-12-24"})
    refusal(refused, 400, "validation-error", "Description")
    refusal(call(home, place.admin, "POST", HOLIDAYS, {}), 400, "validation-error", "StartOn", "EndOn", "Description")
    nothing(call(home, place.admin, "DELETE", url))
    assert listed(call(home, place.owner, "GET", HOLIDAYS), "WorkspaceAbsenceModel") == []
    for id in (made["id"], UNKNOWN, "no-id"):
        refusal(call(home, place.admin, "DELETE", f"{HOLIDAYS}/{id}"), 404, "entity-not-found")
