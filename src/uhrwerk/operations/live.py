"""Live updates: who is to hear that something changed. They are told kinds of records, never the records."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

import msgspec

from uhrwerk.operations.acts import ACTS
from uhrwerk.operations.catalog import PROJECT_STATUSES, PROJECTS, TASK_LISTS, TASK_STATUSES, TASKS, Keeper
from uhrwerk.operations.changes import readable_subjects
from uhrwerk.rules.access import Actor, Role, may_read_task, sees_project
from uhrwerk.storage import credentials, feed, people
from uhrwerk.storage.order import Order
from uhrwerk.storage.projects import Project
from uhrwerk.storage.store import Tx

ROWS_AT_MOST: Final = 2000
"""Rows of the journal that are looked through at once."""

Kinds = frozenset[str]
NONE: Final[Kinds] = frozenset()

OF_PROJECTS: Final[dict[str, Keeper[Any]]] = {
    keeper.kind: keeper for keeper in (TASKS, TASK_LISTS, TASK_STATUSES, PROJECT_STATUSES)
}

PRIVATE: Final = frozenset((TASKS.kind,))
"""Kinds of which records of a person's are no lead's to read."""


class Narrow(msgspec.Struct, frozen=True):
    """A record of the workspace, and who alone knows of it: a private project's `members`, the person whose task it is,
    an account `itself`. None: nobody alone.
    """

    kind: str
    members: frozenset[str] | None = None
    person_id: str | None = None
    itself: str | None = None


class News(msgspec.Struct, frozen=True):
    """What changed between two places of a workspace's feed.

    `of_people` has kinds by the person whose records they are; `of_all` those of records that everybody knows of,
    `narrow` the others. `more` is to be read after `up_to`; with `held_up` there is some that may not be read yet.
    """

    up_to: Order
    of_people: Mapping[str, Kinds] = msgspec.field(default_factory=dict)
    of_all: Kinds = NONE
    narrow: tuple[Narrow, ...] = ()
    more: bool = False
    held_up: bool = False

    @property
    def is_nothing(self) -> bool:
        return not (self.of_people or self.of_all or self.narrow)


class Heard(msgspec.Struct, frozen=True):
    """Kinds of records that changed: one's own, those of others whose time one may read, and the workspace's."""

    mine: Kinds = NONE
    team: Kinds = NONE
    workspace: Kinds = NONE

    @property
    def is_nothing(self) -> bool:
        return not (self.mine or self.team or self.workspace)

    def and_(self, other: "Heard") -> "Heard":
        return Heard(self.mine | other.mine, self.team | other.team, self.workspace | other.workspace)


class Listening(msgspec.Struct, frozen=True):
    """Somebody who listens, and whose records they may read: ids, None for everybody's."""

    actor: Actor
    subjects: frozenset[str] | None


async def listening(tx: Tx, workspace_id: str, actors: Iterable[Actor]) -> dict[str, Listening]:
    """Those whose sessions stand, in the roles that they have by now, by their sessions' ids."""
    by_session = {actor.credential_id: actor for actor in actors}
    roles = await credentials.standing(tx, workspace_id, sorted(by_session))
    found: dict[str, Listening] = {}
    for id, role in roles.items():
        actor = replace(by_session[id], role=Role(role))
        subjects = await readable_subjects(tx, actor)
        found[id] = Listening(actor, None if subjects is None else frozenset(subjects))
    return found


async def newest(tx: Tx, workspace_id: str) -> Order:
    return await feed.newest(tx, workspace_id)


async def news(tx: Tx, workspace_id: str, after: Order) -> News:
    """What has changed after a place, up to `ROWS_AT_MOST` rows of the journal."""
    rows = await feed.touched(tx, workspace_id, after, ROWS_AT_MOST)
    settled = [row for row in rows if row.settled]
    told = [row for row in settled if row.record_kind in ACTS]
    of_people: dict[str, set[str]] = defaultdict(set)
    of_workspace: dict[str, set[str]] = defaultdict(set)
    for row in told:
        if row.subject_id == workspace_id:
            of_workspace[row.record_kind].add(row.record_id)
        else:
            of_people[row.subject_id].add(row.record_kind)
    known = [each for kind, ids in of_workspace.items() for each in await _known(tx, workspace_id, kind, sorted(ids))]
    return News(
        up_to=settled[-1].order if settled else after,
        of_people={person_id: frozenset(kinds) for person_id, kinds in of_people.items()},
        of_all=frozenset(each.kind for each in known if each == Narrow(each.kind)),
        narrow=tuple(each for each in known if each != Narrow(each.kind)),
        more=len(settled) == ROWS_AT_MOST,
        held_up=len(settled) < len(rows),
    )


async def _known(tx: Tx, workspace_id: str, kind: str, ids: list[str]) -> set[Narrow]:
    """Who knows of these records of the workspace."""
    if kind == people.shelf.table.name:
        found = await people.shelf.some(tx, workspace_id, ids)
        return {Narrow(kind, itself=each.id) if each.service else Narrow(kind) for each in found}
    if kind == PROJECTS.kind:
        return {_of_project(kind, each) for each in await PROJECTS.shelf.some(tx, workspace_id, ids)}
    if kind in OF_PROJECTS:
        records = await OF_PROJECTS[kind].shelf.some(tx, workspace_id, ids)
        owners = sorted({each.project_id for each in records if each.project_id is not None})
        projects = {each.id: each for each in await PROJECTS.shelf.some(tx, workspace_id, owners)}
        return {_of_project(kind, projects.get(each.project_id), getattr(each, "person_id", None)) for each in records}
    return {Narrow(kind)}


def _of_project(kind: str, project: Project | None, person_id: str | None = None) -> Narrow:
    if project is None or not project.private:
        return Narrow(kind, person_id=person_id)
    return Narrow(kind, frozenset(each.person_id for each in project.members), person_id)


def _knows(actor: Actor, record: Narrow) -> bool:
    return (
        (record.members is None or sees_project(actor, private=True, members=record.members))
        and may_read_task(actor, record.person_id)
        and (record.itself is None or record.itself == actor.person_id)
    )


def heard(news: News, by: Listening) -> Heard:
    """What of the news is theirs to hear."""
    return Heard(
        mine=news.of_people.get(by.actor.person_id or "", NONE),
        team=_of_others(news, by),
        workspace=news.of_all | {each.kind for each in news.narrow if _knows(by.actor, each)},
    )


def _of_others(news: News, by: Listening) -> Kinds:
    if by.subjects is None:
        others: Iterable[Kinds] = (kinds for id, kinds in news.of_people.items() if id != by.actor.person_id)
        return NONE.union(*others)
    readable = by.subjects & news.of_people.keys() - {by.actor.person_id}
    return NONE.union(*(news.of_people[id] for id in readable)) - PRIVATE
