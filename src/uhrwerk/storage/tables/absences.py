"""Absences and company holidays."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Text

from uhrwerk.storage.columns import Amount, Id, Instant
from uhrwerk.storage.tables.base import belongs, kept

absence_type = kept(
    "absence_type",
    Column("name", Text, nullable=False),
    Column("short_name", String(20)),
    Column("kind", String(20), nullable=False),
    Column("color", String(20)),
    Column("plannable", Boolean, nullable=False),
    Column("archived", Boolean, nullable=False),
    # Of an entitlement, what is left at the year's end and goes on: how many days, and until when (`MM-DD`).
    Column("carry_over_days", Amount),
    Column("carry_over_until", String(5)),
)

absence = kept(
    "absence",
    Column("person_id", Id, nullable=False),
    Column("absence_type_id", Id, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("half_day_start", Boolean, nullable=False),
    Column("half_day_end", Boolean, nullable=False),
    Column("status", String(20), nullable=False),
    Column("note", Text),
    Column("source", Text),
    # Only so long on a single day.
    Column("seconds", Integer),
    Column("decided_by", Id),
    Column("decided_at", Instant),
    Column("decision_reason", Text),
    belongs("person_id", "person"),
    belongs("absence_type_id", "absence_type"),
    Index("ix_absence_person", "workspace_id", "person_id", "starts_on"),
    Index("ix_absence_starts", "workspace_id", "starts_on", "id"),
)

company_holiday = kept(
    "company_holiday",
    Column("name", Text, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("half_day_start", Boolean, nullable=False),
    Column("half_day_end", Boolean, nullable=False),
    Column("region", Text),
)
