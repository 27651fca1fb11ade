"""Webhooks."""

from typing import Any, Final

from tests.awork.operations.stage import Line, Stage, line
from uhrwerk.operations import webhooks
from uhrwerk.operations.webhooks import Outcome
from uhrwerk.operations.workspaces import command_line_actor

FORM: Final[dict[str, Any]] = {
    "name": "Hook",
    "uri": "https://8.8.8.8/hook",
    "events": "timetracking_added,timetracking_updated",
    "isActive": True,
    "authenticationType": "none",
}


def hook(stage: Stage) -> str:
    """A webhook that has been tried once."""
    home, actor = stage.home, command_line_actor(stage.place.id)
    members = {"name": "Hook", "url": FORM["uri"], "events": ["timetracking_added"], "face": "awork"}
    made = home.run(lambda tx: webhooks.add(tx, actor, home.clock.now, members))
    outcome = Outcome(None, "the host has no address")
    home.run(lambda tx: webhooks.keep_test(tx, home.clock.now, made, made.id, "timetracking_added", outcome))
    return made.id


def with_hook(stage: Stage) -> str:
    hook(stage)
    return ""


LINES: Final[list[Line]] = [
    line("GET /webhooks", query=with_hook),
    line("POST /webhooks", body=FORM),
    line("GET /webhooks/eventtypes"),
    line("GET /webhooks/eventtypes/slack", empty=True),
    line("GET /webhooks/{webhookId}", webhookId=hook),
    line("PUT /webhooks/{webhookId}", body=FORM, webhookId=hook),
    line("DELETE /webhooks/{webhookId}", webhookId=hook),
    line("GET /webhooks/{webhookId}/logs", webhookId=hook),
]

UNSERVED: Final[dict[str, str]] = {}
