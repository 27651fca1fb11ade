"""The native door: `Authorization: Bearer <token>`, a token a person, with scopes."""

from enum import StrEnum

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from uhrwerk.entrypoints.house import AnyRequest, House
from uhrwerk.operations.authentication import Guest
from uhrwerk.operations.credentials import bearer_token
from uhrwerk.rules.refusals import NotSignedIn, ScopeMissing

FACE = "native"


class Scope(StrEnum):
    """What a token may be used for. Roles still decide whose records it reaches."""

    TIME_READ = "time:read"
    TIME_WRITE = "time:write"
    ATTENDANCE_READ = "attendance:read"
    ATTENDANCE_WRITE = "attendance:write"
    DIRECTORY_READ = "directory:read"
    DIRECTORY_WRITE = "directory:write"
    JOURNAL_READ = "journal:read"


ALL_SCOPES = tuple(scope.value for scope in Scope)


def new_token() -> str:
    return bearer_token("uhr")


async def signed_in(connection: ASGIConnection, handler: BaseRouteHandler) -> None:  # type: ignore[type-arg]
    """Guard of every route: a known token with the route's scope. Raises NotSignedIn, ScopeMissing."""
    house: House = connection.app.state.house
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotSignedIn("A bearer token is needed.")
    guest = await house.doorkeeper.admit(FACE, token.strip(), house.now())
    needed = handler.opt.get("scope")
    if needed is not None and needed not in guest.actor.scopes:
        raise ScopeMissing(f"The token lacks the scope {needed}.")
    connection.state.guest = guest


def guest_of(request: AnyRequest) -> Guest:
    guest: Guest = request.state.guest
    return guest
