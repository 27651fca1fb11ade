"""The authorization endpoint: somebody signs in and says yes or no; the browser goes back with a code.

There are no sessions: the page's form brings back the request that it was made for, signed and good for ten minutes,
and the password comes with the yes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
import structlog
from authlib.common.urls import add_params_to_uri
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import InvalidClientError
from litestar import Response

from uhrwerk.entrypoints.house import AnyRequest, House, house_of
from uhrwerk.entrypoints.oauth import protocol
from uhrwerk.entrypoints.oauth.endpoints import client_named, form_of
from uhrwerk.entrypoints.oauth.protocol import Message, Named, Server
from uhrwerk.entrypoints.oauth.realm import Realm, issuer
from uhrwerk.entrypoints.signing_in import NAME_LENGTH, TooManyAttempts, attempt
from uhrwerk.entrypoints.web.signing_in.consent_page import Choice, Consent, consent_page, refused_page
from uhrwerk.entrypoints.web.signing_in.second_step import check_code
from uhrwerk.operations import grants, second_factors
from uhrwerk.operations.redirect_uris import origin
from uhrwerk.operations.second_factors import Means
from uhrwerk.operations.sign_in import Account
from uhrwerk.rules.refusals import Invalid, NotFound
from uhrwerk.storage import workspaces
from uhrwerk.storage.oauth import OAuthClient
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

log = structlog.get_logger(__name__)

PAGE_LASTS: Final = timedelta(minutes=10)


class Held(msgspec.Struct, frozen=True):
    """What the form brings back: the request, by face, when it was asked, and the workspaces to choose from."""

    face: str
    asked_at: datetime
    parameters: list[tuple[str, str]]
    choices: list[Choice] = msgspec.field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that may be asked: Authlib's grant for it, and what the page says."""

    server: Server
    message: Message
    grant: Any
    client: OAuthClient
    workspace: str | None
    held: Held


async def ask(request: AnyRequest, realm: Realm) -> Response[Any]:
    """GET: the page, or back to the client with what is wrong, or a page where it cannot be sent back."""
    house = house_of(request)
    now = house.now()
    held = Held(realm.face, now, form_of(request.scope["query_string"]))
    asked = await _asked(request, realm, held, now)
    return consent_page(request, _consent(house, asked)) if isinstance(asked, Asked) else asked


async def answer(request: AnyRequest, realm: Realm) -> Response[Any]:
    """POST: the form's answer."""
    house = house_of(request)
    now = house.now()
    form = dict(form_of(await request.body()))
    held = _opened(house, request, realm, form.get("request", ""), now)
    if held is None:
        return refused_page(request, "expired", "")
    asked = await _asked(request, realm, held, now)
    if not isinstance(asked, Asked):
        return asked
    if form.get("answer") != "allow":
        return _redirect(asked.server.create_authorization_response(asked.message, None, asked.grant).location)
    return await _allow(request, asked, form, now)


async def _allow(request: AnyRequest, asked: Asked, form: Mapping[str, str], now: datetime) -> Response[Any]:
    try:
        accounts = await attempt(
            request, form.get("name", ""), form.get("password", ""), _workspace_meant(asked, form), now
        )
    except TooManyAttempts as refused:
        return _throttled(request, asked, form, refused)
    if not accounts:
        log.info("sign-in refused", face=asked.held.face, client=asked.client.client_id)
        return _again(request, asked, form, "wrong")
    if len(accounts) > 1:
        workspaces_of_accounts = {account.workspace.id: account.workspace for account in accounts}
        if len(workspaces_of_accounts) == 1:
            return _again(request, asked, form, "shared_address")
        choices = [Choice(workspace.id, workspace.name) for workspace in workspaces_of_accounts.values()]
        asked = replace(asked, held=msgspec.structs.replace(asked.held, choices=choices))
        return _again(request, asked, form, "choose")
    try:
        problem = await _second_factor_problem(house_of(request), accounts[0].person, form.get("code", "").strip())
    except TooManyAttempts as refused:
        return _throttled(request, asked, form, refused)
    if problem is not None:
        return _again(request, asked, form, problem)
    return await _granted(request, asked, form, accounts[0], now)


async def _second_factor_problem(house: House, person: Person, code: str) -> str | None:
    """The key of what is wrong with the code; None if it is right, or none is asked for. Raises TooManyAttempts."""

    async def read(tx: Tx) -> tuple[Means, bool]:
        return await second_factors.means_of(tx, person), await second_factors.is_needed(tx, person)

    means, needed = await house.store.read(read)
    if not means.has_second_factor:
        return "second_factor" if needed else None
    if not code:
        return "code"
    try:
        await check_code(house, person.workspace_id, person.id, code)
    except Invalid:
        return "wrong_code"
    return None


def _workspace_meant(asked: Asked, form: Mapping[str, str]) -> str | None:
    """The client's own workspace, else the chosen one, else any."""
    chosen = next((choice.id for choice in asked.held.choices if choice.id == form.get("workspace")), None)
    return asked.client.workspace_id or chosen


async def _granted(
    request: AnyRequest, asked: Asked, form: Mapping[str, str], account: Account, now: datetime
) -> Response[Any]:
    """Keep the grant and send the browser back with the code."""
    person = account.person
    answered = asked.server.create_authorization_response(asked.message, person.id, asked.grant)
    effect = asked.server.effect
    assert isinstance(effect, protocol.Allowed)

    async def keep(tx: Tx) -> None:
        await grants.allow(tx, now, asked.client, person.workspace_id, person.id, effect.request, effect.code)

    try:
        await house_of(request).store.write(keep)
    except NotFound:
        return _again(request, asked, form, "gone")
    return _redirect(answered.location)


async def _asked(request: AnyRequest, realm: Realm, held: Held, now: datetime) -> Asked | Response[Any]:
    """The request looked at, or the answer to one that cannot be asked."""
    house = house_of(request)
    message = Message("GET", held.parameters)

    async def read(tx: Tx) -> tuple[OAuthClient | None, str | None]:
        client = await client_named(tx, message)
        home = await workspaces.get(tx, client.workspace_id) if client and client.workspace_id else None
        return client, home.name if home else None

    client, workspace = await house.store.read(read)
    server = Server(realm, issuer(request, realm), Named(client), now)
    try:
        protocol.check_parameters(message)
        grant = server.get_consent_grant(message)
    except OAuth2Error as error:
        return _refused(request, realm, error)
    assert client is not None
    return Asked(server, message, grant, client, workspace, held)


def _refused(request: AnyRequest, realm: Realm, error: OAuth2Error) -> Response[Any]:
    """Back to the client, but never to an address that is not the client's own."""
    if error.redirect_uri:
        said = [*error.get_body(), ("iss", issuer(request, realm))]
        return _redirect(add_params_to_uri(error.redirect_uri, said))
    reason = {InvalidClientError: "client", protocol.WrongRedirectUri: "redirect"}.get(type(error), "request")
    return refused_page(request, reason, error.get_error_description())


def _opened(house: House, request: AnyRequest, realm: Realm, signed: str, now: datetime) -> Held | None:
    """What the form brought back; None if it was not signed here, or too long ago, or another site sent it."""
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return None
    content = house.signer.read(signed)
    if content is None:
        return None
    held = msgspec.json.decode(content, type=Held)
    return held if held.face == realm.face and held.asked_at <= now < held.asked_at + PAGE_LASTS else None


def _again(
    request: AnyRequest, asked: Asked, form: Mapping[str, str], problem: str, *, status: int = 400, minutes: int = 0
) -> Response[bytes]:
    """The page once more, with what was typed but for the password."""
    consent = _consent(
        house_of(request),
        asked,
        name=form.get("name", "")[:NAME_LENGTH],
        chosen=form.get("workspace"),
        problem=problem,
        minutes=minutes,
    )
    return consent_page(request, consent, status)


def _throttled(request: AnyRequest, asked: Asked, form: Mapping[str, str], refused: TooManyAttempts) -> Response[bytes]:
    page = _again(request, asked, form, "throttled", status=429, minutes=refused.minutes)
    page.headers["Retry-After"] = str(refused.seconds)
    return page


def _consent(house: House, asked: Asked, **typed: Any) -> Consent:
    goes_to = origin(asked.grant.redirect_uri)
    return Consent(
        application=asked.client.name,
        workspace=asked.workspace,
        destination=goes_to,
        scopes=asked.message.scope.split(),
        request=house.signer.sign(msgspec.json.encode(asked.held)),
        choices=asked.held.choices,
        **typed,
    )


def _redirect(location: str | None) -> Response[None]:
    """On to there with GET, whatever brought us here."""
    assert location is not None
    headers = {"Location": location, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return Response(None, status_code=303, headers=headers)
