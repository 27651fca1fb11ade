"""/admin/audit: the journal, searched and read, and whether its chains are whole."""

from datetime import UTC, date, datetime, time
from typing import Any, Final

from litestar import Response, get, post

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.native.changes import cursor_of, place_of
from uhrwerk.entrypoints.web.addresses import is_id
from uhrwerk.entrypoints.web.admin import desk, telling, words
from uhrwerk.entrypoints.web.admin.desk import admin_page
from uhrwerk.entrypoints.web.admin.offers import names_of
from uhrwerk.entrypoints.web.admin.sections import AUDIT, admit
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.pages import fragment, moved
from uhrwerk.entrypoints.web.visit import Visit
from uhrwerk.operations import audit
from uhrwerk.operations.acts import ACTS, INTERNAL_ACTS
from uhrwerk.operations.audit import Check
from uhrwerk.rules.day import DAY
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage import people as staff
from uhrwerk.storage.audit import Wanted
from uhrwerk.storage.store import Tx

KINDS: Final = {**ACTS, **INTERNAL_ACTS}
WHATS: Final = sorted({act for acts in KINDS.values() for act in acts})


@get("/")
async def audit_page(request: AnyRequest) -> Response[bytes]:
    visit = await admit(request)
    query = Form.of_query(request)
    before = place_of(query.given("after"), "after")

    async def run(tx: Tx) -> dict[str, Any]:
        actor = visit.actor
        wanted = _wanted(visit, query)
        changes, rest = await audit.page(tx, actor, wanted, before=before, limit=desk.PAGE)
        everybody = await staff.every(tx, actor.workspace_id)
        return {
            "rows": await telling.told(tx, actor, visit.reader, changes),
            "rest": rest,
            "everybody": sorted(everybody, key=lambda each: each.name.lower()),
            **await _state(tx, visit, wanted.person_id),
        }

    # A search may look through the whole journal: beside the others, not before them.
    found = await visit.house.store.read(run, long=True)
    rest = found.pop("rest")
    found["further"] = desk.address(visit, query, after=cursor_of(rest)) if rest else None
    found |= {"query": query, "kinds": KINDS, "whats": WHATS, "faces": words.FACES}
    found |= {"kind_of": words.kind, "face_of": words.face, "acts": words.ACTS}
    return admin_page(visit, "admin/audit.html", **found)


def _wanted(visit: Visit, query: Form) -> Wanted:
    first, last = query.day("first"), query.day("last")
    record, person = query.text("record"), query.text("person")
    return Wanted(
        person_id=person if is_id(person) else None,
        kind=query.text("kind") if query.text("kind") in KINDS else None,
        act=query.text("act") if query.text("act") in WHATS else None,
        face=query.text("face") if query.text("face") in words.FACES else None,
        record_id=record if is_id(record) else None,
        since=None if first is None else _midnight(visit, first),
        until=None if last is None else _midnight(visit, last + DAY),
    )


def _midnight(visit: Visit, day: date) -> datetime:
    return datetime.combine(day, time(), visit.zone).astimezone(UTC)


async def _state(tx: Tx, visit: Visit, person_id: str | None) -> dict[str, Any]:
    """What the card about the chains says: of all, of one, and of the last check."""
    size, head = await audit.state(tx, visit.actor, person_id)
    check = await audit.last_check(tx, visit.actor)
    ids = [] if check is None else [check.by, *(fault.subject_id for fault in check.faults)]
    ids += [check.subject_id] if check is not None and check.subject_id is not None else []
    names = await names_of(tx, visit.actor.workspace_id, {"people": [*ids, *([person_id] if person_id else [])]})
    return {"size": size, "head": head, "check": check, "names": names, "person_id": person_id}


@post("/check", status_code=200)
async def begin(request: AnyRequest) -> Response[bytes]:
    """Check every chain, or a person's: what can be read at once, then page by page."""
    visit = await admit(request)
    form = await Form.of(request)
    person = form.text("person") if is_id(form.text("person")) else None
    check = await visit.house.store.read(lambda tx: audit.begin(tx, visit.actor, visit.now, person))
    return await _gone_on(visit, check)


@post("/check/go-on", status_code=200)
async def go_on(request: AnyRequest) -> Response[bytes]:
    """Read some more; a check that another one took the place of ends here."""
    visit = await admit(request)
    form = await Form.of(request)
    check = await visit.house.store.read(lambda tx: audit.last_check(tx, visit.actor))
    if check is None or check.id != form.text("check"):
        raise NotFound("check")
    return await _gone_on(visit, check)


async def _gone_on(visit: Visit, check: Check) -> Response[bytes]:
    actor, store = visit.actor, visit.house.store
    if check.done_at is None:
        check = await store.read(lambda tx: audit.go_on(tx, actor, visit.now, check), long=True)
        await store.write(lambda tx: audit.keep(tx, actor, check))
    if not visit.reader.piece:
        return moved(visit, f"{AUDIT.path}?person={check.subject_id or ''}#check")
    found = await store.read(lambda tx: _state(tx, visit, check.subject_id))
    return fragment(visit, "admin/check.html", **found)


router = Router("/audit", route_handlers=[audit_page, begin, go_on])
