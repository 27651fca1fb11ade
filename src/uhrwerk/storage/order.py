"""The order of the journal's rows as a feed: none ever appears before one that has been read.

On SQLite there is one writer, and a workspace's rows simply count up. On PostgreSQL a transaction that began earlier
may commit later: a row counts by its transaction, and readers see only what lies below the oldest one still open.
"""

from typing import Any, Final

import msgspec
from sqlalchemy import BigInteger, Boolean, ColumnElement, bindparam, func, literal_column, select
from sqlalchemy.ext.compiler import compiles

from uhrwerk.storage.columns import Id
from uhrwerk.storage.tables import journal


class Order(msgspec.Struct, frozen=True, order=True):
    """A place in a workspace's feed."""

    transaction_id: int
    position: int


BEGINNING: Final = Order(0, 0)

OFFSET: Final = "(SELECT last_value FROM journal_offset)"
"""What transactions are counted from: a database restored into a younger PostgreSQL counts on from where it was."""

COUNT_ON: Final = f"""
SELECT setval('journal_offset', newest + 1)
FROM (
    SELECT max(transaction_id) AS newest
    FROM workspace, LATERAL (
        SELECT transaction_id FROM journal WHERE workspace_id = workspace.id ORDER BY transaction_id DESC LIMIT 1
    ) AS newest_of_workspace
) AS newest_of_all
WHERE newest >= {OFFSET} + pg_snapshot_xmax(pg_current_snapshot())::text::bigint
"""
"""Run when PostgreSQL is opened: moves the offset where rows count higher than any transaction there has been."""

_row = journal.alias("row_before")


class TransactionId(ColumnElement[int]):
    """Which transaction a new row counts as: its own, but never an earlier one than the row before it in its chain."""

    type = BigInteger()
    inherit_cache = True


@compiles(TransactionId, "sqlite")
def _no_transaction(element: TransactionId, compiler: Any, **options: Any) -> str:
    return "0"


@compiles(TransactionId, "postgresql")
def _own_transaction(element: TransactionId, compiler: Any, **options: Any) -> str:
    before = select(_row.c.transaction_id).where(
        _row.c.workspace_id == bindparam("workspace_id", type_=Id),
        _row.c.subject_id == bindparam("subject_id", type_=Id),
        _row.c.sequence == bindparam("sequence") - literal_column("1"),
    )
    own: Any = literal_column(f"pg_current_xact_id()::text::bigint + {OFFSET}", BigInteger)
    # The greatest of a number and null is the number.
    text: str = compiler.process(func.greatest(own, before.scalar_subquery()), **options)
    return text


class Position(ColumnElement[int]):
    """A new row's place among those of its transaction."""

    type = BigInteger()
    inherit_cache = True


@compiles(Position, "sqlite")
def _next_of_workspace(element: Position, compiler: Any, **options: Any) -> str:
    newest = select(func.max(_row.c.position)).where(
        _row.c.workspace_id == bindparam("workspace_id", type_=Id), _row.c.transaction_id == literal_column("0")
    )
    return f"coalesce({compiler.process(newest.scalar_subquery(), **options)}, 0) + 1"


@compiles(Position, "postgresql")
def _next_of_all(element: Position, compiler: Any, **options: Any) -> str:
    return "nextval('journal_position')"


class Settled(ColumnElement[bool]):
    """Whether a row of `journal` may be read: nothing can come before it any more."""

    type = Boolean()
    inherit_cache = True


@compiles(Settled, "sqlite")
def _always(element: Settled, compiler: Any, **options: Any) -> str:
    return "1"


@compiles(Settled, "postgresql")
def _below_the_oldest_open(element: Settled, compiler: Any, **options: Any) -> str:
    return f"journal.transaction_id < pg_snapshot_xmin(pg_current_snapshot())::text::bigint + {OFFSET}"
