"""Every page of the administration, a line each; what is kept alike has its pages from a table."""

from typing import Any, Final

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.web.admin import alike
from uhrwerk.entrypoints.web.admin.kinds import KINDS

PAGES: Final[list[Any]] = [
    *(alike.routes(kind) for kind in KINDS),  # /admin/teams, /clients, /projects, …: list, add, change, archive, delete
]

router = Router("/admin", route_handlers=PAGES)
