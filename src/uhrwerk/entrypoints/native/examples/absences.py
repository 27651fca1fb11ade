"""Absences and company holidays."""

from typing import Final

from uhrwerk.entrypoints.native.examples.common import (
    ABSENCE,
    ABSENCE_TYPE,
    CALENDAR_FEED,
    COMPANY_HOLIDAY,
    ENTITLEMENT,
    KEPT,
    PERSON,
    Examples,
)
from uhrwerk.entrypoints.native.models import absences as models
from uhrwerk.entrypoints.native.models import calendar

_DAYS: Final = {
    "starts_on": "2026-12-21",
    "ends_on": "2026-12-24",
    "half_day_start": False,
    "half_day_end": True,
}

_EXPIRING: Final = {"days": "9.5", "expires_on": "2026-12-31"}

_AWAY: Final = {
    **_DAYS,
    "seconds": None,
    "id": ABSENCE,
    "absence_type_id": ABSENCE_TYPE,
    "status": "approved",
    "note": None,
}
_HOLIDAY: Final = {
    "name": "Christmas Day",
    "starts_on": "2026-12-25",
    "ends_on": "2026-12-25",
    "half_day_start": False,
    "half_day_end": False,
}
_ROW: Final = {
    "person_id": PERSON,
    "name": "Carla Kreativ",
    "region": "DE-HH",
    "absences": [_AWAY],
    "holidays": [_HOLIDAY],
}
_FEED: Final = {"id": CALENDAR_FEED, "name": "Phone", "created_at": "2026-11-02T07:00:00Z"}

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
    calendar.CalendarAbsence: _AWAY,
    calendar.CalendarHoliday: _HOLIDAY,
    calendar.CalendarRow: _ROW,
    calendar.TeamCalendar: {"items": [_ROW]},
    calendar.CalendarFeed: _FEED,
    calendar.CalendarFeeds: {"items": [_FEED]},
    calendar.CalendarFeedWithAddress: {
        **_FEED,
        "url": "https://clock.example.org/calendars/cal_aBc123dEf456.ics",
    },
    calendar.NewCalendarFeed: {"name": "Phone"},
    models.CompanyHoliday: {"id": COMPANY_HOLIDAY, "name": "Christmas break", **_DAYS, "region": "DE-HH", **KEPT},
    models.NewCompanyHoliday: {"name": "Christmas break", **_DAYS},
    models.CompanyHolidayChanges: {"region": None},
}
