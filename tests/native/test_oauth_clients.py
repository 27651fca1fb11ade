"""Client applications and authorizations under /v1."""

from typing import Any

import httpx
import pytest

from tests.home import Home, Someone, Workplace
from tests.native.wire import done, page, problem, walk
from tests.oauth.flows import AWORK, CALLBACK, NATIVE, App, granted, made, refused, with_password
from uhrwerk.entrypoints.native.auth import ALL_SCOPES

CLIENTS = "/v1/oauth-clients"
MINE = "/v1/me/authorizations"


def call(home: Home, someone: Someone, method: str, path: str, **body: Any) -> httpx.Response:
    return home.http.request(method, path, headers=someone.bearer, json=body or None)


def new_client(home: Home, place: Workplace, **members: Any) -> dict[str, Any]:
    body = {"name": "Stopwatch", "redirect_uris": [CALLBACK]} | members
    return done(call(home, place.admin, "POST", CLIENTS, **body), 201)


def test_an_application_is_made_shown_changed_and_deleted(home: Home, place: Workplace) -> None:
    new = new_client(home, place)
    path = f"{CLIENTS}/{new['id']}"
    assert new.pop("client_secret") is None
    assert new == {
        "id": new["id"],
        "client_id": new["client_id"],
        "face": "native",
        "name": "Stopwatch",
        "confidential": False,
        "redirect_uris": [CALLBACK],
        "scopes": list(ALL_SCOPES),
        "service_person_id": None,
        "created_at": "2026-03-10T08:00:00Z",
        "updated_at": "2026-03-10T08:00:00Z",
        "version": 1,
    }
    assert done(call(home, place.admin, "GET", path)) == new
    home.clock.forward(seconds=1)
    changed = done(call(home, place.admin, "PATCH", path, name="Clock", scopes=["time:read"]))
    assert changed == new | {
        "name": "Clock",
        "scopes": ["time:read"],
        "updated_at": "2026-03-10T08:00:01Z",
        "version": 2,
    }
    # A change that changes nothing is none.
    assert done(call(home, place.admin, "PATCH", path, name="Clock")) == changed
    assert call(home, place.admin, "DELETE", path).status_code == 204
    problem(call(home, place.admin, "GET", path), 404, "not-found")
    assert page(call(home, place.admin, "GET", CLIENTS)) == ([], None)


def test_they_are_paged_newest_first_and_those_of_every_face_are_shown(home: Home, place: Workplace) -> None:
    apps = []
    for face in (NATIVE, AWORK, NATIVE, AWORK):
        apps.append(made(home, place, face).id)
        home.clock.forward(seconds=1)
    assert [each["id"] for each in walk(home, place.admin, CLIENTS, 2)] == apps[::-1]
    found = walk(home, place.admin, CLIENTS, 500)
    assert [each["face"] for each in found] == ["awork", "native", "awork", "native"]


def test_another_faces_scopes_stay_its_own(home: Home, place: Workplace) -> None:
    path = f"{CLIENTS}/{made(home, place, AWORK).id}"
    problem(call(home, place.admin, "PATCH", path, scopes=["time:read"]), 400, "invalid", "scopes")
    assert done(call(home, place.admin, "PATCH", path, name="Clock"))["scopes"] == ["full_access", "offline_access"]


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({"name": ""}, "name"),
        ({"redirect_uris": ["http://app.example.org/"]}, "redirect_uris"),
        ({"redirect_uris": ["https://a.example/"] * 21}, "redirect_uris"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["full_access"]}, "scopes"),
        ({"service_role": "member"}, "service_role"),
        ({"service_role": "owner", "confidential": True}, "service_role"),
        ({"face": "awork"}, "face"),
        ({"secret": "mine"}, "secret"),
    ],
)
def test_what_is_wrong_is_named(home: Home, place: Workplace, members: dict[str, Any], field: str) -> None:
    answer = call(home, place.admin, "POST", CLIENTS, **({"name": "Stopwatch"} | members))
    problem(answer, 400, "invalid", field)
    assert page(call(home, place.admin, "GET", CLIENTS)) == ([], None)


def test_a_secret_is_shown_once_and_can_be_renewed(home: Home, place: Workplace) -> None:
    new = new_client(home, place, confidential=True, service_role="member")
    old = App(home, NATIVE, new["client_id"], new["id"], new["client_secret"])
    granted(old.post(grant_type="client_credentials"))
    shown = done(call(home, place.admin, "GET", f"{CLIENTS}/{new['id']}"))
    assert "client_secret" not in shown
    assert shown["service_person_id"] == new["service_person_id"]
    renewed = done(call(home, place.admin, "POST", f"{CLIENTS}/{new['id']}/rotate-secret"))
    assert renewed["client_secret"] != new["client_secret"]
    refused(old.post(grant_type="client_credentials"), "invalid_client", 401)
    granted(App(home, NATIVE, new["client_id"], "", renewed["client_secret"]).post(grant_type="client_credentials"))


def test_a_public_one_has_no_secret(home: Home, place: Workplace) -> None:
    path = f"{CLIENTS}/{new_client(home, place)['id']}/rotate-secret"
    problem(call(home, place.admin, "POST", path), 409, "conflict")


def test_a_version_that_is_not_the_last_changes_nothing(home: Home, place: Workplace) -> None:
    new = new_client(home, place, confidential=True)
    path = f"{CLIENTS}/{new['id']}"
    done(call(home, place.admin, "PATCH", path, name="Clock"))
    stale = place.admin.bearer | {"If-Match": '"1"'}
    for method, at in (("PATCH", path), ("DELETE", path), ("POST", f"{path}/rotate-secret")):
        body = {"name": "Other"} if method == "PATCH" else None
        problem(home.http.request(method, at, headers=stale, json=body), 412, "version-mismatch")
    assert done(call(home, place.admin, "GET", path))["version"] == 2


def test_they_are_the_admins(home: Home, place: Workplace, elsewhere: Workplace) -> None:
    path = f"{CLIENTS}/{new_client(home, place, confidential=True)['id']}"
    calls: list[tuple[str, str, dict[str, Any]]] = [
        ("GET", path, {}),
        ("PATCH", path, {"name": "x"}),
        ("DELETE", path, {}),
        ("POST", f"{path}/rotate-secret", {}),
    ]
    for method, at, body in calls:
        for someone in (place.owner, place.lead):
            problem(call(home, someone, method, at, **body), 403, "not-allowed")
        problem(call(home, elsewhere.admin, method, at, **body), 404, "not-found")
    problem(call(home, place.lead, "GET", CLIENTS), 403, "not-allowed")
    problem(call(home, place.lead, "POST", CLIENTS, name="x"), 403, "not-allowed")
    assert done(call(home, place.admin, "GET", path))["version"] == 1


def test_one_sees_through_every_face_what_one_allowed_and_ends_it(
    home: Home, place: Workplace, elsewhere: Workplace
) -> None:
    owner = with_password(home, place, place.owner)
    native, awork = made(home, place, NATIVE), made(home, place, AWORK)
    native.code(owner)
    one, other = native.tokens(owner), awork.tokens(owner)
    home.clock.forward(minutes=2)
    found, cursor = page(call(home, owner, "GET", MINE))
    assert cursor is None
    # A code that was not exchanged in time has become nothing.
    assert [(each["client_id"], each["face"]) for each in found] == [
        (native.client_id, "native"),
        (awork.client_id, "awork"),
    ]
    assert found[0] == {
        "id": found[0]["id"],
        "client_id": native.client_id,
        "client_name": "Stopwatch",
        "face": "native",
        "scopes": ["time:read", "time:write"],
        "created_at": "2026-03-10T08:00:00Z",
        "expires_at": "2026-04-09T08:00:00Z",
    }
    for someone in (place.colleague, place.admin, elsewhere.admin):
        assert page(call(home, someone, "GET", MINE)) == ([], None)
        problem(call(home, someone, "DELETE", f"{MINE}/{found[0]['id']}"), 404, "not-found")
    assert call(home, owner, "DELETE", f"{MINE}/{found[0]['id']}").status_code == 204
    assert native.opens(one["access_token"]) == 401
    refused(native.refresh(one["refresh_token"]), "invalid_grant")
    assert awork.opens(other["access_token"]) == 200
    problem(call(home, owner, "DELETE", f"{MINE}/{found[0]['id']}"), 404, "not-found")


def test_a_programs_account_is_nobodys_colleague(home: Home, place: Workplace) -> None:
    """It is in no list of people, not found as one, and the feed tells nobody of it."""
    new = new_client(home, place, confidential=True, service_role="member")
    id = new["service_person_id"]
    for who in (place.admin, place.owner):
        assert home.http.get(f"/v1/people/{id}", headers=who.bearer).status_code == 404
        assert home.http.get(f"/api/v1/users/{id}", headers=who.awork_bearer).status_code == 404
        changes = home.http.get("/v1/changes?limit=500", headers=who.bearer).json()["items"]
        assert place.owner.id in {each["id"] for each in changes}
        assert id not in {each["id"] for each in changes}
