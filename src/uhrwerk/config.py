"""Settings, from the environment. They are frozen; a wrong one fails at once and says which."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

DEFAULT_PORT: Final = 8600


class WrongSetting(Exception):
    """A setting that cannot be used; the message names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the server listens and where it keeps things.

    `database_url` is `sqlite:///path` or `postgresql://user@host/name`; `data_dir` holds the secret key (and the
    SQLite file, where no other is named). `demo` shows the demo's board to anybody on the start page. `public_url` is
    what clients reach the server under, None for what each request says.
    """

    host: str
    port: int
    database_url: str
    data_dir: Path
    workers: int
    demo: bool
    public_url: str | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read UHRWERK_HOST, _PORT, _DATABASE_URL, _DATA_DIR, _WORKERS, _DEMO and _PUBLIC_URL. Raises WrongSetting."""
        data_dir = Path(environment.get("UHRWERK_DATA_DIR") or "data").absolute()
        return cls(
            host=environment.get("UHRWERK_HOST") or "127.0.0.1",
            port=_number(environment, "UHRWERK_PORT", DEFAULT_PORT, 0, 65535),
            database_url=_database_url(
                environment.get("UHRWERK_DATABASE_URL") or f"sqlite:///{data_dir / 'uhrwerk.sqlite3'}"
            ),
            data_dir=data_dir,
            workers=_number(environment, "UHRWERK_WORKERS", 1, 1, 64),
            demo=_switch(environment, "UHRWERK_DEMO"),
            public_url=_public_url(environment.get("UHRWERK_PUBLIC_URL") or None),
        )

    @property
    def sqlite_path(self) -> Path | None:
        """The database's file, None on PostgreSQL."""
        if self.database_url.startswith("sqlite:///"):
            return Path(self.database_url.removeprefix("sqlite:///")).absolute()
        return None


def _number(environment: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = environment.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise WrongSetting(f"{name} must be a whole number from {least} to {most}, not {text!r}.")
    return int(text)


def _switch(environment: Mapping[str, str], name: str) -> bool:
    text = environment.get(name) or "0"
    if text not in ("0", "1"):
        raise WrongSetting(f"{name} must be 0 or 1, not {text!r}.")
    return text == "1"


def _public_url(url: str | None) -> str | None:
    if url is not None and not re.fullmatch(r"https?://[A-Za-z0-9.\-\[\]:]+/?", url):
        raise WrongSetting("UHRWERK_PUBLIC_URL must be like https://clock.example.org, without a path.")
    return url.rstrip("/") if url else None


def _database_url(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    if separator and scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return url
    if separator and scheme in ("postgresql", "postgres", "postgresql+asyncpg") and rest:
        return f"postgresql://{rest}"
    # The url may hold a password: it is not repeated.
    raise WrongSetting("UHRWERK_DATABASE_URL must be sqlite:///path/to/file or postgresql://user@host/name.")
