"""Corrections that a person asks for: a record that is missing, wrong or too many. Approving one carries it out."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, TypedDict

import msgspec

from uhrwerk.operations import attendance, time_entries
from uhrwerk.operations.asked import Asked
from uhrwerk.operations.purposes import Purpose
from uhrwerk.operations.records import new_record, write_down
from uhrwerk.operations.time_entries import Written
from uhrwerk.rules import text
from uhrwerk.rules.access import Actor, check_may_act_for
from uhrwerk.rules.approval import Decision, RecordHasChanged
from uhrwerk.rules.refusals import Invalid, NotFound
from uhrwerk.rules.timer import Break
from uhrwerk.storage import corrections
from uhrwerk.storage.corrections import Correction
from uhrwerk.storage.store import Tx

CREATE: Final = "create"
CHANGE: Final = "change"
DELETE: Final = "delete"

ATTENDANCE: Final = "attendance"
TIME_ENTRY: Final = "time_entry"

_WRITTEN: Final = ("started_at", "ended_at", "breaks", "zone", "length_only")
_PURPOSE: Final = ("project_id", "task_id", "type_of_work_id", "note", "billable")

_OPERATIONS: Final[dict[str, Any]] = {ATTENDANCE: attendance, TIME_ENTRY: time_entries}


class _Members(TypedDict, total=False):
    """What is not as JSON has it: instants, breaks, amounts."""

    started_at: datetime
    ended_at: datetime | None
    breaks: tuple[Break, ...]
    hour_rate: Decimal | None


class _Corrections(Asked[Correction]):
    async def ask(
        self, tx: Tx, actor: Actor, now: datetime, person_id: str, asked: dict[str, Any], reason: str
    ) -> Correction:
        """Ask for a correction: `record_kind`, `action`, `record_id` (but for a new one), `members` as the record has
        them.

        It is looked at as if it were carried out now. Raises what the operation on the record would, NotFound for
        somebody else's record, Invalid.
        """
        await tx.lock(actor.workspace_id, person_id)
        check_may_act_for(actor, person_id)
        reason = text.reason(reason)
        base = await new_record(tx, actor, now)
        trial = replace(actor, reason=reason, request_id=base["id"])
        kind, id, action = asked["record_kind"], asked.get("record_id"), asked["action"]
        if (id is None) is not (action == CREATE):
            raise Invalid.field("record_id", "is for what is there already" if id else "is required")
        version = None
        if id is not None:
            record = await _OPERATIONS[kind].get(tx, actor, id)
            if record.person_id != person_id:
                raise NotFound("record", "record_id")
            version = record.version
        await _check(tx, trial, now, person_id, kind, action, id, asked["members"])
        correction = Correction(
            **base,
            person_id=person_id,
            record_kind=kind,
            record_id=id,
            record_version=version,
            action=action,
            members=msgspec.to_builtins(asked["members"]),
            reason=reason,
            status=Decision.REQUESTED.value,
        )
        await self.shelf.add(tx, correction)
        await write_down(tx, trial, now, "correction.added", None, correction, subject_id=person_id)
        return correction

    async def approve(self, tx: Tx, actor: Actor, now: datetime, id: str, version: int | None = None) -> Correction:
        """Carry it out, in this transaction: the journal names who approves, and why and by whom it was asked for.

        Raises NotFound, NotAllowed, SelfApproval, AlreadyDecided, VersionMismatch, RecordHasChanged, and what the
        operation on the record does.
        """
        before = await self.to_decide(tx, actor, id, version)
        if before.record_id is not None:
            await _check_unchanged(tx, actor, before)
        carrying_out = replace(actor, reason=before.reason, request_id=before.id)
        record = await _carry_out(tx, carrying_out, now, before)
        return await self.decide(tx, actor, now, before, Decision.APPROVED, record_id=record.id)


async def _check_unchanged(tx: Tx, actor: Actor, correction: Correction) -> None:
    assert correction.record_id is not None
    try:
        record = await _OPERATIONS[correction.record_kind].get(tx, actor, correction.record_id)
    except NotFound:
        raise RecordHasChanged("The record has been deleted since this was asked for.") from None
    if (record.version, record.person_id) != (correction.record_version, correction.person_id):
        raise RecordHasChanged("The record has changed since this was asked for.")


async def _check(
    tx: Tx, actor: Actor, now: datetime, person_id: str, kind: str, action: str, id: str | None, members: dict[str, Any]
) -> None:
    operations = _OPERATIONS[kind]
    match action:
        case "create":
            if members.get("ended_at") is None:
                raise Invalid.field("ended_at", "is required: the clock is for what begins now")
            await operations.check_create(tx, actor, now, person_id, *_as_created(kind, members))
        case "change":
            if not await operations.check_change(tx, actor, now, id, members):
                raise Invalid.field("members", "change nothing about the record")
        case "delete":
            if members:
                raise Invalid.field("members", "must be empty: the record is to be deleted")
            await operations.check_delete(tx, actor, now, id)
        case _:
            raise Invalid.field("action", f"must be {CREATE}, {CHANGE} or {DELETE}")


async def _carry_out(tx: Tx, actor: Actor, now: datetime, correction: Correction) -> Any:
    operations, members = _OPERATIONS[correction.record_kind], _of_json(correction.members)
    match correction.action:
        case "create":
            created = _as_created(correction.record_kind, members)
            return await operations.create(tx, actor, now, correction.person_id, *created)
        case "change":
            return await operations.change(tx, actor, now, correction.record_id, members)
        case _:
            return await operations.delete(tx, actor, now, correction.record_id)


def _as_created(kind: str, members: dict[str, Any]) -> tuple[Any, ...]:
    """The members as the operation that writes such a record down takes them."""
    if kind == ATTENDANCE:
        return (members,)
    written = Written(**{name: members[name] for name in _WRITTEN if name in members})
    purpose = Purpose(**{name: members[name] for name in _PURPOSE if name in members})
    further = {name: value for name, value in members.items() if name not in (*_WRITTEN, *_PURPOSE)}
    return written, purpose, further


def _of_json(members: dict[str, Any]) -> dict[str, Any]:
    instants = msgspec.convert({name: members[name] for name in _Members.__annotations__ if name in members}, _Members)
    return members | dict(instants)


CORRECTIONS: Final = _Corrections(Correction, corrections.shelf, "created_at")
