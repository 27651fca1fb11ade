"""/sso: signing in at an identity provider, and coming back from there."""

import hmac
from dataclasses import replace
from secrets import token_urlsafe
from typing import Final

import structlog
from litestar import Response, get
from litestar.params import FromPath

from uhrwerk.entrypoints import oidc
from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest, House, house_of
from uhrwerk.entrypoints.oauth.realm import address
from uhrwerk.entrypoints.oidc import Client, Issuer
from uhrwerk.entrypoints.signing_in import PER_ADDRESS, TooManyAttempts, count_attempt
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.pages import go
from uhrwerk.entrypoints.web.reader import reader_of
from uhrwerk.entrypoints.web.session import own_path, signed_in, throttled
from uhrwerk.entrypoints.web.signing_in import sign_in_page, tickets
from uhrwerk.entrypoints.web.signing_in.tickets import Journey
from uhrwerk.entrypoints.web.visit import SignInFirst, Visit, visit_of
from uhrwerk.operations import identity_providers, single_sign_on
from uhrwerk.operations.single_sign_on import Claims
from uhrwerk.rules.refusals import ProofRequired, Refusal
from uhrwerk.storage import settings
from uhrwerk.storage.identities import IdentityProvider

log = structlog.get_logger(__name__)

CALLBACK: Final = "/sso/callback"
NOT_REACHED: Final = N_("The identity provider cannot be reached, or is not set up rightly. Tell your admin.")
NOT_RIGHT: Final = N_("The identity provider's answer was not right. Begin anew.")
BROKEN_OFF: Final = N_("Signing in was broken off. Begin anew.")


@get("/sso/{id:str}/start")
async def start(request: AnyRequest, id: FromPath[str]) -> Response[bytes]:
    """Off to the identity provider; `id` is its own, or that of a workspace which has one.

    With `connect=yes` somebody signed in is to be known there from now on.
    """
    house, query = house_of(request), Form.of_query(request)
    provider = await house.store.read(lambda tx: single_sign_on.provider_of(tx, id))
    visit = await visit_of(request) if query.text("connect") == "yes" else None
    journey = Journey(
        at=house.now(),
        provider_id=provider.id,
        state=token_urlsafe(32),
        nonce=token_urlsafe(32),
        verifier=token_urlsafe(48),
        to=own_path(query.text("next")),
        connects=visit.guest.credential.id if visit else None,
    )
    try:
        count_attempt(house, ("sso", "address", _client_address(request)), PER_ADDRESS, house.now())
        async with await _issuer(house, provider) as issuer:
            about = await issuer.metadata()
    except TooManyAttempts as refused:
        return await _refused(request, throttled(reader_of(request), refused), 429)
    except oidc.Failed as error:
        log.warning("identity provider failed", provider=provider.id, error=str(error))
        return await _refused(request, NOT_REACHED, 502)
    there = oidc.authorization_url(
        about, _client(request, house, provider), state=journey.state, nonce=journey.nonce, verifier=journey.verifier
    )
    answer = go(replace(reader_of(request), piece=False), there)
    tickets.give(request, answer, journey)
    return answer


@get(CALLBACK)
async def callback(request: AnyRequest) -> Response[bytes]:
    """Back from there: a session, or the connection that was asked for; else the sign-in page with what was wrong."""
    house, query = house_of(request), Form.of_query(request)
    now = house.now()
    journey = tickets.given(request, Journey, now)
    if journey is None or not hmac.compare_digest(query.text("state").encode(), journey.state.encode()):
        return await _refused(request, BROKEN_OFF, 400)
    try:
        answer = await _arrived(request, house, journey, query)
    except oidc.Failed as error:
        log.warning("identity provider failed", provider=journey.provider_id, error=str(error))
        answer = await _refused(request, NOT_RIGHT, 502)
    except ProofRequired:
        answer = go(reader_of(request), "/account/confirm")
    except Refusal as refused:
        log.info("sign-in refused", face="sso", provider=journey.provider_id)
        answer = await _refused(request, refused.message, 403)
    tickets.take_back(request, answer, Journey)
    return answer


async def _arrived(request: AnyRequest, house: House, journey: Journey, query: Form) -> Response[bytes]:
    """Raises Failed, and what `single_sign_on` refuses."""
    now = house.now()
    provider = await house.store.read(lambda tx: single_sign_on.provider_of(tx, journey.provider_id))
    if not query.text("code"):
        raise oidc.Failed(f"no code came back, but {query.text('error')[:100]!r}")
    async with await _issuer(house, provider) as issuer:
        about = await issuer.metadata()
        if query.text("iss") not in ("", about.issuer):
            raise oidc.Failed("another issuer answered")
        client = _client(request, house, provider)
        claims = await issuer.claims(about, client, query.text("code"), journey.verifier, journey.nonce, now)
    if journey.connects is not None:
        return await _connected(request, journey, claims)
    person = await house.store.write(lambda tx: single_sign_on.sign_in(tx, now, provider.id, claims))
    return await signed_in(request, person.workspace_id, person.id, journey.to)


async def _connected(request: AnyRequest, journey: Journey, claims: Claims) -> Response[bytes]:
    visit: Visit = await visit_of(request)
    if visit.guest.credential.id != journey.connects:
        raise SignInFirst
    await visit.house.store.write(
        lambda tx: single_sign_on.connect(tx, visit.actor, visit.now, journey.provider_id, claims)
    )
    return go(visit.reader, "/account/security")


async def _issuer(house: House, provider: IdentityProvider) -> Issuer:
    kept = await house.store.read(lambda tx: settings.all_of(tx, provider.workspace_id))
    return Issuer(provider.issuer, private=identity_providers.PRIVATE_ISSUERS.of(kept))


def _client(request: AnyRequest, house: House, provider: IdentityProvider) -> Client:
    secret = None if provider.secret is None else house.vault.unlock(provider.secret)
    return Client(provider.client_id, secret, address(request) + CALLBACK)


def _client_address(request: AnyRequest) -> str:
    return request.client.host if request.client else ""


async def _refused(request: AnyRequest, said: str, status: int) -> Response[bytes]:
    form = Form()
    form.refuse("", said)
    return await sign_in_page.shown(request, form, status=status)


router = Router("/", route_handlers=[start, callback])
