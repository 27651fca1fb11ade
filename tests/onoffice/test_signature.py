"""HMAC version 2 over timestamp, token, resource type and action id, and the window of its timestamp."""

import base64
import hashlib
from datetime import timedelta
from typing import Any

import pytest

from tests.faces.unchanged import unchanged
from tests.home import Home, Workplace
from tests.onoffice.client import ABSENT, ACTIONS, OnOffice, assert_action_failed
from uhrwerk.entrypoints.vendors.onoffice.auth import HMAC_1, signature
from uhrwerk.operations import workspaces
from uhrwerk.operations.workspaces import command_line_actor


@pytest.fixture
def onoffice(home: Home, place: Workplace) -> OnOffice:
    return OnOffice(home, place.owner)


def test_the_vendors_vector() -> None:
    signed = signature(
        "yOJobbhGLXdp90XxvxedFhH7073L9U", "123456789", "mgjIQkNRnaqggVzy9cZW", "estateCategories", ACTIONS + "get"
    )
    assert signed == "dsvg3r4AFcQXges0MZ+3auzQVfnEB39pLkKSgmm9Wvg="


def test_a_timestamp_may_be_two_minutes_off(home: Home, onoffice: OnOffice, subtests: pytest.Subtests) -> None:
    """Both numbers may come as texts."""
    now = int(home.clock.now.timestamp())
    for off in (-120, -119, 0, 119, 120):
        for timestamp, version in ((now + off, 2), (str(now + off), "2")):
            with subtests.test(off=off, version=version):
                action = onoffice.action({"track": 1}, timestamp=timestamp, hmac_version=version)
                assert onoffice.send(action)["status"]["code"] == 200


NO_TIMESTAMPS: list[Any] = [
    "",
    "now",
    "-1",
    "1773129600.0",
    "１７７３１２９６００",
    "9" * 12,
    "9" * 5000,
    0,
    -1,
    1e300,
    None,
    True,
    [],
    {},
    ABSENT,
]


def test_a_timestamp_that_is_none_is_wrong(
    home: Home, place: Workplace, onoffice: OnOffice, subtests: pytest.Subtests
) -> None:
    with unchanged(home, place):
        for timestamp in NO_TIMESTAMPS:
            with subtests.test(timestamp=str(timestamp)[:40]):
                assert_action_failed(onoffice.send(onoffice.action({"track": 1}, timestamp=timestamp)), 136)


def test_a_timestamp_further_off_is_wrong(home: Home, place: Workplace, onoffice: OnOffice) -> None:
    with unchanged(home, place):
        for off in (-3600, -121, 121, 3600):
            timestamp = int((home.clock.now + timedelta(seconds=off)).timestamp())
            assert_action_failed(onoffice.send(onoffice.action({"track": 1}, timestamp=timestamp)), 136)


NO_SIGNATURES: list[dict[str, Any]] = [
    {"hmac": ""},
    {"hmac": None},
    {"hmac": 7},
    {"hmac": ["x"]},
    {"hmac": "ü"},
    {"hmac": "x" * 1_000_000},
    {"hmac": ABSENT},
    {"hmac_version": ABSENT},
    {"hmac_version": None},
    {"hmac_version": ""},
    {"hmac_version": 1},
    {"hmac_version": "1"},
    {"hmac_version": 3},
    {"hmac_version": 2.5},
]


def test_without_a_right_signature_of_version_2_it_is_invalid(
    home: Home, place: Workplace, onoffice: OnOffice, subtests: pytest.Subtests
) -> None:
    with unchanged(home, place):
        for changes in NO_SIGNATURES:
            with subtests.test(changes=str(changes)[:40]):
                assert_action_failed(onoffice.send(onoffice.action({"track": 1}, **changes)), 137)


def test_each_signed_part_counts(home: Home, place: Workplace, onoffice: OnOffice) -> None:
    """A signature of something else does not fit, nor one in hex or with another's secret."""
    good = onoffice.action({"track": 1})
    stranger = OnOffice(home, place.colleague)
    wrong = [
        good | {"timestamp": good["timestamp"] + 1},
        good | {"resourcetype": "estate"},
        good | {"actionid": ACTIONS + "read"},
        good | {"hmac": good["hmac"].swapcase()},
        good | {"hmac": good["hmac"] + "="},
        good | {"hmac": base64.b64decode(good["hmac"]).hex()},
        stranger.action({"track": 1}),
    ]
    with unchanged(home, place):
        for action in wrong:
            assert_action_failed(onoffice.send(action), 137)
    assert onoffice.send(good)["status"]["code"] == 200


def of_version_1(onoffice: OnOffice, parameters: Any, in_php: str, **changes: Any) -> dict[str, Any]:
    """A `modify timetracking` signed as version 1; `in_php` is how PHP's json_encode writes the sorted parameters."""
    owner = onoffice.someone
    action = onoffice.action(parameters, hmac_version=ABSENT, **changes)
    joined = ",".join(
        [
            owner.onoffice_token,
            action["actionid"],
            str(action["identifier"] or ""),
            str(action["resourceid"]),
            owner.onoffice_secret,
            str(action["timestamp"]),
            action["resourcetype"],
        ]
    )
    inner = hashlib.md5(f"{in_php},{joined}".encode()).hexdigest()
    return action | {"hmac": hashlib.md5((owner.onoffice_secret + inner).encode()).hexdigest()}


def test_version_1_is_refused_even_where_it_is_right(home: Home, place: Workplace, onoffice: OnOffice) -> None:
    """MD5 is weak: it has to be switched on."""
    with unchanged(home, place):
        assert_action_failed(onoffice.send(of_version_1(onoffice, {"track": 1}, '{"track":1}')), 137)


IN_PHP: list[tuple[Any, str, dict[str, Any]]] = [
    ({"track": 1}, '{"track":1}', {}),
    ({"track": "1"}, '{"track":"1"}', {"identifier": 7}),
    ({}, "[]", {"identifier": None}),
    ([], "[]", {"resourceid": 12}),
    ({"track": 0, "extendedclaim": "a/ü"}, '{"extendedclaim":"a\\/\\u00fc","track":0}', {}),
    ({"z": {}, "a": [], "m": {"y": 1, "b": {}}}, '{"a":[],"m":{"y":1,"b":[]},"z":[]}', {}),
]


def test_version_1_opens_where_it_is_switched_on(
    home: Home, place: Workplace, onoffice: OnOffice, subtests: pytest.Subtests
) -> None:
    actor = command_line_actor(place.id)
    home.run(lambda tx: workspaces.change_setting(tx, actor, home.clock.now, HMAC_1.name, True))
    for parameters, in_php, changes in IN_PHP:
        with subtests.test(in_php=in_php):
            good = of_version_1(onoffice, parameters, in_php, **changes)
            assert onoffice.send(good)["status"] == {"code": 200, "errorcode": 0, "message": "OK"}
            with unchanged(home, place):
                for wrong in ({"hmac": good["hmac"][::-1]}, {"parameters": {"track": 7}}, {"hmac_version": 2}):
                    assert_action_failed(onoffice.send(good | wrong), 137)
    assert onoffice.send(onoffice.action({"track": 1}))["status"]["code"] == 200


def test_no_secret_stands_in_a_reply(home: Home, place: Workplace, onoffice: OnOffice) -> None:
    reply = str(onoffice.send(onoffice.action({"track": 1}), onoffice.action(hmac="x")))
    assert place.owner.onoffice_secret not in reply
    assert place.owner.onoffice_token not in reply
