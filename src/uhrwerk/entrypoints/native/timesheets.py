"""Timesheets: /v1/timesheets."""

from datetime import date
from typing import Annotated, Any

from litestar.params import QueryParameter

from uhrwerk.entrypoints.native.alike import Kind, get_route
from uhrwerk.entrypoints.native.auth import Scope
from uhrwerk.entrypoints.native.deciding import decision_route
from uhrwerk.entrypoints.native.models import approvals as models
from uhrwerk.entrypoints.native.models.approvals import TimesheetPeriod, TimesheetStatus
from uhrwerk.entrypoints.native.personal import (
    Conditions,
    days_within,
    personal_add_route,
    personal_list_route,
)
from uhrwerk.operations import timesheets

TIMESHEET = Kind(
    "Timesheet",
    "Timesheets",
    models.timesheet,
    models.Timesheet,
    models.NewTimesheet,
    models.NewTimesheet,
    keepers="one's own, admins anybody's",
    read=Scope.APPROVALS_READ,
    write=Scope.APPROVALS_WRITE,
)


def wanted(
    starts_on: Annotated[
        date | None, QueryParameter(description="Any day of it is this one or later", required=False)
    ] = None,
    ends_on: Annotated[
        date | None, QueryParameter(description="Any day of it is this one or earlier", required=False)
    ] = None,
    status: Annotated[TimesheetStatus | None, QueryParameter(required=False)] = None,
    period: Annotated[TimesheetPeriod | None, QueryParameter(required=False)] = None,
) -> Conditions:
    conditions = days_within("starts_on", "ends_on", starts_on, ends_on)
    return conditions + [(name, "=", value) for name, value in (("status", status), ("period", period)) if value]


HANDLERS: list[Any] = [
    TIMESHEET.router(
        personal_list_route(TIMESHEET, timesheets, "starts_on"),
        personal_add_route(TIMESHEET, timesheets),
        get_route(TIMESHEET, timesheets),
        *(
            decision_route(TIMESHEET, verb, decide, description)
            for verb, decide, description in (
                ("submit", timesheets.submit, "Hand an open timesheet in (its person; admins with a reason)."),
                ("withdraw", timesheets.withdraw, "Take a submitted one back (its person; admins with a reason)."),
                ("approve", timesheets.approve, "Approve a submitted one (admins, leads for their teams)."),
                ("reject", timesheets.reject, "Give a submitted one back, saying why (admins, leads for their teams)."),
                ("lock", timesheets.lock, "Close an approved one for good (admins only)."),
                ("reopen", timesheets.reopen, "Open one again, saying why (admins only)."),
            )
        ),
        wanted=wanted,
    )
]
