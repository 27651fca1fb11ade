"""/admin/single-sign-on: whose word about who somebody is counts in this workspace."""

from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.oauth.realm import address
from uhrwerk.entrypoints.web.admin import desk, fields
from uhrwerk.entrypoints.web.admin.desk import admin_page, done
from uhrwerk.entrypoints.web.admin.fields import Field, Lines, Tick
from uhrwerk.entrypoints.web.admin.sections import SINGLE_SIGN_ON, admit
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.signing_in.single_sign_on import CALLBACK
from uhrwerk.entrypoints.web.visit import Visit
from uhrwerk.operations import identity_providers
from uhrwerk.operations.identity_providers import NewProvider
from uhrwerk.rules.refusals import Refusal
from uhrwerk.storage.identities import IdentityProvider

FIELDS: Final = (
    Field(name="name", label=N_("Name"), required=True, hint=N_("Stands on the button of the sign-in page.")),
    Field(name="issuer", label=N_("Issuer"), required=True, hint=N_("Its address, such as https://id.example.org.")),
    Field(name="client_id", label=N_("Client ID"), required=True),
    Field(name="secret", label=N_("Client secret"), hint=N_("Left empty, the one that is kept stays.")),
    Lines(
        name="domains",
        label=N_("E-mail domains"),
        hint=N_("Only people with a verified address in one of them get in, a line each. None: everybody there."),
    ),
    Tick(
        name="makes_people",
        label=N_("Add people at their first sign-in"),
        hint=N_("They become members. Otherwise only those get in who are connected already."),
    ),
    Tick(
        name="links_by_email",
        label=N_("Connect people by their verified e-mail address"),
        hint=N_("Only where the provider lets nobody take an address that is not theirs."),
    ),
)


@get("/")
async def every(request: AnyRequest) -> Response[bytes]:
    visit = await admit(request)
    records = await visit.house.store.read(lambda tx: identity_providers.every(tx, visit.actor))
    told = desk.done_in(Form.of_query(request))
    start = f"{address(request)}/sso/{visit.workspace.id}/start"
    return admin_page(visit, "admin/identity_providers.html", records=records, start=start, done=told)


@get("/new")
async def blank(request: AnyRequest) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    return _shown(request, visit, None, Form())


@post("/new", status_code=200)
async def add(request: AnyRequest) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    form = await Form.of(request)
    members = _members(visit, form)
    if form.ok:
        new = NewProvider(locked_secret=members.pop("secret", None), **members)
        try:
            await visit.house.store.write(lambda tx: identity_providers.add(tx, visit.actor, visit.now, new))
        except Refusal as refusal:
            desk.refuse(form, refusal, [each.name for each in FIELDS])
        else:
            return done(visit, SINGLE_SIGN_ON.path, "added")
    return _shown(request, visit, None, form)


@get("/{id:uuid}")
async def one(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request)
    record = await visit.house.store.read(lambda tx: identity_providers.get(tx, visit.actor, str(id)))
    values = {each.name: getattr(record, each.name) for each in FIELDS if each.name != "secret"}
    return _shown(request, visit, record, fields.filled(FIELDS, values, visit.reader.formats))


@post("/{id:uuid}", status_code=200)
async def change(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    form = await Form.of(request)
    members, version = _members(visit, form), form.whole("version")
    record = await visit.house.store.read(lambda tx: identity_providers.get(tx, visit.actor, str(id)))
    if form.ok:
        try:
            await visit.house.store.write(
                lambda tx: identity_providers.change(tx, visit.actor, visit.now, str(id), members, version)
            )
        except Refusal as refusal:
            desk.refuse(form, refusal, [each.name for each in FIELDS])
        else:
            return done(visit, SINGLE_SIGN_ON.path, "saved")
    return _shown(request, visit, record, form)


@get("/{id:uuid}/remove")
async def ask(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    """What it means, before it is done."""
    visit = await admit(request, to_change=True)
    record = await visit.house.store.read(lambda tx: identity_providers.get(tx, visit.actor, str(id)))
    return admin_page(visit, "admin/identity_provider_remove.html", record=record)


@post("/{id:uuid}/remove", status_code=200)
async def remove(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    await visit.house.store.write(lambda tx: identity_providers.remove(tx, visit.actor, visit.now, str(id)))
    return done(visit, SINGLE_SIGN_ON.path, "removed")


def _members(visit: Visit, form: Form) -> dict[str, Any]:
    """What was typed, the secret encrypted; without one where none was typed."""
    members: dict[str, Any] = fields.read(FIELDS, form)
    members["domains"] = tuple(members["domains"])
    secret = members.pop("secret")
    return members if secret is None else members | {"secret": visit.house.vault.lock(secret)}


def _shown(request: AnyRequest, visit: Visit, record: IdentityProvider | None, form: Form) -> Response[bytes]:
    values = {"record": record, "form": form, "fields": FIELDS, "callback": address(request) + CALLBACK}
    return admin_page(visit, "admin/identity_provider.html", status=desk.status_of(form), **values)


router = Router("/single-sign-on", route_handlers=[every, blank, add, one, change, ask, remove])
