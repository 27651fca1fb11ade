"""People, and who a token belongs to."""

from datetime import date, datetime
from typing import Annotated, Any, Final

import msgspec
from msgspec import UNSET, Meta, UnsetType

from uhrwerk.entrypoints.native.models.contacts import ContactDetail, GivenContact, contact_details
from uhrwerk.entrypoints.native.models.values import Name, Reason, Tags, Zone, same
from uhrwerk.operations.disclosure import Disclosure
from uhrwerk.rules.access import Actor, knows_personal_data
from uhrwerk.storage.people import Person as PersonRecord

PERSONAL: Final = ("personnel_number", "birth_date", "contacts")
"""Members that only the person, admins and auditors are shown; to others they are null."""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """`personnel_number`, `birth_date` and `contacts` are personal.

    They are shown to the person, to admins and to auditors alone; to others they are null, as if nothing had been said.
    """

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
    archived: bool
    title: str | None
    position: str | None
    personnel_number: str | None
    birth_date: date | None
    contacts: list[ContactDetail] | None
    tags: list[str]
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
    role: Annotated[str, Meta(description="admin, lead, member or auditor", examples=["member"])] = "member"
    zone: Zone | None = None
    language: str = "en"
    password: Annotated[str, Meta(min_length=10, max_length=200)] | None = None


class PersonChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Members left out stay as they are, lists are replaced as a whole; a new zone holds from now on.

    Somebody archived is out of sight in lists of the vendors' clients; somebody inactive cannot sign in.
    """

    username: Name | UnsetType = UNSET
    email: str | UnsetType = UNSET
    first_name: Name | UnsetType = UNSET
    last_name: str | UnsetType = UNSET
    role: str | UnsetType = UNSET
    zone: Zone | UnsetType = UNSET
    language: str | UnsetType = UNSET
    active: bool | UnsetType = UNSET
    archived: bool | UnsetType = UNSET
    title: Name | None | UnsetType = UNSET
    position: Name | None | UnsetType = UNSET
    personnel_number: Name | None | UnsetType = UNSET
    birth_date: date | None | UnsetType = UNSET
    contacts: list[GivenContact] | UnsetType = UNSET
    tags: Tags | UnsetType = UNSET


class AboutPerson(msgspec.Struct, frozen=True):
    """All that is kept about a person. `records` has the rows with their id, by kind, deleted ones too; what became of
    them when is in the journal. The password and what opens doors are left out.
    """

    person: dict[str, Any]
    records: dict[str, list[dict[str, Any]]]


def about_person(found: Disclosure) -> AboutPerson:
    shown = msgspec.to_builtins(found)
    del shown["person"]["password_hash"]
    return AboutPerson(shown["person"], shown["records"])


class Erasure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`reason` stays in the journal and must name nobody. `keep_records`: attendances stay under a pseudonym for as
    long as the law asks.
    """

    reason: Reason
    keep_records: bool = False


def person(record: PersonRecord, now: datetime, reader: Actor | None = None) -> Person:
    """As `reader` may see them; without one, as everybody may."""
    own: dict[str, Any] = {"zone": record.zones.at(now).key}
    if reader is not None and knows_personal_data(reader, record.id):
        own["contacts"] = contact_details(record.contacts)
    else:
        own |= dict.fromkeys(PERSONAL)
    return Person(**same(record, Person, **own))
