"""The journal as a feed: its order of commits. Webhooks and their deliveries."""

import sqlalchemy as sa
from alembic import op

Id = sa.String(36).with_variant(sa.UUID(as_uuid=False), "postgresql")

revision = "0003"
down_revision = "0002"

# What is there already: by when it was recorded, each chain in its own order even where a clock was set back.
ORDER_WHAT_IS_THERE = """
UPDATE journal SET position = ordered.place
FROM (
    SELECT workspace_id, subject_id, sequence,
        row_number() OVER (PARTITION BY workspace_id ORDER BY recorded_by_then, subject_id, sequence) AS place
    FROM (
        SELECT workspace_id, subject_id, sequence,
            max(recorded_at) OVER (PARTITION BY workspace_id, subject_id ORDER BY sequence) AS recorded_by_then
        FROM journal
    ) AS chains
) AS ordered
WHERE journal.workspace_id = ordered.workspace_id
    AND journal.subject_id = ordered.subject_id
    AND journal.sequence = ordered.sequence
"""


def upgrade() -> None:
    op.add_column("journal", sa.Column("transaction_id", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("journal", sa.Column("position", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute(ORDER_WHAT_IS_THERE)
    op.create_index("ix_journal_order", "journal", ["workspace_id", "transaction_id", "position"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE journal_position")
        op.execute("CREATE SEQUENCE journal_offset MINVALUE 0")
    _create_webhook()
    _create_webhook_delivery()


def _create_webhook() -> None:
    op.create_table(
        "webhook",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_by", Id, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", Id, nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("face", sa.String(length=20), nullable=False),
        sa.Column("events", sa.Text(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=True),
        sa.Column("authorization", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("paused_at", sa.BigInteger(), nullable=True),
        sa.Column("paused_reason", sa.Text(), nullable=True),
        sa.Column("read_transaction_id", sa.BigInteger(), nullable=False),
        sa.Column("read_position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_webhook")),
    )
    op.create_index("uq_webhook_number", "webhook", ["workspace_id", "number"], unique=True)


def _create_webhook_delivery() -> None:
    op.create_table(
        "webhook_delivery",
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("id", Id, nullable=False),
        sa.Column("webhook_id", Id, nullable=False),
        sa.Column("subject_id", Id, nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("transaction_id", sa.BigInteger(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("next_attempt_at", sa.BigInteger(), nullable=True),
        sa.Column("attempted_at", sa.BigInteger(), nullable=True),
        sa.Column("delivered_at", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("response", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "webhook_id"],
            ["webhook.workspace_id", "webhook.id"],
            name=op.f("fk_webhook_delivery_workspace_id_webhook_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_webhook_delivery")),
    )
    op.create_index(
        "ix_webhook_delivery_log",
        "webhook_delivery",
        ["workspace_id", "webhook_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_webhook_delivery_queue",
        "webhook_delivery",
        ["workspace_id", "webhook_id", "state", "subject_id", "transaction_id", "position"],
        unique=False,
    )
    op.create_index("ix_webhook_delivery_created", "webhook_delivery", ["created_at"], unique=False)
