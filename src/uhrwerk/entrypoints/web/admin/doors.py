"""Every page of the administration, a line each; what is kept alike has its pages from a table."""

from typing import Any, Final

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.web.admin import alike, kiosk_people, kiosks
from uhrwerk.entrypoints.web.admin.kinds import KINDS

PAGES: Final[list[Any]] = [
    kiosk_people.router,  #      /admin/kiosks/people       PINs, badges and QR codes of people
    kiosks.router,  #            /admin/kiosks              the tablets at doors, and what could not be booked there
    *(alike.routes(kind) for kind in KINDS),  # /admin/teams, /clients, /projects, …: list, add, change, archive, delete
]

router = Router("/admin", route_handlers=PAGES)
