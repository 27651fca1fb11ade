"""The native door: `Authorization: Bearer <token>`, a token a person, with scopes."""

from enum import StrEnum

from litestar import Response

from uhrwerk.entrypoints.application import allowed_methods
from uhrwerk.entrypoints.house import AnyRequest, house_of
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
    ABSENCES_READ = "absences:read"
    ABSENCES_WRITE = "absences:write"
    EXPENSES_READ = "expenses:read"
    EXPENSES_WRITE = "expenses:write"
    DIRECTORY_READ = "directory:read"
    DIRECTORY_WRITE = "directory:write"
    APPROVALS_READ = "approvals:read"
    APPROVALS_WRITE = "approvals:write"
    JOURNAL_READ = "journal:read"
    WEBHOOKS = "webhooks"


ALL_SCOPES = tuple(scope.value for scope in Scope)


def new_token() -> str:
    return bearer_token("uhr")


async def sign_in(request: AnyRequest) -> Response[None] | None:
    """Before every route: a known token with the route's scope. Raises NotSignedIn, ScopeMissing."""
    if request.method == "OPTIONS":
        return allowed_methods(request)
    house = house_of(request)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotSignedIn("A bearer token is needed.")
    guest = await house.doorkeeper.admit(FACE, token.strip(), house.now())
    needed = request.route_handler.opt.get("scope")
    if needed is not None and needed not in guest.actor.scopes:
        raise ScopeMissing(f"The token lacks the scope {needed}.")
    request.scope["user"] = guest
    return None


def guest_of(request: AnyRequest) -> Guest:
    guest: Guest = request.scope["user"]
    return guest
