"""Attendances: one that is written down without an end is the started timer."""

from collections.abc import Sequence

from uhrwerk.entrypoints.vendors.timetrack.routes.requests import Call, required, unchanged
from uhrwerk.entrypoints.vendors.timetrack.routes.resources import BY_START, Change, Resource, names_for
from uhrwerk.entrypoints.vendors.timetrack.routes.spans import of_clock
from uhrwerk.entrypoints.vendors.timetrack.routes.stretches import stretch
from uhrwerk.entrypoints.vendors.timetrack.wire import attendances as wire
from uhrwerk.entrypoints.vendors.timetrack.wire.lists import SpanFilter
from uhrwerk.entrypoints.vendors.timetrack.wire.values import given
from uhrwerk.operations import attendance
from uhrwerk.operations.details import Neighbours
from uhrwerk.storage import attendances, people
from uhrwerk.storage.attendances import Attendance
from uhrwerk.storage.search.tree import Condition
from uhrwerk.storage.store import Operation, Tx

FURTHER = ("note", "latitude_start", "longitude_start", "latitude_end", "longitude_end")


async def _show(tx: Tx, call: Call, records: Sequence[Attendance]) -> list[wire.Attendance]:
    neighbours = Neighbours(tx, call.actor.workspace_id)
    await neighbours.ahead(people.shelf, (record.person_id for record in records))
    shown = []
    for record in records:
        person = await neighbours.get(people.shelf, record.person_id)
        assert person is not None
        shown.append(wire.attendance(record, person, call.wall(person)))
    return shown


def _find(call: Call) -> Operation[Condition]:
    wanted = call.form(SpanFilter)
    return lambda tx: of_clock(tx, call, wanted)


async def _add(call: Call) -> Operation[Attendance]:
    form = call.form(wire.AttendanceForm)
    username, _ = required(form, "username", "started_at")

    async def add(tx: Tx) -> Attendance:
        person = await call.person(tx, username)
        members = stretch(form, call.wall(person), call.now) | given(form, *FURTHER)
        return await attendance.create(tx, call.actor, call.now, person.id, members)

    return add


async def _change(call: Call) -> Change[Attendance]:
    form = call.form(wire.AttendanceForm)

    async def change(tx: Tx, before: Attendance) -> Attendance:
        person = await Neighbours(tx, call.actor.workspace_id).get(people.shelf, before.person_id)
        assert person is not None
        unchanged(form, username=person.username)
        members = stretch(form, call.wall(person), call.now, before) | given(form, *FURTHER)
        return await attendance.change(tx, call.actor, call.now, before.id, members)

    return change


async def _remove(tx: Tx, call: Call, record: Attendance) -> None:
    await attendance.delete(tx, call.actor, call.now, record.id)


HANDLERS = Resource(
    path="attendances",
    shelf=attendances.shelf,
    get=attendance.get,
    show=_show,
    find=_find,
    add=_add,
    change=_change,
    remove=_remove,
    names=names_for(wire.AttendanceForm, breaks="breakMinutes", break_seconds="breakMinutes"),
    order=BY_START,
).doors()
