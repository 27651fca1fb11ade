"""Absences and company holidays."""

from typing import Final

from uhrwerk.entrypoints.native.examples.common import (
    ABSENCE,
    ABSENCE_TYPE,
    COMPANY_HOLIDAY,
    ENTITLEMENT,
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

_EXPIRING: Final = {"days": "9.5", "expires_on": "2026-12-31"}

EXAMPLES: Final[Examples] = {
    models.AbsenceType: {
        "id": ABSENCE_TYPE,
        "name": "Vacation",
        "short_name": "V",
        "kind": "vacation",
        "color": "#fbc02d",
        "plannable": True,
        "archived": False,
        "carry_over_days": "5",
        "carry_over_until": "03-31",
        **KEPT,
    },
    models.NewAbsenceType: {"name": "Vacation", "short_name": "V", "kind": "vacation", "carry_over_until": "03-31"},
    models.AbsenceTypeChanges: {"color": "#fbc02d"},
    models.Absence: {
        "id": ABSENCE,
        "person_id": PERSON,
        "absence_type_id": ABSENCE_TYPE,
        **_DAYS,
        "seconds": None,
        "status": "approved",
        "decided_by": PERSON,
        "decided_at": "2026-11-20T08:30:00Z",
        "decision_reason": None,
        "note": None,
        "source": None,
        **KEPT,
    },
    models.NewAbsence: {**_DAYS, "absence_type_id": ABSENCE_TYPE},
    models.AbsenceChanges: {"ends_on": "2026-12-23", "half_day_end": False},
    models.DecisionOnAbsence: {"reason": "Two others are away that week"},
    models.Entitlement: {
        "id": ENTITLEMENT,
        "person_id": PERSON,
        "absence_type_id": ABSENCE_TYPE,
        "year": 2026,
        "days": "30",
        "expires_on": None,
        "note": None,
        **KEPT,
    },
    models.NewEntitlement: {"person_id": PERSON, "year": 2026, "days": "30"},
    models.EntitlementChanges: {"days": "27.5"},
    models.EntitlementAccount: {
        "person_id": PERSON,
        "absence_type_id": ABSENCE_TYPE,
        "year": 2026,
        "granted": "30",
        "carried_over": "3",
        "expired": "1",
        "taken": "12.5",
        "planned": "5",
        "requested": "0",
        "carried_on": "0",
        "remaining": "14.5",
        "expiring": [_EXPIRING],
    },
    models.Expiring: _EXPIRING,
    models.CompanyHoliday: {"id": COMPANY_HOLIDAY, "name": "Christmas break", **_DAYS, "region": "DE-HH", **KEPT},
    models.NewCompanyHoliday: {"name": "Christmas break", **_DAYS},
    models.CompanyHolidayChanges: {"region": None},
}
