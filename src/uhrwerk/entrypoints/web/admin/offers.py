"""What the forms offer to choose from, and how the records that a list names are called."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from uhrwerk.entrypoints.web.addresses import is_id
from uhrwerk.entrypoints.web.admin.fields import MOST_OFFERED, Field
from uhrwerk.operations import search
from uhrwerk.rules.access import Actor
from uhrwerk.storage import absences, clients, people, projects, tags, tasks, teams, types_of_work
from uhrwerk.storage.search.tree import ALWAYS, And, Condition, equal
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.store import Tx

Offers = Mapping[str, list[tuple[str, str]]]
"""Ids and names, by the key of SOURCES."""

SOURCES: Final[dict[str, Shelf[Any]]] = {
    "people": people.shelf,
    "teams": teams.shelf,
    "clients": clients.shelf,
    "projects": projects.shelf,
    "project_types": projects.types,
    "project_statuses": projects.statuses,
    "tasks": tasks.shelf,
    "task_statuses": tasks.statuses,
    "types_of_work": types_of_work.shelf,
    "tags": tags.shelf,
    "absence_types": absences.types,
}


async def offers_for(tx: Tx, actor: Actor, fields: Sequence[Field], chosen: Iterable[str] = ()) -> Offers:
    """What the fields' records are, by name: those in use, and those `chosen` already; what is no id names nothing."""
    ids = list(dict.fromkeys(filter(is_id, chosen)))
    found = {}
    for source in dict.fromkeys(each.of for each in fields if each.of):
        offered = await _in_use(tx, actor, source)
        known = {id for id, _ in offered}
        missing = [id for id in ids if id not in known]
        more = await SOURCES[source].some(tx, actor.workspace_id, missing) if missing else []
        found[source] = offered + [(each.id, each.name) for each in more]
    return found


async def _in_use(tx: Tx, actor: Actor, source: str) -> list[tuple[str, str]]:
    shelf = SOURCES[source]
    conditions: list[Condition] = [ALWAYS]
    if "archived" in shelf.table.c:
        conditions.append(equal("archived", False))
    if source == "people":
        conditions.append(equal("active", True))
    if source.endswith("_statuses"):
        conditions.append(equal("project_id", None))
    names = ("last_name", "first_name") if source == "people" else ("name",)
    records = await search.listed(tx, actor, shelf, And(tuple(conditions)), names, limit=MOST_OFFERED)
    return [(each.id, each.name) for each in records]


async def names_of(tx: Tx, workspace_id: str, ids: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """How records are called, by id: asked for by source, one statement each. Deleted ones keep their names."""
    found: dict[str, str] = {}
    for source, wanted in ids.items():
        unknown = [id for id in dict.fromkeys(wanted) if id not in found]
        if unknown:
            records = await SOURCES[source].some(tx, workspace_id, unknown)
            found |= {each.id: each.name for each in records}
    return found
