"""/sign-in and /sign-out: a name and a password for a session."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import structlog
from litestar import Response, get, post
from litestar.datastructures import Cookie

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.signing_in import TooManyAttempts, attempt
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.pages import go, outer_page
from uhrwerk.entrypoints.web.reader import reader_of
from uhrwerk.entrypoints.web.visit import COOKIE, SignInFirst, check_own_page, visit_of
from uhrwerk.operations import demo, sessions
from uhrwerk.operations.sign_in import Account

log = structlog.get_logger(__name__)


@get("/sign-in")
async def sign_in_page(request: AnyRequest) -> Response[bytes]:
    """The form; who is signed in already goes on."""
    form = Form.of_query(request)
    try:
        visit = await visit_of(request)
    except SignInFirst:
        return await _shown(request, form)
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
            return await signed_in(request, account, own_path(form.text("next")))
    try:
        accounts = await attempt(request, form.text("name"), form.raw("password"), form.given("workspace"), now)
    except TooManyAttempts as refused:
        said = reader_of(request).t("Too many attempts. Try again in %(minutes)s min.", minutes=refused.minutes)
        form.refuse("", said)
        answer = await _shown(request, form, status=429)
        answer.headers["Retry-After"] = str(refused.seconds)
        return answer
    if len(accounts) == 1:
        return await signed_in(request, accounts[0], own_path(form.text("next")))
    if not accounts:
        log.info("sign-in refused", face="web")
        form.refuse("", "Name and password do not belong together.")
    elif len({account.workspace.id for account in accounts}) == 1:
        form.refuse("", "Several people share this e-mail address. Sign in with your user name.")
    else:
        form.refuse("workspace", "You have an account in several workspaces. Choose one, and type the password again.")
    return await _shown(request, form, accounts, status=422)


async def signed_in(request: AnyRequest, account: Account, to: str) -> Response[bytes]:
    """A session for somebody who has shown who they are, and on to that page."""
    house = house_of(request)
    now = house.now()
    device = request.headers.get("user-agent", "")
    begun = await house.store.write(lambda tx: sessions.begin(tx, now, account.workspace.id, account.person.id, device))
    answer = go(reader_of(request), to)
    answer.set_cookie(session_cookie(request, begun.token, int(sessions.LASTS.total_seconds())))
    return answer


@post("/sign-out", status_code=200)
async def sign_out(request: AnyRequest) -> Response[bytes]:
    """The session ends; what the browser has kept of the person is cleared."""
    visit = await visit_of(request)
    await visit.house.store.write(lambda tx: sessions.end(tx, visit.actor, visit.now, visit.guest.credential.id))
    answer = go(visit.reader, "/sign-in")
    answer.set_cookie(session_cookie(request, "", 0))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def session_cookie(request: AnyRequest, token: str, max_age: int) -> Cookie:
    return Cookie(COOKIE, value=token, httponly=True, samesite="lax", secure=is_secure(request), max_age=max_age)


def is_secure(request: AnyRequest) -> bool:
    """Whether the browser came by https, also through a proxy that the public address tells of."""
    public = house_of(request).public_url
    return public.startswith("https:") if public else request.url.scheme == "https"


def own_path(wanted: str) -> str:
    """The page to go to: a path of ours, never another site's address."""
    parts = urlsplit(wanted)
    is_ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.netloc
    return wanted if is_ours and "\n" not in wanted and "\r" not in wanted else "/"


async def _shown(
    request: AnyRequest, form: Form, choices: Sequence[Account] = (), *, status: int = 200
) -> Response[bytes]:
    house = house_of(request)
    values: dict[str, Any] = {"form": form, "choices": [account.workspace for account in choices]}
    values["demo"] = await house.store.read(demo.accounts_to_try) if house.demo else []
    return outer_page(reader_of(request), "sign_in.html", status=status, **values)
