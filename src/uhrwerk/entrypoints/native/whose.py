"""Whose clock or record a request is about."""

from uuid import UUID

from msgspec import UnsetType

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.native.auth import guest_of
from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import Invalid


def own_or(request: AnyRequest, person_id: UUID | UnsetType | None) -> tuple[Actor, str]:
    """The actor, and the person named, else the actor. Raises Invalid for a workspace's token that names nobody."""
    actor = guest_of(request).actor
    if isinstance(person_id, UUID):
        return actor, str(person_id)
    if actor.person_id is None:
        raise Invalid.field("person_id", "is required with a token of the whole workspace")
    return actor, actor.person_id
