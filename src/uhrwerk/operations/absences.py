"""Absences: asked for by the person, decided by a lead of theirs or an admin.

What somebody enters themself is requested; what an admin enters is approved.
"""

from datetime import datetime
from typing import Any, Final

from uhrwerk.operations.checks import check_days, must_exist
from uhrwerk.operations.personal import PersonalKeeper
from uhrwerk.operations.records import changed, check_version, write_down
from uhrwerk.rules import text
from uhrwerk.rules.access import Actor, Role
from uhrwerk.rules.refusals import Conflict, Invalid, NotAllowed, NotFound
from uhrwerk.storage import absences
from uhrwerk.storage.absences import Absence
from uhrwerk.storage.store import Tx

REQUESTED: Final = "requested"
APPROVED: Final = "approved"
REJECTED: Final = "rejected"
STATUSES: Final = (REQUESTED, APPROVED, REJECTED)


async def _check(tx: Tx, actor: Actor, members: dict[str, Any], before: Absence | None) -> dict[str, Any]:
    checked = dict(members)
    await must_exist(tx, actor.workspace_id, absences.types, "absence_type_id", members.get("absence_type_id"))
    check_days(members, before)
    if "note" in checked:
        checked["note"] = text.note(checked["note"])
    if checked.get("source") is not None:
        checked["source"] = text.name(checked["source"], "source")
    return checked


class _Absences(PersonalKeeper[Absence]):
    """One that has been decided is changed and removed by an admin only; a change leaves it as decided."""

    async def _to_change(self, tx: Tx, actor: Actor, id: str, version: int | None) -> Absence:
        record = await super()._to_change(tx, actor, id, version)
        if record.status != REQUESTED and actor.role is not Role.ADMIN:
            raise Conflict("This absence has been decided; ask an admin to change it.")
        return record


_KEEPER: Final = _Absences(Absence, absences.shelf, "starts_on", _check)

get = _KEEPER.get
every = _KEEPER.every
change_with = _KEEPER.change_with
remove = _KEEPER.remove


async def add(tx: Tx, actor: Actor, now: datetime, person_id: str, members: dict[str, Any]) -> Absence:
    """Ask for an absence, or (an admin) enter it. The first type that can be asked for fills the gap.

    `members`: starts_on, ends_on (dates, both included), half_day_start, half_day_end, absence_type_id, note, source;
    an admin may also say the status. Raises NotFound, NotAllowed, Invalid.
    """
    wanted = {"half_day_start": False, "half_day_end": False, "note": None, "source": None, **members}
    if wanted.get("absence_type_id") is None:
        types = await absences.types_in_use(tx, actor.workspace_id)
        if not types:
            raise NotFound("absence type", "absence_type_id")
        wanted["absence_type_id"] = types[0].id
    wanted["status"] = wanted.get("status", APPROVED) if actor.role is Role.ADMIN else REQUESTED
    _check_status(wanted["status"])
    return await _KEEPER.add(tx, actor, now, person_id, wanted)


async def decide(tx: Tx, actor: Actor, now: datetime, id: str, status: str, version: int | None = None) -> Absence:
    """Approve or reject, or open it again (`requested`). By an admin, or a lead of the person's team.

    Raises NotFound, NotAllowed, Invalid, VersionMismatch.
    """
    _check_status(status)
    before = await _KEEPER.held(tx, actor, id)
    check_version(before, version)
    if actor.role is Role.MEMBER or (actor.role is Role.LEAD and before.person_id == actor.person_id):
        raise NotAllowed("An absence is decided by an admin or a lead of the person's team.")
    if before.status == status:
        return before
    after = changed(before, actor, now, status=status)
    await absences.shelf.change(tx, before, after)
    await write_down(tx, actor, now, f"absence.{status}", before, after, subject_id=before.person_id)
    return after


def _check_status(status: str) -> None:
    if status not in STATUSES:
        raise Invalid.field("status", f"must be one of {', '.join(STATUSES)}")
