"""Passwords: argon2id, off the event loop, since hashing is slow on purpose."""

import asyncio

from pwdlib import PasswordHash

_hasher = PasswordHash.recommended()


async def hashed(password: str) -> str:
    return await asyncio.to_thread(_hasher.hash, password)
