"""Where in the database something stands: every column of every table is looked at."""

from typing import Final

import sqlalchemy

from tests.home import Home
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import metadata

_TABLES: Final = {table: Statement(sqlalchemy.select(table)) for table in metadata.sorted_tables}


def places_of(home: Home, *words: str, workspace_id: str | None = None) -> set[str]:
    """`table.column` of every value (of the workspace, if one is named) in which one of the words stands.

    In capitals or not.
    """

    lowered = [word.lower() for word in words]

    def stands_in(value: object) -> bool:
        text = repr(value).lower()
        return any(word in text for word in lowered)

    async def look(tx: Tx) -> set[str]:
        # The row first: there are very many, most of other tests, and few have one of the words.
        return {
            f"{table.name}.{column.name}"
            for table, rows in _TABLES.items()
            for row in await tx.all(rows)
            if (workspace_id is None or workspace_id in row) and stands_in(tuple(row))
            for column, value in zip(table.columns, row, strict=True)
            if stands_in(value)
        }

    found: set[str] = home.http.blocking_portal.call(home.house.store.read, look)
    return found


def files_with(home: Home, *words: str) -> set[str]:
    """Names of the files in the data directory in which one of the words stands."""
    return {
        path.name
        for path in home.settings.data_dir.rglob("*")
        if path.is_file() and any(word.encode() in path.read_bytes() for word in words)
    }
