"""/admin/applications: programs that people let act for them by OAuth, and what they let them do."""

from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.native.auth import ALL_SCOPES, FACE
from uhrwerk.entrypoints.oauth.realm import address as own_address
from uhrwerk.entrypoints.web.addresses import cursor_of, instant_after
from uhrwerk.entrypoints.web.admin import desk, fields, telling
from uhrwerk.entrypoints.web.admin.desk import admin_page, done
from uhrwerk.entrypoints.web.admin.fields import Field, Lines, Tick
from uhrwerk.entrypoints.web.admin.offers import names_of
from uhrwerk.entrypoints.web.admin.sections import APPLICATIONS, admit
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.visit import Visit
from uhrwerk.operations import oauth_clients
from uhrwerk.operations.oauth_clients import NewClient, WithSecret
from uhrwerk.rules.refusals import Refusal
from uhrwerk.storage.store import Tx

FIELDS: Final = (
    Field(name="name", label=N_("Name"), required=True, hint=N_("People read it when they are asked for consent.")),
    Lines(
        name="redirect_uris",
        label=N_("Redirect URIs"),
        hint=N_("Where people are sent back to, a line each, such as https://app.example.org/callback."),
    ),
)
CONFIDENTIAL: Final = Tick(
    name="confidential",
    label=N_("It can keep a secret"),
    hint=N_("A server can; a program on somebody's own machine, or a page in a browser, cannot."),
)


@get("/")
async def every(request: AnyRequest) -> Response[bytes]:
    visit = await admit(request)
    query = Form.of_query(request)
    after = instant_after(query)
    records = await visit.house.store.read(
        lambda tx: oauth_clients.page(tx, visit.actor, limit=desk.PAGE + 1, after=after)
    )
    shown, last = desk.cut(records)
    key = cursor_of([last.created_at.isoformat(), last.id]) if last else None
    further = desk.address(visit, query, after=key) if key else None
    return admin_page(visit, "admin/applications.html", records=shown, further=further, done=desk.done_in(query))


@get("/new")
async def blank(request: AnyRequest) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    return await _shown(request, visit, None, Form.with_values(scopes=list(ALL_SCOPES)))


@post("/new", status_code=200)
async def add(request: AnyRequest) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    form = await Form.of(request)
    members, scopes = fields.read(FIELDS, form), _scopes(form)
    if form.ok:
        new = NewClient(FACE, members["name"], members["redirect_uris"], scopes, form.ticked("confidential"))
        actor = visit.because(form.given("reason"))
        try:
            made = await visit.house.store.write(lambda tx: oauth_clients.add(tx, actor, visit.now, new))
        except Refusal as refusal:
            desk.refuse(form, refusal, [each.name for each in FIELDS])
        else:
            return _shown_once(request, visit, made)
    return await _shown(request, visit, None, form)


def _scopes(form: Form) -> list[str]:
    chosen = [each for each in ALL_SCOPES if each in form.every("scopes")]
    if not chosen:
        form.refuse("scopes", N_("Please choose at least one."))
    return chosen


def _shown_once(request: AnyRequest, visit: Visit, made: WithSecret) -> Response[bytes]:
    return admin_page(visit, "admin/application_shown.html", made=made, issuer=own_address(request))


@get("/{id:uuid}")
async def one(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request)
    return await _shown(request, visit, str(id), None, desk.done_in(Form.of_query(request)))


@post("/{id:uuid}", status_code=200)
async def change(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    form = await Form.of(request)
    members: dict[str, Any] = fields.read(FIELDS, form)
    version = form.whole("version")

    async def run(tx: Tx) -> None:
        found = await oauth_clients.get(tx, visit.actor, str(id))
        own = {"scopes": _scopes(form)} if found.face == FACE else {}
        if form.ok:
            actor = visit.because(form.given("reason"))
            await oauth_clients.change(tx, actor, visit.now, str(id), members | own, version)

    try:
        await visit.house.store.write(run)
    except Refusal as refusal:
        desk.refuse(form, refusal, [*(each.name for each in FIELDS), "scopes"])
    if form.ok:
        return done(visit, f"{APPLICATIONS.path}/{id}", "saved")
    return await _shown(request, visit, str(id), form)


async def _shown(
    request: AnyRequest, visit: Visit, id: str | None, form: Form | None, told: str | None = None
) -> Response[bytes]:
    async def run(tx: Tx) -> dict[str, Any]:
        if id is None:
            return {"record": None, "grants": [], "names": {}, "history": []}
        record = await oauth_clients.get(tx, visit.actor, id)
        granted = await oauth_clients.grants_of(tx, visit.actor, visit.now, id)
        people = {"people": [each.person_id for each in granted]}
        return {
            "record": record,
            "grants": granted,
            "names": await names_of(tx, visit.actor.workspace_id, people),
            "history": await telling.history_of(tx, visit.actor, visit.reader, "oauth_client", id),
        }

    found = await visit.house.store.read(run)
    record = found["record"]
    if form is None:
        values = {"name": record.name, "redirect_uris": record.redirect_uris}
        form = fields.filled(FIELDS, values, visit.reader.formats, scopes=record.scopes)
    found |= {"form": form, "fields": FIELDS, "confidential": CONFIDENTIAL, "issuer": own_address(request)}
    found["scopes"] = ALL_SCOPES if record is None or record.face == FACE else ()
    return admin_page(visit, "admin/application.html", status=desk.status_of(form), done=told, **found)


@get("/{id:uuid}/ask/{act:str}")
async def ask(request: AnyRequest, id: FromPath[UUID], act: FromPath[str]) -> Response[bytes]:
    """What a new secret, or the end, means."""
    visit = await admit(request, to_change=True)
    record = await visit.house.store.read(lambda tx: oauth_clients.get(tx, visit.actor, str(id)))
    what = "remove" if act == "remove" else "rotate"
    return admin_page(visit, "admin/application_ask.html", record=record, act=what, form=Form())


@post("/{id:uuid}/ask/{act:str}", status_code=200)
async def do(request: AnyRequest, id: FromPath[UUID], act: FromPath[str]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    actor, write = visit.because((await Form.of(request)).given("reason")), visit.house.store.write
    if act == "remove":
        await write(lambda tx: oauth_clients.remove(tx, actor, visit.now, str(id)))
        return done(visit, APPLICATIONS.path, "removed")
    made = await write(lambda tx: oauth_clients.rotate_secret(tx, actor, visit.now, str(id)))
    return _shown_once(request, visit, made)


router = Router("/applications", route_handlers=[every, blank, add, one, change, ask, do])
