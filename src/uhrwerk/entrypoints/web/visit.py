"""Somebody signed in who asks for a page, and whether a change was really meant by them."""

import hmac
from dataclasses import dataclass, replace
from datetime import date, datetime
from secrets import token_hex
from typing import Final
from zoneinfo import ZoneInfo

from uhrwerk.entrypoints.house import AnyRequest, House, house_of
from uhrwerk.entrypoints.live import hub_of
from uhrwerk.entrypoints.web.reader import Reader, reader_of
from uhrwerk.operations.authentication import Guest
from uhrwerk.operations.preferences import clock12, theme
from uhrwerk.operations.sessions import FACE
from uhrwerk.rules.access import Actor, Role
from uhrwerk.rules.day import local_date
from uhrwerk.rules.refusals import NotAllowed, NotSignedIn
from uhrwerk.storage.people import Person
from uhrwerk.storage.workspaces import Workspace

COOKIE: Final = "uhrwerk_session"
SAFE: Final = frozenset(("GET", "HEAD", "OPTIONS"))
CSRF_HEADER: Final = "x-csrf-token"
CSRF_FIELD: Final = "csrf"


class SignInFirst(NotSignedIn):
    """Nobody is signed in; the page is shown after signing in."""

    def __init__(self) -> None:
        super().__init__("Sign in first.")


class NotMeant(NotAllowed):
    """A change that does not come from one of our own pages, or from one that was open for too long."""

    def __init__(self) -> None:
        super().__init__("The form's token is missing or not this session's.")


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of somebody signed in. `now` is the request's instant in UTC, read once; `cursor` is after which the
    page that is asked for listens to live updates, empty for a piece of one.
    """

    house: House
    guest: Guest
    reader: Reader
    now: datetime
    token: str
    path: str
    cursor: str = ""

    @property
    def actor(self) -> Actor:
        return self.guest.actor

    @property
    def person(self) -> Person:
        assert self.guest.person is not None
        return self.guest.person

    @property
    def workspace(self) -> Workspace:
        return self.guest.workspace

    @property
    def zone(self) -> ZoneInfo:
        """The person's zone now."""
        return self.person.zones.at(self.now)

    @property
    def today(self) -> date:
        """The person's calendar day."""
        return local_date(self.now, self.person.zones)

    @property
    def is_admin(self) -> bool:
        return self.actor.role is Role.ADMIN

    @property
    def is_lead(self) -> bool:
        """Whether others' time is theirs to look after."""
        return self.actor.role in (Role.ADMIN, Role.LEAD)

    @property
    def reads_all(self) -> bool:
        return self.actor.reads_all

    def t(self, text: str, **values: object) -> str:
        """The text in the person's language."""
        return self.reader.t(text, **values)

    def because(self, reason: str | None) -> Actor:
        """The actor who says why: for what is somebody else's."""
        return replace(self.actor, reason=reason.strip() or None) if reason else self.actor

    def csrf_token(self) -> str:
        """What a form of this session brings back. It differs each time, so that compression gives nothing away."""
        return signed_nonce(self.token, token_hex(8))


def signed_nonce(key: str, nonce: str) -> str:
    return f"{nonce}.{hmac.digest(key.encode(), b'csrf:' + nonce.encode(), 'sha256').hex()}"


async def visit_of(request: AnyRequest) -> Visit:
    """Who is asking. Raises SignInFirst, and NotMeant for a change without this session's token."""
    house = house_of(request)
    now = house.now()
    token = request.cookies.get(COOKIE)
    if not token:
        raise SignInFirst
    try:
        guest = await house.doorkeeper.admit(FACE, token, now)
    except NotSignedIn:
        raise SignInFirst from None
    reader = request.state.reader = _reader(request, guest, now)
    if request.method not in SAFE:
        await _check_meant(request, token)
    house.sightings.saw(guest.credential.id, now)
    cursor = "" if reader.piece else await hub_of(request.app).cursor(guest.actor.workspace_id)
    return Visit(house, guest, reader, now, token, request.url.path, cursor)


def _reader(request: AnyRequest, guest: Guest, now: datetime) -> Reader:
    person = guest.person
    assert person is not None
    looks = person.preferences
    return reader_of(request, person.language, person.zones.at(now), clock12(looks), theme(looks))


async def _check_meant(request: AnyRequest, token: str) -> None:
    check_own_page(request)
    given = request.headers.get(CSRF_HEADER)
    if given is None:
        from uhrwerk.entrypoints.web.forms import Form

        given = (await Form.of(request)).text(CSRF_FIELD)
    if not hmac.compare_digest(signed_nonce(token, given.partition(".")[0]).encode(), given.encode()):
        raise NotMeant


def check_own_page(request: AnyRequest) -> None:
    """Raise NotMeant if the browser says that another site's page sent this."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise NotMeant
