"""Time entries are found by indexes without the deleted ones, and none has rows that nobody finds by it."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

LIVING = "deleted_at IS NULL"

REPLACED = ("person_recorded", "person_started", "started", "project_started", "task_started")

COLUMNS = {
    "clocked": ("person_id", "start_recorded_at"),
    "person_started": ("person_id", "started_at", "id", "deleted_at"),
    "started": ("started_at", "id"),
    "project_started": ("project_id", "started_at", "id"),
    "task_started": ("task_id", "started_at", "id"),
}

CONDITIONS = {
    "started": LIVING,
    "project_started": f"project_id IS NOT NULL AND {LIVING}",
    "task_started": f"task_id IS NOT NULL AND {LIVING}",
}


def upgrade() -> None:
    # First all of them go: the new ones take their place in the file.
    for name in REPLACED:
        op.drop_index(f"ix_time_entry_{name}", "time_entry")
    false = "0" if op.get_bind().dialect.name == "sqlite" else "FALSE"
    conditions = {**CONDITIONS, "clocked": f"manual IS {false} AND {LIVING}"}
    for name, columns in COLUMNS.items():
        where = sa.text(conditions[name]) if name in conditions else None
        op.create_index(
            f"ix_time_entry_{name}",
            "time_entry",
            ["workspace_id", *columns],
            unique=False,
            sqlite_where=where,
            postgresql_where=where,
        )
