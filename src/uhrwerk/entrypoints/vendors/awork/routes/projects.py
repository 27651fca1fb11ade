"""Projects."""

from litestar import get

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.vendors.awork.filters.lists import PROJECTS
from uhrwerk.entrypoints.vendors.awork.routes.requests import Reply, answer_list
from uhrwerk.entrypoints.vendors.awork.wire import projects as wire
from uhrwerk.operations.details import Neighbours
from uhrwerk.rules.access import Actor
from uhrwerk.storage.projects import Project
from uhrwerk.storage.search.tree import equal
from uhrwerk.storage.store import Tx


@get("/projects")
async def list_projects(request: AnyRequest) -> Reply:
    return await answer_list(request, PROJECTS, _shown, equal("archived", False))


async def _shown(tx: Tx, actor: Actor, records: list[Project]) -> list[wire.Project]:
    neighbours = Neighbours(tx, actor.workspace_id)
    return [wire.project(await neighbours.of_project(record)) for record in records]


HANDLERS = [list_projects]
