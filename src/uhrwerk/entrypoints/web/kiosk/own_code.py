"""/kiosk/code: by what one is recognised at kiosks oneself: one's QR code to print or show, a PIN."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.admin.kiosk_people import keep_pin, make_code, shown_to
from uhrwerk.entrypoints.web.admin.kiosks import ACTS, OUTCOMES
from uhrwerk.entrypoints.web.admin.offers import names_of
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.pages import moved, page
from uhrwerk.entrypoints.web.visit import Visit, visit_of
from uhrwerk.operations import kiosk_door, recognition
from uhrwerk.operations.recognition import CODE
from uhrwerk.rules.day import local_date
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


@post("/punches/{id:uuid}/settle", status_code=200)
async def settle(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    """A lead or an admin has seen to a punch that could not be booked."""
    visit = await visit_of(request)
    await visit.house.store.write(lambda tx: kiosk_door.settle(tx, visit.actor, visit.now, str(id)))
    return moved(visit, "/corrections")


async def not_booked(tx: Tx, visit: Visit) -> dict[str, Any]:
    """Punches made offline that came to nothing, as far as they are the visitor's to know: whose (None: their own),
    what, its outcome, and the day.
    """
    found = await kiosk_door.unsettled(tx, visit.actor)
    names = await names_of(
        tx, visit.actor.workspace_id, {"people": [each.person_id for each in found if each.person_id]}
    )
    return {
        "not_booked": [
            (
                each,
                _whose(visit, each, names),
                visit.t(ACTS[each.act]),
                visit.t(OUTCOMES[each.outcome]),
                _day(visit, each),
            )
            for each in found
        ]
    }


def _whose(visit: Visit, each: KioskPunch, names: Mapping[str, str]) -> str | None:
    if each.person_id is None:
        return visit.t("Nobody recognised")
    return None if each.person_id == visit.person.id else names[each.person_id]


def _day(visit: Visit, each: KioskPunch) -> date:
    return local_date(each.at, visit.person.zones)


async def _shown(visit: Visit, form: Form) -> Response[bytes]:
    async def run(tx: Tx) -> tuple[recognition.Recognised, dict[str, Any]]:
        known = await recognition.of_person(tx, visit.actor, visit.person.id)
        return known, await not_booked(tx, visit)

    known, hints = await visit.house.store.read(run)
    values = {"form": form, **hints, **shown_to(visit, known)}
    return page(visit, "kiosk/code.html", status=200 if form.ok else 422, **values)


router = Router(PATH, route_handlers=[code_page, new_code, remove_code, set_pin, settle])
