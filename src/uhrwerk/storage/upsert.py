"""An INSERT that changes the row of the same key where there is one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Insert, Table, insert
from sqlalchemy.dialects.sqlite.dml import OnConflictDoUpdate
from sqlalchemy.sql.base import ReadOnlyColumnCollection

_Columns = ReadOnlyColumnCollection[str, ColumnElement[Any]]


class _OnConflict(OnConflictDoUpdate):
    """SQLite's ON CONFLICT clause, which PostgreSQL reads too: its compiler asks for the constraint's name besides.

    PostgreSQL's own would have to be imported, with its dialect, where there is only SQLite.
    """

    inherit_cache = True
    constraint_target: Final = None


def upsert(table: Table, values: Any, key: Sequence[str], change: Callable[[_Columns], Mapping[str, Any]]) -> Insert:
    """`values` as an INSERT takes them. `change` gets the columns of the row that was to be inserted, and says what
    becomes of the row that is there."""
    changed = change(table.alias("excluded").columns)
    return insert(table).values(values).ext(_OnConflict(index_elements=key, set_=dict(changed)))
