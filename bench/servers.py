"""The servers under measurement, each a process of its own with its own data directory and port."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.machine import cpu_seconds
from tests.postgres import postgres_server
from uhrwerk.config import Settings

START_SECONDS: Final = 90
END_SECONDS: Final = 40


@dataclass(frozen=True)
class Places:
    """Where servers keep their things, by a name for each; `database_pid` is PostgreSQL's, None on SQLite."""

    of: Mapping[str, Settings]
    database_pid: int | None = None

    def database_cpu(self) -> float:
        return cpu_seconds(self.database_pid) if self.database_pid is not None else 0.0


@dataclass(frozen=True)
class Server:
    port: int
    pid: int

    def cpu(self) -> float:
        """Seconds that all its processes have used so far."""
        return cpu_seconds(self.pid)


@contextmanager
def places(store: str, directory: Path, *names: str) -> Iterator[Places]:
    """Fresh databases of that store, `sqlite` or `postgresql`; PostgreSQL waits for the disk as in production."""
    if store == "sqlite":
        urls = {name: f"sqlite:///{directory / f'{name}.sqlite3'}" for name in names}
        yield Places({name: settings_for(url, directory / name) for name, url in urls.items()})
        return
    with postgres_server(durable=True, directory=directory.parent) as server:
        urls = {name: server.create_database(name) for name in names}
        yield Places({name: settings_for(url, directory / name) for name, url in urls.items()}, server.pid)


def settings_for(url: str, data_dir: Path, workers: int = 1) -> Settings:
    """On a free port of this machine."""
    return Settings("127.0.0.1", free_port(), url, data_dir, workers=workers, demo=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(*wanted: tuple[list[str], Settings, str]) -> Iterator[list[Server]]:
    """`python -m <module>` for each, started side by side; the block begins when each answers at its path."""
    with ExitStack() as stack:
        processes = [
            stack.enter_context(process([sys.executable, "-m", *module], environment_of(settings), log_of(settings)))
            for module, settings, _ in wanted
        ]
        for started, (_, settings, path) in zip(processes, wanted, strict=True):
            wait_until_it_answers(started, settings.port, path, log_of(settings))
        yield [Server(settings.port, started.pid) for started, (_, settings, _) in zip(processes, wanted, strict=True)]


def environment_of(settings: Settings) -> dict[str, str]:
    """Ours, with these settings and none of our own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("UHRWERK_")}
    return environment | {
        "UHRWERK_HOST": settings.host,
        "UHRWERK_PORT": str(settings.port),
        "UHRWERK_DATABASE_URL": settings.database_url,
        "UHRWERK_DATA_DIR": str(settings.data_dir),
        "UHRWERK_WORKERS": str(settings.workers),
    }


def log_of(settings: Settings) -> Path:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return settings.data_dir / f"server-{settings.port}.log"


@contextmanager
def process(
    command: list[str], environment: Mapping[str, str], log: Path, cwd: Path | None = None
) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that writes into a log, ended with the block."""
    with log.open("wb") as output:
        started = subprocess.Popen(command, env=environment, stdout=output, stderr=output, cwd=cwd)
    try:
        yield started
    finally:
        started.send_signal(signal.SIGTERM)
        try:
            started.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


def wait_until_it_answers(
    started: "subprocess.Popen[bytes]", port: int, path: str, log: Path, every: float = 0.05, status: bytes = b" 200"
) -> None:
    """Ask until the answer has that status. Raises RuntimeError with the end of its log where none comes."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and started.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            if connection.recv(12).endswith(status):
                return
        time.sleep(every)
    raise RuntimeError(f"The server did not start:\n{log.read_text(errors='replace')[-3000:]}")
