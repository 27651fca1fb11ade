"""Types of work."""

from litestar import get

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.vendors.awork.filters.lists import TYPES_OF_WORK
from uhrwerk.entrypoints.vendors.awork.routes.requests import Reply, answer_list, each, not_archived
from uhrwerk.entrypoints.vendors.awork.wire import types_of_work as wire


@get("/typeofwork")
async def list_types_of_work(request: AnyRequest) -> Reply:
    return await answer_list(request, TYPES_OF_WORK, each(wire.type_of_work), not_archived(request))


HANDLERS = [list_types_of_work]
