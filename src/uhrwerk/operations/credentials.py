"""API credentials: issued once, kept hashed, revoked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from secrets import SystemRandom, token_urlsafe
from string import ascii_letters, digits
from typing import Any, Final

import msgspec

from uhrwerk.operations.records import new_id, write_down
from uhrwerk.rules import text
from uhrwerk.rules.access import Actor, check_is_admin, check_reads_all
from uhrwerk.rules.refusals import Conflict, Invalid, NotFound
from uhrwerk.storage import credential_lists, credentials, people
from uhrwerk.storage.credentials import Credential
from uhrwerk.storage.store import Tx

SESSION: Final = "web"
"""The face of a browser's session, which is kept as a credential too."""

_ALPHABET: Final = ascii_letters + digits
_random: Final = SystemRandom()


@dataclass(frozen=True, slots=True)
class Issued:
    """What is shown once: the token, and the secret where the face has one."""

    credential: Credential
    token: str
    secret: str | None = None


def token_hash(face: str, token: str) -> str:
    """Tokens are random and long: a plain SHA-256 of them is enough."""
    return sha256(f"{face}:{token}".encode()).hexdigest()


def random_text(length: int) -> str:
    """Letters and digits, about 5.95 bits each."""
    return "".join(_random.choices(_ALPHABET, k=length))


def bearer_token(prefix: str) -> str:
    """A token that scanners for leaked secrets can tell by its prefix; 256 random bits."""
    return f"{prefix}_{token_urlsafe(32)}"


async def issue(
    tx: Tx,
    actor: Actor,
    now: datetime,
    *,
    face: str,
    token: str,
    person_id: str | None,
    name: str,
    kept_secret: str | None = None,
    scopes: tuple[str, ...] = (),
    expires_at: datetime | None = None,
) -> Credential:
    """Keep a credential. `kept_secret` is hashed or encrypted already. Raises NotAllowed, NotFound, Conflict."""
    check_is_admin(actor)
    await tx.lock(actor.workspace_id, person_id or actor.workspace_id)
    if person_id is not None:
        person = await people.shelf.get(tx, actor.workspace_id, person_id)
        if person is None:
            raise NotFound("person", "person_id")
        if not person.active:
            raise Conflict("This person is not active.")
    if expires_at is not None and expires_at <= now:
        raise Invalid.field("expires_at", "must lie in the future")
    credential = Credential(
        id=new_id(),
        token_hash=token_hash(face, token),
        workspace_id=actor.workspace_id,
        person_id=person_id,
        face=face,
        name=text.name(name),
        secret=kept_secret,
        scopes=scopes,
        created_at=now,
        expires_at=expires_at,
        revoked_at=None,
    )
    await credentials.add(tx, credential)
    await write_down(tx, actor, now, "credential.issued", None, credential, subject_id=person_id)
    tx.directory_changed()
    return credential


async def every(
    tx: Tx,
    actor: Actor,
    *,
    face: str | None = None,
    person_id: str | None = None,
    valid_at: datetime | None = None,
    after: Sequence[Any] | None = None,
    limit: int,
) -> list[Credential]:
    """Those that clients sign in with, newest first: neither browsers' sessions nor what applications were granted.

    `valid_at` leaves out what opens nothing then. Raises NotAllowed for who is neither admin nor auditor.
    """
    check_reads_all(actor)
    return await credential_lists.page(
        tx,
        actor.workspace_id,
        but=SESSION,
        face=face,
        person_id=person_id,
        valid_at=valid_at,
        after=after,
        limit=limit,
    )


async def get(tx: Tx, actor: Actor, credential_id: str) -> Credential:
    """Raises NotAllowed for who is neither admin nor auditor, NotFound."""
    check_reads_all(actor)
    found = await credentials.get(tx, actor.workspace_id, credential_id)
    if found is None or found.face == SESSION or found.grant_id is not None:
        raise NotFound("credential")
    return found


async def revoke(tx: Tx, actor: Actor, now: datetime, credential_id: str) -> None:
    """It does not open anything from now on. Raises NotAllowed, NotFound."""
    check_is_admin(actor)
    found = await credentials.get(tx, actor.workspace_id, credential_id)
    if found is None:
        raise NotFound("credential")
    await tx.lock(actor.workspace_id, found.person_id or actor.workspace_id)
    # Read again: somebody may have revoked it before the lock was ours.
    before = await credentials.get(tx, actor.workspace_id, credential_id)
    if before is None or before.revoked_at is not None:
        raise NotFound("credential")
    await revoke_found(tx, actor, now, before)


async def revoke_found(tx: Tx, actor: Actor, now: datetime, before: Credential) -> None:
    """End a valid credential whose chain is locked, and write it down."""
    after = msgspec.structs.replace(before, revoked_at=now)
    await credentials.revoke(tx, actor.workspace_id, before.id, now)
    await write_down(tx, actor, now, "credential.revoked", before, after, subject_id=before.person_id)
    tx.directory_changed()
