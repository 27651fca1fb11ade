"""Search: pages of the records that somebody may read, by any condition and in any order."""

from collections.abc import Sequence
from typing import Final, TypeVar

from uhrwerk.rules.access import Actor, Role
from uhrwerk.storage import people, tables
from uhrwerk.storage.records import Kept
from uhrwerk.storage.search import listing
from uhrwerk.storage.search.pages import OLDEST_FIRST, page, page_and_count
from uhrwerk.storage.search.tree import (
    ALWAYS,
    And,
    Comparison,
    Condition,
    Exists,
    Field,
    Or,
    Order,
    equal,
    one_of,
)
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.store import Tx

R = TypeVar("R", bound=Kept)

OF_PROJECTS: Final = (tables.task, tables.task_list, tables.task_status, tables.project_status)
"""What belongs to a project, and is known with it."""


async def find(
    tx: Tx,
    actor: Actor,
    shelf: Shelf[R],
    where: Condition = ALWAYS,
    order: Sequence[Order] = OLDEST_FIRST,
    *,
    offset: int = 0,
    limit: int,
) -> list[R]:
    """Up to `limit` records that meet the condition and that the actor may read.

    Records of a person are read by themself, by the leads of their teams and by admins, shared ones by everybody;
    tasks of a person by themself and by admins; private projects and what belongs to them by their members and by
    admins; all else by the whole workspace. Programs' own accounts are no people.
    """
    readable = await _readable(tx, actor, shelf)
    return await page(tx, shelf, actor.workspace_id, And((readable, where)), order, offset=offset, limit=limit)


async def find_and_count(
    tx: Tx,
    actor: Actor,
    shelf: Shelf[R],
    where: Condition = ALWAYS,
    order: Sequence[Order] = OLDEST_FIRST,
    *,
    offset: int = 0,
    limit: int,
) -> tuple[list[R], int]:
    """As `find`, and how many there are that meet the condition and that the actor may read."""
    readable = And((await _readable(tx, actor, shelf), where))
    return await page_and_count(tx, shelf, actor.workspace_id, readable, order, offset=offset, limit=limit)


async def listed(
    tx: Tx,
    actor: Actor,
    shelf: Shelf[R],
    where: Condition = ALWAYS,
    names: Sequence[str] = ("name",),
    *,
    after: Sequence[str] | None = None,
    limit: int,
) -> list[R]:
    """As `find`, by the texts in `names`; `after` has those texts, and the id, of the last record of the page before.

    Unlike pages by number these neither repeat nor skip what others add or take away meanwhile.
    """
    readable = And((await _readable(tx, actor, shelf), where))
    return await listing.page(tx, shelf, actor.workspace_id, readable, names, after, limit=limit)


async def _readable(tx: Tx, actor: Actor, shelf: Shelf[R]) -> Condition:
    columns = shelf.table.c
    if "service" in columns:
        return equal("service", False)
    if actor.reads_all:
        return ALWAYS
    return And((_of_known_projects(actor, shelf), await _of_known_people(tx, actor, shelf)))


def _of_known_projects(actor: Actor, shelf: Shelf[R]) -> Condition:
    """As `catalog.sees` has it."""
    if shelf.table is tables.project:
        return _known_project(actor, "")
    if shelf.table in OF_PROJECTS:
        return Or((equal("project_id", None), _known_project(actor, "project.")))
    return ALWAYS


def _known_project(actor: Actor, path: str) -> Condition:
    myself = Comparison(Field("person_id", "member"), "=", actor.person_id)
    return Or((equal(f"{path}private", False), Exists(Field(f"{path}members"), "member", myself)))


async def _of_known_people(tx: Tx, actor: Actor, shelf: Shelf[R]) -> Condition:
    columns = shelf.table.c
    if "person_id" not in columns:
        return ALWAYS
    if columns.person_id.nullable:
        return Or((equal("person_id", None), one_of("person_id", _oneself(actor))))
    people_read = _oneself(actor)
    if actor.role is Role.LEAD and actor.person_id is not None:
        people_read |= await people.team_mates(tx, actor.workspace_id, actor.person_id)
    theirs = one_of("person_id", people_read)
    return Or((theirs, equal("shared", True))) if "shared" in columns else theirs


def _oneself(actor: Actor) -> set[str]:
    return set() if actor.person_id is None else {actor.person_id}
