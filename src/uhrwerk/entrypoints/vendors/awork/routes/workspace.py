"""The workspace, what one may do in it, its rules on time, its saved reports."""

from litestar import get
from litestar.params import FromPath

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.vendors.awork.filters.lists import TIME_REPORTS
from uhrwerk.entrypoints.vendors.awork.routes.calls import admitted
from uhrwerk.entrypoints.vendors.awork.routes.requests import Reply, answer, answer_list, path_id
from uhrwerk.entrypoints.vendors.awork.wire import workspaces as wire
from uhrwerk.operations import search
from uhrwerk.operations.details import Neighbours
from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage import people
from uhrwerk.storage.saved_reports import SavedReport
from uhrwerk.storage.search.tree import And, equal
from uhrwerk.storage.store import Tx


@get("/workspaces/types")
async def list_types(request: AnyRequest) -> Reply:
    await admitted(request)
    return answer(wire.WORKSPACE_TYPES)


@get("/workspaces/{workspace_id:str}")
async def one_workspace(request: AnyRequest, workspace_id: FromPath[str]) -> Reply:
    """Only one's own is there."""
    call = await admitted(request)
    workspace = call.guest.workspace
    if path_id(workspace_id, "workspace") != workspace.id:
        raise NotFound("workspace")

    async def count(tx: Tx) -> int:
        at_work = And((equal("active", True), equal("archived", False)))
        return (await search.find_and_count(tx, call.actor, people.shelf, at_work, limit=1))[1]

    return answer(wire.workspace(workspace, await call.read(count)))


@get("/me/permissions")
async def my_permissions(request: AnyRequest) -> Reply:
    call = await admitted(request)
    return answer(wire.permissions(call.actor))


@get("/permissions/features")
async def list_features(request: AnyRequest) -> Reply:
    await admitted(request)
    return answer(tuple(wire.PERMISSIONS))


@get("/permissions/projectfeatures")
async def list_project_features(request: AnyRequest) -> Reply:
    """Nobody's rights depend on their role in a project here."""
    await admitted(request)
    return answer(())


@get("/timetracking/settings")
async def list_time_tracking_settings(request: AnyRequest) -> Reply:
    await admitted(request)
    return answer(wire.time_tracking_settings())


@get("/timereports")
async def list_time_reports(request: AnyRequest) -> Reply:
    return await answer_list(request, TIME_REPORTS, _time_reports)


async def _time_reports(tx: Tx, actor: Actor, records: list[SavedReport]) -> list[wire.TimeReport]:
    neighbours = Neighbours(tx, actor.workspace_id)
    await neighbours.ahead(people.shelf, (record.person_id for record in records))
    return [wire.time_report(record, await neighbours.get(people.shelf, record.person_id)) for record in records]


HANDLERS = [
    list_types,
    one_workspace,
    my_permissions,
    list_features,
    list_project_features,
    list_time_tracking_settings,
    list_time_reports,
]
