"""/approvals: what waits for a decision, and the decision. Admins and leads decide, auditors look on."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.pages import fragment, moved, page
from uhrwerk.entrypoints.web.people.asked import KINDS, Kind, Shown, shown
from uhrwerk.entrypoints.web.visit import Visit, visit_of
from uhrwerk.rules.access import Role, check_reads_all
from uhrwerk.rules.refusals import NotFound, Refusal
from uhrwerk.storage.store import Tx

AT_ONCE: Final = 10
ON_A_PAGE: Final = 50

VERBS: Final = ("approve", "reject", "reopen", "lock")


@dataclass(frozen=True, slots=True)
class Section:
    """One kind's list; `further` is the address of the rest of it, if there is more."""

    kind: Kind
    items: list[Shown]
    further: str | None


@get("/")
async def approvals_page(request: AnyRequest) -> Response[bytes]:
    """What waits, by kind; with `kind` one of them, page by page; with `status=decided` what was decided."""
    visit = await visit_of(request)
    if visit.actor.role is not Role.LEAD:
        check_reads_all(visit.actor)
    query = Form.of_query(request)
    decided = query.text("status") == "decided"
    wanted = [kind for kind in KINDS.values() if query.text("kind") in ("", kind.name)]
    alone = len(wanted) == 1
    after = wanted[0].after(query) if alone else None

    async def read(tx: Tx) -> list[Section]:
        return [await _section(tx, visit, kind, decided, after, ON_A_PAGE if alone else AT_ONCE) for kind in wanted]

    sections = await visit.house.store.read(read)
    # A page further on is not refreshed: what is on it would become the first page's.
    live = not decided and after is None
    chosen = query.text("kind")
    return page(visit, "approvals.html", sections=sections, decided=decided, kinds=KINDS, chosen=chosen, live=live)


async def _section(
    tx: Tx, visit: Visit, kind: Kind, decided: bool, after: tuple[Any, str] | None, limit: int
) -> Section:
    where = [("decided_at", "is not null", None)] if decided else [("status", "=", kind.waiting)]
    records = await kind.operations.every(tx, visit.actor, None, limit=limit + 1, after=after, where=where)
    items = await shown(tx, visit, kind, records[:limit])
    further = None
    if len(records) > limit:
        further = f"/approvals?kind={kind.name}&after={items[-1].key}{'&status=decided' if decided else ''}"
    return Section(kind, items, further)


@post("/{kind:str}/{id:uuid}/{verb:str}", status_code=200)
async def decide(request: AnyRequest, kind: FromPath[str], id: FromPath[UUID], verb: FromPath[str]) -> Response[bytes]:
    """303 back to what waits; through htmx the card as it is now, with what was wrong if it was refused (422)."""
    visit = await visit_of(request)
    form = await Form.of(request)
    known = KINDS.get(kind)
    act = getattr(known.operations, verb, None) if known is not None and verb in VERBS else None
    if known is None or act is None:
        raise NotFound("decision")
    actor = visit.because(form.given("reason"))
    try:
        await visit.house.store.write(lambda tx: act(tx, actor, visit.now, str(id), form.whole("version")))
    except NotFound:
        raise
    except Refusal as refusal:
        form.refuse_all(refusal, ("reason",))
    if form.ok and not visit.reader.piece:
        return moved(visit, "/approvals")
    items = await visit.house.store.read(lambda tx: _one(tx, visit, known, str(id)))
    template = "approvals/card.html" if visit.reader.piece else "approvals/alone.html"
    return fragment(visit, template, status=200 if form.ok else 422, item=items[0], form=form)


async def _one(tx: Tx, visit: Visit, kind: Kind, id: str) -> list[Shown]:
    return await shown(tx, visit, kind, [await kind.operations.get(tx, visit.actor, id)])


router = Router("/approvals", route_handlers=[approvals_page, decide])
