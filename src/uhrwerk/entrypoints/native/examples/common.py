"""What the examples share: the ids of one morning's records, and the members that every kept record has."""

from typing import Any, Final

import msgspec

Examples = dict[type[msgspec.Struct], dict[str, Any]]

PERSON: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7e11"
CLIENT: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7e22"
PROJECT: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7e33"
TASK: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7e44"
TYPE_OF_WORK: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7e55"
WORKSPACE: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7e66"
ENTRY: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7e77"
ATTENDANCE: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7e88"
PROJECT_TYPE: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7f01"
PROJECT_STATUS: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7f02"
TASK_STATUS: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7f03"
TASK_LIST: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7f04"
TAG: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7f05"
TEAM: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7f06"
ABSENCE_TYPE: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7f07"
ABSENCE: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7f08"
COMPANY_HOLIDAY: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7f09"
EXPENSE: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7f0a"
REPORT: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7f0b"
ENTITLEMENT: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7f0d"
CALENDAR_FEED: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7f0e"
CONTRACT: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7f11"
BALANCE_ADJUSTMENT: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7f12"
FINDING: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7f13"
TIMESHEET: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7f21"
CORRECTION: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7f22"
OVERTIME: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7f23"
LOCK: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7f24"
LOCK_EXCEPTION: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7f25"
ADMIN: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7e12"
CONTACT: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7f0c"

KEPT: Final = {
    "number": 17,
    "created_at": "2026-11-02T07:00:00Z",
    "updated_at": "2026-11-02T07:00:00Z",
    "version": 1,
}
NOTE: Final = "First draft of the sitemap"

PLACE: Final = {"latitude_start": 53.5503, "longitude_start": 9.992, "latitude_end": None, "longitude_end": None}
EMAIL: Final = {"kind": "email", "label": "Work", "value": "carla@example.org"}
NO_LINES: Final = dict.fromkeys(("usage", "street", "street2", "zip_code", "city", "state", "country"))
CONTACTS: Final = [{"id": CONTACT, **EMAIL, **NO_LINES}]
