"""Requests that fail as a whole or in part: HTTP 200, the number in the body, nothing changed."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.faces.unchanged import unchanged
from tests.home import Home, Someone, Workplace
from tests.onoffice.client import (
    ABSENT,
    ACTIONS,
    URL,
    OnOffice,
    assert_action_failed,
    assert_request_failed,
    replied,
)
from uhrwerk.entrypoints.credentials import issue
from uhrwerk.operations import credentials
from uhrwerk.operations.credentials import Issued
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.store import Tx


@pytest.fixture
def onoffice(home: Home, place: Workplace) -> OnOffice:
    return OnOffice(home, place.owner)


def post(home: Home, body: Any) -> dict[str, Any]:
    return replied(home.http.post(URL, content=body if isinstance(body, bytes) else json.dumps(body)))


GARBAGE = [
    (b"", 9),
    (b" \r\n\t", 9),
    (b"{}", 9),
    (b"{", 4),
    (b"track=1", 4),
    (b"\x00", 4),
    (b"\xff\xfe{\x00}\x00", 4),
    (b"\x1f\x8b\x08\x00\x00", 4),
    (b'{"token": NaN}', 4),
    (b'{"token": "\xff"}', 4),
    (b'{"token": "\\ud800"}', 4),
    (b'{"token": "a\x00b"}', 4),
    (b"[" * 100_000, 4),
    (b'{"token":' * 100_000, 4),
    (b"[]", 4),
    (b"null", 4),
    (b'"token"', 4),
    (b"<xml/>", 4),
]


def test_garbage_is_answered_too(home: Home, place: Workplace, subtests: pytest.Subtests) -> None:
    with unchanged(home, place):
        for body, errorcode in GARBAGE:
            for method in ("GET", "POST"):
                with subtests.test(body=body[:40], method=method):
                    reply = replied(home.http.request(method, URL, content=body))
                    assert_request_failed(reply, 500, errorcode)


def test_a_body_of_megabytes_is_answered_too(home: Home, onoffice: OnOffice) -> None:
    body = onoffice.body(onoffice.action({"track": 1, "note": "x" * 5_000_000}))
    assert_request_failed(post(home, body), 500, 97)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_another_method_is_answered_too(home: Home, onoffice: OnOffice, method: str) -> None:
    body = json.dumps(onoffice.body(onoffice.action({"track": 1})))
    assert_request_failed(replied(home.http.request(method, URL, content=body)), 500, 97)


def test_another_path_is_answered_too(home: Home) -> None:
    assert_request_failed(replied(home.http.post("/api/stable/other.php", content=b"{}")), 500, 97)


def test_without_a_token_nobody_is_authenticated(home: Home, place: Workplace, onoffice: OnOffice) -> None:
    request = onoffice.body(onoffice.action({"track": 1}))
    del request["token"]
    with unchanged(home, place):
        for body in (request, request | {"token": None}, request | {"token": ""}):
            assert_request_failed(post(home, body), 400, 22)


def test_a_token_that_is_unknown_here_is_invalid(home: Home, place: Workplace, onoffice: OnOffice) -> None:
    """Other faces' tokens too."""
    owner = place.owner
    with unchanged(home, place):
        for token in (
            "x" * 32,
            "x" * 1_000_000,
            "\0",
            "ü",
            owner.onoffice_token[:-1],
            owner.onoffice_token + " ",
            owner.onoffice_token.swapcase(),
            owner.native,
            owner.awork,
            place.timetrack_key,
            owner.onoffice_secret,
        ):
            assert_request_failed(post(home, onoffice.body(onoffice.action({"track": 1})) | {"token": token}), 400, 153)


def test_a_token_that_is_no_text_is_missing(home: Home, onoffice: OnOffice) -> None:
    for token in (7, True, [], ["x"], {"token": "x"}):
        assert_request_failed(post(home, onoffice.body(onoffice.action()) | {"token": token}), 500, 13)


def issued(home: Home, place: Workplace, **expiry: Any) -> tuple[str, OnOffice]:
    async def make(tx: Tx) -> Issued:
        actor = command_line_actor(place.id)
        return await issue(tx, actor, home.clock.now, home.house.vault, "onoffice", place.owner.id, "second", **expiry)

    second, owner = home.run(make), place.owner
    someone = Someone(owner.id, owner.username, owner.native, owner.awork, second.token, second.secret or "")
    return second.credential.id, OnOffice(home, someone)


def test_a_token_is_of_32_characters_and_its_secret_of_64(place: Workplace) -> None:
    assert (len(place.owner.onoffice_token), len(place.owner.onoffice_secret)) == (32, 64)


def test_a_revoked_token_is_invalid(home: Home, place: Workplace) -> None:
    credential_id, onoffice = issued(home, place)
    assert onoffice.track(1)["currentlytracking"] is True
    actor = command_line_actor(place.id)
    home.run(lambda tx: credentials.revoke(tx, actor, home.clock.now, credential_id))
    with unchanged(home, place):
        assert_request_failed(onoffice.send(onoffice.action({"track": 0})), 400, 153)


def test_a_token_is_valid_until_it_expires(home: Home, place: Workplace) -> None:
    expires_at = home.clock.now + timedelta(hours=1)
    _, onoffice = issued(home, place, expires_at=expires_at)
    home.clock.now = expires_at - timedelta(microseconds=1)
    assert onoffice.track(1)["currentlytracking"] is True
    home.clock.now = expires_at
    with unchanged(home, place):
        assert_request_failed(onoffice.send(onoffice.action({"track": 0})), 400, 153)


def test_an_inactive_persons_token_is_invalid(home: Home, place: Workplace, onoffice: OnOffice) -> None:
    onoffice.track(1)
    answer = home.http.patch(f"/v1/people/{place.owner.id}", headers=place.admin.bearer, json={"active": False})
    assert answer.status_code == 200
    assert_request_failed(onoffice.send(onoffice.action({"track": 0})), 400, 153)


REQUESTS: list[tuple[Any, int]] = [
    (ABSENT, 14),
    (None, 14),
    ([], 14),
    ("actions", 14),
    ({}, 15),
    ({"actions": None}, 15),
    ({"actions": []}, 15),
    ({"actions": {}}, 15),
    ({"actions": "modify"}, 15),
    ({"actions": ["modify"]}, 6),
    ({"actions": [None]}, 6),
    ({"actions": [{}] * 101}, 6),
]


def test_what_a_request_must_have(home: Home, place: Workplace, subtests: pytest.Subtests) -> None:
    for request, errorcode in REQUESTS:
        with subtests.test(request=str(request)[:40]):
            body = {"token": place.owner.onoffice_token, "request": request}
            reply = post(home, {name: value for name, value in body.items() if value is not ABSENT})
            assert_request_failed(reply, 500, errorcode)


def test_a_request_with_one_action_that_is_none_is_not_begun(home: Home, place: Workplace, onoffice: OnOffice) -> None:
    body = onoffice.body(onoffice.action({"track": 1}))
    body["request"]["actions"].append("modify")
    with unchanged(home, place):
        assert_request_failed(post(home, body), 500, 6)


ACTIONS_AT_FAULT: list[tuple[dict[str, Any], int, str]] = [
    ({"actionid": ABSENT}, 16, ""),
    ({"actionid": ""}, 17, ""),
    ({"actionid": None}, 17, ""),
    ({"resourceid": ABSENT}, 18, ""),
    ({"resourcetype": ABSENT}, 19, ""),
    ({"parameters": ABSENT}, 20, ""),
    ({"actionid": ACTIONS + "explode"}, 23, f'"{ACTIONS}explode"'),
    ({"actionid": ACTIONS + "create"}, 23, f'"{ACTIONS}create"'),
    ({"actionid": "modify"}, 23, '"modify"'),
    ({"actionid": 7}, 23, '"7"'),
    ({"resourcetype": "estate"}, 25, '"estate"'),
    ({"resourcetype": ""}, 25, '""'),
    ({"resourcetype": "Timetracking"}, 25, '"Timetracking"'),
    ({"resourcetype": "x" * 1_000_000}, 25, "xxx"),
]


def test_what_an_action_must_have(home: Home, place: Workplace, onoffice: OnOffice, subtests: pytest.Subtests) -> None:
    with unchanged(home, place):
        for changes, errorcode, named in ACTIONS_AT_FAULT:
            with subtests.test(changes=str(changes)[:60]):
                reply = onoffice.send(onoffice.action(**({"parameters": {"track": 1}} | changes)))
                assert_action_failed(reply, errorcode, named)
                assert len(reply["status"]["message"]) < 300


def codes(reply: dict[str, Any]) -> list[int]:
    return [result["status"]["errorcode"] for result in reply["response"]["results"]]


def test_results_stand_in_the_actions_order(onoffice: OnOffice) -> None:
    tracks = [1, 0, 1, 1]
    actions = [onoffice.action({"track": track}, identifier=f"{at}") for at, track in enumerate(tracks)]
    reply = onoffice.send(*actions)
    assert reply["status"] == {"code": 200, "errorcode": 0, "message": "OK"}
    results = reply["response"]["results"]
    assert [result["identifier"] for result in results] == ["0", "1", "2", "3"]
    tracking = [result["data"]["records"][0]["elements"]["currentlytracking"] for result in results]
    assert tracking == [True, False, True, True]


def test_of_several_actions_some_fail_and_the_others_are_done(home: Home, place: Workplace, onoffice: OnOffice) -> None:
    reply = onoffice.send(
        onoffice.action({"track": "maybe"}),
        onoffice.action({"track": 1}),
        onoffice.action({"track": 0}, hmac="wrong"),
        {},
        onoffice.action(resourcetype="estate"),
    )
    assert reply["status"] == {"code": 500, "errorcode": 97, "message": "Error in action"}
    assert codes(reply) == [255, 0, 137, 16, 25]
    assert reply["response"]["results"][3] | {"status": None} == {
        "actionid": "",
        "resourceid": "",
        "resourcetype": "",
        "cacheable": False,
        "identifier": "",
        "data": [],
        "status": None,
    }
    assert onoffice.track()["currentlytracking"] is True


def test_one_failure_among_several_is_an_error_in_action(onoffice: OnOffice) -> None:
    reply = onoffice.send(onoffice.action(), onoffice.action({"track": 7}))
    assert (reply["status"]["code"], reply["status"]["errorcode"], codes(reply)) == (500, 97, [0, 255])
