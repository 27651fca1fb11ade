"""From runs to the table, and the table into the page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Final

from bench.cases import CASES, DIALECTS, MIDDLE, Case
from bench.client import Run
from bench.reckoning import RECKONINGS, Reckoned

BEGIN: Final = "<!-- bench:begin -->"
END: Final = "<!-- bench:end -->"

HEADINGS: Final = [
    "case",
    "clients",
    "requests/s",
    "p50 ms",
    "p99 ms",
    "server CPU µs",
    "database CPU µs",
    "client CPU µs",
    "of bare",
    "of fdatasync",
]


@dataclass(slots=True)
class Measured:
    """A case's runs, one a round, with the CPU seconds that the server and the database used meanwhile."""

    runs: list[Run] = field(default_factory=list)
    server_cpu: float = 0.0
    database_cpu: float = 0.0

    @property
    def requests(self) -> int:
        return sum(len(run.latencies) for run in self.runs)

    def milliseconds(self, percent: int) -> float:
        """That percentile of all rounds' latencies."""
        latencies = [latency for run in self.runs for latency in run.latencies]
        # On a busy machine a quick round may come to one request, and Python before 3.13 wants two.
        return quantiles(latencies * 2 if len(latencies) == 1 else latencies, n=100)[percent - 1] * 1000

    def microseconds_a_request(self, seconds: float) -> float:
        return seconds / self.requests * 1e6


@dataclass(slots=True)
class Results:
    """One store's: every case, and the disk's rate each round."""

    store: str
    cases: dict[tuple[str, int], Measured] = field(default_factory=dict)
    fdatasync: list[float] = field(default_factory=list)
    reckoned: dict[str, Reckoned] = field(default_factory=dict)

    def ratio(self, case: Case, other: tuple[str, int]) -> float:
        """How many times as fast as the other: the median of the rounds, in which both met the same weather."""
        pairs = zip(self.cases[case.key].runs, self.cases[other].runs, strict=True)
        return median(mine.rate / its.rate for mine, its in pairs)


def tables(results: Sequence[Results], about: str) -> str:
    """The whole report, in Markdown."""
    parts = [about]
    for each in results:
        rate = median(each.fdatasync)
        parts += [
            f"### {each.store}",
            f"fdatasync of 4 KiB appends: {rate:,.0f}/s.",
            _table(HEADINGS, [_row(each, case, rate) for case in CASES]),
            _table(["dialect", "beside", "time of native", "CPU of native"], _dialect_rows(each)),
            _table(
                ["reckoned", "people", "found", "CPU s", "database CPU s", "elapsed s", "CPU expected"],
                _reckoned_rows(each),
            ),
        ]
    return "\n\n".join(parts) + "\n"


def _row(results: Results, case: Case, fdatasync: float) -> list[str]:
    measured = results.cases[case.key]
    rate = median(run.rate for run in measured.runs)
    database = measured.microseconds_a_request(measured.database_cpu)
    return [
        case.name,
        str(case.clients),
        f"{rate:,.0f}",
        f"{measured.milliseconds(50):.2f}",
        f"{measured.milliseconds(99):.2f}",
        f"{measured.microseconds_a_request(measured.server_cpu):,.0f}",
        f"{database:,.0f}" if database else "–",
        f"{measured.microseconds_a_request(sum(run.client_cpu for run in measured.runs)):,.0f}",
        f"{results.ratio(case, (case.beside, case.clients)):.2f}" if case.beside else "–",
        f"{rate / fdatasync:.2f}",
    ]


def _dialect_rows(results: Results) -> list[list[str]]:
    by_key = {case.key: case for case in CASES}
    rows = []
    for dialect, native in DIALECTS:
        mine, own = results.cases[dialect, MIDDLE], results.cases[native, MIDDLE]
        time = 1 / results.ratio(by_key[dialect, MIDDLE], (native, MIDDLE))
        cpu = mine.microseconds_a_request(mine.server_cpu) / own.microseconds_a_request(own.server_cpu)
        rows.append([dialect, native, f"{time:.2f}×", f"{cpu:.2f}×"])
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
                f"{reckoning.expected:g}",
            ]
        )
    return rows


def _table(headings: list[str], rows: list[list[str]]) -> str:
    """A Markdown table that is readable as text: numbers to the right."""
    widths = [max(len(row[column]) for row in [headings, *rows]) for column in range(len(headings))]
    left = [column == 0 or not any(row[column][:1].isdigit() for row in rows) for column in range(len(headings))]

    def line(cells: list[str]) -> str:
        padded = [
            cell.ljust(width) if to_left else cell.rjust(width)
            for cell, width, to_left in zip(cells, widths, left, strict=True)
        ]
        return "| " + " | ".join(padded) + " |"

    rule = ["-" * width if to_left else "-" * (width - 1) + ":" for width, to_left in zip(widths, left, strict=True)]
    return "\n".join([line(headings), line(rule), *map(line, rows)])


def write_into(page: Path, report: str) -> None:
    """Replace what stands between the page's marks. Raises ValueError for a page without them."""
    text = page.read_text()
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page} has no {BEGIN} … {END}.")
    page.write_text(f"{before}{BEGIN}\n\n{report}\n{END}{after}")
