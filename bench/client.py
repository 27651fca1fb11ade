"""A small HTTP/1.1 keep-alive client: raw bytes out, as little as possible on the way in.

Requests are put together before the clock starts. A client sends its next request from within the callback that
brought the last answer, without a task or a future a request: it must cost far less than the server it measures.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from time import perf_counter, process_time
from typing import Any, Final, cast

import msgspec

ENDLESS: Final = float("inf")
PATIENCE: Final = 60.0
"""Seconds beyond its time after which a run is given up."""


class WrongAnswer(Exception):
    """The server answered otherwise than it should: what was measured is worth nothing."""


@dataclass(frozen=True, slots=True)
class Step:
    """A request, and how its right answer is told: at every run by status and `marker`, in the rehearsal by `holds`."""

    request: bytes
    status: int
    marker: bytes
    holds: Callable[[Any], bool] = bool


@dataclass(frozen=True, slots=True)
class Script:
    """What one client does: `opening` once and unmeasured, then `cycles` over and over, each to its end.

    With a `closing` all clients go through their cycles once, wait for one another, close unmeasured, and begin again:
    so that an act is measured without the one that undoes it.
    """

    cycles: Sequence[Sequence[Step]]
    opening: Sequence[Step] = ()
    closing: Sequence[Sequence[Step]] = ()


@dataclass(slots=True)
class Run:
    """What a run of all clients came to; times in seconds, CPU of those that were asked for and of the client."""

    latencies: list[float] = field(default_factory=list)
    seconds: float = 0.0
    cpu: list[float] = field(default_factory=list)
    client_cpu: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds


def request(method: str, path: str, headers: Mapping[str, str] | None = None, body: object = None) -> bytes:
    """The bytes of a request; `body` is encoded as JSON."""
    encoded = b"" if body is None else msgspec.json.encode(body)
    head = {"Host": "localhost", **(headers or {})}
    if body is not None:
        head |= {"Content-Type": "application/json", "Content-Length": str(len(encoded))}
    elif method != "GET":
        head["Content-Length"] = "0"
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + encoded


async def drive(
    port: int, scripts: Sequence[Script], seconds: float, meters: Sequence[Callable[[], float]] = ()
) -> Run:
    """Let every script's client run at once for that long; `meters` say how much CPU somebody has used so far.

    Raises WrongAnswer, and TimeoutError for a server that does not come to an end.
    """
    closing = any(script.closing for script in scripts)
    async with asyncio.timeout(seconds * (4 if closing else 1) + PATIENCE):
        clients = [await _connected(port) for _ in scripts]
        try:
            for client, script in zip(clients, scripts, strict=True):
                await client.play(iter([script.opening]), 0.0)
            run = Run(cpu=[0.0] * len(meters))
            if not closing:
                await _measured(run, clients, [cycle(script.cycles) for script in scripts], seconds, meters)
            while closing and run.seconds < seconds:
                await _measured(run, clients, [iter(script.cycles) for script in scripts], ENDLESS, meters)
                closings = zip(clients, scripts, strict=True)
                await asyncio.gather(*(client.play(iter(script.closing), ENDLESS) for client, script in closings))
            return run
        finally:
            for client in clients:
                client.close()


async def _measured(
    run: Run,
    clients: "Sequence[_Client]",
    cycles: Sequence[Iterator[Sequence[Step]]],
    seconds: float,
    meters: Sequence[Callable[[], float]],
) -> None:
    """Let the clients play at once, that long or to the end of their cycles, and add what it came to."""
    before = [meter() for meter in meters]
    begin, cpu = perf_counter(), process_time()
    both = zip(clients, cycles, strict=True)
    latencies = await asyncio.gather(*(client.play(its_own, begin + seconds) for client, its_own in both))
    run.seconds += perf_counter() - begin
    run.client_cpu += process_time() - cpu
    run.cpu = [sum_ + meter() - first for sum_, meter, first in zip(run.cpu, meters, before, strict=True)]
    for each in latencies:
        run.latencies += each


async def rehearse(port: int, scripts: Sequence[Script]) -> None:
    """Play every script once, all of them at once, and look at every answer as a whole. Raises WrongAnswer."""
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(_rehearse(port, script) for script in scripts))


async def _rehearse(port: int, script: Script) -> None:
    client = await _connected(port)
    client.thorough = True
    try:
        await client.play(iter([script.opening, *script.cycles, *script.closing]), ENDLESS)
    finally:
        client.close()


async def _connected(port: int) -> "_Client":
    _, client = await asyncio.get_running_loop().create_connection(_Client, "127.0.0.1", port)
    return client


class _Client(asyncio.Protocol):
    """One connection: a request, its answer, the next request."""

    def __init__(self) -> None:
        self.thorough = False
        self._received = b""
        self._done: asyncio.Future[list[float]] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail(ConnectionError(f"The server closed the connection: {exc}"))

    def close(self) -> None:
        self._done = None
        self._transport.close()

    def play(self, cycles: Iterator[Sequence[Step]], until: float) -> asyncio.Future[list[float]]:
        """Whole cycles until that instant (of `perf_counter`); the latencies of their answers."""
        self._done = asyncio.get_running_loop().create_future()
        self._latencies: list[float] = []
        self._cycles = cycles
        self._until = until
        self._steps: Iterator[Step] = iter(next(cycles, ()))
        self._next()
        return self._done

    def _next(self) -> None:
        step = next(self._steps, None)
        if step is None:
            following = next(self._cycles, None) if perf_counter() < self._until else None
            if following is None:
                if self._done is not None and not self._done.done():
                    self._done.set_result(self._latencies)
                return
            self._steps = iter(following)
            step = next(self._steps)
        self._step = step
        self._sent_at = perf_counter()
        self._transport.write(step.request)

    def data_received(self, data: bytes) -> None:
        self._received += data
        try:
            answer = split_answer(self._received)
            if answer is None:
                return
            self._latencies.append(perf_counter() - self._sent_at)
            self._received = b""
            self._check(*answer)
        except WrongAnswer as error:
            self._fail(error)
        else:
            self._next()

    def _check(self, status: int, body: bytes) -> None:
        step = self._step
        right = status == step.status and step.marker in body
        if right and self.thorough:
            right = step.holds(msgspec.json.decode(body))
        if not right:
            asked = step.request.split(b" HTTP", 1)[0].decode()
            raise WrongAnswer(f"{asked} was answered with {status}: {body[:2000].decode(errors='replace')}")

    def _fail(self, error: Exception) -> None:
        if self._done is not None and not self._done.done():
            self._done.set_exception(error)


def split_answer(received: bytes) -> tuple[int, bytes] | None:
    """Status and body, or None while some of it is still to come. Raises WrongAnswer without a length."""
    head_ends = received.find(b"\r\n\r\n")
    if head_ends < 0:
        return None
    status = int(received[9:12])
    name = received.find(b"content-length: ", 0, head_ends)
    if name < 0:
        name = received[:head_ends].lower().find(b"content-length: ")
    if name < 0 and status != 204:
        raise WrongAnswer(f"No Content-Length: {received[:500]!r}")
    length = int(received[name + 16 : received.index(b"\r\n", name)]) if name >= 0 else 0
    begin = head_ends + 4
    if len(received) < begin + length:
        return None
    return status, received[begin : begin + length]
