"""Timesheets, corrections, overtime, locks, and what became of a record."""

from typing import Final

from uhrwerk.entrypoints.native.examples.common import (
    ADMIN,
    ATTENDANCE,
    CORRECTION,
    KEPT,
    LOCK,
    LOCK_EXCEPTION,
    OVERTIME,
    PERSON,
    TIMESHEET,
    Examples,
)
from uhrwerk.entrypoints.native.models import approvals as models

_UNDECIDED: Final = {"decided_by": None, "decided_at": None, "decision_reason": None}
_DAYS: Final = {"starts_on": "2026-10-19", "ends_on": "2026-10-20"}
_REASON: Final = "Forgot to clock out"

EXAMPLES: Final[Examples] = {
    models.Decision: {"reason": "As we discussed on Friday"},
    models.Timesheet: {
        "id": TIMESHEET,
        "person_id": PERSON,
        "period": "week",
        "starts_on": "2026-11-09",
        "ends_on": "2026-11-15",
        "status": "approved",
        "submitted_at": "2026-11-16T07:30:00Z",
        "decided_by": ADMIN,
        "decided_at": "2026-11-16T09:00:00Z",
        "decision_reason": None,
        "target_seconds": 144_000,
        "worked_seconds": 147_600,
        "break_seconds": 9000,
        "balance_seconds": 12_600,
        **KEPT,
    },
    models.NewTimesheet: {"period": "week", "starts_on": "2026-11-09"},
    models.Correction: {
        "id": CORRECTION,
        "person_id": PERSON,
        "record_kind": "attendance",
        "record_id": ATTENDANCE,
        "record_version": 4,
        "action": "change",
        "members": {"ended_at": "2026-11-20T11:05:00Z"},
        "reason": _REASON,
        "status": "requested",
        **_UNDECIDED,
        **KEPT,
    },
    models.NewCorrection: {
        "record_kind": "attendance",
        "action": "create",
        "members": {"started_at": "2026-11-19T07:30:00Z", "ended_at": "2026-11-19T15:30:00Z"},
        "reason": _REASON,
    },
    models.Overtime: {
        "id": OVERTIME,
        "person_id": PERSON,
        "day": "2026-11-19",
        "seconds": 5400,
        "note": "The release",
        "status": "requested",
        **_UNDECIDED,
        **KEPT,
    },
    models.NewOvertime: {"day": "2026-11-19", "seconds": 5400, "note": "The release"},
    models.OvertimeChanges: {"seconds": 3600},
    models.Lock: {"id": LOCK, "person_id": None, "locked_through": "2026-10-31", "note": "Payroll of October", **KEPT},
    models.NewLock: {"locked_through": "2026-10-31", "note": "Payroll of October"},
    models.LockChanges: {"locked_through": "2026-10-30"},
    models.LockException: {
        "id": LOCK_EXCEPTION,
        "person_id": PERSON,
        **_DAYS,
        "expires_at": "2026-11-27T17:00:00Z",
        "reason": "Sick note came late",
        **KEPT,
    },
    models.NewLockException: {
        "person_id": PERSON,
        **_DAYS,
        "expires_at": "2026-11-27T17:00:00Z",
        "reason": "Sick note came late",
    },
    models.LockExceptionChanges: {"ends_on": "2026-10-21"},
    models.HistoryEntry: {
        "recorded_at": "2026-11-20T11:05:00Z",
        "effective_at": "2026-11-20T11:05:00Z",
        "actor_id": ADMIN,
        "actor_name": "Ada Brandt",
        "face": "native",
        "act": "attendance.changed",
        "before": {"ended_at": "2026-11-20T11:00:00Z", "version": 4},
        "after": {"ended_at": "2026-11-20T11:05:00Z", "version": 5},
        "reason": _REASON,
        "request_id": CORRECTION,
    },
}
