"""What can be done to many tasks at once: from a form to what is done to each of them."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from uhrwerk.entrypoints.naming import naming
from uhrwerk.entrypoints.vendors.awork.routes.batches import (
    Act,
    check_known,
    dates_of,
    ids,
    needed,
    shift_of,
    shifted,
    tags_added,
)
from uhrwerk.entrypoints.vendors.awork.routes.calls import Call
from uhrwerk.entrypoints.vendors.awork.routes.requests import text_id
from uhrwerk.entrypoints.vendors.awork.wire import task_forms as forms
from uhrwerk.entrypoints.vendors.awork.wire.forms import instant
from uhrwerk.operations import task_lists, tasks
from uhrwerk.operations.catalog import TASK_LISTS, TASKS, TYPES_OF_WORK, MembersOf
from uhrwerk.operations.checks import must_exist
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tasks import Task


async def type_of_work(call: Call, id: str, field: str, with_entries: bool) -> Act:
    await check_known(call, TYPES_OF_WORK.get, id, field)
    return lambda tx, task_id: tasks.change_type_of_work(
        tx, call.actor, call.now, task_id, id, with_entries=with_entries
    )


def removal(call: Call, with_entries: bool) -> Act:
    return lambda tx, id: tasks.remove(tx, call.actor, call.now, id, with_entries=with_entries)


async def put(
    tx: Tx, call: Call, task_id: str, list_id: str, order: float | None = None, ends: task_lists.Ends | None = None
) -> None:
    await must_exist(tx, call.actor.workspace_id, TASK_LISTS.shelf, "lists", list_id)
    list_ = await TASK_LISTS.get(tx, call.actor, list_id)
    await task_lists.put(tx, call.actor, call.now, list_, [(task_id, order)], ends)


async def _move_to_project(call: Call, form: forms.BatchForm) -> Act:
    project_id = str(needed(form.new_project_id, "new_project_id"))
    with naming(project_id="new_project_id"):
        await call.read(lambda tx: tasks.check_project(tx, call.actor, project_id))
    list_id = text_id(form.new_task_list_id)

    async def act(tx: Tx, task_id: str) -> None:
        await tasks.move(
            tx,
            call.actor,
            call.now,
            task_id,
            project_id=project_id,
            status_id=text_id(form.new_task_status_id),
            mapping=forms.mapping(form.task_status_mapping),
        )
        if list_id is not None:
            await put(tx, call, task_id, list_id)

    return act


async def _move_to_list(call: Call, form: forms.BatchForm) -> Act:
    list_id = str(needed(form.new_task_list_id, "new_task_list_id"))
    await check_known(call, TASK_LISTS.get, list_id, "new_task_list_id")

    async def act(tx: Tx, task_id: str) -> None:
        if form.remove_from_current_list:
            await TASKS.change(tx, call.actor, call.now, task_id, {"lists": ()})
        await put(tx, call, task_id, list_id)

    return act


async def _move_under_task(call: Call, form: forms.BatchForm) -> Act:
    parent_id = str(needed(form.new_parent_task_id, "new_parent_task_id"))
    await check_known(call, TASKS.get, parent_id, "new_parent_task_id")
    return _change(call, {"parent_id": parent_id})


async def _set_dates(call: Call, form: forms.BatchForm) -> Act:
    return _change(call, dates_of(form, "starts_at", "due_at", instant))


async def _adjust_dates(call: Call, form: forms.BatchForm) -> Act:
    """Dates move by the wall clock: over a change of the clocks they keep their time of day."""
    by = shift_of(form.days_offset)
    zone = call.guest.zone(call.now)

    def moved(instant: datetime | None) -> datetime | None:
        if instant is None:
            return None
        return shifted(instant.astimezone(zone), by).astimezone(UTC)

    return _change_each(call, lambda task: {"starts_at": moved(task.starts_at), "due_at": moved(task.due_at)})


async def _add_tags(call: Call, form: forms.BatchForm) -> Act:
    return tags_added(call, TASKS, form.tags)


async def _delete(call: Call, form: forms.BatchForm) -> Act:
    return removal(call, bool(form.delete_time_trackings))


async def _change_type_of_work(call: Call, form: forms.BatchForm) -> Act:
    id = str(needed(form.new_type_of_work_id, "new_type_of_work_id"))
    return await type_of_work(call, id, "new_type_of_work_id", bool(form.change_time_entries))


async def _assign(call: Call, form: forms.BatchForm) -> Act:
    wanted = ids(needed(form.user_ids, "user_ids"), "user_ids")
    if form.remove_old_assignments:
        return _change(call, {"assignees": list(dict.fromkeys(wanted))})
    return lambda tx, task_id: assign(tx, call, task_id, wanted)


async def assign(tx: Tx, call: Call, task_id: str, person_ids: Sequence[str]) -> None:
    """Beside those who are assigned already."""
    await TASKS.change_with(
        tx,
        call.actor,
        call.now,
        task_id,
        lambda task: {"assignees": list(dict.fromkeys([*task.assignees, *person_ids]))},
    )


async def _unassign(call: Call, form: forms.BatchForm) -> Act:
    gone = None if form.user_ids is None else ids(form.user_ids, "user_ids")
    return _change_each(
        call, lambda task: {"assignees": [id for id in task.assignees if gone is not None and id not in gone]}
    )


async def _set_priority(call: Call, form: forms.BatchForm) -> Act:
    return _change(call, {"priority": needed(form.is_prio, "is_prio")})


async def _change_status(call: Call, form: forms.BatchForm) -> Act:
    return _change(call, {"task_status_id": str(needed(form.new_task_status_id, "new_task_status_id"))})


async def _copy(call: Call, form: forms.BatchForm) -> Act:
    return lambda tx, task_id: tasks.copy(tx, call.actor, call.now, task_id)


def _change(call: Call, members: dict[str, Any]) -> Act:
    return _change_each(call, lambda task: members)


def _change_each(call: Call, members_of: MembersOf[Task]) -> Act:
    return lambda tx, task_id: TASKS.change_with(tx, call.actor, call.now, task_id, members_of)


OPERATIONS: Final[dict[str, Callable[[Call, forms.BatchForm], Awaitable[Act]]]] = {
    "movetoproject": _move_to_project,
    "movetotasklist": _move_to_list,
    "moveundertask": _move_under_task,
    "setdates": _set_dates,
    "adjustdates": _adjust_dates,
    "addtags": _add_tags,
    "delete": _delete,
    "changetypeofwork": _change_type_of_work,
    "assignusers": _assign,
    "unassignusers": _unassign,
    "setprio": _set_priority,
    "changetaskstatus": _change_status,
    "copy": _copy,
}
"""By the vendor's names. They raise Invalid and NotFound for what is wrong with the form itself."""
