"""The registration endpoint (RFC 7591): a program makes itself known. Anybody may; that lets it in nowhere yet."""

from datetime import timedelta
from typing import Any, Final

import msgspec
from authlib.oauth2.rfc7591 import ClientMetadataClaims
from joserfc.errors import InvalidClaimError
from litestar import Response

from uhrwerk.entrypoints.bodies import Malformed, fill, json_object
from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.oauth import protocol
from uhrwerk.entrypoints.oauth.realm import Realm
from uhrwerk.entrypoints.replies import EncodedResponse
from uhrwerk.operations import oauth_clients
from uhrwerk.operations.oauth_clients import NewClient
from uhrwerk.operations.redirect_uris import checked, origin
from uhrwerk.rules.limits import Limit, is_over
from uhrwerk.rules.refusals import Invalid, Overloaded
from uhrwerk.storage.oauth import OAuthClient

PER_ADDRESS: Final = Limit(60, timedelta(hours=1))
GRANT_TYPES: Final = ("authorization_code", "refresh_token")
"""What one that registered itself gets: it has no account of its own."""


class Metadata(msgspec.Struct, omit_defaults=True):
    """What a program says of itself. The rest that the standard knows is not kept."""

    redirect_uris: list[str] = []
    client_name: str | None = None
    token_endpoint_auth_method: str | None = None
    grant_types: list[str] | None = None
    response_types: list[str] | None = None
    scope: str | None = None
    client_uri: str | None = None
    logo_uri: str | None = None
    policy_uri: str | None = None
    tos_uri: str | None = None
    contacts: list[str] | None = None
    software_id: str | None = None
    software_version: str | None = None


class _Claims(ClientMetadataClaims):
    def validate_redirect_uris(self) -> None:
        """Authlib's own would refuse an application's own scheme; ours are looked at by our own rule."""


async def register(request: AnyRequest, realm: Realm) -> Response[bytes]:
    """201 with the client. Raises Malformed, Invalid, Overloaded."""
    house = house_of(request)
    now = house.now()
    told = fill(Metadata, json_object(await request.body()))
    new = _checked(told, realm)
    address = request.client.host if request.client else ""
    if is_over(house.counters.count(("registration", address), PER_ADDRESS, now), PER_ADDRESS):
        raise Overloaded("Too many registrations from this address; nothing was changed.")
    made = await house.store.write(lambda tx: oauth_clients.register(tx, now, new))
    method = told.token_endpoint_auth_method or "client_secret_basic"
    body = _described(made.client, method) | {"client_id_issued_at": int(now.timestamp())}
    if made.secret is not None:
        body |= {"client_secret": made.secret, "client_secret_expires_at": 0}
    return EncodedResponse(msgspec.json.encode(body), 201, headers={"Cache-Control": "no-store", "Pragma": "no-cache"})


async def register_natively(request: AnyRequest, realm: Realm) -> Response[bytes]:
    """The same, refused in the standard's own words. Raises Overloaded."""
    try:
        return await register(request, realm)
    except Malformed as error:
        return _refused("invalid_client_metadata", str(error))
    except Invalid as refusal:
        of_uris = refusal.problems[0].field == "redirect_uris"
        return _refused("invalid_redirect_uri" if of_uris else "invalid_client_metadata", refusal.message)


def _refused(error: str, description: str) -> Response[bytes]:
    body = {"error": error, "error_description": description}
    return EncodedResponse(msgspec.json.encode(body), 400, headers={"Cache-Control": "no-store"})


def _checked(told: Metadata, realm: Realm) -> NewClient:
    if not told.redirect_uris:
        raise Invalid.field("redirect_uris", "is required")
    redirect_uris = checked(told.redirect_uris)
    supported = {
        "scopes_supported": realm.scopes,
        "response_types_supported": ["code"],
        "grant_types_supported": protocol.GRANT_TYPES,
        "token_endpoint_auth_methods_supported": list(protocol.AUTH_METHODS),
    }
    claims: dict[str, Any] = {name: value for name, value in msgspec.to_builtins(told).items() if value is not None}
    try:
        _Claims(claims, {}, _Claims.get_claims_options(supported), supported).validate()
    except InvalidClaimError as error:
        raise Invalid.field(error.claim, "is not supported here") from None
    return NewClient(
        face=realm.face,
        name=told.client_name or origin(redirect_uris[0]),
        redirect_uris=redirect_uris,
        scopes=(told.scope or "").split() or list(realm.scopes),
        confidential=told.token_endpoint_auth_method != "none",  # noqa: S105 (a method's name)
    )


def _described(client: OAuthClient, auth_method: str) -> dict[str, Any]:
    return {
        "client_id": client.client_id,
        "client_name": client.name,
        "redirect_uris": client.redirect_uris,
        "token_endpoint_auth_method": auth_method,
        "grant_types": GRANT_TYPES,
        "response_types": ["code"],
        "scope": " ".join(client.scopes),
    }
