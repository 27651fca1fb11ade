"""PINs: what one looks like, and how long a door stays shut to somebody who is wrong again and again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from uhrwerk.rules.refusals import Invalid, NotSignedIn

PIN_LENGTHS: Final = (4, 8)


class NotRecognised(NotSignedIn):
    """Nobody has this PIN, code or badge here: who was meant, and what was wrong about it, is not told."""

    key = "not-recognised"


class TooManyAttempts(NotSignedIn):
    """Wrong too often: even the right PIN does not open before `until` (UTC)."""

    key = "too-many-attempts"

    def __init__(self, until: datetime) -> None:
        super().__init__(f"Too many wrong attempts; try again after {until:%Y-%m-%dT%H:%M:%SZ}.")
        self.until = until


@dataclass(frozen=True, slots=True)
class Failures:
    """How often in a row somebody was wrong, and when for the last time (UTC)."""

    count: int = 0
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Throttle:
    """After `tries` failures the door is shut for a time, after each further one for twice as long, at most so long.

    Failures are forgotten once there was none for `forgotten_after`, which is longer than any door is shut.
    """

    tries: int
    shut_for: timedelta
    at_most: timedelta
    forgotten_after: timedelta


OF_PERSON: Final = Throttle(5, timedelta(minutes=5), timedelta(hours=4), timedelta(days=1))
"""About fifteen of ten thousand PINs a day."""

OF_DEVICE: Final = Throttle(20, timedelta(minutes=1), timedelta(minutes=15), timedelta(minutes=30))
"""Many people come to a door and some of them mistype: it bears more, and is shut for less."""


def pin(value: str) -> str:
    """A PIN that is not everybody's first guess. Raises Invalid."""
    least, most = PIN_LENGTHS
    if not (value.isascii() and value.isdigit() and least <= len(value) <= most):
        raise Invalid.field("pin", f"must be {least} to {most} digits")
    steps = {int(after) - int(before) for before, after in pairwise(value)}
    if steps in ({-1}, {0}, {1}):
        raise Invalid.field("pin", "must not be one digit again and again, nor digits in a row")
    return value


def failed(failures: Failures, throttle: Throttle, now: datetime) -> Failures:
    """The failures with one more."""
    return Failures(remembered(failures, throttle, now).count + 1, now)


def recovered(failures: Failures) -> Failures:
    """One wrong attempt less: somebody was right."""
    return Failures(failures.count - 1, failures.last_at) if failures.count > 1 else Failures()


def remembered(failures: Failures, throttle: Throttle, now: datetime) -> Failures:
    """The failures, none once they lie long enough back. A clock that was set back forgets them too."""
    if failures.last_at is None or not failures.last_at <= now < failures.last_at + throttle.forgotten_after:
        return Failures()
    return failures


def shut_until(failures: Failures, throttle: Throttle, now: datetime) -> datetime | None:
    """Until when (UTC) the door is shut, None for an open one; at that instant it is open."""
    known = remembered(failures, throttle, now)
    beyond = known.count - throttle.tries
    if known.last_at is None or beyond < 0:
        return None
    until = known.last_at + min(throttle.shut_for * 2 ** min(beyond, 16), throttle.at_most)
    return until if now < until else None


def check_open(failures: Failures, throttle: Throttle, now: datetime) -> None:
    """Raise TooManyAttempts for a door that is shut."""
    until = shut_until(failures, throttle, now)
    if until is not None:
        raise TooManyAttempts(until)
