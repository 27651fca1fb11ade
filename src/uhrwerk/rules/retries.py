"""How long to wait before a delivery that failed is tried again."""

from datetime import timedelta
from typing import Final

ATTEMPTS: Final = 10
"""How often a delivery is tried before its webhook is paused: over about half a day."""

FIRST: Final = timedelta(seconds=5)
FACTOR: Final = 3
SPREAD: Final = 0.5


def delay(attempts: int, chance: float) -> timedelta:
    """The wait after `attempts` failed ones (from 1): 5 seconds, then three times as long each time.

    `chance` (0 to 1) moves it by up to a quarter either way, so that what failed together is not tried together again.
    """
    factor: int = FACTOR ** (attempts - 1)
    return FIRST * (factor * (1 - SPREAD / 2 + SPREAD * chance))
