"""Approval: what is asked for by one person and decided by another."""

from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from uhrwerk.rules.access import Actor, Role, check_is_admin
from uhrwerk.rules.refusals import Conflict, NotAllowed


class Decision(StrEnum):
    """Where something asked for stands: absences, corrections, overtime."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"


class TimesheetStatus(StrEnum):
    """open → submitted → approved → locked. Rejected or taken back, it is open again. All but `open` are closed."""

    OPEN = "open"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    LOCKED = "locked"


class Asked(Protocol):
    """Something asked for, as it was or as it becomes."""

    @property
    def status(self) -> str: ...
    @property
    def deleted_at(self) -> datetime | None: ...


def goes_uncounted(before: Asked, after: Asked) -> bool:
    """Whether what is not approved is withdrawn or rejected: it never counted, and closed days lose nothing by it."""
    return before.status != Decision.APPROVED and (after.deleted_at is not None or after.status == Decision.REJECTED)


DECIDERS: Final = frozenset((Role.ADMIN, Role.LEAD))


class SelfApproval(NotAllowed):
    """Nobody decides about themself, unless the workspace says so."""

    key = "self-approval"


class AlreadyDecided(Conflict):
    """It has been decided before; an admin can open it again."""

    key = "already-decided"


class CorrectionsByRequest(NotAllowed):
    """People do not correct their own attendance here: they ask for it, and somebody else decides."""

    key = "corrections-by-request"


class RecordHasChanged(Conflict):
    """The record that a correction was asked for is not what it was then; it has to be asked for anew."""

    key = "record-has-changed"


def check_may_decide(actor: Actor, person_id: str, *, leads: bool, self_approval: bool) -> None:
    """Whether the actor may decide what `person_id` asked for; `leads`: the person is in a team of theirs.

    Admins and the leads of the person's teams may; nobody for themself (four eyes), unless the workspace allows
    `self_approval` to those who decide for others. Raises NotAllowed, SelfApproval.
    """
    if actor.role not in DECIDERS or not (actor.role is Role.ADMIN or leads or actor.person_id == person_id):
        raise NotAllowed("This is decided by an admin or a lead of the person's team.")
    if actor.person_id == person_id and not self_approval:
        raise SelfApproval("Nobody decides what they asked for themself; somebody else has to.")


def check_may_grant(actor: Actor, person_id: str, *, self_approval: bool) -> None:
    """Whether the actor may write down what gives the person time or days: contracts, adjustments, entitlements.

    Admins may, for themselves where the workspace allows `self_approval`. Raises NotAllowed, SelfApproval.
    """
    check_is_admin(actor)
    if actor.person_id == person_id and not self_approval:
        raise SelfApproval("Nobody grants themself time or days; somebody else has to.")
