"""Signing in with a name and a password, on whichever page: limited, and as slow for nobody as for somebody."""

from datetime import datetime, timedelta
from math import ceil
from typing import Final

from uhrwerk.entrypoints.house import AnyRequest, House, house_of
from uhrwerk.entrypoints.passwords import fitting
from uhrwerk.operations import sign_in
from uhrwerk.operations.sign_in import Account
from uhrwerk.rules.limits import Limit, Window, is_over, seconds_left

NAME_LENGTH: Final = 320
PASSWORD_LENGTH: Final = 1000
PER_ACCOUNT: Final = Limit(10, timedelta(minutes=15))
PER_ADDRESS: Final = Limit(50, timedelta(minutes=15))
"""Attempts that failed. Behind a proxy everybody has its address: the limit has room for an office."""


class TooManyAttempts(Exception):
    """`seconds` until the next attempt is looked at."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many attempts; {seconds} s to wait.")
        self.seconds = seconds

    @property
    def minutes(self) -> int:
        return ceil(self.seconds / 60)


async def attempt(
    request: AnyRequest, name: str, password: str, workspace_id: str | None, now: datetime
) -> list[Account]:
    """The accounts that name and password open, in that workspace or in any; none if they are wrong.

    Raises TooManyAttempts.
    """
    house = house_of(request)
    name, password = name.strip()[:NAME_LENGTH], password[:PASSWORD_LENGTH]
    address = request.client.host if request.client else ""
    keys = (("sign-in", "account", name.lower()), PER_ACCOUNT), (("sign-in", "address", address), PER_ADDRESS)
    # Counted before the password is looked at: a hundred attempts at once must not all be the first.
    windows = [(house.counters.count(key, limit, now), limit) for key, limit in keys]
    for window, limit in windows:
        _check_window(window, limit, now)
    accounts = await _opened_by(house, name, password, workspace_id)
    if accounts:
        house.counters.forget(keys[0][0])
        house.counters.take_back(keys[1][0])
    return accounts


def count_attempt(house: House, key: tuple[str, ...], limit: Limit, now: datetime) -> None:
    """Count an attempt of whatever kind. Raises TooManyAttempts if it is one too many."""
    _check_window(house.counters.count(key, limit, now), limit, now)


def _check_window(window: Window, limit: Limit, now: datetime) -> None:
    if is_over(window, limit):
        raise TooManyAttempts(seconds_left(window, limit, now))


async def _opened_by(house: House, name: str, password: str, workspace_id: str | None) -> list[Account]:
    accounts = await house.store.read(lambda tx: sign_in.accounts(tx, name, workspace_id), long=True)
    right = await fitting(password, [account.password_hash for account in accounts])
    return [account for account, is_right in zip(accounts, right, strict=True) if is_right]
