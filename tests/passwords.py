"""Passwords in the tests: made and looked at cheaply. What a real one costs is looked at once."""

from typing import Final

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from uhrwerk.entrypoints import passwords

REAL: Final = passwords._hasher
CHEAP: Final = PasswordHash([Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)])
