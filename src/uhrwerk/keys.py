"""The one secret of an installation, and what is derived from it.

It lies in the data directory and not in the database, so that who can write the one cannot forge the other.
"""

import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from secrets import token_bytes
from typing import Final

from cryptography.fernet import Fernet, InvalidToken

from uhrwerk.config import WrongSetting

FILE: Final = "uhrwerk.key"
BYTES: Final = 32
REMEMBERED: Final = 10_000


class Vault:
    """Encrypts the secrets that must be read again (a vendor's signing secret). AES-128-CBC with HMAC: Fernet."""

    def __init__(self, key: bytes) -> None:
        self._fernet = Fernet(urlsafe_b64encode(key))
        # Every signed request needs its secret: the last ones are kept at hand.
        self.unlock = lru_cache(maxsize=REMEMBERED)(self._unlock)

    def lock(self, secret: str) -> str:
        return self._fernet.encrypt(secret.encode()).decode()

    def _unlock(self, locked: str) -> str:
        """Raises WrongSetting if it was locked with another key."""
        try:
            return self._fernet.decrypt(locked).decode()
        except InvalidToken:
            raise WrongSetting(f"A secret in the database was encrypted with another {FILE}.") from None


class Signer:
    """Signs what a page gives away and gets back, so that it comes back as it was. It can be read by all."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def sign(self, content: bytes) -> str:
        return f"{_base64(content)}.{_base64(self._signature(content))}"

    def read(self, signed: str) -> bytes | None:
        """The content; None if it was not signed here."""
        content, _, signature = signed.partition(".")
        try:
            raw, given = (urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in (content, signature))
        except ValueError:
            return None
        return raw if hmac.compare_digest(self._signature(raw), given) else None

    def _signature(self, content: bytes) -> bytes:
        return hmac.digest(self._key, content, "sha256")


def _base64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass(frozen=True, slots=True)
class Keys:
    journal: bytes
    vault: Vault
    signer: Signer


def load_keys(data_dir: Path) -> Keys:
    """Read the key, or make it (mode 0600) where there is none. Raises WrongSetting for one that is not ours."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = data_dir / FILE
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(handle, "w") as file:
            file.write(token_bytes(BYTES).hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
    try:
        master = bytes.fromhex(path.read_text().strip())
    except ValueError:
        master = b""
    if len(master) != BYTES:
        raise WrongSetting(f"{path} is not a key: {BYTES} bytes in hex are expected.")
    return Keys(
        journal=_derived(master, "journal"),
        vault=Vault(_derived(master, "vault")),
        signer=Signer(_derived(master, "signer")),
    )


def _derived(master: bytes, purpose: str) -> bytes:
    return hmac.digest(master, f"uhrwerk {purpose}".encode(), "sha256")
