"""Tasks, their statuses, lists and tags."""

from typing import Final

from tests.awork.operations.stage import Line, line, project

LINES: Final[list[Line]] = [
    line("GET /projects/{projectId}/projecttasks", projectId=project),
]

UNSERVED: Final[dict[str, str]] = {}
