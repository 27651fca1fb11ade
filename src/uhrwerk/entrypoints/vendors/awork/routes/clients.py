"""Client applications and API users; both are the admins'."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from litestar import delete, get, post, put
from litestar.params import FromPath

from uhrwerk.entrypoints.bodies import fill, json_object
from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.vendors.awork.auth import FACE, SCOPES, admit, new_token
from uhrwerk.entrypoints.vendors.awork.routes.requests import Reply, answer, answer_models, nothing, path_id
from uhrwerk.entrypoints.vendors.awork.wire import clients as wire
from uhrwerk.operations import oauth_clients, service_accounts
from uhrwerk.operations.authentication import Guest
from uhrwerk.operations.oauth_clients import NewClient
from uhrwerk.rules.access import Actor, Role
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage.oauth import OAuthClient
from uhrwerk.storage.store import Tx

F = TypeVar("F", bound=msgspec.Struct)
R = TypeVar("R")

UNNAMED = "Client application"


@get("/clientapplications")
async def list_clients(request: AnyRequest) -> Reply:
    async def find(tx: Tx, guest: Guest) -> list[wire.ClientApplication]:
        found = await oauth_clients.every(tx, guest.actor)
        return [wire.client_application(client) for client in found if client.face == FACE]

    return await answer_models(request, wire.ClientApplication, find)


@get("/clientapplications/{client_id:str}")
async def one_client(request: AnyRequest, client_id: FromPath[str]) -> Reply:
    async def read(tx: Tx, actor: Actor, now: datetime) -> OAuthClient:
        return await oauth_clients.by_client_id(tx, actor, FACE, client_id)

    return answer(wire.client_application(await _read(request, read)))


@post("/clientapplications", status_code=200)
async def add_client(request: AnyRequest) -> Reply:
    form = await _form(request, wire.ClientForm)
    new = NewClient(
        face=FACE,
        name=form.display_name or form.client_id or UNNAMED,
        redirect_uris=form.redirect_uris or [],
        scopes=list(SCOPES),
        confidential=form.is_confidential,
        client_id=form.client_id,
    )

    async def act(tx: Tx, actor: Actor, now: datetime) -> oauth_clients.WithSecret:
        return await oauth_clients.add(tx, actor, now, new)

    made = await _write(request, act)
    return answer(wire.client_application(made.client, made.secret))


@put("/clientapplications/{client_id:str}")
async def change_client(request: AnyRequest, client_id: FromPath[str]) -> Reply:
    form = await _form(request, wire.ClientChanges)
    given = {"name": form.display_name, "redirect_uris": form.redirect_uris}
    members: dict[str, Any] = {name: value for name, value in given.items() if value is not None}

    async def act(tx: Tx, actor: Actor, now: datetime) -> OAuthClient:
        client = await oauth_clients.by_client_id(tx, actor, FACE, client_id)
        return await oauth_clients.change(tx, actor, now, client.id, members)

    return answer(wire.client_application(await _write(request, act)))


@delete("/clientapplications/{client_id:str}", status_code=200)
async def remove_client(request: AnyRequest, client_id: FromPath[str]) -> Reply:
    async def act(tx: Tx, actor: Actor, now: datetime) -> None:
        client = await oauth_clients.by_client_id(tx, actor, FACE, client_id)
        await oauth_clients.remove(tx, actor, now, client.id)

    await _write(request, act)
    return nothing()


@post("/clientapplications/{client_id:str}/generatesecret", status_code=200)
async def generate_secret(request: AnyRequest, client_id: FromPath[str]) -> Reply:
    async def act(tx: Tx, actor: Actor, now: datetime) -> oauth_clients.WithSecret:
        client = await oauth_clients.by_client_id(tx, actor, FACE, client_id)
        return await oauth_clients.rotate_secret(tx, actor, now, client.id)

    made = await _write(request, act)
    assert made.secret is not None
    return answer(wire.Secret(made.secret))


@post("/clientapplications/{client_id:str}/generateapikey", status_code=200)
async def generate_api_key(request: AnyRequest, client_id: FromPath[str]) -> Reply:
    form = await _form(request, wire.ApiKeyForm)
    token = new_token()

    async def act(tx: Tx, actor: Actor, now: datetime) -> None:
        client = await oauth_clients.by_client_id(tx, actor, FACE, client_id)
        await service_accounts.make_key(tx, actor, now, client, str(form.api_user_id), token)

    await _write(request, act)
    return answer(wire.ApiKey(token))


@get("/apiusers")
async def list_api_users(request: AnyRequest) -> Reply:
    async def find(tx: Tx, guest: Guest) -> list[wire.ApiUser]:
        accounts = await service_accounts.every(tx, guest.actor)
        clients = await oauth_clients.every(tx, guest.actor)
        return [wire.api_user(account, clients) for account in accounts]

    return await answer_models(request, wire.ApiUser, find)


@get("/apiusers/{api_user_id:str}")
async def one_api_user(request: AnyRequest, api_user_id: FromPath[str]) -> Reply:
    async def read(tx: Tx, actor: Actor, now: datetime) -> wire.ApiUser:
        account = await service_accounts.get(tx, actor, path_id(api_user_id, "service account"))
        return wire.api_user(account, await oauth_clients.every(tx, actor))

    return answer(await _read(request, read))


@post("/apiusers", status_code=200)
async def add_api_user(request: AnyRequest) -> Reply:
    form = await _form(request, wire.ApiUserForm)
    role = wire.role_of(form.role_id) or Role.MEMBER

    async def act(tx: Tx, actor: Actor, now: datetime) -> wire.ApiUser:
        client = None if form.client_id is None else await _client_named(tx, actor, form.client_id)
        account = await service_accounts.add(tx, actor, now, form.name, role, client)
        return wire.api_user(account, await oauth_clients.every(tx, actor))

    return answer(await _write(request, act))


@put("/apiusers/{api_user_id:str}")
async def change_api_user(request: AnyRequest, api_user_id: FromPath[str]) -> Reply:
    form = await _form(request, wire.ApiUserForm)
    role = wire.role_of(form.role_id)

    async def act(tx: Tx, actor: Actor, now: datetime) -> wire.ApiUser:
        id = path_id(api_user_id, "service account")
        account = await service_accounts.change(tx, actor, now, id, form.name, role)
        return wire.api_user(account, await oauth_clients.every(tx, actor))

    return answer(await _write(request, act))


@delete("/apiusers/{api_user_id:str}", status_code=200)
async def remove_api_user(request: AnyRequest, api_user_id: FromPath[str]) -> Reply:
    async def act(tx: Tx, actor: Actor, now: datetime) -> None:
        await service_accounts.remove(tx, actor, now, path_id(api_user_id, "service account"))

    await _write(request, act)
    return nothing()


async def _client_named(tx: Tx, actor: Actor, client_id: str) -> OAuthClient:
    try:
        return await oauth_clients.by_client_id(tx, actor, FACE, client_id)
    except NotFound as refusal:
        raise NotFound(refusal.kind, "client_id") from None


async def _form(request: AnyRequest, form: type[F]) -> F:
    """The body, once it is known that somebody is there to ask: names are matched without regard to case."""
    await admit(request, house_of(request).now())
    return fill(form, {name.lower(): value for name, value in json_object(await request.body()).items()})


async def _read(request: AnyRequest, read: Callable[[Tx, Actor, datetime], Awaitable[R]]) -> R:
    house = house_of(request)
    now = house.now()
    guest = await admit(request, now)
    return await house.store.read(lambda tx: read(tx, guest.actor, now))


async def _write(request: AnyRequest, act: Callable[[Tx, Actor, datetime], Awaitable[R]]) -> R:
    house = house_of(request)
    now = house.now()
    guest = await admit(request, now)
    return await house.store.write(lambda tx: act(tx, guest.actor, now))


HANDLERS: list[Any] = [
    list_clients,
    one_client,
    add_client,
    change_client,
    remove_client,
    generate_secret,
    generate_api_key,
    list_api_users,
    one_api_user,
    add_api_user,
    change_api_user,
    remove_api_user,
]
