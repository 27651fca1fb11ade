"""Absences, their types, and the holidays of the whole company. Days are dates; first and last are included."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from uhrwerk.entrypoints.native.models.values import Color, Kept, Name, Note, same
from uhrwerk.storage.absences import Absence as AbsenceRecord
from uhrwerk.storage.absences import AbsenceType as AbsenceTypeRecord
from uhrwerk.storage.absences import CompanyHoliday as CompanyHolidayRecord

AbsenceKind = Literal["vacation", "sick", "special", "unpaid", "training", "other"]
Status = Literal["requested", "approved", "rejected"]
ShortName = Annotated[str, Meta(description="At most 20 characters", examples=["V"])]
Region = Annotated[str, Meta(description="Left out: everywhere; at most 50 characters", examples=["DE-HH"])]


class AbsenceType(Kept, frozen=True, kw_only=True):
    """A `plannable` one is asked for beforehand."""

    name: str
    short_name: str | None
    kind: str
    color: str | None
    plannable: bool
    archived: bool


class NewAbsenceType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name
    short_name: ShortName | None = None
    kind: AbsenceKind = "other"
    color: Color | None = None
    plannable: bool = True
    archived: bool = False


class AbsenceTypeChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name | UnsetType = UNSET
    short_name: ShortName | None | UnsetType = UNSET
    kind: AbsenceKind | UnsetType = UNSET
    color: Color | None | UnsetType = UNSET
    plannable: bool | UnsetType = UNSET
    archived: bool | UnsetType = UNSET


class Absence(Kept, frozen=True, kw_only=True):
    """`half_day_start`: the first day's morning is worked; `half_day_end`: the last day's afternoon is.

    `source` names the system that it came from, where it came from another.
    """

    person_id: str
    absence_type_id: str
    starts_on: date
    ends_on: date
    half_day_start: bool
    half_day_end: bool
    status: str
    note: str | None
    source: str | None


class NewAbsence(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Without a type it is of the first one that can be asked for; `person_id` is whose, left out one's own."""

    starts_on: date
    ends_on: date
    half_day_start: bool = False
    half_day_end: bool = False
    absence_type_id: UUID | None = None
    note: Note | None = None
    person_id: UUID | None = None


class AbsenceChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    starts_on: date | UnsetType = UNSET
    ends_on: date | UnsetType = UNSET
    half_day_start: bool | UnsetType = UNSET
    half_day_end: bool | UnsetType = UNSET
    absence_type_id: UUID | UnsetType = UNSET
    note: Note | None | UnsetType = UNSET


class CompanyHoliday(Kept, frozen=True, kw_only=True):
    """Nobody of the `region` works (null: nobody at all)."""

    name: str
    starts_on: date
    ends_on: date
    half_day_start: bool
    half_day_end: bool
    region: str | None


class NewCompanyHoliday(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    name: Name
    starts_on: date
    ends_on: date
    half_day_start: bool = False
    half_day_end: bool = False
    region: Region | None = None


class CompanyHolidayChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name | UnsetType = UNSET
    starts_on: date | UnsetType = UNSET
    ends_on: date | UnsetType = UNSET
    half_day_start: bool | UnsetType = UNSET
    half_day_end: bool | UnsetType = UNSET
    region: Region | None | UnsetType = UNSET


def absence_type(record: AbsenceTypeRecord) -> AbsenceType:
    return AbsenceType(**same(record, AbsenceType))


def absence(record: AbsenceRecord) -> Absence:
    return Absence(**same(record, Absence))


def company_holiday(record: CompanyHolidayRecord) -> CompanyHoliday:
    return CompanyHoliday(**same(record, CompanyHoliday))
