"""How often something may happen: so many times within a length of time, counted in windows that follow each other."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` times in each window of `length`."""

    most: int
    length: timedelta


@dataclass(frozen=True, slots=True)
class Window:
    """How often it has happened since the window began."""

    began_at: datetime
    count: int


def counted(window: Window | None, limit: Limit, now: datetime) -> Window:
    """The window with one time more; a new one where there was none or it has ended."""
    if window is None or has_ended(window, limit, now):
        return Window(now, 1)
    return Window(window.began_at, window.count + 1)


def has_ended(window: Window, limit: Limit, now: datetime) -> bool:
    """A clock that was set back ends a window too: it must not stay shut until the old time comes again."""
    return not window.began_at <= now < window.began_at + limit.length


def remaining(window: Window, limit: Limit) -> int:
    """How often it may still happen in this window."""
    return max(0, limit.most - window.count)


def is_over(window: Window, limit: Limit) -> bool:
    """Whether the last time counted was one too many."""
    return window.count > limit.most


def seconds_left(window: Window, limit: Limit, now: datetime) -> int:
    """Whole seconds until the window ends, at least 1."""
    return max(1, ceil((window.began_at + limit.length - now) / timedelta(seconds=1)))
