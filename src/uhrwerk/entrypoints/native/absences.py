"""Absences, their types, company holidays: /v1/absences, /v1/absence-types, /v1/company-holidays."""

from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath, QueryParameter

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.native.alike import Kind, routes
from uhrwerk.entrypoints.native.auth import Scope, guest_of
from uhrwerk.entrypoints.native.catalog import in_use_or_not
from uhrwerk.entrypoints.native.models import absences as models
from uhrwerk.entrypoints.native.models.absences import Absence, Status
from uhrwerk.entrypoints.native.personal import Conditions, personal_routes
from uhrwerk.entrypoints.native.writing import IfMatch, expected_version, with_etag
from uhrwerk.operations import absences
from uhrwerk.operations.catalog import ABSENCE_TYPES, COMPANY_HOLIDAYS

ABSENCE_TYPE = Kind(
    "AbsenceType",
    "AbsenceTypes",
    models.absence_type,
    models.AbsenceType,
    models.NewAbsenceType,
    models.AbsenceTypeChanges,
    keepers="admins only",
    read=Scope.ABSENCES_READ,
    write=Scope.ABSENCES_WRITE,
)
COMPANY_HOLIDAY = Kind(
    "CompanyHoliday",
    "CompanyHolidays",
    models.company_holiday,
    models.CompanyHoliday,
    models.NewCompanyHoliday,
    models.CompanyHolidayChanges,
    keepers="admins only",
    unused="",
    read=Scope.ABSENCES_READ,
    write=Scope.ABSENCES_WRITE,
)
ABSENCE = Kind(
    "Absence",
    "Absences",
    models.absence,
    models.Absence,
    models.NewAbsence,
    models.AbsenceChanges,
    keepers="one's own, admins anybody's",
    unused="",
    read=Scope.ABSENCES_READ,
    write=Scope.ABSENCES_WRITE,
)


def days_and_status(
    begin: Annotated[
        date | None, QueryParameter(name="from", description="Any day of it is this one or later", required=False)
    ] = None,
    end: Annotated[
        date | None, QueryParameter(name="to", description="Any day of it is this one or earlier", required=False)
    ] = None,
    status: Annotated[Status | None, QueryParameter(required=False)] = None,
) -> Conditions:
    conditions: Conditions = []
    if begin is not None:
        conditions.append(("ends_on", ">=", begin))
    if end is not None and end < date.max:
        conditions.append(("starts_on", "<", end + timedelta(days=1)))
    if status is not None:
        conditions.append(("status", "=", status))
    return conditions


@post("/{id:uuid}/approve", status_code=200, scope=Scope.ABSENCES_WRITE, operation_id="approveAbsence")
async def approve(request: AnyRequest, id: FromPath[UUID], if_match: IfMatch = None) -> Response[Absence]:
    """Approve an absence (admins, and leads for their teams); approved already: unchanged."""
    return await _decide(request, id, absences.APPROVED, if_match)


@post("/{id:uuid}/reject", status_code=200, scope=Scope.ABSENCES_WRITE, operation_id="rejectAbsence")
async def reject(request: AnyRequest, id: FromPath[UUID], if_match: IfMatch = None) -> Response[Absence]:
    """Reject an absence (admins, and leads for their teams); rejected already: unchanged."""
    return await _decide(request, id, absences.REJECTED, if_match)


async def _decide(request: AnyRequest, id: UUID, status: str, if_match: str | None) -> Response[Absence]:
    house = house_of(request)
    actor, now, version = guest_of(request).actor, house.now(), expected_version(if_match)
    record = await house.store.write(lambda tx: absences.decide(tx, actor, now, str(id), status, version))
    return with_etag(models.absence(record))


HANDLERS: list[Any] = [
    personal_routes(ABSENCE, absences, days_and_status, "starts_on", approve, reject),
    routes(ABSENCE_TYPE, ABSENCE_TYPES, in_use_or_not),
    routes(COMPANY_HOLIDAY, COMPANY_HOLIDAYS),
]
