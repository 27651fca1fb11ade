"""Signing in beyond the password: sessions seen, one-time codes, passkeys, links, single sign-on, preferences."""

import sqlalchemy as sa
from alembic import op

Id = sa.String(36).with_variant(sa.UUID(as_uuid=False), "postgresql")

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("person", sa.Column("preferences", sa.Text(), nullable=False, server_default="{}"))
    _of_sessions()
    _second_factors()
    _links()
    _single_sign_on()


def _person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", "person_id"],
        ["person.workspace_id", "person.id"],
        name=op.f(f"fk_{table}_workspace_id_person_id"),
    )


def _of_sessions() -> None:
    op.create_table(
        "session_mark",
        sa.Column("credential_id", Id, nullable=False),
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("proven_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("credential_id", name=op.f("pk_session_mark")),
        _person("session_mark"),
    )
    op.create_index("ix_session_mark_person", "session_mark", ["workspace_id", "person_id"], unique=False)


def _second_factors() -> None:
    op.create_table(
        "totp",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", name=op.f("pk_totp")),
        _person("totp"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", "secret_hash", name=op.f("pk_recovery_code")),
        _person("recovery_code"),
    )
    op.create_table(
        "passkey",
        sa.Column("id", Id, nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("transports", sa.Text(), nullable=False),
        sa.Column("synced", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("handle", name=op.f("uq_passkey_handle")),
        _person("passkey"),
    )
    op.create_index("ix_passkey_person", "passkey", ["workspace_id", "person_id"], unique=False)


def _links() -> None:
    op.create_table(
        "account_link",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_account_link")),
        _person("account_link"),
    )
    op.create_index("ix_account_link_person", "account_link", ["workspace_id", "person_id"], unique=False)
    op.create_index("ix_account_link_expires", "account_link", ["expires_at"], unique=False)


def _single_sign_on() -> None:
    op.create_table(
        "identity_provider",
        sa.Column("id", Id, nullable=False),
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=True),
        sa.Column("domains", sa.Text(), nullable=False),
        sa.Column("makes_people", sa.Boolean(), nullable=False),
        sa.Column("links_by_email", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_provider")),
    )
    op.create_index("ix_identity_provider_workspace", "identity_provider", ["workspace_id", "created_at"], unique=False)
    op.create_table(
        "identity",
        sa.Column("id", Id, nullable=False),
        sa.Column("provider_id", Id, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity")),
        sa.UniqueConstraint("provider_id", "subject", name=op.f("uq_identity_provider_id_subject")),
        sa.ForeignKeyConstraint(["provider_id"], ["identity_provider.id"], name=op.f("fk_identity_provider_id")),
        _person("identity"),
    )
    op.create_index("ix_identity_person", "identity", ["workspace_id", "person_id"], unique=False)
