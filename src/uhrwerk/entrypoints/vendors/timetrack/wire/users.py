"""Users."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta

from uhrwerk.entrypoints.vendors.timetrack.wire.values import Given
from uhrwerk.rules.access import Role
from uhrwerk.storage.people import Person

Password = Annotated[str, Meta(min_length=1, max_length=1000)]


class UserForm(msgspec.Struct, kw_only=True, rename="camel"):
    username: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    password: Password | None = None
    language: str | None = None
    personnel_number: Given[str | int] = msgspec.field(name="personalNumber", default=UNSET)
    team_lead: Given[bool] = UNSET
    admin: Given[bool] = UNSET
    enabled: Given[bool] = UNSET


class User(msgspec.Struct, kw_only=True, rename="camel"):
    id: int
    username: str
    first_name: str
    last_name: str
    email: str
    language: str
    personal_number: str | None
    team_lead: bool
    admin: bool
    enabled: bool


def user(record: Person) -> User:
    return User(
        id=record.number,
        username=record.username,
        first_name=record.first_name,
        last_name=record.last_name,
        email=record.email,
        language=record.language,
        personal_number=record.personnel_number,
        team_lead=record.role == Role.LEAD,
        admin=record.role == Role.ADMIN,
        enabled=record.active,
    )


def role(form: UserForm, before: str = Role.MEMBER) -> Role:
    """The role that the two flags make of the one there is; who is both is an admin, an auditor who is neither stays
    one.
    """
    admin = form.admin if isinstance(form.admin, bool) else before == Role.ADMIN
    lead = form.team_lead if isinstance(form.team_lead, bool) else before == Role.LEAD
    if admin or lead:
        return Role.ADMIN if admin else Role.LEAD
    return Role.AUDITOR if before == Role.AUDITOR else Role.MEMBER
