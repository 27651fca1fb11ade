"""What time is booked on, in full: tags, teams, absences, expenses, lists, contact details, money."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

Id = sa.String(36).with_variant(sa.UUID(as_uuid=False), "postgresql")

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _kept(
        "absence_type",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.String(length=20), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("color", sa.String(length=20), nullable=True),
        sa.Column("plannable", sa.Boolean(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
    )
    _kept(
        "company_holiday",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("half_day_start", sa.Boolean(), nullable=False),
        sa.Column("half_day_end", sa.Boolean(), nullable=False),
        sa.Column("region", sa.Text(), nullable=True),
    )
    _kept(
        "tag",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("color", sa.String(length=20), nullable=True),
    )
    op.create_index("ix_tag_name", "tag", ["workspace_id", "name"], unique=False)
    _kept(
        "absence",
        sa.Column("person_id", Id, nullable=False),
        sa.Column("absence_type_id", Id, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("half_day_start", sa.Boolean(), nullable=False),
        sa.Column("half_day_end", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "absence_type_id"],
            ["absence_type.workspace_id", "absence_type.id"],
            name=op.f("fk_absence_workspace_id_absence_type_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_absence_workspace_id_person_id"),
        ),
    )
    op.create_index("ix_absence_person", "absence", ["workspace_id", "person_id", "starts_on"], unique=False)
    op.create_index("ix_absence_starts", "absence", ["workspace_id", "starts_on", "id"], unique=False)
    _kept(
        "saved_report",
        sa.Column("person_id", Id, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_saved_report_workspace_id_person_id"),
        ),
    )
    op.create_index("ix_saved_report_person", "saved_report", ["workspace_id", "person_id"], unique=False)
    _kept(
        "expense",
        sa.Column("person_id", Id, nullable=False),
        sa.Column("project_id", Id, nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("billable", sa.Boolean(), nullable=False),
        sa.Column("payment", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("spent_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_expense_workspace_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"],
            ["project.workspace_id", "project.id"],
            name=op.f("fk_expense_workspace_id_project_id"),
        ),
    )
    op.create_index("ix_expense_person", "expense", ["workspace_id", "person_id", "spent_on"], unique=False)
    op.create_index("ix_expense_spent", "expense", ["workspace_id", "spent_on", "id"], unique=False)
    _kept(
        "task_list",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("project_id", Id, nullable=False),
        sa.Column("position", sa.Float(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"],
            ["project.workspace_id", "project.id"],
            name=op.f("fk_task_list_workspace_id_project_id"),
        ),
    )
    op.create_index("ix_task_list_project", "task_list", ["workspace_id", "project_id"], unique=False)
    op.add_column("client", sa.Column("deleted_at", sa.BigInteger(), nullable=True))
    op.add_column("client", sa.Column("color", sa.String(length=20), nullable=True))
    op.add_column("client", sa.Column("industry", sa.Text(), nullable=True))
    op.add_column("client", sa.Column("contacts", sa.Text(), server_default="[]", nullable=False))
    op.add_column("client", sa.Column("custom", sa.Text(), server_default="{}", nullable=False))
    op.add_column("client", sa.Column("tags", sa.Text(), server_default="[]", nullable=False))
    op.add_column("person", sa.Column("deleted_at", sa.BigInteger(), nullable=True))
    op.add_column("person", sa.Column("archived", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("person", sa.Column("personnel_number", sa.Text(), nullable=True))
    op.add_column("person", sa.Column("title", sa.Text(), nullable=True))
    op.add_column("person", sa.Column("position", sa.Text(), nullable=True))
    op.add_column("person", sa.Column("birth_date", sa.Date(), nullable=True))
    op.add_column("person", sa.Column("weekly_seconds", sa.Text(), nullable=True))
    op.add_column("person", sa.Column("contacts", sa.Text(), server_default="[]", nullable=False))
    op.add_column("person", sa.Column("tags", sa.Text(), server_default="[]", nullable=False))
    op.add_column("project", sa.Column("deleted_at", sa.BigInteger(), nullable=True))
    op.add_column("project", sa.Column("color", sa.String(length=20), nullable=True))
    op.add_column("project", sa.Column("private", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("project", sa.Column("starts_on", sa.Date(), nullable=True))
    op.add_column("project", sa.Column("due_on", sa.Date(), nullable=True))
    op.add_column("project", sa.Column("planned_seconds", sa.Integer(), nullable=True))
    op.add_column("project", sa.Column("budget", sa.BigInteger(), nullable=True))
    op.add_column("project", sa.Column("hour_rate", sa.BigInteger(), nullable=True))
    op.add_column("project", sa.Column("members", sa.Text(), server_default="[]", nullable=False))
    op.add_column("project", sa.Column("tags", sa.Text(), server_default="[]", nullable=False))
    op.add_column("project_status", sa.Column("deleted_at", sa.BigInteger(), nullable=True))
    op.add_column("project_status", sa.Column("position", sa.Integer(), server_default="0", nullable=False))
    op.add_column("project_status", sa.Column("project_id", Id, nullable=True))
    op.add_column("project_type", sa.Column("deleted_at", sa.BigInteger(), nullable=True))
    op.add_column("project_type", sa.Column("note", sa.Text(), nullable=True))
    op.add_column("task", sa.Column("deleted_at", sa.BigInteger(), nullable=True))
    op.add_column("task", sa.Column("person_id", Id, nullable=True))
    op.add_column("task", sa.Column("parent_id", Id, nullable=True))
    op.add_column("task", sa.Column("position", sa.Float(), server_default="0", nullable=False))
    op.add_column("task", sa.Column("priority", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("task", sa.Column("starts_at", sa.BigInteger(), nullable=True))
    op.add_column("task", sa.Column("due_at", sa.BigInteger(), nullable=True))
    op.add_column("task", sa.Column("closed_at", sa.BigInteger(), nullable=True))
    op.add_column("task", sa.Column("hour_rate", sa.BigInteger(), nullable=True))
    op.add_column("task", sa.Column("lists", sa.Text(), server_default="[]", nullable=False))
    op.add_column("task", sa.Column("tags", sa.Text(), server_default="[]", nullable=False))
    op.add_column("task_status", sa.Column("deleted_at", sa.BigInteger(), nullable=True))
    op.add_column("task_status", sa.Column("project_id", Id, nullable=True))
    op.add_column("team", sa.Column("deleted_at", sa.BigInteger(), nullable=True))
    op.add_column("team", sa.Column("icon", sa.Text(), nullable=True))
    op.add_column("team", sa.Column("color", sa.String(length=20), nullable=True))
    op.add_column("team", sa.Column("projects", sa.Text(), server_default="[]", nullable=False))
    op.add_column("time_entry", sa.Column("length_only", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("time_entry", sa.Column("start_offset", sa.Integer(), nullable=True))
    op.add_column("time_entry", sa.Column("end_offset", sa.Integer(), nullable=True))
    op.add_column("time_entry", sa.Column("hour_rate", sa.BigInteger(), nullable=True))
    op.add_column("time_entry", sa.Column("flat_rate", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("time_entry", sa.Column("latitude_start", sa.Float(), nullable=True))
    op.add_column("time_entry", sa.Column("longitude_start", sa.Float(), nullable=True))
    op.add_column("time_entry", sa.Column("latitude_end", sa.Float(), nullable=True))
    op.add_column("time_entry", sa.Column("longitude_end", sa.Float(), nullable=True))
    op.add_column("time_entry", sa.Column("tags", sa.Text(), server_default="[]", nullable=False))
    op.add_column("type_of_work", sa.Column("deleted_at", sa.BigInteger(), nullable=True))
    _fill_offsets()


def _kept(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_by", Id, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", Id, nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger()),
        *columns,
        sa.PrimaryKeyConstraint("workspace_id", "id", name=f"pk_{name}"),
    )
    op.create_index(f"uq_{name}_number", name, ["workspace_id", "number"], unique=True)


def _fill_offsets() -> None:
    """The wall clock's distance from UTC for entries that are there already."""
    connection = op.get_bind()
    entry = sa.table(
        "time_entry",
        *[sa.column(name, Id) for name in ("workspace_id", "id")],
        *[sa.column(name) for name in ("zone", "started_at", "ended_at", "start_offset", "end_offset")],
    )
    rows = connection.execute(
        sa.select(entry.c.workspace_id, entry.c.id, entry.c.zone, entry.c.started_at, entry.c.ended_at)
    )
    found = [
        {
            "key_workspace": row.workspace_id,
            "key_id": row.id,
            "start": _offset(row.zone, row.started_at),
            "end": None if row.ended_at is None else _offset(row.zone, row.ended_at),
        }
        for row in rows
    ]
    if found:
        key = sa.and_(entry.c.workspace_id == sa.bindparam("key_workspace"), entry.c.id == sa.bindparam("key_id"))
        connection.execute(
            sa.update(entry).where(key).values(start_offset=sa.bindparam("start"), end_offset=sa.bindparam("end")),
            found,
        )


def _offset(zone: str, microseconds: int) -> int:
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
    offset = at.astimezone(ZoneInfo(zone)).utcoffset()
    assert offset is not None
    return int(offset.total_seconds())
