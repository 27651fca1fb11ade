"""Contracts and balance adjustments."""

from typing import Final

from uhrwerk.entrypoints.native.examples.common import BALANCE_ADJUSTMENT, CONTRACT, KEPT, PERSON, Examples
from uhrwerk.entrypoints.native.models import contracts as models

_TERMS: Final = {
    "starts_on": "2026-11-01",
    "kind": "week",
    "weekly_seconds": 115_200,
    "workdays": [1, 2, 3, 4],
    "region": "DE-BE",
    "break_policy": "deduct-minimum",
    "start_balance_seconds": 19_800,
    "vacation_days": "24",
    "balance_period": "year",
    "balance_cap_seconds": 144_000,
    "balance_excess": "pay-out",
    "overtime": "approved-only",
}
_ADJUSTMENT: Final = {"day": "2026-11-30", "seconds": -36_000, "kind": "pay-out", "note": "With November's pay"}

EXAMPLES: Final[Examples] = {
    models.Contract: {
        "id": CONTRACT,
        "person_id": PERSON,
        "ends_on": None,
        "weekday_seconds": None,
        "zone": None,
        "law": None,
        "note": None,
        **_TERMS,
        **KEPT,
    },
    models.NewContract: {**_TERMS, "person_id": PERSON},
    models.ContractChanges: {"ends_on": "2027-03-31", "note": "Parental leave from April"},
    models.BalanceAdjustment: {"id": BALANCE_ADJUSTMENT, "person_id": PERSON, **_ADJUSTMENT, **KEPT},
    models.NewBalanceAdjustment: {**_ADJUSTMENT, "person_id": PERSON},
    models.BalanceAdjustmentChanges: {"seconds": -28_800},
}
