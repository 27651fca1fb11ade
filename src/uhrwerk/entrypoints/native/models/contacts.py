"""Contact details, of people and of clients."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec

from uhrwerk.entrypoints.native.models.values import same
from uhrwerk.storage.parts import ContactDetail as ContactDetailOfRecord


class ContactDetail(msgspec.Struct, frozen=True, kw_only=True):
    """How to reach somebody. `kind` is email, phone, url, address or another word.

    An address has its lines, the others a `value`; `label` and `usage` say what for.
    """

    id: str
    kind: str
    label: str | None
    usage: str | None
    value: str | None
    street: str | None
    street2: str | None
    zip_code: str | None
    city: str | None
    state: str | None
    country: str | None


class GivenContact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A contact detail as a client gives it. With the `id` of one that is there it is that one, changed."""

    kind: str
    id: UUID | None = None
    label: str | None = None
    usage: str | None = None
    value: str | None = None
    street: str | None = None
    street2: str | None = None
    zip_code: str | None = None
    city: str | None = None
    state: str | None = None
    country: str | None = None

    def kept(self, field: str) -> dict[str, Any]:
        """The members; who made the detail and when, the core knows."""
        members: dict[str, Any] = msgspec.to_builtins(self)
        return members


def contact_details(details: Iterable[ContactDetailOfRecord]) -> list[ContactDetail]:
    return [ContactDetail(**same(each, ContactDetail)) for each in details]
