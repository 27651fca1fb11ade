"""Teams."""

from typing import Final

from msgspec import UNSET

from uhrwerk.entrypoints.vendors.awork.wire.contacts import Text
from uhrwerk.entrypoints.vendors.awork.wire.forms import Form
from uhrwerk.entrypoints.vendors.awork.wire.values import Answer, timestamp
from uhrwerk.operations.directory import TeamDetails

NAMES: Final = {"name": "name", "icon": "icon", "color": "color"}
"""The form's members by the core's names."""


class TeamForm(Form):
    name: str
    icon: Text = UNSET
    color: Text = UNSET


class Team(Answer, kw_only=True):
    id: str
    name: str
    icon: str | None = None
    color: str | None = None
    created_on: str
    created_by: str
    updated_on: str
    updated_by: str
    user_ids: list[str] | None = None
    project_ids: list[str] | None = None


class UserInTeam(Answer):
    user_id: str
    team_id: str


class ProjectInTeam(Answer):
    project_id: str
    team_id: str


def team(details: TeamDetails, *, users: bool, projects: bool) -> Team:
    """With the ids of its people and of its projects where they are asked for."""
    record = details.team
    return Team(
        id=record.id,
        name=record.name,
        icon=record.icon,
        color=record.color,
        created_on=timestamp(record.created_at),
        created_by=record.created_by,
        updated_on=timestamp(record.updated_at),
        updated_by=record.updated_by,
        user_ids=details.people if users else None,
        project_ids=record.projects if projects else None,
    )
