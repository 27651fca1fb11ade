"""Every page, a line each."""

from typing import Any, Final

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.web import (
    account,
    account_security,
    assets,
    calendar,
    kiosk,
    kiosk_setup,
    links,
    live,
    now,
    palette,
    passkey_sign_in,
    picker,
    second_step,
    sign_in_page,
    single_sign_on,
    welcome,
)
from uhrwerk.entrypoints.web.admin import doors as admin
from uhrwerk.entrypoints.web.reports import routes as reports

PAGES: Final[list[Any]] = [
    admin.router,  #             /admin                     people, what time is booked on, credentials, settings, audit
    assets.router,  #            /assets                    our scripts, styles, pictures and type
    welcome.welcome_page,  #     GET /welcome               what this is
    sign_in_page.sign_in_page,  # GET /sign-in
    sign_in_page.sign_in,  #     POST /sign-in
    sign_in_page.sign_out,  #    POST /sign-out
    second_step.router,  #       /sign-in/second-step       a code after the password, or setting an app up
    passkey_sign_in.router,  #   /sign-in/passkey           a passkey after the password, or without one
    links.router,  #             /reset, /invitation        choosing a password by a link
    single_sign_on.router,  #    /sso                       by the word of an identity provider
    live.live,  #                GET /live                  that something changed, as it happens
    account.router,  #           /account                   oneself, and how the pages look
    account_security.router,  #  /account/security          how one signs in, and where one is signed in
    now.now_page,  #             GET /                      what runs now, and today
    picker.purposes,  #          GET /purposes              what time can be booked on, for the picker
    palette.palette,  #          GET /palette               what the command palette finds
    kiosk.router,  #             /kiosk                     the tablet at the door
    kiosk_setup.router,  #       /kiosk/setup/<code>        what makes it one
    reports.router,  #           /reports                   sums of time, and the entries behind them
    calendar.router,  #          /calendar                  a week or a day of one's own time
]

router = Router("/", route_handlers=PAGES, include_in_schema=False)
