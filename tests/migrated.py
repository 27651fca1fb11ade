"""Databases that begin migrated: copies of one, which a test process migrates once; a migration is most of a second."""

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.postgres import PostgresServer
from uhrwerk.storage import migrate

_migrate_sqlite = migrate.migrate_sqlite


def migrated_file(path: Path) -> None:
    """In the place of `migrate_sqlite`, for all but its own tests: a file that is there is migrated indeed."""
    if path.parent.is_dir() and not path.exists():
        path.write_bytes(_file())
    _migrate_sqlite(path)


def migrated_database(server: PostgresServer, name: str) -> str:
    """A new PostgreSQL database's URL."""
    return server.create_database(name, template=_template(server))


@cache
def _file() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "uhrwerk.sqlite3"
        _migrate_sqlite(path)
        with closing(sqlite3.connect(path)) as file:
            assert file.execute("PRAGMA journal_mode").fetchone() == ("delete",), "nothing of it may lie beside it"
        return path.read_bytes()


@cache
def _template(server: PostgresServer) -> str:
    migrate.migrate_postgresql(server.create_database("migrated"))
    return "migrated"
