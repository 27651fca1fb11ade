"""Sums of everybody's project time by day and by month, beside those of each person by day."""

import sqlalchemy as sa
from alembic import op

Id = sa.String(36).with_variant(sa.UUID(as_uuid=False), "postgresql")

revision = "0009"
down_revision = "0008"

KEY = ("workspace_id", "span", "starts_on", "project_id", "type_of_work_id", "billable", "part")


def upgrade() -> None:
    op.create_table(
        "rollup_total",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("span", sa.String(length=5), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("project_id", sa.String(length=36), nullable=False),
        sa.Column("type_of_work_id", Id, nullable=False),
        sa.Column("billable", sa.Boolean(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.BigInteger(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*KEY, name="pk_rollup_total"),
        sqlite_with_rowid=False,
    )
    of_part = sa.text("part <> 0")
    op.create_index(
        "ix_rollup_total_parts",
        "rollup_total",
        ["workspace_id"],
        unique=False,
        sqlite_where=of_part,
        postgresql_where=of_part,
    )
    _add_up("day", "day")
    month = (
        "date(day, 'start of month')" if op.get_bind().dialect.name == "sqlite" else "date_trunc('month', day)::date"
    )
    _add_up("month", month)


def _add_up(span: str, first: str) -> None:
    op.execute(
        "INSERT INTO rollup_total "
        "(workspace_id, span, starts_on, project_id, type_of_work_id, billable, part, seconds, entries) "
        f"SELECT workspace_id, '{span}', {first}, project_id, type_of_work_id, billable, 0, sum(seconds), sum(entries) "
        f"FROM rollup GROUP BY workspace_id, {first}, project_id, type_of_work_id, billable"
    )
