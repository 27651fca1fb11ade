"""From the runs of `make bench` to tables and pictures."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Final

from bench.client import Run
from bench.life import Life
from bench.pictures import bars, lines
from bench.reckoning import RECKONINGS, Reckoned
from bench.scenarios import MIDDLE, POSTGRESQL, SQLITE, START, Scenario, scenarios_of
from bench.tables import picture_of, table
from bench.targets import Target, target_table

NAMES: Final = {SQLITE: "SQLite", POSTGRESQL: "PostgreSQL"}

HEADINGS: Final = [
    "scenario",
    "clients",
    "requests/s",
    "p50 ms",
    "p99 ms",
    "server CPU µs",
    "database CPU µs",
    "client CPU µs",
    "of Litestar",
    "of ASGI",
    "of fdatasync",
]

PERCENTS: Final = (*range(1, 100), 99.5, 99.9)


@dataclass(slots=True)
class Measured:
    """A scenario's runs, one a round."""

    runs: list[Run] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Requests a second: the median of the rounds."""
        return median(run.rate for run in self.runs)

    @property
    def requests(self) -> int:
        return sum(len(run.latencies) for run in self.runs)

    def milliseconds(self, percent: float) -> float:
        """That percentile of all rounds' latencies."""
        latencies = [latency for run in self.runs for latency in run.latencies]
        # On a busy machine a quick round may come to one request, and Python before 3.13 wants two.
        each = quantiles(latencies * 2 if len(latencies) == 1 else latencies, n=1000, method="inclusive")
        return each[round(percent * 10) - 1] * 1000

    @property
    def server_cpu(self) -> float:
        """Microseconds a request, of the server and all its processes."""
        return sum(run.cpu[0] for run in self.runs) / self.requests * 1e6

    @property
    def database_cpu(self) -> float:
        return sum(run.cpu[1] for run in self.runs) / self.requests * 1e6

    @property
    def client_cpu(self) -> float:
        return sum(run.client_cpu for run in self.runs) / self.requests * 1e6


@dataclass(slots=True)
class Results:
    """One store's: every scenario, the disk's rate each round, memory after the load in MiB."""

    store: str
    scenarios: dict[tuple[str, int], Measured] = field(default_factory=dict)
    fdatasync: list[float] = field(default_factory=list)
    reckoned: dict[str, Reckoned] = field(default_factory=dict)
    loaded: tuple[float, float] = (0.0, 0.0)
    life: Life = field(default_factory=Life)

    @property
    def name(self) -> str:
        return NAMES[self.store]

    def ratio(self, key: tuple[str, int], other: tuple[str, int]) -> float | None:
        """How many times as fast as the other: the median of the rounds, in which both met the same weather."""
        if key not in self.scenarios or other not in self.scenarios:
            return None
        pairs = zip(self.scenarios[key].runs, self.scenarios[other].runs, strict=True)
        return median(mine.rate / its.rate for mine, its in pairs)

    def cpu_ratio(self, key: tuple[str, int], other: tuple[str, int]) -> float:
        return self.scenarios[key].server_cpu / self.scenarios[other].server_cpu


def _start(name: str) -> list[Target[Results]]:
    key = (name, MIDDLE)
    return [
        Target(f"{name}, 16 clients: of bare Litestar", 0.5, "", lambda it: it.ratio(key, BARE_POST), at_least=True),
        Target(f"{name}, 16 clients: p99", 20, "ms", lambda it: it.scenarios[key].milliseconds(99)),
        Target(f"{name}: server CPU", 0.5, "ms", lambda it: it.scenarios[key].server_cpu / 1000),
    ]


def _starts_a_second(store: str, least: int, why: str = "") -> Target[Results]:
    def rate(results: Results) -> float | None:
        return results.scenarios[START, MIDDLE].rate if results.store == store else None

    return Target(f"native start, 16 clients{why}", least, "/s", rate, at_least=True)


def _dialect(name: str, native: str) -> Target[Results]:
    return Target(f"{name}: CPU of the native one", 1.5, "×", lambda it: it.cpu_ratio((name, MIDDLE), (native, MIDDLE)))


BARE_POST: Final = ("bare Litestar POST", MIDDLE)
BARE_GET: Final = ("bare Litestar GET", MIDDLE)
TWO: Final = ("native start, two workers", MIDDLE)

TARGETS: Final[Sequence[Target[Results]]] = [
    *_start(START),
    *_start("awork start"),
    _starts_a_second(SQLITE, 3900, " (25 times TimeTagger's 157/s)"),
    _starts_a_second(POSTGRESQL, 1500),
    Target(
        "current timer, 16 clients: of bare Litestar",
        0.5,
        "",
        lambda it: it.ratio(("native current timer", MIDDLE), BARE_GET),
        at_least=True,
    ),
    _dialect("awork start", START),
    _dialect("TimeTrack start", START),
    _dialect("onOffice track 1 and 0", "native clock-in and clock-out"),
    Target("two workers against one", 1, "×", lambda it: it.ratio(TWO, (START, MIDDLE)), at_least=True),
    Target("a person's year: server CPU", 20, "ms", lambda it: it.scenarios["a person's year", 1].server_cpu / 1000),
    Target("cold start to first answer", 1, "s", lambda it: median(it.life.starts)),
    Target("memory idle, largest process (RSS)", 90, "MiB", lambda it: it.life.idle[0]),
    Target("memory idle, all processes (PSS)", 90, "MiB", lambda it: it.life.idle[1]),
    Target("memory after this load, all processes (PSS)", 150, "MiB", lambda it: it.loaded[1]),
    Target("1000 idle live updates: memory", 50, "MiB", lambda it: it.life.listening_mib * 1000 / it.life.listeners),
    Target("1000 idle live updates: CPU", 1, "% of a core", lambda it: it.life.listening_cpu * 100),
    *(
        Target(f"{each.name}: CPU", each.expected, "s", lambda it, each=each: median(it.reckoned[each.name].cpu))  # type: ignore[misc]
        for each in RECKONINGS
    ),
]


def tables(results: Sequence[Results], about: str) -> str:
    """The whole report, in Markdown."""
    parts = [about]
    for each in results:
        rate = median(each.fdatasync)
        scenarios = scenarios_of(each.store)
        parts += [
            f"### {each.name}",
            target_table(TARGETS, each),
            picture_of(f"throughput-{each.store}", f"Requests a second at 16 clients, {each.name}"),
            picture_of(f"latency-{each.store}", f"How long answers take at 16 clients, {each.name}"),
            f"fdatasync of 4 KiB appends: {rate:,.0f}/s.",
            table(HEADINGS, [_row(each, scenario, rate) for scenario in scenarios]),
            table(["dialect", "beside", "time of native", "CPU of native"], _dialect_rows(each, scenarios)),
            table(["reckoned", "people", "found", "CPU s", "database CPU s", "elapsed s"], _reckoned_rows(each)),
        ]
    return "\n\n".join(parts) + "\n"


def pictures(results: Sequence[Results]) -> dict[str, str]:
    """By name: throughput and latency of each store."""
    found = {}
    for each in results:
        middle = [it for it in scenarios_of(each.store) if it.clients == MIDDLE]
        rows = [(it.name, each.scenarios[it.key].rate, it.server) for it in middle]
        found[f"throughput-{each.store}"] = bars(f"{each.name}, 16 clients", "requests/s", rows)
        names = ["bare Litestar POST", START, "awork start", "native current timer"]
        series = {
            name: [(percent, each.scenarios[name, MIDDLE].milliseconds(percent)) for percent in PERCENTS]
            for name in names
        }
        title = f"{each.name}, 16 clients: so many of a hundred answers within"
        found[f"latency-{each.store}"] = lines(title, "percent", "ms", series, log_y=True)
    return found


def _row(results: Results, scenario: Scenario, fdatasync: float) -> list[str]:
    measured = results.scenarios[scenario.key]
    ratios = [
        results.ratio(scenario.key, (f"bare {kind} {scenario.beside}", scenario.clients)) if scenario.beside else None
        for kind in ("Litestar", "ASGI")
    ]
    return [
        scenario.name,
        str(scenario.clients),
        f"{measured.rate:,.0f}",
        f"{measured.milliseconds(50):.2f}",
        f"{measured.milliseconds(99):.2f}",
        f"{measured.server_cpu:,.0f}",
        f"{measured.database_cpu:,.0f}" if measured.database_cpu else "–",
        f"{measured.client_cpu:,.0f}",
        *("–" if ratio is None else f"{ratio:.2f}" for ratio in ratios),
        f"{measured.rate / fdatasync:.2f}",
    ]


def _dialect_rows(results: Results, scenarios: Sequence[Scenario]) -> list[list[str]]:
    rows = []
    for scenario in scenarios:
        if scenario.native is not None:
            own = (scenario.native, scenario.clients)
            ratio = results.ratio(scenario.key, own)
            assert ratio is not None
            cpu = results.cpu_ratio(scenario.key, own)
            rows.append([scenario.name, scenario.native, f"{1 / ratio:.2f}×", f"{cpu:.2f}×"])
    return rows


def _reckoned_rows(results: Results) -> list[list[str]]:
    rows = []
    for reckoning in RECKONINGS:
        it = results.reckoned[reckoning.name]
        database = median(it.database_cpu)
        rows.append(
            [
                reckoning.name,
                str(it.people),
                f"{it.found:,}",
                f"{median(it.cpu):.3f}",
                f"{database:.3f}" if database else "–",
                f"{median(it.elapsed):.3f}",
            ]
        )
    return rows
