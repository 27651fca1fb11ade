"""People, and who a token belongs to."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from uhrwerk.entrypoints.native.models.values import Name, Zone, same
from uhrwerk.storage.people import Person as PersonRecord


class Person(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    number: int
    username: str
    email: str
    first_name: str
    last_name: str
    role: str
    zone: str
    language: str
    active: bool
    created_at: datetime
    updated_at: datetime
    version: int


class Workspace(msgspec.Struct, frozen=True):
    id: str
    name: str
    zone: str
    default_type_of_work_id: str


class Me(msgspec.Struct, frozen=True):
    """Who the token belongs to; `person` is null for a token of the whole workspace."""

    person: Person | None
    workspace: Workspace
    scopes: list[str]


class NewPerson(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    username: Name
    email: Annotated[str, Meta(examples=["carla@example.org"])]
    first_name: Name
    last_name: str = ""
    role: Annotated[str, Meta(description="admin, lead or member", examples=["member"])] = "member"
    zone: Zone | None = None
    language: str = "en"
    password: Annotated[str, Meta(min_length=10, max_length=200)] | None = None


class PersonChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Members left out stay as they are; a new zone holds from now on."""

    username: Name | UnsetType = UNSET
    email: str | UnsetType = UNSET
    first_name: Name | UnsetType = UNSET
    last_name: str | UnsetType = UNSET
    role: str | UnsetType = UNSET
    zone: Zone | UnsetType = UNSET
    language: str | UnsetType = UNSET
    active: bool | UnsetType = UNSET


def person(record: PersonRecord, now: datetime) -> Person:
    return Person(**same(record, Person, zone=record.zones.at(now).key))
