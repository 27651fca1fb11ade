"""Calendar feeds: secret addresses under which a calendar program reads who is away, without signing in.

The secret is a credential of a face of its own, kept as its hash like every token: it opens the calendar, nothing else.
"""

from datetime import datetime
from typing import Final

from uhrwerk.operations.credentials import Issued, bearer_token, revoke_found, token_hash
from uhrwerk.operations.records import new_id, write_down
from uhrwerk.rules import text
from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import Invalid, NotFound, TooMany
from uhrwerk.storage import credentials
from uhrwerk.storage.credentials import Credential
from uhrwerk.storage.store import Tx

FACE: Final = "calendar"
MOST_FEEDS: Final = 20
"""A person's; more is a mistake."""


async def add(tx: Tx, actor: Actor, now: datetime, name: str) -> Issued:
    """A further address of one's own; its secret is shown this once. Raises Invalid, TooMany."""
    person_id = _oneself(actor)
    await tx.lock(actor.workspace_id, person_id)
    if len(await every(tx, actor)) >= MOST_FEEDS:
        raise TooMany(f"These are {MOST_FEEDS} calendar feeds already; revoke one that is not used.")
    token = bearer_token("cal")
    credential = Credential(
        id=new_id(),
        token_hash=token_hash(FACE, token),
        workspace_id=actor.workspace_id,
        person_id=person_id,
        face=FACE,
        name=text.name(name),
        secret=None,
        scopes=(),
        created_at=now,
        expires_at=None,
        revoked_at=None,
    )
    await credentials.add(tx, credential)
    await write_down(tx, actor, now, "credential.issued", None, credential, subject_id=person_id)
    return Issued(credential, token)


async def every(tx: Tx, actor: Actor) -> list[Credential]:
    """One's own that are in force, the oldest first. Raises Invalid."""
    found = await credentials.valid_of_person(tx, actor.workspace_id, _oneself(actor))
    return [each for each in found if each.face == FACE]


async def revoke(tx: Tx, actor: Actor, now: datetime, id: str) -> None:
    """The address leads nowhere from now on. Raises NotFound for one that is not one's own."""
    await tx.lock(actor.workspace_id, _oneself(actor))
    found = next((each for each in await every(tx, actor) if each.id == id), None)
    if found is None:
        raise NotFound("calendar feed")
    await revoke_found(tx, actor, now, found)


def _oneself(actor: Actor) -> str:
    if actor.person_id is None:
        raise Invalid.field("person_id", "a token of the whole workspace has no calendar of its own")
    return actor.person_id
