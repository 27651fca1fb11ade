"""Who awork's door keeps out, and what it says."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.awork.wire import UNKNOWN, VERBS, but_for_trace, entry, issued, nothing, refusal, start_form
from tests.home import Home, Someone, Workplace
from tests.traces import traces
from uhrwerk.operations import credentials, people
from uhrwerk.operations.workspaces import command_line_actor

READINGS = (
    "me",
    "users/me",
    "typeofwork",
    "projects",
    "projects/{project}/projecttasks",
    "me/timeentries/last",
    "users/{owner}/timeentries/last",
)
CHANGES = tuple(f"{whose}/timetracking/{verb}" for whose in ("me", "users/{owner}") for verb in VERBS)


def send(home: Home, place: Workplace, path: str, headers: dict[str, str]) -> httpx.Response:
    """Any operation, with all that it needs but perhaps the right."""
    url = "/api/v1/" + path.format(owner=place.owner.id, project=place.project)
    if path in READINGS:
        return home.http.get(url, headers=headers)
    return home.http.post(url, headers=headers, json=start_form(place))


@pytest.mark.parametrize("path", READINGS + CHANGES)
def test_every_operation_needs_a_known_token(home: Home, office: Workplace, path: str) -> None:
    before = traces(home, office)
    for authorization in (
        None,
        "",
        "Bearer",
        "Bearer ",
        "Basic b3duZXI6cGFzc3dvcmQ=",
        f"Token {office.owner.awork}",
        office.owner.awork,
        "Bearer awk_unknown",
        f"Bearer {office.owner.awork}x",
        f"Bearer {office.owner.native}",
        f"Bearer {office.owner.onoffice_token}",
    ):
        headers = {} if authorization is None else {"Authorization": authorization}
        body = refusal(send(home, office, path, headers), 401, "unauthorized")
        assert "expired" not in body["description"]
    assert traces(home, office) == before


def test_the_scheme_is_matched_without_regard_to_case(home: Home, office: Workplace) -> None:
    answer = home.http.get("/api/v1/me", headers={"Authorization": f"bEARER  {office.owner.awork} "})
    assert answer.status_code == 200


@pytest.mark.parametrize("path", READINGS + CHANGES)
def test_an_expired_token_is_named_so_that_a_client_refreshes_it(home: Home, office: Workplace, path: str) -> None:
    token = issued(home, office, office.owner, expires_at=home.clock.now + timedelta(hours=1)).token
    bearer = {"Authorization": f"Bearer {token}"}
    home.clock.forward(minutes=59)
    if path in READINGS:
        assert send(home, office, path, bearer).status_code in (200, 204)
    home.clock.forward(minutes=1)
    body = refusal(send(home, office, path, bearer), 401, "unauthorized")
    assert "token expired" in body["description"]


def test_a_revoked_token_opens_nothing(home: Home, place: Workplace) -> None:
    new = issued(home, place, place.owner)
    bearer = {"Authorization": f"Bearer {new.token}"}
    assert home.http.get("/api/v1/me", headers=bearer).status_code == 200
    actor, now = command_line_actor(place.id), home.clock.now
    home.run(lambda tx: credentials.revoke(tx, actor, now, new.credential.id))
    refusal(home.http.get("/api/v1/me", headers=bearer), 401, "unauthorized")
    assert home.http.get("/api/v1/me", headers=place.owner.awork_bearer).status_code == 200


def test_a_deactivated_person_is_shut_out(home: Home, place: Workplace) -> None:
    actor, now = command_line_actor(place.id), home.clock.now
    assert home.http.get("/api/v1/me", headers=place.owner.awork_bearer).status_code == 200
    leaving: dict[str, Any] = {"active": False}
    home.run(lambda tx: people.change(tx, actor, now, place.owner.id, leaving))
    refusal(home.http.get("/api/v1/me", headers=place.owner.awork_bearer), 401, "unauthorized")


def test_for_somebody_who_left_an_admin_ends_what_runs_and_begins_nothing(home: Home, place: Workplace) -> None:
    assert acting(home, place.admin, f"users/{place.owner.id}/timetracking/start", start_form(place)).status_code == 200
    actor, now = command_line_actor(place.id), home.clock.now
    leaving: dict[str, Any] = {"active": False}
    home.run(lambda tx: people.change(tx, actor, now, place.owner.id, leaving))
    answer = acting(home, place.admin, f"users/{place.owner.id}/timetracking/start", start_form(place))
    refusal(answer, 400, "invalid-operation")
    stopped = acting(home, place.admin, f"users/{place.owner.id}/timetracking/stop", {})
    assert stopped.json()["endTimeUtc"]


def acting(home: Home, actor: Someone, path: str, body: dict[str, Any]) -> httpx.Response:
    return home.http.post(f"/api/v1/{path}", headers=actor.awork_bearer, json=body)


@pytest.mark.parametrize("way", ["users/{id}/timetracking/{verb}", "me/timetracking/{verb}?userId={id}"])
@pytest.mark.parametrize("role", ["lead", "colleague"])
@pytest.mark.parametrize("verb", VERBS)
def test_only_an_admin_moves_the_clock_of_somebody_else(
    home: Home, office: Workplace, way: str, role: str, verb: str
) -> None:
    before = traces(home, office)
    path = way.format(id=office.owner.id, verb=verb)
    answer = acting(home, getattr(office, role), path, start_form(office))
    if verb == "pause":
        refusal(answer, 400, "invalid-operation")
    else:
        refusal(answer, 401, "unauthorized")
    assert traces(home, office) == before


@pytest.mark.parametrize("way", ["users/{id}/timetracking/{verb}", "me/timetracking/{verb}?userId={id}"])
@pytest.mark.parametrize("verb", VERBS)
def test_another_workspaces_user_is_as_unknown_as_one_who_never_was(
    home: Home, office: Workplace, strangers: Workplace, way: str, verb: str
) -> None:
    before = traces(home, office), traces(home, strangers)
    for actor in (office.admin, office.lead, office.owner):
        unknown, stranger = (
            acting(home, actor, way.format(id=id, verb=verb), start_form(office))
            for id in (UNKNOWN, strangers.owner.id)
        )
        refusal(stranger, 404, "entity-not-found")
        assert but_for_trace(stranger) == but_for_trace(unknown)
    assert (traces(home, office), traces(home, strangers)) == before


@pytest.mark.parametrize("member", ["typeOfWorkId", "taskId", "projectId"])
def test_another_workspaces_ids_are_as_unknown_as_ids_that_never_were(
    home: Home, office: Workplace, strangers: Workplace, member: str
) -> None:
    before = traces(home, office), traces(home, strangers)
    theirs = {
        "typeOfWorkId": strangers.type_of_work,
        "taskId": strangers.task,
        "projectId": strangers.project,
    }[member]
    unknown, stranger = (
        acting(home, office.owner, "me/timetracking/start", start_form(office, **{member: id}))
        for id in (UNKNOWN, theirs)
    )
    refusal(stranger, 404, "entity-not-found", member[0].upper() + member[1:])
    assert but_for_trace(stranger) == but_for_trace(unknown)
    assert (traces(home, office), traces(home, strangers)) == before


def test_the_last_entry_of_an_unknown_user_is_no_content(home: Home, place: Workplace, strangers: Workplace) -> None:
    entry(acting(home, place.owner, "me/timetracking/start", start_form(place)))
    for id in (UNKNOWN, strangers.owner.id):
        nothing(home.http.get(f"/api/v1/users/{id}/timeentries/last", headers=place.admin.awork_bearer))
        nothing(home.http.get(f"/api/v1/me/timeentries/last?userId={id}", headers=place.admin.awork_bearer))


@pytest.mark.parametrize("path", ["users/no-uuid/timetracking/start", "users/no-uuid/timeentries/last"])
def test_a_user_in_the_path_that_is_no_uuid_is_not_found(home: Home, office: Workplace, path: str) -> None:
    method = home.http.get if path.endswith("last") else home.http.post
    refusal(method(f"/api/v1/{path}", headers=office.admin.awork_bearer), 404, "entity-not-found")


@pytest.mark.parametrize("path", ["me/timetracking/start", "me/timetracking/stop", "me/timeentries/last"])
def test_a_user_in_the_query_that_is_no_uuid_is_named(home: Home, office: Workplace, path: str) -> None:
    method = home.http.get if path.endswith("last") else home.http.post
    answer = method(f"/api/v1/{path}?userId=no-uuid", headers=office.admin.awork_bearer)
    refusal(answer, 400, "validation-error", "UserId")


@pytest.mark.parametrize("path", ["nothing", "me/timetracking/halt", "projects/x/y", ""])
def test_a_path_that_is_not_there(home: Home, office: Workplace, path: str) -> None:
    refusal(home.http.get(f"/api/v1/{path}", headers=office.owner.awork_bearer), 404, "not-found")


@pytest.mark.parametrize("path", READINGS + CHANGES)
def test_a_wrong_method_is_refused_and_the_right_ones_named(home: Home, office: Workplace, path: str) -> None:
    url = "/api/v1/" + path.format(owner=office.owner.id, project=office.project)
    right = {"GET"} if path in READINGS else {"POST"}
    right |= {"POST"} if path in ("typeofwork", "projects") else set()
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - right:
        answer = home.http.request(method, url, headers=office.owner.awork_bearer)
        refusal(answer, 405, "method-not-allowed")
        assert set(answer.headers["allow"].split(", ")) == {*right, "OPTIONS"}


def test_traces_of_two_refusals_differ(home: Home) -> None:
    first, second = (home.http.get("/api/v1/me").json()["traceId"] for _ in range(2))
    assert first != second
