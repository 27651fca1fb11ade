"""What a report is about, and the same as a condition: on the daily roll-up, or on the entries.

What an actor may not know of narrows a report to nothing, as an id does that never was.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from uhrwerk.operations.catalog import sees
from uhrwerk.rules.access import Actor, Role, may_read_task
from uhrwerk.rules.day import Zones, day_bounds
from uhrwerk.rules.reporting import Days
from uhrwerk.storage import people, projects, report_sums, tasks
from uhrwerk.storage.projects import Project
from uhrwerk.storage.search.tree import (
    ALWAYS,
    And,
    Comparison,
    Condition,
    Exists,
    Field,
    Matches,
    Not,
    Or,
    equal,
    holds,
    one_of,
)
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tasks import Task

NONE: Final = "none"
"""In place of an id: without any."""

HIDDEN: Final = "hidden"
"""In place of an id: whatever the actor may not know by name."""

Ids = frozenset[str]
EMPTY: Final[Ids] = frozenset()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a report is about: time of these local days, of these alone where any are named.

    Of projects, clients, tasks and tags NONE and HIDDEN can be named as well. `text` stands somewhere in the note.
    """

    days: Days
    people: Ids = EMPTY
    clients: Ids = EMPTY
    projects: Ids = EMPTY
    tasks: Ids = EMPTY
    types_of_work: Ids = EMPTY
    tags: Ids = EMPTY
    billable: bool | None = None
    text: str = ""

    @property
    def asks_entries(self) -> bool:
        """Whether it asks for what the roll-up does not know."""
        return bool(self.tasks or self.tags or self.text)


class Sight:
    """What the actor may read and know, looked up once."""

    def __init__(self, tx: Tx, actor: Actor) -> None:
        self._tx = tx
        self._actor = actor
        self._projects: dict[str, Project] | None = None
        self._people: Ids | None = None
        self._zones: Mapping[str, Zones] | None = None

    async def projects(self) -> dict[str, Project]:
        """All of the workspace's by id, deleted and hidden ones too."""
        if self._projects is None:
            found = await projects.everything(self._tx, self._actor.workspace_id)
            self._projects = {each.id: each for each in found}
        return self._projects

    async def hidden(self) -> set[str]:
        """The ids of projects that the actor may not know of."""
        return {id for id, each in (await self.projects()).items() if not sees(self._actor, each)}

    async def hides(self, task: Task) -> bool:
        """Whether the actor may not know of the task: of a hidden project, or somebody else's own."""
        return task.project_id in await self.hidden() or not may_read_task(self._actor, task.person_id)

    async def people(self) -> Ids | None:
        """Whose time the actor may read; None is everybody's."""
        if self._actor.reads_all:
            return None
        if self._people is None:
            assert self._actor.person_id is not None
            mine = {self._actor.person_id}
            if self._actor.role is Role.LEAD:
                mine |= await people.team_mates(self._tx, self._actor.workspace_id, self._actor.person_id)
            self._people = frozenset(mine)
        return self._people

    async def zones(self) -> Mapping[str, Zones]:
        """Everybody's zones by id."""
        if self._zones is None:
            self._zones = await report_sums.zones(self._tx, self._actor.workspace_id)
        return self._zones

    async def on_rollup(self, wanted: Wanted) -> Condition:
        """The roll-up's rows that are asked for: `wanted` asks for nothing else."""
        days = (
            Comparison(Field("day"), ">=", wanted.days.first),
            Comparison(Field("day"), "<=", wanted.days.last),
        )
        whose = await self._whose(wanted)
        parts: list[Condition] = [*days, *await self._what_for(wanted)]
        if whose is not None:
            parts.append(one_of("person_id", whose))
        return And(tuple(parts))

    async def on_totals(self, wanted: Wanted, span: str, days: Days) -> Condition:
        """Those of the totals of a span that begin on these days: `wanted` asks for everybody's time."""
        parts = (
            equal("span", span),
            Comparison(Field("starts_on"), ">=", days.first),
            Comparison(Field("starts_on"), "<=", days.last),
        )
        return And((*parts, *await self._what_for(wanted)))

    async def asks_everybody(self, wanted: Wanted) -> bool:
        """Whether it is about the time of all the workspace's people."""
        return await self._whose(wanted) is None

    async def _what_for(self, wanted: Wanted) -> list[Condition]:
        if wanted.projects or wanted.clients:
            return [*_plain(wanted), one_of("project_id", await self._project_ids(wanted))]
        return _plain(wanted)

    async def on_entries(self, wanted: Wanted) -> Condition:
        """The entries of which any part may lie on those days; whether it does is for the reader to see."""
        parts = [await self._in_days(wanted), *_plain(wanted)]
        if wanted.projects or wanted.clients:
            ids = await self._project_ids(wanted)
            without = (equal("project_id", None),) if "" in ids else ()
            parts.append(Or((*without, one_of("project_id", ids - {""}))))
        if wanted.tasks:
            parts.append(await self._of_tasks(wanted.tasks))
        if wanted.tags:
            parts.append(_tagged(wanted.tags))
        if wanted.text:
            parts.append(Matches(Field("note"), "anywhere", wanted.text))
        return And(tuple(parts))

    async def _whose(self, wanted: Wanted) -> Ids | None:
        readable = await self.people()
        if not wanted.people:
            return readable
        asked = real_ids(wanted.people)
        return asked if readable is None else asked & readable

    async def _in_days(self, wanted: Wanted) -> Condition:
        """People who share their zones share the instants at which the days begin and end."""
        whose = await self._whose(wanted)
        sharing: dict[Zones, list[str]] = {}
        for id, zones in (await self.zones()).items():
            if whose is None or id in whose:
                sharing.setdefault(zones, []).append(id)
        return Or(tuple(_touching(wanted.days, zones, ids) for zones, ids in sharing.items()))

    async def _project_ids(self, wanted: Wanted) -> Ids:
        """Those of the projects and clients that are asked for; the empty id stands for none."""
        every, hidden = await self.projects(), await self.hidden()
        known = [each for id, each in every.items() if id not in hidden]
        own = {"": NONE} | {each.id: each.id for each in known}
        clients = {"": NONE} | {each.id: each.client_id or NONE for each in known}
        found = set(own) | hidden
        for asked, named in ((wanted.projects, own), (wanted.clients, clients)):
            if asked:
                found &= {id for id, name in named.items() if name in asked} | (hidden if HIDDEN in asked else EMPTY)
        return frozenset(found)

    async def _of_tasks(self, asked: Ids) -> Condition:
        found = await tasks.shelf.some(self._tx, self._actor.workspace_id, sorted(real_ids(asked)))
        parts: list[Condition] = [one_of("task_id", [task.id for task in found if not await self.hides(task)])]
        if NONE in asked:
            parts.append(equal("task_id", None))
        if HIDDEN in asked and not self._actor.reads_all:
            somebodys = Comparison(Field("task.person_id"), "!=", None)
            others = And((somebodys, Comparison(Field("task.person_id"), "!=", self._actor.person_id)))
            parts.append(Or((one_of("task.project_id", await self.hidden()), others)))
        return Or(tuple(parts))


def _plain(wanted: Wanted) -> list[Condition]:
    """What the roll-up and the entries have under the same names."""
    parts: list[Condition] = []
    if wanted.types_of_work:
        parts.append(one_of("type_of_work_id", real_ids(wanted.types_of_work)))
    if wanted.billable is not None:
        parts.append(equal("billable", wanted.billable))
    return parts


def _touching(days: Days, zones: Zones, people_ids: Sequence[str]) -> Condition:
    begin, end = day_bounds(days.first, zones)[0], day_bounds(days.last, zones)[1]
    started = Comparison(Field("started_at"), ">=", begin)
    # One of no length lies where it starts.
    lasting = Or((started, Comparison(Field("ended_at"), ">", begin)))
    return And((one_of("person_id", people_ids), Comparison(Field("started_at"), "<", end), lasting))


def _tagged(asked: Ids) -> Condition:
    parts: list[Condition] = [holds("tags", id) for id in sorted(real_ids(asked))]
    if NONE in asked:
        parts.append(Not(Exists(Field("tags"), "tag", ALWAYS)))
    return Or(tuple(parts))


def real_ids(ids: Iterable[str]) -> Ids:
    """Those that are ids at all: the database refuses to look for any other."""
    return frozenset(id for id in ids if _is_id(id))


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
