"""Work reports: a row a day of one user."""

from litestar import route

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.naming import naming
from uhrwerk.entrypoints.vendors.timetrack.routes.requests import READ, Reply, answer, opened, required
from uhrwerk.entrypoints.vendors.timetrack.wire import values
from uhrwerk.entrypoints.vendors.timetrack.wire import work_reports as wire
from uhrwerk.entrypoints.vendors.timetrack.wire.lists import ReportForm
from uhrwerk.operations import work_reports
from uhrwerk.storage.store import Tx


@route("/work_reports", http_method=READ, status_code=200)
async def read_work_reports(request: AnyRequest) -> Reply:
    call = await opened(request)
    form = call.form(ReportForm)
    with naming(**values.wire_names(ReportForm)):
        username, first, last = required(form, "username", "starts_on", "ends_on")
        days = values.day(first, "from"), values.day(last, "to")

        async def read(tx: Tx) -> list[wire.WorkReport]:
            person = await call.person(tx, username)
            rows = await work_reports.report(tx, call.actor, call.now, person, *days)
            begin = form.page_number * form.limit
            return [wire.work_report(*row, person, call.wall(person)) for row in rows[begin : begin + form.limit]]

        return answer(await call.house.store.read(read, long=True))


HANDLERS = [read_work_reports]
