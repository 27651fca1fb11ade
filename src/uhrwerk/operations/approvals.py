"""Who may decide what somebody asked for: absences, corrections, overtime, timesheets."""

from typing import Final

from uhrwerk.operations import people
from uhrwerk.operations.settings import Option, switched_off
from uhrwerk.rules import approval
from uhrwerk.rules.access import Actor
from uhrwerk.storage import settings
from uhrwerk.storage.store import Tx

SELF_APPROVAL: Final[Option] = switched_off(
    "self-approval", "Whether admins and leads may decide what they asked for themselves."
)


async def check_may_decide(tx: Tx, actor: Actor, person_id: str) -> None:
    """Whether the actor may decide what the person asked for, by the workspace's settings.

    Raises NotAllowed, SelfApproval.
    """
    allowed = SELF_APPROVAL.of(await settings.all_of(tx, actor.workspace_id))
    leads = await people.leads(tx, actor, person_id)
    approval.check_may_decide(actor, person_id, leads=leads, self_approval=allowed)
