"""People, clients, projects and teams with all that stands beside them, for faces that answer with the whole of it."""

import msgspec

from uhrwerk.operations.details import Neighbours, ProjectDetails
from uhrwerk.operations.people import seen_by
from uhrwerk.operations.teams import known_parts, memberships
from uhrwerk.rules.access import Actor
from uhrwerk.storage import people, projects, tags, teams
from uhrwerk.storage.clients import Client
from uhrwerk.storage.people import Person
from uhrwerk.storage.projects import Project
from uhrwerk.storage.tags import Tag
from uhrwerk.storage.teams import Team


class PersonDetails(msgspec.Struct, frozen=True):
    person: Person
    teams: list[Team]
    tags: list[Tag]


class ClientDetails(msgspec.Struct, frozen=True):
    """`projects` counts all of the client's, `in_progress` those of them at work."""

    client: Client
    tags: list[Tag]
    projects: int
    in_progress: int


class Member(msgspec.Struct, frozen=True):
    person: Person
    responsible: bool


class ProjectSheet(msgspec.Struct, frozen=True):
    """`teams` are those that work on it."""

    details: ProjectDetails
    members: list[Member]
    teams: list[Team]
    tags: list[Tag]
    client_tags: list[Tag]


class TeamDetails(msgspec.Struct, frozen=True):
    """`people` are ids; the team has those projects alone that the actor knows."""

    team: Team
    people: list[str]


class Directory(Neighbours):
    """Neighbours, with those of whole lists from the directory."""

    async def of_people(self, actor: Actor, records: list[Person]) -> list[PersonDetails]:
        """Each as the actor may see them."""
        team_ids: dict[str, list[str]] = {}
        for each in await teams.memberships(self._tx, self._workspace_id):
            team_ids.setdefault(each.person_id, []).append(each.id)
        await self.ahead(teams.shelf, (id for person in records for id in team_ids.get(person.id, ())))
        await self.ahead(tags.shelf, (id for person in records for id in person.tags))
        return [
            PersonDetails(
                seen_by(actor, person),
                await self.some(teams.shelf, team_ids.get(person.id, ())),
                await self.some(tags.shelf, person.tags),
            )
            for person in records
        ]

    async def of_clients(self, records: list[Client]) -> list[ClientDetails]:
        counts = await projects.counts(self._tx, self._workspace_id)
        await self.ahead(tags.shelf, (id for client in records for id in client.tags))
        return [
            ClientDetails(client, await self.some(tags.shelf, client.tags), *counts.get(client.id, (0, 0)))
            for client in records
        ]

    async def of_projects(self, records: list[Project]) -> list[ProjectSheet]:
        every_team = await teams.every(self._tx, self._workspace_id)
        every_project = await self.of_whole_projects(records)
        their_tags = [each.client.tags for each in every_project if each.client is not None]
        await self.ahead(people.shelf, (member.person_id for project in records for member in project.members))
        await self.ahead(tags.shelf, (id for each in [project.tags for project in records] + their_tags for id in each))
        return [
            await self._of_project(each, [team for team in every_team if each.project.id in team.projects])
            for each in every_project
        ]

    async def _of_project(self, details: ProjectDetails, its_teams: list[Team]) -> ProjectSheet:
        project = details.project
        return ProjectSheet(
            details,
            await self.members_of(project),
            its_teams,
            await self.some(tags.shelf, project.tags),
            await self.some(tags.shelf, details.client.tags if details.client else ()),
        )

    async def members_of(self, project: Project) -> list[Member]:
        responsible = {each.person_id: each.responsible for each in project.members}
        found = await self.some(people.shelf, responsible)
        return [Member(person, responsible[person.id]) for person in found]

    async def of_teams(self, actor: Actor, records: list[Team]) -> list[TeamDetails]:
        """Each as the actor may see it."""
        people_ids = await memberships(self._tx, actor)
        return [TeamDetails(team, people_ids.get(team.id, [])) for team in await known_parts(self._tx, actor, records)]
