"""What a server does before its first answer: next to nothing. Counted in modules and doors, not in seconds."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.process.server import Server

PARENT: Final = """
import sys
import granian
from uhrwerk.__main__ import main

granian.Granian.serve = lambda server: print(*sorted(sys.modules))
sys.argv[1:] = ["serve"]
main()
"""

WORKER: Final = """
import asyncio, sys
from uhrwerk import bootstrap

bootstrap.FIRST_ANSWERS = 3600

async def ask(app, path):
    answers = []
    async def send(message):
        answers.append(message)
    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}
    await app(
        {
            "type": "http",
            "method": "GET",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": [(b"host", b"test")],
        },
        receive,
        send,
    )
    return answers[0]["status"]

async def serve():
    app = bootstrap.make_app(bootstrap.read_settings(), served=True)
    async with app.lifespan():
        assert await ask(app, "/healthz") == 200
        print(*sorted(sys.modules))
        for path, status in (("/v1/me", 401), ("/api/v1/me", 401), ("/healthz", 200)):
            assert await ask(app, path) == status, path
        print(*sorted(sys.modules))
        await app.open_all()

asyncio.run(serve())
"""

SLOW: Final = {
    *("alembic", "asyncpg", "authlib", "babel", "click", "cryptography", "holidays", "httpx", "icalendar", "jinja2"),
    *("joserfc", "pdb", "pwdlib", "pydantic", "pyhanko", "rich", "typer", "typst", "webauthn", "xlsxwriter", "yaml"),
    "sqlalchemy.dialects.postgresql",
}
"""What some requests need, and no start."""


def imported(program: str, server: Server) -> list[set[str]]:
    """The modules that the program has printed, a set a line."""
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env=server.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return [set(line.split()) for line in ran.stdout.splitlines()]


def faces(modules: set[str]) -> set[str]:
    """The faces among them whose routes are there."""
    routes = {
        "native": "uhrwerk.entrypoints.native.timers",
        "awork": "uhrwerk.entrypoints.vendors.awork.routes",
        "timetrack": "uhrwerk.entrypoints.vendors.timetrack.routes",
        "onoffice": "uhrwerk.entrypoints.vendors.onoffice.routes",
        "web": "uhrwerk.entrypoints.web.doors",
    }
    return {name for name, module in routes.items() if module in modules}


def test_the_process_that_watches_imports_neither_the_framework_nor_the_database(sqlite_server: Server) -> None:
    sqlite_server.prepare()
    [modules] = imported(PARENT, sqlite_server)
    assert "granian" in modules
    assert modules & (SLOW | {"litestar", "msgspec", "sqlalchemy", "structlog", "uhrwerk.storage.sqlite"}) == set()


def test_a_face_is_imported_when_it_is_asked_for(sqlite_server: Server) -> None:
    sqlite_server.prepare()
    first, later = imported(WORKER, sqlite_server)
    assert first & SLOW == set()
    assert faces(first) == set()
    # What is under /api may be onOffice's: its door has any version in it.
    assert faces(later) == {"native", "awork", "onoffice"}


@pytest.mark.parametrize("arguments", [(), ("--host", "127.0.0.1")])
def test_a_worker_that_cannot_open_the_house_ends_the_server(
    sqlite_server: Server, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    sqlite_server.prepare()
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    shutil.copy(tmp_path / "uhrwerk.sqlite3", stranger)
    ran = Server(f"sqlite:///{stranger / 'uhrwerk.sqlite3'}", stranger).command("serve", *arguments)
    said = f"uhrwerk: The journal was sealed with another key than the one in {stranger}."
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.splitlines().count(said) == 1, ran.stderr
