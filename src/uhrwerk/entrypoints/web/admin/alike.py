"""The pages of things that are kept alike: a list, a form to add, a form to change with the history, archive, delete.

A kind of thing is a `Kind` (kinds.py has them all); one list template and one form template serve every one of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.addresses import cursor_of, is_id, names_after
from uhrwerk.entrypoints.web.admin import desk, fields, telling
from uhrwerk.entrypoints.web.admin.desk import admin_page, done
from uhrwerk.entrypoints.web.admin.fields import Field
from uhrwerk.entrypoints.web.admin.offers import names_of, offers_for
from uhrwerk.entrypoints.web.admin.sections import admit
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.visit import Visit
from uhrwerk.operations import search
from uhrwerk.operations.catalog import Keeper
from uhrwerk.rules.access import Actor, Role
from uhrwerk.rules.refusals import InUse, Refusal
from uhrwerk.storage.search.tree import And, Condition, Matches, Or, equal
from uhrwerk.storage.search.tree import Field as Member
from uhrwerk.storage.store import Tx

IN_USE, ARCHIVED, ALL = "", "archived", "all"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`columns` are the fields that the list shows beside the name, `narrowed_by` those that it can be narrowed by,
    `searched` the members that a search looks into. Texts are English, the keys of their translations.
    """

    path: str
    icon: str
    one: str
    many: str
    about: str
    add_text: str
    keeper: Keeper[Any]
    fields: Sequence[Field]
    columns: Sequence[str] = ()
    narrowed_by: Sequence[str] = ()
    searched: Sequence[str] = ("name",)
    for_leads: bool = True

    @property
    def base(self) -> str:
        return f"/admin/{self.path}"

    @property
    def archives(self) -> bool:
        return "archived" in self.keeper.shelf.table.c

    def field(self, name: str) -> Field:
        return next(each for each in self.fields if each.name == name)

    def is_kept_by(self, visit: Visit) -> bool:
        """Whether buttons are shown; the operations decide for themselves."""
        return visit.is_admin or (self.for_leads and visit.actor.role is Role.LEAD)

    async def values(self, tx: Tx, actor: Actor, record: Any) -> dict[str, Any]:
        """What stands in the form's fields for a record."""
        return msgspec.structs.asdict(record)

    async def add(self, tx: Tx, actor: Actor, now: datetime, members: dict[str, Any]) -> Any:
        """Raises what the keeper does."""
        with_archived = {"archived": False} if self.archives else {}
        return await self.keeper.add(tx, actor, now, members | with_archived)

    async def change(
        self, tx: Tx, actor: Actor, now: datetime, before: Any, members: dict[str, Any], version: int | None
    ) -> Any:
        """Change those of the members that are others now. Raises what the keeper does."""
        others = {name: value for name, value in members.items() if value != getattr(before, name)}
        return await self.keeper.change(tx, actor, now, before.id, others, version)

    async def remove(self, tx: Tx, actor: Actor, now: datetime, id: str) -> None:
        await self.keeper.remove(tx, actor, now, id)


def routes(kind: Kind) -> Router:
    """All of a kind's pages."""
    handlers: list[HTTPRouteHandler] = [_list(kind), *_adding(kind), *_changing(kind), *_removing(kind)]
    if kind.archives:
        handlers.append(_archiving(kind))
    return Router(f"/{kind.path}", route_handlers=handlers)


def _list(kind: Kind) -> HTTPRouteHandler:
    @get("/")
    async def every(request: AnyRequest) -> Response[bytes]:
        visit = await admit(request)
        query = Form.of_query(request)
        after = names_after(query, 2)
        columns = [kind.field(name) for name in kind.columns]
        narrowed = [kind.field(name) for name in kind.narrowed_by]

        async def run(tx: Tx) -> dict[str, Any]:
            where = _wanted(kind, query)
            found = await search.listed(tx, visit.actor, kind.keeper.shelf, where, after=after, limit=desk.PAGE + 1)
            shown, last = desk.cut(found)
            chosen = [query.text(name) for name in kind.narrowed_by]
            offers = await offers_for(tx, visit.actor, narrowed, chosen)
            names = await names_of(tx, visit.actor.workspace_id, _named(columns, shown))
            return {"records": shown, "last": last, "offers": offers, "names": names}

        found = await visit.house.store.read(run)
        last = found.pop("last")
        further = desk.address(visit, query, after=cursor_of([last.name, last.id])) if last else None
        found |= {"kind": kind, "query": query, "columns": columns, "narrowed": narrowed, "further": further}
        return admin_page(visit, "admin/alike_list.html", done=desk.done_in(query), **found)

    return every


def _wanted(kind: Kind, query: Form) -> Condition:
    parts: list[Condition] = []
    sought = query.text("q")[: desk.QUERY_LENGTH]
    if sought:
        parts.append(Or(tuple(Matches(Member(name), "anywhere", sought) for name in kind.searched)))
    state = query.text("state")
    if kind.archives and state != ALL:
        parts.append(equal("archived", state == ARCHIVED))
    for name in kind.narrowed_by:
        if is_id(query.text(name)):
            parts.append(equal(name, query.text(name)))
    return And(tuple(parts))


def _named(columns: Sequence[Field], records: Sequence[Any]) -> Mapping[str, list[str]]:
    """The ids in the list's columns, by what they are of."""
    found: dict[str, list[str]] = {}
    for field in columns:
        if field.of:
            for record in records:
                value = getattr(record, field.name)
                found.setdefault(field.of, []).extend(value if isinstance(value, list) else [value] if value else [])
    return found


def _adding(kind: Kind) -> list[HTTPRouteHandler]:
    @get("/new")
    async def blank(request: AnyRequest) -> Response[bytes]:
        visit = await admit(request, to_change=True)
        return await _shown(visit, kind, None, _blank(kind, visit, Form.of_query(request)))

    @post("/new", status_code=200)
    async def add(request: AnyRequest) -> Response[bytes]:
        visit = await admit(request, to_change=True)
        form = await Form.of(request)
        members = fields.read(kind.fields, form)
        if form.ok:
            actor = visit.because(form.given("reason"))
            try:
                await visit.house.store.write(lambda tx: kind.add(tx, actor, visit.now, members))
            except Refusal as refusal:
                _refuse(kind, form, refusal)
            else:
                return done(visit, kind.base, "added")
        return await _shown(visit, kind, None, form)

    return [blank, add]


def _blank(kind: Kind, visit: Visit, query: Form) -> Form:
    """A new form; what the list was narrowed by is chosen already."""
    chosen = {name: query.text(name) for name in kind.narrowed_by if query.text(name)}
    defaults = {"billable": True, "plannable": True}
    return fields.filled(kind.fields, {**defaults, **chosen}, visit.reader.formats)


def _changing(kind: Kind) -> list[HTTPRouteHandler]:
    @get("/{id:uuid}")
    async def one(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
        visit = await admit(request)
        return await _shown(visit, kind, str(id), None, desk.done_in(Form.of_query(request)))

    @post("/{id:uuid}", status_code=200)
    async def change(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
        visit = await admit(request, to_change=True)
        form = await Form.of(request)
        members = fields.read([each for each in kind.fields if not each.only_new], form)
        version = form.whole("version")
        if form.ok:
            actor = visit.because(form.given("reason"))

            async def run(tx: Tx) -> Any:
                before = await kind.keeper.get(tx, actor, str(id))
                return await kind.change(tx, actor, visit.now, before, members, version)

            try:
                await visit.house.store.write(run)
            except Refusal as refusal:
                _refuse(kind, form, refusal)
            else:
                return done(visit, f"{kind.base}/{id}", "saved")
        return await _shown(visit, kind, str(id), form)

    return [one, change]


def _archiving(kind: Kind) -> HTTPRouteHandler:
    @post("/{id:uuid}/archive", status_code=200)
    async def archive(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
        """Out of sight in all forms, or back again."""
        visit = await admit(request, to_change=True)
        form = await Form.of(request)
        members = {"archived": form.ticked("archived")}
        actor = visit.because(form.given("reason"))
        try:
            await visit.house.store.write(lambda tx: kind.keeper.change(tx, actor, visit.now, str(id), members))
        except Refusal as refusal:
            form.refuse("", refusal.message)
            return await _shown(visit, kind, str(id), None, problem=form)
        return done(visit, f"{kind.base}/{id}", "archived" if members["archived"] else "restored")

    return archive


def _removing(kind: Kind) -> list[HTTPRouteHandler]:
    @get("/{id:uuid}/remove")
    async def ask(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
        visit = await admit(request, to_change=True)
        return await _asked(visit, kind, str(id), Form())

    @post("/{id:uuid}/remove", status_code=200)
    async def remove(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
        visit = await admit(request, to_change=True)
        form = await Form.of(request)
        actor = visit.because(form.given("reason"))
        try:
            await visit.house.store.write(lambda tx: kind.remove(tx, actor, visit.now, str(id)))
        except InUse as refusal:
            form.refuse("", refusal.message)
            return await _asked(visit, kind, str(id), form, in_use=True)
        except Refusal as refusal:
            form.refuse_all(refusal, ["reason"])
            return await _asked(visit, kind, str(id), form)
        return done(visit, kind.base, "removed")

    return [ask, remove]


async def _asked(visit: Visit, kind: Kind, id: str, form: Form, *, in_use: bool = False) -> Response[bytes]:
    record = await visit.house.store.read(lambda tx: kind.keeper.get(tx, visit.actor, id))
    values = {"kind": kind, "record": record, "form": form, "in_use": in_use}
    return admin_page(visit, "admin/alike_remove.html", status=desk.status_of(form), **values)


def _refuse(kind: Kind, form: Form, refusal: Refusal) -> None:
    desk.refuse(form, refusal, [each.name for each in kind.fields] + ["reason"])


async def _shown(
    visit: Visit,
    kind: Kind,
    id: str | None,
    form: Form | None,
    told: str | None = None,
    problem: Form | None = None,
) -> Response[bytes]:
    """The form of a new record (no id), of one that is there (no form), or one that was refused."""

    async def run(tx: Tx) -> dict[str, Any]:
        record = None if id is None else await kind.keeper.get(tx, visit.actor, id)
        values = {} if record is None else await kind.values(tx, visit.actor, record)
        shown = form or fields.filled(kind.fields, values, visit.reader.formats)
        chosen = [value for each in kind.fields if each.of for value in shown.every(each.name)]
        reader = visit.reader
        history = [] if id is None else await telling.history_of(tx, visit.actor, reader, kind.keeper.kind, id)
        offers = await offers_for(tx, visit.actor, kind.fields, chosen)
        return {"record": record, "form": shown, "offers": offers, "history": history}

    found = await visit.house.store.read(run)
    refused = problem or found["form"]
    found["problem"] = problem or Form()
    status = desk.status_of(refused)
    return admin_page(visit, "admin/alike_form.html", status=status, kind=kind, done=told, **found)
