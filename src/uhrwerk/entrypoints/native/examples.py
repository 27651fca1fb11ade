"""An example of every shape of the native API, for its documentation; all tell of the same morning."""

from typing import Any, Final

import msgspec

from uhrwerk.entrypoints.native import models

_PERSON: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7e11"
_CLIENT: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7e22"
_PROJECT: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7e33"
_TASK: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7e44"
_TYPE_OF_WORK: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7e55"
_WORKSPACE: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7e66"
_ENTRY: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7e77"
_ATTENDANCE: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7e88"

_KEPT: Final = {
    "number": 17,
    "created_at": "2026-11-02T07:00:00Z",
    "updated_at": "2026-11-02T07:00:00Z",
    "version": 1,
}
_BREAK: Final = {"started_at": "2026-11-20T10:00:00Z", "ended_at": "2026-11-20T10:15:00Z"}
_STOPPED: Final = {
    "number": 4711,
    "person_id": _PERSON,
    "state": "stopped",
    "started_at": "2026-11-20T08:30:00Z",
    "start_recorded_at": "2026-11-20T08:30:00.120394Z",
    "ended_at": "2026-11-20T11:00:00Z",
    "end_recorded_at": "2026-11-20T11:00:00.348812Z",
    "net_seconds": 8100,
    "break_seconds": 900,
    "breaks": [_BREAK],
    "zone": "Europe/Berlin",
    "manual": False,
    "created_by": _PERSON,
    "created_at": "2026-11-20T08:30:00.120394Z",
    "updated_by": _PERSON,
    "updated_at": "2026-11-20T11:00:00.348812Z",
    "version": 4,
}
_PERSON_EXAMPLE: Final = {
    "id": _PERSON,
    "username": "carla",
    "email": "carla@example.org",
    "first_name": "Carla",
    "last_name": "Jansen",
    "role": "member",
    "zone": "Europe/Berlin",
    "language": "en",
    "active": True,
} | _KEPT
_NOTE: Final = "First draft of the sitemap"

EXAMPLES: Final[dict[type[msgspec.Struct], dict[str, Any]]] = {
    models.TimeEntry: {
        "id": _ENTRY,
        **_STOPPED,
        "project_id": _PROJECT,
        "task_id": _TASK,
        "type_of_work_id": _TYPE_OF_WORK,
        "note": _NOTE,
        "billable": True,
        "billed": False,
    },
    models.StartTimer: {"task_id": _TASK, "note": _NOTE},
    models.Punch: {"at": "2026-11-20T10:00:00Z"},
    models.Continue: {"at": "2026-11-20T10:00:00Z"},
    models.Discard: {"person_id": _PERSON},
    models.Switch: {"task_id": _TASK, "note": "Second draft", "billable": False},
    models.NewTimeEntry: {
        "started_at": "2026-11-20T08:30:00Z",
        "ended_at": "2026-11-20T11:00:00Z",
        "breaks": [_BREAK],
        "project_id": _PROJECT,
        "note": _NOTE,
    },
    models.TimeEntryChanges: {"ended_at": "2026-11-20T11:00:00Z", "note": "Second draft"},
    models.Attendance: {"id": _ATTENDANCE, **_STOPPED, "note": None},
    models.ClockIn: {"note": "At the customer's", "latitude": 53.5503, "longitude": 9.992},
    models.Person: _PERSON_EXAMPLE,
    models.NewPerson: {
        "username": "carla",
        "email": "carla@example.org",
        "first_name": "Carla",
        "last_name": "Jansen",
        "role": "member",
        "zone": "Europe/Berlin",
    },
    models.PersonChanges: {"role": "lead", "zone": "Europe/Lisbon"},
    models.Me: {
        "person": _PERSON_EXAMPLE,
        "workspace": {
            "id": _WORKSPACE,
            "name": "Nordlicht Studio",
            "zone": "Europe/Berlin",
            "default_type_of_work_id": _TYPE_OF_WORK,
        },
        "scopes": ["time:read", "time:write"],
    },
    models.Client: {"id": _CLIENT, "name": "Harbour Museum", "note": None, "archived": False, **_KEPT},
    models.NewClient: {"name": "Harbour Museum", "note": "Invoices in English"},
    models.ClientChanges: {"archived": True},
    models.Project: {
        "id": _PROJECT,
        "name": "Website",
        "key": "WEB",
        "note": None,
        "client_id": _CLIENT,
        "billable": True,
        "archived": False,
        **_KEPT,
    },
    models.NewProject: {"name": "Website", "key": "WEB", "client_id": _CLIENT, "billable": True},
    models.ProjectChanges: {"billable": False},
    models.Task: {
        "id": _TASK,
        "name": "Sitemap",
        "note": None,
        "project_id": _PROJECT,
        "type_of_work_id": _TYPE_OF_WORK,
        "assignees": [_PERSON],
        "planned_seconds": 21600,
        "archived": False,
        **_KEPT,
    },
    models.NewTask: {
        "name": "Sitemap",
        "project_id": _PROJECT,
        "assignees": [_PERSON],
        "planned_seconds": 21600,
    },
    models.TaskChanges: {"assignees": []},
    models.TypeOfWork: {
        "id": _TYPE_OF_WORK,
        "name": "Design",
        "icon": "brush",
        "note": None,
        "archived": False,
        **_KEPT,
    },
    models.NewTypeOfWork: {"name": "Design", "icon": "brush"},
    models.TypeOfWorkChanges: {"name": "Visual design"},
    models.JournalEntry: {
        "sequence": 42,
        "subject_id": _PERSON,
        "recorded_at": "2026-11-20T11:00:00.348812Z",
        "effective_at": "2026-11-20T11:00:00Z",
        "actor_id": _PERSON,
        "face": "native",
        "act": "time_entry.stopped",
        "record_kind": "time_entry",
        "record_id": _ENTRY,
        "payload": {
            "before": {"ended_at": None, "net_seconds": None, "version": 3},
            "after": {"ended_at": "2026-11-20T11:00:00Z", "net_seconds": 8100, "version": 4},
        },
        "seal": "5a0c1f4b9c0d4e6b8f3f4c1b7a2d9e6f1c3b5a7d9e8f0a2b4c6d8e0f1a3b5c7d",
    },
}
