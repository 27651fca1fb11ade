"""What SQLite's store has read before: rows of tables that are asked at every act and seldom change.

Only where one process writes can it be exact: a table's rows are forgotten as soon as a statement writes to the table,
and everything when a batch is rolled back or another process has written.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ClauseElement, Table
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.selectable import SelectBase
from sqlalchemy.sql.visitors import iterate

SELDOM_CHANGED: Final = frozenset(
    {
        *("workspace", "setting", "person", "team_member", "client", "project", "task", "type_of_work", "tag"),
        *("period_lock", "timesheet", "lock_exception", "contract", "absence", "absence_type", "company_holiday"),
    }
)
"""Names of tables."""

ROWS_OF_AN_ANSWER: Final = 20
"""Longer answers are not remembered."""

ROWS_OF_A_TABLE: Final = 20_000
"""With more in all answers, the table is forgotten. An answer of no row counts as one."""

HEADS: Final = 50_000
"""With more, all of them are forgotten."""

UNKNOWN: Final = object()

Key = tuple[Any, ...]
Row = Sequence[Any]


def remembered(construct: ClauseElement) -> frozenset[str]:
    """The tables that a statement reads, if its answer may be remembered; none otherwise."""
    if not isinstance(construct, SelectBase):
        return frozenset()
    read = frozenset(part.name for part in iterate(construct) if isinstance(part, Table))
    return read if read <= SELDOM_CHANGED else frozenset()


def written(construct: ClauseElement) -> str | None:
    """The table that a statement writes to, if rows of it may be remembered."""
    if not isinstance(construct, UpdateBase):
        return None
    table = construct.table
    return table.name if isinstance(table, Table) and table.name in SELDOM_CHANGED else None


class Memory:
    """Answers by statement and arguments, in a drawer for each table that one of them was read from.

    `heads` are heads of the journal's chains (count, seal, seal of the head), kept up by whoever writes them.
    """

    def __init__(self) -> None:
        self._answers: dict[Key, Any] = {}
        self._drawers: dict[str, set[Key]] = defaultdict(set)
        self._rows: Counter[str] = Counter()
        self.heads: dict[tuple[str, str], Row] = {}

    def get(self, key: Key) -> Any:
        """The answer, or UNKNOWN."""
        return self._answers.get(key, UNKNOWN)

    def keep(self, key: Key, tables: frozenset[str], answer: Any, rows: int) -> None:
        for table in tables:
            if self._rows[table] >= ROWS_OF_A_TABLE:
                self.forget(table)
            self._drawers[table].add(key)
            self._rows[table] += max(rows, 1)
        self._answers[key] = answer

    def tidy(self) -> None:
        """Between two batches: keep within bounds."""
        if len(self.heads) > HEADS:
            self.heads.clear()

    def forget(self, table: str) -> None:
        """Forget whatever was read from the table."""
        for key in self._drawers.pop(table, ()):
            self._answers.pop(key, None)
        del self._rows[table]

    def forget_all(self) -> None:
        self._answers.clear()
        self._drawers.clear()
        self._rows.clear()
        self.heads.clear()


def key_of(statement: object, values: Mapping[str, Any]) -> Key:
    return (statement, *values.items())
