"""The journal as auditors read it: rows by what they are about, newest first, and the state of a workspace's chains."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

import msgspec
from sqlalchemy import Text, bindparam, func, or_, select, tuple_

from uhrwerk.storage.columns import Id, Instant
from uhrwerk.storage.feed import FeedRow
from uhrwerk.storage.journal import Head
from uhrwerk.storage.order import Order
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import journal, journal_head


class Wanted(msgspec.Struct, frozen=True):
    """What rows are looked for; None is any. `person_id` is whose record it is, or who acted,
    `subject_id` whose record it is.

    `since` and `until` are instants of recording, the second one not included.
    """

    person_id: str | None = None
    subject_id: str | None = None
    kind: str | None = None
    act: str | None = None
    face: str | None = None
    record_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None


class State(msgspec.Struct, frozen=True):
    """How many chains a workspace has, and how many rows in all of them."""

    chains: int
    rows: int


_person = bindparam("person_id", type_=Id)
_CONDITIONS: Final[dict[str, Any]] = {
    "person_id": or_(journal.c.subject_id == _person, journal.c.actor_id == _person),
    "subject_id": journal.c.subject_id == bindparam("subject_id", type_=Id),
    "kind": journal.c.record_kind == bindparam("kind"),
    # The act's own word stands behind the kind.
    "act": func.substr(journal.c.act, func.length(journal.c.record_kind) + 2) == bindparam("act", type_=Text()),
    "face": journal.c.face == bindparam("face"),
    "record_id": journal.c.record_id == bindparam("record_id"),
    "since": journal.c.recorded_at >= bindparam("since", type_=Instant),
    "until": journal.c.recorded_at < bindparam("until", type_=Instant),
}
_seen = (
    bindparam("transaction_id", type_=journal.c.transaction_id.type),
    bindparam("position", type_=journal.c.position.type),
)


@cache
def _page(names: tuple[str, ...], before: bool) -> Statement:
    place = (journal.c.transaction_id, journal.c.position)
    where = [journal.c.workspace_id == bindparam("workspace_id"), *(_CONDITIONS[name] for name in names)]
    if before:
        where.append(tuple_(*place) < tuple_(*_seen))
    rows = select(*(journal.c[name] for name in FeedRow.__struct_fields__)).where(*where)
    return Statement(rows.order_by(*(each.desc() for each in place)).limit(bindparam("limit")))


_heads = Statement(
    select(*(journal_head.c[name] for name in Head.__struct_fields__))
    .where(journal_head.c.workspace_id == bindparam("workspace_id"), journal_head.c.subject_id > bindparam("after"))
    .order_by(journal_head.c.subject_id)
    .limit(bindparam("limit"))
)
_state = Statement(
    select(func.count(), func.coalesce(func.sum(journal_head.c.count), 0)).where(
        journal_head.c.workspace_id == bindparam("workspace_id"), journal_head.c.count > 0
    )
)
_headless = Statement(
    select(journal.c.subject_id)
    .distinct()
    .where(
        journal.c.workspace_id == bindparam("workspace_id"),
        ~select(journal_head.c.subject_id)
        .where(journal_head.c.workspace_id == journal.c.workspace_id, journal_head.c.subject_id == journal.c.subject_id)
        .exists(),
    )
    .order_by(journal.c.subject_id)
)


async def page(tx: Tx, workspace_id: str, wanted: Wanted, before: Order | None, limit: int) -> list[FeedRow]:
    """Up to `limit` rows that fit, newest first, from before a place on (None: the newest of all)."""
    values = {name: value for name, value in msgspec.structs.asdict(wanted).items() if value is not None}
    names = tuple(sorted(values))
    if before is not None:
        values |= {"transaction_id": before.transaction_id, "position": before.position}
    rows = await tx.all(_page(names, before is not None), workspace_id=workspace_id, limit=limit, **values)
    return [FeedRow(*row) for row in rows]


async def next_head(tx: Tx, workspace_id: str, after: str) -> Head | None:
    """The head of the next chain, in the order of the subjects' ids."""
    rows = await tx.all(_heads, workspace_id=workspace_id, after=after, limit=1)
    return Head(*rows[0]) if rows else None


async def state(tx: Tx, workspace_id: str) -> State:
    row: Sequence[Any] | None = await tx.one(_state, workspace_id=workspace_id)
    return State(int(row[0]), int(row[1])) if row else State(0, 0)


async def headless(tx: Tx, workspace_id: str) -> list[str]:
    """Subjects that have rows and no head: somebody took it away."""
    return [row[0] for row in await tx.all(_headless, workspace_id=workspace_id)]
