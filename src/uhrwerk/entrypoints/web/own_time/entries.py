"""/entries and /attendances: writing down, changing, splitting, copying, deleting from the list of a day."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.bodies import Malformed
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.own_time.board import board_answer, shown_day
from uhrwerk.entrypoints.web.own_time.entry_form import ADDRESSED, EntryForm, entry_values, own_entry
from uhrwerk.entrypoints.web.own_time.picker import chosen_purpose, picker_again, purpose_picked
from uhrwerk.entrypoints.web.pages import fragment, moved, page
from uhrwerk.entrypoints.web.visit import Visit, visit_of
from uhrwerk.operations import attendance, entry_splits, tags, time_entries, timers
from uhrwerk.operations.purposes import Purpose
from uhrwerk.operations.time_entries import Written
from uhrwerk.operations.typed_time import written_on
from uhrwerk.rules.day import instant_of, local_date
from uhrwerk.rules.durations import time_of_day
from uhrwerk.rules.instants import Act
from uhrwerk.rules.refusals import InstantInFuture, Refusal, VersionMismatch
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tags import Tag
from uhrwerk.storage.time_entries import TimeEntry

PLACES: Final = ("entry", "what")
"""Where a row is edited: in the list, or with what runs."""

CHANGED_MEANWHILE: Final = N_(
    "This entry was changed meanwhile, maybe by you in another window. Below is how it is now: change it again."
)
LENGTH_FIELDS: Final = {**ADDRESSED, "started_at": "length", "ended_at": "length"}


class Gone(msgspec.Struct, frozen=True):
    """A deleted entry, as it can be written down again."""

    written: Written
    purpose: Purpose
    tags: list[str]


@dataclass(frozen=True, slots=True)
class Sent:
    """A form about an entry of the person's own, as it came in."""

    visit: Visit
    form: Form
    entry: TimeEntry

    @property
    def version(self) -> int | None:
        return self.form.whole("version")

    @property
    def at(self) -> str:
        return self.form.text("at") if self.form.text("at") in PLACES else PLACES[0]


@post("/entries", status_code=200)
async def add(request: AnyRequest) -> Response[bytes]:
    """Write an entry down on the shown day: from when to when, or how long."""
    visit = await visit_of(request)
    form = await Form.of(request)
    day = shown_day(visit, form)
    purpose = Purpose(**chosen_purpose(form), note=form.given("note"))
    try:
        written = written_on(day, form.text("length"), visit.person.zones, visit.now)
        if written is None:
            form.refuse("length", "is required")
        elif form.ok:
            await visit.house.store.write(
                lambda tx: time_entries.create(tx, visit.actor, visit.now, visit.person.id, written, purpose)
            )
    except InstantInFuture:
        form.refuse("length", "lies in the future")
    except Refusal as refusal:
        form.refuse_all(refusal, **LENGTH_FIELDS)
    if form.ok:
        return await _done(visit, form)
    picker = await visit.house.store.read(lambda tx: picker_again(tx, visit, form))
    return _form_again(visit, "now/add.html", "#add", form=form, picker=picker, day=day)


@get("/entries/{id:uuid}/edit")
async def edit(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    """The entry's row as a form."""
    visit = await visit_of(request)
    entry = await visit.house.store.read(lambda tx: own_entry(tx, visit, str(id)))
    form = Form.with_values(at=Form.of_query(request).text("at"), **_values(visit, entry))
    return await _editor(Sent(visit, form, entry), status=200)


@post("/entries/{id:uuid}", status_code=200)
async def change(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    """Change what differs from what was shown."""
    sent = await _sent(request, id)
    members = _members(sent)
    if not sent.form.ok:
        return await _editor(sent)
    return await _act(
        sent,
        lambda tx: time_entries.change(tx, sent.visit.actor, sent.visit.now, sent.entry.id, members, sent.version),
    )


@post("/entries/{id:uuid}/split", status_code=200)
async def split(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    """Make two of it, at the time of its day in `split_at`."""
    sent = await _sent(request, id)
    try:
        at = _time_within(sent)
    except Refusal as refusal:
        sent.form.refuse_all(refusal, ["split_at"])
        return await _editor(sent)
    return await _act(
        sent,
        lambda tx: entry_splits.split_entry(tx, sent.visit.actor, sent.visit.now, sent.entry.id, at, sent.version),
    )


@post("/entries/{id:uuid}/copy", status_code=200)
async def copy(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    """Write the same down once more."""
    sent = await _sent(request, id)
    return await _act(sent, lambda tx: _write_again(tx, sent.visit, _gone(sent.entry)))


@post("/entries/{id:uuid}/delete", status_code=200)
async def delete(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    """Delete it; the answer offers to write it down again."""
    sent = await _sent(request, id)
    undo = msgspec.json.encode(_gone(sent.entry)).decode()
    return await _act(
        sent,
        lambda tx: time_entries.delete(tx, sent.visit.actor, sent.visit.now, sent.entry.id, sent.version),
        undo=undo,
    )


@post("/entries/undo", status_code=200)
async def undo(request: AnyRequest) -> Response[bytes]:
    """Write a deleted entry down again, as its own person could by hand."""
    visit = await visit_of(request)
    form = await Form.of(request)
    try:
        gone = msgspec.json.decode(form.text("entry"), type=Gone)
    except (msgspec.DecodeError, ValueError):
        raise Malformed("The form cannot be read.") from None
    await visit.house.store.write(lambda tx: _write_again(tx, visit, gone))
    return await _done(visit, form)


@post("/entries/{id:uuid}/continue", status_code=200)
async def continue_(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    """Start the timer for the same."""
    sent = await _sent(request, id)
    try:
        await sent.visit.house.store.write(
            lambda tx: timers.continue_(tx, sent.visit.actor, Act(sent.visit.now), sent.entry.id)
        )
    except Refusal as refusal:
        said = sent.visit.reader.say(refusal.message)
        return await board_answer(sent.visit, shown_day(sent.visit, sent.form), status=409, said=said)
    return await _done(sent.visit, sent.form)


@post("/entries/{id:uuid}/confirm", status_code=200)
async def confirm(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    """Say that an entry that was stopped by itself is right."""
    sent = await _sent(request, id)
    await sent.visit.house.store.write(
        lambda tx: time_entries.confirm(tx, sent.visit.actor, sent.visit.now, sent.entry.id)
    )
    return await _done(sent.visit, sent.form)


@post("/attendances/{id:uuid}/confirm", status_code=200)
async def confirm_attendance(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    visit = await visit_of(request)
    form = await Form.of(request)
    await visit.house.store.write(lambda tx: attendance.confirm(tx, visit.actor, visit.now, str(id)))
    return await _done(visit, form)


async def _sent(request: AnyRequest, id: UUID) -> Sent:
    """Raises NotFound."""
    visit = await visit_of(request)
    entry = await visit.house.store.read(lambda tx: own_entry(tx, visit, str(id)))
    return Sent(visit, await Form.of(request), entry)


async def _act(sent: Sent, act: Callable[[Tx], Awaitable[Any]], **values: Any) -> Response[bytes]:
    """Do it; what is refused is said in the form, and what was changed meanwhile is shown as it is now."""
    try:
        await sent.visit.house.store.write(act)
    except VersionMismatch:
        entry = await sent.visit.house.store.read(lambda tx: own_entry(tx, sent.visit, sent.entry.id))
        form = Form.with_values(at=sent.at, **_values(sent.visit, entry))
        form.refuse("", CHANGED_MEANWHILE)
        return await _editor(Sent(sent.visit, form, entry))
    except Refusal as refusal:
        names = LENGTH_FIELDS if sent.entry.length_only else ADDRESSED
        sent.form.refuse_all(refusal, **{**names, "at": "split_at"})
        return await _editor(sent)
    return await _done(sent.visit, sent.form, **values)


async def _done(visit: Visit, form: Form, **values: Any) -> Response[bytes]:
    day = shown_day(visit, form)
    if visit.reader.piece:
        return await board_answer(visit, day, **values)
    return moved(visit, "/" if day == visit.today else f"/?day={day}")


async def _editor(sent: Sent, status: int = 422) -> Response[bytes]:
    visit, form = sent.visit, sent.form

    async def read(tx: Tx) -> tuple[Any, list[Tag]]:
        return await picker_again(tx, visit, form), await tags.every(tx, visit.actor)

    picker, known = await visit.house.store.read(read)
    values = {"form": form, "entry": sent.entry, "at": sent.at, "picker": picker, "tags": known}
    target = None if status == 200 else f"#{sent.at}-{sent.entry.id}"
    return _form_again(visit, "now/edit.html", target, status, **values)


def _form_again(visit: Visit, template: str, target: str | None, status: int = 422, **values: Any) -> Response[bytes]:
    """A form in its place; without scripts as a page of its own."""
    if not visit.reader.piece:
        return page(visit, "now/form_page.html", status=status, piece=template, **values)
    answer = fragment(visit, template, status=status, **values)
    if target is not None:
        answer.headers |= {"HX-Retarget": target, "HX-Reswap": "outerHTML"}
    return answer


def _values(visit: Visit, entry: TimeEntry) -> dict[str, Any]:
    """What the form says at first."""
    values = entry_values(entry, visit.person.zones) | {"tags": entry.tags}
    values["billable"] = "yes" if entry.billable else None
    if entry.length_only:
        length = visit.reader.formats.hours(entry.net_seconds or 0)
        values |= {"length": length, "length_before": length, "day_before": values["starts_on"]}
    return values


def _members(sent: Sent) -> dict[str, Any]:
    """The members that the form changes; what is wrong with it stands in its errors."""
    form, entry = sent.form, sent.entry
    form.fields.append(("billable", "no"))  # a box that is not ticked sends nothing
    if not entry.length_only:
        members = EntryForm(form, sent.visit.person.zones, sent.visit.now).changes(entry) or {}
    else:
        members = {
            **purpose_picked(form, entry),
            "note": form.given("note"),
            "billable": form.text("billable") == "yes",
        }
        members |= _changed_length(sent)
    chosen = form.every("tags")
    return members if chosen == entry.tags else members | {"tags": chosen}


def _changed_length(sent: Sent) -> dict[str, Any]:
    """The clock's members, if another day or length was typed than was shown."""
    form, zones = sent.form, sent.visit.person.zones
    day, text = form.day("starts_on"), form.text("length")
    if (form.text("starts_on"), text) == (form.text("day_before"), form.text("length_before")):
        return {}
    if day is None:
        form.refuse("starts_on", "is required")
        return {}
    try:
        written = written_on(day, text, zones, sent.visit.now)
    except Refusal as refusal:
        form.refuse_all(refusal, ["length"])
        return {}
    if written is None:
        form.refuse("length", "is required")
        return {}
    return {name: getattr(written, name) for name in ("started_at", "ended_at", "breaks", "length_only")}


def _time_within(sent: Sent) -> datetime:
    """The instant within the entry at which the wall clock shows `split_at`. Raises Invalid."""
    entry, zones = sent.entry, sent.visit.person.zones
    wall = time_of_day(sent.form.text("split_at"), "split_at")
    last = entry.ended_at or sent.visit.now
    days = sorted({local_date(entry.started_at, zones), local_date(last, zones)})
    found = [instant_of(datetime.combine(day, wall), zones, last, "split_at") for day in days]
    return next((at for at in found if entry.started_at < at < last), found[0])


def _gone(entry: TimeEntry) -> Gone:
    assert entry.ended_at is not None
    return Gone(
        Written(entry.started_at, entry.ended_at, entry.breaks, entry.zone, entry.length_only),
        Purpose(entry.project_id, entry.task_id, entry.type_of_work_id, entry.note, entry.billable),
        entry.tags,
    )


async def _write_again(tx: Tx, visit: Visit, gone: Gone) -> TimeEntry:
    further = {"tags": gone.tags}
    return await time_entries.create(tx, visit.actor, visit.now, visit.person.id, gone.written, gone.purpose, further)


HANDLERS = [add, edit, change, split, copy, delete, undo, continue_, confirm, confirm_attendance]
router = Router("/", route_handlers=HANDLERS)
