"""What a new workspace starts with, so that every face has something to choose from. All of it can be changed.

The demo makes lists of its own (`operations/demo/cast.py`): it shows more stages, with icons, and made once more it
finds by name what is there.
"""

from datetime import datetime
from typing import Final

from uhrwerk.operations.catalog import ABSENCE_TYPES, PROJECT_STATUSES, TASK_STATUSES
from uhrwerk.rules.access import Actor
from uhrwerk.storage.store import Tx

TASKS_STAGES: Final = (("To do", "todo"), ("In progress", "progress"), ("Done", "done"))
PROJECTS_STAGES: Final = (("Planned", "not-started"), ("In progress", "progress"), ("Done", "closed"))
ABSENCES: Final = (("Vacation", "VAC", "vacation", True), ("Sickness", "SICK", "sick", False))


async def equip(tx: Tx, actor: Actor, now: datetime) -> None:
    """Statuses of tasks and projects, and types of absences. Raises NotAllowed."""
    for position, (name, stage) in enumerate(TASKS_STAGES, 1):
        await TASK_STATUSES.add(tx, actor, now, {"name": name, "stage": stage, "position": position})
    for position, (name, stage) in enumerate(PROJECTS_STAGES, 1):
        members = {"name": name, "stage": stage, "position": position, "archived": False}
        await PROJECT_STATUSES.add(tx, actor, now, members)
    for name, short_name, kind, plannable in ABSENCES:
        members = {"name": name, "short_name": short_name, "kind": kind, "plannable": plannable, "archived": False}
        await ABSENCE_TYPES.add(tx, actor, now, members)
