"""Tasks."""

from litestar import get
from litestar.params import FromPath

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.vendors.awork.filters.lists import TASKS
from uhrwerk.entrypoints.vendors.awork.routes.requests import Reply, answer_list, path_id
from uhrwerk.entrypoints.vendors.awork.wire import tasks as wire
from uhrwerk.operations.authentication import Guest
from uhrwerk.operations.catalog import PROJECTS
from uhrwerk.operations.details import Neighbours
from uhrwerk.rules.access import Actor
from uhrwerk.storage.search.tree import And, Condition, equal
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tasks import Task


@get("/projects/{project_id:str}/projecttasks")
async def list_project_tasks(request: AnyRequest, project_id: FromPath[str]) -> Reply:
    wanted = path_id(project_id, "project")

    async def of_project(tx: Tx, guest: Guest) -> Condition:
        await PROJECTS.get(tx, guest.actor, wanted)
        return And((equal("project_id", wanted), equal("archived", False)))

    return await answer_list(request, TASKS, _shown, of_project)


async def _shown(tx: Tx, actor: Actor, records: list[Task]) -> list[wire.Task]:
    neighbours = Neighbours(tx, actor.workspace_id)
    return [wire.task(await neighbours.of_task(record)) for record in records]


HANDLERS = [list_project_tasks]
