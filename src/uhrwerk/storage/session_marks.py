"""What a session leaves beside its credential: when it was last seen, and when it last showed who it is.

It is kept apart so that writing it drops nobody's cache.
"""

from collections.abc import Mapping
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, delete, insert, or_, select, update

from uhrwerk.storage.columns import Id, Instant
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import credential, session_mark


class SessionMark(msgspec.Struct, frozen=True):
    """`proven_at` is when a password, a code or a passkey was last shown in this session."""

    credential_id: str
    workspace_id: str
    person_id: str
    seen_at: datetime
    proven_at: datetime


_columns = [session_mark.c[name] for name in SessionMark.__struct_fields__]
_get = Statement(select(*_columns).where(session_mark.c.credential_id == bindparam("credential_id")))
_of_person = Statement(
    select(*_columns).where(
        session_mark.c.workspace_id == bindparam("workspace_id"), session_mark.c.person_id == bindparam("person_id")
    )
)
_add = Statement(insert(session_mark).values({name: bindparam(name) for name in SessionMark.__struct_fields__}))
_seen = Statement(
    update(session_mark)
    .where(
        session_mark.c.credential_id == bindparam("key"), session_mark.c.seen_at < bindparam("before", type_=Instant)
    )
    .values(seen_at=bindparam("at", type_=Instant))
)
_prove = Statement(
    update(session_mark)
    .where(session_mark.c.credential_id == bindparam("key", type_=Id))
    .values(proven_at=bindparam("at", type_=Instant))
)
_ended = Statement(
    delete(credential).where(
        credential.c.face == bindparam("face"),
        or_(
            credential.c.expires_at < bindparam("expired_before", type_=Instant),
            credential.c.revoked_at < bindparam("revoked_before", type_=Instant),
        ),
    )
)
_forget = Statement(delete(session_mark).where(session_mark.c.credential_id.not_in(select(credential.c.id))))


async def get(tx: Tx, credential_id: str) -> SessionMark | None:
    row = await tx.one(_get, credential_id=credential_id)
    return None if row is None else SessionMark(*row)


async def of_person(tx: Tx, workspace_id: str, person_id: str) -> dict[str, SessionMark]:
    """By the session's id."""
    rows = await tx.all(_of_person, workspace_id=workspace_id, person_id=person_id)
    return {mark.credential_id: mark for mark in (SessionMark(*row) for row in rows)}


async def add(tx: Tx, record: SessionMark) -> None:
    await tx.run(_add, **msgspec.structs.asdict(record))


async def seen(tx: Tx, instants: Mapping[str, datetime]) -> None:
    """Sessions were seen at these instants; an earlier one than is known changes nothing."""
    await tx.many(_seen, [{"key": key, "at": at, "before": at} for key, at in sorted(instants.items())])


async def prove(tx: Tx, credential_id: str, at: datetime) -> None:
    await tx.run(_prove, key=credential_id, at=at)


async def forget(tx: Tx, face: str, before: datetime) -> int:
    """Drop the sessions (credentials of that face) that ended before that instant, and their marks; how many."""
    ended = await tx.run(_ended, face=face, expired_before=before, revoked_before=before)
    await tx.run(_forget)
    return ended
