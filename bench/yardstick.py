"""The yardsticks: the same server with the same options, and next to nothing behind it.

`GET /bare` answers with a constant; `POST /bare` checks a body with msgspec and inserts one row through the same store
(on SQLite that is the group commit, on PostgreSQL a transaction). `python -m bench.yardstick litestar` answers with the
same framework, `asgi` with none: what Python on this server can do at all.
"""

import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch
from uuid import UUID

import msgspec
from litestar import Litestar, Request, get, post
from litestar.datastructures import State
from sqlalchemy import Column, MetaData, Table, Text, bindparam, insert, text

from uhrwerk.bootstrap import end_with_parent, make_store
from uhrwerk.config import Settings
from uhrwerk.entrypoints.cli import server
from uhrwerk.keys import load_keys
from uhrwerk.operations.records import new_id
from uhrwerk.storage.columns import Id, Instant
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Store, Tx

AnyRequest = Request[Any, Any, State]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGI = Callable[[Message, Receive, Send], Awaitable[None]]

CONSTANT = {"state": "bare"}

bare = Table(
    "bare",
    MetaData(),
    Column("id", Id, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("note", Text, nullable=False),
)
_make = {
    "sqlite": "CREATE TABLE IF NOT EXISTS bare (id TEXT PRIMARY KEY, at BIGINT NOT NULL, note TEXT NOT NULL)",
    "postgresql": "CREATE TABLE IF NOT EXISTS bare (id UUID PRIMARY KEY, at BIGINT NOT NULL, note TEXT NOT NULL)",
}
_add = Statement(insert(bare).values({column.name: bindparam(column.name) for column in bare.columns}))


class NewRow(msgspec.Struct, forbid_unknown_fields=True):
    note: str
    project_id: UUID | None = None
    billable: bool | None = None


class Row(msgspec.Struct):
    id: str
    at: datetime
    note: str


_new_row = msgspec.json.Decoder(NewRow)


@get("/bare")
async def read() -> dict[str, str]:
    return CONSTANT


@post("/bare", status_code=200)
async def add(request: AnyRequest, data: NewRow) -> Row:
    return await insert_row(request.app.state.store, data)


async def insert_row(store: Store, data: NewRow) -> Row:
    row = Row(new_id(), datetime.now(UTC), data.note)

    async def run(tx: Tx) -> int:
        return await tx.run(_add, id=row.id, at=row.at, note=row.note)

    await store.write(run)
    return row


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Store]:
    store = make_store(settings, load_keys(settings.data_dir))
    create = Statement(text(_make["sqlite" if settings.sqlite_path else "postgresql"]))
    await store.open()
    await store.write(lambda tx: tx.all(create))
    yield store
    await store.close()


def litestar_app(settings: Settings) -> Litestar:
    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        async with opened(settings) as app.state.store:
            yield

    return Litestar([read, add], lifespan=[lifespan], openapi_config=None, logging_config=None)


def asgi_app(settings: Settings) -> ASGI:
    store: Store | None = None

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        nonlocal store
        if scope["type"] == "lifespan":
            await receive()
            async with opened(settings) as store:
                await send({"type": "lifespan.startup.complete"})
                await receive()
            await send({"type": "lifespan.shutdown.complete"})
            return
        assert store is not None
        if scope["method"] == "GET":
            answer = msgspec.json.encode(CONSTANT)
        else:
            message = await receive()
            body = message["body"]
            while message.get("more_body"):
                message = await receive()
                body += message["body"]
            answer = msgspec.json.encode(await insert_row(store, _new_row.decode(body)))
        length = str(len(answer)).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", length)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    return app


def litestar_of_worker() -> Litestar:
    end_with_parent()
    return litestar_app(Settings.from_environment(os.environ))


def asgi_of_worker() -> ASGI:
    end_with_parent()
    return asgi_app(Settings.from_environment(os.environ))


if __name__ == "__main__":
    # The very function that starts the real server, with another application: the options cannot drift apart.
    with patch.object(server, "WORKER", f"bench.yardstick:{sys.argv[1]}_of_worker"):
        server.serve(Settings.from_environment(os.environ))
