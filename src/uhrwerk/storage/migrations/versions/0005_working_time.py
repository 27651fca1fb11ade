"""Working time: contracts, the daily roll-up of attendance, entitlements, findings, approvals and locks.

A person's week becomes their first contract, and the roll-up of attendance is filled.
"""

import json
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
import uuid_utils
from alembic import op

from uhrwerk.rules.day import Zones, attended_days, local_date
from uhrwerk.rules.timer import Timer
from uhrwerk.storage.columns import Breaks, DatedZones, Instant, Spans

Id = sa.String(36).with_variant(sa.UUID(as_uuid=False), "postgresql")

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _make_working_time()
    _make_approvals()
    _add_columns()
    zones = _zones()
    _fill_attendance_days(zones)
    _weeks_become_contracts(zones)
    op.drop_column("person", "weekly_seconds")
    op.add_column("person", sa.Column("erased_at", sa.BigInteger(), nullable=True))


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
        sa.Column("overtime", sa.String(length=20), nullable=False),
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
        sa.Column("deducted_seconds", sa.Integer(), nullable=True),
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


def _zones() -> dict[tuple[str, str], Zones]:
    """Everybody's, by workspace and person."""
    person = sa.table("person", sa.column("workspace_id", Id), sa.column("id", Id), sa.column("zones", DatedZones))
    rows = op.get_bind().execute(sa.select(person)).all()
    return {(workspace_id, id): zones for workspace_id, id, zones in rows}


def _fill_attendance_days(zones: dict[tuple[str, str], Zones]) -> None:
    """What was clocked up to now, as the clock keeps it from now on."""
    table = sa.table(
        "attendance_day",
        sa.column("workspace_id", Id),
        sa.column("person_id", Id),
        sa.column("day", sa.Date()),
        *[sa.column(name) for name in ("worked_seconds", "break_seconds")],
        sa.column("worked", Spans),
    )
    for key, timers in _attended():
        latest = max(timer.ended_at for timer in timers if timer.ended_at is not None)
        rows = [
            {
                "workspace_id": key[0],
                "person_id": key[1],
                "day": each.day,
                "worked_seconds": each.worked_seconds,
                "break_seconds": each.break_seconds,
                "worked": each.worked,
            }
            for each in attended_days(timers, zones[key], latest)
        ]
        if rows:
            op.get_bind().execute(sa.insert(table), rows)


def _attended() -> Iterator[tuple[tuple[str, str], list[Timer]]]:
    """Everybody's attendances that have ended, by workspace and person."""
    attendance = sa.table(
        "attendance",
        *[sa.column(name, Id) for name in ("workspace_id", "person_id")],
        *[sa.column(name, Instant) for name in ("started_at", "ended_at", "deleted_at")],
        sa.column("breaks", Breaks),
    )
    columns = attendance.c
    wanted = (
        sa.select(columns.workspace_id, columns.person_id, columns.started_at, columns.breaks, columns.ended_at)
        .where(columns.ended_at.is_not(None), columns.deleted_at.is_(None))
        .order_by(columns.workspace_id, columns.person_id, columns.started_at)
    )
    rows = op.get_bind().execute(wanted).all()
    for key, of_person in groupby(rows, key=itemgetter(0, 1)):
        yield key, [Timer(started_at, breaks, ended_at) for _, _, started_at, breaks, ended_at in of_person]


def _first_days() -> dict[tuple[str, str], date]:
    """The first day that everybody has any attendance on, by workspace and person."""
    table = sa.table(
        "attendance_day",
        *[sa.column(name, Id) for name in ("workspace_id", "person_id")],
        sa.column("day", sa.Date()),
    )
    key = (table.c.workspace_id, table.c.person_id)
    rows = op.get_bind().execute(sa.select(*key, sa.func.min(table.c.day)).group_by(*key)).all()
    return {(workspace_id, person_id): day for workspace_id, person_id, day in rows}


def _weeks_become_contracts(zones: dict[tuple[str, str], Zones]) -> None:
    """Each person's week holds since they are known here: since they were entered, or from what was clocked before.

    Nobody said since when it was agreed, and from earlier on it would be owed. The journal has no row of it.
    """
    connection = op.get_bind()
    person = sa.table(
        "person",
        *[sa.column(name, Id) for name in ("workspace_id", "id", "updated_by")],
        *[sa.column(name) for name in ("weekly_seconds", "updated_at")],
        sa.column("created_at", Instant),
    )
    first_days = _first_days()
    source = sa.table("number_source", sa.column("workspace_id", Id), sa.column("next"))
    with_week = sa.select(person).where(person.c.weekly_seconds.is_not(None))
    for row in connection.execute(with_week).mappings().all():
        week = json.loads(row["weekly_seconds"])
        taken = sa.update(source).where(source.c.workspace_id == row["workspace_id"]).values(next=source.c.next + 1)
        number = connection.execute(taken.returning(source.c.next)).scalar_one() - 1
        key = (row["workspace_id"], row["id"])
        entered = local_date(row["created_at"], zones[key])
        since = min(entered, first_days.get(key, entered))
        connection.execute(sa.insert(_contract()).values(_contract_of(row, week, number) | {"starts_on": since}))


def _contract() -> sa.TableClause:
    ids = ("workspace_id", "id", "person_id", "created_by", "updated_by")
    others = ("number", "created_at", "updated_at", "version", "kind", "weekday_seconds", "workdays", "break_policy")
    return sa.table(
        "contract",
        *[sa.column(name, Id) for name in ids],
        *[sa.column(name) for name in (*others, "start_balance_seconds", "balance_excess", "overtime")],
        sa.column("starts_on", sa.Date()),
    )


def _contract_of(row: sa.RowMapping, week: list[int], number: int) -> dict[str, Any]:
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
        "kind": "weekdays",
        "weekday_seconds": json.dumps(week),
        "workdays": json.dumps([day for day, seconds in enumerate(week, 1) if seconds]),
        "break_policy": "as-taken",
        "start_balance_seconds": 0,
        "balance_excess": "forfeit",
        "overtime": "counts",
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
