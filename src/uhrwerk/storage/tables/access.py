"""What opens a door: credentials, client applications and what people granted them."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, String, Table, Text

from uhrwerk.storage.columns import Id, Instant, Json
from uhrwerk.storage.tables.base import belongs, metadata

credential = Table(
    "credential",
    metadata,
    Column("id", Id, primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("workspace_id", Id, nullable=False),
    Column("person_id", Id),
    Column("face", String(20), nullable=False),
    Column("name", Text, nullable=False),
    Column("secret", Text),
    Column("scopes", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("revoked_at", Instant),
    # The authorization that an access token belongs to.
    Column("grant_id", Id),
    Index("ix_credential_workspace", "workspace_id", "person_id"),
    Index("ix_credential_grant", "grant_id"),
)

oauth_client = Table(
    "oauth_client",
    metadata,
    Column("id", Id, primary_key=True),
    Column("client_id", String(100), nullable=False, unique=True),
    # Null for one that registered itself: it is of no workspace, and people of any may let it in.
    Column("workspace_id", Id),
    Column("face", String(20), nullable=False),
    Column("name", Text, nullable=False),
    Column("secret_hash", String(64)),
    Column("redirect_uris", Json, nullable=False),
    Column("scopes", Json, nullable=False),
    # As whom it acts with its own credentials alone.
    Column("person_id", Id),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("deleted_at", Instant),
    Index("ix_oauth_client_workspace", "workspace_id", "created_at", "id"),
)

oauth_grant = Table(
    "oauth_grant",
    metadata,
    Column("id", Id, primary_key=True),
    Column("workspace_id", Id, nullable=False),
    Column("person_id", Id, nullable=False),
    Column("client_id", Id, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("face", String(20), nullable=False),
    Column("scopes", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    # Nothing of it can be used after this; null: until it is revoked.
    Column("expires_at", Instant),
    Column("revoked_at", Instant),
    ForeignKeyConstraint(["client_id"], ["oauth_client.id"]),
    belongs("person_id", "person"),
    Index("ix_oauth_grant_person", "workspace_id", "person_id"),
    Index("ix_oauth_grant_client", "client_id"),
    Index("ix_oauth_grant_expires", "expires_at"),
)

oauth_ticket = Table(
    "oauth_ticket",
    metadata,
    Column("ticket_hash", String(64), primary_key=True),
    Column("grant_id", Id, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("redirect_uri", Text),
    Column("code_challenge", Text),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    ForeignKeyConstraint(["grant_id"], ["oauth_grant.id"]),
    Index("ix_oauth_ticket_grant", "grant_id"),
)
