"""`uhrwerk serve`: the server."""

import errno
import fcntl
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from uhrwerk.config import Settings
from uhrwerk.entrypoints.cli import demo as demo_command
from uhrwerk.entrypoints.cli.workshop import CommandFailed, Workshop, in_house
from uhrwerk.entrypoints.household import House
from uhrwerk.operations.credentials import random_text

WORKER: Final = "uhrwerk.bootstrap:app_of_worker"
GRACE: Final = 30
"""Seconds that requests under way have to end after SIGTERM."""

_HANDLER: Final = {"class": "logging.StreamHandler", "stream": "ext://sys.stderr"}
_LOGS_TO_STDERR: Final = {
    "handlers": {"console": _HANDLER | {"formatter": "generic"}, "access": _HANDLER | {"formatter": "access"}}
}

PATIENCE: Final = 5.0
"""Seconds to wait for a server that is just ending."""


def serve(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(help="Address to listen on [UHRWERK_HOST].")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on [UHRWERK_PORT].", min=1, max=65535)] = None,
    demo: Annotated[bool, typer.Option("--demo", help="Make or refresh the demo first.")] = False,
) -> None:
    """Serve until SIGTERM or Ctrl-C; what is under way is finished first."""
    workshop: Workshop = context.obj
    settings = workshop.read_settings()
    settings = replace(settings, host=host or settings.host, port=port or settings.port, demo=demo or settings.demo)
    check_port_is_free(settings.host, settings.port)
    with only_server(settings.sqlite_path):
        if demo:
            password = random_text(16)
            keys = in_house(context, lambda house, now: demo_command.make(house, now, password))
            print(_welcome(settings, keys, password), file=sys.stderr)
        else:
            in_house(context, _nothing)
        _run(settings)


async def _nothing(house: House, now: datetime) -> None:
    """Opening the house is enough: the database is migrated and its key checked."""


def _run(settings: Settings) -> None:
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces, Loops, RuntimeModes

    # The worker is another process: it reads the same settings from the environment.
    os.environ |= {
        "UHRWERK_HOST": settings.host,
        "UHRWERK_PORT": str(settings.port),
        "UHRWERK_DATABASE_URL": settings.database_url,
        "UHRWERK_DATA_DIR": str(settings.data_dir),
        "UHRWERK_DEMO": "1" if settings.demo else "0",
    }
    Granian(
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
    ).serve()


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


def _welcome(settings: Settings, keys: list[demo_command.Keys], password: str) -> str:
    """For a person: where to look, and a ready curl line for each face."""
    first = keys[0]
    base = f"http://{settings.host}:{settings.port}"
    described = demo_command.description(keys, password)["workspaces"][0]
    someone = next(each for each in described["people"] if each["username"] == "test")
    timetrack = described["timetrack"]
    lines = [
        "",
        f"Uhrwerk serves {first.made.workspace.name} and {keys[1].made.workspace.name} at {base}/",
        f"Documentation of the API: {base}/docs",
        f"Kiosk (opens once, on the tablet): {base}{described['kiosk']['setup_path']} - PIN of test: "
        f"{someone['kiosk_pin']}",
        "",
        "# native: start a timer",
        f"curl -X POST {base}/v1/timers/start -H 'Authorization: Bearer {someone['native_token']}' "
        "-H 'Content-Type: application/json' -d '{\"note\": \"Hello\"}'",
        "",
        "# awork: start the time tracking",
        f"curl -X POST {base}/api/v1/me/timetracking/start -H 'Authorization: Bearer {someone['awork_token']}' "
        f'-H \'Content-Type: application/json\' -d \'{{"typeOfWorkId": "{described["awork"]["typeOfWorkId"]}", '
        '"timezone": "Europe/Berlin"}\'',
        "",
        "# TimeTrack: read the project timer",
        f"curl '{base}/api/v2/ext/timers/project_timer?username=test&date=2020-10-23T16:00:00.000Z' "
        f"-H 'X-TimeTrack-Api-Key: {timetrack['key']}' -H 'X-TimeTrack-Api-Secret: {timetrack['secret']}' -d '{{}}'",
        "",
        "# onOffice: start the working time (the signature is made from the secret)",
        f"TOKEN={someone['onoffice_token']} SECRET={someone['onoffice_secret']} TS=$(date +%s) "
        "ACTION=urn:onoffice-de-ns:smart:2.5:smartml:action:modify; "
        'HMAC=$(printf %s "$TS$TOKEN""timetracking$ACTION" | openssl dgst -sha256 -hmac "$SECRET" -binary | base64); '
        f"curl {base}/api/stable/api.php -d "
        '\'{"token":"\'$TOKEN\'","request":{"actions":[{"actionid":"\'$ACTION\'","resourceid":"","identifier":"",'
        '"resourcetype":"timetracking","timestamp":"\'$TS\'","hmac":"\'$HMAC\'","hmac_version":"2",'
        '"parameters":{"track":1}}]}}\'',
        "",
    ]
    return "\n".join(lines)
