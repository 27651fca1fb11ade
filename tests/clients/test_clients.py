"""The programs beside this file run, unchanged, against a server with demo data, as on the vendors' own services."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.postgres import PostgresServer
from tests.process.server import Server, ended_afterwards

HERE = Path(__file__).parent


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data_dir = tmp_path_factory.mktemp("clients")
    if request.param == "sqlite":
        made = Server(f"sqlite:///{data_dir / 'uhrwerk.sqlite3'}", data_dir)
    else:
        postgres: PostgresServer = request.getfixturevalue("postgres")
        made = Server(postgres.create_database(f"clients_{data_dir.name}"), data_dir, workers=2)
    with ended_afterwards(made):
        yield made


@pytest.fixture(scope="module")
def demo(server: Server) -> dict[str, Any]:
    """What `uhrwerk demo --json` prints of the first workspace; the server runs by then."""
    ended = server.command("demo", "--json", within=300)
    assert ended.returncode == 0, ended.stderr
    server.start()
    first: dict[str, Any] = json.loads(ended.stdout)["workspaces"][0]
    return first


def person(demo: dict[str, Any], username: str) -> dict[str, Any]:
    return next(each for each in demo["people"] if each["username"] == username)


def run(program: str, *arguments: str) -> None:
    ended = subprocess.run(
        [sys.executable, str(HERE / program), *arguments], capture_output=True, text=True, timeout=300, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_a_client_of_awork(server: Server, demo: dict[str, Any]) -> None:
    run("awork_client.py", server.base, person(demo, "carla")["awork_token"], demo["timetrack"]["projectName"])


def test_a_client_of_timetrack(server: Server, demo: dict[str, Any]) -> None:
    keys = demo["timetrack"]
    toni = person(demo, "test")
    names = (toni["username"], keys["clientName"], keys["projectName"], toni["timezone"])
    run("timetrack_client.py", server.base, keys["key"], keys["secret"], *names)


def test_a_client_of_onoffice(server: Server, demo: dict[str, Any]) -> None:
    toni = person(demo, "test")
    run("onoffice_client.py", server.base, toni["onoffice_token"], toni["onoffice_secret"], toni["username"])


def test_a_client_of_our_own(server: Server, demo: dict[str, Any]) -> None:
    run("native_client.py", server.base, person(demo, "carla")["native_token"], demo["timetrack"]["projectName"])
