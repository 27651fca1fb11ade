"""How much a hot request calls and allocates: bounded, so that growth is noticed and decided upon. Never timed.

Calls are of Python's and C's functions. They are counted on SQLite, where nothing waits for a socket: how often a loop
goes round meanwhile is not the same each time.
"""

import gc
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType
from typing import Any, NamedTuple
from unittest.mock import patch

from tests.faces.test_reads import A_MONTHS, FEBRUARY, READS, fill
from tests.home import Home, Workplace

ROUNDS = 4
"""Of which the first is not counted: it compiles statements and opens doors. Of the others the least counts."""


class Most(NamedTuple):
    """Calls, and KiB that are held at the same time: on SQLite, on PostgreSQL."""

    calls: int
    sqlite: int
    postgresql: int


MOST = {
    "start": Most(700, 17, 380),
    "stop": Most(760, 18, 380),
    "clock in": Most(670, 17, 380),
    "clock out": Most(1530, 18, 320),
    "current": Most(145, 9, 305),
    "month": Most(925, 175, 365),
    "newest": Most(940, 130, 380),
    "awork, month": Most(925, 305, 380),
    "awork, page": Most(595, 300, 380),
    "awork, last": Most(240, 11, 310),
    "TimeTrack, month": Most(745, 140, 380),
}
"""The bounds are what was counted, and an eighth more. PostgreSQL's driver has a quarter of a MiB ready for answers."""

ACTS = {
    "start": ("POST", "/v1/timers/start"),
    "stop": ("POST", "/v1/timers/stop"),
    "clock in": ("POST", "/v1/attendance/clock-in"),
    "clock out": ("POST", "/v1/attendance/clock-out"),
    **{name: ("GET", path) for name, path in READS.items()},
}


def test_a_hot_request_calls_and_allocates_no_more_than_it_did(home: Home) -> None:
    place = home.workplace()
    fill(home, place, FEBRUARY, A_MONTHS)
    on_sqlite = home.settings.sqlite_path is not None
    kib, calls = least(home, place, allocated), least(home, place, called)
    most_kib = {name: most.sqlite if on_sqlite else most.postgresql for name, most in MOST.items()}
    assert {name: (count, most_kib[name]) for name, count in kib.items() if count > most_kib[name]} == {}
    if on_sqlite:
        assert {name: (count, MOST[name].calls) for name, count in calls.items() if count > MOST[name].calls} == {}


Meter = Callable[[list[int]], AbstractContextManager[None]]


def least(home: Home, place: Workplace, meter: Meter) -> dict[str, int]:
    """What each request comes to by that meter."""
    app = home.http.app
    handler = app.asgi_handler
    counted: list[int] = []
    counts: dict[str, list[int]] = {name: [] for name in ACTS}

    async def measured(scope: Any, receive: Any, send: Any) -> None:
        with meter(counted):
            await handler(scope, receive, send)

    # Who asks is known for as long as the test takes, however slow the machine is.
    with patch.object(app, "asgi_handler", measured), patch.object(home.house.store, "cache_seconds", float("inf")):
        for _ in range(ROUNDS):
            for name, (method, path) in ACTS.items():
                home.clock.forward(minutes=1)
                awork = path.startswith("/api/v1")
                headers = place.owner.awork_bearer if awork else place.owner.bearer | place.timetrack
                answer = home.http.request(method, path, headers=headers)
                assert answer.is_success, answer.text
                counts[name].append(counted.pop())
    return {name: min(each[1:]) for name, each in counts.items()}


@contextmanager
def called(into: list[int]) -> Iterator[None]:
    """Count calls of functions."""
    calls = 0

    def count(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    with _undisturbed():
        sys.setprofile(count)
        try:
            yield
        finally:
            sys.setprofile(None)
    into.append(calls)


@contextmanager
def allocated(into: list[int]) -> Iterator[None]:
    """Count KiB that are held at the same time, beside what was held before."""
    with _undisturbed():
        tracemalloc.start()
        try:
            yield
            into.append(tracemalloc.get_traced_memory()[1] // 1024)
        finally:
            tracemalloc.stop()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without the collector, which comes when it likes."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
