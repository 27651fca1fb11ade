"""The journal's rows and the heads of its chains."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec
from sqlalchemy import bindparam, func, insert, select

from uhrwerk.rules.journal import Link
from uhrwerk.storage.heads import READ as HEAD
from uhrwerk.storage.order import Position, TransactionId
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import journal, journal_head
from uhrwerk.storage.upsert import upsert


class JournalRow(msgspec.Struct, frozen=True, gc=False):
    """One change. `payload` is JSON `{"before": {…}, "after": {…}}` of the members that changed, with `"reason"` where
    somebody gave one; None when erased.
    """

    workspace_id: str
    subject_id: str
    sequence: int
    recorded_at: datetime
    effective_at: datetime
    actor_id: str
    face: str
    act: str
    record_kind: str
    record_id: str
    digest: str
    salt: str | None
    payload: str | None
    seal: str

    @property
    def link(self) -> Link:
        return Link(*(getattr(self, name) for name in Link._fields))


class Sealed(NamedTuple):
    """A row that is to be appended: its link, the salt and the payload of the link's digest, and the link's seal."""

    link: Link
    salt: str
    payload: str
    seal: str


class Head(msgspec.Struct, frozen=True):
    """How many rows a subject's chain has, the seal of the last one, and the seal of this head."""

    workspace_id: str
    subject_id: str
    count: int
    seal: str
    head_seal: str


_columns = [journal.c[name] for name in JournalRow.__struct_fields__]
_head_columns = [journal_head.c[name] for name in Head.__struct_fields__]
_add = Statement(
    insert(journal).values(
        {name: bindparam(name) for name in JournalRow.__struct_fields__}
        | {"transaction_id": TransactionId(), "position": Position()}
    )
)
_heads = Statement(select(*_head_columns).order_by(journal_head.c.workspace_id, journal_head.c.subject_id))
_any_head = Statement(select(*_head_columns).limit(1))
_put_head = Statement(
    upsert(
        journal_head,
        {name: bindparam(name) for name in Head.__struct_fields__},
        ["workspace_id", "subject_id"],
        lambda put: {name: put[name] for name in ("count", "seal", "head_seal")},
    ),
    # Whoever appends to a chain holds it.
    own_rows=True,
)
_subjects = Statement(
    select(journal.c.workspace_id, journal.c.subject_id, func.count())
    .group_by(journal.c.workspace_id, journal.c.subject_id)
    .order_by(journal.c.workspace_id, journal.c.subject_id)
)
_chain = Statement(
    select(*_columns)
    .where(
        journal.c.workspace_id == bindparam("workspace_id"),
        journal.c.subject_id == bindparam("subject_id"),
        journal.c.sequence > bindparam("after"),
    )
    .order_by(journal.c.sequence)
    .limit(bindparam("limit"))
)
_newest = Statement(
    select(*_columns)
    .where(
        journal.c.workspace_id == bindparam("workspace_id"),
        journal.c.subject_id == bindparam("subject_id"),
        journal.c.sequence < bindparam("before"),
    )
    .order_by(journal.c.sequence.desc())
    .limit(bindparam("limit"))
)


async def head(tx: Tx, workspace_id: str, subject_id: str) -> Head | None:
    row = tx.heads.get((workspace_id, subject_id))
    if row is None:
        row = await tx.one(HEAD, workspace_id=workspace_id, subject_id=subject_id)
    return None if row is None else Head(workspace_id, subject_id, *row)


async def any_head(tx: Tx) -> Head | None:
    """Some chain's head, None where there is no chain yet."""
    row = await tx.one(_any_head)
    return None if row is None else Head(*row)


async def heads(tx: Tx) -> list[Head]:
    return [Head(*row) for row in await tx.all(_heads)]


async def append(tx: Tx, link: Link, salt: str, payload: str, seal: str, new_head: Head) -> None:
    """Add a row and move its chain's head to it."""
    await tx.put(_put_head, **msgspec.structs.asdict(new_head))
    await tx.put(_add, **link._asdict(), salt=salt, payload=payload, seal=seal)
    _keep(tx, new_head)


async def append_all(tx: Tx, rows: Sequence[Sealed], new_heads: Sequence[Head]) -> None:
    """Add rows to some chains, those of one in their order, and move the chains' heads to the last of each."""
    if len(rows) == 1:
        await append(tx, *rows[0], new_heads[0])
        return
    await tx.many(_add, [JournalRow(*each.link, each.salt, each.payload, each.seal) for each in rows])
    await tx.many(_put_head, new_heads)
    for head in new_heads:
        _keep(tx, head)


def _keep(tx: Tx, head: Head) -> None:
    tx.heads[head.workspace_id, head.subject_id] = (head.count, head.seal, head.head_seal)


async def subjects(tx: Tx) -> list[tuple[str, str, int]]:
    """Workspace, subject and number of rows of every chain that has rows."""
    return [(row[0], row[1], row[2]) for row in await tx.all(_subjects)]


async def chain(tx: Tx, workspace_id: str, subject_id: str, after: int, limit: int) -> list[JournalRow]:
    """Rows of a chain from sequence `after` on, oldest first."""
    rows = await tx.all(_chain, workspace_id=workspace_id, subject_id=subject_id, after=after, limit=limit)
    return [JournalRow(*row) for row in rows]


async def newest(tx: Tx, workspace_id: str, subject_id: str, before: int, limit: int) -> list[JournalRow]:
    """Rows of a chain before sequence `before`, newest first."""
    rows = await tx.all(_newest, workspace_id=workspace_id, subject_id=subject_id, before=before, limit=limit)
    return [JournalRow(*row) for row in rows]
