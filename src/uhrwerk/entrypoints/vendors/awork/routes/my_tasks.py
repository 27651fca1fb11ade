"""Tasks of a user: assigned ones, private ones; one's own under `me`."""

from collections.abc import Callable
from typing import Any, Final

from litestar import get
from litestar.params import FromPath

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.vendors.awork.filters.lists import TASKS as LISTED
from uhrwerk.entrypoints.vendors.awork.routes.calls import admitted
from uhrwerk.entrypoints.vendors.awork.routes.requests import (
    Reply,
    answer,
    answer_list,
    path_id,
    person_id_of,
    query_of,
)
from uhrwerk.entrypoints.vendors.awork.routes.tasks import shown, shown_one
from uhrwerk.entrypoints.vendors.awork.wire import tasks as wire
from uhrwerk.entrypoints.vendors.awork.wire.forms import instant
from uhrwerk.operations import people, search
from uhrwerk.operations.authentication import Guest
from uhrwerk.operations.catalog import PROJECTS
from uhrwerk.operations.details import Neighbours
from uhrwerk.rules.refusals import Invalid, NotFound
from uhrwerk.storage import tags, tasks
from uhrwerk.storage.search.tree import ALWAYS, And, Comparison, Condition, Field, Not, Or, equal, holds
from uhrwerk.storage.store import Tx

Whose = Callable[[str], Condition]
"""Which tasks are a user's, by the user's id."""

IN_USE: Final = equal("archived", False)

MOST_TASKS: Final = 100_000
"""Tasks that are read for their tags."""


def project_tasks(person_id: str) -> Condition:
    return And((IN_USE, Not(equal("project_id", None)), holds("assignees", person_id)))


def private_tasks(person_id: str) -> Condition:
    return And((IN_USE, equal("person_id", person_id)))


def other_private_tasks(person_id: str) -> Condition:
    """Those that the user has made for others."""
    another = Comparison(Field("person_id"), "!=", person_id)
    return And((IN_USE, equal("created_by", person_id), Not(equal("person_id", None)), another))


def assigned_tasks(person_id: str) -> Condition:
    """Private ones are their person's without being assigned; only that person (and an admin) is shown them."""
    return And((IN_USE, Or((holds("assignees", person_id), equal("person_id", person_id)))))


def available_tasks(person_id: str) -> Condition:
    """All that the user can book time on."""
    return And((IN_USE, Or((equal("person_id", None), private_tasks(person_id), other_private_tasks(person_id)))))


@get("/me/projecttasks")
async def list_project_tasks(request: AnyRequest) -> Reply:
    return await _list(request, project_tasks)


@get(["/me/allavailabletasks", "/users/{user_id:str}/allavailabletasks"])
async def list_available_tasks(request: AnyRequest) -> Reply:
    return await _list(request, available_tasks)


@get(["/me/privatetasks", "/users/{user_id:str}/privatetasks"])
async def list_private_tasks(request: AnyRequest) -> Reply:
    return await _list(request, private_tasks)


@get(["/me/privatetasks/{task_id:str}", "/users/{user_id:str}/privatetasks/{task_id:str}"])
async def get_private_task(request: AnyRequest, task_id: FromPath[str]) -> Reply:
    return await _get(request, task_id, private_tasks)


@get(["/me/otherprivatetasks", "/users/{user_id:str}/otherprivatetasks"])
async def list_other_private_tasks(request: AnyRequest) -> Reply:
    return await _list(request, other_private_tasks)


@get(["/me/otherprivatetasks/{task_id:str}", "/users/{user_id:str}/otherprivatetasks/{task_id:str}"])
async def get_other_private_task(request: AnyRequest, task_id: FromPath[str]) -> Reply:
    return await _get(request, task_id, other_private_tasks)


@get(["/me/assignedtasks", "/users/{user_id:str}/assignedtasks"])
async def list_assigned_tasks(request: AnyRequest) -> Reply:
    return await _list(request, assigned_tasks, And((_in_progress(request), _assigned_on(request))))


@get(["/me/assignedtasks/{task_id:str}", "/users/{user_id:str}/assignedtasks/{task_id:str}"])
async def get_assigned_task(request: AnyRequest, task_id: FromPath[str]) -> Reply:
    return await _get(request, task_id, assigned_tasks)


@get(["/me/tasks/tags", "/users/{user_id:str}/tasks/tags"])
async def list_tags(request: AnyRequest) -> Reply:
    async def of_user(tx: Tx, guest: Guest) -> Condition:
        return assigned_tasks(await _user(tx, request, guest))

    return await _tags(request, of_user)


@get("/projects/projecttasks/tags")
async def list_tags_of_project_tasks(request: AnyRequest) -> Reply:
    wanted = query_of(request).get("projectid")

    async def of_project(tx: Tx, guest: Guest) -> Condition:
        if not wanted:
            return And((IN_USE, Not(equal("project_id", None))))
        project = await PROJECTS.get(tx, guest.actor, path_id(wanted, "project"))
        return And((IN_USE, equal("project_id", project.id)))

    return await _tags(request, of_project)


def _in_progress(request: AnyRequest) -> Condition:
    """Only tasks of projects in progress, if the request asks for that."""
    asked = query_of(request).get("inprogress", "").lower() in ("true", "1")
    return equal("project.project_status.stage", "progress") if asked else ALWAYS


def _assigned_on(request: AnyRequest) -> Condition:
    """When a task was assigned is not kept: the day it was made stands for it. Raises Invalid."""
    query = query_of(request)
    begin, end = query.get("assignedonfrom"), query.get("assignedonto")
    if not begin and not end:
        return ALWAYS
    if not begin or not end:
        missing = "assigned_on_to" if begin else "assigned_on_from"
        raise Invalid.field(missing, "is required where the other end is named")
    made = Field("created_at")
    first, last = instant(begin, "assigned_on_from"), instant(end, "assigned_on_to")
    return And((Comparison(made, ">=", first), Comparison(made, "<=", last)))


async def _list(request: AnyRequest, whose: Whose, more: Condition = ALWAYS) -> Reply:
    async def of_user(tx: Tx, guest: Guest) -> Condition:
        return And((whose(await _user(tx, request, guest)), more))

    return await answer_list(request, LISTED, shown, of_user)


async def _get(request: AnyRequest, task_id: str, whose: Whose) -> Reply:
    call = await admitted(request)
    wanted = path_id(task_id, "task")

    async def read(tx: Tx) -> wire.Task:
        theirs = whose(await _user(tx, request, call.guest))
        found = await search.find(tx, call.actor, tasks.shelf, And((equal("id", wanted), theirs)), limit=1)
        if not found:
            raise NotFound("task")
        return await shown_one(tx, found[0])

    return answer(await call.read(read))


async def _tags(request: AnyRequest, where: Callable[[Tx, Guest], Any]) -> Reply:
    """The tags in use on those tasks, by name."""
    call = await admitted(request)

    async def read(tx: Tx) -> list[wire.BaseTag]:
        found = await search.find(tx, call.actor, tasks.shelf, await where(tx, call.guest), limit=MOST_TASKS)
        ids = dict.fromkeys(id for task in found for id in task.tags)
        words = await Neighbours(tx, call.actor.workspace_id).some(tags.shelf, ids)
        return [wire.base_tag(tag) for tag in sorted(words, key=lambda tag: tag.name.lower())]

    return answer(await call.read(read))


async def _user(tx: Tx, request: AnyRequest, guest: Guest) -> str:
    """Whose tasks the request is about. Raises NotFound."""
    wanted = person_id_of(request, guest, request.path_params.get("user_id"))
    return (await people.get(tx, guest.actor, wanted)).id


HANDLERS: list[Any] = [
    list_project_tasks,
    list_available_tasks,
    list_private_tasks,
    get_private_task,
    list_other_private_tasks,
    get_other_private_task,
    list_assigned_tasks,
    get_assigned_task,
    list_tags,
    list_tags_of_project_tasks,
]
