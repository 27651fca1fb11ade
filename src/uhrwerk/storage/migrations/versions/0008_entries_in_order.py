"""The entries of a project and of a task lie in the order in which they are listed."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    for owner in ("project", "task"):
        columns = ["workspace_id", f"{owner}_id", "started_at", "id"]
        op.create_index(f"ix_time_entry_{owner}_started", "time_entry", columns, unique=False)
        op.drop_index(f"ix_time_entry_{owner}", "time_entry")
