"""The native API at `/v1`. Its documentation is the OpenAPI document at `/docs/openapi.json`."""

from litestar import Router

from uhrwerk.entrypoints.native import (
    absences,
    attendance,
    calendar,
    catalog,
    changes,
    contracts,
    corrections,
    expenses,
    history,
    journal,
    law,
    locks,
    oauth_clients,
    overtime,
    people,
    records,
    reports,
    teams,
    time_entries,
    timers,
    timesheets,
    webhooks,
    work_time,
)
from uhrwerk.entrypoints.native.auth import sign_in
from uhrwerk.entrypoints.native.requests import StrictRequest

router = Router(
    "/v1",
    route_handlers=[
        *timers.HANDLERS,
        *time_entries.HANDLERS,
        *attendance.HANDLERS,
        *people.HANDLERS,
        *catalog.HANDLERS,
        *teams.HANDLERS,
        *absences.HANDLERS,
        *calendar.HANDLERS,
        *contracts.HANDLERS,
        *work_time.HANDLERS,
        *expenses.HANDLERS,
        *timesheets.HANDLERS,
        *corrections.HANDLERS,
        *overtime.HANDLERS,
        *locks.HANDLERS,
        *reports.HANDLERS,
        *law.HANDLERS,
        *journal.HANDLERS,
        *history.HANDLERS,
        *records.HANDLERS,
        *changes.HANDLERS,
        *webhooks.HANDLERS,
        *oauth_clients.HANDLERS,
    ],
    before_request=sign_in,
    request_class=StrictRequest,
    security=[{"bearer": []}],
)
