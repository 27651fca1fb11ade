"""Whether anything that is not deleted refers to a record, read off the tables' foreign keys."""

from functools import lru_cache

from sqlalchemy import Table, bindparam, select

from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import metadata


@lru_cache
def _statements(table: Table) -> list[Statement]:
    return [
        Statement(
            select(other.c.workspace_id)
            .where(
                other.c.workspace_id == bindparam("workspace_id"),
                other.c[constraint.column_keys[1]] == bindparam("id"),
                *([other.c.deleted_at.is_(None)] if "deleted_at" in other.c else []),
            )
            .limit(1)
        )
        for other in metadata.sorted_tables
        for constraint in other.foreign_key_constraints
        if constraint.referred_table is table
    ]


async def referred(tx: Tx, table: Table, workspace_id: str, id: str) -> bool:
    """Whether any record of the workspace that is not deleted has the foreign key `id` to `table`."""
    for statement in _statements(table):
        if await tx.one(statement, workspace_id=workspace_id, id=id) is not None:
            return True
    return False
