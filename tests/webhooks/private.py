"""The setting that lets webhooks lead to this machine."""

from tests.home import Home, Workplace
from uhrwerk.operations import workspaces
from uhrwerk.operations.workspaces import command_line_actor


def allow_private(home: Home, place: Workplace, allowed: bool = True) -> None:
    """Whether the workspace's webhooks may lead to this machine."""
    now, actor = home.clock.now, command_line_actor(place.id)
    home.run(lambda tx: workspaces.change_setting(tx, actor, now, "webhooks.private_targets", allowed))
