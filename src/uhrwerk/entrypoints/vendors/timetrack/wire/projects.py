"""Projects."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import msgspec
from msgspec import UNSET

from uhrwerk.entrypoints.vendors.timetrack.wire.values import Given, amount
from uhrwerk.operations.details import ProjectDetails
from uhrwerk.rules.money import PLACES
from uhrwerk.rules.refusals import Invalid

A_MINUTE: Final = 60
MOST_MINUTES: Final = 35_000_000
"""What fits into the core's seconds."""


class ProjectForm(msgspec.Struct, kw_only=True, rename="camel"):
    name: str | None = msgspec.field(name="projectName", default=None)
    client_name: str | None = None
    enabled: Given[bool] = msgspec.field(name="projectEnabled", default=UNSET)
    note: Given[str] = msgspec.field(name="notes", default=UNSET)
    hour_rate: Given[Decimal] = UNSET
    planned_minutes: Given[Decimal] = msgspec.field(name="timeEstimated", default=UNSET)
    budget: Given[Decimal] = msgspec.field(name="budgetEstimated", default=UNSET)


class Project(msgspec.Struct, kw_only=True, rename="camel"):
    """`time_estimated` in minutes; amounts in the workspace's currency."""

    id: int
    project_name: str
    client_name: str | None
    project_enabled: bool
    notes: str | None
    hour_rate: Decimal | None
    time_estimated: Decimal | None
    budget_estimated: Decimal | None


def project(details: ProjectDetails) -> Project:
    record = details.project
    return Project(
        id=record.number,
        project_name=record.name,
        client_name=details.client.name if details.client else None,
        project_enabled=not record.archived,
        notes=record.note,
        hour_rate=amount(record.hour_rate),
        time_estimated=minutes(record.planned_seconds),
        budget_estimated=amount(record.budget),
    )


def minutes(seconds: int | None) -> Decimal | None:
    """To four places."""
    return None if seconds is None else amount((Decimal(seconds) / A_MINUTE).quantize(PLACES))


def seconds(value: Decimal | None) -> int | None:
    """The nearest whole second of so many minutes. Raises Invalid."""
    if value is None:
        return None
    if not (value.is_finite() and 0 <= value <= MOST_MINUTES):
        raise Invalid.field("planned_minutes", f"must lie between 0 and {MOST_MINUTES}")
    return int((value * A_MINUTE).to_integral_value(ROUND_HALF_UP))
