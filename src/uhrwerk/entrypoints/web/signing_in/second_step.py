"""The second step of signing in: a code of an app, a recovery code, or setting an app up. Passkeys: passkey_sign_in.py.

Whoever has shown a password, or came by an invitation, gets a session at once; with a second factor, after it.
"""

from datetime import timedelta
from typing import Any, Final

import structlog
from litestar import Response, get, post

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest, House, house_of
from uhrwerk.entrypoints.signing_in import TooManyAttempts, count_attempt
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.pages import go, outer_page
from uhrwerk.entrypoints.web.qr import qr_code
from uhrwerk.entrypoints.web.reader import reader_of
from uhrwerk.entrypoints.web.session import begun, signed_in, throttled
from uhrwerk.entrypoints.web.signing_in import tickets
from uhrwerk.entrypoints.web.signing_in.tickets import Pending
from uhrwerk.entrypoints.web.visit import check_own_page
from uhrwerk.operations import second_factors
from uhrwerk.rules.limits import Limit
from uhrwerk.rules.refusals import Invalid, Refusal
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx
from uhrwerk.storage.workspaces import Workspace

log = structlog.get_logger(__name__)

PATH: Final = "/sign-in/second-step"
CODES: Final = Limit(10, timedelta(minutes=15))
"""Codes that were wrong, of an account; a code of six digits lasts for a hundred thousand times as many."""


async def enter(request: AnyRequest, person: Person, to: str) -> Response[bytes]:
    """Somebody has shown who they are as far as a password goes: a session, or the second step."""
    house = house_of(request)

    async def asked(tx: Tx) -> bool:
        means = await second_factors.means_of(tx, person)
        return means.has_second_factor or await second_factors.is_needed(tx, person)

    if not await house.store.read(asked):
        return await signed_in(request, person.workspace_id, person.id, to)
    answer = go(reader_of(request), PATH)
    tickets.give(request, answer, Pending(house.now(), person.workspace_id, person.id, to))
    return answer


@get(PATH)
async def second_step_page(request: AnyRequest) -> Response[bytes]:
    """A code, or setting one up where the workspace asks for it and there is none."""
    house = house_of(request)
    pending = tickets.given(request, Pending, house.now())
    if pending is None:
        return go(reader_of(request), "/sign-in")
    return await shown(request, pending, Form())


@post(PATH, status_code=200)
async def second_step(request: AnyRequest) -> Response[bytes]:
    """A code of the app, or a recovery code."""
    check_own_page(request)
    house, form = house_of(request), await Form.of(request)
    now = house.now()
    pending = tickets.given(request, Pending, now)
    if pending is None:
        return go(reader_of(request), "/sign-in")
    try:
        await check_code(house, pending.workspace_id, pending.person_id, form.text("code"))
    except TooManyAttempts as refused:
        return await _throttled(request, pending, form, refused)
    except Invalid as refused:
        form.refuse_all(refused, ["code"])
        return await shown(request, pending, form, status=422)
    return await _entered(request, pending)


async def check_code(house: House, workspace_id: str, person_id: str, code: str) -> None:
    """Take the person's code. Raises Invalid, TooManyAttempts."""
    now = house.now()
    key = ("second-step", person_id)
    count_attempt(house, key, CODES, now)
    taken = await house.store.write(
        lambda tx: second_factors.take_code(tx, now, workspace_id, person_id, code, house.vault.unlock)
    )
    if not taken:
        log.info("code refused", person=person_id)
        raise Invalid.field("code", N_("This code is not right, or it was used already."))
    house.counters.forget(key)


@post(f"{PATH}/set-up", status_code=200)
async def set_up_first(request: AnyRequest) -> Response[bytes]:
    """The app that the workspace asks for is set up; the recovery codes are shown, and the session begins."""
    check_own_page(request)
    house, form = house_of(request), await Form.of(request)
    now = house.now()
    pending = tickets.given(request, Pending, now)
    secret = opened_secret(house, form, pending.person_id) if pending else None
    if pending is None or secret is None:
        return go(reader_of(request), "/sign-in")

    locked = house.vault.lock(secret)
    try:
        count_attempt(house, ("second-step", pending.person_id), CODES, now)
        codes = await house.store.write(
            lambda tx: second_factors.set_up_first(
                tx,
                now,
                pending.workspace_id,
                pending.person_id,
                secret=secret,
                locked=locked,
                code=form.text("code"),
            )
        )
    except TooManyAttempts as refused:
        return await _throttled(request, pending, form, refused)
    except Refusal as refused:
        form.refuse_all(refused, ["code"])
        return await shown(request, pending, form, status=422)
    answer = outer_page(reader_of(request), "sign_in/recovery_codes.html", codes=codes, to=pending.to)
    answer.set_cookie(await begun(request, pending.workspace_id, pending.person_id))
    tickets.take_back(request, answer, Pending)
    return answer


def locked_secret(house: House, person_id: str, secret: str) -> str:
    """A new app's secret for the form that sets it up: encrypted, and good for that person alone."""
    return house.vault.lock(f"{person_id} {secret}")


def opened_secret(house: House, form: Form, person_id: str) -> str | None:
    """The secret that the form brings back; None if it is not one of ours, or another person's."""
    owner, _, secret = (house.vault.read(form.raw("secret")) or "").partition(" ")
    return secret if owner == person_id else None


def set_up_values(house: House, person: Person, workspace: Workspace, form: Form) -> dict[str, Any]:
    """What the form that sets an app up shows: the QR code, the secret as text and as the form brings it back."""
    secret = opened_secret(house, form, person.id) if "secret" in form else None
    secret = secret or second_factors.new_secret()
    return {
        "qr": qr_code(second_factors.address_of(secret, person, workspace.name)),
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "locked": locked_secret(house, person.id, secret),
    }


async def _entered(request: AnyRequest, pending: Pending) -> Response[bytes]:
    answer = await signed_in(request, pending.workspace_id, pending.person_id, pending.to)
    tickets.take_back(request, answer, Pending)
    return answer


async def shown(request: AnyRequest, pending: Pending, form: Form, *, status: int = 200) -> Response[bytes]:
    """The step that is next for whoever is half in."""
    house = house_of(request)

    person, workspace, means = await house.store.read(
        lambda tx: second_factors.half_in(tx, pending.workspace_id, pending.person_id)
    )
    reader = reader_of(request, person.language)
    if means.has_second_factor:
        return outer_page(
            reader, "sign_in/second_step.html", status=status, form=form, means=means, passkeys=bool(means.passkeys)
        )
    values = set_up_values(house, person, workspace, form)
    return outer_page(reader, "sign_in/set_up.html", status=status, form=form, **values)


async def _throttled(request: AnyRequest, pending: Pending, form: Form, refused: TooManyAttempts) -> Response[bytes]:
    form.refuse("", throttled(reader_of(request), refused))
    answer = await shown(request, pending, form, status=429)
    answer.headers["Retry-After"] = str(refused.seconds)
    return answer


router = Router("/", route_handlers=[second_step_page, second_step, set_up_first])
