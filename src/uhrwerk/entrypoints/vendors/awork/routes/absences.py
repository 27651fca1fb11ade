"""Absences of people, and of the whole workspace."""

from typing import Any, Final

from litestar import delete, get, post, put
from litestar.params import FromPath

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.naming import naming
from uhrwerk.entrypoints.vendors.awork.filters.lists import ABSENCES, WORKSPACE_ABSENCES
from uhrwerk.entrypoints.vendors.awork.routes.calls import admitted
from uhrwerk.entrypoints.vendors.awork.routes.forms import form_of
from uhrwerk.entrypoints.vendors.awork.routes.keeping import Kind, add_made, change_made
from uhrwerk.entrypoints.vendors.awork.routes.requests import Reply, answer, answer_list, nothing, path_id
from uhrwerk.entrypoints.vendors.awork.wire import absences as wire
from uhrwerk.operations import absences
from uhrwerk.operations.catalog import COMPANY_HOLIDAYS
from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import Invalid, NotFound
from uhrwerk.storage.absences import Absence, CompanyHoliday
from uhrwerk.storage.search.tree import And, Not, equal
from uhrwerk.storage.store import Tx


@get("/absences")
async def list_absences(request: AnyRequest) -> Reply:
    return await answer_list(request, ABSENCES, _absences, KNOWN)


@get("/absences/{absence_id:str}")
async def one_absence(request: AnyRequest, absence_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    id = path_id(absence_id, "absence")
    return answer(wire.absence(_known(await call.read(lambda tx: absences.get(tx, call.actor, id))), call.actor))


@post("/absences", status_code=200)
async def add_absence(request: AnyRequest) -> Reply:
    call = await admitted(request)
    form = await form_of(request, wire.AbsenceForm)
    members = wire.new_absence(form)
    with naming(**wire.NAMES):
        made = await call.write(lambda tx: absences.add(tx, call.actor, call.now, str(form.user_id), members))
    return answer(wire.absence(made, call.actor))


@put("/absences/{absence_id:str}")
async def change_absence(request: AnyRequest, absence_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    id = path_id(absence_id, "absence")
    form = await form_of(request, wire.AbsenceForm)

    def members_of(before: Absence) -> dict[str, Any]:
        if before.person_id != str(form.user_id):
            raise Invalid.field("user_id", "cannot be changed")
        return wire.changed_absence(form, before.starts_on)

    async def change(tx: Tx) -> Absence:
        _known(await absences.get(tx, call.actor, id))
        return await absences.change_with(tx, call.actor, call.now, id, members_of)

    with naming(**wire.NAMES):
        changed = await call.write(change)
    return answer(wire.absence(changed, call.actor))


@delete("/absences/{absence_id:str}", status_code=200)
async def delete_absence(request: AnyRequest, absence_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    id = path_id(absence_id, "absence")

    async def remove(tx: Tx) -> None:
        _known(await absences.get(tx, call.actor, id))
        await absences.remove(tx, call.actor, call.now, id)

    await call.write(remove)
    return nothing()


@get("/workspaceabsences")
async def list_workspace_absences(request: AnyRequest) -> Reply:
    return await answer_list(request, WORKSPACE_ABSENCES, _company_holidays)


@post("/workspaceabsences", status_code=200)
async def add_workspace_absence(request: AnyRequest) -> Reply:
    call = await admitted(request)
    form = await form_of(request, wire.WorkspaceAbsenceForm)
    whole_days = {"half_day_start": False, "half_day_end": False}
    return await add_made(call, HOLIDAYS, whole_days | wire.workspace_absence(form))


@put("/workspaceabsences/{absence_id:str}")
async def change_workspace_absence(request: AnyRequest, absence_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    id = HOLIDAYS.id(absence_id)
    form = await form_of(request, wire.WorkspaceAbsenceForm)
    return await change_made(call, HOLIDAYS, id, wire.workspace_absence(form))


@delete("/workspaceabsences/{absence_id:str}", status_code=200)
async def delete_workspace_absence(request: AnyRequest, absence_id: FromPath[str]) -> Reply:
    call = await admitted(request)
    id = HOLIDAYS.id(absence_id)
    await call.write(lambda tx: COMPANY_HOLIDAYS.remove(tx, call.actor, call.now, id))
    return nothing()


def _known(record: Absence) -> Absence:
    """Raises NotFound for what awork has no word for."""
    if record.status == absences.REJECTED or record.seconds is not None:
        raise NotFound("absence")
    return record


async def _absences(tx: Tx, actor: Actor, records: list[Absence]) -> list[wire.AbsenceModel]:
    return [wire.absence(record, actor) for record in records]


async def _company_holidays(tx: Tx, actor: Actor, records: list[CompanyHoliday]) -> list[wire.WorkspaceAbsenceModel]:
    return [wire.company_holiday(record, actor) for record in records]


KNOWN: Final = And((Not(equal("status", absences.REJECTED)), equal("seconds", None)))
"""An absence of awork's is one: nobody has refused it, and it takes days or halves of them, not hours."""

HOLIDAYS: Final = Kind(COMPANY_HOLIDAYS, _company_holidays, wire.NAMES)

HANDLERS = [
    list_absences,
    one_absence,
    add_absence,
    change_absence,
    delete_absence,
    list_workspace_absences,
    add_workspace_absence,
    change_workspace_absence,
    delete_workspace_absence,
]
