"""What reports can be narrowed to: the names that a reader may choose from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from uhrwerk.operations.report_filters import Sight, Wanted, real_ids
from uhrwerk.operations.search import find
from uhrwerk.rules.access import Actor
from uhrwerk.storage import clients, people, projects, tags, tasks, types_of_work
from uhrwerk.storage.search.tree import ALWAYS, Field, Order, one_of
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.store import Tx

MOST_NAMES: Final = 500
"""Of a kind; what is beyond is found by grouping and going on from there."""

Named = list[tuple[str, str]]
"""Ids and names, by name."""


@dataclass(frozen=True, slots=True)
class Choices:
    """`people` is empty where there is nobody but oneself; `tasks` has those alone that were chosen already."""

    people: Named = field(default_factory=list)
    clients: Named = field(default_factory=list)
    projects: Named = field(default_factory=list)
    types_of_work: Named = field(default_factory=list)
    tags: Named = field(default_factory=list)
    tasks: Named = field(default_factory=list)


async def choices(tx: Tx, actor: Actor, wanted: Wanted) -> Choices:
    """All that the actor may know, archived ones too: time was spent on them."""
    readable = await Sight(tx, actor).people()
    alone = readable is not None and len(readable) == 1
    found = [] if alone else await _named(tx, actor, people.shelf, "first_name", readable)
    return Choices(
        people=found,
        clients=await _named(tx, actor, clients.shelf),
        projects=await _named(tx, actor, projects.shelf),
        types_of_work=await _named(tx, actor, types_of_work.shelf),
        tags=await _named(tx, actor, tags.shelf),
        tasks=await _named(tx, actor, tasks.shelf, ids=real_ids(wanted.tasks)),
    )


async def _named(
    tx: Tx, actor: Actor, shelf: Shelf[Any], by: str = "name", ids: Collection[str] | None = None
) -> Named:
    where = ALWAYS if ids is None else one_of("id", ids)
    records: Sequence[Any] = await find(tx, actor, shelf, where, [Order(Field(by))], limit=MOST_NAMES)
    return [(record.id, record.name) for record in records]
