"""What clients give for the records of the directory, checked and as it is kept."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from uhrwerk.operations import tags as tag_words
from uhrwerk.operations.public_holidays import check_region
from uhrwerk.rules import text
from uhrwerk.rules.absence import AbsenceKind, Away, check_stretch
from uhrwerk.rules.entitlement import day_of_year
from uhrwerk.rules.money import amount
from uhrwerk.rules.refusals import AlreadyTaken, Invalid, NotFound, Problem
from uhrwerk.storage import clients, people, projects, tags, tasks, types_of_work
from uhrwerk.storage.projects import Project
from uhrwerk.storage.records import Kept
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tasks import Task

Check = Callable[[Tx, str, dict[str, Any], Any], Awaitable[dict[str, Any]]]
"""Takes the workspace, the members given and the record as it is (None: a new one); gives the members as kept.

Raises Invalid, NotFound, AlreadyTaken.
"""

PROJECT_STAGES: Final = ("not-started", "progress", "stuck", "closed")
TASK_STAGES: Final = ("todo", "progress", "review", "stuck", "done")

MOST_SECONDS: Final = 2**31 - 1
BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)
END: Final = datetime(9000, 1, 1, tzinfo=UTC)
"""Instants that somebody plans: within these every zone can tell the local date."""

FIRST_DAY: Final = BEGINNING.date()
LAST_DAY: Final = END.date()

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
        await tag_words.check(tx, workspace_id, members["tags"], getattr(before, "tags", ()))
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


async def project(tx: Tx, workspace_id: str, members: dict[str, Any], before: Project | None) -> dict[str, Any]:
    await must_exist(tx, workspace_id, clients.shelf, "client_id", members.get("client_id"))
    await must_exist(tx, workspace_id, projects.types, "project_type_id", members.get("project_type_id"))
    if before is None and members.get("project_status_id") is None:
        first = (await projects.statuses_of(tx, workspace_id, None))[:1]
        members = members | {"project_status_id": first[0].id if first else None}
    else:
        await _check_status(tx, workspace_id, members.get("project_status_id"), before)
    await _check_key_free(tx, workspace_id, members.get("key"), before)
    present = () if before is None else (each.person_id for each in before.members)
    wanted = (each.person_id for each in members.get("members", ()))
    await new_must_exist(tx, workspace_id, people.shelf, "members", wanted, present)
    for name in ("starts_on", "due_on"):
        if members.get(name) is not None and not FIRST_DAY <= members[name] <= LAST_DAY:
            raise Invalid.field(name, "must lie between 1970 and 9000")
    _check_order(members, before, "starts_on", "due_on")
    return await simple(tx, workspace_id, members, before)


_TASK_PLACE: Final = frozenset({"project_id", "person_id", "task_status_id", "parent_id", "lists", "assignees"})


async def _check_status(tx: Tx, workspace_id: str, status_id: str | None, before: Project | None) -> None:
    """Raise NotFound for another project's status too: it is no more this one's than another workspace's."""
    await must_exist(tx, workspace_id, projects.statuses, "project_status_id", status_id)
    status = None if status_id is None else await projects.statuses.get(tx, workspace_id, status_id)
    if status is not None and status.project_id is not None and (before is None or status.project_id != before.id):
        raise NotFound("project status", "project_status_id")


async def _check_key_free(tx: Tx, workspace_id: str, key: str | None, before: Project | None) -> None:
    """Tasks are called by their project's key: two projects must not share one."""
    same = None if key is None else await projects.by_key(tx, workspace_id, text.name(key, "key", _LENGTHS["key"]))
    if same is not None and (before is None or same.id != before.id):
        message = "is another project's already"
        raise AlreadyTaken(f"key: {message}", [Problem("key", message)])


async def task(tx: Tx, workspace_id: str, members: dict[str, Any], before: Task | None) -> dict[str, Any]:
    await must_exist(tx, workspace_id, types_of_work.shelf, "type_of_work_id", members.get("type_of_work_id"))
    await must_exist(tx, workspace_id, people.shelf, "person_id", members.get("person_id"))
    present = () if before is None else before.assignees
    await new_must_exist(tx, workspace_id, people.shelf, "assignees", members.get("assignees", ()), present)
    for name in ("starts_at", "due_at"):
        if members.get(name) is not None and not BEGINNING <= members[name] <= END:
            raise Invalid.field(name, "must lie between 1970 and 9000")
    _check_order(members, before, "starts_at", "due_at")
    checked = await simple(tx, workspace_id, members, before)
    if before is None or not _TASK_PLACE.isdisjoint(members):
        await _check_place(tx, workspace_id, members, before)
    return checked


async def _check_place(tx: Tx, workspace_id: str, members: dict[str, Any], before: Task | None) -> None:
    """A task's status, lists and parent must be of its project, or of its person."""

    def value(name: str) -> Any:
        return members[name] if name in members else getattr(before, name, None)

    project_id, person_id = value("project_id"), value("person_id")
    if project_id is not None and person_id is not None:
        raise Invalid.field("project_id", "a private task belongs to no project")
    if person_id is not None and not {person_id}.issuperset(value("assignees") or ()):
        raise Invalid.field("assignees", "a private task is its person's alone")
    await must_exist(tx, workspace_id, tasks.statuses, "task_status_id", members.get("task_status_id"))
    status_id = value("task_status_id")
    status = None if status_id is None else await tasks.statuses.get(tx, workspace_id, status_id)
    if status is not None and status.project_id not in (None, project_id):
        raise Invalid.field("task_status_id", "belongs to another project")
    places = value("lists") or ()
    if len({place.task_list_id for place in places}) < len(places):
        raise Invalid.field("lists", "must not name a list twice")
    present = () if before is None else (place.task_list_id for place in before.lists)
    wanted = (place.task_list_id for place in members.get("lists", ()))
    await new_must_exist(tx, workspace_id, tasks.lists, "lists", wanted, present)
    for place in places:
        found = await tasks.lists.get(tx, workspace_id, place.task_list_id)
        if found is not None and found.deleted_at is None and found.project_id != project_id:
            raise Invalid.field("lists", "belong to another project")
    if not {"parent_id", "project_id", "person_id"}.isdisjoint(members):
        await _check_parent(tx, workspace_id, before, value("parent_id"), project_id, person_id)


async def _check_parent(
    tx: Tx, workspace_id: str, before: Task | None, id: str | None, project_id: str | None, person_id: str | None
) -> None:
    if id is None:
        return
    parent = await tasks.shelf.get(tx, workspace_id, id)
    if parent is None or parent.deleted_at is not None or parent.person_id not in (None, person_id):
        raise NotFound("task", "parent_id")
    if (parent.project_id, parent.person_id) != (project_id, person_id):
        raise Invalid.field("parent_id", "belongs to another project")
    above: Task | None = parent
    while before is not None and above is not None:
        if above.id == before.id:
            raise Invalid.field("parent_id", "is the task itself or below it")
        above = None if above.parent_id is None else await tasks.shelf.get(tx, workspace_id, above.parent_id)


async def project_status(tx: Tx, workspace_id: str, members: dict[str, Any], before: Kept | None) -> dict[str, Any]:
    _check_position_and_stage(members, PROJECT_STAGES)
    return await simple(tx, workspace_id, members, before)


async def task_status(tx: Tx, workspace_id: str, members: dict[str, Any], before: Kept | None) -> dict[str, Any]:
    _check_position_and_stage(members, TASK_STAGES)
    return await simple(tx, workspace_id, members, before)


def _check_position_and_stage(members: dict[str, Any], stages: Sequence[str]) -> None:
    if abs(members.get("position", 0)) > MOST_SECONDS:
        raise Invalid.field("position", f"must lie between -{MOST_SECONDS} and {MOST_SECONDS}")
    if "stage" in members and members["stage"] not in stages:
        raise Invalid.field("stage", f"must be one of {', '.join(stages)}")


async def task_list(tx: Tx, workspace_id: str, members: dict[str, Any], before: Kept | None) -> dict[str, Any]:
    if before is None and members.get("project_id") is None:
        raise Invalid.field("project_id", "is required")
    return await simple(tx, workspace_id, members, before)


async def absence_type(tx: Tx, workspace_id: str, members: dict[str, Any], before: Kept | None) -> dict[str, Any]:
    if members.get("kind", AbsenceKind.OTHER) not in list(AbsenceKind):
        raise Invalid.field("kind", f"must be one of {', '.join(AbsenceKind)}")
    if members.get("carry_over_until") is not None:
        day_of_year(members["carry_over_until"], 2024)
    return await simple(tx, workspace_id, members, before)


async def company_holiday(tx: Tx, workspace_id: str, members: dict[str, Any], before: Kept | None) -> dict[str, Any]:
    check_days(members, before)
    checked = await simple(tx, workspace_id, members, before)
    check_region(checked.get("region"))
    return checked


def check_days(members: dict[str, Any], before: Kept | None) -> None:
    """Raise Invalid, or RangeReversed, unless `starts_on` to `ends_on` are days that somebody can be away."""

    def value(name: str) -> Any:
        return members[name] if name in members else getattr(before, name, None)

    days = Away(value("starts_on"), value("ends_on"), value("half_day_start"), value("half_day_end"))
    check_stretch(days)


def _kept(name: str, value: Any) -> Any:
    if value is None and name != "name":
        return None
    if name in _LENGTHS:
        return text.name(value, name, _LENGTHS[name])
    match name:
        case "note":
            return text.note(value)
        case "hour_rate" | "budget" | "carry_over_days":
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


async def new_must_exist(
    tx: Tx, workspace_id: str, shelf: Shelf[Any], field: str, ids: Iterable[str], present: Iterable[str]
) -> None:
    """Raise NotFound, naming the field, unless those not `present` before are there.

    What has been deleted since it was named stays named: a record that is changed is not to be stuck with it.
    """
    for id in dict.fromkeys(ids).keys() - set(present):
        await must_exist(tx, workspace_id, shelf, field, id)


async def must_exist(tx: Tx, workspace_id: str, shelf: Shelf[Any], field: str, id: str | None) -> None:
    """Raise NotFound, naming the field, unless the record is there; None is nothing to look for."""
    if id is None:
        return
    record = await shelf.get(tx, workspace_id, id)
    if record is None or record.deleted_at is not None:
        raise NotFound(shelf.table.name.replace("_", " "), field)
