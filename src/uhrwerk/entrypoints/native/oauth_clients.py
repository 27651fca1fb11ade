"""Client applications and what one has let them do: /v1/oauth-clients, /v1/me/authorizations.

Answers with a secret are not kept for idempotency keys: nothing keeps a secret as it is.
"""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.native.auth import ALL_SCOPES, FACE, Scope, guest_of
from uhrwerk.entrypoints.native.models import oauth_clients as models
from uhrwerk.entrypoints.native.models.oauth_clients import Authorization, OAuthClient, OAuthClientWithSecret
from uhrwerk.entrypoints.native.models.values import Page, given
from uhrwerk.entrypoints.native.paging import Cursor, Limit, after_key, page
from uhrwerk.entrypoints.native.writing import IfMatch, expected_version, with_etag
from uhrwerk.operations import grants, oauth_clients, service_accounts
from uhrwerk.operations.oauth_clients import NewClient, WithSecret
from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import Invalid
from uhrwerk.storage.oauth import OAuthClient as OAuthClientRecord
from uhrwerk.storage.store import Tx

READ = Scope.DIRECTORY_READ
WRITE = Scope.DIRECTORY_WRITE


class OAuthClientRoutes(Controller):
    path = "/oauth-clients"
    tags = ("OAuth 2",)

    @get(scope=READ, operation_id="listOAuthClients")
    async def every(self, request: AnyRequest, limit: Limit = 50, cursor: Cursor = None) -> Page[OAuthClient]:
        """The workspace's client applications, newest first (admins only)."""
        actor, after = guest_of(request).actor, after_key(cursor)
        records = await house_of(request).store.read(
            lambda tx: oauth_clients.page(tx, actor, limit=limit + 1, after=after)
        )
        return page(records, limit, "created_at", models.oauth_client)

    @get("/{id:uuid}", scope=READ, operation_id="getOAuthClient")
    async def one(self, request: AnyRequest, id: FromPath[UUID]) -> Response[OAuthClient]:
        """One client application (admins only)."""
        actor = guest_of(request).actor
        record = await house_of(request).store.read(lambda tx: oauth_clients.get(tx, actor, str(id)))
        return with_etag(models.oauth_client(record))

    @post(scope=WRITE, operation_id="addOAuthClient")
    async def add(self, request: AnyRequest, data: JSONBody[models.NewOAuthClient]) -> Response[OAuthClientWithSecret]:
        """Add a client application (admins only). Its secret, if it has one, is shown this once."""
        house = house_of(request)
        actor, now = guest_of(request).actor, house.now()
        scopes = _checked_scopes(data.scopes if data.scopes is not None else list(ALL_SCOPES))
        if data.service_role is not None and not data.confidential:
            raise Invalid.field("service_role", "needs a confidential client application")
        new = NewClient(FACE, data.name, data.redirect_uris, scopes, data.confidential)

        async def act(tx: Tx) -> WithSecret:
            made = await oauth_clients.add(tx, actor, now, new)
            if data.service_role is None:
                return made
            await service_accounts.add(tx, actor, now, data.name, data.service_role, made.client)
            return WithSecret(await oauth_clients.get(tx, actor, made.client.id), made.secret)

        return with_etag(models.oauth_client_with_secret(await house.store.write(act)), 201)

    @patch("/{id:uuid}", scope=WRITE, operation_id="changeOAuthClient")
    async def change(
        self,
        request: AnyRequest,
        id: FromPath[UUID],
        data: JSONBody[models.OAuthClientChanges],
        if_match: IfMatch = None,
    ) -> Response[OAuthClient]:
        """Change a client application (admins only). What it was granted stays as it was granted."""
        house = house_of(request)
        actor, now, version = guest_of(request).actor, house.now(), expected_version(if_match)
        members = given(data)

        async def act(tx: Tx) -> OAuthClientRecord:
            if "scopes" in members:
                await _check_own(tx, actor, str(id))
                _checked_scopes(members["scopes"])
            return await oauth_clients.change(tx, actor, now, str(id), members, version)

        return with_etag(models.oauth_client(await house.store.write(act)))

    @delete("/{id:uuid}", scope=WRITE, operation_id="deleteOAuthClient")
    async def remove(self, request: AnyRequest, id: FromPath[UUID], if_match: IfMatch = None) -> None:
        """Delete a client application (admins only): everything that it was granted ends."""
        house = house_of(request)
        actor, now, version = guest_of(request).actor, house.now(), expected_version(if_match)
        await house.store.write(lambda tx: oauth_clients.remove(tx, actor, now, str(id), version))

    @post("/{id:uuid}/rotate-secret", status_code=200, scope=WRITE, operation_id="rotateOAuthClientSecret")
    async def rotate_secret(
        self, request: AnyRequest, id: FromPath[UUID], if_match: IfMatch = None
    ) -> Response[OAuthClientWithSecret]:
        """A new secret in the old one's place, shown this once (admins only). Tokens that were issued stay good."""
        house = house_of(request)
        actor, now, version = guest_of(request).actor, house.now(), expected_version(if_match)
        made = await house.store.write(lambda tx: oauth_clients.rotate_secret(tx, actor, now, str(id), version))
        return with_etag(models.oauth_client_with_secret(made))


class AuthorizationRoutes(Controller):
    path = "/me/authorizations"
    tags = ("OAuth 2",)

    @get(scope=READ, operation_id="listAuthorizations")
    async def every(self, request: AnyRequest) -> Page[Authorization]:
        """What you let which application do, through every face, oldest first."""
        house = house_of(request)
        now, actor = house.now(), guest_of(request).actor
        found = await house.store.read(lambda tx: grants.of_person(tx, actor, now))
        return Page([models.authorization(grant, client) for grant, client in found], None)

    @delete("/{id:uuid}", scope=WRITE, operation_id="revokeAuthorization")
    async def revoke(self, request: AnyRequest, id: FromPath[UUID]) -> None:
        """End what you let an application do, and all its tokens."""
        house = house_of(request)
        now, actor = house.now(), guest_of(request).actor
        await house.store.write(lambda tx: grants.revoke(tx, actor, now, str(id)))


def _checked_scopes(scopes: list[str]) -> list[str]:
    unknown = [scope for scope in scopes if scope not in ALL_SCOPES]
    if unknown or not scopes:
        raise Invalid.field("scopes", f"must be some of {', '.join(ALL_SCOPES)}")
    return list(dict.fromkeys(scopes))


async def _check_own(tx: Tx, actor: Actor, id: str) -> None:
    """Another face's scopes are not known here. Raises NotAllowed, NotFound, Invalid."""
    if (await oauth_clients.get(tx, actor, id)).face != FACE:
        raise Invalid.field("scopes", "are those of its face, and cannot be changed here")


HANDLERS: list[Any] = [OAuthClientRoutes, AuthorizationRoutes]
