"""What a person asks for and a lead of theirs or an admin decides: corrections, overtime."""

from datetime import datetime
from typing import Any, TypeVar

from uhrwerk.operations import approvals
from uhrwerk.operations.personal import PersonalKeeper
from uhrwerk.operations.records import changed, check_version, write_down
from uhrwerk.rules.access import Actor
from uhrwerk.rules.approval import AlreadyDecided, Decision
from uhrwerk.rules.refusals import ReasonRequired
from uhrwerk.storage.corrections import Correction
from uhrwerk.storage.overtime import Overtime
from uhrwerk.storage.store import Tx

A = TypeVar("A", bound=Correction | Overtime)


class Asked(PersonalKeeper[A]):
    """The person and admins ask, change and withdraw while nobody has decided; then it stays as it was decided."""

    async def _to_change(self, tx: Tx, actor: Actor, id: str, version: int | None) -> A:
        record = await super()._to_change(tx, actor, id, version)
        _check_undecided(record)
        return record

    async def approve(self, tx: Tx, actor: Actor, now: datetime, id: str, version: int | None = None) -> A:
        """Raises NotFound, NotAllowed, SelfApproval, AlreadyDecided, VersionMismatch, PeriodLocked."""
        before = await self.to_decide(tx, actor, id, version)
        return await self.decide(tx, actor, now, before, Decision.APPROVED)

    async def reject(self, tx: Tx, actor: Actor, now: datetime, id: str, version: int | None = None) -> A:
        """The actor says why. Raises as `approve` does, and ReasonRequired."""
        before = await self.to_decide(tx, actor, id, version)
        if actor.reason is None:
            raise ReasonRequired.field("reason", "is required: say why it is rejected")
        return await self.decide(tx, actor, now, before, Decision.REJECTED)

    async def to_decide(self, tx: Tx, actor: Actor, id: str, version: int | None) -> A:
        """One that is to be decided, and by this actor; its person's chain is held."""
        record = await self.held(tx, actor, id)
        await approvals.check_may_decide(tx, actor, record.person_id)
        check_version(record, version)
        _check_undecided(record)
        return record

    async def decide(self, tx: Tx, actor: Actor, now: datetime, before: A, status: Decision, **members: Any) -> A:
        """Write the decision down, with members that follow from it. Raises what `check_whole` does."""
        decided = {"decided_by": actor.id, "decided_at": now, "decision_reason": actor.reason}
        after = changed(before, actor, now, status=status.value, **decided, **members)
        await self.check_whole(tx, actor, now, before, after)
        await self.shelf.change(tx, before, after)
        await write_down(tx, actor, now, f"{self.kind}.{status}", before, after, subject_id=before.person_id)
        return after


def _check_undecided(record: Correction | Overtime) -> None:
    if record.status != Decision.REQUESTED:
        raise AlreadyDecided(f"This has been {record.status} already.")
