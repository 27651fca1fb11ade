"""Project time entries; a timer that runs is one without an end."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from uhrwerk.entrypoints.modelling import Shared
from uhrwerk.entrypoints.vendors.timetrack.routes.requests import Call, required, unchanged
from uhrwerk.entrypoints.vendors.timetrack.routes.resources import BY_START, Change, Resource, names_for
from uhrwerk.entrypoints.vendors.timetrack.routes.spans import of_clock, whole
from uhrwerk.entrypoints.vendors.timetrack.routes.stretches import stretch
from uhrwerk.entrypoints.vendors.timetrack.routes.tagging import tags_of
from uhrwerk.entrypoints.vendors.timetrack.wire import project_time_entries as wire
from uhrwerk.entrypoints.vendors.timetrack.wire.lists import EntryFilter
from uhrwerk.entrypoints.vendors.timetrack.wire.values import filled, given
from uhrwerk.operations import purposes, time_entries
from uhrwerk.operations.details import EntryDetails, Neighbours
from uhrwerk.operations.time_entries import Written
from uhrwerk.storage import tags
from uhrwerk.storage import time_entries as entries_kept
from uhrwerk.storage.search.tree import And, Condition
from uhrwerk.storage.store import Operation, Tx
from uhrwerk.storage.time_entries import TimeEntry

COORDINATES = ("latitude_start", "longitude_start", "latitude_end", "longitude_end")


async def _show(tx: Tx, call: Call, records: Sequence[TimeEntry]) -> list[wire.Entry]:
    neighbours = Neighbours(tx, call.actor.workspace_id)
    await neighbours.ahead(tags.shelf, (id for record in records for id in record.tags))
    shown, walls = [], Shared()
    for details in await neighbours.of_entries(records):
        words = await neighbours.some(tags.shelf, details.entry.tags) if details.entry.tags else []
        shown.append(wire.entry(details, words, walls(call.wall, details.person)))
    return shown


def _find(call: Call) -> Operation[Condition]:
    wanted = call.form(EntryFilter)
    named = (whole("project.client.name", wanted.client_name), whole("project.name", wanted.project_name))

    async def find(tx: Tx) -> Condition:
        return And((await of_clock(tx, call, wanted), *named))

    return find


async def _add(call: Call) -> Operation[TimeEntry]:
    form = call.form(wire.EntryForm)
    username, client_name, project_name, *_ = required(
        form, "username", "client_name", "project_name", "started_at", "ended_at"
    )

    async def add(tx: Tx) -> TimeEntry:
        person = await call.person(tx, username)
        written = Written(**stretch(form, call.wall(person), call.now))
        said = {"task_name": None, "note": None, **given(form, "task_name", "note")}
        purpose = await purposes.by_names(tx, call.actor, client_name, project_name, **said, made_at=call.made_at)
        purpose = replace(purpose, billable=filled(form, "billable").get("billable", True))
        further = filled(form, "hour_rate", "flat_rate", *COORDINATES) | await tags_of(tx, call, form.tags, person.id)
        return await time_entries.create(tx, call.actor, call.now, person.id, written, purpose, further)

    return add


async def _change(call: Call) -> Change[TimeEntry]:
    form = call.form(wire.EntryForm)

    async def change(tx: Tx, before: TimeEntry) -> TimeEntry:
        details = await Neighbours(tx, call.actor.workspace_id).of_entry(before)
        unchanged(form, username=details.person.username)
        members = stretch(form, call.wall(details.person), call.now, before)
        if members.keys() & {"started_at", "ended_at"} and before.length_only:
            members["length_only"] = False
        members |= await _purpose(tx, call, form, details) | _rate(form, details)
        members |= given(form, "note", *COORDINATES) | filled(form, "billable", "flat_rate")
        members |= await tags_of(tx, call, form.tags, before.person_id)
        return await time_entries.change(tx, call.actor, call.now, before.id, members)

    return change


async def _purpose(tx: Tx, call: Call, form: wire.EntryForm, details: EntryDetails) -> dict[str, Any]:
    """The project and the task, where the form says other names than are shown: what was archived since may stay."""
    project, task = details.project, details.task
    shown = {
        "client_name": project.client.name if project and project.client else None,
        "project_name": project.project.name if project else None,
        "task_name": task.task.name if task else None,
    }
    said = given(form, *wire.NAMES)
    if said.items() <= shown.items():
        return {}
    wanted = wire.EntryForm(**{**shown, "task_name": None, **said})
    client_name, project_name = required(wanted, "client_name", "project_name")
    purpose = await purposes.by_names(
        tx, call.actor, client_name, project_name, said.get("task_name"), None, call.made_at
    )
    return {"project_id": purpose.project_id, "task_id": purpose.task_id}


def _rate(form: wire.EntryForm, details: EntryDetails) -> dict[str, Any]:
    """The rate, unless it is what is shown anyway: the project's own is not to become the entry's."""
    said = given(form, "hour_rate")
    return {} if said == {"hour_rate": wire.hour_rate(details)} else said


async def _remove(tx: Tx, call: Call, entry: TimeEntry) -> None:
    await time_entries.delete(tx, call.actor, call.now, entry.id)


HANDLERS = Resource(
    path="project_time_entries",
    shelf=entries_kept.shelf,
    get=time_entries.get,
    show=_show,
    find=_find,
    add=_add,
    change=_change,
    remove=_remove,
    names=names_for(
        wire.EntryForm, breaks="breakMinutes", break_seconds="breakMinutes", project_id="projectName", task_id="task"
    ),
    order=BY_START,
).doors()
