"""Who is running what in the demo, and who is at work, for everybody to see."""

from dataclasses import dataclass
from datetime import datetime

from uhrwerk.operations import details
from uhrwerk.operations.demo.build import SETTING
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.rules.timer import State, net_seconds
from uhrwerk.storage import attendances, people, settings, time_entries, workspaces
from uhrwerk.storage.attendances import Attendance
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx
from uhrwerk.storage.time_entries import TimeEntry


@dataclass(frozen=True, slots=True)
class Running:
    """An active timer, or (`what` is None) an attendance without one. `started_at_local` is in the person's zone;
    `net_seconds` are those up to now.
    """

    workspace: str
    person: str
    what: str | None
    state: State
    started_at_local: datetime
    net_seconds: int


async def board(tx: Tx, now: datetime) -> list[Running]:
    """Every active timer of the demo workspaces, and who else is at work there, the longest first in each."""
    found = []
    for workspace_id in await settings.workspaces_with(tx, SETTING):
        workspace = await workspaces.get(tx, workspace_id)
        assert workspace is not None
        busy = set()
        for entry in await time_entries.all_active(tx, workspace_id):
            whole = await details.of_entry(tx, command_line_actor(workspace_id), entry)
            parts = [
                whole.project.project.name if whole.project else None,
                whole.task.task.name if whole.task else None,
            ]
            what = " · ".join(part for part in parts if part) or whole.type_of_work.name
            found.append(_running(workspace.name, whole.person, what, entry, now))
            busy.add(entry.person_id)
        for attendance in await attendances.all_active(tx, workspace_id):
            if attendance.person_id not in busy:
                person = await people.shelf.get(tx, workspace_id, attendance.person_id)
                assert person is not None
                found.append(_running(workspace.name, person, None, attendance, now))
    return found


def _running(workspace: str, person: Person, what: str | None, clock: TimeEntry | Attendance, now: datetime) -> Running:
    return Running(
        workspace=workspace,
        person=person.name,
        what=what,
        state=clock.state,
        started_at_local=clock.started_at.astimezone(person.zones.at(clock.started_at)),
        net_seconds=net_seconds(clock.timer, now),
    )
