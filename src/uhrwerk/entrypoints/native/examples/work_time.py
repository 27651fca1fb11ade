"""Working time as it is reckoned."""

from typing import Final

from uhrwerk.entrypoints.native.examples.common import PERSON, Examples
from uhrwerk.entrypoints.native.models import work_time as models

_HALF_A_DAY: Final = {"name": "V", "kind": "vacation", "seconds": 14_400, "credited": True}
_HOLIDAY: Final = {"name": "Christmas Day", "kind": None, "seconds": 28_800, "credited": True}
_NOTHING: Final = {
    "unapproved_seconds": 0,
    "adjusted_seconds": 0,
    "forfeited_seconds": 0,
    "paid_out_seconds": 0,
}
_DAY: Final = {
    "day": "2026-11-16",
    "target_seconds": 28_800,
    "holiday": None,
    "absences": [_HALF_A_DAY],
    "due_seconds": 14_400,
    "worked_seconds": 23_400,
    "break_seconds": 0,
    "deducted_seconds": 1800,
    "change_seconds": 7200,
    **_NOTHING,
    "balance_seconds": 27_000,
}
_MONTH: Final = {
    "starts_on": "2026-11-01",
    "ends_on": "2026-11-30",
    "carried_seconds": 19_800,
    "target_seconds": 604_800,
    "holiday_seconds": 0,
    "absence_seconds": 14_400,
    "due_seconds": 590_400,
    "worked_seconds": 601_200,
    "break_seconds": 34_200,
    "deducted_seconds": 1800,
    "change_seconds": 9000,
    **_NOTHING,
    "balance_seconds": 28_800,
}

EXAMPLES: Final[Examples] = {
    models.DayOff: _HOLIDAY,
    models.WorkDay: _DAY,
    models.WorkDays: {"person_id": PERSON, "items": [_DAY]},
    models.WorkPeriod: _MONTH,
    models.WorkPeriods: {"person_id": PERSON, "items": [_MONTH]},
    models.Balance: {
        "person_id": PERSON,
        "day": "2026-11-16",
        "carried_seconds": 19_800,
        "balance_seconds": 27_000,
    },
    models.PublicHoliday: {"day": "2026-12-25", "name": "Christmas Day"},
    models.PublicHolidays: {
        "region": "DE-BE",
        "year": 2026,
        "items": [{"day": "2026-12-25", "name": "Christmas Day"}],
    },
}
