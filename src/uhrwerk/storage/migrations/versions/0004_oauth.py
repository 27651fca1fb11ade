"""OAuth 2: client applications, authorizations, grants."""

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    pass
