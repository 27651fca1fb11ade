"""The journal and the ends of its chains."""

from sqlalchemy import BigInteger, Column, Index, Integer, PrimaryKeyConstraint, String, Table, Text

from uhrwerk.storage.columns import Id, Instant
from uhrwerk.storage.tables.base import metadata

journal = Table(
    "journal",
    metadata,
    Column("workspace_id", Id, nullable=False),
    Column("subject_id", Id, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("effective_at", Instant, nullable=False),
    Column("actor_id", Id, nullable=False),
    Column("face", String(20), nullable=False),
    Column("act", String(40), nullable=False),
    Column("record_kind", String(40), nullable=False),
    Column("record_id", Id, nullable=False),
    Column("salt", String(32)),
    Column("payload", Text),
    Column("digest", String(64), nullable=False),
    Column("seal", String(64), nullable=False),
    # The feed's order, see storage/feed.py. It is no part of the seal.
    Column("transaction_id", BigInteger, nullable=False, server_default="0"),
    Column("position", BigInteger, nullable=False, server_default="0"),
    PrimaryKeyConstraint("workspace_id", "subject_id", "sequence"),
    Index("ix_journal_order", "workspace_id", "transaction_id", "position"),
    Index("ix_journal_record", "workspace_id", "record_id"),
)

journal_head = Table(
    "journal_head",
    metadata,
    Column("workspace_id", Id, nullable=False),
    Column("subject_id", Id, nullable=False),
    Column("count", Integer, nullable=False),
    Column("seal", String(64), nullable=False),
    Column("head_seal", String(64), nullable=False),
    PrimaryKeyConstraint("workspace_id", "subject_id"),
)
