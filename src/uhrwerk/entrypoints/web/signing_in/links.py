"""Links by which somebody chooses a password: /reset for who forgot it, /invitation for who has none yet."""

from typing import Final

import structlog
from litestar import Response, get, post
from litestar.params import FromPath

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest, House, house_of
from uhrwerk.entrypoints.mail import Letter
from uhrwerk.entrypoints.oauth.realm import address
from uhrwerk.entrypoints.passwords import hashed
from uhrwerk.entrypoints.signing_in import NAME_LENGTH, PER_ADDRESS, TooManyAttempts, count_attempt
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.pages import outer_page
from uhrwerk.entrypoints.web.reader import reader_of
from uhrwerk.entrypoints.web.session import throttled
from uhrwerk.entrypoints.web.signing_in import letters
from uhrwerk.entrypoints.web.signing_in.second_step import enter
from uhrwerk.entrypoints.web.visit import Visit, check_own_page
from uhrwerk.operations import account_links
from uhrwerk.operations.account_links import Opened
from uhrwerk.rules.limits import Limit
from uhrwerk.rules.refusals import Invalid, NotFound
from uhrwerk.storage.account_links import LinkKind

log = structlog.get_logger(__name__)

RESETS: Final = Limit(3, account_links.LASTS[LinkKind.RESET])
"""Letters that anybody may have sent to one name; who gets them has not asked for more."""


@get("/reset")
async def reset_page(request: AnyRequest) -> Response[bytes]:
    return outer_page(reader_of(request), "sign_in/reset.html", form=Form.of_query(request), can=_can_reset(request))


@post("/reset", status_code=200)
async def ask_reset(request: AnyRequest) -> Response[bytes]:
    """A letter with a link; the answer is the same whether there is such an account or not."""
    check_own_page(request)
    house, form = house_of(request), await Form.of(request)
    name = form.text("name")[:NAME_LENGTH]
    reader = reader_of(request)
    if not name:
        form.refuse("name", N_("Type your username or your e-mail address."))
        return outer_page(reader, "sign_in/reset.html", status=422, form=form, can=_can_reset(request))
    try:
        client = request.client.host if request.client else ""
        count_attempt(house, ("reset", "address", client), PER_ADDRESS, house.now())
        count_attempt(house, ("reset", "account", name.lower()), RESETS, house.now())
    except TooManyAttempts as refused:
        form.refuse("", throttled(reader, refused))
        answer = outer_page(reader, "sign_in/reset.html", status=429, form=form, can=_can_reset(request))
        answer.headers["Retry-After"] = str(refused.seconds)
        return answer
    shown = []
    if house.post is not None:
        # Beside the request: how long the answer takes tells nobody whether there is an account.
        house.post.do(_send_resets(house, address(request), name))
    elif house.demo:
        shown = [link_to(address(request), each) for each in await _make_resets(house, name)]
    return outer_page(reader, "sign_in/reset_asked.html", name=name, links=shown, can=_can_reset(request))


@get("/reset/{token:str}")
async def reset_with_page(request: AnyRequest, token: FromPath[str]) -> Response[bytes]:
    return await _choose_page(request, LinkKind.RESET, token, Form())


@post("/reset/{token:str}", status_code=200)
async def reset_with(request: AnyRequest, token: FromPath[str]) -> Response[bytes]:
    return await _choose(request, LinkKind.RESET, token)


@get("/invitation/{token:str}")
async def invitation_page(request: AnyRequest, token: FromPath[str]) -> Response[bytes]:
    return await _choose_page(request, LinkKind.INVITATION, token, Form())


@post("/invitation/{token:str}", status_code=200)
async def invitation(request: AnyRequest, token: FromPath[str]) -> Response[bytes]:
    return await _choose(request, LinkKind.INVITATION, token)


async def invite(request: AnyRequest, visit: Visit, person_id: str) -> str | None:
    """An admin invites somebody: a letter goes out (None), or the link comes back to be shown to the admin once.

    Raises NotAllowed, NotFound, Conflict.
    """
    house = visit.house
    opened = await house.store.write(lambda tx: account_links.invite(tx, visit.actor, visit.now, person_id))
    link = link_to(address(request), opened)
    if house.post is None:
        return link
    house.post.send(letters.letter(opened, link, visit.person.name))
    return None


def link_to(base: str, opened: Opened) -> str:
    return f"{base}/{opened.kind.value}/{opened.token}"


def _can_reset(request: AnyRequest) -> bool:
    house = house_of(request)
    return house.post is not None or house.demo


async def _make_resets(house: House, name: str) -> list[Opened]:
    now = house.now()
    return await house.store.write(lambda tx: account_links.ask_reset(tx, now, name))


async def _send_resets(house: House, base: str, name: str) -> list[Letter]:
    return [letters.letter(each, link_to(base, each)) for each in await _make_resets(house, name)]


async def _choose_page(
    request: AnyRequest, kind: LinkKind, token: str, form: Form, *, status: int = 200
) -> Response[bytes]:
    """The form that asks for a password; 404 for a link that is not good any more."""
    house = house_of(request)
    now = house.now()
    try:
        opened = await house.store.read(lambda tx: account_links.opened(tx, now, kind, token))
    except NotFound:
        return outer_page(reader_of(request), "sign_in/no_link.html", status=404, kind=kind.value)
    reader = reader_of(request, opened.person.language)
    return outer_page(reader, "sign_in/choose_password.html", status=status, form=form, opened=opened)


async def _choose(request: AnyRequest, kind: LinkKind, token: str) -> Response[bytes]:
    check_own_page(request)
    house, form = house_of(request), await Form.of(request)
    now = house.now()
    try:
        # Before the password is hashed: that takes a while, and is for who has a link.
        await house.store.read(lambda tx: account_links.opened(tx, now, kind, token))
        password_hash = await hashed(new_password(form))
        person = await house.store.write(lambda tx: account_links.redeem(tx, now, kind, token, password_hash))
    except NotFound:
        return await _choose_page(request, kind, token, form)
    except Invalid as refused:
        form.refuse_all(refused, ["password", "again"])
        return await _choose_page(request, kind, token, form, status=422)
    return await enter(request, person, "/")


def new_password(form: Form) -> str:
    """The password that the form brings twice. Raises Invalid."""
    password = form.raw("password")
    if password != form.raw("again"):
        raise Invalid.field("again", N_("must be the same as above"))
    return password


router = Router("/", route_handlers=[reset_page, ask_reset, reset_with_page, reset_with, invitation_page, invitation])
