"""Lists of a workspace's API credentials, page by page."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import bindparam, or_, select, tuple_

from uhrwerk.storage.columns import Instant
from uhrwerk.storage.credentials import Credential
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import credential


@cache
def _page(face: bool, person: bool, valid: bool, after: bool) -> Statement:
    own, seen = credential.c, (bindparam("after_at", type_=Instant), bindparam("after_id", type_=credential.c.id.type))
    where = [own.workspace_id == bindparam("workspace_id"), own.face != bindparam("not_face"), own.grant_id.is_(None)]
    if face:
        where.append(own.face == bindparam("face"))
    if person:
        where.append(own.person_id == bindparam("person_id"))
    if valid:
        later = own.expires_at > bindparam("now", type_=Instant)
        where += [own.revoked_at.is_(None), or_(own.expires_at.is_(None), later)]
    if after:
        where.append(tuple_(own.created_at, own.id) < tuple_(*seen))
    columns = [own[name] for name in Credential.__struct_fields__]
    newest_first = select(*columns).where(*where).order_by(own.created_at.desc(), own.id.desc())
    return Statement(newest_first.limit(bindparam("limit")))


async def page(
    tx: Tx,
    workspace_id: str,
    *,
    but: str,
    face: str | None,
    person_id: str | None,
    valid_at: datetime | None,
    after: Sequence[Any] | None,
    limit: int,
) -> list[Credential]:
    """Newest first, none of the face `but` and none that belongs to an application's authorization.

    `valid_at` leaves out what opens nothing at that instant; `after` is the instant and the id of the last one seen.
    """
    given = {"face": face, "person_id": person_id, "now": valid_at}
    values = {name: value for name, value in given.items() if value is not None}
    if after is not None:
        values |= {"after_at": after[0], "after_id": after[1]}
    statement = _page(face is not None, person_id is not None, valid_at is not None, after is not None)
    rows = await tx.all(statement, workspace_id=workspace_id, not_face=but, limit=limit, **values)
    return [msgspec.structs.replace(each, scopes=tuple(each.scopes)) for each in (Credential(*row) for row in rows)]
