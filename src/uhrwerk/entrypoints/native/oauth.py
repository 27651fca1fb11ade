"""The native OAuth 2 endpoints at `/oauth`, and where a client finds out about them."""

from typing import Any, Final

from litestar import Response, Router, get, post

from uhrwerk.entrypoints import oauth
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.native.auth import ALL_SCOPES, FACE, new_token
from uhrwerk.entrypoints.oauth.realm import Realm

REALM: Final = Realm(
    face=FACE,
    path="",
    scopes=ALL_SCOPES,
    new_token=new_token,
    authorize="/oauth/authorize",
    token="/oauth/token",  # noqa: S106 (a path, not a secret)
    register="/oauth/register",
    revoke="/oauth/revoke",
)


@get("/authorize")
async def authorize(request: AnyRequest) -> Response[Any]:
    """The page that asks."""
    return await oauth.consent.ask(request, REALM)


@post("/authorize")
async def answer(request: AnyRequest) -> Response[Any]:
    """What was said on it."""
    return await oauth.consent.answer(request, REALM)


@post("/token", status_code=200)
async def token(request: AnyRequest) -> Response[bytes]:
    return await oauth.endpoints.token(request, REALM)


@post("/register", status_code=201)
async def register(request: AnyRequest) -> Response[bytes]:
    return await oauth.registration.register_natively(request, REALM)


@post("/revoke", status_code=200)
async def revoke(request: AnyRequest) -> Response[bytes]:
    return await oauth.endpoints.revoke(request, REALM)


@get("/.well-known/oauth-authorization-server", include_in_schema=False)
async def metadata(request: AnyRequest) -> Response[bytes]:
    return oauth.endpoints.metadata(request, REALM)


router = Router("/oauth", route_handlers=[authorize, answer, token, register, revoke], include_in_schema=False)
