"""The servers under measurement, each a process of its own with its own data directory and port."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.machine import cpu_seconds
from tests.postgres import postgres_server
from uhrwerk.config import Settings

START_SECONDS: Final = 30
END_SECONDS: Final = 40


@dataclass(frozen=True)
class Places:
    """Where the two servers of a store keep their things; `database_pid` is PostgreSQL's, None on SQLite."""

    clock: Settings
    bare: Settings
    database_pid: int | None

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
def places(store: str, directory: Path) -> Iterator[Places]:
    """Fresh databases of that store, `sqlite` or `postgresql`; PostgreSQL waits for the disk as in production."""
    with ExitStack() as stack:
        urls = [f"sqlite:///{directory / f'{name}.sqlite3'}" for name in ("clock", "bare")]
        pid = None
        if store == "postgresql":
            server = stack.enter_context(postgres_server(durable=True, directory=directory.parent))
            urls = [server.create_database(name) for name in ("clock", "bare")]
            pid = int((server.directory / "data" / "postmaster.pid").read_text().split()[0])
        clock, bare = (_settings(url, directory / name) for url, name in zip(urls, ("clock", "bare"), strict=True))
        yield Places(clock, bare, pid)


def _settings(url: str, data_dir: Path) -> Settings:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return Settings("127.0.0.1", port, url, data_dir, workers=1, demo=False)


@contextmanager
def running(*wanted: tuple[list[str], Settings, str]) -> Iterator[list[Server]]:
    """`python -m <module>` for each, started side by side; the block begins when each answers at its path."""
    with ExitStack() as stack:
        processes = [stack.enter_context(_process(module, settings)) for module, settings, _ in wanted]
        for process, (_, settings, path) in zip(processes, wanted, strict=True):
            _wait_until_it_answers(process, settings, path)
        yield [Server(settings.port, process.pid) for process, (_, settings, _) in zip(processes, wanted, strict=True)]


@contextmanager
def _process(module: list[str], settings: Settings) -> Iterator["subprocess.Popen[bytes]"]:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("UHRWERK_")}
    environment |= {
        "UHRWERK_HOST": settings.host,
        "UHRWERK_PORT": str(settings.port),
        "UHRWERK_DATABASE_URL": settings.database_url,
        "UHRWERK_DATA_DIR": str(settings.data_dir),
    }
    with _log(settings).open("wb") as output:
        process = subprocess.Popen([sys.executable, "-m", *module], env=environment, stdout=output, stderr=output)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _log(settings: Settings) -> Path:
    return settings.data_dir / "server.log"


def _wait_until_it_answers(process: "subprocess.Popen[bytes]", settings: Settings, path: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with socket.create_connection((settings.host, settings.port), timeout=1) as connection:
                connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
                if connection.recv(12).endswith(b" 200"):
                    return
        except OSError:
            pass
        time.sleep(0.05)
    raise RuntimeError(f"The server did not start:\n{_log(settings).read_text(errors='replace')[-3000:]}")
