"""Workspaces, their settings and numbers, and the answers kept for requests that come twice."""

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, String, Table, Text

from uhrwerk.storage.columns import Id, Instant, Json
from uhrwerk.storage.tables.base import metadata

workspace = Table(
    "workspace",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("default_type_of_work_id", Id, nullable=False),
    Column("created_at", Instant, nullable=False),
)

number_source = Table(
    "number_source",
    metadata,
    Column("workspace_id", Id, primary_key=True),
    Column("next", Integer, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    Column("workspace_id", Id, nullable=False),
    Column("name", String(100), nullable=False),
    Column("value", Json, nullable=False),
    PrimaryKeyConstraint("workspace_id", "name"),
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("workspace_id", Id, nullable=False),
    Column("credential_id", Id, nullable=False),
    Column("route", String(200), nullable=False),
    Column("key", String(255), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("answer", Json, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace_id", "credential_id", "route", "key"),
    Index("ix_idempotency_recorded", "recorded_at"),
)
