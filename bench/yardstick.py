"""The yardstick: the same framework on the same server with the same options, and next to nothing behind it.

`GET /bare` answers with a constant; `POST /bare` checks a body with msgspec and inserts one row through the same store
(on SQLite that is the group commit, on PostgreSQL a transaction on a pooled connection).
"""

import os
from collections.abc import AsyncIterator
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
from uhrwerk.entrypoints.cli import serve
from uhrwerk.keys import load_keys
from uhrwerk.operations.records import new_id
from uhrwerk.storage.columns import Id, Instant
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx

AnyRequest = Request[Any, Any, State]

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


@get("/bare")
async def read() -> dict[str, str]:
    return {"state": "bare"}


@post("/bare", status_code=200)
async def add(request: AnyRequest, data: NewRow) -> Row:
    row = Row(new_id(), datetime.now(UTC), data.note)

    async def run(tx: Tx) -> int:
        return await tx.run(_add, id=row.id, at=row.at, note=row.note)

    await request.app.state.store.write(run)
    return row


def make_app(settings: Settings) -> Litestar:
    store = make_store(settings, load_keys(settings.data_dir))
    create = Statement(text(_make["sqlite" if settings.sqlite_path else "postgresql"]))

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        await store.open()
        await store.write(lambda tx: tx.all(create))
        app.state.store = store
        yield
        await store.close()

    return Litestar([read, add], lifespan=[lifespan], openapi_config=None, logging_config=None)


def app_of_worker() -> Litestar:
    end_with_parent()
    return make_app(Settings.from_environment(os.environ))


if __name__ == "__main__":
    # The very function that starts the real server, with another application: the options cannot drift apart.
    with patch.object(serve, "WORKER", "bench.yardstick:app_of_worker"):
        serve._run(Settings.from_environment(os.environ))
