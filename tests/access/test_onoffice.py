"""onOffice: nobody gets in without a right token and signature, and nobody finds another workspace's users."""

from typing import Any, Final

import pytest

from tests.access.trespass import METHODS, routes
from tests.faces.unchanged import unchanged
from tests.home import Home, Workplace
from tests.onoffice.client import ACTIONS, URL, OnOffice, assert_action_failed, assert_request_failed, replied
from uhrwerk.entrypoints.vendors.onoffice.routes.api import OPERATIONS

ROWS: Final[list[tuple[str, str, Any]]] = [
    ("modify", "timetracking", {"track": 1}),
    ("get", "users", {}),
    ("read", "user", {}),
    ("read", "basicsettings", {"permissions": ["/onOfficeApp/timetracking/enabled"]}),
]


def test_every_operation_has_its_row(home: Home) -> None:
    assert {(ACTIONS + action, kind) for action, kind, _ in ROWS} == OPERATIONS.keys()
    doors = {
        f"{method} /api/{version}/api.php"
        for method in ("GET", "POST")
        for version in ("{}", "v1", "v2", "stable", "latest")
    }
    assert {name for name in routes(home, "/api/") if name.endswith("/api.php")} == doors


@pytest.fixture
def onoffice(home: Home, place: Workplace) -> OnOffice:
    return OnOffice(home, place.owner)


@pytest.mark.parametrize("row", ROWS, ids=[f"{action} {kind}" for action, kind, _ in ROWS])
def test_without_a_right_token_and_signature_nobody_gets_in(
    home: Home, place: Workplace, elsewhere: Workplace, onoffice: OnOffice, row: tuple[str, str, Any]
) -> None:
    action = _action(onoffice, row)
    body = onoffice.body(action)
    with unchanged(home, place):
        for token, code, errorcode in ((None, 400, 22), ("wrong", 400, 153), (place.owner.native, 400, 153)):
            assert_request_failed(replied(home.http.post(URL, json=body | {"token": token})), code, errorcode)
        stranger = _action(OnOffice(home, elsewhere.owner), row)
        assert_action_failed(onoffice.send(action | {"hmac": stranger["hmac"]}), 137)


def test_a_token_leads_to_its_own_workspace_alone(home: Home, place: Workplace, elsewhere: Workplace) -> None:
    stranger = OnOffice(home, elsewhere.owner)
    with unchanged(home, place):
        for row in ROWS:
            reply = str(stranger.send(_action(stranger, row)))
            assert place.owner.id not in reply
        stranger.track(1)
    listed = stranger.send(stranger.action({}, actionid=ACTIONS + "get", resourcetype="users"))
    assert listed["response"]["results"][0]["data"]["meta"]["cntabsolute"] == 4


@pytest.mark.parametrize("method", sorted(set(METHODS) - {"GET", "POST"}))
def test_a_wrong_method_is_an_error_in_the_body(home: Home, place: Workplace, onoffice: OnOffice, method: str) -> None:
    with unchanged(home, place):
        body = onoffice.body(onoffice.action({"track": 1}))
        assert_request_failed(replied(home.http.request(method, URL, json=body)), 500, 97)


def _action(onoffice: OnOffice, row: tuple[str, str, Any]) -> dict[str, Any]:
    action, kind, parameters = row
    return onoffice.action(parameters, actionid=ACTIONS + action, resourcetype=kind)
