"""Overtime that somebody asks to have counted: /v1/overtime."""

from datetime import date
from typing import Annotated, Any

from litestar.params import QueryParameter

from uhrwerk.entrypoints.native.alike import Kind
from uhrwerk.entrypoints.native.auth import Scope
from uhrwerk.entrypoints.native.deciding import decision_route
from uhrwerk.entrypoints.native.models import approvals as models
from uhrwerk.entrypoints.native.models.approvals import Status
from uhrwerk.entrypoints.native.personal import Conditions, days_within, personal_routes
from uhrwerk.operations.overtime import OVERTIME as KEEPER

OVERTIME = Kind(
    "Overtime",
    "Overtime",
    models.overtime,
    models.Overtime,
    models.NewOvertime,
    models.OvertimeChanges,
    keepers="one's own, admins anybody's, while nobody has decided",
    unused="",
    read=Scope.APPROVALS_READ,
    write=Scope.APPROVALS_WRITE,
    says_why=True,
)


def wanted(
    starts_on: Annotated[date | None, QueryParameter(description="On this day or later", required=False)] = None,
    ends_on: Annotated[date | None, QueryParameter(description="On this day or earlier", required=False)] = None,
    status: Annotated[Status | None, QueryParameter(required=False)] = None,
) -> Conditions:
    conditions = days_within("day", "day", starts_on, ends_on)
    return conditions if status is None else [*conditions, ("status", "=", status)]


HANDLERS: list[Any] = [
    personal_routes(
        OVERTIME,
        KEEPER,
        wanted,
        "day",
        decision_route(OVERTIME, "approve", KEEPER.approve, "Approve overtime (admins, leads for their teams)."),
        decision_route(
            OVERTIME, "reject", KEEPER.reject, "Reject overtime, saying why (admins, leads for their teams)."
        ),
        decision_route(OVERTIME, "reopen", KEEPER.reopen, "Take a decision back, saying why (admins only)."),
    )
]
