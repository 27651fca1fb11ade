"""/admin/kiosks/people: by what people are recognised at kiosks: PINs set and reset, badges scanned, QR codes."""

from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.admin import desk
from uhrwerk.entrypoints.web.admin.desk import admin_page, done
from uhrwerk.entrypoints.web.admin.sections import admit
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.qr import qr_code
from uhrwerk.entrypoints.web.visit import Visit
from uhrwerk.operations import recognition
from uhrwerk.operations.recognition import CODE, Recognised
from uhrwerk.rules.pins import OF_PERSON, pin, shut_until
from uhrwerk.rules.refusals import Refusal

BASE: Final = "/admin/kiosks/people"
BADGE_LENGTHS: Final = (4, 200)
"""Characters that a reader types: a chip's number has eight at least, but some systems hand out short ones."""


@get("/")
async def every(request: AnyRequest) -> Response[bytes]:
    visit = await admit(request)
    found = await visit.house.store.read(lambda tx: recognition.everybody(tx, visit.actor))
    rows = [(each, locked_until(visit, each)) for each in found]
    return admin_page(visit, "admin/kiosk_people.html", rows=rows, done=desk.done_in(Form.of_query(request)), base=BASE)


@get("/{id:uuid}")
async def one(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request)
    return await _shown(visit, str(id), Form(), desk.done_in(Form.of_query(request)))


@post("/{id:uuid}/pin", status_code=200)
async def set_pin(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    """A PIN in the old one's place; who was wrong about the old one is forgotten."""
    visit = await admit(request, to_change=True)
    form = await Form.of(request)
    try:
        await keep_pin(visit, str(id), form.text("pin"))
    except Refusal as refusal:
        form.refuse_all(refusal)
        return await _shown(visit, str(id), form)
    return done(visit, f"{BASE}/{id}", "saved")


@post("/{id:uuid}/pin/remove", status_code=200)
async def remove_pin(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    await visit.house.store.write(lambda tx: recognition.remove_pin(tx, visit.actor, visit.now, str(id)))
    return done(visit, f"{BASE}/{id}", "removed")


@post("/{id:uuid}/unlock", status_code=200)
async def unlock(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    await visit.house.store.write(lambda tx: recognition.unlock(tx, visit.actor, visit.now, str(id)))
    return done(visit, f"{BASE}/{id}", "saved")


@post("/{id:uuid}/badges", status_code=200)
async def add_badge(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    """What the reader typed into the field; the name is for telling badges apart."""
    visit = await admit(request, to_change=True)
    form = await Form.of(request)
    says, name = form.text("badge"), form.text("name") or visit.t("Badge")
    if not BADGE_LENGTHS[0] <= len(says) <= BADGE_LENGTHS[1]:
        form.refuse("badge", N_("Hold the badge to the reader while the field is chosen."))
        return await _shown(visit, str(id), form)
    hashed = visit.house.kiosk.badge(visit.actor.workspace_id, says)
    try:
        await visit.house.store.write(
            lambda tx: recognition.add_badge(tx, visit.actor, visit.now, str(id), name, hashed)
        )
    except Refusal as refusal:
        form.refuse_all(refusal)
        return await _shown(visit, str(id), form)
    return done(visit, f"{BASE}/{id}", "added")


@post("/{id:uuid}/code", status_code=200)
async def new_code(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    await make_code(visit, str(id))
    return done(visit, f"{BASE}/{id}", "added")


@post("/{id:uuid}/badges/{badge_id:uuid}/remove", status_code=200)
async def remove_badge(request: AnyRequest, id: FromPath[UUID], badge_id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    await visit.house.store.write(lambda tx: recognition.remove_badge(tx, visit.actor, visit.now, str(badge_id)))
    return done(visit, f"{BASE}/{id}", "revoked")


async def keep_pin(visit: Visit, person_id: str, typed: str) -> None:
    """Raises Invalid for what is no PIN, and what `set_pin` does."""
    hashed = visit.house.kiosk.pin(visit.actor.workspace_id, person_id, pin(typed))
    await visit.house.store.write(lambda tx: recognition.set_pin(tx, visit.actor, visit.now, person_id, hashed))


async def make_code(visit: Visit, person_id: str) -> None:
    """A QR code in the old one's place. Raises what `new_code` does."""
    keys, workspace_id = visit.house.kiosk, visit.actor.workspace_id

    def hash_of(badge_id: str) -> str:
        return keys.badge(workspace_id, keys.code(badge_id))

    name = visit.t("QR code")
    await visit.house.store.write(lambda tx: recognition.new_code(tx, visit.actor, visit.now, person_id, name, hash_of))


def shown_to(visit: Visit, known: Recognised) -> dict[str, Any]:
    """What the pages show of it: the QR code's picture, and until when the PIN is locked."""
    code = next((each for each in known.badges if each.kind == CODE), None)
    picture = qr_code(visit.house.kiosk.code(code.id)) if code else None
    return {"known": known, "code": code, "qr": picture, "locked_until": locked_until(visit, known)}


def locked_until(visit: Visit, known: Recognised) -> Any:
    return shut_until(known.pin.wrong, OF_PERSON, visit.now) if known.pin else None


async def _shown(visit: Visit, person_id: str, form: Form, told: str | None = None) -> Response[bytes]:
    known = await visit.house.store.read(lambda tx: recognition.of_person(tx, visit.actor, person_id))
    values = {"form": form, "base": f"{BASE}/{person_id}", **shown_to(visit, known)}
    return admin_page(visit, "admin/kiosk_person.html", status=desk.status_of(form), done=told, **values)


router = Router(
    "/kiosks/people",
    route_handlers=[every, one, set_pin, remove_pin, unlock, add_badge, new_code, remove_badge],
)
