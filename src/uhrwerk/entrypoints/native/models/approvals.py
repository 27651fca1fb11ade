"""What is asked for and decided, and what is closed by it: timesheets, corrections, overtime, locks."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from uhrwerk.entrypoints.native.models.values import Instant, Kept, Note, Reason, same
from uhrwerk.storage.corrections import Correction as CorrectionRecord
from uhrwerk.storage.locks import LockException as LockExceptionRecord
from uhrwerk.storage.locks import PeriodLock as LockRecord
from uhrwerk.storage.overtime import Overtime as OvertimeRecord
from uhrwerk.storage.timesheets import Timesheet as TimesheetRecord

TimesheetPeriod = Literal["week", "month"]
TimesheetStatus = Literal["open", "submitted", "approved", "locked"]
Status = Literal["requested", "approved", "rejected"]
RecordKind = Literal["attendance", "time-entry"]
Action = Literal["create", "change", "delete"]
OvertimeSeconds = Annotated[int, Meta(ge=1, le=86_400, description="Of work beyond the target, at most a day")]


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why. It is kept with the decision, and in the journal."""

    reason: Reason | None = None


class Timesheet(Kept, frozen=True, kw_only=True):
    """A person's week (from a Monday on) or month; all but an open one close their days to changes.

    The figures are those of the instant when it was submitted, null before; `balance_seconds` is what stands at its
    end.
    """

    person_id: str
    period: str
    starts_on: date
    ends_on: date
    status: str
    submitted_at: datetime | None
    decided_by: str | None
    decided_at: datetime | None
    decision_reason: str | None
    target_seconds: int | None
    worked_seconds: int | None
    break_seconds: int | None
    balance_seconds: int | None


class NewTimesheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`starts_on` is a Monday or the first of a month; `person_id` is whose, left out one's own."""

    period: TimesheetPeriod
    starts_on: date
    person_id: UUID | None = None


class Correction(Kept, frozen=True, kw_only=True):
    """A correction that somebody asks for.

    `members` are those of the record that are to become so. `record_version` is the record's version when it was asked
    for; `record_id` of a new record is null until it has been approved.
    """

    person_id: str
    record_kind: str
    record_id: str | None
    record_version: int | None
    action: str
    members: dict[str, Any]
    reason: str
    status: str
    decided_by: str | None
    decided_at: datetime | None
    decision_reason: str | None


class NewCorrection(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`members` are those that the record's own paths take: all that a new one needs, or those that are to change."""

    record_kind: RecordKind
    action: Action
    record_id: UUID | None = None
    members: dict[str, Any] = {}
    reason: Reason
    person_id: UUID | None = None


class Overtime(Kept, frozen=True, kw_only=True):
    """`seconds` of work beyond the target on a local day of the person's."""

    person_id: str
    day: date
    seconds: int
    note: str | None
    status: str
    decided_by: str | None
    decided_at: datetime | None
    decision_reason: str | None


class NewOvertime(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`person_id` is whose, left out one's own."""

    day: date
    seconds: OvertimeSeconds
    note: Note | None = None
    person_id: UUID | None = None


class OvertimeChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`reason` is required for somebody else's."""

    day: date | UnsetType = UNSET
    seconds: OvertimeSeconds | UnsetType = UNSET
    note: Note | None | UnsetType = UNSET
    reason: Reason | None = None


class Lock(Kept, frozen=True, kw_only=True):
    """Days up to and including `locked_through` are closed to changes: the person's, or (null) everybody's."""

    person_id: str | None
    locked_through: date
    note: str | None


class NewLock(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`locked_through` is a day that is over for everybody whom it concerns; without `person_id` that is everybody."""

    locked_through: date
    person_id: UUID | None = None
    note: Note | None = None


class LockChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`locked_through` goes back only with a `reason`."""

    locked_through: date | UnsetType = UNSET
    note: Note | None | UnsetType = UNSET
    reason: Reason | None = None


class LockException(Kept, frozen=True, kw_only=True):
    """The person's days from `starts_on` to `ends_on` are open whatever locks there are, until `expires_at`."""

    person_id: str
    starts_on: date
    ends_on: date
    expires_at: datetime | None
    reason: str


class NewLockException(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Both days are included; without `expires_at` it holds until it is deleted."""

    person_id: UUID
    starts_on: date
    ends_on: date
    expires_at: Instant | None = None
    reason: Reason


class LockExceptionChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    starts_on: date | UnsetType = UNSET
    ends_on: date | UnsetType = UNSET
    expires_at: Instant | None | UnsetType = UNSET
    reason: Reason | UnsetType = UNSET


class HistoryEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One change of a record: who, when, through which face, what it was and became, and why.

    `actor_name` is null where a program or the command line acted. `request_id` is the correction that was carried out.
    `before` and `after` have the members that changed; both are null where they have been erased.
    """

    recorded_at: datetime
    effective_at: datetime
    actor_id: str
    actor_name: str | None
    face: str
    act: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: str | None
    request_id: str | None


def timesheet(record: TimesheetRecord) -> Timesheet:
    return Timesheet(**same(record, Timesheet))


def correction(record: CorrectionRecord) -> Correction:
    return Correction(**same(record, Correction, record_kind=record.record_kind.replace("_", "-")))


def overtime(record: OvertimeRecord) -> Overtime:
    return Overtime(**same(record, Overtime))


def lock(record: LockRecord) -> Lock:
    return Lock(**same(record, Lock))


def lock_exception(record: LockExceptionRecord) -> LockException:
    return LockException(**same(record, LockException))
