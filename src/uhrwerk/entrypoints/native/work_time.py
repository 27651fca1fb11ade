"""Working time as it is reckoned: /v1/work-time, /v1/public-holidays."""

import asyncio
from datetime import date
from typing import Annotated, Any

from litestar import get
from litestar.params import QueryParameter

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.native.auth import Scope, guest_of
from uhrwerk.entrypoints.native.models import work_time as models
from uhrwerk.entrypoints.native.models.work_time import Balance, PublicHoliday, PublicHolidays, WorkDays, WorkPeriods
from uhrwerk.entrypoints.native.whose import PersonId, own_or
from uhrwerk.operations import public_holidays
from uhrwerk.operations import work_time as operations
from uhrwerk.rules.balance import Period

TAGS = ["Working time"]

StartsOn = Annotated[date, QueryParameter(description="The first day")]
EndsOn = Annotated[date, QueryParameter(description="The last day, included")]


@get("/work-time/days", scope=Scope.ATTENDANCE_READ, tags=TAGS, operation_id="listWorkDays")
async def days(request: AnyRequest, starts_on: StartsOn, ends_on: EndsOn, person_id: PersonId = None) -> WorkDays:
    """A person's days, each with its target, work, breaks and balance; at most 366."""
    house = house_of(request)
    now = house.now()
    actor, wanted = own_or(request, person_id)
    rows = await house.store.read(lambda tx: operations.days(tx, actor, now, wanted, starts_on, ends_on), long=True)
    return WorkDays(wanted, [models.work_day(row) for row in rows])


@get("/work-time/periods", scope=Scope.ATTENDANCE_READ, tags=TAGS, operation_id="listWorkPeriods")
async def periods(
    request: AnyRequest,
    starts_on: StartsOn,
    ends_on: EndsOn,
    period: Annotated[
        Period, QueryParameter(description="What to add up by; `range` is all days together", required=False)
    ] = Period.MONTH,
    person_id: PersonId = None,
) -> WorkPeriods:
    """The same added up: weeks (from Monday), months or years, those at the ends as far as they lie in the range."""
    house = house_of(request)
    now = house.now()
    actor, wanted = own_or(request, person_id)
    rows = await house.store.read(
        lambda tx: operations.periods(tx, actor, now, wanted, period, starts_on, ends_on), long=True
    )
    return WorkPeriods(wanted, [models.work_period(row) for row in rows])


@get("/work-time/balance", scope=Scope.ATTENDANCE_READ, tags=TAGS, operation_id="getBalance")
async def balance(
    request: AnyRequest,
    on: Annotated[date | None, QueryParameter(description="The day; left out: today", required=False)] = None,
    person_id: PersonId = None,
) -> Balance:
    """A person's balance on a day."""
    house = house_of(request)
    now = house.now()
    actor, wanted = own_or(request, person_id)
    row = await house.store.read(lambda tx: operations.balance(tx, actor, now, wanted, on), long=True)
    return models.balance(row, wanted)


@get("/public-holidays", scope=Scope.ABSENCES_READ, tags=TAGS, operation_id="listPublicHolidays")
async def list_public_holidays(
    request: AnyRequest,
    region: Annotated[str, QueryParameter(description="ISO 3166 code, as DE or DE-BE", max_length=20)],
    year: Annotated[int, QueryParameter(description="From 1970 to 2100")],
) -> PublicHolidays:
    """The public holidays of a country or a part of one, named in the reader's language where that is known."""
    person = guest_of(request).person
    language = person.language if person is not None else public_holidays.NOT_SAID
    found = await asyncio.to_thread(public_holidays.of_year, region, year, language)
    return PublicHolidays(region, year, [PublicHoliday(day, name) for day, name in found.items()])


HANDLERS: list[Any] = [days, periods, balance, list_public_holidays]
