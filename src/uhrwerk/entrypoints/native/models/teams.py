"""Teams: who works together."""

from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from uhrwerk.entrypoints.native.models.values import Color, Icon, Kept, Name, same
from uhrwerk.storage.teams import Team as TeamRecord


class Team(Kept, frozen=True, kw_only=True):
    """A lead reads the time of those who share a team with them. `projects` are ids of what the team works on."""

    name: str
    icon: str | None
    color: str | None
    projects: list[str]


class NewTeam(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name
    icon: Icon | None = None
    color: Color | None = None
    projects: list[UUID] = []


class TeamChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Members left out stay as they are; lists are replaced as a whole."""

    name: Name | UnsetType = UNSET
    icon: Icon | None | UnsetType = UNSET
    color: Color | None | UnsetType = UNSET
    projects: list[UUID] | UnsetType = UNSET


class TeamMembers(msgspec.Struct, frozen=True):
    """The ids of everybody in the team."""

    people: list[str]


def team(record: TeamRecord) -> Team:
    return Team(**same(record, Team))
