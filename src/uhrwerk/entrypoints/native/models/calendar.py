"""The team's calendar, and the feeds that calendar programs read it from."""

from datetime import date, datetime
from typing import Any

import msgspec

from uhrwerk.entrypoints.native.models.values import Name
from uhrwerk.operations.absence_calendar import Row
from uhrwerk.rules.absence import Away
from uhrwerk.storage.absences import Absence
from uhrwerk.storage.credentials import Credential


class CalendarAbsence(msgspec.Struct, frozen=True, kw_only=True):
    """When somebody is away. `id`, type, status and note are null for colleagues, who learn that and not why."""

    starts_on: date
    ends_on: date
    half_day_start: bool
    half_day_end: bool
    seconds: int | None
    id: str | None = None
    absence_type_id: str | None = None
    status: str | None = None
    note: str | None = None


class CalendarHoliday(msgspec.Struct, frozen=True, kw_only=True):
    """A public holiday where the person works, or one of the company's."""

    name: str
    starts_on: date
    ends_on: date
    half_day_start: bool
    half_day_end: bool


class CalendarRow(msgspec.Struct, frozen=True, kw_only=True):
    """One person's; `region` is where they work, by contract."""

    person_id: str
    name: str
    region: str | None
    absences: list[CalendarAbsence]
    holidays: list[CalendarHoliday]


class TeamCalendar(msgspec.Struct, frozen=True):
    """A row a person, by name."""

    items: list[CalendarRow]


class CalendarFeed(msgspec.Struct, frozen=True, kw_only=True):
    """A secret address of one's calendar. The address itself is shown once."""

    id: str
    name: str
    created_at: datetime


class CalendarFeedWithAddress(CalendarFeed, frozen=True, kw_only=True):
    """`url` is shown this once: whoever knows it reads the calendar."""

    url: str


class CalendarFeeds(msgspec.Struct, frozen=True):
    """Those in force, the oldest first."""

    items: list[CalendarFeed]


class NewCalendarFeed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`name` is for oneself: where the address is used."""

    name: Name = "Calendar"


def calendar(rows: list[Row]) -> TeamCalendar:
    return TeamCalendar([_row(each) for each in rows])


def feed(credential: Credential) -> CalendarFeed:
    return CalendarFeed(id=credential.id, name=credential.name, created_at=credential.created_at)


def _row(row: Row) -> CalendarRow:
    return CalendarRow(
        person_id=row.person.id,
        name=row.person.name,
        region=row.region,
        absences=[_absence(each) for each in row.away],
        holidays=[
            CalendarHoliday(
                name=each.name,
                starts_on=each.days.starts_on,
                ends_on=each.days.ends_on,
                half_day_start=each.days.half_day_start,
                half_day_end=each.days.half_day_end,
            )
            for each in row.holidays
        ],
    )


def _absence(away: Absence | Away) -> CalendarAbsence:
    shown: dict[str, Any] = {name: getattr(away, name, None) for name in CalendarAbsence.__struct_fields__}
    return CalendarAbsence(**shown)
