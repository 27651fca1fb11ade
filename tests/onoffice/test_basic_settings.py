"""`read` `basicsettings`: may working time be started and stopped from outside?"""

from typing import Any

import pytest

from tests.home import Home, Workplace
from tests.onoffice.client import ACTIONS, OnOffice, assert_action_failed
from uhrwerk.entrypoints.vendors.onoffice.auth import APP_SWITCH, MODULE
from uhrwerk.operations import workspaces
from uhrwerk.operations.workspaces import command_line_actor

FLAG = "/onOfficeApp/timetracking/enabled"


@pytest.fixture
def onoffice(home: Home, place: Workplace) -> OnOffice:
    return OnOffice(home, place.owner)


def asked(onoffice: OnOffice, parameters: Any) -> dict[str, Any]:
    return onoffice.action(parameters, actionid=ACTIONS + "read", resourcetype="basicsettings")


def permissions(onoffice: OnOffice, parameters: Any) -> Any:
    (record,) = onoffice.send(asked(onoffice, parameters))["response"]["results"][0]["data"]["records"]
    assert (record["id"], record["type"], list(record["elements"])) == (0, None, ["basicData"])
    return record["elements"]["basicData"]["permissions"]


@pytest.mark.parametrize(
    "parameters",
    [
        {"permissions": [FLAG]},
        {"basicData": {"permissions": [FLAG]}},
        {"data": {"basicData": {"permissions": [FLAG]}}},
    ],
)
def test_the_flag_follows_the_switches(home: Home, place: Workplace, onoffice: OnOffice, parameters: Any) -> None:
    actor = command_line_actor(place.id)
    assert permissions(onoffice, parameters) == {FLAG: True}
    for option in (MODULE, APP_SWITCH):
        for on in (False, True):
            home.run(
                lambda tx, name=option.name, on=on: workspaces.change_setting(  # type: ignore[misc]
                    tx, actor, home.clock.now, name, on
                )
            )
            assert permissions(onoffice, parameters) == {FLAG: on}


def test_a_permission_that_is_not_known_here_is_not_given(onoffice: OnOffice) -> None:
    assert permissions(onoffice, {"permissions": ["/estate/create", FLAG]}) == {"/estate/create": False, FLAG: True}


@pytest.mark.parametrize(
    ("parameters", "errorcode"),
    [({}, 167), ({"data": []}, 167), ({"permissions": FLAG}, 294), ({"permissions": [1]}, 294)],
)
def test_without_a_list_of_permissions_it_is_refused(onoffice: OnOffice, parameters: Any, errorcode: int) -> None:
    assert_action_failed(onoffice.send(asked(onoffice, parameters)), errorcode, "permissions")
