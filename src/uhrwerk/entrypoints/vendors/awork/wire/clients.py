"""Client applications, their own users, and what people allowed them."""

from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec

from uhrwerk.entrypoints.vendors.awork.wire.forms import Form
from uhrwerk.entrypoints.vendors.awork.wire.values import Answer, timestamp
from uhrwerk.rules.access import Role
from uhrwerk.rules.refusals import Invalid
from uhrwerk.storage.oauth import Grant, OAuthClient
from uhrwerk.storage.people import Person


class AuthorizedClientApplication(Answer, kw_only=True):
    client_id: str
    display_name: str
    scopes: list[str]
    authorized_on: str


class Revocation(msgspec.Struct, rename="camel"):
    """Numbers are told even where they are 0."""

    revoked_client_count: int
    revoked_refresh_token_count: int


def authorized_clients(found: list[tuple[Grant, OAuthClient]]) -> list[AuthorizedClientApplication]:
    """An application once, however often it was allowed: since when at first, and all that it may."""
    by_client: dict[str, list[tuple[Grant, OAuthClient]]] = {}
    for grant, client in found:
        by_client.setdefault(client.client_id, []).append((grant, client))
    return [
        AuthorizedClientApplication(
            client_id=client_id,
            display_name=several[0][1].name,
            scopes=sorted({scope for grant, _ in several for scope in grant.scopes}),
            authorized_on=timestamp(several[0][0].created_at),
        )
        for client_id, several in by_client.items()
    ]


def revocation(ended: list[Grant]) -> Revocation:
    """Where one was asked for, a grant has one refresh token that can still be exchanged."""
    refreshed = [grant for grant in ended if "offline_access" in grant.scopes]
    return Revocation(len({grant.client_id for grant in ended}), len(refreshed))


class ClientApplication(Answer, kw_only=True):
    client_id: str
    display_name: str
    redirect_uris: list[str]
    is_confidential: bool | None = None
    client_secret: str | None = None
    created_on: str
    updated_on: str


class Secret(Answer):
    client_secret: str


class ApiKey(msgspec.Struct):
    """It lasts until it is revoked: there is no `expires_in` to tell, and nothing to refresh."""

    access_token: str
    token_type: str = "Bearer"  # noqa: S105 (a kind of token)


class ApiUser(Answer, kw_only=True):
    id: str
    name: str
    role_id: str
    client_id: str | None = None
    created_on: str
    created_by: str
    updated_on: str
    updated_by: str


class ClientForm(Form):
    client_id: str | None = None
    display_name: str | None = None
    redirect_uris: list[str] | None = None
    is_confidential: bool = False


class ClientChanges(Form):
    display_name: str | None = None
    redirect_uris: list[str] | None = None


class ApiKeyForm(Form):
    api_user_id: UUID


class ApiUserForm(Form):
    name: str
    role_id: UUID | None = None
    client_id: str | None = None


ROLE_IDS: Final = {role: str(uuid5(NAMESPACE_URL, f"urn:uhrwerk:role:{role}")) for role in Role}
"""Our roles have names; awork's have ids. The same in every workspace."""


def role_of(role_id: UUID | None) -> Role | None:
    """Raises Invalid for the id of no role."""
    if role_id is None:
        return None
    for role, known in ROLE_IDS.items():
        if known == str(role_id):
            return role
    raise Invalid.field("role_id", "is not the id of a role")


def client_application(client: OAuthClient, secret: str | None = None) -> ClientApplication:
    """`secret` is told once, when it was made."""
    return ClientApplication(
        client_id=client.client_id,
        display_name=client.name,
        redirect_uris=client.redirect_uris,
        is_confidential=client.confidential,
        client_secret=secret,
        created_on=timestamp(client.created_at),
        updated_on=timestamp(client.updated_at),
    )


def api_user(account: Person, clients: list[OAuthClient]) -> ApiUser:
    """`clients` are the workspace's: one of them may act as this user."""
    return ApiUser(
        id=account.id,
        name=account.first_name,
        role_id=ROLE_IDS[Role(account.role)],
        client_id=next((client.client_id for client in clients if client.person_id == account.id), None),
        created_on=timestamp(account.created_at),
        created_by=account.created_by,
        updated_on=timestamp(account.updated_at),
        updated_by=account.updated_by,
    )
