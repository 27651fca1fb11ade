"""Absences and company holidays."""

from sqlalchemy import Boolean, Column, Date, Index, String, Text

from uhrwerk.storage.columns import Id
from uhrwerk.storage.tables.base import belongs, kept

absence_type = kept(
    "absence_type",
    Column("name", Text, nullable=False),
    Column("short_name", String(20)),
    Column("kind", String(20), nullable=False),
    Column("color", String(20)),
    Column("plannable", Boolean, nullable=False),
    Column("archived", Boolean, nullable=False),
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
