"""What a server is while it does little: how long it takes to come up, its memory, and what idle listeners cost."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.machine import resident_mib
from bench.servers import Server, environment_of, log_of, places, process, running, wait_until_it_answers
from uhrwerk import bootstrap
from uhrwerk.config import Settings
from uhrwerk.entrypoints.web.visit import COOKIE
from uhrwerk.operations import people, sessions, workspaces
from uhrwerk.operations.people import NewPerson
from uhrwerk.operations.workspaces import command_line_actor

STREAMS_A_SESSION: Final = 20
SETTLES: Final = 2.0
"""Seconds that a server has after its start before its memory is looked at."""

CLOCK: Final = ["uhrwerk", "serve"]


@dataclass(slots=True)
class Life:
    """Seconds from the process's begin to its first answer, each time; MiB of memory, the largest process's and all
    processes'; `listeners` idle live updates cost so many MiB, and this share of a core.
    """

    starts: list[float] = field(default_factory=list)
    idle: tuple[float, float] = (0.0, 0.0)
    listeners: int = 0
    listening_mib: float = 0.0
    listening_cpu: float = 0.0


def measure(store: str, directory: Path, starts: int, listeners: int, seconds: float) -> Life:
    """On a store of its own, with somebody in it."""
    life = Life(listeners=listeners)
    with places(store, directory, "life") as where:
        settings = where.of["life"]
        bootstrap.migrate(settings)
        tokens = asyncio.run(_signed_in(settings, -(-listeners // STREAMS_A_SESSION)))
        life.starts = [_start(settings) for _ in range(starts)]
        with running((CLOCK, settings, "/healthz")) as (server,):
            time.sleep(SETTLES)
            life.idle = resident_mib(server.pid)
            asyncio.run(_listen(life, server, tokens, seconds))
    return life


def _start(settings: Settings) -> float:
    begin = time.perf_counter()
    command = [sys.executable, "-m", *CLOCK]
    with process(command, environment_of(settings), log_of(settings)) as started:
        wait_until_it_answers(started, settings.port, "/healthz", log_of(settings), every=0.002)
        return time.perf_counter() - begin


async def _signed_in(settings: Settings, count: int) -> list[str]:
    """So many people, each with a session; their cookies' values."""
    async with bootstrap.open_house(settings) as house:
        now = house.now()
        home = await house.store.write(lambda tx: workspaces.make(tx, now, "Life", "Europe/Berlin"))
        actor = command_line_actor(home.id)
        tokens = []
        for number in range(count):
            new = NewPerson(f"reader{number}", f"reader{number}@example.org", "Reader", str(number))
            person = await house.store.write(lambda tx, new=new: people.add(tx, actor, now, new))  # type: ignore[misc]
            begun = await house.store.write(
                lambda tx, id=person.id: sessions.begin(tx, now, home.id, id, "bench")  # type: ignore[misc]
            )
            tokens.append(begun.token)
        return tokens


async def _listen(life: Life, server: Server, tokens: list[str], seconds: float) -> None:
    before = resident_mib(server.pid)[1]
    async with _listeners(server.port, [tokens[number % len(tokens)] for number in range(life.listeners)]):
        await asyncio.sleep(SETTLES)
        life.listening_mib = resident_mib(server.pid)[1] - before
        cpu, begin = server.cpu(), time.perf_counter()
        await asyncio.sleep(seconds)
        life.listening_cpu = (server.cpu() - cpu) / (time.perf_counter() - begin)


@asynccontextmanager
async def _listeners(port: int, tokens: list[str]) -> AsyncIterator[None]:
    """Live updates on a connection each; entered once every one of them has been greeted."""
    few = asyncio.Semaphore(STREAMS_A_SESSION)
    async with asyncio.timeout(60):
        streams = await asyncio.gather(*(_greeted(port, token, few) for token in tokens))
    try:
        yield
    finally:
        for stream in streams:
            stream.close()


async def _greeted(port: int, token: str, few: asyncio.Semaphore) -> asyncio.StreamWriter:
    async with few:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET /live HTTP/1.1\r\nHost: localhost\r\nCookie: {COOKIE}={token}\r\n\r\n".encode())
        await reader.readuntil(b"event: hello")
        return writer
