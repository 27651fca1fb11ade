"""How each face's credentials are made, kept and shown."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from uhrwerk.entrypoints.native import auth as native
from uhrwerk.entrypoints.vendors.awork import auth as awork
from uhrwerk.entrypoints.vendors.onoffice import auth as onoffice
from uhrwerk.entrypoints.vendors.timetrack import auth as timetrack
from uhrwerk.keys import Vault
from uhrwerk.operations import credentials
from uhrwerk.operations.credentials import Issued
from uhrwerk.rules.access import Actor
from uhrwerk.storage.store import Tx


@dataclass(frozen=True, slots=True)
class Kind:
    """`make` gives a token and, where the face has one, a secret; `keep` what is stored of the secret."""

    make: Callable[[], tuple[str, str | None]]
    keep: Callable[[str, Vault], str] | None
    of_person: bool
    scopes: tuple[str, ...] = ()


KINDS: Final = {
    native.FACE: Kind(lambda: (native.new_token(), None), None, True, native.ALL_SCOPES),
    awork.FACE: Kind(lambda: (awork.new_token(), None), None, True),
    onoffice.FACE: Kind(onoffice.new_token_and_secret, lambda secret, vault: vault.lock(secret), True),
    timetrack.FACE: Kind(timetrack.new_key_and_secret, lambda secret, vault: timetrack.kept(secret), False),
}


async def issue(
    tx: Tx,
    actor: Actor,
    now: datetime,
    vault: Vault,
    face: str,
    person_id: str | None,
    name: str,
    scopes: tuple[str, ...] | None = None,
    expires_at: datetime | None = None,
) -> Issued:
    """A new credential of that face, to be shown once. Raises as `credentials.issue` does."""
    kind = KINDS[face]
    token, secret = kind.make()
    credential = await credentials.issue(
        tx,
        actor,
        now,
        face=face,
        token=token,
        person_id=person_id if kind.of_person else None,
        name=name,
        kept_secret=kind.keep(secret, vault) if kind.keep and secret is not None else None,
        scopes=kind.scopes if scopes is None else scopes,
        expires_at=expires_at,
    )
    return Issued(credential, token, secret)
