"""How people sign in beyond the password, and what their sessions leave."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from uhrwerk.storage.columns import Id, Instant, Json
from uhrwerk.storage.tables.base import belongs, metadata

session_mark = Table(
    "session_mark",
    metadata,
    # The session's credential.
    Column("credential_id", Id, primary_key=True),
    Column("workspace_id", Id, nullable=False),
    Column("person_id", Id, nullable=False),
    Column("seen_at", Instant, nullable=False),
    # When this session last showed a password, a code or a passkey.
    Column("proven_at", Instant, nullable=False),
    belongs("person_id", "person"),
    Index("ix_session_mark_person", "workspace_id", "person_id"),
)

totp = Table(
    "totp",
    metadata,
    Column("workspace_id", Id, nullable=False),
    Column("person_id", Id, nullable=False),
    # Encrypted: it must be read again to reckon a code.
    Column("secret", Text, nullable=False),
    # The time step of the last code that was taken: each is taken once.
    Column("last_step", BigInteger, nullable=False),
    Column("created_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace_id", "person_id"),
    belongs("person_id", "person"),
)

recovery_code = Table(
    "recovery_code",
    metadata,
    Column("workspace_id", Id, nullable=False),
    Column("person_id", Id, nullable=False),
    Column("secret_hash", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("used_at", Instant),
    PrimaryKeyConstraint("workspace_id", "person_id", "secret_hash"),
    belongs("person_id", "person"),
)

passkey = Table(
    "passkey",
    metadata,
    Column("id", Id, primary_key=True),
    # The authenticator's own name for it, as base64url; it says who signs in.
    Column("handle", Text, nullable=False),
    Column("workspace_id", Id, nullable=False),
    Column("person_id", Id, nullable=False),
    Column("public_key", Text, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("transports", Json, nullable=False),
    Column("synced", Boolean, nullable=False),
    Column("name", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("used_at", Instant),
    belongs("person_id", "person"),
    UniqueConstraint("handle"),
    Index("ix_passkey_person", "workspace_id", "person_id"),
)

account_link = Table(
    "account_link",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("workspace_id", Id, nullable=False),
    Column("person_id", Id, nullable=False),
    # invitation or reset
    Column("kind", String(20), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    belongs("person_id", "person"),
    Index("ix_account_link_person", "workspace_id", "person_id"),
    Index("ix_account_link_expires", "expires_at"),
)

identity_provider = Table(
    "identity_provider",
    metadata,
    Column("id", Id, primary_key=True),
    Column("workspace_id", Id, nullable=False),
    Column("name", Text, nullable=False),
    Column("issuer", Text, nullable=False),
    Column("client_id", Text, nullable=False),
    # Encrypted: it is shown to the issuer at every sign-in.
    Column("secret", Text),
    Column("domains", Json, nullable=False),
    # Whether somebody unknown becomes a member, and whether a verified address is enough to be somebody known.
    Column("makes_people", Boolean, nullable=False),
    Column("links_by_email", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("deleted_at", Instant),
    Index("ix_identity_provider_workspace", "workspace_id", "created_at"),
)

identity = Table(
    "identity",
    metadata,
    Column("id", Id, primary_key=True),
    Column("provider_id", Id, nullable=False),
    # Who it is at the issuer, for ever (OpenID Connect Core §2, `sub`).
    Column("subject", Text, nullable=False),
    Column("workspace_id", Id, nullable=False),
    Column("person_id", Id, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("used_at", Instant, nullable=False),
    ForeignKeyConstraint(["provider_id"], ["identity_provider.id"]),
    belongs("person_id", "person"),
    UniqueConstraint("provider_id", "subject"),
    Index("ix_identity_person", "workspace_id", "person_id"),
)
