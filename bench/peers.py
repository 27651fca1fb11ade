"""`make bench-peers`: other time trackers beside ours, in one run.

They come from the package index, each into an environment of its own below the folder that git ignores: they are no
dependency of ours. Each is served as its own documentation says, on SQLite like ours. Tryton sends long answers a word
a chunk and closes the connection after each, which this driver does not follow: its month is left out.
"""

import asyncio
import base64
import http.client
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, Final

import msgspec
import uvloop

from bench.cast import Cast, gather
from bench.client import Script, Step, drive, rehearse, request
from bench.made import A_MONTH, MONTH, Plan
from bench.pictures import bars
from bench.report import Measured
from bench.scenarios import NOTE, SCENARIOS, START
from bench.servers import Server, free_port, process, running, settings_for, wait_until_it_answers
from bench.stores import KEPT, opened
from bench.tables import picture_of, table
from bench.targets import Target, target_table

CLIENTS: Final = (1, 16)

OURS, TIMETAGGER, TRYTON = "Uhrwerk", "TimeTagger", "Tryton"
WRITE, POLL, READ = "one record is written", "idle poll", "a month of 275 records"
START_ACT: Final = "a start"

Scripts = Callable[[int], list[Script]]
"""What so many clients do."""


@dataclass(frozen=True, slots=True)
class Length:
    """Rounds through all, seconds of each run; the records of the others' stores, people and months of ours, and how
    many people of a crowd start."""

    rounds: int
    run: float
    timetagger: int
    tryton: int
    plan: Plan
    crowd: int


FULL: Final = Length(rounds=3, run=2.0, timetagger=100_000, tryton=10_000, plan=Plan(people=10), crowd=128)
QUICK: Final = Length(rounds=1, run=0.2, timetagger=1000, tryton=900, plan=Plan(people=2, months=3), crowd=16)


@dataclass(frozen=True, slots=True)
class Peer:
    """A product that runs: who answers, how much it has, what its clients do for each act."""

    name: str
    version: str
    server: Server
    records: int
    acts: Mapping[str, Scripts]


@dataclass(slots=True)
class Results:
    peers: list[Peer]
    measured: dict[tuple[str, str, int], Measured] = field(default_factory=dict)

    def ratio(self, act: str, other: str, its_act: str, clients: int) -> float | None:
        """How many times as fast as the other product's act: the median of the rounds."""
        mine, its = self.measured.get((OURS, act, clients)), self.measured.get((other, its_act, clients))
        if mine is None or its is None:
            return None
        return median(a.rate / b.rate for a, b in zip(mine.runs, its.runs, strict=True))


TARGETS: Final[Sequence[Target[Results]]] = [
    Target(
        "start, 16 clients: times TimeTagger's write",
        25,
        "×",
        lambda it: it.ratio(START_ACT, TIMETAGGER, WRITE, 16),
        at_least=True,
    ),
    Target(
        "current timer, 16 clients: times TimeTagger's idle poll",
        20,
        "×",
        lambda it: it.ratio(POLL, TIMETAGGER, POLL, 16),
        at_least=True,
    ),
    *(
        Target(
            f"a month of 275 from 100k, {'16 clients' if clients == 16 else 'one client'}: times TimeTagger's",
            100,
            "×",
            lambda it, clients=clients: it.ratio(READ, TIMETAGGER, READ, clients),  # type: ignore[misc]
            at_least=True,
        )
        for clients in CLIENTS
    ),
]


def measure(length: Length, directory: Path) -> Results:
    with ExitStack() as stack:
        peers = [stack.enter_context(serve(length, directory)) for serve in (_ours, _timetagger, _tryton)]
        results = Results(peers)
        uvloop.run(_measure(results, length))
        return results


async def _measure(results: Results, length: Length) -> None:
    runs = [(peer, act, clients) for clients in CLIENTS for act in ACTS for peer in results.peers if act in peer.acts]
    for peer, act, clients in runs:
        scripts = peer.acts[act](clients)[:2]
        few = [replace(script, cycles=script.cycles[:3], closing=script.closing[:3]) for script in scripts]
        await rehearse(peer.server.port, few)
        results.measured[peer.name, act, clients] = Measured()
    for number in range(length.rounds):
        print(f"peers: round {number + 1} of {length.rounds}", file=sys.stderr)
        for peer, act, clients in runs if number % 2 == 0 else runs[::-1]:
            meters = (peer.server.cpu, lambda: 0.0)
            run = await drive(peer.server.port, peer.acts[act](clients), length.run, meters)
            results.measured[peer.name, act, clients].runs.append(run)


ACTS: Final = (START_ACT, WRITE, POLL, READ)


def tables(results: Results, about: str) -> str:
    peers = ", ".join(f"{peer.name} {peer.version} with {peer.records:,} records" for peer in results.peers)
    return "\n\n".join(
        [
            f"{about}\n{peers}.",
            target_table(TARGETS, results),
            picture_of("peers", "Requests a second at 16 clients, ours and others"),
            table(
                ["act", "product", "clients", "requests/s", "p50 ms", "p99 ms", "server CPU µs", "client CPU µs"],
                [
                    _row(*key, it)
                    for key, it in sorted(results.measured.items(), key=lambda each: ACTS.index(each[0][1]))
                ],
            ),
        ]
    )


def pictures(results: Results) -> dict[str, str]:
    rows = [
        (f"{act}", it.rate, product)
        for act in ACTS
        for (product, its_act, clients), it in results.measured.items()
        if clients == 16 and its_act == act
    ]
    return {"peers": bars("16 clients", "requests/s", rows)}


def _row(product: str, act: str, clients: int, it: Measured) -> list[str]:
    figures = [f"{it.rate:,.0f}", f"{it.milliseconds(50):.2f}", f"{it.milliseconds(99):.2f}"]
    return [act, product, str(clients), *figures, f"{it.server_cpu:,.0f}", f"{it.client_cpu:,.0f}"]


def _alike(steps: Sequence[Step]) -> Scripts:
    """Every client goes through the same."""
    return lambda clients: [Script([[step] for step in steps])] * clients


# ---- ours ----


@contextmanager
def _ours(length: Length, directory: Path) -> Iterator[Peer]:
    """A copy of a made store, in which others start and write meanwhile."""
    with tempfile.TemporaryDirectory(prefix="uhrwerk-peers-", dir=directory) as copy:
        with opened("sqlite", length.plan) as kept:
            shutil.copytree(kept.directory, copy, dirs_exist_ok=True)
        settings = settings_for(f"sqlite:///{copy}/made.sqlite3", Path(copy) / "data")
        cast = asyncio.run(gather(settings, length.crowd))
        with running((["uhrwerk", "serve"], settings, "/healthz")) as (server,):
            by_name = {scenario.name: scenario.scripts for scenario in SCENARIOS}
            acts: dict[str, Scripts] = {
                START_ACT: lambda clients: by_name[START](cast, clients),
                WRITE: lambda clients: [_written(cast, number) for number in range(clients)],
                POLL: lambda clients: by_name["native current timer"](cast, clients),
                READ: _alike([month_of(token) for token in kept.made.native]),
            }
            yield Peer(OURS, version("uhrwerk"), server, length.plan.entries, acts)


def month_of(token: str) -> Step:
    """Somebody's month in a made store, natively."""
    path = f"/v1/time-entries?limit=500&from={MONTH[0]}T00:00:00Z&to={MONTH[1] + timedelta(days=1)}T00:00:00Z"
    headers = {"Authorization": f"Bearer {token}"}
    # Days are counted in everybody's own zone: at the month's ends an entry may lie beyond.
    return Step(request("GET", path, headers), 200, b'"items":[{', lambda it: abs(len(it["items"]) - A_MONTH) <= 13)


def _written(cast: Cast, number: int) -> Script:
    headers = {"Authorization": f"Bearer {cast.people[number].native}"}
    now = datetime.now(UTC)
    steps = []
    for minutes in range(1, 200):
        begin = now - timedelta(days=3, minutes=minutes)
        body = {"started_at": begin, "ended_at": begin + timedelta(minutes=1), "project_id": cast.project, "note": NOTE}
        steps.append([Step(request("POST", "/v1/time-entries", headers, body), 201, b'"state":"stopped"')])
    return Script(steps)


# ---- theirs ----


def _environment(name: str, *packages: str) -> Path:
    """The programs of a virtual environment with these packages, made where it is missing."""
    home = KEPT / "peers" / name
    wanted = home / "packages.txt"
    if not wanted.exists() or wanted.read_text().split() != list(packages):
        shutil.rmtree(home, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        print(f"peers: installing {', '.join(packages)}", file=sys.stderr)
        command = [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", *packages]
        subprocess.run(command, check=True, stdout=sys.stderr)
        wanted.write_text("\n".join(packages))
    return home / "bin"


def _theirs(**variables: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("UHRWERK", "PYTHON"))}
    return kept | variables


@contextmanager
def _timetagger(length: Length, directory: Path) -> Iterator[Peer]:
    programs = _environment("timetagger", "timetagger==26.1.3")
    with tempfile.TemporaryDirectory(prefix="timetagger-", dir=directory) as home:
        port = free_port()
        log = Path(home) / "log"
        variables = _theirs(TIMETAGGER_BIND=f"127.0.0.1:{port}", TIMETAGGER_DATADIR=home)
        with process([str(programs / "python"), "-m", "timetagger"], variables, log) as started:
            wait_until_it_answers(started, port, "/timetagger/status", log)
            asks = http.client.HTTPConnection("localhost", port, timeout=120)
            order = base64.b64encode(b'{"method": "localhost"}')
            token = _answer(asks, "POST", "/timetagger/api/v2/bootstrap_authentication", {}, order)["token"]
            headers = {"authtoken": token}
            records = "/timetagger/api/v2/records"
            for chunk in _chunks(list(_timetagger_records(length.timetagger)), 1000):
                taken = _answer(asks, "PUT", records, headers, msgspec.json.encode(chunk))
                assert len(taken["accepted"]) == len(chunk), taken
            first, last = _seconds(2025, 10), _seconds(2025, 11)
            poll = Step(request("GET", "/timetagger/api/v2/updates?since=9999999999", headers), 200, b'"records"', bool)
            read = Step(
                request("GET", f"{records}?timerange={first + 1}-{last - 1}", headers),
                200,
                b'"records"',
                lambda it: len(it["records"]) == A_MONTH,
            )
            acts = {
                WRITE: lambda clients: [_timetagger_writes(number, headers) for number in range(clients)],
                POLL: _alike([poll]),
                READ: _alike([read]),
            }
            yield Peer(TIMETAGGER, "26.1.3", Server(port, started.pid), length.timetagger, acts)


def _timetagger_records(count: int) -> Iterator[dict[str, Any]]:
    """275 a month, backwards from the end of 2025 on."""
    for number in range(count):
        months, place = divmod(number, A_MONTH)
        year, month = divmod(2025 * 12 + 11 - months, 12)
        begin, end = _seconds(year, month + 1), _seconds(year + (month + 1) // 12, (month + 1) % 12 + 1)
        at = begin + 3600 + place * (end - begin - 7200) // A_MONTH
        yield _timetagger_record(f"made{number}", at)


def _timetagger_record(key: str, at: int) -> dict[str, Any]:
    return {"key": key, "mt": at, "t1": at, "t2": at + 1800, "ds": NOTE}


def _timetagger_writes(client: int, headers: Mapping[str, str]) -> Script:
    now = _seconds(2026, 1)
    bodies = [[_timetagger_record(f"new{client}-{number}", now + number)] for number in range(1000)]
    path = "/timetagger/api/v2/records"
    return Script(
        [
            [Step(request("PUT", path, headers, body), 200, b'"accepted"', lambda it: bool(it["accepted"]))]
            for body in bodies
        ]
    )


def _seconds(year: int, month: int) -> int:
    return int(datetime(year, month, 1, tzinfo=UTC).timestamp())


@contextmanager
def _tryton(length: Length, directory: Path) -> Iterator[Peer]:
    programs = _environment("tryton", "trytond==8.2.1", "trytond_timesheet==8.2.0", "waitress==3.0.2")
    with tempfile.TemporaryDirectory(prefix="tryton-", dir=directory) as home:
        port = free_port()
        log, settings, password = (Path(home) / name for name in ("log", "trytond.conf", "password"))
        settings.write_text(f"[database]\nuri = sqlite://\npath = {home}\n")
        password.write_text("a long word for the bench")
        (Path(home) / "peer.sqlite").touch()
        variables = _theirs(TRYTOND_CONFIG=str(settings), TRYTONPASSFILE=str(password), TRYTOND_DATABASE_NAMES="peer")
        wanted = ["-u", "timesheet", "--activate-dependencies", "--email", "admin@example.org"]
        admin = [str(programs / "trytond-admin"), "-c", str(settings), "-d", "peer", *wanted]
        subprocess.run(admin, env=variables, check=True, stdout=sys.stderr)
        serve = [
            str(programs / "waitress-serve"),
            f"--listen=127.0.0.1:{port}",
            "--threads=4",
            "trytond.application:app",
        ]
        with process(serve, variables, log) as started:
            wait_until_it_answers(started, port, "/", log, status=b" 405")
            tryton = _Tryton(port, password.read_text(), length.tryton)
            acts = {
                WRITE: _alike([tryton.writes]),
                POLL: _alike([tryton.polls]),
            }
            yield Peer(TRYTON, "8.2", Server(port, started.pid), length.tryton, acts)


class _Tryton:
    """Its client: signed in, with a company, an employee and timesheet lines."""

    def __init__(self, port: int, password: str, lines: int) -> None:
        self._asks = http.client.HTTPConnection("localhost", port, timeout=300)
        self._headers: dict[str, str] = {}
        user, token, *_ = self._call("common.db.login", "admin", {"password": password}, "en")
        self._headers = {"Authorization": "Session " + base64.b64encode(f"admin:{user}:{token}".encode()).decode()}
        self._context: dict[str, Any] = {}
        [currency] = self._make("currency.currency", {"name": "Euro", "code": "EUR", "symbol": "E"})
        firm, somebody = self._make("party.party", {"name": "Firm"}, {"name": "Somebody"})
        [company] = self._make("company.company", {"party": firm, "currency": currency})
        self._call("model.res.user.write", [user], {"companies": [["add", [company]]], "company": company}, {})
        self._context = {"company": company, "companies": [company]}
        [employee] = self._make("company.employee", {"party": somebody, "company": company})
        self._call("model.res.user.write", [user], {"employees": [["add", [employee]]], "employee": employee}, {})
        [work] = self._make("timesheet.work", {"name": "Website", "company": company})
        self._line = {"employee": employee, "company": company, "work": work, "description": NOTE}
        for chunk in _chunks(range(lines), 500):
            self._make("timesheet.line", *(self._filled(number) for number in chunk))
        fields = ["date", "duration", "work", "description"]
        mine = ["employee", "=", employee]
        self.polls = self._step("search_read", [mine, ["date", "=", _day(2026, 11, 1)]], 0, 1, None, fields)
        self.writes = self._step("create", [self._line | {"date": _day(2026, 1, 2), "duration": _length(1800)}])

    def _filled(self, number: int) -> dict[str, Any]:
        """275 a month, backwards from the end of 2025 on."""
        months, place = divmod(number, A_MONTH)
        year, month = divmod(2025 * 12 + 11 - months, 12)
        return self._line | {"date": _day(year, month + 1, 1 + place % 28), "duration": _length(1800 + place)}

    def _make(self, kind: str, *members: dict[str, Any]) -> list[int]:
        made: list[int] = self._call(f"model.{kind}.create", list(members), self._context)
        return made

    def _call(self, method: str, *arguments: Any) -> Any:
        body = msgspec.json.encode({"id": 1, "method": method, "params": arguments})
        answer = _answer(self._asks, "POST", "/peer/rpc/", self._headers, body)
        if "result" not in answer:
            raise RuntimeError(f"Tryton refused {method}: {answer}")
        return answer["result"]

    def _step(self, verb: str, *arguments: Any, holds: Callable[[Any], bool] = lambda it: True) -> Step:
        body = {"id": 1, "method": f"model.timesheet.line.{verb}", "params": [*arguments, self._context]}
        asked = request("POST", "/peer/rpc/", self._headers, body)
        return Step(asked, 200, b'"result"', lambda it: holds(it["result"]))


def _day(year: int, month: int, day: int) -> dict[str, Any]:
    return {"__class__": "date", "year": year, "month": month, "day": day}


def _length(seconds: int) -> dict[str, Any]:
    return {"__class__": "timedelta", "seconds": seconds}


def _chunks(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for first in range(0, len(items), size):
        yield items[first : first + size]


def _answer(asks: http.client.HTTPConnection, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Any:
    asks.request(method, path, body, {"Content-Type": "application/json", **headers})
    answer = asks.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{method} {path} was answered with {answer.status}: {content[:500]!r}")
    return msgspec.json.decode(content)
