"""Saved reports: /v1/reports."""

from typing import Annotated, Any

from litestar import get
from litestar.params import QueryParameter

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.native.alike import Kind, of_one
from uhrwerk.entrypoints.native.auth import Scope
from uhrwerk.entrypoints.native.models import reports as models
from uhrwerk.entrypoints.native.models.reports import Report
from uhrwerk.entrypoints.native.models.values import Page
from uhrwerk.entrypoints.native.paging import LONG_PAGE, Cursor, Limit, after_key, page
from uhrwerk.entrypoints.native.personal import personal_add_route
from uhrwerk.entrypoints.native.whose import PersonId, own_or
from uhrwerk.operations import personal
from uhrwerk.operations.personal import SAVED_REPORTS

REPORT = Kind(
    "Report",
    "Reports",
    models.report,
    models.Report,
    models.NewReport,
    models.ReportChanges,
    keepers="one's own, admins anybody's",
    unused="",
    read=Scope.TIME_READ,
    write=Scope.TIME_WRITE,
    says_why=True,
)


@get(scope=REPORT.read, operation_id="listReports")
async def every(
    request: AnyRequest,
    limit: Limit = 50,
    cursor: Cursor = None,
    person_id: PersonId = None,
    shared: Annotated[bool, QueryParameter(description="Everybody's that are shared", required=False)] = False,
) -> Page[Report]:
    """Saved reports, newest first: one's own, or those that are shared."""
    actor, whose = own_or(request, person_id)
    after = after_key(cursor)
    records = await house_of(request).store.read(
        lambda tx: (
            personal.shared_reports(tx, actor, limit=limit + 1, after=after)
            if shared
            else SAVED_REPORTS.every(tx, actor, whose, limit=limit + 1, after=after)
        ),
        long=limit > LONG_PAGE,
    )
    return page(records, limit, "created_at", models.report)


HANDLERS: list[Any] = [REPORT.router(every, personal_add_route(REPORT, SAVED_REPORTS), *of_one(REPORT, SAVED_REPORTS))]
