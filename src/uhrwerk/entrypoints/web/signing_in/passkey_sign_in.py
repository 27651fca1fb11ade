"""Signing in by a passkey: without a password, or after it as the second step."""

import structlog
from litestar import Response, post

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.session import own_path, signed_in
from uhrwerk.entrypoints.web.signing_in import passkeys, sign_in_page, tickets
from uhrwerk.entrypoints.web.signing_in.second_step import shown
from uhrwerk.entrypoints.web.signing_in.tickets import Challenge, Pending
from uhrwerk.entrypoints.web.visit import check_own_page
from uhrwerk.operations import second_factors
from uhrwerk.rules.refusals import Invalid

log = structlog.get_logger(__name__)


@post("/sign-in/passkey/options", status_code=200)
async def passkey_options(request: AnyRequest) -> Response[bytes]:
    """What a passkey is to sign: one of the person's who is half in, else any that the browser has."""
    check_own_page(request)
    house = house_of(request)
    now = house.now()
    pending = tickets.given(request, Pending, now)
    if pending is None:
        return await passkeys.ask_to_sign(request, (), now)
    _, _, means = await house.store.read(lambda tx: second_factors.half_in(tx, pending.workspace_id, pending.person_id))
    return await passkeys.ask_to_sign(request, means.passkeys, now)


@post("/sign-in/passkey", status_code=200)
async def passkey(request: AnyRequest) -> Response[bytes]:
    """A passkey has signed: it is both steps at once, since the device has made sure who holds it."""
    check_own_page(request)
    house, form = house_of(request), await Form.of(request)
    now = house.now()
    pending = tickets.given(request, Pending, now)
    try:
        owned = await passkeys.signed(request, form.raw("credential"), now)
        if pending is not None and pending.person_id != owned.person.id:
            raise Invalid.field("credential", N_("This passkey is somebody else's."))
    except Invalid as refused:
        log.info("passkey refused")
        form.refuse("", refused.problems[0].message)
        if pending is not None:
            return await shown(request, pending, form, status=422)
        return await sign_in_page.shown(request, form, status=422)
    to = pending.to if pending else own_path(form.text("next"))
    answer = await signed_in(request, owned.person.workspace_id, owned.person.id, to)
    for kind in (Pending, Challenge):
        tickets.take_back(request, answer, kind)
    return answer


router = Router("/", route_handlers=[passkey_options, passkey])
