"""The workspace's two switches: the module, and starting and stopping from outside."""

import pytest

from tests.faces.unchanged import unchanged
from tests.home import Home, Workplace
from tests.onoffice.client import OnOffice, assert_action_failed
from uhrwerk.entrypoints.vendors.onoffice.auth import APP_SWITCH, MODULE
from uhrwerk.operations import workspaces
from uhrwerk.operations.settings import Option
from uhrwerk.operations.workspaces import command_line_actor


def switch(home: Home, place: Workplace, option: Option, on: bool) -> None:
    actor = command_line_actor(place.id)
    home.run(lambda tx: workspaces.change_setting(tx, actor, home.clock.now, option.name, on))


@pytest.mark.parametrize("app_switch", [True, False])
def test_with_the_module_off_only_that_is_said_and_nothing_moves(
    home: Home, place: Workplace, app_switch: bool
) -> None:
    onoffice = OnOffice(home, place.owner)
    onoffice.track(1)
    switch(home, place, MODULE, False)
    switch(home, place, APP_SWITCH, app_switch)
    home.clock.forward(minutes=1)
    with unchanged(home, place):
        for track in (1, 0, "true", None):
            assert onoffice.track(track) == {"worktimeActive": False}
    switch(home, place, MODULE, True)
    assert onoffice.track()["currentlytracking"] is True


def test_with_the_app_switch_off_punches_are_refused_and_reading_is_not(home: Home, place: Workplace) -> None:
    onoffice = OnOffice(home, place.owner)
    onoffice.track(1)
    switch(home, place, APP_SWITCH, False)
    home.clock.forward(minutes=1)
    with unchanged(home, place):
        for track in (1, 0, True, False, "0"):
            assert_action_failed(onoffice.send(onoffice.action({"track": track})), 174)
        elements = onoffice.track()
    assert (elements["worktimeActive"], elements["currentlytracking"], elements["worktime"]) == (True, True, "00:01:00")
    switch(home, place, APP_SWITCH, True)
    assert onoffice.track(0)["currentlytracking"] is False


def test_a_switch_is_of_one_workspace(home: Home, place: Workplace, elsewhere: Workplace) -> None:
    switch(home, place, MODULE, False)
    switch(home, place, APP_SWITCH, False)
    assert OnOffice(home, elsewhere.owner).track(1)["worktimeActive"] is True
