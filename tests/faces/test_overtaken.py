"""What is decided by what is there is decided once the chain is held: another worker may have changed it before."""

from datetime import date
from typing import Any

import pytest

from tests.awork.wire import refusal
from tests.home import Home, Workplace
from tests.native.wire import done, problem
from tests.oauth.flows import AWORK, NATIVE, made
from tests.overtaking import Overtaken, overtaken
from uhrwerk.operations import absences, grants, oauth_clients, webhooks
from uhrwerk.operations.catalog import ABSENCE_TYPES
from uhrwerk.operations.overtime import OVERTIME
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.store import Tx

TARGET = "https://8.8.8.8/hook"
DAYS = {"starts_on": "2026-04-07", "ends_on": "2026-04-10"}
HOOK = {"name": "Payroll", "url": TARGET, "events": ["*"]}


async def nothing() -> None:
    """Nobody comes."""


@pytest.fixture
def asked(home: Home, place: Workplace) -> str:
    """An absence that the owner has asked for."""
    actor, now = command_line_actor(place.id), home.clock.now
    members = {"name": "Vacation", "kind": "vacation", "plannable": True, "archived": False}
    home.run(lambda tx: ABSENCE_TYPES.add(tx, actor, now, members))
    answer = home.http.post("/v1/absences", headers=place.owner.bearer, json=DAYS)
    id: str = done(answer, 201)["id"]
    return id


@pytest.mark.parametrize(("method", "body"), [("PATCH", {"note": "longer"}), ("DELETE", None)])
def test_an_absence_approved_meanwhile_stays_as_it_was_approved(
    home: Home, place: Workplace, asked: str, method: str, body: dict[str, Any] | None
) -> None:
    actor, now = command_line_actor(place.id), home.clock.now
    with overtaken(home, lambda tx: absences.decide(tx, actor, now, asked, absences.APPROVED)):
        answer = home.http.request(method, f"/v1/absences/{asked}", headers=place.owner.bearer, json=body)
    problem(answer, 409, "conflict")


@pytest.mark.parametrize(("verb", "meanwhile"), [("approve", absences.reject), ("reject", absences.approve)])
def test_of_two_decisions_at_once_the_first_stands(
    home: Home, place: Workplace, asked: str, verb: str, meanwhile: Any
) -> None:
    actor, now = command_line_actor(place.id), home.clock.now
    with overtaken(home, lambda tx: meanwhile(tx, actor, now, asked)):
        answer = home.http.post(
            f"/v1/absences/{asked}/{verb}", headers=place.admin.bearer, json={"reason": "Release week"}
        )
    problem(answer, 409, "already-decided")


def test_of_two_requests_for_overtime_at_once_one_is_too_much(home: Home, place: Workplace) -> None:
    actor, now = command_line_actor(place.id), home.clock.now
    sooner = {"day": date(2026, 3, 9), "seconds": 80_000}
    with overtaken(home, lambda tx: OVERTIME.add(tx, actor, now, place.owner.id, sooner)):
        answer = home.http.post("/v1/overtime", headers=place.owner.bearer, json={"day": "2026-03-09", "seconds": 6401})
    problem(answer, 400, "too-many-hours", "seconds")


def test_of_two_absences_asked_for_at_once_one_is_refused(home: Home, place: Workplace, asked: str) -> None:
    actor, now = command_line_actor(place.id), home.clock.now
    sooner = {"starts_on": date(2026, 5, 4), "ends_on": date(2026, 5, 5)}
    body = {"starts_on": "2026-05-05", "ends_on": "2026-05-08"}
    with overtaken(home, lambda tx: absences.add(tx, actor, now, place.owner.id, sooner)):
        answer = home.http.post("/v1/absences", headers=place.owner.bearer, json=body)
    problem(answer, 409, "absences-overlap")


def test_an_absence_is_not_opened_again_onto_days_that_another_has_taken_meanwhile(
    home: Home, place: Workplace, asked: str
) -> None:
    actor, now = command_line_actor(place.id), home.clock.now
    home.run(lambda tx: absences.decide(tx, actor, now, asked, absences.REJECTED))
    other = {"starts_on": date(2026, 4, 10), "ends_on": date(2026, 4, 10)}
    with overtaken(home, lambda tx: absences.add(tx, actor, now, place.owner.id, other)):
        answer = home.http.post(f"/v1/absences/{asked}/reopen", headers=place.admin.bearer, json={"reason": "Moved"})
    problem(answer, 409, "absences-overlap")


def test_aworks_single_day_is_the_first_day_that_the_absence_has_by_then(
    home: Home, place: Workplace, asked: str
) -> None:
    actor, now = command_line_actor(place.id), home.clock.now
    later = {"starts_on": date(2026, 4, 9)}
    body = {"userId": place.owner.id, "isSingleDayAbsence": True}
    with overtaken(home, lambda tx: absences.change_with(tx, actor, now, asked, lambda before: later)):
        answer = home.http.put(f"/api/v1/absences/{asked}", headers=place.owner.awork_bearer, json=body)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["startOn"], answer.json()["endOn"]) == ("2026-04-09T00:00:00Z", "2026-04-09T00:00:00Z")


def test_two_at_once_do_not_both_make_the_last_webhook(
    home: Home, place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("uhrwerk.operations.webhooks.MOST_WEBHOOKS", 1)
    actor, now = command_line_actor(place.id), home.clock.now
    other = {"face": "native", "secret": "", "authorization": None, **HOOK}
    with overtaken(home, lambda tx: webhooks.add(tx, actor, now, other)):
        problem(home.http.post("/v1/webhooks", headers=place.admin.bearer, json=HOOK), 409, "conflict")


def test_a_webhook_paused_meanwhile_keeps_the_instant_of_its_pause(home: Home, place: Workplace) -> None:
    hook = done(home.http.post("/v1/webhooks", headers=place.admin.bearer, json=HOOK), 201)
    actor, first = command_line_actor(place.id), home.clock.now
    home.clock.forward(minutes=1)
    with overtaken(home, lambda tx: webhooks.change(tx, actor, first, "native", hook["id"], {"active": False})):
        answer = home.http.patch(f"/v1/webhooks/{hook['id']}", headers=place.admin.bearer, json={"active": False})
    assert done(answer)["paused_at"] == "2026-03-10T08:00:00Z"


def test_no_key_is_made_for_an_application_deleted_meanwhile(home: Home, place: Workplace) -> None:
    headers, actor, now = place.admin.awork_bearer, command_line_actor(place.id), home.clock.now
    app = made(home, place, AWORK)
    robot = home.http.post("/api/v1/apiusers", headers=headers, json={"name": "Robot"}).json()
    with overtaken(home, lambda tx: oauth_clients.remove(tx, actor, now, app.id)):
        path = f"/api/v1/clientapplications/{app.client_id}/generateapikey"
        answer = home.http.post(path, headers=headers, json={"apiUserId": robot["id"]})
    refusal(answer, 404, "entity-not-found")


def test_a_grant_made_meanwhile_ends_with_its_application_its_persons_chain_held(home: Home, place: Workplace) -> None:
    """And while one is made the workspace's chain is held: it cannot come beside the deletion."""
    app = made(home, place, NATIVE)
    actor, now = command_line_actor(place.id), home.clock.now
    wanted = grants.Request(["time:read"], None, None)

    async def run(tx: Tx) -> tuple[set[str], set[str]]:
        client = await oauth_clients.get(tx, actor, app.id)
        granting = Overtaken(tx, nothing)

        async def allow() -> None:
            await grants.allow(granting, now, client, place.id, place.owner.id, wanted, "a code")

        removing = Overtaken(tx, allow)
        await oauth_clients.remove(removing, actor, now, app.id)
        return granting.held, removing.held

    granting, removing = home.run(run)
    assert granting == {place.id, place.owner.id}
    assert removing == {place.id, place.owner.id}
