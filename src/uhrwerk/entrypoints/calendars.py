"""Calendar feeds: /calendars/<secret>.ics, for calendar programs, which cannot sign in.

iCalendar (RFC 5545): all-day events, whose end is the day after the last one. What an event says of a person is what
the team's calendar says to whoever made the address. The address is the secret: no log has it.
"""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Final

from litestar import Response, get
from litestar.params import FromPath

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.oauth.realm import address
from uhrwerk.entrypoints.replies import EncodedResponse
from uhrwerk.operations import absence_calendar
from uhrwerk.operations.absence_calendar import Holiday, Row
from uhrwerk.operations.absences import REQUESTED
from uhrwerk.operations.authentication import Guest
from uhrwerk.operations.calendar_feeds import FACE
from uhrwerk.rules.absence import Away
from uhrwerk.rules.day import DAY, local_date
from uhrwerk.rules.refusals import NotFound, NotSignedIn
from uhrwerk.storage import absences
from uhrwerk.storage.absences import Absence
from uhrwerk.storage.store import Tx

PATH: Final = "/calendars"
SUFFIX: Final = ".ics"
MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
BACK, AHEAD = 90 * DAY, 270 * DAY
"""Which days a feed tells of, seen from today."""

MOST_EVENTS: Final = 2000
"""Of a feed: one's own, and of the others' those nearest to today."""

_EVENT: Final = b"BEGIN:VEVENT\r\n"
_END: Final = b"END:VCALENDAR\r\n"

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "title": "Absences",
        "away": "away",
        "requested": "requested",
        "morning": "morning",
        "afternoon": "afternoon",
        "from noon": "from noon on the first day",
        "until noon": "until noon on the last day",
    },
    "de": {
        "title": "Abwesenheiten",
        "away": "abwesend",
        "requested": "beantragt",
        "morning": "vormittags",
        "afternoon": "nachmittags",
        "from noon": "ab Mittag des ersten Tages",
        "until noon": "bis Mittag des letzten Tages",
    },
}


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a calendar. `uid` stays the same as long as what it tells of does; nobody keeps when a holiday was
    changed, or what colleagues learn of absences."""

    uid: str
    summary: str
    starts_on: date
    ends_on: date
    changed_at: datetime | None = None
    sequence: int = 0
    tentative: bool = False
    busy: bool = False


def feed_address(request: AnyRequest, token: str) -> str:
    """The secret address of a feed."""
    return f"{address(request)}{PATH}/{token}{SUFFIX}"


@get(f"{PATH}/{{name:str}}", include_in_schema=False)
async def feed(request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
    """The calendar of whoever made the address. Raises NotFound for one that leads nowhere (any more)."""
    if not name.endswith(SUFFIX):
        raise NotFound("calendar")
    house = house_of(request)
    now = house.now()
    try:
        guest = await house.doorkeeper.admit(FACE, name.removesuffix(SUFFIX), now)
    except NotSignedIn:
        raise NotFound("calendar") from None
    if guest.person is None:
        raise NotFound("calendar")
    async with house.drawing_up:
        events = await house.store.read(lambda tx: _events(tx, guest, now), long=True)
        etag, body = await asyncio.to_thread(encoded, words_of(guest)["title"], events, now)
    headers = {"Cache-Control": "private, no-cache", "ETag": etag}
    if etag.removeprefix("W/") in request.headers.get("If-None-Match", ""):
        return EncodedResponse(b"", 304, MEDIA_TYPE, headers)
    return EncodedResponse(body, 200, MEDIA_TYPE, headers)


def words_of(guest: Guest) -> Mapping[str, str]:
    """The words of the person's language, English where it is neither."""
    language = guest.person.language if guest.person else "en"
    return WORDS.get(language.partition("-")[0].lower(), WORDS["en"])


async def _events(tx: Tx, guest: Guest, now: datetime) -> list[Event]:
    assert guest.person is not None
    person, words = guest.person, words_of(guest)
    today = local_date(now, person.zones)
    rows = await absence_calendar.of_team(tx, guest.actor, today - BACK, today + AHEAD, None, person.language)
    types = {each.id: each.name for each in await absences.every_type(tx, person.workspace_id)}
    ours: list[Event] = []
    others: list[Event] = []
    for row in rows:
        own = row.person.id == person.id
        (ours if own else others).extend(_away(row, each, own, types, words) for each in row.away)
        if own:
            ours += [_holiday(each) for each in row.holidays]
    others.sort(key=lambda event: max(event.starts_on - today, today - event.ends_on))
    return (ours + others)[:MOST_EVENTS]


def _away(row: Row, away: Absence | Away, own: bool, types: Mapping[str, str], words: Mapping[str, str]) -> Event:
    notes = list(_parts_of_days(away, words))
    if not isinstance(away, Absence):
        by_hour = "" if away.seconds is None else "-h"
        summary = _summary(row, own, words["away"], notes)
        return Event(f"{row.person.id}-{away.starts_on}{by_hour}@uhrwerk", summary, away.starts_on, away.ends_on)
    if away.status == REQUESTED:
        notes.append(words["requested"])
    return Event(
        uid=f"{away.id}@uhrwerk",
        summary=_summary(row, own, types[away.absence_type_id], notes),
        starts_on=away.starts_on,
        ends_on=away.ends_on,
        changed_at=away.updated_at,
        sequence=away.version - 1,
        tentative=away.status == REQUESTED,
        busy=own and away.seconds is None,
    )


def _summary(row: Row, own: bool, what: str, notes: list[str]) -> str:
    return (what if own else f"{row.person.name}: {what}") + (f" ({', '.join(notes)})" if notes else "")


def _parts_of_days(away: Absence | Away, words: Mapping[str, str]) -> Iterator[str]:
    if away.seconds is not None:
        hours, minutes = divmod(away.seconds // 60, 60)
        yield f"{hours}:{minutes:02} h"
    elif away.starts_on == away.ends_on:
        if away.half_day_start:
            yield words["afternoon"]
        if away.half_day_end:
            yield words["morning"]
    else:
        if away.half_day_start:
            yield words["from noon"]
        if away.half_day_end:
            yield words["until noon"]


def _holiday(holiday: Holiday) -> Event:
    days = holiday.days
    uid = getattr(days, "id", None) or f"holiday-{days.starts_on}"
    return Event(f"{uid}@uhrwerk", holiday.name, days.starts_on, days.ends_on)


def encoded(title: str, events: list[Event], now: datetime) -> tuple[str, bytes]:
    """The events as an iCalendar object, made now, and an ETag that stays as long as they do. Takes a core for long:
    the library needs a millisecond or two for each event that it has not had lately."""
    calendar, texts = _calendar(title), [_text(event) for event in events]
    etag = sha256(b"".join((calendar, *texts))).hexdigest()
    made = _EVENT + f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}\r\n".encode()
    parts = (calendar.removesuffix(_END), *(made + text.removeprefix(_EVENT) for text in texts), _END)
    return f'W/"{etag}"', b"".join(parts)


def _calendar(title: str) -> bytes:
    # The library takes a while to import: only who reads a feed waits for it.
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Uhrwerk//Absences//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    text: bytes = calendar.to_ical()
    return text


@lru_cache(maxsize=4 * MOST_EVENTS)
def _text(event: Event) -> bytes:
    """All but the stamp of when it was made: programs ask every few minutes, and it is mostly the same."""
    from icalendar import Event as Component

    component = Component()
    component.add("uid", event.uid)
    component.add("summary", event.summary)
    component.add("dtstart", event.starts_on)
    component.add("dtend", _after(event.ends_on))
    if event.changed_at is not None:
        component.add("last-modified", event.changed_at)
    component.add("sequence", event.sequence)
    component.add("status", "TENTATIVE" if event.tentative else "CONFIRMED")
    component.add("transp", "OPAQUE" if event.busy else "TRANSPARENT")
    text: bytes = component.to_ical()
    return text


def _after(day: date) -> date:
    return day if day == date.max else day + DAY
