"""What is counted in memory, a server process each: attempts to sign in, requests of a workspace."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from uhrwerk.rules.limits import Limit, Window, counted, has_ended

REMEMBERED_AT_MOST: Final = 20_000


class Counters:
    """Windows by key. What is counted under a key always has the same limit."""

    def __init__(self) -> None:
        self._windows: dict[tuple[str, ...], tuple[Window, Limit]] = {}

    def count(self, key: tuple[str, ...], limit: Limit, now: datetime) -> Window:
        """Count one time more; the window with it."""
        if len(self._windows) >= REMEMBERED_AT_MOST and key not in self._windows:
            self._make_room(now)
        known = self._windows.get(key)
        window = counted(known[0] if known else None, limit, now)
        self._windows[key] = (window, limit)
        return window

    def take_back(self, key: tuple[str, ...]) -> None:
        """Count one time less: it was not one of those that are limited."""
        if key in self._windows:
            window, limit = self._windows[key]
            self._windows[key] = replace(window, count=window.count - 1), limit

    def forget(self, key: tuple[str, ...]) -> None:
        """Begin again."""
        self._windows.pop(key, None)

    def clear(self) -> None:
        """Begin again with all of them."""
        self._windows.clear()

    def _make_room(self, now: datetime) -> None:
        """Windows that ended go; if none has, the oldest half does."""
        kept = {key: each for key, each in self._windows.items() if not has_ended(each[0], each[1], now)}
        if len(kept) >= REMEMBERED_AT_MOST:
            kept = dict(list(kept.items())[REMEMBERED_AT_MOST // 2 :])
        self._windows = kept
