"""awork's client applications, API users and authorized clients."""

from typing import Any

import httpx
import pytest

from tests.awork.wire import UNKNOWN, but_for_trace, nothing, refusal
from tests.home import Home, Someone, Workplace
from tests.oauth.flows import AWORK, CALLBACK, NATIVE, App, granted, made, refused, registered, with_password

APPS = "/api/v1/clientapplications"
USERS = "/api/v1/apiusers"
ALLOWED = "/api/v1/accounts/me/authorizedclients"


def call(home: Home, someone: Someone, method: str, path: str, **body: Any) -> httpx.Response:
    return home.http.request(method, path, headers=someone.awork_bearer, json=body or None)


def new_app(home: Home, place: Workplace, **members: Any) -> dict[str, Any]:
    answer = call(
        home, place.admin, "POST", APPS, **({"displayName": "Stopwatch", "redirectUris": [CALLBACK]} | members)
    )
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def new_user(home: Home, place: Workplace, **members: Any) -> dict[str, Any]:
    answer = call(home, place.admin, "POST", USERS, **({"name": "Robot"} | members))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_an_application_is_made_shown_changed_and_deleted(home: Home, place: Workplace) -> None:
    new = new_app(home, place)
    path = f"{APPS}/{new['clientId']}"
    assert new == {
        "clientId": new["clientId"],
        "displayName": "Stopwatch",
        "redirectUris": [CALLBACK],
        "isConfidential": False,
        "createdOn": "2026-03-10T08:00:00.000Z",
        "updatedOn": "2026-03-10T08:00:00.000Z",
    }
    assert call(home, place.admin, "GET", path).json() == new
    home.clock.forward(seconds=1)
    changed = call(home, place.admin, "PUT", path, displayName="Clock", redirectUris=[]).json()
    assert changed == new | {"displayName": "Clock", "redirectUris": [], "updatedOn": "2026-03-10T08:00:01.000Z"}
    assert [each["displayName"] for each in call(home, place.admin, "GET", APPS).json()] == ["Clock"]
    nothing(call(home, place.admin, "DELETE", path))
    refusal(call(home, place.admin, "GET", path), 404, "entity-not-found")
    assert call(home, place.admin, "GET", APPS).json() == []
    # Its name is not given to another one, who might be taken for it.
    again = call(home, place.admin, "POST", APPS, clientId=new["clientId"])
    refusal(again, 400, "invalid-operation", "ClientId")


def test_a_confidential_one_has_a_secret_that_is_shown_once_and_can_be_renewed(home: Home, place: Workplace) -> None:
    new = new_app(home, place, isConfidential=True, clientId="my.app")
    assert new["clientId"] == "my.app"
    assert "clientSecret" not in call(home, place.admin, "GET", f"{APPS}/my.app").json()
    owner = with_password(home, place, place.owner)
    old = App(home, AWORK, "my.app", "", new["clientSecret"])
    tokens = old.tokens(owner)
    secret = call(home, place.admin, "POST", f"{APPS}/my.app/generatesecret").json()
    assert secret.keys() == {"clientSecret"}
    refused(old.refresh(tokens["refresh_token"]), "invalid_client", 401)
    granted(App(home, AWORK, "my.app", "", secret["clientSecret"]).refresh(tokens["refresh_token"]))


def test_a_public_one_has_no_secret_to_renew(home: Home, place: Workplace) -> None:
    new = new_app(home, place)
    assert "clientSecret" not in new
    refusal(call(home, place.admin, "POST", f"{APPS}/{new['clientId']}/generatesecret"), 400, "invalid-operation")


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({"redirectUris": ["http://app.example.org/"]}, "RedirectUris"),
        ({"redirectUris": ["https://a.example/"] * 21}, "RedirectUris"),
        ({"redirectUris": CALLBACK}, "RedirectUris"),
        ({"clientId": "has blanks"}, "ClientId"),
        ({"clientId": "x" * 101}, "ClientId"),
        ({"displayName": "two\nlines"}, "DisplayName"),
        ({"isConfidential": "yes"}, "IsConfidential"),
    ],
)
def test_what_is_wrong_with_an_application_is_named(
    home: Home, place: Workplace, members: dict[str, Any], field: str
) -> None:
    refusal(call(home, place.admin, "POST", APPS, **members), 400, "validation-error", field)
    assert call(home, place.admin, "GET", APPS).json() == []


def test_an_api_key_is_a_user_of_its_own(home: Home, place: Workplace) -> None:
    app, robot = new_app(home, place), new_user(home, place)
    answer = call(home, place.admin, "POST", f"{APPS}/{app['clientId']}/generateapikey", apiUserId=robot["id"])
    assert answer.json().keys() == {"access_token", "token_type"}
    bearer = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    me = home.http.get("/api/v1/me", headers=bearer).json()
    assert (me["id"], me["firstName"]) == (robot["id"], "Robot")
    form = {"typeOfWorkId": place.type_of_work, "timezone": "Europe/Berlin"}
    started = home.http.post("/api/v1/me/timetracking/start", headers=bearer, json=form).json()
    assert started["userId"] == robot["id"]
    # It lasts, it is nobody of the people, and it ends with its application.
    home.clock.forward(days=400)
    assert home.http.get("/api/v1/me", headers=bearer).status_code == 200
    assert robot["id"] not in [each["id"] for each in call(home, place.admin, "GET", "/api/v1/users").json()]
    nothing(call(home, place.admin, "DELETE", f"{APPS}/{app['clientId']}"))
    refusal(home.http.get("/api/v1/me", headers=bearer), 401, "unauthorized")


@pytest.mark.parametrize(
    ("user", "status", "code"),
    [(UNKNOWN, 404, "entity-not-found"), ("nobody", 400, "validation-error"), (None, 400, "validation-error")],
)
def test_a_key_is_for_an_api_user_alone(home: Home, place: Workplace, user: str | None, status: int, code: str) -> None:
    path = f"{APPS}/{new_app(home, place)['clientId']}/generateapikey"
    body = {} if user is None else {"apiUserId": user}
    refusal(call(home, place.admin, "POST", path, **body), status, code, "ApiUserId")
    person = call(home, place.admin, "POST", path, apiUserId=place.owner.id)
    refusal(person, 404, "entity-not-found", "ApiUserId")


def test_an_api_user_is_made_shown_changed_and_deleted(home: Home, place: Workplace) -> None:
    app = new_app(home, place, isConfidential=True)
    new = new_user(home, place, clientId=app["clientId"])
    path = f"{USERS}/{new['id']}"
    assert new.keys() == {
        *("id", "name", "roleId", "clientId", "createdOn", "createdBy", "updatedOn", "updatedBy"),
    }
    assert (new["name"], new["clientId"], new["createdBy"]) == ("Robot", app["clientId"], place.admin.id)
    assert call(home, place.admin, "GET", path).json() == new
    changed = call(home, place.admin, "PUT", path, name="Automaton").json()
    assert (changed["name"], changed["roleId"]) == ("Automaton", new["roleId"])
    # Its application acts as it with its own credentials.
    client = App(home, AWORK, app["clientId"], "", app["clientSecret"])
    token = granted(client.post(grant_type="client_credentials"))["access_token"]
    assert client.opens(token) == 200
    nothing(call(home, place.admin, "DELETE", path))
    refusal(call(home, place.admin, "GET", path), 404, "entity-not-found")
    assert call(home, place.admin, "GET", USERS).json() == []
    assert client.opens(token) == 401


def test_an_api_user_has_a_role(home: Home, place: Workplace) -> None:
    member = new_user(home, place)
    app = new_app(home, place)
    key_of = f"{APPS}/{app['clientId']}/generateapikey"
    key = call(home, place.admin, "POST", key_of, apiUserId=member["id"]).json()["access_token"]
    bearer = {"Authorization": f"Bearer {key}"}
    refusal(home.http.get(APPS, headers=bearer), 401, "unauthorized")
    unknown = call(home, place.admin, "PUT", f"{USERS}/{member['id']}", name="Robot", roleId=UNKNOWN)
    refusal(unknown, 400, "validation-error", "RoleId")
    admin = {
        new_user(home, place, name=name, roleId=role)["roleId"]
        for name, role in (("One", member["roleId"]), ("Two", member["roleId"]))
    }
    assert admin == {member["roleId"]}


def test_an_application_has_one_api_user(home: Home, place: Workplace) -> None:
    app = new_app(home, place)
    new_user(home, place, clientId=app["clientId"])
    refusal(call(home, place.admin, "POST", USERS, name="Second", clientId=app["clientId"]), 400, "invalid-operation")
    assert [each["name"] for each in call(home, place.admin, "GET", USERS).json()] == ["Robot"]
    refusal(call(home, place.admin, "POST", USERS, name="R", clientId="nobody"), 404, "entity-not-found", "ClientId")


ROUTES = [
    ("GET", APPS, {}),
    ("POST", APPS, {"displayName": "x"}),
    ("GET", APPS + "/{app}", {}),
    ("PUT", APPS + "/{app}", {"displayName": "x"}),
    ("DELETE", APPS + "/{app}", {}),
    ("POST", APPS + "/{app}/generatesecret", {}),
    ("POST", APPS + "/{app}/generateapikey", {"apiUserId": UNKNOWN}),
    ("GET", USERS, {}),
    ("POST", USERS, {"name": "x"}),
    ("GET", USERS + "/{user}", {}),
    ("PUT", USERS + "/{user}", {"name": "x"}),
    ("DELETE", USERS + "/{user}", {}),
]


@pytest.mark.parametrize(("method", "path", "body"), ROUTES, ids=[f"{method} {path}" for method, path, _ in ROUTES])
def test_they_are_the_admins(
    home: Home, place: Workplace, elsewhere: Workplace, method: str, path: str, body: dict[str, Any]
) -> None:
    app, user = new_app(home, place), new_user(home, place)
    at = path.format(app=app["clientId"], user=user["id"])
    for someone in (place.owner, place.lead):
        refusal(call(home, someone, method, at, **body), 401, "unauthorized")
    refusal(home.http.request(method, at, json=body or None), 401, "unauthorized")
    if "{" in path:
        strange = but_for_trace(call(home, elsewhere.admin, method, at, **body))
        never = path.format(app="never-was", user=UNKNOWN)
        assert strange == but_for_trace(call(home, elsewhere.admin, method, never, **body))
        assert strange[0] == 404
    assert call(home, place.admin, "GET", APPS).json() == [app]
    assert call(home, place.admin, "GET", USERS).json() == [user]


def test_one_sees_what_one_allowed_and_ends_it(home: Home, place: Workplace) -> None:
    owner = with_password(home, place, place.owner)
    app, other, native = made(home, place, AWORK), registered(home, AWORK), made(home, place, NATIVE)
    tokens, more = app.tokens(owner), app.tokens(owner, scope="full_access")
    kept, elsewhere_kept = other.tokens(owner), native.tokens(owner)
    home.clock.forward(minutes=5)
    found = call(home, owner, "GET", ALLOWED).json()
    assert found == [
        {
            "clientId": app.client_id,
            "displayName": "Stopwatch",
            "scopes": ["full_access", "offline_access"],
            "authorizedOn": "2026-03-10T08:00:00.000Z",
        },
        {
            "clientId": other.client_id,
            "displayName": "Wanderer",
            "scopes": ["full_access", "offline_access"],
            "authorizedOn": "2026-03-10T08:00:00.000Z",
        },
    ]
    assert call(home, place.colleague, "GET", ALLOWED).json() == []
    refusal(call(home, place.colleague, "DELETE", f"{ALLOWED}/{app.client_id}"), 404, "entity-not-found")
    ended = call(home, owner, "DELETE", f"{ALLOWED}/{app.client_id}").json()
    assert ended == {"revokedClientCount": 1, "revokedRefreshTokenCount": 1}
    assert [app.opens(each["access_token"]) for each in (tokens, more)] == [401, 401]
    assert other.opens(kept["access_token"]) == 200
    refusal(call(home, owner, "DELETE", f"{ALLOWED}/{app.client_id}"), 404, "entity-not-found")
    assert call(home, owner, "DELETE", ALLOWED).json()["revokedClientCount"] == 1
    assert other.opens(kept["access_token"]) == 401
    assert native.opens(elsewhere_kept["access_token"]) == 200
    none = call(home, owner, "DELETE", ALLOWED).json()
    assert none == {"revokedClientCount": 0, "revokedRefreshTokenCount": 0}
