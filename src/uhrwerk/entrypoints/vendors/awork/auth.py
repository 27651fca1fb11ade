"""awork's door: `Authorization: Bearer <token>`, one workspace a token."""

from datetime import datetime

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.vendors.awork import rates
from uhrwerk.operations.authentication import Guest
from uhrwerk.operations.credentials import bearer_token
from uhrwerk.rules.refusals import NotSignedIn

FACE = "awork"
FULL_ACCESS = "full_access"
OFFLINE_ACCESS = "offline_access"
SCOPES = (FULL_ACCESS, OFFLINE_ACCESS)


def new_token() -> str:
    return bearer_token("awk")


async def admit(request: AnyRequest, now: datetime) -> Guest:
    """Whose request it is, looked up and counted once a request. Raises NotSignedIn, CredentialExpired,
    TooManyRequests.
    """
    known: Guest | None = request.scope.get("user")
    if known is not None:
        return known
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotSignedIn("A bearer token is needed.")
    house = house_of(request)
    guest = await house.doorkeeper.admit(FACE, token.strip(), now)
    rates.check(house.counters, guest.workspace.id, guest.settings, now)
    request.scope["user"] = guest
    return guest
