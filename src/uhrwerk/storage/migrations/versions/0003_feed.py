"""The journal as a feed: its order of commits. Webhooks and their deliveries."""

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    pass
