"""/absences: one's own, what is left of one's days, the form to ask for some, and calendar feeds."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.calendars import feed_address
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.addresses import FIRST_DAY, LAST_DAY, is_id
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.pages import fragment, moved, page
from uhrwerk.entrypoints.web.people.absence_calendar import calendar_page
from uhrwerk.entrypoints.web.people.absence_words import STATUSES, TONES, days_of, part_of_day
from uhrwerk.entrypoints.web.visit import Visit, visit_of
from uhrwerk.operations import absences, calendar_feeds, entitlements, people
from uhrwerk.operations.absences import Preview
from uhrwerk.rules.absence import deducts_entitlement
from uhrwerk.rules.entitlement import Account
from uhrwerk.rules.refusals import NotAllowed, NotFound, Refusal
from uhrwerk.storage import absences as kept
from uhrwerk.storage import people as staff
from uhrwerk.storage.absences import AbsenceType
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an account's bar, in per cent of its width."""

    kind: str
    begin: float
    width: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """An account and its bar."""

    type: AbsenceType
    account: Account
    parts: list[Part]


@get("/")
async def absences_page(request: AnyRequest) -> Response[bytes]:
    """One's own of a year; for htmx the list alone."""
    visit = await visit_of(request)
    return await _shown(visit, _year(visit, Form.of_query(request)), Form(), request=request)


async def _shown(
    visit: Visit, year: int, form: Form, *, request: AnyRequest, status: int = 200, token: str | None = None
) -> Response[bytes]:
    values = await visit.house.store.read(lambda tx: _of_year(tx, visit, year))
    values |= {"year": year, "form": form, "statuses": STATUSES, "tones": TONES, "feed": None}
    values |= {"part_of_day": part_of_day, "days_of": days_of}
    if token is not None:
        values["feed"] = feed_address(request, token)
    template = "absences/mine.html" if visit.reader.piece else "absences.html"
    return page(visit, template, status=status, **values)


async def _of_year(tx: Tx, visit: Visit, year: int) -> dict[str, Any]:
    actor, person_id = visit.actor, visit.person.id
    where = [("ends_on", ">=", date(year, 1, 1)), ("starts_on", "<", date(year + 1, 1, 1))]
    found = await absences.every(tx, actor, person_id, limit=MOST, after=None, where=where)
    types = {each.id: each for each in await kept.every_type(tx, actor.workspace_id)}
    drawn = []
    for each in await kept.types_in_use(tx, actor.workspace_id):
        if deducts_entitlement(each.kind):
            account = (await entitlements.account_of(tx, actor, visit.now, person_id, year, each.id)).account
            if account.limited or account.taken or account.planned or account.requested:
                drawn.append(Drawn(each, account, bar(account)))
    deciders = await staff.shelf.some(
        tx, actor.workspace_id, sorted({each.decided_by for each in found if each.decided_by})
    )
    return {
        "absences": found,
        "types": types,
        "accounts": drawn,
        "deciders": {each.id: each.name for each in deciders},
        "feeds": await calendar_feeds.every(tx, actor),
    }


def bar(account: Account) -> list[Part]:
    """What became of the days that there were; more than there were fills the bar with itself."""
    shares = [("taken", account.taken), ("planned", account.planned), ("requested", account.requested)]
    shares += [("expired", account.expired), ("left", max(account.remaining, Decimal(0)))]
    whole = sum((days for _, days in shares), Decimal(0)) or Decimal(1)
    parts, begin = [], 0.0
    for kind, days in shares:
        width = float(days * 100 / whole)
        if width > 0:
            parts.append(Part(kind, round(begin, 3), round(width, 3)))
        begin += width
    return parts


@get("/new")
async def new_absence(request: AnyRequest) -> Response[bytes]:
    """The form: one's own request, or (for admins) what is entered for somebody."""
    visit = await visit_of(request)
    asked = Form.of_query(request)
    day = asked.text("starts_on") or visit.today.isoformat()
    form = Form.with_values(starts_on=day, ends_on=day, person_id=asked.text("person_id"))
    return await _form(visit, form)


@post("/preview", status_code=200)
async def preview_absence(request: AnyRequest) -> Response[bytes]:
    """What the form would come to: days, what is left, and what would be refused. Nothing is written."""
    visit = await visit_of(request)
    form = await Form.of(request)
    return fragment(visit, "absences/preview.html", preview=await _preview(visit, form), form=form)


@post("/", status_code=200)
async def add_absence(request: AnyRequest) -> Response[bytes]:
    visit = await visit_of(request)
    form = await Form.of(request)
    members, person_id = _members(form), _whose(visit, form)
    if person_id != visit.person.id and form.given("reason") is None:
        form.refuse("reason", N_("say why: the person can read it"))
    if members is not None and form.ok:
        actor = visit.because(form.given("reason")) if person_id != visit.person.id else visit.actor
        try:
            await visit.house.store.write(lambda tx: absences.add(tx, actor, visit.now, person_id, members))
        except Refusal as refusal:
            form.refuse_all(refusal, ["absence_type_id", "ends_on"], seconds="hours")
    if not form.ok or members is None:
        return await _form(visit, form, status=422)
    if person_id != visit.person.id:
        return moved(visit, f"/absences/calendar?month={members['starts_on']:%Y-%m}")
    return moved(visit, f"/absences?year={members['starts_on'].year}")


@post("/{id:uuid}/withdraw", status_code=200)
async def withdraw(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    """Take a request back, or cancel what has been approved, as far as it is the actor's to do."""
    visit = await visit_of(request)
    form = await Form.of(request)
    actor = visit.because(form.given("reason"))
    year = form.whole("year") or visit.today.year
    try:
        await visit.house.store.write(lambda tx: absences.remove(tx, actor, visit.now, str(id), form.whole("version")))
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed | NotFound):
            raise
        form.refuse_all(refusal)
        return await _shown(visit, year, form, request=request, status=422)
    return moved(visit, f"/absences?year={year}")


@post("/feeds", status_code=200)
async def add_feed(request: AnyRequest) -> Response[bytes]:
    """A secret address for a calendar program: it is on this one answer, and never again."""
    visit = await visit_of(request)
    form = await Form.of(request)
    try:
        issued = await visit.house.store.write(
            lambda tx: calendar_feeds.add(tx, visit.actor, visit.now, form.text("name"))
        )
    except Refusal as refusal:
        form.refuse_all(refusal, ["name"])
        return await _shown(visit, visit.today.year, form, request=request, status=422)
    return await _shown(visit, visit.today.year, Form(), request=request, token=issued.token)


@post("/feeds/{id:uuid}/revoke", status_code=200)
async def revoke_feed(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    visit = await visit_of(request)
    await visit.house.store.write(lambda tx: calendar_feeds.revoke(tx, visit.actor, visit.now, str(id)))
    return moved(visit, "/absences")


async def _form(visit: Visit, form: Form, *, status: int = 200) -> Response[bytes]:
    """The form with whom it is for; that is an admin's to choose."""
    whom = _whose(visit, form)

    async def read(tx: Tx) -> tuple[list[AbsenceType], Person]:
        await people.check_readable(tx, visit.actor, whom)
        return await kept.types_in_use(tx, visit.workspace.id), await people.get(tx, visit.actor, whom)

    types, person = await visit.house.store.read(read)
    if person.id != visit.person.id and not visit.is_admin:
        raise NotAllowed("Only an admin may do this for somebody else.")
    preview = await _preview(visit, Form(list(form.fields))) if types else None
    return page(visit, "absences/new.html", status=status, form=form, types=types, person=person, preview=preview)


async def _preview(visit: Visit, form: Form) -> Preview | None:
    """None for a form that does not say enough yet."""
    members = _members(form)
    if members is None or not form.ok:
        return None
    room: dict[str, Any] = {name: members[name] for name in absences.ROOM}
    person_id = _whose(visit, form)

    async def read(tx: Tx) -> Preview:
        if room["absence_type_id"] is None:
            room["absence_type_id"] = (await kept.types_in_use(tx, visit.workspace.id))[0].id
        return await absences.preview(tx, visit.actor, visit.now, person_id, room)

    try:
        return await visit.house.store.read(read)
    except Refusal as refusal:
        form.refuse_all(refusal, seconds="hours")
        return None


def _whose(visit: Visit, form: Form) -> str:
    """The id of whose absence it is to be. Raises NotFound for what is no id."""
    person_id = form.text("person_id") or visit.person.id
    if not is_id(person_id):
        raise NotFound("person")
    return person_id


def _members(form: Form) -> dict[str, Any] | None:
    """What the form says, None where a day is missing; what cannot be read is an error of the form."""
    first, last = form.day("starts_on"), form.day("ends_on")
    for name, day in (("starts_on", first), ("ends_on", last)):
        if day is None:
            form.refuse(name, N_("is required"))
    type_id = form.given("absence_type_id")
    if type_id is not None and not is_id(type_id):
        form.refuse("absence_type_id", N_("This cannot be chosen."))
    seconds = form.length("hours")
    if first is None or last is None or not form.ok:
        return None
    return {
        "absence_type_id": type_id,
        "starts_on": first,
        "ends_on": last,
        "half_day_start": form.ticked("half_day_start"),
        "half_day_end": form.ticked("half_day_end"),
        "seconds": seconds,
        "note": form.given("note"),
    }


def _year(visit: Visit, form: Form) -> int:
    text = form.text("year")
    wanted = int(text) if text.isdecimal() and len(text) == 4 else visit.today.year
    return min(max(wanted, FIRST_DAY.year), LAST_DAY.year)


router = Router(
    "/absences",
    route_handlers=[
        absences_page,
        new_absence,
        preview_absence,
        add_absence,
        withdraw,
        add_feed,
        revoke_feed,
        calendar_page,
    ],
)
