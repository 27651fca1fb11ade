"""Every test that touches the store runs on both of them, each a real one."""

import gc
import os
import sqlite3
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.home import MORNING, Clock, Home, Workplace, settings_for
from tests.migrated import migrated_database, migrated_file
from tests.passwords import CHEAP
from tests.postgres import PostgresServer, postgres_server
from uhrwerk.entrypoints import passwords
from uhrwerk.storage import migrate, sqlite

STORES = ("sqlite", "postgresql")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What collecting makes stays: to look for garbage in it again and again is a fifth of its time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: each waits for its PostgreSQL, a server or a browser much of the time."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """A real one is a quarter of a second's work, each time that it is set or asked for."""
    with patch.object(passwords, "_hasher", CHEAP):
        yield


@pytest.fixture(scope="session", autouse=True)
def _migrated_once() -> Iterator[None]:
    with patch.object(migrate, "migrate_sqlite", migrated_file):
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_waiting_for_the_disk() -> Iterator[None]:
    """As the tests' PostgreSQL does not: nothing here outlives its machine. Servers that are killed wait as always."""
    connect = sqlite.connect

    def connect_without(path: Path, *, query_only: bool = False) -> sqlite3.Connection:
        connection = connect(path, query_only=query_only)
        connection.execute("PRAGMA synchronous = OFF")
        return connection

    with patch.object(sqlite, "connect", connect_without):
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One server a test process."""
    with postgres_server() as server:
        yield server


@contextmanager
def opened_home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, name: str) -> Iterator[Home]:
    """The application on an empty database of that name, of the store that is the fixture's parameter."""
    data_dir: Path = tmp_path_factory.mktemp("data")
    if request.param == "sqlite":
        url = f"sqlite:///{data_dir / 'uhrwerk.sqlite3'}"
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        url = migrated_database(server, name)
    home = Home(settings_for(url, data_dir), Clock())
    with ExitStack() as stack:
        home.open(stack)
        yield home


@pytest.fixture(scope="session", params=STORES)
def running_home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    with opened_home(request, tmp_path_factory, "uhrwerk") as home:
        yield home


@pytest.fixture
def home(running_home: Home) -> Home:
    """The application, with the clock at MORNING."""
    running_home.clock.now = MORNING
    return running_home


@pytest.fixture
def place(home: Home) -> Workplace:
    """A workspace of the test's own."""
    return home.workplace()


@pytest.fixture
def elsewhere(home: Home) -> Workplace:
    """Another workspace, whose people are strangers."""
    return home.workplace()
