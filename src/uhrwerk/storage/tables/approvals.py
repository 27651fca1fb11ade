"""What is asked for and decided, and what is closed by it: timesheets, corrections, overtime, locks."""

from sqlalchemy import Column, Date, Index, Integer, String, Text

from uhrwerk.storage.columns import Id, Instant, Json
from uhrwerk.storage.tables.base import LIVING, belongs, kept, of_some

timesheet = kept(
    "timesheet",
    Column("person_id", Id, nullable=False),
    Column("period", String(10), nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("status", String(20), nullable=False),
    Column("submitted_at", Instant),
    Column("decided_by", Id),
    Column("decided_at", Instant),
    Column("decision_reason", Text),
    # The figures as they were when it was submitted.
    Column("target_seconds", Integer),
    Column("worked_seconds", Integer),
    Column("break_seconds", Integer),
    Column("balance_seconds", Integer),
    belongs("person_id", "person"),
    of_some("uq_timesheet_period", LIVING, "workspace_id", "person_id", "starts_on", "period", unique=True),
    Index("ix_timesheet_starts", "workspace_id", "starts_on", "id"),
)

correction = kept(
    "correction",
    Column("person_id", Id, nullable=False),
    Column("record_kind", String(20), nullable=False),
    # Null: a record that is missing is to be made.
    Column("record_id", Id),
    Column("record_version", Integer),
    Column("action", String(10), nullable=False),
    Column("members", Json, nullable=False),
    Column("reason", Text, nullable=False),
    Column("status", String(20), nullable=False),
    Column("decided_by", Id),
    Column("decided_at", Instant),
    Column("decision_reason", Text),
    belongs("person_id", "person"),
    Index("ix_correction_person", "workspace_id", "person_id", "created_at"),
    Index("ix_correction_created", "workspace_id", "created_at", "id"),
)

overtime = kept(
    "overtime",
    Column("person_id", Id, nullable=False),
    Column("day", Date, nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("note", Text),
    Column("status", String(20), nullable=False),
    Column("decided_by", Id),
    Column("decided_at", Instant),
    Column("decision_reason", Text),
    belongs("person_id", "person"),
    Index("ix_overtime_person", "workspace_id", "person_id", "day"),
    Index("ix_overtime_day", "workspace_id", "day", "id"),
)

period_lock = kept(
    "period_lock",
    # Null: the whole workspace's.
    Column("person_id", Id),
    Column("locked_through", Date, nullable=False),
    Column("note", Text),
    belongs("person_id", "person"),
    Index("ix_period_lock_person", "workspace_id", "person_id", "locked_through"),
)

lock_exception = kept(
    "lock_exception",
    Column("person_id", Id, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("expires_at", Instant),
    Column("reason", Text, nullable=False),
    belongs("person_id", "person"),
    Index("ix_lock_exception_person", "workspace_id", "person_id", "ends_on"),
)
