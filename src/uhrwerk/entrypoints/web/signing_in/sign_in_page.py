"""/sign-in and /sign-out: a name and a password for a session."""

from collections.abc import Sequence
from typing import Any

import structlog
from litestar import Response, get, post

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.signing_in import TooManyAttempts, attempt
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.pages import go, outer_page
from uhrwerk.entrypoints.web.reader import reader_of
from uhrwerk.entrypoints.web.session import own_path, session_cookie, signed_in, throttled
from uhrwerk.entrypoints.web.signing_in.passkeys import are_possible
from uhrwerk.entrypoints.web.signing_in.second_step import enter
from uhrwerk.entrypoints.web.visit import SignInFirst, check_own_page, visit_of
from uhrwerk.operations import demo, sessions, single_sign_on
from uhrwerk.operations.sign_in import Account

log = structlog.get_logger(__name__)


@get("/sign-in")
async def sign_in_page(request: AnyRequest) -> Response[bytes]:
    """The form; who is signed in already goes on."""
    form = Form.of_query(request)
    try:
        visit = await visit_of(request)
    except SignInFirst:
        return await shown(request, form)
    return go(visit.reader, own_path(form.text("next")))


@post("/sign-in", status_code=200)
async def sign_in(request: AnyRequest) -> Response[bytes]:
    """303 to where one wanted to go, or the form again (422; 429 with how long to wait)."""
    check_own_page(request)
    form = await Form.of(request)
    house = house_of(request)
    now = house.now()
    if house.demo and "as" in form:
        account = await house.store.read(lambda tx: demo.account_to_try(tx, form.text("as")))
        if account is not None:
            return await signed_in(request, account.workspace.id, account.person.id, own_path(form.text("next")))
    try:
        accounts = await attempt(request, form.text("name"), form.raw("password"), form.given("workspace"), now)
    except TooManyAttempts as refused:
        form.refuse("", throttled(reader_of(request), refused))
        answer = await shown(request, form, status=429)
        answer.headers["Retry-After"] = str(refused.seconds)
        return answer
    if len(accounts) == 1:
        return await enter(request, accounts[0].person, own_path(form.text("next")))
    if not accounts:
        log.info("sign-in refused", face="web")
        form.refuse("", N_("Name and password do not belong together."))
    elif len({account.workspace.id for account in accounts}) == 1:
        form.refuse("", N_("Several people share this e-mail address. Sign in with your user name."))
    else:
        form.refuse(
            "workspace", N_("You have an account in several workspaces. Choose one, and type the password again.")
        )
    return await shown(request, form, accounts, status=422)


@post("/sign-out", status_code=200)
async def sign_out(request: AnyRequest) -> Response[bytes]:
    """The session ends; what the browser has kept of the person is cleared."""
    visit = await visit_of(request)
    await visit.house.store.write(lambda tx: sessions.end(tx, visit.actor, visit.now, visit.guest.credential.id))
    answer = go(visit.reader, "/sign-in")
    answer.set_cookie(session_cookie(request, "", 0))
    # Not the storage: punches that wait to be booked are in it. The service worker forgets the page that it has kept.
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


async def shown(
    request: AnyRequest, form: Form, choices: Sequence[Account] = (), *, status: int = 200
) -> Response[bytes]:
    """The form, with the workspaces to choose from where there are several."""
    house = house_of(request)
    values: dict[str, Any] = {"form": form, "choices": [account.workspace for account in choices]}
    values["passkeys_possible"] = are_possible(request)
    values["providers"] = await house.store.read(single_sign_on.offered)
    values["demo"] = await house.store.read(demo.accounts_to_try) if house.demo else []
    return outer_page(reader_of(request), "sign_in.html", status=status, **values)
