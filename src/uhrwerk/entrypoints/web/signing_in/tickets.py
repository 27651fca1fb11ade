"""What a browser brings back from one step of signing in to the next: signed, short-lived, in a cookie of its own.

Nothing of it is secret to the browser that has it, and nobody else gets to see it.
"""

from datetime import datetime, timedelta
from typing import Final, TypeVar

import msgspec
from litestar import Response
from litestar.datastructures import Cookie

from uhrwerk.entrypoints.house import AnyRequest, House, house_of
from uhrwerk.entrypoints.web.session import is_secure

LASTS: Final = timedelta(minutes=10)
PREFIX: Final = "uhrwerk_"


class Ticket(msgspec.Struct, frozen=True, tag=True):
    """The tag keeps one kind from passing for another. `at` is when it was given out."""

    at: datetime


class Pending(Ticket, frozen=True, tag="pending"):
    """Somebody has shown a password, or a link; a second factor is still to come. `to` is where they wanted to go."""

    workspace_id: str
    person_id: str
    to: str


class Challenge(Ticket, frozen=True, tag="challenge"):
    """What a passkey is to sign, as base64url; `purpose` is `sign-in` or `register`."""

    challenge: str
    purpose: str


class Journey(Ticket, frozen=True, tag="journey"):
    """Somebody has gone to an identity provider. `connects` is the session that asked for it, None to sign in."""

    provider_id: str
    state: str
    nonce: str
    verifier: str
    to: str
    connects: str | None


T = TypeVar("T", bound=Ticket)


def give(request: AnyRequest, answer: Response[bytes], ticket: Ticket) -> None:
    """Have the browser keep it."""
    signed = house_of(request).signer.sign(msgspec.json.encode(ticket))
    answer.set_cookie(_cookie(request, type(ticket), signed, int(LASTS.total_seconds())))


def given(request: AnyRequest, kind: type[T], now: datetime) -> T | None:
    """The ticket of that kind that the browser has; None where it has none that still counts."""
    signed = request.cookies.get(_name(kind))
    return read(house_of(request), kind, signed, now) if signed else None


def read(house: House, kind: type[T], signed: str, now: datetime) -> T | None:
    content = house.signer.read(signed)
    if content is None:
        return None
    try:
        ticket = msgspec.json.decode(content, type=kind)
    except msgspec.MsgspecError:
        return None
    return ticket if ticket.at <= now < ticket.at + LASTS else None


def take_back(request: AnyRequest, answer: Response[bytes], kind: type[Ticket]) -> None:
    """Have the browser forget it."""
    answer.set_cookie(_cookie(request, kind, "", 0))


def _cookie(request: AnyRequest, kind: type[Ticket], value: str, max_age: int) -> Cookie:
    # Lax, not strict: an identity provider's page leads back to us, and the ticket must come along.
    return Cookie(_name(kind), value=value, httponly=True, samesite="lax", secure=is_secure(request), max_age=max_age)


def _name(kind: type[Ticket]) -> str:
    return PREFIX + kind.__name__.lower()
