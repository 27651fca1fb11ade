"""`make bench-scale`: what answers cost against how much the store has."""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from statistics import median
from typing import Final
from urllib.parse import quote

import uvloop

from bench.client import Script, Step, drive, rehearse, request
from bench.made import MONTH, YEAR, Plan
from bench.peers import month_of
from bench.pictures import lines
from bench.report import NAMES, Measured
from bench.servers import Server, running
from bench.stores import Kept, Made, opened
from bench.tables import picture_of, table
from bench.targets import Target, target_table
from uhrwerk import bootstrap
from uhrwerk.entrypoints.house import House
from uhrwerk.operations import people, rollups
from uhrwerk.operations.report_filters import Wanted
from uhrwerk.operations.reports import Group, Reporter
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.rules.reporting import Days
from uhrwerk.storage.store import Tx

SIZES: Final[Mapping[str, Plan]] = {
    "10k": Plan(1),
    "100k": Plan(10),
    "1M": Plan(100),
    "10M": Plan(1000),
}
USUAL: Final = ("10k", "100k", "1M")
TINY: Final[Mapping[str, Plan]] = {"1k": Plan(1, months=4), "2k": Plan(2, months=4)}
ALL: Final = {plan.entries: name for plans in (SIZES, TINY) for name, plan in plans.items()}


@dataclass(frozen=True, slots=True)
class Length:
    """Seconds of each run over HTTP, and how often each sum is asked."""

    run: float
    sums: int


FULL: Final = Length(run=2.0, sums=3)
QUICK: Final = Length(run=0.05, sums=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request over HTTP: `steps` are what it is for different people or pages, one after the other."""

    name: str
    steps: Callable[[Made, Plan], list[Step]]


def _months(made: Made, _: Plan) -> list[Step]:
    return [month_of(token) for token in made.native]


def _awork(query: str, size: int) -> Callable[[Made, Plan], list[Step]]:
    """As the administrator, who sees all."""

    def steps(made: Made, plan: Plan) -> list[Step]:
        filled = query.format(person=made.people[0], last=max(1, plan.entries // size))
        headers = {"Authorization": f"Bearer {made.awork[0]}"}
        asked = request("GET", f"/api/v1/timeentries?{filled}&pageSize={size}", headers)
        return [Step(asked, 200, b'"startTimeUtc":"', lambda page: 0 < len(page) <= size)]

    return steps


def _timetrack(made: Made, plan: Plan) -> list[Step]:
    key, secret = made.timetrack
    headers = {"X-TimeTrack-Api-Key": key, "X-TimeTrack-Api-Secret": secret}
    path = "/api/v2/ext/project_time_entries?limit=100&page_number={}"
    pages = (0, plan.entries // 200, plan.entries // 100 - 1)
    return [
        Step(request("GET", path.format(number), headers, {}), 200, b'"user"', lambda it: len(it) == 100)
        for number in pages
    ]


_OF_PERSON: Final = f"filterby={quote('userId eq guid')}'{{person}}'&orderby={quote('startDateUtc desc')}"

MONTH_NATIVE, AWORK_LIST = "a person's month, native", "awork's list of 1000, filtered"

ASKED: Final[Sequence[Asked]] = [
    Asked(MONTH_NATIVE, _months),
    Asked(AWORK_LIST, _awork(_OF_PERSON, 1000)),
    Asked("awork's page 1 of 100", _awork("page=1", 100)),
    Asked("awork's last page of 100", _awork("page={last}", 100)),
    Asked("TimeTrack's first, middle and last page of 100", _timetrack),
]


def _sums(days: tuple[date, date], *groups: Group) -> Callable[[House, Kept], Awaitable[int]]:
    async def ask(house: House, kept: Kept) -> int:
        actor = command_line_actor(kept.made.workspace_id)
        report = await house.store.read(lambda tx: Reporter(tx, actor).report(Wanted(Days(*days)), groups), long=True)
        return len(report.rows)

    return ask


YEAR_SUMS, MONTH_SUMS = "a year by project, everybody's", "a month by project, everybody's"

SUMS: Final[Mapping[str, Callable[[House, Kept], Awaitable[int]]]] = {
    YEAR_SUMS: _sums(YEAR, Group.PROJECT),
    MONTH_SUMS: _sums(MONTH, Group.PROJECT),
    "a year by person and month, everybody's": _sums(YEAR, Group.PERSON, Group.MONTH),
}


@dataclass(slots=True)
class Summed:
    """Seconds of each time: this process's CPU, the database's, and what went by."""

    cpu: list[float] = field(default_factory=list)
    database_cpu: list[float] = field(default_factory=list)
    elapsed: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Size:
    """What was measured at one size of a store."""

    plan: Plan
    made: Made
    mib: float
    asked: dict[str, Measured] = field(default_factory=dict)
    summed: dict[str, Summed] = field(default_factory=dict)
    rebuilt: Summed = field(default_factory=Summed)

    @property
    def name(self) -> str:
        return ALL[self.plan.entries]


@dataclass(slots=True)
class Results:
    """One store's, the smallest size first."""

    store: str
    sizes: list[Size] = field(default_factory=list)

    def of(self, entries: int) -> Size | None:
        return next((size for size in self.sizes if size.plan.entries == entries), None)

    @property
    def largest(self) -> Size:
        return self.sizes[-1]


def _flatness(results: Results) -> float | None:
    """How many times the cheapest month the dearest costs."""
    cpu = [size.asked[MONTH_NATIVE].server_cpu + size.asked[MONTH_NATIVE].database_cpu for size in results.sizes]
    return max(cpu) / min(cpu) if len(cpu) > 1 else None


def _month_cpu(results: Results) -> float:
    return max(size.asked[MONTH_NATIVE].server_cpu for size in results.sizes) / 1000


def _at(entries: int, figure: Callable[[Size], float]) -> Callable[[Results], float | None]:
    def measured(results: Results) -> float | None:
        size = results.of(entries)
        return None if size is None else figure(size)

    return measured


MILLION: Final = 1_000_000

TARGETS: Final[Sequence[Target[Results]]] = [
    Target("a person's month: dearest size to cheapest", 1.5, "×", _flatness),
    Target("a person's month of 275 entries: server CPU at any size", 5, "ms", _month_cpu),
    Target(
        "awork's filtered list of 1000: server CPU at any size",
        30,
        "ms",
        lambda it: max(size.asked[AWORK_LIST].server_cpu for size in it.sizes[1:] or it.sizes) / 1000,
    ),
    *(
        Target(
            f"{what} at {ALL[entries]} entries",
            limit,
            "ms",
            _at(entries, lambda size, what=what: median(size.summed[what].elapsed) * 1000),  # type: ignore[misc]
        )
        for entries in (MILLION, 10 * MILLION)
        for what, limit in ((YEAR_SUMS, 150), (MONTH_SUMS, 15))
    ),
    Target("bulk import of 1M entries", 120, "s", _at(MILLION, lambda size: size.made.seconds)),
    Target(
        "bulk import of 1M entries: memory at its end to that at a tenth",
        1.1,
        "×",
        _at(MILLION, lambda size: _grown(size.made)),
    ),
    Target("rebuilding the roll-up of 10M entries", 120, "s", _at(10 * MILLION, lambda size: size.rebuilt.elapsed[0])),
]


def _grown(made: Made) -> float:
    tenth = next(each.mib for each in made.growth if each.entries >= made.growth[-1].entries / 10)
    return made.most_mib / tenth


def measure(store: str, sizes: Sequence[Plan], length: Length) -> Results:
    results = Results(store)
    for plan in sizes:
        print(f"{NAMES[store]}: {plan.entries:,} entries", file=sys.stderr)
        with opened(store, plan) as kept:
            size = Size(plan, kept.made, kept.mib)
            with running((["uhrwerk", "serve"], kept.settings, "/healthz")) as (server,):
                uvloop.run(_ask(size, server, kept, length))
            asyncio.run(_sum(size, kept, length))
        results.sizes.append(size)
    return results


async def _ask(size: Size, server: Server, kept: Kept, length: Length) -> None:
    for asked in ASKED:
        script = Script([[step] for step in asked.steps(kept.made, size.plan)])
        await rehearse(server.port, [script])
        meters = (server.cpu, kept.database_cpu)
        size.asked[asked.name] = Measured([await drive(server.port, [script], length.run, meters)])


async def _sum(size: Size, kept: Kept, length: Length) -> None:
    async with bootstrap.open_house(kept.settings) as house:
        for name, ask in SUMS.items():
            size.summed[name] = Summed()
            # The first time compiles the statements, and reads from the disk what the others find in memory.
            for number in range(length.sums + 1):
                await _timed(size.summed[name] if number else Summed(), kept, partial(ask, house, kept))
        await _timed(size.rebuilt, kept, partial(_rebuild, house, kept))


async def _timed(summed: Summed, kept: Kept, ask: Callable[[], Awaitable[int]]) -> None:
    begin, cpu, of_database = time.perf_counter(), time.process_time(), kept.database_cpu()
    found = await ask()
    assert found, "an empty answer means nothing"
    summed.cpu.append(time.process_time() - cpu)
    summed.database_cpu.append(kept.database_cpu() - of_database)
    summed.elapsed.append(time.perf_counter() - begin)


async def _rebuild(house: House, kept: Kept) -> int:
    actor = command_line_actor(kept.made.workspace_id)

    async def rebuild(tx: Tx, id: str) -> None:
        await rollups.rebuild(tx, await people.get(tx, actor, id))

    for id in kept.made.people:
        await house.store.write(partial(rebuild, id=id))
    return len(kept.made.people)


def tables(results: Sequence[Results], about: str) -> str:
    parts = [about]
    for each in results:
        store = NAMES[each.store]
        parts += [
            f"### {store}",
            target_table(TARGETS, each),
            picture_of(f"scale-{each.store}", f"What an answer costs against how much the store has, {store}"),
            table(
                ["request", "entries", "p50 ms", "p99 ms", "server CPU ms", "database CPU ms"],
                [_row(size, name, it) for name in _names(each) for size in each.sizes if (it := size.asked.get(name))],
            ),
            table(
                ["sums, in one process", "entries", "elapsed ms", "CPU ms", "database CPU ms"],
                [
                    _summed_row(size, name, size.rebuilt if name == REBUILT else size.summed[name])
                    for name in (*SUMS, REBUILT)
                    for size in each.sizes
                ],
            ),
            table(
                ["bulk import", "seconds", "entries/s", "CPU s", "database CPU s", "most memory MiB", "on disk MiB"],
                [_import_row(size) for size in each.sizes],
            ),
        ]
    return "\n\n".join(parts)


REBUILT: Final = "the roll-up is built anew"


def _names(results: Results) -> list[str]:
    return list(results.largest.asked)


def _row(size: Size, name: str, it: Measured) -> list[str]:
    figures = [it.milliseconds(50), it.milliseconds(99), it.server_cpu / 1000]
    return [name, size.name, *(f"{figure:,.2f}" for figure in figures), _or_none(it.database_cpu / 1000)]


def _summed_row(size: Size, name: str, it: Summed) -> list[str]:
    figures = [median(it.elapsed) * 1000, median(it.cpu) * 1000]
    return [name, size.name, *(f"{figure:,.1f}" for figure in figures), _or_none(median(it.database_cpu) * 1000)]


def _import_row(size: Size) -> list[str]:
    made = size.made
    figures = [made.seconds, size.plan.entries / made.seconds, made.cpu]
    return [
        size.name,
        *(f"{figure:,.1f}" if figure < 100 else f"{figure:,.0f}" for figure in figures),
        _or_none(made.database_cpu),
        f"{made.most_mib:.0f}",
        f"{size.mib:,.0f}",
    ]


def _or_none(figure: float) -> str:
    return f"{figure:,.2f}" if figure else "–"


def pictures(results: Sequence[Results]) -> dict[str, str]:
    found = {}
    for each in results:
        series = {
            name: [
                (size.plan.entries, (size.asked[name].server_cpu + size.asked[name].database_cpu) / 1000)
                for size in each.sizes
            ]
            for name in (MONTH_NATIVE, AWORK_LIST)
        }
        series |= {
            name: [(size.plan.entries, median(size.summed[name].elapsed) * 1000) for size in each.sizes]
            for name in (YEAR_SUMS, MONTH_SUMS)
        }
        title = f"{NAMES[each.store]}: an answer's cost by the entries in the store"
        found[f"scale-{each.store}"] = lines(title, "entries", "ms", series, log_x=True, log_y=True)
    return found
