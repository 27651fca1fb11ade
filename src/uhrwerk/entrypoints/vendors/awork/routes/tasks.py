"""Tasks."""

from litestar import get
from litestar.params import FromPath

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.vendors.awork.routes.requests import Reply, list_request, page, path_id, whole
from uhrwerk.entrypoints.vendors.awork.wire import tasks as wire
from uhrwerk.operations import details
from uhrwerk.operations.catalog import PROJECTS, TASKS
from uhrwerk.storage.store import Tx


@get("/projects/{project_id:str}/projecttasks")
async def list_project_tasks(request: AnyRequest, project_id: FromPath[str]) -> Reply:
    guest, query = await list_request(request)
    wanted = path_id(project_id, "project")

    async def read(tx: Tx) -> list[wire.Task]:
        await PROJECTS.get(tx, guest.actor, wanted)
        neighbours = details.Neighbours(tx, guest.actor.workspace_id)
        records = await whole(TASKS.every, tx, guest.actor, project_id=wanted, archived=False)
        return [wire.task(await neighbours.of_task(record)) for record in records]

    return page(await house_of(request).store.read(read, long=True), query)


HANDLERS = [list_project_tasks]
