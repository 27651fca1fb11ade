"""The same done to many time entries, in one transaction."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from litestar import post
from litestar.params import FromPath

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.vendors.awork.routes.batches import NotAll, done_together, multi_status
from uhrwerk.entrypoints.vendors.awork.routes.calls import Call, admitted
from uhrwerk.entrypoints.vendors.awork.routes.forms import form_of
from uhrwerk.entrypoints.vendors.awork.routes.requests import Reply, nothing, text_id
from uhrwerk.entrypoints.vendors.awork.wire.entry_forms import EntryBatch, EntrySet, TypedEntrySet
from uhrwerk.operations import time_entries
from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import Invalid, NotFound
from uhrwerk.storage.store import Tx

MOST: Final = 1000
"""Entries that one request changes: more would keep everybody else waiting."""

Act = Callable[[Tx, Actor, datetime, str], Awaitable[object]]


@post("/timeentries/setbillable", status_code=200)
async def set_billable(request: AnyRequest) -> Reply:
    return await _set(request, {"billable": True})


@post("/timeentries/setunbillable", status_code=200)
async def set_unbillable(request: AnyRequest) -> Reply:
    return await _set(request, {"billable": False})


@post("/timeentries/setbilled", status_code=200)
async def set_billed(request: AnyRequest) -> Reply:
    return await _set(request, {"billed": True})


@post("/timeentries/setunbilled", status_code=200)
async def set_unbilled(request: AnyRequest) -> Reply:
    return await _set(request, {"billed": False})


@post("/timeentries/settypeofwork", status_code=200)
async def set_type_of_work(request: AnyRequest) -> Reply:
    call = await admitted(request)
    form = await form_of(request, TypedEntrySet)
    return await _do_to_all(call, form.ids, changing({"type_of_work_id": str(form.type_of_work_id)}))


@post("/timeentries/delete", status_code=200)
async def delete_entries(request: AnyRequest) -> Reply:
    call = await admitted(request)
    form = await form_of(request, EntrySet)
    return await _do_to_all(call, form.ids, time_entries.delete)


@post("/timeentries/batch/{operation:str}", status_code=200)
async def batch(request: AnyRequest, operation: FromPath[str]) -> Reply:
    call = await admitted(request)
    choose = OPERATIONS.get(operation.lower())
    if choose is None:
        raise NotFound("operation")
    form = await form_of(request, EntryBatch)
    ids, act = _texts(form.time_entry_ids, "time_entry_ids"), choose(form)

    async def do(tx: Tx) -> Any:
        await time_entries.hold(tx, call.actor, ids, *_texts([form.new_user_id] if form.new_user_id else []))
        return await done_together(
            tx,
            ids,
            lambda tx, id: act(tx, call.actor, call.now, id),
            all_or_nothing=form.require_all_time_entries,
        )

    try:
        return multi_status(await call.write(do))
    except NotAll as refused:
        return multi_status(refused.result)


async def _set(request: AnyRequest, members: dict[str, Any]) -> Reply:
    call = await admitted(request)
    form = await form_of(request, EntrySet)
    return await _do_to_all(call, form.ids, changing(members))


async def _do_to_all(call: Call, ids: list[UUID], act: Act) -> Reply:
    """All of them or, if one is refused, none."""
    wanted = _texts(ids)

    async def do(tx: Tx) -> None:
        await time_entries.hold(tx, call.actor, wanted)
        for id in wanted:
            await act(tx, call.actor, call.now, id)

    await call.write(do)
    return nothing()


def _texts(ids: list[UUID], field: str = "ids") -> list[str]:
    if len(ids) > MOST:
        raise Invalid.field(field, f"must not be more than {MOST}")
    return [str(id) for id in dict.fromkeys(ids)]


def changing(members: dict[str, Any]) -> Act:
    async def act(tx: Tx, actor: Actor, now: datetime, id: str) -> None:
        await time_entries.change(tx, actor, now, id, members)

    return act


def _to_type_of_work(form: EntryBatch) -> Act:
    return changing({"type_of_work_id": _needed(text_id(form.new_type_of_work_id), "new_type_of_work_id")})


def _to_billable(form: EntryBatch) -> Act:
    return changing({"billable": _needed(form.is_billable, "is_billable")})


def _to_billed(form: EntryBatch) -> Act:
    return changing({"billed": _needed(form.is_billed, "is_billed")})


def _to_project(form: EntryBatch) -> Act:
    """The task stays behind."""
    return changing({"project_id": _needed(text_id(form.new_project_id), "new_project_id"), "task_id": None})


def _to_task(form: EntryBatch) -> Act:
    """The task brings its project."""
    return changing({"task_id": _needed(text_id(form.new_task_id), "new_task_id")})


def _to_user(form: EntryBatch) -> Act:
    person_id = _needed(text_id(form.new_user_id), "new_user_id")

    async def act(tx: Tx, actor: Actor, now: datetime, id: str) -> None:
        await time_entries.hand_over(tx, actor, now, id, person_id)

    return act


def _needed(value: Any, field: str) -> Any:
    if value is None:
        raise Invalid.field(field, "is required")
    return value


OPERATIONS: Final[dict[str, Callable[[EntryBatch], Act]]] = {
    "delete": lambda form: time_entries.delete,
    "settypeofwork": _to_type_of_work,
    "setisbillable": _to_billable,
    "setisbilled": _to_billed,
    "setproject": _to_project,
    "settask": _to_task,
    "setuser": _to_user,
}
"""What is done to a batch, by its name in small letters."""

HANDLERS = [
    set_billable,
    set_unbillable,
    set_billed,
    set_unbilled,
    set_type_of_work,
    delete_entries,
    batch,
]
