"""Saved reports."""

from typing import Final

from uhrwerk.entrypoints.native.examples.common import KEPT, PERSON, PROJECT, REPORT, Examples
from uhrwerk.entrypoints.native.models import reports as models

_DEFINITION: Final = {
    "period": "last-month",
    "starts_on": None,
    "ends_on": None,
    "group_by": ["client", "project"],
    "people": [],
    "projects": [PROJECT],
    "clients": [],
    "types_of_work": [],
    "tags": [],
    "billable": True,
}

EXAMPLES: Final[Examples] = {
    models.Report: {
        "id": REPORT,
        "person_id": PERSON,
        "name": "Billable last month",
        "shared": True,
        "definition": _DEFINITION,
        **KEPT,
    },
    models.NewReport: {
        "name": "Billable last month",
        "shared": True,
        "definition": {"period": "last-month", "group_by": ["client", "project"], "billable": True},
    },
    models.ReportChanges: {"shared": False},
}
