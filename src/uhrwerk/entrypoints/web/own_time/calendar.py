"""/calendar: a week or a day of one's own time, and the editor of a time entry."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.addresses import day_in
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.own_time.calendar_days import Drawing
from uhrwerk.entrypoints.web.own_time.entry_form import (
    EntryForm,
    entry_values,
    own_entry,
    read_instant,
    shifted,
    time_values,
)
from uhrwerk.entrypoints.web.own_time.picker import picker_again
from uhrwerk.entrypoints.web.pages import SECURITY_HEADERS, fragment, moved, page
from uhrwerk.entrypoints.web.visit import Visit, visit_of
from uhrwerk.operations import calendar, time_entries
from uhrwerk.rules.day import DAY
from uhrwerk.rules.refusals import Invalid, Refusal
from uhrwerk.storage.store import Tx
from uhrwerk.storage.time_entries import TimeEntry

WEEK: Final = 7
HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Range:
    """The days that are looked at: around the day `of`, a week or that day alone."""

    of: date
    view: str
    first: date
    last: date

    @property
    def address(self) -> str:
        return address(self.of, self.view)

    @property
    def step(self) -> timedelta:
        return DAY if self.view == "day" else WEEK * DAY


def address(of: date, view: str) -> str:
    return f"/calendar?of={of}&view={view}"


def range_of(visit: Visit, form: Form) -> Range:
    """What the address asks for; a day that is none is today's."""
    of = day_in(form, "of", visit.today)
    if form.text("view") == "day":
        return Range(of, "day", of, of)
    first = visit.reader.formats.week_of(of)
    return Range(of, "week", first, first + (WEEK - 1) * DAY)


@get("/")
async def calendar_page(request: AnyRequest) -> Response[bytes]:
    """The page; for htmx its days alone."""
    visit = await visit_of(request)
    shown = range_of(visit, Form.of_query(request))
    days = await visit.house.store.read(
        lambda tx: calendar.of_person(tx, visit.actor, visit.now, visit.person.id, shown.first, shown.last)
    )
    drawn = Drawing(days, visit.reader, visit.actor, visit.now).all()
    template = "calendar/days.html" if visit.reader.piece else "calendar.html"
    return page(visit, template, days=drawn, shown=shown, earlier=shown.of - shown.step, later=shown.of + shown.step)


@get("/new")
async def new_entry(request: AnyRequest) -> Response[bytes]:
    """The empty editor, with the times that were drawn on the calendar, else the last hour."""
    visit = await visit_of(request)
    asked = Form.of_query(request)
    began = read_instant(asked.text("from")) or _quarter(visit.now) - HOUR
    ended = read_instant(asked.text("to")) or began + HOUR
    zones = visit.person.zones
    form = Form.with_values(**time_values("start", began, zones), **time_values("end", ended, zones), breaks="")
    return await _editor(visit, range_of(visit, asked), form, None)


@post("/entries", status_code=200)
async def add_entry(request: AnyRequest) -> Response[bytes]:
    visit = await visit_of(request)
    form = EntryForm(await Form.of(request), visit.person.zones, visit.now)
    written, purpose = form.written(), form.purpose()
    if written is not None and form.form.ok:
        try:
            await visit.house.store.write(
                lambda tx: time_entries.create(tx, visit.actor, visit.now, visit.person.id, written, purpose)
            )
        except Refusal as refusal:
            form.refuse(refusal)
    if form.form.ok:
        return _done(visit, form.form)
    return await _editor(visit, range_of(visit, form.form), form.form, None, status=422)


@get("/entries/{id:uuid}")
async def entry_page(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    visit = await visit_of(request)
    entry = await visit.house.store.read(lambda tx: own_entry(tx, visit, str(id)))
    form = Form.with_values(**entry_values(entry, visit.person.zones))
    return await _editor(visit, range_of(visit, Form.of_query(request)), form, entry)


@post("/entries/{id:uuid}", status_code=200)
async def change_entry(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    visit = await visit_of(request)
    form = EntryForm(await Form.of(request), visit.person.zones, visit.now)
    before = await visit.house.store.read(lambda tx: own_entry(tx, visit, str(id)))
    members, version = form.changes(before), form.form.whole("version")
    if members is not None and form.form.ok:
        try:
            await visit.house.store.write(
                lambda tx: time_entries.change(tx, visit.actor, visit.now, before.id, members, version)
            )
        except Refusal as refusal:
            form.refuse(refusal)
    if form.form.ok:
        return _done(visit, form.form)
    return await _editor(visit, range_of(visit, form.form), form.form, before, status=422)


@post("/entries/{id:uuid}/times", status_code=200)
async def move_entry(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    """An entry was dragged: its start, or both ends, `started_at` and `ended_at` (instants). Breaks go along with it.

    204; what is refused becomes a notice, and the page asks for the days anew.
    """
    visit = await visit_of(request)
    form = await Form.of(request)
    began, ended = read_instant(form.text("started_at")), read_instant(form.text("ended_at"))
    if began is None:
        raise Invalid.field("started_at", "is required")
    version = form.whole("version")

    async def move(tx: Tx) -> None:
        before = await own_entry(tx, visit, str(id))
        await time_entries.change(tx, visit.actor, visit.now, before.id, _moved(before, began, ended), version)

    await visit.house.store.write(move)
    return _done(visit, form)


@post("/entries/{id:uuid}/delete", status_code=200)
async def delete_entry(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    visit = await visit_of(request)
    form = await Form.of(request)

    async def delete(tx: Tx) -> None:
        entry = await own_entry(tx, visit, str(id))
        await time_entries.delete(tx, visit.actor, visit.now, entry.id, form.whole("version"))

    await visit.house.store.write(delete)
    return _done(visit, form)


def _moved(before: TimeEntry, began: datetime, ended: datetime | None) -> dict[str, Any]:
    """The members of an entry that lies elsewhere, or is of another length."""
    if before.ended_at is None or ended is None:
        return {"started_at": began}
    as_long = ended - began == before.ended_at - before.started_at
    breaks = shifted(before.breaks, began - before.started_at) if as_long else before.breaks
    return {"started_at": began, "ended_at": ended, "breaks": breaks}


def _quarter(now: datetime) -> datetime:
    return now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)


def _done(visit: Visit, form: Form) -> Response[bytes]:
    """For htmx a sign that the days have changed; else back to the calendar."""
    shown = range_of(visit, form)
    if not visit.reader.piece:
        return moved(visit, shown.address)
    return Response(b"", status_code=204, headers={**SECURITY_HEADERS, "HX-Trigger": "calendar-changed"})


async def _editor(
    visit: Visit, shown: Range, form: Form, entry: TimeEntry | None, *, status: int = 200
) -> Response[bytes]:
    """The form; for htmx without a page around it."""
    picker = await visit.house.store.read(lambda tx: picker_again(tx, visit, form))
    values = {"form": form, "entry": entry, "shown": shown, "picker": picker}
    if visit.reader.piece:
        return fragment(visit, "calendar/editor.html", status=status, **values)
    return page(visit, "calendar/entry.html", status=status, **values)


router = Router(
    "/calendar",
    route_handlers=[calendar_page, new_entry, add_entry, entry_page, change_entry, move_entry, delete_entry],
)
