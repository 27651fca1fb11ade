"""Locks by date, and the exceptions from them: kept by admins, known to whom they concern."""

from datetime import datetime
from typing import Any, Final, TypeVar

from uhrwerk.operations import people
from uhrwerk.operations.catalog import Keeper, MembersOf
from uhrwerk.operations.changes import readable_subjects
from uhrwerk.rules import text
from uhrwerk.rules.access import Actor, Role, check_is_admin
from uhrwerk.rules.contract import FIRST_DAY, LAST_DAY, RangeReversed
from uhrwerk.rules.day import local_date
from uhrwerk.rules.lock import check_over
from uhrwerk.rules.refusals import Deleted, Invalid, NotFound, ReasonRequired
from uhrwerk.storage import people as staff
from uhrwerk.storage.locks import LockException, PeriodLock, exceptions, locks
from uhrwerk.storage.shelf import Where
from uhrwerk.storage.store import Tx

L = TypeVar("L", bound=PeriodLock | LockException)


class _Closings(Keeper[L]):
    """A person's stand in their chain, the workspace's in its own; others than the person's readers learn of none."""

    async def known(self, tx: Tx, actor: Actor, records: list[L]) -> list[L]:
        readable = await readable_subjects(tx, actor)
        return [each for each in records if readable is None or self._subject(each) in readable]

    def _known_where(self, actor: Actor) -> Where:
        if actor.reads_all:
            return ()
        if actor.person_id is None:
            return [("person_id", "is null", None)]
        whose = "shares a team with" if actor.role is Role.LEAD else "="
        return [("person_id", f"is null or {whose}", actor.person_id)]

    async def _to_add(self, tx: Tx, actor: Actor, members: dict[str, Any]) -> None:
        self._may_keep(actor)
        person_id = members.get("person_id")
        if person_id is not None:
            await _check_there(tx, actor, person_id)
        await tx.lock(actor.workspace_id, actor.workspace_id, *filter(None, [person_id]))

    async def _to_keep(
        self, tx: Tx, actor: Actor, id: str, members_of: Any, version: int | None
    ) -> tuple[L, dict[str, Any]]:
        self._may_keep(actor)
        record = await self.get(tx, actor, id)
        await tx.lock(actor.workspace_id, actor.workspace_id, *filter(None, [record.person_id]))
        return await super()._to_keep(tx, actor, id, members_of, version)

    def _subject(self, *records: L) -> str:
        return records[0].person_id or records[0].workspace_id


class _Locks(_Closings[PeriodLock]):
    """Who opens days again, by moving a lock back or taking it away, says why."""

    async def _to_keep(
        self, tx: Tx, actor: Actor, id: str, members_of: MembersOf[PeriodLock], version: int | None
    ) -> tuple[PeriodLock, dict[str, Any]]:
        record, members = await super()._to_keep(tx, actor, id, members_of, version)
        opens = "deleted_at" in members or members.get("locked_through", record.locked_through) < record.locked_through
        if opens and not actor.why(self._subject(record)):
            raise ReasonRequired.field("reason", "is required: say why the days are opened again")
        return record, members

    async def _following(
        self, tx: Tx, now: datetime, workspace_id: str, checked: dict[str, Any], before: PeriodLock | None
    ) -> dict[str, Any]:
        """Nothing follows; but a day that is not over for everybody whom it concerns cannot be locked."""
        if "locked_through" in checked:
            person_id = before.person_id if before is not None else checked.get("person_id")
            concerned = [each for each in await staff.every(tx, workspace_id) if person_id in (None, each.id)]
            check_over(checked["locked_through"], [local_date(now, each.zones) for each in concerned])
        return {}


class _Exceptions(_Closings[LockException]):
    async def _following(
        self, tx: Tx, now: datetime, workspace_id: str, checked: dict[str, Any], before: LockException | None
    ) -> dict[str, Any]:
        """Nothing follows; but an exception that has expired already would be none."""
        if checked.get("expires_at") is not None and checked["expires_at"] <= now:
            raise Invalid.field("expires_at", "lies in the past")
        return {}


async def _check_there(tx: Tx, actor: Actor, person_id: str) -> None:
    """Raises NotFound, naming the field: the person may have been deleted since, their days stay."""
    try:
        await people.get(tx, actor, person_id)
    except Deleted:
        return
    except NotFound:
        raise NotFound("person", "person_id") from None


async def _lock(tx: Tx, workspace_id: str, members: dict[str, Any], before: PeriodLock | None) -> dict[str, Any]:
    checked = dict(members)
    if "locked_through" in checked and checked["locked_through"] < FIRST_DAY:
        raise Invalid.field("locked_through", "lies before 1970")
    if "note" in checked:
        checked["note"] = text.note(checked["note"])
    return checked


async def _exception(
    tx: Tx, workspace_id: str, members: dict[str, Any], before: LockException | None
) -> dict[str, Any]:
    checked = dict(members)
    first, last = (checked.get(name, getattr(before, name, None)) for name in ("starts_on", "ends_on"))
    assert first is not None
    assert last is not None
    if not FIRST_DAY <= first <= LAST_DAY:
        raise Invalid.field("starts_on", f"must lie between {FIRST_DAY} and {LAST_DAY}")
    if last < first:
        raise RangeReversed.field("ends_on", "lies before the first day")
    if "reason" in checked:
        checked["reason"] = text.reason(checked["reason"])
    return checked


LOCKS: Final = _Locks(PeriodLock, locks, _lock, check_is_admin)
EXCEPTIONS: Final = _Exceptions(LockException, exceptions, _exception, check_is_admin)
