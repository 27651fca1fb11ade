"""Who is at the door: from a face's token to the actor."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any, Final
from zoneinfo import ZoneInfo

from uhrwerk.operations.credentials import token_hash
from uhrwerk.rules.access import Actor, Role
from uhrwerk.rules.refusals import CredentialExpired, NotSignedIn
from uhrwerk.storage import credentials, people, settings, workspaces
from uhrwerk.storage.credentials import Credential
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Store, Tx
from uhrwerk.storage.workspaces import Workspace

REMEMBERED_AT_MOST: Final = 20_000

GIVES_REASONS: Final = frozenset(("native", "web"))
"""Faces whose clients can say why they correct somebody else's record. The others' own name stands for it."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody let in, with what their face needs to know at every request."""

    actor: Actor
    credential: Credential
    person: Person | None
    workspace: Workspace
    settings: Mapping[str, Any]

    def zone(self, now: datetime) -> ZoneInfo:
        """The person's zone, the workspace's where nobody in person is there."""
        return ZoneInfo(self.workspace.zone) if self.person is None else self.person.zones.at(now)


class Doorkeeper:
    """Lets credentials in, and remembers them until people, credentials or settings change."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, tuple[Guest, int, float]] = {}

    async def admit(self, face: str, token: str, now: datetime) -> Guest:
        """Raises NotSignedIn for an unknown or revoked token or an inactive person, CredentialExpired."""
        hashed = token_hash(face, token)
        known = self._known.get(hashed)
        if (
            known is not None
            and known[1] == self._store.generation
            and monotonic() - known[2] <= self._store.cache_seconds
        ):
            guest = known[0]
        else:
            self._known.pop(hashed, None)
            # The generation is read first: a change during the look-up makes what is found stale at once.
            generation, seen_at = self._store.generation, monotonic()
            guest = await self._store.read(lambda tx: _look_up(tx, face, hashed))
            if len(self._known) >= REMEMBERED_AT_MOST:
                self._known.clear()
            self._known[hashed] = (guest, generation, seen_at)
        expires_at = guest.credential.expires_at
        if expires_at is not None and expires_at <= now:
            raise CredentialExpired("The token expired.")
        return guest


async def _look_up(tx: Tx, face: str, hashed: str) -> Guest:
    credential = await credentials.by_hash(tx, hashed)
    if credential is None or credential.revoked_at is not None or credential.face != face:
        raise NotSignedIn("The token is not known.")
    person = None
    if credential.person_id is not None:
        person = await people.shelf.get(tx, credential.workspace_id, credential.person_id)
        if person is None or not person.active:
            raise NotSignedIn("The token is not known.")
    workspace = await workspaces.get(tx, credential.workspace_id)
    assert workspace is not None
    actor = Actor(
        workspace_id=credential.workspace_id,
        person_id=credential.person_id,
        role=Role(person.role) if person else Role.ADMIN,
        face=face,
        credential_id=credential.id,
        scopes=frozenset(credential.scopes),
        standing_reason=None if face in GIVES_REASONS else f"through {face}",
    )
    return Guest(actor, credential, person, workspace, await settings.all_of(tx, credential.workspace_id))
