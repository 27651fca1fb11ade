"""The routes of things that are kept alike: list, get, add, change, delete.

A kind of thing is a line in a table. What its routes say and are told has its types from there: the names `Shown`,
`New` and `Changes` in the signatures below stand for the kind's models when its routes are made.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

import msgspec
from litestar import Response, delete, get, patch, post
from litestar.di import NamedDependency, Provide
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.native.auth import Scope, guest_of
from uhrwerk.entrypoints.native.models.values import Page, given
from uhrwerk.entrypoints.native.paging import LONG_PAGE, Cursor, Limit, after_key, page
from uhrwerk.entrypoints.native.whose import ReasonGiven, because
from uhrwerk.entrypoints.native.writing import IdempotencyKey, IfMatch, expected_version, with_etag, write
from uhrwerk.operations.catalog import Keeper
from uhrwerk.rules.access import Actor
from uhrwerk.storage.records import Kept
from uhrwerk.storage.store import Tx

K = TypeVar("K", bound=Kept)
K_co = TypeVar("K_co", bound=Kept, covariant=True)
Shown = TypeVar("Shown", bound=msgspec.Struct)
New = TypeVar("New", bound=msgspec.Struct)
Changes = TypeVar("Changes", bound=msgspec.Struct)

Prepare = Callable[[Actor, datetime, dict[str, Any], Any], dict[str, Any]]
"""Makes of the members given, and of the record as it is (None: a new one), the members that the keeper wants."""


def as_given(actor: Actor, now: datetime, members: dict[str, Any], before: Any) -> dict[str, Any]:
    return members


class Gets(Protocol[K_co]):
    """What looks a record up: a keeper, or a module of operations. It raises what its docs say."""

    async def get(self, tx: Tx, actor: Actor, id: str, /) -> K_co: ...


class Keeps(Gets[K_co], Protocol[K_co]):
    """The verbs on records that are there, by a keeper or a module of operations. They raise what their docs say."""

    async def change_with(
        self,
        tx: Tx,
        actor: Actor,
        now: datetime,
        id: str,
        members_of: Callable[[Any], dict[str, Any]],
        version: int | None,
        /,
    ) -> K_co: ...

    async def remove(self, tx: Tx, actor: Actor, now: datetime, id: str, version: int | None, /) -> Any: ...


@dataclass(frozen=True)
class Kind(Generic[K, Shown, New, Changes]):
    """A kind of thing: its name in camel case (which gives its path, too), who keeps it, and its three models.

    `says_why`: the `reason` in the form of a change is the journal's, not a member of the record.
    """

    name: str
    names: str
    model: Callable[[K], Shown]
    shown: type[Shown]
    new: type[New]
    changes: type[Changes]
    keepers: str = "admins and leads"
    unused: str = " that nothing refers to"
    read: Scope = Scope.DIRECTORY_READ
    write: Scope = Scope.DIRECTORY_WRITE
    prepare: Prepare = as_given
    says_why: bool = False

    @property
    def path(self) -> str:
        return "/" + _words(self.names).replace(" ", "-")

    @property
    def noun(self) -> str:
        return _words(self.name)

    @property
    def a_noun(self) -> str:
        return ("an " if self.noun[0] in "aeo" else "a ") + self.noun

    def router(self, *handlers: HTTPRouteHandler, wanted: Callable[..., Any] | None = None) -> Router:
        """The routes of the kind at its path; `wanted` reads what a list is narrowed by off the query."""
        return Router(
            self.path,
            route_handlers=handlers,
            tags=[_words(self.names).capitalize()],
            signature_namespace={"Shown": self.shown, "New": self.new, "Changes": self.changes},
            dependencies={"wanted": Provide(wanted, sync_to_thread=False)} if wanted is not None else None,
        )


def _words(camel_case: str) -> str:
    return re.sub("(?<=[a-z])(?=[A-Z])", " ", camel_case).lower()


def all_of_them() -> dict[str, Any]:
    """A list that nothing narrows."""
    return {}


def routes(
    kind: Kind[K, Shown, New, Changes], keeper: Keeper[K], wanted: Callable[..., dict[str, Any]] = all_of_them
) -> Router:
    """All five routes of a kind that the whole workspace reads."""

    return kind.router(list_route(kind, keeper), add_route(kind, keeper), *of_one(kind, keeper), wanted=wanted)


def of_one(kind: Kind[K, Shown, New, Changes], keeps: Keeps[K]) -> list[HTTPRouteHandler]:
    """Get, change, delete."""
    return [get_route(kind, keeps), change_route(kind, keeps), delete_route(kind, keeps)]


def list_route(kind: Kind[K, Shown, New, Changes], keeper: Keeper[K]) -> HTTPRouteHandler:
    @get(
        scope=kind.read,
        operation_id=f"list{kind.names}",
        description=f"{_words(kind.names).capitalize()}, newest first.",
    )
    async def every(
        request: AnyRequest, wanted: NamedDependency[dict[str, Any]], limit: Limit = 50, cursor: Cursor = None
    ) -> Page[Shown]:
        actor, after = guest_of(request).actor, after_key(cursor)
        records = await house_of(request).store.read(
            lambda tx: keeper.every(tx, actor, limit=limit + 1, after=after, **wanted), long=limit > LONG_PAGE
        )
        return page(records, limit, "created_at", kind.model)

    return every


def get_route(kind: Kind[K, Shown, New, Changes], keeps: Gets[K]) -> HTTPRouteHandler:
    @get("/{id:uuid}", scope=kind.read, operation_id=f"get{kind.name}", description=f"One {kind.noun}.")
    async def one(request: AnyRequest, id: FromPath[UUID]) -> Response[Shown]:
        actor = guest_of(request).actor
        return with_etag(kind.model(await house_of(request).store.read(lambda tx: keeps.get(tx, actor, str(id)))))

    return one


def add_route(kind: Kind[K, Shown, New, Changes], keeper: Keeper[K]) -> HTTPRouteHandler:
    @post(scope=kind.write, operation_id=f"add{kind.name}", description=f"Add {kind.a_noun} ({kind.keepers}).")
    async def add(request: AnyRequest, data: JSONBody[New], key: IdempotencyKey = None) -> Response[Shown]:
        actor, now, members = guest_of(request).actor, house_of(request).now(), given(data)

        async def run(tx: Tx) -> Shown:
            return kind.model(await keeper.add(tx, actor, now, kind.prepare(actor, now, members, None)))

        return await write(request, key, run, 201)

    return add


def change_route(kind: Kind[K, Shown, New, Changes], keeps: Keeps[K]) -> HTTPRouteHandler:
    @patch(
        "/{id:uuid}",
        scope=kind.write,
        operation_id=f"change{kind.name}",
        description=f"Change {kind.a_noun} ({kind.keepers}).",
    )
    async def change(
        request: AnyRequest, id: FromPath[UUID], data: JSONBody[Changes], if_match: IfMatch = None
    ) -> Response[Shown]:
        house = house_of(request)
        now, version = house.now(), expected_version(if_match)
        actor, members = _and_why(kind, guest_of(request).actor, given(data))

        async def run(tx: Tx) -> Shown:
            def ready(before: Any) -> dict[str, Any]:
                return kind.prepare(actor, now, members, before)

            return kind.model(await keeps.change_with(tx, actor, now, str(id), ready, version))

        return with_etag(await house.store.write(run))

    return change


def _and_why(kind: Kind[Any, Any, Any, Any], actor: Actor, members: dict[str, Any]) -> tuple[Actor, dict[str, Any]]:
    """The actor with the reason that stands beside the members, and the members alone."""
    if not kind.says_why:
        return actor, members
    return because(actor, members["reason"]), {name: members[name] for name in members if name != "reason"}


def delete_route(kind: Kind[K, Shown, New, Changes], keeps: Keeps[K]) -> HTTPRouteHandler:
    @delete(
        "/{id:uuid}",
        scope=kind.write,
        operation_id=f"delete{kind.name}",
        description=f"Delete {kind.a_noun}{kind.unused} ({kind.keepers}).",
    )
    async def remove(
        request: AnyRequest, id: FromPath[UUID], if_match: IfMatch = None, reason: ReasonGiven = None
    ) -> None:
        house = house_of(request)
        actor, now, version = because(guest_of(request).actor, reason), house.now(), expected_version(if_match)
        await house.store.write(lambda tx: keeps.remove(tx, actor, now, str(id), version))

    return remove
