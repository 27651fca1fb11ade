"""The verbs that awork has alike for whatever a workspace keeps: get, add, change, archive, delete."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.naming import naming
from uhrwerk.entrypoints.vendors.awork.routes.calls import Call, admitted
from uhrwerk.entrypoints.vendors.awork.routes.forms import form_of
from uhrwerk.entrypoints.vendors.awork.routes.requests import Reply, Show, answer, nothing, path_id
from uhrwerk.entrypoints.vendors.awork.wire.forms import ArchivedForm, Form, given
from uhrwerk.operations import replacing
from uhrwerk.operations.catalog import Keeper
from uhrwerk.rules.access import Actor
from uhrwerk.storage.records import Kept
from uhrwerk.storage.store import Tx

K = TypeVar("K", bound=Kept)
M = TypeVar("M", bound=msgspec.Struct)


@dataclass(frozen=True)
class Kind(Generic[K, M]):
    """A kind of thing: by whom it is kept, how it is shown, how a form's members are called by the core's names."""

    keeper: Keeper[K]
    show: Show[K, M]
    names: Mapping[str, str]

    def id(self, text: str) -> str:
        """The id that a path names. Raises NotFound."""
        return path_id(text, self.keeper.noun)

    async def shown(self, tx: Tx, actor: Actor, record: K) -> M:
        [model] = await self.show(tx, actor, [record])
        return model


async def get_one(request: AnyRequest, kind: Kind[K, M], id: str) -> Reply:
    call = await admitted(request)
    wanted = kind.id(id)

    async def read(tx: Tx) -> M:
        return await kind.shown(tx, call.actor, await kind.keeper.get(tx, call.actor, wanted))

    return answer(await call.read(read))


async def add(request: AnyRequest, kind: Kind[K, M], form: type[Form], **more: Any) -> Reply:
    """Make what the form says, with `more` members by the core's names."""
    call = await admitted(request)
    members = given(await form_of(request, form), kind.names) | more
    return await add_made(call, kind, members)


async def add_made(call: Call, kind: Kind[K, M], members: dict[str, Any]) -> Reply:
    async def act(tx: Tx) -> M:
        return await kind.shown(tx, call.actor, await kind.keeper.add(tx, call.actor, call.now, members))

    with naming(**kind.names):
        return answer(await call.write(act))


async def change(request: AnyRequest, kind: Kind[K, M], id: str, form: type[Form]) -> Reply:
    """Change what the form says; what it leaves out stays as it is."""
    call = await admitted(request)
    wanted = kind.id(id)
    return await change_made(call, kind, wanted, given(await form_of(request, form), kind.names))


async def change_made(call: Call, kind: Kind[K, M], id: str, members: dict[str, Any]) -> Reply:
    async def act(tx: Tx) -> M:
        return await kind.shown(tx, call.actor, await kind.keeper.change(tx, call.actor, call.now, id, members))

    with naming(**kind.names):
        return answer(await call.write(act))


async def set_archived(request: AnyRequest, kind: Kind[K, M], id: str) -> Reply:
    call = await admitted(request)
    wanted = kind.id(id)
    form = await form_of(request, ArchivedForm)
    return await change_made(call, kind, wanted, {"archived": form.is_archived})


async def delete_replaced(
    call: Call,
    kind: Kind[K, M],
    id: str,
    users: replacing.Users,
    replacement_id: str | None,
    *,
    field: str,
    optional: bool = False,
) -> Reply:
    """Delete it; those of `users` that have it get the one that the form's `field` names (see `replacing.remove`)."""
    wanted = kind.id(id)
    await call.write(
        lambda tx: replacing.remove(
            tx, call.actor, call.now, kind.keeper, wanted, users, replacement_id, field=field, optional=optional
        )
    )
    return nothing()
