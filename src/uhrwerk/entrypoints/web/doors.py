"""Every page, a line each."""

from typing import Any, Final

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.web import assets, installable, live, palette, welcome
from uhrwerk.entrypoints.web.account import profile, security
from uhrwerk.entrypoints.web.admin import doors as admin
from uhrwerk.entrypoints.web.kiosk import own_code, setup, tablet
from uhrwerk.entrypoints.web.own_time import calendar, entries, now, picker, punches, week
from uhrwerk.entrypoints.web.people import absences, approvals, findings, record, requests, team
from uhrwerk.entrypoints.web.reports import routes as reports
from uhrwerk.entrypoints.web.signing_in import links, passkey_sign_in, second_step, sign_in_page, single_sign_on

PAGES: Final[list[Any]] = [
    # What all pages need
    assets.router,  #            /assets                    our scripts, styles, pictures and type
    installable.router,  #       /manifest.webmanifest, /offline
    live.live,  #                GET /live                  that something changed, as it happens
    palette.palette,  #          GET /palette               what the command palette finds
    welcome.welcome_page,  #     GET /welcome               what this is
    # Getting in
    sign_in_page.sign_in_page,  # GET /sign-in
    sign_in_page.sign_in,  #     POST /sign-in
    sign_in_page.sign_out,  #    POST /sign-out
    second_step.router,  #       /sign-in/second-step       a code after the password, or setting an app up
    passkey_sign_in.router,  #   /sign-in/passkey           a passkey after the password, or without one
    links.router,  #             /reset, /invitation        choosing a password by a link
    single_sign_on.router,  #    /sso                       by the word of an identity provider
    # One's own time
    now.router,  #               /, /timer, /attendance     what runs now, and a day's entries; the clocks' buttons
    entries.router,  #           /entries                   a day's entries: added, changed, split, deleted
    week.router,  #              /week                      the week as a sheet, typed cell by cell
    calendar.router,  #          /calendar                  a week or a day of one's own time
    picker.purposes,  #          GET /purposes              what time can be booked on, for the picker
    punches.punches,  #          POST /punches              what was done while offline
    reports.router,  #           /reports                   sums of time, and the entries behind them
    # With others
    team.router,  #              /team                      who is in, and acting for somebody
    absences.router,  #          /absences                  one's own, the form, feeds, the team's calendar
    approvals.router,  #         /approvals                 what waits for a decision
    requests.router,  #          /corrections               what oneself asks for
    findings.findings_page,  #   GET /findings              what working-time law says
    record.router,  #            /record                    what is stored about somebody's working time
    # The account, the kiosk, the administration
    profile.router,  #           /account                   oneself, and how the pages look
    security.router,  #          /account/security          how one signs in, and where one is signed in
    tablet.router,  #            /kiosk                     the tablet at the door
    own_code.router,  #          /kiosk/code                by what one is recognised there oneself
    setup.router,  #             /kiosk/setup/<code>        what makes it one
    admin.router,  #             /admin                     people, what time is booked on, credentials, settings, audit
]

router = Router("/", route_handlers=PAGES, include_in_schema=False)
