"""TimeTrack's door: a key and a secret in two headers. They belong to the account, not to a person."""

import hmac
from datetime import datetime
from hashlib import sha256

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.operations.authentication import Guest
from uhrwerk.operations.credentials import random_text
from uhrwerk.rules.refusals import NotSignedIn

FACE = "timetrack"
KEY_HEADER = "X-TimeTrack-Api-Key"
SECRET_HEADER = "X-TimeTrack-Api-Secret"  # noqa: S105 (the header's name, not a secret)


def new_key_and_secret() -> tuple[str, str]:
    return random_text(32), random_text(48)


def kept(secret: str) -> str:
    """The secret as it is stored: random and long, so a plain SHA-256 is enough."""
    return sha256(secret.encode()).hexdigest()


async def admit(request: AnyRequest, now: datetime) -> Guest:
    """Raises NotSignedIn, for an expired credential too."""
    key, secret = request.headers.get(KEY_HEADER, ""), request.headers.get(SECRET_HEADER, "")
    if not key or not secret:
        raise NotSignedIn(f"The headers {KEY_HEADER} and {SECRET_HEADER} are needed.")
    # One answer for a wrong key and a wrong secret: nobody learns which keys there are.
    wrong = NotSignedIn("The key or the secret is not known.")
    try:
        guest = await house_of(request).doorkeeper.admit(FACE, key, now)
    except NotSignedIn:
        raise wrong from None
    if not hmac.compare_digest(kept(secret), guest.credential.secret or ""):
        raise wrong
    return guest
