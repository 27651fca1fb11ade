"""Settings, from the environment. They are frozen; a wrong one fails at once and says which."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

DEFAULT_PORT: Final = 8600


class WrongSetting(Exception):
    """A setting that cannot be used; the message names it."""


class Encryption(StrEnum):
    """TLS from the first byte on; by STARTTLS; not at all."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed in (SMTP), and whom they are from."""

    host: str
    port: int
    encryption: Encryption
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the server listens and where it keeps things.

    `database_url` is `sqlite:///path` or `postgresql://user@host/name`; `data_dir` holds the secret key (and the
    SQLite file, where no other is named). `demo` shows the demo's board to anybody on the start page. `public_url` is
    what clients reach the server under, None for what each request says. `mail` is how letters are sent, None for not
    at all.
    """

    host: str
    port: int
    database_url: str
    data_dir: Path
    workers: int
    demo: bool
    public_url: str | None = None
    mail: MailServer | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read UHRWERK_HOST, _PORT, _DATABASE_URL, _DATA_DIR, _WORKERS, _DEMO, _PUBLIC_URL, _SMTP_URL, _MAIL_FROM.

        Raises WrongSetting.
        """
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
            mail=_mail(environment.get("UHRWERK_SMTP_URL") or None, environment.get("UHRWERK_MAIL_FROM") or None),
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


def _mail(url: str | None, sender: str | None) -> MailServer | None:
    """`smtps://…`: TLS; `smtp://…`: STARTTLS, unless it ends in `?starttls=no`."""
    if url is None and sender is None:
        return None
    if url is None or sender is None:
        raise WrongSetting("UHRWERK_SMTP_URL and UHRWERK_MAIL_FROM are set together, or not at all.")
    # The url may hold a password: it is not repeated.
    wrong = WrongSetting(
        "UHRWERK_SMTP_URL must be smtp://user:password@host:port or smtps://…, at its end ?starttls=no if need be."
    )
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme not in ("smtp", "smtps") or not host or parts.path not in ("", "/") or parts.fragment:
        raise wrong
    if parts.query not in ("", "starttls=yes", "starttls=no"):
        raise wrong
    if "@" not in sender or any(character in sender for character in "\r\n"):
        raise WrongSetting("UHRWERK_MAIL_FROM must be an e-mail address, such as Uhrwerk <clock@example.org>.")
    plain = Encryption.NONE if parts.query == "starttls=no" else Encryption.STARTTLS
    encryption = Encryption.TLS if parts.scheme == "smtps" else plain
    user, password = (unquote(part) if part else None for part in (parts.username, parts.password))
    return MailServer(host, port or (465 if parts.scheme == "smtps" else 587), encryption, sender, user, password)


def _database_url(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    if separator and scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return url
    if separator and scheme in ("postgresql", "postgres", "postgresql+asyncpg") and rest:
        return f"postgresql://{rest}"
    # The url may hold a password: it is not repeated.
    raise WrongSetting("UHRWERK_DATABASE_URL must be sqlite:///path/to/file or postgresql://user@host/name.")
