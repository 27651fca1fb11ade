"""Types of work."""

from litestar import get

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.vendors.awork.routes.requests import Reply, list_request, page, whole
from uhrwerk.entrypoints.vendors.awork.wire import types_of_work as wire
from uhrwerk.operations.catalog import TYPES_OF_WORK
from uhrwerk.storage.store import Tx


@get("/typeofwork")
async def list_types_of_work(request: AnyRequest) -> Reply:
    guest, query = await list_request(request)
    archived = None if query.get("showarchived", "false").lower() in ("true", "1") else False

    async def read(tx: Tx) -> list[wire.TypeOfWorkModel]:
        records = await whole(TYPES_OF_WORK.every, tx, guest.actor, archived=archived)
        return [wire.type_of_work(record) for record in records]

    return page(await house_of(request).store.read(read), query)


HANDLERS = [list_types_of_work]
