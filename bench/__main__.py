"""`python -m bench`: run everything, print the table, and write it into a page where asked."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import uvloop

from bench import machine, reckoning, report
from bench.cases import CASES, Case
from bench.cast import Cast, gather
from bench.client import Run, WrongAnswer, drive, rehearse
from bench.report import Measured, Results
from bench.servers import Places, Server, places, running
from uhrwerk.bootstrap import configure_logging, migrate

NAMES: Final = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True, slots=True)
class Length:
    """How many rounds through all cases, the seconds of each run and of the disk's; people of a crowd, of an office."""

    rounds: int
    run: float
    disk: float
    crowd: int
    office: int


FULL: Final = Length(rounds=3, run=1.0, disk=0.5, crowd=128, office=500)
QUICK: Final = Length(rounds=1, run=0.1, disk=0.05, crowd=16, office=5)


@dataclass(frozen=True, slots=True)
class Stage:
    """Both servers of a store, and everything around them."""

    places: Places
    clock: Server
    bare: Server
    cast: Cast
    directory: Path

    def server_of(self, case: Case) -> Server:
        return self.bare if case.bare else self.clock


def main() -> int:
    options = _options()
    if not Path("/proc/self/stat").exists():
        print("bench reads CPU times from /proc: it needs Linux.", file=sys.stderr)
        return 2
    configure_logging()
    about = f"{datetime.now(UTC):%Y-%m-%d}, {machine.description()}."
    length = QUICK if options.quick else FULL
    try:
        results = [_measure_store(store, length, options.directory) for store in options.store or NAMES]
    except WrongAnswer as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    text = report.tables(results, about)
    print(text)
    if options.write:
        report.write_into(options.write, text)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a smoke run: a moment each, the figures mean nothing")
    parser.add_argument("--store", action="append", choices=NAMES, help="only this store; can be repeated")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the table between the page's marks")
    parser.add_argument("--directory", type=Path, default=Path(tempfile.gettempdir()), help="on the disk to measure")
    return parser.parse_args()


def _measure_store(store: str, length: Length, parent: Path) -> Results:
    with (
        tempfile.TemporaryDirectory(prefix="uhrwerk-bench-", dir=parent) as directory,
        places(store, Path(directory)) as where,
    ):
        print(f"{NAMES[store]}: setting the stage", file=sys.stderr)
        for settings in (where.clock, where.bare):
            # The yardstick's store is ours, and opening it asks for our tables.
            migrate(settings)
        cast = asyncio.run(gather(where.clock, length.crowd))
        wanted = [(["uhrwerk", "serve"], where.clock, "/healthz"), (["bench.yardstick"], where.bare, "/bare")]
        with running(*wanted) as (clock, bare):
            stage = Stage(where, clock, bare, cast, Path(directory))
            results = uvloop.run(_measure(stage, Results(NAMES[store]), length))
        print(f"{NAMES[store]}: an office of {length.office}", file=sys.stderr)
        results.reckoned = asyncio.run(reckoning.measure(where.clock, length.office, length.rounds, where.database_cpu))
        return results


async def _measure(stage: Stage, results: Results, length: Length) -> Results:
    for case in CASES:
        await rehearse(stage.server_of(case).port, case.scripts(stage.cast, case.clients))
        results.cases[case.key] = Measured()
    for number in range(length.rounds):
        print(f"{results.store}: round {number + 1} of {length.rounds}", file=sys.stderr)
        results.fdatasync.append(machine.fdatasync_rate(stage.directory, length.disk))
        for case in _in_turn(number):
            await _run(stage, case, results.cases[case.key], length.run)
    return results


def _in_turn(round_number: int) -> Sequence[Case]:
    """Every other round backwards, so that what changes with time touches all cases alike."""
    return CASES if round_number % 2 == 0 else CASES[::-1]


async def _run(stage: Stage, case: Case, measured: Measured, seconds: float) -> None:
    server = stage.server_of(case)
    scripts = case.scripts(stage.cast, case.clients)
    server_cpu, database_cpu = server.cpu(), stage.places.database_cpu()
    run: Run = await drive(server.port, scripts, seconds)
    measured.server_cpu += server.cpu() - server_cpu
    measured.database_cpu += stage.places.database_cpu() - database_cpu
    measured.runs.append(run)


if __name__ == "__main__":
    sys.exit(main())
