"""OAuth 2: client applications, what people grant them, and the codes and refresh tokens of these grants."""

import sqlalchemy as sa
from alembic import op

Id = sa.String(36).with_variant(sa.UUID(as_uuid=False), "postgresql")

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("person", sa.Column("service", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("credential", sa.Column("grant_id", Id, nullable=True))
    op.create_index("ix_credential_grant", "credential", ["grant_id"], unique=False)
    op.create_table(
        "oauth_client",
        sa.Column("id", Id, nullable=False),
        sa.Column("client_id", sa.String(length=100), nullable=False),
        sa.Column("workspace_id", Id, nullable=True),
        sa.Column("face", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=True),
        sa.Column("redirect_uris", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("person_id", Id, nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oauth_client")),
        sa.UniqueConstraint("client_id", name=op.f("uq_oauth_client_client_id")),
    )
    op.create_index("ix_oauth_client_workspace", "oauth_client", ["workspace_id", "created_at", "id"], unique=False)
    op.create_table(
        "oauth_grant",
        sa.Column("id", Id, nullable=False),
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("client_id", Id, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("face", sa.String(length=20), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oauth_grant")),
        sa.ForeignKeyConstraint(["client_id"], ["oauth_client.id"], name=op.f("fk_oauth_grant_client_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_oauth_grant_workspace_id_person_id"),
        ),
    )
    op.create_index("ix_oauth_grant_person", "oauth_grant", ["workspace_id", "person_id"], unique=False)
    op.create_index("ix_oauth_grant_client", "oauth_grant", ["client_id"], unique=False)
    op.create_index("ix_oauth_grant_expires", "oauth_grant", ["expires_at"], unique=False)
    op.create_table(
        "oauth_ticket",
        sa.Column("ticket_hash", sa.String(length=64), nullable=False),
        sa.Column("grant_id", Id, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("redirect_uri", sa.Text(), nullable=True),
        sa.Column("code_challenge", sa.Text(), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("ticket_hash", name=op.f("pk_oauth_ticket")),
        sa.ForeignKeyConstraint(["grant_id"], ["oauth_grant.id"], name=op.f("fk_oauth_ticket_grant_id")),
    )
    op.create_index("ix_oauth_ticket_grant", "oauth_ticket", ["grant_id"], unique=False)
