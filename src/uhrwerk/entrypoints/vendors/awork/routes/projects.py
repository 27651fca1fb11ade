"""Projects."""

from litestar import get

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.vendors.awork.routes.requests import Reply, list_request, page, whole
from uhrwerk.entrypoints.vendors.awork.wire import projects as wire
from uhrwerk.operations import details
from uhrwerk.operations.catalog import PROJECTS
from uhrwerk.storage.store import Tx


@get("/projects")
async def list_projects(request: AnyRequest) -> Reply:
    guest, query = await list_request(request)

    async def read(tx: Tx) -> list[wire.Project]:
        records = await whole(PROJECTS.every, tx, guest.actor, archived=False)
        return [wire.project(await details.of_project(tx, record)) for record in records]

    return page(await house_of(request).store.read(read, long=True), query)


HANDLERS = [list_projects]
