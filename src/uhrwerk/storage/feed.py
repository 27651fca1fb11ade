"""The journal as a feed: a workspace's rows in the order in which they became certain."""

from typing import Any

import msgspec
from sqlalchemy import bindparam, select, tuple_

from uhrwerk.storage.journal import JournalRow
from uhrwerk.storage.order import BEGINNING, Order, Settled
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import journal


class FeedRow(JournalRow, frozen=True):
    """A row of the journal and its place in the feed."""

    transaction_id: int
    position: int

    @property
    def order(self) -> Order:
        return Order(self.transaction_id, self.position)


class Touched(msgspec.Struct, frozen=True):
    """What a row of the feed is about. One that is not `settled` is committed, and may not be read yet: another that
    comes before it may still be committed.
    """

    subject_id: str
    record_kind: str
    record_id: str
    transaction_id: int
    position: int
    settled: bool

    @property
    def order(self) -> Order:
        return Order(self.transaction_id, self.position)


_order = tuple_(journal.c.transaction_id, journal.c.position)
_settled = select(*(journal.c[name] for name in FeedRow.__struct_fields__)).where(
    journal.c.workspace_id == bindparam("workspace_id"), Settled()
)
_after: Any = tuple_(
    bindparam("transaction_id", type_=journal.c.transaction_id.type),
    bindparam("position", type_=journal.c.position.type),
)
_page = Statement(
    _settled.where(_order > _after).order_by(journal.c.transaction_id, journal.c.position).limit(bindparam("limit"))
)
_one = Statement(
    select(*(journal.c[name] for name in FeedRow.__struct_fields__)).where(
        journal.c.workspace_id == bindparam("workspace_id"),
        journal.c.subject_id == bindparam("subject_id"),
        journal.c.sequence == bindparam("sequence"),
    )
)
_of_record = select(*(journal.c[name] for name in FeedRow.__struct_fields__)).where(
    journal.c.workspace_id == bindparam("workspace_id"),
    journal.c.record_id == bindparam("record_id"),
    journal.c.record_kind == bindparam("record_kind"),
)
_newest_first = (journal.c.transaction_id.desc(), journal.c.position.desc(), journal.c.sequence.desc())
_newest_of_record = Statement(_of_record.order_by(*_newest_first).limit(bindparam("limit")))
_earlier_of_record = Statement(_of_record.where(_order < _after).order_by(*_newest_first).limit(bindparam("limit")))
_touched = Statement(
    select(
        journal.c.subject_id,
        journal.c.record_kind,
        journal.c.record_id,
        journal.c.transaction_id,
        journal.c.position,
        Settled().label("settled"),
    )
    .where(journal.c.workspace_id == bindparam("workspace_id"), _order > _after)
    .order_by(journal.c.transaction_id, journal.c.position)
    .limit(bindparam("limit"))
)
_newest = Statement(
    select(journal.c.transaction_id, journal.c.position)
    .where(journal.c.workspace_id == bindparam("workspace_id"), Settled())
    .order_by(journal.c.transaction_id.desc(), journal.c.position.desc())
    .limit(1)
)


async def page(tx: Tx, workspace_id: str, after: Order, limit: int) -> list[FeedRow]:
    """Up to `limit` rows after a place, oldest first. One that is not there yet never comes before one that is."""
    rows = await tx.all(
        _page, workspace_id=workspace_id, transaction_id=after.transaction_id, position=after.position, limit=limit
    )
    return [FeedRow(*row) for row in rows]


async def touched(tx: Tx, workspace_id: str, after: Order, limit: int) -> list[Touched]:
    """Up to `limit` rows after a place, oldest first: what may be read first, and then what may not be yet."""
    rows = await tx.all(
        _touched, workspace_id=workspace_id, transaction_id=after.transaction_id, position=after.position, limit=limit
    )
    return [Touched(*row) for row in rows]


async def of_record(
    tx: Tx, workspace_id: str, kind: str, id: str, *, before: Order | None, limit: int
) -> list[FeedRow]:
    """Up to `limit` rows about a record, newest first, from before a place on (None: the newest of all)."""
    values: dict[str, Any] = {"workspace_id": workspace_id, "record_id": id, "record_kind": kind, "limit": limit}
    if before is None:
        rows = await tx.all(_newest_of_record, **values)
    else:
        place = {"transaction_id": before.transaction_id, "position": before.position}
        rows = await tx.all(_earlier_of_record, **values, **place)
    return [FeedRow(*row) for row in rows]


async def newest(tx: Tx, workspace_id: str) -> Order:
    """The place of the newest row that may be read, the beginning of an empty feed."""
    row = await tx.one(_newest, workspace_id=workspace_id)
    return BEGINNING if row is None else Order(*row)


async def one(tx: Tx, workspace_id: str, subject_id: str, sequence: int) -> FeedRow | None:
    """The row of that place in a subject's chain."""
    row = await tx.one(_one, workspace_id=workspace_id, subject_id=subject_id, sequence=sequence)
    return None if row is None else FeedRow(*row)
