"""Signing in by the word of an identity provider: who is meant, and whether they are let in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from uhrwerk.operations import people, second_factors, sessions
from uhrwerk.operations.people import NewPerson
from uhrwerk.operations.records import new_id, write_down
from uhrwerk.rules.access import Actor, Role
from uhrwerk.rules.refusals import AlreadyTaken, Conflict, NotFound, NotSignedIn
from uhrwerk.storage import identities, workspaces
from uhrwerk.storage import people as kept
from uhrwerk.storage.identities import Identity, IdentityProvider
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

FACE: Final = "sso"
LANGUAGES: Final = ("de", "en")


@dataclass(frozen=True, slots=True)
class Claims:
    """What the issuer says of somebody (OpenID Connect Core §5.1). An address counts as verified only if it says so."""

    subject: str
    email: str | None
    email_verified: bool
    first_name: str
    last_name: str
    username: str | None
    language: str | None


async def offered(tx: Tx) -> list[IdentityProvider]:
    """Those that the sign-in page offers to everybody: none where it would tell one workspace's people of another's."""
    found = await identities.every_provider(tx)
    return found if len({each.workspace_id for each in found}) == 1 else []


async def provider_of(tx: Tx, id: str) -> IdentityProvider:
    """By its own id, or the first of the workspace of that id. Raises NotFound."""
    try:
        id = str(UUID(id))
    except ValueError:
        raise NotFound("identity provider") from None
    found = await identities.provider(tx, id)
    if found is None:
        of_workspace = await identities.providers_of(tx, id)
        found = of_workspace[0] if of_workspace else None
    if found is None:
        raise NotFound("identity provider")
    return found


async def sign_in(tx: Tx, now: datetime, provider_id: str, claims: Claims) -> Person:
    """Who it is; made now, where the workspace wants that. Raises NotFound, NotSignedIn with what to do."""
    provider = await provider_of(tx, provider_id)
    await tx.lock(provider.workspace_id, provider.workspace_id)
    _check_domain(provider, claims)
    known = await identities.by_subject(tx, provider.id, claims.subject)
    if known is not None:
        person = await kept.shelf.get(tx, known.workspace_id, known.person_id)
        if person is None or not person.active:
            raise NotSignedIn("This account is not active.")
        await identities.use(tx, known.id, now)
        return person
    person = await _first_time(tx, now, provider, claims)
    await tx.lock(person.workspace_id, person.id)
    await _keep(tx, _speaking(person), now, provider, person, claims.subject)
    return person


async def connect(tx: Tx, actor: Actor, now: datetime, provider_id: str, claims: Claims) -> None:
    """Somebody signed in is this one at the provider from now on.

    Raises NotFound, ProofRequired, NotSignedIn, AlreadyTaken where somebody else is.
    """
    provider = await provider_of(tx, provider_id)
    if provider.workspace_id != actor.workspace_id:
        raise NotFound("identity provider")
    person = await _self(tx, actor, now)
    _check_domain(provider, claims)
    known = await identities.by_subject(tx, provider.id, claims.subject)
    if known is None:
        await _keep(tx, actor, now, provider, person, claims.subject)
    elif known.person_id != person.id:
        raise AlreadyTaken("Somebody else is connected with this sign-in.")


async def disconnect(tx: Tx, actor: Actor, now: datetime, id: str) -> None:
    """Raises NotFound, ProofRequired, Conflict where there would be no way left to sign in."""
    person = await _self(tx, actor, now)
    own = await identities.of_person(tx, person.workspace_id, person.id)
    found = next((each for each in own if each.id == id), None)
    if found is None:
        raise NotFound("identity")
    means = await second_factors.means_of(tx, person)
    if len(own) == 1 and not means.password and not means.passkeys:
        raise Conflict("You could not sign in any more: choose a password or add a passkey first.")
    await identities.remove(tx, id)
    await write_down(tx, actor, now, "identity.deleted", found, None, subject_id=person.id)


async def of_actor(tx: Tx, actor: Actor) -> list[tuple[Identity, IdentityProvider]]:
    """Where one is known, with whom."""
    assert actor.person_id is not None
    providers = {each.id: each for each in await identities.providers_of(tx, actor.workspace_id)}
    own = await identities.of_person(tx, actor.workspace_id, actor.person_id)
    return [(each, providers[each.provider_id]) for each in own if each.provider_id in providers]


async def to_connect(tx: Tx, actor: Actor) -> list[IdentityProvider]:
    """The workspace's providers at which the actor is not known yet."""
    known = {provider.id for _, provider in await of_actor(tx, actor)}
    return [each for each in await identities.providers_of(tx, actor.workspace_id) if each.id not in known]


async def _self(tx: Tx, actor: Actor, now: datetime) -> Person:
    assert actor.person_id is not None
    await tx.lock(actor.workspace_id, actor.workspace_id, actor.person_id)
    await sessions.check_proven(tx, actor, now)
    return await people.get(tx, actor, actor.person_id)


def _check_domain(provider: IdentityProvider, claims: Claims) -> None:
    if not provider.domains:
        return
    domain = (claims.email or "").rpartition("@")[2].lower()
    if not claims.email_verified or domain not in provider.domains:
        raise NotSignedIn("Your address is not one of those that may sign in here.")


async def _first_time(tx: Tx, now: datetime, provider: IdentityProvider, claims: Claims) -> Person:
    """Somebody whom the provider names for the first time: known by their address, or new."""
    same = await kept.with_email(tx, provider.workspace_id, claims.email) if claims.email else []
    if len(same) == 1 and provider.links_by_email and claims.email_verified:
        return same[0]
    if not provider.makes_people or claims.email is None:
        raise NotSignedIn("Nobody here is known by this sign-in. Ask an admin to invite you.")
    if same:
        raise NotSignedIn("There is an account with your address already. Sign in to it and connect it there.")
    return await _made(tx, now, provider, claims, claims.email)


async def _made(tx: Tx, now: datetime, provider: IdentityProvider, claims: Claims, email: str) -> Person:
    """A new member."""
    workspace = await workspaces.get(tx, provider.workspace_id)
    assert workspace is not None
    actor = Actor(workspace.id, None, Role.ADMIN, FACE, provider.id, standing_reason="single sign-on")
    language = (claims.language or "").partition("-")[0].lower()
    new = NewPerson(
        username=await _free_username(tx, workspace.id, claims.username or email),
        email=email,
        first_name=claims.first_name or email.partition("@")[0],
        last_name=claims.last_name,
        zone=workspace.zone,
        language=language if language in LANGUAGES else "en",
    )
    return await people.add(tx, actor, now, new)


async def _free_username(tx: Tx, workspace_id: str, wanted: str) -> str:
    """The name, or with the first number behind it that nobody has."""
    base = wanted.strip().lower()[:90]
    name, number = base, 2
    while await kept.by_username(tx, workspace_id, name) is not None:
        name, number = f"{base}-{number}", number + 1
    return name


async def _keep(tx: Tx, actor: Actor, now: datetime, provider: IdentityProvider, person: Person, subject: str) -> None:
    identity = Identity(new_id(), provider.id, subject, person.workspace_id, person.id, now, now)
    await identities.add(tx, identity)
    await write_down(tx, actor, now, "identity.added", None, identity, subject_id=person.id)


def _speaking(person: Person) -> Actor:
    return Actor(person.workspace_id, person.id, Role(person.role), FACE, person.id)
