"""The doors that every resource has: a list with filters and pages, one record by its number, and what changes them.

A resource says how its verbs work; each verb reads its form first and gives the operation that is then run.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

import msgspec
from litestar import HttpMethod, route
from litestar.exceptions import MethodNotAllowedException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.naming import naming
from uhrwerk.entrypoints.vendors.timetrack.routes.requests import READ, Call, Reply, answer, opened
from uhrwerk.entrypoints.vendors.timetrack.wire import values
from uhrwerk.entrypoints.vendors.timetrack.wire.lists import PageForm
from uhrwerk.operations import numbers, search
from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage.records import Kept
from uhrwerk.storage.search.tree import Condition, Field, Order
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.store import Operation, Tx

K = TypeVar("K", bound=Kept)

Change = Callable[[Tx, K], Awaitable[K]]
"""Changes a record within a transaction and gives it as it is then."""

BY_NUMBER: Final = (Order(Field("number")),)
BY_START: Final = (Order(Field("started_at")),)
"""Of records of the clock: for that there is an index by person."""


@dataclass(frozen=True)
class Resource(Generic[K]):
    """A kind of record at `/<path>` and `/<path>/<number>`; what has no verb here answers 405.

    `find` gives what narrows the list, `show` makes models of records. `add` gives an operation that makes one,
    `change` one that changes the record it is handed. `names` are TimeTrack's names for the core's fields in refusals.
    """

    path: str
    shelf: Shelf[K]
    get: Callable[[Tx, Actor, str], Awaitable[K]]
    show: Callable[[Tx, Call, Sequence[K]], Awaitable[Sequence[msgspec.Struct]]]
    find: Callable[[Call], Operation[Condition]]
    add: Callable[[Call], Awaitable[Operation[K]]] | None = None
    change: Callable[[Call], Awaitable[Change[K]]] | None = None
    remove: Callable[[Tx, Call, K], Awaitable[object]] | None = None
    names: dict[str, str] = field(default_factory=dict)
    order: Sequence[Order] = BY_NUMBER

    def doors(self) -> list[HTTPRouteHandler]:
        @route(f"/{self.path}", http_method=READ, status_code=200)
        async def many(request: AnyRequest) -> Reply:
            call = await opened(request)
            with naming(**self.names):
                return await (self._list(call) if call.says_nothing or request.method == "GET" else self._add(call))

        @route(f"/{self.path}/{{number:str}}", http_method=self._methods_on_one(), status_code=200)
        async def one(request: AnyRequest, number: FromPath[str]) -> Reply:
            call = await opened(request)
            with naming(**self.names):
                return await self._one(request, call, self._number(number))

        return [many, one]

    def _methods_on_one(self) -> list[HttpMethod]:
        more = [(self.change, HttpMethod.PUT), (self.remove, HttpMethod.DELETE)]
        return [*READ, *(method for verb, method in more if verb is not None)]

    def _number(self, text: str) -> int:
        """The number in a path. Raises NotFound for anything else."""
        if not text.isascii() or not text.isdigit() or len(text) > 10 or int(text) > values.LARGEST_NUMBER:
            raise NotFound(self.shelf.table.name.replace("_", " "))
        return int(text)

    async def _one(self, request: AnyRequest, call: Call, number: int) -> Reply:
        match request.method:
            case "PUT":
                return await self._change(call, number)
            case "DELETE":
                return await self._remove(call, number)
            case "POST" if not call.says_nothing:
                raise MethodNotAllowedException
        return answer(await call.house.store.read(lambda tx: self._shown(tx, call, number)))

    async def _list(self, call: Call) -> Reply:
        page, find = call.form(PageForm), self.find(call)

        async def read(tx: Tx) -> Sequence[msgspec.Struct]:
            skipped = page.page_number * page.limit
            where = await find(tx)
            records = await search.find(tx, call.actor, self.shelf, where, self.order, offset=skipped, limit=page.limit)
            return await self.show(tx, call, records)

        return answer(await call.house.store.read(read, long=True))

    async def _add(self, call: Call) -> Reply:
        if self.add is None:
            raise MethodNotAllowedException
        add = await self.add(call)

        async def run(tx: Tx) -> msgspec.Struct:
            [model] = await self.show(tx, call, [await add(tx)])
            return model

        return answer(await call.house.store.write(run))

    async def _change(self, call: Call, number: int) -> Reply:
        assert self.change is not None
        change = await self.change(call)

        async def run(tx: Tx) -> msgspec.Struct:
            [model] = await self.show(tx, call, [await change(tx, await self._found(tx, call, number))])
            return model

        return answer(await call.house.store.write(run))

    async def _remove(self, call: Call, number: int) -> Reply:
        remove = self.remove
        assert remove is not None

        async def run(tx: Tx) -> msgspec.Struct:
            record = await self._found(tx, call, number)
            [model] = await self.show(tx, call, [record])
            await remove(tx, call, record)
            return model

        return answer(await call.house.store.write(run))

    async def _shown(self, tx: Tx, call: Call, number: int) -> msgspec.Struct:
        [model] = await self.show(tx, call, [await self._found(tx, call, number)])
        return model

    async def _found(self, tx: Tx, call: Call, number: int) -> K:
        """Raises NotFound, or Deleted for one that was there."""
        return await self.get(tx, call.actor, await numbers.id_of(tx, call.actor, self.shelf, number))


def names_for(form: type[msgspec.Struct], **more: str) -> dict[str, str]:
    """TimeTrack's names in refusals: the form's own, and `more` for what the core calls otherwise."""
    return values.wire_names(form) | more


def each(model: Callable[[K], msgspec.Struct]) -> Callable[[Tx, Call, Sequence[K]], Awaitable[list[msgspec.Struct]]]:
    """Show every record by itself."""

    async def show(tx: Tx, call: Call, records: Sequence[K]) -> list[msgspec.Struct]:
        return [model(record) for record in records]

    return show


def always(condition: Condition) -> Operation[Condition]:
    """A condition that needs no look at the store."""

    async def find(tx: Tx) -> Any:
        return condition

    return find
