"""Absences: when somebody is away, and why. Company holidays: when all are."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import bindparam

from uhrwerk.storage.records import Kept, Owned
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import absence, absence_type, company_holiday


class AbsenceType(Kept, frozen=True):
    """`kind` is a word of `rules/absence.py`. A `plannable` one is asked for beforehand.

    What is left of a year's entitlement goes on into the next: at most `carry_over_days` (None: all of it), until
    the day `carry_over_until` (`MM-DD`, None: for good).
    """

    name: str
    short_name: str | None
    kind: str
    color: str | None
    plannable: bool
    archived: bool
    carry_over_days: Decimal | None = None
    carry_over_until: str | None = None


class Absence(Owned, frozen=True):
    """From `starts_on` to `ends_on`, both days included.

    `half_day_start`: the first day's morning is worked; `half_day_end`: the last day's afternoon is. `status` is
    requested, approved or rejected; `decided_by` and the like say by whom, when and why. `source` names the system it
    came from, where it came from another. `seconds`: only so long on a single day.
    """

    absence_type_id: str
    starts_on: date
    ends_on: date
    half_day_start: bool
    half_day_end: bool
    status: str
    note: str | None
    source: str | None
    seconds: int | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision_reason: str | None = None


class CompanyHoliday(Kept, frozen=True):
    """Nobody of the `region` (None: nobody at all) works from `starts_on` to `ends_on`, both included."""

    name: str
    starts_on: date
    ends_on: date
    half_day_start: bool
    half_day_end: bool
    region: str | None


shelf = Shelf(absence, Absence)
types = Shelf(absence_type, AbsenceType)
company_holidays = Shelf(company_holiday, CompanyHoliday)

_types = Statement(
    types.select(absence_type.c.deleted_at.is_(None), absence_type.c.archived.is_(False)).order_by(
        absence_type.c.number
    )
)
_every_type = Statement(types.select().order_by(absence_type.c.number))
_touching = Statement(
    shelf.select(
        absence.c.person_id == bindparam("person_id"),
        absence.c.deleted_at.is_(None),
        absence.c.starts_on <= bindparam("last"),
        absence.c.ends_on >= bindparam("first"),
    ).order_by(absence.c.starts_on, absence.c.id)
)
_of_everybody = Statement(
    shelf.select(
        absence.c.deleted_at.is_(None),
        absence.c.starts_on <= bindparam("last"),
        absence.c.ends_on >= bindparam("first"),
    ).order_by(absence.c.starts_on, absence.c.id)
)
_holidays_touching = Statement(
    company_holidays.select(
        company_holiday.c.deleted_at.is_(None),
        company_holiday.c.starts_on <= bindparam("last"),
        company_holiday.c.ends_on >= bindparam("first"),
    ).order_by(company_holiday.c.starts_on, company_holiday.c.id)
)


async def types_in_use(tx: Tx, workspace_id: str) -> list[AbsenceType]:
    """The types that can be asked for, the oldest first."""
    return await types.every(tx, _types, workspace_id=workspace_id)


async def every_type(tx: Tx, workspace_id: str) -> list[AbsenceType]:
    """All types that there ever were, the oldest first."""
    return await types.every(tx, _every_type, workspace_id=workspace_id)


async def touching(tx: Tx, workspace_id: str, person_id: str, first: date, last: date) -> list[Absence]:
    """The person's absences of which any day lies from `first` to `last`, both included."""
    return await shelf.every(tx, _touching, workspace_id=workspace_id, person_id=person_id, first=first, last=last)


async def of_everybody(tx: Tx, workspace_id: str, first: date, last: date) -> list[Absence]:
    """Everybody's absences of which any day lies from `first` to `last`, both included."""
    return await shelf.every(tx, _of_everybody, workspace_id=workspace_id, first=first, last=last)


async def holidays_touching(tx: Tx, workspace_id: str, first: date, last: date) -> list[CompanyHoliday]:
    """The company holidays of which any day lies from `first` to `last`, both included."""
    return await company_holidays.every(tx, _holidays_touching, workspace_id=workspace_id, first=first, last=last)
