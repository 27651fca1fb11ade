"""`make bench`: the scenarios on each store, what is reckoned over everybody, and what an idle server is."""

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path
from typing import Final

import uvloop

from bench import life, machine, reckoning
from bench.cast import Cast, gather
from bench.client import drive, rehearse
from bench.report import Measured, Results
from bench.scenarios import ASGI, CLOCK, LITESTAR, POSTGRESQL, TWO, Scenario, scenarios_of
from bench.servers import Places, Server, free_port, places, running
from uhrwerk.bootstrap import migrate
from uhrwerk.config import Settings


@dataclass(frozen=True, slots=True)
class Length:
    """How many rounds through all scenarios, the seconds of each run and of the disk's; people of a crowd, of an
    office; how often the server is started, how many listen to it idly, and for how many seconds."""

    rounds: int
    run: float
    disk: float
    crowd: int
    office: int
    starts: int
    listeners: int
    idle: float


FULL: Final = Length(rounds=3, run=0.7, disk=0.5, crowd=128, office=500, starts=5, listeners=1000, idle=12.0)
QUICK: Final = Length(rounds=1, run=0.1, disk=0.05, crowd=16, office=5, starts=1, listeners=20, idle=0.1)


@dataclass(frozen=True, slots=True)
class Stage:
    """The servers of a store, and everything around them."""

    places: Places
    servers: dict[str, Server]
    cast: Cast
    directory: Path


def measure(store: str, length: Length, parent: Path) -> Results:
    results = Results(store)
    names = {CLOCK: "clock", LITESTAR: "litestar", ASGI: "asgi"}
    with (
        tempfile.TemporaryDirectory(prefix="uhrwerk-bench-", dir=parent) as directory,
        places(store, Path(directory), *names.values()) as where,
    ):
        _say(results, "setting the stage")
        # The yardsticks' store is ours, and opening it asks for our tables.
        _migrate(where)
        cast = asyncio.run(gather(where.of["clock"], length.crowd))
        wanted = {name: (_module(name), where.of[place], _path(name)) for name, place in names.items()}
        if store == POSTGRESQL:
            wanted[TWO] = (_module(TWO), _with_two_workers(where.of["clock"]), _path(TWO))
        with running(*wanted.values()) as servers:
            stage = Stage(where, dict(zip(wanted, servers, strict=True)), cast, Path(directory))
            uvloop.run(_measure(stage, results, length))
            results.loaded = machine.resident_mib(stage.servers[CLOCK].pid)
        _say(results, f"an office of {length.office}")
        clock = where.of["clock"]
        results.reckoned = asyncio.run(reckoning.measure(clock, length.office, length.rounds, where.database_cpu))
        _say(results, "starts, and listeners that hear nothing")
        results.life = life.measure(store, Path(directory), length.starts, length.listeners, length.idle)
        return results


def _migrate(where: Places) -> None:
    first, *others = where.of.values()
    migrate(first)
    for settings in others:
        if first.sqlite_path is None or settings.sqlite_path is None:
            migrate(settings)
        else:
            shutil.copyfile(first.sqlite_path, settings.sqlite_path)


def _module(server: str) -> list[str]:
    yardsticks = {LITESTAR: "litestar", ASGI: "asgi"}
    return ["bench.yardstick", yardsticks[server]] if server in yardsticks else ["uhrwerk", "serve"]


def _path(server: str) -> str:
    return "/bare" if server in (LITESTAR, ASGI) else "/healthz"


def _with_two_workers(settings: Settings) -> Settings:
    return replace(settings, port=free_port(), workers=2)


def _say(results: Results, what: str) -> None:
    print(f"{results.name}: {what}", file=sys.stderr)


async def _measure(stage: Stage, results: Results, length: Length) -> None:
    scenarios = scenarios_of(results.store)
    results.scenarios = {scenario.key: Measured() for scenario in scenarios}
    # With the most clients there is nobody who has not been asked for once.
    for scenario in {each.name: each for each in sorted(scenarios, key=attrgetter("clients"))}.values():
        await rehearse(stage.servers[scenario.server].port, scenario.scripts(stage.cast, scenario.clients))
    for number in range(length.rounds):
        _say(results, f"round {number + 1} of {length.rounds}")
        results.fdatasync.append(machine.fdatasync_rate(stage.directory, length.disk))
        for scenario in _in_turn(scenarios, number):
            server = stage.servers[scenario.server]
            scripts = scenario.scripts(stage.cast, scenario.clients)
            meters = (server.cpu, stage.places.database_cpu)
            results.scenarios[scenario.key].runs.append(await drive(server.port, scripts, length.run, meters))


def _in_turn(scenarios: Sequence[Scenario], round_number: int) -> Sequence[Scenario]:
    """Every other round backwards, so that what changes with time touches all scenarios alike."""
    return scenarios if round_number % 2 == 0 else scenarios[::-1]
