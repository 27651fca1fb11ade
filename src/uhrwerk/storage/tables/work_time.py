"""Working time: what was agreed, what was worked a day, and what the balance has besides."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, PrimaryKeyConstraint, String, Table, Text

from uhrwerk.storage.columns import Amount, Id, Json, Spans
from uhrwerk.storage.tables.base import belongs, kept, metadata

contract = kept(
    "contract",
    Column("person_id", Id, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date),
    Column("kind", String(20), nullable=False),
    Column("weekday_seconds", Json),
    Column("weekly_seconds", Integer),
    Column("workdays", Json, nullable=False),
    Column("zone", Text),
    Column("region", String(20)),
    Column("law", String(10)),
    Column("break_policy", String(30), nullable=False),
    Column("start_balance_seconds", Integer, nullable=False),
    Column("vacation_days", Amount),
    Column("balance_period", String(10)),
    Column("balance_cap_seconds", Integer),
    Column("balance_excess", String(10), nullable=False),
    Column("overtime", String(20), nullable=False),
    Column("note", Text),
    belongs("person_id", "person"),
    Index("ix_contract_person", "workspace_id", "person_id", "starts_on"),
)

attendance_day = Table(
    "attendance_day",
    metadata,
    Column("workspace_id", Id, nullable=False),
    Column("person_id", Id, nullable=False),
    Column("day", Date, nullable=False),
    Column("worked_seconds", Integer, nullable=False),
    Column("break_seconds", Integer, nullable=False),
    # The stretches of work on the day, so that nights, pieces of breaks and the like are reckoned without the records.
    Column("worked", Spans, nullable=False),
    # Where they have been erased: what was taken off for breaks that were not taken.
    Column("deducted_seconds", Integer),
    PrimaryKeyConstraint("workspace_id", "person_id", "day"),
)

balance_adjustment = kept(
    "balance_adjustment",
    Column("person_id", Id, nullable=False),
    Column("day", Date, nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("note", Text),
    belongs("person_id", "person"),
    Index("ix_balance_adjustment_person", "workspace_id", "person_id", "day"),
)

entitlement = kept(
    "entitlement",
    Column("person_id", Id, nullable=False),
    Column("absence_type_id", Id, nullable=False),
    Column("year", Integer, nullable=False),
    Column("days", Amount, nullable=False),
    Column("expires_on", Date),
    Column("note", Text),
    belongs("person_id", "person"),
    belongs("absence_type_id", "absence_type"),
    Index("ix_entitlement_person", "workspace_id", "person_id", "year"),
)

finding = kept(
    "finding",
    Column("person_id", Id, nullable=False),
    Column("day", Date, nullable=False),
    Column("law", String(10), nullable=False),
    Column("rule", String(60), nullable=False),
    Column("paragraph", Text, nullable=False),
    Column("severity", String(20), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("limit_minutes", Integer, nullable=False),
    Column("over", Boolean, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("punches", Json, nullable=False),
    belongs("person_id", "person"),
    Index("ix_finding_person", "workspace_id", "person_id", "day"),
)

law_check = Table(
    "law_check",
    metadata,
    Column("workspace_id", Id, nullable=False),
    Column("person_id", Id, nullable=False),
    # The last local day that has been closed and looked at.
    Column("day", Date, nullable=False),
    PrimaryKeyConstraint("workspace_id", "person_id"),
)
