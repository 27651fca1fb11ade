"""Absences, which are asked for and decided, and the types that they have."""

from collections.abc import Sequence

from uhrwerk.entrypoints.vendors.timetrack.routes.requests import Call, required, unchanged
from uhrwerk.entrypoints.vendors.timetrack.routes.resources import Change, Resource, always, each, names_for
from uhrwerk.entrypoints.vendors.timetrack.routes.spans import of_user, on_days, part_of
from uhrwerk.entrypoints.vendors.timetrack.wire import absences as wire
from uhrwerk.entrypoints.vendors.timetrack.wire import values
from uhrwerk.entrypoints.vendors.timetrack.wire.absences import STATUSES, Segment, Status
from uhrwerk.entrypoints.vendors.timetrack.wire.lists import AbsenceFilter, NameFilter
from uhrwerk.operations import absences, numbers
from uhrwerk.operations.catalog import ABSENCE_TYPES
from uhrwerk.operations.details import Neighbours
from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage import absences as absences_kept
from uhrwerk.storage import people
from uhrwerk.storage.absences import Absence
from uhrwerk.storage.search.tree import NEVER, And, Condition, equal
from uhrwerk.storage.store import Operation, Tx


async def _show(tx: Tx, call: Call, records: Sequence[Absence]) -> list[wire.Absence]:
    neighbours = Neighbours(tx, call.actor.workspace_id)
    await neighbours.ahead(people.shelf, (record.person_id for record in records))
    await neighbours.ahead(absences_kept.types, (record.absence_type_id for record in records))
    shown = []
    for record in records:
        person = await neighbours.get(people.shelf, record.person_id)
        kind = await neighbours.get(absences_kept.types, record.absence_type_id)
        assert person is not None
        assert kind is not None
        shown.append(wire.absence(record, person, kind))
    return shown


def _find(call: Call) -> Operation[Condition]:
    wanted = call.form(AbsenceFilter)
    days = on_days(wanted, "starts_on", "ends_on")

    async def find(tx: Tx) -> Condition:
        of_days = equal("seconds", None)
        return And((days, of_days, await of_user(tx, call, wanted), await _of_type(tx, call, wanted)))

    return find


async def _get(tx: Tx, actor: Actor, id: str) -> Absence:
    """Raises NotFound also for one of some hours only: TimeTrack has no word for it."""
    found = await absences.get(tx, actor, id)
    if found.seconds is not None:
        raise NotFound("absence")
    return found


async def _of_type(tx: Tx, call: Call, wanted: AbsenceFilter) -> Condition:
    if wanted.absence_type is None:
        return And(())
    kind = await absences_kept.types.numbered(tx, call.actor.workspace_id, wanted.absence_type)
    return equal("absence_type_id", kind.id) if kind else NEVER


async def _add(call: Call) -> Operation[Absence]:
    form = call.form(wire.AbsenceForm)
    username, first, last, number = required(form, "username", "starts_on", "ends_on", "absence_type_id")
    segment = values.filled(form, "day_segment").get("day_segment", Segment.WHOLE_DAY)
    members = {
        "starts_on": values.day(first, "from"),
        "ends_on": values.day(last, "to"),
        "half_day_start": segment is Segment.AFTERNOON,
        "half_day_end": segment is Segment.MORNING,
        "status": STATUSES[values.filled(form, "status").get("status", Status.NEW)],
    }

    async def add(tx: Tx) -> Absence:
        person = await call.person(tx, username)
        kind = await numbers.id_of(tx, call.actor, absences_kept.types, number, "absence_type_id")
        return await absences.add(tx, call.actor, call.now, person.id, members | {"absence_type_id": kind})

    return add


async def _change(call: Call) -> Change[Absence]:
    form = call.form(wire.AbsenceForm)

    async def change(tx: Tx, before: Absence) -> Absence:
        [shown] = await _show(tx, call, [before])
        unchanged(
            form,
            username=shown.user,
            starts_on=shown.from_,
            ends_on=shown.to,
            absence_type_id=shown.absence_type,
            day_segment=shown.day_segment,
        )
        [status] = required(form, "status")
        return await absences.decide(tx, call.actor, call.now, before.id, STATUSES[status])

    return change


async def _remove(tx: Tx, call: Call, absence: Absence) -> None:
    await absences.remove(tx, call.actor, call.now, absence.id)


def _find_types(call: Call) -> Operation[Condition]:
    return always(part_of("name", call.form(NameFilter).name))


HANDLERS = [
    *Resource(
        path="absences",
        shelf=absences_kept.shelf,
        get=_get,
        show=_show,
        find=_find,
        add=_add,
        change=_change,
        remove=_remove,
        names=names_for(wire.AbsenceForm, half_day_end="day_segment"),
    ).doors(),
    *Resource(
        path="absence_types",
        shelf=ABSENCE_TYPES.shelf,
        get=ABSENCE_TYPES.get,
        show=each(wire.absence_type),
        find=_find_types,
    ).doors(),
]
