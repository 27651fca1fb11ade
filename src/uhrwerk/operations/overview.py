"""What an administrator should know at a glance: who is in, what waits, what is wrong, what is still to be set up."""

from datetime import date, timedelta

import msgspec

from uhrwerk.operations.credentials import SESSION
from uhrwerk.rules.access import Actor, check_reads_all
from uhrwerk.rules.timer import State
from uhrwerk.storage import attendances, overview, people
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx


class Present(msgspec.Struct, frozen=True):
    """Somebody who is at work, or on a break from it."""

    person: Person
    on_break: bool


class Overview(msgspec.Struct, frozen=True):
    """`findings` are those of the week of the day that was asked for; `people` and the like count what is there."""

    present: list[Present]
    decisions: int
    findings: int
    failing_webhooks: int
    people: int
    with_contract: int
    projects: int
    credentials: int


async def of_workspace(tx: Tx, actor: Actor, today: date) -> Overview:
    """Raises NotAllowed for all but admins and auditors."""
    check_reads_all(actor)
    workspace_id = actor.workspace_id
    active = await attendances.all_active(tx, workspace_id)
    found = await people.shelf.some(tx, workspace_id, [each.person_id for each in active])
    by_id = {each.id: each for each in found}
    present = [Present(by_id[each.person_id], each.state is State.PAUSED) for each in active if each.person_id in by_id]
    monday = today - timedelta(days=today.weekday())
    return Overview(
        sorted(present, key=lambda each: each.person.name.lower()),
        await overview.open_decisions(tx, workspace_id),
        await overview.findings(tx, workspace_id, monday, monday + timedelta(days=6)),
        await overview.failing_webhooks(tx, workspace_id),
        *await overview.set_up(tx, workspace_id, but=SESSION),
    )
