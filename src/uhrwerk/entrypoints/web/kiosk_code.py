"""/kiosk/code: by what one is recognised at kiosks oneself: one's QR code to print or show, a PIN."""

from litestar import Response, get, post

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.admin.kiosk_people import keep_pin, make_code, shown_to
from uhrwerk.entrypoints.web.admin.kiosks import ACTS, OUTCOMES
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.pages import moved, page
from uhrwerk.entrypoints.web.visit import Visit, visit_of
from uhrwerk.operations import kiosk_door, recognition
from uhrwerk.operations.recognition import CODE
from uhrwerk.rules.refusals import Refusal
from uhrwerk.storage.kiosks import KioskPunch
from uhrwerk.storage.store import Tx

PATH = "/kiosk/code"


@get("/")
async def code_page(request: AnyRequest) -> Response[bytes]:
    return await _shown(await visit_of(request), Form())


@post("/", status_code=200)
async def new_code(request: AnyRequest) -> Response[bytes]:
    """A code in the old one's place."""
    visit = await visit_of(request)
    await make_code(visit, visit.person.id)
    return moved(visit, PATH)


@post("/remove", status_code=200)
async def remove_code(request: AnyRequest) -> Response[bytes]:
    visit = await visit_of(request)

    async def run(tx: Tx) -> None:
        known = await recognition.of_person(tx, visit.actor, visit.person.id)
        for each in known.badges:
            if each.kind == CODE:
                await recognition.remove_badge(tx, visit.actor, visit.now, each.id)

    await visit.house.store.write(run)
    return moved(visit, PATH)


@post("/pin", status_code=200)
async def set_pin(request: AnyRequest) -> Response[bytes]:
    visit = await visit_of(request)
    form = await Form.of(request)
    try:
        await keep_pin(visit, visit.person.id, form.text("pin"))
    except Refusal as refusal:
        form.refuse_all(refusal)
        return await _shown(visit, form)
    return moved(visit, f"{PATH}?saved=pin")


async def _shown(visit: Visit, form: Form) -> Response[bytes]:
    person_id = visit.person.id

    async def run(tx: Tx) -> tuple[recognition.Recognised, list[KioskPunch]]:
        known = await recognition.of_person(tx, visit.actor, person_id)
        return known, [each for each in await kiosk_door.unsettled(tx, visit.actor) if each.person_id == person_id]

    known, punches = await visit.house.store.read(run)
    values = {"form": form, "punches": punches, "acts": ACTS, "outcomes": OUTCOMES, **shown_to(visit, known)}
    return page(visit, "kiosk/code.html", status=200 if form.ok else 422, **values)


router = Router(PATH, route_handlers=[code_page, new_code, remove_code, set_pin])
