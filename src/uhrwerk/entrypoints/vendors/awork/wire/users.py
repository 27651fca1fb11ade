"""Users: our people."""

from typing import Any

from uhrwerk.entrypoints.vendors.awork.wire.values import Answer, ticks, timestamp
from uhrwerk.storage.people import Person
from uhrwerk.storage.workspaces import Workspace


class NestedUser(Answer, kw_only=True):
    id: str
    first_name: str
    last_name: str
    has_image: bool | None = None
    is_external: bool | None = None


class UserStatus(Answer, kw_only=True):
    invitation_accepted: bool | None = None
    is_deactivated: bool | None = None


class ContactInfo(Answer, kw_only=True):
    id: str
    label: str
    value: str
    type: str
    is_address: bool | None = None
    created_on: str
    updated_on: str


class WorkspaceOfUser(Answer, kw_only=True):
    id: str
    name: str
    url: str | None = None


class User(Answer, kw_only=True):
    id: str
    first_name: str
    last_name: str
    language: str
    status: UserStatus
    is_archived: bool | None = None
    is_deactivated: bool | None = None
    has_image: bool | None = None
    is_external: bool | None = None
    user_contact_infos: list[ContactInfo]
    tags: list[Any]
    teams: list[Any]
    resource_version: int
    created_on: str
    created_by: str
    updated_on: str
    updated_by: str
    account_id: str | None = None
    workspace: WorkspaceOfUser | None = None


def nested_user(person: Person) -> NestedUser:
    return NestedUser(
        id=person.id, first_name=person.first_name, last_name=person.last_name, has_image=False, is_external=False
    )


def user(person: Person, workspace: Workspace | None = None) -> User:
    return User(
        id=person.id,
        first_name=person.first_name,
        last_name=person.last_name,
        language=person.language,
        status=UserStatus(invitation_accepted=True, is_deactivated=not person.active),
        is_archived=False,
        is_deactivated=not person.active,
        has_image=False,
        is_external=False,
        user_contact_infos=[
            ContactInfo(
                # The address has no record of its own here: the person's id stands for it.
                id=person.id,
                label="E-Mail",
                value=person.email,
                type="email",
                is_address=False,
                created_on=timestamp(person.created_at),
                updated_on=timestamp(person.updated_at),
            )
        ],
        tags=[],
        teams=[],
        resource_version=ticks(person.updated_at),
        created_on=timestamp(person.created_at),
        created_by=person.created_by,
        updated_on=timestamp(person.updated_at),
        updated_by=person.updated_by,
        account_id=person.id,
        workspace=WorkspaceOfUser(id=workspace.id, name=workspace.name) if workspace else None,
    )
