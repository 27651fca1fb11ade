"""The routes of what is asked for and decided: a verb each, with a reason."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.native.alike import Kind, Shown
from uhrwerk.entrypoints.native.auth import guest_of
from uhrwerk.entrypoints.native.models.approvals import Decision
from uhrwerk.entrypoints.native.whose import because
from uhrwerk.entrypoints.native.writing import IfMatch, expected_version, with_etag
from uhrwerk.rules.access import Actor
from uhrwerk.storage.store import Tx

Decide = Callable[[Tx, Actor, datetime, str, int | None], Awaitable[Any]]


def decision_route(kind: Kind[Any, Any, Any, Any], verb: str, decide: Decide, description: str) -> HTTPRouteHandler:
    """`POST /v1/<kind>/{id}/<verb>`; the body may have a reason."""

    @post(
        f"/{{id:uuid}}/{verb}",
        status_code=200,
        scope=kind.write,
        operation_id=f"{verb}{kind.name}",
        description=description,
    )
    async def act(
        request: AnyRequest, id: FromPath[UUID], data: JSONBody[Decision | None] = None, if_match: IfMatch = None
    ) -> Response[Shown]:
        house = house_of(request)
        actor = because(guest_of(request).actor, None if data is None else data.reason)
        now, version = house.now(), expected_version(if_match)
        record = await house.store.write(lambda tx: decide(tx, actor, now, str(id), version))
        return with_etag(kind.model(record))

    return act
