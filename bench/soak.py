"""`python -m bench soak`: whether memory grows, under a load that goes on."""

import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final

import uvloop

from bench.cast import Cast, gather
from bench.client import Script, drive, rehearse
from bench.machine import resident_mib
from bench.pictures import lines
from bench.report import NAMES
from bench.scenarios import MIDDLE, SCENARIOS
from bench.servers import Server, places, running
from bench.tables import picture_of, table
from bench.targets import Target, target_table
from uhrwerk.bootstrap import migrate

MIX: Final = (
    *("native start, stopping what runs", "native current timer", "native list of 50"),
    *("awork start and stop", "TimeTrack start and stop", "onOffice track 1 and 0"),
)
"""Every client goes through all of these in this order, over and over: a timer runs when it is looked at."""

SAMPLES: Final = 120
CROWD: Final = 128


@dataclass(slots=True)
class Soak:
    """Memory over time: seconds since the begin, and MiB of all processes (what is shared counts once)."""

    store: str
    samples: list[tuple[float, float]] = field(default_factory=list)
    requests: int = 0

    @property
    def most(self) -> float:
        return max(mib for _, mib in self.samples)

    @property
    def growth(self) -> float:
        """MiB between the median of the second quarter and that of the last: caches are full by then."""
        quarter = max(1, len(self.samples) // 4)
        second = [mib for _, mib in self.samples[quarter : 2 * quarter]] or [self.samples[0][1]]
        last = [mib for _, mib in self.samples[-quarter:]]
        return median(last) - median(second)


TARGETS: Final[Sequence[Target[Soak]]] = [
    Target("memory under load, all processes (PSS)", 150, "MiB", lambda it: it.most),
    Target("growth from the second quarter to the last", 5, "MiB", lambda it: it.growth),
]


def measure(store: str, seconds: float, directory: Path) -> Soak:
    soak = Soak(store)
    with (
        tempfile.TemporaryDirectory(prefix="uhrwerk-soak-", dir=directory) as home,
        places(store, Path(home), "clock") as where,
    ):
        settings = where.of["clock"]
        migrate(settings)
        cast = asyncio.run(gather(settings, CROWD))
        with running((["uhrwerk", "serve"], settings, "/healthz")) as (server,):
            uvloop.run(_load(soak, server, cast, seconds))
    return soak


def _scripts(cast: Cast) -> list[Script]:
    """Each client's part of every scenario, one after the other."""
    parts = [next(it for it in SCENARIOS if it.name == name).scripts(cast, MIDDLE) for name in MIX]
    return [
        Script(
            [cycle for script in of_client for cycle in script.cycles],
            opening=[step for script in of_client for step in script.opening],
        )
        for of_client in zip(*parts, strict=True)
    ]


async def _load(soak: Soak, server: Server, cast: Cast, seconds: float) -> None:
    begin = time.perf_counter()
    await rehearse(server.port, _scripts(cast)[:2])
    while (gone := time.perf_counter() - begin) < seconds:
        run = await drive(server.port, _scripts(cast), min(seconds / SAMPLES, seconds - gone))
        soak.requests += len(run.latencies)
        soak.samples.append((time.perf_counter() - begin, resident_mib(server.pid)[1]))
        print(f"{soak.samples[-1][0]:,.0f} s: {soak.samples[-1][1]:.0f} MiB", file=sys.stderr)


def tables(soaks: Sequence[Soak], about: str) -> str:
    parts = [about]
    for soak in soaks:
        length = f"{soak.samples[-1][0] / 60:.1f} minutes, {soak.requests:,} requests of {MIDDLE} clients"
        parts += [f"### {NAMES[soak.store]}", f"{length}: {', '.join(MIX)}.", target_table(TARGETS, soak)]
        parts.append(table(["minute", "MiB"], [[f"{at / 60:.1f}", f"{mib:.1f}"] for at, mib in _some(soak.samples)]))
    return "\n\n".join([*parts, picture_of("soak", "Memory under load over time")])


def _some(samples: Sequence[tuple[float, float]]) -> Sequence[tuple[float, float]]:
    """A dozen of them, the last included."""
    return [*samples[:: max(1, len(samples) // 11)][:11], samples[-1]]


def pictures(soaks: Sequence[Soak]) -> dict[str, str]:
    series = {NAMES[soak.store]: [(at / 60, mib) for at, mib in soak.samples] for soak in soaks}
    return {"soak": lines("Memory of all processes under load", "minutes", "MiB", series)}
