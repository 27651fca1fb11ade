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
)

from uhrwerk.storage.columns import Amount, Breaks, Id, Instant, Json
from uhrwerk.storage.tables.base import LIVING, belongs, kept, metadata, of_some


def _timed(name: str, *columns: Column[object] | ForeignKeyConstraint | Index) -> Table:
    """A kept table of clock records: one active a person, never two. Deleted rows stay, for the journal's sake."""
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
        of_some(f"uq_{name}_active", f"ended_at IS NULL AND {LIVING}", "workspace_id", "person_id", unique=True),
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
    # Each is paid for at every start: they have no rows that nobody finds by them. The last column of the first one
    # tells what is deleted, so that neither lists nor counts look at those rows.
    Index("ix_time_entry_person_started", "workspace_id", "person_id", "started_at", "id", "deleted_at"),
    of_some("ix_time_entry_started", LIVING, "workspace_id", "started_at", "id"),
    of_some(
        "ix_time_entry_project_started",
        f"project_id IS NOT NULL AND {LIVING}",
        "workspace_id",
        "project_id",
        "started_at",
        "id",
    ),
    of_some(
        "ix_time_entry_task_started", f"task_id IS NOT NULL AND {LIVING}", "workspace_id", "task_id", "started_at", "id"
    ),
    # On PostgreSQL it says `manual IS FALSE`.
    of_some("ix_time_entry_clocked", f"manual IS 0 AND {LIVING}", "workspace_id", "person_id", "start_recorded_at"),
)

attendance = _timed(
    "attendance",
    Column("latitude_start", Float),
    Column("longitude_start", Float),
    Column("latitude_end", Float),
    Column("longitude_end", Float),
    Index("ix_attendance_person_started", "workspace_id", "person_id", "started_at", "id"),
    Index("ix_attendance_person_recorded", "workspace_id", "person_id", "start_recorded_at"),
    Index("ix_attendance_started", "workspace_id", "started_at", "id"),
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
    of_some("ix_rollup_total_parts", "part <> 0", "workspace_id"),
    # On SQLite the rows lie in the key itself.
    sqlite_with_rowid=False,
)
