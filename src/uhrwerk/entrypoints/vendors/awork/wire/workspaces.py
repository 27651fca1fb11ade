"""The workspace, what one may do in it, its rules on time, its saved reports."""

from datetime import date
from typing import Any, Final

import msgspec

from uhrwerk.entrypoints.vendors.awork.wire.clients import ROLE_IDS
from uhrwerk.entrypoints.vendors.awork.wire.simplified import SimplifiedUser, simplified_user
from uhrwerk.entrypoints.vendors.awork.wire.values import Answer, midnight, ticks, timestamp
from uhrwerk.rules.access import Actor, Role
from uhrwerk.storage.people import Person
from uhrwerk.storage.saved_reports import SavedReport
from uhrwerk.storage.workspaces import Workspace

WORKSPACE_TYPES: Final = ("agency", "consultancy", "software", "other")

READ: Final = "read"
WRITE: Final = "write"

PERMISSIONS: Final[dict[str, dict[Role, tuple[str, ...]]]] = {
    "project-timetracking": {Role.ADMIN: (READ, WRITE), Role.LEAD: (READ, WRITE), Role.AUDITOR: (READ,)},
    "project-master-data": {
        Role.ADMIN: (READ, WRITE),
        Role.LEAD: (READ, WRITE),
        Role.MEMBER: (READ,),
        Role.AUDITOR: (READ,),
    },
    "user-master-data": {
        Role.ADMIN: (READ, WRITE),
        Role.LEAD: (READ,),
        Role.MEMBER: (READ,),
        Role.AUDITOR: (READ,),
    },
    "workspace-configuration": {Role.ADMIN: (READ, WRITE)},
}
"""What each role may do to what is not its own, by feature."""

TIME_TRACKING_RULES: Final = ("prevent-on-done-projects", "allow-on-past-days")
"""The vendor's rules on time. None of them is in force here."""


class WorkspaceModel(Answer, kw_only=True, omit_defaults=False):
    """Flags that we keep nothing for are told as they are: off."""

    id: str
    name: str
    member_count: int
    subdomains: tuple[Any, ...] = ()
    created_on: str
    updated_on: str
    allow_social_login: bool = False
    allow_credentials_login: bool = True
    require_mfa: bool = False
    last_used: bool = True
    has_image: bool = False
    is_test_workspace: bool = False
    is_approved: bool = True
    allow_sso_login: bool = msgspec.field(name="allowSSOLogin", default=False)
    is_scim_activated: bool = False
    is_joinable: bool = False


class Permission(Answer):
    feature: str
    access_levels: tuple[str, ...]


class UserPermission(Answer, kw_only=True):
    user_id: str
    is_admin: bool
    is_guest: bool
    role_id: str
    is_blocked: bool
    permissions: list[Permission]
    project_roles_permissions: list[Any]


class Permissions(Answer):
    user_permission: UserPermission


class TimeTrackingSetting(Answer):
    type: str
    enabled: bool


class TimeReport(Answer, kw_only=True):
    id: str
    name: str
    shared: bool
    user: SimplifiedUser | None = None
    date_mode: str | None = None
    start_on: str | None = None
    end_on: str | None = None
    group_by: str | None = None
    users_filter: list[str] | None = None
    projects_filter: list[str] | None = None
    project_companies_filter: list[str] | None = None
    types_of_work_filter: list[str] | None = None
    updated_on: str
    resource_version: int


def workspace(record: Workspace, people: int) -> WorkspaceModel:
    made = timestamp(record.created_at)
    return WorkspaceModel(id=record.id, name=record.name, member_count=people, created_on=made, updated_on=made)


def permissions(actor: Actor) -> Permissions:
    return Permissions(
        UserPermission(
            user_id=actor.id,
            is_admin=actor.role is Role.ADMIN,
            is_guest=False,
            role_id=ROLE_IDS[actor.role],
            is_blocked=False,
            permissions=[
                Permission(feature, levels[actor.role])
                for feature, levels in PERMISSIONS.items()
                if actor.role in levels
            ],
            project_roles_permissions=[],
        )
    )


def time_tracking_settings() -> list[TimeTrackingSetting]:
    return [TimeTrackingSetting(rule, enabled=False) for rule in TIME_TRACKING_RULES]


def time_report(record: SavedReport, person: Person | None) -> TimeReport:
    """What the report asks for, as far as the vendor has words for it."""
    asked = record.definition
    groups = asked.get("group_by") or []
    return TimeReport(
        id=record.id,
        name=record.name,
        shared=record.shared,
        user=simplified_user(person) if person else None,
        date_mode=asked.get("period"),
        start_on=_day(asked.get("starts_on")),
        end_on=_day(asked.get("ends_on")),
        group_by=groups[0] if groups else None,
        users_filter=asked.get("people") or None,
        projects_filter=asked.get("projects") or None,
        project_companies_filter=asked.get("clients") or None,
        types_of_work_filter=asked.get("types_of_work") or None,
        updated_on=timestamp(record.updated_at),
        resource_version=ticks(record.updated_at),
    )


def _day(text: str | None) -> str | None:
    return None if text is None else midnight(date.fromisoformat(text)) + "Z"
