"""Records for an inspection: /v1/records/export."""

from datetime import date
from typing import Annotated, Any, Literal

from litestar import get
from litestar.params import QueryParameter
from litestar.response import Stream

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.native.auth import Scope, guest_of
from uhrwerk.entrypoints.native.whose import Everyone, PersonId, own_or_all
from uhrwerk.entrypoints.records.csv_file import Order
from uhrwerk.entrypoints.records.export import MEDIA_TYPES, csv_pieces, file_name, pdf
from uhrwerk.operations import inspection


@get("/records/export", scope=Scope.ATTENDANCE_READ, tags=["Records"], operation_id="exportRecords")
async def export_records(
    request: AnyRequest,
    person_id: PersonId = None,
    everyone: Everyone = False,
    starts_on: Annotated[
        date | None,
        QueryParameter(description="The first day; left out: the first of the month of the last", required=False),
    ] = None,
    ends_on: Annotated[date | None, QueryParameter(description="The last day; left out: today", required=False)] = None,
    format: Annotated[Literal["csv", "pdf"], QueryParameter(description="The kind of file", required=False)] = "csv",
) -> Stream:
    """Attendances of some days as a signed file, with the end of each person's journal chain; a year at most."""
    house, guest = house_of(request), guest_of(request)
    now = house.now()
    actor, wanted = own_or_all(request, person_id, everyone)
    last = ends_on or now.astimezone(guest.zone(now)).date()
    order = Order(
        workspace_id=guest.workspace.id,
        workspace_name=guest.workspace.name,
        first=starts_on or last.replace(day=1),
        last=last,
        language=guest.person.language if guest.person else "en",
        made_at=now,
    )
    ids = await house.store.read(lambda tx: inspection.subjects(tx, actor, wanted, order.first, order.last), long=True)
    headers = {
        "Content-Disposition": f'attachment; filename="{file_name(order, format)}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    content: Any = csv_pieces(house, order, ids) if format == "csv" else iter([await pdf(house, order, ids)])
    return Stream(content, media_type=MEDIA_TYPES[format], headers=headers)


HANDLERS: list[Any] = [export_records]
