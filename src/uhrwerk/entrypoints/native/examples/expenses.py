"""Expenses."""

from typing import Final

from uhrwerk.entrypoints.native.examples.common import EXPENSE, KEPT, PERSON, PROJECT, TAG, Examples
from uhrwerk.entrypoints.native.models import expenses as models

EXAMPLES: Final[Examples] = {
    models.Expense: {
        "id": EXPENSE,
        "person_id": PERSON,
        "project_id": PROJECT,
        "name": "Train to the museum",
        "price": "42.9",
        "quantity": "2",
        "billable": True,
        "payment": "Company card",
        "note": None,
        "tags": [TAG],
        "spent_on": "2026-11-20",
        **KEPT,
    },
    models.NewExpense: {
        "name": "Train to the museum",
        "price": "42.90",
        "quantity": "2",
        "spent_on": "2026-11-20",
        "project_id": PROJECT,
        "billable": True,
    },
    models.ExpenseChanges: {"price": "39.90"},
}
