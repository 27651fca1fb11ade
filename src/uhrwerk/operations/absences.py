"""Absences: asked for by the person, decided by a lead of theirs or an admin.

What somebody enters who may decide it is approved; what anybody enters for themself is requested, an admin's own too,
unless the workspace lets people decide for themselves (`operations/approvals.py`).
"""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import msgspec

from uhrwerk.operations import approvals, entitlements, locks, workdays
from uhrwerk.operations import people as people_operations
from uhrwerk.operations.attendance_days import look_again
from uhrwerk.operations.checks import check_days, must_exist
from uhrwerk.operations.entitlements import Effect
from uhrwerk.operations.personal import PersonalKeeper
from uhrwerk.operations.records import changed, check_version, write_down
from uhrwerk.operations.settings import Option
from uhrwerk.rules import text
from uhrwerk.rules.absence import (
    AbsenceKind,
    check_hours,
    check_overlap,
    check_within_target,
    days_between,
    days_of_change,
)
from uhrwerk.rules.access import Actor, check_is_admin
from uhrwerk.rules.approval import AlreadyDecided, Decision, goes_uncounted
from uhrwerk.rules.refusals import Conflict, Invalid, NotAllowed, NotFound, ReasonRequired, Refusal
from uhrwerk.storage import absences, people, settings
from uhrwerk.storage.absences import Absence
from uhrwerk.storage.store import Tx

REQUESTED: Final = Decision.REQUESTED.value
APPROVED: Final = Decision.APPROVED.value
REJECTED: Final = Decision.REJECTED.value
STATUSES: Final = (REQUESTED, APPROVED, REJECTED)

BEYOND_ENTITLEMENT: Final = Option(
    "beyond-entitlement",
    "Whether more days can be asked for than remain: allow leaves it to whoever decides, refuse is for all who do not.",
    {"allow": "allow", "refuse": "refuse"},
)

ROOM: Final = ("absence_type_id", "starts_on", "ends_on", "half_day_start", "half_day_end", "seconds")
"""Members that say which part of which days an absence takes."""


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
    """One that has been decided is changed and removed by those who may decide it; a change leaves it as decided."""

    async def _to_change(self, tx: Tx, actor: Actor, id: str, version: int | None) -> Absence:
        record = await super()._to_change(tx, actor, id, version)
        if record.status != REQUESTED and not await _may_decide(tx, actor, record.person_id):
            raise Conflict("This absence has been decided; ask somebody who decides about it to change it.")
        return record

    async def check_whole(self, tx: Tx, actor: Actor, now: datetime, before: Absence | None, after: Absence) -> None:
        """Raises PeriodLocked, Invalid, AbsencesOverlap, BeyondTarget, EntitlementExceeded."""
        if before is None or not goes_uncounted(before, after):
            days = days_of_change(before, after) or list(days_between(after.starts_on, after.ends_on))
            await locks.check_each(tx, after.workspace_id, after.person_id, days, now)
        if after.deleted_at is None and after.status != REJECTED and _takes_other_room(before, after):
            check_hours(after)
            await _check_room(tx, after)
            await _check_entitlement(tx, actor, now, after)

    async def follow(self, tx: Tx, now: datetime, before: Absence | None, after: Absence) -> None:
        """Labour law looks again at days that are over where somebody is away, or no longer is."""
        days = days_of_change(before, after)
        if days and APPROVED in (after.status, None if before is None else before.status):
            person = await people.shelf.get(tx, after.workspace_id, after.person_id)
            assert person is not None
            await look_again(tx, person, days[0], now)


_KEEPER: Final = _Absences(Absence, absences.shelf, "starts_on", _check)

get = _KEEPER.get
every = _KEEPER.every
change_with = _KEEPER.change_with
remove = _KEEPER.remove


async def add(tx: Tx, actor: Actor, now: datetime, person_id: str, members: dict[str, Any]) -> Absence:
    """Ask for an absence, or (who may decide it) enter it. The first type that can be asked for fills the gap.

    `members`: starts_on, ends_on (dates, both included), half_day_start, half_day_end, seconds, absence_type_id, note,
    source; who may decide may also say the status. Raises NotFound, NotAllowed, Invalid, PeriodLocked,
    AbsencesOverlap, BeyondTarget, EntitlementExceeded.
    """
    wanted = {"half_day_start": False, "half_day_end": False, "note": None, "source": None, **members}
    if wanted.get("absence_type_id") is None:
        types = await absences.types_in_use(tx, actor.workspace_id)
        if not types:
            raise NotFound("absence type", "absence_type_id")
        wanted["absence_type_id"] = types[0].id
    may_decide = await _may_decide(tx, actor, person_id)
    wanted["status"] = wanted.get("status", APPROVED) if may_decide else REQUESTED
    _check_status(wanted["status"])
    if wanted["status"] != REQUESTED:
        wanted |= {"decided_by": actor.id, "decided_at": now}
    return await _KEEPER.add(tx, actor, now, person_id, wanted)


class Preview(msgspec.Struct, frozen=True):
    """What asking for an absence would come to, and what would be refused about it."""

    effect: Effect
    problem: Refusal | None


async def preview(tx: Tx, actor: Actor, now: datetime, person_id: str, members: dict[str, Any]) -> Preview:
    """What `add` with these members (absence_type_id and all of ROOM) would do; nothing is written.

    Raises NotFound, Invalid for days that no absence can have.
    """
    await people_operations.check_readable(tx, actor, person_id)
    await _check(tx, actor, members, None)
    about_to_be: dict[str, Any] = {"created_by": actor.id, "created_at": now, "updated_by": actor.id, "updated_at": now}
    wanted = Absence(
        workspace_id=actor.workspace_id,
        id="",
        number=0,
        version=1,
        deleted_at=None,
        person_id=person_id,
        status=REQUESTED,
        source=None,
        note=None,
        **about_to_be,
        **members,
    )
    problem = None
    try:
        check_hours(wanted)
        await _KEEPER.check_whole(tx, actor, now, None, wanted)
    except Refusal as refusal:
        problem = refusal
    return Preview(await entitlements.effect(tx, now, wanted), problem)


async def approve(tx: Tx, actor: Actor, now: datetime, id: str, version: int | None = None) -> Absence:
    """Approve a requested one; one that is approved stays as it is.

    Raises NotFound, NotAllowed, SelfApproval, AlreadyDecided, VersionMismatch, and as `add` does.
    """
    before = await _to_decide(tx, actor, id, version)
    _check_undecided(before, APPROVED)
    return await _decided(tx, actor, now, before, APPROVED)


async def reject(tx: Tx, actor: Actor, now: datetime, id: str, version: int | None = None) -> Absence:
    """Reject a requested one, saying why; one that is rejected stays as it is. Raises as `approve`, ReasonRequired."""
    before = await _to_decide(tx, actor, id, version)
    _check_undecided(before, REJECTED)
    return await _decided(tx, actor, now, before, REJECTED)


async def reopen(tx: Tx, actor: Actor, now: datetime, id: str, version: int | None = None) -> Absence:
    """Take a decision back, by an admin who says why; one that nobody has decided stays as it is.

    Raises NotFound, NotAllowed, SelfApproval, ReasonRequired, VersionMismatch, and as `add` does.
    """
    before = await _to_decide(tx, actor, id, version)
    check_is_admin(actor)
    if before.status != REQUESTED and not actor.why(before.person_id):
        raise ReasonRequired.field("reason", "is required: say why it is opened again")
    return await _decided(tx, actor, now, before, REQUESTED)


async def decide(
    tx: Tx, actor: Actor, now: datetime, id: str, status: str, version: int | None = None, reason: str | None = None
) -> Absence:
    """Give it a status whatever was decided before, as TimeTrack's clients do; who rejects says why.

    Raises NotFound, NotAllowed, SelfApproval, Invalid, ReasonRequired, VersionMismatch, and as `add` does.
    """
    _check_status(status)
    before = await _to_decide(tx, actor, id, version)
    if reason is not None:
        actor = replace(actor, reason=text.reason(reason))
    return await _decided(tx, actor, now, before, status)


async def _to_decide(tx: Tx, actor: Actor, id: str, version: int | None) -> Absence:
    before = await _KEEPER.held(tx, actor, id)
    check_version(before, version)
    await approvals.check_may_decide(tx, actor, before.person_id)
    return before


def _check_undecided(absence: Absence, wanted: str) -> None:
    """Raise AlreadyDecided unless it is as it is to become, or nobody has decided."""
    if absence.status not in (REQUESTED, wanted):
        raise AlreadyDecided(f"This has been {absence.status} already; an admin can open it again.")


async def _decided(tx: Tx, actor: Actor, now: datetime, before: Absence, status: str) -> Absence:
    """The absence with that status, written down; as it is already: unchanged."""
    if before.status == status:
        return before
    why = actor.why(before.person_id)
    if status == REJECTED and not why:
        raise ReasonRequired.field("reason", "is required: say why it is rejected")
    decided = (None, None, None) if status == REQUESTED else (actor.id, now, why)
    names = ("decided_by", "decided_at", "decision_reason")
    after = changed(before, actor, now, status=status, **dict(zip(names, decided, strict=True)))
    await _KEEPER.check_whole(tx, actor, now, before, after)
    await absences.shelf.change(tx, before, after)
    await write_down(tx, actor, now, f"absence.{status}", before, after, subject_id=before.person_id)
    await _KEEPER.follow(tx, now, before, after)
    return after


async def _may_decide(tx: Tx, actor: Actor, person_id: str) -> bool:
    try:
        await approvals.check_may_decide(tx, actor, person_id)
    except NotAllowed:
        return False
    return True


def _takes_other_room(before: Absence | None, after: Absence) -> bool:
    """Whether days are taken that were not before: a change of the note is not refused for what was there already."""
    return (
        before is None
        or before.status == REJECTED
        or any(getattr(before, name) != getattr(after, name) for name in ROOM)
    )


async def _check_room(tx: Tx, wanted: Absence) -> None:
    """Raise AbsencesOverlap or BeyondTarget where other absences of the person leave no room for it."""
    workspace_id, person_id = wanted.workspace_id, wanted.person_id
    first, last = wanted.starts_on, wanted.ends_on
    found = await absences.touching(tx, workspace_id, person_id, first, last)
    others = [each for each in found if each.id != wanted.id and each.status != REJECTED]
    kinds = {each.id: each.kind for each in await absences.every_type(tx, workspace_id)}

    def sick(absence: Absence) -> bool:
        return kinds[absence.absence_type_id] == AbsenceKind.SICK

    check_overlap(wanted, sick(wanted), [(each, sick(each)) for each in others])
    alike = [wanted, *(each for each in others if sick(each) == sick(wanted))]
    by_hour = {each.starts_on for each in alike if each.seconds is not None}
    if by_hour:
        days = await workdays.of_person(tx, workspace_id, person_id, first, last)
        for day in sorted(by_hour):
            check_within_target(day, alike, days.due_seconds(day))


async def _check_entitlement(tx: Tx, actor: Actor, now: datetime, wanted: Absence) -> None:
    """Raise EntitlementExceeded where the workspace refuses it, and the actor is not one who may decide."""
    if BEYOND_ENTITLEMENT.of(await settings.all_of(tx, wanted.workspace_id)) == "refuse" and not await _may_decide(
        tx, actor, wanted.person_id
    ):
        await entitlements.check_remaining(tx, actor, now, wanted)


def _check_status(status: str) -> None:
    if status not in STATUSES:
        raise Invalid.field("status", f"must be one of {', '.join(STATUSES)}")
