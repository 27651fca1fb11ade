"""/week: the week as a sheet, typed like a spreadsheet, saved cell by cell.

Rows without any time stand in the address (`row`), so that a page that is loaded anew or sent to somebody keeps them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.addresses import day_in, is_id, named_day
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.own_time.entry_form import own_entry
from uhrwerk.entrypoints.web.own_time.picker import Picker, chosen_purpose, picker_for
from uhrwerk.entrypoints.web.pages import fragment, go, page
from uhrwerk.entrypoints.web.people.absence_words import what
from uhrwerk.entrypoints.web.visit import Visit, visit_of
from uhrwerk.operations import calendar, locks, purpose_choices, time_entries, week_sheet
from uhrwerk.operations.calendar import Days
from uhrwerk.operations.purpose_choices import Chosen
from uhrwerk.operations.week_sheet import EMPTY, WEEK, Cell, Key
from uhrwerk.rules.absence import halves_off
from uhrwerk.rules.access import Role
from uhrwerk.rules.day import DAY
from uhrwerk.rules.durations import typed
from uhrwerk.rules.lock import Closure
from uhrwerk.rules.refusals import InstantInFuture, Invalid, NotFound, Refusal, VersionMismatch
from uhrwerk.rules.work_day import WorkDay
from uhrwerk.storage.store import Tx

ROWS_AT_MOST: Final = 60
"""Empty ones that an address may name."""

CHANGED_MEANWHILE: Final = N_("was changed meanwhile: look at it again")
IN_FUTURE: Final = "lies in the future"


@dataclass(frozen=True, slots=True)
class Column:
    """A day: what is due and was worked, what is off on it, what closes it; `ahead` is one that is still to come."""

    day: date
    work: WorkDay
    off: Sequence[str]
    closure: Closure | None
    ahead: bool
    today: bool
    seconds: int

    @property
    def is_open(self) -> bool:
        return self.closure is None and not self.ahead


@dataclass(frozen=True, slots=True)
class Row:
    """What time is for, with its cells in the order of the days."""

    key: Key
    chosen: Chosen
    cells: Sequence[Cell]

    @property
    def id(self) -> str:
        return id_of(self.key)

    @property
    def seconds(self) -> int:
        return sum(cell.seconds for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The week in which the day `of` lies."""

    of: date
    columns: Sequence[Column]
    rows: Sequence[Row]
    picker: Picker
    keeps_time: bool

    @property
    def first(self) -> date:
        return self.columns[0].day

    @property
    def last(self) -> date:
        return self.columns[-1].day

    @property
    def seconds(self) -> int:
        return sum(column.seconds for column in self.columns)

    def address(self, of: date, *, rows: bool = True) -> str:
        empty = [("row", row.id) for row in self.rows if rows and not row.seconds]
        return f"/week?{urlencode([('of', of.isoformat()), *empty])}"


@get("/")
async def week_page(request: AnyRequest) -> Response[bytes]:
    """The page; for htmx the sheet alone. `purpose` and `type_of_work_id` add a row, `copy` those of last week."""
    visit = await visit_of(request)
    query = Form.of_query(request)
    sheet = await _read(visit, query)
    if "purpose" in query or "copy" in query:
        return go(visit.reader, sheet.address(sheet.of))
    template = "week/answer.html" if visit.reader.piece else "week.html"
    return _shown(visit, sheet, template)


@post("/cell", status_code=200)
async def put_cell(request: AnyRequest) -> Response[bytes]:
    """Make a cell what was typed; the sheet as it is then, or the cell again with what is wrong."""
    visit = await visit_of(request)
    form = await Form.of(request)
    day, key = named_day(form, "day"), key_in(form.text("key"))
    if day is None or key is None:
        raise NotFound("cell")
    version = form.whole("version")
    try:
        length = typed(form.text("cell"), "cell")
        await visit.house.store.write(
            lambda tx: week_sheet.put(tx, visit.actor, visit.now, visit.person.id, day, key, length, version)
        )
    except VersionMismatch:
        form.refuse("cell", CHANGED_MEANWHILE)
    except InstantInFuture:
        form.refuse("cell", IN_FUTURE)
    except Refusal as refusal:
        form.refuse_all(refusal, ["cell"], started_at="cell", ended_at="cell", length="cell", project_id="cell")
    sheet = await _read(visit, form)
    if form.ok:
        return _shown(visit, sheet, "week/answer.html")
    return _refused(visit, sheet, form, day, key)


@get("/cell")
async def cell_entries(request: AnyRequest) -> Response[bytes]:
    """The entries of a cell, each to be changed: its note and its length."""
    visit = await visit_of(request)
    return await _details(visit, Form.of_query(request))


@post("/entries/{id:uuid}", status_code=200)
async def change_entry(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    """Change the note and the length of one of a cell's entries."""
    visit = await visit_of(request)
    form = await Form.of(request)
    day, version = named_day(form, "day"), form.whole("version")
    if day is None:
        raise NotFound("cell")

    async def run(tx: Tx) -> None:
        entry = await own_entry(tx, visit, str(id))
        members: dict[str, Any] = {"note": form.given("note")}
        if form.text("length") != form.text("length_before"):
            length = typed(form.text("length"))
            if length is None:
                raise Invalid.field("length", "is required")
            members |= week_sheet.changed_clock(entry, day, length, visit.person, visit.now)
        await time_entries.change(tx, visit.actor, visit.now, entry.id, members, version)

    try:
        await visit.house.store.write(run)
    except VersionMismatch:
        form.refuse("length", CHANGED_MEANWHILE)
    except InstantInFuture:
        form.refuse("length", IN_FUTURE)
    except NotFound:
        raise
    except Refusal as refusal:
        form.refuse_all(refusal, ["length"], started_at="length", ended_at="length", cell="length")
    return await _details(visit, form, changed=str(id))


@post("/copy", status_code=200)
async def copy_week(request: AnyRequest) -> Response[bytes]:
    """Write down what the week before had, where there is nothing yet."""
    visit = await visit_of(request)
    form = await Form.of(request)
    first = visit.reader.formats.week_of(day_in(form, "of", visit.today))
    copied = await visit.house.store.write(
        lambda tx: week_sheet.copy(tx, visit.actor, visit.now, visit.person.id, first)
    )
    sheet = await _read(visit, form)
    if not visit.reader.piece:
        return go(visit.reader, sheet.address(sheet.of))
    return _shown(visit, sheet, "week/answer.html", copied=copied)


async def _read(visit: Visit, form: Form) -> Sheet:
    of = day_in(form, "of", visit.today)
    first = visit.reader.formats.week_of(of)
    named = [key for text in form.every("row")[:ROWS_AT_MOST] if (key := key_in(text)) is not None]
    if "purpose" in form:
        members = chosen_purpose(form)
        named.append(Key(members["project_id"], members["task_id"], members.get("type_of_work_id")))

    async def read(tx: Tx) -> Sheet:
        actor, now, me = visit.actor, visit.now, visit.person.id
        days = await calendar.of_person(tx, actor, now, me, first, first + (WEEK - 1) * DAY)
        last_week = await week_sheet.keys_of(tx, actor, now, me, first - WEEK * DAY) if "copy" in form else []
        closures = await locks.closures_of(tx, visit.person, first, first + (WEEK - 1) * DAY, now)
        return Sheet(
            of,
            _columns(visit, days, closures),
            await _rows(tx, visit, days, [*named, *last_week]),
            await picker_for(tx, visit),
            actor.role is not Role.AUDITOR,
        )

    return await visit.house.store.read(read, long=True)


async def _rows(tx: Tx, visit: Visit, days: Days, named: Sequence[Key]) -> list[Row]:
    """A row of each thing that there is time for, and those that are named, by name."""
    known = [work.day for work in days.work]
    entries = [each.entry for each in days.entries]
    cells = week_sheet.cells_of(entries, visit.person.zones, visit.now, known[0], known[-1])
    by_key = week_sheet.details_by_key(days.entries)
    rows = [
        Row(key, purpose_choices.of_details(visit.actor, by_key[key]), [row.get(day, EMPTY) for day in known])
        for key, row in cells.items()
    ]
    added = [key for each in named if (key := await week_sheet.resolved(tx, visit.actor, each)) is not None]
    for key in dict.fromkeys(added):
        if key not in cells:
            rows.append(Row(key, await purpose_choices.named(tx, visit.actor, key), [EMPTY] * WEEK))
    return sorted(rows, key=_order)


def _order(row: Row) -> tuple[str, ...]:
    choice = row.chosen.choice
    names = (choice.project, choice.task, choice.type_of_work, choice.client)
    return (*((name or "").casefold() for name in names), row.id)


def _columns(visit: Visit, days: Days, closures: Mapping[date, Closure]) -> list[Column]:
    return [
        Column(
            work.day,
            work,
            list(_off(visit, days, work.day)),
            closures.get(work.day),
            work.day > visit.today,
            work.day == visit.today,
            days.project_seconds.get(work.day, 0),
        )
        for work in days.work
    ]


def _off(visit: Visit, days: Days, day: date) -> Iterable[str]:
    for holiday in days.away.holidays:
        if halves_off(holiday.days, day):
            yield holiday.name
    for away in days.away.away:
        if away.starts_on <= day <= away.ends_on:
            yield what(visit.reader, away, days.types)


def _shown(visit: Visit, sheet: Sheet, template: str, status: int = 200, **values: Any) -> Response[bytes]:
    values = {"copied": None, "week": WEEK * DAY, "form": Form(), **values}
    return page(visit, template, status=status, sheet=sheet, **values)


def _refused(visit: Visit, sheet: Sheet, form: Form, day: date, key: Key) -> Response[bytes]:
    """The one cell, as it was typed."""
    row = next((row for row in sheet.rows if row.key == key), None)
    column = next((column for column in sheet.columns if column.day == day), None)
    if row is None or column is None:
        raise NotFound("cell")
    cell = row.cells[sheet.columns.index(column)]
    answer = fragment(visit, "week/cell.html", status=422, sheet=sheet, row=row, column=column, cell=cell, form=form)
    answer.headers |= {"HX-Retarget": f"#cell-{row.id.replace('/', '_')}-{day}", "HX-Reswap": "outerHTML"}
    return answer


async def _details(visit: Visit, form: Form, changed: str | None = None) -> Response[bytes]:
    day, key = named_day(form, "day"), key_in(form.text("key"))
    if day is None or key is None:
        raise NotFound("cell")
    sheet = await _read(visit, form)
    row = next((row for row in sheet.rows if row.key == key), None)
    cell = row.cells[(day - sheet.first).days] if row and sheet.first <= day <= sheet.last else EMPTY
    values = {"row": row, "cell": cell, "day": day, "form": form, "changed": changed}
    answer = _shown(visit, sheet, "week/details.html", status=200 if form.ok else 422, **values)
    if changed and form.ok:
        answer.headers["HX-Trigger"] = "sheet:changed"
    return answer


def id_of(key: Key) -> str:
    return "/".join(part or "" for part in (key.project_id, key.task_id, key.type_of_work_id))


def key_in(text: str) -> Key | None:
    """The row that an address names; None for what names none."""
    parts = [part or None for part in text.split("/")]
    if len(parts) != 3 or not all(part is None or is_id(part) for part in parts):
        return None
    return Key(*parts)


HANDLERS = [week_page, put_cell, cell_entries, change_entry, copy_week]
router = Router("/week", route_handlers=HANDLERS)
