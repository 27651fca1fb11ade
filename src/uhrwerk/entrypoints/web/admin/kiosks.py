"""/admin/kiosks: the tablets at doors: set one up, change it, take it out of use; what could not be booked there."""

from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.oauth.realm import address
from uhrwerk.entrypoints.web.admin import desk, fields
from uhrwerk.entrypoints.web.admin.desk import admin_page, done
from uhrwerk.entrypoints.web.admin.fields import Choice, Field, Several, Tick
from uhrwerk.entrypoints.web.admin.offers import names_of, offers_for
from uhrwerk.entrypoints.web.admin.sections import admit
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.qr import qr_code
from uhrwerk.entrypoints.web.visit import Visit
from uhrwerk.entrypoints.web.zones import zone_names
from uhrwerk.operations import kiosk_door, kiosks
from uhrwerk.operations.kiosks import KIOSKS, Linked
from uhrwerk.rules.kiosk import Way
from uhrwerk.rules.refusals import Refusal
from uhrwerk.storage.kiosks import Kiosk, KioskPunch
from uhrwerk.storage.store import Tx

BASE: Final = "/admin/kiosks"
LANGUAGES: Final = {"de": "Deutsch", "en": "English"}
WAYS: Final = {
    Way.PIN: Tick(name="pin", label=N_("PIN beside one's name")),
    Way.CODE: Tick(name="code", label=N_("QR code, by the camera or a scanner")),
    Way.BADGE: Tick(name="badge", label=N_("Badge, by a reader that types")),
}
FIELDS: Final = (
    Field(name="name", label=N_("Name"), required=True, hint=N_("Stands on the tablet, and in the journal.")),
    Field(name="place", label=N_("Place")),
    Field(name="zone", label=N_("Time zone"), required=True, hint=N_("What the tablet's clock shows.")),
    Choice(name="language", label=N_("Language"), words=LANGUAGES),
    Several(name="teams", label=N_("Teams"), of="teams", hint=N_("Whose people punch here; none chosen: everybody.")),
    Tick(name="sound", label=N_("A short tone after each punch")),
)
ACTS: Final = {"come": N_("Come"), "break": N_("Break"), "back": N_("Back"), "go": N_("Go")}
OUTCOMES: Final = {"booked": N_("booked"), "unchanged": N_("changed nothing"), "refused": N_("refused")}


@get("/")
async def every(request: AnyRequest) -> Response[bytes]:
    """The kiosks, and the punches made offline that somebody should look at."""
    visit = await admit(request)

    async def run(tx: Tx) -> dict[str, Any]:
        found = await kiosks.every(tx, visit.actor)
        return {"kiosks": found, **await _told(tx, visit, found, await kiosk_door.unsettled(tx, visit.actor))}

    found = await visit.house.store.read(run)
    return admin_page(visit, "admin/kiosks.html", done=desk.done_in(Form.of_query(request)), **found)


@get("/new")
async def blank(request: AnyRequest) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    values = {"zone": visit.workspace.zone, "language": visit.reader.language}
    ways = {way.value: "1" for way in Way}
    return await _form(visit, None, fields.filled(FIELDS, values, visit.reader.formats, **ways))


@post("/new", status_code=200)
async def add(request: AnyRequest) -> Response[bytes]:
    """A kiosk, and the link that makes a tablet it, shown this once."""
    visit = await admit(request, to_change=True)
    form = await Form.of(request)
    members = _members(form)
    if form.ok:
        try:
            linked = await visit.house.store.write(lambda tx: kiosks.add(tx, visit.actor, visit.now, members))
        except Refusal as refusal:
            _refuse(form, refusal)
        else:
            return _link(request, visit, linked)
    return await _form(visit, None, form)


@get("/{id:uuid}")
async def one(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request)
    kiosk = await visit.house.store.read(lambda tx: KIOSKS.get(tx, visit.actor, str(id)))
    shown = fields.filled(FIELDS, _values(kiosk), visit.reader.formats, **dict.fromkeys(kiosk.ways, "1"))
    return await _form(visit, kiosk, shown, desk.done_in(Form.of_query(request)))


@post("/{id:uuid}", status_code=200)
async def change(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    form = await Form.of(request)
    members, version = _members(form), form.whole("version")
    if form.ok:
        try:
            await visit.house.store.write(
                lambda tx: KIOSKS.change(tx, visit.actor, visit.now, str(id), members, version)
            )
        except Refusal as refusal:
            _refuse(form, refusal)
        else:
            return done(visit, f"{BASE}/{id}", "saved")
    kiosk = await visit.house.store.read(lambda tx: KIOSKS.get(tx, visit.actor, str(id)))
    return await _form(visit, kiosk, form)


@post("/{id:uuid}/link", status_code=200)
async def link(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    """A new link in the old one's place, for a new tablet or one whose cookies were cleared."""
    visit = await admit(request, to_change=True)
    return _link(
        request,
        visit,
        await visit.house.store.write(lambda tx: kiosks.link(tx, visit.actor, visit.now, str(id))),
    )


@get("/{id:uuid}/remove")
async def ask(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    kiosk = await visit.house.store.read(lambda tx: KIOSKS.get(tx, visit.actor, str(id)))
    return admin_page(visit, "admin/kiosk_remove.html", kiosk=kiosk, form=Form(), base=BASE)


@post("/{id:uuid}/remove", status_code=200)
async def remove(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    visit = await admit(request, to_change=True)
    actor = visit.because((await Form.of(request)).given("reason"))
    await visit.house.store.write(lambda tx: kiosks.remove(tx, actor, visit.now, str(id)))
    return done(visit, BASE, "revoked")


@post("/punches/{id:uuid}/settle", status_code=200)
async def settle(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    """Somebody has seen to a punch that could not be booked."""
    visit = await admit(request, to_change=True)
    await visit.house.store.write(lambda tx: kiosk_door.settle(tx, visit.actor, visit.now, str(id)))
    return done(visit, BASE, "saved")


def _link(request: AnyRequest, visit: Visit, linked: Linked) -> Response[bytes]:
    url = f"{address(request)}/kiosk/setup/{linked.code}"
    return admin_page(visit, "admin/kiosk_link.html", kiosk=linked.kiosk, url=url, qr=qr_code(url), base=BASE)


def _members(form: Form) -> dict[str, Any]:
    ways = [way.value for way, tick in WAYS.items() if tick.read(form)]
    if not ways:
        form.refuse("badge", N_("Please choose one way at least."))
    return {**fields.read(FIELDS, form), "ways": ways}


def _values(kiosk: Kiosk) -> dict[str, Any]:
    return {each.name: getattr(kiosk, each.name) for each in FIELDS}


def _refuse(form: Form, refusal: Refusal) -> None:
    desk.refuse(form, refusal, [each.name for each in FIELDS])


async def _form(visit: Visit, kiosk: Kiosk | None, form: Form, told: str | None = None) -> Response[bytes]:
    async def run(tx: Tx) -> dict[str, Any]:
        found: dict[str, Any] = {"offers": await offers_for(tx, visit.actor, FIELDS, form.every("teams"))}
        if kiosk is not None:
            found |= await _told(tx, visit, [kiosk], await kiosk_door.of_kiosk(tx, visit.actor, kiosk.id))
        return found

    found = await visit.house.store.read(run)
    found |= {"kiosk": kiosk, "form": form, "fields": FIELDS, "ways": WAYS.values(), "zones": zone_names()}
    return admin_page(visit, "admin/kiosk_form.html", status=desk.status_of(form), done=told, base=BASE, **found)


async def _told(tx: Tx, visit: Visit, found: list[Kiosk], punches: list[KioskPunch]) -> dict[str, Any]:
    """Punches with the names that they mention."""
    ids = [each.person_id for each in punches if each.person_id is not None]
    names = await names_of(tx, visit.actor.workspace_id, {"people": ids})
    places = {each.id: each.name for each in found}
    return {"punches": punches, "names": names, "places": places, "acts": ACTS, "outcomes": OUTCOMES}


router = Router("/kiosks", route_handlers=[every, blank, add, one, change, link, ask, remove, settle])
