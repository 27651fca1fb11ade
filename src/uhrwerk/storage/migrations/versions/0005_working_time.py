"""Working time: contracts, the daily roll-up of attendance, entitlements, findings, approvals and locks.

A person's week becomes their first contract.
"""

import json
from datetime import date

import sqlalchemy as sa
import uuid_utils
from alembic import op

Id = sa.String(36).with_variant(sa.UUID(as_uuid=False), "postgresql")

revision = "0005"
down_revision = "0004"

SINCE = date(1970, 1, 1)
"""From when on a week holds that was kept without a date."""


def upgrade() -> None:
    _make_working_time()
    _make_approvals()
    _add_columns()
    _weeks_become_contracts()
    op.drop_column("person", "weekly_seconds")


def _make_working_time() -> None:
    _kept(
        "contract",
        sa.Column("person_id", Id, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("weekday_seconds", sa.Text(), nullable=True),
        sa.Column("weekly_seconds", sa.Integer(), nullable=True),
        sa.Column("workdays", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("region", sa.String(length=20), nullable=True),
        sa.Column("law", sa.String(length=10), nullable=True),
        sa.Column("break_policy", sa.String(length=30), nullable=False),
        sa.Column("start_balance_seconds", sa.Integer(), nullable=False),
        sa.Column("vacation_days", sa.BigInteger(), nullable=True),
        sa.Column("balance_period", sa.String(length=10), nullable=True),
        sa.Column("balance_cap_seconds", sa.Integer(), nullable=True),
        sa.Column("balance_excess", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        _belongs("contract", "person_id", "person"),
    )
    op.create_index("ix_contract_person", "contract", ["workspace_id", "person_id", "starts_on"], unique=False)
    op.create_table(
        "attendance_day",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("worked_seconds", sa.Integer(), nullable=False),
        sa.Column("break_seconds", sa.Integer(), nullable=False),
        sa.Column("worked", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", "day", name="pk_attendance_day"),
    )
    _kept(
        "balance_adjustment",
        sa.Column("person_id", Id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        _belongs("balance_adjustment", "person_id", "person"),
    )
    op.create_index(
        "ix_balance_adjustment_person", "balance_adjustment", ["workspace_id", "person_id", "day"], unique=False
    )
    _kept(
        "entitlement",
        sa.Column("person_id", Id, nullable=False),
        sa.Column("absence_type_id", Id, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        _belongs("entitlement", "person_id", "person"),
        _belongs("entitlement", "absence_type_id", "absence_type"),
    )
    op.create_index("ix_entitlement_person", "entitlement", ["workspace_id", "person_id", "year"], unique=False)
    _kept(
        "finding",
        sa.Column("person_id", Id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("law", sa.String(length=10), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("paragraph", sa.Text(), nullable=False),
        sa.Column("severity", sa.String(length=20), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("limit_minutes", sa.Integer(), nullable=False),
        sa.Column("over", sa.Boolean(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("punches", sa.Text(), nullable=False),
        _belongs("finding", "person_id", "person"),
    )
    op.create_index("ix_finding_person", "finding", ["workspace_id", "person_id", "day"], unique=False)
    op.create_table(
        "law_check",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", name="pk_law_check"),
    )


def _make_approvals() -> None:
    _kept(
        "timesheet",
        sa.Column("person_id", Id, nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("submitted_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", Id, nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.Column("target_seconds", sa.Integer(), nullable=True),
        sa.Column("worked_seconds", sa.Integer(), nullable=True),
        sa.Column("break_seconds", sa.Integer(), nullable=True),
        sa.Column("balance_seconds", sa.Integer(), nullable=True),
        _belongs("timesheet", "person_id", "person"),
    )
    op.create_index("ix_timesheet_starts", "timesheet", ["workspace_id", "starts_on", "id"], unique=False)
    there = sa.text("deleted_at IS NULL")
    op.create_index(
        "uq_timesheet_period",
        "timesheet",
        ["workspace_id", "person_id", "starts_on", "period"],
        unique=True,
        sqlite_where=there,
        postgresql_where=there,
    )
    _kept(
        "correction",
        sa.Column("person_id", Id, nullable=False),
        sa.Column("record_kind", sa.String(length=20), nullable=False),
        sa.Column("record_id", Id, nullable=True),
        sa.Column("record_version", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("members", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("decided_by", Id, nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        _belongs("correction", "person_id", "person"),
    )
    op.create_index("ix_correction_created", "correction", ["workspace_id", "created_at", "id"], unique=False)
    op.create_index("ix_correction_person", "correction", ["workspace_id", "person_id", "created_at"], unique=False)
    _kept(
        "overtime",
        sa.Column("person_id", Id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("decided_by", Id, nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        _belongs("overtime", "person_id", "person"),
    )
    op.create_index("ix_overtime_day", "overtime", ["workspace_id", "day", "id"], unique=False)
    op.create_index("ix_overtime_person", "overtime", ["workspace_id", "person_id", "day"], unique=False)
    _kept(
        "period_lock",
        sa.Column("person_id", Id, nullable=True),
        sa.Column("locked_through", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        _belongs("period_lock", "person_id", "person"),
    )
    op.create_index(
        "ix_period_lock_person", "period_lock", ["workspace_id", "person_id", "locked_through"], unique=False
    )
    _kept(
        "lock_exception",
        sa.Column("person_id", Id, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        _belongs("lock_exception", "person_id", "person"),
    )
    op.create_index(
        "ix_lock_exception_person", "lock_exception", ["workspace_id", "person_id", "ends_on"], unique=False
    )


def _add_columns() -> None:
    op.create_index("ix_journal_record", "journal", ["workspace_id", "record_id"], unique=False)
    op.add_column("absence_type", sa.Column("carry_over_days", sa.BigInteger(), nullable=True))
    op.add_column("absence_type", sa.Column("carry_over_until", sa.String(length=5), nullable=True))
    op.add_column("absence", sa.Column("seconds", sa.Integer(), nullable=True))
    op.add_column("absence", sa.Column("decided_by", Id, nullable=True))
    op.add_column("absence", sa.Column("decided_at", sa.BigInteger(), nullable=True))
    op.add_column("absence", sa.Column("decision_reason", sa.Text(), nullable=True))
    for clock in ("time_entry", "attendance"):
        op.add_column(clock, sa.Column("warned_at", sa.BigInteger(), nullable=True))
        op.add_column(clock, sa.Column("to_confirm", sa.Boolean(), nullable=False, server_default=sa.false()))


def _weeks_become_contracts() -> None:
    """Each person's week holds since ever, as it did. The journal has no row of it: nothing has changed."""
    connection = op.get_bind()
    person = sa.table(
        "person",
        *[sa.column(name, Id) for name in ("workspace_id", "id", "updated_by")],
        *[sa.column(name) for name in ("weekly_seconds", "updated_at")],
    )
    source = sa.table("number_source", sa.column("workspace_id", Id), sa.column("next"))
    with_week = sa.select(person).where(person.c.weekly_seconds.is_not(None))
    for row in connection.execute(with_week).mappings().all():
        week = json.loads(row["weekly_seconds"])
        taken = sa.update(source).where(source.c.workspace_id == row["workspace_id"]).values(next=source.c.next + 1)
        number = connection.execute(taken.returning(source.c.next)).scalar_one() - 1
        connection.execute(sa.insert(_contract()).values(_contract_of(row, week, number)))


def _contract() -> sa.TableClause:
    ids = ("workspace_id", "id", "person_id", "created_by", "updated_by")
    others = ("number", "created_at", "updated_at", "version", "kind", "weekday_seconds", "workdays", "break_policy")
    return sa.table(
        "contract",
        *[sa.column(name, Id) for name in ids],
        *[sa.column(name) for name in (*others, "start_balance_seconds", "balance_excess")],
        sa.column("starts_on", sa.Date()),
    )


def _contract_of(row: sa.RowMapping, week: list[int], number: int) -> dict[str, object]:
    return {
        "workspace_id": row["workspace_id"],
        "id": str(uuid_utils.uuid7()),
        "number": number,
        "created_by": row["updated_by"],
        "created_at": row["updated_at"],
        "updated_by": row["updated_by"],
        "updated_at": row["updated_at"],
        "version": 1,
        "person_id": row["id"],
        "starts_on": SINCE,
        "kind": "weekdays",
        "weekday_seconds": json.dumps(week),
        "workdays": json.dumps([day for day, seconds in enumerate(week, 1) if seconds]),
        "break_policy": "as-taken",
        "start_balance_seconds": 0,
        "balance_excess": "forfeit",
    }


def _belongs(table: str, column: str, owner: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", column],
        [f"{owner}.workspace_id", f"{owner}.id"],
        name=op.f(f"fk_{table}_workspace_id_{column}"),
    )


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
