"""Time entries and attendances."""

from typing import Final

from uhrwerk.entrypoints.native.examples.common import (
    ATTENDANCE,
    ENTRY,
    NOTE,
    PERSON,
    PLACE,
    PROJECT,
    TAG,
    TASK,
    TYPE_OF_WORK,
    Examples,
)
from uhrwerk.entrypoints.native.models import clock as models

_BREAK: Final = {"started_at": "2026-11-20T10:00:00Z", "ended_at": "2026-11-20T10:15:00Z"}
_STOPPED: Final = {
    "number": 4711,
    "person_id": PERSON,
    "state": "stopped",
    "started_at": "2026-11-20T08:30:00Z",
    "start_recorded_at": "2026-11-20T08:30:00.120394Z",
    "ended_at": "2026-11-20T11:00:00Z",
    "end_recorded_at": "2026-11-20T11:00:00.348812Z",
    "net_seconds": 8100,
    "break_seconds": 900,
    "breaks": [_BREAK],
    "zone": "Europe/Berlin",
    **PLACE,
    "manual": False,
    "warned_at": None,
    "to_confirm": False,
    "created_by": PERSON,
    "created_at": "2026-11-20T08:30:00.120394Z",
    "updated_by": PERSON,
    "updated_at": "2026-11-20T11:00:00.348812Z",
    "version": 4,
}

EXAMPLES: Final[Examples] = {
    models.TimeEntry: {
        "id": ENTRY,
        **_STOPPED,
        "project_id": PROJECT,
        "task_id": TASK,
        "type_of_work_id": TYPE_OF_WORK,
        "billing_seconds": 8100,
        "note": NOTE,
        "billable": True,
        "billed": False,
        "length_only": False,
        "hour_rate": "85",
        "flat_rate": False,
        "tags": [TAG],
    },
    models.StartTimer: {"task_id": TASK, "note": NOTE},
    models.Punch: {"at": "2026-11-20T10:00:00Z"},
    models.Continue: {"at": "2026-11-20T10:00:00Z"},
    models.Discard: {"person_id": PERSON},
    models.Switch: {"task_id": TASK, "note": "Second draft", "billable": False},
    models.NewTimeEntry: {
        "started_at": "2026-11-20T08:30:00Z",
        "ended_at": "2026-11-20T11:00:00Z",
        "breaks": [_BREAK],
        "project_id": PROJECT,
        "note": NOTE,
        "hour_rate": "85",
        "tags": [TAG],
    },
    models.TimeEntryChanges: {"ended_at": "2026-11-20T11:00:00Z", "note": "Second draft"},
    models.Attendance: {"id": ATTENDANCE, **_STOPPED, "note": None},
    models.NewAttendance: {
        "started_at": "2026-11-19T08:30:00Z",
        "ended_at": "2026-11-19T11:00:00Z",
        "breaks": [{"started_at": "2026-11-19T10:00:00Z", "ended_at": "2026-11-19T10:15:00Z"}],
    },
    models.AttendanceChanges: {"started_at": "2026-11-20T06:25:00Z"},
    models.ClockIn: {"note": "At the customer's", "latitude": 53.5503, "longitude": 9.992},
}
