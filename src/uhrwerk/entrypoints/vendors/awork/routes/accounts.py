"""OAuth 2 under awork's paths, and what one has allowed to whom."""

from typing import Any, Final

from litestar import Response, delete, get, post
from litestar.params import FromPath

from uhrwerk.entrypoints import oauth
from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.oauth.realm import Realm
from uhrwerk.entrypoints.vendors.awork.auth import FACE, FULL_ACCESS, OFFLINE_ACCESS, SCOPES, admit, new_token
from uhrwerk.entrypoints.vendors.awork.routes.requests import Reply, answer, answer_models
from uhrwerk.entrypoints.vendors.awork.wire import clients as wire
from uhrwerk.operations import grants
from uhrwerk.operations.authentication import Guest
from uhrwerk.storage.store import Tx

REALM: Final = Realm(
    face=FACE,
    path="/api/v1",
    scopes=SCOPES,
    new_token=new_token,
    authorize="/api/v1/accounts/authorize",
    token="/api/v1/accounts/token",  # noqa: S106 (a path, not a secret)
    register="/api/v1/clientapplications/register",
    revoke="/api/v1/accounts/revoke",
    needed=FULL_ACCESS,
    offline=OFFLINE_ACCESS,
)


@get("/accounts/authorize")
async def authorize(request: AnyRequest) -> Response[Any]:
    return await oauth.consent.ask(request, REALM)


@post("/accounts/authorize")
async def answer_page(request: AnyRequest) -> Response[Any]:
    return await oauth.consent.answer(request, REALM)


@post("/accounts/token", status_code=200)
async def token(request: AnyRequest) -> Reply:
    return await oauth.endpoints.token(request, REALM)


@post("/accounts/revoke", status_code=200)
async def revoke(request: AnyRequest) -> Reply:
    return await oauth.endpoints.revoke(request, REALM)


@post("/clientapplications/register", status_code=201)
async def register(request: AnyRequest) -> Reply:
    return await oauth.registration.register(request, REALM)


@get("/.well-known/openid-configuration")
async def configuration(request: AnyRequest) -> Reply:
    return oauth.endpoints.metadata(request, REALM)


@get(
    [
        "/.well-known/openid-configuration",
        "/.well-known/openid-configuration/api/v1",
        "/.well-known/oauth-authorization-server/api/v1",
    ],
    include_in_schema=False,
)
async def metadata(request: AnyRequest) -> Reply:
    """The same where other rules have it: at the root, and with the issuer's path behind."""
    return oauth.endpoints.metadata(request, REALM)


@get("/accounts/me/authorizedclients")
async def list_authorized_clients(request: AnyRequest) -> Reply:
    async def find(tx: Tx, guest: Guest) -> list[wire.AuthorizedClientApplication]:
        found = await grants.of_person(tx, guest.actor, house_of(request).now())
        return wire.authorized_clients([each for each in found if each[0].face == FACE])

    return await answer_models(request, wire.AuthorizedClientApplication, find)


@delete("/accounts/me/authorizedclients", status_code=200)
async def revoke_authorized_clients(request: AnyRequest) -> Reply:
    return await _revoke(request, None)


@delete("/accounts/me/authorizedclients/{client_id:str}", status_code=200)
async def revoke_authorized_client(request: AnyRequest, client_id: FromPath[str]) -> Reply:
    return await _revoke(request, client_id)


async def _revoke(request: AnyRequest, client_id: str | None) -> Reply:
    house = house_of(request)
    now = house.now()
    guest = await admit(request, now)
    ended = await house.store.write(lambda tx: grants.revoke_to_clients(tx, guest.actor, now, FACE, client_id))
    return answer(wire.revocation(ended))


HANDLERS = [
    authorize,
    answer_page,
    token,
    revoke,
    register,
    configuration,
    list_authorized_clients,
    revoke_authorized_clients,
    revoke_authorized_client,
]
