"""Clients. How to reach them are our contact details; the contact person and the free fields are custom fields."""

from typing import Any, Final

import msgspec
from msgspec import UNSET

from uhrwerk.entrypoints.vendors.timetrack.wire.values import Given, given
from uhrwerk.operations.contacts import first
from uhrwerk.storage import clients

ADDRESS: Final = ("street", "street2", "zip_code", "city", "country")
"""The lines of an address."""

CUSTOM: Final = {
    "contact_person": "contactPerson",
    "field1": "field1",
    "field2": "field2",
    "field3": "field3",
}
"""The custom fields that TimeTrack's own members are kept in."""


class ClientForm(msgspec.Struct, kw_only=True):
    name: str | None = None
    enabled: Given[bool] = UNSET
    color: Given[str] = UNSET
    note: Given[str] = msgspec.field(name="notes", default=UNSET)
    email: Given[str] = UNSET
    phone: Given[str] = UNSET
    street: Given[str] = msgspec.field(name="address", default=UNSET)
    street2: Given[str] = msgspec.field(name="address2", default=UNSET)
    zip_code: Given[str] = msgspec.field(name="addressZipCode", default=UNSET)
    city: Given[str] = msgspec.field(name="addressCity", default=UNSET)
    country: Given[str] = msgspec.field(name="addressCountry", default=UNSET)
    contact_person: Given[str] = msgspec.field(name="contactPerson", default=UNSET)
    field1: Given[str] = UNSET
    field2: Given[str] = UNSET
    field3: Given[str] = UNSET


class Client(msgspec.Struct, kw_only=True, rename="camel"):
    id: int
    name: str
    enabled: bool
    color: str | None
    notes: str | None
    email: str | None
    phone: str | None
    address: str | None
    address2: str | None
    address_zip_code: str | None
    address_city: str | None
    address_country: str | None
    contact_person: str | None
    field1: str | None
    field2: str | None
    field3: str | None


def client(record: clients.Client) -> Client:
    email, phone = first(record.contacts, "email"), first(record.contacts, "phone")
    address = first(record.contacts, "address")
    street, street2, zip_code, city, country = (getattr(address, line, None) for line in ADDRESS)
    return Client(
        id=record.number,
        name=record.name,
        enabled=not record.archived,
        color=record.color,
        notes=record.note,
        email=email.value if email else None,
        phone=phone.value if phone else None,
        address=street,
        address2=street2,
        address_zip_code=zip_code,
        address_city=city,
        address_country=country,
        **{name: record.custom.get(key) for name, key in CUSTOM.items()},
    )


def custom_of(before: dict[str, str], form: ClientForm) -> dict[str, str]:
    """The custom fields as the form changes them; an empty one is taken out."""
    said = {CUSTOM[name]: value for name, value in given(form, *CUSTOM).items()}
    return {name: value for name, value in (before | said).items() if value}


def address_of(form: ClientForm) -> dict[str, Any]:
    """The lines of the address that the form has."""
    return given(form, *ADDRESS)
