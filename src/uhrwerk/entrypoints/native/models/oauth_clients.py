"""Client applications of OAuth 2, and what people let them do."""

from datetime import datetime
from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from uhrwerk.entrypoints.native.models.values import Name, same
from uhrwerk.operations.oauth_clients import WithSecret
from uhrwerk.storage.oauth import Grant
from uhrwerk.storage.oauth import OAuthClient as OAuthClientRecord


class OAuthClient(msgspec.Struct, frozen=True, kw_only=True):
    """A client application of the workspace. `face` is the one that its tokens open; `client_id` is its name in OAuth.

    `service_person_id` is the account as which it acts with its own credentials alone.
    """

    id: str
    client_id: str
    face: str
    name: str
    confidential: bool
    redirect_uris: list[str]
    scopes: list[str]
    service_person_id: str | None
    created_at: datetime
    updated_at: datetime
    version: int


class OAuthClientWithSecret(OAuthClient, frozen=True, kw_only=True):
    """`client_secret` is shown this once; null for a public client, which has none."""

    client_secret: str | None


class NewOAuthClient(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A native client application. Without `scopes` it may ask for all of them.

    A confidential one can keep a secret (a server); with a `service_role` it gets an account of its own, for the client
    credentials grant.
    """

    name: Name
    redirect_uris: list[str] = []
    scopes: list[str] | None = None
    confidential: bool = False
    service_role: Literal["admin", "lead", "member"] | None = None


class OAuthClientChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name | UnsetType = UNSET
    redirect_uris: list[str] | UnsetType = UNSET
    scopes: list[str] | UnsetType = UNSET


class Authorization(msgspec.Struct, frozen=True, kw_only=True):
    """What you let an application do. `expires_at` is when it ends unless the application comes back before."""

    id: str
    client_id: str
    client_name: str
    face: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None


def oauth_client(record: OAuthClientRecord) -> OAuthClient:
    return OAuthClient(**same(record, OAuthClient, service_person_id=record.person_id))


def oauth_client_with_secret(made: WithSecret) -> OAuthClientWithSecret:
    own = {"service_person_id": made.client.person_id, "client_secret": made.secret}
    return OAuthClientWithSecret(**same(made.client, OAuthClientWithSecret, **own))


def authorization(grant: Grant, client: OAuthClientRecord) -> Authorization:
    return Authorization(**same(grant, Authorization, client_id=client.client_id, client_name=client.name))
