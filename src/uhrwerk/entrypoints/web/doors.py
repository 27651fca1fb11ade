"""Every page, a line each."""

from typing import Any, Final

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.web import (
    assets,
    calendar,
    kiosk,
    kiosk_setup,
    live,
    now,
    palette,
    picker,
    sign_in_page,
    welcome,
)

PAGES: Final[list[Any]] = [
    assets.router,  #            /assets                    our scripts, styles, pictures and type
    welcome.welcome_page,  #     GET /welcome               what this is
    sign_in_page.sign_in_page,  # GET /sign-in
    sign_in_page.sign_in,  #     POST /sign-in
    sign_in_page.sign_out,  #    POST /sign-out
    live.live,  #                GET /live                  that something changed, as it happens
    now.now_page,  #             GET /                      what runs now, and today
    picker.purposes,  #          GET /purposes              what time can be booked on, for the picker
    palette.palette,  #          GET /palette               what the command palette finds
    kiosk.router,  #             /kiosk                     the tablet at the door
    kiosk_setup.router,  #       /kiosk/setup/<code>        what makes it one
    calendar.router,  #          /calendar                  a week or a day of one's own time
]

router = Router("/", route_handlers=PAGES, include_in_schema=False)
