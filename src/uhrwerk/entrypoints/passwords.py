"""Passwords: argon2id, off the event loop, since hashing is slow on purpose."""

import asyncio
from collections.abc import Sequence
from functools import cache

from pwdlib import PasswordHash

from uhrwerk.rules import text

_hasher = PasswordHash.recommended()


async def hashed(password: str) -> str:
    """The password as it is kept. Raises Invalid for one that is too short to be one."""
    return await asyncio.to_thread(_hasher.hash, text.password(password))


async def fitting(password: str, hashes: Sequence[str]) -> list[bool]:
    """Which of the hashes are of that password. None to compare takes as long as one, so that nobody learns whether
    there is an account by looking at the clock.
    """
    return await asyncio.to_thread(_fitting, password, hashes)


def _fitting(password: str, hashes: Sequence[str]) -> list[bool]:
    decoy = _decoy()
    found = [_hasher.verify(password, each) for each in hashes or [decoy]]
    return found[: len(hashes)]


@cache
def _decoy() -> str:
    return _hasher.hash("nobody's")
