"""Whose clock or record a request is about, and why it is changed."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from litestar.params import QueryParameter
from msgspec import UnsetType

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.native.auth import guest_of
from uhrwerk.rules import text
from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import Invalid

PersonId = Annotated[UUID | None, QueryParameter(description="Whose; left out: one's own", required=False)]
Everyone = Annotated[bool, QueryParameter(description="Everybody's (admins and auditors)", required=False)]
TeamsOrEveryone = Annotated[
    bool, QueryParameter(description="Everybody's (admins and auditors), or one's teams' (leads)", required=False)
]
ToConfirm = Annotated[
    bool | None, QueryParameter(description="Only what was stopped by itself and waits to be confirmed", required=False)
]

ReasonGiven = Annotated[
    str | None,
    QueryParameter(
        name="reason", description="Why, at most 1,000 characters; required for somebody else's", required=False
    ),
]


def own_or_all(request: AnyRequest, person_id: UUID | None, everyone: bool) -> tuple[Actor, str | None]:
    """The actor, and whose records a list is to show: None for everybody's. Raises as `own_or` does."""
    return (guest_of(request).actor, None) if everyone else own_or(request, person_id)


def own_or(request: AnyRequest, person_id: UUID | UnsetType | None) -> tuple[Actor, str]:
    """The actor, and the person named, else the actor. Raises Invalid for a workspace's token that names nobody."""
    actor = guest_of(request).actor
    if isinstance(person_id, UUID):
        return actor, str(person_id)
    if actor.person_id is None:
        raise Invalid.field("person_id", "is required with a token of the whole workspace")
    return actor, actor.person_id


def because(actor: Actor, reason: str | None) -> Actor:
    """The actor with the reason that they gave for what they are about to do. Raises Invalid."""
    return actor if reason is None else replace(actor, reason=text.reason(reason))
