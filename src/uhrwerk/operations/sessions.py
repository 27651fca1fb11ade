"""Sessions of the web app: a credential of the face `web`, which the browser keeps in a cookie."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

import msgspec

from uhrwerk.operations import credentials
from uhrwerk.operations.credentials import bearer_token, token_hash
from uhrwerk.operations.records import new_id, write_down
from uhrwerk.rules.access import Actor, Role
from uhrwerk.rules.refusals import NotFound
from uhrwerk.rules.signing_in import check_proof
from uhrwerk.storage import credentials as kept
from uhrwerk.storage import people, session_marks
from uhrwerk.storage.credentials import Credential
from uhrwerk.storage.session_marks import SessionMark
from uhrwerk.storage.store import Tx

FACE: Final = "web"
LASTS: Final = timedelta(days=30)
KEPT_FOR: Final = timedelta(days=30)
"""How long sessions that ended are known."""

DEVICE_LENGTH: Final = 200


class Begun(msgspec.Struct, frozen=True):
    """A session and the token that the browser keeps; the token is not stored anywhere else."""

    session: Credential
    token: str


async def begin(tx: Tx, now: datetime, workspace_id: str, person_id: str, device: str) -> Begun:
    """Somebody has shown who they are. `device` is what the browser says about itself.

    Raises NotFound if the person cannot sign in any more.
    """
    await tx.lock(workspace_id, person_id)
    person = await people.shelf.get(tx, workspace_id, person_id)
    if person is None or not person.active:
        raise NotFound("person", "person_id")
    token = bearer_token("uws")
    session = Credential(
        id=new_id(),
        token_hash=token_hash(FACE, token),
        workspace_id=workspace_id,
        person_id=person_id,
        face=FACE,
        name=device.strip()[:DEVICE_LENGTH] or "?",
        secret=None,
        scopes=(),
        created_at=now,
        expires_at=now + LASTS,
        revoked_at=None,
    )
    actor = Actor(workspace_id, person_id, Role(person.role), FACE, session.id)
    await kept.add(tx, session)
    await session_marks.add(tx, SessionMark(session.id, workspace_id, person_id, now, now))
    await write_down(tx, actor, now, "credential.issued", None, session, subject_id=person_id)
    tx.directory_changed()
    return Begun(session, token)


class Listed(msgspec.Struct, frozen=True):
    """A session in force, and when it was last seen (to within a few minutes)."""

    session: Credential
    seen_at: datetime


async def listed(tx: Tx, actor: Actor, now: datetime) -> list[Listed]:
    """One's own sessions in force, the last seen first."""
    assert actor.person_id is not None
    marks = await session_marks.of_person(tx, actor.workspace_id, actor.person_id)
    found = [
        Listed(session, marks[session.id].seen_at if session.id in marks else session.created_at)
        for session in await _in_force(tx, actor.workspace_id, actor.person_id, now)
    ]
    return sorted(found, key=lambda each: (each.seen_at, each.session.id), reverse=True)


async def check_proven(tx: Tx, actor: Actor, now: datetime) -> None:
    """Raise ProofRequired unless this session has shown a password, a code or a passkey a moment ago."""
    mark = await session_marks.get(tx, actor.credential_id)
    check_proof(None if mark is None else mark.proven_at, now)


async def prove(tx: Tx, actor: Actor, now: datetime) -> None:
    """This session has just shown once more who it is."""
    await session_marks.prove(tx, actor.credential_id, now)


async def end_all(tx: Tx, actor: Actor, now: datetime, person_id: str, but: str | None = None) -> int:
    """End the person's sessions, all but that one; the caller holds the person's lock. How many ended."""
    ended = 0
    for session in await _in_force(tx, actor.workspace_id, person_id, now):
        if session.id != but:
            await credentials.revoke_found(tx, actor, now, session)
            ended += 1
    return ended


async def end_others(tx: Tx, actor: Actor, now: datetime) -> int:
    """End all of one's own sessions but this one; how many."""
    assert actor.person_id is not None
    await tx.lock(actor.workspace_id, actor.person_id)
    return await end_all(tx, actor, now, actor.person_id, actor.credential_id)


async def seen(tx: Tx, instants: Mapping[str, datetime]) -> None:
    """Sessions were seen at these instants, by their ids."""
    await session_marks.seen(tx, instants)


async def forget_old(tx: Tx, now: datetime) -> int:
    """Drop sessions that ended long ago; how many. The journal tells of them still."""
    return await session_marks.forget(tx, FACE, now - KEPT_FOR)


async def _in_force(tx: Tx, workspace_id: str, person_id: str, now: datetime) -> list[Credential]:
    return [
        each
        for each in await kept.valid_of_person(tx, workspace_id, person_id)
        if each.face == FACE and (each.expires_at is None or each.expires_at > now)
    ]


async def end(tx: Tx, actor: Actor, now: datetime, session_id: str) -> None:
    """One of one's own sessions ends, at once and everywhere. Raises NotFound."""
    assert actor.person_id is not None
    await tx.lock(actor.workspace_id, actor.person_id)
    found = await kept.get(tx, actor.workspace_id, session_id)
    if found is None or found.person_id != actor.person_id or found.face != FACE or found.revoked_at is not None:
        raise NotFound("session")
    await credentials.revoke_found(tx, actor, now, found)
