"""Teams: whose time a lead may see."""

import msgspec
from sqlalchemy import bindparam, insert, select

from uhrwerk.storage.records import Kept
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import team, team_member


class Team(Kept, frozen=True):
    name: str


class Membership(msgspec.Struct, frozen=True):
    """Somebody's being in a team, as the journal sees it: `id` is the team's."""

    id: str
    person_id: str


shelf = Shelf(team, Team)

_every = Statement(shelf.select().order_by(team.c.number))
_add_member = Statement(
    insert(team_member).values({name: bindparam(name) for name in ("workspace_id", "team_id", "person_id")})
)
_members = Statement(
    select(team_member.c.person_id).where(
        team_member.c.workspace_id == bindparam("workspace_id"), team_member.c.team_id == bindparam("team_id")
    )
)


async def every(tx: Tx, workspace_id: str) -> list[Team]:
    return await shelf.every(tx, _every, workspace_id=workspace_id)


async def members(tx: Tx, workspace_id: str, team_id: str) -> set[str]:
    return {row[0] for row in await tx.all(_members, workspace_id=workspace_id, team_id=team_id)}


async def add_member(tx: Tx, workspace_id: str, team_id: str, person_id: str) -> None:
    await tx.run(_add_member, workspace_id=workspace_id, team_id=team_id, person_id=person_id)
