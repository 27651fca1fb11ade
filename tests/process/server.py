"""A server as its users run it: `python -m uhrwerk serve` in a process of its own, which never outlives the test."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from tests.home import Workplace, new_workplace, settings_for
from uhrwerk.bootstrap import migrate, open_house
from uhrwerk.operations.journal import Verdict, verify

READY_WITHIN = 60
"""Seconds for everything that must happen and takes as long as the machine is busy."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Server:
    """A place to serve from: a database, a data directory, a port. It can be started again and again."""

    database_url: str
    data_dir: Path
    workers: int = 1
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("UHRWERK_")}
        return inherited | {
            "UHRWERK_DATABASE_URL": self.database_url,
            "UHRWERK_DATA_DIR": str(self.data_dir),
            "UHRWERK_PORT": str(self.port),
            "UHRWERK_WORKERS": str(self.workers),
        }

    @property
    def log(self) -> str:
        return (self.data_dir / "log").read_text(errors="replace")

    def prepare(self) -> Workplace:
        """A workspace with people and credentials, made before the server starts."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        settings, made_at = settings_for(self.database_url, self.data_dir), datetime.now(UTC) - timedelta(hours=1)
        migrate(settings)

        async def make() -> Workplace:
            async with open_house(settings) as house:
                return await house.store.write(lambda tx: new_workplace(house, tx, made_at))

        return asyncio.run(make())

    def start(self, *arguments: str) -> None:
        """Start it and wait until it is well. Raises what it said if it ended instead."""
        with (self.data_dir / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "uhrwerk", "serve", *arguments],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait_until_well()

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Ask it on a connection of its own."""
        # To read all certificates anew for each, as httpx would, is a tenth of a second's work.
        return httpx.request(method, f"{self.base}{path}", timeout=READY_WITHIN, verify=False, **more)

    def wait_until_well(self) -> None:
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline:
            if self.process is not None and self.process.poll() is not None:
                raise RuntimeError(f"The server ended with {self.process.returncode}:\n{self.log}")
            try:
                if self.request("GET", "/healthz").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        raise RuntimeError(f"The server does not answer:\n{self.log}")

    def worker(self) -> int:
        """The process id of a worker, the parent's only children."""
        assert self.process is not None
        listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=True)
        rows = (line.split() for line in listed.stdout.splitlines())
        return next(int(pid) for pid, parent, state in rows if int(parent) == self.process.pid and state[0] != "Z")

    def kill(self) -> None:
        """kill -9 of the parent; its workers notice by themselves."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def kill_worker(self) -> None:
        """kill -9 of a worker; the parent makes another."""
        os.kill(self.worker(), signal.SIGKILL)

    def kill_all(self) -> None:
        """kill -9 of parent and workers at one blow."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def terminate(self) -> int:
        """SIGTERM; the exit code."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(READY_WITHIN)

    def command(self, *arguments: str, within: float = READY_WITHIN) -> "subprocess.CompletedProcess[str]":
        """`uhrwerk …` beside the server."""
        return subprocess.run(
            [sys.executable, "-m", "uhrwerk", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=within,
            check=False,
        )

    def verdict(self) -> Verdict:
        """What verifying the journal finds, read beside the server."""

        async def run() -> Verdict:
            async with open_house(settings_for(self.database_url, self.data_dir)) as house:
                return await house.store.read(verify, long=True)

        return asyncio.run(run())


@contextmanager
def ended_afterwards(server: Server) -> Iterator[Server]:
    """Whatever happens, nothing of the server is left."""
    try:
        yield server
    finally:
        if server.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(server.process.pid, signal.SIGKILL)
            server.process.wait()
