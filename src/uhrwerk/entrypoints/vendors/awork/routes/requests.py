"""What all of awork's routes have in common: whose request, query, pages, the answer's headers."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar
from uuid import UUID

import msgspec
from litestar import Response

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.replies import EncodedResponse
from uhrwerk.entrypoints.vendors.awork import errors
from uhrwerk.entrypoints.vendors.awork.auth import admit
from uhrwerk.entrypoints.vendors.awork.filters.answers import models_of, searched
from uhrwerk.entrypoints.vendors.awork.filters.lists import Listed
from uhrwerk.entrypoints.vendors.awork.filters.literals import Asker
from uhrwerk.entrypoints.vendors.awork.filters.parser import parse_filter, parse_order
from uhrwerk.entrypoints.vendors.awork.filters.properties import MODELS, Model
from uhrwerk.entrypoints.vendors.awork.filters.tokens import Fault
from uhrwerk.operations import search
from uhrwerk.operations.authentication import Guest
from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import Invalid, NotFound
from uhrwerk.storage.records import Kept
from uhrwerk.storage.search.tree import ALWAYS, And, Condition, Order, equal
from uhrwerk.storage.store import Tx

PAGE_SIZE: Final = 1000

Reply = Response[bytes]

T = TypeVar("T")
K = TypeVar("K", bound=Kept)
M = TypeVar("M", bound=msgspec.Struct)

Show = Callable[[Tx, Actor, list[K]], Awaitable[Sequence[M]]]
"""Makes awork's models of the records on a page, within the transaction."""

Narrow = Callable[[Tx, Guest], Awaitable[Condition]]
"""Which records a list is about, found within the transaction; raises a refusal where there is no such list."""


async def answer_list(
    request: AnyRequest,
    listed: Listed[K],
    show: Show[K, M],
    where: Condition | Narrow = ALWAYS,
    first: Sequence[Order] = (),
) -> Reply:
    """Answer with a page of a list: `filterby`, `orderby`, `page`, `pageSize` and the `aw-*` headers are seen to here.

    The list is what the guest may read of a kind of thing (see `filters/lists.py` and `operations/search.py`); the
    route adds what its path and its own parameters say, in the core's names, and how the records are shown:

        @get("/typeofwork")
        async def list_types_of_work(request: AnyRequest) -> Reply:
            return await answer_list(request, TYPES_OF_WORK, each(wire.type_of_work), equal("archived", False))

    `equal`, `one_of`, `holds`, `And`, `Or`, `Not` and ALWAYS come from `storage/search/tree.py`. Where the transaction
    or the guest is needed, `where` is a function:

            async def of_project(tx: Tx, guest: Guest) -> Condition:
                await PROJECTS.get(tx, guest.actor, wanted)  # 404 for one that is not there
                return equal("project_id", wanted)

    and so is `show`, where a record alone does not do:

            async def shown(tx: Tx, actor: Actor, records: list[Task]) -> list[wire.Task]:
                neighbours = details.Neighbours(tx, actor.workspace_id)
                return [wire.task(each) for each in await neighbours.of_tasks(records)]

    `first` is an order that comes before the one that the request asks for.
    """
    guest, wanted = await _wanted(request, listed.model, MODELS)

    async def read(tx: Tx) -> tuple[Sequence[M], int]:
        narrowed = where if isinstance(where, Condition) else await where(tx, guest)
        records, total = await search.find_and_count(
            tx,
            guest.actor,
            listed.shelf,
            And((narrowed, wanted.condition)),
            [*first, *(wanted.order or listed.order)],
            offset=wanted.offset,
            limit=wanted.size,
        )
        return await show(tx, guest.actor, records), total

    models, total = await house_of(request).store.read(read, long=True)
    return answer(models, wanted.headers(len(models), total))


async def answer_models(
    request: AnyRequest, shape: type[M], find: Callable[[Tx, Guest], Awaitable[Sequence[M]]]
) -> Reply:
    """Answer with a page of a list that is no table, such as the contact details of a user.

    `find` makes all of its models, in their order, within the transaction; they are filtered by what they show.
    """
    guest, wanted = await _wanted(request, shape.__name__, models_of(shape))
    every = await house_of(request).store.read(lambda tx: find(tx, guest), long=True)
    found = searched(every, wanted.condition, wanted.order)
    shown = found[wanted.offset : wanted.offset + wanted.size]
    return answer(shown, wanted.headers(len(shown), len(found)))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request asks of a list. Pages count from 1; without an order it is the list's own."""

    condition: Condition
    order: Sequence[Order]
    page: int
    size: int

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.size

    def headers(self, shown: int, total: int) -> dict[str, str]:
        return {
            "aw-page": str(self.page),
            "aw-pagesize": str(self.size),
            "aw-items": str(shown),
            "aw-totalitems": str(total),
        }


async def _wanted(request: AnyRequest, model: str, models: Mapping[str, Model]) -> tuple[Guest, Wanted]:
    """Who asks for what. Raises NotSignedIn, Invalid, FilterOrOrder."""
    now = house_of(request).now()
    guest = await admit(request, now)
    query = query_of(request)
    asker = _asker(guest, now)
    return guest, Wanted(
        _parsed(query, "filterBy", lambda text: parse_filter(text, model, asker, models), ALWAYS),
        _parsed(query, "orderBy", lambda text: parse_order(text, model, asker, models), []),
        whole_number(query, "page", 1, 1, 2**31 - 1),
        whole_number(query, "pageSize", PAGE_SIZE, 1, PAGE_SIZE),
    )


def _parsed(query: dict[str, str], name: str, parse: Callable[[str], T], default: T) -> T:
    text = query.get(name.lower(), "")
    if not text.strip():
        return default
    try:
        return parse(text)
    except Fault as fault:
        raise errors.FilterOrOrder.field(name, str(fault)) from None


def _asker(guest: Guest, now: datetime) -> Asker:
    return Asker(guest.actor.person_id, now, guest.zone(now))


def each(model: Callable[[K], M]) -> Show[K, M]:
    """Show every record by itself."""

    async def show(tx: Tx, actor: Actor, records: list[K]) -> list[M]:
        return [model(record) for record in records]

    return show


def not_archived(request: AnyRequest) -> Condition:
    """Leaves out what is archived, unless the request says `showArchived=true`."""
    shown = query_of(request).get("showarchived", "").lower() in ("true", "1")
    return ALWAYS if shown else equal("archived", False)


def whole_number(query: dict[str, str], name: str, default: int, least: int, most: int) -> int:
    """A parameter of the query. Raises Invalid."""
    text = query.get(name.lower())
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 10 or not least <= int(text) <= most:
        raise Invalid.field(name, f"must be a whole number from {least} to {most}")
    return int(text)


def query_of(request: AnyRequest) -> dict[str, str]:
    """Query parameters; names are matched without regard to case."""
    return {name.lower(): value for name, value in request.query_params.items()}


def person_id_of(request: AnyRequest, guest: Guest, user_id: str | None) -> str:
    """Whose clock: the path's user, else the query's `userId`, else the token's own."""
    if user_id is not None and user_id.lower() != "me":
        return path_id(user_id, "user")
    wanted = query_of(request).get("userid")
    if wanted:
        try:
            return str(UUID(wanted))
        except ValueError:
            raise Invalid.field("userId", "must be a UUID") from None
    if guest.person is None:
        raise NotFound("user")
    return guest.person.id


def path_id(text: str, kind: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise NotFound(kind) from None


def text_id(id: UUID | None) -> str | None:
    return None if id is None else str(id)


def answer(
    model: msgspec.Struct | Sequence[msgspec.Struct] | Sequence[str],
    headers: dict[str, str] | None = None,
    status: int = 200,
) -> Reply:
    headers = {"trace-id": errors.trace_id(), **(headers or {})}
    return EncodedResponse(msgspec.json.encode(model), status, errors.MEDIA_TYPE, headers)


def nothing() -> Reply:
    return EncodedResponse(b"", 204, headers={"trace-id": errors.trace_id()})
