"""Expenses."""

from collections.abc import Iterable
from decimal import Decimal

import msgspec
from msgspec import UNSET

from uhrwerk.entrypoints.vendors.timetrack.wire.values import Given, plain, tag_text
from uhrwerk.operations.details import ProjectDetails
from uhrwerk.storage import expenses
from uhrwerk.storage.people import Person
from uhrwerk.storage.tags import Tag


class ExpenseForm(msgspec.Struct, kw_only=True, rename="camel"):
    username: str | None = None
    client_name: Given[str] = UNSET
    project_name: Given[str] = UNSET
    name: str | None = None
    price: Given[Decimal] = UNSET
    quantity: Given[Decimal] = UNSET
    billable: Given[bool] = UNSET
    payment: Given[str | int] = msgspec.field(name="payType", default=UNSET)
    note: Given[str] = msgspec.field(name="details", default=UNSET)
    tags: Given[str | list[str]] = UNSET
    spent_on: Given[str] = msgspec.field(name="date", default=UNSET)


class Expense(msgspec.Struct, kw_only=True, rename="camel"):
    """`price` is for one of `quantity`; `date` is a day, written as its midnight."""

    id: int
    user: str
    client_name: str | None
    project_name: str | None
    name: str
    price: Decimal
    quantity: Decimal
    billable: bool
    pay_type: str | None
    details: str | None
    tags: str | None
    date: str


def expense(record: expenses.Expense, person: Person, project: ProjectDetails | None, tags: Iterable[Tag]) -> Expense:
    client = project.client if project else None
    return Expense(
        id=record.number,
        user=person.username,
        client_name=client.name if client else None,
        project_name=project.project.name if project else None,
        name=record.name,
        price=plain(record.price),
        quantity=plain(record.quantity),
        billable=record.billable,
        pay_type=record.payment,
        details=record.note,
        tags=tag_text(tag.name for tag in tags),
        date=f"{record.spent_on:%Y-%m-%d}T00:00:00.000Z",
    )
