"""Contracts, and what admins put on the balance by hand. Days are dates, lengths whole seconds."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from uhrwerk.entrypoints.native.models.values import Kept, Note, PositiveAmount, Reason, Seconds, Zone, same
from uhrwerk.storage.balance_adjustments import BalanceAdjustment as AdjustmentRecord
from uhrwerk.storage.contracts import Contract as ContractRecord

Kind = Literal["weekdays", "week", "trust"]
BreakPolicy = Literal["as-taken", "deduct-minimum"]
BalancePeriod = Literal["month", "year"]
BalanceExcess = Literal["forfeit", "pay-out"]
OvertimePolicy = Literal["counts", "approved-only"]
AdjustmentKind = Literal["pay-out", "correction"]
Weekdays = Annotated[list[Seconds], Meta(min_length=7, max_length=7, description="Seconds from Monday to Sunday")]
Workdays = Annotated[list[int], Meta(max_length=7, description="Weekdays on which is worked; 1 is Monday")]
Region = Annotated[
    str,
    Meta(description="ISO 3166 code of a country or a part of one; its public holidays count", examples=["DE-BE"]),
]
Law = Annotated[str, Meta(description="Code of a labour law; left out, the one of the region's country")]
Signed = Annotated[int, Meta(gt=-(2**31), lt=2**31, description="Seconds; less than none take away")]


class Contract(Kept, frozen=True, kw_only=True):
    """What was agreed about working time, from `starts_on` to `ends_on`, both included (null: until further notice).

    `kind` is `weekdays` (`weekday_seconds` are due), `week` (`weekly_seconds`, spread evenly over the `workdays`) or
    `trust` (no target and no balance). Without a `zone` the person's own stays. Under the `break_policy`
    `deduct-minimum`, what is missing of the breaks that the law asks for is deducted. `start_balance_seconds` are on
    the balance from the first day. At the end of each `balance_period`, what the balance has beyond
    `balance_cap_seconds` is forfeited or paid out (`balance_excess`). `overtime` says whether work beyond a day's due
    `counts`, or as far as it was approved (`approved-only`).
    """

    person_id: str
    starts_on: date
    ends_on: date | None
    kind: str
    weekday_seconds: list[int] | None
    weekly_seconds: int | None
    workdays: list[int]
    zone: str | None
    region: str | None
    law: str | None
    break_policy: str
    start_balance_seconds: int
    vacation_days: str | None
    balance_period: str | None
    balance_cap_seconds: int | None
    balance_excess: str
    overtime: str
    note: str | None


class NewContract(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One without an end that holds on the day before `starts_on` ends then. `person_id` is whose, left out one's own.

    Workdays that are left out are those with seconds, or Monday to Friday.
    """

    starts_on: date
    ends_on: date | None = None
    kind: Kind
    weekday_seconds: Weekdays | None = None
    weekly_seconds: Seconds | None = None
    workdays: Workdays | None = None
    zone: Zone | None = None
    region: Region | None = None
    law: Law | None = None
    break_policy: BreakPolicy = "as-taken"
    start_balance_seconds: Signed = 0
    vacation_days: PositiveAmount | None = None
    balance_period: BalancePeriod | None = None
    balance_cap_seconds: Seconds | None = None
    balance_excess: BalanceExcess = "forfeit"
    overtime: OvertimePolicy = "counts"
    note: Note | None = None
    person_id: UUID | None = None


class ContractChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Members left out stay as they are. Of a contract that has begun only `ends_on` and `note` can be changed."""

    starts_on: date | UnsetType = UNSET
    ends_on: date | None | UnsetType = UNSET
    kind: Kind | UnsetType = UNSET
    weekday_seconds: Weekdays | None | UnsetType = UNSET
    weekly_seconds: Seconds | None | UnsetType = UNSET
    workdays: Workdays | None | UnsetType = UNSET
    zone: Zone | None | UnsetType = UNSET
    region: Region | None | UnsetType = UNSET
    law: Law | None | UnsetType = UNSET
    break_policy: BreakPolicy | UnsetType = UNSET
    start_balance_seconds: Signed | UnsetType = UNSET
    vacation_days: PositiveAmount | None | UnsetType = UNSET
    balance_period: BalancePeriod | None | UnsetType = UNSET
    balance_cap_seconds: Seconds | None | UnsetType = UNSET
    balance_excess: BalanceExcess | UnsetType = UNSET
    overtime: OvertimePolicy | UnsetType = UNSET
    note: Note | None | UnsetType = UNSET


class BalanceAdjustment(Kept, frozen=True, kw_only=True):
    """`seconds` are added to the balance on the day. A `pay-out` takes away, a `correction` does either."""

    person_id: str
    day: date
    seconds: int
    kind: str
    note: str | None


class NewBalanceAdjustment(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`person_id` is whose, left out one's own."""

    day: date
    seconds: Signed
    kind: AdjustmentKind
    note: Note
    person_id: UUID | None = None


class BalanceAdjustmentChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Members left out stay as they are. `reason` is required for somebody else's."""

    day: date | UnsetType = UNSET
    seconds: Signed | UnsetType = UNSET
    kind: AdjustmentKind | UnsetType = UNSET
    note: Note | UnsetType = UNSET
    reason: Reason | None = None


def contract(record: ContractRecord) -> Contract:
    return Contract(**same(record, Contract))


def balance_adjustment(record: AdjustmentRecord) -> BalanceAdjustment:
    return BalanceAdjustment(**same(record, BalanceAdjustment))
