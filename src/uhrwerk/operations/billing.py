"""How a workspace rounds what it bills."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from uhrwerk.operations.settings import Option
from uhrwerk.rules.rounding import Rounding, RoundingMode

MINUTE: Final = 60

ROUNDING: Final = Option(
    "rounding",
    "Time entries are billed in whole steps; the exact record stays as it is.",
    {"none": 0, "5-minutes": 5, "6-minutes": 6, "10-minutes": 10, "15-minutes": 15},
)
ROUNDING_MODE: Final = Option(
    "rounding-mode",
    "Whether a begun step is billed in full, not at all, or from its half on.",
    {mode.value: mode.value for mode in RoundingMode},
)
ROUNDING_GRACE: Final = Option(
    "rounding-grace",
    "How much over a whole step is not yet rounded up.",
    {"none": 0, "1-minute": 1, "2-minutes": 2, "3-minutes": 3, "5-minutes": 5},
)


def rounding_of(settings: Mapping[str, Any]) -> Rounding:
    """The workspace's rounding by its settings."""
    return _rounding(ROUNDING.of(settings), ROUNDING_MODE.of(settings), ROUNDING_GRACE.of(settings))


@cache
def _rounding(step: int, mode: str, grace: int) -> Rounding:
    return Rounding(step * MINUTE, RoundingMode(mode), grace * MINUTE)
