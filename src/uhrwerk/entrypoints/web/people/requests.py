"""/corrections: what oneself asks for: corrections of one's attendance, overtime, timesheets."""

from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.addresses import day_in
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.kiosk.own_code import not_booked
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.own_time.entry_form import EntryForm, breaks_text, time_values
from uhrwerk.entrypoints.web.pages import moved, page
from uhrwerk.entrypoints.web.people.asked import KINDS, Kind, Shown, shown
from uhrwerk.entrypoints.web.visit import Visit, visit_of
from uhrwerk.operations import attendance, timesheets
from uhrwerk.operations.corrections import ATTENDANCE, CHANGE, CORRECTIONS, CREATE, DELETE
from uhrwerk.operations.overtime import OVERTIME
from uhrwerk.rules.day import day_bounds
from uhrwerk.rules.refusals import NotFound, Refusal
from uhrwerk.rules.timesheet import TimesheetPeriod, last_day
from uhrwerk.storage.attendances import Attendance
from uhrwerk.storage.store import Tx

ON_A_PAGE: Final = 25
OF_A_DAY: Final = 50
MONTHS_OFFERED: Final = 6

TABS: Final = {
    "correction": ("/corrections", N_("Corrections")),
    "overtime": ("/corrections/overtime", N_("Overtime")),
    "timesheet": ("/corrections/timesheets", N_("Timesheets")),
}


async def _listed(visit: Visit, kind: Kind, query: Form) -> tuple[list[Shown], str | None]:
    """One's own, latest first, and the address of further ones."""
    after = kind.after(query)

    async def read(tx: Tx) -> list[Shown]:
        own = await kind.operations.every(tx, visit.actor, visit.person.id, limit=ON_A_PAGE + 1, after=after, where=())
        return await shown(tx, visit, kind, own)

    items = await visit.house.store.read(read)
    further = f"{TABS[kind.name][0]}?after={items[ON_A_PAGE - 1].key}" if len(items) > ON_A_PAGE else None
    return items[:ON_A_PAGE], further


async def _page(visit: Visit, name: str, query: Form, form: Form, status: int = 200, **values: Any) -> Response[bytes]:
    items, further = await _listed(visit, KINDS[name], query)
    return page(
        visit,
        f"requests/{name}.html",
        status=status,
        tabs=TABS,
        tab=name,
        items=items,
        further=further,
        form=form,
        **values,
    )


# Corrections


@get("/")
async def corrections_page(request: AnyRequest) -> Response[bytes]:
    """What was asked for, and a day's attendance to ask about (`day`)."""
    visit = await visit_of(request)
    query = Form.of_query(request)
    day = day_in(query, "day", visit.today)
    form = Form.with_values(day=day)

    async def read(tx: Tx) -> tuple[list[Attendance], dict[str, Any]]:
        return await _of_day(tx, visit, day), await not_booked(tx, visit)

    records, hints = await visit.house.store.read(read)
    return await _page(visit, "correction", query, form, day=day, records=records, **hints)


async def _of_day(tx: Tx, visit: Visit, day: date) -> list[Attendance]:
    begin, end = day_bounds(day, visit.person.zones)
    found = await attendance.every(
        tx, visit.actor, visit.person.id, limit=OF_A_DAY, after=None, begin=begin - timedelta(days=1), end=end
    )
    return [each for each in reversed(found) if each.ended_at is None or each.ended_at > begin]


@get("/new")
async def correction_form(request: AnyRequest) -> Response[bytes]:
    """The form for a record (`record`), or for one that is missing on a day (`day`)."""
    visit = await visit_of(request)
    query = Form.of_query(request)
    record = await _record(visit, query)
    zones = visit.person.zones
    if record is None:
        day = day_in(query, "day", visit.today)
        form = Form.with_values(starts_on=day, ends_on=day, day=day)
    else:
        values = time_values("start", record.started_at, zones)
        values |= time_values("end", record.ended_at, zones) if record.ended_at else {}
        form = Form.with_values(record=record.id, breaks=breaks_text(record.breaks, zones), **values)
    return page(visit, "requests/correction_form.html", form=form, record=record)


@post("/new", status_code=200)
async def ask(request: AnyRequest) -> Response[bytes]:
    """303 to the list; the form again (422) where it cannot be asked so."""
    visit = await visit_of(request)
    form = await Form.of(request)
    record = await _record(visit, form)
    action = DELETE if form.ticked("delete") else CREATE if record is None else CHANGE
    members: dict[str, Any] | None = {}
    if action != DELETE:
        written = EntryForm(form, visit.person.zones, visit.now).written()
        members = (
            None
            if written is None
            else {"started_at": written.started_at, "ended_at": written.ended_at, "breaks": written.breaks}
        )
    asked = {"record_kind": ATTENDANCE, "record_id": form.given("record"), "action": action, "members": members}
    if form.ok:
        try:
            await visit.house.store.write(
                lambda tx: CORRECTIONS.ask(tx, visit.actor, visit.now, visit.person.id, asked, form.text("reason"))
            )
            return moved(visit, "/corrections")
        except NotFound:
            raise
        except Refusal as refusal:
            form.refuse_all(refusal, started_at="start_time", ended_at="end_time")
    return page(visit, "requests/correction_form.html", status=422, form=form, record=record)


async def _record(visit: Visit, form: Form) -> Attendance | None:
    """The attendance that the form is about, one's own. Raises NotFound."""
    id = form.given("record")
    if id is None:
        return None
    try:
        found = await visit.house.store.read(lambda tx: attendance.get(tx, visit.actor, str(UUID(id))))
    except ValueError:
        raise NotFound("attendance") from None
    if found.person_id != visit.person.id:
        raise NotFound("attendance")
    return found


# Overtime


@get("/overtime")
async def overtime_page(request: AnyRequest) -> Response[bytes]:
    visit = await visit_of(request)
    return await _page(visit, "overtime", Form.of_query(request), Form.with_values(day=visit.today))


@post("/overtime", status_code=200)
async def ask_overtime(request: AnyRequest) -> Response[bytes]:
    visit = await visit_of(request)
    form = await Form.of(request)
    day, seconds = form.day("day"), form.length("hours")
    for name, value in (("day", day), ("hours", seconds)):
        if value is None:
            form.refuse(name, N_("is required"))
    if form.ok:
        members = {"day": day, "seconds": seconds, "note": form.given("note")}
        try:
            await visit.house.store.write(lambda tx: OVERTIME.add(tx, visit.actor, visit.now, visit.person.id, members))
            return moved(visit, "/corrections/overtime")
        except Refusal as refusal:
            form.refuse_all(refusal, seconds="hours")
    return await _page(visit, "overtime", Form(), form, 422)


# Timesheets


@get("/timesheets")
async def timesheets_page(request: AnyRequest) -> Response[bytes]:
    """One's months, and those of the last half year that have no timesheet yet."""
    visit = await visit_of(request)
    return await _timesheets(visit, Form.of_query(request), Form())


async def _timesheets(visit: Visit, query: Form, form: Form, status: int = 200) -> Response[bytes]:
    first = (visit.today.replace(day=1) - timedelta(days=31 * (MONTHS_OFFERED - 1))).replace(day=1)

    async def read(tx: Tx) -> list[date]:
        since = [("starts_on", ">=", first), ("period", "=", TimesheetPeriod.MONTH.value)]
        own = await timesheets.every(tx, visit.actor, visit.person.id, limit=100, after=None, where=since)
        taken = {each.starts_on for each in own}
        return [month for month in _months(first, visit.today) if month not in taken]

    free = await visit.house.store.read(read)
    return await _page(visit, "timesheet", query, form, status, free=free)


def _months(first: date, last: date) -> list[date]:
    """The first days of the months, the latest first."""
    months = [first]
    while (following := last_day(TimesheetPeriod.MONTH, months[-1]) + timedelta(days=1)) <= last:
        months.append(following)
    return months[::-1]


@post("/timesheets", status_code=200)
async def hand_in(request: AnyRequest) -> Response[bytes]:
    """Hand a month in: its timesheet is made and submitted in one go."""
    visit = await visit_of(request)
    form = await Form.of(request)
    month = form.day("month")
    if month is None:
        form.refuse("month", N_("is required"))
    else:
        members = {"period": TimesheetPeriod.MONTH.value, "starts_on": month}

        async def run(tx: Tx) -> None:
            sheet = await timesheets.add(tx, visit.actor, visit.now, visit.person.id, members)
            await timesheets.submit(tx, visit.actor, visit.now, sheet.id)

        try:
            await visit.house.store.write(run)
            return moved(visit, "/corrections/timesheets")
        except Refusal as refusal:
            form.refuse_all(refusal, ("month",), starts_on="month")
    return await _timesheets(visit, Form(), form, 422)


# What can be done about each


VERBS: Final[dict[tuple[str, str], Any]] = {
    ("correction", "take-back"): CORRECTIONS.remove,
    ("overtime", "take-back"): OVERTIME.remove,
    ("timesheet", "take-back"): timesheets.withdraw,
    ("timesheet", "submit"): timesheets.submit,
}


@post("/{kind:str}/{id:uuid}/{verb:str}", status_code=200)
async def act(request: AnyRequest, kind: FromPath[str], id: FromPath[UUID], verb: FromPath[str]) -> Response[bytes]:
    """Take back what nobody has decided, or hand in again what came back; 303 to the list."""
    visit = await visit_of(request)
    form = await Form.of(request)
    run = VERBS.get((kind, verb))
    if run is None:
        raise NotFound("request")
    await visit.house.store.write(lambda tx: run(tx, visit.actor, visit.now, str(id), form.whole("version")))
    return moved(visit, TABS[kind][0])


router = Router(
    "/corrections",
    route_handlers=[
        corrections_page,
        correction_form,
        ask,
        overtime_page,
        ask_overtime,
        timesheets_page,
        hand_in,
        act,
    ],
)
