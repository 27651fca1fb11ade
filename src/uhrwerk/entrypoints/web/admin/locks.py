"""/admin/locks: days that are closed, everybody's or a person's, and what is open in them all the same."""

from datetime import UTC, datetime, time
from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.admin import desk, fields, telling
from uhrwerk.entrypoints.web.admin.alike import Kind
from uhrwerk.entrypoints.web.admin.desk import admin_page, done
from uhrwerk.entrypoints.web.admin.fields import Day, Field, Notes, One
from uhrwerk.entrypoints.web.admin.offers import names_of, offers_for
from uhrwerk.entrypoints.web.admin.sections import LOCKS, admit
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.visit import Visit
from uhrwerk.operations import period_locks
from uhrwerk.rules.day import DAY
from uhrwerk.rules.refusals import NotFound, Refusal
from uhrwerk.storage.locks import LockException, PeriodLock
from uhrwerk.storage.store import Tx

SHOWN: Final = 100
"""Of each sort; the newest."""


class Expiry(Day):
    """The last day on which an exception holds: it ends with that day, in the visitor's own zone."""


WHAT: Final[dict[str, Kind]] = {
    "days": Kind(
        path="locks/days",
        icon="lock",
        one=N_("Lock"),
        many=N_("Locks"),
        about=N_("Days up to and including one are closed: nothing in them is added, changed or deleted any more."),
        add_text=N_("Close days"),
        keeper=period_locks.LOCKS,
        fields=(
            Day(name="locked_through", label=N_("Locked through"), required=True),
            One(name="person_id", label=N_("Whose"), of="people", empty=N_("Everybody's"), only_new=True),
            Notes(name="note", label=N_("Note")),
        ),
        for_leads=False,
    ),
    "exceptions": Kind(
        path="locks/exceptions",
        icon="lock-open",
        one=N_("Exception"),
        many=N_("Exceptions"),
        about=N_("A person's days that are open all the same, for a while or for good."),
        add_text=N_("Make an exception"),
        keeper=period_locks.EXCEPTIONS,
        fields=(
            One(name="person_id", label=N_("Person"), of="people", empty=N_("Please choose"), only_new=True),
            Day(name="starts_on", label=N_("First day"), required=True),
            Day(name="ends_on", label=N_("Last day"), required=True),
            Expiry(name="expires_at", label=N_("Until the end of"), hint=N_("Empty: for good.")),
            Field(name="reason", label=N_("Why"), required=True),
        ),
        for_leads=False,
    ),
}


def _kind(what: str) -> Kind:
    """Raises NotFound."""
    if what not in WHAT:
        raise NotFound("page")
    return WHAT[what]


@get("/")
async def every(request: AnyRequest) -> Response[bytes]:
    visit = await admit(request)

    async def run(tx: Tx) -> dict[str, Any]:
        locks: list[PeriodLock] = await period_locks.LOCKS.every(tx, visit.actor, limit=SHOWN)
        exceptions: list[LockException] = await period_locks.EXCEPTIONS.every(tx, visit.actor, limit=SHOWN)
        ids = [each.person_id for each in locks if each.person_id] + [each.person_id for each in exceptions]
        names = await names_of(tx, visit.actor.workspace_id, {"people": ids})
        return {"locks": locks, "exceptions": exceptions, "names": names}

    found = await visit.house.store.read(run)
    return admin_page(visit, "admin/locks.html", done=desk.done_in(Form.of_query(request)), what=WHAT, **found)


@get("/{what:str}/new")
async def blank(request: AnyRequest, what: FromPath[str]) -> Response[bytes]:
    return await _form(await admit(request, to_change=True), what, None, Form())


@post("/{what:str}/new", status_code=200)
async def add(request: AnyRequest, what: FromPath[str]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    form, kind = await Form.of(request), _kind(what)
    members = _read(visit, kind, form)
    if what == "exceptions" and not members["person_id"]:
        form.refuse("person_id", N_("Please choose one."))
    if form.ok:
        actor = visit.because(form.given("note") or form.given("reason"))
        try:
            await visit.house.store.write(lambda tx: kind.keeper.add(tx, actor, visit.now, members))
        except Refusal as refusal:
            desk.refuse(form, refusal, [each.name for each in kind.fields])
        else:
            return done(visit, LOCKS.path, "added")
    return await _form(visit, what, None, form)


def _read(visit: Visit, kind: Kind, form: Form, *, changes: bool = False) -> dict[str, Any]:
    members = fields.read([each for each in kind.fields if not (changes and each.only_new)], form)
    if members.get("expires_at") is not None:
        midnight = datetime.combine(members["expires_at"] + DAY, time(), visit.zone)
        members["expires_at"] = midnight.astimezone(UTC)
    return members


@get("/{what:str}/{id:uuid}")
async def one(request: AnyRequest, what: FromPath[str], id: FromPath[UUID]) -> Response[bytes]:
    return await _form(await admit(request), what, str(id), None)


@post("/{what:str}/{id:uuid}", status_code=200)
async def change(request: AnyRequest, what: FromPath[str], id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    form, kind = await Form.of(request), _kind(what)
    members, version = _read(visit, kind, form, changes=True), form.whole("version")
    if form.ok:
        actor = visit.because(form.given("why") or form.given("reason"))

        async def run(tx: Tx) -> None:
            before = await kind.keeper.get(tx, actor, str(id))
            await kind.change(tx, actor, visit.now, before, members, version)

        try:
            await visit.house.store.write(run)
        except Refusal as refusal:
            desk.refuse(form, refusal, [each.name for each in kind.fields], **_renamed(what))
        else:
            return done(visit, LOCKS.path, "saved")
    return await _form(visit, what, str(id), form)


def _renamed(what: str) -> dict[str, str]:
    """A lock's own form asks why in a field beside its members; an exception's reason is one of them."""
    return {"reason": "why"} if what == "days" else {}


async def _form(visit: Visit, what: str, id: str | None, form: Form | None) -> Response[bytes]:
    kind = _kind(what)

    async def run(tx: Tx) -> dict[str, Any]:
        record = None if id is None else await kind.keeper.get(tx, visit.actor, id)
        shown = form or _filled(visit, kind, record)
        chosen = [record.person_id] if record is not None and record.person_id else []
        history = [] if id is None else await telling.history_of(tx, visit.actor, visit.reader, kind.keeper.kind, id)
        names = await names_of(tx, visit.actor.workspace_id, {"people": chosen})
        offers = await offers_for(tx, visit.actor, kind.fields, chosen)
        return {"record": record, "form": shown, "offers": offers, "names": names, "history": history}

    found = await visit.house.store.read(run)
    values = {"kind": kind, "what": what, **found}
    return admin_page(visit, "admin/lock_form.html", status=desk.status_of(found["form"]), **values)


def _filled(visit: Visit, kind: Kind, record: Any) -> Form:
    values = {each.name: getattr(record, each.name) for each in kind.fields}
    expires = values.get("expires_at")
    if expires is not None:
        values["expires_at"] = (expires.astimezone(visit.zone) - DAY).date()
    return fields.filled(kind.fields, values, visit.reader.formats)


@get("/{what:str}/{id:uuid}/remove")
async def ask(request: AnyRequest, what: FromPath[str], id: FromPath[UUID]) -> Response[bytes]:
    return await _asked(await admit(request, to_change=True), what, str(id), Form())


@post("/{what:str}/{id:uuid}/remove", status_code=200)
async def remove(request: AnyRequest, what: FromPath[str], id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    form, kind = await Form.of(request), _kind(what)
    actor = visit.because(form.given("reason"))
    try:
        await visit.house.store.write(lambda tx: kind.keeper.remove(tx, actor, visit.now, str(id)))
    except Refusal as refusal:
        form.refuse_all(refusal, ["reason"])
        return await _asked(visit, what, str(id), form)
    return done(visit, LOCKS.path, "removed")


async def _asked(visit: Visit, what: str, id: str, form: Form) -> Response[bytes]:
    kind = _kind(what)
    record = await visit.house.store.read(lambda tx: kind.keeper.get(tx, visit.actor, id))
    values = {"kind": kind, "what": what, "record": record, "form": form}
    return admin_page(visit, "admin/lock_remove.html", status=desk.status_of(form), **values)


router = Router("/locks", route_handlers=[every, blank, add, one, change, ask, remove])
