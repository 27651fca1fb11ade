"""Absences, their types, entitlements, and the holidays of the whole company. Days are dates; first and last count."""

from datetime import date, datetime
from typing import Annotated, Final, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from uhrwerk.entrypoints.native.models.values import (
    Amount,
    Color,
    Kept,
    Name,
    Note,
    PositiveAmount,
    Reason,
    decimal_text,
    same,
)
from uhrwerk.operations.entitlements import AccountOf
from uhrwerk.storage.absences import Absence as AbsenceRecord
from uhrwerk.storage.absences import AbsenceType as AbsenceTypeRecord
from uhrwerk.storage.absences import CompanyHoliday as CompanyHolidayRecord
from uhrwerk.storage.entitlements import Entitlement as EntitlementRecord

AbsenceKind = Literal["vacation", "sick", "special", "unpaid", "training", "time-off-in-lieu", "other"]
AMOUNTS_OF_ACCOUNT: Final = ("granted", "carried_over", "expired", "taken", "planned", "requested", "carried_on")

Status = Literal["requested", "approved", "rejected"]
ShortName = Annotated[str, Meta(description="At most 20 characters", examples=["V"])]
DayOfYear = Annotated[str, Meta(pattern="^[0-9]{2}-[0-9]{2}$", description="`MM-DD`", examples=["03-31"])]
AwaySeconds = Annotated[int, Meta(ge=1, le=86_400, description="Only so long, on a single day", examples=[7200])]
Year = Annotated[int, Meta(ge=1970, lt=9000)]
Region = Annotated[
    str, Meta(description="ISO 3166 code of a country or a part of one; left out: everywhere", examples=["DE-HH"])
]


class AbsenceType(Kept, frozen=True, kw_only=True):
    """A `plannable` one is asked for beforehand.

    Of what is left of a year, at most `carry_over_days` (null: all) go on into the next, until its `carry_over_until`
    (null: for good).
    """

    name: str
    short_name: str | None
    kind: str
    color: str | None
    plannable: bool
    archived: bool
    carry_over_days: str | None
    carry_over_until: str | None


class NewAbsenceType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name
    short_name: ShortName | None = None
    kind: AbsenceKind = "other"
    color: Color | None = None
    plannable: bool = True
    archived: bool = False
    carry_over_days: PositiveAmount | None = None
    carry_over_until: DayOfYear | None = None


class AbsenceTypeChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name | UnsetType = UNSET
    short_name: ShortName | None | UnsetType = UNSET
    kind: AbsenceKind | UnsetType = UNSET
    color: Color | None | UnsetType = UNSET
    plannable: bool | UnsetType = UNSET
    archived: bool | UnsetType = UNSET
    carry_over_days: PositiveAmount | None | UnsetType = UNSET
    carry_over_until: DayOfYear | None | UnsetType = UNSET


class Absence(Kept, frozen=True, kw_only=True):
    """`half_day_start`: the first day's morning is worked; `half_day_end`: the last day's afternoon is.

    `seconds`: only so long, on a single day. Who decided, when and why is null while it is requested. `source` names
    the system that it came from, where it came from another.
    """

    person_id: str
    absence_type_id: str
    starts_on: date
    ends_on: date
    half_day_start: bool
    half_day_end: bool
    seconds: int | None
    status: str
    decided_by: str | None
    decided_at: datetime | None
    decision_reason: str | None
    note: str | None
    source: str | None


class NewAbsence(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Without a type it is of the first one that can be asked for; `person_id` is whose, left out one's own."""

    starts_on: date
    ends_on: date
    half_day_start: bool = False
    half_day_end: bool = False
    seconds: AwaySeconds | None = None
    absence_type_id: UUID | None = None
    note: Note | None = None
    person_id: UUID | None = None


class AbsenceChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`reason` is required for somebody else's."""

    starts_on: date | UnsetType = UNSET
    ends_on: date | UnsetType = UNSET
    half_day_start: bool | UnsetType = UNSET
    half_day_end: bool | UnsetType = UNSET
    seconds: AwaySeconds | None | UnsetType = UNSET
    absence_type_id: UUID | UnsetType = UNSET
    note: Note | None | UnsetType = UNSET
    reason: Reason | None = None


class Entitlement(Kept, frozen=True, kw_only=True):
    """`days` of a type for a year, to be taken up to `expires_on`.

    Null: until the year's end, and the type says what goes on.
    """

    person_id: str
    absence_type_id: str
    year: int
    days: str
    expires_on: date | None
    note: str | None


class NewEntitlement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Without a type it is of vacation; `person_id` is whose, left out one's own."""

    year: Year
    days: Amount
    absence_type_id: UUID | None = None
    expires_on: date | None = None
    note: Note | None = None
    person_id: UUID | None = None


class EntitlementChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`reason` is required for somebody else's."""

    year: Year | UnsetType = UNSET
    days: Amount | UnsetType = UNSET
    absence_type_id: UUID | UnsetType = UNSET
    expires_on: date | None | UnsetType = UNSET
    note: Note | None | UnsetType = UNSET
    reason: Reason | None = None


class Expiring(msgspec.Struct, frozen=True):
    """Days that lapse unless they are taken up to and including `expires_on`."""

    days: str
    expires_on: date


class EntitlementAccount(msgspec.Struct, frozen=True, kw_only=True):
    """A year of somebody's days of a type, in days.

    `taken` are approved and lie up to today, `planned` are approved and to come, `requested` wait for a decision.
    `carried_on` went on into the next year, once this one is over. `remaining` = granted + carried_over - expired -
    taken - planned - requested - carried_on; null where nothing was ever granted, so that nothing is limited.
    """

    person_id: str
    absence_type_id: str
    year: int
    granted: str
    carried_over: str
    expired: str
    taken: str
    planned: str
    requested: str
    carried_on: str
    remaining: str | None
    expiring: list[Expiring]


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


def entitlement(record: EntitlementRecord) -> Entitlement:
    return Entitlement(**same(record, Entitlement))


def entitlement_account(found: AccountOf) -> EntitlementAccount:
    account = found.account
    amounts = {name: decimal_text(getattr(account, name)) for name in AMOUNTS_OF_ACCOUNT}
    return EntitlementAccount(
        person_id=found.person.id,
        absence_type_id=found.type.id,
        year=account.year,
        remaining=decimal_text(account.remaining) if account.limited else None,
        expiring=[Expiring(decimal_text(each.days), each.expires_on) for each in account.expiring if each.expires_on],
        **amounts,
    )
