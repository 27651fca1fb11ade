"""Expenses: what somebody spent."""

from datetime import date
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from uhrwerk.entrypoints.native.models.values import Amount, Kept, Name, Note, PositiveAmount, Reason, Tags, same
from uhrwerk.storage.expenses import Expense as ExpenseRecord


class Expense(Kept, frozen=True, kw_only=True):
    """`price` is for one, in the workspace's currency; `payment` says how it was paid."""

    person_id: str
    project_id: str | None
    name: str
    price: str
    quantity: str
    billable: bool
    payment: str | None
    note: str | None
    tags: list[str]
    spent_on: date


class NewExpense(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`person_id` is whose, left out one's own."""

    name: Name
    price: Amount
    quantity: PositiveAmount = "1"
    spent_on: date
    project_id: UUID | None = None
    billable: bool = False
    payment: Name | None = None
    note: Note | None = None
    tags: Tags = []
    person_id: UUID | None = None


class ExpenseChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Members left out stay as they are; lists are replaced as a whole. `reason` is required for somebody else's."""

    name: Name | UnsetType = UNSET
    price: Amount | UnsetType = UNSET
    quantity: PositiveAmount | UnsetType = UNSET
    spent_on: date | UnsetType = UNSET
    project_id: UUID | None | UnsetType = UNSET
    billable: bool | UnsetType = UNSET
    payment: Name | None | UnsetType = UNSET
    note: Note | None | UnsetType = UNSET
    tags: Tags | UnsetType = UNSET
    reason: Reason | None = None


def expense(record: ExpenseRecord) -> Expense:
    return Expense(**same(record, Expense))
