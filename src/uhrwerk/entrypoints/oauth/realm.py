"""A face as OAuth 2 sees it."""

from collections.abc import Callable
from dataclasses import dataclass

from uhrwerk.entrypoints.house import AnyRequest, house_of


@dataclass(frozen=True, slots=True)
class Realm:
    """Scopes and endpoints of a face; an access token made here opens that face alone.

    `path` follows the house's address in the issuer's name, the endpoints are paths from the root. `needed` is the
    scope without which a token would open nothing, `offline` the one that brings a refresh token along (None: there is
    no such scope, and every code does).
    """

    face: str
    path: str
    scopes: tuple[str, ...]
    new_token: Callable[[], str]
    authorize: str
    token: str
    register: str
    revoke: str
    needed: str | None = None
    offline: str | None = None


def issuer(request: AnyRequest, realm: Realm) -> str:
    """The realm's name for itself in the whole world."""
    return address(request) + realm.path


def address(request: AnyRequest) -> str:
    """Where clients reach this house: as the setting says, else as the request came."""
    return house_of(request).public_url or f"{request.url.scheme}://{request.url.netloc}"
