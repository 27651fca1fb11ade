"""TimeTrack's calls, a file a kind of thing: decode, one operation, encode."""

from typing import Final

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.vendors.timetrack.routes import (
    absences,
    attendances,
    clients,
    expenses,
    project_time_entries,
    projects,
    tasks,
    timers,
    users,
    work_reports,
)

FILES: Final = (
    timers,
    clients,
    projects,
    tasks,
    project_time_entries,
    attendances,
    absences,
    expenses,
    users,
    work_reports,
)

router = Router(
    "/api/v2/ext", route_handlers=[handler for file in FILES for handler in file.HANDLERS], include_in_schema=False
)
