"""The team's calendar and its feeds: /v1/absences/calendar, /v1/calendar-feeds.

The answer with an address is not kept for idempotency keys: nothing keeps a secret as it is.
"""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import delete, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from uhrwerk.entrypoints.calendars import feed_address
from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.native.auth import Scope, guest_of
from uhrwerk.entrypoints.native.models import calendar as models
from uhrwerk.entrypoints.native.models.calendar import (
    CalendarFeeds,
    CalendarFeedWithAddress,
    NewCalendarFeed,
    TeamCalendar,
)
from uhrwerk.operations import absence_calendar, calendar_feeds
from uhrwerk.operations.workdays import LANGUAGE

TAGS = ["Absences"]


@get("/calendar", scope=Scope.ABSENCES_READ, operation_id="getTeamCalendar")
async def team_calendar(
    request: AnyRequest,
    starts_on: Annotated[date, QueryParameter(description="The first day")],
    ends_on: Annotated[date, QueryParameter(description="The last day, within 366 days of the first")],
    team_id: Annotated[UUID | None, QueryParameter(description="Left out: all of one's teams", required=False)] = None,
) -> TeamCalendar:
    """Who is away when: a row for everybody in one's teams (admins and auditors: for all), with their holidays.

    Type, note and status are for the person, the leads of their teams, admins and auditors, and so are absences that
    have been asked for and not been approved.
    """
    guest = guest_of(request)
    team = None if team_id is None else str(team_id)
    language = guest.person.language if guest.person else LANGUAGE
    rows = await house_of(request).store.read(
        lambda tx: absence_calendar.of_team(tx, guest.actor, starts_on, ends_on, team, language), long=True
    )
    return models.calendar(rows)


@get("/calendar-feeds", scope=Scope.ABSENCES_READ, tags=TAGS, operation_id="listCalendarFeeds")
async def list_feeds(request: AnyRequest) -> CalendarFeeds:
    """The addresses of one's own calendar, without their secrets."""
    actor = guest_of(request).actor
    found = await house_of(request).store.read(lambda tx: calendar_feeds.every(tx, actor))
    return CalendarFeeds([models.feed(each) for each in found])


@post("/calendar-feeds", scope=Scope.ABSENCES_WRITE, tags=TAGS, operation_id="addCalendarFeed")
async def add_feed(request: AnyRequest, data: JSONBody[NewCalendarFeed | None] = None) -> CalendarFeedWithAddress:
    """Make a secret address for a calendar program; it is shown this once."""
    house = house_of(request)
    actor, now, wanted = guest_of(request).actor, house.now(), data or NewCalendarFeed()
    issued = await house.store.write(lambda tx: calendar_feeds.add(tx, actor, now, wanted.name))
    shown = models.feed(issued.credential)
    return CalendarFeedWithAddress(
        id=shown.id, name=shown.name, created_at=shown.created_at, url=feed_address(request, issued.token)
    )


@delete("/calendar-feeds/{id:uuid}", scope=Scope.ABSENCES_WRITE, tags=TAGS, operation_id="revokeCalendarFeed")
async def revoke_feed(request: AnyRequest, id: FromPath[UUID]) -> None:
    """The address leads nowhere from now on."""
    house = house_of(request)
    actor, now = guest_of(request).actor, house.now()
    await house.store.write(lambda tx: calendar_feeds.revoke(tx, actor, now, str(id)))


HANDLERS: list[Any] = [list_feeds, add_feed, revoke_feed]
