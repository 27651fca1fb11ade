"""Absences and their types, entitlements, company holidays: /v1/absences, /v1/entitlements and the like."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import get
from litestar.params import QueryParameter

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.native.alike import Kind, routes
from uhrwerk.entrypoints.native.auth import Scope
from uhrwerk.entrypoints.native.calendar import team_calendar
from uhrwerk.entrypoints.native.catalog import in_use_or_not
from uhrwerk.entrypoints.native.deciding import decision_route
from uhrwerk.entrypoints.native.models import absences as models
from uhrwerk.entrypoints.native.models.absences import EntitlementAccount, Status
from uhrwerk.entrypoints.native.paging import BY_INSTANT
from uhrwerk.entrypoints.native.personal import Conditions, days_within, personal_routes
from uhrwerk.entrypoints.native.whose import PersonId, own_or
from uhrwerk.operations import absences, entitlements
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
    says_why=True,
)
ENTITLEMENT = Kind(
    "Entitlement",
    "Entitlements",
    models.entitlement,
    models.Entitlement,
    models.NewEntitlement,
    models.EntitlementChanges,
    keepers="admins only",
    unused="",
    read=Scope.ABSENCES_READ,
    write=Scope.ABSENCES_WRITE,
    says_why=True,
)

AbsenceTypeId = Annotated[UUID | None, QueryParameter(description="Of this type", required=False)]


def days_and_status(
    begin: Annotated[
        date | None, QueryParameter(name="from", description="Any day of it is this one or later", required=False)
    ] = None,
    end: Annotated[
        date | None, QueryParameter(name="to", description="Any day of it is this one or earlier", required=False)
    ] = None,
    status: Annotated[Status | None, QueryParameter(required=False)] = None,
) -> Conditions:
    conditions = days_within("starts_on", "ends_on", begin, end)
    return conditions if status is None else [*conditions, ("status", "=", status)]


def year_and_type(
    year: Annotated[int | None, QueryParameter(ge=1970, lt=9000, required=False)] = None,
    absence_type_id: AbsenceTypeId = None,
) -> Conditions:
    conditions: Conditions = []
    if year is not None:
        conditions.append(("year", "=", year))
    if absence_type_id is not None:
        conditions.append(("absence_type_id", "=", str(absence_type_id)))
    return conditions


@get("/account", scope=Scope.ABSENCES_READ, operation_id="getEntitlementAccount")
async def account(
    request: AnyRequest,
    person_id: PersonId = None,
    year: Annotated[
        int | None, QueryParameter(ge=1970, lt=9000, description="Left out: this one", required=False)
    ] = None,
    absence_type_id: Annotated[UUID | None, QueryParameter(description="Left out: vacation", required=False)] = None,
) -> EntitlementAccount:
    """What was granted of a year's days, what was carried over, taken, planned and requested, and what remains."""
    now = house_of(request).now()
    actor, whose = own_or(request, person_id)
    wanted = None if absence_type_id is None else str(absence_type_id)
    found = await house_of(request).store.read(
        lambda tx: entitlements.account_of(tx, actor, now, whose, year, wanted), long=True
    )
    return models.entitlement_account(found)


HANDLERS: list[Any] = [
    personal_routes(
        ABSENCE,
        absences,
        days_and_status,
        "starts_on",
        team_calendar,
        decision_route(
            ABSENCE,
            "approve",
            absences.approve,
            "Approve an absence (admins, leads for their teams; nobody their own).",
        ),
        decision_route(
            ABSENCE,
            "reject",
            absences.reject,
            "Reject an absence, saying why (admins, leads for their teams; nobody their own).",
        ),
        decision_route(ABSENCE, "reopen", absences.reopen, "Take a decision back, saying why (admins only)."),
    ),
    routes(ABSENCE_TYPE, ABSENCE_TYPES, in_use_or_not),
    routes(COMPANY_HOLIDAY, COMPANY_HOLIDAYS),
    personal_routes(ENTITLEMENT, entitlements, year_and_type, "created_at", account, keys=BY_INSTANT),
]
