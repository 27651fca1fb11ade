"""Webhooks and what is sent to them."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, PrimaryKeyConstraint, String, Table, Text

from uhrwerk.storage.columns import Id, Instant, Json
from uhrwerk.storage.tables.base import belongs, kept, metadata

webhook = kept(
    "webhook",
    Column("name", Text, nullable=False),
    Column("url", Text, nullable=False),
    # Whose shape is sent: "native" or "awork". The event types are that face's own.
    Column("face", String(20), nullable=False),
    Column("events", Json, nullable=False),
    Column("options", Json, nullable=False),
    # Both encrypted: what it is signed with, and the receiver's own Authorization header.
    Column("secret", Text),
    Column("authorization", Text),
    Column("active", Boolean, nullable=False),
    Column("paused_at", Instant),
    Column("paused_reason", Text),
    # Up to here the feed has been made into deliveries.
    Column("read_transaction_id", BigInteger, nullable=False),
    Column("read_position", BigInteger, nullable=False),
)

webhook_delivery = Table(
    "webhook_delivery",
    metadata,
    Column("workspace_id", Id, nullable=False),
    Column("id", Id, nullable=False),
    Column("webhook_id", Id, nullable=False),
    # The journal's row that it tells of; all null in a test.
    Column("subject_id", Id),
    Column("sequence", Integer),
    Column("transaction_id", BigInteger),
    Column("position", BigInteger),
    Column("event", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("next_attempt_at", Instant),
    Column("attempted_at", Instant),
    Column("delivered_at", Instant),
    Column("status", Integer),
    Column("error", Text),
    Column("response", Text),
    PrimaryKeyConstraint("workspace_id", "id"),
    belongs("webhook_id", "webhook"),
    Index("ix_webhook_delivery_log", "workspace_id", "webhook_id", "created_at", "id"),
    Index(
        "ix_webhook_delivery_queue", "workspace_id", "webhook_id", "state", "subject_id", "transaction_id", "position"
    ),
    Index("ix_webhook_delivery_created", "created_at"),
)
