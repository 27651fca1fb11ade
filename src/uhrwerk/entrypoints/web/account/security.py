"""/account/security: password, app, recovery codes, passkeys, single sign-on and sessions, all of them one's own."""

from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.passwords import fitting, hashed
from uhrwerk.entrypoints.signing_in import PER_ACCOUNT, TooManyAttempts, count_attempt
from uhrwerk.entrypoints.web.account.devices import device_name
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.pages import SECURITY_HEADERS, moved, page
from uhrwerk.entrypoints.web.session import own_path, throttled
from uhrwerk.entrypoints.web.signing_in import passkeys as ceremonies
from uhrwerk.entrypoints.web.signing_in import tickets
from uhrwerk.entrypoints.web.signing_in.links import new_password
from uhrwerk.entrypoints.web.signing_in.second_step import check_code, opened_secret, set_up_values
from uhrwerk.entrypoints.web.signing_in.tickets import Challenge
from uhrwerk.entrypoints.web.visit import Visit, visit_of
from uhrwerk.operations import account_links, passkeys, second_factors, sessions, single_sign_on
from uhrwerk.operations.second_factors import Means
from uhrwerk.operations.sessions import Listed
from uhrwerk.rules.refusals import Conflict, Invalid, ProofRequired, Refusal
from uhrwerk.storage.identities import Identity, IdentityProvider
from uhrwerk.storage.store import Operation, Tx

PATH: Final = "/account/security"
CONFIRM: Final = "/account/confirm"
APP: Final = "/account/app"

SAID: Final = {"password": N_("Your password is changed. Your other sessions have ended.")}
"""What the page says about the act that led to it, by the word in its address."""


@get(PATH)
async def security_page(request: AnyRequest) -> Response[bytes]:
    return await _shown(request, await visit_of(request))


@post("/account/password", status_code=200)
async def change_password(request: AnyRequest) -> Response[bytes]:
    """The old password with the new one; without an old one the session shows who it is. Other sessions end."""
    visit, form = await visit_of(request), await Form.of(request)
    try:
        if visit.person.password_hash is not None:
            await _check_password(visit, form.raw("current"))
        password_hash = await hashed(new_password(form))
        await visit.house.store.write(
            lambda tx: account_links.change_password(
                tx, visit.actor, visit.now, visit.person.password_hash, password_hash, visit.guest.credential.id
            )
        )
    except ProofRequired:
        return _confirm_first(visit, PATH)
    except (Refusal, TooManyAttempts) as refused:
        _refuse(visit, form, refused, "current", "password", "again")
        return await _shown(request, visit, form, status=422)
    return moved(visit, f"{PATH}?said=password")


@get(CONFIRM)
async def confirm_page(request: AnyRequest) -> Response[bytes]:
    return await _confirm_shown(request, await visit_of(request), Form.of_query(request))


@post(CONFIRM, status_code=200)
async def confirm(request: AnyRequest) -> Response[bytes]:
    """A password, a code or a passkey, once more; then back to what one was about to do."""
    visit, form = await visit_of(request), await Form.of(request)
    person = visit.person
    try:
        if form.raw("credential"):
            owned = await ceremonies.signed(request, form.raw("credential"), visit.now)
            if owned.person.id != person.id:
                raise Invalid.field("credential", N_("This passkey is somebody else's."))
        elif form.text("code"):
            await check_code(visit.house, person.workspace_id, person.id, form.text("code"))
        else:
            await _check_password(visit, form.raw("password"))
    except (Invalid, TooManyAttempts) as refused:
        _refuse(visit, form, refused, "password", "code", current="password")
        return await _confirm_shown(request, visit, form, status=422)
    await visit.house.store.write(lambda tx: sessions.prove(tx, visit.actor, visit.now))
    answer = moved(visit, own_path(form.text("next") or PATH))
    tickets.take_back(request, answer, Challenge)
    return answer


@get(APP)
async def app_page(request: AnyRequest) -> Response[bytes]:
    """The QR code of a new authenticator app."""
    visit = await visit_of(request)
    if not await _is_proven(visit):
        return _confirm_first(visit, APP)
    return _app_shown(visit, Form())


@post(APP, status_code=200)
async def set_up_app(request: AnyRequest) -> Response[bytes]:
    """The app shows codes; with the first second factor come the recovery codes."""
    visit, form = await visit_of(request), await Form.of(request)
    secret = opened_secret(visit.house, form, visit.person.id)
    if secret is None:
        return moved(visit, APP)
    locked = visit.house.vault.lock(secret)
    try:
        codes = await visit.house.store.write(
            lambda tx: second_factors.set_up(
                tx, visit.actor, visit.now, secret=secret, locked=locked, code=form.text("code")
            )
        )
    except ProofRequired:
        return _confirm_first(visit, APP)
    except Refusal as refused:
        form.refuse_all(refused, ["code"])
        return _app_shown(visit, form, status=422)
    return _codes_or_back(visit, codes)


@post(f"{APP}/remove", status_code=200)
async def remove_app(request: AnyRequest) -> Response[bytes]:
    visit = await visit_of(request)
    return await _done(request, visit, lambda tx: second_factors.take_off(tx, visit.actor, visit.now))


@post("/account/recovery-codes", status_code=200)
async def make_recovery_codes(request: AnyRequest) -> Response[bytes]:
    """New ones in the place of the old ones, shown once."""
    visit = await visit_of(request)
    try:
        codes = await visit.house.store.write(lambda tx: second_factors.new_recovery_codes(tx, visit.actor, visit.now))
    except ProofRequired:
        return _confirm_first(visit, PATH)
    return _codes_or_back(visit, codes)


@post("/account/passkeys/options", status_code=200)
async def passkey_options(request: AnyRequest) -> Response[bytes]:
    """For the script: what the browser makes a passkey of, or (403) that one must show oneself first."""
    visit = await visit_of(request)

    async def read(tx: Tx) -> tuple[Any, ...]:
        await sessions.check_proven(tx, visit.actor, visit.now)
        return tuple(await passkeys.of_actor(tx, visit.actor))

    try:
        known = await visit.house.store.read(read)
    except ProofRequired:
        there = msgspec.json.encode({"to": f"{CONFIRM}?next={PATH}"})
        return Response(there, status_code=403, media_type="application/json", headers=dict(SECURITY_HEADERS))
    return await ceremonies.ask_to_register(request, visit.person, known, visit.now)


@post("/account/confirm/options", status_code=200)
async def confirm_options(request: AnyRequest) -> Response[bytes]:
    """For the script: what a passkey of one's own is to sign."""
    visit = await visit_of(request)
    known = await visit.house.store.read(lambda tx: passkeys.of_actor(tx, visit.actor))
    return await ceremonies.ask_to_sign(request, known, visit.now)


@post("/account/passkeys", status_code=200)
async def add_passkey(request: AnyRequest) -> Response[bytes]:
    visit, form = await visit_of(request), await Form.of(request)
    name = form.text("name") or device_name(visit.guest.credential.name)
    try:
        new = await ceremonies.registered(request, form.raw("credential"), visit.now)
        codes = await visit.house.store.write(lambda tx: passkeys.add(tx, visit.actor, visit.now, new, name))
    except ProofRequired:
        return _confirm_first(visit, PATH)
    except Refusal as refused:
        form.refuse_all(refused, name="passkey_name", credential="passkey_name")
        return await _shown(request, visit, form, status=422)
    return _codes_or_back(visit, codes)


@post("/account/passkeys/{id:uuid}/name", status_code=200)
async def rename_passkey(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    visit, form = await visit_of(request), await Form.of(request)
    return await _done(
        request, visit, lambda tx: passkeys.rename(tx, visit.actor, visit.now, str(id), form.text("name"))
    )


@post("/account/passkeys/{id:uuid}/remove", status_code=200)
async def remove_passkey(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    visit = await visit_of(request)
    return await _done(request, visit, lambda tx: passkeys.remove(tx, visit.actor, visit.now, str(id)))


@post("/account/identities/{id:uuid}/remove", status_code=200)
async def remove_identity(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    visit = await visit_of(request)
    return await _done(request, visit, lambda tx: single_sign_on.disconnect(tx, visit.actor, visit.now, str(id)))


@post("/account/sessions/{id:uuid}/end", status_code=200)
async def end_session(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    visit = await visit_of(request)
    return await _done(request, visit, lambda tx: sessions.end(tx, visit.actor, visit.now, str(id)))


@post("/account/sessions/end-others", status_code=200)
async def end_other_sessions(request: AnyRequest) -> Response[bytes]:
    visit = await visit_of(request)
    return await _done(request, visit, lambda tx: sessions.end_others(tx, visit.actor, visit.now))


async def _done(request: AnyRequest, visit: Visit, change: Operation[object]) -> Response[bytes]:
    """Do it and come back; first show who one is, or the page with what was refused."""
    try:
        await visit.house.store.write(change)
    except ProofRequired:
        return _confirm_first(visit, PATH)
    except (Conflict, Invalid) as refused:
        form = Form()
        form.refuse("", refused.problems[0].message if refused.problems else refused.message)
        return await _shown(request, visit, form, status=422)
    return moved(visit, PATH)


def _codes_or_back(visit: Visit, codes: list[str]) -> Response[bytes]:
    return page(visit, "account/recovery_codes.html", codes=codes) if codes else moved(visit, PATH)


def _confirm_first(visit: Visit, then: str) -> Response[bytes]:
    return moved(visit, f"{CONFIRM}?next={then}")


async def _is_proven(visit: Visit) -> bool:
    try:
        await visit.house.store.read(lambda tx: sessions.check_proven(tx, visit.actor, visit.now))
    except ProofRequired:
        return False
    return True


async def _check_password(visit: Visit, password: str) -> None:
    """Raise Invalid unless it is the person's, TooManyAttempts for too many that were not."""
    key = ("confirm", visit.person.id)
    count_attempt(visit.house, key, PER_ACCOUNT, visit.now)
    kept = visit.person.password_hash
    if not password or kept is None or not (await fitting(password, [kept]))[0]:
        raise Invalid.field("current", N_("This is not your password."))
    visit.house.counters.forget(key)


def _refuse(visit: Visit, form: Form, refused: Refusal | TooManyAttempts, *names: str, **renamed: str) -> None:
    if isinstance(refused, TooManyAttempts):
        form.refuse("", throttled(visit.reader, refused))
    else:
        form.refuse_all(refused, names, **renamed)


def _app_shown(visit: Visit, form: Form, *, status: int = 200) -> Response[bytes]:
    values = set_up_values(visit.house, visit.person, visit.workspace, form)
    return page(visit, "account/app.html", status=status, form=form, **values)


async def _confirm_shown(request: AnyRequest, visit: Visit, form: Form, *, status: int = 200) -> Response[bytes]:
    means = await visit.house.store.read(lambda tx: second_factors.means_of(tx, visit.person))
    form.fields.append(("next", own_path(form.text("next") or PATH)))
    return page(
        visit,
        "account/confirm.html",
        status=status,
        form=form,
        means=means,
        with_passkeys=bool(means.passkeys) and ceremonies.are_possible(request),
    )


class Shown(NamedTuple):
    """What the page shows of somebody."""

    means: Means
    needed: bool
    listed: list[Listed]
    connected: list[tuple[Identity, IdentityProvider]]
    providers: list[IdentityProvider]


async def _shown(request: AnyRequest, visit: Visit, form: Form | None = None, *, status: int = 200) -> Response[bytes]:
    async def read(tx: Tx) -> Shown:
        return Shown(
            await second_factors.means_of(tx, visit.person),
            await second_factors.is_needed(tx, visit.person),
            await sessions.listed(tx, visit.actor, visit.now),
            await single_sign_on.of_actor(tx, visit.actor),
            await single_sign_on.to_connect(tx, visit.actor),
        )

    return page(
        visit,
        "account/security.html",
        status=status,
        form=Form() if form is None else form,
        shown=await visit.house.store.read(read),
        device_name=device_name,
        said=SAID.get(Form.of_query(request).text("said")) if status == 200 else None,
        this_session=visit.guest.credential.id,
        passkeys_possible=ceremonies.are_possible(request),
    )


router = Router(
    "/",
    route_handlers=[
        security_page,
        change_password,
        confirm_page,
        confirm,
        app_page,
        set_up_app,
        remove_app,
        make_recovery_codes,
        passkey_options,
        confirm_options,
        add_passkey,
        rename_passkey,
        remove_passkey,
        remove_identity,
        end_session,
        end_other_sessions,
    ],
)
