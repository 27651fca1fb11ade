"""/admin/webhooks: who is told of what, in which dialect, and what came of each delivery."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.native import webhooks as native
from uhrwerk.entrypoints.native.models.webhooks import WebhookEvent
from uhrwerk.entrypoints.vendors.awork import webhooks as awork
from uhrwerk.entrypoints.web.addresses import cursor_of, instant_after
from uhrwerk.entrypoints.web.admin import desk, words
from uhrwerk.entrypoints.web.admin.desk import admin_page, done
from uhrwerk.entrypoints.web.admin.sections import WEBHOOKS, admit
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.visit import Visit
from uhrwerk.entrypoints.webhooks import Dialect, check_header, check_target, may_be_private, send_now
from uhrwerk.operations import webhooks
from uhrwerk.operations.acts import ACTS
from uhrwerk.operations.records import new_id
from uhrwerk.rules.refusals import NotFound, Refusal
from uhrwerk.storage.store import Tx
from uhrwerk.storage.webhooks import Webhook


@dataclass(frozen=True, slots=True)
class Sort:
    """A dialect that webhooks speak: its events by group, and whether what is sent is signed by a secret of ours."""

    name: str
    about: str
    dialect: Dialect
    events: Mapping[str, Sequence[str]]
    signed: bool


def _of_awork() -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for event in awork.EVENT_TYPES:
        groups.setdefault(event.partition("_")[0], []).append(event)
    return groups


SORTS: Final[dict[str, Sort]] = {
    "native": Sort(
        N_("Webhook of Uhrwerk"),
        N_("Every change with what was before and after, signed as Standard Webhooks says."),
        native.DIALECT,
        {kind: [f"{kind}.*", *(f"{kind}.{act}" for act in acts)] for kind, acts in ACTS.items()},
        True,
    ),
    "awork": Sort(
        N_("Webhook of awork"),
        N_("The events of awork's API, in its shape. They are not signed; a header of your own tells them."),
        awork.DIALECT,
        _of_awork(),
        False,
    ),
}
EVERYTHING: Final = "*"


@get("/")
async def every(request: AnyRequest) -> Response[bytes]:
    visit = await admit(request)

    async def run(tx: Tx) -> list[Webhook]:
        most = webhooks.MOST_WEBHOOKS
        return [each for face in SORTS for each in await webhooks.every(tx, visit.actor, face, limit=most)]

    records = await visit.house.store.read(run)
    told = desk.done_in(Form.of_query(request))
    return admin_page(visit, "admin/webhooks.html", records=records, sorts=SORTS, done=told)


def _sort(face: str) -> Sort:
    """Raises NotFound."""
    if face not in SORTS:
        raise NotFound("page")
    return SORTS[face]


@get("/new/{face:str}")
async def blank(request: AnyRequest, face: FromPath[str]) -> Response[bytes]:
    return await _form(await admit(request, to_change=True), face, None, Form())


@post("/new/{face:str}", status_code=200)
async def add(request: AnyRequest, face: FromPath[str]) -> Response[bytes]:
    """Add one; the secret that signs what is sent is shown this once."""
    visit = await admit(request, to_change=True)
    form, sort = await Form.of(request), _sort(face)
    members = await _read(visit, sort, form)
    if form.ok:
        secret = webhooks.new_secret() if sort.signed else None
        members |= {"face": face, "secret": None if secret is None else visit.house.vault.lock(secret)}
        members = {"authorization": None, "options": {}} | members
        actor = visit.because(form.given("reason"))
        try:
            record = await visit.house.store.write(lambda tx: webhooks.add(tx, actor, visit.now, members))
        except Refusal as refusal:
            desk.refuse(form, refusal, ["name", "url", "events", "authorization"])
        else:
            return _shown_once(visit, record, secret) if secret else done(visit, _base(record), "added")
    return await _form(visit, face, None, form)


def _shown_once(visit: Visit, record: Webhook, secret: str) -> Response[bytes]:
    return admin_page(visit, "admin/webhook_shown.html", record=record, secret_text=secret, base=_base(record))


def _base(record: Webhook) -> str:
    return f"{WEBHOOKS.path}/{record.face}/{record.id}"


async def _read(visit: Visit, sort: Sort, form: Form) -> dict[str, Any]:
    """The members as they are kept. The address's host is looked up, which takes its time: not in a transaction."""
    members: dict[str, Any] = {"name": form.text("name"), "url": form.text("url"), "events": _events(sort, form)}
    if not members["name"]:
        form.refuse("name", N_("Please fill this in."))
    if not members["events"]:
        form.refuse("events", N_("Please choose at least one."))
    try:
        private = await may_be_private(visit.house, visit.actor.workspace_id)
        await check_target(members["url"], private=private)
        if form.given("authorization"):
            header = check_header(form.text("authorization"), "authorization")
            members["authorization"] = visit.house.vault.lock(header)
        elif form.ticked("no_authorization"):
            members["authorization"] = None
    except Refusal as refusal:
        desk.refuse(form, refusal, ["url", "authorization"])
    return members


def _events(sort: Sort, form: Form) -> list[str]:
    """What was ticked; of a kind that is wanted as a whole, the whole alone."""
    ticked = set(form.every("events"))
    if EVERYTHING in ticked and sort.signed:
        return [EVERYTHING]
    wanted: list[str] = []
    for group in sort.events.values():
        chosen = [event for event in group if event in ticked]
        wanted += chosen[:1] if chosen and chosen[0].endswith(".*") else chosen
    return wanted


@get("/{face:str}/{id:uuid}")
async def one(request: AnyRequest, face: FromPath[str], id: FromPath[UUID]) -> Response[bytes]:
    """The webhook with its log."""
    visit = await admit(request)
    query = Form.of_query(request)
    after = instant_after(query)
    sort = _sort(face)

    async def run(tx: Tx) -> dict[str, Any]:
        record = await webhooks.get(tx, visit.actor, face, str(id))
        found = await webhooks.deliveries(tx, visit.actor, face, str(id), limit=desk.PAGE + 1, after=after)
        shown, last = desk.cut(found)
        return {"record": record, "deliveries": shown, "last": last}

    found = await visit.house.store.read(run)
    last = found.pop("last")
    key = cursor_of([last.created_at.isoformat(), last.id]) if last else None
    found |= {"sort": sort, "further": desk.address(visit, query, after=key) if key else None}
    return admin_page(visit, "admin/webhook.html", done=desk.done_in(query), base=_base(found["record"]), **found)


@get("/{face:str}/{id:uuid}/change")
async def to_change(request: AnyRequest, face: FromPath[str], id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    record = await visit.house.store.read(lambda tx: webhooks.get(tx, visit.actor, face, str(id)))
    form = Form.with_values(name=record.name, url=record.url, events=record.events)
    return await _form(visit, face, record, form)


@post("/{face:str}/{id:uuid}/change", status_code=200)
async def change(request: AnyRequest, face: FromPath[str], id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    form, sort = await Form.of(request), _sort(face)
    members = await _read(visit, sort, form)
    record = await visit.house.store.read(lambda tx: webhooks.get(tx, visit.actor, face, str(id)))
    if form.ok:
        version, actor = form.whole("version"), visit.because(form.given("reason"))
        try:
            await visit.house.store.write(
                lambda tx: webhooks.change(tx, actor, visit.now, face, str(id), members, version)
            )
        except Refusal as refusal:
            desk.refuse(form, refusal, ["name", "url", "events", "authorization"])
        else:
            return done(visit, _base(record), "saved")
    return await _form(visit, face, record, form)


async def _form(visit: Visit, face: str, record: Webhook | None, form: Form) -> Response[bytes]:
    values = {"face": face, "sort": _sort(face), "record": record, "form": form, "kind_of": words.kind}
    return admin_page(visit, "admin/webhook_form.html", status=desk.status_of(form), **values)


@post("/{face:str}/{id:uuid}/state", status_code=200)
async def set_state(request: AnyRequest, face: FromPath[str], id: FromPath[UUID]) -> Response[bytes]:
    """Pause, or resume: then all that happened meanwhile is sent."""
    visit = await admit(request, to_change=True)
    active = (await Form.of(request)).ticked("active")
    record = await visit.house.store.write(
        lambda tx: webhooks.change(tx, visit.actor, visit.now, face, str(id), {"active": active})
    )
    return done(visit, _base(record), "resumed" if active else "paused")


@post("/{face:str}/{id:uuid}/rotate", status_code=200)
async def rotate(request: AnyRequest, face: FromPath[str], id: FromPath[UUID]) -> Response[bytes]:
    """Sign with a new secret from now on."""
    visit = await admit(request, to_change=True)
    if not _sort(face).signed:
        raise NotFound("page")
    secret = webhooks.new_secret()
    members = {"secret": visit.house.vault.lock(secret)}
    record = await visit.house.store.write(
        lambda tx: webhooks.change(tx, visit.actor, visit.now, face, str(id), members)
    )
    return _shown_once(visit, record, secret)


@post("/{face:str}/{id:uuid}/test", status_code=200)
async def test(request: AnyRequest, face: FromPath[str], id: FromPath[UUID]) -> Response[bytes]:
    """Send an event that tells of nothing, now."""
    visit = await admit(request, to_change=True)
    house, message_id, sort = visit.house, new_id(), _sort(face)
    if not sort.signed:
        raise NotFound("page")
    record = await house.store.read(lambda tx: webhooks.get(tx, visit.actor, face, str(id)))
    event = WebhookEvent(type=native.TEST, timestamp=visit.now, data={"webhook_id": record.id})
    outcome = await send_now(house, sort.dialect, record, message_id, visit.now, msgspec.json.encode(event))
    await house.store.write(lambda tx: webhooks.keep_test(tx, visit.now, record, message_id, native.TEST, outcome))
    return done(visit, _base(record), "tested")


@get("/{face:str}/{id:uuid}/deliveries/{delivery_id:uuid}")
async def delivery(
    request: AnyRequest, face: FromPath[str], id: FromPath[UUID], delivery_id: FromPath[UUID]
) -> Response[bytes]:
    """One delivery, and what is sent: the record in it is as it is by now, as it would be in another attempt."""
    visit = await admit(request)
    return await _delivery(visit, face, str(id), str(delivery_id), Form())


async def _delivery(visit: Visit, face: str, id: str, delivery_id: str, form: Form) -> Response[bytes]:
    sort = _sort(face)

    async def run(tx: Tx) -> dict[str, Any]:
        record = await webhooks.get(tx, visit.actor, face, id)
        found, row = await webhooks.delivery(tx, visit.actor, face, id, delivery_id)
        body = None if row is None else await sort.dialect.compose(tx, visit.now, row, found.event)
        return {"record": record, "delivery": found, "body": body}

    found = await visit.house.store.read(run)
    if found["body"] is not None:
        found["body"] = msgspec.json.format(found["body"], indent=2).decode()
    values = {"base": _base(found["record"]), "form": form}
    return admin_page(visit, "admin/delivery.html", status=desk.status_of(form), **values, **found)


@post("/{face:str}/{id:uuid}/deliveries/{delivery_id:uuid}", status_code=200)
async def send_again(
    request: AnyRequest, face: FromPath[str], id: FromPath[UUID], delivery_id: FromPath[UUID]
) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    form = Form()
    try:
        await visit.house.store.write(
            lambda tx: webhooks.send_again(tx, visit.actor, visit.now, face, str(id), str(delivery_id))
        )
    except Refusal as refusal:
        form.refuse("", refusal.message)
        return await _delivery(visit, face, str(id), str(delivery_id), form)
    return done(visit, f"{WEBHOOKS.path}/{face}/{id}", "sent")


@get("/{face:str}/{id:uuid}/remove")
async def ask(request: AnyRequest, face: FromPath[str], id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    record = await visit.house.store.read(lambda tx: webhooks.get(tx, visit.actor, face, str(id)))
    return admin_page(visit, "admin/webhook_remove.html", record=record, form=Form(), base=_base(record))


@post("/{face:str}/{id:uuid}/remove", status_code=200)
async def remove(request: AnyRequest, face: FromPath[str], id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    actor = visit.because((await Form.of(request)).given("reason"))
    await visit.house.store.write(lambda tx: webhooks.remove(tx, actor, visit.now, face, str(id)))
    return done(visit, WEBHOOKS.path, "removed")


router = Router(
    "/webhooks",
    route_handlers=[
        *(every, blank, add, one, to_change, change, set_state, rotate, test, delivery, send_again, ask, remove),
    ],
)
