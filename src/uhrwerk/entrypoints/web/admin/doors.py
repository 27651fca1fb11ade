"""Every page of the administration, a line each; what is kept alike has its pages from a table."""

from typing import Any, Final

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.web.admin import (
    alike,
    applications,
    audit,
    balances,
    contracts,
    credentials,
    kiosk_people,
    kiosks,
    locks,
    overview,
    people,
    settings,
    single_sign_on,
    webhooks,
)
from uhrwerk.entrypoints.web.admin.kinds import KINDS

PAGES: Final[list[Any]] = [
    overview.overview_page,  #   /admin                     who is in, what waits, what is still to be set up
    people.router,  #            /admin/people              everybody: add, invite, change, deactivate, archive, erase
    contracts.router,  #         /admin/people/…/contracts  what was agreed with somebody, from a day on
    balances.router,  #          /admin/people/…/balance    what it came to, adjustments, days granted
    kiosk_people.router,  #      /admin/kiosks/people       PINs, badges and QR codes of people
    kiosks.router,  #            /admin/kiosks              the tablets at doors, and what could not be booked there
    locks.router,  #             /admin/locks               closed days, and what is open in them all the same
    credentials.router,  #       /admin/credentials         what programs of each dialect sign in with
    webhooks.router,  #          /admin/webhooks            who is told of what, and what came of it
    applications.router,  #      /admin/applications        programs that people let act for them
    settings.router,  #          /admin/settings            all that a workspace can set
    single_sign_on.router,  #    /admin/single-sign-on      whose word about who somebody is counts
    audit.router,  #             /admin/audit               the journal, and whether its chains are whole
    *(alike.routes(kind) for kind in KINDS),  # /admin/teams, /clients, /projects, …: list, add, change, archive, delete
]

router = Router("/admin", route_handlers=PAGES)
