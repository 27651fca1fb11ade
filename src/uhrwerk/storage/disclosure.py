"""All that is kept about a person, table by table."""

from typing import Any, Final

from sqlalchemy import bindparam, select

from uhrwerk.storage.columns import Id
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import metadata

SECRET: Final = frozenset(("token_hash", "secret", "secret_hash"))
"""What opens doors is told to nobody."""

_OF_PERSON: Final = {
    table.name: (
        [column.name for column in table.c if column.name not in SECRET],
        Statement(
            select(*[column for column in table.c if column.name not in SECRET])
            .where(
                table.c.workspace_id == bindparam("workspace_id"),
                table.c.person_id == bindparam("person_id", type_=Id),
            )
            .order_by(*table.primary_key.columns)
        ),
    )
    for table in metadata.sorted_tables
    if "person_id" in table.c
}


async def rows_about(tx: Tx, workspace_id: str, person_id: str) -> dict[str, list[dict[str, Any]]]:
    """The rows that have the person's id, by the table's name; deleted ones too. Tables without any are left out."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table, (names, statement) in _OF_PERSON.items():
        rows = await tx.all(statement, workspace_id=workspace_id, person_id=person_id)
        if rows:
            found[table] = [dict(zip(names, row, strict=True)) for row in rows]
    return found
