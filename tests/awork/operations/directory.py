"""Users, companies, projects with their types and statuses, teams, types of work."""

from typing import Final

from tests.awork.operations.stage import Line, line

LINES: Final[list[Line]] = [
    line("GET /me"),
    line("GET /users/me"),
    line("GET /projects"),
    line("GET /typeofwork"),
]

UNSERVED: Final[dict[str, str]] = {}
