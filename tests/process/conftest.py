"""A server that is prepared, not yet started, on both stores."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import STORES
from tests.migrated import migrated_database
from tests.postgres import PostgresServer
from tests.process.server import Server, ended_afterwards


@pytest.fixture(params=STORES)
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """On PostgreSQL with two workers."""
    if request.param == "sqlite":
        made = Server(f"sqlite:///{tmp_path / 'uhrwerk.sqlite3'}", tmp_path)
    else:
        postgres: PostgresServer = request.getfixturevalue("postgres")
        name = f"process_{tmp_path.name}"
        postgres.drop_database(name)
        made = Server(migrated_database(postgres, name), tmp_path, workers=2)
    with ended_afterwards(made):
        yield made


@pytest.fixture
def sqlite_server(tmp_path: Path) -> Iterator[Server]:
    """For what is the same on every store, or SQLite's alone."""
    with ended_afterwards(Server(f"sqlite:///{tmp_path / 'uhrwerk.sqlite3'}", tmp_path)) as made:
        yield made
