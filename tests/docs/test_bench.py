"""The bench runs; its figures are no business of a test."""

import asyncio
import socketserver
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from bench.client import Run, Script, Step, WrongAnswer, drive, rehearse, request, split_answer
from bench.report import write_into
from tests.docs.pages import ROOT


def test_a_smoke_run_prints_its_table_and_writes_it_between_the_marks(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text("before\n<!-- bench:begin -->\nold\n<!-- bench:end -->\nafter\n")
    command = [sys.executable, "-m", "bench", "--quick", "--store", "sqlite", "--write", str(page)]
    done = subprocess.run(
        [*command, "--directory", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    text = page.read_text()
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old" not in text
    rows = [line.split("|")[1].strip() for line in done.stdout.splitlines() if line.startswith("|")]
    cases = [
        "bare POST",
        "native start and stop",
        "awork start and stop",
        "TimeTrack start and stop",
        "native list of 50",
    ]
    cases += ["onOffice track 1 and 0", "native current timer", "a person's year", "everybody's month by labour law"]
    for case in cases:
        assert case in rows
    assert done.stdout.strip() in text


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


class _Fine(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        while self.request.recv(len(ASK)):
            self.request.sendall(FINE)


def _against_a_server_that_is_fine(
    scripts: Sequence[Script], seconds: float = 0.01, *, rehearsal: bool = False
) -> Run | None:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Fine) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            port = server.server_address[1]
            if rehearsal:
                return asyncio.run(rehearse(port, scripts))
            return asyncio.run(drive(port, scripts, seconds))
        finally:
            server.shutdown()
            thread.join()


def test_a_page_without_marks_is_not_written(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("as it was")
    with pytest.raises(ValueError, match="bench:begin"):
        write_into(page, "table")
    assert page.read_text() == "as it was"
