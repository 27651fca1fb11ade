"""The bench runs; its figures are no business of a test."""

import asyncio
import re
import socketserver
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench.client import Run, Script, Step, WrongAnswer, drive, rehearse, request, split_answer
from bench.pictures import bars, lines
from bench.scenarios import POSTGRESQL, SQLITE, scenarios_of
from bench.tables import write_into
from bench.targets import Target, target_table, verdict
from tests.docs.pages import ROOT


def test_a_smoke_run_prints_its_tables_and_writes_them_between_the_marks_with_pictures(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text("before\n<!-- throughput:begin -->\nwhat stood there\n<!-- throughput:end -->\nafter\n")
    command = [sys.executable, "-m", "bench", "throughput", "--quick", "--store", "sqlite", "--write", str(page)]
    done = subprocess.run(
        [*command, "--directory", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    text = page.read_text()
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "what stood there" not in text
    rows = [line.split("|")[1].strip() for line in done.stdout.splitlines() if line.startswith("|")]
    assert {scenario.name for scenario in scenarios_of("sqlite")} <= set(rows)
    assert "everybody's month by labour law" in rows
    assert done.stdout.strip() in text
    for picture in re.findall(r"\((performance/[^)]+)\)", text):
        ElementTree.parse(tmp_path / picture)


def test_scenarios_are_told_apart_and_what_they_are_compared_with_is_measured() -> None:
    for store in (SQLITE, POSTGRESQL):
        scenarios = scenarios_of(store)
        keys = [scenario.key for scenario in scenarios]
        assert len(keys) == len(set(keys))
        for scenario in scenarios:
            if scenario.beside:
                assert (f"bare Litestar {scenario.beside}", scenario.clients) in keys
            if scenario.native:
                assert (scenario.native, scenario.clients) in keys


def test_a_target_says_reached_or_how_far_it_is() -> None:
    most: Target[float] = Target("p99", 20, "ms", lambda figure: figure)
    least: Target[float] = Target("starts", 1500, "/s", lambda figure: figure, at_least=True)
    missing: Target[float] = Target("not measured", 1, "", lambda _: None)
    assert [verdict(most, 20), verdict(most, 30)] == ["reached", "1.5 times as much"]
    assert [verdict(least, 1500), verdict(least, 750)] == ["reached", "50% of it"]
    assert target_table([most, least, missing], 30.0).splitlines()[2:] == [
        "| p99    | ≤ 20 ms   |  30.0 ms | 1.5 times as much |",
        "| starts | ≥ 1500 /s |  30.0 /s |          2% of it |",
    ]


def test_a_picture_shows_every_point_and_says_what_it_is() -> None:
    grown = lines("Growth", "entries", "ms", {"month": [(1e4, 2), (1e6, 3)], "a & b": [(1e4, 4)]}, log_x=True)
    barred = bars("Rates", "1/s", [("start", 1500.0, "clock"), ("bare", 3000.0, "bare")])
    for picture, shape, count in ((grown, "circle", 3), (barred, "rect", 1 + 2 + 2)):
        tree = ElementTree.fromstring(picture)
        assert len(list(tree.iter(f"{{http://www.w3.org/2000/svg}}{shape}"))) == count
    assert "a &amp; b" in grown
    assert ">1,500</text>" in barred


FINE = b'HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n{"ok": true}'


@pytest.mark.parametrize(
    ("received", "answer"),
    [
        (FINE, (200, b'{"ok": true}')),
        (FINE[:-1], None),
        (FINE[:30], None),
        (b"HTTP/1.1 204 No Content\r\n\r\n", (204, b"")),
    ],
)
def test_an_answer_is_taken_once_it_is_whole(received: bytes, answer: tuple[int, bytes] | None) -> None:
    assert split_answer(received) == answer


ASK = request("POST", "/anything", {}, {"note": "x"})


@pytest.mark.parametrize(
    ("step", "in_rehearsal_only"),
    [
        (Step(ASK, 201, b"ok"), False),
        (Step(ASK, 200, b"not ok"), False),
        (Step(ASK, 200, b"ok", lambda answer: answer["ok"] is False), True),
    ],
)
def test_a_wrong_answer_ends_the_bench(step: Step, in_rehearsal_only: bool) -> None:
    with pytest.raises(WrongAnswer, match=r"POST /anything was answered with 200: \{\"ok\": true\}"):
        _against_a_server_that_is_fine([Script([[step]])], rehearsal=True)
    if not in_rehearsal_only:
        with pytest.raises(WrongAnswer):
            _against_a_server_that_is_fine([Script([[step]])])


def test_clients_finish_their_cycle_and_openings_are_not_counted() -> None:
    step = Step(ASK, 200, b"ok")
    script = Script([[step, step, step]], opening=[step])
    run = _against_a_server_that_is_fine([script, script], seconds=0.0)
    assert run is not None
    assert len(run.latencies) == 2 * 3


def test_what_undoes_an_act_is_not_counted_and_goes_before_the_next_round() -> None:
    step = Step(ASK, 200, b"ok")
    used = iter(range(1000))
    run = _against_a_server_that_is_fine([Script([[step]], closing=[[step, step]])] * 2, meters=[lambda: next(used)])
    assert run is not None
    assert run.seconds >= 0.01
    # A round is one request of each; the meter went on by one in each, and by one between two.
    assert run.cpu == [len(run.latencies) / 2]


class _Fine(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        while self.request.recv(len(ASK)):
            self.request.sendall(FINE)


def _against_a_server_that_is_fine(
    scripts: Sequence[Script],
    seconds: float = 0.01,
    *,
    rehearsal: bool = False,
    meters: Sequence[Callable[[], float]] = (),
) -> Run | None:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Fine) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            port = server.server_address[1]
            if rehearsal:
                return asyncio.run(rehearse(port, scripts))
            return asyncio.run(drive(port, scripts, seconds, meters))
        finally:
            server.shutdown()
            thread.join()


def test_a_page_without_marks_is_not_written(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("as it was")
    with pytest.raises(ValueError, match="peers:begin"):
        write_into(page, "peers", "table", {})
    assert page.read_text() == "as it was"
