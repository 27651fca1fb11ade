"""Who may decide what somebody asked for: absences, corrections, overtime, timesheets."""

from typing import Final

from uhrwerk.operations import people
from uhrwerk.operations.settings import Option, switched_off
from uhrwerk.rules import approval
from uhrwerk.rules.access import Actor
from uhrwerk.rules.approval import CorrectionsByRequest
from uhrwerk.storage import settings
from uhrwerk.storage.store import Tx

SELF_APPROVAL: Final[Option] = switched_off(
    "self-approval",
    "Whether admins and leads may decide what they asked for themselves, and admins keep their own contracts.",
)


OWN_CORRECTIONS: Final = Option(
    "own-corrections",
    "Whether people correct their own attendance themselves, or ask for it (by-request); the clock stays theirs.",
    {"free": False, "by-request": True},
)


async def check_may_decide(tx: Tx, actor: Actor, person_id: str) -> None:
    """Whether the actor may decide what the person asked for, by the workspace's settings.

    Raises NotAllowed, SelfApproval.
    """
    allowed = SELF_APPROVAL.of(await settings.all_of(tx, actor.workspace_id))
    leads = await people.leads(tx, actor, person_id)
    approval.check_may_decide(actor, person_id, leads=leads, self_approval=allowed)


async def check_may_grant(tx: Tx, actor: Actor, person_id: str) -> None:
    """Whether the actor may write what gives the person time or days: contracts, adjustments, entitlements.

    Raises NotAllowed, SelfApproval.
    """
    allowed = SELF_APPROVAL.of(await settings.all_of(tx, actor.workspace_id))
    approval.check_may_grant(actor, person_id, self_approval=allowed)


async def check_may_correct(tx: Tx, actor: Actor, person_id: str) -> None:
    """Whether the actor may write down, change or delete an attendance of the person without asking for it.

    Raises CorrectionsByRequest for one's own, where the workspace has it so and nobody has approved it.
    """
    if actor.person_id != person_id or actor.request_id is not None:
        return
    if OWN_CORRECTIONS.of(await settings.all_of(tx, actor.workspace_id)):
        raise CorrectionsByRequest("Your attendance is corrected on request here: ask for the correction.")
