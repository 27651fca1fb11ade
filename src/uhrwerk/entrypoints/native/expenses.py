"""Expenses: /v1/expenses."""

from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from litestar.params import QueryParameter

from uhrwerk.entrypoints.native.alike import Kind
from uhrwerk.entrypoints.native.auth import Scope
from uhrwerk.entrypoints.native.models import expenses as models
from uhrwerk.entrypoints.native.personal import Conditions, personal_routes
from uhrwerk.operations.personal import EXPENSES

EXPENSE = Kind(
    "Expense",
    "Expenses",
    models.expense,
    models.Expense,
    models.NewExpense,
    models.ExpenseChanges,
    keepers="one's own, admins anybody's",
    unused="",
    read=Scope.EXPENSES_READ,
    write=Scope.EXPENSES_WRITE,
    says_why=True,
)


def days_and_project(
    begin: Annotated[
        date | None, QueryParameter(name="from", description="Spent on this day or later", required=False)
    ] = None,
    end: Annotated[
        date | None, QueryParameter(name="to", description="Spent on this day or earlier", required=False)
    ] = None,
    project_id: Annotated[UUID | None, QueryParameter(required=False)] = None,
    billable: Annotated[bool | None, QueryParameter(required=False)] = None,
) -> Conditions:
    conditions: Conditions = []
    if begin is not None:
        conditions.append(("spent_on", ">=", begin))
    if end is not None and end < date.max:
        conditions.append(("spent_on", "<", end + timedelta(days=1)))
    if project_id is not None:
        conditions.append(("project_id", "=", str(project_id)))
    if billable is not None:
        conditions.append(("billable", "=", billable))
    return conditions


HANDLERS: list[Any] = [personal_routes(EXPENSE, EXPENSES, days_and_project, "spent_on")]
