"""A person's own: expenses and saved reports."""

from sqlalchemy import Boolean, Column, Date, Index, Text

from uhrwerk.storage.columns import Amount, Id, Json
from uhrwerk.storage.tables.base import belongs, kept

expense = kept(
    "expense",
    Column("person_id", Id, nullable=False),
    Column("project_id", Id),
    Column("name", Text, nullable=False),
    Column("price", Amount, nullable=False),
    Column("quantity", Amount, nullable=False),
    Column("billable", Boolean, nullable=False),
    Column("payment", Text),
    Column("note", Text),
    Column("tags", Json, nullable=False),
    Column("spent_on", Date, nullable=False),
    belongs("person_id", "person"),
    belongs("project_id", "project"),
    Index("ix_expense_person", "workspace_id", "person_id", "spent_on"),
    Index("ix_expense_spent", "workspace_id", "spent_on", "id"),
)

saved_report = kept(
    "saved_report",
    Column("person_id", Id, nullable=False),
    Column("name", Text, nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("definition", Json, nullable=False),
    belongs("person_id", "person"),
    Index("ix_saved_report_person", "workspace_id", "person_id"),
)
