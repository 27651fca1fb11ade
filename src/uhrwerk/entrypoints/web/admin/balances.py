"""/admin/people/<id>/balance: what somebody's working time comes to, adjustments by hand, and days of vacation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.admin import desk, fields
from uhrwerk.entrypoints.web.admin.desk import admin_page, done
from uhrwerk.entrypoints.web.admin.fields import Amount, Choice, Day, Field, Notes, One, SignedHours, Whole
from uhrwerk.entrypoints.web.admin.offers import names_of, offers_for
from uhrwerk.entrypoints.web.admin.sections import PEOPLE, admit
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.visit import Visit
from uhrwerk.operations import entitlements, people, work_time
from uhrwerk.operations.balance_adjustments import ADJUSTMENTS
from uhrwerk.rules.balance import Period
from uhrwerk.rules.day import local_date
from uhrwerk.rules.entitlement import Account
from uhrwerk.rules.refusals import NotFound, Refusal
from uhrwerk.storage.store import Tx

LISTED: Final = 200
"""Of a person's adjustments and entitlements, as many as anybody has in a working life."""

KINDS: Final = {"correction": N_("Correction"), "pay-out": N_("Overtime paid out")}

ADJUSTMENT: Final = (
    Day(name="day", label=N_("Day"), required=True),
    SignedHours(name="seconds", label=N_("Hours"), required=True, hint=N_("Such as +2:00 or -10:00.")),
    Choice(
        name="kind",
        label=N_("Kind"),
        words=KINDS,
        hint=N_("What is paid out is taken away: less than nothing."),
    ),
    Field(name="note", label=N_("Why"), required=True, hint=N_("The person reads it, too.")),
)
ENTITLEMENT: Final = (
    Whole(name="year", label=N_("Year"), required=True),
    Amount(name="days", label=N_("Days"), required=True),
    One(name="absence_type_id", label=N_("Absence type"), of="absence_types", empty=N_("Vacation")),
    Day(name="expires_on", label=N_("Can be taken until"), hint=N_("Empty: until the end of the year.")),
    Notes(name="note", label=N_("Note")),
)


@dataclass(frozen=True, kw_only=True)
class Sort:
    """One of the two sorts of records that are kept here by hand."""

    title: str
    about: str
    fields: Sequence[Field]
    keeper: Any


SORTS: Final = {
    "adjustments": Sort(
        title=N_("Adjust the balance"),
        about=N_("Overtime that was paid out, and what is put right by hand."),
        fields=ADJUSTMENT,
        keeper=ADJUSTMENTS,
    ),
    "entitlements": Sort(
        title=N_("Grant days"),
        about=N_("Days of a year. Several of a year add up, and stand in for what the contract says."),
        fields=ENTITLEMENT,
        keeper=entitlements,
    ),
}


def _sort(what: str) -> Sort:
    """Raises NotFound."""
    if what not in SORTS:
        raise NotFound("page")
    return SORTS[what]


@get("/{person_id:uuid}/balance")
async def balance(request: AnyRequest, person_id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request)

    async def run(tx: Tx) -> dict[str, Any]:
        actor, whose = visit.actor, str(person_id)
        person = await people.listed(tx, actor, whose)
        today = local_date(visit.now, person.zones)
        year = date(today.year, 1, 1)
        granted = await entitlements.every(tx, actor, whose, limit=LISTED, after=None)
        types = {"absence_types": [each.absence_type_id for each in granted]}
        return {
            "person": person,
            "months": await work_time.periods(tx, actor, visit.now, whose, Period.MONTH, year, today),
            "adjustments": await ADJUSTMENTS.every(tx, actor, whose, limit=LISTED, after=None),
            "entitlements": granted,
            "account": await _account(tx, visit, whose),
            "names": await names_of(tx, actor.workspace_id, types),
        }

    found = await visit.house.store.read(run, long=True)
    told = desk.done_in(Form.of_query(request))
    return admin_page(visit, "admin/balance.html", kinds=KINDS, done=told, **found)


async def _account(tx: Tx, visit: Visit, person_id: str) -> Account | None:
    """This year's vacation; None in a workspace that has no type of it."""
    try:
        return (await entitlements.account_of(tx, visit.actor, visit.now, person_id)).account
    except NotFound:
        return None


@get("/{person_id:uuid}/balance/{what:str}/new")
async def blank(request: AnyRequest, person_id: FromPath[UUID], what: FromPath[str]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    values = {"day": visit.today, "kind": "correction", "year": visit.today.year}
    return await _form(visit, str(person_id), what, fields.filled(_sort(what).fields, values, visit.reader.formats))


@post("/{person_id:uuid}/balance/{what:str}/new", status_code=200)
async def add(request: AnyRequest, person_id: FromPath[UUID], what: FromPath[str]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    form, sort = await Form.of(request), _sort(what)
    members = fields.read(sort.fields, form)
    if form.ok:
        actor = visit.because(form.given("note"))
        try:
            await visit.house.store.write(lambda tx: sort.keeper.add(tx, actor, visit.now, str(person_id), members))
        except Refusal as refusal:
            desk.refuse(form, refusal, [each.name for each in sort.fields])
        else:
            return done(visit, _base(person_id), "added")
    return await _form(visit, str(person_id), what, form)


async def _form(visit: Visit, person_id: str, what: str, form: Form) -> Response[bytes]:
    sort = _sort(what)

    async def run(tx: Tx) -> dict[str, Any]:
        person = await people.listed(tx, visit.actor, person_id)
        return {"person": person, "offers": await offers_for(tx, visit.actor, sort.fields)}

    found = await visit.house.store.read(run)
    found |= {"sort": sort, "what": what, "form": form, "base": _base(person_id)}
    return admin_page(visit, "admin/balance_form.html", status=desk.status_of(form), **found)


@get("/{person_id:uuid}/balance/{what:str}/{id:uuid}/remove")
async def ask(
    request: AnyRequest, person_id: FromPath[UUID], what: FromPath[str], id: FromPath[UUID]
) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    return await _asked(visit, str(person_id), what, str(id), Form())


@post("/{person_id:uuid}/balance/{what:str}/{id:uuid}/remove", status_code=200)
async def remove(
    request: AnyRequest, person_id: FromPath[UUID], what: FromPath[str], id: FromPath[UUID]
) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    form = await Form.of(request)
    actor = visit.because(form.given("reason"))

    async def run(tx: Tx) -> None:
        record = await _one(tx, visit, str(person_id), what, str(id))
        await _sort(what).keeper.remove(tx, actor, visit.now, record.id)

    try:
        await visit.house.store.write(run)
    except Refusal as refusal:
        form.refuse_all(refusal, ["reason"])
        return await _asked(visit, str(person_id), what, str(id), form)
    return done(visit, _base(person_id), "removed")


async def _one(tx: Tx, visit: Visit, person_id: str, what: str, id: str) -> Any:
    """That person's adjustment or entitlement. Raises NotFound."""
    record = await _sort(what).keeper.get(tx, visit.actor, id)
    if record.person_id != person_id:
        raise NotFound("record")
    return record


async def _asked(visit: Visit, person_id: str, what: str, id: str, form: Form) -> Response[bytes]:
    record = await visit.house.store.read(lambda tx: _one(tx, visit, person_id, what, id))
    values = {"record": record, "what": what, "form": form, "base": _base(person_id)}
    return admin_page(visit, "admin/balance_remove.html", status=desk.status_of(form), **values)


def _base(person_id: UUID | str) -> str:
    return f"{PEOPLE.path}/{person_id}/balance"


router = Router("/people", route_handlers=[balance, blank, add, ask, remove])
