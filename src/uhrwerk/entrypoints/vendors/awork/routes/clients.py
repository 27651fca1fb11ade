"""Client applications and API users; both are the admins'."""

from typing import Any, Final

from litestar import delete, get, post, put
from litestar.params import FromPath

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.naming import naming
from uhrwerk.entrypoints.vendors.awork.auth import FACE, SCOPES, new_token
from uhrwerk.entrypoints.vendors.awork.routes.calls import Call, admitted
from uhrwerk.entrypoints.vendors.awork.routes.forms import form_of
from uhrwerk.entrypoints.vendors.awork.routes.requests import Reply, answer, answer_models, nothing, path_id
from uhrwerk.entrypoints.vendors.awork.wire import clients as wire
from uhrwerk.operations import oauth_clients, service_accounts
from uhrwerk.operations.authentication import Guest
from uhrwerk.operations.oauth_clients import NewClient, WithSecret
from uhrwerk.rules.access import Role
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage.oauth import OAuthClient
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

UNNAMED: Final = "Client application"


@get("/clientapplications")
async def list_clients(request: AnyRequest) -> Reply:
    async def find(tx: Tx, guest: Guest) -> list[wire.ClientApplication]:
        found = await oauth_clients.every(tx, guest.actor)
        return [wire.client_application(client) for client in found if client.face == FACE]

    return await answer_models(request, wire.ClientApplication, find)


@get("/clientapplications/{client_id:str}")
async def one_client(request: AnyRequest, client_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    return answer(wire.client_application(await call.read(lambda tx: _client(tx, call, client_id))))


@post("/clientapplications", status_code=200)
async def add_client(request: AnyRequest) -> Reply:
    call = await admitted(request)
    form = await form_of(request, wire.ClientForm)
    new = NewClient(
        face=FACE,
        name=form.display_name or form.client_id or UNNAMED,
        redirect_uris=form.redirect_uris or [],
        scopes=list(SCOPES),
        confidential=form.is_confidential,
        client_id=form.client_id,
    )
    with naming(name="display_name"):
        made = await call.write(lambda tx: oauth_clients.add(tx, call.actor, call.now, new))
    return answer(wire.client_application(made.client, made.secret))


@put("/clientapplications/{client_id:str}")
async def change_client(request: AnyRequest, client_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    form = await form_of(request, wire.ClientChanges)
    given = {"name": form.display_name, "redirect_uris": form.redirect_uris}
    members: dict[str, Any] = {name: value for name, value in given.items() if value is not None}

    async def change(tx: Tx) -> OAuthClient:
        client = await _client(tx, call, client_id)
        return await oauth_clients.change(tx, call.actor, call.now, client.id, members)

    with naming(name="display_name"):
        return answer(wire.client_application(await call.write(change)))


@delete("/clientapplications/{client_id:str}", status_code=200)
async def remove_client(request: AnyRequest, client_id: FromPath[str]) -> Reply:
    call = await admitted(request)

    async def remove(tx: Tx) -> None:
        client = await _client(tx, call, client_id)
        await oauth_clients.remove(tx, call.actor, call.now, client.id)

    await call.write(remove)
    return nothing()


@post("/clientapplications/{client_id:str}/generatesecret", status_code=200)
async def generate_secret(request: AnyRequest, client_id: FromPath[str]) -> Reply:
    call = await admitted(request)

    async def rotate(tx: Tx) -> WithSecret:
        client = await _client(tx, call, client_id)
        return await oauth_clients.rotate_secret(tx, call.actor, call.now, client.id)

    made = await call.write(rotate)
    assert made.secret is not None
    return answer(wire.Secret(made.secret))


@post("/clientapplications/{client_id:str}/generateapikey", status_code=200)
async def generate_api_key(request: AnyRequest, client_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    form = await form_of(request, wire.ApiKeyForm)
    token = new_token()

    async def make(tx: Tx) -> None:
        client = await _client(tx, call, client_id)
        await service_accounts.make_key(tx, call.actor, call.now, client, str(form.api_user_id), token)

    with naming(account_id="api_user_id"):
        await call.write(make)
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
    call = await admitted(request)
    id = path_id(api_user_id, "service account")

    async def read(tx: Tx) -> wire.ApiUser:
        return await _shown(tx, call, await service_accounts.get(tx, call.actor, id))

    return answer(await call.read(read))


@post("/apiusers", status_code=200)
async def add_api_user(request: AnyRequest) -> Reply:
    call = await admitted(request)
    form = await form_of(request, wire.ApiUserForm)
    role = wire.role_of(form.role_id) or Role.MEMBER

    async def add(tx: Tx) -> wire.ApiUser:
        client = None if form.client_id is None else await _client(tx, call, form.client_id, "client_id")
        account = await service_accounts.add(tx, call.actor, call.now, form.name, role, client)
        return await _shown(tx, call, account)

    with naming(first_name="name"):
        return answer(await call.write(add))


@put("/apiusers/{api_user_id:str}")
async def change_api_user(request: AnyRequest, api_user_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    id = path_id(api_user_id, "service account")
    form = await form_of(request, wire.ApiUserForm)
    role = wire.role_of(form.role_id)

    async def change(tx: Tx) -> wire.ApiUser:
        return await _shown(tx, call, await service_accounts.change(tx, call.actor, call.now, id, form.name, role))

    with naming(first_name="name"):
        return answer(await call.write(change))


@delete("/apiusers/{api_user_id:str}", status_code=200)
async def remove_api_user(request: AnyRequest, api_user_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    id = path_id(api_user_id, "service account")
    await call.write(lambda tx: service_accounts.remove(tx, call.actor, call.now, id))
    return nothing()


async def _client(tx: Tx, call: Call, client_id: str, field: str | None = None) -> OAuthClient:
    """By awork's id of it, which is a text; `field` is the form's that names it. Raises NotAllowed, NotFound."""
    try:
        return await oauth_clients.by_client_id(tx, call.actor, FACE, client_id)
    except NotFound as refusal:
        raise NotFound(refusal.kind, field) from None


async def _shown(tx: Tx, call: Call, account: Person) -> wire.ApiUser:
    return wire.api_user(account, await oauth_clients.every(tx, call.actor))


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
