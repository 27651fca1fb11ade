"""`get` `users` and `read` `user`: who is there, a page at a time."""

from typing import Any

import pytest

from tests.home import Home, Workplace
from tests.onoffice.client import ACTIONS, OnOffice, assert_action_failed
from uhrwerk.operations import people
from uhrwerk.operations.workspaces import command_line_actor

MEMBERS = ["id", "username", "firstname", "lastname", "email"]


@pytest.fixture
def onoffice(home: Home, place: Workplace) -> OnOffice:
    return OnOffice(home, place.owner)


def listed(onoffice: OnOffice, action: str, kind: str, parameters: Any = None, **changes: Any) -> dict[str, Any]:
    """The data of a list that succeeds."""
    sent = onoffice.action(parameters or {}, actionid=ACTIONS + action, resourcetype=kind, **changes)
    reply = onoffice.send(sent)
    assert reply["status"] == {"code": 200, "errorcode": 0, "message": "OK"}, reply
    data: dict[str, Any] = reply["response"]["results"][0]["data"]
    return data


def names(data: dict[str, Any]) -> list[str]:
    return [record["elements"]["username"] for record in data["records"]]


@pytest.mark.parametrize(("action", "kind"), [("get", "users"), ("read", "user")])
def test_everybody_of_the_workspace_is_listed(
    home: Home, place: Workplace, onoffice: OnOffice, action: str, kind: str
) -> None:
    home.workplace()
    data = listed(onoffice, action, kind)
    cast = [place.admin, place.lead, place.owner, place.colleague]
    assert names(data) == [each.username for each in cast]
    assert data["meta"] == {"cntabsolute": 4}
    for record in data["records"]:
        assert list(record) == ["id", "type", "elements"]
        assert list(record["elements"]) == MEMBERS
        assert (record["type"], record["elements"]["id"]) == ("user", record["id"])
        assert record["elements"]["email"].startswith(record["elements"]["username"])


def test_pages_follow_one_another(onoffice: OnOffice) -> None:
    whole = names(listed(onoffice, "read", "user"))
    for size in (1, 3, "2"):
        pages = [
            names(listed(onoffice, "read", "user", {"listlimit": size, "listoffset": str(offset)}))
            for offset in range(0, 6, int(size))
        ]
        assert [name for page in pages for name in page] == whole
    assert listed(onoffice, "read", "user", {"listoffset": 4}) == {"meta": {"cntabsolute": 4}, "records": []}


def test_one_user_by_id_and_only_the_members_asked_for(onoffice: OnOffice) -> None:
    record = listed(onoffice, "read", "user")["records"][2]
    for id in (record["id"], str(record["id"])):
        data = listed(onoffice, "read", "user", {"data": ["lastname", "id"]}, resourceid=id)
        assert data["meta"] == {"cntabsolute": 1}
        assert data["records"][0]["elements"] == {
            "lastname": record["elements"]["lastname"],
            "id": record["id"],
        }
    assert listed(onoffice, "read", "user", resourceid=999_999)["records"] == []


def test_somebody_inactive_is_not_listed(home: Home, place: Workplace, onoffice: OnOffice) -> None:
    actor = command_line_actor(place.id)
    home.run(lambda tx: people.change(tx, actor, home.clock.now, place.colleague.id, {"active": False}))
    assert place.colleague.username not in names(listed(onoffice, "get", "users"))


REFUSED: list[tuple[dict[str, Any], int, str]] = [
    ({"listlimit": 0}, 255, "listlimit"),
    ({"listlimit": 501}, 255, "listlimit"),
    ({"listlimit": "many"}, 255, "listlimit"),
    ({"listlimit": 2.5}, 294, "listlimit"),
    ({"listlimit": True}, 294, "listlimit"),
    ({"listoffset": -1}, 255, "listoffset"),
    ({"listoffset": "9" * 5000}, 255, "listoffset"),
    ({"listoffset": []}, 294, "listoffset"),
    ({"data": "id"}, 294, "data"),
    ({"data": [1]}, 294, "data"),
    ({"data": ["id", "password"]}, 255, "data"),
    ({"filter": {"id": [{"op": "=", "val": 1}]}}, 199, "filter"),
    ({"sortby": "id"}, 199, "sortby"),
]


def test_what_cannot_be_followed_is_refused_by_name(onoffice: OnOffice, subtests: pytest.Subtests) -> None:
    for parameters, errorcode, name in REFUSED:
        with subtests.test(parameters=str(parameters)[:40]):
            sent = onoffice.action(parameters, actionid=ACTIONS + "read", resourcetype="user")
            assert_action_failed(onoffice.send(sent), errorcode, name)


@pytest.mark.parametrize("id", ["me", "-1", "1.5", "9" * 5000, [], True])
def test_a_resource_id_that_is_none_is_missing_here(onoffice: OnOffice, id: Any) -> None:
    sent = onoffice.action(actionid=ACTIONS + "read", resourcetype="user", resourceid=id)
    assert_action_failed(onoffice.send(sent), 24)


@pytest.mark.parametrize(
    ("action", "kind", "errorcode"),
    [
        ("create", "user", 23),
        ("delete", "timetracking", 23),
        ("do", "users", 23),
        ("get", "user", 25),
        ("get", "timetracking", 25),
        ("read", "users", 25),
        ("read", "estate", 25),
        ("modify", "user", 25),
        ("modify", "basicsettings", 25),
    ],
)
def test_everything_else_is_missing_here(onoffice: OnOffice, action: str, kind: str, errorcode: int) -> None:
    sent = onoffice.action(actionid=ACTIONS + action, resourcetype=kind)
    assert_action_failed(onoffice.send(sent), errorcode, action if errorcode == 23 else kind)


def test_several_actions_come_back_in_their_order(onoffice: OnOffice) -> None:
    """A look, a punch, one that fails, a look again."""
    reply = onoffice.send(
        onoffice.action(actionid=ACTIONS + "get", resourcetype="users", identifier="a"),
        onoffice.action({"track": 1}, identifier="b"),
        onoffice.action(actionid=ACTIONS + "read", resourcetype="estate", identifier="c"),
        onoffice.action(
            {"permissions": ["/onOfficeApp/timetracking/enabled"]},
            actionid=ACTIONS + "read",
            resourcetype="basicsettings",
            identifier="d",
        ),
    )
    results = reply["response"]["results"]
    assert [result["identifier"] for result in results] == ["a", "b", "c", "d"]
    assert [result["status"]["errorcode"] for result in results] == [0, 0, 25, 0]
    assert (reply["status"]["code"], reply["status"]["errorcode"]) == (500, 97)
    assert onoffice.track()["currentlytracking"] is True
