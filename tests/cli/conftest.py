"""A command line of the test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import CommandLine
from tests.conftest import STORES
from tests.migrated import migrated_database
from tests.postgres import PostgresServer


@pytest.fixture
def uhrwerk(tmp_path: Path) -> CommandLine:
    """On SQLite, in a directory whose name needs care in a URL."""
    return CommandLine(tmp_path / "a b?c#d%20", {})


@pytest.fixture(params=STORES)
def on_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CommandLine]:
    """On either store."""
    if request.param == "sqlite":
        yield CommandLine(tmp_path, {})
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = f"cli_{tmp_path.name}"
    yield CommandLine(tmp_path, {"UHRWERK_DATABASE_URL": migrated_database(server, name)})
    server.drop_database(name)
