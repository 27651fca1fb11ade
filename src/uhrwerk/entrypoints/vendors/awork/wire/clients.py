"""Client applications, their own users, and what people allowed them."""

import msgspec

from uhrwerk.entrypoints.vendors.awork.wire.values import Answer, timestamp
from uhrwerk.storage.oauth import Grant, OAuthClient


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
    """A grant has one refresh token that can still be exchanged."""
    return Revocation(len({grant.client_id for grant in ended}), len(ended))
