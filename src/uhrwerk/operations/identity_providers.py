"""Single sign-on, as a workspace's admins set it up: whose word about who somebody is counts here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec

from uhrwerk.operations.records import check_version, new_id, write_down
from uhrwerk.operations.settings import switched_off
from uhrwerk.rules import text
from uhrwerk.rules.access import Actor, check_is_admin
from uhrwerk.rules.refusals import Conflict, Invalid, NotFound
from uhrwerk.storage import identities
from uhrwerk.storage.identities import IdentityProvider
from uhrwerk.storage.store import Tx

PRIVATE_ISSUERS: Final = switched_off(
    "sign-in.private_issuers",
    "Identity providers may lie at private addresses, and speak http.",
)
MOST: Final = 20
MOST_DOMAINS: Final = 50
URL_LENGTH: Final = 2000


@dataclass(frozen=True, slots=True)
class NewProvider:
    """`locked_secret` is encrypted already, None for a public client; see storage/identities.py for the rest."""

    name: str
    issuer: str
    client_id: str
    locked_secret: str | None
    domains: tuple[str, ...] = ()
    makes_people: bool = False
    links_by_email: bool = False


async def every(tx: Tx, actor: Actor) -> list[IdentityProvider]:
    """The workspace's, oldest first. Raises NotAllowed."""
    check_is_admin(actor)
    return await identities.providers_of(tx, actor.workspace_id)


async def get(tx: Tx, actor: Actor, id: str) -> IdentityProvider:
    """Raises NotAllowed, NotFound."""
    check_is_admin(actor)
    found = await identities.provider(tx, id)
    if found is None or found.workspace_id != actor.workspace_id:
        raise NotFound("identity provider")
    return found


async def add(tx: Tx, actor: Actor, now: datetime, new: NewProvider) -> IdentityProvider:
    """Raises NotAllowed, Invalid, Conflict for too many."""
    check_is_admin(actor)
    await tx.lock(actor.workspace_id, actor.workspace_id)
    if len(await identities.providers_of(tx, actor.workspace_id)) >= MOST:
        raise Conflict(f"A workspace has at most {MOST} identity providers.")
    provider = IdentityProvider(
        id=new_id(),
        workspace_id=actor.workspace_id,
        name=text.name(new.name),
        issuer=_issuer(new.issuer),
        client_id=text.name(new.client_id, "client_id", URL_LENGTH),
        secret=new.locked_secret,
        domains=_domains(new.domains),
        makes_people=new.makes_people,
        links_by_email=new.links_by_email,
        created_at=now,
        updated_at=now,
        version=1,
    )
    await identities.add_provider(tx, provider)
    await write_down(tx, actor, now, "identity_provider.added", None, provider)
    return provider


async def change(
    tx: Tx, actor: Actor, now: datetime, id: str, members: dict[str, Any], version: int | None = None
) -> IdentityProvider:
    """Change members; `secret` is encrypted already. With another issuer nobody is known there any more.

    Raises NotAllowed, NotFound, Invalid, VersionMismatch.
    """
    before = await _locked(tx, actor, id, version)
    kept = {name: _checked(name, value) for name, value in members.items()}
    if all(getattr(before, name) == value for name, value in kept.items()):
        return before
    after = msgspec.structs.replace(before, **kept, updated_at=now, version=before.version + 1)
    await identities.change_provider(tx, after)
    if after.issuer != before.issuer:
        # A `sub` means nothing at another issuer, or somebody else.
        await identities.remove_all_of(tx, id)
    await write_down(tx, actor, now, "identity_provider.changed", before, after)
    return after


async def remove(tx: Tx, actor: Actor, now: datetime, id: str) -> None:
    """Delete it: nobody signs in by it any more. Sessions that began by it go on. Raises NotAllowed, NotFound."""
    before = await _locked(tx, actor, id, None)
    after = msgspec.structs.replace(before, deleted_at=now, updated_at=now, version=before.version + 1)
    await identities.remove_all_of(tx, id)
    await identities.change_provider(tx, after)
    await write_down(tx, actor, now, "identity_provider.deleted", before, after)


async def _locked(tx: Tx, actor: Actor, id: str, version: int | None) -> IdentityProvider:
    check_is_admin(actor)
    await tx.lock(actor.workspace_id, actor.workspace_id)
    found = await get(tx, actor, id)
    check_version(found, version)
    return found


def _checked(name: str, value: Any) -> Any:
    match name:
        case "name":
            return text.name(value)
        case "issuer":
            return _issuer(value)
        case "client_id":
            return text.name(value, "client_id", URL_LENGTH)
        case "domains":
            return _domains(value)
        case "secret" | "makes_people" | "links_by_email":
            return value
        case _:
            raise Invalid.field(name, "cannot be changed")


def _issuer(value: str) -> str:
    """An address without a query or a fragment (OpenID Connect Discovery §3); a slash at its end is a part of it."""
    issuer = text.name(value, "issuer", URL_LENGTH)
    if not issuer.startswith(("https://", "http://")) or "?" in issuer or "#" in issuer:
        raise Invalid.field("issuer", "must be an address such as https://id.example.org")
    return issuer


def _domains(values: tuple[str, ...]) -> tuple[str, ...]:
    if len(values) > MOST_DOMAINS:
        raise Invalid.field("domains", f"must not be more than {MOST_DOMAINS}")
    named = [text.name(value, "domains").removeprefix("@").lower() for value in values]
    if any("@" in each or " " in each or "." not in each for each in named):
        raise Invalid.field("domains", "must be names such as example.org")
    return tuple(dict.fromkeys(named))
