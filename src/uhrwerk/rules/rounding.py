"""Rounding for billing: what of an entry's exact seconds goes onto an invoice. The exact record stays as it is.

A policy is a small function on whole seconds. Rounded are entries, one by one; sums for billing add what was rounded.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class RoundingMode(StrEnum):
    """up: a begun step counts in full · down: it does not count · nearest: it does from its half on."""

    UP = "up"
    DOWN = "down"
    NEAREST = "nearest"


@dataclass(frozen=True, slots=True)
class Rounding:
    """To whole steps of so many seconds (0: exact), after the mode.

    `grace_seconds` over a whole step are not yet rounded up, whatever the mode says.
    """

    step_seconds: int = 0
    mode: RoundingMode = RoundingMode.UP
    grace_seconds: int = 0


EXACT: Final = Rounding()


def billed_seconds(net_seconds: int, rounding: Rounding) -> int:
    """The seconds to bill for an entry with so many net seconds."""
    if not rounding.step_seconds:
        return net_seconds
    if net_seconds % rounding.step_seconds <= rounding.grace_seconds:
        return down(net_seconds, rounding.step_seconds)
    return MODES[rounding.mode](net_seconds, rounding.step_seconds)


def up(seconds: int, step: int) -> int:
    """To the next whole step."""
    return -(-seconds // step) * step


def down(seconds: int, step: int) -> int:
    """To the last whole step."""
    return seconds // step * step


def nearest(seconds: int, step: int) -> int:
    """To the step that is nearer; the half goes up."""
    return down(2 * seconds + step, 2 * step) // 2


MODES: Final[Mapping[RoundingMode, Callable[[int, int], int]]] = {
    RoundingMode.UP: up,
    RoundingMode.DOWN: down,
    RoundingMode.NEAREST: nearest,
}
