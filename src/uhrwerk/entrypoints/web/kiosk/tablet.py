"""/kiosk: the tablet at the door. The page, and what its script asks for: who is here, who somebody is, and punches.

The tablet's token lies in a cookie that no other site's page can have sent along, and no script can read. Answers are
JSON; a refusal is a problem document as on /v1.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.datastructures import Cookie

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.bodies import Malformed, fill, json_object
from uhrwerk.entrypoints.house import AnyRequest, House, house_of
from uhrwerk.entrypoints.web.forms import sent_json
from uhrwerk.entrypoints.web.kiosk.texts import texts
from uhrwerk.entrypoints.web.pages import SECURITY_HEADERS, outer_page
from uhrwerk.entrypoints.web.reader import Reader, reader_of
from uhrwerk.entrypoints.web.session import is_secure
from uhrwerk.entrypoints.web.visit import check_own_page
from uhrwerk.operations import kiosk_door, kiosks
from uhrwerk.operations.kiosk_door import Standing, Wanted
from uhrwerk.rules.day import zone as known_zone
from uhrwerk.rules.kiosk import Punch, check_recognised_for
from uhrwerk.rules.limits import Limit, is_over
from uhrwerk.rules.pins import NotRecognised, TooManyAttempts
from uhrwerk.rules.refusals import Invalid, NotSignedIn, Overloaded, Refusal
from uhrwerk.rules.timer import State
from uhrwerk.storage.columns import from_microseconds, to_microseconds
from uhrwerk.storage.kiosks import Kiosk, KioskPunch
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

COOKIE: Final = "uhrwerk_kiosk"
COOKIE_LASTS: Final = timedelta(days=400)
"""As long as browsers keep any; every visit of the page begins it anew."""

REQUESTS: Final = Limit(600, timedelta(minutes=1))
"""Of a tablet: people at the door, and what it kept while it was offline."""

BODY_LIMIT: Final = 8192
"""Bytes of a punch or of an attempt to be recognised, which have a few hundred."""

STATES: Final = {None: "out", State.STOPPED: "out", State.RUNNING: "in", State.PAUSED: "break"}


class ByPin(msgspec.Struct, frozen=True, tag_field="way", tag="pin", forbid_unknown_fields=True):
    person_id: str
    pin: str


class ByScan(msgspec.Struct, frozen=True, tag_field="way", tag="scan", forbid_unknown_fields=True):
    """What a reader typed or the camera saw."""

    text: str


Claim = ByPin | ByScan
"""Who somebody says they are."""

Instant = Annotated[datetime, msgspec.Meta(tz=True)]

_claims: Final[msgspec.json.Decoder[Claim]] = msgspec.json.Decoder(Claim)


class PunchForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """With `at` it was made while the tablet was offline. Who it was is a ticket, or a claim sealed for the server."""

    id: str
    act: Literal["come", "break", "back", "go"]
    at: str | None = None
    ticket: str | None = None
    sealed: str | None = None


class Ticket(msgspec.Struct, frozen=True, array_like=True):
    """That somebody was recognised at a kiosk; `at` in microseconds since 1970."""

    kiosk_id: str
    person_id: str
    at: int


@dataclass(frozen=True, slots=True)
class Tablet:
    """A request of a connected tablet. `now` is the request's instant in UTC, read once."""

    house: House
    kiosk: Kiosk
    reader: Reader
    now: datetime


@get("/")
async def kiosk_page(request: AnyRequest) -> Response[bytes]:
    """The page of a connected tablet; any other is told how to become one."""
    try:
        tablet = await _tablet(request)
    except NotSignedIn:
        return outer_page(reader_of(request), "kiosk/unknown.html", status=401)
    await tablet.house.store.write(lambda tx: kiosks.seen(tx, tablet.kiosk, tablet.now))
    answer = outer_page(
        tablet.reader,
        "kiosk/kiosk.html",
        kiosk=tablet.kiosk,
        texts=texts(tablet.reader),
        key=tablet.house.kiosk.public_key,
    )
    answer.set_cookie(kiosk_cookie(request, request.cookies[COOKIE]))
    return answer


@get("/people")
async def people(request: AnyRequest) -> Response[bytes]:
    """Who can choose themself, with the state that everybody at the door may see, and the server's time."""
    tablet = await _tablet(request)

    async def run(tx: Tx) -> list[kiosk_door.Face]:
        await kiosks.seen(tx, tablet.kiosk, tablet.now)
        return await kiosk_door.faces(tx, tablet.kiosk)

    found = await tablet.house.store.write(run)
    shown = [
        {"id": each.person.id, "name": each.person.name, "initials": initials(each.person), "state": STATES[each.state]}
        for each in found
    ]
    return _json(tablet, {"people": shown})


@post("/identify", status_code=200)
async def identify(request: AnyRequest) -> Response[bytes]:
    """Recognise somebody: who they are, since when they are in, today's sums, and a ticket to punch with."""
    tablet = await _tablet(request)
    claim = _claim(await sent_json(request, BODY_LIMIT))
    found = await tablet.house.store.write(lambda tx: _recognise(tx, tablet, claim))
    if isinstance(found, Refusal):
        return _refused(tablet, found)
    standing = await tablet.house.store.read(lambda tx: kiosk_door.standing(tx, tablet.kiosk, tablet.now, found))
    ticket = msgspec.json.encode(Ticket(tablet.kiosk.id, found.id, to_microseconds(tablet.now)))
    return _json(tablet, {"ticket": tablet.house.kiosk.tickets.sign(ticket), **_shown(standing)})


@post("/punch", status_code=200)
async def punch(request: AnyRequest) -> Response[bytes]:
    """Punch for somebody who was recognised, now or while the tablet was offline. Sent again it acts once.

    What was made offline is never refused to the tablet, which could do nothing about it: it is kept for the admins.
    """
    tablet = await _tablet(request)
    form = fill(PunchForm, json_object(await sent_json(request, BODY_LIMIT)))
    wanted = Wanted(_id(form.id), Punch(form.act), _instant(form.at))
    store = tablet.house.store
    done = await store.read(lambda tx: kiosk_door.earlier(tx, tablet.kiosk, wanted))
    if done is not None:
        return _json(tablet, _came_of(done))
    who = Puncher()
    try:
        await _find(tablet, form, wanted, who)
        done = await store.write(lambda tx: kiosk_door.punch(tx, tablet.kiosk, tablet.now, who.certain, wanted))
    except Overloaded:
        raise
    except Refusal as refusal:
        if wanted.at is None:
            return _refused(tablet, refusal)
        why = refusal
        done = await store.write(lambda tx: kiosk_door.refuse(tx, tablet.kiosk, tablet.now, who.person, wanted, why))
    return _json(tablet, _came_of(done))


@dataclass(slots=True)
class Puncher:
    """Who punches, as far as it is known by now: with a wrong PIN it is who they said they were."""

    person: Person | None = None

    @property
    def certain(self) -> Person:
        assert self.person is not None
        return self.person


async def _find(tablet: Tablet, form: PunchForm, wanted: Wanted, who: Puncher) -> None:
    """By the ticket, or by what the tablet sealed together with this punch and no other. Raises what refuses them."""
    store = tablet.house.store
    if form.ticket is not None:
        ticket = _ticket(tablet, form.ticket)
        who.person = await store.read(lambda tx: kiosk_door.served(tx, tablet.kiosk, ticket.person_id))
        if who.person is None:
            raise NotRecognised("You cannot punch here any more.")
        check_recognised_for(from_microseconds(ticket.at), wanted.at or tablet.now)
        return
    opened = tablet.house.kiosk.open(form.sealed or "", "|".join((tablet.kiosk.id, form.id, form.act, form.at or "")))
    if opened is None:
        raise NotRecognised("What the tablet kept cannot be read.")
    claim = _claim(opened)
    found = await store.write(lambda tx: _recognise(tx, tablet, claim))
    if isinstance(found, Refusal):
        if isinstance(claim, ByPin):
            who.person = await store.read(lambda tx: kiosk_door.served(tx, tablet.kiosk, _id(claim.person_id)))
        raise found
    who.person = found


async def _recognise(tx: Tx, tablet: Tablet, claim: Claim) -> Person | Refusal:
    keys, kiosk, now = tablet.house.kiosk, tablet.kiosk, tablet.now
    if isinstance(claim, ByScan):
        return await kiosk_door.by_badge(tx, kiosk, now, keys.badge(kiosk.workspace_id, claim.text))
    hashed = keys.pin(kiosk.workspace_id, claim.person_id, claim.pin)
    return await kiosk_door.by_pin(tx, kiosk, now, _id(claim.person_id), hashed)


async def _tablet(request: AnyRequest) -> Tablet:
    """Whose tablet is asking. Raises NotSignedIn, NotMeant, Overloaded."""
    house = house_of(request)
    now = house.now()
    token = request.cookies.get(COOKIE)
    if not token:
        raise NotSignedIn("This tablet is not connected.")
    kiosk = await house.store.read(lambda tx: kiosks.admit(tx, token))
    check_own_page(request)
    if is_over(house.counters.count(("kiosk", kiosk.id), REQUESTS, now), REQUESTS):
        raise Overloaded("This tablet asks too often; nothing was changed, try again.")
    return Tablet(house, kiosk, reader_of(request, kiosk.language, known_zone(kiosk.zone)), now)


def _claim(body: bytes) -> Claim:
    try:
        claim: Claim = _claims.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Malformed(f"The body is not right: {error}") from None
    return claim


def _ticket(tablet: Tablet, signed: str) -> Ticket:
    """Raises Invalid for one that was not given to this tablet."""
    content = tablet.house.kiosk.tickets.read(signed)
    ticket = None if content is None else msgspec.json.decode(content, type=Ticket)
    if ticket is None or ticket.kiosk_id != tablet.kiosk.id:
        raise Invalid.field("ticket", "was not given here")
    return ticket


def _shown(standing: Standing) -> dict[str, Any]:
    return {
        "name": standing.person.name,
        "initials": initials(standing.person),
        "state": STATES[standing.state],
        "since": standing.since,
        "on_break_since": standing.on_break_since,
        "worked_seconds": standing.worked_seconds,
        "break_seconds": standing.break_seconds,
        "acts": standing.acts,
    }


def _came_of(done: KioskPunch) -> dict[str, Any]:
    return {"id": done.id, "act": done.act, "at": done.at, "outcome": done.outcome, "refusal": done.refusal}


def _refused(tablet: Tablet, refusal: Refusal) -> Response[bytes]:
    """By key, for the page has its own words; `until` says how long a door stays shut."""
    until = refusal.until if isinstance(refusal, TooManyAttempts) else None
    status = 429 if until else 403 if isinstance(refusal, NotRecognised) else 409
    return _json(tablet, {"refusal": refusal.key, "detail": tablet.reader.say(refusal.message), "until": until}, status)


def _json(tablet: Tablet, content: dict[str, Any], status: int = 200) -> Response[bytes]:
    body = msgspec.json.encode({"now": tablet.now, **content})
    return Response(body, status_code=status, media_type="application/json", headers=SECURITY_HEADERS)


def _id(text: str) -> str:
    """A UUID as the stores keep it. Raises Invalid."""
    try:
        return str(UUID(text))
    except ValueError:
        raise Invalid.field("id", "must be a UUID") from None


def _instant(text: str | None) -> datetime | None:
    """An instant in UTC. Raises Invalid."""
    if text is None:
        return None
    try:
        return msgspec.convert(text, Instant).astimezone(UTC)
    except (msgspec.ValidationError, OverflowError):
        raise Invalid.field("at", "must be an instant with its zone, such as 2026-03-10T08:00:00Z") from None


def initials(person: Person) -> str:
    return "".join(name[:1] for name in (person.first_name, person.last_name)).upper() or person.username[:1].upper()


def kiosk_cookie(request: AnyRequest, token: str) -> Cookie:
    return Cookie(
        COOKIE,
        value=token,
        path="/kiosk",
        httponly=True,
        samesite="strict",
        secure=is_secure(request),
        max_age=int(COOKIE_LASTS.total_seconds()),
    )


router = Router("/kiosk", route_handlers=[kiosk_page, people, identify, punch])
