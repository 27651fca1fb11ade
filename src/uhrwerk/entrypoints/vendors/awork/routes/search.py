"""Search over all that one may read."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from litestar import get

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.vendors.awork.routes.calls import admitted
from uhrwerk.entrypoints.vendors.awork.routes.requests import Reply, answer, query_of, whole_number
from uhrwerk.entrypoints.vendors.awork.wire import search as wire
from uhrwerk.operations import search
from uhrwerk.operations.details import Neighbours
from uhrwerk.rules.access import Actor
from uhrwerk.rules.text import NAME_LENGTH, clean
from uhrwerk.storage import clients, people, projects, saved_reports, tasks, time_entries
from uhrwerk.storage.search.tree import ALWAYS, And, Condition, Field, Matches, Not, Or, Order, equal, one_of
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.store import Tx

TOP: Final = 10
MOST: Final = 1000
"""Hits of each kind."""

Show = Callable[[Neighbours, list[Any]], Awaitable[list[Any]]]


@dataclass(frozen=True)
class Searched:
    """A kind of thing, by the answer's member for its hits: where its words are, which are left out, how it is shown.

    `at_rest` are those that are found only when closed and stuck ones are asked for.
    """

    kind: str
    shelf: Shelf[Any]
    words: tuple[str, ...]
    show: Show
    where: Condition = ALWAYS
    at_rest: Condition | None = None

    def condition(self, term: str, *, all_stages: bool) -> Condition:
        """Every word of the term somewhere, whatever its case."""
        found = And(tuple(self._has(word) for word in term.split()))
        return And(
            (found, self.where) if all_stages or self.at_rest is None else (found, self.where, Not(self.at_rest))
        )

    def _has(self, word: str) -> Condition:
        return Or(tuple(Matches(Field(path), "anywhere", word) for path in self.words))


def one_by_one(model: Callable[[Any], msgspec.Struct]) -> Show:
    async def show(neighbours: Neighbours, records: list[Any]) -> list[Any]:
        return [model(record) for record in records]

    return show


async def _projects(neighbours: Neighbours, records: list[Any]) -> list[Any]:
    return [wire.project(each) for each in await neighbours.of_whole_projects(records)]


async def _tasks(neighbours: Neighbours, records: list[Any]) -> list[Any]:
    return [wire.task(each) for each in await neighbours.of_tasks(records)]


async def _task_lists(neighbours: Neighbours, records: list[Any]) -> list[Any]:
    await neighbours.ahead_of_projects(record.project_id for record in records)
    return [wire.task_list(record, await neighbours.project(record.project_id)) for record in records]


async def _time_entries(neighbours: Neighbours, records: list[Any]) -> list[Any]:
    return [wire.time_entry(each) for each in await neighbours.of_entries(records)]


_NOT_ARCHIVED: Final = equal("archived", False)

SEARCHED: Final[dict[str, Searched]] = {
    "user_hits": Searched(
        "user",
        people.shelf,
        ("first_name", "last_name", "email", "position"),
        one_by_one(wire.user),
        _NOT_ARCHIVED,
    ),
    "project_hits": Searched(
        "project",
        projects.shelf,
        ("name", "key", "client.name"),
        _projects,
        _NOT_ARCHIVED,
        one_of("project_status.stage", ("closed", "stuck")),
    ),
    "task_hits": Searched(
        "task",
        tasks.shelf,
        ("name", "note"),
        _tasks,
        _NOT_ARCHIVED,
        one_of("task_status.stage", ("done", "stuck")),
    ),
    "task_list_hits": Searched("taskList", tasks.lists, ("name",), _task_lists, _NOT_ARCHIVED),
    "company_hits": Searched("company", clients.shelf, ("name",), one_by_one(wire.company), _NOT_ARCHIVED),
    "time_entries_hits": Searched("timeEntry", time_entries.shelf, ("note",), _time_entries),
    "time_reports_hits": Searched("timeReport", saved_reports.shelf, ("name",), one_by_one(wire.time_report)),
}


@get("/search")
async def find(request: AnyRequest) -> Reply:
    call = await admitted(request)
    query = query_of(request)
    term = clean(query.get("searchterm", ""), "searchTerm", NAME_LENGTH).strip()
    top = whole_number(query, "top", TOP, 1, MOST)
    all_stages = query.get("includeclosedandstuck", "").lower() == "true"
    wanted = _kinds(query.get("searchtypes", "")) if term else {}

    async def read(tx: Tx) -> wire.SearchResults:
        found = {}
        for member, kind in wanted.items():
            condition = kind.condition(term, all_stages=all_stages)
            found[member] = await _hits(tx, call.actor, kind, condition, top)
        return wire.results(found, top)

    return answer(await call.read(read, long=True))


async def _hits(tx: Tx, actor: Actor, kind: Searched, condition: Condition, top: int) -> wire.Hits:
    order = [Order(Field(path)) for path in kind.words[:1]]
    records, total = await search.find_and_count(tx, actor, kind.shelf, condition, order, limit=top)
    entities = await kind.show(Neighbours(tx, actor.workspace_id), records)
    return wire.hits(kind.kind, entities, total)


def _kinds(names: str) -> dict[str, Searched]:
    """The kinds that are named, in one or many, whatever the case (`tasks,Project`); all of them where none is.

    Kinds that are nothing here (comments, files) find nothing.
    """
    wanted = {_plain(name) for name in names.split(",") if name.strip()}
    return {member: kind for member, kind in SEARCHED.items() if not wanted or _plain(kind.kind) in wanted}


def _plain(name: str) -> str:
    """`timeEntry` of `TimeEntries` and `time-entry`."""
    name = name.strip().lower().replace("-", "")
    return name.removesuffix("ies") + "y" if name.endswith("ies") else name.removesuffix("s")


HANDLERS = [find]
