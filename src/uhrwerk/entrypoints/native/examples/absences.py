"""Absences and company holidays."""

from typing import Final

from uhrwerk.entrypoints.native.examples.common import (
    ABSENCE,
    ABSENCE_TYPE,
    COMPANY_HOLIDAY,
    KEPT,
    PERSON,
    Examples,
)
from uhrwerk.entrypoints.native.models import absences as models

_DAYS: Final = {
    "starts_on": "2026-12-21",
    "ends_on": "2026-12-24",
    "half_day_start": False,
    "half_day_end": True,
}

EXAMPLES: Final[Examples] = {
    models.AbsenceType: {
        "id": ABSENCE_TYPE,
        "name": "Vacation",
        "short_name": "V",
        "kind": "vacation",
        "color": "#fbc02d",
        "plannable": True,
        "archived": False,
        **KEPT,
    },
    models.NewAbsenceType: {"name": "Vacation", "short_name": "V", "kind": "vacation"},
    models.AbsenceTypeChanges: {"color": "#fbc02d"},
    models.Absence: {
        "id": ABSENCE,
        "person_id": PERSON,
        "absence_type_id": ABSENCE_TYPE,
        **_DAYS,
        "status": "requested",
        "note": None,
        "source": None,
        **KEPT,
    },
    models.NewAbsence: {**_DAYS, "absence_type_id": ABSENCE_TYPE},
    models.AbsenceChanges: {"ends_on": "2026-12-23", "half_day_end": False},
    models.CompanyHoliday: {"id": COMPANY_HOLIDAY, "name": "Christmas break", **_DAYS, "region": "DE-HH", **KEPT},
    models.NewCompanyHoliday: {"name": "Christmas break", **_DAYS},
    models.CompanyHolidayChanges: {"region": None},
}
