"""Who is running what in the demo, for everybody to see."""

from dataclasses import dataclass
from datetime import datetime

from uhrwerk.operations import details
from uhrwerk.operations.demo.build import SETTING
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.rules.timer import State, net_seconds
from uhrwerk.storage import settings, time_entries, workspaces
from uhrwerk.storage.store import Tx


@dataclass(frozen=True, slots=True)
class Running:
    """An active timer. `started_at_local` is in the person's zone; `net_seconds` up to now."""

    workspace: str
    person: str
    what: str
    state: State
    started_at_local: datetime
    net_seconds: int


async def board(tx: Tx, now: datetime) -> list[Running]:
    """Every active timer of the demo workspaces, the longest running first."""
    found = []
    for workspace_id in await settings.workspaces_with(tx, SETTING):
        workspace = await workspaces.get(tx, workspace_id)
        assert workspace is not None
        for entry in await time_entries.all_active(tx, workspace_id):
            whole = await details.of_entry(tx, command_line_actor(workspace_id), entry)
            parts = [
                whole.project.project.name if whole.project else None,
                whole.task.task.name if whole.task else None,
            ]
            found.append(
                Running(
                    workspace=workspace.name,
                    person=whole.person.name,
                    what=" · ".join(part for part in parts if part) or whole.type_of_work.name,
                    state=entry.state,
                    started_at_local=entry.started_at.astimezone(whole.person.zones.at(entry.started_at)),
                    net_seconds=net_seconds(entry.timer, now),
                )
            )
    return found
