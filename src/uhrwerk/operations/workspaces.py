"""Workspaces and their settings."""

from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from uhrwerk.operations.records import new_id, new_record, write_down
from uhrwerk.rules import text
from uhrwerk.rules.access import Actor, Role, check_is_admin
from uhrwerk.rules.day import zone as known_zone
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage import settings, types_of_work, workspaces
from uhrwerk.storage.settings import Setting
from uhrwerk.storage.store import Tx
from uhrwerk.storage.types_of_work import TypeOfWork
from uhrwerk.storage.workspaces import Workspace

COMMAND_LINE = "00000000-0000-7000-8000-000000000000"
"""Who acts on the command line: nobody of the workspace."""


def command_line_actor(workspace_id: str) -> Actor:
    """The admin at the machine itself."""
    return Actor(workspace_id, None, Role.ADMIN, "cli", COMMAND_LINE, standing_reason="on the command line")


async def make(tx: Tx, now: datetime, name: str, zone: str, default_type_of_work_id: str | None = None) -> Workspace:
    """A new workspace with its default type of work, "General". Raises Invalid."""
    known_zone(zone)
    workspace = Workspace(
        id=new_id(),
        name=text.name(name),
        zone=zone,
        default_type_of_work_id=default_type_of_work_id or new_id(),
        created_at=now,
    )
    actor = command_line_actor(workspace.id)
    await tx.lock(workspace.id, workspace.id)
    await workspaces.add(tx, workspace)
    await write_down(tx, actor, now, "workspace.added", None, workspace)
    base = await new_record(tx, actor, now) | {"id": workspace.default_type_of_work_id}
    general = TypeOfWork(**base, name="General", icon=None, note=None, archived=False)
    await types_of_work.shelf.add(tx, general)
    await write_down(tx, actor, now, "type_of_work.added", None, general)
    return workspace


async def find(tx: Tx, name_or_id: str) -> Workspace:
    """By id, else the oldest of that name. Raises NotFound."""
    found = await workspaces.by_name(tx, name_or_id)
    if not found:
        with suppress(ValueError):
            by_id = await workspaces.get(tx, str(UUID(name_or_id)))
            found = [by_id] if by_id else []
    if not found:
        raise NotFound("workspace")
    return found[0]


async def change_setting(tx: Tx, actor: Actor, now: datetime, name: str, value: Any) -> None:
    """Put a setting; the journal has it before and after. One that has this value already is left alone.

    Raises NotAllowed.
    """
    check_is_admin(actor)
    await tx.lock(actor.workspace_id, actor.workspace_id)
    kept = await settings.all_of(tx, actor.workspace_id)
    if name in kept and kept[name] == value:
        return
    await settings.put(tx, actor.workspace_id, name, value)
    old = Setting(actor.workspace_id, {name: kept[name]}) if name in kept else None
    await write_down(tx, actor, now, "setting.changed", old, Setting(actor.workspace_id, {name: value}))
    tx.directory_changed()
