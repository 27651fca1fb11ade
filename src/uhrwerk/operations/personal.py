"""What belongs to a person and is kept by them (or for them by an admin): the verbs that all of its kinds share, and
two kinds that need no more: expenses and saved reports.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from uhrwerk.operations import people, tags
from uhrwerk.operations.catalog import MembersOf, sees
from uhrwerk.operations.records import changed, check_version, differs, new_record, write_down
from uhrwerk.rules import text
from uhrwerk.rules.access import Actor, Role, check_may_act_for, check_reads_all, check_says_why
from uhrwerk.rules.money import amount
from uhrwerk.rules.refusals import Deleted, Invalid, NotFound
from uhrwerk.storage import expenses, projects, saved_reports
from uhrwerk.storage.expenses import Expense
from uhrwerk.storage.records import Owned
from uhrwerk.storage.saved_reports import SavedReport
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.store import Tx

P = TypeVar("P", bound=Owned)

Check = Callable[[Tx, Actor, dict[str, Any], Any], Awaitable[dict[str, Any]]]
"""Takes the members given and the record as it is (None: a new one); gives the members as kept.

Raises Invalid, NotFound.
"""


async def _as_given(tx: Tx, actor: Actor, members: dict[str, Any], before: Any) -> dict[str, Any]:
    return members


class PersonalKeeper(Generic[P]):
    """The verbs on records of a person. Who may read a person's time reads them, the person and admins keep them.

    Who changes or deletes what is somebody else's says why.
    """

    def __init__(self, record: type[P], shelf: Shelf[P], order: str, check: Check = _as_given) -> None:
        self.shelf = shelf
        self.kind = shelf.table.name
        self.noun = self.kind.replace("_", " ")
        self.order = order
        self._record = record
        self._check = check

    async def get(self, tx: Tx, actor: Actor, id: str) -> P:
        """Raises NotFound, or Deleted for one that was the actor's to read."""
        record = await self.shelf.get(tx, actor.workspace_id, id)
        if record is None or not await self._readable(tx, actor, record):
            raise NotFound(self.noun)
        if record.deleted_at is not None:
            raise Deleted(self.noun)
        return record

    async def every(
        self,
        tx: Tx,
        actor: Actor,
        person_id: str | None,
        *,
        limit: int,
        after: tuple[Any, ...] | None,
        where: Sequence[tuple[str, str, Any]] = (),
    ) -> list[P]:
        """Records of one person, latest first. None: of everybody, for admins and auditors; for leads of their teams.

        Raises NotFound, NotAllowed.
        """
        conditions: list[tuple[str, str, Any]] = [("deleted_at", "is null", None), *where]
        if person_id is not None:
            await people.check_readable(tx, actor, person_id)
            conditions.append(("person_id", "=", person_id))
        elif actor.role is Role.LEAD:
            conditions.append(("person_id", "shares a team with", actor.person_id))
        else:
            check_reads_all(actor)
        return await self.shelf.page(
            tx, actor.workspace_id, order=(self.order, "id"), after=after, limit=limit, where=conditions
        )

    async def add(self, tx: Tx, actor: Actor, now: datetime, person_id: str, members: dict[str, Any]) -> P:
        """Raises NotFound, NotAllowed, Invalid."""
        await tx.lock(actor.workspace_id, person_id)
        person = await people.get(tx, actor, person_id)
        await self._check_may_keep(tx, actor, person_id)
        people.check_active(person)
        checked = await self._check(tx, actor, members, None)
        record = self._record(**await new_record(tx, actor, now), person_id=person_id, **checked)
        await self.check_whole(tx, actor, now, None, record)
        await self.shelf.add(tx, record)
        await write_down(tx, actor, now, f"{self.kind}.added", None, record, subject_id=person_id)
        await self.follow(tx, now, None, record)
        return record

    async def change(
        self, tx: Tx, actor: Actor, now: datetime, id: str, members: dict[str, Any], version: int | None = None
    ) -> P:
        """Raises NotFound, NotAllowed, ReasonRequired, Invalid, VersionMismatch."""
        return await self.change_with(tx, actor, now, id, lambda before: members, version)

    async def change_with(
        self, tx: Tx, actor: Actor, now: datetime, id: str, members_of: MembersOf[P], version: int | None = None
    ) -> P:
        """Change members that are reckoned from the record as it is. Raises as `change`."""
        before = await self._to_change(tx, actor, id, version)
        members = members_of(before)
        checked = await self._check(tx, actor, members, before)
        if not differs(before, checked):
            return before
        after = changed(before, actor, now, **checked)
        await self.check_whole(tx, actor, now, before, after)
        await self.shelf.change(tx, before, after)
        await write_down(tx, actor, now, f"{self.kind}.changed", before, after, subject_id=before.person_id)
        await self.follow(tx, now, before, after)
        return after

    async def remove(self, tx: Tx, actor: Actor, now: datetime, id: str, version: int | None = None) -> P:
        """Delete it; the record stays, marked. Raises NotFound, NotAllowed, ReasonRequired, VersionMismatch."""
        before = await self._to_change(tx, actor, id, version)
        after = changed(before, actor, now, deleted_at=now)
        await self.check_whole(tx, actor, now, before, after)
        await self.shelf.change(tx, before, after)
        await write_down(tx, actor, now, f"{self.kind}.deleted", before, after, subject_id=before.person_id)
        await self.follow(tx, now, before, after)
        return after

    async def held(self, tx: Tx, actor: Actor, id: str) -> P:
        """The record, once the chain of its person is held. Raises as `get` does."""
        record = await self.get(tx, actor, id)
        await tx.lock(actor.workspace_id, record.person_id)
        # Read again: somebody may have changed it before the lock was ours.
        return await self.get(tx, actor, id)

    async def _to_change(self, tx: Tx, actor: Actor, id: str, version: int | None) -> P:
        record = await self.held(tx, actor, id)
        await self._check_may_keep(tx, actor, record.person_id)
        check_says_why(actor, record.person_id)
        check_version(record, version)
        return record

    async def _check_may_keep(self, tx: Tx, actor: Actor, person_id: str) -> None:
        """Raises NotAllowed."""
        check_may_act_for(actor, person_id)

    async def check_whole(self, tx: Tx, actor: Actor, now: datetime, before: P | None, after: P) -> None:
        """A look at the record as it was and as it is about to be, beside the others. Raises what its kind refuses."""

    async def follow(self, tx: Tx, now: datetime, before: P | None, after: P) -> None:
        """What else its kind has to do once it is written."""

    async def _readable(self, tx: Tx, actor: Actor, record: P) -> bool:
        return getattr(record, "shared", False) or await people.may_read(tx, actor, record.person_id)


async def _expense(tx: Tx, actor: Actor, members: dict[str, Any], before: Any) -> dict[str, Any]:
    checked = dict(members)
    project_id = members.get("project_id")
    if project_id is not None and project_id != getattr(before, "project_id", None):
        await _check_open_project(tx, actor, project_id)
    if "tags" in members:
        await tags.check(tx, actor.workspace_id, members["tags"], getattr(before, "tags", ()))
    if "name" in checked:
        checked["name"] = text.name(checked["name"])
    if checked.get("payment") is not None:
        checked["payment"] = text.name(checked["payment"], "payment")
    if "note" in checked:
        checked["note"] = text.note(checked["note"])
    if "price" in checked:
        checked["price"] = amount(checked["price"], "price")
    if "quantity" in checked:
        checked["quantity"] = amount(checked["quantity"], "quantity", Decimal(0))
    if "spent_on" in checked and not date(1970, 1, 1) <= checked["spent_on"]:
        raise Invalid.field("spent_on", "lies before 1970")
    return checked


async def _check_open_project(tx: Tx, actor: Actor, project_id: str) -> None:
    """Raise NotFound for a project that the actor may not know of, Invalid for an archived one."""
    project = await projects.shelf.get(tx, actor.workspace_id, project_id)
    if project is None or project.deleted_at is not None or not sees(actor, project):
        raise NotFound("project", "project_id")
    if project.archived:
        raise Invalid.field("project_id", "the project is archived")


async def _report(tx: Tx, actor: Actor, members: dict[str, Any], before: Any) -> dict[str, Any]:
    checked = dict(members)
    if "name" in checked:
        checked["name"] = text.name(checked["name"])
    return checked


EXPENSES = PersonalKeeper(Expense, expenses.shelf, "spent_on", _expense)
SAVED_REPORTS = PersonalKeeper(SavedReport, saved_reports.shelf, "created_at", _report)


async def shared_reports(tx: Tx, actor: Actor, *, limit: int, after: tuple[Any, ...] | None) -> list[SavedReport]:
    """Reports that anybody of the workspace has shared, newest first."""
    where = [("deleted_at", "is null", None), ("shared", "=", True)]
    return await saved_reports.shelf.page(
        tx, actor.workspace_id, order=("created_at", "id"), after=after, limit=limit, where=where
    )
