"""The endpoints that programs speak to: tokens, revocation, registration, metadata."""

from datetime import datetime
from typing import Any, Final
from urllib.parse import parse_qsl

import msgspec
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import InvalidGrantError, InvalidRequestError
from litestar import Response

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.oauth import protocol
from uhrwerk.entrypoints.oauth.protocol import Answer, Message, Named, Server
from uhrwerk.entrypoints.oauth.realm import Realm, address, issuer
from uhrwerk.entrypoints.replies import EncodedResponse
from uhrwerk.operations import grants
from uhrwerk.storage import oauth
from uhrwerk.storage.store import Tx

MOST_PARAMETERS: Final = 50


async def token(request: AnyRequest, realm: Realm) -> Response[bytes]:
    """The token endpoint (RFC 6749 §3.2): a code, a refresh token or a secret against an access token."""
    house = house_of(request)
    now = house.now()
    message = await message_of(request)
    named = await house.store.read(lambda tx: _named(tx, message))
    server = Server(realm, issuer(request, realm), named, now)
    answer = _decided(server, message, server.create_token_response)
    effect, client = server.effect, named.client
    if effect is None or client is None:
        return _sent(answer)
    done = await house.store.write(lambda tx: _apply(tx, now, named, effect))
    return _sent(answer if done else protocol.refusal(InvalidGrantError()))


async def revoke(request: AnyRequest, realm: Realm) -> Response[bytes]:
    """The revocation endpoint (RFC 7009): a client gives a token back. An unknown one is gone already."""
    house = house_of(request)
    now = house.now()
    message = await message_of(request)
    named = await house.store.read(lambda tx: _named_to_revoke(tx, realm, message))
    server = Server(realm, issuer(request, realm), named, now)
    answer = _decided(server, message, lambda said: server.create_endpoint_response("revocation", said))
    effect, client = server.effect, named.client
    if isinstance(effect, protocol.GivenBack) and client is not None:
        await house.store.write(lambda tx: grants.revoke_token(tx, now, client, realm.face, effect.token))
    return _sent(answer)


def metadata(request: AnyRequest, realm: Realm) -> Response[bytes]:
    """What a client finds out by itself (RFC 8414)."""
    base = address(request)
    document = {
        "issuer": issuer(request, realm),
        "authorization_endpoint": base + realm.authorize,
        "token_endpoint": base + realm.token,
        "registration_endpoint": base + realm.register,
        "revocation_endpoint": base + realm.revoke,
        "scopes_supported": realm.scopes,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": protocol.GRANT_TYPES,
        "token_endpoint_auth_methods_supported": protocol.AUTH_METHODS,
        "revocation_endpoint_auth_methods_supported": protocol.AUTH_METHODS,
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
        "ui_locales_supported": ["en", "de"],
        "service_documentation": f"{base}/docs",
    }
    return EncodedResponse(msgspec.json.encode(document), headers={"Cache-Control": "max-age=300"})


async def message_of(request: AnyRequest) -> Message:
    """The request's form, as the protocol has it."""
    return Message(request.method, form_of(await request.body()), request.headers.get("authorization", ""))


def form_of(raw: bytes) -> list[tuple[str, str]]:
    """The pairs of a form or a query; none where there are more than anybody needs or it is no text."""
    try:
        return parse_qsl(raw.decode(), keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError:
        return []


def _decided(server: Server, message: Message, decide: Any) -> Answer:
    """Authlib's answer, whatever it stumbles over."""
    try:
        protocol.check_parameters(message)
        answer: Answer = decide(message)
    except OAuth2Error as error:
        answer = protocol.refusal(error)
    except ValueError:
        # It reads some headers as if they had been looked at before.
        answer = protocol.refusal(InvalidRequestError())
    if answer.status >= 400:
        server.effect = None
    return answer


def _sent(answer: Answer) -> Response[bytes]:
    headers = {name: value for name, value in answer.headers.items() if name != "Content-Type"}
    return EncodedResponse(msgspec.json.encode(answer.body), answer.status, headers=headers)


async def _apply(tx: Tx, now: datetime, named: Named, effect: protocol.Effect) -> bool:
    """What was decided, if it still holds."""
    assert named.client is not None
    match effect:
        case protocol.Exchanged():
            return await grants.exchange(tx, now, named.client, effect.ticket_hash, effect.tokens)
        case protocol.ForItself():
            return await grants.act_for_itself(tx, now, named.client, effect.tokens)
        case _:
            raise AssertionError("unreachable")


async def _named(tx: Tx, message: Message) -> Named:
    client = await client_named(tx, message)
    parameter, kind = protocol.TICKETS.get(message.form.get("grant_type", ""), ("", None))
    text = message.form.get(parameter, "")
    if kind is None or not text:
        return Named(client)
    ticket = await oauth.ticket(tx, grants.ticket_hash(kind, text))
    return Named(client, ticket, await oauth.grant(tx, ticket.grant_id) if ticket else None)


async def _named_to_revoke(tx: Tx, realm: Realm, message: Message) -> Named:
    client = await client_named(tx, message)
    ticket, credential, grant = await grants.of_token(tx, realm.face, message.form.get("token", ""))
    return Named(client, ticket, grant, credential)


async def client_named(tx: Tx, message: Message) -> oauth.OAuthClient | None:
    """The client that the request says it is from; whether it is stands to be seen."""
    client_id = message.client_named
    return await oauth.client_by_client_id(tx, client_id) if client_id else None
