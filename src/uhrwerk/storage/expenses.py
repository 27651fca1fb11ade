"""Expenses: what somebody spent on a project."""

from datetime import date
from decimal import Decimal

from uhrwerk.storage.records import Owned
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.tables import expense


class Expense(Owned, frozen=True):
    """`price` is for one, in the workspace's currency; `payment` says how it was paid; `tags` are ids."""

    project_id: str | None
    name: str
    price: Decimal
    quantity: Decimal
    billable: bool
    payment: str | None
    note: str | None
    tags: list[str]
    spent_on: date


shelf = Shelf(expense, Expense)
