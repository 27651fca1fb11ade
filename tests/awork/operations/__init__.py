"""Which of the vendor's operations are served, a file an area, a line a call that shows it.

`python -m tests.awork.operations` writes the table in the README of the face anew.
"""

from typing import Final

from tests.awork.operations import clients, directory, tasks, time, webhooks
from tests.awork.operations.stage import Line

_AREAS: Final = (time, directory, tasks, clients, webhooks)

LINES: Final[list[Line]] = [line for area in _AREAS for line in area.LINES]
SERVED: Final[set[str]] = {line.operation.name for line in LINES}
UNSERVED: Final[dict[str, str]] = {name: reason for area in _AREAS for name, reason in area.UNSERVED.items()}
"""The operations that are not, and why."""
