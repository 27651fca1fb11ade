"""Time: entries, attendance, and the daily sums of entries."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    false,
    text,
)

from uhrwerk.storage.columns import Amount, Breaks, Id, Instant, Json
from uhrwerk.storage.tables.base import belongs, kept, metadata


def _timed(name: str, *columns: Column[object] | ForeignKeyConstraint | Index) -> Table:
    """A kept table of clock records: one active a person, never two. Deleted rows stay, for the journal's sake."""
    active = text("ended_at IS NULL AND deleted_at IS NULL")
    return kept(
        name,
        Column("person_id", Id, nullable=False),
        Column("zone", Text, nullable=False),
        Column("started_at", Instant, nullable=False),
        Column("start_recorded_at", Instant, nullable=False),
        Column("breaks", Breaks, nullable=False),
        Column("ended_at", Instant),
        Column("end_recorded_at", Instant),
        Column("net_seconds", Integer),
        Column("break_seconds", Integer),
        Column("note", Text),
        Column("manual", Boolean, nullable=False),
        # When it was noticed that the clock may have been forgotten, and whether a stop by itself awaits a word.
        Column("warned_at", Instant),
        Column("to_confirm", Boolean, nullable=False, server_default=false()),
        *columns,
        belongs("person_id", "person"),
        Index(
            f"uq_{name}_active", "workspace_id", "person_id", unique=True, sqlite_where=active, postgresql_where=active
        ),
        Index(f"ix_{name}_person_started", "workspace_id", "person_id", "started_at", "id"),
        Index(f"ix_{name}_person_recorded", "workspace_id", "person_id", "start_recorded_at"),
        Index(f"ix_{name}_started", "workspace_id", "started_at", "id"),
    )


time_entry = _timed(
    "time_entry",
    Column("project_id", Id),
    Column("task_id", Id),
    Column("type_of_work_id", Id, nullable=False),
    Column("billable", Boolean, nullable=False),
    Column("billed", Boolean, nullable=False),
    # Only a day and a length are known: it lies at the day's beginning, and no face shows its times.
    Column("length_only", Boolean, nullable=False, server_default=false()),
    # Seconds east of UTC at start and end in the entry's zone, so that wall-clock times can be searched.
    Column("start_offset", Integer),
    Column("end_offset", Integer),
    Column("hour_rate", Amount),
    Column("flat_rate", Boolean, nullable=False, server_default=false()),
    Column("latitude_start", Float),
    Column("longitude_start", Float),
    Column("latitude_end", Float),
    Column("longitude_end", Float),
    Column("tags", Json, nullable=False, server_default="[]"),
    belongs("project_id", "project"),
    belongs("task_id", "task"),
    belongs("type_of_work_id", "type_of_work"),
    Index("ix_time_entry_project_started", "workspace_id", "project_id", "started_at", "id"),
    Index("ix_time_entry_task_started", "workspace_id", "task_id", "started_at", "id"),
)

attendance = _timed(
    "attendance",
    Column("latitude_start", Float),
    Column("longitude_start", Float),
    Column("latitude_end", Float),
    Column("longitude_end", Float),
)

rollup = Table(
    "rollup",
    metadata,
    Column("workspace_id", Id, nullable=False),
    Column("person_id", Id, nullable=False),
    Column("day", Date, nullable=False),
    # No project is the empty text: a key's column is never null.
    Column("project_id", String(36), nullable=False),
    Column("type_of_work_id", Id, nullable=False),
    Column("billable", Boolean, nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("entries", Integer, nullable=False),
    PrimaryKeyConstraint("workspace_id", "person_id", "day", "project_id", "type_of_work_id", "billable"),
)

rollup_total = Table(
    "rollup_total",
    metadata,
    Column("workspace_id", Id, nullable=False),
    Column("span", String(5), nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("project_id", String(36), nullable=False),
    Column("type_of_work_id", Id, nullable=False),
    Column("billable", Boolean, nullable=False),
    # Several rows of one key are added up: on PostgreSQL each connection has its own, and none waits for another's.
    Column("part", Integer, nullable=False),
    Column("seconds", BigInteger, nullable=False),
    Column("entries", Integer, nullable=False),
    PrimaryKeyConstraint("workspace_id", "span", "starts_on", "project_id", "type_of_work_id", "billable", "part"),
    Index("ix_rollup_total_parts", "workspace_id", sqlite_where=text("part <> 0"), postgresql_where=text("part <> 0")),
    # On SQLite the rows lie in the key itself.
    sqlite_with_rowid=False,
)
