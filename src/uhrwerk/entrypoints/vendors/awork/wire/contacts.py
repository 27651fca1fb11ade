"""How to reach users and companies."""

from typing import Any, Final

from msgspec import UNSET, UnsetType

from uhrwerk.entrypoints.vendors.awork.wire.forms import Form, given
from uhrwerk.entrypoints.vendors.awork.wire.values import Answer, timestamp
from uhrwerk.storage.parts import ContactDetail
from uhrwerk.storage.people import Person

ADDRESS: Final = "address"
OTHER: Final = "other"

NAMES: Final = {
    "kind": "type",
    "label": "label",
    "usage": "sub_type",
    "value": "value",
    "street": "address_line1",
    "street2": "address_line2",
    "zip_code": "zip_code",
    "city": "city",
    "state": "state",
    "country": "country",
}
"""The form's members by the core's names."""

Text = str | None | UnsetType


class ContactInfoForm(Form):
    label: Text = UNSET
    value: Text = UNSET
    type: Text = UNSET
    sub_type: Text = UNSET
    address_line1: Text = UNSET
    address_line2: Text = UNSET
    zip_code: Text = UNSET
    city: Text = UNSET
    state: Text = UNSET
    country: Text = UNSET
    is_address: bool = False


class CompanyContactInfoForm(ContactInfoForm, kw_only=True):
    type: str


class ContactInfo(Answer, kw_only=True):
    id: str
    label: str | None = None
    value: str | None = None
    type: str
    sub_type: str | None = None
    address_line1: str | None = None
    address_line2: str | None = None
    zip_code: str | None = None
    city: str | None = None
    state: str | None = None
    country: str | None = None
    is_address: bool
    created_on: str
    created_by: str
    updated_on: str
    updated_by: str


def members_of(form: ContactInfoForm) -> dict[str, Any]:
    """What the form says, by the core's names. What is called an address is one, whatever its type."""
    members = given(form, NAMES)
    if form.is_address:
        return members | {"kind": ADDRESS}
    if members.get("kind") is None:
        members.pop("kind", None)
    return members


def contact_info(detail: ContactDetail) -> ContactInfo:
    return ContactInfo(
        id=detail.id,
        label=detail.label,
        value=detail.value,
        type=detail.kind,
        sub_type=detail.usage,
        address_line1=detail.street,
        address_line2=detail.street2,
        zip_code=detail.zip_code,
        city=detail.city,
        state=detail.state,
        country=detail.country,
        is_address=detail.kind == ADDRESS,
        created_on=timestamp(detail.created_at),
        created_by=detail.created_by,
        updated_on=timestamp(detail.updated_at),
        updated_by=detail.updated_by,
    )


def email_address(person: Person) -> ContactInfo:
    """The address that a person signs in with; it is no record of its own here: the person's id stands for it."""
    return ContactInfo(
        id=person.id,
        label="E-Mail",
        value=person.email,
        type="email",
        is_address=False,
        created_on=timestamp(person.created_at),
        created_by=person.created_by,
        updated_on=timestamp(person.updated_at),
        updated_by=person.updated_by,
    )


def of_user(person: Person) -> list[ContactInfo]:
    return [email_address(person), *map(contact_info, person.contacts)]
