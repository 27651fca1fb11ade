"""The routes of what belongs to a person and is listed by its day: absences, expenses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Protocol, TypeVar

import msgspec
from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.native.alike import Changes, Keeps, Kind, New, Shown, of_one
from uhrwerk.entrypoints.native.models.values import Page, given
from uhrwerk.entrypoints.native.paging import BY_DAY, LONG_PAGE, Cursor, Limit, after_key, page
from uhrwerk.entrypoints.native.whose import PersonId, TeamsOrEveryone, own_or, own_or_all
from uhrwerk.entrypoints.native.writing import IdempotencyKey, write
from uhrwerk.rules.access import Actor
from uhrwerk.storage.records import Owned
from uhrwerk.storage.store import Tx

P = TypeVar("P", bound=Owned)
P_co = TypeVar("P_co", bound=Owned, covariant=True)

Conditions = list[tuple[str, str, Any]]
"""What a list is narrowed by: a member, a comparison of the shelves, a value."""


def days_within(first: str, last: str, begin: date | None, end: date | None) -> Conditions:
    """Those whose days, from the member `first` to the member `last`, touch the days from `begin` to `end`."""
    conditions: Conditions = []
    if begin is not None:
        conditions.append((last, ">=", begin))
    if end is not None and end < date.max:
        conditions.append((first, "<", end + timedelta(days=1)))
    return conditions


class ListsPersonal(Protocol[P_co]):
    """What lists and adds records of people: a keeper, or a module of operations. It raises what its docs say."""

    async def every(
        self,
        tx: Tx,
        actor: Actor,
        person_id: str | None,
        /,
        *,
        limit: int,
        after: tuple[Any, ...] | None,
        where: Sequence[tuple[str, str, Any]],
    ) -> Sequence[P_co]: ...

    async def add(self, tx: Tx, actor: Actor, now: datetime, person_id: str, members: dict[str, Any], /) -> P_co: ...


class KeepsPersonal(Keeps[P_co], ListsPersonal[P_co], Protocol[P_co]):
    """One that changes and removes them, too."""


def personal_routes(
    kind: Kind[P, Shown, New, Changes],
    keeper: KeepsPersonal[P],
    wanted: Callable[..., Conditions],
    order: str,
    *further: HTTPRouteHandler,
    keys: msgspec.json.Decoder[Any] = BY_DAY,
) -> Router:
    """All five routes and those that a kind has further; lists are ordered by the member `order`, of the `keys`."""
    listing = personal_list_route(kind, keeper, order, keys)
    return kind.router(listing, personal_add_route(kind, keeper), *of_one(kind, keeper), *further, wanted=wanted)


def personal_list_route(
    kind: Kind[P, Shown, New, Changes],
    keeper: ListsPersonal[P],
    order: str,
    keys: msgspec.json.Decoder[Any] = BY_DAY,
) -> HTTPRouteHandler:
    @get(scope=kind.read, operation_id=f"list{kind.names}", description=f"{kind.names}, latest first.")
    async def every(
        request: AnyRequest,
        wanted: NamedDependency[Any],
        limit: Limit = 50,
        cursor: Cursor = None,
        person_id: PersonId = None,
        everyone: TeamsOrEveryone = False,
    ) -> Page[Shown]:
        actor, whose = own_or_all(request, person_id, everyone)
        after = after_key(cursor, keys)
        records = await house_of(request).store.read(
            lambda tx: keeper.every(tx, actor, whose, limit=limit + 1, after=after, where=wanted),
            long=limit > LONG_PAGE,
        )
        return page(records, limit, order, kind.model)

    return every


def personal_add_route(kind: Kind[P, Shown, New, Changes], keeper: ListsPersonal[P]) -> HTTPRouteHandler:
    @post(scope=kind.write, operation_id=f"add{kind.name}", description=f"Add {kind.a_noun} ({kind.keepers}).")
    async def add(request: AnyRequest, data: JSONBody[New], key: IdempotencyKey = None) -> Response[Shown]:
        now = house_of(request).now()
        named: Any = data
        actor, person_id = own_or(request, named.person_id)
        members = given(data, "person_id")

        async def run(tx: Tx) -> Shown:
            return kind.model(await keeper.add(tx, actor, now, person_id, members))

        return await write(request, key, run, 201)

    return add
