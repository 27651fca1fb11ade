"""The server's own process: it sees that it may serve, and watches over the workers, which serve.

It imports next to nothing, so that they answer soon and it takes little memory beside them.
"""

import errno
import fcntl
import gc
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from uhrwerk.config import Settings, WrongSetting
from uhrwerk.entrypoints.cli.failures import USAGE_ERROR, CommandFailed, fail

if TYPE_CHECKING:
    from uhrwerk.entrypoints.cli.workshop import Workshop

WORKER: Final = "uhrwerk.bootstrap:app_of_worker"
GRACE: Final = 30
"""Seconds that requests under way have to end after SIGTERM."""

PATIENCE: Final = 5.0
"""Seconds to wait for a server that is just ending."""

_HANDLER: Final = {"class": "logging.StreamHandler", "stream": "ext://sys.stderr"}
_LOGS_TO_STDERR: Final = {
    "handlers": {"console": _HANDLER | {"formatter": "generic"}, "access": _HANDLER | {"formatter": "access"}}
}


def run(workshop: "Workshop") -> None:
    """Serve by the settings in the environment until SIGTERM or Ctrl-C, and exit."""
    try:
        settings = Settings.from_environment(os.environ)
        check_port_is_free(settings.host, settings.port)
        with only_server(settings.sqlite_path):
            workshop.migrate(settings)
            serve(settings)
    except (WrongSetting, CommandFailed) as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.strerror}: {error.filename}" if error.filename else str(error))
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(0)


def become(settings: Settings) -> None:
    """Serve by these settings in this process, with nothing left of what it did before. Does not return."""
    os.environ |= {
        "UHRWERK_HOST": settings.host,
        "UHRWERK_PORT": str(settings.port),
        "UHRWERK_DATABASE_URL": settings.database_url,
        "UHRWERK_DATA_DIR": str(settings.data_dir),
        "UHRWERK_DEMO": "1" if settings.demo else "0",
    }
    sys.stdout.flush()
    sys.stderr.flush()
    # Its own program, and settings that have been read.
    os.execv(sys.executable, [sys.executable, "-m", "uhrwerk", "serve"])  # noqa: S606


def serve(settings: Settings) -> None:
    """Start the workers and watch over them. They are other processes, and read their settings from the environment.

    Exits with 2 when a worker says that none can serve; it has said why.
    """
    # What is imported stays, here and in the workers: nothing of it is garbage to look for.
    gc.disable()
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces, Loops, RuntimeModes

    server: Any = Granian(
        WORKER,
        factory=True,
        interface=Interfaces.ASGI,
        address=settings.host,
        port=settings.port,
        workers=1 if settings.sqlite_path else settings.workers,
        loop=Loops.uvloop,
        runtime_mode=RuntimeModes.st,
        http=HTTPModes.http1,
        websockets=False,
        backlog=2048,
        backpressure=4096,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE,
        # A calendar's address is a secret, and an access log would tell it.
        log_access=False,
        log_dictconfig=_LOGS_TO_STDERR,
    )
    given_up = False

    def give_up(*_: object) -> None:
        nonlocal given_up
        given_up = True
        os.kill(os.getpid(), signal.SIGTERM)

    signal.signal(signal.SIGUSR1, give_up)
    server.serve()
    if given_up:
        sys.exit(USAGE_ERROR)


def check_port_is_free(host: str, port: int) -> None:
    """Raise CommandFailed for a port in use: the server itself would share it with whoever has it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    deadline = time.monotonic() + PATIENCE
    while True:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
                return
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise CommandFailed(f"Cannot listen on {host} port {port}: {error.strerror}.") from None
                if time.monotonic() > deadline:
                    raise CommandFailed(f"Port {port} on {host} is in use.") from None
        time.sleep(0.05)


@contextmanager
def only_server(database: Path | None) -> Iterator[None]:
    """One server process a SQLite file. Raises CommandFailed while another one serves it."""
    if database is None:
        yield
        return
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(database.with_name(database.name + ".server"), "w") as lock:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise CommandFailed(f"Another server is serving {database}.") from None
                time.sleep(0.05)
        yield
