"""/record: what the employer stores about oneself, month by month; leads and admins read it of their people."""

from typing import Any, Final
from uuid import UUID

import msgspec
from litestar import Response, get
from litestar.response import Stream

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.native.changes import cursor_of, place_of
from uhrwerk.entrypoints.native.models.people import about_person
from uhrwerk.entrypoints.records.csv_file import Order
from uhrwerk.entrypoints.records.export import MEDIA_TYPES, csv_pieces, file_name, pdf
from uhrwerk.entrypoints.web.addresses import month_in
from uhrwerk.entrypoints.web.admin.contracts import BREAKS
from uhrwerk.entrypoints.web.admin.telling import told
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.pages import SECURITY_HEADERS, page
from uhrwerk.entrypoints.web.people.absence_words import STATUSES, TONES, days_of, part_of_day
from uhrwerk.entrypoints.web.people.findings import SEVERITIES
from uhrwerk.entrypoints.web.visit import Visit, visit_of
from uhrwerk.operations import disclosure, inspection, record_of_person
from uhrwerk.rules.access import knows_personal_data
from uhrwerk.rules.contract import week_of
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage.store import Tx

CHANGES: Final = 40
"""Of a month on one page."""


@get("/")
async def record_page(request: AnyRequest) -> Response[bytes]:
    """A month (`month`, YYYY-MM) of oneself or of `person_id`; `after` goes on with its changes."""
    visit = await visit_of(request)
    query = Form.of_query(request)
    shown = month_in(query, visit.today)
    person_id = _whose(visit, query)
    before = place_of(query.given("after"), "after")

    async def read(tx: Tx) -> dict[str, Any]:
        month = await record_of_person.month(
            tx, visit.actor, visit.now, person_id, shown.first, shown.last, before=before, limit=CHANGES
        )
        return {"month": month, "changes": await told(tx, visit.actor, visit.reader, month.changes)}

    values = await visit.house.store.read(read, long=True)
    further = values["month"].further
    return page(
        visit,
        "record.html",
        **values,
        shown=shown,
        base="/record?" + ("" if person_id == visit.person.id else f"person_id={person_id}&"),
        further=None if further is None else cursor_of(further),
        again=before is not None,
        knows_all=knows_personal_data(visit.actor, person_id),
        words={"statuses": STATUSES, "tones": TONES, "severities": SEVERITIES, "breaks": BREAKS},
        part_of_day=part_of_day,
        days_of=days_of,
        week_of=week_of,
    )


@get("/export")
async def export(request: AnyRequest) -> Stream:
    """The month's attendances as a signed file (`format`: csv or pdf)."""
    visit = await visit_of(request)
    query = Form.of_query(request)
    kind = "pdf" if query.text("format") == "pdf" else "csv"
    shown, person_id = month_in(query, visit.today), _whose(visit, query)
    order = Order(
        workspace_id=visit.workspace.id,
        workspace_name=visit.workspace.name,
        first=shown.first,
        last=shown.last,
        language=visit.reader.language,
        made_at=visit.now,
    )
    ids = await visit.house.store.read(
        lambda tx: inspection.subjects(tx, visit.actor, person_id, order.first, order.last), long=True
    )
    content: Any = csv_pieces(visit.house, order, ids) if kind == "csv" else iter([await pdf(visit.house, order, ids)])
    return Stream(content, media_type=MEDIA_TYPES[kind], headers=_download(file_name(order, kind)))


@get("/data")
async def data(request: AnyRequest) -> Response[bytes]:
    """All that is kept about oneself, as JSON (DSGVO Art. 15 and 20); admins and auditors get anybody's."""
    visit = await visit_of(request)
    person_id = _whose(visit, Form.of_query(request))
    found = await visit.house.store.read(lambda tx: disclosure.disclose(tx, visit.actor, person_id), long=True)
    body = msgspec.json.format(msgspec.json.encode(about_person(found)), indent=2)
    return Response(body, media_type="application/json", headers=_download("record.json"))


def _download(name: str) -> dict[str, str]:
    return {**SECURITY_HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}


def _whose(visit: Visit, query: Form) -> str:
    """Whose record is asked for, oneself where nobody is named. Raises NotFound for what is no id."""
    try:
        return str(UUID(query.text("person_id"))) if query.text("person_id") else visit.person.id
    except ValueError:
        raise NotFound("person") from None


router = Router("/record", route_handlers=[record_page, export, data])
