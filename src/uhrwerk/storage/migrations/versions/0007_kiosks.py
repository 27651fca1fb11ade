"""Kiosks: tablets at doors, PINs and badges, and what was punched there."""

import sqlalchemy as sa
from alembic import op

Id = sa.String(36).with_variant(sa.UUID(as_uuid=False), "postgresql")

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    _kiosks()
    _pins_and_badges()
    _punches()


def _kiosks() -> None:
    _kept(
        "kiosk",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("teams", sa.Text(), nullable=False),
        sa.Column("ways", sa.Text(), nullable=False),
        sa.Column("sound", sa.Boolean(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("secret_hash", sa.String(length=64), nullable=True),
        sa.Column("link_expires_at", sa.BigInteger(), nullable=True),
        sa.Column("connected_at", sa.BigInteger(), nullable=True),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", sa.BigInteger(), nullable=True),
    )
    op.create_index("uq_kiosk_token", "kiosk", ["token_hash"], unique=True)
    op.create_index("uq_kiosk_link", "kiosk", ["secret_hash"], unique=True)


def _pins_and_badges() -> None:
    _kept(
        "kiosk_pin",
        sa.Column("person_id", Id, nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", sa.BigInteger(), nullable=True),
        _belongs("kiosk_pin", "person_id", "person"),
    )
    op.create_index("uq_kiosk_pin_person", "kiosk_pin", ["workspace_id", "person_id"], unique=True)
    _kept(
        "badge",
        sa.Column("person_id", Id, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=True),
        _belongs("badge", "person_id", "person"),
    )
    op.create_index("ix_badge_person", "badge", ["workspace_id", "person_id"], unique=False)
    op.create_index("uq_badge_secret", "badge", ["workspace_id", "secret_hash"], unique=True)


def _punches() -> None:
    op.create_table(
        "kiosk_punch",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("id", Id, nullable=False),
        sa.Column("kiosk_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=True),
        sa.Column("act", sa.String(length=10), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("queued", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("refusal", sa.String(length=60), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("settled_by", Id, nullable=True),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_kiosk_punch"),
        _belongs("kiosk_punch", "kiosk_id", "kiosk"),
        _belongs("kiosk_punch", "person_id", "person"),
    )
    for name, columns in (
        ("ix_kiosk_punch_kiosk", ["workspace_id", "kiosk_id", "recorded_at", "id"]),
        ("ix_kiosk_punch_person", ["workspace_id", "person_id"]),
        ("ix_kiosk_punch_recorded", ["recorded_at"]),
    ):
        op.create_index(name, "kiosk_punch", columns, unique=False)


def _belongs(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", column],
        [f"{other}.workspace_id", f"{other}.id"],
        name=op.f(f"fk_{table}_workspace_id_{column}"),
    )


def _kept(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_by", Id, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", Id, nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger()),
        *columns,
        sa.PrimaryKeyConstraint("workspace_id", "id", name=f"pk_{name}"),
    )
    op.create_index(f"uq_{name}_number", name, ["workspace_id", "number"], unique=True)
