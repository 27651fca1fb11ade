"""Users: our people."""

from typing import Any, Final

from msgspec import UNSET

from uhrwerk.entrypoints.vendors.awork.wire.contacts import ContactInfo, Text, of_user
from uhrwerk.entrypoints.vendors.awork.wire.forms import Form, day, given
from uhrwerk.entrypoints.vendors.awork.wire.values import Answer, midnight, ticks, timestamp
from uhrwerk.operations.directory import PersonDetails
from uhrwerk.storage.people import Person
from uhrwerk.storage.tags import Tag as KeptTag
from uhrwerk.storage.teams import Team
from uhrwerk.storage.workspaces import Workspace

NAMES: Final = {name: name for name in ("first_name", "last_name", "birth_date", "title", "position", "language")}
"""The form's members by the core's names."""

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKING_DAYS: Final = 5


class UserForm(Form):
    """The vendor's `gender` is nothing that is kept here."""

    first_name: Text = UNSET
    last_name: Text = UNSET
    birth_date: Text = UNSET
    title: Text = UNSET
    position: Text = UNSET
    language: Text = UNSET


class CapacityForm(Form):
    capacity_per_week: int | None = None
    mon: int | None = None
    tue: int | None = None
    wed: int | None = None
    thu: int | None = None
    fri: int | None = None
    sat: int | None = None
    sun: int | None = None


class NestedUser(Answer, kw_only=True):
    id: str
    first_name: str
    last_name: str
    has_image: bool | None = None
    is_external: bool | None = None


class UserStatus(Answer, kw_only=True):
    invitation_accepted: bool | None = None
    is_deactivated: bool | None = None


class Tag(Answer, kw_only=True):
    id: str
    name: str
    color: str | None = None


class TeamOfUser(Answer, kw_only=True):
    id: str
    name: str
    icon: str | None = None
    color: str | None = None


class WorkspaceOfUser(Answer, kw_only=True):
    id: str
    name: str
    url: str | None = None


class User(Answer, kw_only=True):
    id: str
    first_name: str
    last_name: str
    birth_date: str | None = None
    title: str | None = None
    position: str | None = None
    language: str
    status: UserStatus
    is_archived: bool
    is_deactivated: bool
    is_agent: bool
    has_image: bool
    is_external: bool
    user_contact_infos: list[ContactInfo]
    tags: list[Tag]
    teams: list[TeamOfUser]
    resource_version: int
    created_on: str
    created_by: str
    updated_on: str
    updated_by: str


class ExtendedUser(User, kw_only=True):
    account_id: str


class UserAndWorkspace(ExtendedUser, kw_only=True):
    workspace: WorkspaceOfUser


class Capacity(Answer, kw_only=True):
    """Seconds of work; `weekly_capacity` by day."""

    user_id: str
    weekly_capacity: dict[str, int]
    capacity_per_week: int
    created_on: str
    created_by: str
    updated_on: str
    updated_by: str


class DeactivationSummary(Answer, kw_only=True):
    private_project_managers_reassigned_count: int
    private_projects_deleted_count: int


class AutofillUser(Answer, kw_only=True):
    first_name: str
    last_name: str


def nested_user(person: Person) -> NestedUser:
    return NestedUser(
        id=person.id, first_name=person.first_name, last_name=person.last_name, has_image=False, is_external=False
    )


def user(details: PersonDetails) -> User:
    return User(**_members(details))


def extended_user(details: PersonDetails) -> ExtendedUser:
    return ExtendedUser(**_members(details), account_id=details.person.id)


def user_and_workspace(details: PersonDetails, workspace: Workspace) -> UserAndWorkspace:
    home = WorkspaceOfUser(id=workspace.id, name=workspace.name)
    return UserAndWorkspace(**_members(details), account_id=details.person.id, workspace=home)


def tag(record: KeptTag) -> Tag:
    return Tag(id=record.id, name=record.name, color=record.color)


def team_of_user(team: Team) -> TeamOfUser:
    return TeamOfUser(id=team.id, name=team.name, icon=team.icon, color=team.color)


def capacity(person: Person, week: list[int]) -> Capacity:
    """`week`: seconds from Monday to Sunday. Nobody's is known unless it has been agreed: it is zero then."""
    return Capacity(
        user_id=person.id,
        weekly_capacity=dict(zip(DAYS, week, strict=True)),
        capacity_per_week=sum(week),
        created_on=timestamp(person.created_at),
        created_by=person.created_by,
        updated_on=timestamp(person.updated_at),
        updated_by=person.updated_by,
    )


def week_of(form: CapacityForm, before: list[int]) -> list[int]:
    """The seconds from Monday to Sunday: days that are named, else the week's spread evenly from Monday to Friday."""
    days = [getattr(form, day) for day in DAYS]
    if any(day is not None for day in days):
        return [old if new is None else new for new, old in zip(days, before, strict=True)]
    if form.capacity_per_week is None:
        return before
    each, rest = divmod(form.capacity_per_week, WORKING_DAYS)
    return [each + (day < rest) if day < WORKING_DAYS else 0 for day in range(len(DAYS))]


def profile(form: UserForm) -> dict[str, Any]:
    """What the form says, by the core's names; a name and a language cannot be taken away."""
    members = given(form, NAMES)
    for name in ("first_name", "last_name", "language"):
        if members.get(name, "") is None:
            del members[name]
    if members.get("birth_date") is not None:
        members["birth_date"] = day(members["birth_date"], "birth_date")
    return members


def _members(details: PersonDetails) -> dict[str, Any]:
    person = details.person
    return {
        "id": person.id,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "birth_date": midnight(person.birth_date) + "Z" if person.birth_date else None,
        "title": person.title,
        "position": person.position,
        "language": person.language,
        "status": UserStatus(invitation_accepted=True, is_deactivated=not person.active),
        "is_archived": person.archived,
        "is_deactivated": not person.active,
        "is_agent": False,
        "has_image": False,
        "is_external": False,
        "user_contact_infos": of_user(person),
        "tags": [tag(each) for each in details.tags],
        "teams": [team_of_user(each) for each in details.teams],
        "resource_version": ticks(person.updated_at),
        "created_on": timestamp(person.created_at),
        "created_by": person.created_by,
        "updated_on": timestamp(person.updated_at),
        "updated_by": person.updated_by,
    }
