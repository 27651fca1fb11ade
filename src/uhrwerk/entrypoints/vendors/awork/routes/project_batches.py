"""What is done to many projects at once: an operation is read from the form, then done to each project by itself."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Final

from litestar import post
from litestar.params import FromPath

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.vendors.awork.routes.batches import (
    Act,
    check_known,
    dates_of,
    done_to_each,
    ids,
    multi_status,
    needed,
    shift_of,
    shifted,
    tags_added,
)
from uhrwerk.entrypoints.vendors.awork.routes.calls import Call, admitted
from uhrwerk.entrypoints.vendors.awork.routes.forms import form_of
from uhrwerk.entrypoints.vendors.awork.routes.requests import Reply
from uhrwerk.entrypoints.vendors.awork.wire import project_sheets as wire
from uhrwerk.entrypoints.vendors.awork.wire.forms import day
from uhrwerk.operations import people, projects, tags, teams
from uhrwerk.operations.catalog import CLIENTS, PROJECT_STATUSES, PROJECT_TYPES, PROJECTS, MembersOf
from uhrwerk.operations.teams import TEAMS
from uhrwerk.rules.refusals import Invalid, NotFound
from uhrwerk.storage.projects import Project
from uhrwerk.storage.store import Tx


@post("/projects/batch/{operation:str}", status_code=200)
async def do_batch(request: AnyRequest, operation: FromPath[str]) -> Reply:
    call = await admitted(request)
    prepare = OPERATIONS.get(operation.lower())
    if prepare is None:
        raise NotFound("operation")
    form = await form_of(request, wire.BatchForm)
    act = await prepare(call, form)
    return multi_status(await done_to_each(request, ids(form.project_ids, "project_ids"), act))


async def _delete(call: Call, form: wire.BatchForm) -> Act:
    with_entries = bool(form.delete_time_trackings)
    return lambda tx, id: projects.remove(tx, call.actor, call.now, id, with_entries=with_entries)


async def _change_status(call: Call, form: wire.BatchForm) -> Act:
    status_id = str(needed(form.project_status_id, "project_status_id"))
    await check_known(call, PROJECT_STATUSES.get, status_id, "project_status_id")
    return _change(call, {"project_status_id": status_id})


async def _change_type(call: Call, form: wire.BatchForm) -> Act:
    type_id = str(needed(form.project_type_id, "project_type_id"))
    await check_known(call, PROJECT_TYPES.get, type_id, "project_type_id")
    return _change(call, {"project_type_id": type_id})


async def _set_company(call: Call, form: wire.BatchForm) -> Act:
    company_id = str(needed(form.company_id, "company_id"))
    await check_known(call, CLIENTS.get, company_id, "company_id")
    return _change(call, {"client_id": company_id})


async def _set_responsible_user(call: Call, form: wire.BatchForm) -> Act:
    """They are put on the project where they are not on it yet; who answers for it besides goes on doing so."""
    person_id = str(needed(form.responsible_user_id, "responsible_user_id"))
    await check_known(call, people.get, person_id, "responsible_user_id")
    return lambda tx, id: projects.put_member(tx, call.actor, call.now, id, person_id, responsible=True)


async def _set_teams(call: Call, form: wire.BatchForm) -> Act:
    """These teams work on the project, and no others."""
    wanted = ids(needed(form.team_ids, "team_ids"), "team_ids")
    for team_id in wanted:
        await check_known(call, TEAMS.get, team_id, "team_ids")
    return lambda tx, id: teams.give_project(tx, call.actor, call.now, id, wanted)


async def _set_dates(call: Call, form: wire.BatchForm) -> Act:
    return _change(call, dates_of(form, "starts_on", "due_on", day))


async def _adjust_dates(call: Call, form: wire.BatchForm) -> Act:
    by = shift_of(form.days_offset)
    if by != timedelta(by.days):
        raise Invalid.field("days_offset", "must be a whole number")

    def moved(project: Project) -> dict[str, Any]:
        found = {"starts_on": project.starts_on, "due_on": project.due_on}
        return {name: shifted(day, by) for name, day in found.items() if day is not None}

    return _change_each(call, moved)


async def _add_tags(call: Call, form: wire.BatchForm) -> Act:
    return tags_added(call, PROJECTS, form.tags)


async def _remove_tags(call: Call, form: wire.BatchForm) -> Act:
    gone = {tag.name for tag in needed(form.tags_to_remove, "tags_to_remove")}

    async def act(tx: Tx, id: str) -> None:
        await tx.lock(call.actor.workspace_id, call.actor.workspace_id)
        project = await PROJECTS.get(tx, call.actor, id)
        left = [
            tag for tag in project.tags if not gone.issuperset(await tags.names_of(tx, project.workspace_id, [tag]))
        ]
        await PROJECTS.change(tx, call.actor, call.now, id, {"tags": left})

    return act


def _change(call: Call, members: dict[str, Any]) -> Act:
    return _change_each(call, lambda project: members)


def _change_each(call: Call, members_of: MembersOf[Project]) -> Act:
    return lambda tx, id: PROJECTS.change_with(tx, call.actor, call.now, id, members_of)


OPERATIONS: Final[dict[str, Callable[[Call, wire.BatchForm], Awaitable[Act]]]] = {
    "delete": _delete,
    "changestatus": _change_status,
    "changeprojecttype": _change_type,
    "setcompany": _set_company,
    "setresponsibleuser": _set_responsible_user,
    "setteams": _set_teams,
    "setdates": _set_dates,
    "adjustdates": _adjust_dates,
    "addtags": _add_tags,
    "removetags": _remove_tags,
}

HANDLERS: list[Any] = [do_batch]
