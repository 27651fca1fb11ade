"""Teams: whose time a lead may see."""

import msgspec
from sqlalchemy import bindparam, delete, insert, select

from uhrwerk.storage.records import Kept
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import team, team_member


class Team(Kept, frozen=True):
    """`projects` are ids of what the team works on."""

    name: str
    icon: str | None = None
    color: str | None = None
    projects: list[str] = msgspec.field(default_factory=list)


class Membership(msgspec.Struct, frozen=True):
    """Somebody's being in a team, as the journal sees it: `id` is the team's."""

    id: str
    person_id: str


shelf = Shelf(team, Team)

_every = Statement(shelf.select(team.c.deleted_at.is_(None)).order_by(team.c.number))
_add_member = Statement(
    insert(team_member).values({name: bindparam(name) for name in ("workspace_id", "team_id", "person_id")})
)
_remove_member = Statement(
    delete(team_member).where(
        team_member.c.workspace_id == bindparam("workspace_id"),
        team_member.c.team_id == bindparam("team_id"),
        team_member.c.person_id == bindparam("person_id"),
    )
)
_all_members = Statement(
    select(team_member.c.team_id, team_member.c.person_id)
    .where(team_member.c.workspace_id == bindparam("workspace_id"))
    .order_by(team_member.c.team_id, team_member.c.person_id)
)
_members = Statement(
    select(team_member.c.person_id).where(
        team_member.c.workspace_id == bindparam("workspace_id"), team_member.c.team_id == bindparam("team_id")
    )
)

_of_person = Statement(
    select(team_member.c.team_id)
    .where(team_member.c.workspace_id == bindparam("workspace_id"), team_member.c.person_id == bindparam("person_id"))
    .order_by(team_member.c.team_id)
)


async def every(tx: Tx, workspace_id: str) -> list[Team]:
    return await shelf.every(tx, _every, workspace_id=workspace_id)


async def members(tx: Tx, workspace_id: str, team_id: str) -> set[str]:
    return {row[0] for row in await tx.all(_members, workspace_id=workspace_id, team_id=team_id)}


async def of_person(tx: Tx, workspace_id: str, person_id: str) -> list[str]:
    """Ids of the teams that the person is in."""
    return [row[0] for row in await tx.all(_of_person, workspace_id=workspace_id, person_id=person_id)]


async def add_member(tx: Tx, workspace_id: str, team_id: str, person_id: str) -> None:
    await tx.run(_add_member, workspace_id=workspace_id, team_id=team_id, person_id=person_id)


async def remove_member(tx: Tx, workspace_id: str, team_id: str, person_id: str) -> None:
    await tx.run(_remove_member, workspace_id=workspace_id, team_id=team_id, person_id=person_id)


async def memberships(tx: Tx, workspace_id: str) -> list[Membership]:
    """Who is in which team, of the whole workspace."""
    return [Membership(*row) for row in await tx.all(_all_members, workspace_id=workspace_id)]
