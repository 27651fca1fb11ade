"""Every page, a line each."""

from typing import Any, Final

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.web import (
    absence_calendar,
    account,
    account_security,
    approvals,
    assets,
    calendar,
    entries,
    findings,
    installable,
    kiosk,
    kiosk_code,
    kiosk_setup,
    links,
    live,
    now,
    palette,
    passkey_sign_in,
    picker,
    punches,
    record,
    requests,
    second_step,
    sign_in_page,
    single_sign_on,
    team,
    week,
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
    installable.router,  #       /manifest.webmanifest, /offline
    live.live,  #                GET /live                  that something changed, as it happens
    account.router,  #           /account                   oneself, and how the pages look
    account_security.router,  #  /account/security          how one signs in, and where one is signed in
    now.router,  #               /, /timer, /attendance     what runs now, and a day's entries; the clocks' buttons
    entries.router,  #           /entries                   a day's entries: added, changed, split, deleted
    punches.punches,  #          POST /punches              what was done while offline
    picker.purposes,  #          GET /purposes              what time can be booked on, for the picker
    approvals.router,  #         /approvals                 what waits for a decision
    requests.router,  #          /corrections               what oneself asks for
    findings.findings_page,  #   GET /findings              what working-time law says
    palette.palette,  #          GET /palette               what the command palette finds
    kiosk.router,  #             /kiosk                     the tablet at the door
    kiosk_code.router,  #        /kiosk/code                by what one is recognised there oneself
    kiosk_setup.router,  #       /kiosk/setup/<code>        what makes it one
    reports.router,  #           /reports                   sums of time, and the entries behind them
    week.router,  #              /week                      the week as a sheet, typed cell by cell
    calendar.router,  #          /calendar                  a week or a day of one's own time
    team.router,  #              /team                      who is in, and acting for somebody
    absence_calendar.router,  #  /absences                  one's own, the form, feeds, the team's calendar
    record.router,  #            /record                    what is stored about somebody's working time
]

router = Router("/", route_handlers=PAGES, include_in_schema=False)
