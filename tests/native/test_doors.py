"""Who the native door lets in, and how far."""

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.home import Home, Workplace
from tests.native.wire import ROUTES, Route, issued, problem
from tests.traces import traces
from uhrwerk.entrypoints.native.auth import ALL_SCOPES
from uhrwerk.operations import credentials, people
from uhrwerk.operations.workspaces import command_line_actor

READING, CHANGING = Route("GET", "/v1/projects", None), Route("POST", "/v1/timers/start", None, {})


@pytest.mark.parametrize("route", [READING, CHANGING], ids=str)
def test_a_token_has_to_be_known_and_to_be_said_as_one(home: Home, office: Workplace, route: Route) -> None:
    """That every operation asks for one is the table of access: tests/access."""
    before = traces(home, office)
    for authorization in (
        None,
        "",
        "Bearer",
        "Bearer ",
        f"Token {office.admin.native}",
        office.admin.native,
        "Bearer uhr_unknown",
        f"Bearer {office.admin.native}x",
        f"Bearer {office.admin.awork}",
    ):
        headers = {} if authorization is None else {"Authorization": authorization}
        problem(route.send(home, office, headers), 401, "not-signed-in")
    assert traces(home, office) == before


@pytest.mark.parametrize("route", [route for route in ROUTES if route.scope], ids=str)
def test_every_operation_but_me_needs_its_scope(home: Home, office: Workplace, route: Route) -> None:
    others = tuple(scope for scope in ALL_SCOPES if scope != route.scope)
    for scopes in (others, ()):
        token = issued(home, office, office.admin, scopes=scopes).token
        before = traces(home, office)
        problem(route.send(home, office, {"Authorization": f"Bearer {token}"}), 403, "scope-missing")
        assert traces(home, office) == before


TELLS_ALL = "/v1/people/{person}/record"
"""It needs every scope to read; its own test sees to that."""


@pytest.mark.parametrize(
    "route", [route for route in ROUTES if route.method == "GET" and route.path != TELLS_ALL], ids=str
)
def test_its_scope_is_all_that_a_reading_needs(home: Home, office: Workplace, route: Route) -> None:
    scopes = (route.scope,) if route.scope else ()
    token = issued(home, office, office.admin, scopes=scopes).token
    answer = route.send(home, office, {"Authorization": f"Bearer {token}"})
    assert answer.status_code == (404 if "{entry}" in route.path else 200)


def test_me_tells_what_a_token_is_for(home: Home, office: Workplace) -> None:
    token = issued(home, office, office.owner, scopes=("time:write", "time:read")).token
    answer = home.http.get("/v1/me", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    found = answer.json()
    assert found["scopes"] == ["time:read", "time:write"]
    assert found["person"]["id"] == office.owner.id
    assert (found["workspace"]["id"], found["workspace"]["zone"]) == (office.id, "Europe/Berlin")
    assert "password" not in answer.text


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_an_expired_token_is_named(home: Home, office: Workplace, route: Route) -> None:
    token = issued(home, office, office.admin, expires_at=home.clock.now + timedelta(hours=1)).token
    bearer = {"Authorization": f"Bearer {token}"}
    home.clock.forward(minutes=59, seconds=59)
    assert home.http.get("/v1/me", headers=bearer).status_code == 200
    home.clock.forward(seconds=1)
    problem(route.send(home, office, bearer), 401, "credential-expired")


def test_a_revoked_token_opens_nothing(home: Home, place: Workplace) -> None:
    new = issued(home, place, place.owner)
    bearer = {"Authorization": f"Bearer {new.token}"}
    assert home.http.get("/v1/me", headers=bearer).status_code == 200
    actor, now = command_line_actor(place.id), home.clock.now
    home.run(lambda tx: credentials.revoke(tx, actor, now, new.credential.id))
    problem(home.http.get("/v1/me", headers=bearer), 401, "not-signed-in")
    assert home.http.get("/v1/me", headers=place.owner.bearer).status_code == 200


def test_a_deactivated_person_is_shut_out(home: Home, place: Workplace) -> None:
    actor, now = command_line_actor(place.id), home.clock.now
    assert home.http.get("/v1/me", headers=place.owner.bearer).status_code == 200
    leaving: dict[str, Any] = {"active": False}
    home.run(lambda tx: people.change(tx, actor, now, place.owner.id, leaving))
    problem(home.http.get("/v1/me", headers=place.owner.bearer), 401, "not-signed-in")


def methods_by_path() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for route in ROUTES:
        found.setdefault(route.path, set()).add(route.method)
    return found


@pytest.mark.parametrize(("path", "methods"), methods_by_path().items(), ids=methods_by_path())
def test_a_wrong_method_is_refused_and_the_right_ones_named(
    home: Home, office: Workplace, path: str, methods: set[str]
) -> None:
    # Where GET is taken HEAD is, too.
    taken = methods | ({"HEAD"} if "GET" in methods else set())
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"} - taken:
        answer = Route(method, path, None).send(home, office, office.admin.bearer)
        assert answer.status_code == 405
        assert set(answer.headers["allow"].split(", ")) == methods | {"OPTIONS"}
        if method == "HEAD":
            assert answer.content == b""
        else:
            problem(answer, 405, "method-not-allowed")


@pytest.mark.parametrize("route", [route for route in ROUTES if route.method == "GET"], ids=str)
def test_head_is_answered_as_get_without_a_body(home: Home, office: Workplace, route: Route) -> None:
    head = Route("HEAD", route.path, route.scope)
    for headers in (office.admin.bearer, {}):
        whole, bare = (each.send(home, office, headers) for each in (route, head))
        assert bare.content == b""
        assert (bare.status_code, bare.headers) == (whole.status_code, whole.headers)


@pytest.mark.parametrize(("path", "methods"), methods_by_path().items(), ids=methods_by_path())
def test_which_methods_a_path_takes_is_no_secret(home: Home, office: Workplace, path: str, methods: set[str]) -> None:
    answer = Route("OPTIONS", path, None).send(home, office, {})
    assert (answer.status_code, answer.content) == (204, b"")
    assert set(answer.headers["allow"].split(", ")) == methods | {"OPTIONS"}


@pytest.mark.parametrize("path", ["/v1", "/v1/nothing", "/v1/timers", "/v1/time-entries/no-uuid", "/v2/me"])
def test_a_path_that_is_not_there(home: Home, office: Workplace, path: str) -> None:
    problem(home.http.get(path, headers=office.owner.bearer), 404, "not-found")


STRANGE = [route for route in ROUTES if "{" in route.path and "{entry}" not in route.path]


@pytest.mark.parametrize("route", STRANGE, ids=str)
def test_another_workspaces_record_is_as_unknown_as_one_that_never_was(
    home: Home, office: Workplace, strangers: Workplace, route: Route
) -> None:
    before = traces(home, strangers)
    stranger = route.send(home, strangers, office.admin.bearer)
    template = re.sub("{.*?}", "00000000-0000-7000-8000-00000000dead", route.path)
    unknown = Route(route.method, template, None, route.body).send(home, office, office.admin.bearer)
    problem(stranger, 404, "not-found")
    assert stranger.json() == unknown.json()
    assert traces(home, strangers) == before
