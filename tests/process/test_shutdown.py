"""SIGTERM: what is under way is answered first."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from tests.home import Workplace
from tests.process import calls
from tests.process.calls import Answer
from tests.process.reading import every
from tests.process.server import Server

UNDER_WAY = 10


@asynccontextmanager
async def held_up(server: Server) -> AsyncIterator[None]:
    """Nobody can write to the database meanwhile."""
    path = server.database_url.removeprefix("sqlite:///")
    if path != server.database_url:
        file = sqlite3.connect(Path(path), isolation_level=None)
        file.execute("BEGIN IMMEDIATE")
        yield
        file.execute("ROLLBACK")
        file.close()
        return
    connection = await asyncpg.connect(server.database_url)
    async with connection.transaction():
        await connection.execute("LOCK TABLE time_entry IN EXCLUSIVE MODE")
        yield
    await connection.close()


async def _terminated_with_acts_under_way(server: Server, place: Workplace) -> tuple[list[Answer | None], int]:
    async with held_up(server):
        acts = [
            asyncio.create_task(
                calls.send(server.port, calls.native(place.owner, "/v1/timers/start", {"note": f"{n}"}))
            )
            for n in range(UNDER_WAY)
        ]
        # Each worker has read what came before it answers this.
        for _ in range(4 * server.workers):
            assert await asyncio.to_thread(_is_well, server)
        ending = asyncio.create_task(asyncio.to_thread(server.terminate))
        await asyncio.to_thread(_stops_listening, server)
    return list(await asyncio.gather(*acts)), await ending


def _is_well(server: Server) -> bool:
    server.wait_until_well()
    return True


def _stops_listening(server: Server) -> None:
    """Return once the server takes no more connections: it has noticed the signal."""
    while asyncio.run(calls.send(server.port, calls.Call("", "GET", "/healthz", {}))) is not None:
        pass


def test_sigterm_answers_what_is_under_way_and_exits_with_0(server: Server) -> None:
    place = server.prepare()
    server.start()
    answers, code = asyncio.run(_terminated_with_acts_under_way(server, place))
    assert [answer.status if answer else None for answer in answers] == [200] * UNDER_WAY
    assert code == 0
    server.start()
    notes = [entry["note"] for entry in every(server, place.owner, "/v1/time-entries")]
    assert sorted(notes) == sorted(str(number) for number in range(UNDER_WAY))
