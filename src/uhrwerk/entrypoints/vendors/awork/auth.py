"""awork's door: `Authorization: Bearer <token>`, one workspace a token."""

from datetime import datetime

from uhrwerk.entrypoints.house import AnyRequest, house_of
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
    """Raises NotSignedIn, CredentialExpired."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotSignedIn("A bearer token is needed.")
    return await house_of(request).doorkeeper.admit(FACE, token.strip(), now)
