"""What clients give for the records of the directory, checked and as it is kept."""

from collections.abc import Awaitable, Callable
from datetime import date
from decimal import Decimal
from typing import Any, Final

from uhrwerk.operations import tags as tag_words
from uhrwerk.rules import text
from uhrwerk.rules.money import amount
from uhrwerk.rules.refusals import AlreadyTaken, Invalid, NotFound, Problem
from uhrwerk.storage import clients, people, projects, tags, tasks, types_of_work
from uhrwerk.storage.records import Kept
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.store import Tx

Check = Callable[[Tx, str, dict[str, Any], Any], Awaitable[dict[str, Any]]]
"""Takes the workspace, the members given and the record as it is (None: a new one); gives the members as kept.

Raises Invalid, NotFound, AlreadyTaken.
"""

PROJECT_STAGES: Final = ("not-started", "progress", "stuck", "closed")
TASK_STAGES: Final = ("todo", "progress", "review", "stuck", "done")
ABSENCE_KINDS: Final = ("vacation", "sick", "special", "unpaid", "training", "other")
LONGEST_ABSENCE: Final = 3 * 366
"""Days; parental leave is the longest there is."""

MOST_SECONDS: Final = 2**31 - 1
MOST_ITEMS: Final = 1000
"""People on a project, tasks' assignees, a client's fields: more is a mistake."""

_LENGTHS: Final = {
    "name": text.NAME_LENGTH,
    "icon": 50,
    "key": 20,
    "color": 20,
    "short_name": 20,
    "industry": text.NAME_LENGTH,
    "region": 50,
}
"""Members of one line, and how many characters they have at most."""


async def simple(tx: Tx, workspace_id: str, members: dict[str, Any], before: Kept | None) -> dict[str, Any]:
    """What needs no look at other records, but for the tags and the project that it may belong to."""
    if members.get("project_id") is not None:
        await must_exist(tx, workspace_id, projects.shelf, "project_id", members["project_id"])
    if "tags" in members:
        await tag_words.check(tx, workspace_id, members["tags"])
    return {name: _kept(name, value) for name, value in members.items()}


async def tag(tx: Tx, workspace_id: str, members: dict[str, Any], before: Kept | None) -> dict[str, Any]:
    checked = await simple(tx, workspace_id, members, before)
    if "name" in checked:
        same = await tags.by_name(tx, workspace_id, checked["name"])
        if same is not None and (before is None or same.id != before.id):
            message = "is a tag already"
            raise AlreadyTaken(f"name: {message}", [Problem("name", message)])
    return checked


async def client(tx: Tx, workspace_id: str, members: dict[str, Any], before: Kept | None) -> dict[str, Any]:
    custom = members.get("custom")
    if custom is not None:
        if len(custom) > MOST_ITEMS:
            raise Invalid.field("custom", f"must have at most {MOST_ITEMS} fields")
        for name, value in custom.items():
            text.name(name, "custom", 100)
            text.clean(value, "custom", text.NOTE_LENGTH)
    return await simple(tx, workspace_id, members, before)


async def project(tx: Tx, workspace_id: str, members: dict[str, Any], before: Kept | None) -> dict[str, Any]:
    await must_exist(tx, workspace_id, clients.shelf, "client_id", members.get("client_id"))
    await must_exist(tx, workspace_id, projects.types, "project_type_id", members.get("project_type_id"))
    await must_exist(tx, workspace_id, projects.statuses, "project_status_id", members.get("project_status_id"))
    for member in members.get("members", ()):
        await must_exist(tx, workspace_id, people.shelf, "members", member.person_id)
    _check_order(members, before, "starts_on", "due_on")
    return await simple(tx, workspace_id, members, before)


async def task(tx: Tx, workspace_id: str, members: dict[str, Any], before: Kept | None) -> dict[str, Any]:
    await must_exist(tx, workspace_id, types_of_work.shelf, "type_of_work_id", members.get("type_of_work_id"))
    await must_exist(tx, workspace_id, tasks.statuses, "task_status_id", members.get("task_status_id"))
    await must_exist(tx, workspace_id, tasks.shelf, "parent_id", members.get("parent_id"))
    await must_exist(tx, workspace_id, people.shelf, "person_id", members.get("person_id"))
    if before is not None and members.get("parent_id") == before.id:
        raise Invalid.field("parent_id", "must be another task")
    for person_id in members.get("assignees", ()):
        await must_exist(tx, workspace_id, people.shelf, "assignees", person_id)
    for place in members.get("lists", ()):
        await must_exist(tx, workspace_id, tasks.lists, "lists", place.task_list_id)
    _check_order(members, before, "starts_at", "due_at")
    return await simple(tx, workspace_id, members, before)


async def task_list(tx: Tx, workspace_id: str, members: dict[str, Any], before: Kept | None) -> dict[str, Any]:
    if before is None and members.get("project_id") is None:
        raise Invalid.field("project_id", "is required")
    return await simple(tx, workspace_id, members, before)


async def absence_type(tx: Tx, workspace_id: str, members: dict[str, Any], before: Kept | None) -> dict[str, Any]:
    if members.get("kind", "other") not in ABSENCE_KINDS:
        raise Invalid.field("kind", f"must be one of {', '.join(ABSENCE_KINDS)}")
    return await simple(tx, workspace_id, members, before)


async def company_holiday(tx: Tx, workspace_id: str, members: dict[str, Any], before: Kept | None) -> dict[str, Any]:
    check_days(members, before)
    return await simple(tx, workspace_id, members, before)


def check_days(members: dict[str, Any], before: Kept | None) -> None:
    """Raise Invalid unless `starts_on` to `ends_on` are in order and something is left of one day."""

    def value(name: str) -> Any:
        return members[name] if name in members else getattr(before, name, None)

    first: date = value("starts_on")
    last: date = value("ends_on")
    if not date(1970, 1, 1) <= first:
        raise Invalid.field("starts_on", "lies before 1970")
    if last < first:
        raise Invalid.field("ends_on", "lies before the first day")
    if (last - first).days > LONGEST_ABSENCE:
        raise Invalid.field("ends_on", f"must not be more than {LONGEST_ABSENCE} days after the first")
    if first == last and value("half_day_start") and value("half_day_end"):
        raise Invalid.field("half_day_end", "leaves nothing of a single day")


def _kept(name: str, value: Any) -> Any:
    if value is None and name != "name":
        return None
    if name in _LENGTHS:
        return text.name(value, name, _LENGTHS[name])
    match name:
        case "note":
            return text.note(value)
        case "hour_rate" | "budget":
            return amount(value, name, Decimal(0))
        case "planned_seconds":
            if not 0 <= value <= MOST_SECONDS:
                raise Invalid.field(name, f"must lie between 0 and {MOST_SECONDS}")
        case "assignees" | "members" | "lists" | "contacts":
            if len(value) > MOST_ITEMS:
                raise Invalid.field(name, f"must not be more than {MOST_ITEMS}")
    return value


def _check_order(members: dict[str, Any], before: Kept | None, first: str, last: str) -> None:
    begin = members[first] if first in members else getattr(before, first, None)
    end = members[last] if last in members else getattr(before, last, None)
    if begin is not None and end is not None and end < begin:
        raise Invalid.field(last, f"lies before {first}")


async def must_exist(tx: Tx, workspace_id: str, shelf: Shelf[Any], field: str, id: str | None) -> None:
    """Raise NotFound, naming the field, unless the record is there; None is nothing to look for."""
    if id is None:
        return
    record = await shelf.get(tx, workspace_id, id)
    if record is None or record.deleted_at is not None:
        raise NotFound(shelf.table.name.replace("_", " "), field)
