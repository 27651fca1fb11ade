"""Kiosks: tablets at doors, how people are recognised there, and what was punched."""

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint, String, Table, Text

from uhrwerk.storage.columns import Id, Instant, Json
from uhrwerk.storage.tables.base import belongs, kept, metadata

kiosk = kept(
    "kiosk",
    Column("name", Text, nullable=False),
    Column("place", Text),
    Column("zone", Text, nullable=False),
    Column("language", String(20), nullable=False),
    # Ids of the teams whose people it is for; empty: everybody's.
    Column("teams", Json, nullable=False),
    Column("ways", Json, nullable=False),
    Column("sound", Boolean, nullable=False),
    # The tablet's own token, and before it is connected the link's one-time code.
    Column("token_hash", String(64)),
    Column("secret_hash", String(64)),
    Column("link_expires_at", Instant),
    Column("connected_at", Instant),
    Column("seen_at", Instant),
    Column("failures", Integer, nullable=False),
    Column("failed_at", Instant),
    Index("uq_kiosk_token", "token_hash", unique=True),
    Index("uq_kiosk_link", "secret_hash", unique=True),
)

kiosk_pin = kept(
    "kiosk_pin",
    Column("person_id", Id, nullable=False),
    Column("secret_hash", String(64), nullable=False),
    Column("failures", Integer, nullable=False),
    Column("failed_at", Instant),
    belongs("person_id", "person"),
    Index("uq_kiosk_pin_person", "workspace_id", "person_id", unique=True),
)

badge = kept(
    "badge",
    Column("person_id", Id, nullable=False),
    # "code": a QR code that is made here; "badge": whatever a reader types.
    Column("kind", String(20), nullable=False),
    Column("name", Text, nullable=False),
    # Null once it has been taken away: it may become somebody else's.
    Column("secret_hash", String(64)),
    belongs("person_id", "person"),
    Index("ix_badge_person", "workspace_id", "person_id"),
    Index("uq_badge_secret", "workspace_id", "secret_hash", unique=True),
)

kiosk_punch = Table(
    "kiosk_punch",
    metadata,
    Column("workspace_id", Id, nullable=False),
    # Made by the tablet: what is sent again is the same punch.
    Column("id", Id, nullable=False),
    Column("kiosk_id", Id, nullable=False),
    # Null where nobody was recognised.
    Column("person_id", Id),
    Column("act", String(10), nullable=False),
    Column("at", Instant, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("queued", Boolean, nullable=False),
    Column("outcome", String(20), nullable=False),
    # Why it was refused: the refusal's key and sentence.
    Column("refusal", String(60)),
    Column("message", Text),
    Column("settled_by", Id),
    Column("settled_at", Instant),
    PrimaryKeyConstraint("workspace_id", "id"),
    belongs("kiosk_id", "kiosk"),
    belongs("person_id", "person"),
    Index("ix_kiosk_punch_kiosk", "workspace_id", "kiosk_id", "recorded_at", "id"),
    Index("ix_kiosk_punch_person", "workspace_id", "person_id"),
    Index("ix_kiosk_punch_recorded", "recorded_at"),
)
